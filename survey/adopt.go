package survey

import (
	"context"
	"errors"
	"fmt"
)

// Adopt makes an interview that has no respondent, as those that are begun on the web,
// this respondent's: from then on it is among those that they hold, on whichever channel
// it goes on. Its answers, its language and its Channel stay: an answer is counted where
// it was begun. With shared it is of somebody else, who is there with the respondent; see
// Interview.Shared.
//
// Whose an interview is never changes. Adopted again it stays as it is, also by another
// respondent: the Session says whose it is. One that was sent is adopted without a change
// to its Response. An ErrClosed when it was not sent and the campaign takes no answers
// now.
func (in *Intake) Adopt(ctx context.Context, s Session, respondent string, shared bool) (Session, error) {
	for try := 1; s.Respondent == ""; try++ {
		next := s.Interview
		if s.Response == "" { // when it was sent stays as well
			if err := in.open(ctx, s.Campaign); err != nil {
				return s, err
			}
			next = next.touched(in.now())
		}
		next.Respondent, next.Shared = respondent, shared
		next.Rev++
		err := in.interviews.SaveInterview(ctx, next)
		if err == nil {
			s.Interview = next
			break
		}
		if !errors.Is(err, ErrConflict) || try == maxTries {
			return s, fmt.Errorf("survey: adopt interview: %w", err)
		}
		if s, err = in.Resume(ctx, s.ID); err != nil {
			return s, err
		}
	}
	return s, nil
}
