package survey

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Named is a name that a municipality or a village had, until a day.
type Named struct {
	Name  Text      `json:"name" bson:"name"`
	Until time.Time `json:"until" bson:"until"`
}

// Count is the population of a municipality's villages as it was known until a time.
type Count struct {
	Until  time.Time `json:"until" bson:"until"`
	Source Text      `json:"source,omitempty" bson:"source,omitempty"`
	Year   int       `json:"year,omitempty" bson:"year,omitempty"`
	Of     []People  `json:"of" bson:"of"`
}

// People are those of one village; see Village.
type People struct {
	Village    string    `json:"village" bson:"village"`
	Population []Stratum `json:"population,omitempty" bson:"population,omitempty"`
	Adults     int       `json:"adults,omitempty" bson:"adults,omitempty"`
}

// MaxEarlier is how many populations before the present one a municipality keeps.
const MaxEarlier = 100

// namedAt is the name at a time; the zero time is the present.
func namedAt(name Text, former []Named, at time.Time) Text {
	if !at.IsZero() {
		for _, f := range former {
			if at.Before(f.Until) {
				return f.Name
			}
		}
	}
	return name
}

// At reports whether the village is there at a time.
func (v *Village) At(at time.Time) bool {
	return !at.Before(v.Since) && (v.Until.IsZero() || at.Before(v.Until))
}

// Current are the villages that are there at a time, in their order: those that a
// campaign opened then asks in. See Campaign.Villages.
func (m *Municipality) Current(at time.Time) []Village {
	var current []Village
	for i := range m.Villages {
		if m.Villages[i].At(at) {
			current = append(current, m.Villages[i])
		}
	}
	return current
}

// For is the municipality as a campaign knows it: with the villages in which it asks,
// under the names that they and the municipality had when it opened, and with the
// population as it was known when it closed; the latest if it has not. What was or
// came to be else is left out, and Rev too: it stays the same whatever else changes, and
// cannot be saved.
//
// A campaign that does not tell its villages asks in those of the day of its opening;
// before that day is set, in those that are to stay.
func (m *Municipality) For(c *Campaign) Municipality {
	view := *m
	view.Rev, view.Former, view.Earlier, view.Villages = 0, nil, nil, nil
	view.Name = namedAt(m.Name, m.Former, c.Opens)
	counted := m.countAt(c.Closes)
	if counted != nil {
		view.Source, view.Year = counted.Source, counted.Year
	}
	for _, v := range m.Villages {
		if !c.asksIn(&v) {
			continue
		}
		v.Name = namedAt(v.Name, v.Former, c.Opens)
		if counted != nil {
			if i := slices.IndexFunc(counted.Of, func(p People) bool { return p.Village == v.ID }); i >= 0 {
				v.Population, v.Adults = counted.Of[i].Population, counted.Of[i].Adults
			}
		}
		v.Aliases, v.From, v.Former, v.Since, v.Until = nil, nil, nil, time.Time{}, time.Time{}
		view.Villages = append(view.Villages, v)
	}
	return view
}

// asksIn reports whether the campaign asks in the village.
func (c *Campaign) asksIn(v *Village) bool {
	switch {
	case len(c.Villages) > 0:
		return slices.Contains(c.Villages, v.ID)
	case c.Opens.IsZero():
		return v.Until.IsZero()
	}
	return v.At(c.Opens)
}

// countAt is the population as it was known at a time, nil if that is the latest.
func (m *Municipality) countAt(at time.Time) *Count {
	if at.IsZero() {
		return nil
	}
	for i := range m.Earlier {
		if at.Before(m.Earlier[i].Until) {
			return &m.Earlier[i]
		}
	}
	return nil
}

// KnownAs are all names by which people may look for a village: its own, in all
// languages, those that it had, its aliases, and those of the villages out of which it
// was made.
func (m *Municipality) KnownAs(v *Village) []string {
	var names []string
	seen := map[string]bool{}
	var add func(v *Village)
	add = func(v *Village) {
		if v == nil || seen[v.ID] {
			return
		}
		seen[v.ID] = true
		names = append(append(names, allNames(v.Name, v.Former)...), v.Aliases...)
		for _, id := range v.From {
			add(m.Village(id))
		}
	}
	add(v)
	slices.Sort(names)
	return slices.Compact(names)
}

// named are the names that the municipality has and had, in all languages.
func (m *Municipality) named() []string { return allNames(m.Name, m.Former) }

func allNames(name Text, former []Named) []string {
	names := slices.Collect(maps.Values(name))
	for _, f := range former {
		names = slices.AppendSeq(names, maps.Values(f.Name))
	}
	return names
}

// Clone is a copy that shares nothing that the methods of Municipality change.
func (m *Municipality) Clone() Municipality {
	c := *m
	c.Villages, c.Former, c.Earlier = slices.Clone(m.Villages), slices.Clone(m.Former), slices.Clone(m.Earlier)
	for i := range c.Villages {
		c.Villages[i].Former = slices.Clone(c.Villages[i].Former)
	}
	return c
}

// Rename gives the municipality another name from a time on; campaigns that opened
// before keep showing the one that it had. It is an ErrInvalid without a name, and
// when it had its present name not yet at that time.
func (m *Municipality) Rename(name Text, from time.Time) error {
	return rename(&m.Name, &m.Former, name, from)
}

// Rename is Municipality.Rename for a village.
func (v *Village) Rename(name Text, from time.Time) error {
	if !v.At(from) {
		return fmt.Errorf("survey: village %s: %w: it was not there when it was renamed", v.ID, ErrInvalid)
	}
	return rename(&v.Name, &v.Former, name, from)
}

func rename(present *Text, former *[]Named, name Text, from time.Time) error {
	if name.In() == "" {
		return fmt.Errorf("survey: rename: %w: there is no name", ErrInvalid)
	}
	if n := len(*former); n > 0 && !(*former)[n-1].Until.Before(from) {
		return fmt.Errorf("survey: rename: %w: there is a later name already", ErrInvalid)
	}
	*former = append(*former, Named{*present, from})
	*present = name
	return nil
}

// Succeed ends villages at a time; in their place others begin, made from them: one
// where villages merge, several where one is divided, none where one was left. The new
// ones stand after the last of the old; their ID is given here, and the rest of them by
// who calls. Campaigns that ask in the old ones go on with them.
//
// It is an ErrInvalid when an old one is not there at that time or named twice, when a
// new one has no name, and when no village would be left.
func (m *Municipality) Succeed(at time.Time, old []string, next ...Village) error {
	last := -1
	for i, id := range old {
		v := m.Village(id)
		if v == nil || !v.Until.IsZero() || !v.Since.Before(at) || slices.Contains(old[:i], id) {
			return fmt.Errorf("survey: municipality %s: %w: village %q does not end at %s", m.ID, ErrInvalid, id, at.Format(time.DateOnly))
		}
		v.Until = at
		last = max(last, slices.IndexFunc(m.Villages, func(v Village) bool { return v.ID == id }))
	}
	if last < 0 {
		last = len(m.Villages) - 1
	}
	for i, v := range next {
		if v.Name.In() == "" {
			return fmt.Errorf("survey: municipality %s: %w: a village without a name", m.ID, ErrInvalid)
		}
		v.ID, v.Since, v.Until, v.From, v.Former = m.VillageID(v.Name), at, time.Time{}, slices.Clone(old), nil
		m.Villages = slices.Insert(m.Villages, last+1+i, v)
	}
	if !slices.ContainsFunc(m.Villages, func(v Village) bool { return v.Until.IsZero() }) {
		return fmt.Errorf("survey: municipality %s: %w: no village would be left", m.ID, ErrInvalid)
	}
	return nil
}

// Recount takes in the population of villages that are there, with where it comes from.
// Other villages keep theirs. Where the year is another one, the population that was
// known until now is kept as Earlier, and campaigns that closed before now go on with
// it; of the same year it is a correction, for all campaigns. It is an ErrInvalid of a
// village that is not there now, and of more than MaxEarlier populations.
func (m *Municipality) Recount(now time.Time, source Text, year int, of []People) error {
	if year != m.Year && slices.ContainsFunc(m.Villages, func(v Village) bool { return v.Total() > 0 }) {
		if len(m.Earlier) == MaxEarlier {
			return fmt.Errorf("survey: municipality %s: %w: it keeps %d earlier populations already", m.ID, ErrInvalid, MaxEarlier)
		}
		before := Count{Until: now, Source: m.Source, Year: m.Year}
		for _, v := range m.Current(now) {
			before.Of = append(before.Of, People{v.ID, v.Population, v.Adults})
		}
		m.Earlier = append(m.Earlier, before)
	}
	m.Source, m.Year = source, year
	for _, p := range of {
		v := m.Village(p.Village)
		if v == nil || !v.At(now) {
			return fmt.Errorf("survey: municipality %s: %w: people of %q, which is not there", m.ID, ErrInvalid, p.Village)
		}
		v.Population, v.Adults = p.Population, p.Adults
	}
	return nil
}

// Follow is what the municipality becomes when next, which says what is there from now
// on, takes its place: names, people and villages are those of next, and what was before
// is kept as history. A village that next does not have ends now. It is an ErrInvalid of
// what Rename and Recount refuse, and when next has a village that has ended.
func (m *Municipality) Follow(now time.Time, next Municipality) (Municipality, error) {
	after := m.Clone()
	if !maps.Equal(after.Name, next.Name) {
		if err := after.Rename(next.Name, now); err != nil {
			return after, err
		}
	}
	after.District, after.Oblast, after.SOATE, after.Invented = next.District, next.Oblast, next.SOATE, next.Invented
	at := 0
	var people []People
	for _, v := range next.Villages {
		i := slices.IndexFunc(after.Villages, func(w Village) bool { return w.ID == v.ID })
		if i < 0 {
			if v.Since.IsZero() {
				v.Since = now
			}
			i, people = at, append(people, People{v.ID, v.Population, v.Adults})
			v.Population, v.Adults = nil, 0
			after.Villages = slices.Insert(after.Villages, i, v)
		} else if err := after.Villages[i].follow(now, v); err != nil {
			return after, err
		} else {
			people = append(people, People{v.ID, v.Population, v.Adults})
		}
		at = i + 1
	}
	for i := range after.Villages {
		if v := &after.Villages[i]; v.Until.IsZero() && next.Village(v.ID) == nil {
			v.Until = now
		}
	}
	people = slices.DeleteFunc(people, func(p People) bool { return !after.Village(p.Village).At(now) })
	err := after.Recount(now, next.Source, next.Year, people)
	return after, err
}

// follow takes in what next says of the village but for its people.
func (v *Village) follow(now time.Time, next Village) error {
	if !v.Until.IsZero() && !v.Until.Equal(next.Until) {
		return fmt.Errorf("survey: village %s: %w: it ended on %s; another one has another id", v.ID, ErrInvalid, v.Until.Format(time.DateOnly))
	}
	v.SOATE, v.Aliases, v.Until = next.SOATE, next.Aliases, next.Until
	if maps.Equal(v.Name, next.Name) {
		return nil
	}
	return v.Rename(next.Name, now)
}
