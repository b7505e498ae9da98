package entry

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// received acknowledges a form to the page's script: from now on the device may forget it.
type received struct {
	Receipt string `json:"receipt"`
	Serial  string `json:"serial,omitempty"`
	Ignored string `json:"ignored,omitempty"`
	Differs string `json:"differs,omitempty"` // where the second entry differs: the page on which that is settled
}

// refusal says why a form cannot be stored as it is: it stays on the device. It is RFC 9457's problem details.
type refusal struct {
	Type   string         `json:"type"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail"`
	Code   string         `json:"code"` // "mistakes", "taken", "again" where it may be a second entry, "closed", "account"
	Errors []page.Mistake `json:"errors,omitempty"`
}

// take stores a form, or says what is wrong with it. Sent again, it is acknowledged again.
func (r *Room) take(c echo.Context) error {
	campaign, m, err := r.find(c)
	if err != nil {
		return err
	}
	var s sheet
	j, err := r.judge(c, &campaign, &m, &s)
	switch {
	case errors.Is(err, errOther):
		return r.refuse(c, &campaign, &m, readHead(c.Request().PostForm), &s, http.StatusConflict, "account", "entry.other_account")
	case err != nil:
		return err
	case j.Second:
		return r.takeAgain(c, &campaign, &m, j, &s)
	case len(j.mistakes) > 0:
		return r.show(c, &campaign, &m, j, &s, nil)
	}
	done, err := r.deps.Typing.Take(c.Request().Context(), j.entrance, j.held)
	if taken, ok := errors.AsType[*survey.SerialTaken](err); ok {
		return r.taken(c, &campaign, &m, j, &s, taken.Form)
	}
	if p, ok := errors.AsType[*survey.Problem](err); ok {
		m1 := s.mistake(p)
		if p.Code.OfTicket() {
			m1.Field = "code"
		}
		s.mistakes = append(s.mistakes, m1)
		return r.show(c, &campaign, &m, j, &s, nil)
	}
	switch {
	case errors.Is(err, survey.ErrClosed):
		return r.refuse(c, &campaign, &m, j.head, &s, http.StatusGone, "closed", "entry.closed")
	case err != nil:
		return fmt.Errorf("entry: %w", err)
	case !done.Stored && !done.Same(j.held):
		return r.refuse(c, &campaign, &m, j.head, &s, http.StatusConflict, "stored", "entry.stored_before")
	}
	if done.Stored {
		what := string(j.Channel) + ", village " + j.Village
		if j.Channel == survey.Paper && j.Serial != "" {
			what = "paper " + j.Serial + ", village " + j.Village
		}
		if err := r.tell(c, &campaign, access.EnterAnswers, what); err != nil {
			return err
		}
	}
	r.keep(c, campaign.ID, j.head)
	ack := received{Receipt: done.Receipt(), Serial: j.Serial, Ignored: strings.Join(j.ignored, ", ")}
	if wantsJSON(c) {
		return c.JSON(http.StatusOK, ack)
	}
	q := url.Values{"stored": {ack.Receipt}}
	if ack.Serial != "" {
		q.Set("serial", ack.Serial)
	}
	if ack.Ignored != "" {
		q.Set("ignored", ack.Ignored)
	}
	return seeOther(c, Path(campaign.ID)+"?"+q.Encode())
}

// show shows a form again, with everything that was typed and what is wrong with it.
func (r *Room) show(c echo.Context, campaign *survey.Campaign, m *survey.Municipality, j judged, s *sheet, taken *takenBox) error {
	status, code := http.StatusUnprocessableEntity, "mistakes"
	if taken != nil {
		status, code = http.StatusConflict, "taken"
		if taken.Second {
			code = "again"
		}
	}
	if wantsJSON(c) {
		said := refusal{Title: s.words.T("common.mistakes"), Status: status, Code: code, Errors: s.mistakes}
		var texts []string
		for _, wrong := range s.mistakes {
			texts = append(texts, wrong.Text)
		}
		said.Detail = strings.Join(texts, " ")
		return sayNo(c, said)
	}
	v, err := r.screen(c, campaign, m, j.head, s)
	if err != nil {
		return err
	}
	v.Taken = taken
	return r.room.Render(c, status, "enter", v)
}

// refuse says why nothing can be stored, whatever is typed otherwise.
func (r *Room) refuse(c echo.Context, campaign *survey.Campaign, m *survey.Municipality, h head, s *sheet, status int, code, id string) error {
	words := r.deps.Pages.Speaker(c)
	if wantsJSON(c) {
		return sayNo(c, refusal{Title: words.T("common.mistakes"), Status: status, Code: code, Detail: words.T(id)})
	}
	s.mistakes = append(s.mistakes, page.Mistake{Text: words.T(id)})
	v, err := r.screen(c, campaign, m, h, s)
	if err != nil {
		return err
	}
	return r.room.Render(c, status, "enter", v)
}

func sayNo(c echo.Context, said refusal) error {
	said.Type = "about:blank"
	c.Response().Header().Set(echo.HeaderContentType, "application/problem+json")
	return c.JSON(said.Status, said)
}

// taken says what is known of a form whose serial is in use, and whether this may be its second entry.
func (r *Room) taken(c echo.Context, campaign *survey.Campaign, m *survey.Municipality, j judged, s *sheet, form survey.PaperForm) error {
	account, _ := page.AccountOf(c)
	names, err := r.names(c, campaign.Municipality)
	if err != nil {
		return err
	}
	at := s.words.DateTime(form.At.In(r.deps.Zone))
	box := &takenBox{Second: form.State == survey.PaperEntered && form.By != account.ID && form.Second == nil}
	switch {
	case form.State == survey.PaperEntered && form.By == account.ID:
		box.Text = s.words.T("entry.taken.own", "Serial", form.Serial, "Time", at)
	case form.State == survey.PaperEntered && form.Second != nil:
		box.Text = s.words.T("entry.taken.twice", "Serial", form.Serial)
	case form.State == survey.PaperEntered:
		box.Text = s.words.T("entry.taken.other", "Serial", form.Serial, "Time", at, "Name", names[form.By])
	default:
		box.Text = s.words.T("entry.taken."+string(form.State), "Serial", form.Serial)
	}
	s.mistakes = append(s.mistakes, page.Mistake{Field: "serial", Text: box.Text})
	return r.show(c, campaign, m, j, s, box)
}

// takeAgain keeps a second entry.
func (r *Room) takeAgain(c echo.Context, campaign *survey.Campaign, m *survey.Municipality, j judged, s *sheet) error {
	if len(j.mistakes) > 0 {
		return r.show(c, campaign, m, j, s, nil)
	}
	ctx := c.Request().Context()
	form, err := r.deps.Papers.PaperForm(ctx, survey.PaperFormID(campaign.ID, j.Serial))
	switch {
	case errors.Is(err, survey.ErrNotFound), err == nil && form.State == survey.PaperSpoiled:
		s.mistakes = append(s.mistakes, page.Mistake{Field: "serial", Text: s.words.T("entry.second_none", "Serial", j.Serial)})
		return r.show(c, campaign, m, j, s, nil)
	case err != nil:
		return fmt.Errorf("entry: %w", err)
	}
	before := form.Rev
	form, err = r.deps.Typing.Again(ctx, *campaign, form, j.held)
	if p, ok := errors.AsType[*survey.Problem](err); ok {
		s.mistakes = append(s.mistakes, s.mistake(p))
		return r.show(c, campaign, m, j, s, nil)
	}
	switch {
	case errors.Is(err, survey.ErrForbidden), errors.Is(err, survey.ErrExists):
		return r.taken(c, campaign, m, j, s, form)
	case errors.Is(err, survey.ErrClosed):
		return r.refuse(c, campaign, m, j.head, s, http.StatusGone, "closed", "entry.closed")
	case err != nil:
		return fmt.Errorf("entry: %w", err)
	}
	if form.Rev > before {
		if err := r.tell(c, campaign, access.EnterAnswers, "second entry of paper "+form.Serial); err != nil {
			return err
		}
	}
	next := twicePath(campaign.ID) + "/" + form.Serial
	if wantsJSON(c) {
		return c.JSON(http.StatusOK, received{Serial: form.Serial, Differs: next})
	}
	return seeOther(c, next)
}
