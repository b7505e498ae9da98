package survey_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"ashar/store"
	"ashar/survey"
)

// disturbed loses so many saves to somebody else, or to a failure.
type disturbed struct {
	survey.Interviews
	by    error
	times atomic.Int64
	saves atomic.Int64
	reads atomic.Int64
}

func (d *disturbed) Interview(ctx context.Context, id string) (survey.Interview, error) {
	d.reads.Add(1)
	return d.Interviews.Interview(ctx, id)
}

func (d *disturbed) SaveInterview(ctx context.Context, iv survey.Interview) error {
	d.saves.Add(1)
	if d.times.Add(-1) >= 0 {
		return d.by
	}
	return d.Interviews.SaveInterview(ctx, iv)
}

// disturbedOffice has an interview up to the look-over, before it is disturbed.
func disturbedOffice(t *testing.T, by error) (*office, *disturbed) {
	t.Helper()
	d := &disturbed{by: by}
	o := openOffice(t, func(db *store.DB) survey.Interviews {
		d.Interviews = db
		return d
	})
	o.finish(t, o.enter(t, "one"))
	d.saves.Store(0)
	return o, d
}

func TestConflictsAreTriedAgain(t *testing.T) {
	o, d := disturbedOffice(t, survey.ErrConflict)
	d.times.Store(4)
	s, err := o.Answer(t.Context(), o.at(t, "one"), "wish", survey.Words("жол"))
	if v, _ := s.Given(s.Questionnaire, "wish"); err != nil || v.Text != "жол" || d.saves.Load() != 5 {
		t.Errorf("after four conflicts: %v, wish %q, %d saves; want the answer with the fifth", err, v.Text, d.saves.Load())
	}
	d.times.Store(5)
	if _, err := o.Answer(t.Context(), o.at(t, "one"), "wish", survey.Words("көпүрө")); !errors.Is(err, survey.ErrConflict) {
		t.Errorf("after five conflicts: %v, want ErrConflict", err)
	}
}

// TestStaleLookIsNoHarm has two who look at the same interview. What the first
// does meanwhile stays, and only then is the interview read anew.
func TestStaleLookIsNoHarm(t *testing.T) {
	o, d := disturbedOffice(t, nil)
	stale := o.at(t, "one")
	d.reads.Store(0)
	if _, err := o.Answer(t.Context(), stale, "wish", survey.Words("жол")); err != nil || d.reads.Load() != 0 {
		t.Fatalf("%v after %d reads, want the answer without any", err, d.reads.Load())
	}
	s, err := o.Answer(t.Context(), stale, "sex", survey.Chosen(survey.SexMale))
	if err != nil || d.reads.Load() != 1 {
		t.Fatalf("%v after %d reads, want the answer with one", err, d.reads.Load())
	}
	wish, _ := s.Given(s.Questionnaire, "wish")
	sex, _ := s.Given(s.Questionnaire, "sex")
	if wish.Text != "жол" || !sex.Has(survey.SexMale) {
		t.Errorf("wish is %+v and sex %+v, want both answers", wish, sex)
	}

	if _, _, err := o.Submit(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	after, err := o.Answer(t.Context(), stale, "sex", survey.Skip())
	wantProblem(t, err, survey.Problem{Code: survey.AlreadySent})
	again, r, err := o.Submit(t.Context(), stale)
	if v, _ := r.Answer("sex"); err != nil || !after.Sent() || !again.Sent() || !v.Has(survey.SexMale) || len(o.stored) != 1 {
		t.Errorf("after it was sent: %v, sex %+v, %d stored; want that the first response stays", err, v, len(o.stored))
	}
}

func TestFailuresAreNotTriedAgain(t *testing.T) {
	o, d := disturbedOffice(t, survey.ErrUnavailable)
	d.times.Store(1)
	if _, err := o.Back(t.Context(), o.at(t, "one")); !errors.Is(err, survey.ErrUnavailable) || d.saves.Load() != 1 {
		t.Errorf("%v after %d saves, want ErrUnavailable after one", err, d.saves.Load())
	}
}
