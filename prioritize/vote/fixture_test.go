package vote_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize/vote"
)

func items(m int) []vote.Item {
	all := make([]vote.Item, m)
	for j := range all {
		all[j] = vote.Item{ID: fmt.Sprint(j + 1), Name: fmt.Sprintf("Item %d", j+1)}
	}
	return all
}

// strict is a ballot of a strict order of the items that it names.
func strict(weight float64, order ...int) vote.Ballot {
	b := vote.Ballot{Weight: weight}
	for _, j := range order {
		b.Tiers = append(b.Tiers, []int{j})
	}
	return b
}

// lettered is a profile of items called by letters, its ballots written as in
// "ACBED" with how many there are of each.
func lettered(letters string, orders []string, counts []float64) *vote.Profile {
	p := &vote.Profile{}
	for _, r := range letters {
		p.Items = append(p.Items, vote.Item{ID: string(r), Name: string(r)})
	}
	for i, order := range orders {
		var is []int
		for _, r := range order {
			is = append(is, strings.IndexRune(letters, r))
		}
		p.Ballots = append(p.Ballots, strict(counts[i], is...))
	}
	return p
}

// spelled is the order of a result in the letters of a profile's items.
func spelled(p *vote.Profile, r vote.Result) string {
	var s strings.Builder
	for _, x := range r.Places {
		s.WriteString(p.Items[x.Item].ID)
	}
	return s.String()
}

// scores are those of a result by item.
func scores(r vote.Result) []float64 {
	all := make([]float64, len(r.Places))
	for _, p := range r.Places {
		all[p.Item] = p.Score
	}
	return all
}

func near(a, b []float64, within float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) <= within })
}

func matrix(t testing.TB, n [][]float64) *vote.Matrix {
	t.Helper()
	x, err := vote.NewMatrix(len(n), func(j, k int) float64 { return n[j][k] })
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func matrixOf(t interface{ Fatal(...any) }, p *vote.Profile) *vote.Matrix {
	n, err := p.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// entries are a matrix's, row by row.
func entries(n *vote.Matrix) [][]float64 {
	all := make([][]float64, n.Size())
	for j := range all {
		for k := range n.Size() {
			all[j] = append(all[j], n.N(j, k))
		}
	}
	return all
}

// anyMatrix is a matrix with many ties, by whole weights, by tenths whose sums are
// noisy, or by any.
func anyMatrix(m int) *rapid.Generator[*vote.Matrix] {
	return rapid.Custom(func(t *rapid.T) *vote.Matrix {
		unit := rapid.SampledFrom([]float64{1, 0.1, 1e6}).Draw(t, "unit")
		most := rapid.SampledFrom([]int{1, 3, 1000}).Draw(t, "most")
		n, err := vote.NewMatrix(m, func(_, _ int) float64 {
			return float64(rapid.IntRange(0, most).Draw(t, "n")) * unit
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	})
}

// anyProfile is 1 to 12 weighted weak orders of m items, some of them unranked; one
// of weight 1 comes first.
func anyProfile(m int) *rapid.Generator[*vote.Profile] {
	return rapid.Custom(func(t *rapid.T) *vote.Profile {
		p := &vote.Profile{Items: items(m)}
		for i := range rapid.IntRange(1, 12).Draw(t, "ballots") {
			b := vote.Ballot{Weight: 1}
			if i > 0 {
				b.Weight = float64(rapid.IntRange(0, 30).Draw(t, "weight")) / 10
			}
			order := rapid.Permutation(rangeOf(m)).Draw(t, "order")
			order = order[:rapid.IntRange(0, m).Draw(t, "ranked")]
			for len(order) > 0 {
				size := rapid.IntRange(1, len(order)).Draw(t, "tier")
				if size > 1 && rapid.Bool().Draw(t, "alone") {
					size = 1
				}
				b.Tiers = append(b.Tiers, order[:size])
				order = order[size:]
			}
			p.Ballots = append(p.Ballots, b)
		}
		return p
	})
}

func rangeOf(m int) []int {
	all := make([]int, m)
	for j := range all {
		all[j] = j
	}
	return all
}

// relabelled is the profile whose item j is called to[j].
func relabelled(p *vote.Profile, to []int) *vote.Profile {
	q := &vote.Profile{Items: items(len(to)), Listed: p.Listed}
	for _, b := range p.Ballots {
		c := vote.Ballot{Weight: b.Weight}
		for _, tier := range b.Tiers {
			moved := make([]int, len(tier))
			for i, j := range tier {
				moved[i] = to[j]
			}
			c.Tiers = append(c.Tiers, moved)
		}
		q.Ballots = append(q.Ballots, c)
	}
	return q
}

// town is n ballots that rank 3 to 6 of m needs, drawn from unequal worths.
func town(n, m int) *vote.Profile {
	random := rand.New(rand.NewPCG(1, 2))
	p := &vote.Profile{Items: items(m)}
	for range n {
		left := rangeOf(m)
		var order []int
		for range 3 + random.IntN(4) {
			i := min(random.IntN(len(left)), random.IntN(len(left)))
			order = append(order, left[i])
			left = slices.Delete(left, i, i+1)
		}
		p.Ballots = append(p.Ballots, strict(0.5+random.Float64(), order...))
	}
	return p
}

// contest is a matrix of random majorities, which is one component as a rule.
func contest(t testing.TB, m int) *vote.Matrix {
	random := rand.New(rand.NewPCG(uint64(m), 7))
	n := make([][]float64, m)
	for j := range n {
		n[j] = make([]float64, m)
	}
	for j := range m {
		for k := range j {
			n[j][k] = float64(random.IntN(1001))
			n[k][j] = 1000 - n[j][k]
		}
	}
	return matrix(t, n)
}
