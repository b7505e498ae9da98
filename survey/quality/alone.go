package quality

import (
	"slices"
	"time"

	"ashar/survey"
)

// Hasty reports whether a respondent sent the response sooner than its questions can be read, at a second each. Of one
// that somebody typed in, or whose times are not known, it is not known.
func Hasty(r *survey.Response) bool {
	return timed(r) && r.Submitted.Sub(r.Begun) < time.Duration(answered(r))*hastePerAnswer
}

// timed reports whether how long a response took says how long was thought.
func timed(r *survey.Response) bool {
	return (r.Channel == survey.Web || r.Channel == survey.Bot) && r.Begun.Before(r.Submitted)
}

// answered is the number of questions that were answered and not skipped.
func answered(r *survey.Response) int {
	n := 0
	for i := range r.Answers {
		if !r.Answers[i].Value.Skipped {
			n++
		}
	}
	return n
}

// Straight reports whether all services of a long scale, of six or more, were given one level. Those that are not there are
// passed over, unless that is said of all.
func Straight(levels []survey.Level) bool {
	rated := slices.DeleteFunc(slices.Clone(levels), func(l survey.Level) bool { return l.Level == survey.NoAccessLevel })
	if len(rated) == 0 {
		rated = levels
	}
	return len(rated) >= straightFrom && !slices.ContainsFunc(rated, func(l survey.Level) bool { return l.Level != rated[0].Level })
}
