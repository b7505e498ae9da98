package board

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/analysis"
	"ashar/survey/locale"
)

// format is one form in which the situation analysis can be taken along.
type format struct {
	file        string // the last part of the path
	words       string // the id of what it is called
	contentType string
	write       func(io.Writer, *analysis.Document, locale.Speaker) error
}

// formats are in the order in which they are offered.
var formats = []format{
	{
		file: "analysis.xlsx", words: "board.files.xlsx",
		contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		write:       func(w io.Writer, d *analysis.Document, s locale.Speaker) error { return d.WriteXLSX(w, s) },
	},
	{
		file: "analysis.zip", words: "board.files.csv", contentType: "application/zip", write: writeZip,
	},
	{
		file: "analysis.json", words: "board.files.json", contentType: echo.MIMEApplicationJSON,
		write: func(w io.Writer, d *analysis.Document, _ locale.Speaker) error { return d.WriteJSON(w) },
	},
}

// file sends the situation analysis in a format, in the language of the page. It
// is written in full before anything is sent, so that no half of it arrives.
func (b *Board) file(f format) echo.HandlerFunc {
	return func(c echo.Context) error {
		s, err := b.stand(c)
		if err != nil {
			return err
		}
		doc, err := b.analyse(c, &s)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		if err := f.write(&out, &doc, b.deps.Pages.Speaker(c)); err != nil {
			return fmt.Errorf("board: %s of %s: %w", f.file, s.campaign.ID, err)
		}
		h := c.Response().Header()
		h.Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", s.campaign.ID+"-"+f.file))
		h.Set("Cache-Control", "no-store")
		return c.Blob(http.StatusOK, f.contentType, out.Bytes())
	}
}

// analyse makes the situation analysis of where the campaign stands.
func (b *Board) analyse(c echo.Context, s *standing) (analysis.Document, error) {
	q, err := b.deps.Catalogue.Questionnaire(c.Request().Context(), s.campaign.Questionnaire)
	if err != nil {
		return analysis.Document{}, fmt.Errorf("board: questionnaire: %w", err)
	}
	doc, err := analysis.New(analysis.Input{
		Ranking: s.Ranking, Villages: s.Villages, Whole: s.Whole, Services: s.Services,
		Municipality: &s.municipality, Campaign: s.campaign, Questionnaire: q,
		Targets: s.campaign.TargetsOr(b.deps.Targets), Made: b.deps.Now().In(b.deps.Zone), Version: b.deps.Version,
	})
	if err != nil {
		return analysis.Document{}, fmt.Errorf("board: analysis of %s: %w", s.campaign.ID, err)
	}
	return doc, nil
}

// writeZip writes the CSV files into one archive.
func writeZip(w io.Writer, d *analysis.Document, s locale.Speaker) error {
	archive := zip.NewWriter(w)
	create := func(name string) (io.WriteCloser, error) {
		f, err := archive.Create(name)
		return notClosed{f}, err
	}
	if err := d.WriteCSV(create, s); err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("board: archive: %w", err)
	}
	return nil
}

// notClosed is a file of an archive, which is closed with the archive.
type notClosed struct{ io.Writer }

// Close does nothing.
func (notClosed) Close() error { return nil }
