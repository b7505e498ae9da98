package survey_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"ashar/store"
	"ashar/survey"
)

// breaking is a store in which removing breaks off so many times.
type breaking struct {
	*store.DB
	breaks int
}

func (b *breaking) ForgetInterview(ctx context.Context, id, response, mark string) error {
	if b.breaks--; b.breaks >= 0 {
		return survey.ErrUnavailable
	}
	return b.DB.ForgetInterview(ctx, id, response, mark)
}

// sent is an interview that was sent.
func (o *office) sent(t *testing.T, id string) survey.Session {
	t.Helper()
	s, _, err := o.Submit(t.Context(), o.finish(t, o.enter(t, id)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// gone wants nothing left of an interview.
func gone(t *testing.T, o *office, s survey.Session) {
	t.Helper()
	if _, err := o.db.Interview(t.Context(), s.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("the interview: got %v, want it gone", err)
	}
	for r, err := range o.db.ResponsesSince(t.Context(), "c-1", time.Time{}) {
		if err != nil || r.Receipt == s.Receipt() {
			t.Errorf("the response: got %v and %v, want it gone", r.ID, err)
		}
	}
}

func TestForget(t *testing.T) {
	o := openOffice(t, nil)
	open, other := o.enter(t, "open"), o.sent(t, "other")
	sent := o.sent(t, "sent")
	for _, s := range []survey.Session{open, sent} {
		if err := o.Forget(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s.ID, err)
		}
		gone(t, o, s)
		if _, err := o.Resume(t.Context(), s.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("%s resumed: got %v, want %v", s.ID, err, survey.ErrNotFound)
		}
		if err := o.Forget(t.Context(), s); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("%s again: got %v, want %v", s.ID, err, survey.ErrNotFound)
		}
	}
	if len(o.forgotten) != 2 || o.forgotten[0] != "c-1" {
		t.Errorf("told of %q", o.forgotten)
	}
	if got, err := o.Resume(t.Context(), other.ID); err != nil || !got.Sent() {
		t.Errorf("the other interview: %v", err)
	}
	if _, err := o.db.Response(t.Context(), other.Response); err != nil {
		t.Errorf("the other response: %v", err)
	}
}

// Where removing breaks off, nothing that was said is left at once, and whoever meets the
// interview next removes the rest; no response is made good.
func TestForgettingThatBreaksOffIsDoneToTheEnd(t *testing.T) {
	var b *breaking
	o := openOffice(t, func(db *store.DB) survey.Interviews {
		b = &breaking{DB: db}
		return b
	})
	s := o.sent(t, "sent")
	b.breaks = 2
	if err := o.Forget(t.Context(), s); !errors.Is(err, survey.ErrUnavailable) {
		t.Fatalf("got %v, want %v", err, survey.ErrUnavailable)
	}
	if iv, err := o.db.Interview(t.Context(), s.ID); err != nil || len(iv.Answers) > 0 || !iv.Forgotten {
		t.Fatalf("left is %+v, %v", iv, err)
	}
	if _, err := o.Resume(t.Context(), s.ID); !errors.Is(err, survey.ErrUnavailable) {
		t.Errorf("met again while it breaks off: got %v", err)
	}
	if _, err := o.Resume(t.Context(), s.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("met again: got %v, want %v", err, survey.ErrNotFound)
	}
	gone(t, o, s)
}

// A step that was taken meanwhile does not keep what is to be forgotten.
func TestForgetAfterAnotherStep(t *testing.T) {
	o := openOffice(t, nil)
	s := o.enter(t, "busy")
	if _, err := o.Speak(t.Context(), s, s.Language); err != nil {
		t.Fatal(err)
	}
	if err := o.Forget(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	gone(t, o, s)
	if _, err := o.Speak(t.Context(), s, s.Language); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("a step after: got %v, want %v", err, survey.ErrNotFound)
	}
}

// Held are all interviews of a respondent, and nobody else's.
func TestHeld(t *testing.T) {
	o := openOffice(t, nil)
	e, err := o.Enter(t.Context(), "ABC234")
	if err != nil {
		t.Fatal(err)
	}
	begin := func(id, respondent string, at time.Time) survey.Session {
		o.set(at)
		s, err := o.Begin(t.Context(), e, survey.Beginning{
			ID: id, Channel: survey.Bot, Language: "ky", Respondent: respondent, Consent: e.Questionnaire.Consent.Version,
		})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	begin("first", "r", noon)
	forgotten := begin("second", "r", noon.Add(time.Minute))
	begin("third", "r", noon.Add(2*time.Minute))
	begin("other", "q", noon.Add(3*time.Minute))
	if err := o.Forget(t.Context(), forgotten); err != nil {
		t.Fatal(err)
	}
	held, err := o.Held(t.Context(), "r")
	if err != nil || len(held) != 2 || held[0].ID != "third" || held[1].ID != "first" {
		t.Errorf("got %d interviews, %v", len(held), err)
	}
	if held, err := o.Held(t.Context(), ""); err != nil || len(held) != 0 {
		t.Errorf("of nobody: got %d interviews, %v", len(held), err)
	}
}

// meddling is a store in which something is done right after an interview was read or
// saved.
type meddling struct {
	*store.DB
	meddle func()
}

func (m *meddling) Interview(ctx context.Context, id string) (survey.Interview, error) {
	iv, err := m.DB.Interview(ctx, id)
	m.once()
	return iv, err
}

func (m *meddling) SaveInterview(ctx context.Context, iv survey.Interview) error {
	err := m.DB.SaveInterview(ctx, iv)
	m.once()
	return err
}

func (m *meddling) once() {
	if meddle := m.meddle; meddle != nil {
		m.meddle = nil
		meddle()
	}
}

// What is forgotten elsewhere while it is being sent, or just looked at, does not come
// back as an answer that nobody can take back.
func TestForgottenMeanwhile(t *testing.T) {
	for name, look := range map[string]func(*office, *meddling, func(survey.Session)) (survey.Session, error){
		"sending": func(o *office, m *meddling, forget func(survey.Session)) (survey.Session, error) {
			s := o.finish(t, o.enter(t, "sending"))
			m.meddle = func() { forget(s) }
			_, _, err := o.Submit(t.Context(), s)
			return s, err
		},
		"looking": func(o *office, m *meddling, forget func(survey.Session)) (survey.Session, error) {
			s := o.sent(t, "looking")
			m.meddle = func() { forget(s) }
			_, err := o.Resume(t.Context(), s.ID)
			return s, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			var m *meddling
			o := openOffice(t, func(db *store.DB) survey.Interviews {
				m = &meddling{DB: db}
				return m
			})
			s, err := look(o, m, func(s survey.Session) {
				if err := o.Forget(t.Context(), s); err != nil {
					t.Error(err)
				}
			})
			if !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("got %v, want %v", err, survey.ErrNotFound)
			}
			gone(t, o, s)
		})
	}
}
