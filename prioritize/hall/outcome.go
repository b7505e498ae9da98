package hall

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// outcomeView is the page on which the survey, the hall and the final order stand side by side.
type outcomeView struct {
	top
	Action    string
	Rows      []outcomeRow
	Options   []choice
	Places    []choice
	Rank, Why string // that was typed
	Ended     bool   // so that it can be published
	May       bool   // be overruled
	Published string // since when; "" while it is not
	Public    string // the address of what everybody sees
	Tied      bool
}

// outcomeRow is an option with its three places.
type outcomeRow struct {
	ID, Name           string
	Survey, SurveySaid string
	Vote, VoteSaid     string
	Final              int
	Tied               bool
	Why, By, At        string
}

// outcomePage makes the page.
func (r *Room) outcomePage(c echo.Context, w *at) (outcomeView, error) {
	v := outcomeView{top: r.top(c, w, "hall.outcome"), Action: w.home() + "/outcome"}
	v.Ended, v.May = w.x.State == hearing.Ended || w.x.State == hearing.Signed, v.Decides && w.x.State != hearing.Signed
	v.Public = r.deps.Pages.URL("/h/" + w.x.ID)
	if !w.x.Published.IsZero() {
		v.Published = page.DateTime(v.Speaker, w.x.Published, r.deps.Zone)
	}
	all, _, err := r.contenders(c, w, w.x.Village)
	if err != nil {
		return v, err
	}
	decided, err := w.x.Outcome()
	if err != nil {
		return v, err
	}
	for i, d := range decided {
		row := outcomeRow{ID: d.Option, Name: w.option(d.Option, v.Lang()), Survey: "–", Vote: "–", Final: d.Final, Tied: d.Tied, Why: d.Why}
		if d.Survey > 0 {
			row.Survey = v.Number(d.Survey)
		} else {
			row.SurveySaid = v.T("hall.from_floor")
		}
		for j := range all {
			if all[j].ID == d.Option {
				row.SurveySaid = surveySaid(v.Speaker, &all[j])
			}
		}
		if d.Round > 0 {
			row.Vote = v.Number(d.Vote)
			row.VoteSaid = voteSaid(v.Speaker, &w.x, &d)
		}
		for _, o := range w.x.Overrides {
			if o.Option == d.Option && d.Why != "" {
				row.By, row.At = o.By, v.DateTime(o.At.In(r.deps.Zone))
			}
		}
		v.Tied = v.Tied || d.Tied
		v.Rows = append(v.Rows, row)
		v.Options = append(v.Options, choice{Value: d.Option, Text: row.Name})
		v.Places = append(v.Places, choice{Value: v.Number(i + 1), Text: v.Number(i + 1)})
	}
	return v, nil
}

// surveySaid is the share that chose it, and its tier.
func surveySaid(s locale.Speaker, o *contender) string {
	var parts []string
	if o.share != nil {
		parts = append(parts, s.Percent(*o.share, 0))
	}
	if o.tier > 0 {
		parts = append(parts, s.T("hall.survey_tier", "Tier", o.tier))
	}
	return strings.Join(parts, " · ")
}

// voteSaid is what the votes for an option were in the round that placed it last.
func voteSaid(s locale.Speaker, x *hearing.Hearing, d *hearing.Decided) string {
	round := x.Round(d.Round)
	text := s.T("hall.round", "Number", d.Round)
	res, err := round.Result()
	if err != nil {
		return text
	}
	for _, one := range res.Standings {
		switch {
		case one.Option != d.Option:
		case round.Method == hearing.YesNo:
			return text + " · " + s.T("hall.votes_yes_no", "For", s.Number(one.For), "Against", s.Number(one.Against))
		case round.Method == hearing.Ordered:
			return text + " · " + s.T("hall.votes_score", "Score", s.Decimal(100*one.Score, 1))
		default:
			return text + " · " + s.N("hall.votes", one.For)
		}
	}
	return text
}

// outcome shows the page.
func (r *Room) outcome(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	v, err := r.outcomePage(c, &w)
	if err != nil {
		return err
	}
	return r.room.Render(c, http.StatusOK, "hearingoutcome", v)
}

// overrule gives an option a place of its own, for a reason; with no place it takes that back.
func (r *Room) overrule(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	by, _ := page.AccountOf(c)
	option, why := c.FormValue("option"), strings.Join(strings.Fields(c.FormValue("why")), " ")
	rank, placed, err := number(c.FormValue("rank"))
	_, err = r.deps.Hall.Change(c.Request().Context(), w.x.ID, func(x *hearing.Hearing) error {
		switch {
		case !placed && c.FormValue("back") != "":
			x.Restore(option)
			return nil
		case err != nil || !placed || rank < 1 || rank > len(x.Options):
			return amiss("rank", "hall.wrong.rank", "Options", len(x.Options))
		case why == "" || len([]rune(why)) > maxWords:
			return amiss("why", "hall.wrong.why")
		}
		for _, o := range x.Overrides {
			if o.Option != option && o.Rank == rank {
				return amiss("rank", "hall.wrong.rank_taken", "Option", w.option(o.Option, r.deps.Pages.Speaker(c).Lang()))
			}
		}
		return x.Overrule(hearing.Override{Option: option, Rank: rank, Why: why, By: by.ID, At: r.deps.Now()})
	})
	if err != nil {
		said := mistakes(r.deps.Pages.Speaker(c), err)
		if said == nil {
			return err
		}
		v, failed := r.outcomePage(c, &w)
		if failed != nil {
			return failed
		}
		v.Mistakes, v.Rank, v.Why = said, c.FormValue("rank"), c.FormValue("why")
		for i := range v.Options {
			v.Options[i].Chosen = v.Options[i].Value == option
		}
		return r.room.Render(c, status(err), "hearingoutcome", v)
	}
	what := "option %s goes by the votes again"
	if placed {
		what = "option %s overruled: " + c.FormValue("rank") + ", reason given"
	}
	if err := r.tell(c, &w, access.DecideResults, what, option); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, w.home()+"/outcome")
}

// publish lets everybody see the outcome, or no more.
func (r *Room) publish(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	shown := c.FormValue("show") != ""
	if err := r.published(c, &w, shown); err != nil {
		said := mistakes(r.deps.Pages.Speaker(c), err)
		if said == nil {
			return err
		}
		v, failed := r.outcomePage(c, &w)
		if failed != nil {
			return failed
		}
		v.Mistakes = said
		return r.room.Render(c, status(err), "hearingoutcome", v)
	}
	what := map[bool]string{true: "outcome published", false: "outcome shown no more"}[shown]
	if err := r.tell(c, &w, access.DecideResults, "%s", what); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, w.home()+"/outcome#publish")
}

// published keeps since when everybody may see the outcome.
func (r *Room) published(c echo.Context, w *at, shown bool) error {
	since := time.Time{}
	if shown {
		since = r.deps.Now()
	}
	if w.x.State == hearing.Planned || w.x.State == hearing.Open {
		return amiss("", "hall.wrong.not_ended")
	}
	_, err := r.deps.Hall.Publish(c.Request().Context(), w.x.ID, since)
	return err
}
