package xlsform_test

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"ashar/survey"
)

// words are texts such as people write, and some that trip up spreadsheets.
var words = rapid.OneOf(
	rapid.SampledFrom([]string{
		"Эмне керек?", "Суу", "=SUM(A1:A9)", "+996 555", "@here", "-1", "007", "1e9", "1.0", "true", "TRUE", "#N/A", "'апостроф",
		"_x0041_", "_x000D_", "_x0041_x0042_", "_x005F_", "a_x0020_b", "<b>&amp;</b>", "\"тырмак\" ‘эмес’", "бир\nэки\n\nүч", "таб\tуляция", "үй 🏠", "${", "$ {x}", "e\u0301", "]]>", "\u200bкөрүнбөйт",
	}),
	rapid.StringMatching(`[а-яёңөү0-9,.!?«»–]([ -~а-яёңөү]{0,20}[а-яёңөү0-9,.!?«»–])?`),
).Filter(func(s string) bool { return !strings.Contains(s, "${") || s == "${" })

var (
	choiceName   = rapid.StringMatching(`[а-яёңөүA-Za-z0-9_][а-яёңөүA-Za-z0-9_.+-]{0,8}`)
	questionName = rapid.OneOf(rapid.SampledFrom([]string{"consent", "intro", "name", "a", "a_1"}), rapid.StringMatching(`[A-Za-z][A-Za-z0-9_.-]{0,12}`))
)

// form is a random questionnaire in the making.
type form struct {
	*rapid.T
	q     *survey.Questionnaire
	roles map[survey.Role]bool
	names map[string]bool
	open  string // the group that the next question stands in
}

// drawForm is a random valid questionnaire.
func drawForm(t *rapid.T) *survey.Questionnaire {
	languages := rapid.Permutation([]string{"ky", "ru", "en", "uz", "zh-Hant"}).Draw(t, "languages")
	f := &form{T: t, roles: map[survey.Role]bool{}, names: map[string]bool{}, q: &survey.Questionnaire{
		ID:        rapid.StringMatching(`[A-Za-z][A-Za-z0-9_.-]{0,20}`).Draw(t, "id"),
		Version:   rapid.SampledFrom([]string{"2026061501", "v1", "007"}).Draw(t, "version"),
		Languages: languages[:rapid.IntRange(1, 4).Draw(t, "number of languages")],
	}}
	f.q.Title = f.text("title", true)
	f.q.Intro = f.text("intro", false)
	f.q.Consent = survey.Consent{Version: "c1", Text: f.text("consent", true)}
	f.q.Columns = f.columns("instance_name", "style", "My Note")
	f.lists()
	for n := rapid.IntRange(1, 9).Draw(t, "questions"); n > 0; n-- {
		f.groups()
		f.question()
	}
	f.q.Questions = append(f.q.Questions, survey.Question{Name: f.name(), Kind: survey.TextAnswer, Label: f.text("label", true), Group: f.open})
	f.constraints()
	if err := f.q.Check(); err != nil {
		t.Fatalf("the questionnaire drawn is not valid: %v", err)
	}
	return f.q
}

func (f *form) flip(what string) bool { return rapid.Bool().Draw(f.T, what) }

// name is one that nothing else has.
func (f *form) name() string {
	name := questionName.Filter(func(s string) bool { return !f.names[s] }).Draw(f.T, "name")
	f.names[name] = true
	return name
}

func (f *form) text(what string, needed bool) survey.Text {
	text := survey.Text{}
	for i, l := range f.q.Languages {
		if needed && i == len(f.q.Languages)-1 && len(text) == 0 || f.flip(what+" in "+l) {
			text[l] = words.Draw(f.T, what)
		}
	}
	return text
}

// spoken is a text in which an answer may stand.
func (f *form) spoken(what string, needed bool) survey.Text {
	text := f.text(what, needed)
	answered := slices.DeleteFunc(slices.Clone(f.q.Questions), func(x survey.Question) bool {
		return x.Kind == survey.Note || x.Kind == survey.Scale || x.Kind == survey.Points || x.Kind == survey.Pairwise
	})
	for _, l := range f.q.Languages {
		if text[l] != "" && len(answered) > 0 && f.flip("an answer") {
			text[l] += " ${" + rapid.SampledFrom(answered).Draw(f.T, "whose").Name + "}"
		}
	}
	return text
}

func (f *form) columns(headings ...string) map[string]string {
	columns := map[string]string{}
	for _, h := range headings {
		if f.flip("column " + h) {
			columns[h] = words.Draw(f.T, h)
		}
	}
	return columns
}

func (f *form) lists() {
	for i, list := range []string{"need", "sphere", "competence", "level", "sex"} {
		l := survey.List{Name: list}
		for j, name := range rapid.SliceOfNDistinct(choiceName, 3, 5, rapid.ID).Draw(f.T, list) {
			c := survey.Choice{Name: name, Label: f.text("label", true), Columns: f.columns("oblast", "Oblast", "эскертүү", "kobo--lock")}
			if i == 0 {
				c.Exclusive = j > 1 && f.flip("exclusive")
				if c.Need = "roads"; j > 0 {
					c.Need = rapid.SampledFrom([]string{"", "water", "other need"}).Draw(f.T, "need")
				}
				c.Issue = rapid.IntRange(0, 30).Draw(f.T, "issue")
			}
			l.Choices = append(l.Choices, c)
		}
		f.q.Lists = append(f.q.Lists, l)
	}
	f.q.Lists[0].Choices[0].Columns = map[string]string{"oblast": "chui"} // so that filters can name it
	for i := range f.q.Lists[0].Choices {
		c := &f.q.Lists[0].Choices[i]
		if f.flip("has a sphere") {
			c.Sphere = rapid.SampledFrom(f.q.Lists[1].Choices).Draw(f.T, "sphere").Name
		}
		for _, k := range f.q.Lists[2].Choices {
			if f.flip("competence") {
				c.Competence = append(c.Competence, k.Name)
			}
		}
	}
}

// groups ends groups, or begins some, before the next question.
func (f *form) groups() {
	for f.open != "" && f.flip("a group ends") {
		f.open = f.q.Group(f.open).Parent
	}
	for range 2 {
		if rapid.IntRange(0, 3).Draw(f.T, "a group begins") > 0 {
			return
		}
		g := survey.Group{
			Name: f.name(), Parent: f.open, Label: f.text("label", false), Relevant: f.condition("relevant"),
			Columns: f.columns("My Note", "note::Русский (ru)"),
		}
		if f.flip("appearance") {
			g.Columns["appearance"] = "field-list"
		}
		f.q.Groups = append(f.q.Groups, g)
		f.open = g.Name
	}
}

// earlier are the questions before that are of one of the kinds.
func (f *form) earlier(kinds ...survey.Kind) []survey.Question {
	var found []survey.Question
	for _, x := range f.q.Questions {
		for _, k := range kinds {
			if x.Kind == k {
				found = append(found, x)
			}
		}
	}
	return found
}

func (f *form) question() {
	x := survey.Question{
		Name: f.name(), Group: f.open, Label: f.spoken("label", true), Hint: f.spoken("hint", false), Relevant: f.condition("relevant"),
		RequiredMessage: f.spoken("required_message", false), ConstraintMessage: f.spoken("constraint_message", false),
		Columns: f.columns("My Note", "bind", "note::Русский (ru)"),
	}
	delete(x.Columns, "bind")
	x.Kind = rapid.SampledFrom([]survey.Kind{
		survey.SelectOne, survey.SelectMultiple, survey.Rank, survey.Scale, survey.Points, survey.Pairwise, survey.Integer, survey.Decimal,
		survey.RangeNumber, survey.TextAnswer, survey.Date, survey.Geopoint, survey.Image, survey.Audio, survey.Note, survey.Calculate,
		survey.Start, survey.End, survey.Today, survey.SelectMultiple, survey.Scale, survey.Rank,
	}).Draw(f.T, "kind")
	f.members(&x)
	for f.rows(&x) {
		x.Name = f.name()
	}
	if x.Kind != survey.Note && !x.Kind.Computed() && f.flip("required") {
		if x.Required = f.flip("always"); !x.Required {
			x.RequiredIf = f.condition("required")
		}
		if x.RequiredIf == "true()" || x.RequiredIf == "false()" { // which is said plainly
			x.RequiredIf = ""
		}
	}
	if x.Kind.Takes() && f.flip("filtered") {
		x.ChoiceFilter = f.filter(&x)
	}
	if x.Kind.Takes() && x.Kind != survey.Pairwise && f.flip("shuffled") {
		x.Shuffle = true
		x.Seed = rapid.SampledFrom([]string{"", "7", "2.5"}).Draw(f.T, "seed")
	}
	if x.Kind == survey.RangeNumber && f.flip("ticks") {
		x.Columns["parameters"] = "tick_interval=5"
	}
	if x.Kind.Takes() || x.Kind == survey.Image {
		if p := rapid.SampledFrom([]string{"", "max-pixels=1024", "a=1;b=2", "a=1, b=2"}).Draw(f.T, "parameters"); p != "" {
			x.Columns["parameters"] = p
		}
	}
	if f.flip("appearance") {
		x.Columns["appearance"] = rapid.SampledFrom([]string{"minimal", "w1 horizontal"}).Draw(f.T, "appearance")
	}
	f.q.Questions = append(f.q.Questions, x)
}

// rows takes the names of the rows of a scale or of points, and reports whether one
// of them is taken.
func (f *form) rows(x *survey.Question) (taken bool) {
	if x.Kind != survey.Scale && x.Kind != survey.Points {
		return false
	}
	for _, c := range f.q.Choices(f.q.Source(x)) {
		name := survey.RowName(x.Name, c.Name)
		taken = taken || f.names[name]
		f.names[name] = true
	}
	return taken
}

// members draws what belongs to a kind of question.
func (f *form) members(x *survey.Question) {
	lists := []string{"need", "sphere", "level", "sex"}
	switch x.Kind {
	case survey.SelectOne:
		x.List = rapid.SampledFrom(lists).Draw(f.T, "list")
		f.role(x, survey.RoleAge)
	case survey.SelectMultiple:
		x.List, x.Max = rapid.SampledFrom(lists).Draw(f.T, "list"), rapid.IntRange(0, 3).Draw(f.T, "max")
		if x.List == "need" {
			f.role(x, survey.RoleNeed)
		}
	case survey.Rank:
		x.Max = rapid.IntRange(0, 3).Draw(f.T, "max")
		f.follows(x, &x.List)
	case survey.Pairwise:
		x.Pairs = rapid.IntRange(1, survey.MaxPairs).Draw(f.T, "pairs")
		f.follows(x, &x.List)
	case survey.Points:
		x.Max = rapid.IntRange(1, survey.MaxPoints).Draw(f.T, "max")
		f.follows(x, &x.List)
	case survey.Scale:
		x.List = "level"
		f.follows(x, &x.Items)
	case survey.RangeNumber:
		x.Range = &survey.Range{Start: "-1.5", End: rapid.SampledFrom([]string{"0", "10"}).Draw(f.T, "end"), Step: rapid.SampledFrom([]string{"0.5", "3"}).Draw(f.T, "step")}
	case survey.TextAnswer:
		x.Max = rapid.IntRange(0, survey.MaxTextLength).Draw(f.T, "max")
		f.role(x, survey.RoleProposal)
	case survey.Calculate:
		x.Calculation = rapid.SampledFrom([]string{"1 + 1", "once(today())", "if( true(),'а', \"б\" )"}).Draw(f.T, "calculation")
	}
}

func (f *form) follows(x *survey.Question, own *string) {
	sources := f.earlier(survey.SelectMultiple, survey.Scale)
	if len(sources) > 0 && f.flip("follows") {
		x.Of = rapid.SampledFrom(sources).Draw(f.T, "of").Name
		return
	}
	*own = rapid.SampledFrom([]string{"need", "sphere", "level"}).Draw(f.T, "own list")
}

func (f *form) role(x *survey.Question, role survey.Role) {
	if !f.roles[role] && f.flip("has a role") {
		x.Role, f.roles[role] = role, true
	}
}

// clause is a condition about one answer before; "" if there is none.
func (f *form) clause() string {
	asked := f.earlier(survey.SelectOne, survey.SelectMultiple, survey.Rank, survey.Integer, survey.Decimal, survey.RangeNumber,
		survey.Date, survey.TextAnswer, survey.Scale, survey.Today, survey.Calculate)
	if len(asked) == 0 {
		return "true()"
	}
	x := rapid.SampledFrom(asked).Draw(f.T, "about")
	choices := slices.DeleteFunc(slices.Clone(f.q.Choices(f.q.Source(&x))), func(c survey.Choice) bool { return c.Exclusive })
	switch x.Kind {
	case survey.SelectOne:
		return fmt.Sprintf("${%s} = '%s'", x.Name, rapid.SampledFrom(choices).Draw(f.T, "choice").Name)
	case survey.SelectMultiple, survey.Rank:
		return fmt.Sprintf(rapid.SampledFrom([]string{
			"selected(${%[1]s}, '%[2]s')", "selected( ${ %[1]s },\"%[2]s\" )", "not(selected(${%[1]s}, '%[2]s'))", "count-selected(${%[1]s}) >= 2",
			"count-selected(${%[1]s}) > 0", "count-selected(${%[1]s}) >= 1",
		}).Draw(f.T, "said"), x.Name, rapid.SampledFrom(choices).Draw(f.T, "choice").Name)
	case survey.Scale:
		c := choices[rapid.IntRange(0, len(choices)-1).Draw(f.T, "thing")]
		return fmt.Sprintf("${%s} = '%s'", survey.RowName(x.Name, c.Name), rapid.SampledFrom(f.q.Choices(x.List)).Draw(f.T, "level").Name)
	case survey.Date, survey.Today:
		return "${" + x.Name + "} <= today()"
	case survey.TextAnswer:
		return "string-length(${" + x.Name + "}) < 5"
	case survey.Calculate:
		return "${" + x.Name + "} != ''"
	}
	return "${" + x.Name + "} >= 2.50"
}

// condition joins clauses; often there is none.
func (f *form) condition(what string) string {
	if !f.flip("has " + what) {
		return ""
	}
	return f.joined(what, f.clause)
}

func (f *form) joined(what string, clause func() string) string {
	s := clause()
	for rapid.IntRange(0, 2).Draw(f.T, "goes on") == 0 {
		join := rapid.SampledFrom([]string{"%s and %s", "%s or %s", "(%s)  and (%s)", "(%s and %s)", "not(%s or %s)", "( %s ) or\n%s", "((%s) and %s)"}).Draw(f.T, what)
		s = fmt.Sprintf(join, s, clause())
	}
	return s
}

// filter is a choice_filter, sometimes one that looks like what Ashar does anyway.
func (f *form) filter(x *survey.Question) string {
	return f.joined("choice_filter", func() string {
		choices := f.q.Choices(f.q.Source(x))
		options := []string{"name != 'x'", f.clause(), "name = '" + choices[0].Name + "'"}
		if choices[0].Columns["oblast"] == "chui" && f.q.Source(x) == "need" {
			options = append(options, "oblast = 'chui'", "oblast!=name")
		}
		for _, s := range f.earlier(survey.SelectMultiple) {
			options = append(options, "selected(${"+s.Name+"}, name)")
		}
		return rapid.SampledFrom(options).Draw(f.T, "filter")
	})
}

// constraints are drawn last, since they may name what comes later.
func (f *form) constraints() {
	for i := range f.q.Questions {
		x := &f.q.Questions[i]
		options := []string{f.clause(), ". != ''"}
		switch x.Kind {
		case survey.SelectMultiple:
			options = append(options, "count-selected(.) <= 2", "count-selected( . )<3", "count-selected(.) <= 0")
			for _, c := range f.q.Choices(x.List) {
				options = append(options, fmt.Sprintf("(not(selected(., '%s')) or count-selected(.) = 1)", c.Name))
			}
		case survey.TextAnswer:
			options = append(options, "string-length(.) <= 9", "regex(., '[а-я ]{2,}(and|or)?')", "contains(., ' and ')")
		case survey.SelectOne, survey.Rank, survey.Integer, survey.Decimal, survey.RangeNumber, survey.Date:
		default:
			continue
		}
		if f.flip("constrained") {
			x.Constraint = f.joined("constraint", func() string { return rapid.SampledFrom(options).Draw(f.T, "constraint") })
		}
	}
}
