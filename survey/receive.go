package survey

import (
	"cmp"
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
	Ticket        string    `json:"ticket"`  // its code as it was typed, where the campaign admits by tickets
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
//
// Where the campaign admits by tickets, a ticket that does not admit is a *Problem; so is
// one with which something else was sent. What was only begun with it elsewhere, as
// before the signal was lost, makes room.
func (in *Intake) Receive(ctx context.Context, e Entrance, h Held) (Session, error) {
	if !drawn(h.ID) {
		return Session{}, fmt.Errorf("survey: receive: the identifier of an interview: %w", ErrInvalid)
	}
	as, notNow := in.filed(ctx, e, h)
	if as == "" {
		return Session{}, cmp.Or(in.Admits(ctx, e.Campaign), notNow)
	}
	for try := 1; ; try++ {
		before, err := in.received(ctx, e, h, as)
		if err == nil && before.Response != "" || err != nil && !errors.Is(err, ErrNotFound) {
			return before, err
		}
		if err := cmp.Or(in.Admits(ctx, e.Campaign), notNow); err != nil {
			return Session{}, err
		}
		s, err := in.judge(ctx, e, h, as)
		if err != nil {
			return Session{}, err
		}
		s.Rev = before.Rev + 1
		err = in.interviews.SaveInterview(ctx, s.Interview)
		switch {
		case err == nil:
			in.drop(context.WithoutCancel(ctx), gone(before.held(), nil)...)
			// What is sealed is to be stored, even if the one who sent it has gone.
			_, err = in.deliver(context.WithoutCancel(ctx), s)
			return s, err
		case try == maxTries || !errors.Is(err, ErrExists) && !errors.Is(err, ErrConflict) && !errors.Is(err, ErrNotFound):
			return Session{}, fmt.Errorf("survey: receive: %w", err)
		}
	}
}

// filed is the identifier under which what was held is kept: its own, or that of its
// ticket; "" with an error where it cannot be. An error that comes with an identifier is
// why nothing new is taken under it now.
func (in *Intake) filed(ctx context.Context, e Entrance, h Held) (string, error) {
	if e.Campaign.Admission == AdmitsAnyone {
		return h.ID, nil
	}
	t, err := in.ticketAt(ctx, e, h.Ticket)
	return t.Interview, err
}

// judge leads what was held through its questionnaire, and seals it.
func (in *Intake) judge(ctx context.Context, e Entrance, h Held, as string) (Session, error) {
	if !slices.Contains(e.Campaign.Versions(), h.Questionnaire) {
		return Session{}, fmt.Errorf("survey: receive: campaign %s never asked this version: %w", e.Campaign.ID, ErrInvalid)
	}
	q, err := in.catalogue.Questionnaire(ctx, h.Questionnaire)
	if err != nil {
		return Session{}, fmt.Errorf("survey: questionnaire %s: %w", h.Questionnaire, err)
	}
	now := in.now()
	iv, err := h.interview(q, e, as, now)
	if err != nil {
		return Session{}, err
	}
	if _, err := iv.Respond(q, now); err != nil {
		return Session{}, err
	}
	return Session{Interview: iv.seal(now), Questionnaire: q}, nil
}

// received is an interview that is kept under this identifier: what was held, received
// before, or what was begun with its ticket and not sent. It is an ErrNotFound if there
// is none, and an error of its own if something else was sent so.
func (in *Intake) received(ctx context.Context, e Entrance, h Held, as string) (Session, error) {
	s, err := in.Resume(ctx, as)
	if err != nil || as == h.ID && s.Response != "" && s.Campaign == e.Door.Campaign && s.Village == e.Door.Village {
		return s, err
	}
	switch {
	case as == h.ID:
		return Session{}, fmt.Errorf("survey: receive: another interview: %w", ErrExists)
	case s.Response != "" && s.Seed != h.ID:
		return Session{}, &Problem{Code: TicketUsed}
	}
	return s, nil
}

// interview leads through the questionnaire with the answers that were given.
func (h Held) interview(q *Questionnaire, e Entrance, as string, now time.Time) (Interview, error) {
	begun := within(h.Begun, e.Campaign.Opens, now)
	ended := within(h.Ended, begun, now)
	b := Beginning{ID: as, Door: e.Door, Channel: Web, Language: h.Language, Consent: h.Consent}
	if as != h.ID {
		b.Seed = h.ID
	}
	iv, err := Begin(q, b, begun.In(now.Location()))
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
	return len(id) == interviewIDLength && strings.Trim(id, interviewIDAlphabet) == ""
}
