package answers

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/dataset"
	"ashar/survey/page"
)

// give streams the file that was chosen, and tells the audit trail before.
func (r *Room) give(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	format, shape, err := chosen(c, &w)
	if err != nil {
		return err
	}
	shape.Zone = r.deps.Zone
	layout := dataset.New(r.deps.Pages.Speaker(c), w.versions, &w.m, shape)
	by, _ := page.AccountOf(c)
	ctx := c.Request().Context()
	if _, err := r.trail.Write(ctx, r.deps.Now(), by, access.Deed{
		Municipality: w.k.Municipality, Action: access.ExportResults, Subject: "campaign/" + w.k.ID, After: "answers given, " + layout.Told(format),
	}); err != nil {
		return fmt.Errorf("answers: %w", err)
	}
	out := &file{c: c, media: format.MediaType(), name: w.k.ID + "-answers" + format.Extension()}
	if err := layout.Write(out, format, r.deps.Responses.Responses(ctx, w.k.ID)); err != nil {
		if out.begun {
			r.deps.Log.ErrorContext(ctx, "a file of answers ended early", "campaign", w.k.ID, "error", err)
			panic(http.ErrAbortHandler) // so that nobody takes what arrived for whole
		}
		return fmt.Errorf("answers: %w", err)
	}
	return nil
}

// chosen reads the form; what it does not offer is a survey.ErrInvalid.
func chosen(c echo.Context, w *at) (dataset.Format, dataset.Shape, error) {
	shape := dataset.Shape{Choices: dataset.Choices(c.FormValue("choices")), NoWords: c.FormValue("words") != "yes", Labels: c.FormValue("values")}
	format := dataset.Format(c.FormValue("format"))
	if format == excel {
		format, shape.Excel = dataset.CSV, true
	}
	if shape.Labels == codes {
		shape.Labels = ""
	}
	if !format.Valid() || !slices.Contains(dataset.Ways(), shape.Choices) || shape.Labels != "" && !slices.Contains(w.languages(), shape.Labels) {
		return "", shape, fmt.Errorf("answers: the form does not offer that: %w", survey.ErrInvalid)
	}
	return format, shape, nil
}

// file is what the browser gets. Nothing is sent before the first of it is written: until then a page can still say what
// went wrong.
type file struct {
	c           echo.Context
	media, name string
	begun       bool
}

// Write sends a part.
func (f *file) Write(p []byte) (int, error) {
	if !f.begun {
		f.begun = true
		h := f.c.Response().Header()
		h.Set(echo.HeaderContentType, f.media)
		h.Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", f.name))
		h.Set("Cache-Control", "no-store")
		f.c.Response().WriteHeader(http.StatusOK)
	}
	return f.c.Response().Write(p)
}
