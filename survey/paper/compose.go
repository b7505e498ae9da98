package paper

import (
	"fmt"
	"slices"
	"strings"

	"ashar/survey"
)

// composer makes one copy of a form out of a questionnaire.
type composer struct {
	q     *survey.Questionnaire
	o     Options
	faces faces
	turn  int    // which copy this is, for what turns from copy to copy
	no    string // the copy's number as it is printed

	numbers  map[string]int              // of the questions that have one, by their names
	followed map[string]*survey.Question // by select: the text that is written beside its choice "other"
	folded   map[string]bool             // the texts that are
	coded    map[string]bool             // the questions whose choices are numbered, for being written down later

	units []unit
	open  []*survey.Group // the labelled groups around the question before, outermost first
}

// compose lays out the copy with this index, from 0.
func compose(q *survey.Questionnaire, o Options, f faces, index int) []page {
	c := newComposer(q, o, f, index)
	c.count()
	c.head()
	for i := range q.Questions {
		if x := &q.Questions[i]; !x.Kind.Computed() && !c.folded[x.Name] {
			c.question(x)
		}
	}
	c.end()
	pages := paginate(c.units)
	for i := range pages {
		pages[i].pieces = append(pages[i].pieces, c.foot(i+1, len(pages))...)
	}
	return pages
}

func newComposer(q *survey.Questionnaire, o Options, f faces, index int) *composer {
	c := &composer{
		q: q, o: o, faces: f, turn: index,
		numbers: map[string]int{}, followed: map[string]*survey.Question{}, folded: map[string]bool{}, coded: map[string]bool{},
	}
	c.no = o.Words.T("paper.serial", "Serial", "____")
	if o.First > 0 {
		c.turn = o.First + index - 1
		no := fmt.Sprintf("%04d", o.First+index)
		if o.Serial != nil {
			no = o.Serial(o.First + index)
		}
		c.no = o.Words.T("paper.serial", "Serial", no)
	}
	return c
}

// count gives the questions their numbers, in their order, and finds out which are
// written beside another, and of which the answers are written down again later.
func (c *composer) count() {
	var before *survey.Question
	for i := range c.q.Questions {
		x := &c.q.Questions[i]
		if x.Kind.Computed() {
			continue
		}
		if before != nil && c.belongs(x, before) {
			c.followed[before.Name], c.folded[x.Name] = x, true
			before = nil
			continue
		}
		before = x
		if x.Kind != survey.Note {
			c.numbers[x.Name] = len(c.numbers) + 1
		}
		if c.rewritten(x) {
			c.coded[x.Of] = true
		}
	}
}

// belongs reports whether a text is what was meant by the choice "other" of the
// question just before it, so that it is written beside that choice.
func (c *composer) belongs(x, before *survey.Question) bool {
	if x.Kind != survey.TextAnswer || x.Group != before.Group || !before.Kind.Takes() || c.rewritten(before) {
		return false
	}
	question, choice, ok := asksOnly(c.q, x.Relevant)
	if !ok || question != before.Name {
		return false
	}
	other := c.q.Choice(before.List, choice)
	return other.Name == "other" || other.Need == "other"
}

// mostRewritten is how many things anybody writes down again by hand.
const mostRewritten = 5

// rewritten reports whether the things that a question is about are written down
// again from an earlier question: where they are few, and chosen there.
func (c *composer) rewritten(x *survey.Question) bool {
	return x.Of != "" && x.Kind != survey.Points && c.places(x) <= mostRewritten
}

// places is how many things at most are ranked, rated or given points.
func (c *composer) places(x *survey.Question) int {
	n := c.most(x)
	if x.Kind == survey.Rank && x.Max > 0 {
		n = min(n, x.Max)
	}
	return n
}

// most is how many things at most are left for a question to ask about.
func (c *composer) most(x *survey.Question) int {
	n := len(c.things(x))
	if of := c.q.Question(x.Of); of != nil {
		n = min(n, c.most(of))
	}
	if x.Kind == survey.SelectMultiple && x.Max > 0 {
		n = min(n, x.Max)
	}
	return n
}

// things are the choices that can be put before the respondent.
func (c *composer) things(x *survey.Question) []survey.Choice {
	things, _ := offered(c.q.Things(x), x.ChoiceFilter)
	return things
}

// code is what stands beside a choice of a question for being written down later, the
// same wherever its list is printed; "" if nothing does.
func (c *composer) code(x *survey.Question, name string) string {
	if !c.coded[x.Name] {
		return ""
	}
	i := slices.IndexFunc(c.q.Choices(c.q.Source(x)), func(ch survey.Choice) bool { return ch.Name == name })
	return fmt.Sprint(i + 1)
}

// sections begins a unit, with the headings of the groups that begin with the
// question. It returns also the conditions of groups without a label, which have no
// heading to stand under.
func (c *composer) sections(x *survey.Question) (u unit, conditions []string) {
	var labelled []*survey.Group
	for _, g := range c.q.Around(x.Group) {
		if c.say(g.Label) == "" {
			conditions = append(conditions, g.Relevant)
			continue
		}
		labelled = append(labelled, g)
	}
	u.gap = gapBetween
	same := 0
	for same < len(labelled) && same < len(c.open) && labelled[same] == c.open[same] {
		same++
	}
	if same == len(labelled) && len(c.open) > same && same > 0 {
		same-- // back in the group around: say so
	}
	c.open = labelled
	for _, g := range labelled[same:] {
		u.gap = gapSection
		u.add(glued(c.band(c.say(g.Label)))...)
		if only := c.only(g.Relevant); only != "" {
			u.add(glued(c.paragraph(arrow+only, 0, width, hint))...)
		}
		u.add(space(1.5))
	}
	return u, conditions
}

// arrow leads a sentence that says when to answer.
const arrow = "→ "

// Room between units, in millimetres.
const (
	gapBetween = 3.5
	gapSection = 5.4
)

// band is a section's heading, with a rule under it.
func (c *composer) band(label string) []block {
	lines := c.paragraph(label, 0, width, section)
	last := &lines[len(lines)-1]
	last.add(piece{shape: rule, y: last.height + 0.4, w: width})
	last.height += 1.6
	return lines
}

// paragraph is words that begin at x and are wrapped at most at x plus wide, a block
// for each line. The first two lines stay together, and the last two.
func (c *composer) paragraph(text string, x, wide float64, s style) []block {
	lines := c.faces.wrap(text, s, wide)
	blocks := make([]block, 0, len(lines))
	for i, line := range lines {
		b := block{height: s.leading(), keep: i == 0 || i == len(lines)-2}
		if line != "" {
			b.add(c.word(line, x, s.baseline(), s))
		}
		blocks = append(blocks, b)
	}
	blocks[len(blocks)-1].keep = false
	return blocks
}

// word is a piece of words on one line.
func (c *composer) word(text string, x, baseline float64, s style) piece {
	return piece{shape: words, x: x, y: baseline, w: c.faces.width(text, s), text: strings.ReplaceAll(text, "\n", " "), style: s}
}

// Numbers are those that stand before the questions on paper, by their names. Notes have none, nor has what is written
// beside a choice of the question before.
func Numbers(q *survey.Questionnaire) map[string]int {
	c := &composer{
		q: q, numbers: map[string]int{}, followed: map[string]*survey.Question{}, folded: map[string]bool{}, coded: map[string]bool{},
	}
	c.count()
	return c.numbers
}
