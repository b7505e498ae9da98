package survey

import (
	"errors"
	"fmt"
)

// Municipality is an aiyl aimak or a town with its villages: the unit to which
// every document and every permission belongs.
type Municipality struct {
	ID       string    `json:"id" bson:"_id"`
	Rev      int64     `json:"rev" bson:"rev"`
	Name     Text      `json:"name" bson:"name"`
	District Text      `json:"district,omitempty" bson:"district,omitempty"`
	Oblast   Text      `json:"oblast,omitempty" bson:"oblast,omitempty"`
	SOATE    string    `json:"soate,omitempty" bson:"soate,omitempty"` // 14 digits, or ""
	Villages []Village `json:"villages" bson:"villages"`
	// Source and Year say where the populations come from.
	Source Text `json:"source,omitempty" bson:"source,omitempty"`
	Year   int  `json:"year,omitempty" bson:"year,omitempty"`
	// Invented marks a demonstration: every page and table made of it says so.
	Invented bool `json:"invented,omitempty" bson:"invented,omitempty"`
}

// Village is one settlement of a municipality.
type Village struct {
	ID   string `json:"id" bson:"id"`
	Name Text   `json:"name" bson:"name"`
	// Population holds the adults by sex and age band; empty when not known.
	Population []Stratum `json:"population,omitempty" bson:"population,omitempty"`
	// Adults is the population of 18 and over where its make-up is not known; 0
	// when that is not known either. Population, if given, takes precedence.
	Adults int `json:"adults,omitempty" bson:"adults,omitempty"`
}

// Stratum is the number of people of one sex and age band. Sex and Age are the
// names of the choices with which residents answer the questions of these roles.
type Stratum struct {
	Sex   string `json:"sex" bson:"sex"`
	Age   string `json:"age" bson:"age"`
	Count int    `json:"count" bson:"count"`
}

// Village returns the village with this identifier, or nil.
func (m *Municipality) Village(id string) *Village {
	for i := range m.Villages {
		if m.Villages[i].ID == id {
			return &m.Villages[i]
		}
	}
	return nil
}

// Total returns the number of adults, or 0 when it is not known.
func (v *Village) Total() int {
	if len(v.Population) == 0 {
		return v.Adults
	}
	n := 0
	for _, s := range v.Population {
		n += s.Count
	}
	return n
}

// Check reports everything that would keep the municipality from being surveyed,
// all of it at once; nil if there is nothing. The error wraps ErrInvalid.
func (m *Municipality) Check() error {
	var found []error
	say := func(format string, args ...any) { found = append(found, fmt.Errorf(format, args...)) }
	if !validName.MatchString(m.ID) || len(m.ID) > MaxName {
		say("id %q: begin with a Latin letter and go on with letters, digits, '_', '-' and '.'", m.ID)
	}
	if m.Name.In() == "" {
		say("name: missing")
	}
	if len(m.Villages) == 0 {
		say("villages: name at least one")
	}
	seen := map[string]bool{}
	for _, v := range m.Villages {
		if !validName.MatchString(v.ID) || len(v.ID) > MaxName {
			say("village %q: an id begins with a Latin letter and goes on with letters, digits, '_', '-' and '.'", v.ID)
		}
		if seen[v.ID] {
			say("village %s: given twice", v.ID)
		}
		seen[v.ID] = true
		if v.Name.In() == "" {
			say("village %s: name: missing", v.ID)
		}
		strata := map[[2]string]bool{}
		for _, s := range v.Population {
			if s.Count < 0 {
				say("village %s: %s, %s: fewer than no people", v.ID, s.Sex, s.Age)
			}
			if strata[[2]string{s.Sex, s.Age}] {
				say("village %s: %s, %s: given twice", v.ID, s.Sex, s.Age)
			}
			strata[[2]string{s.Sex, s.Age}] = true
		}
	}
	if len(found) == 0 {
		return nil
	}
	return fmt.Errorf("survey: municipality %q: %w: %w", m.ID, ErrInvalid, errors.Join(found...))
}
