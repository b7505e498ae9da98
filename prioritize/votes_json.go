package prioritize

import (
	"encoding/json"
	"fmt"
	"math/bits"
	"slices"

	"ashar/survey"
)

// voteDocument is a vote in readable form.
type voteDocument struct {
	Cell
	Chosen []int `json:"chosen,omitzero"` // nil: the question of needs was not answered
	Order  []int `json:"order,omitzero"`  // nil: the order is not known
	Count  int64 `json:"n"`
}

// MarshalJSON writes the votes in the order of Vote.Compare:
// [{"village","sex","age","chosen":[0,3],"order":[3,0],"n"}]. Without an answer to the
// question of needs there is no "chosen", and no "order" where it is not known; either
// may be empty.
func (v Votes) MarshalJSON() ([]byte, error) {
	docs := make([]voteDocument, 0, len(v))
	for _, x := range v.sorted() {
		d := voteDocument{Cell: x.Cell, Count: v[x]}
		if x.Answered {
			d.Chosen = x.chosen()
		}
		if x.Ranked {
			d.Order = x.order()
		}
		docs = append(docs, d)
	}
	return json.Marshal(docs)
}

// UnmarshalJSON reads what MarshalJSON writes, in any order. What is no vote is an
// ErrInvalid, and changes nothing.
func (v *Votes) UnmarshalJSON(b []byte) error {
	var docs []voteDocument
	if err := json.Unmarshal(b, &docs); err != nil {
		return fmt.Errorf("prioritize: votes: %w: %w", survey.ErrInvalid, err)
	}
	read := make(Votes, len(docs))
	for i, d := range docs {
		x, err := d.vote()
		if err != nil {
			return fmt.Errorf("prioritize: votes: number %d: %w", i+1, err)
		}
		if d.Count < 1 || read[x] > 0 {
			return fmt.Errorf("prioritize: votes: number %d: of %d people, or there twice: %w", i+1, d.Count, survey.ErrInvalid)
		}
		read[x] = d.Count
	}
	*v = read
	return nil
}

func (d *voteDocument) vote() (Vote, error) {
	for _, j := range slices.Concat(d.Chosen, d.Order) {
		if j < 0 || j >= MaxNeeds {
			return Vote{}, fmt.Errorf("need %d: %w", j, survey.ErrInvalid)
		}
	}
	x := voteOf(&Ballot{
		Source: Source{Cell: d.Cell}, Answered: d.Chosen != nil, Chosen: d.Chosen, Ranked: d.Order != nil, Order: d.Order,
	})
	if bits.OnesCount64(x.Chosen) != len(d.Chosen) {
		return Vote{}, fmt.Errorf("a need is chosen twice: %w", survey.ErrInvalid)
	}
	return x, x.check(MaxNeeds)
}
