package paper

import (
	"fmt"

	"ashar/survey"
)

// Room for handwriting, in millimetres.
const (
	linePitch   = 8.5
	cellWidth   = 7.0
	cellHeight  = 8.0
	numberWidth = 45.0
	placeWidth  = 130.0
)

// The lines of a text: one for so many characters, and not more than anybody fills.
const (
	perLine   = 125
	mostRuled = 5
)

func writingLines(limit int) int {
	if limit == 0 {
		return mostRuled - 1
	}
	return min(mostRuled, (limit+perLine-1)/perLine)
}

// writing is lines to write on: as many as said, or as a text of at most limit
// characters needs.
func (c *composer) writing(limit, lines int) []block {
	if lines == 0 {
		lines = writingLines(limit)
	}
	blocks := make([]block, lines)
	for i := range blocks {
		blocks[i] = block{height: linePitch, pieces: []piece{{shape: blank, x: indent, y: linePitch - 1, w: width - indent}}}
	}
	return blocks
}

// line is a numbered line to write a thing on, the first being 1.
func (c *composer) line(i int) block {
	b := block{height: writeHeight}
	b.add(
		c.word(fmt.Sprintf("%d.", i+1), indent, middle(markSize, strong), strong),
		piece{shape: blank, x: indent + 8, y: markSize, w: placeWidth},
	)
	return b
}

// numeral is room for a number: a circle for each if there are few, a box for each
// digit if there is a bound, else a line. What can be written stands beside it.
func (c *composer) numeral(x *survey.Question, at float64) block {
	if x.Kind == survey.RangeNumber && x.Range != nil {
		if numbers := x.Range.Numbers(survey.MaxScaleLevels); numbers != nil {
			return c.circled(numbers, at)
		}
	}
	b := block{height: cellHeight + 1}
	low, high := limits(x)
	if digits := len(high); high != "" && x.Kind != survey.Decimal && whole(low) && whole(high) && low[0] != '-' && digits <= 9 && (x.Range == nil || whole(x.Range.Step)) {
		for range digits {
			b.add(piece{shape: cell, x: at, w: cellWidth, h: cellHeight})
			at += cellWidth
		}
	} else {
		b.add(piece{shape: blank, x: at, y: cellHeight - 1, w: numberWidth})
		at += numberWidth
	}
	if said := c.between(x, low, high); said != "" {
		b.add(c.word(c.faces.clean(said), at+3, middle(cellHeight, hint), hint))
	}
	return b
}

// limits are the lowest and highest number that can be given; "" where there is none.
func limits(x *survey.Question) (low, high string) {
	if x.Range != nil {
		return x.Range.Start, x.Range.End
	}
	return bounds(x.Constraint)
}

// between says what number can be written; "" if any can.
func (c *composer) between(x *survey.Question, low, high string) string {
	switch {
	case x.Range != nil && x.Range.Step != "1":
		return c.t("paper.number.step", "Low", c.o.Words.Digits(low), "High", c.o.Words.Digits(high), "Step", c.o.Words.Digits(x.Range.Step))
	case low != "" && high != "":
		return c.t("paper.number.between", "Low", c.o.Words.Digits(low), "High", c.o.Words.Digits(high))
	case low != "":
		return c.t("paper.number.from", "Low", c.o.Words.Digits(low))
	case high != "":
		return c.t("paper.number.to", "High", c.o.Words.Digits(high))
	}
	return ""
}

// circled is a few numbers to choose one of.
func (c *composer) circled(numbers []string, at float64) block {
	b := block{height: markSize + rowGap}
	wide := (width - indent) / max(float64(len(numbers)), 8)
	for i, n := range numbers {
		x := at + float64(i)*wide
		b.add(
			piece{shape: circle, x: x, w: markSize, h: markSize},
			c.word(c.faces.cut(c.o.Words.Digits(n), plain, wide-markSize-2), x+markSize+1.2, middle(markSize, plain), plain),
		)
	}
	return b
}

// day is boxes for a day, its month and its year, with their names below.
func (c *composer) day(x float64) block {
	b := block{height: cellHeight + caption.leading() + 1}
	for i, part := range []struct {
		cells int
		id    string
	}{{2, "paper.date.day"}, {2, "paper.date.month"}, {4, "paper.date.year"}} {
		if i > 0 {
			b.add(c.word(".", x+1.2, cellHeight-1, strong))
			x += 4
		}
		for k := range part.cells {
			b.add(piece{shape: cell, x: x + float64(k)*cellWidth, w: cellWidth, h: cellHeight})
		}
		wide := float64(part.cells) * cellWidth
		b.add(c.faces.centred(c.faces.cut(c.t(part.id), caption, wide), x, wide, cellHeight+caption.baseline(), caption))
		x += wide
	}
	return b
}

// device is a mark for what was taken with a phone.
func (c *composer) device(x float64) block {
	b := block{height: markSize + rowGap}
	b.add(
		piece{shape: square, x: x, w: markSize, h: markSize},
		c.word(c.faces.clean(c.t("paper.device.done")), x+markSize+afterMark, middle(markSize, plain), plain),
	)
	return b
}
