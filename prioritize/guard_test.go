package prioritize_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize"
)

// Whatever comes, goes and is corrected, of two rankings that are shown one after another
// the answers of five people at least differ, and by no number that differs by a few; and
// all rules are shown as of one moment.
func TestWhatEverybodySeesMovesInSteps(t *testing.T) {
	full := rank(t, prioritize.Input{Municipality: town(0, 0, 0), Needs: needs(4), Tally: threeVillages()})
	rapid.Check(t, func(t *rapid.T) {
		var g prioritize.Guard
		answered := map[int]bool{} // by whom
		changed := map[int]bool{}  // since what is shown
		var last []prioritize.Ranking
		reach, borda := full, full
		borda.Rule = prioritize.Borda
		for step := range rapid.IntRange(1, 100).Draw(t, "steps") {
			who := rapid.IntRange(0, 40).Draw(t, "who")
			changed[who] = true
			answered[who] = rapid.IntRange(0, 9).Draw(t, "withdraws") > 0
			g.Changed(fmt.Sprint(who))
			n := int64(0)
			for _, yes := range answered {
				if yes {
					n++
				}
			}
			reach.Count, reach.Answered, borda.Count, borda.Answered = n, n, n, n
			reach.Inputs, borda.Inputs = fmt.Sprint(step), fmt.Sprint(step) // the moment
			shown := g.Show(reach, borda)
			if shown[0].Inputs != shown[1].Inputs || shown[0].Rule == shown[1].Rule {
				t.Fatalf("two rules are shown as of %s and %s", shown[0].Inputs, shown[1].Inputs)
			}
			d := int64(0)
			if last != nil {
				d = shown[0].Answered - last[0].Answered
			}
			if -5 < d && d < 5 && d != 0 {
				t.Fatalf("shown are %d answers after %d", shown[0].Answered, last[0].Answered)
			}
			switch moved := last == nil || shown[0].Inputs != last[0].Inputs; {
			case moved && last != nil && len(changed) < 5:
				t.Fatalf("what is shown moved after %d people changed their answers", len(changed))
			case moved:
				clear(changed)
			case len(changed) >= 5 && (n == shown[0].Count || n-shown[0].Count >= 5 || n-shown[0].Count <= -5):
				t.Fatalf("%d people changed their answers, but what is shown did not move", len(changed))
			}
			last = shown
			for _, it := range shown[0].Items {
				if len(it.Villages)+len(it.Groups)+len(it.Gaps) > 0 || it.Between != nil || it.Flip != nil {
					t.Fatalf("%s: parts are shown", it.Need.Code)
				}
			}
			if len(shown[0].Villages)+len(shown[0].Groups)+len(shown[0].Without) > 0 || shown[0].Representation != nil {
				t.Fatal("parts are shown")
			}
			if got := shown[0].Statements(); len(got) == 0 { // of what is shown alone
				t.Fatal("nothing is said of what is shown")
			}
		}
	})
}

// Answers that skipped the question of needs are answers too: none shows by itself. Nor
// does a correction, which no number tells.
func TestWhatEverybodySeesWaitsForAll(t *testing.T) {
	var g prioritize.Guard
	r := prioritize.Ranking{Count: 20, Answered: 18, Inputs: "first"}
	g.Show(r)
	change := func(from, to int) {
		for i := range to - from {
			g.Changed(fmt.Sprint(from + i))
		}
	}
	for _, c := range []struct {
		name            string
		from, to        int // whose answers change
		count, answered int64
		moves           bool
	}{
		{"one corrects", 0, 1, 20, 18, false},
		{"and again", 0, 1, 20, 18, false},
		{"six more, one of whom answered", 20, 26, 26, 19, false},
		{"and four of whom all did", 26, 30, 30, 23, true},
		{"five correct", 0, 5, 30, 23, true},
		{"nobody", 0, 0, 30, 23, false},
	} {
		change(c.from, c.to)
		r.Count, r.Answered, r.Inputs = c.count, c.answered, c.name
		if got := g.Show(r)[0].Inputs == c.name; got != c.moves {
			t.Errorf("%s: what is shown moves: %t, want %t", c.name, got, c.moves)
		}
	}
}

func TestPublicLeavesTheRankingAsItIs(t *testing.T) {
	r := rank(t, prioritize.Input{Municipality: town(0, 0, 0), Needs: needs(4), Tally: threeVillages()})
	public := r.Public()
	if len(r.Items[0].Villages) != 3 || len(r.Villages) != 3 || len(public.Items[0].Villages) != 0 || *public.Items[0].Share != *r.Items[0].Share {
		t.Errorf("got %d villages left in the ranking and %d in public", len(r.Items[0].Villages), len(public.Items[0].Villages))
	}
}
