package docx

// font is what all is set in: offices here expect it, and it has every Kyrgyz letter.
const font = "Times New Roman"

// look is how a style looks; sizes are in half points, distances in twips. Of what is 0 or "" it is as its base.
type look struct {
	id, name, base, next string
	size                 int
	bold, italic         bool
	before, after, line  int // line: a 240th of the line's height
	align                Align
	keep                 bool // stays with what follows
	level                int  // of a heading, from 1
	edge                 bool // a line below
}

// looks are the paragraphs' styles. Word knows the names, and shows them in its own language.
var looks = []look{
	{id: "Normal", name: "Normal", after: 120, line: 259},
	{id: "Title", name: "Title", base: "Normal", next: "Normal", size: 32, bold: true, before: 120, after: 60, align: Centre, keep: true},
	{id: "Subtitle", name: "Subtitle", base: "Normal", next: "Normal", size: 26, after: 240, align: Centre, keep: true},
	{id: "Heading1", name: "heading 1", base: "Normal", next: "Normal", size: 26, bold: true, before: 320, after: 120, keep: true, level: 1},
	{id: "Heading2", name: "heading 2", base: "Normal", next: "Normal", size: 24, bold: true, before: 240, after: 80, keep: true, level: 2},
	{id: "Heading3", name: "heading 3", base: "Normal", next: "Normal", size: 24, bold: true, italic: true, before: 200, after: 80, keep: true, level: 3},
	{id: "ListParagraph", name: "List Paragraph", base: "Normal", after: 60},
	{id: "Note", name: "Note", base: "Normal", size: 20, before: 20, after: 80},
	{id: "Signature", name: "Signature", base: "Normal", before: 240, line: 240, keep: true},
	{id: "Caption", name: "caption", base: "Normal", next: "Normal", size: 22, bold: true, before: 200, after: 80, keep: true},
	{id: "TableText", name: "Table Text", base: "Normal", size: 21, before: 30, after: 30, line: 240},
	{id: "TableStrong", name: "Table Heading", base: "TableText", bold: true, size: 20, before: 30, after: 30, line: 240},
	{id: "TablePlain", name: "Table Plain", base: "Normal", before: 20, after: 20, line: 240},
	{id: "TableTextSmall", name: "Table Text Small", base: "TableText", size: 18, before: 20, after: 20, line: 240},
	{id: "TableStrongSmall", name: "Table Heading Small", base: "TableStrong", bold: true, size: 18, before: 20, after: 20, line: 240},
	{id: "TablePlainSmall", name: "Table Plain Small", base: "TablePlain", size: 18, before: 10, after: 10, line: 240},
	{id: "Gap", name: "Gap", base: "Normal", size: 12, line: 240},
	{id: "Header", name: "header", base: "Normal", size: 18, line: 240, edge: true},
	{id: "Footer", name: "footer", base: "Normal", size: 18, line: 240, align: Centre},
}

func (d *Document) styles(m *markup) {
	m.start("w:styles", "xmlns:w", mainNamespace)
	m.start("w:docDefaults")
	m.start("w:rPrDefault")
	m.start("w:rPr")
	m.empty("w:rFonts", "w:ascii", font, "w:hAnsi", font, "w:eastAsia", font, "w:cs", font)
	m.val("w:sz", "24")
	m.val("w:szCs", "24")
	m.empty("w:lang", "w:val", d.tag(), "w:eastAsia", "en-US", "w:bidi", "ar-SA")
	m.ends(2)
	m.empty("w:pPrDefault")
	m.end()
	for _, l := range looks {
		l.write(m)
	}
	tableStyles(m)
	m.end()
}

func (l look) write(m *markup) {
	attributes := []string{"w:type", "paragraph", "w:styleId", l.id}
	if l.base == "" {
		attributes = append(attributes, "w:default", "1")
	}
	m.start("w:style", attributes...)
	m.val("w:name", l.name)
	if l.base != "" {
		m.val("w:basedOn", l.base)
	}
	if l.next != "" {
		m.val("w:next", l.next)
	}
	m.empty("w:qFormat")
	m.start("w:pPr")
	if l.keep {
		m.empty("w:keepNext")
	}
	if l.level > 0 {
		m.empty("w:keepLines")
	}
	if l.edge {
		m.start("w:pBdr")
		m.empty("w:bottom", "w:val", "single", "w:sz", "4", "w:space", "4", "w:color", "808080")
		m.end()
	}
	spacing := []string{"w:before", number(l.before), "w:after", number(l.after)}
	if l.line > 0 {
		spacing = append(spacing, "w:line", number(l.line), "w:lineRule", "auto")
	}
	m.empty("w:spacing", spacing...)
	if l.align != Left {
		m.val("w:jc", string(l.align))
	}
	if l.level > 0 {
		m.val("w:outlineLvl", number(l.level-1))
	}
	m.end()
	m.start("w:rPr")
	if l.bold {
		m.empty("w:b")
		m.empty("w:bCs")
	}
	if l.italic {
		m.empty("w:i")
		m.empty("w:iCs")
	}
	if l.size > 0 {
		m.val("w:sz", number(l.size))
		m.val("w:szCs", number(l.size))
	}
	m.ends(2)
}

// tableStyles are the tables': with lines, and without.
func tableStyles(m *markup) {
	for _, x := range []struct {
		id, name, base string
		lines          bool
	}{{"TableNormal", "Normal Table", "", false}, {"TableGrid", "Table Grid", "TableNormal", true}, {"TableBare", "Bare Rows", "TableNormal", false}} {
		attributes := []string{"w:type", "table", "w:styleId", x.id}
		if x.base == "" {
			attributes = append(attributes, "w:default", "1")
		}
		m.start("w:style", attributes...)
		m.val("w:name", x.name)
		if x.base != "" {
			m.val("w:basedOn", x.base)
		}
		m.start("w:tblPr")
		m.empty("w:tblInd", "w:w", "0", "w:type", "dxa")
		if x.lines {
			m.start("w:tblBorders")
			for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
				m.empty("w:"+side, "w:val", "single", "w:sz", "4", "w:space", "0", "w:color", "595959")
			}
			m.end()
		}
		m.start("w:tblCellMar")
		left, right := "85", "85"
		if x.id == "TableBare" { // its text begins where that of paragraphs does
			left, right = "0", "170"
		}
		m.empty("w:left", "w:w", left, "w:type", "dxa")
		m.empty("w:right", "w:w", right, "w:type", "dxa")
		m.ends(3)
	}
}
