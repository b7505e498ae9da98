package vote

import (
	"errors"
	"fmt"
	"math"
)

// MaxProfileItems is the largest number of items of a profile. Rules that compare
// every item with every other take MaxItems.
const MaxProfileItems = 4096

// MaxBallots is the largest number of ballots of a file, lines or rows.
const MaxBallots = 2_000_000

// Item is what is ordered.
type Item struct {
	ID   string // of its own among the items
	Name string // for people; may be equal to others
}

// Ballot is a weak order of items by their index, best first. Items of a tier are
// equal. Items in no tier are unranked: below all ranked ones, and of each other
// they tell nothing. A ballot without tiers ranks nothing, and counts as an answer.
type Ballot struct {
	Weight float64 // finite, at least 0
	Tiers  [][]int
}

// Profile is ballots over items.
type Profile struct {
	Items   []Item
	Ballots []Ballot

	// Listed says that only the items in a ballot's tiers were shown to its voter,
	// as in a comparison of two: unranked items are then not below the others, and
	// the ballot tells nothing about them.
	Listed bool
}

// Errors that callers tell apart.
var (
	ErrNoItems   = errors.New("there are no items")
	ErrNoBallots = errors.New("there are no ballots, or all of them have the weight 0")
)

// Validate reports the first thing that keeps the profile from being counted: no
// items or too many, an identifier twice, a ballot whose weight is negative or not
// finite, that names an item twice, one that there is not, or an empty tier; or no
// weight at all (ErrNoItems, ErrNoBallots).
func (p *Profile) Validate() error {
	m := len(p.Items)
	if m == 0 {
		return fmt.Errorf("vote: %w", ErrNoItems)
	}
	if m > MaxProfileItems {
		return fmt.Errorf("vote: %d items; there may be %d", m, MaxProfileItems)
	}
	ids := make(map[string]bool, m)
	for _, x := range p.Items {
		if ids[x.ID] {
			return fmt.Errorf("vote: two items have the identifier %q", x.ID)
		}
		ids[x.ID] = true
	}
	total := 0.0
	seen := make([]int, m) // the ballot that named the item last, from 1
	for i, b := range p.Ballots {
		if !(b.Weight >= 0) || math.IsInf(b.Weight, 0) {
			return fmt.Errorf("vote: ballot %d: the weight %v is not a finite number of 0 or more", i+1, b.Weight)
		}
		total += b.Weight
		for _, tier := range b.Tiers {
			if len(tier) == 0 {
				return fmt.Errorf("vote: ballot %d: a tier without items", i+1)
			}
			for _, j := range tier {
				if j < 0 || j >= m {
					return fmt.Errorf("vote: ballot %d: item %d is not one of the %d", i+1, j, m)
				}
				if seen[j] == i+1 {
					return fmt.Errorf("vote: ballot %d: %s stands twice", i+1, p.Items[j].ID)
				}
				seen[j] = i + 1
			}
		}
	}
	if total <= 0 {
		return fmt.Errorf("vote: %w", ErrNoBallots)
	}
	if math.IsInf(total, 0) {
		return errors.New("vote: the weights are too large to be summed")
	}
	return nil
}

// Weight is the sum of the ballots' weights.
func (p *Profile) Weight() float64 {
	total := 0.0
	for _, b := range p.Ballots {
		total += b.Weight
	}
	return total
}

// Matrix counts for every pair the weight of the ballots that put one above the
// other. Ranked above unranked counts, unless only the listed items were shown;
// ties count for neither. Errors: as Validate, and of more than MaxItems items.
func (p *Profile) Matrix() (*Matrix, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	n, err := emptyMatrix(len(p.Items))
	if err != nil {
		return nil, err
	}
	below := make([]bool, n.size) // the items that have not come yet
	for _, b := range p.Ballots {
		for j := range below {
			below[j] = !p.Listed
		}
		for _, tier := range b.Tiers {
			for _, j := range tier {
				below[j] = true
			}
		}
		for _, tier := range b.Tiers {
			for _, j := range tier {
				below[j] = false
			}
			for _, j := range tier {
				row := n.row(j)
				for k, is := range below {
					if is {
						row[k] += b.Weight
					}
				}
			}
		}
	}
	return n, nil
}
