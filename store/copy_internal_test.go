package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/prioritize/hearing"
	"ashar/prioritize/outline"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/coding"
)

// CheckCopy copies from one place to another and back to the first's kind, and
// wants every document to stay the same to the byte.
func CheckCopy(t *testing.T, one, other func(testing.TB) string) {
	from, to, back := testDB(t, one(t)), testDB(t, other(t)), testDB(t, one(t))
	fill(t, from)
	want := contents(t, from)

	mustCopy(t, from, to, Copied{Written: len(want)})
	if diff := cmp.Diff(want, contents(t, to)); diff != "" {
		t.Errorf("copied there (-want +got):\n%s", diff)
	}
	mustCopy(t, from, to, Copied{Present: len(want)})
	if diff := cmp.Diff(want, contents(t, to)); diff != "" {
		t.Errorf("copied there again (-want +got):\n%s", diff)
	}
	mustCopy(t, to, back, Copied{Written: len(want)})
	if diff := cmp.Diff(want, contents(t, back)); diff != "" {
		t.Errorf("copied back (-want +got):\n%s", diff)
	}

	// What has changed meanwhile goes over; the newer revision stays.
	c := survey.Campaign{ID: "kok-jar-2026", Rev: 3, Municipality: "kok-jar", Status: survey.StatusClosed}
	must(t, to.SaveCampaign(t.Context(), c))
	iv := interview("iv-1", 3)
	must(t, from.SaveInterview(t.Context(), iv))
	r, err := from.Response(t.Context(), "response-1")
	must(t, err)
	r.Edits, r.Answers = 1, []survey.Answer{{Question: "wish", Value: survey.Words("Жол керек")}}
	must(t, from.ReplaceResponse(t.Context(), r))
	mustCopy(t, from, to, Copied{Written: 2, Present: len(want) - 2})
	gotResponse, err := to.Response(t.Context(), r.ID)
	if diff := cmp.Diff(r, gotResponse); err != nil || diff != "" {
		t.Errorf("corrected in the source: %v (-want +got):\n%s", err, diff)
	}
	gotCampaign, err := to.Campaign(t.Context(), c.ID)
	if err != nil || gotCampaign.Rev != 3 || gotCampaign.Status != survey.StatusClosed {
		t.Errorf("changed in the target: got %+v, %v; want revision 3 to stay", gotCampaign, err)
	}
	gotInterview, err := to.Interview(t.Context(), iv.ID)
	if diff := cmp.Diff(iv, gotInterview); err != nil || diff != "" {
		t.Errorf("changed in the source: %v (-want +got):\n%s", err, diff)
	}

	// What was taken back in both is no reason to stop.
	must(t, from.markTakenBack(t.Context(), "response-2"))
	time.Sleep(2 * time.Millisecond)
	must(t, to.markTakenBack(t.Context(), "response-2"))
	mustCopy(t, from, to, Copied{Present: len(want) + 1})

	// Of what both counted of a campaign the first count stays.
	frozen := prioritize.Frozen{Campaign: "kok-jar-2027", At: time.UnixMilli(1_790_000_000_000).UTC(), By: "aigul"}
	must(t, to.InsertFrozen(t.Context(), frozen, nil))
	frozen.At, frozen.By = frozen.At.Add(-time.Hour), ""
	must(t, from.InsertFrozen(t.Context(), frozen, nil))
	mustCopy(t, from, to, Copied{Written: 1, Present: len(want) + 1})
	if got, err := to.Frozen(t.Context(), frozen.Campaign); err != nil || !cmp.Equal(got, frozen) {
		t.Errorf("counted later in the target: got %+v, %v", got, err)
	}

	// Two that went apart are nobody's to merge.
	must(t, from.InsertDoor(t.Context(), survey.Door{Code: "APARTX", Campaign: "kok-jar-2026", Village: "one"}))
	must(t, to.InsertDoor(t.Context(), survey.Door{Code: "APARTX", Campaign: "kok-jar-2026", Village: "two"}))
	_, err = Copy(t.Context(), from, to, nil)
	wantError(t, "copy of what went apart", err, survey.ErrConflict)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Copy(ctx, from, to, nil)
	wantError(t, "cancelled copy", err, context.Canceled)
}

func testDB(t testing.TB, uri string) *DB {
	t.Helper()
	db, err := Open(t.Context(), uri, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func mustCopy(t testing.TB, from, to *DB, want Copied) {
	t.Helper()
	var last Copied
	got, err := Copy(t.Context(), from, to, func(n Copied) {
		if n.Documents() != last.Documents()+1 {
			t.Errorf("progress: got %+v after %+v", n, last)
		}
		last = n
	})
	must(t, err)
	if got != want || last != want {
		t.Errorf("copied %+v, progress ended at %+v, want %+v", got, last, want)
	}
}

// CheckCopyOntoItself opens one place twice.
func CheckCopyOntoItself(t *testing.T, place func(testing.TB) string) {
	uri := place(t)
	one, again := testDB(t, uri), testDB(t, uri)
	for _, to := range []*DB{one, again} {
		_, err := Copy(t.Context(), one, to, nil)
		wantError(t, "copy of a store onto itself", err, survey.ErrInvalid)
	}
}

func interview(id string, rev int64) survey.Interview {
	at := time.UnixMilli(1_790_000_000_000 + rev).UTC()
	return survey.Interview{
		ID: id, Rev: rev, Municipality: "kok-jar", Campaign: "kok-jar-2026", Village: "kok-jar",
		Questionnaire: "needs@2026010101", Channel: survey.Bot, Language: "ky", Respondent: "r-" + id,
		Consent: survey.ConsentGiven{Version: "1", Language: "ky", At: at}, Begun: at, Updated: at,
		Answers: []survey.Answer{{Question: "needs", Value: survey.Chosen("water", "roads")}},
		At:      "ranking", Draft: &survey.Value{Choices: []string{"roads"}},
	}
}

// fill puts something into every collection.
func fill(t testing.TB, db *DB) {
	t.Helper()
	ctx, now := t.Context(), time.UnixMilli(1_790_000_000_000).UTC()
	must(t, db.SaveMunicipality(ctx, survey.Municipality{
		ID: "kok-jar", Rev: 1, Name: survey.Text{"ky": "Көк-Жар", "ru": "Кок-Жар", "en": "Kok-Jar"}, Year: 2026, Invented: true,
		Villages: []survey.Village{{ID: "kok-jar", Population: []survey.Stratum{{Sex: "female", Age: "18-24", Count: 120}}}},
	}))
	must(t, db.InsertQuestionnaire(ctx, &survey.Questionnaire{
		ID: "needs", Version: "2026010101", Languages: []string{"ky", "ru"}, Title: survey.Text{"ru": "Нужды", "ky": "Муктаждыктар"},
	}))
	c := survey.Campaign{ID: "kok-jar-2026", Rev: 1, Municipality: "kok-jar", Status: survey.StatusDraft}
	must(t, db.SaveCampaign(ctx, c))
	c.Rev, c.Status, c.Opens = 2, survey.StatusOpen, now
	must(t, db.SaveCampaign(ctx, c))
	must(t, db.markTakenBack(ctx, "response-0"))
	must(t, db.InsertDoor(ctx, survey.Door{Code: "ABC234", Campaign: c.ID, Municipality: "kok-jar", Village: "kok-jar"}))
	for n := range 50 {
		id := fmt.Sprint("iv-", n)
		must(t, db.SaveInterview(ctx, interview(id, 1)))
		must(t, db.SaveInterview(ctx, interview(id, 2)))
		must(t, db.InsertResponse(ctx, survey.Response{
			ID: fmt.Sprint("response-", n), Campaign: c.ID, Submitted: now,
			Answers: []survey.Answer{{Question: "wish", Value: survey.Words("Жарык керек")}},
		}))
	}
	must(t, db.SaveSubscription(ctx, survey.Subscription{
		ID: "subscription", Rev: 1, Campaign: c.ID, Subscriber: "person", Address: []byte{4, 5}, Given: now, Told: now,
	}))
	must(t, db.SaveAnnouncement(ctx, survey.NewAnnouncement(&c, survey.ResultsPublished, now)))
	must(t, db.SaveSecond(ctx, coding.Second{ID: "response-1/wish/aigul", Rev: 1, Campaign: c.ID, Response: "response-1", Question: "wish", Coder: "aigul", Needs: []string{"light"}, At: now}))
	must(t, db.SaveCodingStep(ctx, coding.Step{ID: coding.StepID(c.ID, "aigul", now), Rev: 1, Campaign: c.ID, By: "aigul", At: now, Needs: []string{}}))
	must(t, db.SaveTicket(ctx, survey.Ticket{ID: "ticket", Rev: 1, Campaign: c.ID, From: now, Interview: "iv-1"}))
	must(t, db.SavePaperForm(ctx, survey.PaperForm{ID: survey.PaperFormID(c.ID, survey.NewSerial(17)), Rev: 1, Campaign: c.ID, Serial: survey.NewSerial(17), State: survey.PaperSpoiled, At: now}))
	must(t, db.SavePrintRegister(ctx, survey.PrintRegister{ID: c.ID, Rev: 1, Runs: []survey.PrintRun{{First: 1, Last: 40, At: now}}}))
	must(t, db.SavePaperTable(ctx, survey.PaperTable{ID: survey.PaperTableID(c.ID, "hash"), Rev: 1, Campaign: c.ID, At: now, Rows: []survey.PaperTableRow{{Line: 4, Cells: []string{"1"}}}}))
	must(t, db.SaveHearing(ctx, hearing.Hearing{ID: "hearing", Rev: 1, Campaign: c.ID, State: hearing.Open, Planned: now}))
	must(t, db.SaveDesk(ctx, hearing.Desk{ID: hearing.DeskID("hearing", "door"), Rev: 1, Hearing: "hearing", Name: "door"}))
	must(t, db.SaveSlip(ctx, hearing.Slip{ID: "slip", Rev: 1, Hearing: "hearing", Number: 1}))
	must(t, db.SaveVote(ctx, hearing.Vote{ID: "vote", Rev: 1, Round: hearing.RoundID("hearing", 1), Cast: true}))
	must(t, db.SaveGathering(ctx, survey.Gathering{ID: "gathering", Rev: 1, Campaign: c.ID, Kind: survey.FocusGroup, At: now}))
	must(t, db.InsertAttachment(ctx, survey.Attachment{ID: "photo", Interview: "iv-1", Type: "image/png", Data: []byte{1, 2, 3}}))
	a, err := access.NewAccount(now, "kok-jar", "aigul", "Айгүл", access.Owner)
	must(t, err)
	must(t, db.AddAccount(ctx, a))
	must(t, db.AddCredential(ctx, access.Credential{ID: a.ID, Municipality: "kok-jar", Password: "$argon2id$", Set: now}))
	must(t, db.AddLink(ctx, access.Link{ID: "link", Account: a.ID, Expires: now}))
	must(t, db.AddSession(ctx, access.Session{ID: "session", Account: a.ID, Seen: now}))
	must(t, db.AddToken(ctx, access.Token{ID: "token", Hash: "token-hash", Municipality: "kok-jar", Account: a.ID, Scopes: []access.Scope{access.Places}, Expires: now}))
	must(t, db.AddEntry(ctx, access.Entry{ID: access.EntryID("kok-jar", 1), Municipality: "kok-jar", Seq: 1, At: now, Account: a.ID}))
	must(t, db.SaveGroupChat(ctx, survey.GroupChat{ID: "group", Rev: 1, Code: "ABC234", Campaign: c.ID, Village: "kok-jar"}))
	must(t, db.ReceiveDelivery(ctx, survey.Delivery{ID: 7, Body: []byte{1, 2, 3}}))
	must(t, db.ReceiveDelivery(ctx, survey.Delivery{ID: 8, Body: []byte{4, 5, 6}}))
	must(t, db.HandledDelivery(ctx, 8))
	must(t, db.InsertFrozen(ctx, prioritize.Frozen{Campaign: c.ID, Municipality: "kok-jar", At: now, Tally: []byte{1, 2}, Parts: []string{"part"}},
		[]prioritize.BallotPart{{ID: "part", Campaign: c.ID, Bytes: []byte{3, 4}}}))
	must(t, db.SaveRetention(ctx, survey.Retention{Campaign: c.ID, Rev: 1, Municipality: "kok-jar", Began: now}))
	must(t, db.SaveRequest(ctx, survey.Request{ID: "request", Rev: 1, Municipality: "kok-jar", Kind: survey.AsksToSee, Came: now}))
	must(t, db.SaveAppraisal(ctx, appraisal.Appraisal{Campaign: c.ID, Rev: 1, Municipality: "kok-jar", At: now}))
	must(t, db.SaveEdition(ctx, outline.Edition{ID: "kok-jar/SEDP-2024", Rev: 1, Municipality: "kok-jar", Template: outline.Template{ID: outline.SEDP2024}, At: now}))
	must(t, db.SaveLease(ctx, survey.Lease{ID: "inbox", Rev: 1, Holder: "one"}))
}

// contents returns every document of every collection that is copied, by collection
// and id.
func contents(t testing.TB, db *DB) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, c := range collections {
		if c.local {
			continue
		}
		n := len(all)
		for doc, err := range db.engine.scan(t.Context(), c, query{}) {
			must(t, err)
			all[c.name+" "+doc.Lookup("_id").StringValue()] = string(doc)
		}
		if len(all) == n {
			t.Errorf("%s is empty", c.name)
		}
	}
	return all
}
