package coding

import (
	"slices"
	"strings"

	"ashar/survey"
)

// Questions are those that are answered in own words, of every version of a questionnaire: by its key and the question's
// name, with the role.
type Questions map[string]map[string]survey.Role

// QuestionsOf finds them.
func QuestionsOf(versions ...*survey.Questionnaire) Questions {
	all := Questions{}
	for _, q := range versions {
		asked := map[string]survey.Role{}
		for i := range q.Questions {
			if x := &q.Questions[i]; slices.Contains(survey.OwnWords(), x.Role) {
				asked[x.Name] = x.Role
			}
		}
		all[q.Key()] = asked
	}
	return all
}

// Said is what a response says in own words.
type Said struct {
	Question string
	Role     survey.Role
	Text     string         // with something in it
	Coding   *survey.Coding // nil: not coded
}

// In lists what a response says in own words, in the order of its answers.
func (q Questions) In(r *survey.Response) []Said {
	var all []Said
	for _, a := range r.Answers {
		role, own := q[r.Questionnaire][a.Question]
		if !own || a.Value.Skipped || strings.TrimSpace(a.Value.Text) == "" {
			continue
		}
		all = append(all, Said{a.Question, role, a.Value.Text, r.CodingOf(a.Question)})
	}
	return all
}

// Left is how many texts are still to be coded, of responses that count.
type Left struct {
	Other  int // what the choice "other" stands for: rankings wait for them
	Wishes int
}

// Add counts a response.
func (l *Left) Add(q Questions, r *survey.Response) {
	if !r.Counts() {
		return
	}
	for _, s := range q.In(r) {
		switch {
		case s.Coding != nil:
		case s.Role == survey.RoleOther:
			l.Other++
		default:
			l.Wishes++
		}
	}
}
