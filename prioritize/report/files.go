package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/analysis"
	"ashar/survey/access"
	"ashar/survey/locale"
)

// format is one form in which the report can be taken along.
type format struct {
	id          string // the words are "reporting.format.<id>"
	file        string // the last part of the path
	contentType string
	inline      bool // it is read in the browser
	write       func(*analysis.Document, io.Writer, locale.Speaker) error
}

// formats are in the order in which they are offered.
func formats() []format {
	return []format{
		{
			id: "docx", file: "analysis.docx", write: (*analysis.Document).WriteDOCX,
			contentType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		},
		{
			id: "xlsx", file: "analysis.xlsx", write: (*analysis.Document).WriteXLSX,
			contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		},
		{id: "csv", file: "analysis.zip", contentType: "application/zip", write: writeZip},
		{id: "json", file: "analysis.json", contentType: echo.MIMEApplicationJSON, write: writeJSON},
		{id: "html", file: "analysis.html", contentType: echo.MIMETextHTMLCharsetUTF8, inline: true, write: (*analysis.Document).WriteHTML},
	}
}

func writeJSON(d *analysis.Document, w io.Writer, _ locale.Speaker) error { return d.WriteJSON(w) }

// The names of what an address says. The report's language is not that of the page: somebody who reads Kyrgyz may have
// to hand in a report in Russian.
const (
	inTemplate = "template"
	inLanguage = "lang" // of a file
	inReport   = "in"   // of the report that the page shows
)

// filePath is the address of a file.
func filePath(campaign, file, template, lang string) string {
	return Path(campaign) + "/" + file + "?" + url.Values{inTemplate: {template}, inLanguage: {lang}}.Encode()
}

// document makes the report that a request asks for.
func (r *Room) document(c echo.Context, w *at) (analysis.Input, analysis.Document, error) {
	in, err := r.deps.Drafts.Input(c.Request().Context(), w.campaign.ID, c.QueryParam(inTemplate))
	if err != nil {
		return in, analysis.Document{}, fmt.Errorf("report: %w", err)
	}
	doc, err := analysis.New(in)
	if err != nil {
		return in, doc, fmt.Errorf("report: %w", err)
	}
	return in, doc, nil
}

// file sends the report in a format. It is written in full before anything is sent, so that no half of it arrives, and
// the audit trail is told who took it.
func (r *Room) file(f format) echo.HandlerFunc {
	return func(c echo.Context) error {
		if lang := c.QueryParam(inLanguage); slices.Contains(r.deps.Words.Languages(), lang) {
			r.deps.Pages.Speak(c, lang) // without the browser remembering it
		}
		w, err := r.find(c)
		if err != nil {
			return err
		}
		_, doc, err := r.document(c, &w)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		s := r.deps.Pages.Speaker(c)
		if err := f.write(&doc, &out, s); err != nil {
			return fmt.Errorf("report: %s of %s: %w", f.file, w.campaign.ID, err)
		}
		if c.Request().Method != http.MethodHead {
			if err := r.tell(c, &w, access.ExportResults, "campaign/"+w.campaign.ID, fmt.Sprintf("report given, %s, %s, %s", f.id, doc.Template.ID, s.Lang())); err != nil {
				return err
			}
		}
		h := c.Response().Header()
		h.Set("Cache-Control", "no-store")
		if f.inline {
			h.Set("Content-Security-Policy", inlinePolicy())
			return r.deps.Pages.Send(c, http.StatusOK, f.contentType, out.Bytes())
		}
		h.Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", w.campaign.ID+"-"+f.file))
		return c.Blob(http.StatusOK, f.contentType, out.Bytes())
	}
}

// inlinePolicy lets a report that is read in the browser have its own style, and nothing else.
func inlinePolicy() string {
	return "default-src 'none'; style-src " + analysis.StyleSource() + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// writeZip writes the tables into one archive.
func writeZip(d *analysis.Document, w io.Writer, s locale.Speaker) error {
	archive := zip.NewWriter(w)
	create := func(name string) (io.WriteCloser, error) {
		f, err := archive.Create(name)
		return notClosed{f}, err
	}
	if err := d.WriteCSV(create, s); err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}

// notClosed is a file of an archive, which is closed with the archive.
type notClosed struct{ io.Writer }

// Close does nothing.
func (notClosed) Close() error { return nil }
