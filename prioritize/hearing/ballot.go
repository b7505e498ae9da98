package hearing

import (
	"fmt"
	"slices"
	"strings"

	"ashar/survey"
)

// Method is how a round is voted.
type Method string

// The methods.
const (
	Dots    Method = "dots"    // each gives so many dots
	Ordered Method = "ordered" // each puts the options in an order, the best first; not all of them need be in it
	YesNo   Method = "yes_no"  // each is for or against each option, or abstains
)

// Methods lists them.
func Methods() []Method { return []Method{Dots, Ordered, YesNo} }

// Stand is what one voter thinks of one option.
type Stand string

// The stands. Who says nothing abstains.
const (
	For       Stand = "for"
	Against   Stand = "against"
	Abstained Stand = ""
)

// Ballot is one vote in a Round: by its Method, one of the lists. An empty one is a vote for nothing.
type Ballot struct {
	Dots   []int   `json:"dots,omitempty" bson:"dots,omitempty"`     // beside the round's options
	Order  []int   `json:"order,omitempty" bson:"order,omitempty"`   // the options by their index, the best first
	Stands []Stand `json:"stands,omitempty" bson:"stands,omitempty"` // beside the round's options
}

// Admits is nil for a ballot that can be counted in the round; else a survey.ErrInvalid.
func (r *Round) Admits(b Ballot) error {
	m := len(r.Options)
	wrong := ""
	switch r.Method {
	case Dots:
		sum, most := 0, 0
		for _, n := range b.Dots {
			if n < 0 {
				wrong = "fewer dots than none"
			}
			sum += max(n, 0)
			most = max(most, n)
		}
		switch {
		case b.Order != nil || b.Stands != nil || len(b.Dots) != 0 && len(b.Dots) != m:
			wrong = "it is another ballot"
		case sum > r.Dots:
			wrong = fmt.Sprintf("%d dots; there are %d", sum, r.Dots)
		case !r.Stacked && most > 1:
			wrong = "more than one dot for one option"
		}
	case Ordered:
		seen := make([]bool, m)
		for _, i := range b.Order {
			if i < 0 || i >= m || seen[i] {
				wrong = "an option twice, or one that there is not"
				break
			}
			seen[i] = true
		}
		if b.Dots != nil || b.Stands != nil {
			wrong = "it is another ballot"
		}
	case YesNo:
		if b.Dots != nil || b.Order != nil || len(b.Stands) != 0 && len(b.Stands) != m {
			wrong = "it is another ballot"
		}
		if slices.ContainsFunc(b.Stands, func(s Stand) bool { return s != For && s != Against && s != Abstained }) {
			wrong = "a stand that there is not"
		}
	}
	if wrong != "" {
		return fmt.Errorf("hearing: a ballot of round %d: %s: %w", r.Number, wrong, survey.ErrInvalid)
	}
	return nil
}

// Pile is so many ballots that are alike.
type Pile struct {
	Ballot `bson:",inline"`
	Count  int `json:"count" bson:"count"`
}

// Box is a multiset of ballots. Its order follows from what is on them alone, so that it tells nothing of who cast
// which, or when.
type Box []Pile

// NewBox mixes ballots.
func NewBox(ballots []Ballot) Box {
	piles := map[string]*Pile{}
	for _, b := range ballots {
		k := b.key()
		if piles[k] == nil {
			piles[k] = &Pile{Ballot: b}
		}
		piles[k].Count++
	}
	box := make(Box, 0, len(piles))
	for _, p := range piles {
		box = append(box, *p)
	}
	slices.SortFunc(box, func(a, b Pile) int { return strings.Compare(a.key(), b.key()) })
	return box
}

// Len is how many ballots there are.
func (x Box) Len() int {
	n := 0
	for _, p := range x {
		n += p.Count
	}
	return n
}

func (b Ballot) key() string { return fmt.Sprintf("%03d|%03d|%q", b.Dots, b.Order, b.Stands) }
