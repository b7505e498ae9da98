package survey

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// SentAt is when the interview was sent last; of one that never was, when it was last
// touched.
func (iv Interview) SentAt() time.Time {
	if iv.Submitted.IsZero() { // sealed before that was noted
		return iv.Updated
	}
	return iv.Submitted
}

// AsSent is the session as it was sent, while it is being corrected: with the answers
// that count. Any other is as it is.
func (s Session) AsSent() Session {
	if s.Reopened {
		s.Interview = s.left()
	}
	return s
}

// Reopen opens an interview that was sent to the look-over again, with all its answers,
// so that they can be corrected and it be sent anew. Until then its Response stays as
// it is, and counts. One that is open already, or was never sent, is returned as it
// stands. It is an ErrClosed when the campaign takes no answers now.
func (in *Intake) Reopen(ctx context.Context, s Session) (Session, error) {
	return in.turn(ctx, s, func(s Session) (Interview, bool, error) {
		if !s.Sent() {
			return s.Interview, false, nil
		}
		if err := in.open(ctx, s.Campaign); err != nil {
			return s.Interview, false, err
		}
		r, err := in.makeGood(ctx, s)
		return s.reopened(r.Files(), in.now()).resumed(s.Questionnaire, in.now()), true, err
	})
}

// Leave gives a correction up, also when the campaign is closed by then: the interview
// has the answers again that were sent, and is sealed as before. One that is not being
// corrected is returned as it stands.
func (in *Intake) Leave(ctx context.Context, s Session) (Session, error) {
	var given []Answer
	left, err := in.turn(ctx, s, func(s Session) (Interview, bool, error) {
		given = s.Answers
		return s.left().touched(in.now()), s.Reopened, nil
	})
	if err == nil {
		in.drop(ctx, gone(given, left.Answers)...) // files that only the correction had
	}
	return left, err
}

// turn saves what an interview is to become, if anything, against its revision. Where
// somebody else saved it in between, it is looked at anew.
func (in *Intake) turn(ctx context.Context, s Session, become func(Session) (Interview, bool, error)) (Session, error) {
	for try := 1; ; try++ {
		next, changed, err := become(s)
		if err != nil || !changed {
			return s, err
		}
		next.Rev++
		err = in.interviews.SaveInterview(ctx, next)
		if err == nil {
			return Session{Interview: next, Questionnaire: s.Questionnaire}, nil
		}
		if !errors.Is(err, ErrConflict) || try == maxTries {
			return s, fmt.Errorf("survey: save interview: %w", err)
		}
		if s, err = in.Resume(ctx, s.ID); err != nil {
			return s, err
		}
	}
}

// reopened is the interview at the look-over again. Files of a branch that was left
// were dropped when it was sent: they are nobody's answer any more.
func (iv Interview) reopened(kept []string, now time.Time) Interview {
	iv.Submitted, iv.Reopened = iv.SentAt(), true
	iv.Answers = slices.DeleteFunc(slices.Clone(iv.Answers), func(a Answer) bool {
		return a.Value.File != nil && !slices.Contains(kept, a.Value.File.ID)
	})
	iv.Before = iv.Answers
	return iv.touched(now)
}

// left is the interview without what was corrected since it was sent.
func (iv Interview) left() Interview {
	iv.Answers, iv.Before, iv.Reopened, iv.At, iv.Draft = iv.Before, nil, false, "", nil
	return iv
}

// edit is the number of the edit that sending the interview makes, or has made.
func (iv *Interview) edit() int {
	if iv.Reopened {
		return iv.Edits + 1
	}
	return iv.Edits
}

// sent reports whether this edit was sent, or a later one.
func (iv *Interview) sent(edit int) bool { return iv.Response != "" && iv.Edits >= edit }

// held are the answers that are given, and those that were sent.
func (iv *Interview) held() []Answer { return slices.Concat(iv.Answers, iv.Before) }
