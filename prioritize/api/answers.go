package api

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/dataset"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// most is how many answers a page has at most: they are held at once, so that it is known whether there are more.
const most = 1000

// mark is a place in the order in which answers were stored, just behind one of them.
type mark struct {
	At time.Time `json:"t"`
	ID string    `json:"i"`
}

// String writes the mark as it stands in addresses. Nobody is to read anything in it.
func (m mark) String() string {
	b, err := json.Marshal(m)
	if err != nil {
		panic(err) // a time and a text
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// readMark reads what String wrote.
func readMark(cursor string) (m mark, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || json.Unmarshal(b, &m) != nil {
		return mark{}, false
	}
	return m, !m.At.IsZero() && m.ID != ""
}

// answers sends the answers: a page of them, which is held at once, or else all, one after the other as they are read.
func (a *API) answers(c *call) (reply, error) {
	campaign, m, err := a.campaign(c)
	if err != nil {
		return reply{}, err
	}
	words := c.query["words"] == "yes"
	if words {
		if err := c.must(access.Words); err != nil {
			return reply{}, err
		}
	}
	from, err := c.from()
	if err != nil {
		return reply{}, err
	}
	layout, err := a.layout(c, &campaign, &m, !words)
	if err != nil {
		return reply{}, err
	}
	limit := c.query.number("limit")
	r := reply{name: fileName(campaign.ID, "answers")}
	if limit == 0 {
		r.stream = func(w io.Writer) error {
			return writeAnswers(w, c.format, layout, campaign.ID, "", a.all(c, campaign.ID, from))
		}
		return r, nil
	}
	r.identity = []any{campaign.ID, campaign.Rev, m.Rev}
	var held []survey.Stored
	for one, err := range a.deps.Answers.ResponsesAfter(c.ctx(), campaign.ID, from.At, from.ID, limit+1) {
		if err != nil {
			return reply{}, fmt.Errorf("api: answers of %s: %w", campaign.ID, err)
		}
		held = append(held, one)
		r.identity = append(r.identity, one.ID, one.Edits, one.Looks)
	}
	next := ""
	if len(held) > limit {
		held = held[:limit]
		next = a.following(c, mark{held[limit-1].At, held[limit-1].ID})
		c.Response().Header().Set("Link", "<"+next+`>; rel="next"`)
	}
	r.write = written(c.format, func(w io.Writer) error {
		return writeAnswers(w, c.format, layout, campaign.ID, next, plainly(each(held)))
	})
	return r, nil
}

// all streams the answers behind a place. Who asks for all there are gets each once; who follows what is new meets one that
// is corrected again.
func (a *API) all(c *call, campaign string, from mark) iter.Seq2[survey.Response, error] {
	if from == (mark{}) {
		return a.deps.Answers.Responses(c.ctx(), campaign)
	}
	return plainly(a.deps.Answers.ResponsesAfter(c.ctx(), campaign, from.At, from.ID, 0))
}

// from is where the query begins to read.
func (c *call) from() (mark, error) {
	from := mark{At: c.query.time("since")}
	cursor := c.query["cursor"]
	if cursor == "" {
		return from, nil
	}
	at, ok := readMark(cursor)
	if !ok {
		return mark{}, malformed(page.ProblemError{Parameter: "cursor", Detail: "It is not the cursor of a page: take it as it stands in next."})
	}
	if at.At.Before(from.At) {
		return from, nil
	}
	return at, nil
}

// following is the address of the page behind a place, which asks for what this one does.
func (a *API) following(c *call, behind mark) string {
	q := maps.Clone(c.QueryParams())
	q.Set("cursor", behind.String())
	return a.url("/campaigns/"+c.Param("campaign")+"/answers") + "?" + q.Encode()
}

// layout is how answers stand in columns: of all versions that the campaign asked, in the shape that the query asks for.
func (a *API) layout(c *call, campaign *survey.Campaign, m *survey.Municipality, noWords bool) (*dataset.Layout, error) {
	var versions []*survey.Questionnaire
	for _, key := range campaign.Versions() {
		q, err := a.deps.Campaigns.Questionnaire(c.ctx(), key)
		if err != nil {
			return nil, fmt.Errorf("api: questionnaire: %w", err)
		}
		versions = append(versions, q)
	}
	asked := m.For(campaign)
	labels := c.query["labels"]
	return dataset.New(a.deps.Words.For(cmp.Or(labels, locale.English)), versions, &asked, dataset.Shape{
		Labels: labels, Choices: dataset.Choices(c.query["choices"]), NoWords: noWords,
	}), nil
}

// writeAnswers writes answers in a format. JSON has them in an object, behind the address of the next page.
func writeAnswers(w io.Writer, f format, layout *dataset.Layout, campaign, next string, all iter.Seq2[survey.Response, error]) error {
	if f != asJSON {
		return layout.Write(w, dataset.Format(f.name), all)
	}
	head, err := marshal(ordered{}.with("campaign", campaign).with("next", nothing(next)))
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "%s,\"answers\":", bytes.TrimSuffix(head, []byte("}"))); err != nil {
		return err
	}
	if err := layout.Write(w, dataset.JSON, all); err != nil {
		return err
	}
	_, err = io.WriteString(w, "}\n")
	return err
}

// nothing is null for "".
func nothing(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// plainly are the responses alone.
func plainly(all iter.Seq2[survey.Stored, error]) iter.Seq2[survey.Response, error] {
	return func(yield func(survey.Response, error) bool) {
		for one, err := range all {
			if !yield(one.Response, err) {
				return
			}
		}
	}
}

// each yields what is held.
func each(held []survey.Stored) iter.Seq2[survey.Stored, error] {
	return func(yield func(survey.Stored, error) bool) {
		for _, one := range held {
			if !yield(one, nil) {
				return
			}
		}
	}
}

// Of a stream: how much is sent at once, and how long a client may take for that.
const (
	piece    = 32 << 10
	patience = time.Minute
)

// sendStream sends what is written as it is written. Once something was sent, an error cuts the connection: what is not
// whole must not look so.
func (a *API) sendStream(c *call, write func(io.Writer) error) error {
	w := c.Response()
	if c.Request().Method == http.MethodHead { // nothing is read for nobody
		w.Header().Set(echo.HeaderContentType, c.format.contentType)
		return c.NoContent(http.StatusOK)
	}
	w.Header().Set(echo.HeaderContentType, c.format.contentType)
	out := &stream{to: w, patient: http.NewResponseController(w.Writer), now: time.Now}
	if err := write(out); err != nil {
		return fmt.Errorf("api: %s as %s: %w", c.op.id, c.format.name, err)
	}
	return out.flush()
}

// stream collects pieces, and gives the client time for each.
type stream struct {
	to      io.Writer
	patient *http.ResponseController
	now     func() time.Time
	held    []byte
}

func (s *stream) Write(p []byte) (int, error) {
	s.held = append(s.held, p...)
	if len(s.held) < piece {
		return len(p), nil
	}
	return len(p), s.flush()
}

func (s *stream) flush() error {
	_ = s.patient.SetWriteDeadline(s.now().Add(patience)) // what cannot set one has none, as in tests
	_, err := s.to.Write(s.held)
	s.held = s.held[:0]
	return err
}

// sinceExample is a time as parameters have it.
const sinceExample = "2026-05-20T06:00:00Z"

// answersOperation is the operation of the answers.
func answersOperation() operation {
	return operation{
		id: "answers", path: "/campaigns/{campaign}/answers", scopes: []access.Scope{access.Answers},
		params: []parameter{
			{name: "labels", kind: aWord, words: inLanguage.words, example: "ru"},
			{name: "choices", kind: aWord, words: ways(), otherwise: string(dataset.Both), example: string(dataset.Joined)},
			{name: "words", kind: aWord, words: []string{"no", "yes"}, otherwise: "no", example: "no"},
			{name: "since", kind: aTime, example: sinceExample},
			{name: "limit", kind: aNumber, least: 1, most: most, example: strconv.Itoa(most)},
			{name: "cursor", kind: aText, example: mark{time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC), strings.Repeat("0", 8)}.String()},
		},
		formats: []format{asJSON, asCSV, asXLSX, asHXL, asNDJSON}, schema: "Answers", tagged: true, paged: true, handle: (*API).answers,
	}
}

func ways() []string {
	var names []string
	for _, w := range dataset.Ways() {
		names = append(names, string(w))
	}
	return names
}
