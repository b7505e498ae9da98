package survey

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Municipality is an aiyl aimak or a town with its villages: the unit to which
// every document and every permission belongs.
type Municipality struct {
	ID       string `json:"id" bson:"_id"`
	Rev      int64  `json:"rev" bson:"rev"`
	Name     Text   `json:"name" bson:"name"`
	District Text   `json:"district,omitempty" bson:"district,omitempty"`
	Oblast   Text   `json:"oblast,omitempty" bson:"oblast,omitempty"`
	SOATE    string `json:"soate,omitempty" bson:"soate,omitempty"` // SOATEDigits digits, or ""
	// Villages are those that it has and those that it had. See Current for the ones of
	// a day, and For for those that a campaign asks in.
	Villages []Village `json:"villages" bson:"villages"`
	// Source and Year say where the populations come from.
	Source Text `json:"source,omitempty" bson:"source,omitempty"`
	Year   int  `json:"year,omitempty" bson:"year,omitempty"`
	// Invented marks a demonstration: every page and table made of it says so.
	Invented bool `json:"invented,omitempty" bson:"invented,omitempty"`
	// Former are the names that it had, the oldest first.
	Former []Named `json:"former,omitempty" bson:"former,omitempty"`
	// Earlier are the populations that it had before, the oldest first; see Recount.
	Earlier []Count `json:"earlier,omitempty" bson:"earlier,omitempty"`
}

// Village is one settlement of a municipality, within bounds that do not change: when
// villages merge, or one is divided, these end and others begin; see Succeed. Its ID
// never changes, and no other village ever has it.
type Village struct {
	ID    string `json:"id" bson:"id"`
	Name  Text   `json:"name" bson:"name"`
	SOATE string `json:"soate,omitempty" bson:"soate,omitempty"` // SOATEDigits digits, or ""
	// Aliases are what it is called besides: it is found by them, and never shown so.
	Aliases []string `json:"aliases,omitempty" bson:"aliases,omitempty"`
	// Population holds the adults by sex and age band; empty when not known.
	Population []Stratum `json:"population,omitempty" bson:"population,omitempty"`
	// Adults is the population of 18 and over where its make-up is not known; 0
	// when that is not known either. Population, if given, takes precedence.
	Adults int `json:"adults,omitempty" bson:"adults,omitempty"`
	// Since is when it began, and Until when it ended; the zero times are of one that
	// always was, and of one that is still there.
	Since time.Time `json:"since,omitzero" bson:"since,omitempty"`
	Until time.Time `json:"until,omitzero" bson:"until,omitempty"`
	// From are the villages out of which it was made.
	From []string `json:"from,omitempty" bson:"from,omitempty"`
	// Former are the names that it had, the oldest first.
	Former []Named `json:"former,omitempty" bson:"former,omitempty"`
}

// Stratum is the number of people of one sex and age band. Sex and Age are the
// names of the choices with which residents answer the questions of these roles.
type Stratum struct {
	Sex   string `json:"sex" bson:"sex"`
	Age   string `json:"age" bson:"age"`
	Count int    `json:"count" bson:"count"`
}

// SOATEDigits is how many digits a code of the classifier of territories (СОАТЕ) has.
const SOATEDigits = 14

// MostPeople bounds the people of a village of one sex and age, or all of it where no
// more is known: 16 million.
const MostPeople = 1 << 24

var validSOATE = regexp.MustCompile(`^[0-9]{14}$`)

// ValidSOATE reports whether this is a code of the classifier of territories.
func ValidSOATE(code string) bool { return validSOATE.MatchString(code) }

// Village returns the village with this identifier, present or past, or nil.
func (m *Municipality) Village(id string) *Village {
	for i := range m.Villages {
		if m.Villages[i].ID == id {
			return &m.Villages[i]
		}
	}
	return nil
}

// VillageID is an identifier for a new village of this name, unlike those of all
// villages that the municipality has and had: "Кең-Төр" is "ken-tor".
func (m *Municipality) VillageID(name Text) string {
	id := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r == ' ':
			return '-'
		}
		return -1
	}, toLatin.Replace(SearchKey(name.In("ky", "ru"))))
	id = strings.Trim(id, "-")
	if id == "" || id[0] < 'a' {
		id = strings.TrimSuffix("v-"+id, "-")
	}
	id = strings.TrimRight(id[:min(len(id), MaxName-4)], "-") // with room for a number
	for n, free := 2, id; ; n++ {
		if m.Village(free) == nil {
			return free
		}
		free = fmt.Sprintf("%s-%d", id, n)
	}
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
	if m.SOATE != "" && !ValidSOATE(m.SOATE) {
		say("soate %q: it has %d digits", m.SOATE, SOATEDigits)
	}
	if len(m.Villages) == 0 {
		say("villages: name at least one")
	}
	seen := map[string]bool{}
	for i := range m.Villages {
		v := &m.Villages[i]
		if seen[v.ID] {
			say("village %s: given twice", v.ID)
		}
		seen[v.ID] = true
		v.check(say)
		for _, id := range v.From {
			if id == v.ID || m.Village(id) == nil {
				say("village %s: it was made from %q, which is no other village", v.ID, id)
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	return fmt.Errorf("survey: municipality %q: %w: %w", m.ID, ErrInvalid, errors.Join(found...))
}

func (v *Village) check(say func(format string, args ...any)) {
	if !validName.MatchString(v.ID) || len(v.ID) > MaxName {
		say("village %q: an id begins with a Latin letter and goes on with letters, digits, '_', '-' and '.'", v.ID)
	}
	if v.Name.In() == "" {
		say("village %s: name: missing", v.ID)
	}
	if v.SOATE != "" && !ValidSOATE(v.SOATE) {
		say("village %s: soate %q: it has %d digits", v.ID, v.SOATE, SOATEDigits)
	}
	if !v.Until.IsZero() && !v.Since.Before(v.Until) {
		say("village %s: it ends before it begins", v.ID)
	}
	if v.Adults < 0 || v.Adults > MostPeople {
		say("village %s: %d adults: from none to %d", v.ID, v.Adults, MostPeople)
	}
	strata := map[[2]string]bool{}
	for _, s := range v.Population {
		switch {
		case s.Count < 0:
			say("village %s: %s, %s: fewer than no people", v.ID, s.Sex, s.Age)
		case s.Count > MostPeople:
			say("village %s: %s, %s: more than %d people", v.ID, s.Sex, s.Age, MostPeople)
		}
		if strata[[2]string{s.Sex, s.Age}] {
			say("village %s: %s, %s: given twice", v.ID, s.Sex, s.Age)
		}
		strata[[2]string{s.Sex, s.Age}] = true
	}
}
