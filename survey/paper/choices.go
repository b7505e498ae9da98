package paper

import "ashar/survey"

// markSize is the height of a box or circle to be crossed by hand.
const markSize = 6.0

// mark is what stands before a choice.
type mark struct {
	shape shape
	w, h  float64
}

// The marks.
var (
	crossOne     = mark{circle, markSize, markSize}
	crossSeveral = mark{square, markSize, markSize}
	writePlace   = mark{cell, 9, 7}
	writePoints  = mark{cell, 13, 7.5}
)

// item is a choice as it is printed.
type item struct {
	label, code string
	follow      *survey.Question // what is written beside it, if something is
}

// The bounds of a list's columns.
const (
	mostColumns  = 3
	columnGap    = 4.0
	afterMark    = 2.5
	rowGap       = 1.3
	mostLines    = 2          // of a label, where there are several columns
	wrapping     = 1.2        // how much a list of broken labels must be shorter
	longestGrid  = depth - 60 // of a list that stands on one page, in millimetres
	rowsTogether = 12         // that a longer one is split into
)

func (c *composer) items(x *survey.Question, choices []survey.Choice) []item {
	items := make([]item, len(choices))
	follow, other := c.followed[x.Name], ""
	if follow != nil {
		_, other, _ = asksOnly(c.q, follow.Relevant)
	}
	for i, ch := range choices {
		items[i] = item{label: c.faces.clean(c.say(ch.Label)), code: c.code(x, ch.Name)}
		if other != "" && other == ch.Name {
			items[i].follow = follow
		}
	}
	return items
}

func (c *composer) selection(x *survey.Question) []block {
	m := crossOne
	if x.Kind == survey.SelectMultiple && x.Max != 1 {
		m = crossSeveral
	}
	var blocks []block
	items := c.items(x, c.things(x))
	from := 0
	for i := range items {
		if items[i].follow != nil {
			blocks = append(blocks, c.grid(items[from:i], m)...)
			blocks = append(blocks, c.other(&items[i], m)...)
			from = i + 1
		}
	}
	return append(blocks, c.grid(items[from:], m)...)
}

// other is a choice with lines to write on beside and below it.
func (c *composer) other(it *item, m mark) []block {
	x := indent + m.w + afterMark + c.codes([]item{*it})
	first := c.entry(it, m, indent, x, width-x)
	last := &first[len(first)-1]
	end := last.pieces[len(last.pieces)-1]
	from := end.x + end.w + 3
	if width-from < 60 { // no room beside a long label
		from = x
		last.height += 2
		b := block{height: 6, keep: true}
		b.add(piece{shape: blank, x: from, y: 5, w: width - from})
		first = append(first, b)
	} else {
		last.add(piece{shape: blank, x: from, y: end.y + 1, w: width - from})
		last.height = max(last.height, end.y+2.2)
	}
	blocks := glued(first)
	if lines := writingLines(it.follow.Max); lines > 1 {
		blocks = append(blocks, c.writing(it.follow.Max, lines-1)...)
	}
	return append(glued(blocks), together(c.paragraph(c.say(it.follow.Label), x, width-x, caption))...)
}

// grid puts choices in as many columns as make the list shortest, to be read down
// each column.
func (c *composer) grid(items []item, m mark) []block {
	if len(items) == 0 {
		return nil
	}
	best, least := c.columns(items, m, 1), 0.0
	least = height(best)
	for n := 2; n <= min(mostColumns, len(items)); n++ {
		blocks := c.columns(items, m, n)
		if blocks == nil {
			break
		}
		high := height(blocks)
		if high > float64(len(blocks))*(m.h+rowGap)+0.1 {
			high *= wrapping
		}
		if high < least {
			best, least = blocks, high
		}
	}
	return best
}

// columns lays items out in n columns; nil if their labels are too long for that.
func (c *composer) columns(items []item, m mark, n int) []block {
	column := (width - indent - float64(n-1)*columnGap) / float64(n)
	before := m.w + afterMark + c.codes(items)
	room := column - before
	if n > 1 {
		for i := range items {
			if c.faces.longest(items[i].label, plain) > room || len(c.faces.wrap(items[i].label, plain, room)) > mostLines {
				return nil
			}
		}
	}
	rows := (len(items) + n - 1) / n
	if float64(rows)*(m.h+rowGap) > longestGrid {
		rows = rowsTogether
	}
	var blocks []block
	for start := 0; start < len(items); start += rows * n {
		some := items[start:min(start+rows*n, len(items))]
		rows := (len(some) + n - 1) / n
		for row := range rows {
			var line []block
			for k := 0; k*rows+row < len(some); k++ {
				x := indent + float64(k)*(column+columnGap)
				line = joined(line, c.entry(&some[k*rows+row], m, x, x+before, room))
			}
			if n > 1 && row < rows-1 {
				glued(line)
			}
			blocks = append(blocks, line...)
		}
	}
	return blocks
}

// codes is how much room the numbers of the items take.
func (c *composer) codes(items []item) float64 {
	wide := 0.0
	for i := range items {
		if items[i].code != "" {
			wide = max(wide, c.faces.width(items[i].code, numerals)+2)
		}
	}
	return wide
}

// entry is a choice: its mark at x, its words from at on.
func (c *composer) entry(it *item, m mark, x, at, room float64) []block {
	lines := c.paragraph(it.label, at, room, plain)
	shift := middle(m.h, plain) - plain.baseline()
	if len(lines) == 2 { // two lines stand beside the mark's middle
		shift = max(0, m.h/2-plain.leading())
	}
	for i := range lines[0].pieces {
		lines[0].pieces[i].y += shift
	}
	lines[0].height += shift
	before := []piece{{shape: m.shape, x: x, w: m.w, h: m.h}}
	if it.code != "" {
		p := c.word(it.code, x+m.w+afterMark-0.5, 0, numerals)
		p.y = middle(m.h, numerals)
		if len(lines) > 2 {
			p.y = plain.baseline() + shift
		}
		before = append(before, p)
	}
	lines[0].pieces = append(before, lines[0].pieces...)
	if len(lines) <= mostLines { // one block, as high as the mark at least
		b := lines[0]
		for _, l := range lines[1:] {
			for _, p := range l.pieces {
				p.y += b.height
				b.add(p)
			}
			b.height += l.height
		}
		b.height = max(b.height, m.h) + rowGap
		return []block{b}
	}
	lines[len(lines)-1].height += rowGap
	return lines
}

// joined puts blocks next to each other. Only single ones are: a label that is
// longer has the line for itself.
func joined(line, next []block) []block {
	if len(line) == 0 {
		return next
	}
	line[0].add(next[0].pieces...)
	line[0].height = max(line[0].height, next[0].height)
	return line
}

// ranking is a box for the place before each choice, or a line to write on for each
// place.
func (c *composer) ranking(x *survey.Question) []block {
	if !c.rewritten(x) {
		return c.grid(c.items(x, c.things(x)), writePlace)
	}
	var blocks []block
	for i := range max(1, c.places(x)) {
		blocks = append(blocks, c.line(i))
	}
	return together(blocks)
}

// points is a box for a number before each choice, and one for the sum.
func (c *composer) points(x *survey.Question) []block {
	blocks := c.grid(c.items(x, c.things(x)), writePoints)
	sum := block{height: writePoints.h + 2}
	sum.add(
		piece{shape: cell, x: indent, y: 1.5, w: writePoints.w, h: writePoints.h},
		c.word(c.faces.clean(c.t("paper.points.sum", "Max", x.Max)), indent+writePoints.w+afterMark, 1.5+middle(writePoints.h, strong), strong),
	)
	blocks[len(blocks)-1].keep = true
	return append(blocks, sum)
}
