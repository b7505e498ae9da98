package prioritize_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

// withVotes is an Input of these ballots, which has them also one by one.
func withVotes(place *survey.Municipality, m, top int, ballots ...prioritize.Ballot) prioritize.Input {
	return prioritize.Input{Municipality: place, Needs: needs(m), Top: top, Tally: tally(m, ballots...), Votes: votesOf(ballots...)}
}

// schulze is what a ranking's check by Schulze says of each need, in the order of needs.
func schulze(t interface{ Fatalf(string, ...any) }, r *prioritize.Ranking) []float64 {
	i := slices.IndexFunc(r.Checks, func(c prioritize.Check) bool { return c.Rule == prioritize.RuleSchulze })
	if i < 0 {
		t.Fatalf("no check by Schulze in %+v", r.Checks)
	}
	return byNeed(t, r, r.Checks[i].TopShare)
}

func byNeed(t interface{ Fatalf(string, ...any) }, r *prioritize.Ranking, beside []float64) []float64 {
	if len(beside) != len(r.Items) {
		t.Fatalf("got %v beside %d items", beside, len(r.Items))
	}
	all := make([]float64, len(beside))
	for i, it := range r.Items {
		all[number(t, it.Need.Code)] = beside[i]
	}
	return all
}

func topShares(t interface{ Fatalf(string, ...any) }, in prioritize.Input) []float64 {
	p, err := prioritize.TopShares(in)
	if err != nil {
		t.Fatalf("TopShares: %v", err)
	}
	return p
}

// many are n copies of a ballot.
func many(n int, b prioritize.Ballot) []prioritize.Ballot {
	return slices.Repeat([]prioritize.Ballot{b}, n)
}

func TestBootstrapTellsTheSureFromTheOpen(t *testing.T) {
	cell := prioritize.Cell{Village: "v0"}
	ballots := slices.Concat( // n0 is sure, n1 and n2 are as good as each other, n3 is out
		many(50, ranked(cell, 0, 1)), many(50, ranked(cell, 0, 2)), many(2, ranked(cell, 3)))
	in := withVotes(town(0), 4, 2, ballots...)
	r := rank(t, in)
	if r.Method.Bootstrap != 1000 {
		t.Errorf("got %d samples, want 1,000", r.Method.Bootstrap)
	}
	for name, p := range map[string][]float64{
		"schulze": schulze(t, &r), "equal shares": byNeed(t, &r, r.Representation.SharesP), "reach": topShares(t, in),
	} {
		if p[0] != 1 || p[1] < 0.4 || p[1] > 0.6 || p[2] < 0.4 || p[2] > 0.6 || p[3] != 0 {
			t.Errorf("%s: got %v, want 1, about a half, about a half, 0", name, p)
		}
	}
}

// The draws are the same wherever they are drawn.
func TestBootstrapIsTheSameEverywhere(t *testing.T) {
	place, ballots := electorate(300)
	in := withVotes(place, benchNeeds, 3, ballots...)
	r := rank(t, in)
	got := fmt.Sprint(schulze(t, &r)[:6], byNeed(t, &r, r.Representation.SharesP)[:6], topShares(t, in)[:6])
	const want = `[0.035 0.001 0.011 0.146 0.011 0] [0.037 0.001 0.011 0.149 0.009 0] [0.037 0.001 0.011 0.149 0.009 0]`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Where the rank sets are certain the bootstrap is nearly so, by both additive rules.
func TestBootstrapAgreesWithTheRankSets(t *testing.T) {
	told := 0
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 1))
		var ballots []prioritize.Ballot
		for range 400 {
			b := ranked(prioritize.Cell{Village: fmt.Sprintf("v%d", random.IntN(3)), Sex: sexes[random.IntN(2)], Age: ages[random.IntN(4)]})
			for _, j := range random.Perm(8) { // the lower a need's number, the more want it
				if random.IntN(10) > j && len(b.Order) < 3 {
					b.Order = append(b.Order, j)
				}
			}
			b.Chosen = b.Order
			ballots = append(ballots, b)
		}
		for _, rule := range []prioritize.Rule{prioritize.Reach, prioritize.Borda} {
			in := withVotes(town(30, 60, 90), 8, 3, ballots...)
			in.Rule = rule
			p := topShares(t, in)
			in.Votes = nil // the rank sets do not need them
			for _, it := range rank(t, in).Items {
				got := p[number(t, it.Need.Code)]
				switch {
				case it.Standing == prioritize.Certain && got < 0.95, it.Standing == prioritize.Out && got > 0.05:
					t.Errorf("seed %d, %s, %s: %s by its rank set, and among the first in %v of the samples", seed, rule, it.Need.Code, it.Standing, got)
				case it.Standing != prioritize.Contender:
					told++
				}
			}
		}
	}
	if told < 40 {
		t.Errorf("the rank sets told only %d needs, too few to compare", told)
	}
}

// In strata of two ballots, of single ones that are joined, and of some and many, the
// difference of two needs varies as its covariances say: P(first) is that of the normal
// distribution.
func TestBootstrapVariesAsTheCovariances(t *testing.T) {
	type poll struct {
		name    string
		village func(i int) int  // of 80 ballots
		first   func(i int) bool // who wants n0
	}
	var polls []poll
	for _, size := range []int{1, 2, 5} {
		for _, votes := range []int{40, 44, 48} {
			polls = append(polls, poll{
				fmt.Sprintf("strata of %d, %d of 80", size, votes),
				func(i int) int { return i / size }, func(i int) bool { return i*37%80 < votes },
			})
		}
	}
	polls = append(polls, poll{
		"strata of 2 and of 6, which differ",
		func(i int) int { return i/8*2 + min(1, i%8/2) },
		func(i int) bool { return i%8 < 2 && i*37%80 < 56 || i%8 >= 2 && i*37%80 < 28 },
	})
	for _, x := range polls {
		var people []int
		var ballots []prioritize.Ballot
		for i := range 80 {
			v, j := x.village(i), 1
			if x.first(i) {
				j = 0
			}
			if v == len(people) {
				people = append(people, 100+v)
			}
			ballots = append(ballots, ranked(prioritize.Cell{Village: fmt.Sprintf("v%d", v), Sex: sexes[0], Age: ages[0]}, j))
		}
		in := withVotes(town(people...), 2, 1, ballots...)
		e := prioritize.NewEstimate(in.Tally, prioritize.Weigh(in.Tally, in.Municipality), prioritize.Reach)
		d, s := e.Values[0]-e.Values[1], math.Sqrt(e.Covariance[0]+e.Covariance[3]-2*e.Covariance[1])
		want := 0.5 * math.Erfc(-d/s/math.Sqrt2)
		if got := topShares(t, in)[0]; math.Abs(got-want) > 0.05 {
			t.Errorf("%s: got %v, want about %.3f", x.name, got, want)
		}
	}
}

// Of two needs there is one order only: Schulze has it of the same samples as the
// additive rule, by orders as by choices.
func TestOfTwoNeedsSchulzeIsTheAdditiveRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ballots := rapid.SliceOfN(anyBallot(2, 2), 1, 30).Draw(t, "ballots")
		ballots = append(ballots, many(prioritize.MinAnswers, ranked(prioritize.Cell{Village: "v0"}, 1, 0))...)
		rule := rapid.SampledFrom([]prioritize.Rule{prioritize.Reach, prioritize.Borda}).Draw(t, "rule")
		for i := range ballots {
			if b := &ballots[i]; rule == prioritize.Reach { // nobody ranks: Schulze goes by choices
				b.Ranked, b.Order = false, nil
			}
		}
		// Weights of 1: to others Schulze looks more closely than scores of six decimals.
		in := withVotes(town(0, 0), 2, 1, ballots...)
		in.Rule = rule
		r, err := prioritize.Rank(in)
		if err != nil {
			t.Fatalf("Rank: %v", err)
		}
		if diff := cmp.Diff(topShares(t, in), schulze(t, &r)); diff != "" {
			t.Fatalf("of the rule and of Schulze (-rule +schulze):\n%s", diff)
		}
	})
}

// With one seat Equal Shares gives it to a need that most want: no more often than the
// need is first by Reach, and always to one.
func TestOfOneSeatEqualSharesIsReach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ballots := rapid.SliceOfN(anyBallot(4, 2), 10, 30).Draw(t, "ballots")
		ballots = append(ballots, many(6, ranked(prioritize.Cell{Village: "v0"}, 3))...)
		in := withVotes(town(40, 60), 4, 1, ballots...)
		r, err := prioritize.Rank(in)
		if err != nil {
			t.Fatalf("Rank: %v", err)
		}
		if r.Representation.SharesP == nil && slices.ContainsFunc(r.Items, func(it prioritize.Item) bool { return it.Rank == 0 }) {
			return // needs that few chose have a part of it
		}
		p, shares, sum := topShares(t, in), byNeed(t, &r, r.Representation.SharesP), 0.0
		for j := range p {
			sum += shares[j]
			if shares[j] > p[j] {
				t.Fatalf("n%d: selected in %v of the samples, and first in %v", j, shares[j], p[j])
			}
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Fatalf("the one seat was given in %v of the samples: %v", sum, shares)
		}
	})
}

func TestBootstrapOfAVillageIsOfItsVotes(t *testing.T) {
	ballots := slices.Concat(
		many(30, ranked(prioritize.Cell{Village: "v0"}, 0)),
		many(10, ranked(prioritize.Cell{Village: "v1"}, 1)), many(6, ranked(prioritize.Cell{Village: "v1"}, 2)))
	in := withVotes(town(0, 0), 3, 1, ballots...)
	whole := rank(t, in)
	if diff := cmp.Diff([]float64{1, 0, 0}, schulze(t, &whole)); diff != "" {
		t.Errorf("of all (-want +got):\n%s", diff)
	}
	in.Village = "v1"
	r := rank(t, in)
	if p := schulze(t, &r); p[0] != 0 || p[1] < 0.75 || p[1] == 1 || p[2] == 0 {
		t.Errorf("of v1: got %v, want its own needs, n1 mostly first and n2 sometimes", p)
	}
}

func TestWithoutVotesThereIsNoBootstrap(t *testing.T) {
	ballots := many(100, ranked(prioritize.Cell{Village: "v0"}, 0))
	in := withVotes(town(0), 3, 1, ballots...)
	with := rank(t, in)
	text, _ := json.Marshal(with)
	for _, key := range []string{`"p_top":[1,0,0]`, `"shares_p":[1,0,0]`, `"bootstrap":1000`} {
		if !strings.Contains(string(text), key) {
			t.Errorf("with votes there is no %s in %s", key, text)
		}
	}
	in.Votes = nil
	without := rank(t, in)
	text, _ = json.Marshal(without)
	for _, key := range []string{`"p_top"`, `"shares_p"`, `"bootstrap"`} {
		if strings.Contains(string(text), key) {
			t.Errorf("without votes there is %s in %s", key, text)
		}
	}
	if with.Inputs == without.Inputs {
		t.Error("with and without votes the inputs have one hash")
	}
}

func TestNoSamplesAreDrawnOfTooMany(t *testing.T) {
	b := ranked(prioritize.Cell{Village: "v0"}, 0)
	in := withVotes(town(0), 2, 1, many(50, b)...)
	for range 12 { // 204,800
		if err := in.Tally.Merge(in.Tally.Clone()); err != nil {
			t.Fatal(err)
		}
	}
	for x := range in.Votes {
		in.Votes[x] = in.Tally.Count()
	}
	r := rank(t, in)
	if r.Method.Bootstrap != 0 || r.Representation.Shares == nil || r.Representation.SharesP != nil {
		t.Errorf("got %d samples and %+v, want Equal Shares without samples", r.Method.Bootstrap, r.Representation)
	}
	if p, err := prioritize.TopShares(in); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("TopShares: got %v and %v, want an ErrInvalid", p, err)
	}
}

func TestTopSharesRefusesWhatItCannotDraw(t *testing.T) {
	good := withVotes(town(0), 3, 1, many(20, ranked(prioritize.Cell{Village: "v0"}, 0))...)
	for name, spoil := range map[string]func(*prioritize.Input){
		"points":     func(in *prioritize.Input) { in.Rule = prioritize.Points },
		"a village":  func(in *prioritize.Input) { in.Village = "v0" },
		"no votes":   func(in *prioritize.Input) { in.Votes = nil },
		"other ones": func(in *prioritize.Input) { in.Votes = prioritize.Votes{{Answered: true}: 20} },
	} {
		in := good
		spoil(&in)
		if _, err := prioritize.TopShares(in); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want an ErrInvalid", name, err)
		}
	}
	few := withVotes(town(0), 3, 1, many(prioritize.MinAnswers-1, ranked(prioritize.Cell{Village: "v0"}, 0))...)
	if p := topShares(t, few); p != nil {
		t.Errorf("of too few: got %v, want nil", p)
	}
}
