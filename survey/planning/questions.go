package planning

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// questionsView is the page on which a campaign is given another questionnaire.
type questionsView struct {
	page.Page
	Plan, Workbook string
	Name           string // of the questionnaire that it asks
	Version        string
	Draft          bool // it may be any questionnaire
	Rev            int64
	Builtins       []choice
	File           bool
	Faults         []fault
}

func (p *Planner) questionsPage(c echo.Context, k *survey.Campaign, m *survey.Municipality, from string) (questionsView, error) {
	q, err := p.deps.Places.Questionnaire(c.Request().Context(), k.Questionnaire)
	if err != nil {
		return questionsView{}, err
	}
	v := questionsView{
		Page: p.page(c, m, "plan.questions"), Plan: PlanPath(k.ID), Workbook: below(k.ID, "questionnaire.xlsx"), Version: q.Version,
		Draft: k.Status == survey.StatusDraft, Rev: k.Rev, File: from == fromFile,
	}
	v.Name = inOr(q.Title, v.Speaker, q.ID)
	if v.Draft {
		v.Builtins = p.builtins(c, from)
	}
	return v, nil
}

// questions shows the page. A campaign that is over leads to its plan: it asks nothing any more.
func (p *Planner) questions(c echo.Context) error {
	k, m, err := p.find(c)
	if err != nil {
		return err
	}
	if k.Over() {
		return c.Redirect(http.StatusSeeOther, PlanPath(k.ID))
	}
	v, err := p.questionsPage(c, &k, &m, fromFile)
	if err != nil {
		return err
	}
	return p.room.Render(c, http.StatusOK, "questions", v)
}

// ask has the campaign ask the questionnaire that the form brings.
func (p *Planner) ask(c echo.Context) error {
	k, m, err := p.find(c)
	if err != nil {
		return err
	}
	from := c.FormValue("from")
	v, err := p.questionsPage(c, &k, &m, from)
	if err != nil {
		return err
	}
	var q *survey.Questionnaire
	if from == fromFile || k.Status != survey.StatusDraft {
		q, err = uploaded(c)
	} else if q = p.builtin(from); q == nil {
		err = errNoFile
	}
	if err == nil && c.FormValue("rev") != strconv.FormatInt(k.Rev, 10) {
		err = survey.ErrConflict
	}
	if err == nil {
		by, _ := page.AccountOf(c)
		_, err = p.deps.Steward.Ask(c.Request().Context(), p.deps.Now(), by, k, q)
	}
	mistake, ok := unaskable(v.Speaker, err)
	switch {
	case err == nil:
		return c.Redirect(http.StatusSeeOther, PlanPath(k.ID))
	case ok:
		v.Mistakes, v.Faults = []page.Mistake{mistake}, faults(v.Speaker, err)
	case conflict(err):
		v.Mistakes = []page.Mistake{{Text: v.T("plan.changed_meanwhile_file")}}
	case errors.Is(err, survey.ErrClosed):
		v.Mistakes = []page.Mistake{{Text: v.T("plan.over")}}
	case errors.Is(err, survey.ErrInvalid) && !v.Draft:
		v.Mistakes = []page.Mistake{{Field: fileField, Text: v.T("plan.file.another")}}
	default:
		return err
	}
	return p.room.Render(c, http.StatusUnprocessableEntity, "questions", v)
}
