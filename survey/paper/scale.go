package paper

import (
	"strconv"
	"strings"

	"ashar/survey"
)

// The bounds of a table's columns of levels.
const (
	levelWidth  = 25.0 // at most
	levelsShare = 0.62 // of the table's width, at most
	levelLines  = 3    // of a level's label over its column
	writeHeight = 9.0  // of a row in which a thing is written
)

// A table that goes on over the page leaves so many rows, and takes so many along.
const (
	rowsLeft  = 5
	rowsAlong = 3
)

// scale is a table: a row for each thing, a column for each level, and a circle
// where they meet. Things chosen before are written into empty rows if they are few.
func (c *composer) scale(u *unit, x *survey.Question) {
	levels := c.q.Choices(x.List)
	wide := min(levelWidth, width*levelsShare/float64(len(levels)))
	from := width - wide*float64(len(levels))
	top := c.levels(levels, from, wide)
	u.body = len(u.blocks) + len(top) - 1
	u.again = glued(top)
	u.add(top...)
	if c.rewritten(x) {
		for i := range max(1, c.places(x)) {
			b := c.line(i)
			b.pieces[1].w = from - 4 - b.pieces[1].x
			b.height = writeHeight
			c.circles(&b, len(levels), from, wide)
			u.add(b)
		}
		together(u.blocks[u.body+1:])
		return
	}
	first := len(u.blocks)
	for _, thing := range c.things(x) {
		code := c.code(x, thing.Name)
		it := item{label: c.say(thing.Label), code: code}
		at := indent
		if code != "" {
			at += 6
		}
		row := c.entry(&it, mark{words, 0, markSize}, indent-2, at, from-at-3)
		row[0].pieces = row[0].pieces[1:] // there is no mark before a thing
		c.circles(&row[0], len(levels), from, wide)
		last := &row[len(row)-1]
		last.add(piece{shape: rule, x: indent, y: last.height - 0.3, w: width - indent})
		last.height += 0.5
		u.add(row...)
	}
	rows := u.blocks[first:]
	glued(rows[:min(rowsLeft-1, len(rows))])
	together(rows[max(0, len(rows)-rowsAlong):])
}

// circles are one for each level, in a row.
func (c *composer) circles(b *block, levels int, from, wide float64) {
	for k := range levels {
		b.add(piece{shape: circle, x: from + float64(k)*wide + (wide-markSize)/2, y: 0, w: markSize, h: markSize})
	}
	b.height = max(b.height, markSize+rowGap)
}

// levels are the heads of a table's columns: number and label, or, where the labels
// are too long, numbers only and the labels above the table.
func (c *composer) levels(levels []survey.Choice, from, wide float64) []block {
	labels := make([]string, len(levels))
	lines, fits := 0, true
	for i := range levels {
		labels[i] = c.faces.clean(c.say(levels[i].Label))
		n := len(c.faces.wrap(labels[i], caption, wide-1.5))
		lines = max(lines, n)
		fits = fits && n <= levelLines && c.faces.longest(labels[i], caption) <= wide-1.5
	}
	var blocks []block
	if !fits {
		legend := make([]string, len(labels))
		for i, label := range labels {
			legend[i] = strconv.Itoa(i+1) + " — " + label
		}
		blocks = append(glued(c.paragraph(strings.Join(legend, "; "), indent, width-indent, hint)), space(1))
		lines = 0
	}
	numbered := !fits || len(levels) > 2 // yes and no are no numbers
	b := block{height: float64(lines)*caption.leading() + 1}
	if numbered {
		b.height += numerals.leading()
	}
	for i, label := range labels {
		x, y := from+float64(i)*wide, 0.0
		if numbered {
			b.add(c.faces.centred(strconv.Itoa(i+1), x, wide, numerals.baseline(), numerals))
			y = numerals.leading()
		}
		if !fits {
			continue
		}
		for k, line := range c.faces.wrap(label, caption, wide-1.5) {
			b.add(c.faces.centred(line, x, wide, y+float64(k)*caption.leading()+caption.baseline(), caption))
		}
	}
	return append(blocks, b)
}
