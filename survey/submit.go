package survey

import (
	"context"
	"errors"
	"fmt"
)

// Submit sends the interview: its Response is durable when Submit returns. Done
// again, or by two at once, it stores nothing new and returns the same Response.
// When an answer is missing it is a *Problem that names the question, and the
// interview stands at it. When the campaign is closed it is an ErrClosed, unless
// the response was stored before.
func (in *Intake) Submit(ctx context.Context, s Session) (Session, Response, error) {
	closed := in.open(ctx, s.Campaign)
	if s.Sent() || closed != nil {
		r, err := in.responses.Response(ctx, responseID(s.ID))
		if errors.Is(err, ErrNotFound) && closed != nil {
			return s, Response{}, closed
		}
		if err != nil {
			return s, Response{}, fmt.Errorf("survey: submit: %w", err)
		}
		s, err = in.markSent(ctx, s, r)
		return s, r, err
	}
	r, err := s.Respond(s.Questionnaire, in.now())
	if err != nil {
		return in.unfinished(ctx, s, err)
	}
	switch err := in.responses.InsertResponse(ctx, r); {
	case errors.Is(err, ErrExists):
		if r, err = in.responses.Response(ctx, r.ID); err != nil {
			return s, Response{}, fmt.Errorf("survey: submit: %w", err)
		}
	case err != nil:
		return s, Response{}, fmt.Errorf("survey: submit: %w", err)
	default:
		in.stored(r)
	}
	s, err = in.markSent(ctx, s, r)
	return s, r, err
}

// unfinished stands the interview at the question that lacks an answer.
func (in *Intake) unfinished(ctx context.Context, s Session, cause error) (Session, Response, error) {
	var p *Problem
	if errors.As(cause, &p) && p.Question != "" {
		if at, err := in.GoTo(ctx, s, p.Question); err == nil {
			s = at
		}
	}
	return s, Response{}, cause
}

// markSent notes in the interview that its response is stored. The response is
// what counts: if the note is lost in a crash, the next Submit finds it.
func (in *Intake) markSent(ctx context.Context, s Session, r Response) (Session, error) {
	for try := 1; !s.Sent(); try++ {
		next := s.Interview
		next.Response, next.At, next.Draft, next.Rev = r.ID, "", nil, next.Rev+1
		next.Updated = stamp(in.now())
		err := in.interviews.SaveInterview(ctx, next)
		if err == nil {
			s.Interview = next
			return s, nil
		}
		if !errors.Is(err, ErrConflict) || try == maxTries {
			return s, fmt.Errorf("survey: note that interview was sent: %w", err)
		}
		if s, err = in.Resume(ctx, s.ID); err != nil {
			return s, err
		}
	}
	return s, nil
}
