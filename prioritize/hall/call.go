package hall

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// callView is the page on which a vote is called.
type callView struct {
	top
	Action  string
	No      int
	Methods []methodChoice
	Dots    string
	Stacked bool
	Options []optionLine
}

// methodChoice is a way to vote, and what it is good for.
type methodChoice struct {
	Value, Text, Hint string
	Chosen            bool
}

// tied are the options that share the first place of a round that is counted; nil where one alone has it.
func tied(r *hearing.Round) []string {
	if r == nil || r.Stage != hearing.Counted || r.Method == hearing.YesNo && len(r.Options) == 1 {
		return nil
	}
	res, err := r.Result()
	if err != nil || res.Voters == 0 && len(r.Papers) == 0 && len(r.Box) == 0 {
		return nil
	}
	_, equal := res.Top(1)
	return equal
}

// callPage lays a round out as fields.
func (r *Room) callPage(c echo.Context, w *at, round hearing.Round) callView {
	v := callView{top: r.top(c, w, "hall.next.call"), Action: w.home() + "/rounds", No: len(w.x.Rounds) + 1, Dots: strconv.Itoa(max(1, round.Dots)), Stacked: round.Stacked}
	for _, m := range hearing.Methods() {
		v.Methods = append(v.Methods, methodChoice{string(m), v.T("hall.method." + string(m)), v.T("hall.method_hint." + string(m)), m == round.Method})
	}
	for i := range w.x.Options {
		o := &w.x.Options[i]
		v.Options = append(v.Options, optionLine{o.ID, label(o, v.Lang()), optionPlace(v.Speaker, o), slices.Contains(round.Options, o.ID)})
	}
	return v
}

// optionPlace says where an option comes from.
func optionPlace(s locale.Speaker, o *hearing.Option) string {
	if o.Rank == 0 {
		return s.T("hall.from_floor")
	}
	return s.T("hall.survey_rank", "Rank", o.Rank)
}

// draft is the round that would be called next: a run-off among those that are tied in the round that the query names, else
// a vote among all.
func draft(w *at, from string) hearing.Round {
	round := hearing.Round{Method: hearing.Dots, Dots: 1}
	if n, err := strconv.Atoi(from); err == nil {
		if round.Options = tied(w.x.Round(n)); round.Options != nil {
			return round
		}
	}
	for i := range w.x.Options {
		round.Options = append(round.Options, w.x.Options[i].ID)
	}
	if len(round.Options) > manyOptions && w.x.Kind != hearing.Village {
		round.Dots = 3
	}
	return round
}

// manyOptions is from how many options on each voter is offered more dots than one.
const manyOptions = 5

// blankRound is the page for a new round.
func (r *Room) blankRound(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	if now := w.x.Current(); now != nil && (now.Stage == hearing.Ready || now.Stage == hearing.Voting) {
		return c.Redirect(http.StatusSeeOther, fmt.Sprintf("%s/rounds/%d", w.home(), now.Number)) // it comes first
	}
	return r.room.Render(c, http.StatusOK, "call", r.callPage(c, &w, draft(&w, c.QueryParam("from"))))
}

// call calls a round. The form says which number it was to have: a second tap calls no second one.
func (r *Room) call(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return fmt.Errorf("hall: round: %w", err)
	}
	round := hearing.Round{Method: hearing.Method(form.Get("method")), Options: form["option"], Stacked: form.Get("stacked") != ""}
	dots, _, wrong := number(form.Get("dots"))
	if round.Method == hearing.Dots {
		round.Dots = dots
	} else {
		round.Stacked, wrong = false, nil
	}
	want, err := strconv.Atoi(form.Get("number"))
	if err != nil {
		want = 0
	}
	x, err := r.deps.Hall.Change(c.Request().Context(), w.x.ID, func(x *hearing.Hearing) error {
		switch last := x.Current(); {
		case x.State != hearing.Open:
			return amiss("", "hall.wrong.not_open")
		case want <= len(x.Rounds) && last != nil && last.Stage == hearing.Ready && slices.Equal(last.Options, round.Options) && last.Method == round.Method:
			return nil // the second tap
		case want <= len(x.Rounds):
			return amiss("", "hall.wrong.called")
		case wrong != nil || round.Method == hearing.Dots && (round.Dots < 1 || round.Dots > hearing.MaxDots):
			return amiss("dots", "hall.wrong.dots", "Most", hearing.MaxDots)
		case len(round.Options) == 0 || len(round.Options) == 1 && round.Method != hearing.YesNo:
			return amiss("options", "hall.wrong.two")
		case round.Method == hearing.Dots && !round.Stacked && round.Dots >= len(round.Options):
			return amiss("dots", "hall.wrong.all_dots", "Options", len(round.Options))
		}
		return x.Call(round)
	})
	if err != nil {
		said := mistakes(r.deps.Pages.Speaker(c), err)
		if said == nil {
			return err
		}
		v := r.callPage(c, &w, round)
		v.Mistakes, v.Dots = said, form.Get("dots")
		return r.room.Render(c, status(err), "call", v)
	}
	number := len(x.Rounds)
	if err := r.tell(c, &w, access.RunHearings, "round %d called, %s, options %d", number, round.Method, len(round.Options)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("%s/rounds/%d", w.home(), number))
}

// roundLine is a round in the list.
func (r *Room) roundLine(p page.Page, w *at, round *hearing.Round) roundLine {
	l := roundLine{
		Href: fmt.Sprintf("%s/rounds/%d", w.home(), round.Number), Name: p.T("hall.round", "Number", round.Number),
		Method: methodOf(p.Speaker, round), Stage: p.T("hall.stage." + string(round.Stage)),
		Good: round.Stage == hearing.Voting, Struck: round.Stage == hearing.Annulled,
	}
	if round.Stage != hearing.Counted {
		return l
	}
	if equal := tied(round); len(equal) > 0 {
		l.Said = p.T("hall.tied_short", "Options", names(w, equal, p.Lang()))
	} else if res, err := round.Result(); err == nil && len(res.Standings) > 0 {
		l.Said = w.option(res.Standings[0].Option, p.Lang())
		if round.Method != hearing.Ordered {
			l.Said += " · " + p.Number(res.Standings[0].For)
		}
	}
	return l
}

// methodOf says how a round is voted.
func methodOf(s locale.Speaker, round *hearing.Round) string {
	if round.Method == hearing.Dots && round.Dots > 1 {
		return s.N("hall.method_dots", round.Dots)
	}
	return s.T("hall.method." + string(round.Method))
}
