package survey_test

import (
	"errors"
	"testing"

	"ashar/survey"
)

// A campaign that has all the answers it takes lets nobody new in, at no entrance, and
// those who have begun finish.
func TestFull(t *testing.T) {
	o := openOffice(t, nil)
	o.campaign.Rev, o.campaign.Limit = 2, 2
	if err := o.db.SaveCampaign(t.Context(), o.campaign); err != nil {
		t.Fatal(err)
	}
	first, begun := o.sent(t, "first"), o.enter(t, "begun")
	o.sent(t, "second")
	enters := func() (survey.Entrance, error) { return o.Enter(t.Context(), "ABC234") }
	for name, enter := range map[string]func() (survey.Entrance, error){
		"Enter":  enters,
		"Beside": func() (survey.Entrance, error) { return o.Beside(t.Context(), first) },
	} {
		if e, err := enter(); !errors.Is(err, survey.ErrFull) || e.Campaign.ID != "c-1" || e.Questionnaire == nil {
			t.Errorf("%s when it is full = %+v, %v; want ErrFull and what is full", name, e, err)
		}
	}
	s := o.finish(t, begun)
	if s, err := o.Back(t.Context(), s); err != nil || s.Prompt().Review {
		t.Errorf("going back to correct: %v", err)
	}
	if _, _, err := o.Submit(t.Context(), o.at(t, "begun")); err != nil {
		t.Errorf("Submit of what was begun before: %v", err)
	}
	for _, id := range []string{"first", "begun"} {
		if err := o.Forget(t.Context(), o.at(t, id)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := enters(); err != nil {
		t.Errorf("Enter when answers were taken back: %v", err)
	}
	o.campaign.Rev, o.campaign.Limit, o.campaign.Status = 3, 1, survey.StatusClosed
	if err := o.db.SaveCampaign(t.Context(), o.campaign); err != nil {
		t.Fatal(err)
	}
	if _, err := enters(); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("Enter when it is full and closed: got %v, want ErrClosed", err)
	}
}
