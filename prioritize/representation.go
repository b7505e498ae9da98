package prioritize

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"ashar/prioritize/budget"
	"ashar/survey"
)

// Representation says whom the first Method.Top needs pass over, and which list
// would not.
type Representation struct {
	// PassedOver are the villages among whose own first three needs is none of the
	// ranking's first Method.Top. Villages that may not be shown are not looked at.
	PassedOver []string `json:"passed_over" bson:"passed_over"`
	// Shares are the needs that Equal Shares selects, as many as Method.Top, when every
	// adult has as much of a say and a need costs one of them: every part of the people
	// that is large enough and agrees gets what it agrees on. Nil without the Input's
	// Approvals.
	Shares []string `json:"shares,omitempty" bson:"shares,omitempty"`
	// SharesPassOver are the villages that this list passes over.
	SharesPassOver []string `json:"shares_pass_over,omitempty" bson:"shares_pass_over,omitempty"`
}

// ownFirst is how many of a village's own needs count as its first.
const ownFirst = 3

// representation looks at the villages, whose ranks are by the rule.
func (k *ranker) representation(placed []int) (*Representation, error) {
	rep := &Representation{PassedOver: k.passedOver(func(j int) bool { return placed[j] <= k.in.Top })}
	if len(k.in.Approvals) == 0 {
		return rep, nil
	}
	selected, err := k.in.Approvals.equalShares(k.w, k.in.Needs, k.in.Top)
	if err != nil {
		return nil, fmt.Errorf("prioritize: equal shares: %w", err)
	}
	for _, j := range selected {
		rep.Shares = append(rep.Shares, k.in.Needs[j].Code)
	}
	rep.SharesPassOver = k.passedOver(func(j int) bool { return slices.Contains(selected, j) })
	return rep, nil
}

func (k *ranker) passedOver(selected func(j int) bool) []string {
	all := []string{}
	for _, v := range k.parts.villages.listed() {
		if v.few || v.masked {
			continue
		}
		if !slices.ContainsFunc(first(ranks(v.scores), ownFirst), func(j int) bool { return v.scores[j] > 0 && selected(j) }) {
			all = append(all, v.key)
		}
	}
	return all
}

// Approvals are the needs that were chosen together, and by how many of each cell.
// They grow with how many ways there are to choose and not with the answers, once
// these are many. A nil Approvals is empty; make one to add to it.
type Approvals map[Approval]int64

// Approval is a choice of needs of somebody of a cell.
type Approval struct {
	Cell
	Needs uint64 // bit j: need j was chosen
}

// Add counts the choice of a ballot, if it made one.
func (a Approvals) Add(b *Ballot) {
	if !b.Answered {
		return
	}
	x := Approval{Cell: b.Cell}
	for _, j := range b.Chosen {
		x.Needs |= 1 << j
	}
	a[x]++
}

// of reports whether these are the choices that the tally counted, cell by cell.
func (a Approvals) of(t *Tally) bool {
	answered := map[Cell]int64{}
	for x, n := range a {
		answered[x.Cell] += n
		if x.Needs>>t.Needs() != 0 {
			return false
		}
	}
	for _, c := range t.byCell(everySource) {
		if c.sums[atAnswered] != answered[c.Cell] {
			return false
		}
		delete(answered, c.Cell)
	}
	return len(answered) == 0
}

// sorted lists the approvals in the order of cells, and within one by what was chosen.
func (a Approvals) sorted() []Approval {
	return slices.SortedFunc(maps.Keys(a), func(x, y Approval) int {
		return cmp.Or(x.Compare(y.Cell), cmp.Compare(x.Needs, y.Needs))
	})
}

// equalShares elects as many needs as there are seats, by Equal Shares with what is
// left given to the needs that most want.
func (a Approvals) equalShares(w Weighting, needs []Need, seats int) ([]int, error) {
	e := budget.Election{Budget: float64(seats)}
	for j := range needs {
		e.Projects = append(e.Projects, budget.Project{ID: fmt.Sprintf("n%03d", j), Cost: 1})
	}
	weights := map[Cell]float64{}
	for _, c := range w.Cells {
		weights[c.Cell] = c.Weight
	}
	for _, x := range a.sorted() {
		b := budget.Ballot{Weight: weights[x.Cell], Count: int(a[x])}
		for j := range needs {
			if x.Needs>>j&1 == 1 {
				b.Approves = append(b.Approves, j)
			}
		}
		e.Ballots = append(e.Ballots, b)
	}
	out, err := budget.EqualShares(e, budget.Cardinality, budget.GreedyFill)
	if err != nil {
		return nil, err
	}
	var selected []int
	for _, p := range out.Purchases {
		selected = append(selected, p.Project)
	}
	return selected, nil
}

// approvalDocument is an approval in readable form.
type approvalDocument struct {
	Cell
	Needs []int `json:"needs"`
	Count int64 `json:"n"`
}

// MarshalJSON writes the approvals in order: [{"village","sex","age","needs":[0,3],"n"}].
func (a Approvals) MarshalJSON() ([]byte, error) {
	docs := make([]approvalDocument, 0, len(a))
	for _, x := range a.sorted() {
		d := approvalDocument{Cell: x.Cell, Needs: []int{}, Count: a[x]}
		for j := range MaxNeeds {
			if x.Needs>>j&1 == 1 {
				d.Needs = append(d.Needs, j)
			}
		}
		docs = append(docs, d)
	}
	return json.Marshal(docs)
}

// UnmarshalJSON reads what MarshalJSON writes. What is no choice is an ErrInvalid.
func (a *Approvals) UnmarshalJSON(b []byte) error {
	var docs []approvalDocument
	if err := json.Unmarshal(b, &docs); err != nil {
		return fmt.Errorf("prioritize: approvals: %w: %w", survey.ErrInvalid, err)
	}
	read := Approvals{}
	for _, d := range docs {
		x := Approval{Cell: d.Cell}
		for _, j := range d.Needs {
			if j < 0 || j >= MaxNeeds {
				return fmt.Errorf("prioritize: approvals: need %d: %w", j, survey.ErrInvalid)
			}
			x.Needs |= 1 << j
		}
		if d.Count < 1 || read[x] > 0 {
			return fmt.Errorf("prioritize: approvals: a choice of %d people, or one that comes twice: %w", d.Count, survey.ErrInvalid)
		}
		read[x] = d.Count
	}
	*a = read
	return nil
}
