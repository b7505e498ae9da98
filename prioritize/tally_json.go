package prioritize

import (
	"encoding/json"
	"fmt"
	"slices"

	"ashar/survey"
)

// tallyDocument is the readable form of a tally.
type tallyDocument struct {
	Needs    int              `json:"needs"`
	Services int              `json:"services,omitempty"`
	Points   bool             `json:"points,omitempty"`
	Pairs    bool             `json:"pairs,omitempty"`
	NoAccess bool             `json:"no_access,omitempty"`
	Asked    int              `json:"asked,omitempty"`
	Sources  []sourceDocument `json:"sources"`
}

// sourceDocument holds the sums of one source, those that are not all zero. Over
// pairs of needs j, k they are flat: row by row, of a triangle from its diagonal,
// or from beside it for Both.
type sourceDocument struct {
	Source
	Count    int64 `json:"n"`
	Answered int64 `json:"n_answered,omitempty"`
	Ranked   int64 `json:"n_ranked,omitempty"`
	Pointed  int64 `json:"n_pointed,omitempty"`
	Compared int64 `json:"n_compared,omitempty"`
	Repeated int64 `json:"n_repeated,omitempty"`
	Base     int64 `json:"base,omitempty"`
	Base2    int64 `json:"base_squared,omitempty"`

	Chosen       []int64 `json:"chosen,omitempty"`
	Both         []int64 `json:"both_chosen,omitempty"`
	Bonus        []int64 `json:"bonus,omitempty"`
	BaseBonus    []int64 `json:"base_bonus,omitempty"`
	BonusBoth    []int64 `json:"bonus_both,omitempty"`
	Above        []int64 `json:"above,omitempty"`
	Severity     []int64 `json:"severity,omitempty"`
	Satisfaction []int64 `json:"satisfaction,omitempty"`
	PointScores  []int64 `json:"points,omitempty"`
	PointsBoth   []int64 `json:"points_both,omitempty"`
	Better       []int64 `json:"better,omitempty"`
	NoAccess     []int64 `json:"no_access,omitempty"`
	Asked        []int64 `json:"asked,omitempty"` // of each group, those who answered the question of needs and those who chose each
}

// heads are the document's members that stand first in the vector, in its order.
func (d *sourceDocument) heads() []*int64 {
	return []*int64{&d.Count, &d.Answered, &d.Ranked, &d.Pointed, &d.Compared, &d.Repeated, &d.Base, &d.Base2}
}

// blocks are the document's other members, each with its place in the vector.
func (d *sourceDocument) blocks(l *layout) map[block]*[]int64 {
	all := map[block]*[]int64{
		l.chosen: &d.Chosen, l.both: &d.Both, l.bonus: &d.Bonus, l.baseBonus: &d.BaseBonus, l.bonusBoth: &d.BonusBoth,
		l.above: &d.Above, l.level: &d.Severity, l.service: &d.Satisfaction,
		l.points: &d.PointScores, l.pointsBoth: &d.PointsBoth, l.better: &d.Better,
		l.noAccess: &d.NoAccess, l.asked: &d.Asked,
	}
	for b := range all {
		if b.at == b.end { // is not counted
			delete(all, b)
		}
	}
	return all
}

// MarshalJSON writes the tally in a readable form, in the order of
// Source.Compare: the sums by name, those that are all zero left out.
func (t *Tally) MarshalJSON() ([]byte, error) {
	doc := tallyDocument{
		Needs: t.layout.Needs, Services: t.layout.Services, Points: t.layout.Points, Pairs: t.layout.Pairs,
		NoAccess: t.layout.NoAccess, Asked: t.layout.Asked, Sources: []sourceDocument{},
	}
	for _, s := range t.Sources() {
		sums := t.sources[s]
		d := sourceDocument{Source: s}
		for i, x := range d.heads() {
			*x = sums[i]
		}
		for b, x := range d.blocks(&t.layout) {
			if part := sums[b.at:b.end]; !isZero(part) {
				*x = part
			}
		}
		doc.Sources = append(doc.Sources, d)
	}
	return json.Marshal(doc)
}

// UnmarshalJSON makes the tally the one of this readable form. What is none is an
// ErrInvalid, and changes nothing.
func (t *Tally) UnmarshalJSON(b []byte) error {
	var doc tallyDocument
	if err := json.Unmarshal(b, &doc); err != nil {
		return fmt.Errorf("prioritize: tally: %w: %w", survey.ErrInvalid, err)
	}
	shape := Shape{Needs: doc.Needs, Services: doc.Services, Points: doc.Points, Pairs: doc.Pairs, NoAccess: doc.NoAccess, Asked: doc.Asked}
	if !shape.valid() {
		return fmt.Errorf("prioritize: tally of %d needs, %d services and %d groups: %w", doc.Needs, doc.Services, doc.Asked, survey.ErrInvalid)
	}
	read := NewTally(shape)
	for i := range doc.Sources {
		d := &doc.Sources[i]
		if len(read.sources) >= maxSums/read.layout.size {
			return fmt.Errorf("prioritize: tally of too many sources: %w", survey.ErrInvalid)
		}
		if _, twice := read.sources[d.Source]; twice {
			return fmt.Errorf("prioritize: tally: source %d comes twice: %w", i+1, survey.ErrInvalid)
		}
		sums, err := d.sums(&read.layout)
		if err != nil {
			return fmt.Errorf("prioritize: tally: source %d: %w", i+1, err)
		}
		if !isZero(sums) {
			read.sources[d.Source] = sums
		}
	}
	*t = *read
	return nil
}

func (d *sourceDocument) sums(l *layout) ([]int64, error) {
	sums := make([]int64, l.size)
	for i, x := range d.heads() {
		sums[i] = *x
	}
	placed := 0
	for b, x := range d.blocks(l) {
		if len(*x) > 0 {
			placed++
		}
		if n := len(*x); n > 0 && n != b.end-b.at {
			return nil, fmt.Errorf("%d sums where there are %d: %w", n, b.end-b.at, survey.ErrInvalid)
		}
		copy(sums[b.at:b.end], *x)
	}
	given := [][]int64{d.Chosen, d.Both, d.Bonus, d.BaseBonus, d.BonusBoth, d.Above, d.Severity, d.Satisfaction, d.PointScores, d.PointsBoth, d.Better, d.NoAccess, d.Asked}
	if n := len(slices.DeleteFunc(given, func(x []int64) bool { return len(x) == 0 })); n != placed {
		return nil, fmt.Errorf("sums of what the tally does not count: %w", survey.ErrInvalid)
	}
	return sums, nil
}
