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
	twoSided        bool
}

// epoch is the day of a form whose version is no day.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// document dates the PDF by the questionnaire's version, so that it is the same
// whenever it is made.
func document(q *survey.Questionnaire, o Options) about {
	day := epoch
	if len(q.Version) >= len("20060102") {
		if t, err := time.Parse("20060102", q.Version[:len("20060102")]); err == nil {
			day = t
		}
	}
	return about{title: q.Say(q.Title, o.Language), language: o.Language, day: day, twoSided: o.TwoSided}
}

// The names of the fonts inside the PDF.
const (
	family = "dejavu"
	thick  = "B"
)

// drawing draws pages.
type drawing struct {
	pdf   *fpdf.Fpdf
	faces faces
	style style // the one set
	code  [][]bool
}

func draw(w io.Writer, forms [][]page, f faces, a about) error {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(a.day)
	pdf.SetModificationDate(a.day)
	pdf.SetTitle(f.cut(a.title, heading, 10*width), true)
	pdf.SetLang(a.language)
	pdf.AddUTF8FontFromBytes(family, "", f.regular.file)
	pdf.AddUTF8FontFromBytes(family, thick, f.bold.file)
	d := &drawing{pdf: pdf, faces: f}
	for i, form := range forms {
		for k := range form {
			pdf.AddPage()
			d.style = style{}
			for _, p := range form[k].pieces {
				if err := d.piece(&p); err != nil {
					return err
				}
			}
		}
		if a.twoSided && len(form)%2 == 1 && i < len(forms)-1 {
			pdf.AddPage()
		}
	}
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("PDF: %w", err)
	}
	return nil
}

// The strength of lines, in millimetres.
const (
	thin   = 0.2
	medium = 0.35
)

func (d *drawing) piece(p *piece) error {
	switch p.shape {
	case words:
		d.words(p)
	case square, cell, frame:
		d.pdf.SetLineWidth(medium)
		d.pdf.Rect(p.x, p.y, p.w, p.h, "D")
	case circle:
		d.pdf.SetLineWidth(medium)
		d.pdf.Circle(p.x+p.w/2, p.y+p.h/2, p.w/2, "D")
	case blank:
		d.pdf.SetLineWidth(thin)
		d.pdf.Line(p.x, p.y, p.x+p.w, p.y)
	case rule:
		d.pdf.SetLineWidth(thin)
		d.pdf.Line(p.x, p.y, p.x+p.w, p.y)
	case ornament:
		d.ornament(p)
	case pixels:
		return d.pixels(p)
	}
	return nil
}

func (d *drawing) words(p *piece) {
	if p.style != d.style {
		weight := ""
		if p.style.bold {
			weight = thick
		}
		d.pdf.SetFont(family, weight, p.style.size)
		d.style = p.style
	}
	d.pdf.Text(p.x, p.y, d.faces.clean(p.text))
}

// pixels draws the QR code as runs of black modules.
func (d *drawing) pixels(p *piece) error {
	if d.code == nil { // every copy has the same
		var err error
		if d.code, err = modules(p.text); err != nil {
			return err
		}
	}
	size := p.w / float64(len(d.code))
	for y, row := range d.code {
		for x := 0; x < len(row); x++ {
			run := 0
			for x+run < len(row) && row[x+run] {
				run++
			}
			if run > 0 {
				d.pdf.Rect(p.x+float64(x)*size, p.y+float64(y)*size, float64(run)*size, size, "F")
				x += run
			}
		}
	}
	return nil
}

// ornament is a border in the manner of a felt carpet: a zigzag between two lines,
// with a lozenge in each hollow.
func (d *drawing) ornament(p *piece) {
	const tile = 6.5
	n := int(p.w / tile)
	step := p.w / float64(n)
	d.pdf.SetLineWidth(thin)
	d.pdf.Line(p.x, p.y, p.x+p.w, p.y)
	d.pdf.Line(p.x, p.y+p.h, p.x+p.w, p.y+p.h)
	for i := range n {
		x := p.x + float64(i)*step
		peak, low, high := x+step/2, p.y+p.h, p.y
		d.pdf.Line(x, low, peak, high)
		d.pdf.Line(peak, high, x+step, low)
		centre, rx, ry := p.y+p.h*0.66, step*0.13, p.h*0.22
		d.pdf.Polygon([]fpdf.PointType{{X: peak - rx, Y: centre}, {X: peak, Y: centre - ry}, {X: peak + rx, Y: centre}, {X: peak, Y: centre + ry}}, "F")
	}
}
