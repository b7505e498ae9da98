package docx

import "strings"

// Run is a piece of text in one make, or a number that the program that shows the document fills in.
type Run struct {
	Text         string // "\n" begins a line, "\t" goes to the next tab
	Bold, Italic bool
	Field        Field // in place of a text
}

// Field is a number that depends on the pages.
type Field string

// The fields.
const (
	PageNumber Field = "PAGE"
	PageCount  Field = "NUMPAGES"
)

// Text is a plain run.
func Text(s string) []Run { return []Run{{Text: s}} }

// Bold is a bold run.
func Bold(s string) []Run { return []Run{{Text: s, Bold: true}} }

// Style is how a paragraph looks and what it is.
type Style string

// The styles. Headings are those that a table of contents is made of.
const (
	Normal   Style = "Normal"
	Title    Style = "Title"
	Subtitle Style = "Subtitle"
	Heading1 Style = "Heading1"
	Heading2 Style = "Heading2"
	Heading3 Style = "Heading3"
	Note     Style = "Note"      // small, as below a table
	Sign     Style = "Signature" // a line to sign on
)

// Align is to which side text is set.
type Align string

// The sides.
const (
	Left   Align = "" // as the style has it
	Right  Align = "right"
	Centre Align = "center"
	Both   Align = "both"
)

// Tab is where text goes on after a tab.
type Tab struct {
	At    float64 // millimetres from the left margin
	Right bool    // text ends there, and does not begin there
	Line  bool    // a line is drawn up to there, to write on
}

// Paragraph is one. The zero Style is Normal.
type Paragraph struct {
	Style   Style
	Runs    []Run
	Align   Align
	Tabs    []Tab
	NewPage bool // begins a page
	Keep    bool // stays on one page with what follows
}

// Block is what a Document is made of: a Paragraph, a List, a Table, a Caption, a Picture or a Chart.
type Block interface {
	check() error
	put(*body)
}

// Heading is a heading of level 1, 2 or 3.
func Heading(level int, text string) Paragraph {
	return Paragraph{Style: [...]Style{Heading1, Heading2, Heading3}[min(max(level, 1), 3)-1], Runs: Text(text)}
}

func (Paragraph) check() error { return nil }

func (p Paragraph) put(b *body) { b.paragraph(p, nil) }

// paragraph writes one; numbered, if it is not nil, writes what makes it an item of a list.
func (b *body) paragraph(p Paragraph, numbered func()) {
	b.start("w:p")
	b.start("w:pPr")
	if p.Style != "" && p.Style != Normal {
		b.val("w:pStyle", string(p.Style))
	}
	if p.Keep {
		b.empty("w:keepNext")
	}
	if p.NewPage {
		b.empty("w:pageBreakBefore")
	}
	if numbered != nil {
		numbered()
	}
	if len(p.Tabs) > 0 {
		b.start("w:tabs")
		for _, t := range p.Tabs {
			side, leader := "left", "none"
			if t.Right {
				side = "right"
			}
			if t.Line {
				leader = "underscore"
			}
			b.empty("w:tab", "w:val", side, "w:leader", leader, "w:pos", number(twips(t.At)))
		}
		b.end()
	}
	if p.Align != Left {
		b.val("w:jc", string(p.Align))
	}
	b.end()
	b.runs(p.Runs)
	b.end()
}

func (b *body) runs(runs []Run) {
	for _, r := range runs {
		if r.Field != "" {
			b.start("w:fldSimple", "w:instr", " "+string(r.Field)+" ")
			b.run(Run{Text: "1", Bold: r.Bold, Italic: r.Italic})
			b.end()
			continue
		}
		b.run(r)
	}
}

func (b *body) run(r Run) {
	text := Clean(r.Text)
	if text == "" {
		return
	}
	b.start("w:r")
	if r.Bold || r.Italic {
		b.start("w:rPr")
		if r.Bold {
			b.empty("w:b")
			b.empty("w:bCs")
		}
		if r.Italic {
			b.empty("w:i")
			b.empty("w:iCs")
		}
		b.end()
	}
	for text != "" {
		i := strings.IndexAny(text, "\n\t")
		if i < 0 {
			i = len(text)
		}
		if i > 0 {
			b.leaf("w:t", text[:i], "xml:space", "preserve")
		}
		if i == len(text) {
			break
		}
		if text[i] == '\n' {
			b.empty("w:br")
		} else {
			b.empty("w:tab")
		}
		text = text[i+1:]
	}
	b.end()
}
