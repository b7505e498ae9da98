package survey

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Held is an interview that was held where nothing could be sent, on a phone that
// kept it until it could. What a phone says of itself is not relied upon: every
// answer is judged here as if it were given now, and when it was sent is the time of
// the one who receives it.
type Held struct {
	ID            string    `json:"id"`            // drawn on the phone, as NewInterviewID draws it
	Questionnaire string    `json:"questionnaire"` // Key of the version that was asked
	Language      string    `json:"language"`
	Consent       string    `json:"consent"` // the version of the consent text that was agreed to
	Begun         time.Time `json:"begun"`   // by the phone's clock, as Ended is
	Ended         time.Time `json:"ended"`
	Answers       []Answer  `json:"answers"` // of any order; what is not asked does not count
}

// Receive takes an interview that was held elsewhere, whole: it is sealed with its
// answers in one step, and its Response is durable when Receive returns. Done again,
// or by two at once, it stores nothing new and returns the same Session, be the
// campaign open still or closed. Of an interview that cannot be accepted as it is
// nothing is kept: it is a *Problem that names the question; an ErrInvalid when the
// campaign never asked that version, or the identifier is none; an ErrExists when
// that is in use for another interview; an ErrClosed when the campaign takes no answers
// now; and an ErrFull when it has as many as it takes: whoever held the interview
// begins, as far as can be known here, only now.
func (in *Intake) Receive(ctx context.Context, e Entrance, h Held) (Session, error) {
	if !drawn(h.ID) {
		return Session{}, fmt.Errorf("survey: receive: the identifier of an interview: %w", ErrInvalid)
	}
	if s, err := in.received(ctx, e, h.ID); !errors.Is(err, ErrNotFound) {
		return s, err
	}
	if err := in.Admits(ctx, e.Campaign); err != nil {
		return Session{}, err
	}
	if !slices.Contains(e.Campaign.Versions(), h.Questionnaire) {
		return Session{}, fmt.Errorf("survey: receive: campaign %s never asked this version: %w", e.Campaign.ID, ErrInvalid)
	}
	q, err := in.catalogue.Questionnaire(ctx, h.Questionnaire)
	if err != nil {
		return Session{}, fmt.Errorf("survey: questionnaire %s: %w", h.Questionnaire, err)
	}
	now := in.now()
	iv, err := h.interview(q, e, now)
	if err != nil {
		return Session{}, err
	}
	if _, err := iv.Respond(q, now); err != nil {
		return Session{}, err
	}
	s := Session{Interview: iv.seal(now), Questionnaire: q}
	switch err := in.interviews.SaveInterview(ctx, s.Interview); {
	case errors.Is(err, ErrExists):
		return in.received(ctx, e, h.ID)
	case err != nil:
		return Session{}, fmt.Errorf("survey: receive: %w", err)
	}
	// What is sealed is to be stored, even if the one who sent it has gone.
	_, err = in.deliver(context.WithoutCancel(ctx), s)
	return s, err
}

// received is an interview that was received before, or an ErrNotFound.
func (in *Intake) received(ctx context.Context, e Entrance, id string) (Session, error) {
	s, err := in.Resume(ctx, id)
	if err == nil && (s.Response == "" || s.Campaign != e.Door.Campaign || s.Village != e.Door.Village) {
		return Session{}, fmt.Errorf("survey: receive: another interview: %w", ErrExists)
	}
	return s, err
}

// interview leads through the questionnaire with the answers that were given.
func (h Held) interview(q *Questionnaire, e Entrance, now time.Time) (Interview, error) {
	begun := within(h.Begun, e.Campaign.Opens, now)
	ended := within(h.Ended, begun, now)
	iv, err := Begin(q, Beginning{
		ID: h.ID, Door: e.Door, Channel: Web, Language: h.Language, Consent: h.Consent,
	}, begun.In(now.Location()))
	if err != nil {
		return iv, err
	}
	given := make(map[string]Value, len(h.Answers))
	for _, a := range h.Answers {
		given[a.Question] = a.Value
	}
	// In the order in which they are asked, which is not always that of the
	// questionnaire. An answer can undo an earlier one, but not for ever.
	for range 2 * len(q.Questions) {
		x := q.Question(iv.At)
		if x == nil {
			break
		}
		v, said := given[x.Name]
		if !said && x.Kind != Note {
			return iv, x.problem(Missing)
		}
		if v.File != nil { // files come by Attach, which looks into them
			v = Skip()
		}
		if iv, err = iv.Answer(q, x.Name, v, ended); err != nil {
			return iv, err
		}
	}
	return iv, nil
}

// within is the time, or the end of the span that it lies beyond.
func within(t, from, to time.Time) time.Time {
	switch {
	case t.After(to):
		return to
	case t.Before(from):
		return from
	}
	return t
}

// drawn reports whether an identifier is like those that NewInterviewID draws.
func drawn(id string) bool {
	const (
		alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
		length   = 26
	)
	return len(id) == length && strings.Trim(id, alphabet) == ""
}
