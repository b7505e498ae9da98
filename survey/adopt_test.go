package survey_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/store"
	"ashar/survey"
)

// onWeb begins an interview of which nobody knows whose it is.
func (o *office) onWeb(t *testing.T) survey.Session {
	t.Helper()
	e, err := o.Enter(t.Context(), "ABC234")
	if err != nil {
		t.Fatal(err)
	}
	s, err := o.Begin(t.Context(), e, survey.Beginning{Channel: survey.Web, Language: "ru", Consent: e.Questionnaire.Consent.Version})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// adopt makes the interview a respondent's, as it must work.
func (o *office) adopt(t *testing.T, s survey.Session, respondent string, shared bool) survey.Session {
	t.Helper()
	s, err := o.Adopt(t.Context(), s, respondent, shared)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// holds wants a respondent to hold just these interviews, the one touched last first.
func (o *office) holds(t *testing.T, respondent string, want ...string) {
	t.Helper()
	held, err := o.Held(t.Context(), respondent)
	var got []string
	for _, s := range held {
		got = append(got, s.ID)
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("held by %s: %v (-want +got):\n%s", respondent, err, diff)
	}
}

func TestAdopt(t *testing.T) {
	o := openOffice(t, nil)
	s := o.onWeb(t)
	s, err := o.Answer(t.Context(), s, "needs", survey.Chosen("water"))
	if err != nil {
		t.Fatal(err)
	}
	mine := o.adopt(t, s, "aigul", false)
	want := s.Interview
	want.Rev, want.Respondent = s.Rev+1, "aigul"
	if diff := cmp.Diff(want, mine.Interview); diff != "" {
		t.Errorf("adopted (-want +got):\n%s", diff)
	}
	o.holds(t, "aigul", s.ID)
	for _, other := range []string{"aigul", "bakyt"} { // s is what each saw before
		for _, seen := range []survey.Session{s, mine} {
			if again := o.adopt(t, seen, other, true); again.Rev != mine.Rev || again.Respondent != "aigul" || again.Shared {
				t.Errorf("adopted again by %s: rev %d, of %s, shared %t; want it as it was", other, again.Rev, again.Respondent, again.Shared)
			}
		}
	}
	o.holds(t, "bakyt")
	_, r, err := o.Submit(t.Context(), o.finish(t, mine))
	if err != nil || r.Channel != survey.Web || r.Respondent != "aigul" || r.Shared {
		t.Errorf("sent by %s, of %q, shared %t, %v; want it by the web, of aigul", r.Channel, r.Respondent, r.Shared, err)
	}
	beside := o.adopt(t, o.onWeb(t), "aigul", true)
	if _, r, err = o.Submit(t.Context(), o.finish(t, beside)); err != nil || !r.Shared {
		t.Errorf("of somebody else there: shared %t, %v", r.Shared, err)
	}
}

// What was sent stays as it was sent, and can be found and taken back.
func TestAdoptSent(t *testing.T) {
	o := openOffice(t, nil)
	sent, r, err := o.Submit(t.Context(), o.finish(t, o.onWeb(t)))
	if err != nil {
		t.Fatal(err)
	}
	o.set(o.campaign.Closes)
	mine := o.adopt(t, sent, "aigul", false)
	if !mine.Updated.Equal(sent.Updated) || mine.Receipt() != r.Receipt {
		t.Errorf("sent at %v with %s, want %v with %s", mine.Updated, mine.Receipt(), sent.Updated, r.Receipt)
	}
	o.holds(t, "aigul", sent.ID)
	if after, err := o.db.Response(t.Context(), r.ID); err != nil || !cmp.Equal(after, r) || len(o.stored) != 1 {
		t.Errorf("the response: %v, stored %d times\n%s", err, len(o.stored), cmp.Diff(r, after))
	}
	if err := o.Forget(t.Context(), mine); err != nil {
		t.Fatal(err)
	}
	gone(t, o, mine)
}

func TestAdoptWhenClosed(t *testing.T) {
	o := openOffice(t, nil)
	s := o.onWeb(t)
	o.set(o.campaign.Closes)
	if _, err := o.Adopt(t.Context(), s, "aigul", false); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("got %v, want ErrClosed", err)
	}
	o.holds(t, "aigul")
}

// TestAdoptWhileItGoesOn has the web go on while the interview is adopted: neither undoes
// what the other did.
func TestAdoptWhileItGoesOn(t *testing.T) {
	d := new(disturbed)
	o := openOffice(t, func(db *store.DB) survey.Interviews {
		d.Interviews, d.by = db, survey.ErrConflict
		return d
	})
	stale := o.onWeb(t)
	if _, err := o.Answer(t.Context(), stale, "needs", survey.Chosen("water")); err != nil {
		t.Fatal(err)
	}
	d.times.Store(3)
	mine := o.adopt(t, stale, "aigul", false)
	if v, ok := mine.Given(mine.Questionnaire, "needs"); !ok || !v.Has("water") {
		t.Errorf("adopted with %+v, want the answer given meanwhile", v)
	}
	after, err := o.Answer(t.Context(), stale, "needs", survey.Chosen("roads"))
	if err != nil || after.Respondent != "aigul" {
		t.Errorf("after a step on the web: of %q, %v; want aigul's", after.Respondent, err)
	}

	other := o.onWeb(t)
	d.times.Store(5)
	if _, err := o.Adopt(t.Context(), other, "aigul", false); !errors.Is(err, survey.ErrConflict) {
		t.Errorf("after five conflicts: %v, want ErrConflict", err)
	}
	if err := o.Forget(t.Context(), o.at(t, other.ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Adopt(t.Context(), other, "aigul", false); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("one that was forgotten: %v, want ErrNotFound", err)
	}
}

// TestAdoptAtOnce has several adopt the same interview at the moment at which it is
// answered on the web: it is one's, all are told whose, and the answer is there.
func TestAdoptAtOnce(t *testing.T) {
	o := openOffice(t, nil)
	s := o.onWeb(t)
	people := []string{"aigul", "bakyt", "chinara", "daniyar"}
	of := make([]string, len(people))
	var all sync.WaitGroup
	for i, person := range people {
		all.Go(func() {
			got, err := o.Adopt(t.Context(), s, person, false)
			if err != nil {
				t.Error(err)
			}
			of[i] = got.Respondent
		})
	}
	all.Go(func() {
		if _, err := o.Answer(t.Context(), s, "needs", survey.Chosen("water")); err != nil {
			t.Error(err)
		}
	})
	all.Wait()
	after := o.at(t, s.ID)
	if v, _ := after.Given(after.Questionnaire, "needs"); !v.Has("water") {
		t.Errorf("answered %+v, want water", v)
	}
	for _, got := range of {
		if got != after.Respondent {
			t.Errorf("%q were told that it is of %q", people, of)
		}
	}
}
