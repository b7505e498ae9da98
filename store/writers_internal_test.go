package store

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"ashar/survey"
)

// checkConcurrentWriters has many callers insert the same ids and change the same
// documents at the same time: of those who want one thing, one is told that it has
// it.
func checkConcurrentWriters(t *testing.T, fresh func(testing.TB) string) {
	e := testEngine(t, fresh(t))
	const callers, ids, rounds = 8, 20, 10
	mustInsert(t, e, thing{ID: "counter", Rev: 1, Group: "g"})
	var mu sync.Mutex
	inserted := map[string]int{}
	changed := 0
	var writers sync.WaitGroup
	for w := range callers {
		writers.Go(func() {
			for n := range ids {
				v := thing{ID: fmt.Sprint("id-", n), Rev: 1, Group: "g", Note: fmt.Sprint("by ", w)}
				switch err := e.insert(t.Context(), things, recordOf(t, v)); {
				case err == nil:
					mu.Lock()
					inserted[v.ID]++
					mu.Unlock()
					wantThing(t, e, v)
				case !errors.Is(err, survey.ErrExists):
					t.Errorf("insert: %v", err)
				}
			}
			for done := 0; done < rounds; {
				doc, err := e.get(t.Context(), things, "counter")
				if err != nil {
					t.Errorf("get: %v", err)
					return
				}
				rev := doc.Lookup("rev").Int64()
				err = e.replace(t.Context(), things, recordOf(t, thing{ID: "counter", Rev: rev + 1, Group: "g"}), rev)
				switch {
				case err == nil:
					done++
					mu.Lock()
					changed++
					mu.Unlock()
				case !errors.Is(err, survey.ErrConflict):
					t.Errorf("replace: %v", err)
					return
				}
			}
		})
	}
	writers.Wait()
	for n := range ids {
		if id := fmt.Sprint("id-", n); inserted[id] != 1 {
			t.Errorf("%s was inserted by %d callers, want 1", id, inserted[id])
		}
	}
	wantThing(t, e, thing{ID: "counter", Rev: int64(1 + changed), Group: "g"})
	if changed != callers*rounds {
		t.Errorf("%d changes succeeded, want %d", changed, callers*rounds)
	}
}

// checkClosingWhileWriting closes the engine under the hands of many writers: what
// they were told is kept must be there.
func checkClosingWhileWriting(t *testing.T, fresh func(testing.TB) string) {
	uri := fresh(t)
	e := testEngine(t, uri)
	var mu sync.Mutex
	var kept []string
	some := make(chan struct{})
	var writers sync.WaitGroup
	for w := range 8 {
		writers.Go(func() {
			for n := 0; ; n++ {
				id := fmt.Sprintf("%d-%d", w, n)
				if err := e.insert(t.Context(), things, recordOf(t, thing{ID: id, Group: "g"})); err != nil {
					wantError(t, "insert while closing", err, survey.ErrUnavailable)
					return
				}
				mu.Lock()
				if kept = append(kept, id); len(kept) == 50 {
					close(some)
				}
				mu.Unlock()
			}
		})
	}
	<-some
	if err := e.close(); err != nil {
		t.Errorf("close: %v", err)
	}
	writers.Wait()
	there := scanned(t, testEngine(t, uri), query{})
	for _, id := range kept {
		if _, found := slices.BinarySearch(there, id); !found {
			t.Errorf("%s was acknowledged and is not there", id)
		}
	}
}
