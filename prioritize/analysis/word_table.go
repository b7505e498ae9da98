package analysis

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ashar/prioritize/docx"
	"ashar/prioritize/outline"
	"ashar/survey/locale"
)

// How wide text is on a page that stands and on one that lies, in millimetres.
const (
	standing = 170.0
	lying    = 257.0
	squeezed = 1.1 * lying // what columns may want together to stand on it, since few are as full as they can be
)

// How wide letters of a small table are, in its cells and in its bold headings, and what is around a text, in
// millimetres; with room for a font that is wider than that of the document, where that one is not installed. A column is
// as wide as its longest word, but for one that is too long for any column.
const (
	letterWide = 2.1
	boldWide   = 2.35
	notSmall   = 1.17 // times as wide
	edgesWide  = 3.2
	narrowest  = 8.0
	widest     = 42.0
	comfort    = 80.0
	fillWide   = 30.0 // to write in
)

// manyColumns is from how many columns on a table is small.
const manyColumns = 7

// layout is how a table stands on its pages.
type layout struct {
	lying bool
	small bool
	parts [][]int // the columns of each part
	least []float64
	best  []float64 // how wide a column is best, and at least, in millimetres
}

// plates lays a table out: on a page that stands, where its columns have room there; on one that lies; or in several
// parts, each with the columns that say what its rows are about.
func plates(s locale.Speaker, t *Table) layout {
	p := layout{small: len(t.Columns) >= manyColumns}
	all := make([]int, len(t.Columns))
	for i := range t.Columns {
		all[i] = i
		least, best := p.room(s, t, i)
		p.least, p.best = append(p.least, least), append(p.best, best)
	}
	p.lying = sum(p.best, all) > standing
	if sum(p.least, all) <= squeezed {
		p.parts = [][]int{all}
		return p
	}
	first := firsts(t)
	if sum(p.least, first) > lying/2 {
		first = first[len(first)-1:]
	}
	left := squeezed - sum(p.least, first)
	var part []int
	used := 0.0
	for _, block := range blocks(t, first) {
		if sum(p.least, block) > left-used && len(part) > 0 {
			p.parts = append(p.parts, slices.Concat(first, part))
			part, used = nil, 0
		}
		for _, i := range block {
			if used > 0 && used+p.least[i] > left { // a block that is wider than a page
				p.parts = append(p.parts, slices.Concat(first, part))
				part, used = nil, 0
			}
			part = append(part, i)
			used += p.least[i]
		}
	}
	p.parts = append(p.parts, slices.Concat(first, part))
	return p
}

// firsts are the columns that every part begins with: what the rows are about, and those left of it.
func firsts(t *Table) []int {
	about := 0
	if known := outline.Columns(t.ID); len(known) > 0 {
		about = max(0, slices.IndexFunc(t.Columns, func(c Column) bool { return c.Family == known[0] }))
	}
	var all []int
	for i := range about + 1 {
		all = append(all, i)
	}
	return all
}

// blocks are the other columns, those together that share a heading.
func blocks(t *Table, without []int) [][]int {
	var all [][]int
	for i, c := range t.Columns {
		if slices.Contains(without, i) {
			continue
		}
		if n := len(all) - 1; n >= 0 && c.Group != nil && t.Columns[i-1].Group != nil && all[n][len(all[n])-1] == i-1 && sameGroup(t.Columns[i-1], c) {
			all[n] = append(all[n], i)
			continue
		}
		all = append(all, []int{i})
	}
	return all
}

// room is how wide a column has to be for its longest word, and is best for its texts to take three lines or fewer.
func (p *layout) room(s locale.Speaker, t *Table, i int) (least, best float64) {
	c, letter := t.Columns[i], letterWide
	bold := boldWide
	if !p.small {
		letter, bold = letter*notSmall, bold*notSmall
	}
	least = max(narrowest, longest(label(s, c.Heading))*bold+edgesWide)
	for _, row := range t.Rows {
		words, wide := cellWords(s, row[i], c), letter
		if summed(row) {
			wide = bold
		}
		if c.Kind == Words { // names are not torn apart at their hyphens
			words = strings.ReplaceAll(words, "-", "_")
		}
		least = max(least, longest(words)*wide+edgesWide)
		best = max(best, float64(utf8.RuneCountInString(words))/3*letter+edgesWide)
		if row[i].State == Fill {
			best = max(best, fillWide)
		}
	}
	least = min(least, widest)
	return least, min(max(best, least), comfort)
}

// longest is how many letters the longest word of a text has, which may go on below after a hyphen.
func longest(text string) float64 {
	most := 0
	for word := range strings.FieldsFuncSeq(strings.ReplaceAll(text, "-", "- "), func(r rune) bool { return r == ' ' || r == '\n' }) {
		most = max(most, utf8.RuneCountInString(word))
	}
	return float64(most)
}

func sum(widths []float64, columns []int) float64 {
	all := 0.0
	for _, i := range columns {
		all += widths[i]
	}
	return all
}

// plate is one part of a table. What its page has of room beyond its words goes to the columns that want it.
func (x *wordWriter) plate(t *Table, p layout, columns []int, title string) docx.Table {
	page := standing
	if p.lying {
		page = lying
	}
	least, best := sum(p.least, columns), sum(p.best, columns)
	more := 0.0
	if best > least {
		more = min(1, max(0, page-least)/(best-least))
	}
	out := docx.Table{Summary: title, Small: p.small}
	for _, i := range columns {
		c := docx.Column{Width: p.least[i] + more*(p.best[i]-p.least[i])}
		if t.Columns[i].Kind != Words {
			c.Align = docx.Right
		}
		out.Columns = append(out.Columns, c)
	}
	out.Header = x.headings(t, columns)
	for _, row := range t.Rows {
		cells := make([]docx.Cell, len(columns))
		for n, i := range columns {
			cells[n].Runs = docx.Text(cellWords(x.s, row[i], t.Columns[i]))
			if row[i].State == Fill {
				cells[n].Shade = blankFill
			}
		}
		out.Rows = append(out.Rows, docx.Row{Cells: cells, Strong: summed(row)})
	}
	return out
}

// summed reports whether a row is of all others, or of what they are parts of.
func summed(row []Cell) bool {
	return slices.ContainsFunc(row, func(c Cell) bool { return c.Word == "report.row.total" || c.Word == "report.row.base" })
}

// headings are one row, or two where columns share a heading.
func (x *wordWriter) headings(t *Table, columns []int) []docx.Row {
	shared := slices.ContainsFunc(columns, func(i int) bool { return t.Columns[i].Group != nil })
	var groups, names []docx.Cell
	for n, i := range columns {
		c := t.Columns[i]
		said := docx.Cell{Runs: docx.Text(label(x.s, c.Heading))}
		switch {
		case !shared:
			names = append(names, said)
		case c.Group == nil:
			said.Down = 2
			groups = append(groups, said)
		default:
			names = append(names, said)
			if n > 0 && t.Columns[columns[n-1]].Group != nil && sameGroup(t.Columns[columns[n-1]], c) {
				groups[len(groups)-1].Across++
			} else {
				groups = append(groups, docx.Cell{Runs: docx.Text(label(x.s, *c.Group)), Across: 1})
			}
		}
	}
	if !shared {
		return []docx.Row{{Cells: names}}
	}
	return []docx.Row{{Cells: groups}, {Cells: names}}
}
