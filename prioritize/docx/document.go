package docx

import (
	"archive/zip"
	"cmp"
	"fmt"
	"io"
	"math"
	"regexp"
	"time"
)

// About is what a document says of itself.
type About struct {
	Title    string
	Author   string
	Language string    // in which it is written: "ky", "ru", "en", or a tag with its region, "ky-KG"
	Made     time.Time // the zero time is left out
}

// Document is what is to be written, from its first block to its last.
type Document struct {
	About
	Header []Run // on top of every page but the first
	Footer []Run // below every page

	parts []part
}

// part is what stands on pages of one orientation.
type part struct {
	turned bool
	blocks []Block
}

// New is a document without blocks, on upright A4.
func New(about About) *Document { return &Document{About: about, parts: []part{{}}} }

// Add puts blocks at its end.
func (d *Document) Add(blocks ...Block) {
	last := &d.parts[len(d.parts)-1]
	last.blocks = append(last.blocks, blocks...)
}

// Turn begins a page; it and those that follow lie on their long side, for wide tables, or with false stand upright again.
func (d *Document) Turn(lying bool) {
	if last := &d.parts[len(d.parts)-1]; len(last.blocks) == 0 {
		last.turned = lying
		return
	}
	d.parts = append(d.parts, part{turned: lying})
}

// The sheet is A4, in twips, a 1440th of an inch; its margins leave room for a folder on the left.
const (
	sheetWidth, sheetHeight = 11906, 16838
	marginLeft, marginRight = 1417, 850
	marginTop, marginBottom = 1134, 1134
	millimetresPerInch      = 25.4
)

func twips(millimetres float64) int { return int(math.Round(millimetres / millimetresPerInch * 1440)) }

// WriteTo writes the file. Of a document that cannot be written nothing is: the error says what is wrong with which block.
func (d *Document) WriteTo(w io.Writer) (int64, error) {
	n := 0
	for _, p := range d.parts {
		for _, block := range p.blocks {
			n++
			if err := block.check(); err != nil {
				return 0, fmt.Errorf("docx: block %d: %w", n, err)
			}
		}
	}
	out := &counter{w: w}
	if err := d.write(zip.NewWriter(out)); err != nil {
		return out.n, fmt.Errorf("docx: %w", err)
	}
	return out.n, nil
}

func (d *Document) write(z *zip.Writer) error {
	b := &body{captions: map[string]int{}}
	for _, f := range []struct {
		name  string
		write func(*markup)
	}{
		{"[Content_Types].xml", d.contentTypes},
		{"_rels/.rels", packageRelations},
		{"docProps/core.xml", d.core},
		{"docProps/app.xml", app},
		{"word/document.xml", func(m *markup) { b.markup = m; d.body(b) }},
		{"word/styles.xml", d.styles},
		{"word/numbering.xml", func(m *markup) { numbering(m, b.lists) }},
		{"word/settings.xml", d.settings},
		{"word/fontTable.xml", fonts},
		{"word/header1.xml", func(m *markup) { edge(m, "w:hdr", "Header", d.Header) }},
		{"word/footer1.xml", func(m *markup) { edge(m, "w:ftr", "Footer", d.Footer) }},
		{"word/footer2.xml", func(m *markup) { edge(m, "w:ftr", "Footer", d.Footer) }},
		{"word/_rels/document.xml.rels", func(m *markup) { documentRelations(m, len(b.pictures), len(b.charts)) }},
	} {
		if err := writeMarkup(z, f.name, f.write); err != nil {
			return err
		}
	}
	for i, picture := range b.pictures {
		file, err := create(z, "word/media/"+pictureName(i+1), zip.Store)
		if err != nil {
			return err
		}
		if _, err := file.Write(picture); err != nil {
			return err
		}
	}
	for i, c := range b.charts {
		if err := c.write(z, i+1, d.tag()); err != nil {
			return fmt.Errorf("chart %d: %w", i+1, err)
		}
	}
	return z.Close()
}

func writeMarkup(z *zip.Writer, name string, write func(*markup)) error {
	file, err := create(z, name, zip.Deflate)
	if err != nil {
		return err
	}
	m := newMarkup(file)
	write(m)
	if err := m.flush(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// create begins a file of the package. All have the same time, so that the same document is the same bytes.
func create(z *zip.Writer, name string, method uint16) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
}

// body is the document's text while it is written, with what was counted in it.
type body struct {
	*markup
	width, height int // of the text, in twips
	lists         int // that are numbered
	captions      map[string]int
	drawings      int // pictures and charts
	pictures      [][]byte
	charts        []Chart
}

func (d *Document) body(b *body) {
	b.start("w:document", "xmlns:w", mainNamespace, "xmlns:r", relationNamespace, "xmlns:wp", drawingNamespace, "xmlns:a", graphicNamespace, "xmlns:pic", pictureNamespace, "xmlns:c", chartNamespace)
	b.start("w:body")
	for i, p := range d.parts {
		b.width, b.height = sheetWidth-marginLeft-marginRight, sheetHeight-marginTop-marginBottom
		if p.turned {
			b.width, b.height = sheetHeight-marginTop-marginBottom, sheetWidth-marginLeft-marginRight
		}
		for _, block := range p.blocks {
			block.put(b)
			if _, table := block.(Table); table {
				b.paragraph(Paragraph{Style: "Gap"}, nil) // tables that touch would become one, and the last thing is to be a paragraph
			}
		}
		last := i == len(d.parts)-1
		if !last {
			b.start("w:p")
			b.start("w:pPr")
			b.val("w:pStyle", "Gap")
		}
		sheet(b.markup, p.turned, i == 0)
		if !last {
			b.ends(2)
		}
	}
	b.ends(2)
}

// sheet writes the page of a part. The first one says what stands on top and below; the others go on with that.
func sheet(m *markup, turned, first bool) {
	width, height := sheetWidth, sheetHeight
	top, right, bottom, left := marginTop, marginRight, marginBottom, marginLeft
	orientation := "portrait"
	if turned {
		width, height, orientation = height, width, "landscape"
		top, right, bottom, left = marginLeft, marginTop, marginRight, marginBottom // as the sheet is turned, its folder's side is on top
	}
	m.start("w:sectPr")
	if first {
		m.empty("w:headerReference", "w:type", "default", "r:id", "rIdHeader1")
		m.empty("w:footerReference", "w:type", "default", "r:id", "rIdFooter1")
		m.empty("w:footerReference", "w:type", "first", "r:id", "rIdFooter2")
	}
	m.val("w:type", "nextPage")
	m.empty("w:pgSz", "w:w", number(width), "w:h", number(height), "w:orient", orientation)
	m.empty("w:pgMar", "w:top", number(top), "w:right", number(right), "w:bottom", number(bottom), "w:left", number(left),
		"w:header", "567", "w:footer", "567", "w:gutter", "0")
	if first {
		m.empty("w:titlePg")
	}
	m.end()
}

// edge writes what stands on top of pages or below them.
func edge(m *markup, element, style string, runs []Run) {
	m.start(element, "xmlns:w", mainNamespace, "xmlns:r", relationNamespace)
	b := body{markup: m}
	if len(runs) == 0 {
		style = "" // without the line of its style
	}
	b.paragraph(Paragraph{Style: Style(style), Runs: runs}, nil)
	m.end()
}

// tag is the language with a region, as Word wants it.
func (d *Document) tag() string {
	regions := map[string]string{"": "en-GB", "ky": "ky-KG", "ru": "ru-RU", "en": "en-GB"}
	return cmp.Or(regions[d.Language], d.Language)
}

// counter counts what is written.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// colour is one as Word writes it.
var colour = regexp.MustCompile(`^[0-9A-Fa-f]{6}$`)
