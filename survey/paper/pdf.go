package paper

import (
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"ashar/survey"
)

// about is what a PDF says of itself.
type about struct {
	title, language string
	day             time.Time
	size            sheetSize
}

// epoch is the day of what has none, so that it is the same whenever it is made.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// document dates a form by its questionnaire's version.
func document(q *survey.Questionnaire, o Options) about {
	day := epoch
	if len(q.Version) >= len("20060102") {
		if t, err := time.Parse("20060102", q.Version[:len("20060102")]); err == nil {
			day = t
		}
	}
	return about{title: q.Say(q.Title, o.Language), language: o.Language, day: day, size: sizes[A4]}
}

// The names of the fonts inside the PDF.
const (
	family = "dejavu"
	thick  = "B"
)

// pdf is a canvas for pages of a PDF, with its fonts inside, as far as they are used.
type pdf struct {
	*fpdf.Fpdf
	style style // the one set
}

func newPDF(f faces, a about) *pdf {
	p := &pdf{Fpdf: fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "mm", Size: fpdf.SizeType{Wd: a.size.width, Ht: a.size.height}})}
	p.SetMargins(0, 0, 0)
	p.SetAutoPageBreak(false, 0)
	p.SetCatalogSort(true)
	p.SetCreationDate(a.day)
	p.SetModificationDate(a.day)
	p.SetTitle(f.cut(a.title, heading, 10*width), true)
	p.SetLang(a.language)
	p.AddUTF8FontFromBytes(family, "", f.regular.file)
	p.AddUTF8FontFromBytes(family, thick, f.bold.file)
	return p
}

// writePDF writes forms of several pages each; with twoSided each begins on the front of a
// sheet.
func writePDF(w io.Writer, forms [][]page, f faces, a about, twoSided bool) error {
	p := newPDF(f, a)
	d := newDrawing(p, f)
	for i, form := range forms {
		for k := range form {
			p.turn()
			if err := d.page(&form[k]); err != nil {
				return err
			}
		}
		if twoSided && len(form)%2 == 1 && i < len(forms)-1 {
			p.turn()
		}
	}
	if err := p.Output(w); err != nil {
		return fmt.Errorf("PDF: %w", err)
	}
	return nil
}

// turn begins a page.
func (p *pdf) turn() {
	p.AddPage()
	p.style = style{}
}

func (p *pdf) line(x1, y1, x2, y2, strength float64) {
	p.SetLineWidth(strength)
	p.Line(x1, y1, x2, y2)
}

func (p *pdf) dashes(x1, y1, x2, y2, strength float64) {
	p.SetDashPattern([]float64{1, 1}, 0)
	p.line(x1, y1, x2, y2, strength)
	p.SetDashPattern(nil, 0)
}

func (p *pdf) box(x, y, w, h, strength float64) {
	p.SetLineWidth(strength)
	p.Rect(x, y, w, h, "D")
}

func (p *pdf) circle(x, y, radius, strength float64) {
	p.SetLineWidth(strength)
	p.Circle(x, y, radius, "D")
}

func (p *pdf) black(all []area) {
	for _, a := range all {
		p.Rect(a.x, a.y, a.w, a.h, "F")
	}
}

func (p *pdf) lozenge(x, y, rx, ry float64) {
	p.Polygon([]fpdf.PointType{{X: x - rx, Y: y}, {X: x, Y: y - ry}, {X: x + rx, Y: y}, {X: x, Y: y + ry}}, "F")
}

func (p *pdf) text(x, y float64, words string, s style) error {
	if s != p.style {
		weight := ""
		if s.bold {
			weight = thick
		}
		p.SetFont(family, weight, s.size)
		p.style = s
	}
	p.Text(x, y, words)
	return nil
}
