package paper

// canvas is what pages are drawn on, black on white, in millimetres from the top left
// corner: a PDF's page, or an SVG.
type canvas interface {
	line(x1, y1, x2, y2, strength float64)
	dashes(x1, y1, x2, y2, strength float64)
	box(x, y, w, h, strength float64)
	circle(x, y, radius, strength float64)
	// black fills rectangles.
	black(all []area)
	lozenge(x, y, rx, ry float64)
	// text draws words that the font has, from (x, y) on their baseline.
	text(x, y float64, words string, s style) error
}

// area is a rectangle.
type area struct{ x, y, w, h float64 }

// The strength of lines, in millimetres.
const (
	thin   = 0.2
	medium = 0.35
	heavy  = 0.7
)

// drawing draws pieces.
type drawing struct {
	canvas
	faces faces
	codes map[string][][]bool // that were drawn: every copy of a form has the same
}

func newDrawing(c canvas, f faces) *drawing {
	return &drawing{canvas: c, faces: f, codes: map[string][][]bool{}}
}

// page draws the pieces of a page.
func (d *drawing) page(p *page) error {
	clear(d.codes)
	for i := range p.pieces {
		if err := d.piece(&p.pieces[i]); err != nil {
			return err
		}
	}
	return nil
}

func (d *drawing) piece(p *piece) error {
	switch p.shape {
	case words:
		return d.text(p.x, p.y, d.faces.clean(p.text), p.style)
	case square, cell, frame:
		d.box(p.x, p.y, p.w, p.h, medium)
	case panel:
		d.box(p.x, p.y, p.w, p.h, heavy)
	case circle:
		d.circle(p.x+p.w/2, p.y+p.h/2, p.w/2, medium)
	case blank, rule:
		d.line(p.x, p.y, p.x+p.w, p.y+p.h, thin)
	case cut:
		d.dashes(p.x, p.y, p.x+p.w, p.y+p.h, thin)
	case ornament:
		d.ornament(p)
	case pixels:
		return d.pixels(p)
	}
	return nil
}

// pixels draws a QR code as runs of black modules.
func (d *drawing) pixels(p *piece) error {
	code := d.codes[p.text]
	if code == nil {
		var err error
		if code, err = modules(p.text); err != nil {
			return err
		}
		d.codes[p.text] = code
	}
	size := p.w / float64(len(code))
	var runs []area
	for y, row := range code {
		for x := 0; x < len(row); x++ {
			run := 0
			for x+run < len(row) && row[x+run] {
				run++
			}
			if run > 0 {
				runs = append(runs, area{p.x + float64(x)*size, p.y + float64(y)*size, float64(run) * size, size})
				x += run
			}
		}
	}
	d.black(runs)
	return nil
}

// ornament is a border in the manner of a felt carpet: a zigzag between two lines,
// with a lozenge in each hollow.
func (d *drawing) ornament(p *piece) {
	const tile = 2.5 // times its height
	n := max(1, int(p.w/(tile*p.h)))
	step := p.w / float64(n)
	d.line(p.x, p.y, p.x+p.w, p.y, thin)
	d.line(p.x, p.y+p.h, p.x+p.w, p.y+p.h, thin)
	for i := range n {
		x := p.x + float64(i)*step
		peak, low, high := x+step/2, p.y+p.h, p.y
		d.line(x, low, peak, high, thin)
		d.line(peak, high, x+step, low, thin)
		d.lozenge(peak, p.y+p.h*0.66, step*0.13, p.h*0.22)
	}
}
