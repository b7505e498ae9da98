package prioritize

import (
	"slices"
	"time"

	"ashar/survey"
)

// Flag says why an answer is to be looked at before it is relied on. A flagged
// answer counts as any other; a ranking is shown with and without the flagged. Once it was
// looked at and accepted it is flagged no more.
type Flag string

// The flags.
const (
	// Hasty: sent sooner than its questions can be read.
	Hasty Flag = "hasty"
	// Straight: all services of a long scale were given the same level.
	Straight Flag = "straight"
)

const (
	// hastePerAnswer is the least time that reading a question and answering it takes.
	hastePerAnswer = time.Second
	// straightFrom is how many services a scale must have for one level to be odd.
	straightFrom = 6
)

// Flags says what is odd about a response; nil if nothing is. It looks at the
// response alone: what several have in common is for those who look after them.
func (r *Reader) Flags(resp *survey.Response) ([]Flag, error) {
	b, err := r.Read(resp)
	if err != nil {
		return nil, err
	}
	return r.flags(resp, &b), nil
}

func (r *Reader) flags(resp *survey.Response, b *Ballot) []Flag {
	var all []Flag
	if took := resp.Submitted.Sub(resp.Begun); !r.untimed && timed(resp) && took < time.Duration(answered(resp))*hastePerAnswer {
		all = append(all, Hasty)
	}
	if len(b.Services) >= straightFrom && !slices.ContainsFunc(b.Services, func(s Satisfied) bool { return s.Level != b.Services[0].Level }) {
		all = append(all, Straight)
	}
	return all
}

// accepted reports whether somebody looked at the response and found that it counts.
func accepted(resp *survey.Response) bool {
	return resp.Judgement != nil && resp.Judgement.Verdict == survey.Accepted
}

// timed reports whether how long a response took says how long was thought: not
// so when it was typed in from paper, or when its times are not known.
func timed(resp *survey.Response) bool {
	return (resp.Channel == survey.Web || resp.Channel == survey.Bot) && resp.Begun.Before(resp.Submitted)
}

// answered is the number of questions that were answered and not skipped.
func answered(resp *survey.Response) int {
	n := 0
	for i := range resp.Answers {
		if !resp.Answers[i].Value.Skipped {
			n++
		}
	}
	return n
}
