package survey_test

import (
	"errors"
	"testing"
	"time"

	"ashar/survey"
)

// A rehearsal goes the way of every answer, and leaves nothing in the store.
func TestRehearsalKeepsNothing(t *testing.T) {
	o := openOffice(t, nil)
	now := noon
	clock := func() time.Time { now = now.Add(time.Second); return now }
	e, err := o.Enter(t.Context(), "ABC234")
	if err != nil {
		t.Fatal(err)
	}
	e.Campaign.Status, e.Campaign.Opens, e.Campaign.Limit, e.Campaign.Admission = survey.StatusDraft, noon.AddDate(1, 0, 0), 1, survey.AdmitsCodes
	r := survey.NewRehearsal()
	tried := &office{Intake: r.Intake(e, clock), db: o.db, campaign: e.Campaign}
	var first survey.Session
	for i := range 250 { // more than are remembered
		s := tried.finish(t, tried.enter(t, survey.NewInterviewID()))
		sent, _, err := tried.Submit(t.Context(), s)
		if err != nil || !sent.Sent() {
			t.Fatalf("sent: %v", err)
		}
		if i == 0 {
			first = sent
		}
	}
	if _, err := tried.Resume(t.Context(), first.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("the first is remembered still: %v", err)
	}
	s := tried.finish(t, tried.enter(t, survey.NewInterviewID()))
	sent, _, err := tried.Submit(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	again, err := tried.Reopen(t.Context(), sent)
	if err == nil {
		_, _, err = tried.Submit(t.Context(), again)
	}
	if err != nil {
		t.Errorf("a correction: %v", err)
	}
	if err := tried.Forget(t.Context(), again); err != nil {
		t.Errorf("taking back: %v", err)
	}
	if n, err := o.db.CountResponses(t.Context(), e.Campaign.ID, 10); n != 0 || err != nil {
		t.Errorf("%d answers are stored (%v)", n, err)
	}
	if _, err := o.db.Interview(t.Context(), s.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("an interview is stored: %v", err)
	}
}
