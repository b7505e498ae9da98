package entry

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// mostListed is how many forms are listed.
const mostListed = 200

// ownView lists what somebody entered.
type ownView struct {
	opening
	Of     string // whose they are; "" for one's own
	People []option
	Rows   []row
	Most   int
	Frozen bool
}

// row is one form.
type row struct{ Path, Time, Village, Channel, Serial, Receipt string }

// own lists what one has entered; those who see all of it choose whose.
func (r *Room) own(c echo.Context) error {
	campaign, m, err := r.find(c)
	if err != nil {
		return err
	}
	account, _ := page.AccountOf(c)
	v := ownView{opening: r.begin(c, &campaign, &m, "entry.own.title"), Most: mostListed, Frozen: frozen(&campaign) != nil}
	by := account.ID
	if seesAll(c) {
		by = cmp.Or(c.QueryParam("by"), by)
		names, err := r.names(c, campaign.Municipality)
		if err != nil {
			return err
		}
		for id, name := range names {
			v.People = append(v.People, option{Name: id, Label: name, Chosen: id == by})
		}
		slices.SortFunc(v.People, func(a, b option) int { return cmp.Compare(a.Label+a.Name, b.Label+b.Name) })
		if by != account.ID {
			v.Of = names[by]
		}
	}
	typed, err := r.deps.Typing.By(c.Request().Context(), campaign.ID, by, mostListed)
	if err != nil {
		return err
	}
	for _, iv := range typed {
		one := row{
			Path: ownPath(campaign.ID) + "/" + url.PathEscape(iv.ID), Time: iv.SentAt().In(r.deps.Zone).Format("02.01.2006 15:04"), Village: iv.Village,
			Channel: v.T("entry.channel." + string(iv.Channel)), Serial: iv.Entry.Serial, Receipt: (survey.Session{Interview: iv}).Receipt(),
		}
		if village := m.Village(iv.Village); village != nil {
			one.Village = village.Name.In(v.Lang())
		}
		v.Rows = append(v.Rows, one)
	}
	return r.room.Render(c, http.StatusOK, "own", v)
}

// session is the interview that the path names, if whoever asks may see it: else it is a survey.ErrNotFound, as if it
// were not there.
func (r *Room) session(c echo.Context, campaign *survey.Campaign) (survey.Session, error) {
	s, err := r.deps.Typing.Session(c.Request().Context(), campaign.ID, c.Param("id"))
	account, _ := page.AccountOf(c)
	if err == nil && s.Entry.By != account.ID && !seesAll(c) {
		err = fmt.Errorf("entry: what somebody else entered: %w", survey.ErrNotFound)
	}
	return s, err
}

// typed shows what was typed, to be corrected.
func (r *Room) typed(c echo.Context) error {
	campaign, m, err := r.find(c)
	if err != nil {
		return err
	}
	s, err := r.session(c, &campaign)
	if err != nil {
		return err
	}
	sh := sheet{given: map[string]survey.Value{}}
	for _, a := range s.AsSent().Answers {
		sh.given[a.Question] = a.Value
	}
	h := head{
		ID: s.ID, Begun: s.Begun.UnixMilli(), Version: s.Interview.Questionnaire, Language: s.Language, Village: s.Village, Channel: s.Channel,
		Serial: s.Entry.Serial, Consent: true, Edit: s.Edits + 1,
	}
	return r.showTyped(c, http.StatusOK, &campaign, &m, s, h, &sh)
}

func (r *Room) showTyped(c echo.Context, status int, campaign *survey.Campaign, m *survey.Municipality, s survey.Session, h head, sh *sheet) error {
	v, err := r.screen(c, campaign, m, h, sh)
	if err != nil {
		return err
	}
	v.Title, v.Action, v.Closed = v.T("entry.correct.title"), ownPath(campaign.ID)+"/"+url.PathEscape(s.ID), ""
	if frozen(campaign) != nil {
		v.Closed = v.T("entry.frozen")
	}
	v.Correcting = &correcting{Receipt: s.Receipt(), Village: s.Village, Channel: v.T("entry.channel." + string(s.Channel)), Serial: s.Entry.Serial}
	if village := m.Village(s.Village); village != nil {
		v.Correcting.Village = village.Name.In(v.Lang())
	}
	return r.room.Render(c, status, "enter", v)
}

// correct stores a correction.
func (r *Room) correct(c echo.Context) error {
	campaign, m, err := r.find(c)
	if err != nil {
		return err
	}
	before, err := r.session(c, &campaign)
	if err != nil {
		return err
	}
	var s sheet
	c.Request().PostForm.Set("version", before.Interview.Questionnaire)
	c.Request().PostForm.Set("language", before.Language)
	if c.Request().PostForm.Get("edit") == "" {
		c.Request().PostForm.Set("edit", "1")
	}
	c.Request().PostForm.Del("second")
	j, err := r.judge(c, &campaign, &m, &s)
	if errors.Is(err, errOther) {
		return echo.NewHTTPError(http.StatusConflict).SetInternal(err)
	}
	if err != nil {
		return err
	}
	again := func(status int) error {
		j.head.ID, j.head.Serial, j.head.Village, j.head.Channel = before.ID, before.Entry.Serial, before.Village, before.Channel
		return r.showTyped(c, status, &campaign, &m, before, j.head, &s)
	}
	if len(j.mistakes) > 0 {
		return again(http.StatusUnprocessableEntity)
	}
	done, err := r.deps.Typing.Correct(c.Request().Context(), campaign, before, j.held)
	p, isProblem := errors.AsType[*survey.Problem](err)
	switch {
	case isProblem:
		s.mistakes = append(s.mistakes, s.mistake(p))
		return again(http.StatusUnprocessableEntity)
	case errors.Is(err, survey.ErrClosed):
		s.mistakes = append(s.mistakes, page.Mistake{Text: s.words.T("entry.frozen")})
		return again(http.StatusGone)
	case err != nil:
		return fmt.Errorf("entry: %w", err)
	case !done.Stored && !done.Same(j.held):
		s.mistakes = append(s.mistakes, page.Mistake{Text: s.words.T("entry.corrected_before")})
		return again(http.StatusConflict)
	}
	if done.Stored {
		what := fmt.Sprintf("corrected, %s, village %s, edit %d", done.Channel, done.Village, done.Edits)
		if done.Entry.Serial != "" {
			what = fmt.Sprintf("corrected paper %s, edit %d", done.Entry.Serial, done.Edits)
		}
		if err := r.tell(c, &campaign, access.EnterAnswers, what); err != nil {
			return err
		}
	}
	to := ownPath(campaign.ID)
	if account, _ := page.AccountOf(c); done.Entry.By != account.ID {
		to += "?by=" + url.QueryEscape(done.Entry.By)
	}
	return seeOther(c, to)
}
