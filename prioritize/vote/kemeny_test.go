package vote_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize/vote"
)

// permutations calls with every order of m items, in lexicographic order.
func permutations(m int, each func(order []int)) {
	order, used := []int{}, make([]bool, m)
	var next func()
	next = func() {
		if len(order) == m {
			each(order)
			return
		}
		for j := range m {
			if !used[j] {
				used[j], order = true, append(order, j)
				next()
				used[j], order = false, order[:len(order)-1]
			}
		}
	}
	next()
}

// agreement is the sum of N_jk over all j above k.
func agreement(n *vote.Matrix, order []int) float64 {
	sum := 0.0
	for i, j := range order {
		for _, k := range order[i+1:] {
			sum += n.N(j, k)
		}
	}
	return sum
}

func orderOf(r vote.Result) []int {
	var order []int
	for _, p := range r.Places {
		order = append(order, p.Item)
	}
	return order
}

func TestKemenyIsThatOfAllOrders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 7).Draw(t, "items")
		n := anyMatrix(m).Draw(t, "matrix")
		most, within := -1.0, 0.0
		for j := range m {
			for k := range m {
				within = max(within, 1e-9*n.N(j, k))
			}
		}
		var first []int
		var optima int64
		permutations(m, func(order []int) {
			switch a := agreement(n, order); {
			case a > most+within:
				most, first, optima = a, append([]int(nil), order...), 1
			case a >= most-within:
				optima++
			}
		})
		c := vote.Kemeny(n)
		if !cmp.Equal(orderOf(c.Result), first) || c.Optima != optima || c.Unique != (optima == 1) || c.Heuristic {
			t.Fatalf("got %v of %d optima, unique %v, heuristic %v, want %v of %d", orderOf(c.Result), c.Optima, c.Unique, c.Heuristic, first, optima)
		}
		if math.Abs(c.Agreement-most) > within || math.Abs(c.Agreement+c.Distance-total(n)) > within*float64(m) {
			t.Fatalf("got agreement %v and distance %v of %v, want agreement %v", c.Agreement, c.Distance, total(n), most)
		}
	})
}

func total(n *vote.Matrix) float64 {
	sum := 0.0
	for _, row := range entries(n) {
		for _, x := range row {
			sum += x
		}
	}
	return sum
}

// The agreement of the whole matrix, solved without parting it, by a program over
// subsets that knows of no components.
func TestKemenysPartsMakeTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 11).Draw(t, "items")
		// Items of a lower block lose, so that there are several components.
		block := rapid.SliceOfN(rapid.IntRange(0, 3), m, m).Draw(t, "block")
		some := anyMatrix(m).Draw(t, "matrix")
		n, err := vote.NewMatrix(m, func(j, k int) float64 {
			if block[j] > block[k] {
				return some.N(k, j) + float64(1+block[j])*(1+total(some)/1000)
			}
			return some.N(j, k)
		})
		if err != nil {
			t.Fatal(err)
		}
		best := make([]float64, 1<<m)
		for set := 1; set < 1<<m; set++ {
			for j := range m {
				if set>>j&1 == 0 {
					continue
				}
				sum := best[set&^(1<<j)]
				for k := range m {
					if k != j && set>>k&1 == 1 {
						sum += n.N(j, k)
					}
				}
				best[set] = max(best[set], sum)
			}
		}
		c := vote.Kemeny(n)
		if want := best[1<<m-1]; math.Abs(c.Agreement-want) > 1e-9*want {
			t.Fatalf("got agreement %v, want %v", c.Agreement, want)
		}
		at := make([]int, m) // which component an item is in
		for i, part := range c.Components {
			for _, j := range part {
				at[j] = i
			}
		}
		for j := range m {
			for k := range m {
				if at[j] < at[k] && n.N(j, k) <= n.N(k, j) {
					t.Fatalf("%d stands in a component before %d and does not beat it: %v", j, k, c.Components)
				}
				if block[j] > block[k] && at[j] >= at[k] {
					t.Fatalf("%d beats the whole block of %d and is in no component before it: %v", j, k, c.Components)
				}
			}
		}
	})
}

func TestKemenyOfTwentyTiedItemsCountsAllOrders(t *testing.T) {
	c := vote.Kemeny(matrix(t, zeros(20)))
	if c.Optima != 2432902008176640000 || c.Unique || c.Heuristic || !cmp.Equal(orderOf(c.Result), rangeOf(20)) {
		t.Errorf("got %d optima, unique %v, heuristic %v, order %v, want 20!, false, false, 0 to 19", c.Optima, c.Unique, c.Heuristic, orderOf(c.Result))
	}
}

// zeros is a matrix of zeros.
func zeros(m int) [][]float64 {
	n := make([][]float64, m)
	for j := range n {
		n[j] = make([]float64, m)
	}
	return n
}

// Two components of 20 tied items each have more orders than can be counted.
func TestKemenyCountsNoMoreThanFits(t *testing.T) {
	n := zeros(40)
	for j := range 20 {
		for k := 20; k < 40; k++ {
			n[j][k] = 1
		}
	}
	c := vote.Kemeny(matrix(t, n))
	if c.Optima != math.MaxInt64 || c.Unique || len(c.Components) != 2 || c.LargestPart != 20 {
		t.Errorf("got %d optima, unique %v, %d components, the largest of %d", c.Optima, c.Unique, len(c.Components), c.LargestPart)
	}
}

// Beyond MaxExact the order is one that no move of a single item betters, and where
// there is a clear order it is found.
func TestKemenyOfLargeComponentsIsSearched(t *testing.T) {
	for _, m := range []int{21, 40} {
		n := contest(t, m)
		c := vote.Kemeny(n)
		if !c.Heuristic || c.Unique || c.Optima != 0 {
			t.Errorf("%d items: heuristic %v, unique %v, optima %d, want true, false, 0", m, c.Heuristic, c.Unique, c.Optima)
		}
		order := orderOf(c.Result)
		if got := agreement(n, order); got != c.Agreement {
			t.Errorf("%d items: agreement %v, and the order's is %v", m, c.Agreement, got)
		}
		for from := range order {
			for to := range order {
				moved := append(append([]int(nil), order[:from]...), order[from+1:]...)
				moved = append(moved[:to], append([]int{order[from]}, moved[to:]...)...)
				if better := agreement(n, moved); better > c.Agreement {
					t.Fatalf("%d items: moving place %d to %d makes the agreement %v, which is %v", m, from, to, better, c.Agreement)
				}
			}
		}
	}
	n := contest(t, 20)
	whole := vote.Kemeny(n)
	if whole.Heuristic || whole.LargestPart < 15 {
		t.Errorf("20 items: heuristic %v, the largest part has %d", whole.Heuristic, whole.LargestPart)
	}
}
