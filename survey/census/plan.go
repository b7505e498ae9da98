package census

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/agnivade/levenshtein"

	"ashar/survey"
)

// Entry is a row of a table beside the village that it is of.
type Entry struct {
	Row
	// Village is the identifier of the village that there is; "" where there is none of such a name.
	Village string
	// Renamed is whether the village is to have the name of the row from now on, and Spelt whether it is to be found by
	// it too.
	Renamed, Spelt bool
	// Like is the identifier of one of nearly that name that the table lacks; "" if there is none.
	Like string
}

// Plan is a table laid beside a municipality.
type Plan struct {
	Entries []Entry
	Rest    []survey.Village // those that are there and that the table does not have
}

// letters is a name as it is compared with others.
func letters(name string) string {
	words := strings.Fields(survey.SearchKey(name))
	if named := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(kinds, w) }); len(named) > 0 {
		words = named
	}
	return strings.Join(words, "")
}

// kinds are words that stand beside the name of a village, or do not.
var kinds = []string{"айылы", "айыл", "село", "с", "а", "village", "кыштагы", "кыштак"}

// Match lays a table beside the villages that are there: by their codes, or else by the names and aliases that they have
// and had, however Kyrgyz letters were typed. What may be several villages is a problem.
func Match(t Table, m *survey.Municipality, now time.Time) (Plan, []Problem) {
	var p Plan
	var problems []Problem
	current := m.Current(now)
	taken := map[string]int{} // village: the row
	for _, row := range t.Rows {
		e := Entry{Row: row}
		found, renamed := find(row, current)
		switch {
		case len(found) > 1:
			problems = append(problems, Problem{Code: Ambiguous, Row: row.Line, What: row.Name.In(), Other: strings.Join(found, ", ")})
		case len(found) == 1:
			e.Village, e.Renamed = found[0], renamed
			if before := taken[e.Village]; before > 0 {
				problems = append(problems, Problem{Code: Twice, Row: row.Line, What: row.Name.In(), Other: strconv.Itoa(before)})
			}
			taken[e.Village] = row.Line
		}
		p.Entries = append(p.Entries, e)
	}
	for _, v := range current {
		if taken[v.ID] == 0 {
			p.Rest = append(p.Rest, v)
		}
	}
	for i := range p.Entries {
		if e := &p.Entries[i]; e.Village == "" {
			e.Like = like(e.Row, p.Rest)
		}
	}
	return p, problems
}

// find lists the villages that a row may be of, and says whether one has another name there.
func find(row Row, villages []survey.Village) (ids []string, renamed bool) {
	names := slices.Collect(maps.Values(row.Name))
	has := func(all []string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return slices.Contains(all, letters(name)) })
	}
	if row.SOATE != "" {
		for i := range villages {
			if v := &villages[i]; v.SOATE == row.SOATE {
				return []string{v.ID}, !has(named(v)) && !has(called(v))
			}
		}
	}
	for _, namesOf := range []func(*survey.Village) []string{named, called} {
		var found []string
		for i := range villages {
			v := &villages[i]
			if row.SOATE != "" && v.SOATE != "" {
				continue // it has another
			}
			if has(namesOf(v)) {
				found = append(found, v.ID)
			}
		}
		if len(found) > 0 {
			return found, false
		}
	}
	return nil, false
}

// named are a village's present names, as letters; called are those that it had, and its aliases.
func named(v *survey.Village) []string { return lettersOf(slices.Collect(maps.Values(v.Name))) }

func called(v *survey.Village) []string {
	names := slices.Clone(v.Aliases)
	for _, f := range v.Former {
		names = slices.AppendSeq(names, maps.Values(f.Name))
	}
	return lettersOf(names)
}

func lettersOf(names []string) []string {
	var all []string
	for _, n := range names {
		all = append(all, letters(n))
	}
	return all
}

// like is the village whose name is a slip or two of the keyboard away.
func like(row Row, villages []survey.Village) string {
	for i := range villages {
		for _, has := range named(&villages[i]) {
			for _, name := range row.Name {
				if typed := letters(name); len([]rune(typed)) > 3 && levenshtein.ComputeDistance(typed, has) <= 2 {
					return villages[i].ID
				}
			}
		}
	}
	return ""
}

// Apply makes of a municipality what the plan says. Villages that are there take the people, the code, and names in
// languages in which they had none; what is new is added, or, where entries say so, is the new name of a village. The
// rest stay as they are. Errors are those of Municipality.Recount.
func (p Plan) Apply(m *survey.Municipality, now time.Time, source survey.Text, year int) (survey.Municipality, error) {
	after := m.Clone()
	var counted []survey.People
	for _, e := range p.Entries {
		id := e.Village
		if id == "" {
			v := survey.Village{ID: after.VillageID(e.Name), Name: e.Name, Since: now}
			id, after.Villages = v.ID, append(after.Villages, v)
		}
		if err := take(after.Village(id), e, now); err != nil {
			return after, err
		}
		if e.Known {
			counted = append(counted, survey.People{Village: id, Population: e.Population, Adults: e.Adults})
		}
	}
	if len(counted) == 0 {
		return after, nil
	}
	err := after.Recount(now, source, year, counted)
	return after, err
}

// take has a village be called, and coded, as an entry says.
func take(v *survey.Village, e Entry, now time.Time) error {
	if e.SOATE != "" {
		v.SOATE = e.SOATE
	}
	switch {
	case e.Renamed:
		return v.Rename(e.Name, now)
	case e.Spelt:
		v.Aliases = append(slices.Clone(v.Aliases), slices.Sorted(maps.Values(e.Name))...)
	default:
		name := maps.Clone(v.Name)
		for lang, said := range e.Name {
			if name[lang] == "" {
				name[lang] = said
			}
		}
		v.Name = name
	}
	return nil
}
