package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/coding"
)

// answeredCampaign keeps so many answers to a campaign with all that belongs to them, and an interview that was not sent,
// and returns what there is.
func answeredCampaign(t testing.TB, db *store.DB, campaign string, n int) survey.Holdings {
	t.Helper()
	ctx := t.Context()
	for i := range n {
		iv, r := sentInterview(fmt.Sprintf("%s-%d", campaign, i), campaign)
		r.ID = iv.ResponseID()
		iv.Response = r.ID
		must(t, db.SaveInterview(ctx, iv))
		must(t, db.InsertResponse(ctx, r))
		for _, file := range []string{"photo", "voice"} {
			must(t, db.InsertAttachment(ctx, exampleAttachment(file+" of "+iv.ID, iv.ID, []byte(iv.ID))))
		}
		must(t, db.SaveTicket(ctx, survey.Ticket{ID: "ticket of " + iv.ID, Rev: 1, Campaign: campaign, Interview: iv.ID}))
		must(t, db.SavePaperForm(ctx, survey.PaperForm{
			ID: "paper of " + iv.ID, Rev: 1, Campaign: campaign, State: survey.PaperEntered, Response: r.ID, Second: &survey.SecondEntry{By: "aigul"},
		}))
		must(t, db.SaveSubscription(ctx, survey.Subscription{ID: "subscription of " + iv.ID, Rev: 1, Campaign: campaign, Subscriber: iv.ID, Told: moment(1)}))
	}
	must(t, db.SaveSecond(ctx, coding.Second{ID: "second in " + campaign, Rev: 1, Campaign: campaign, Response: "somebody's in " + campaign}))
	must(t, db.SaveCodingStep(ctx, coding.Step{ID: "step in " + campaign, Rev: 1, Campaign: campaign, At: moment(2)}))
	must(t, db.SavePaperTable(ctx, survey.PaperTable{ID: "table in " + campaign, Rev: 1, Campaign: campaign, Rows: []survey.PaperTableRow{{Cells: []string{"1"}}}}))
	unsent := exampleInterview("not sent in "+campaign, "", 1)
	unsent.Campaign = campaign
	must(t, db.SaveInterview(ctx, unsent))
	must(t, db.SaveTicket(ctx, survey.Ticket{ID: "unused in " + campaign, Rev: 1, Campaign: campaign, Interview: "nobody's in " + campaign}))
	must(t, db.SavePaperForm(ctx, survey.PaperForm{ID: "spoiled in " + campaign, Rev: 1, Campaign: campaign, State: survey.PaperSpoiled}))
	f, ballots := exampleFrozen(t, campaign, int64(n))
	must(t, db.InsertFrozen(ctx, f, ballots))
	return survey.Holdings{Responses: n, Interviews: n + 1, Files: 2 * n, Tickets: n + 1, Papers: n, Tables: 1, Codings: 2, Subscriptions: n}
}

// sweeping deletes what is kept of two campaigns, after counting it, interrupted and by two at once, and wants all of a
// third one to stay.
func sweeping(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	want := map[string]survey.Holdings{}
	for campaign, n := range map[string]int{"one": 12, "two": 3, "three": 4} {
		want[campaign] = answeredCampaign(t, db, campaign, n)
	}
	gone := []string{"one", "two"}
	count := func(what string, want map[string]survey.Holdings) {
		t.Helper()
		told := map[string]survey.Holdings{}
		got, err := db.Sweep(ctx, []string{"one", "two", "three"}, false, func(c string, more survey.Holdings) { told[c] = told[c].Plus(more) })
		same(t, what, err, got, want)
		same(t, what+", as it was told", nil, told, want)
	}
	count("counted", want)
	count("counted again", want)

	broken, stop := context.WithCancel(ctx)
	first := map[string]survey.Holdings{}
	_, err := db.Sweep(broken, gone, true, func(c string, more survey.Holdings) {
		first[c] = first[c].Plus(more)
		if first["one"].Plus(first["two"]).Total() >= 40 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: got error %v", err)
	}
	if n := first["one"].Plus(first["two"]).Total(); n < 40 || n >= want["one"].Plus(want["two"]).Total() {
		t.Errorf("interrupted after %d", n)
	}

	// Then two go on at once.
	var mu sync.Mutex
	var two sync.WaitGroup
	for _, db := range []*store.DB{db, Open(t, uri)} {
		two.Go(func() {
			_, err := db.Sweep(ctx, gone, true, func(c string, more survey.Holdings) {
				mu.Lock()
				defer mu.Unlock()
				first[c] = first[c].Plus(more)
			})
			if err != nil {
				t.Errorf("sweep: %v", err)
			}
		})
	}
	two.Wait()
	count("left", map[string]survey.Holdings{"three": want["three"]})
	for _, c := range gone { // what was under way when it was interrupted may not have been told; files may be met by both
		got, all := first[c], want[c]
		if got.Responses > all.Responses || got.Interviews > all.Interviews || got.Tickets > all.Tickets || got.Papers > all.Papers || got.Subscriptions > all.Subscriptions {
			t.Errorf("%s: deleted %+v, of %+v", c, got, all)
		}
	}
	if n, err := db.CountResponses(ctx, "one", 0); err != nil || n != 0 {
		t.Errorf("%d responses left, %v", n, err)
	}
	for campaign, want := range map[string]error{"one": survey.ErrNotFound, "two": survey.ErrNotFound, "three": nil} {
		f, err := db.Frozen(ctx, campaign)
		must(t, err)
		if _, err := f.Open(); err != nil {
			t.Errorf("what %s counted: %v", campaign, err)
		}
		_, err = db.FrozenBallots(ctx, f)
		wantError(t, "the ballots of "+campaign, err, want)
	}
	_, err = db.Attachment(ctx, "photo of one-0")
	wantError(t, "a photo", err, survey.ErrNotFound)
	ticket, err := db.Ticket(ctx, "ticket of one-0")
	same(t, "a ticket that was used", err, ticket, survey.Ticket{ID: "ticket of one-0", Rev: 2, Campaign: "one", Used: true, From: ticket.From, Until: ticket.Until})
	ticket, err = db.Ticket(ctx, "unused in one")
	same(t, "a ticket that was not", err, ticket, survey.Ticket{ID: "unused in one", Rev: 2, Campaign: "one", From: ticket.From, Until: ticket.Until})
	paper, err := db.PaperForm(ctx, "paper of one-0")
	if err != nil || paper.State != survey.PaperEntered || paper.Response != "" || paper.Second != nil {
		t.Errorf("a printed form: got %+v, %v", paper, err)
	}

	// How far it has come.
	r := survey.Retention{Campaign: "one", Rev: 1, Municipality: "kok-jar", Holder: "a", Began: moment(0), Heard: moment(1)}
	must(t, db.SaveRetention(ctx, r))
	wantError(t, "claimed by another", db.SaveRetention(ctx, r), survey.ErrExists)
	r.Rev, r.Ended, r.Gone = 2, moment(2), want["one"]
	must(t, db.SaveRetention(ctx, r))
	wantError(t, "of an old revision", db.SaveRetention(ctx, r), survey.ErrConflict)
	got, err := db.Retention(ctx, "one")
	same(t, "how far it has come", err, got, r)
	same(t, "of the municipality", nil, collect(t, db.Retentions(ctx, "kok-jar")), []survey.Retention{r})
	same(t, "of another", nil, collect(t, db.Retentions(ctx, "ak-tal")), nil)
}

// requesting keeps the register of requests.
func requesting(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	r := survey.Request{ID: "r", Rev: 1, Municipality: "kok-jar", Kind: survey.AsksToSee, Came: time.Date(2026, 5, 20, 0, 0, 0, 0, time.UTC), By: "aigul"}
	must(t, db.SaveRequest(ctx, r))
	wantError(t, "entered again", db.SaveRequest(ctx, r), survey.ErrExists)
	must(t, r.Answer(survey.RequestDone, "bakyt", moment(4)))
	must(t, db.SaveRequest(ctx, r))
	wantError(t, "answered again", db.SaveRequest(ctx, r), survey.ErrConflict)
	got, err := db.Request(ctx, "r")
	same(t, "request", err, got, r)
	same(t, "register", nil, collect(t, db.Requests(ctx, "kok-jar")), []survey.Request{r})
	same(t, "register of another", nil, collect(t, db.Requests(ctx, "ak-tal")), nil)
}
