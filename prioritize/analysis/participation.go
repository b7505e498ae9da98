package analysis

import (
	"maps"
	"slices"
	"strings"

	"ashar/prioritize"
	"ashar/survey"
)

// participation is T1: who answered, by village, channel, sex and age, beside
// those who live there and what the campaign aims for.
func (in Input) participation() Table {
	t := Table{ID: "t1"}
	rows := in.turnoutRows()
	total := in.Whole.Count
	hidden := prioritize.SuppressTotals(counts(rows, func(r turnoutRow) int64 { return r.Count }))

	t.Columns = append(t.Columns, column("village", Words), column("adults", Count), column("all", Count).under(answersLabel, "answers"))
	for i, r := range rows {
		t.Rows = append(t.Rows, []Cell{r.name, positive(r.adults), visible(r.Count, hidden[i])})
	}
	small := total > 0 && total < prioritize.MinBase
	t.Rows = append(t.Rows, []Cell{word("report.row.total"), positive(in.adults()), visible(total, small)})

	for _, b := range in.blocks() {
		b.write(&t, rows, in.Whole, hidden, small)
	}
	t.Columns = append(t.Columns, column("coverage", Share), column("quota", Count))
	for i, r := range rows {
		quota := Cell{}
		if r.village != nil {
			quota = number(in.Targets.Village(r.village))
		}
		t.Rows[i] = append(t.Rows[i], coverage(r.Count, r.adults, hidden[i]), quota)
	}
	last := len(rows)
	t.Rows[last] = append(t.Rows[last], coverage(total, in.adults(), small), number(in.quota()))
	in.targetNotes(&t)
	t.note(Hidden)
	return t
}

var answersLabel = Label{Word: "report.col.answers"}

// turnoutRow is who answered from one village.
type turnoutRow struct {
	survey.Turnout
	name    Cell
	village *survey.Village // nil for answers of villages that are not listed
	adults  int
}

// turnoutRows are the municipality's villages, and last those who answered from
// others, if any did.
func (in Input) turnoutRows() []turnoutRow {
	from := map[string]survey.Turnout{}
	for _, o := range in.Villages {
		from[o.Village] = o
	}
	rest := survey.Turnout{
		Count: in.Whole.Count, Channels: maps.Clone(in.Whole.Channels), Sexes: maps.Clone(in.Whole.Sexes), Ages: maps.Clone(in.Whole.Ages),
	}
	var rows []turnoutRow
	for i := range in.Municipality.Villages {
		v := &in.Municipality.Villages[i]
		o := from[v.ID]
		rows = append(rows, turnoutRow{Turnout: o, name: text(v.Name), village: v, adults: v.Total()})
		rest.Count -= o.Count
		less(rest.Channels, o.Channels)
		less(rest.Sexes, o.Sexes)
		less(rest.Ages, o.Ages)
	}
	if rest.Count > 0 {
		rows = append(rows, turnoutRow{Turnout: rest, name: word("report.row.elsewhere")})
	}
	return rows
}

func less[K comparable](from, what map[K]int64) {
	for k, n := range what {
		from[k] -= n
	}
}

// adults of the municipality; 0 when those of any village are not known.
func (in Input) adults() int {
	sum := 0
	for i := range in.Municipality.Villages {
		n := in.Municipality.Villages[i].Total()
		if n == 0 {
			return 0
		}
		sum += n
	}
	return sum
}

func (in Input) quota() int {
	sum := 0
	for i := range in.Municipality.Villages {
		sum += in.Targets.Village(&in.Municipality.Villages[i])
	}
	return sum
}

// block is a part of T1: all who answered, parted in one way.
type block struct {
	group      Label
	key        string
	categories []category
}

type category struct {
	id      string
	heading Label
	of      func(survey.Turnout) int64
}

func (in Input) blocks() []block {
	return []block{
		{group: answersLabel, key: "answers", categories: in.channels()},
		{group: Label{Word: "report.col.sex"}, key: "sex", categories: in.sexes()},
		{group: Label{Word: "report.col.age"}, key: "age", categories: in.ages()},
	}
}

func (in Input) channels() []category {
	var all []category
	for _, ch := range []survey.Channel{survey.Bot, survey.Web, survey.Assisted, survey.Paper, survey.Terminal} {
		if ch == survey.Terminal && in.Whole.Channels[ch] == 0 {
			continue
		}
		all = append(all, category{string(ch), Label{Word: "report.col." + string(ch)}, func(o survey.Turnout) int64 { return o.Channels[ch] }})
	}
	return all
}

func (in Input) sexes() []category {
	by := func(sex string) func(survey.Turnout) int64 {
		return func(o survey.Turnout) int64 { return o.Sexes[sex] }
	}
	all := []category{
		{"women", Label{Word: "report.col.women"}, by(survey.SexFemale)},
		{"men", Label{Word: "report.col.men"}, by(survey.SexMale)},
	}
	return in.unsaid(all, by(""))
}

// ages are the questionnaire's age bands.
func (in Input) ages() []category {
	by := func(age string) func(survey.Turnout) int64 {
		return func(o survey.Turnout) int64 { return o.Ages[age] }
	}
	var all []category
	if x := in.Questionnaire.ByRole(survey.RoleAge); x != nil {
		for _, c := range in.Questionnaire.Choices(x.List) {
			all = append(all, category{c.Name, Label{Text: c.Label}, by(c.Name)})
		}
	}
	return in.unsaid(all, by(""))
}

// unsaid adds those who did not say, if there are any.
func (in Input) unsaid(all []category, of func(survey.Turnout) int64) []category {
	if of(in.Whole) > 0 {
		all = append(all, category{"unsaid", Label{Word: "report.col.unsaid"}, of})
	}
	return all
}

// write adds the block's columns, with what must not be shown suppressed.
func (b block) write(t *Table, rows []turnoutRow, whole survey.Turnout, hiddenRows []bool, small bool) {
	totals := make([]int64, len(b.categories))
	table := make([][]int64, len(rows))
	for j, c := range b.categories {
		t.Columns = append(t.Columns, Column{ID: c.id, Heading: c.heading, Kind: Count}.under(b.group, b.key))
		totals[j] = c.of(whole)
		for i, r := range rows {
			table[i] = append(table[i], c.of(r.Turnout))
		}
	}
	hiddenColumns := prioritize.SuppressTotals(totals)
	hidden := prioritize.SuppressTable(table, hiddenRows, hiddenColumns)
	for i := range rows {
		for j, n := range table[i] {
			t.Rows[i] = append(t.Rows[i], visible(n, hidden[i][j]))
		}
	}
	for j, n := range totals {
		t.Rows[len(rows)] = append(t.Rows[len(rows)], visible(n, small || hiddenColumns[j]))
	}
}

// targetNotes state the targets, and how far the whole municipality is.
func (in Input) targetNotes(t *Table) {
	x := in.Targets
	until, answers := int64(x.YouthUntil), int64(x.Answers)
	t.Notes = append(t.Notes, Phrase{ID: "report.note.targets", Args: map[string]Arg{
		"Women": {Share: &x.Women}, "Youth": {Share: &x.Youth}, "Until": {Number: &until},
		"Answers": {Number: &answers}, "Adults": {Share: &x.Adults},
	}})
	heard, _ := x.Compare(in.Municipality, in.Whole, in.Villages)
	for _, p := range []struct {
		id string
		survey.Part
	}{{"women", heard.Women}, {"youth", heard.Youth}} {
		if share := p.Share(); p.Shown {
			t.Notes = append(t.Notes, Phrase{ID: "report.note.heard." + p.id, Args: map[string]Arg{"Share": {Share: &share}}})
		}
	}
}

func counts(rows []turnoutRow, of func(turnoutRow) int64) []int64 {
	var all []int64
	for _, r := range rows {
		all = append(all, of(r))
	}
	return all
}

func visible(n int64, hidden bool) Cell {
	if hidden {
		return Cell{State: Hidden}
	}
	return number(n)
}

// positive is a number of people, for the working group to fill in when it is
// not known.
func positive(n int) Cell {
	if n == 0 {
		return Cell{State: Fill}
	}
	return number(n)
}

func coverage(answers int64, adults int, hidden bool) Cell {
	switch {
	case hidden:
		return Cell{State: Hidden}
	case adults == 0:
		return Cell{}
	default:
		return number(float64(answers) / float64(adults))
	}
}

// joinedCells tells joined categories of a margin apart for people: villages and
// age bands by their names.
func (in Input) joinedCells(cells []prioritize.Cell) []survey.Text {
	var all []survey.Text
	for _, c := range cells {
		all = append(all, in.cellName(c))
	}
	return all
}

// cellName is what a cell is called in each of the questionnaire's languages.
func (in Input) cellName(c prioritize.Cell) survey.Text {
	name := survey.Text{}
	for _, lang := range in.Questionnaire.Languages {
		var parts []string
		if v := in.Municipality.Village(c.Village); v != nil {
			parts = append(parts, v.Name.In(lang))
		}
		parts = append(parts, in.choice(survey.RoleSex, c.Sex, lang), in.choice(survey.RoleAge, c.Age, lang))
		name[lang] = strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
	}
	return name
}

// choice is what a choice of the question with this role is called.
func (in Input) choice(role survey.Role, name, lang string) string {
	x := in.Questionnaire.ByRole(role)
	if x == nil || name == "" {
		return name
	}
	for _, c := range in.Questionnaire.Choices(x.List) {
		if c.Name == name {
			return in.Questionnaire.Say(c.Label, lang)
		}
	}
	return name
}
