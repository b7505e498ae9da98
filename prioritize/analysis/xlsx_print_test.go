package analysis_test

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ashar/prioritize/analysis"
)

// satisfied gives answers levels for services.
func satisfied(all []votes) []votes {
	for i := range all {
		all[i].levels = []int{1 + i%5, 1 + i*3%6, 1 + i*2%5}
	}
	return all
}

// TestWorkbooksArePrinted opens them in LibreOffice, prints them and looks at every page: there are as many as the sheets
// take, none is empty, each table and village is read from the print, and each chart has its bars.
func TestWorkbooksArePrinted(t *testing.T) {
	office, reads, draws := tool(t, "libreoffice", "soffice"), tool(t, "poppler", "pdftotext"), tool(t, "poppler", "pdftoppm")
	dir := t.TempDir()
	small, big := document(t, inputWith(t, town(), satisfied(answers()), asks(false))), document(t, newLarge(t).input(t))
	prints := []struct {
		name, lang string
		doc        analysis.Document
		parted     int // pages beyond one a sheet
	}{{"ky", "ky", small, 1}, {"ru", "ru", small, 1}, {"big", "ky", big, 2}}
	args := []string{"--headless", "-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--convert-to", "pdf", "--outdir", dir}
	for _, p := range prints {
		path := filepath.Join(dir, p.name+".xlsx")
		if err := os.WriteFile(path, spreadsheet(t, p.doc, p.lang), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if said := run(t, office, args...); strings.Contains(said, "Error") || strings.Contains(said, "repair") {
		t.Errorf("LibreOffice says: %s", said)
	}
	for _, p := range prints {
		s := speaker(t, p.lang)
		file := filepath.Join(dir, p.name+".pdf")
		if _, err := os.Stat(file); err != nil {
			t.Fatalf("LibreOffice did not print %s; is its Calc installed?", p.name)
		}
		run(t, reads, "-layout", file, filepath.Join(dir, p.name+".txt"))
		content, err := os.ReadFile(filepath.Join(dir, p.name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		pages := strings.Split(strings.TrimSuffix(string(content), "\f"), "\f")
		charts := 0
		for _, x := range p.doc.Tables {
			charts += len(x.Charts)
			if !strings.Contains(string(content), x.Heading(s)) {
				t.Errorf("%s: %s is not printed", p.name, x.ID)
			}
		}
		for _, v := range p.doc.Villages {
			if name := v.In(p.lang); strings.Count(string(content), name) < 3 { // T1, T2 and a chart
				t.Errorf("%s: %s is not printed in every table", p.name, name)
			}
		}
		if want := 1 + len(p.doc.Tables) + charts + p.parted; len(pages) != want {
			t.Errorf("%s: %d pages, want %d", p.name, len(pages), want)
		}
		run(t, draws, "-png", "-r", "40", file, filepath.Join(dir, p.name))
		for i := range pages {
			drawn := filepath.Join(dir, fmt.Sprintf("%s-%02d.png", p.name, i+1))
			if share := ink(t, drawn); share < 0.003 {
				t.Errorf("%s: page %d is all but empty: %.4f of it is ink", p.name, i+1, share)
			}
			if share := green(t, drawn); i >= len(pages)-charts && share < 0.004 {
				t.Errorf("%s: the chart on page %d has no bars: %.4f of it is of their colours", p.name, i+1, share)
			}
		}
	}
}

// green is how much of a picture has the colours of a workbook's bars, from 0 to 1.
func green(t testing.TB, file string) float64 {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	n, size := 0, picture.Bounds()
	for y := range size.Dy() {
		for x := range size.Dx() {
			c := color.RGBAModel.Convert(picture.At(x, y)).(color.RGBA)
			for _, bar := range []color.RGBA{{0x0a, 0x6b, 0x5d, 255}, {0xb9, 0xd6, 0xcf, 255}} {
				if near(c.R, bar.R) && near(c.G, bar.G) && near(c.B, bar.B) {
					n++
				}
			}
		}
	}
	return float64(n) / float64(size.Dx()*size.Dy())
}

func near(a, b uint8) bool { return max(a, b)-min(a, b) < 8 }

func spreadsheet(t testing.TB, doc analysis.Document, lang string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := doc.WriteXLSX(&b, speaker(t, lang)); err != nil {
		t.Fatalf("WriteXLSX: %v", err)
	}
	return b.Bytes()
}

var pageBreak = regexp.MustCompile(`<brk id="([0-9]+)"`)

// TestNoVillageIsTornBetweenPages: a page of T2 begins with the first column of a village.
func TestNoVillageIsTornBetweenPages(t *testing.T) {
	doc := document(t, newLarge(t).input(t))
	t2 := tableOf(t, doc, "t2")
	breaks := pageBreak.FindAllStringSubmatch(string(partOf(t, spreadsheet(t, doc, "ru"), "xl/worksheets/sheet3.xml")), -1)
	if len(breaks) != 2 {
		t.Errorf("T2 of twelve villages has the breaks %v, want two", breaks)
	}
	for _, b := range breaks {
		at, err := strconv.Atoi(b[1])
		if err != nil || at >= len(t2.Columns) {
			t.Fatalf("a break %q of %d columns (%v)", b[1], len(t2.Columns), err)
		}
		if before, after := t2.Columns[at-1].Group, t2.Columns[at].Group; before != nil && before.Text.In("ru") == after.Text.In("ru") {
			t.Errorf("a page begins within %s, at %s", after.Text.In("ru"), t2.Columns[at].ID)
		}
	}
}
