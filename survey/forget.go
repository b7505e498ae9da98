package survey

import (
	"context"
	"errors"
	"fmt"
)

// Forget removes an interview, the files that were sent in it and the response that it
// became, until nothing is left of it. It is an ErrNotFound if nothing was kept.
//
// First the interview is emptied and marked: from then on it is nobody's, and whoever
// meets it after a crash removes the rest.
func (in *Intake) Forget(ctx context.Context, s Session) error {
	for try := 1; !s.Forgotten; try++ {
		s.Interview = s.emptied()
		err := in.interviews.SaveInterview(ctx, s.Interview)
		if err == nil {
			break
		}
		if !errors.Is(err, ErrConflict) || try == maxTries {
			return fmt.Errorf("survey: forget: %w", err)
		}
		if s.Interview, err = in.interviews.Interview(ctx, s.ID); err != nil {
			return fmt.Errorf("survey: forget: %w", err)
		}
	}
	// What is marked is to be removed, even if the one who asked for it has gone.
	return in.remove(context.WithoutCancel(ctx), s.Interview)
}

// emptied is the interview without what was said in it, marked as forgotten.
func (iv Interview) emptied() Interview {
	iv.Answers, iv.Before, iv.Draft, iv.At, iv.Forgotten = []Answer{}, nil, nil, "", true
	iv.Rev++
	return iv
}

// remove removes what is left of a forgotten interview.
func (in *Intake) remove(ctx context.Context, iv Interview) error {
	if err := in.interviews.ForgetInterview(ctx, iv.ID, responseID(iv.ID), iv.Mark()); err != nil && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("survey: forget: %w", err)
	}
	in.told.Forgotten(iv.Campaign)
	return nil
}
