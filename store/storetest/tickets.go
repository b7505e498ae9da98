package storetest

import (
	"fmt"
	"sync"
	"testing"

	"ashar/survey"
)

func exampleTicket(id, campaign string) survey.Ticket {
	return survey.Ticket{
		ID: id, Rev: 1, Municipality: "kok-jar", Campaign: campaign, Village: "aryk", Door: "K7PM4X", Label: "sheet 1",
		From: moment(1), Until: moment(99), Interview: "interview of " + id,
	}
}

// tickets are found by their campaign and by the interview that they name, until they are
// sealed; of many who change one at a time, one does.
func tickets(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	_, err := db.Ticket(ctx, "a")
	wantError(t, "before it is made", err, survey.ErrNotFound)
	a, b, other := exampleTicket("a", "needs"), exampleTicket("b", "needs"), exampleTicket("c", "other")
	for _, one := range []survey.Ticket{b, other, a} {
		must(t, db.SaveTicket(ctx, one))
	}
	wantError(t, "made twice", db.SaveTicket(ctx, a), survey.ErrExists)
	got, err := db.Ticket(ctx, "a")
	same(t, "a", err, got, a)
	got, err = db.TicketOf(ctx, a.Interview)
	same(t, "of its interview", err, got, a)
	same(t, "of a campaign", nil, collect(t, db.TicketsOf(ctx, "needs")), []survey.Ticket{a, b})

	const hands = 8
	outcomes := make([]error, hands)
	var changing sync.WaitGroup
	for n := range hands {
		changing.Go(func() {
			next := a
			next.Rev, next.Label = 2, fmt.Sprint("sheet ", n)
			outcomes[n] = db.SaveTicket(ctx, next)
		})
	}
	changing.Wait()
	changed := 0
	for _, err := range outcomes {
		if err == nil {
			changed++
			continue
		}
		wantError(t, "changed by several at once", err, survey.ErrConflict)
	}
	if changed != 1 {
		t.Errorf("%d of %d changed the ticket, want 1", changed, hands)
	}

	interview := b.Interview
	b.Rev, b.Interview, b.Used = 2, "", true
	must(t, db.SaveTicket(ctx, b))
	must(t, db.Close())
	db = Open(t, uri)
	got, err = db.Ticket(ctx, "b")
	same(t, "sealed, after reopening", err, got, b)
	for _, none := range []string{interview, ""} {
		_, err = db.TicketOf(ctx, none)
		wantError(t, "of an interview that no ticket names", err, survey.ErrNotFound)
	}
}
