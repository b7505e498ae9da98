package planning

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
	"ashar/survey/steward"
)

// stepView is the page of a step: what it will do, what cannot be undone, and the button.
type stepView struct {
	page.Page
	Name   string
	Plan   string
	Action string
	Rev    int64
	Stages []stage
	Will   []string // what it does, a sentence each
	Never  string   // what cannot be undone
	Before []string // what is worth looking at first
	Do     string   // the button's words; "" where the step is not to be taken now
	Words  string   // where own words are coded that the step waits for; "" where it waits for none
}

// consider shows the page of a step.
func (p *Planner) consider(step survey.Step) echo.HandlerFunc {
	return func(c echo.Context) error {
		k, m, err := p.find(c)
		if err != nil {
			return err
		}
		v, err := p.stepPage(c, &k, &m, step)
		if err != nil {
			return err
		}
		return p.room.Render(c, http.StatusOK, "step", v)
	}
}

func (p *Planner) stepPage(c echo.Context, k *survey.Campaign, m *survey.Municipality, step survey.Step) (stepView, error) {
	v := stepView{
		Page: p.page(c, m, "plan.do."+string(step)), Plan: PlanPath(k.ID), Action: below(k.ID, string(step)), Rev: k.Rev,
	}
	v.Name, v.Stages = k.Title.In(v.Lang()), stages(v.Speaker, k)
	if k.Next() != step {
		v.Mistakes = []page.Mistake{{Text: wrongStep(v.Speaker, k)}}
		return v, nil
	}
	v.Do, v.Never = v.T("plan.do."+string(step)), v.T("plan.never."+string(step))
	var err error
	if v.Will, v.Before, err = p.will(c, v.Speaker, k, m, step); err != nil {
		return v, err
	}
	return v, p.waits(c, &v, k, step)
}

// waits says on a step's page that it waits for own words, or that some are not coded.
func (p *Planner) waits(c echo.Context, v *stepView, k *survey.Campaign, step survey.Step) error {
	if k.Status != survey.StatusClosed || step != survey.Freezes && step != survey.Publishes {
		return nil
	}
	left, err := p.deps.Words.Left(c.Request().Context(), k)
	if err != nil {
		return err
	}
	if left.Wishes > 0 {
		v.Before = append(v.Before, v.N("plan.before.wishes", left.Wishes))
	}
	if left.Other > 0 {
		v.Mistakes, v.Do = []page.Mistake{{Text: v.N("plan.uncoded", left.Other)}}, ""
	}
	if left.Other > 0 || left.Wishes > 0 {
		v.Words = WordsPath(k.ID)
	}
	return nil
}

// wrongStep says which step is to be taken instead.
func wrongStep(s locale.Speaker, k *survey.Campaign) string {
	status := s.T("plan.status." + string(k.Status))
	if next := k.Next(); next != "" {
		return s.T("plan.wrong_step", "Status", status, "Next", s.T("plan.do."+string(next)))
	}
	return s.T("plan.wrong_step_last", "Status", status)
}

// will says what a step does, and what to look at before.
func (p *Planner) will(c echo.Context, s locale.Speaker, k *survey.Campaign, m *survey.Municipality, step survey.Step) (will, before []string, err error) {
	ctx := c.Request().Context()
	answers, villages, err := p.countAnswers(ctx, k)
	if err != nil {
		return nil, nil, err
	}
	say := func(id string, args ...any) { will = append(will, s.T("plan.will."+id, args...)) }
	switch step {
	case survey.Opens:
		q, err := p.deps.Places.Questionnaire(ctx, k.Questionnaire)
		if err != nil {
			return nil, nil, fmt.Errorf("planning: questionnaire: %w", err)
		}
		now, err := p.deps.Places.Municipality(ctx, m.ID) // m is as the draft's first day knows it
		if err != nil {
			return nil, nil, fmt.Errorf("planning: municipality: %w", err)
		}
		will = append(will, s.N("plan.will.doors", len(now.Current(p.deps.Now()))))
		if k.Opens.After(p.deps.Now()) {
			say("takes_from", "First", s.Date(k.Opens.In(p.deps.Zone)))
		} else {
			say("takes_now")
		}
		if k.Closes.IsZero() {
			say("takes_until_closed")
		} else {
			say("takes_until", "Last", s.Date(k.Closes.Add(-time.Nanosecond).In(p.deps.Zone)))
		}
		say("asks", "Title", q.Say(q.Title, s.Lang()), "Languages", languagesIn(k, q))
		say("admits_" + word(string(k.Admission), "anyone"))
		say("changes")
		if len(q.Notices()) > 0 {
			before = append(before, s.N("plan.before.notices", len(q.Notices())))
		}
		if k.Keep.IsZero() {
			before = append(before, s.T("plan.before.keep"))
		}
		if longer(k, p.deps.Now()) {
			before = append(before, s.T("plan.before.keep_long", "Day", s.Date(k.Keep)))
		}
		before = append(before, s.T("plan.before.preview"))
	case survey.Closes:
		will = append(will, s.N("plan.will.closes", answers))
		say("unsent")
		say("doors_closed")
		if k.Admission == survey.AdmitsSlips {
			say("sealed")
		} else {
			say("late")
		}
		if now := p.deps.Now(); k.Closes.After(now) {
			before = append(before, s.T("plan.before.last_day", "Last", s.Date(k.Closes.Add(-time.Nanosecond).In(p.deps.Zone))))
		}
	case survey.Freezes:
		will = append(will, s.N("plan.will.freezes", answers))
		say("no_late")
		say("tally")
		say("withdrawn")
		before = append(before, s.T("plan.before.late"), s.T("plan.before.odd"))
	case survey.Publishes:
		will = append(will, s.N("plan.will.pages", villages))
		told := 0
		a := survey.NewAnnouncement(k, survey.ResultsPublished, p.deps.Now())
		for _, err := range p.deps.Campaigns.Untold(ctx, a, 0) {
			if err != nil {
				return nil, nil, fmt.Errorf("planning: subscribers of %s: %w", k.ID, err)
			}
			told++
		}
		will = append(will, s.N("plan.will.told", told))
		say("bot")
		say("few")
		before = append(before, s.T("plan.before.hearing"))
	}
	return will, before, nil
}

// take takes a step, if the campaign is still as it was shown.
func (p *Planner) take(step survey.Step) echo.HandlerFunc {
	return func(c echo.Context) error {
		k, _, err := p.find(c)
		if err != nil {
			return err
		}
		if c.FormValue("rev") != strconv.FormatInt(k.Rev, 10) {
			return p.refuse(c, step, survey.ErrConflict)
		}
		if err := p.lead(c, k, step); err != nil {
			return p.refuse(c, step, err)
		}
		return c.Redirect(http.StatusSeeOther, PlanPath(k.ID))
	}
}

// lead has the step taken.
func (p *Planner) lead(c echo.Context, k survey.Campaign, step survey.Step) error {
	ctx, now, lead := c.Request().Context(), p.deps.Now(), p.deps.Steward
	by, _ := page.AccountOf(c)
	var err error
	switch step {
	case survey.Opens:
		var q *survey.Questionnaire
		if q, err = p.deps.Places.Questionnaire(ctx, k.Questionnaire); err == nil {
			_, _, err = lead.Open(ctx, now, by, k, q)
		}
	case survey.Closes:
		_, err = lead.Close(ctx, now, by, k)
	case survey.Freezes:
		_, err = lead.Freeze(ctx, now, by, k)
	case survey.Publishes:
		_, _, err = lead.Publish(ctx, now, by, k)
	}
	return err
}

// refuse shows the page of a step anew, of the campaign as it is by now, with why the step was not taken.
func (p *Planner) refuse(c echo.Context, step survey.Step, why error) error {
	k, m, err := p.find(c)
	if err != nil {
		return err
	}
	v, err := p.stepPage(c, &k, &m, step)
	if err != nil {
		return err
	}
	id, status := "", page.StatusOf(why)
	var uncoded *steward.UncodedError
	switch {
	case len(v.Mistakes) > 0: // another step comes next
		status = http.StatusConflict
	case errors.As(why, &uncoded):
		v.Mistakes, v.Do = []page.Mistake{{Text: v.N("plan.uncoded", uncoded.Left)}}, ""
		v.Words, status = WordsPath(k.ID), http.StatusConflict
	case conflict(why):
		id = "plan.changed_meanwhile_step"
	case errors.Is(why, survey.ErrUnavailable):
		id, status = "plan.too_soon", http.StatusConflict
	case errors.Is(why, survey.ErrInvalid):
		id = "plan.opens_invalid"
	default:
		return why
	}
	if id != "" {
		v.Mistakes = []page.Mistake{{Text: v.T(id)}}
	}
	return p.room.Render(c, status, "step", v)
}
