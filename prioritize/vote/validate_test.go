package vote_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize/vote"
)

func TestProfilesThatCannotBeCounted(t *testing.T) {
	two := items(2)
	for _, c := range []struct {
		name string
		p    vote.Profile
		want string
	}{
		{name: "no items", p: vote.Profile{Ballots: []vote.Ballot{{Weight: 1}}}, want: "there are no items"},
		{name: "no ballots", p: vote.Profile{Items: two}, want: "there are no ballots"},
		{name: "no weight", p: vote.Profile{Items: two, Ballots: []vote.Ballot{{Tiers: [][]int{{0}}}}}, want: "there are no ballots"},
		{name: "negative weight", p: vote.Profile{Items: two, Ballots: []vote.Ballot{strict(-1, 0)}}, want: "ballot 1: the weight -1"},
		{name: "NaN", p: vote.Profile{Items: two, Ballots: []vote.Ballot{strict(math.NaN(), 0)}}, want: "ballot 1: the weight NaN"},
		{name: "infinite sum", p: vote.Profile{Items: two, Ballots: []vote.Ballot{strict(math.MaxFloat64, 0), strict(math.MaxFloat64, 0)}}, want: "too large"},
		{name: "twice", p: vote.Profile{Items: two, Ballots: []vote.Ballot{strict(1, 0), strict(1, 1, 1)}}, want: "ballot 2: 2 stands twice"},
		{name: "no such item", p: vote.Profile{Items: two, Ballots: []vote.Ballot{strict(1, 2)}}, want: "ballot 1: item 2 is not one of the 2"},
		{name: "empty tier", p: vote.Profile{Items: two, Ballots: []vote.Ballot{{Weight: 1, Tiers: [][]int{{}}}}}, want: "ballot 1: a tier without items"},
		{name: "identifiers", p: vote.Profile{Items: []vote.Item{{ID: "a"}, {ID: "a"}}, Ballots: []vote.Ballot{strict(1, 0)}}, want: `two items have the identifier "a"`},
		{name: "too many items", p: vote.Profile{Items: items(vote.MaxProfileItems + 1), Ballots: []vote.Ballot{strict(1, 0)}}, want: "4097 items; there may be 4096"},
	} {
		_, reach := vote.Reach(&c.p)
		_, borda := vote.Borda(&c.p)
		_, luce := vote.PlackettLuce(&c.p, 0.1)
		_, matrix := c.p.Matrix()
		for rule, err := range map[string]error{"reach": reach, "borda": borda, "plackett-luce": luce, "matrix": matrix} {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %s: got %v, want %s", c.name, rule, err, c.want)
			}
		}
	}
}

func TestMatricesThatCannotBeTaken(t *testing.T) {
	for _, c := range []struct {
		name string
		size int
		n    float64
		want string
	}{
		{name: "no items", size: 0, want: "there are no items"},
		{name: "too many", size: vote.MaxItems + 1, want: "257 items"},
		{name: "negative", size: 2, n: -1, want: "item 0 above item 1: -1 is not"},
		{name: "NaN", size: 2, n: math.NaN(), want: "item 0 above item 1: NaN is not"},
	} {
		if _, err := vote.NewMatrix(c.size, func(_, _ int) float64 { return c.n }); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
}

func TestOneItemHasItsPlace(t *testing.T) {
	p := &vote.Profile{Items: items(1), Ballots: []vote.Ballot{strict(1, 0), {Weight: 1}}}
	n := matrixOf(t, p)
	reach, errReach := vote.Reach(p)
	borda, errBorda := vote.Borda(p)
	luce, errLuce := vote.PlackettLuce(p, 0)
	terry, errTerry := vote.BradleyTerry(n, 0)
	if err := errors.Join(errReach, errBorda, errLuce, errTerry); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		r    vote.Result
		want float64
	}{{reach, 0.5}, {borda, 0.5}, {luce, 0}, {terry, 0}, {vote.Copeland(n), 0}, {vote.Schulze(n).Result, 0}, {vote.Kemeny(n).Result, 0}} {
		if diff := cmp.Diff([]vote.Place{{Item: 0, Rank: 1, Score: c.want}}, c.r.Places); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.r.Rule, diff)
		}
	}
}

// Ranked above unranked counts, ties count for neither, unranked ones neither; of
// listed items alone only what is listed counts.
func TestMatrixOfPartialBallotsWithTies(t *testing.T) {
	p := &vote.Profile{Items: items(4), Ballots: []vote.Ballot{{Weight: 2.5, Tiers: [][]int{{1}, {0, 2}}}, {Weight: 1}}}
	if diff := cmp.Diff([][]float64{{0, 0, 0, 2.5}, {2.5, 0, 2.5, 2.5}, {0, 0, 0, 2.5}, {0, 0, 0, 0}}, entries(matrixOf(t, p))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	p.Listed = true
	if diff := cmp.Diff([][]float64{{0, 0, 0, 0}, {2.5, 0, 2.5, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}}, entries(matrixOf(t, p))); diff != "" {
		t.Errorf("listed: (-want +got)\n%s", diff)
	}
}

func TestReachIsTheShareThatRanksAnItem(t *testing.T) {
	p := &vote.Profile{Items: items(3), Ballots: []vote.Ballot{{Weight: 2, Tiers: [][]int{{2, 0}}}, strict(1, 2), {Weight: 1}}}
	r, err := vote.Reach(p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]vote.Place{{Item: 2, Rank: 1, Score: 0.75}, {Item: 0, Rank: 2, Score: 0.5}, {Item: 1, Rank: 3, Score: 0}}, r.Places); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestWhatWasNotListedSaysNothingOfReach(t *testing.T) {
	p := &vote.Profile{Items: items(3), Listed: true, Ballots: []vote.Ballot{strict(1, 0, 1)}}
	if _, err := vote.Reach(p); !errors.Is(err, vote.ErrListed) {
		t.Errorf("reach: got %v, want %v", err, vote.ErrListed)
	}
	if _, err := vote.Borda(p); !errors.Is(err, vote.ErrListed) {
		t.Errorf("borda: got %v, want %v", err, vote.ErrListed)
	}
}
