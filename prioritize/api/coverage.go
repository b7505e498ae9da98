package api

import (
	"strings"
	"time"

	"ashar/prioritize"
	"ashar/survey"
)

// coverageDocument is who answered: what may be shown of it, and no more.
type coverageDocument struct {
	Campaign     string        `json:"campaign"`
	Municipality string        `json:"municipality"`
	GeneratedAt  time.Time     `json:"generated_at"`
	Provisional  bool          `json:"provisional"`
	Inputs       string        `json:"inputs"`
	Code         string        `json:"code_version"`
	Invented     bool          `json:"invented"`
	Whole        coverageRow   `json:"whole"`
	Villages     []coverageRow `json:"villages"`
}

// coverageRow is who answered from one village or from all. Numbers that must not be shown are nil.
type coverageRow struct {
	Village  string      `json:"village"` // "" for all, survey.Elsewhere for those that are not listed
	Name     survey.Text `json:"name,omitempty"`
	Adults   *int        `json:"adults"` // nil where it is not known
	Answers  *int64      `json:"answers"`
	Coverage *float64    `json:"coverage"` // answers by adults
	Wanted   *int        `json:"wanted"`   // answers that are aimed for
	Channels counts      `json:"channels"`
	Sexes    counts      `json:"sexes"`
	Ages     counts      `json:"ages"`
}

// counts are numbers of answers by the name of a choice, or of a channel; nil where they must not be shown.
type counts map[string]*int64

// unsaid are those who did not say their sex or age.
const unsaid = "unsaid"

func (a *API) coverage(c *call) (reply, error) {
	s, err := a.stand(c, prioritize.Reach)
	if err != nil {
		return reply{}, err
	}
	identity, err := a.identity(s)
	if err != nil {
		return reply{}, err
	}
	return reply{
		identity: append(identity, a.targets(s)), name: fileName(s.campaign.ID, "coverage"),
		json:  func() (any, error) { return a.newCoverage(s), nil },
		table: func() (table, error) { return coverageTable(a.newCoverage(s), s, c.query["lang"]), nil },
	}, nil
}

func (a *API) newCoverage(s *standing) coverageDocument {
	m, targets := &s.municipality, a.targets(s)
	doc := coverageDocument{
		Campaign: s.campaign.ID, Municipality: m.ID, GeneratedAt: a.now(), Provisional: s.provisional(), Inputs: s.Ranking.Inputs, Code: a.deps.Version,
		Invented: m.Invented, Villages: []coverageRow{},
	}
	d := survey.Disclose(s.Whole, s.Villages)
	whole := s.Whole
	whole.Village = ""
	rest := whole.Without(s.Villages)
	from := map[string]survey.Turnout{}
	for _, o := range s.Villages {
		from[o.Village] = o
	}
	adults, wanted := 0, 0
	for i := range m.Villages {
		v := &m.Villages[i]
		o := from[v.ID]
		o.Village = v.ID
		row := s.row(d, o, v.Total())
		aim := targets.Village(v)
		row.Name, row.Wanted = v.Name, &aim
		doc.Villages = append(doc.Villages, row)
		adults, wanted = adults+v.Total(), wanted+aim
		if v.Total() == 0 {
			adults = -1 << 40 // of one it is not known, so of all neither
		}
	}
	if rest.Count > 0 {
		doc.Villages = append(doc.Villages, s.row(d, rest, 0))
	}
	doc.Whole = s.row(d, whole, max(adults, 0))
	doc.Whole.Name, doc.Whole.Wanted = m.Name, &wanted
	return doc
}

// row is what may be shown of a turnout.
func (s *standing) row(d *survey.Disclosure, o survey.Turnout, adults int) coverageRow {
	row := coverageRow{
		Village: o.Village, Adults: positive(adults), Answers: shown(o.Count, d.Total(o.Village)),
		Channels: counts{}, Sexes: counts{}, Ages: counts{},
	}
	if row.Adults != nil && row.Answers != nil {
		share := float64(o.Count) / float64(adults)
		row.Coverage = &share
	}
	for _, ch := range channels() {
		row.Channels[string(ch)] = shown(o.Channels[ch], d.Channel(o.Village, ch))
	}
	for _, sex := range sexes() {
		row.Sexes[named(sex)] = shown(o.Sexes[sex], d.Sex(o.Village, sex))
	}
	for _, age := range s.ages() {
		row.Ages[named(age)] = shown(o.Ages[age], d.Age(o.Village, age))
	}
	return row
}

func channels() []survey.Channel {
	return []survey.Channel{survey.Bot, survey.Web, survey.Assisted, survey.Paper, survey.Terminal}
}

func sexes() []string { return []string{survey.SexFemale, survey.SexMale, ""} }

// ages are the questionnaire's age bands, and last those who did not say.
func (s *standing) ages() []string {
	var bands []string
	if x := s.questionnaire.ByRole(survey.RoleAge); x != nil {
		for _, c := range s.questionnaire.Choices(x.List) {
			bands = append(bands, c.Name)
		}
	}
	return append(bands, "")
}

func named(choice string) string {
	if choice == "" {
		return unsaid
	}
	return choice
}

func shown(n int64, may bool) *int64 {
	if !may {
		return nil
	}
	return &n
}

// coverageTable has a row for each village, and last one for all. What is hidden is named in its last column, since an
// empty cell may also stand for what is not known.
func coverageTable(doc coverageDocument, s *standing, lang string) table {
	t := table{name: "coverage", columns: []column{
		{"reported", "#date+reported"}, {"municipality", "#adm3+id"}, {"municipality_name", "#adm3+name"}, {"village", "#loc+id"}, {"village_name", "#loc+name"},
		{"adults", "#population+adults"}, {"answers", "#meta+count"}, {"coverage", "#indicator+num+coverage"}, {"wanted", "#indicator+num+wanted"},
	}}
	for _, ch := range channels() {
		t.columns = append(t.columns, column{"channel/" + string(ch), "#meta+count" + attribute("channel", string(ch))})
	}
	for _, sex := range sexes() {
		t.columns = append(t.columns, column{"sex/" + named(sex), "#meta+count" + sexTag(sex)})
	}
	for _, age := range s.ages() {
		t.columns = append(t.columns, column{"age/" + named(age), "#meta+count" + attribute("age", named(age))})
	}
	t.columns = append(t.columns, column{"hidden", "#meta+hidden"})
	for _, r := range append(doc.Villages, doc.Whole) {
		name := r.Name.In(lang)
		if r.Village == "" {
			name = "" // the municipality's has a column
		}
		row := []any{doc.GeneratedAt, doc.Municipality, s.municipality.Name.In(lang), r.Village, name, cell(r.Adults), cell(r.Answers), cell(r.Coverage), cell(r.Wanted)}
		var hidden []string
		note := func(n *int64) {
			if n == nil {
				hidden = append(hidden, t.columns[len(row)].heading)
			}
			row = append(row, cell(n))
		}
		if r.Answers == nil {
			hidden = append(hidden, "answers")
		}
		for _, ch := range channels() {
			note(r.Channels[string(ch)])
		}
		for _, sex := range sexes() {
			note(r.Sexes[named(sex)])
		}
		for _, age := range s.ages() {
			note(r.Ages[named(age)])
		}
		t.rows = append(t.rows, append(row, strings.Join(hidden, " ")))
	}
	return t
}
