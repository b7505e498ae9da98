package survey_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"ashar/survey"
)

// ledger is a catalogue that has everything, unless it fails, and counts what it
// is asked.
type ledger struct {
	mu    sync.Mutex
	asked map[string]int
	err   error
}

func (l *ledger) ask(what string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.asked == nil {
		l.asked = map[string]int{}
	}
	l.asked[what]++
	return l.err
}

func (l *ledger) Door(_ context.Context, code string) (survey.Door, error) {
	return survey.Door{Code: code}, l.ask("door " + code)
}

func (l *ledger) Campaign(_ context.Context, id string) (survey.Campaign, error) {
	return survey.Campaign{ID: id}, l.ask("campaign " + id)
}

func (l *ledger) Questionnaire(_ context.Context, key string) (*survey.Questionnaire, error) {
	return &survey.Questionnaire{ID: key}, l.ask("questionnaire " + key)
}

func (l *ledger) CountResponses(_ context.Context, campaign string, most int) (int, error) {
	return most, l.ask("count " + campaign)
}

func TestCachedCatalogue(t *testing.T) {
	source, now := new(ledger), noon
	c := survey.NewCached(source, func() time.Time { return now })
	ask := func() {
		t.Helper()
		for range 3 {
			d, err1 := c.Door(t.Context(), "ABC234")
			g, err2 := c.Campaign(t.Context(), "c-1")
			q, err3 := c.Questionnaire(t.Context(), "q@1")
			n, err4 := c.CountResponses(t.Context(), "c-1", 7)
			if err := errors.Join(err1, err2, err3, err4); err != nil {
				t.Fatal(err)
			}
			if d.Code != "ABC234" || g.ID != "c-1" || q.ID != "q@1" || n != 7 {
				t.Fatalf("the cache mixes things up: %+v %+v %+v %d", d, g, q, n)
			}
		}
	}
	wantAsked := func(when string, doors, campaigns, questionnaires int) {
		t.Helper()
		if d, c, q := source.asked["door ABC234"], source.asked["campaign c-1"], source.asked["questionnaire q@1"]; d != doors || c != campaigns || q != questionnaires {
			t.Errorf("%s: asked %d times for the door, %d for the campaign, %d for the questionnaire; want %d, %d, %d", when, d, c, q, doors, campaigns, questionnaires)
		}
		if n := source.asked["count c-1"]; n != campaigns {
			t.Errorf("%s: asked %d times for the count, want %d", when, n, campaigns)
		}
	}
	ask()
	wantAsked("at first", 1, 1, 1)
	now = now.Add(survey.CatalogueTTL - time.Nanosecond)
	ask()
	wantAsked("while they are fresh", 1, 1, 1)
	now = now.Add(time.Nanosecond)
	ask()
	wantAsked("when they are old", 2, 2, 1)
	now = now.AddDate(1, 0, 0)
	ask()
	wantAsked("a year later", 3, 3, 1)
}

func TestCachedForgetsFailures(t *testing.T) {
	source := &ledger{err: survey.ErrNotFound}
	c := survey.NewCached(source, func() time.Time { return noon })
	for range 2 {
		if _, err := c.Door(t.Context(), "ABC234"); !errors.Is(err, survey.ErrNotFound) {
			t.Fatalf("Door = %v, want ErrNotFound", err)
		}
	}
	source.err = nil // the door was made meanwhile
	if d, err := c.Door(t.Context(), "ABC234"); err != nil || d.Code != "ABC234" {
		t.Errorf("Door = %+v, %v; want the new door: a failure was remembered", d, err)
	}
	if got := source.asked["door ABC234"]; got != 3 {
		t.Errorf("asked %d times, want 3", got)
	}
}

// TestCachedIsBounded asks for more versions than are remembered: the first is
// forgotten for them.
func TestCachedIsBounded(t *testing.T) {
	source := new(ledger)
	c := survey.NewCached(source, func() time.Time { return noon })
	for i := range 101 {
		if _, err := c.Questionnaire(t.Context(), fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range []string{"0", "100"} {
		if _, err := c.Questionnaire(t.Context(), key); err != nil {
			t.Fatal(err)
		}
	}
	if source.asked["questionnaire 0"] != 2 || source.asked["questionnaire 100"] != 1 {
		t.Errorf("asked for the first %d times and for the last %d times, want 2 and 1", source.asked["questionnaire 0"], source.asked["questionnaire 100"])
	}
}

func TestCachedTakesACrowd(t *testing.T) {
	c := survey.NewCached(new(ledger), time.Now)
	var crowd sync.WaitGroup
	for n := range 16 {
		crowd.Go(func() {
			for i := range 500 {
				code := fmt.Sprint((n + i) % 7)
				if d, err := c.Door(t.Context(), code); err != nil || d.Code != code {
					t.Errorf("Door(%s) = %+v, %v", code, d, err)
				}
			}
		})
	}
	crowd.Wait()
}
