package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"ashar/survey"
)

func exampleInterview(id, respondent string, rev int64) survey.Interview {
	return survey.Interview{
		ID: id, Rev: rev, Municipality: "kok-jar", Campaign: "kok-jar-2026", Village: "aryk",
		Questionnaire: "needs@2026010101", Channel: survey.Bot, Language: "ky", Respondent: respondent,
		Consent: survey.ConsentGiven{Version: "1", Language: "ky", At: moment(0)},
		Begun:   moment(0), Updated: moment(int(rev)), At: "ranking",
		Answers: []survey.Answer{{Question: "needs", Value: survey.Chosen("water", "roads")}},
		Draft:   &survey.Value{Choices: []string{"roads"}},
	}
}

func exampleResponse(id string) survey.Response {
	return survey.Response{
		ID: id, Municipality: "kok-jar", Campaign: "kok-jar-2026", Village: "aryk", Questionnaire: "needs@2026010101",
		Channel: survey.Web, Language: "ru", Receipt: "4H8KQ-7ZP2M",
		Consent: survey.ConsentGiven{Version: "1", Language: "ru", At: moment(0)}, Begun: moment(0), Submitted: moment(5),
		Answers: []survey.Answer{
			{Question: "needs", Value: survey.Chosen("water", "roads")},
			{Question: "severity", Value: survey.Rated(survey.Level{Choice: "water", Level: 5}, survey.Level{Choice: "roads", Level: 2})},
			{Question: "wish", Value: survey.Skip()},
		},
	}
}

func interviews(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	iv := exampleInterview("iv", "", 1)
	_, err := db.Interview(ctx, "iv")
	wantError(t, "before it begins", err, survey.ErrNotFound)
	must(t, db.SaveInterview(ctx, iv))
	wantError(t, "begun again", db.SaveInterview(ctx, iv), survey.ErrExists)
	got, err := db.Interview(ctx, "iv")
	same(t, "first revision", err, got, iv)

	next := exampleInterview("iv", "", 2)
	next.Draft, next.At, next.Response = nil, "", "response"
	must(t, db.SaveInterview(ctx, next))
	wantError(t, "a revision that somebody else made", db.SaveInterview(ctx, exampleInterview("iv", "", 2)), survey.ErrConflict)
	wantError(t, "a revision too far", db.SaveInterview(ctx, exampleInterview("iv", "", 4)), survey.ErrConflict)
	wantError(t, "one that never began", db.SaveInterview(ctx, exampleInterview("other", "", 2)), survey.ErrNotFound)
	got, err = db.Interview(ctx, "iv")
	same(t, "second revision", err, got, next)

	reopened := next
	reopened.Rev, reopened.Submitted, reopened.Edits = 3, moment(2), 1
	reopened.Reopened, reopened.Before = true, next.Answers
	must(t, db.SaveInterview(ctx, reopened))
	got, err = db.Interview(ctx, "iv")
	same(t, "reopened", err, got, reopened)
}

func latestInterview(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	_, err := db.LatestInterview(ctx, "aigul")
	wantError(t, "of nobody known", err, survey.ErrNotFound)
	touched := exampleInterview("touched", "aigul", 1)
	must(t, db.SaveInterview(ctx, touched))
	later := exampleInterview("later", "aigul", 1)
	later.Updated = moment(10)
	must(t, db.SaveInterview(ctx, later))
	other := exampleInterview("other", "bakyt", 1)
	other.Updated = moment(99)
	must(t, db.SaveInterview(ctx, other))
	must(t, db.SaveInterview(ctx, exampleInterview("of nobody", "", 1)))

	got, err := db.LatestInterview(ctx, "aigul")
	same(t, "begun last", err, got, later)
	touched.Rev, touched.Updated = 2, moment(20)
	must(t, db.SaveInterview(ctx, touched))
	got, err = db.LatestInterview(ctx, "aigul")
	same(t, "touched last", err, got, touched)
	_, err = db.LatestInterview(ctx, "")
	wantError(t, "of a respondent who is not known", err, survey.ErrNotFound)
}

func responses(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	r := exampleResponse("r")
	_, err := db.Response(ctx, "r")
	wantError(t, "before it is sent", err, survey.ErrNotFound)

	const senders = 8
	outcomes := make([]error, senders)
	var sending sync.WaitGroup
	for n := range senders {
		sending.Go(func() { outcomes[n] = db.InsertResponse(ctx, r) })
	}
	sending.Wait()
	stored := 0
	for _, err := range outcomes {
		if err == nil {
			stored++
		} else {
			wantError(t, "sent by several at once", err, survey.ErrExists)
		}
	}
	if stored != 1 {
		t.Errorf("%d of %d stored the response, want 1", stored, senders)
	}
	got, err := db.Response(ctx, "r")
	same(t, "response", err, got, r)
}

func responsesSince(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	var ids []string
	var second time.Time
	for n := range 5 {
		if n == 2 {
			time.Sleep(5 * time.Millisecond)
			second = time.Now()
		}
		id := fmt.Sprint("r-", 9-n)
		must(t, db.InsertResponse(ctx, exampleResponse(id)))
		ids = append(ids, id)
		time.Sleep(2 * time.Millisecond)
	}
	elsewhere := exampleResponse("elsewhere")
	elsewhere.Campaign = "ak-tal-2026"
	must(t, db.InsertResponse(ctx, elsewhere))
	for what, c := range map[string]struct {
		since time.Time
		want  []string
	}{
		"all":            {time.Time{}, ids},
		"since a moment": {second, ids[2:]},
		"since now":      {time.Now().Add(time.Minute), nil},
	} {
		var got []string
		for _, r := range collect(t, db.ResponsesSince(ctx, "kok-jar-2026", c.since)) {
			got = append(got, r.ID)
		}
		same(t, what, nil, got, c.want)
		got = nil
		for _, r := range collect(t, db.ResponsesAfter(ctx, "kok-jar-2026", c.since, "", 0)) {
			got = append(got, r.ID)
		}
		same(t, what+", with their places", nil, got, c.want)
	}
	pages, at, behind := []string(nil), time.Time{}, ""
	for {
		page := collect(t, db.ResponsesAfter(ctx, "kok-jar-2026", at, behind, 2))
		if len(page) == 0 {
			break
		}
		for _, r := range page {
			same(t, "page", nil, r.Response, exampleResponse(r.ID))
			pages, at, behind = append(pages, r.ID), r.At, r.ID
		}
	}
	same(t, "two by two", nil, pages, ids)
	for r, err := range db.ResponsesSince(ctx, "kok-jar-2026", time.Time{}) {
		must(t, err)
		same(t, "whole", nil, r, exampleResponse(ids[0]))
		break // leaving early must let go of what the scan holds
	}
}

// allOnce corrects responses while all are streamed, one that was met and one that was not yet: each is met once, the
// latter whole, as it was before or as it is now, for a server sends many at once.
func allOnce(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	elsewhere := exampleResponse("r-0")
	elsewhere.Campaign = "ak-tal-2026"
	must(t, db.InsertResponse(ctx, elsewhere))
	for _, id := range []string{"r-3", "r-1", "r-2"} {
		must(t, db.InsertResponse(ctx, exampleResponse(id)))
	}
	// More than are read at once, so that the last is read when the first was met.
	var want []string
	for n := range 600 {
		id := fmt.Sprintf("s-%03d", n)
		must(t, db.InsertResponse(ctx, exampleResponse(id)))
		want = append(want, id)
	}
	want = append([]string{"r-1", "r-2", "r-3"}, want...)
	var got []string
	for r, err := range db.Responses(ctx, "kok-jar-2026") {
		must(t, err)
		switch got = append(got, r.ID); r.ID {
		case "r-1":
			must(t, db.ReplaceResponse(ctx, edited("r-1", 1, "жол")))
			must(t, db.ReplaceResponse(ctx, edited("s-599", 1, "көпүрө")))
		case "s-599":
			want := exampleResponse("s-599")
			if r.Edits > 0 {
				want = edited("s-599", 1, "көпүрө")
			}
			same(t, "corrected before it was met", nil, r, want)
		}
	}
	same(t, "met", nil, got, want)
}

func countResponses(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	elsewhere := exampleResponse("elsewhere")
	elsewhere.Campaign = "ak-tal-2026"
	must(t, db.InsertResponse(ctx, elsewhere))
	for stored := range 4 {
		for most, want := range []int{stored, min(stored, 1), min(stored, 2), min(stored, 3)} {
			got, err := db.CountResponses(ctx, "kok-jar-2026", most)
			same(t, fmt.Sprintf("of %d, up to %d", stored, most), err, got, want)
		}
		must(t, db.InsertResponse(ctx, exampleResponse(fmt.Sprint("r-", stored))))
	}
}

// arrivals counts interviews by their doors, also where there were some before by none.
func arrivals(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	want := survey.Arrivals{}
	check := func(what string) {
		t.Helper()
		got, err := db.Arrivals(ctx, "ABC234")
		same(t, what, err, got, want)
	}
	check("nobody")
	must(t, db.SaveInterview(ctx, exampleInterview("by none", "", 1)))
	for i, door := range []string{"ABC234", "ABC234", "ABC235"} {
		iv := exampleInterview(fmt.Sprint("iv-", i), "", 1)
		iv.Door = door
		must(t, db.SaveInterview(ctx, iv))
		if i == 2 {
			iv.Rev, iv.Response = 2, "response-2"
			must(t, db.SaveInterview(ctx, iv))
		}
	}
	want.Begun = 2
	check("two")
	iv, err := db.Interview(ctx, "iv-0")
	must(t, err)
	iv.Rev, iv.Response, iv.Channel = 2, "response-0", survey.Bot
	must(t, db.SaveInterview(ctx, iv))
	want.Sent = 1
	check("one of them sent")
	must(t, db.ForgetInterview(ctx, "iv-0", "response-0", "mark"))
	want = survey.Arrivals{Begun: 1}
	check("that was taken back")
}

// following asks again and again for what is new, as the documentation of
// ResponsesSince says, while several processes store, and must have met every
// response soon after the last is stored.
func following(t *testing.T, place Place) {
	const processes, each, overlap = 3, 60, 10 * time.Second
	ctx, uri := t.Context(), place(t)
	reader := Open(t, uri)
	var storing sync.WaitGroup
	var want []string
	for p := range processes {
		db := Open(t, uri)
		for n := range each {
			want = append(want, fmt.Sprintf("%d-%02d", p, n))
		}
		storing.Go(func() {
			var several sync.WaitGroup
			for half := range 2 {
				several.Go(func() {
					for n := half; n < each; n += 2 {
						wantError(t, "insert", db.InsertResponse(ctx, exampleResponse(fmt.Sprintf("%d-%02d", p, n))), nil)
					}
				})
			}
			several.Wait()
		})
	}
	stored := make(chan struct{})
	go func() {
		storing.Wait()
		close(stored)
	}()
	met := map[string]bool{}
	var since time.Time
	for last := false; !last; {
		select {
		case <-stored:
			last = true // one more round, which must find the rest
		default:
		}
		begun := time.Now()
		for r, err := range reader.ResponsesSince(ctx, "kok-jar-2026", since) {
			must(t, err)
			met[r.ID] = true
		}
		since = begun.Add(-overlap)
	}
	for _, id := range want {
		if !met[id] {
			t.Errorf("%s was stored and not met", id)
		}
	}
	if len(met) != len(want) {
		t.Errorf("met %d responses, want %d", len(met), len(want))
	}
}

func cancelled(t *testing.T, place Place) {
	db := place.Open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantError(t, "insert", db.InsertResponse(ctx, exampleResponse("r")), context.Canceled)
	_, err := db.Response(ctx, "r")
	wantError(t, "get", err, context.Canceled)
	for _, err := range db.ResponsesSince(ctx, "kok-jar-2026", time.Time{}) {
		wantError(t, "scan", err, context.Canceled)
	}
	_, err = db.Response(t.Context(), "r")
	wantError(t, "what was cancelled", err, survey.ErrNotFound)
}

func reopening(t *testing.T, place Place) {
	ctx, uri := t.Context(), place(t)
	db := Open(t, uri)
	r, iv := exampleResponse("r"), exampleInterview("iv", "aigul", 1)
	must(t, db.InsertResponse(ctx, r))
	must(t, db.SaveInterview(ctx, iv))
	must(t, db.Close())
	db = Open(t, uri)
	gotR, err := db.Response(ctx, "r")
	same(t, "response", err, gotR, r)
	gotIV, err := db.LatestInterview(ctx, "aigul")
	same(t, "interview", err, gotIV, iv)
	wantError(t, "the response again", db.InsertResponse(ctx, r), survey.ErrExists)
	if got := collect(t, db.ResponsesSince(ctx, r.Campaign, time.Time{})); !slices.ContainsFunc(got, func(x survey.Response) bool { return x.ID == "r" }) {
		t.Errorf("since ever: got %v, want the response", got)
	}
}

func closed(t *testing.T, place Place) {
	db := place.Open(t)
	must(t, db.Close())
	must(t, db.Close())
	wantError(t, "insert", db.InsertResponse(t.Context(), exampleResponse("r")), survey.ErrUnavailable)
	if _, err := db.Response(t.Context(), "r"); !errors.Is(err, survey.ErrUnavailable) {
		t.Errorf("get: got error %v, want %v", err, survey.ErrUnavailable)
	}
}
