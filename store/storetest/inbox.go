package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"ashar/store"
	"ashar/survey"
)

func delivery(id int64) survey.Delivery {
	return survey.Delivery{ID: id, Body: []byte(fmt.Sprint("sealed ", id))}
}

func waiting(t testing.TB, db *store.DB) []survey.Delivery {
	t.Helper()
	return collect(t, db.WaitingDeliveries(t.Context()))
}

// receiving brings one delivery to several processes at once, before it is handled and
// after.
func receiving(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	bring := func() (kept int) {
		var mu sync.Mutex
		var bringing sync.WaitGroup
		for range 3 {
			db := Open(t, uri)
			for range 2 {
				bringing.Go(func() {
					switch err := db.ReceiveDelivery(ctx, delivery(7)); {
					case err == nil:
						mu.Lock()
						kept++
						mu.Unlock()
					case !errors.Is(err, survey.ErrExists):
						t.Errorf("brought by several at once: %v", err)
					}
				})
			}
		}
		bringing.Wait()
		return kept
	}
	if got := bring(); got != 1 {
		t.Errorf("kept %d times, want once", got)
	}
	db := Open(t, uri)
	same(t, "waiting", nil, waiting(t, db), []survey.Delivery{delivery(7)})
	must(t, db.HandledDelivery(ctx, 7))
	if got := bring(); got != 0 {
		t.Errorf("kept %d times after it was handled, want not at all", got)
	}
	same(t, "waiting after it was handled", nil, waiting(t, db), nil)
}

// handling takes deliveries that came in any order, and finds after reopening those that
// were not handled.
func handling(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	_, err := db.LastDelivery(ctx)
	wantError(t, "the last of none", err, survey.ErrNotFound)
	for _, id := range []int64{1000, 9, 10, 2_147_483_648, 99} {
		must(t, db.ReceiveDelivery(ctx, delivery(id)))
	}
	must(t, db.ReceiveDelivery(ctx, survey.Delivery{ID: 11})) // nothing to be handled
	wantError(t, "one without a body again", db.ReceiveDelivery(ctx, delivery(11)), survey.ErrExists)
	must(t, db.HandledDelivery(ctx, 99))
	wantError(t, "handled again", db.HandledDelivery(ctx, 99), survey.ErrConflict)
	wantError(t, "handled without a body", db.HandledDelivery(ctx, 11), survey.ErrConflict)
	wantError(t, "one that never came", db.HandledDelivery(ctx, 12), survey.ErrNotFound)
	must(t, db.Close())

	db = Open(t, uri)
	same(t, "waiting", nil, waiting(t, db), []survey.Delivery{delivery(9), delivery(10), delivery(1000), delivery(2_147_483_648)})
	for d, err := range db.WaitingDeliveries(ctx) {
		must(t, err)
		same(t, "the first", nil, d, delivery(9))
		break // leaving early must let go of what the scan holds
	}
	last, err := db.LastDelivery(ctx)
	same(t, "the last", err, last, 2_147_483_648)
	must(t, db.HandledDelivery(ctx, 2_147_483_648))
	last, err = db.LastDelivery(ctx)
	same(t, "the last, handled", err, last, 2_147_483_648)
}

// forgettingDeliveries deletes old marks, and nothing that waits.
func forgettingDeliveries(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	for id := range int64(4) {
		must(t, db.ReceiveDelivery(ctx, delivery(id+1)))
	}
	must(t, db.HandledDelivery(ctx, 2))
	must(t, db.HandledDelivery(ctx, 3))
	must(t, db.ForgetDeliveries(ctx, time.Now().Add(-time.Hour)))
	wantError(t, "handled lately", db.ReceiveDelivery(ctx, delivery(2)), survey.ErrExists)
	must(t, db.ForgetDeliveries(ctx, time.Now().Add(time.Hour)))
	must(t, db.ForgetDeliveries(ctx, time.Now().Add(time.Hour)))
	same(t, "waiting", nil, waiting(t, db), []survey.Delivery{delivery(1), delivery(4)})
	wantError(t, "one that waits", db.ReceiveDelivery(ctx, delivery(4)), survey.ErrExists)
	must(t, db.ReceiveDelivery(ctx, delivery(2)))
}

// leasing has several processes reach for one lease.
func leasing(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	_, err := db.Lease(ctx, "inbox")
	wantError(t, "before anybody had it", err, survey.ErrNotFound)
	for rev := range int64(3) {
		var mu sync.Mutex
		var holders []string
		var reaching sync.WaitGroup
		for n := range 4 {
			own := Open(t, uri)
			reaching.Go(func() {
				name := fmt.Sprint("process ", n)
				switch err := own.SaveLease(ctx, survey.Lease{ID: "inbox", Rev: rev + 1, Holder: name}); {
				case err == nil:
					mu.Lock()
					holders = append(holders, name)
					mu.Unlock()
				case !errors.Is(err, survey.ErrExists) && !errors.Is(err, survey.ErrConflict):
					t.Errorf("reached for by several at once: %v", err)
				}
			})
		}
		reaching.Wait()
		l, err := db.Lease(ctx, "inbox")
		if err != nil || l.Rev != rev+1 || !slices.Equal(holders, []string{l.Holder}) {
			t.Errorf("got %+v, %v, and %v were told that they have it; want one of them", l, err, holders)
		}
	}
}
