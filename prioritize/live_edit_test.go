package prioritize_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

// correct puts an edit in place of the one that is kept, as a store does.
func (s *shelf) correct(r survey.Response, at time.Time) {
	s.remove(r.ID)
	s.put(r, at)
}

func (s *shelf) remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = slices.DeleteFunc(s.kept, func(r stored) bool { return r.ID == id })
}

func edit(id, need string, edits int) survey.Response {
	r := wants(id, need)
	r.Edits = edits
	return r
}

// standings are the scores of all needs, as far as l has counted.
func standings(t rapid.TB, l *prioritize.Live) map[int]float64 {
	t.Helper()
	places, err := l.Places(prioritize.Reach)
	if err != nil {
		t.Fatal(err)
	}
	scores := map[int]float64{}
	for _, p := range places {
		scores[p.Need] = p.Score
	}
	return scores
}

// A correction that was met leads to the tally of what is stored, long after the earlier
// edit was counted too, in the process that stored it and in every other; and then a
// look costs what is new again.
func TestLiveCountsWhatWasCorrectedLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		own, other := live(t, s), live(t, s)
		for i := range 20 {
			s.put(wants(fmt.Sprint(i), "water"), time.Now())
		}
		follow(t, own)
		follow(t, other)
		for _, pause := range []time.Duration{0, time.Second, time.Hour} {
			time.Sleep(pause)
			r := edit("7", "roads", 1+int(pause/time.Second))
			s.correct(r, time.Now())
			own.Offer(r)
			own.Offer(r)
			follow(t, own)
			follow(t, other)
			fresh := live(t, s)
			follow(t, fresh)
			want := standings(t, fresh)
			if diff := cmp.Diff(want, standings(t, own)); diff != "" {
				t.Errorf("after %v, in its own process (-want +got):\n%s", pause, diff)
			}
			if diff := cmp.Diff(want, standings(t, other)); diff != "" {
				t.Errorf("after %v, in another process (-want +got):\n%s", pause, diff)
			}
		}
		for range 20 { // until nothing is in the overlap any more
			time.Sleep(time.Second)
			follow(t, own)
		}
		s.yielded = 0
		for range 10 {
			time.Sleep(time.Second)
			follow(t, own)
		}
		if s.yielded > 0 {
			t.Errorf("ten looks met %d responses, though nothing was new", s.yielded)
		}
	})
}

// Whatever is sent, corrected, judged and forgotten, in whatever order and by whichever process,
// whoever follows the store counts what is stored, each as it was corrected last.
func TestLiveTalliesWhatIsStored(t *testing.T) {
	at := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	rapid.Check(t, func(rt *rapid.T) {
		s := &shelf{}
		begin := func() *prioritize.Live {
			return prioritize.NewLive(prioritize.LiveConfig{
				Campaign: "c", Municipality: town(0), Reader: reader(t), Responses: s, Now: func() time.Time { return at },
			})
		}
		lives := []*prioritize.Live{begin(), begin()}
		last := map[string]survey.Response{}
		needs := []string{"water", "roads", "jobs"}
		for range rapid.IntRange(1, 60).Draw(rt, "doings") {
			own := rapid.SampledFrom(lives).Draw(rt, "process")
			r := wants(fmt.Sprint(rapid.IntRange(0, 5).Draw(rt, "who")), rapid.SampledFrom(needs).Draw(rt, "need"))
			before, there := last[r.ID]
			switch doing := rapid.IntRange(0, 8).Draw(rt, "doing"); {
			case doing < 3 && !there:
				s.put(r, at)
			case doing < 3:
				r.Edits = before.Edits + 1
				r.After(&before)
				s.correct(r, at)
			case doing == 8 && there:
				r = judged(before, rapid.SampledFrom(survey.Verdicts()).Draw(rt, "verdict"))
				s.correct(r, at)
			case doing == 3 && there:
				s.remove(r.ID)
				delete(last, r.ID)
				for _, l := range lives { // who forgets tells its own; others count anew within the hour
					l.Forget()
				}
				continue
			case doing == 4:
				if err := own.Recount(t.Context()); err != nil {
					rt.Fatal(err)
				}
				continue
			case doing == 5:
				at = at.Add(time.Duration(rapid.IntRange(1, 30).Draw(rt, "pause")) * time.Second)
				continue
			default:
				follow(t, own)
				continue
			}
			last[r.ID] = r
			if rapid.Bool().Draw(rt, "offered") {
				own.Offer(r)
			}
		}
		fresh := begin()
		follow(t, fresh)
		want := int64(0)
		for _, r := range last {
			if r.Counts() {
				want++
			}
		}
		for i, l := range lives {
			follow(t, l)
			if n := counted(t, l); n != want {
				rt.Fatalf("process %d counts %d responses, want %d", i, n, want)
			}
			if diff := cmp.Diff(standings(rt, fresh), standings(rt, l)); diff != "" {
				rt.Fatalf("process %d counts otherwise (-want +got):\n%s", i, diff)
			}
		}
	})
}
