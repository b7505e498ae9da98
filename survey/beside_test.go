package survey_test

import (
	"errors"
	"testing"

	"ashar/survey"
)

// Somebody else enters where the interview did, is marked, and is told when it is too late.
func TestBeside(t *testing.T) {
	o := openOffice(t, nil)
	s := o.sent(t, "first")
	e, err := o.Beside(t.Context(), s)
	if err != nil || e.Door.Village != s.Village || e.Campaign.ID != s.Campaign || e.Questionnaire.Key() != s.Questionnaire.Key() {
		t.Fatalf("got %+v, %v", e.Door, err)
	}
	next, err := o.Begin(t.Context(), e, survey.Beginning{
		ID: "second", Channel: survey.Bot, Language: "ky", Consent: e.Questionnaire.Consent.Version, Shared: true,
	})
	if err != nil || !next.Shared {
		t.Fatalf("got shared %t, %v", next.Shared, err)
	}
	_, r, err := o.Submit(t.Context(), o.finish(t, next))
	if err != nil || !r.Shared || r.Village != s.Village {
		t.Errorf("got a response of %s, shared %t, %v", r.Village, r.Shared, err)
	}
	c := o.campaign
	c.Rev, c.Status = c.Rev+1, survey.StatusClosed
	if err := o.db.SaveCampaign(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if e, err := o.Beside(t.Context(), s); !errors.Is(err, survey.ErrClosed) || e.Campaign.ID != s.Campaign {
		t.Errorf("closed: got %q, %v", e.Campaign.ID, err)
	}
}
