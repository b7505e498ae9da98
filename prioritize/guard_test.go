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
	full := rank(t, prioritize.Input{Municipality: town(0, 0, 0), Needs: needs(4), Tally: threeVillages()})
	rapid.Check(t, func(t *rapid.T) {
		var g prioritize.Guard
		last := int64(-1)
		now := full
		now.Answered = int64(rapid.IntRange(0, 30).Draw(t, "answered"))
		for range rapid.IntRange(1, 100).Draw(t, "steps") {
			now.Answered = max(0, now.Answered+int64(rapid.IntRange(-3, 4).Draw(t, "come or gone")))
			now.Count = now.Answered
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
			if got := shown.Statements(); len(got) == 0 { // of what is shown alone
				t.Fatal("nothing is said of what is shown")
			}
		}
	})
}

// Answers that skipped the question of needs are answers too: none shows by itself.
func TestWhatEverybodySeesWaitsForBoth(t *testing.T) {
	var g prioritize.Guard
	r := prioritize.Ranking{Count: 20, Answered: 18}
	g.Show(r)
	r.Count, r.Answered = 26, 19
	if got := g.Show(r); got.Count != 20 {
		t.Errorf("six more of whom one answered: got %d shown, want 20", got.Count)
	}
	r.Count, r.Answered = 30, 23
	if got := g.Show(r); got.Count != 30 {
		t.Errorf("ten more of whom five answered: got %d shown, want 30", got.Count)
	}
}

func TestPublicLeavesTheRankingAsItIs(t *testing.T) {
	r := rank(t, prioritize.Input{Municipality: town(0, 0, 0), Needs: needs(4), Tally: threeVillages()})
	public := r.Public()
	if len(r.Items[0].Villages) != 3 || len(r.Villages) != 3 || len(public.Items[0].Villages) != 0 || *public.Items[0].Share != *r.Items[0].Share {
		t.Errorf("got %d villages left in the ranking and %d in public", len(r.Items[0].Villages), len(public.Items[0].Villages))
	}
}
