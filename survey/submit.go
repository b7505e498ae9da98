package survey

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Submit sends the interview: its Response is durable when Submit returns. First
// the interview is sealed with the answers that it has, so that no correction can
// come between; then its Response is stored, in place of the one before where the
// interview was reopened. Done again, or by two at once, it stores nothing new and
// returns the same Response. A correction is an edit also when it changes no answer.
// When an answer is missing it is a *Problem that names the question, and the
// interview stands at it. When the campaign is closed it is an ErrClosed, and when the
// ticket that it was begun by does not admit any more a *Problem without a question,
// unless the interview was sealed before.
func (in *Intake) Submit(ctx context.Context, s Session) (Session, Response, error) {
	edit := s.edit()
	for try := 1; !s.sent(edit); try++ {
		err := in.open(ctx, s.Campaign)
		if err == nil {
			err = in.admitted(ctx, s.Interview, in.valid)
		}
		if err != nil {
			if last, lookErr := in.Resume(ctx, s.ID); lookErr == nil && last.sent(edit) {
				s = last
				break
			}
			return s, Response{}, err
		}
		now := in.now() // one for both: at midnight a constraint can stop being met
		if _, err := s.Respond(s.Questionnaire, now); err != nil {
			return in.unfinished(ctx, s, err)
		}
		sealed := s.seal(now)
		err = in.interviews.SaveInterview(ctx, sealed)
		if err == nil {
			s.Interview = sealed
			break
		}
		if !errors.Is(err, ErrConflict) || try == maxTries {
			return s, Response{}, fmt.Errorf("survey: seal interview: %w", err)
		}
		if s, err = in.Resume(ctx, s.ID); err != nil {
			return s, Response{}, err
		}
	}
	// What is sealed is to be stored, even if the one who asked for it has gone.
	ctx = context.WithoutCancel(ctx)
	if s.Reopened { // since it was sent
		r, err := in.response(ctx, s)
		return s, r, err
	}
	r, err := in.deliver(ctx, s)
	if err == nil && r.Edits == s.Edits {
		in.drop(ctx, gone(s.Answers, r.Answers)...) // files of a branch that was left are no part of what was sent
	}
	if lateFor(err) {
		s.Interview = s.unsealed()
	}
	return s, r, err
}

// seal closes the interview: its answers change no more.
func (iv Interview) seal(now time.Time) Interview {
	iv.Response, iv.At, iv.Draft = responseID(iv.ID), "", nil
	iv.Edits, iv.Reopened, iv.Before = iv.edit(), false, nil
	iv.Submitted = stamp(now)
	iv.Updated = iv.Submitted
	iv.Rev++
	return iv
}

// unsealed is a sealed interview of which no response was stored, and none is any more.
func (iv Interview) unsealed() Interview {
	iv.Response, iv.Submitted = "", time.Time{}
	return iv
}

// deliver stores the response of a sealed interview, or finds it stored. Of one that was
// forgotten since it was read nothing stays: it is an ErrNotFound. In a campaign that is
// frozen nothing is stored: see lateFor.
func (in *Intake) deliver(ctx context.Context, s Session) (Response, error) {
	r, err := s.Respond(s.Questionnaire, s.SentAt()) // when it was sealed
	if err != nil {
		return Response{}, err
	}
	if err := frozen(in.catalogue.Campaign(ctx, s.Campaign)); err != nil {
		return Response{}, err
	}
	switch err := in.responses.InsertResponse(ctx, r); {
	case errors.Is(err, ErrExists):
		return in.supersede(ctx, s, r)
	case err != nil:
		return Response{}, fmt.Errorf("survey: submit: %w", err)
	}
	in.told.Stored(r)
	if err := in.kept(ctx, s.Interview); err != nil {
		return Response{}, err
	}
	return r, nil
}

// kept is nil while the interview is kept. Of one that was forgotten the rest is removed,
// and what was stored of it just now as well; that is an ErrNotFound.
func (in *Intake) kept(ctx context.Context, iv Interview) error {
	last, err := in.interviews.Interview(ctx, iv.ID)
	switch {
	case err == nil && !last.Forgotten:
		return nil
	case err != nil && !errors.Is(err, ErrNotFound):
		return fmt.Errorf("survey: submit: %w", err)
	}
	if err := in.remove(ctx, iv); err != nil {
		return err
	}
	return fmt.Errorf("survey: interview: forgotten meanwhile: %w", ErrNotFound)
}

// supersede puts the response in place of an earlier edit of it. Where that was done
// before, it returns what is there.
func (in *Intake) supersede(ctx context.Context, s Session, r Response) (Response, error) {
	for try := 1; ; try++ {
		there, err := in.response(ctx, s)
		if err != nil || there.Edits >= r.Edits {
			return there, err
		}
		err = in.responses.ReplaceResponse(ctx, r)
		if err == nil {
			in.told.Stored(r)
			in.drop(ctx, gone(there.Answers, r.Answers)...) // files that were replaced or taken back
			return r, nil
		}
		if !errors.Is(err, ErrConflict) || try == maxTries {
			return Response{}, fmt.Errorf("survey: submit: %w", err)
		}
	}
}

func (in *Intake) response(ctx context.Context, s Session) (Response, error) {
	r, err := in.responses.Response(ctx, responseID(s.ID))
	if err != nil {
		return Response{}, fmt.Errorf("survey: response: %w", err)
	}
	return r, nil
}

// makeGood returns the response of a sealed interview, and sees to it that this very
// edit is stored: a crash can have come between. So a Session that was sent has a
// Response, always; once the campaign is frozen, that of an earlier edit.
func (in *Intake) makeGood(ctx context.Context, s Session) (Response, error) {
	r, err := in.response(ctx, s)
	if err != nil && !errors.Is(err, ErrNotFound) || err == nil && r.Edits >= s.Edits {
		return r, err
	}
	made, late := in.deliver(ctx, s)
	if lateFor(late) && err == nil {
		return r, nil
	}
	return made, late
}

// unfinished stands the interview at the question that lacks an answer.
func (in *Intake) unfinished(ctx context.Context, s Session, cause error) (Session, Response, error) {
	if p, ok := errors.AsType[*Problem](cause); ok && p.Question != "" {
		if at, err := in.GoTo(ctx, s, p.Question); err == nil {
			s = at
		}
	}
	return s, Response{}, cause
}
