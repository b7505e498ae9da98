package entry

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
	"ashar/survey/paper"
)

// field is a question as it stands on the sheet.
type field struct {
	ID, Name string // the names of its inputs begin with the ID
	Kind     survey.Kind
	Sections []string // the headings that begin before it
	Number   int      // as it is printed; 0 for what has none
	Label    string
	Hint     string
	Required bool
	Wrong    string
	Codes    bool // numbers of choices are typed into a box
	Coded    string
	Single   bool // one choice
	Choices  []option
	Levels   []option
	Text     string
	Rows     int    // of a text; 1 for a line
	Mode     string // of the keyboard
	Most     int    // points that there are, places that are to be taken, or letters
	Unable   string // why it cannot be typed in
}

// option is a choice or a level, with the number under which it is typed.
type option struct {
	ID, Name, Label string
	Number          int
	Chosen          bool
	Given           string // the place, the level or the points that it has
}

// sheet lays out a questionnaire in a language, with what was given and what is wrong about it.
type sheet struct {
	words    locale.Speaker
	q        *survey.Questionnaire
	lang     string
	given    map[string]survey.Value
	mistakes []page.Mistake
}

func (s *sheet) say(t survey.Text) string { return s.q.Say(t, s.lang) }

// fields are the questions in their order.
func (s *sheet) fields() []field {
	numbers := paper.Numbers(s.q)
	var all []field
	var open []*survey.Group
	for i := range s.q.Questions {
		x := &s.q.Questions[i]
		if x.Kind.Computed() {
			continue
		}
		f := field{
			ID: fieldOf(i), Name: x.Name, Kind: x.Kind, Number: numbers[x.Name], Label: plainText(s.say(x.Label)), Hint: plainText(s.say(x.Hint)),
			Required: x.Required, Rows: 1,
		}
		around := s.q.Around(x.Group)
		for _, g := range around {
			if label := s.say(g.Label); label != "" && !slices.Contains(open, g) {
				f.Sections = append(f.Sections, plainText(label))
			}
		}
		open = around
		for _, m := range s.mistakes {
			if m.Field == f.ID && f.Wrong == "" {
				f.Wrong = m.Text
			}
		}
		s.fill(&f, x)
		all = append(all, f)
	}
	return all
}

// plainText is a text that may speak of other answers, which nobody has given yet.
func plainText(s string) string { return survey.FillIn(s, func(string) string { return "…" }) }

// fill gives a field what it is answered with.
func (s *sheet) fill(f *field, x *survey.Question) {
	v := s.given[x.Name]
	switch x.Kind {
	case survey.SelectOne, survey.SelectMultiple:
		f.Codes, f.Single, f.Most = true, x.Kind == survey.SelectOne, x.Max
		f.Choices = s.options(f.ID, x, v)
	case survey.Rank:
		f.Most, f.Codes = x.Max, x.Of != ""
		f.Choices = s.options(f.ID, x, v)
		if f.Codes {
			f.Coded = s.codes(x, v)
		}
	case survey.Scale:
		f.Choices = s.options(f.ID, x, v)
		for i, l := range s.q.Choices(x.List) {
			f.Levels = append(f.Levels, option{Name: strconv.Itoa(i + 1), Label: s.say(l.Label), Number: i + 1})
		}
	case survey.Points:
		f.Most, f.Choices = x.Max, s.options(f.ID, x, v)
	case survey.Pairwise:
		f.Unable = s.words.T("entry.unable.pairs")
	case survey.Integer, survey.Decimal, survey.RangeNumber:
		f.Text, f.Mode = s.words.Digits(v.Number), "decimal"
		if x.Kind == survey.RangeNumber && x.Range != nil {
			f.Hint = strings.TrimSpace(f.Hint + " " + s.words.T("form.range.hint", "Low", s.words.Digits(x.Range.Start), "High", s.words.Digits(x.Range.End)))
		}
	case survey.Date:
		f.Text = v.Date
		if day, err := time.Parse(time.DateOnly, v.Date); err == nil {
			f.Text = day.Format("02.01.2006")
		}
	case survey.Geopoint:
		f.Text, f.Mode = v.Text, "text"
		if v.Point != nil {
			f.Text = v.Point.String()
		}
	case survey.TextAnswer:
		f.Text, f.Most, f.Rows = v.Text, x.Max, 2
		if f.Most == 0 {
			f.Most = survey.MaxTextLength
		}
	case survey.Image, survey.Audio:
		f.Unable = s.words.T("entry.unable." + string(x.Kind))
	}
}

// options are the choices that a question can put before anybody, with their numbers in their list.
func (s *sheet) options(field string, x *survey.Question, v survey.Value) []option {
	var all []option
	list := s.q.Choices(s.q.Source(x))
	for _, c := range s.q.Things(x) {
		n := slices.IndexFunc(list, func(other survey.Choice) bool { return other.Name == c.Name })
		o := option{ID: field + "-" + strconv.Itoa(n+1), Name: c.Name, Label: s.say(c.Label), Number: n + 1, Chosen: v.Has(c.Name)}
		if l := v.LevelOf(c.Name); l > 0 {
			o.Given = strconv.Itoa(l)
		}
		if i := slices.Index(v.Choices, c.Name); x.Kind == survey.Rank && i >= 0 {
			o.Given = strconv.Itoa(i + 1)
		}
		all = append(all, o)
	}
	return all
}

// codes are the numbers of choices, in their order.
func (s *sheet) codes(x *survey.Question, v survey.Value) string {
	list := s.q.Choices(s.q.Source(x))
	var numbers []string
	for _, name := range v.Choices {
		if i := slices.IndexFunc(list, func(c survey.Choice) bool { return c.Name == name }); i >= 0 {
			numbers = append(numbers, strconv.Itoa(i+1))
		} else {
			numbers = append(numbers, strings.TrimPrefix(name, "№"))
		}
	}
	return strings.Join(numbers, " ")
}

// problemWords are a problem in words: the questionnaire's own, in the language of the sheet, if it has any for it.
func (s *sheet) problemWords(p *survey.Problem) string {
	if p.Message != nil {
		return s.say(p.Message)
	}
	code, choice := p.Code, p.Choice
	if code == survey.OverPoints && p.Given < 0 {
		code = survey.NotWhole // there was something else in the box than a number
	}
	if x := s.q.Question(p.Question); x != nil && p.Choice != "" {
		if c := s.q.Choice(s.q.Source(x), p.Choice); c != nil {
			choice = s.say(c.Label)
		}
	}
	return s.words.T("problem."+string(code), "Max", p.Max, "Given", p.Given, "Choice", choice,
		"Low", s.words.Digits(p.Low), "High", s.words.Digits(p.High), "Step", s.words.Digits(p.Step), "Time", s.words.DateTime(p.When))
}

// mistake says what is wrong about a question, with its number.
func (s *sheet) mistake(p *survey.Problem) page.Mistake {
	m := page.Mistake{Text: s.problemWords(p)}
	for i := range s.q.Questions {
		if s.q.Questions[i].Name == p.Question {
			m.Field = fieldOf(i)
		}
	}
	if n := paper.Numbers(s.q)[p.Question]; n > 0 {
		m.Text = strconv.Itoa(n) + ". " + m.Text
	}
	return m
}

// inWords is an answer as one line; a dash where there is none.
func (s *sheet) inWords(question string, v survey.Value) string {
	x := s.q.Question(question)
	called := func(name string) string {
		if c := s.q.Choice(s.q.Source(x), name); c != nil {
			return s.say(c.Label)
		}
		return name
	}
	var parts []string
	for i, name := range v.Choices {
		part := called(name)
		if x.Kind == survey.Rank {
			part = strconv.Itoa(i+1) + ". " + part
		}
		parts = append(parts, part)
	}
	for _, l := range v.Levels {
		level := strconv.Itoa(l.Level)
		if levels := s.q.Choices(x.List); x.Kind == survey.Scale && l.Level >= 1 && l.Level <= len(levels) {
			level += " (" + s.say(levels[l.Level-1].Label) + ")"
		}
		parts = append(parts, called(l.Choice)+": "+level)
	}
	for _, p := range v.Pairs {
		parts = append(parts, called(p.First)+" / "+called(p.Second)+": "+called(p.Better))
	}
	f := field{}
	if s.given == nil {
		s.given = map[string]survey.Value{}
	}
	if x.Kind != survey.Pairwise {
		one := *s
		one.given = map[string]survey.Value{question: v}
		one.fill(&f, x)
	}
	if f.Text != "" {
		parts = append(parts, f.Text)
	}
	if len(parts) == 0 {
		return "—"
	}
	return strings.Join(parts, "; ")
}
