package paper

import (
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"

	"golang.org/x/image/font/sfnt"
)

// svg is a canvas for one page as an SVG. Its letters are drawn as outlines, so that it
// prints alike wherever it is opened, be there fonts or none.
type svg struct {
	b     strings.Builder
	faces faces
}

// writeSVG writes a page.
func writeSVG(w io.Writer, p *page, f faces, a about) error {
	s := &svg{faces: f}
	fmt.Fprintf(&s.b, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]gmm" height="%[2]gmm" viewBox="0 0 %[1]g %[2]g" lang="%[3]s" role="img">`,
		a.size.width, a.size.height, html.EscapeString(a.language))
	fmt.Fprintf(&s.b, `<title>%s</title><path fill="#fff" d="M0 0h%gv%gH0z"/>`, html.EscapeString(f.clean(a.title)), a.size.width, a.size.height)
	if err := newDrawing(s, f).page(p); err != nil {
		return err
	}
	s.b.WriteString("</svg>\n")
	if _, err := io.WriteString(w, s.b.String()); err != nil {
		return fmt.Errorf("SVG: %w", err)
	}
	return nil
}

func (s *svg) line(x1, y1, x2, y2, strength float64) { s.stroke(x1, y1, x2, y2, strength, "") }

func (s *svg) dashes(x1, y1, x2, y2, strength float64) {
	s.stroke(x1, y1, x2, y2, strength, ` stroke-dasharray="1"`)
}

func (s *svg) stroke(x1, y1, x2, y2, strength float64, how string) {
	fmt.Fprintf(&s.b, `<path stroke="#000" stroke-width="%s"%s d="M%s %sL%s %s"/>`, mm(strength), how, mm(x1), mm(y1), mm(x2), mm(y2))
}

func (s *svg) box(x, y, w, h, strength float64) {
	fmt.Fprintf(&s.b, `<rect fill="none" stroke="#000" stroke-width="%s" x="%s" y="%s" width="%s" height="%s"/>`, mm(strength), mm(x), mm(y), mm(w), mm(h))
}

func (s *svg) circle(x, y, radius, strength float64) {
	fmt.Fprintf(&s.b, `<circle fill="none" stroke="#000" stroke-width="%s" cx="%s" cy="%s" r="%s"/>`, mm(strength), mm(x), mm(y), mm(radius))
}

func (s *svg) black(all []area) {
	s.b.WriteString(`<path shape-rendering="crispEdges" d="`)
	for _, a := range all {
		fmt.Fprintf(&s.b, "M%s %sh%sv%sH%sz", mm(a.x), mm(a.y), mm(a.w), mm(a.h), mm(a.x))
	}
	s.b.WriteString(`"/>`)
}

func (s *svg) lozenge(x, y, rx, ry float64) {
	fmt.Fprintf(&s.b, `<path d="M%s %sL%s %sL%s %sL%s %sz"/>`, mm(x-rx), mm(y), mm(x), mm(y-ry), mm(x+rx), mm(y), mm(x), mm(y+ry))
}

func (s *svg) text(x, y float64, words string, st style) error {
	face := s.faces.of(st)
	fmt.Fprintf(&s.b, `<path transform="translate(%s %s)scale(%.6f)" d="`, mm(x), mm(y), st.size*point/float64(face.units))
	at := 0
	for _, r := range words {
		segments, err := face.outline(r)
		if err != nil {
			return err
		}
		s.contours(segments, at)
		at += face.advance(r)
	}
	s.b.WriteString(`"/>`)
	return nil
}

// contours writes a letter's outline, in units of the font, moved to the right by at.
func (s *svg) contours(segments sfnt.Segments, at int) {
	open := false
	for _, c := range segments {
		point := func(i int) string { return fmt.Sprintf("%d %d", int(c.Args[i].X)+at, int(c.Args[i].Y)) }
		switch c.Op {
		case sfnt.SegmentOpMoveTo:
			if open {
				s.b.WriteByte('z')
			}
			open = true
			s.b.WriteString("M" + point(0))
		case sfnt.SegmentOpLineTo:
			s.b.WriteString("L" + point(0))
		case sfnt.SegmentOpQuadTo:
			s.b.WriteString("Q" + point(0) + " " + point(1))
		case sfnt.SegmentOpCubeTo:
			s.b.WriteString("C" + point(0) + " " + point(1) + " " + point(2))
		}
	}
	if open {
		s.b.WriteByte('z')
	}
}

// mm writes millimetres to the thousandth.
func mm(v float64) string { return strconv.FormatFloat(roundTo(v), 'f', -1, 64) }

func roundTo(v float64) float64 {
	const thousandth = 1000
	if v < 0 {
		return -roundTo(-v)
	}
	return float64(int(v*thousandth+0.5)) / thousandth
}
