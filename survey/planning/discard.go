package planning

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// discardPage asks whether a draft is to be discarded.
func (p *Planner) discardPage(c echo.Context) error {
	k, m, err := p.find(c)
	if err != nil {
		return err
	}
	return p.room.Render(c, http.StatusOK, "step", p.discardView(c, &k, &m))
}

func (p *Planner) discardView(c echo.Context, k *survey.Campaign, m *survey.Municipality) stepView {
	v := stepView{Page: p.page(c, m, "plan.discard"), Plan: PlanPath(k.ID), Action: below(k.ID, "discard"), Rev: k.Rev}
	v.Name, v.Stages = k.Title.In(v.Lang()), stages(v.Speaker, k)
	if k.Status != survey.StatusDraft {
		v.Mistakes = []page.Mistake{{Text: v.T("plan.discard_late")}}
		return v
	}
	v.Do, v.Never = v.T("plan.discard_do"), v.T("plan.discard_never")
	v.Will = []string{v.T("plan.discard_will"), v.T("plan.discard_stays")}
	return v
}

// discard removes a draft, if it is still as it was shown.
func (p *Planner) discard(c echo.Context) error {
	k, m, err := p.find(c)
	if err != nil {
		return err
	}
	by, _ := page.AccountOf(c)
	why := survey.ErrConflict
	if c.FormValue("rev") == strconv.FormatInt(k.Rev, 10) {
		if why = p.deps.Steward.Discard(c.Request().Context(), p.deps.Now(), by, k); why == nil {
			return c.Redirect(http.StatusSeeOther, desk)
		}
	}
	if !conflict(why) && !errors.Is(why, survey.ErrInvalid) {
		return why
	}
	if k, m, err = p.find(c); err != nil {
		return err
	}
	v := p.discardView(c, &k, &m)
	if len(v.Mistakes) == 0 {
		v.Mistakes = []page.Mistake{{Text: v.T("plan.changed_meanwhile_step")}}
	}
	return p.room.Render(c, http.StatusConflict, "step", v)
}
