package wishes

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/coding"
	"ashar/survey/page"
)

// textsOfSecond is how many texts a second coder has before them.
const textsOfSecond = 15

// secondView is the second coder's page: texts that others coded, without how.
type secondView struct {
	page.Page
	deskView
	Done        string
	Share       float64
	Total, Left int // of the sample
	Own         int // texts of the sample that one coded oneself, and does not read again
	Lines       []lineView
	Agreement   string
}

// reread is the sample as a second coder has it.
type reread struct {
	sample  []*text // as they are by now, in the order in which they are read
	seconds map[string]coding.Second
}

// reread reads what second coders have said, and picks what is theirs to read: of the texts that are coded.
func (w *Room) reread(c echo.Context, s *subject) (*reread, error) {
	r := &reread{seconds: map[string]coding.Second{}}
	for x, err := range w.deps.Store.Seconds(c.Request().Context(), s.campaign.ID) {
		if err != nil {
			return nil, fmt.Errorf("wishes: second codings: %w", err)
		}
		id := textID(x.Response, x.Question)
		if t, there := s.texts[id]; there && coding.Mark(t.Text) == x.Words { // else it was corrected or does not count
			r.seconds[id] = x
		}
	}
	var coded []string
	for id, t := range s.texts {
		if t.Coding != nil {
			coded = append(coded, id)
		}
	}
	for _, id := range coding.Sample(coded) {
		r.sample = append(r.sample, s.texts[id])
	}
	return r, nil
}

func (w *Room) second(c echo.Context) error {
	s, err := w.subject(c)
	if err != nil {
		return err
	}
	return w.showSecond(c, s, http.StatusOK, "")
}

func (w *Room) showSecond(c echo.Context, s *subject, status int, wrong string) error {
	r, err := w.reread(c, s)
	if err != nil {
		return err
	}
	v := secondView{Page: w.page(c, s, "words.second"), Total: len(r.sample), Agreement: Path(s.campaign.ID) + "/agreement"}
	v.deskView = s.beside(v.Page, "")
	v.Back, v.Here, v.MayFind = Path(s.campaign.ID), Path(s.campaign.ID)+"/second", false
	var left []*text
	for _, t := range r.sample {
		switch _, read := r.seconds[t.ID]; {
		case read:
		case t.Coding.By == v.Account.ID:
			v.Own++
		default:
			left = append(left, t)
		}
	}
	v.Left = len(left)
	for _, t := range left[:min(len(left), textsOfSecond)] {
		v.Lines = append(v.Lines, lineView{Value: fmt.Sprintf("%s:%d", t.ID, t.Looks), Words: t.Text, Where: s.village(v.Page, t.Village), Times: 1})
	}
	read := v.Total - v.Own - v.Left
	if n := v.Total - v.Own; n > 0 {
		v.Share = float64(read) / float64(n)
	}
	v.Done = v.T("words.done", "Coded", v.Number(read), "Total", v.Number(v.Total-v.Own), "Left", v.Number(v.Left))
	if wrong != "" {
		v.Mistakes = []page.Mistake{{Text: v.T(wrong)}}
	}
	return w.room.Render(c, status, "second", v)
}

// codeSecond keeps what a second coder says of texts.
func (w *Room) codeSecond(c echo.Context) error {
	s, err := w.subject(c)
	if err != nil {
		return err
	}
	fields, err := c.FormParams()
	if err != nil {
		return err
	}
	needs, ok := s.needsIn(append(slices.Clone(fields["need"]), fields["also"]...))
	values := strings.Fields(strings.Join(fields["text"], " "))
	switch {
	case s.campaign.Frozen():
		return w.showSecond(c, s, http.StatusConflict, "words.frozen")
	case !ok:
		return w.showSecond(c, s, http.StatusUnprocessableEntity, "words.choose_need")
	case len(values) == 0:
		return w.showSecond(c, s, http.StatusUnprocessableEntity, "words.choose_text")
	}
	r, err := w.reread(c, s)
	if err != nil {
		return err
	}
	by, _ := page.AccountOf(c)
	read, changed := 0, 0
	for _, value := range values {
		t, same := s.shownAs(value)
		if _, done := r.seconds[t.ID]; !same || done || t.Coding == nil || t.Coding.By == by.ID {
			changed++
			continue
		}
		err := w.deps.Store.SaveSecond(c.Request().Context(), coding.Second{
			ID: coding.SecondID(t.Response, t.Question, by.ID), Rev: 1, Municipality: s.campaign.Municipality, Campaign: s.campaign.ID,
			Response: t.Response, Question: t.Question, Coder: by.ID, Needs: needs, At: w.deps.Now().UTC().Truncate(time.Millisecond), Words: coding.Mark(t.Text),
			First: t.Coding.Needs, FirstCoder: t.Coding.By,
		})
		switch {
		case errors.Is(err, survey.ErrExists): // pressed twice
			changed++
		case err != nil:
			return fmt.Errorf("wishes: second coding: %w", err)
		default:
			read++
		}
	}
	if read > 0 {
		if err := w.tell(c, s, "", fmt.Sprintf("second coder, %d", read)); err != nil {
			return err
		}
	}
	if changed > 0 {
		return w.showSecond(c, s, http.StatusConflict, "words.changed")
	}
	return c.Redirect(http.StatusSeeOther, Path(s.campaign.ID)+"/second")
}
