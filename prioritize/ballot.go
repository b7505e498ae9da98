package prioritize

import (
	"fmt"

	"ashar/survey"
)

// Ballot is what of one response is scored. Needs are indexes into the needs of
// the Reader that made it.
type Ballot struct {
	Cell    Cell
	Channel survey.Channel
	// Answered: the question of needs was answered, be it with "none"; a question
	// that was skipped is missing, not a no to every need.
	Answered bool
	// Chosen needs, each once, in the order given.
	Chosen []int
	// Ranked: the order is known. It is so too when there was nothing to put in
	// order: one need chosen, or none.
	Ranked bool
	// Order holds the ranked needs, best first, each once.
	Order []int
	// Ratings hold the severity of needs, each need at most once.
	Ratings []Rating
	// Repeated: a need was given more than once; its first place counts.
	Repeated bool
}

// Rating is how grave one respondent finds one need, 1 (light) to
// survey.SeverityLevels (grave).
type Rating struct{ Need, Level int }

// Reader turns the responses to one version of a questionnaire into ballots. It
// never changes after NewReader and is safe for concurrent use.
type Reader struct {
	questionnaire                   string
	needs                           []Need
	index                           map[string]int // the name of a choice -> its need; -1 for a choice that is none
	need, order, severity, sex, age string         // names of the questions; "" if not asked
}

// NewReader finds the questions that are scored, by their roles. Errors are
// those of Needs.
func NewReader(q *survey.Questionnaire) (*Reader, error) {
	needs, err := Needs(q)
	if err != nil {
		return nil, err
	}
	r := &Reader{questionnaire: q.Key(), needs: needs, index: map[string]int{}}
	codes := map[string]int{"": -1}
	for i, n := range needs {
		codes[n.Code] = i
	}
	for _, c := range q.Choices(q.Source(q.ByRole(survey.RoleNeed))) {
		r.index[c.Name] = codes[c.Need]
	}
	for role, name := range map[survey.Role]*string{
		survey.RoleNeed: &r.need, survey.RoleRank: &r.order, survey.RoleSeverity: &r.severity,
		survey.RoleSex: &r.sex, survey.RoleAge: &r.age,
	} {
		if x := q.ByRole(role); x != nil {
			*name = x.Name
		}
	}
	return r, nil
}

// Needs lists the needs that ballots speak of. The slice is not to be changed.
func (r *Reader) Needs() []Need { return r.needs }

// Questionnaire is the key of the version whose responses are read.
func (r *Reader) Questionnaire() string { return r.questionnaire }

// Read makes the ballot of a response. A response to another version of the
// questionnaire, or one that names a choice which this version does not have, is
// an ErrInvalid.
func (r *Reader) Read(resp *survey.Response) (Ballot, error) {
	if resp.Questionnaire != r.questionnaire {
		return Ballot{}, fmt.Errorf("prioritize: response to questionnaire %s read as %s: %w", resp.Questionnaire, r.questionnaire, survey.ErrInvalid)
	}
	b := Ballot{
		Cell:    Cell{Village: resp.Village, Sex: one(resp, r.sex), Age: one(resp, r.age)},
		Channel: resp.Channel,
	}
	if v, ok := given(resp, r.need); ok {
		var err error
		b.Answered = true
		if b.Chosen, err = r.indexes(chosen(v), &b); err != nil {
			return Ballot{}, err
		}
	}
	if err := r.readOrder(resp, &b); err != nil {
		return Ballot{}, err
	}
	return b, r.readRatings(resp, &b)
}

// readOrder takes the order as it was given. The question is passed over when
// there are fewer than two needs to put in order; the order is known then too.
func (r *Reader) readOrder(resp *survey.Response, b *Ballot) error {
	if v, ok := given(resp, r.order); ok {
		order, err := r.indexes(v.Choices, b)
		b.Ranked, b.Order = err == nil, order
		return err
	}
	if _, asked := resp.Answer(r.order); r.order != "" && !asked && b.Answered && len(b.Chosen) < 2 {
		b.Ranked, b.Order = true, b.Chosen
	}
	return nil
}

func (r *Reader) readRatings(resp *survey.Response, b *Ballot) error {
	v, ok := given(resp, r.severity)
	if !ok {
		return nil
	}
	seen := make([]bool, len(r.needs))
	for _, l := range v.Levels {
		i, ok := r.index[l.Choice]
		switch {
		case !ok || l.Level < 1 || l.Level > survey.SeverityLevels:
			return fmt.Errorf("prioritize: question %s: choice or level that the questionnaire does not have: %w", r.severity, survey.ErrInvalid)
		case i < 0:
		case seen[i]:
			b.Repeated = true
		default:
			seen[i] = true
			b.Ratings = append(b.Ratings, Rating{Need: i, Level: l.Level})
		}
	}
	return nil
}

// chosen names the choices taken: those of a selection, or on a scale of two levels,
// no and yes, those with the higher one.
func chosen(v survey.Value) []string {
	names := v.Choices
	for _, l := range v.Levels {
		if l.Level == yes {
			names = append(names, l.Choice)
		}
	}
	return names
}

// yes is the higher level of a scale that asks of each need whether it is one.
const yes = 2

// indexes translates names of choices; a need that comes again keeps its first
// place, and choices that stand for no need are left out.
func (r *Reader) indexes(names []string, b *Ballot) ([]int, error) {
	needs := make([]int, 0, len(names))
	seen := make([]bool, len(r.needs))
	for _, name := range names {
		i, ok := r.index[name]
		switch {
		case !ok:
			return nil, fmt.Errorf("prioritize: a choice that the questionnaire does not have: %w", survey.ErrInvalid)
		case i < 0:
		case seen[i]:
			b.Repeated = true
		default:
			seen[i] = true
			needs = append(needs, i)
		}
	}
	return needs, nil
}

// given returns the value of a question that was asked and not skipped.
func given(resp *survey.Response, question string) (survey.Value, bool) {
	if question == "" {
		return survey.Value{}, false
	}
	v, ok := resp.Answer(question)
	return v, ok && !v.Skipped && !v.IsZero()
}

func one(resp *survey.Response, question string) string {
	if v, ok := given(resp, question); ok && len(v.Choices) == 1 {
		return v.Choices[0]
	}
	return ""
}
