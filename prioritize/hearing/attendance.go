package hearing

import (
	"fmt"
	"maps"
	"slices"

	"ashar/survey"
)

// Person is what is registered of somebody who comes: any of it can be "".
type Person struct {
	Village string `json:"village,omitempty" bson:"village,omitempty"`
	Sex     string `json:"sex,omitempty" bson:"sex,omitempty"` // survey.SexFemale, survey.SexMale
	Age     string `json:"age,omitempty" bson:"age,omitempty"` // a band
}

// Desk is one table at the entrance, with what it has counted: with buttons, from a list on paper, or both. Each has a
// document of its own, so that those who count at once do not wait for each other.
type Desk struct {
	ID      string        `json:"id" bson:"_id"`
	Rev     int64         `json:"rev" bson:"rev"`
	Hearing string        `json:"hearing" bson:"hearing"`
	Name    string        `json:"name" bson:"name"`
	Counts  []PersonCount `json:"counts" bson:"counts"`                 // in the order of Person
	Keys    []string      `json:"keys,omitempty" bson:"keys,omitempty"` // of the requests that changed it last, at most lastKeys
}

// DeskID names a desk of a hearing among all desks.
func DeskID(hearing, name string) string { return hearing + "/" + name }

// PersonCount is how many people of a sort there are.
type PersonCount struct {
	Person `bson:",inline"`
	Count  int `json:"count" bson:"count"`
}

// MaxPresent is the most that a desk counts of one sort.
const MaxPresent = 20_000

// Add counts so many more people, or fewer. It is a survey.ErrInvalid where fewer than none, or more than MaxPresent,
// would be left; nothing is changed then.
func (d *Desk) Add(p Person, by int) error {
	i, there := slices.BinarySearchFunc(d.Counts, p, func(c PersonCount, p Person) int { return c.Compare(p) })
	n := by
	if there {
		n += d.Counts[i].Count
	}
	if n < 0 || n > MaxPresent {
		return fmt.Errorf("hearing: desk %s: %d people of one sort; 0 to %d: %w", d.Name, n, MaxPresent, survey.ErrInvalid)
	}
	d.Counts = slices.Clone(d.Counts)
	switch {
	case there && n == 0:
		d.Counts = slices.Delete(d.Counts, i, i+1)
	case there:
		d.Counts[i].Count = n
	case n > 0:
		d.Counts = slices.Insert(d.Counts, i, PersonCount{Person: p, Count: n})
	}
	return nil
}

// Compare orders people by village, sex and age.
func (p Person) Compare(o Person) int {
	return slices.Compare([]string{p.Village, p.Sex, p.Age}, []string{o.Village, o.Sex, o.Age})
}

// Attendance is who is there, in all.
type Attendance struct {
	Count    int
	Sexes    map[string]int // "" for those of whom it is not known, as of the others
	Ages     map[string]int
	Villages map[string]Attendance // without further villages
	// Slips is how many were handed out and admit to votes, whoever has them; see Hall.Attendance.
	Slips int
}

// Attend adds up what the desks have counted and who came with a slip.
func Attend(desks []Desk, slips []Person) Attendance {
	a := Attendance{Villages: map[string]Attendance{}}
	add := func(p Person, n int) {
		a = a.with(p, n)
		a.Villages[p.Village] = a.Villages[p.Village].with(p, n)
	}
	for _, d := range desks {
		for _, c := range d.Counts {
			add(c.Person, c.Count)
		}
	}
	for _, p := range slips {
		add(p, 1)
	}
	return a
}

func (a Attendance) with(p Person, n int) Attendance {
	if a.Sexes == nil {
		a.Sexes, a.Ages = map[string]int{}, map[string]int{}
	}
	a.Count += n
	a.Sexes[p.Sex] += n
	a.Ages[p.Age] += n
	return a
}

// Of lists the villages that somebody came from, by their identifiers; "" comes first.
func (a Attendance) Of() []string { return slices.Sorted(maps.Keys(a.Villages)) }

// Quorate reports whether enough are there.
func (h *Hearing) Quorate(a Attendance) bool { return a.Count >= h.Quorum }
