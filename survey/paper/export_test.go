package paper

import (
	"fmt"
	"math"
	"strings"

	"golang.org/x/image/font"

	"ashar/survey"
)

// What tests hold the form against, in millimetres.
const (
	Left, Top   = left, top
	Width       = width
	SheetHeight = sheetHeight
	FootAt      = footAt
)

// Piece is a piece of a page as tests see it.
type Piece struct {
	Page       int
	Shape      string
	X, Y, W, H float64
	Text       string
	Size       float64 // of words, in points
}

var shapes = map[shape]string{
	words: "words", square: "square", circle: "circle", cell: "cell", blank: "blank", rule: "rule", cut: "cut", frame: "frame", panel: "panel", pixels: "pixels", ornament: "ornament",
}

// Pieces are what the copy with this index is made of, in the order of reading.
func Pieces(q *survey.Questionnaire, o Options, index int) ([]Piece, error) {
	o, err := checked(q, o)
	if err != nil {
		return nil, err
	}
	f, err := readFaces()
	if err != nil {
		return nil, err
	}
	var all []Piece
	for i, p := range compose(q, o, f, index) {
		for _, p := range p.pieces {
			all = append(all, Piece{i + 1, shapes[p.shape], p.x, p.y, p.w, p.h, p.text, p.style.size})
		}
	}
	return all, nil
}

// PosterPieces are what a poster is made of.
func PosterPieces(size Size, p Poster) ([]Piece, error) {
	f, err := readFaces()
	if err != nil {
		return nil, err
	}
	page, _, err := hang(&p, size, f)
	return seen(page), err
}

// SlipPieces are what a sheet of slips is made of, the first being 0.
func SlipPieces(s Slips, sheet int) ([]Piece, error) {
	f, err := s.faces()
	if err != nil {
		return nil, err
	}
	return seen(s.sheet(sheet, f)), nil
}

func seen(p page) []Piece {
	var all []Piece
	for _, p := range p.pieces {
		all = append(all, Piece{1, shapes[p.shape], p.x, p.y, p.w, p.h, p.text, p.style.size})
	}
	return all
}

// Paper is the width and height of a sheet in millimetres.
func Paper(s Size) (width, height float64) { return sizes[s].width, sizes[s].height }

// SmallLetter is the height of an "x" of the bold font in this size, in millimetres, by
// the font itself.
func SmallLetter(size float64) (float64, error) {
	f, err := readFaces()
	if err != nil {
		return 0, err
	}
	m, err := f.bold.font.Metrics(&f.bold.buffer, f.bold.units, font.HintingNone)
	return math.Abs(float64(m.XHeight)) / float64(f.bold.units) * size * point, err
}

// The size of a slip.
const SlipWidth, SlipHeight, SlipMargin = slipWidth, slipHeight, slipMargin

// Outline writes pieces as text, for goldens: a line for each line.
func Outline(pieces []Piece) string {
	signs := map[string]string{"square": "□", "circle": "○", "cell": "[ ]", "blank": "____", "pixels": "(QR)", "frame": "", "rule": "", "ornament": "~~~~"}
	var b strings.Builder
	page, at := 0, 0.0
	for _, p := range pieces {
		sign, ok := signs[p.Shape]
		if !ok {
			sign = p.Text
		}
		if sign == "" {
			continue
		}
		y := p.Y
		if p.Shape == "square" || p.Shape == "circle" || p.Shape == "cell" {
			y += middle(p.H, plain)
		}
		switch {
		case p.Page != page:
			page = p.Page
			fmt.Fprintf(&b, "\n=== %d\n", page)
		case y-at > 3 || at-y > 3:
			b.WriteString("\n")
		default:
			b.WriteString(" ")
		}
		at = y
		b.WriteString(sign)
	}
	return strings.TrimSpace(b.String()) + "\n"
}

// Only says when a question with these conditions is asked.
func Only(q *survey.Questionnaire, o Options, conditions ...string) string {
	o.Language = o.Words.Lang()
	c := newComposer(q, o, faces{}, 0)
	c.count()
	return c.only(conditions...)
}

// Modules are the rows of a QR code.
var Modules = modules

// Turning are the names of the pairs of a turn.
func Turning(things []survey.Choice, n, turn int) [][2]string {
	var names [][2]string
	for _, p := range turning(things, n, turn) {
		names = append(names, [2]string{p[0].Name, p[1].Name})
	}
	return names
}

// Bounds are what a constraint lets in.
var Bounds = bounds

// Fonts are the files of the fonts, and the widths that the form reckons with, in
// thousandths of an em; 0 for a letter that the font does not have.
func Fonts() (files map[string][]byte, widths map[string]func(rune) int, err error) {
	f, err := readFaces()
	if err != nil {
		return nil, nil, err
	}
	of := func(f *face) func(rune) int {
		return func(r rune) int {
			if f.glyph(r) == 0 {
				return 0
			}
			return int(f.width(string(r))*1000 + 0.5)
		}
	}
	return map[string][]byte{"": f.regular.file, "B": f.bold.file}, map[string]func(rune) int{"": of(f.regular), "B": of(f.bold)}, nil
}

// Wrap breaks text into lines of plain words.
func Wrap(text string, width float64) ([]string, error) {
	f, err := readFaces()
	return f.wrap(text, plain, width), err
}
