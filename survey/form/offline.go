package form

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// offline is all that a phone needs to ask a questionnaire in one language without a connection.
type offline struct {
	// Format changes when scripts of another version could not read it.
	Format  int            `json:"format"`
	Outline survey.Outline `json:"outline"`
	Zone    int            `json:"zone"` // minutes east of UTC, where days begin and end
	// Screens are the main parts of the pages of the questions, nothing answered yet, with everything on them that
	// may be offered: a script takes away what is not.
	Screens map[string]string `json:"screens"`
	Words   map[string]string `json:"words"`          // "{Max}" stands where a number or a name goes
	Left    []string          `json:"left,omitempty"` // how many points are left, in words, from none
	Style   string            `json:"style"`          // the address of the stylesheet of questions
}

const offlineFormat = 1

// dataFile is the name under which it is fetched, below a door's path.
const dataFile = "form.json"

// data sends what a phone needs to go on without a connection. It is the same behind all doors that ask one version.
func (f *Form) data(c echo.Context, e survey.Entrance) error {
	lang := f.pages.Speaker(c).Lang()
	body, err := f.offlineData(c, e.Questionnaire, lang)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "private, no-cache")
	h.Set("ETag", tag)
	if c.Request().Header.Get("If-None-Match") == tag {
		return c.NoContent(http.StatusNotModified)
	}
	return f.pages.Send(c, http.StatusOK, echo.MIMEApplicationJSON, body)
}

// offlineData is made once for each version and language: neither changes while the program runs.
func (f *Form) offlineData(c echo.Context, q *survey.Questionnaire, lang string) ([]byte, error) {
	_, east := f.now().Zone()
	key := fmt.Sprint(q.Key(), " ", lang, " ", q.Languages[0], " ", east) // the first says what is not translated
	if made, ok := f.made.Load(key); ok {
		return made.([]byte), nil
	}
	o := offline{
		Format: offlineFormat, Outline: q.Outline(lang), Zone: east / 60,
		Screens: map[string]string{}, Words: offlineWords(f.pages.Speaker(c)), Style: f.pages.Asset("answer.css"),
	}
	for i := range q.Questions {
		x := &q.Questions[i]
		if x.Kind.Computed() {
			continue
		}
		name, view := f.blank(c, q, x, lang)
		html, err := f.room.Part(name, view)
		if err != nil {
			return nil, err
		}
		o.Screens[x.Name] = html
		if x.Kind == survey.Points {
			for n := len(o.Left); n <= x.Max; n++ {
				o.Left = append(o.Left, f.pages.Speaker(c).N("form.points.left", n))
			}
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(o); err != nil {
		return nil, fmt.Errorf("form: offline: %w", err)
	}
	f.made.Store(key, b.Bytes())
	return b.Bytes(), nil
}

// blank is the page of a question that nobody has answered yet, with all that it can offer.
func (f *Form) blank(c echo.Context, q *survey.Questionnaire, x *survey.Question, lang string) (name string, view any) {
	v := visit{Session: survey.Session{Interview: survey.Interview{Language: lang}, Questionnaire: q}}
	p := survey.Prompt{Question: x, Label: x.Label, Hint: x.Hint, Choices: q.Things(x), Places: x.Max}
	switch x.Kind {
	case survey.Rank:
		if x.Max == 0 {
			p.Places = len(p.Choices)
		}
	case survey.Scale:
		p.Levels = q.Choices(x.List)
	case survey.Pairwise: // each choice at least once
		for i := 0; i < len(p.Choices); i += 2 {
			p.Pairs = append(p.Pairs, survey.Pair{First: p.Choices[i].Name, Second: p.Choices[(i+1)%len(p.Choices)].Name})
		}
	}
	s := screen{Page: page.Page{Speaker: f.pages.Speaker(c)}, Do: "next"}
	for _, g := range q.Around(x.Group) {
		if label := q.Say(g.Label, lang); label != "" {
			s.Sections = append(s.Sections, label)
		}
	}
	return question(s, v, p)
}

// offlineWords are the words that scripts put on screens.
func offlineWords(s locale.Speaker) map[string]string {
	words := map[string]string{"decimal": strings.Trim(s.Decimal(0.5, 1), "05")}
	for _, id := range []string{
		"common.mistakes", "common.step", "form.next", "form.back", "form.skip", "form.send",
		"form.rank.place", "form.rank.left", "form.rank.undo", "form.pairs.pair", "form.pairs.unsaid", "form.scale.unrated",
		"form.review.title", "form.review.text", "form.review.change", "form.review.skipped", "form.review.better", "form.review.equal",
		"form.receipt.title", "form.receipt.code", "form.receipt.keep", "form.receipt.another", "form.offline.none", "form.offline.again", "form.offline.file",
		"form.offline.goes_on", "form.offline.lost", "form.offline.receipt", "form.offline.no_room",
		"form.offline.kept", "form.offline.stays", "form.offline.browser", "form.outbox.title", "form.outbox.kept", "form.outbox.sending", "form.outbox.sent",
		"form.outbox.refused", "form.outbox.other", "form.outbox.open", "form.outbox.taken_back", "form.outbox.later", "form.outbox.now", "form.outbox.save", "form.outbox.codes",
		"form.file.image", "form.file.audio", "form.file.kb", "form.file.kept",
		"form.ticket.code", "form.outbox.draft", "form.outbox.go_on", "form.outbox.drop", "form.outbox.full",
	} {
		words[id] = template(s, id)
	}
	for _, code := range survey.ProblemCodes() {
		if code.OfTicket() && code != survey.NoTicket && code != survey.TicketMistyped {
			continue // only the server knows
		}
		id := "problem." + string(code)
		words[id] = template(s, id)
	}
	return words
}

// template is a message with the names of what is put into it where that goes, as in "{Max}".
func template(s locale.Speaker, id string) string {
	var args []any
	for _, name := range []string{
		"Max", "Given", "Choice", "Low", "High", "Step", "Steps", "Count", "Number", "Total", "Better", "Other", "First", "Second", "Time", "What", "Size",
	} {
		args = append(args, name, "{"+name+"}")
	}
	return s.T(id, args...)
}
