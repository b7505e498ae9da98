package storetest

import (
	"testing"
	"time"

	"ashar/store"
	"ashar/survey"
)

// sentInterview is an interview and the response that it became.
func sentInterview(id, campaign string) (survey.Interview, survey.Response) {
	iv := exampleInterview(id, "", 1)
	r := exampleResponse("response-" + id)
	iv.Campaign, r.Campaign = campaign, campaign
	iv.Response, r.Receipt = r.ID, survey.Session{Interview: iv}.Receipt()
	return iv, r
}

// withdrawal takes one answer out by its receipt, and wants every other to stay.
func withdrawal(t *testing.T, place Place) {
	const here, elsewhere = "kok-jar-2026", "ak-tal-2026"
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	keep := func(id, campaign string) (survey.Interview, survey.Response) {
		iv, r := sentInterview(id, campaign)
		must(t, db.SaveInterview(ctx, iv))
		must(t, db.InsertResponse(ctx, r))
		must(t, db.InsertAttachment(ctx, exampleAttachment("photo of "+id, iv.ID, []byte(id))))
		return iv, r
	}
	iv, r := keep("withdrawn", here)
	other, otherR := keep("other", here)
	_, foreign := keep("foreign", elsewhere)
	must(t, db.SaveInterview(ctx, exampleInterview("not sent", "", 1)))

	for what, typed := range map[string]string{
		"a receipt that nobody has":          "00000-00000",
		"a receipt of another campaign":      foreign.Receipt,
		"no receipt at all":                  "",
		"what can be no receipt":             "ашар",
		"an identifier instead of a receipt": r.ID,
	} {
		wantError(t, what, db.Withdraw(ctx, here, typed), survey.ErrNotFound)
	}

	must(t, db.Withdraw(ctx, here, " "+r.Receipt[:5]+r.Receipt[6:]+"\n"))
	db = Open(t, uri) // as another process sees it
	_, err := db.Response(ctx, r.ID)
	wantError(t, "the response", err, survey.ErrNotFound)
	_, err = db.Interview(ctx, iv.ID)
	wantError(t, "its interview", err, survey.ErrNotFound)
	_, err = db.Attachment(ctx, "photo of withdrawn")
	wantError(t, "its photo", err, survey.ErrNotFound)
	_, err = db.Attachment(ctx, "photo of other")
	wantError(t, "the photo of the other interview", err, nil)
	marked(t, db, r.ID, true)
	marked(t, db, otherR.ID, false)
	wantError(t, "withdrawn again", db.Withdraw(ctx, here, r.Receipt), survey.ErrNotFound)
	same(t, "left", nil, collect(t, db.ResponsesSince(ctx, here, time.Time{})), []survey.Response{otherR})
	same(t, "left elsewhere", nil, collect(t, db.ResponsesSince(ctx, elsewhere, time.Time{})), []survey.Response{foreign})
	got, err := db.Interview(ctx, other.ID)
	same(t, "the other interview", err, got, other)
	_, err = db.Interview(ctx, "not sent")
	wantError(t, "the interview that was not sent", err, nil)
}

// brokenOff has one of the two documents missing: a crash came between them, when
// they were stored or when they were removed. The other goes all the same.
func brokenOff(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	iv, r := sentInterview("unmarked", "kok-jar-2026")
	iv.Response = "" // the response was stored, and the note of it was lost
	must(t, db.SaveInterview(ctx, iv))
	must(t, db.InsertResponse(ctx, r))
	must(t, db.Withdraw(ctx, r.Campaign, r.Receipt))
	marked(t, db, r.ID, true)
	marked(t, db, iv.ResponseID(), true)
	_, err := db.Interview(ctx, iv.ID)
	wantError(t, "an interview without a note of its response", err, survey.ErrNotFound)

	iv, r = sentInterview("left behind", "kok-jar-2026")
	must(t, db.SaveInterview(ctx, iv))
	must(t, db.Withdraw(ctx, r.Campaign, r.Receipt))
	_, err = db.Interview(ctx, iv.ID)
	wantError(t, "an interview whose response is gone", err, survey.ErrNotFound)

	_, r = sentInterview("alone", "kok-jar-2026")
	must(t, db.InsertResponse(ctx, r))
	must(t, db.Withdraw(ctx, r.Campaign, r.Receipt))
	_, err = db.Response(ctx, r.ID)
	wantError(t, "a response without an interview", err, survey.ErrNotFound)
}

// forgetting takes one interview out with all that belongs to it, and wants every other
// to stay.
func forgetting(t *testing.T, place Place) {
	const here = "kok-jar-2026"
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	iv, r := sentInterview("forgotten", here)
	iv.Respondent = "r"
	other, otherR := sentInterview("other", here)
	other.Respondent, other.Updated = "r", iv.Updated.Add(time.Minute)
	stranger := exampleInterview("stranger", "q", 1)
	for _, one := range []survey.Interview{iv, other, stranger} {
		must(t, db.SaveInterview(ctx, one))
		must(t, db.InsertAttachment(ctx, exampleAttachment("photo of "+one.ID, one.ID, []byte(one.ID))))
	}
	must(t, db.InsertResponse(ctx, r))
	must(t, db.InsertResponse(ctx, otherR))
	same(t, "held", nil, collect(t, db.InterviewsOf(ctx, "r")), []survey.Interview{other, iv})
	same(t, "held by nobody", nil, collect(t, db.InterviewsOf(ctx, "")), nil)

	must(t, db.ForgetInterview(ctx, iv.ID, r.ID, iv.Mark()))
	db = Open(t, uri) // as another process sees it
	_, err := db.Interview(ctx, iv.ID)
	wantError(t, "the interview", err, survey.ErrNotFound)
	_, err = db.Response(ctx, r.ID)
	wantError(t, "its response", err, survey.ErrNotFound)
	_, err = db.Attachment(ctx, "photo of "+iv.ID)
	wantError(t, "its photo", err, survey.ErrNotFound)
	marked(t, db, iv.Mark(), true)
	marked(t, db, other.Mark(), false)
	wantError(t, "again", db.ForgetInterview(ctx, iv.ID, r.ID, iv.Mark()), survey.ErrNotFound)
	_, err = db.Attachment(ctx, "photo of "+other.ID)
	wantError(t, "another photo", err, nil)
	same(t, "left", nil, collect(t, db.InterviewsOf(ctx, "r")), []survey.Interview{other})
	same(t, "responses left", nil, collect(t, db.ResponsesSince(ctx, here, time.Time{})), []survey.Response{otherR})

	must(t, db.InsertResponse(ctx, r)) // as a removal that broke off would leave it
	must(t, db.ForgetInterview(ctx, iv.ID, r.ID, iv.Mark()))
	_, err = db.Response(ctx, r.ID)
	wantError(t, "a response without an interview", err, survey.ErrNotFound)
}

// marked wants it to be known, or not to be known, that something with this mark was taken back.
func marked(t testing.TB, db *store.DB, mark string, want bool) {
	t.Helper()
	if got, err := db.TakenBack(t.Context(), mark); err != nil || got != want {
		t.Errorf("%s is marked as taken back: got %t, %v; want %t", mark, got, err, want)
	}
}

// forgettingTakenBack has the marks of what was taken back go after their time, and not before.
func forgettingTakenBack(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	for _, id := range []string{"one", "other"} {
		iv, r := sentInterview(id, "kok-jar-2026")
		must(t, db.SaveInterview(ctx, iv))
		must(t, db.InsertResponse(ctx, r))
		must(t, db.ForgetInterview(ctx, iv.ID, r.ID, iv.Mark()))
	}
	must(t, db.ForgetTakenBack(ctx, time.Now().Add(-time.Hour)))
	marked(t, db, (&survey.Interview{ID: "one"}).Mark(), true)
	must(t, db.ForgetTakenBack(ctx, time.Now().Add(time.Hour)))
	must(t, db.ForgetTakenBack(ctx, time.Now().Add(time.Hour)))
	marked(t, db, (&survey.Interview{ID: "one"}).Mark(), false)
	marked(t, db, "response-other", false)
}
