package prioritize_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

// count is what a campaign of two villages counted.
func count(ballots ...prioritize.Ballot) prioritize.Counted {
	return prioritize.Counted{
		Input:          prioritize.Input{Campaign: "c", Questionnaire: "q@2", Municipality: town(40, 50), Needs: needs(5), Tally: tally(5, ballots...), Unread: 2},
		Questionnaires: []string{"q@2", "q@1"},
		Days:           []survey.DayTurnout{{Day: time.Date(2026, 5, 20, 0, 0, 0, 0, time.UTC), Channels: map[survey.Channel]int64{survey.Web: 3, survey.Bot: 1}}},
		Doors:          map[string]survey.Arrivals{"ABC234": {Begun: 7, Sent: 4}},
	}
}

func freeze(t testing.TB, c prioritize.Counted) prioritize.Frozen {
	t.Helper()
	f, err := prioritize.Freeze(c, time.Date(2026, 6, 1, 12, 0, 0, 1_999_999, time.UTC), "aigul", "v1")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestFrozenRanksAsItDid: whatever was counted, the same snapshot by every rule, and the same evidence, follows from
// what was kept of it.
func TestFrozenRanksAsItDid(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := count(rapid.SliceOfN(anyBallot(5, 2), 0, 120).Draw(r, "ballots")...)
		c.Aside = tally(5, rapid.SliceOfN(anyBallot(5, 2), 0, 3).Draw(r, "aside")...)
		f, err := prioritize.Freeze(c, time.Now(), "aigul", "v1")
		if err != nil {
			r.Fatal(err)
		}
		again, err := f.Open()
		if err != nil {
			r.Fatal(err)
		}
		for _, rule := range []prioritize.Rule{prioritize.Reach, prioritize.Borda} {
			want, err := c.Snapshot(rule, "v2")
			if err != nil {
				r.Fatal(err)
			}
			got, err := again.Snapshot(rule, "v2")
			if err != nil {
				r.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				r.Fatalf("by %s (-counted +kept):\n%s", rule, diff)
			}
			one, err1 := json.Marshal(want.Ranking)
			two, err2 := json.Marshal(got.Ranking)
			if err1 != nil || err2 != nil || string(one) != string(two) {
				r.Fatalf("by %s: got %s, want %s", rule, two, one)
			}
		}
		if diff := cmp.Diff([]any{c.Questionnaires, c.Doors}, []any{again.Questionnaires, again.Doors}); diff != "" {
			r.Fatal(diff)
		}
	})
}

// TestFrozenIsNotChangedUnseen changes each part of the document.
func TestFrozenIsNotChangedUnseen(t *testing.T) {
	var ballots []prioritize.Ballot
	for i := range 120 {
		ballots = append(ballots, ranked(prioritize.Cell{Village: "v0", Sex: sexes[i%2], Age: ages[i%4]}, i%5))
	}
	f := freeze(t, count(ballots...))
	if got := f.At; !got.Equal(time.Date(2026, 6, 1, 12, 0, 0, 1_000_000, time.UTC)) {
		t.Errorf("kept at %s: want whole milliseconds, as the store gives them back", got)
	}
	if len(f.Hash) != 64 {
		t.Errorf("hash %q: want 64 digits", f.Hash)
	}
	if again := freeze(t, count(ballots...)); again.Hash != f.Hash {
		t.Errorf("the same gives the hashes %s and %s", f.Hash, again.Hash)
	}
	other := freeze(t, count(ballots[1:]...))
	for what, change := range map[string]func(*prioritize.Frozen){
		"campaign":     func(f *prioritize.Frozen) { f.Campaign = "d" },
		"municipality": func(f *prioritize.Frozen) { f.Municipality = "village" },
		"time":         func(f *prioritize.Frozen) { f.At = f.At.Add(time.Millisecond) },
		"account":      func(f *prioritize.Frozen) { f.By = "bakyt" },
		"program":      func(f *prioritize.Frozen) { f.Code = "v2" },
		"hash":         func(f *prioritize.Frozen) { f.Hash = strings.Repeat("0", 64) },
		"terms": func(f *prioritize.Frozen) {
			f.Terms = []byte(strings.Replace(string(f.Terms), `"count":40`, `"count":41`, 1))
		},
		"tally":        func(f *prioritize.Frozen) { f.Tally = other.Tally },
		"a byte of it": func(f *prioritize.Frozen) { f.Tally = slices.Clone(f.Tally); f.Tally[len(f.Tally)/2] ^= 1 },
		"no tally":     func(f *prioritize.Frozen) { f.Tally = nil },
		"set aside":    func(f *prioritize.Frozen) { f.Aside = other.Tally },
	} {
		changed := f
		change(&changed)
		if _, err := changed.Open(); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got error %v, want %v", what, err, survey.ErrInvalid)
		}
	}
}

// TestFrozenHoldsNoVotes: what single people chose together is not kept.
func TestFrozenHoldsNoVotes(t *testing.T) {
	c := count()
	b := ranked(prioritize.Cell{Village: "v0"}, 0, 1)
	c.Tally.Add(&b)
	c.Votes = prioritize.Votes{}
	c.Votes.Add(&b)
	f := freeze(t, c)
	again, err := f.Open()
	if err != nil || again.Votes != nil || strings.Contains(string(f.Terms), "chosen") {
		t.Errorf("got votes %v, error %v, terms %s", again.Votes, err, f.Terms)
	}
}
