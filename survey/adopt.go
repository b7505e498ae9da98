package survey

import "context"

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
	return in.turn(ctx, s, func(s Session) (Interview, bool, error) {
		next := s.Interview
		if next.Respondent != "" {
			return next, false, nil
		}
		if next.Response == "" { // when it was sent stays as well
			if err := in.open(ctx, next.Campaign); err != nil {
				return next, false, err
			}
			next = next.touched(in.now())
		}
		next.Respondent, next.Shared = respondent, shared
		return next, true, nil
	})
}
