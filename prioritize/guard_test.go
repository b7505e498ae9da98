package prioritize_test

import (
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize"
)

// Whatever comes and goes, of two rankings that are shown one after another the later
// has as many answers as the earlier or at least five more or fewer; and what is shown
// is no more than five answers old.
func TestWhatEverybodySeesMovesInSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := prioritize.NewTally(prioritize.Shape{Needs: 3})
		var in []prioritize.Ballot
		var g prioritize.Guard
		last := int64(-1)
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			if len(in) > 0 && rapid.IntRange(0, 3).Draw(t, "goes") == 0 {
				x.Subtract(&in[len(in)-1])
				in = in[:len(in)-1]
			} else {
				b := anyBallot(3, 2).Draw(t, "ballot")
				b.Answered, b.Ranked, b.Order = true, false, nil
				in = append(in, b)
				x.Add(&b)
			}
			now, err := prioritize.Rank(prioritize.Input{Municipality: town(0, 0), Needs: needs(3), Tally: x})
			if err != nil {
				t.Fatalf("Rank: %v", err)
			}
			shown := g.Show(now)
			if d := shown.Answered - last; last >= 0 && d != 0 && -5 < d && d < 5 {
				t.Fatalf("shown are %d answers after %d", shown.Answered, last)
			}
			if d := now.Answered - shown.Answered; d <= -5 || d >= 5 {
				t.Fatalf("%d answers, but shown are %d", now.Answered, shown.Answered)
			}
			last = shown.Answered
			for _, it := range shown.Items {
				if len(it.Villages)+len(it.Groups)+len(it.Gaps) > 0 || it.Between != nil || it.Flip != nil {
					t.Fatalf("%s: parts are shown", it.Need.Code)
				}
			}
			if len(shown.Villages)+len(shown.Groups)+len(shown.Without) > 0 || shown.Representation != nil {
				t.Fatal("parts are shown")
			}
			_ = shown.Statements() // of what is shown alone
		}
	})
}

func TestPublicLeavesTheRankingAsItIs(t *testing.T) {
	r := rank(t, prioritize.Input{Municipality: town(0, 0, 0), Needs: needs(4), Tally: threeVillages()})
	public := r.Public()
	if len(r.Items[0].Villages) != 3 || len(r.Villages) != 3 || len(public.Items[0].Villages) != 0 || *public.Items[0].Share != *r.Items[0].Share {
		t.Errorf("got %d villages left in the ranking and %d in public", len(r.Items[0].Villages), len(public.Items[0].Villages))
	}
}
