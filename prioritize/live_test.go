package prioritize_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"ashar/prioritize"
	"ashar/survey"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shelf keeps responses with the time at which they were stored.
type shelf struct {
	mu      sync.Mutex
	kept    []stored
	fail    error // after failAt responses
	failAt  int
	yielded int
}

type stored struct {
	survey.Response
	at time.Time
}

func (s *shelf) put(r survey.Response, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = append(s.kept, stored{r, at})
	slices.SortStableFunc(s.kept, func(a, b stored) int { return a.at.Compare(b.at) })
}

func (s *shelf) ResponsesSince(ctx context.Context, campaign string, since time.Time) iter.Seq2[survey.Response, error] {
	return func(yield func(survey.Response, error) bool) {
		s.mu.Lock()
		kept, fail, failAt := slices.Clone(s.kept), s.fail, s.failAt
		s.mu.Unlock()
		for i, r := range kept {
			if err := cmpErr(ctx.Err(), fail, i == failAt); err != nil {
				yield(survey.Response{}, err)
				return
			}
			if r.Campaign != campaign || r.at.Before(since) {
				continue
			}
			s.mu.Lock()
			s.yielded++
			s.mu.Unlock()
			if !yield(r.Response, nil) {
				return
			}
		}
	}
}

func cmpErr(done, fail error, now bool) error {
	if done == nil && now {
		return fail
	}
	return done
}

func wants(id, need string) survey.Response {
	r := response(answer("needs", survey.Chosen(need)))
	r.ID = id
	return r
}

func live(t *testing.T, s *shelf) *prioritize.Live {
	t.Helper()
	return prioritize.NewLive(prioritize.LiveConfig{
		Campaign: "c", Municipality: town(0), Reader: reader(t), Responses: s, Now: time.Now,
		Every: time.Second, Overlap: 10 * time.Second, Recount: time.Hour,
	})
}

// counted is the number of responses in the live ranking; -1 if there is none.
func counted(t *testing.T, l *prioritize.Live) int64 {
	t.Helper()
	r, err := l.Ranking(prioritize.Reach)
	if errors.Is(err, survey.ErrUnavailable) {
		return -1
	}
	if err != nil {
		t.Fatalf("Ranking: %v", err)
	}
	return r.Count
}

func follow(t *testing.T, l *prioritize.Live) {
	t.Helper()
	if err := l.Sync(t.Context()); err != nil {
		t.Fatalf("Sync: %v", err)
	}
}

func TestLiveFollowsTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		for i := range 20 {
			s.put(wants(fmt.Sprint("old", i), "water"), time.Now().Add(-time.Hour))
		}
		l := live(t, s)
		if n := counted(t, l); n != -1 {
			t.Errorf("before the first look: got %d responses, want an ErrUnavailable", n)
		}
		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			if err := l.Run(ctx); err != nil {
				t.Errorf("Run: %v", err)
			}
		})
		synctest.Wait()
		if n := counted(t, l); n != 20 {
			t.Errorf("after the first look: got %d responses, want 20", n)
		}
		for i := range 100 { // somebody else stores one a second, stamped by a clock five seconds behind
			s.put(wants(fmt.Sprint("new", i), "roads"), time.Now().Add(-5*time.Second))
			time.Sleep(time.Second)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if n := counted(t, l); n != 120 {
			t.Errorf("got %d responses, want 120", n)
		}
		stop()
		wg.Wait()
	})
}

func TestLiveCountsEachResponseOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		l := live(t, s)
		offer := func(id string) {
			r := wants(id, "jobs")
			s.put(r, time.Now())
			l.Offer(r)
			l.Offer(r)
		}
		offer("before the first look")
		follow(t, l)
		for i := range 50 {
			offer(fmt.Sprint(i))
			if n := counted(t, l); n != int64(i+2) {
				t.Fatalf("offered %d: got %d responses, want them at once", i+2, n)
			}
			time.Sleep(700 * time.Millisecond)
			if i%3 == 0 {
				follow(t, l)
			}
			if i%20 == 19 {
				if err := l.Recount(t.Context()); err != nil {
					t.Fatalf("Recount: %v", err)
				}
			}
		}
		if n := counted(t, l); n != 51 {
			t.Errorf("got %d responses, want 51", n)
		}
	})
}

// A look costs what is new, not what there is.
func TestLiveLooksOnlyAtWhatIsNew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		for i := range 1000 {
			s.put(wants(fmt.Sprint(i), "water"), time.Now().Add(-time.Minute))
		}
		l := live(t, s)
		follow(t, l)
		s.yielded = 0
		for range 10 {
			time.Sleep(time.Second)
			follow(t, l)
		}
		if s.yielded > 0 {
			t.Errorf("ten looks met %d old responses, want none", s.yielded)
		}
	})
}

func TestLiveRecoversFromAStoreThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{fail: errors.New("disk on fire"), failAt: 5}
		for i := range 10 {
			s.put(wants(fmt.Sprint(i), "water"), time.Now())
		}
		l := live(t, s)
		if err := l.Sync(t.Context()); !errors.Is(err, s.fail) {
			t.Fatalf("Sync: got %v, want %v", err, s.fail)
		}
		if n := counted(t, l); n != -1 {
			t.Errorf("after half a first look: got %d responses, want an ErrUnavailable", n)
		}
		s.failAt = -1
		follow(t, l)
		for i := range 10 {
			s.put(wants(fmt.Sprint("more", i), "roads"), time.Now())
		}
		s.failAt = 15
		if err := l.Sync(t.Context()); err == nil {
			t.Fatal("Sync: got no error")
		}
		s.failAt = -1
		follow(t, l)
		if n := counted(t, l); n != 20 {
			t.Errorf("got %d responses, want 20", n)
		}
	})
}

// A response stamped further back than the overlap is found when all are counted
// anew.
func TestLiveRecountFindsWhatCameTooLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		l := live(t, s)
		follow(t, l)
		s.put(wants("late", "water"), time.Now().Add(-time.Minute))
		time.Sleep(time.Second)
		follow(t, l)
		if n := counted(t, l); n != 0 {
			t.Errorf("got %d responses, want it missed", n)
		}
		if err := l.Recount(t.Context()); err != nil {
			t.Fatalf("Recount: %v", err)
		}
		if n := counted(t, l); n != 1 {
			t.Errorf("after counting anew: got %d responses, want 1", n)
		}
	})
}

func TestLivePassesOverWhatIsNotItsOwn(t *testing.T) {
	s := &shelf{}
	l := live(t, s)
	follow(t, l)
	foreign, older := wants("foreign", "water"), wants("older", "water")
	foreign.Campaign = "d"
	older.Questionnaire = "form@1999010101"
	l.Offer(foreign)
	l.Offer(older)
	l.Offer(older)
	r, err := l.Ranking(prioritize.Reach)
	if err != nil {
		t.Fatalf("Ranking: %v", err)
	}
	i := slices.IndexFunc(r.Warnings, func(w prioritize.Warning) bool { return w.Code == prioritize.WarnUnread })
	if r.Count != 0 || i < 0 || !r.Warnings[i].Some {
		t.Errorf("got %d responses and warnings %v; want none counted, and some unread", r.Count, r.Warnings)
	}
}

func TestLiveRankingCostsNothingUntilSomethingChanges(t *testing.T) {
	s := &shelf{}
	l := live(t, s)
	follow(t, l)
	a, err := l.Snapshot(prioritize.Reach)
	if err != nil {
		t.Fatalf("Snapshot: %v", err)
	}
	follow(t, l)
	if b, _ := l.Snapshot(prioritize.Reach); a != b {
		t.Error("nothing changed: got another snapshot")
	}
	l.Offer(wants("1", "jobs"))
	if b, _ := l.Snapshot(prioritize.Reach); a == b || b.Whole.Count != 1 || b.Villages[0].Count != 1 {
		t.Errorf("one more: got %+v", b)
	}
}

func TestLiveIsSafeForConcurrentUse(t *testing.T) {
	s := &shelf{}
	l := live(t, s)
	follow(t, l)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 50 {
				r := wants(fmt.Sprintf("%d-%d", w, i), "water")
				s.put(r, time.Now())
				l.Offer(r)
				if i%10 == 0 {
					if _, err := l.Snapshot(prioritize.Reach); err != nil {
						t.Errorf("Snapshot: %v", err)
					}
				}
			}
		})
		wg.Go(func() {
			for range 20 {
				if err := errors.Join(l.Sync(t.Context()), l.Recount(t.Context())); err != nil {
					t.Errorf("Sync: %v", err)
				}
			}
		})
	}
	wg.Wait()
	follow(t, l)
	if n := counted(t, l); n != 200 {
		t.Errorf("got %d responses, want 200", n)
	}
}

// An answer that was withdrawn is counted no more after the next look, and once a look
// has failed, after the one that does not.
func TestWhatIsForgottenIsCountedNoMore(t *testing.T) {
	s := &shelf{}
	l := live(t, s)
	for _, id := range []string{"a", "b", "c", "d", "e", "f"} {
		s.put(wants(id, "water"), time.Now())
	}
	follow(t, l)
	s.kept = slices.DeleteFunc(s.kept, func(r stored) bool { return r.ID == "b" })
	l.Forget()
	s.fail, s.failAt = errors.New("the store is away"), 2
	if err := l.Sync(t.Context()); err == nil {
		t.Fatal("the look did not fail")
	}
	s.fail = nil
	follow(t, l)
	r, err := l.Ranking(prioritize.Reach)
	if err != nil || r.Count != 5 {
		t.Errorf("got %d answers, %v, want 5", r.Count, err)
	}
}
