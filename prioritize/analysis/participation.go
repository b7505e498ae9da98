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
	d := survey.Disclose(in.Whole, in.Villages)
	hidden := make([]bool, len(rows))
	for i, r := range rows {
		hidden[i] = !d.Total(r.Village)
	}

	t.Columns = append(t.Columns, column("village", Words), column("adults", Count), column("all", Count).under(answersLabel, "answers").of("answers"))
	for i, r := range rows {
		t.Rows = append(t.Rows, []Cell{r.name, positive(r.adults), visible(r.Count, hidden[i])})
	}
	t.Rows = append(t.Rows, []Cell{word("report.row.total"), positive(in.adults()), number(total)})

	for _, b := range in.blocks() {
		b.write(&t, d, rows, in.Whole)
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
	t.Rows[last] = append(t.Rows[last], coverage(total, in.adults(), false), number(in.quota()))
	in.tellTurnout(&t)
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
		Village: survey.Elsewhere, Count: in.Whole.Count, Channels: maps.Clone(in.Whole.Channels), Sexes: maps.Clone(in.Whole.Sexes), Ages: maps.Clone(in.Whole.Ages),
	}
	var rows []turnoutRow
	for i := range in.Municipality.Villages {
		v := &in.Municipality.Villages[i]
		o := from[v.ID]
		o.Village = v.ID
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
	family     string
	categories []category
}

type category struct {
	id      string
	heading Label
	of      func(survey.Turnout) int64
	shown   func(d *survey.Disclosure, village string) bool
}

func (in Input) blocks() []block {
	return []block{
		{group: answersLabel, key: "answers", family: "channels", categories: in.channels()},
		{group: Label{Word: "report.col.sex"}, key: "sex", family: "sexes", categories: in.sexes()},
		{group: Label{Word: "report.col.age"}, key: "age", family: "ages", categories: in.ages()},
	}
}

func (in Input) channels() []category {
	var all []category
	for _, ch := range []survey.Channel{survey.Bot, survey.Web, survey.Assisted, survey.Paper, survey.Terminal} {
		if ch == survey.Terminal && in.Whole.Channels[ch] == 0 {
			continue
		}
		all = append(all, category{string(ch), Label{Word: "report.col." + string(ch)}, func(o survey.Turnout) int64 { return o.Channels[ch] },
			func(d *survey.Disclosure, village string) bool { return d.Channel(village, ch) }})
	}
	return all
}

func (in Input) sexes() []category {
	by := func(id, sex string) category {
		return category{
			id, Label{Word: "report.col." + id}, func(o survey.Turnout) int64 { return o.Sexes[sex] },
			func(d *survey.Disclosure, village string) bool { return d.Sex(village, sex) },
		}
	}
	return in.said([]category{by("women", survey.SexFemale), by("men", survey.SexMale), by(unsaid, "")})
}

// ages are the questionnaire's age bands.
func (in Input) ages() []category {
	by := func(id string, heading Label, age string) category {
		return category{
			id, heading, func(o survey.Turnout) int64 { return o.Ages[age] },
			func(d *survey.Disclosure, village string) bool { return d.Age(village, age) },
		}
	}
	var all []category
	if x := in.Questionnaire.ByRole(survey.RoleAge); x != nil {
		for _, c := range in.Questionnaire.Choices(x.List) {
			all = append(all, by(c.Name, Label{Text: c.Label}, c.Name))
		}
	}
	return in.said(append(all, by(unsaid, Label{Word: "report.col." + unsaid}, "")))
}

// unsaid is the column of those who did not say.
const unsaid = "unsaid"

// said leaves that column out when everybody said.
func (in Input) said(all []category) []category {
	return slices.DeleteFunc(all, func(c category) bool { return c.id == unsaid && c.of(in.Whole) == 0 })
}

// write adds the block's columns, without what must not be shown.
func (b block) write(t *Table, d *survey.Disclosure, rows []turnoutRow, whole survey.Turnout) {
	for _, c := range b.categories {
		t.Columns = append(t.Columns, Column{ID: c.id, Heading: c.heading, Kind: Count}.under(b.group, b.key).of(b.family))
		for i, r := range rows {
			t.Rows[i] = append(t.Rows[i], visible(c.of(r.Turnout), !c.shown(d, r.Village)))
		}
		last := len(rows)
		t.Rows[last] = append(t.Rows[last], visible(c.of(whole), !c.shown(d, "")))
	}
}

// targetNotes state the targets.
func (in Input) targetNotes(t *Table) {
	x := in.Targets
	until, answers := int64(x.YouthUntil), int64(x.Answers)
	t.Notes = append(t.Notes, Phrase{ID: "report.note.targets", Args: map[string]Arg{
		"Women": {Share: &x.Women}, "Youth": {Share: &x.Youth}, "Until": {Number: &until},
		"Answers": {Number: &answers}, "Adults": {Share: &x.Adults},
	}})
}

// tellTurnout says in sentences who was heard, and who is still missing.
func (in Input) tellTurnout(t *Table) {
	heard, villages := in.Targets.Compare(in.Municipality, in.Whole, in.Villages)
	if answers := in.Whole.Count; answers > 0 {
		p := Phrase{ID: "report.tells.answered", Count: &answers}
		if adults := in.adults(); adults > 0 {
			share := float64(answers) / float64(adults)
			p.ID, p.Args = "report.tells.coverage", map[string]Arg{"Share": {Share: &share}}
		}
		t.Tells = append(t.Tells, p)
	}
	until := int64(in.Targets.YouthUntil)
	for _, p := range []struct {
		id     string
		part   survey.Part
		target float64
	}{{"women", heard.Women, in.Targets.Women}, {"youth", heard.Youth, in.Targets.Youth}} {
		if !p.part.Shown || p.part.Base == 0 {
			continue
		}
		share, said := p.part.Share(), ".met"
		if share < p.target {
			said = ".short"
		}
		t.Tells = append(t.Tells, Phrase{ID: "report.tells." + p.id + said, Args: map[string]Arg{"Share": {Share: &share}, "Target": {Share: &p.target}, "Until": {Number: &until}}})
	}
	d := survey.Disclose(in.Whole, in.Villages)
	var behind []survey.Text
	for i, v := range villages {
		if id := in.Municipality.Villages[i].ID; v.Answers < v.Wanted && d.Total(id) {
			behind = append(behind, in.Municipality.Villages[i].Name)
		}
	}
	if len(behind) > 0 {
		t.Tells = append(t.Tells, Phrase{ID: "report.tells.behind", Args: map[string]Arg{"Villages": {Texts: behind}}})
	}
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
