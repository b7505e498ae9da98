package paper_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strings"
	"testing"

	"ashar/survey"
	"ashar/survey/paper"
)

// batch is so many slips, to be printed.
func batch(t testing.TB, count int) paper.Slips {
	t.Helper()
	s := paper.Slips{Admission: survey.AdmitsCodes, Address: "ashar.example.kg/f", Bot: "ashar_kokjar_bot", Label: "Арык көчөсү"}
	for _, of := range poster(t).Texts {
		s.Texts = append(s.Texts, paper.SlipText{Words: of.Words, Village: of.Village, Question: of.Question})
	}
	for i := range count {
		code := fmt.Sprintf("ABC-DEF-%03d", i)
		s.Slips = append(s.Slips, paper.Slip{Code: code, Link: "https://ashar.example.kg/f/K7M2PQ/" + code})
	}
	return s
}

func slipsPDF(t testing.TB, s paper.Slips) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := paper.WriteSlips(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// links are where the slips lead, in the order of a decoder's findings.
func links(slips []paper.Slip) []string {
	var all []string
	for _, s := range slips {
		all = append(all, s.Link)
	}
	slices.Sort(all)
	return all
}

// TestSlipsScanAsPrinted reads every code off rendered sheets with a decoder that is not
// ours, one slip at a time as they are held, cut along the lines.
func TestSlipsScanAsPrinted(t *testing.T) {
	s := batch(t, paper.SlipsPerSheet+3)
	file := slipsPDF(t, s)
	if got, want := countPages(file), s.Sheets(); got != want || got != 2 {
		t.Errorf("%d pages of %d sheets, want 2", got, want)
	}
	var got []string
	for sheet := range s.Sheets() {
		for i, slip := range cutUp(rasterPDF(t, file, sheet+1, 120), 120) {
			found := scan(t, slip)
			if at := sheet*paper.SlipsPerSheet + i; at < len(s.Slips) && !slices.Equal(found, []string{s.Slips[at].Link}) || at >= len(s.Slips) && len(found) > 0 {
				t.Errorf("slip %d of sheet %d: got %q", i+1, sheet+1, found)
			}
			got = append(got, found...)
		}
	}
	slices.Sort(got)
	if want := links(s.Slips); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	var b bytes.Buffer
	must(t, paper.WriteSlipSVGs(&b, s))
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	must(t, err)
	if len(z.File) != s.Sheets() {
		t.Fatalf("%d files of %d sheets", len(z.File), s.Sheets())
	}
	sheet, err := fs.ReadFile(z, "sheet-002.svg")
	must(t, err)
	got = nil
	for _, slip := range cutUp(rasterSVG(t, sheet), svgDPI) {
		got = append(got, scan(t, slip)...)
	}
	if want := links(s.Slips[paper.SlipsPerSheet:]); !slices.Equal(got, want) {
		t.Errorf("SVG: got %q, want %q", got, want)
	}
}

// TestWhatIsOnASlipStaysOnIt cuts a sheet up: no word and no code lies across a line, not
// with the longest of names either, and nothing stands on another thing.
func TestWhatIsOnASlipStaysOnIt(t *testing.T) {
	long := batch(t, paper.SlipsPerSheet)
	long.Admission, long.Address = survey.AdmitsSlips, strings.Repeat("ashar.example.kg/", 10)
	for i := range long.Texts {
		long.Texts[i].Village, long.Texts[i].Question = strings.Repeat("узун аталыш ", 20), strings.Repeat("узун суроо ", 40)
	}
	for _, s := range []paper.Slips{batch(t, paper.SlipsPerSheet), long} {
		all, err := paper.SlipPieces(s, 0)
		if err != nil {
			t.Fatal(err)
		}
		onSlip := 0
		for _, p := range all {
			if p.Shape == "cut" || p.Y < paper.SlipMargin {
				continue
			}
			onSlip++
			high := p.Size * 25.4 / 72
			column, row := math.Floor((p.X-paper.SlipMargin)/paper.SlipWidth), math.Floor((p.Y-paper.SlipMargin)/paper.SlipHeight)
			right, below := paper.SlipMargin+(column+1)*paper.SlipWidth, paper.SlipMargin+(row+1)*paper.SlipHeight
			if p.X+p.W > right || p.Y+max(p.H, high*0.25) > below || p.Y-high < below-paper.SlipHeight {
				t.Errorf("%q lies across a line: %+v", p.Text, p)
			}
			for _, q := range all {
				if p != q && p.Shape == "words" && q.Shape == "words" && p.X < q.X+q.W && q.X < p.X+p.W && math.Abs(p.Y-q.Y) < high*0.7 {
					t.Errorf("%q stands on %q", p.Text, q.Text)
				}
			}
		}
		if onSlip < 8*paper.SlipsPerSheet {
			t.Errorf("%d pieces on %d slips", onSlip, paper.SlipsPerSheet)
		}
	}
}

// TestSlipsTellNothingOfEachOther holds that nothing is on a slip by which it could be
// told in which order it was printed, or handed out.
func TestSlipsTellNothingOfEachOther(t *testing.T) {
	s := batch(t, paper.SlipsPerSheet)
	all, err := paper.SlipPieces(s, 0)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, p := range all {
		seen[p.Text]++
	}
	for _, slip := range s.Slips {
		delete(seen, slip.Code)
		delete(seen, slip.Link)
	}
	for text, n := range seen {
		inMargin := text == "" || strings.Contains(text, s.Label)
		if n != paper.SlipsPerSheet && !inMargin {
			t.Errorf("%q is on %d slips of %d", text, n, paper.SlipsPerSheet)
		}
	}
}

func TestSlipsThatCannotBePrinted(t *testing.T) {
	for what, change := range map[string]func(*paper.Slips){
		"none":            func(s *paper.Slips) { s.Slips = nil },
		"no link":         func(s *paper.Slips) { s.Slips[1].Link = "" },
		"no code":         func(s *paper.Slips) { s.Slips[1].Code = "" },
		"too long a link": func(s *paper.Slips) { s.Slips[1].Link = strings.Repeat("x", paper.MaxLink+1) },
		"no address":      func(s *paper.Slips) { s.Address = "" },
		"anyone":          func(s *paper.Slips) { s.Admission = survey.AdmitsAnyone },
		"no words":        func(s *paper.Slips) { s.Texts = nil },
	} {
		s := batch(t, 2)
		change(&s)
		var b bytes.Buffer
		for _, write := range []func(io.Writer, paper.Slips) error{paper.WriteSlips, paper.WriteSlipSVGs} {
			if err := write(&b, s); !errors.Is(err, survey.ErrInvalid) || b.Len() > 0 {
				t.Errorf("%s: got %v and %d bytes, want %v and none", what, err, b.Len(), survey.ErrInvalid)
			}
		}
	}
}
