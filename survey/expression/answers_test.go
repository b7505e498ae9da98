package expression_test

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"ashar/survey/expression"
)

// answers is an interview that stands still: the Environment of the tests.
type answers struct {
	names   []string // by slot
	values  []expression.Value
	self    expression.Value
	columns map[string]string
	labels  map[string]string
}

var _ expression.Environment = (*answers)(nil)

func (a *answers) Value(slot int) expression.Value { return a.values[slot] }
func (a *answers) Self() expression.Value          { return a.self }
func (a *answers) Column(name string) string       { return a.columns[name] }
func (a *answers) Today() string                   { return "2026-05-01" }
func (a *answers) Label(_ int, name string) string { return a.labels[name] }
func (a *answers) slot(name string) int            { return slices.Index(a.names, name) }
func (a *answers) give(n string, v expression.Value) {
	a.names, a.values = append(a.names, n), append(a.values, v)
}

func (a *answers) Now() time.Time {
	return time.Date(2026, 5, 1, 18, 30, 0, 0, time.FixedZone("Bishkek", 6*60*60))
}

// village has an answer of every type, and the questions that nobody answered.
func village() *answers {
	a := &answers{
		self:    expression.Num(7),
		columns: map[string]string{"name": "water", "oblast": "talas", "code": "12"},
		labels:  map[string]string{"water": "Таза суу", "roads": "Жолдор"},
	}
	a.give("age", expression.Num(34))
	a.give("share", expression.Num(0.5))
	a.give("sex", expression.Str("female"))
	a.give("severity", expression.Str("4"))
	a.give("needs", expression.Chosen([]string{"water", "roads", "school"}))
	a.give("one", expression.Chosen([]string{"water"}))
	a.give("wish", expression.Str("Жол керек"))
	a.give("born", expression.Day("1992-02-29"))
	a.give("met", expression.Moment(a.Now()))
	a.give("agreed", expression.Bool(true))
	a.give("refused", expression.Bool(false))
	a.give("nothing", expression.Value{})
	return a
}

// questions is the same village before anybody answered.
func questions() expression.Scope {
	needs := []string{"water", "roads", "school", "light"}
	known := map[string]expression.Variable{
		"age":      {Type: expression.Number},
		"share":    {Type: expression.Number},
		"sex":      {Type: expression.Name, Choices: []string{"female", "male"}},
		"severity": {Type: expression.Name, Choices: []string{"1", "2", "3", "4", "5"}},
		"needs":    {Type: expression.Names, Choices: needs},
		"order":    {Type: expression.Names, Choices: needs},
		"one":      {Type: expression.Name, Choices: needs},
		"place":    {Type: expression.Name},
		"wish":     {Type: expression.Text},
		"born":     {Type: expression.Date},
		"agreed":   {Type: expression.Boolean},
		"mixed":    {Type: expression.Any},
	}
	return expression.Scope{
		Variable: func(name string) (expression.Variable, bool) { v, ok := known[name]; return v, ok },
		Names: func() []string {
			return []string{"age", "share", "sex", "severity", "needs", "order", "one", "place", "wish", "born", "agreed", "mixed"}
		},
	}
}

func parse(t rapid.TB, source string) *expression.Expression {
	t.Helper()
	e, err := expression.Parse(source)
	if err != nil {
		t.Fatalf("Parse(%.100q): %v", source, err)
	}
	return e
}

func eval(t rapid.TB, source string, env *answers) expression.Value {
	t.Helper()
	return parse(t, source).Compile(env.slot).Eval(env)
}
