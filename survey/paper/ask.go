package paper

import (
	"fmt"
	"slices"
	"strings"

	"ashar/survey"
)

// indent is where the words of a question begin, beside its number.
const indent = 10.0

// question adds the unit of one question.
func (c *composer) question(x *survey.Question) {
	u, conditions := c.sections(x)
	label := c.say(x.Label)
	if x.Required {
		label += " *"
	}
	s := asked
	if x.Kind == survey.Note {
		s = plain
	}
	from := len(u.blocks)
	u.add(glued(c.paragraph(label, c.margin(x), width-c.margin(x), s))...)
	if n := c.numbers[x.Name]; n > 0 {
		first := &u.blocks[from]
		first.pieces = slices.Insert(first.pieces, 0, c.word(fmt.Sprintf("%d.", n), 0, s.baseline(), s))
	}
	if only := c.only(append(conditions, x.Relevant)...); only != "" {
		u.add(glued(c.paragraph(arrow+only, c.margin(x), width-c.margin(x), hint))...)
	}
	var told []string
	for _, text := range []string{c.from(x), c.filtered(x), c.say(x.Hint), c.instruction(x)} {
		if text != "" {
			told = append(told, text)
		}
	}
	if len(told) > 0 {
		u.add(glued(c.paragraph(strings.Join(told, " "), c.margin(x), width-c.margin(x), hint))...)
	}
	if !c.beside(&u, from, x) {
		if x.Kind != survey.Note {
			u.add(space(1.6))
		}
		c.answer(&u, x)
	}
	u.blocks[len(u.blocks)-1].keep = false
	c.units = append(c.units, u)
}

// The middle of the sheet: a small answer stands right of it, if the question ends
// left of it.
const (
	leftHalf  = 112.0
	rightHalf = 118.0
)

// beside puts an answer that needs one line on the right of the question, whose
// words are the blocks from the one with this index on; false if there is no room.
func (c *composer) beside(u *unit, from int, x *survey.Question) bool {
	answer, ok := c.small(x, rightHalf)
	if !ok || ends(u.blocks[from:]) > leftHalf || ends([]block{answer}) > width {
		return false
	}
	first := &u.blocks[from]
	used := height(u.blocks[from:])
	if from == len(u.blocks)-1 { // one line stands beside the middle of the answer
		for i := range first.pieces {
			first.pieces[i].y += max(0, middle(cellHeight, asked)-asked.baseline())
		}
	}
	first.add(answer.pieces...)
	if used < answer.height {
		u.add(block{height: answer.height - used})
	}
	return true
}

// ends is where the words that reach farthest to the right end.
func ends(blocks []block) float64 {
	end := 0.0
	for i := range blocks {
		for _, p := range blocks[i].pieces {
			end = max(end, p.x+p.w)
		}
	}
	return end
}

// small is the answer of a kind that needs one line, from x = at on.
func (c *composer) small(x *survey.Question, at float64) (block, bool) {
	switch x.Kind {
	case survey.Integer, survey.Decimal, survey.RangeNumber:
		return c.numeral(x, at), true
	case survey.Date:
		return c.day(at), true
	case survey.Geopoint, survey.Image, survey.Audio:
		return c.device(at), true
	}
	return block{}, false
}

// margin is where a question's words begin. A note has no number beside it.
func (c *composer) margin(x *survey.Question) float64 {
	if x.Kind == survey.Note {
		return 0
	}
	return indent
}

// instruction says how the question is answered on paper.
func (c *composer) instruction(x *survey.Question) string {
	switch x.Kind {
	case survey.SelectOne:
		return c.t("paper.one")
	case survey.SelectMultiple:
		if x.Max == 1 {
			return c.t("paper.one")
		}
		if x.Max > 0 && x.Max < len(c.things(x)) {
			return c.t("paper.several_max", "Max", x.Max)
		}
		return c.t("paper.several")
	case survey.Rank:
		if c.rewritten(x) {
			return c.t("paper.rank.write")
		}
		if places := c.places(x); places < len(c.things(x)) {
			return c.t("paper.rank.boxes_max", "Max", places)
		}
		return c.t("paper.rank.boxes")
	case survey.Scale:
		if c.rewritten(x) {
			return c.t("paper.scale.write")
		}
		return c.t("paper.scale")
	case survey.Points:
		return c.o.Words.N("paper.points", x.Max)
	case survey.Pairwise:
		if x.Of != "" {
			return c.t("paper.pairs.write")
		}
		return c.t("paper.scale")
	}
	return c.elsewhere(x.Kind)
}

// elsewhere says how that is answered which cannot be on paper.
func (c *composer) elsewhere(k survey.Kind) string {
	switch k {
	case survey.Geopoint:
		return c.t("paper.device.place")
	case survey.Image:
		return c.t("paper.device.image")
	case survey.Audio:
		return c.t("paper.device.audio")
	}
	return ""
}

// answer adds what the question is answered on.
func (c *composer) answer(u *unit, x *survey.Question) {
	switch x.Kind {
	case survey.SelectOne, survey.SelectMultiple:
		u.add(c.selection(x)...)
	case survey.Rank:
		u.add(c.ranking(x)...)
	case survey.Scale:
		c.scale(u, x)
	case survey.Points:
		u.add(c.points(x)...)
	case survey.Pairwise:
		u.add(c.pairs(x)...)
	case survey.TextAnswer:
		u.add(c.writing(x.Max, 0)...)
	}
	if b, ok := c.small(x, indent); ok {
		u.add(b)
	}
}
