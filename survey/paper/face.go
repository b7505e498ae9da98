package paper

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/go-fonts/dejavu/dejavusanscondensed"
	"github.com/go-fonts/dejavu/dejavusanscondensedbold"
)

// face is what laying out needs of a TrueType font: which letters it has, and how
// wide they are. It reads the font's tables where they lie.
type face struct {
	file   []byte
	units  float64 // per em
	widths []byte  // table hmtx
	wide   int     // glyphs that have a width of their own
	map4   []byte  // a cmap of format 4: the letters of the Basic Multilingual Plane
}

// faces are the form's two fonts. The condensed cut of DejaVu Sans is about as wide
// as other fonts are, with the tall letters that old eyes want.
type faces struct{ regular, bold *face }

func readFaces() (faces, error) {
	regular, err := readFace(dejavusanscondensed.TTF)
	if err != nil {
		return faces{}, err
	}
	bold, err := readFace(dejavusanscondensedbold.TTF)
	return faces{regular, bold}, err
}

var errFont = errors.New("the font cannot be read")

// readFace finds the tables of a font file (OpenType 1.9, chapters head, hhea, hmtx
// and cmap).
func readFace(file []byte) (*face, error) {
	f := &face{file: file}
	head, hhea, cmap := f.table("head"), f.table("hhea"), f.table("cmap")
	f.widths = f.table("hmtx")
	if len(head) < 20 || len(hhea) < 36 || len(cmap) < 4 {
		return nil, fmt.Errorf("paper: %w", errFont)
	}
	f.units = float64(binary.BigEndian.Uint16(head[18:]))
	f.wide = int(binary.BigEndian.Uint16(hhea[34:]))
	for i := range int(binary.BigEndian.Uint16(cmap[2:])) {
		record := cmap[4+8*i:]
		sub := cmap[binary.BigEndian.Uint32(record[4:]):]
		if binary.BigEndian.Uint16(sub) == 4 {
			f.map4 = sub[:binary.BigEndian.Uint16(sub[2:])]
		}
	}
	if f.units == 0 || f.wide == 0 || len(f.widths) < 4*f.wide || f.map4 == nil {
		return nil, fmt.Errorf("paper: %w", errFont)
	}
	return f, nil
}

// table is a table of the font by its tag; nil if there is none.
func (f *face) table(tag string) []byte {
	for i := range int(binary.BigEndian.Uint16(f.file[4:])) {
		record := f.file[12+16*i:]
		if string(record[:4]) == tag {
			from := binary.BigEndian.Uint32(record[8:])
			return f.file[from : from+binary.BigEndian.Uint32(record[12:])]
		}
	}
	return nil
}

// glyph is the number of the letter's picture; 0 if the font has none.
func (f *face) glyph(r rune) int {
	if r < 0 || r > 0xffff {
		return 0
	}
	at := func(i int) int { return int(binary.BigEndian.Uint16(f.map4[i:])) }
	double := at(6) // twice the number of segments
	ends, starts, deltas, offsets := 14, 16+double, 16+2*double, 16+3*double
	low, high := 0, double/2
	for low < high { // the first segment that ends at r or beyond
		if middle := (low + high) / 2; at(ends+2*middle) < int(r) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == double/2 || at(starts+2*low) > int(r) {
		return 0
	}
	offset := at(offsets + 2*low)
	if offset == 0 {
		return (int(r) + at(deltas+2*low)) & 0xffff
	}
	i := offsets + 2*low + offset + 2*(int(r)-at(starts+2*low))
	if i+2 > len(f.map4) || at(i) == 0 {
		return 0
	}
	return (at(i) + at(deltas+2*low)) & 0xffff
}

// width is how far the text goes, in ems.
func (f *face) width(text string) float64 {
	sum := 0
	for _, r := range text {
		g := min(f.glyph(r), f.wide-1) // those beyond are as wide as the last
		sum += int(binary.BigEndian.Uint16(f.widths[4*g:]))
	}
	return float64(sum) / f.units
}
