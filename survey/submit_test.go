package survey_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/store"
	"ashar/survey"
)

func TestSubmit(t *testing.T) {
	o := openOffice(t, nil)
	s := o.finish(t, o.enter(t, "one"))
	o.set(noon.Add(3 * time.Minute))
	sent, r, err := o.Submit(t.Context(), o.at(t, "one"))
	if err != nil {
		t.Fatal(err)
	}
	if !sent.Sent() || sent.Interview.Response != r.ID || sent.At != "" || sent.Receipt() != r.Receipt || sent.Rev != s.Rev+1 {
		t.Errorf("the session sent is %+v, want one that names the response %s", sent.Interview, r.ID)
	}
	want, err := s.Respond(s.Questionnaire, noon.Add(3*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := o.db.Response(t.Context(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]survey.Response{"returned": r, "kept": kept, "told": o.stored[0]} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the response %s is another (-want +got):\n%s", name, diff)
		}
	}
	after, err := o.Answer(t.Context(), o.at(t, "one"), "sex", survey.Skip())
	wantProblem(t, err, survey.Problem{Code: survey.AlreadySent})
	if !after.Prompt().Sent {
		t.Errorf("after sending, the prompt is %+v, want that it was sent", after.Prompt())
	}
}

func TestSubmitAgainStoresNothingNew(t *testing.T) {
	o := openOffice(t, nil)
	o.finish(t, o.enter(t, "one"))
	_, first, err := o.Submit(t.Context(), o.at(t, "one"))
	if err != nil {
		t.Fatal(err)
	}
	o.set(o.campaign.Closes) // even when the campaign has closed meanwhile
	s, second, err := o.Submit(t.Context(), o.at(t, "one"))
	if err != nil || !cmp.Equal(first, second) || !s.Sent() || len(o.stored) != 1 {
		t.Errorf("sent again: %v, sent %t, %d stored, difference:\n%s", err, s.Sent(), len(o.stored), cmp.Diff(first, second))
	}
}

func TestSubmitAtOnceStoresOne(t *testing.T) {
	o := openOffice(t, nil)
	o.finish(t, o.enter(t, "one"))
	responses := make([]survey.Response, 8)
	var crowd sync.WaitGroup
	for i := range responses {
		crowd.Go(func() {
			s, r, err := o.Submit(t.Context(), o.at(t, "one"))
			if err != nil || !s.Sent() {
				t.Errorf("Submit: %v, sent %t", err, s.Sent())
			}
			responses[i] = r
		})
	}
	crowd.Wait()
	for _, r := range responses {
		if diff := cmp.Diff(responses[0], r); diff != "" {
			t.Errorf("two who sent at once got two responses:\n%s", diff)
		}
	}
	if len(o.stored) != 1 {
		t.Errorf("%d responses were stored, want 1", len(o.stored))
	}
}

// TestSubmitSurvivesACrash loses the response after the interview was sealed: it
// is made good as soon as anybody looks, with the answers that were sealed, even
// if the campaign has closed.
func TestSubmitSurvivesACrash(t *testing.T) {
	for name, meanwhile := range map[string]func(*testing.T, *office){
		"at once": func(*testing.T, *office) {},
		"when the campaign is closed": func(_ *testing.T, o *office) {
			o.set(o.campaign.Closes)
		},
		"when only looked at": func(t *testing.T, o *office) {
			if s := o.at(t, "one"); !s.Sent() || len(o.stored) != 1 {
				t.Errorf("looked at: sent %t with %d stored, want the response made good", s.Sent(), len(o.stored))
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t, nil)
			before := o.finish(t, o.enter(t, "one"))
			o.lost.Store(1)
			if _, _, err := o.Submit(t.Context(), before); !errors.Is(err, survey.ErrUnavailable) || len(o.stored) != 0 {
				t.Fatalf("Submit = %v with %d stored, want the failure and nothing", err, len(o.stored))
			}
			meanwhile(t, o)
			s, r, err := o.Submit(t.Context(), before)
			if err != nil || !s.Sent() {
				t.Fatalf("Submit again: %v, sent %t", err, s.Sent())
			}
			kept, err := o.db.Response(t.Context(), s.Interview.Response)
			if diff := cmp.Diff(kept, r); err != nil || diff != "" || len(o.stored) != 1 {
				t.Errorf("%v, %d stored, want 1; the response kept differs from the one returned:\n%s", err, len(o.stored), diff)
			}
		})
	}
}

// TestSubmitTakesNoCorrectionInBetween has one tab send and another correct, from
// the same look: the correction is in the response, or refused.
func TestSubmitTakesNoCorrectionInBetween(t *testing.T) {
	o := openOffice(t, nil)
	look := o.finish(t, o.enter(t, "one"))
	if _, err := o.Answer(t.Context(), look, "wish", survey.Words("жол")); err != nil {
		t.Fatal(err)
	}
	_, r, err := o.Submit(t.Context(), look) // a stale look
	if v, _ := r.Answer("wish"); err != nil || v.Text != "жол" {
		t.Errorf("got wish %q, %v; want the correction made before", v.Text, err)
	}
	_, err = o.Answer(t.Context(), look, "wish", survey.Words("көпүрө"))
	wantProblem(t, err, survey.Problem{Code: survey.AlreadySent})
}

// TestSubmitStoresWhatIsSealed ends the request as soon as the interview is sealed.
func TestSubmitStoresWhatIsSealed(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	o := openOffice(t, func(db *store.DB) survey.Interviews { return leaving{db, cancel} })
	s := o.enter(t, "one")
	for s.Prompt().Question != nil {
		var err error
		if s, err = o.Answer(t.Context(), s, s.At, plain(s.Prompt())); err != nil {
			t.Fatal(err)
		}
	}
	if _, r, err := o.Submit(ctx, s); err != nil || r.ID == "" || len(o.stored) != 1 {
		t.Errorf("Submit = %v with %d stored, want the response in spite of the one who left", err, len(o.stored))
	}
}

// leaving cancels the request when an interview is sealed.
type leaving struct {
	survey.Interviews
	leave func()
}

func (l leaving) SaveInterview(ctx context.Context, iv survey.Interview) error {
	err := l.Interviews.SaveInterview(ctx, iv)
	if iv.Sent() {
		l.leave()
	}
	return err
}

func TestSubmitToAClosedCampaign(t *testing.T) {
	o := openOffice(t, nil)
	s := o.finish(t, o.enter(t, "one"))
	o.set(o.campaign.Closes)
	closed, _, err := o.Submit(t.Context(), o.at(t, "one"))
	if !errors.Is(err, survey.ErrClosed) || len(o.stored) != 0 {
		t.Errorf("Submit = %v with %d stored, want ErrClosed and nothing", err, len(o.stored))
	}
	if diff := cmp.Diff(s, closed); diff != "" {
		t.Errorf("the session is another (-before +after):\n%s", diff)
	}
}

func TestSubmitUnfinishedStandsAtWhatIsMissing(t *testing.T) {
	o := openOffice(t, nil)
	o.enter(t, "one")
	if _, err := o.Answer(t.Context(), o.at(t, "one"), "needs", survey.Chosen("water", "roads")); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Back(t.Context(), o.at(t, "one")); err != nil {
		t.Fatal(err)
	}
	s, _, err := o.Submit(t.Context(), o.at(t, "one"))
	wantProblem(t, err, survey.Problem{Question: "order", Code: survey.Missing})
	kept, err := o.Resume(t.Context(), "one")
	if err != nil || s.At != "order" || kept.At != "order" || s.Sent() || len(o.stored) != 0 {
		t.Errorf("it stands at %q, is kept at %q, %v, %d stored; want order, order and nothing", s.At, kept.At, err, len(o.stored))
	}
}

func TestSubmitRetriesToSeal(t *testing.T) {
	o, d := disturbedOffice(t, survey.ErrConflict)
	d.times.Store(4)
	if s, _, err := o.Submit(t.Context(), o.at(t, "one")); err != nil || !s.Sent() {
		t.Errorf("after four conflicts: %v, sent %t", err, s.Sent())
	}

	o, d = disturbedOffice(t, survey.ErrConflict)
	d.times.Store(5)
	if _, _, err := o.Submit(t.Context(), o.at(t, "one")); !errors.Is(err, survey.ErrConflict) || len(o.stored) != 0 {
		t.Errorf("after five conflicts: %v with %d stored, want ErrConflict and nothing", err, len(o.stored))
	}
}
