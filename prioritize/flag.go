package prioritize

import (
	"ashar/survey"
	"ashar/survey/quality"
)

// Flag says why an answer is to be looked at before it is relied on. A flagged
// answer counts as any other; a ranking is shown with and without the flagged. Once it was
// looked at and accepted it is flagged no more.
type Flag string

// The flags.
const (
	// Hasty: sent sooner than its questions can be read; see quality.Hasty.
	Hasty Flag = "hasty"
	// Straight: all services of a long scale were given the same level; see quality.Straight.
	Straight Flag = "straight"
)

// Flags says what is odd about a response; nil if nothing is. It looks at the
// response alone: what several have in common is for those who look after them.
func (r *Reader) Flags(resp *survey.Response) ([]Flag, error) {
	if _, err := r.Read(resp); err != nil {
		return nil, err
	}
	return r.flags(resp), nil
}

func (r *Reader) flags(resp *survey.Response) []Flag {
	var all []Flag
	if !r.untimed && quality.Hasty(resp) {
		all = append(all, Hasty)
	}
	if rated, _ := given(resp, r.versions[resp.Questionnaire].satisfaction); quality.Straight(rated.Levels) {
		all = append(all, Straight)
	}
	return all
}

// accepted reports whether somebody looked at the response and found that it counts.
func accepted(resp *survey.Response) bool {
	return resp.Judgement != nil && resp.Judgement.Verdict == survey.Accepted
}
