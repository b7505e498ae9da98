package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/png"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"ashar/prioritize/docx"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func drawing(t testing.TB, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))))
	return b.Bytes()
}

// everything is a document with one of all that there is, upright, lying and upright again.
func everything(t testing.TB) *docx.Document {
	t.Helper()
	d := docx.New(docx.About{Title: "Протокол № 3", Author: "Айыл өкмөтү", Language: "ky", Made: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)})
	d.Header = docx.Text("Коомдук угуу")
	d.Footer = []docx.Run{{Field: docx.PageNumber}, {Text: " / "}, {Field: docx.PageCount}}
	d.Add(
		docx.Paragraph{Style: docx.Title, Runs: docx.Text("Протокол")},
		docx.Heading(1, "Күн тартиби"),
		docx.List{Numbered: true, Items: docx.Items("биринчи маселе", "экинчи маселе")},
		docx.Paragraph{Runs: []docx.Run{{Text: "Кең "}, {Text: "өзөн", Bold: true}, {Text: " үстү", Italic: true}}, Align: docx.Both, Keep: true},
		docx.List{Items: append(docx.Items("сызыкча"), docx.Item{Level: 1, Runs: docx.Text("терең")})},
		docx.List{Numbered: true, Items: docx.Items("кайра биринчи")},
		docx.Caption{Sequence: "Table", After: "-таблица. Добуштар"},
		votes(),
		docx.Table{Plain: true, Columns: make([]docx.Column, 2), Rows: []docx.Row{{Cells: docx.Cells("Күнү", "20-ноябрь")}}},
		docx.Paragraph{Style: docx.Sign, Tabs: []docx.Tab{{At: 60}, {At: 120, Line: true}, {At: 170, Right: true, Line: true}}, Runs: docx.Text("Төрага\t\t\tАсанов")},
	)
	d.Turn(true)
	d.Add(docx.Heading(2, "Жатык барак"), docx.Caption{Sequence: "Table", After: "-таблица. Дагы"}, votes())
	d.Turn(false)
	d.Add(
		docx.Caption{Sequence: "Figure", Before: "Сүрөт "}, docx.Picture{PNG: drawing(t, 60, 20), Width: 50, Alt: "Үч тилке"},
		docx.Picture{PNG: drawing(t, 10, 4000), Alt: "узун"}, docx.Paragraph{NewPage: true, Runs: docx.Text("аягы")},
	)
	d.Add(
		docx.Paragraph{NewPage: true, Runs: docx.Text("Сүрөттөр")},
		shares(), docx.Caption{Sequence: "Figure", After: "-сүрөт. Муктаждыктар", Below: true},
		docx.Caption{Sequence: "Figure", After: "-сүрөт. Аялдар жана эркектер"}, sexes(),
	)
	d.Turn(true)
	small := votes()
	small.Small = true
	d.Add(docx.Caption{Sequence: "Figure", After: "-сүрөт. Айылдар"}, villages(), docx.Caption{Sequence: "Table", After: "-таблица (уландысы)", Again: true}, small)
	return d
}

// shares are bars with the intervals in which they lie; the third is not shown.
func shares() docx.Chart {
	none := math.NaN()
	return docx.Chart{
		Categories: []string{"Таза ичүүчү суу", "Айылдар аралык жолду оңдоо, көпүрөлөрдү жана суу өткөргүчтөрдү калыбына келтирүү", "Жашыруун", "=1+1"},
		Series: []docx.Series{{
			Name: "Тандагандардын үлүшү", Values: []float64{0.46, 0.3, none, 0.05}, Low: []float64{0.41, 0.27, none, none}, High: []float64{0.52, 0.35, none, none},
			Colour: "7FB5AC",
		}},
		Values: "үлүшү, 95 % аралыгы менен", Format: `0\ %`, Alt: "Суу биринчи", Keep: true,
	}
}

// sexes are two bars in each category, one with stripes.
func sexes() docx.Chart {
	none := math.NaN()
	return docx.Chart{
		Title: "Ким эмнени тандады", Categories: []string{"Суу", "Жол", "Бала бакча"},
		Series: []docx.Series{
			{Name: "аялдар", Values: []float64{0.52, 0.21, none}, Colour: "0A6B5D"}, {Name: "эркектер", Values: []float64{0.4, 0.33, 0.12}, Pattern: docx.Stripes},
			{Name: "баары", Values: []float64{0.46, 0.27, 0.1}, Pattern: docx.Crosses},
		},
		Format: "0%", Labels: true, Names: "муктаждык", Width: 120, Height: 90, Gap: 80,
	}
}

// villages are bars that stand.
func villages() docx.Chart {
	return docx.Chart{
		Categories: []string{"Кара-Суу", "Ак-Булак", "Жаңы-Турмуш"}, Series: []docx.Series{{Name: "жооптор", Values: []float64{120, 64, 3}, Pattern: docx.Grid}},
		Upright: true, Labels: true, Format: "0", Values: "жооптор",
	}
}

// votes is a table with cells across and down, in its header and below.
func votes() docx.Table {
	return docx.Table{
		Summary: "Ким макул", Columns: []docx.Column{{Width: 3}, {Align: docx.Right}, {Align: docx.Right}},
		Header: []docx.Row{
			{Cells: []docx.Cell{{Runs: docx.Text("Вариант"), Down: 2}, {Runs: docx.Text("Добуштар"), Across: 2}}},
			{Cells: docx.Cells("макул", "каршы")},
		},
		Rows: []docx.Row{
			{Cells: []docx.Cell{{Runs: docx.Text("Суу")}, {Runs: docx.Text("64"), Shade: "CDE5E0"}, {Runs: docx.Text("5"), Down: 3}}},
			{Cells: []docx.Cell{{Runs: docx.Text("Жол, бала бакча"), Across: 2, Down: 2}}},
			{},
			{Cells: docx.Cells("Баары", "64", "5"), Strong: true},
		},
	}
}

func written(t testing.TB, d *docx.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	n, err := d.WriteTo(&b)
	must(t, err)
	if n != int64(b.Len()) {
		t.Errorf("WriteTo says %d bytes, and wrote %d", n, b.Len())
	}
	return b.Bytes()
}

// unzipped are the files of a package, by name.
func unzipped(t testing.TB, file []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	must(t, err)
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		must(t, err)
		content, err := io.ReadAll(r)
		must(t, err)
		files[f.Name] = content
	}
	return files
}

// node is an element with what is in it.
type node struct {
	name       string // with the prefix of its namespace, as in "w:p"
	attributes map[string]string
	children   []*node
	text       string
}

// prefixes are how the names in a document begin.
var prefixes = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":           "w:",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships":    "r:",
	"http://schemas.openxmlformats.org/drawingml/2006/main":                  "a:",
	"http://schemas.openxmlformats.org/drawingml/2006/picture":               "pic:",
	"http://schemas.openxmlformats.org/drawingml/2006/chart":                 "c:",
	"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
}

// parsed reads one XML file; it fails on what is no XML.
func parsed(t testing.TB, name string, content []byte) *node {
	t.Helper()
	root := &node{}
	open := []*node{root}
	for dec := xml.NewDecoder(bytes.NewReader(content)); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s is no XML: %v", name, err)
		}
		top := open[len(open)-1]
		switch x := token.(type) {
		case xml.StartElement:
			n := &node{name: prefixes[x.Name.Space] + x.Name.Local, attributes: map[string]string{}}
			for _, a := range x.Attr {
				n.attributes[prefixes[a.Name.Space]+a.Name.Local] = a.Value
			}
			top.children = append(top.children, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			top.text += string(x)
		}
	}
	return root
}

// all are the elements of this name, wherever they stand in n.
func (n *node) all(name string) []*node {
	var found []*node
	for _, c := range n.children {
		if c.name == name {
			found = append(found, c)
		}
		found = append(found, c.all(name)...)
	}
	return found
}

// child is the first element of this name right in n; nil if there is none.
func (n *node) child(name string) *node {
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// words are the texts in n, a line for each paragraph.
func (n *node) words() string {
	var lines []string
	for _, p := range n.all("w:p") {
		var b strings.Builder
		for _, r := range p.all("w:r") {
			for _, c := range r.children {
				switch c.name {
				case "w:t":
					b.WriteString(c.text)
				case "w:br":
					b.WriteByte('\n')
				case "w:tab":
					b.WriteByte('\t')
				}
			}
		}
		lines = append(lines, b.String())
	}
	return strings.Join(lines, "\n")
}

// document is the text of a file.
func document(t testing.TB, file []byte) *node {
	t.Helper()
	return parsed(t, "word/document.xml", unzipped(t, file)["word/document.xml"])
}

func names(files map[string][]byte) []string { return slices.Sorted(maps.Keys(files)) }
