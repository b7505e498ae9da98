package survey

import (
	"slices"
	"sync"

	"ashar/survey/expression"
)

// plan is a questionnaire as the steps of an interview need it: names are places,
// and expressions are programs.
type plan struct {
	language string // the default one
	steps    []step
	// order has the place of every step, after those that its being asked or its
	// choices hang on. Where nothing hangs on what comes later, it is 0, 1, 2 ...
	order     []int
	slots     map[string]int // what ${name} stands for: a step, or beyond them a cell
	cells     []cell
	evaluates bool  // there is an expression, or a computed value
	clock     bool  // a condition speaks of the day or the hour
	once      []int // the computed values that are kept when they first come to something
	// walks keeps the room of walks that are done for those to come: most of what a step
	// of an interview takes from memory.
	walks sync.Pool
}

// step is a question with all that it names.
type step struct {
	question                                        *Question
	computed                                        bool     // Kind.Computed: asked so often that it is known beforehand
	varies                                          bool     // what there is to choose hangs on other answers
	matters                                         bool     // another question hangs on the answer, be it by its constraint
	whole                                           bool     // an answer names as many choices as there are, or as a rank has places
	least                                           int      // so many choices there must be
	source                                          string   // the list of the choices
	choices                                         []Choice // that can be chosen, ranked, rated, given points or compared at most
	levels                                          []Choice
	sections                                        []Text
	of                                              int                   // the place of the question that Of names; -1: none
	relevant                                        []*expression.Program // its own, and those of the groups around it
	required, constraint, calculation, filter, seed *expression.Program
	// rechecked: a later answer, or another day, can break the constraint.
	rechecked bool
}

// cell is one thing of a scale or of points, which expressions can speak of.
type cell struct {
	step   int
	choice string
}

// newPlan takes a questionnaire that Check accepts. Of another one it makes what it
// can: an expression that cannot be read asks for nothing.
func newPlan(q *Questionnaire) *plan {
	p := &plan{steps: make([]step, len(q.Questions)), slots: map[string]int{}}
	if len(q.Languages) > 0 {
		p.language = q.Languages[0]
	}
	for i := range q.Questions {
		p.slots[q.Questions[i].Name] = i
	}
	for i := range q.Questions {
		p.steps[i] = p.step(q, &q.Questions[i])
		p.rows(i)
	}
	for i := range p.steps {
		p.programs(q, i)
	}
	hang := dependencies(q)
	p.order, _ = hang.sort()
	for i := range q.Questions {
		others := slices.Concat(hang.on[i], hang.named(q.Questions[i].Constraint, q.Questions[i].RequiredIf))
		for _, j := range others {
			p.steps[j].matters = p.steps[j].matters || j != i
		}
	}
	return p
}

func (p *plan) step(q *Questionnaire, x *Question) step {
	s := step{question: x, of: -1, source: x.source(q)}
	s.computed, s.least = x.Kind.Computed(), x.least()
	s.whole = x.Kind == Rank || x.Kind == Scale
	s.choices = x.choices(q, s.source)
	if x.Kind == Scale {
		s.levels = q.Choices(x.List)
	}
	if of, known := p.slots[x.Of]; known && x.Of != "" {
		s.of = of
	}
	for _, g := range q.Around(x.Group) {
		if g.Label.In() != "" {
			s.sections = append(s.sections, g.Label)
		}
	}
	return s
}

// source names the list whose choices are put before the respondent; "" if none is.
func (x *Question) source(q *Questionnaire) string {
	for seen := map[string]bool{}; !seen[x.Name]; { // a scale can be of a scale of a selection
		seen[x.Name] = true
		switch {
		case x.Of != "":
			if x = q.Question(x.Of); x == nil {
				return ""
			}
		case x.Kind == Scale:
			return x.Items
		default:
			return x.List
		}
	}
	return ""
}

// Source names the list whose choices the question puts before the respondent, be
// it its own or that of the question Of; "" if there is none.
func (q *Questionnaire) Source(x *Question) string { return x.source(q) }

// Things are the choices that the question can put before a respondent, before any
// choice filter: what stands alone among others can be chosen, but neither ranked nor
// rated, and what is none or another is not compared.
func (q *Questionnaire) Things(x *Question) []Choice { return x.choices(q, x.source(q)) }

// choices are those of its list that the question can put before a respondent: what
// stands alone among others can be chosen, but neither ranked nor rated.
func (x *Question) choices(q *Questionnaire, list string) []Choice {
	choices := q.Choices(list)
	alone := func(c Choice) bool { return c.Exclusive || x.Kind == Pairwise && c.last() }
	if x.Kind == SelectOne || x.Kind == SelectMultiple || !slices.ContainsFunc(choices, alone) {
		return choices
	}
	return slices.DeleteFunc(slices.Clone(choices), alone)
}

// rows makes the things of a scale or of points known by name.
func (p *plan) rows(i int) {
	x := p.steps[i].question
	if x.Kind != Scale && x.Kind != Points {
		return
	}
	for _, c := range p.steps[i].choices {
		p.slots[RowName(x.Name, c.Name)] = len(p.steps) + len(p.cells)
		p.cells = append(p.cells, cell{step: i, choice: c.Name})
	}
}

func (p *plan) programs(q *Questionnaire, i int) {
	s := &p.steps[i]
	x := s.question
	if r := p.program(x.Relevant); r != nil {
		s.relevant = append(s.relevant, r)
	}
	for _, g := range q.Around(x.Group) {
		if r := p.program(g.Relevant); r != nil {
			s.relevant = append(s.relevant, r)
		}
	}
	s.required, s.constraint = p.program(x.RequiredIf), p.judging(x.Name, x.Constraint)
	s.calculation, s.filter, s.seed = p.program(x.Calculation), p.program(x.ChoiceFilter), p.program(x.Seed)
	if e := parsed(x.Constraint); e != nil {
		others := slices.DeleteFunc(e.References(), func(name string) bool { return name == x.Name })
		s.rechecked = len(others) > 0 || e.UsesClock()
	}
	s.varies = x.Kind.Takes() && (s.of >= 0 || s.filter != nil)
	p.evaluates = p.evaluates || s.computed
	if e := parsed(x.Calculation); e != nil && e.UsesOnce() {
		p.once = append(p.once, i)
	}
}

// program compiles an expression; nil when there is none.
func (p *plan) program(source string) *expression.Program { return p.judging("", source) }

// judging compiles an expression that judges the answer to a question, which it may
// call by the question's name as well as ".".
func (p *plan) judging(question, source string) *expression.Program {
	e := parsed(source)
	if e == nil {
		return nil
	}
	p.evaluates = true
	p.clock = p.clock || e.UsesClock()
	return e.Compile(func(name string) int {
		slot, known := p.slots[name]
		switch {
		case name == question:
			return p.self()
		case known:
			return slot
		}
		return -1 // is never answered
	})
}

// self is the slot that stands for the answer being judged.
func (p *plan) self() int { return len(p.steps) + len(p.cells) }

// parsed is an expression; nil when there is none, or none that can be read.
func parsed(source string) *expression.Expression {
	if source == "" {
		return nil
	}
	e, err := expression.Parse(source)
	if err != nil {
		return nil
	}
	return e
}
