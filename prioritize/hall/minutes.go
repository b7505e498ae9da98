package hall

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/prioritize/minutes"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// minutesView is the page of the minutes.
type minutesView struct {
	top
	Written template.HTML
	Files   []page.Link // Word documents
	Lacks   []page.Link // what they need before they are signed, and where it is written
	Signed  bool
	May     bool // they can be signed by who looks
}

// document makes the minutes.
func (r *Room) document(c echo.Context, w *at) (*minutes.Document, error) {
	a, err := r.deps.Hall.Attendance(c.Request().Context(), w.x.ID)
	if err != nil {
		return nil, err
	}
	return minutes.New(minutes.Input{
		Hearing: &w.x, Attendance: a, Municipality: &w.m, Survey: w.k.Title, Made: r.deps.Now(), Zone: r.deps.Zone,
	})
}

// minutesPage makes the page.
func (r *Room) minutesPage(c echo.Context, w *at) (minutesView, error) {
	v := minutesView{top: r.top(c, w, "hall.minutes"), Signed: w.x.State == hearing.Signed}
	d, err := r.document(c, w)
	if err != nil {
		return v, err
	}
	if v.Written, err = d.HTML(v.Speaker); err != nil {
		return v, err
	}
	for _, lang := range []string{locale.Kyrgyz, locale.Russian} {
		v.Files = append(v.Files, page.Link{Href: w.home() + "/minutes.docx?lang=" + lang, Text: v.T("hall.minutes_word", "Language", locale.Name(lang))})
	}
	lack := func(missing bool, words, where string) {
		if missing && !v.Signed {
			v.Lacks = append(v.Lacks, page.Link{Href: w.home() + where, Text: v.T(words)})
		}
	}
	lack(w.x.State == hearing.Planned || w.x.State == hearing.Open, "hall.wrong.not_ended", "")
	lack(w.x.Number == "", "hall.lacks.number", "/plan#number")
	lack(w.x.Chair == "", "hall.lacks.chair", "/plan#chair")
	lack(w.x.Secretary == "", "hall.lacks.secretary", "/plan#secretary")
	lack(len(w.x.Decisions) == 0, "hall.lacks.decision", "/floor#decision")
	v.May = v.Decides && !v.Signed && len(v.Lacks) == 0
	return v, nil
}

// minutes shows them.
func (r *Room) minutes(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	v, err := r.minutesPage(c, &w)
	if err != nil {
		return err
	}
	return r.room.Render(c, http.StatusOK, "minutes", v)
}

// minutesDOCX are the minutes as a Word document, in Kyrgyz or Russian.
func (r *Room) minutesDOCX(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	lang := c.QueryParam("lang")
	if !slices.Contains([]string{locale.Kyrgyz, locale.Russian}, lang) {
		lang = locale.Kyrgyz
	}
	d, err := r.document(c, &w)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := d.WriteDOCX(&file, r.deps.Words.For(lang)); err != nil {
		return fmt.Errorf("hall: minutes: %w", err)
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, fmt.Sprintf(`attachment; filename="protokol-%s-%s.docx"`, w.x.Planned.In(r.deps.Zone).Format("2006-01-02"), lang))
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", file.Bytes())
}

// sign says that the minutes are signed on paper: nothing changes any more.
func (r *Room) sign(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if _, err = r.deps.Hall.Settle(ctx, w.x.ID); err == nil {
		_, err = r.deps.Hall.Change(ctx, w.x.ID, func(x *hearing.Hearing) error { return x.Sign() })
	}
	switch {
	case errors.Is(err, survey.ErrClosed), errors.Is(err, survey.ErrExists): // the second tap
	case errors.Is(err, survey.ErrInvalid):
		v, failed := r.minutesPage(c, &w)
		if failed != nil {
			return failed
		}
		for _, l := range v.Lacks {
			v.Mistakes = append(v.Mistakes, page.Mistake{Text: l.Text})
		}
		return r.room.Render(c, status(err), "minutes", v)
	case err != nil:
		return err
	default:
		if err := r.tell(c, &w, access.DecideResults, "minutes signed"); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, w.home()+"/minutes")
}
