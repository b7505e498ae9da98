package form

import (
	"encoding/json"

	"ashar/survey"
)

// carried is an interview so far, in the manner of the scripts: a phone that loses its signal in the middle of it goes
// on from here by itself, and what it sends in the end is this same interview.
type carried struct {
	Questionnaire string                  `json:"key"`
	Begun         int64                   `json:"begun"` // in milliseconds
	At            string                  `json:"at"`
	Edit          int                     `json:"edit,omitempty"` // the number that it has when it is sent
	Answers       map[string]survey.Value `json:"answers"`
	Draft         *survey.Value           `json:"draft,omitempty"`
}

// carry writes the interview as it stands.
func carry(s survey.Session) string {
	c := carried{
		Questionnaire: s.Interview.Questionnaire, Begun: s.Begun.UnixMilli(), At: s.At, Edit: s.Edits,
		Answers: make(map[string]survey.Value, len(s.Answers)), Draft: s.Draft,
	}
	if s.Reopened {
		c.Edit++
	}
	for _, a := range s.Answers {
		a.Value.Key = "" // it follows from the words
		c.Answers[a.Question] = a.Value
	}
	data, err := json.Marshal(c)
	if err != nil {
		return "" // then the phone cannot go on by itself
	}
	return string(data)
}
