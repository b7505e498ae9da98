package gathering

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// showView is the page of one gathering.
type showView struct {
	page.Page
	Back, Home string
	G          survey.Gathering
	Line       meetingLine
	Needs      []tallyLine
	MayWrite   bool
	History    []revision
	Why        string
}

// tallyLine is what was said of a need.
type tallyLine struct {
	Name, Said, Women string
	Share             float64 // of the longest, 0..1; 0 for an order
}

// revision is an earlier or the present state, in short.
type revision struct {
	Number          int64
	When, By, Words string
}

func (r *Room) showPage(c echo.Context) (showView, error) {
	w, err := r.find(c)
	if err != nil {
		return showView{}, err
	}
	g, err := r.one(c, &w.k)
	if err != nil {
		return showView{}, err
	}
	v := showView{Page: r.page(c, &w.m, "gathering.title"), Back: Path(w.k.ID), Home: Path(w.k.ID) + "/" + g.ID, G: g}
	v.MayWrite = v.Account.May(access.RunCampaigns, w.k.Municipality) && g.Struck == ""
	women, men := g.Participants(survey.SexFemale), g.Participants(survey.SexMale)
	v.Line = meetingLine{
		Kind: v.T("gathering.kind." + string(g.Kind)), Village: w.village(g.Village, v.Lang()), Day: day(v.Speaker, g.Day), Method: v.T("gathering.method." + string(g.Method)),
		People: g.Participants(""), Women: women, Men: men, Few: women < few || men < few, Why: g.Struck,
	}
	v.Title = v.Line.Village + ", " + v.Line.Day
	most := 1
	for _, t := range g.Tallies {
		most = max(most, t.Count)
	}
	for _, t := range g.Tallies {
		line := tallyLine{Name: w.need(t.Need, v.Lang()), Said: v.T("gathering.cell."+string(g.Method), "Number", v.Number(t.Count))}
		if g.Method != survey.ByOrder {
			line.Share = float64(t.Count) / float64(most)
		}
		if t.Women != nil && !v.Line.Few {
			line.Women = v.T("gathering.of_women", "Women", v.Number(*t.Women), "Men", v.Number(t.Count-*t.Women))
		}
		v.Needs = append(v.Needs, line)
	}
	states := append(append([]survey.Gathering{}, g.Before...), g)
	for i := range states {
		s := &states[i]
		words := v.T("gathering.revision.edited")
		switch {
		case i == 0:
			words = v.T("gathering.revision.added")
		case s.Struck != "":
			words = v.T("gathering.revision.struck", "Why", s.Struck)
		}
		v.History = append(v.History, revision{Number: s.Rev, When: v.DateTime(s.At.In(r.deps.Zone)), By: s.By, Words: words})
	}
	return v, nil
}

func (r *Room) show(c echo.Context) error {
	v, err := r.showPage(c)
	if err != nil {
		return err
	}
	return r.room.Render(c, http.StatusOK, "group", v)
}

// strike strikes a gathering out, for a reason. Nothing is deleted.
func (r *Room) strike(c echo.Context) error {
	v, err := r.showPage(c)
	if err != nil {
		return err
	}
	v.Why = c.FormValue("why")
	by, _ := page.AccountOf(c)
	struck, err := v.G.Strike(v.Why, by.ID, r.deps.Now())
	if err == nil && c.FormValue("rev") != strconv.FormatInt(v.G.Rev, 10) {
		err = survey.ErrConflict
	}
	if err == nil {
		err = r.deps.Gatherings.SaveGathering(c.Request().Context(), struck)
	}
	switch {
	case errors.Is(err, survey.ErrInvalid):
		v.Mistakes = []page.Mistake{{Field: "why", Text: v.T("gathering.no_reason")}}
		return r.room.Render(c, http.StatusUnprocessableEntity, "group", v)
	case errors.Is(err, survey.ErrConflict), errors.Is(err, survey.ErrStruck):
		v.Mistakes = []page.Mistake{{Text: v.T("gathering.changed")}}
		return r.room.Render(c, http.StatusConflict, "group", v)
	case err != nil:
		return fmt.Errorf("gathering: %w", err)
	}
	if err := r.tell(c, &struck, "struck out"); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, v.Home)
}
