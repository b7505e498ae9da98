package batch

import (
	"cmp"
	"slices"
	"strings"

	"ashar/survey"
	"ashar/survey/locale"
)

// The columns that are about the paper and not about a question. No question can have such a name.
const (
	Serial   = "_serial"   // the number on the paper, as survey.ParseSerial reads it; empty where there is none
	Village  = "_village"  // a village's name or identifier; empty where the serial tells it
	Day      = "_day"      // the day on which it was filled in; empty where that is not known
	Language = "_language" // of the form; empty where it is that of the table
	Consent  = "_consent"  // whether the box "I agree" is marked
	Ticket   = "_code"     // where the campaign admits by personal codes
	Known    = "_id"       // of a response, in what `ashar export` writes
	Begun    = "_begun"    // when it was begun, there
	Channel  = "_channel"  // the way by which it came, there
	Why      = "_why"      // why a row was refused; not read
)

// passedBy are columns of what `ashar export` writes that say nothing that can be taken.
var passedBy = []string{Why, "_questionnaire", "_version", "_village_name", "_shared", "_edits", "_submitted", "_entered_by", "_judgement"}

// Place is a village in which the campaign asks.
type Place struct {
	Village string   // its identifier
	Names   []string // by which it is called, the first one as it is written in a template
}

// Options are what a table is made and read with.
type Options struct {
	Words    locale.Speaker
	Language string // of the questionnaire's texts and, where no row says another, of the interviews
	Places   []Place
	Tickets  bool // the campaign admits by personal codes
	// Printed tells for which village the form with a number was printed; ok is false where nobody knows. May be nil.
	Printed func(number int) (village string, ok bool)
	// Agreed: all papers have the box marked, so that a table without that column is taken.
	Agreed bool
}

// Form is a questionnaire as a table.
type Form struct {
	q       *survey.Questionnaire
	o       Options
	columns []column
	choices map[string]*lookup // by list
	villages,
	headings *lookup
}

// column is one of a template, or one that a template could have. Part is a choice, or "" where the whole answer stands
// in one cell. A column that is only read is not in the template: many choices in one cell.
type column struct {
	code     string
	question *survey.Question // nil of a column about the paper
	part     string
	only     bool // it is only read
}

// New makes the table of a questionnaire, which survey accepts. The language is the questionnaire's default one where it
// does not speak that of the Options.
func New(q *survey.Questionnaire, o Options) *Form {
	if !q.Speaks(o.Language) {
		o.Language = q.Languages[0]
	}
	f := &Form{q: q, o: o, choices: map[string]*lookup{}, villages: newLookup(), headings: newLookup()}
	about := []string{Serial, Village, Day, Consent}
	if o.Tickets {
		about = append(about, Ticket)
	}
	if len(q.Languages) > 1 {
		about = append(about, Language)
	}
	for _, code := range about {
		f.columns = append(f.columns, column{code: code})
	}
	for _, code := range []string{Language, Ticket, Known, Begun, Channel} {
		if !slices.Contains(about, code) {
			f.columns = append(f.columns, column{code: code, only: true})
		}
	}
	for i := range q.Questions {
		f.columns = append(f.columns, f.columnsOf(&q.Questions[i])...)
	}
	for _, l := range q.Lists {
		f.choices[l.Name] = newLookup()
		for _, c := range l.Choices {
			f.choices[l.Name].add(c.Name, c.Name, texts(c.Label)...)
		}
	}
	for _, p := range o.Places {
		f.villages.add(p.Village, p.Village, p.Names...)
	}
	for _, c := range f.columns {
		f.headings.names[c.code] = c.code
		f.headings.calls(c.code, f.called(c)...)
	}
	return f
}

// columnsOf are the columns of a question: those of package dataset, of which a template has one for each thing or one in
// all. Photos and voice messages do not go into a table, and what is computed or only read is not answered.
func (f *Form) columnsOf(x *survey.Question) []column {
	whole := column{code: x.Name, question: x}
	switch x.Kind {
	case survey.SelectMultiple, survey.Rank:
		whole.only = true
		all := []column{whole}
		for _, c := range f.q.Things(x) {
			all = append(all, column{code: x.Name + "/" + c.Name, question: x, part: c.Name})
		}
		return all
	case survey.Scale, survey.Points:
		var all []column
		for _, c := range f.q.Things(x) {
			all = append(all, column{code: survey.RowName(x.Name, c.Name), question: x, part: c.Name})
		}
		return all
	case survey.Note, survey.Image, survey.Audio:
		return nil
	}
	if x.Kind.Computed() {
		return nil
	}
	return []column{whole}
}

// called is what people may have written above a column: the question, with the thing where it has several columns.
func (f *Form) called(c column) []string {
	if c.question == nil {
		return []string{f.title(c)}
	}
	var all []string
	for _, lang := range f.q.Languages {
		name := f.q.Say(c.question.Label, lang)
		if c.part != "" {
			name += " / " + f.q.Say(f.choice(c).Label, lang)
		}
		all = append(all, name)
	}
	return all
}

// title is what stands above a column of a template: about the paper, or the question.
func (f *Form) title(c column) string {
	if c.question == nil {
		return f.o.Words.T("batch.column." + strings.TrimPrefix(c.code, "_"))
	}
	return f.q.Say(c.question.Label, f.o.Language)
}

// choice is the thing that a column is about.
func (f *Form) choice(c column) *survey.Choice {
	if found := f.q.Choice(f.q.Source(c.question), c.part); found != nil {
		return found
	}
	return &survey.Choice{Name: c.part}
}

// column is the one with this code, which there must be.
func (f *Form) column(code string) column {
	return f.columns[slices.IndexFunc(f.columns, func(c column) bool { return c.code == code })]
}

// template are the columns of a template, in their order.
func (f *Form) template() []column {
	return slices.DeleteFunc(slices.Clone(f.columns), func(c column) bool { return c.only })
}

// label is what a choice of a list is called in the table: its label, or where others have the same, or none, its name.
func (f *Form) label(list string, c *survey.Choice) string {
	said := strings.TrimSpace(f.q.Say(c.Label, f.o.Language))
	if name, ok := f.choices[list].find(said); ok && name == c.Name && said != "" {
		return said
	}
	return c.Name
}

// labels are what the choices of a list are called, in its order.
func (f *Form) labels(list string) []string {
	choices := f.q.Choices(list)
	all := make([]string, len(choices))
	for i := range choices {
		all[i] = f.label(list, &choices[i])
	}
	return all
}

// texts are the translations of a text.
func texts(t survey.Text) []string {
	all := make([]string, 0, len(t))
	for _, s := range t {
		all = append(all, s)
	}
	return all
}

// lookup finds things by what people call them: as it is written, or else as it is spelt; never one of several.
type lookup struct {
	names  map[string]string // exactly
	labels map[string]string // without space around
	keys   map[string]string // as survey.SearchKey has them
}

// several stands for more than one thing.
const several = "\x00"

func newLookup() *lookup {
	return &lookup{names: map[string]string{}, labels: map[string]string{}, keys: map[string]string{}}
}

// add enters a thing under its name and what else it is called.
func (l *lookup) add(thing, name string, called ...string) {
	l.names[name] = thing
	l.calls(thing, append(called, name)...)
}

// calls enters what a thing is called.
func (l *lookup) calls(thing string, called ...string) {
	put := func(m map[string]string, key string) {
		if before := m[key]; key != "" && before != thing {
			m[key] = cmp.Or(map[bool]string{true: several}[before != ""], thing)
		}
	}
	for _, c := range called {
		put(l.labels, strings.TrimSpace(c))
		put(l.keys, survey.SearchKey(c))
	}
}

// find returns the thing that is called so; ok is false of none, and of several.
func (l *lookup) find(called string) (thing string, ok bool) {
	called = strings.TrimSpace(called)
	if called == "" {
		return "", false
	}
	if thing, ok := l.names[called]; ok {
		return thing, true
	}
	if thing, ok := l.labels[called]; ok {
		return thing, thing != several
	}
	thing, ok = l.keys[survey.SearchKey(called)]
	return thing, ok && thing != several && thing != ""
}
