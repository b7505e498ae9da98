package paper

import (
	"fmt"

	"github.com/go-fonts/dejavu/dejavusanscondensed"
	"github.com/go-fonts/dejavu/dejavusanscondensedbold"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is what laying out and drawing need of a TrueType font: which letters it has,
// how wide they are and what they look like. It is not for use by several at once.
type face struct {
	file     []byte
	font     *sfnt.Font
	buffer   sfnt.Buffer
	units    fixed.Int26_6 // per em; given as a size, what comes back is in these
	glyphs   map[rune]sfnt.GlyphIndex
	advances map[rune]int
}

// faces are the two fonts. The condensed cut of DejaVu Sans is about as wide as other
// fonts are, with the tall letters that old eyes want.
type faces struct{ regular, bold *face }

func readFaces() (faces, error) {
	regular, err := readFace(dejavusanscondensed.TTF)
	if err != nil {
		return faces{}, err
	}
	bold, err := readFace(dejavusanscondensedbold.TTF)
	return faces{regular, bold}, err
}

func readFace(file []byte) (*face, error) {
	f, err := sfnt.Parse(file)
	if err != nil {
		return nil, fmt.Errorf("paper: the font cannot be read: %w", err)
	}
	return &face{file: file, font: f, units: fixed.Int26_6(f.UnitsPerEm()), glyphs: map[rune]sfnt.GlyphIndex{}, advances: map[rune]int{}}, nil
}

// glyph is the number of the letter's picture; 0 if the font has none, or if it is
// beyond the Basic Multilingual Plane, which the PDF does not have.
func (f *face) glyph(r rune) sfnt.GlyphIndex {
	if r < 0 || r > 0xffff {
		return 0
	}
	g, known := f.glyphs[r]
	if !known {
		var err error
		if g, err = f.font.GlyphIndex(&f.buffer, r); err != nil {
			g = 0
		}
		f.glyphs[r] = g
	}
	return g
}

// width is how far the text goes, in ems.
func (f *face) width(text string) float64 {
	sum := 0
	for _, r := range text {
		sum += f.advance(r)
	}
	return float64(sum) / float64(f.units)
}

// advance is how far the letter goes, in units.
func (f *face) advance(r rune) int {
	if n, ok := f.advances[r]; ok {
		return n
	}
	a, err := f.font.GlyphAdvance(&f.buffer, f.glyph(r), f.units, font.HintingNone)
	if err != nil {
		a = 0
	}
	f.advances[r] = int(a)
	return int(a)
}

// outline is what the letter looks like: its contours in units from its origin, y
// downwards. They are valid until the next call.
func (f *face) outline(r rune) (sfnt.Segments, error) {
	segments, err := f.font.LoadGlyph(&f.buffer, f.glyph(r), f.units, nil)
	if err != nil {
		return nil, fmt.Errorf("paper: the letter %q: %w", r, err)
	}
	return segments, nil
}
