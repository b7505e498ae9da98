package prioritize_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

// Whatever was set aside, the ranking is what it would be if it had never been given; only
// that it was, and what would be with it, is told beside.
func TestWhatWasSetAsideDoesNotCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const m = 5
		ballots := rapid.SliceOfN(anyBallot(m, 3), 0, 60).Draw(t, "ballots")
		aside := rapid.SliceOfN(anyBallot(m, 4), 0, 30).Draw(t, "aside")
		in := prioritize.Input{Campaign: "c", Municipality: town(120, 60, 60), Needs: needs(m), Tally: tally(m, ballots...), Top: 2}
		if rapid.Bool().Draw(t, "of a village") {
			in.Village = "v1"
		}
		want := rankOf(t, in)
		in.Aside = tally(m, aside...)
		got := rankOf(t, in)
		if len(aside) == 0 && got.Inputs != want.Inputs {
			t.Fatal("that nothing was set aside makes other inputs of it")
		}
		got.Inputs = want.Inputs
		got.Warnings = slices.DeleteFunc(got.Warnings, func(w prioritize.Warning) bool {
			if w.Code == prioritize.WarnSetAside && w.Count != 0 && w.Count < 5 {
				t.Errorf("it tells that %d were set aside", w.Count)
			}
			return w.Code == prioritize.WarnSetAside
		})
		got.Without = slices.DeleteFunc(got.Without, func(w prioritize.Without) bool { return w.Left == prioritize.LeftExcluded })
		if len(got.Warnings) == 0 {
			got.Warnings = want.Warnings
		}
		if len(got.Without) == 0 {
			got.Without = want.Without
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("ranking (-never given +set aside):\n%s", diff)
		}
	})
}

func rankOf(t *rapid.T, in prioritize.Input) prioritize.Ranking {
	t.Helper()
	r, err := prioritize.Rank(in)
	if err != nil {
		t.Fatalf("Rank: %v", err)
	}
	return r
}

// With what was set aside the order is that of all answers; of a few nothing is said, nor
// what a few of them chose.
func TestWithWhatWasSetAside(t *testing.T) {
	odd := ranked(prioritize.Cell{Village: "v1"}, 3)
	for _, c := range []struct {
		aside int // that chose n3 alone
		more  []prioritize.Ballot
		want  string
	}{
		{0, nil, ""},
		{4, nil, ""},
		{50, nil, "[1 2 3 4] same first: true tau 1.00"},
		{300, nil, "[2 3 4 1] same first: false tau 0.00"},
		{300, many(4, ranked(prioritize.Cell{Village: "v1"}, 0)), "[] same first: false tau 0.00"},
		{300, many(5, ranked(prioritize.Cell{Village: "v1"}, 0)), "[2 3 4 1] same first: false tau 0.00"},
	} {
		in := prioritize.Input{Municipality: town(0, 0, 0), Needs: needs(4), Tally: threeVillages(), Top: 1}
		in.Aside = tally(4, append(many(c.aside, odd), c.more...)...)
		got := ""
		for _, w := range rank(t, in).Without {
			if w.Left == prioritize.LeftExcluded {
				got = fmt.Sprintf("%v same first: %t tau %.2f", w.Ranks, w.Same, w.Tau)
			}
		}
		if got != c.want {
			t.Errorf("%d and %d set aside: got %q, want %q", c.aside, len(c.more), got, c.want)
		}
	}
}

// The evidence of a ranking holds what was set aside, and a region that of its parts.
func TestWhatWasSetAsideIsEvidence(t *testing.T) {
	in := prioritize.Input{Campaign: "c", Questionnaire: "q@1", Municipality: town(0, 0, 0), Needs: needs(4), Tally: threeVillages(), Rule: prioritize.Reach, Top: 2}
	plain, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(plain), "aside") {
		t.Errorf("nothing was set aside, and the evidence says %s", plain)
	}
	in.Aside = tally(4, many(30, ranked(prioritize.Cell{Village: "v1"}, 3))...)
	want := rank(t, in)
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var again prioritize.Input
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, rank(t, again)); diff != "" {
		t.Errorf("ranked again from its evidence (-want +got):\n%s", diff)
	}
	in.Aside = tally(4, many(31, ranked(prioritize.Cell{Village: "v1"}, 3))...)
	if rank(t, in).Inputs == want.Inputs {
		t.Error("one more was set aside, and the hash of the inputs is the same")
	}
	region, err := prioritize.Merge(survey.Municipality{ID: "region"}, in)
	if err != nil {
		t.Fatal(err)
	}
	if region.Aside == nil || region.Aside.Count() != 31 {
		t.Errorf("the region's part that was set aside is %+v, want 31", region.Aside)
	}
	in.Aside = tally(5)
	if _, err := prioritize.Rank(in); err == nil {
		t.Error("what was set aside is of another shape, and it is ranked")
	}
}

func judged(r survey.Response, v survey.Verdict) survey.Response {
	j := &survey.Judgement{Verdict: v, Why: "the same forms", By: "a"}
	if v == survey.Merged {
		j.Into = "another"
	}
	if err := r.Judge(j); err != nil {
		panic(err)
	}
	return r
}

// A judgement is met as a correction is, wherever it was given, and taking it back too.
func TestLiveSetsAside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		own, other := live(t, s), live(t, s)
		for i := range 20 {
			s.put(wants(fmt.Sprint(i), []string{"water", "roads"}[i%2]), time.Now())
		}
		follow(t, own)
		follow(t, other)
		r := wants("7", "roads")
		for i, c := range []struct {
			verdict survey.Verdict
			counted int64
		}{{survey.Excluded, 19}, {survey.Merged, 19}, {survey.Accepted, 20}, {survey.Excluded, 19}, {"", 20}} {
			time.Sleep(time.Minute)
			if c.verdict == "" {
				if err := r.Judge(nil); err != nil {
					t.Fatal(err)
				}
			} else {
				r = judged(r, c.verdict)
			}
			s.correct(r, time.Now())
			own.Offer(r)
			for _, l := range []*prioritize.Live{own, other} {
				follow(t, l)
				snapshot, err := l.Snapshot(prioritize.Reach)
				if err != nil {
					t.Fatal(err)
				}
				if n := snapshot.Ranking.Count; n != c.counted || snapshot.Whole.Count != n || snapshot.Whole.Aside != 20-n {
					t.Errorf("step %d, %s: %d are ranked, of %d and %d set aside, want %d", i, c.verdict, n, snapshot.Whole.Count, snapshot.Whole.Aside, c.counted)
				}
				if places := standings(t, l); math.Abs(places[1]-float64(c.counted-10)/float64(c.counted)) > 1e-6 {
					t.Errorf("step %d, %s: roads have %v of %d", i, c.verdict, places[1], c.counted)
				}
			}
		}
	})
}

// Accepted as it is, an answer is flagged no more.
func TestWhatWasAcceptedIsNotFlagged(t *testing.T) {
	r := wants("r", "water")
	r.Begun = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	r.Submitted = r.Begun.Add(time.Millisecond)
	for verdict, want := range map[survey.Verdict]bool{"": true, survey.Accepted: false, survey.Excluded: true} {
		resp := r
		if verdict != "" {
			resp = judged(r, verdict)
		}
		b, err := reader(t).Read(&resp)
		if err != nil || b.Flagged != want {
			t.Errorf("%q: flagged: %t, %v, want %t", verdict, b.Flagged, err, want)
		}
	}
}
