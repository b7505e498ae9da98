package planning

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// previewView shows the residents' pages in frames of a phone's size, one for each language.
type previewView struct {
	page.Page
	Plan   string
	Name   string
	Phones []phone
	Ticket string // what is left out: that a code is asked for; "" where none is
}

// phone is one frame.
type phone struct{ Lang, Name, Path string }

// previewCode stands in the addresses of a preview where a door's code does.
const previewCode = "PREVEW"

// preview shows the frames.
func (p *Planner) preview(c echo.Context) error {
	k, m, err := p.find(c)
	if err != nil {
		return err
	}
	q, err := p.deps.Places.Questionnaire(c.Request().Context(), k.Questionnaire)
	if err != nil {
		return fmt.Errorf("planning: questionnaire: %w", err)
	}
	v := previewView{Page: p.page(c, &m, "plan.preview"), Plan: PlanPath(k.ID)}
	v.Name = k.Title.In(v.Lang())
	for _, l := range q.Offered(k.Languages).Languages {
		v.Phones = append(v.Phones, phone{l, locale.Name(l), below(k.ID, "phone") + "/" + previewCode + "?lang=" + l})
	}
	if k.Admission != survey.AdmitsAnyone {
		v.Ticket = v.T("plan.preview_ticket")
	}
	return p.room.Render(c, http.StatusOK, "preview", v)
}

// Stage is what stands behind the residents' pages of a request to PhonePath: the campaign that its path names, in its
// municipality's first village.
func (p *Planner) Stage(c echo.Context) (survey.Entrance, error) {
	k, m, err := p.find(c)
	if err != nil {
		return survey.Entrance{}, err
	}
	q, err := p.deps.Places.Questionnaire(c.Request().Context(), k.Questionnaire)
	if err != nil {
		return survey.Entrance{}, fmt.Errorf("planning: questionnaire: %w", err)
	}
	e := survey.Entrance{Door: survey.Door{Campaign: k.ID, Municipality: m.ID}, Campaign: k, Questionnaire: q}
	if len(m.Villages) > 0 {
		e.Door.Village = m.Villages[0].ID
	}
	return e, nil
}
