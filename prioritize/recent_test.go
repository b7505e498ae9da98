package prioritize_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/survey"
)

func TestTurnoutIsThatOfTheSnapshot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		l := live(t, s)
		if _, _, err := l.Turnout(); err == nil {
			t.Error("before anything was counted there is a turnout")
		}
		for i := range 30 {
			s.put(wants(fmt.Sprint(i), "water"), time.Now())
		}
		follow(t, l)
		l.Offer(wants("one more", "roads"))
		twice := wants("twice", "roads")
		twice.Judgement = &survey.Judgement{Verdict: survey.Excluded, Why: "twice", By: "aigul"}
		l.Offer(twice)
		whole, villages, err := l.Turnout()
		if err != nil {
			t.Fatal(err)
		}
		want, err := l.Snapshot(prioritize.Reach)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.Whole, whole); diff != "" || whole.Count != 31 || whole.Aside != 1 {
			t.Errorf("%d answers (-snapshot +turnout):\n%s", whole.Count, diff)
		}
		if diff := cmp.Diff(want.Villages, villages); diff != "" {
			t.Errorf("villages (-snapshot +turnout):\n%s", diff)
		}
	})
}

// What is asked for is the newest, unless that takes long; and what nobody has looked at for a while is not shown at all.
func TestRecentIsTheSnapshot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		l := live(t, s)
		if _, err := l.Recent(""); err == nil {
			t.Error("before anything was counted there is a snapshot")
		}
		for i := range 30 {
			s.put(wants(fmt.Sprint(i), "water"), time.Now())
		}
		follow(t, l)
		for i, pause := range []time.Duration{0, time.Second, time.Minute, 0} {
			time.Sleep(pause)
			l.Offer(wants(fmt.Sprint("new", i), "roads"))
			got, err := l.Recent(prioritize.Reach) // in a bubble it is made in no time
			if err != nil {
				t.Fatal(err)
			}
			if want := int64(31 + i); got.Ranking.Count != want {
				t.Errorf("after %v: got a ranking of %d answers, want %d", pause, got.Ranking.Count, want)
			}
			if again, err := l.Recent(prioritize.Reach); again != got || err != nil {
				t.Errorf("nothing has changed, and another snapshot was made: %v", err)
			}
		}
		if _, err := l.Recent("no such rule"); err == nil {
			t.Error("a rule that is not there: got a snapshot")
		}
	})
}
