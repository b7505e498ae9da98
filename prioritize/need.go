package prioritize

import (
	"fmt"
	"slices"

	"ashar/survey"
)

// MaxNeeds bounds the needs of one questionnaire, since a Tally keeps the
// product of every pair of them in every cell.
const MaxNeeds = 64

// The lists of a questionnaire that give spheres and competences their names.
const (
	sphereList     = "sphere"
	competenceList = "competence"
)

// Need is one of the things that residents choose among.
type Need struct {
	Code       string      `json:"code" bson:"code"` // the taxonomy's, as in survey.Choice.Need
	Name       survey.Text `json:"name" bson:"name"`
	Sphere     Term        `json:"sphere" bson:"sphere"`
	Competence []Term      `json:"competence,omitempty" bson:"competence,omitempty"` // whose task it is
	Issue      int         `json:"issue,omitempty" bson:"issue,omitempty"`           // number of the local issue by law; 0: not known
	// Unoffered: it was in no list, and was found in respondents' own words alone; see survey.NewNeed.
	Unoffered bool `json:"unoffered,omitempty" bson:"unoffered,omitempty"`
}

// Term is a code with what it is called. The zero Term means "not said".
type Term struct {
	Code string      `json:"code" bson:"code"`
	Name survey.Text `json:"name,omitempty" bson:"name,omitempty"`
}

// Needs lists the needs that the questionnaire offers, in its order. Choices
// that stand for no need ("none") are left out; of several that stand for the
// same need the first gives its name. It is an ErrInvalid when the questionnaire
// has no question with RoleNeed, or one with no needs or more than MaxNeeds.
func Needs(q *survey.Questionnaire) ([]Need, error) {
	x := q.ByRole(survey.RoleNeed)
	if x == nil {
		return nil, fmt.Errorf("prioritize: questionnaire %s: no question has the role %q: %w", q.Key(), survey.RoleNeed, survey.ErrInvalid)
	}
	var needs []Need
	for _, c := range q.Choices(q.Source(x)) {
		if c.Need == "" || slices.ContainsFunc(needs, func(n Need) bool { return n.Code == c.Need }) {
			continue
		}
		n := Need{Code: c.Need, Name: c.Label, Sphere: term(q, sphereList, c.Sphere), Issue: c.Issue}
		for _, code := range c.Competence {
			n.Competence = append(n.Competence, term(q, competenceList, code))
		}
		needs = append(needs, n)
	}
	if len(needs) == 0 || len(needs) > MaxNeeds {
		return nil, fmt.Errorf("prioritize: questionnaire %s: %d needs, 1 to %d are possible: %w", q.Key(), len(needs), MaxNeeds, survey.ErrInvalid)
	}
	return needs, nil
}

func term(q *survey.Questionnaire, list, code string) Term {
	for _, c := range q.Choices(list) {
		if c.Name == code {
			return Term{Code: code, Name: c.Label}
		}
	}
	return Term{Code: code}
}
