package rankset_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize/rankset"
)

// agree checks that sets, tiers and pairs say the same.
func agree(t rapid.TB, s rankset.Sets, better func(j, k int) bool) {
	m := len(s.Items)
	for j, x := range s.Items {
		want := rankset.Set{Rank: 1, Low: 1, High: m, Tier: x.Tier}
		for k := range m {
			if s.Above(j, k) && !better(j, k) {
				t.Errorf("%d is above %d, against the estimates", j, k)
			}
			if better(k, j) {
				want.Rank++
			}
			if s.Above(k, j) {
				want.Low++
			}
			if s.Above(j, k) {
				want.High--
			}
		}
		if x != want || x.Low > x.Rank || x.Rank > x.High {
			t.Errorf("item %d: got %+v, want %+v", j, x, want)
		}
	}
	order, tier := s.Order(), 0
	for r := range order {
		apart := true
		for _, j := range order[:r] {
			for _, k := range order[r:] {
				apart = apart && s.Above(j, k)
			}
		}
		if apart {
			tier++
		}
		if got := s.Items[order[r]].Tier; got != tier {
			t.Errorf("place %d: got tier %d, want %d", r+1, got, tier)
		}
	}
}

// Five estimates with standard error 1: c is 2.73 by the root of 2 at most.
func TestTiersTopAndOrder(t *testing.T) {
	theta := []float64{0, 20, 3, 20, 23} // 2 is between 0 and 1, and not told apart from 0
	s := simultaneous(t, theta, rankset.Independent([]float64{1, 1, 1, 1, 1}), rankset.Options{})
	want := []rankset.Set{
		{Rank: 5, Low: 4, High: 5, Tier: 2},
		{Rank: 2, Low: 1, High: 3, Tier: 1},
		{Rank: 4, Low: 4, High: 5, Tier: 2},
		{Rank: 2, Low: 1, High: 3, Tier: 1},
		{Rank: 1, Low: 1, High: 3, Tier: 1},
	}
	if diff := cmp.Diff(want, s.Items); diff != "" {
		t.Errorf("sets (-want +got):\n%s", diff)
	}
	if got, want := s.Order(), []int{4, 1, 3, 2, 0}; !cmp.Equal(got, want) {
		t.Errorf("order: got %v, want %v", got, want)
	}
	for _, x := range []struct {
		k                  int
		certain, contender []int
	}{
		{-1, nil, nil},
		{0, nil, nil},
		{1, nil, []int{4, 1, 3}},
		{3, []int{4, 1, 3}, nil},
		{4, []int{4, 1, 3}, []int{2, 0}},
		{5, []int{4, 1, 3, 2, 0}, nil},
		{99, []int{4, 1, 3, 2, 0}, nil},
	} {
		certain, contender := s.Top(x.k)
		if !cmp.Equal(certain, x.certain) || !cmp.Equal(contender, x.contender) {
			t.Errorf("Top(%d): got %v and %v, want %v and %v", x.k, certain, contender, x.certain, x.contender)
		}
	}
}

// A chain: 0 is told apart from 2, but neither from 1.
func TestATieAcrossKeepsATierTogether(t *testing.T) {
	s := simultaneous(t, []float64{6, 3, 0}, rankset.Independent([]float64{1, 1, 1}), rankset.Options{})
	if !s.Above(0, 2) || s.Above(0, 1) || s.Above(1, 2) {
		t.Fatalf("got sets %v, want 0 above 2 and no more", bounds(s))
	}
	for j, x := range s.Items {
		if x.Tier != 1 {
			t.Errorf("item %d: got tier %d, want 1", j, x.Tier)
		}
	}
}
