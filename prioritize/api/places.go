package api

import (
	"fmt"
	"slices"
	"time"

	"ashar/survey"
)

// placesDocument is a municipality with all villages that it has and had.
type placesDocument struct {
	ID       string            `json:"id"`
	Rev      int64             `json:"rev"`
	Name     survey.Text       `json:"name"`
	District survey.Text       `json:"district,omitempty"`
	Oblast   survey.Text       `json:"oblast,omitempty"`
	SOATE    string            `json:"soate,omitempty"`
	Invented bool              `json:"invented"`
	Source   survey.Text       `json:"source,omitempty"`
	Year     int               `json:"year,omitempty"`
	Former   []namedDocument   `json:"former,omitempty"`
	Villages []villageDocument `json:"villages"`
}

type namedDocument struct {
	Name  survey.Text `json:"name"`
	Until time.Time   `json:"until"`
}

type villageDocument struct {
	ID         string           `json:"id"`
	Name       survey.Text      `json:"name"`
	SOATE      string           `json:"soate,omitempty"`
	Aliases    []string         `json:"aliases,omitempty"`
	ValidFrom  *time.Time       `json:"valid_from"`
	ValidTo    *time.Time       `json:"valid_to"`
	From       []string         `json:"from,omitempty"`
	Former     []namedDocument  `json:"former,omitempty"`
	Adults     *int             `json:"adults"`
	Population []survey.Stratum `json:"population"`
}

func (a *API) places(c *call) (reply, error) {
	m, err := a.deps.Places.Municipality(c.ctx(), c.grant.Token.Municipality)
	if err != nil {
		return reply{}, fmt.Errorf("api: places: %w", err)
	}
	return reply{
		identity: []any{m.ID, m.Rev}, name: fileName(m.ID, "places"),
		json:  func() (any, error) { return newPlaces(&m), nil },
		table: func() (table, error) { return placesTable(&m, c.query["lang"]), nil },
	}, nil
}

func newPlaces(m *survey.Municipality) placesDocument {
	doc := placesDocument{
		ID: m.ID, Rev: m.Rev, Name: m.Name, District: m.District, Oblast: m.Oblast, SOATE: m.SOATE, Invented: m.Invented,
		Source: m.Source, Year: m.Year, Former: formerly(m.Former), Villages: []villageDocument{},
	}
	for i := range m.Villages {
		v := &m.Villages[i]
		doc.Villages = append(doc.Villages, villageDocument{
			ID: v.ID, Name: v.Name, SOATE: v.SOATE, Aliases: v.Aliases, ValidFrom: moment(v.Since), ValidTo: moment(v.Until), From: v.From,
			Former: formerly(v.Former), Adults: positive(v.Total()), Population: append([]survey.Stratum{}, v.Population...),
		})
	}
	return doc
}

func formerly(names []survey.Named) []namedDocument {
	var all []namedDocument
	for _, n := range names {
		all = append(all, namedDocument{n.Name, n.Until.UTC()})
	}
	return all
}

// positive is a number of people; nil where it is not known.
func positive(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

// placesTable has a row for each village, and a column for each sex and age that people are counted by.
func placesTable(m *survey.Municipality, lang string) table {
	t := table{name: "places", columns: []column{
		{"oblast", "#adm1+name"}, {"district", "#adm2+name"}, {"municipality", "#adm3+id"}, {"municipality_name", "#adm3+name"}, {"municipality_soate", "#adm3+code+v_soate"},
		{"village", "#loc+id"}, {"village_name", "#loc+name"}, {"village_soate", "#loc+code+v_soate"}, {"valid_from", "#date+start"}, {"valid_to", "#date+end"},
		{"adults", "#population+adults"}, {"women", "#population+f+adults"}, {"men", "#population+m+adults"},
	}}
	strata := strataOf(m)
	for _, s := range strata {
		t.columns = append(t.columns, column{"population/" + s.Sex + "/" + s.Age, "#population" + sexTag(s.Sex) + attribute("age", s.Age)})
	}
	t.columns = append(t.columns, column{"year", "#date+year"}, column{"source", "#meta+source"})
	for i := range m.Villages {
		v := &m.Villages[i]
		row := []any{
			m.Oblast.In(lang), m.District.In(lang), m.ID, m.Name.In(lang), m.SOATE, v.ID, v.Name.In(lang), v.SOATE, v.Since, v.Until,
			cell(positive(v.Total())), cell(peopleOf(v, survey.SexFemale)), cell(peopleOf(v, survey.SexMale)),
		}
		for _, s := range strata {
			row = append(row, cell(stratumOf(v, s)))
		}
		t.rows = append(t.rows, append(row, cell(positive(m.Year)), m.Source.In(lang)))
	}
	return t
}

// strataOf are the sexes and ages that people of any village are counted by, in the order in which they are met.
func strataOf(m *survey.Municipality) []survey.SexAge {
	var all []survey.SexAge
	for i := range m.Villages {
		for _, s := range m.Villages[i].Population {
			if g := (survey.SexAge{Sex: s.Sex, Age: s.Age}); !slices.Contains(all, g) {
				all = append(all, g)
			}
		}
	}
	return all
}

func stratumOf(v *survey.Village, g survey.SexAge) *int {
	for _, s := range v.Population {
		if s.Sex == g.Sex && s.Age == g.Age {
			return &s.Count
		}
	}
	return nil
}

// peopleOf are those of a sex; nil where they are not counted by sex.
func peopleOf(v *survey.Village, sex string) *int {
	if len(v.Population) == 0 {
		return nil
	}
	n := 0
	for _, s := range v.Population {
		if s.Sex == sex {
			n += s.Count
		}
	}
	return &n
}

// sexTag is what HXL calls a sex.
func sexTag(sex string) string {
	switch sex {
	case survey.SexFemale:
		return "+f"
	case survey.SexMale:
		return "+m"
	case "":
		return "+unsaid"
	}
	return attribute("sex", sex)
}

// moment is a time in UTC; nil if there is none.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
