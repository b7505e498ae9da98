package prioritize_test

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

// After any ballots came and went, places and scores are those of Rank and of the
// weights of Weigh.
func TestLineupIsTheRankingOfTheSameAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 6).Draw(t, "needs")
		place := town(rapid.SliceOfN(rapid.SampledFrom([]int{0, 50, 70, 400}), 1, 3).Draw(t, "people")...)
		rule := rapid.SampledFrom(prioritize.Rules()).Draw(t, "rule")
		shape := prioritize.Shape{Needs: m, Points: rapid.Bool().Draw(t, "points")}
		before := rapid.SliceOfN(pointing(m, 4), 0, 40).Draw(t, "before")
		x := prioritize.NewTally(shape)
		for i := range before {
			x.Add(&before[i])
		}
		l := prioritize.NewLineup(x, place, rule)
		counted := before
		for range rapid.IntRange(0, 20).Draw(t, "steps") {
			if n := len(counted); n > 0 && rapid.Bool().Draw(t, "away") {
				i := rapid.IntRange(0, n-1).Draw(t, "which")
				x.Subtract(&counted[i])
				l.Subtract(&counted[i])
				counted = slices.Concat(counted[:i], counted[i+1:])
			} else {
				b := pointing(m, 4).Draw(t, "more")
				x.Add(&b)
				l.Add(&b)
				counted = append(slices.Clip(counted), b)
			}
			if rapid.Bool().Draw(t, "look") {
				wantRanking(t, l.AppendPlaces(nil), x, place, rule)
			}
		}
		wantRanking(t, l.AppendPlaces(nil), x, place, rule)
	})
}

// pointing is anyBallot, of which many give points.
func pointing(m, villages int) *rapid.Generator[prioritize.Ballot] {
	return rapid.Custom(func(t *rapid.T) prioritize.Ballot {
		b := anyBallot(m, villages).Draw(t, "ballot")
		for _, j := range b.Chosen {
			b.Points = append(b.Points, prioritize.Pointed{Need: j, Points: rapid.IntRange(0, 5).Draw(t, "points")})
		}
		return b
	})
}

func wantRanking(t *rapid.T, got []prioritize.Place, x *prioritize.Tally, place *survey.Municipality, rule prioritize.Rule) {
	r, err := prioritize.Rank(prioritize.Input{Municipality: place, Needs: needs(x.Needs()), Tally: x, Rule: rule})
	if err != nil {
		t.Fatalf("Rank: %v", err)
	}
	if len(got) != len(r.Items) {
		t.Fatalf("got %d places, want %d", len(got), len(r.Items))
	}
	e := prioritize.NewEstimate(x, prioritize.Weigh(x, place), rule)
	plain := slices.ContainsFunc(r.Weighting.Warnings, func(w prioritize.Warning) bool { return w.Code == prioritize.WarnPlain })
	last := 0
	for i, p := range got {
		it := r.Items[slices.IndexFunc(r.Items, func(it prioritize.Item) bool { return number(t, it.Need.Code) == p.Need })]
		if want := math.Round(e.Values[p.Need]*1e6) / 1e6; p.Score != want || !plain && it.Rank > 0 && it.Chosen != nil && p.Rank != it.Rank {
			t.Fatalf("%s: got need %d at %d with %v, want %d with %v", rule, p.Need, p.Rank, p.Score, it.Rank, want)
		}
		if p.Rank < last || i > 0 && p.Rank == last && p.Need < got[i-1].Need {
			t.Fatalf("got places %v, want them in order", got)
		}
		last = p.Rank
	}
}

// What an answer costs does not grow with those before: neither a tally nor a lineup
// takes memory for one more of a cell that it knows.
func TestOneMoreAnswerTakesNoMemory(t *testing.T) {
	place, ballots := electorate(2000)
	x := tally(benchNeeds, ballots...)
	for _, rule := range []prioritize.Rule{prioritize.Reach, prioritize.Borda} {
		l := prioritize.NewLineup(x, place, rule)
		i := 0
		if n := testing.AllocsPerRun(5000, func() {
			b := &ballots[i%len(ballots)]
			i++
			l.Add(b)
			x.Add(b)
		}); n != 0 {
			t.Errorf("%s: got %v allocations, want none", rule, n)
		}
	}
}

func TestLivePlacesFollowEveryAnswer(t *testing.T) {
	s := &shelf{}
	l := live(t, s)
	if _, err := l.Places(prioritize.Reach); !errors.Is(err, survey.ErrUnavailable) {
		t.Errorf("before the first look: got %v, want %v", err, survey.ErrUnavailable)
	}
	follow(t, l)
	if _, err := l.Places("loudest"); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("no such rule: got %v, want %v", err, survey.ErrInvalid)
	}
	older := wants("older", "water")
	older.Questionnaire = "form@1999010101"
	for i, need := range []string{"water", "water", "roads", "jobs", "jobs", "jobs", "water", "roads", "water", "water"} {
		r := wants(string(rune('a'+i)), need)
		s.put(r, time.Now())
		switch i % 3 {
		case 0:
			l.Offer(r)
			l.Offer(r)
			l.Offer(older)
		case 1: // somebody else stored it
		case 2:
			if err := l.Recount(t.Context()); err != nil {
				t.Fatalf("Recount: %v", err)
			}
		}
		follow(t, l)
		got, err := l.Places("")
		if err != nil {
			t.Fatalf("Places: %v", err)
		}
		want, err := l.Ranking(prioritize.Reach)
		if err != nil {
			t.Fatalf("Ranking: %v", err)
		}
		if len(got) != len(want.Items) || (len(got) > 0) != (i+1 >= prioritize.MinAnswers) {
			t.Fatalf("%d answers: got %d places, want %d", i+1, len(got), len(want.Items))
		}
		for _, p := range got {
			code := reader(t).Needs()[p.Need].Code
			it := want.Items[slices.IndexFunc(want.Items, func(it prioritize.Item) bool { return it.Need.Code == code })]
			if it.Rank > 0 && it.Chosen != nil && p.Rank != it.Rank {
				t.Errorf("%d answers: got %s at %d, want %d", i+1, it.Need.Code, p.Rank, it.Rank)
			}
		}
	}
}
