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

// Reader turns the responses to the versions of one questionnaire into ballots. It
// never changes after NewReader and is safe for concurrent use.
type Reader struct {
	questionnaire string // the latest version
	needs         []Need
	versions      map[string]version
}

// version is how one version of the questionnaire is read.
type version struct {
	index                           map[string]int // the name of a choice -> its need; -1 for a choice that is none
	needs                           int            // of the Reader
	need, order, severity, sex, age string         // names of the questions; "" if not asked
}

// NewReader finds the questions that are scored, by their roles, in the latest
// version and in those before it. The needs are those of the latest, and after them
// those that only an earlier one offered; nobody who was not offered a need can have
// chosen it, so that its share is low for the wrong reason. Errors are those of Needs.
func NewReader(latest *survey.Questionnaire, earlier ...*survey.Questionnaire) (*Reader, error) {
	r := &Reader{questionnaire: latest.Key(), versions: map[string]version{}}
	codes := map[string]int{"": -1}
	all := append([]*survey.Questionnaire{latest}, earlier...)
	for _, q := range all {
		needs, err := Needs(q)
		if err != nil {
			return nil, err
		}
		for _, n := range needs {
			if _, known := codes[n.Code]; !known {
				codes[n.Code] = len(r.needs)
				r.needs = append(r.needs, n)
			}
		}
	}
	if len(r.needs) > MaxNeeds {
		return nil, fmt.Errorf("prioritize: questionnaire %s: its versions have %d needs, at most %d are possible: %w", latest.Key(), len(r.needs), MaxNeeds, survey.ErrInvalid)
	}
	for _, q := range all {
		r.versions[q.Key()] = newVersion(q, codes, len(r.needs))
	}
	return r, nil
}

func newVersion(q *survey.Questionnaire, codes map[string]int, needs int) version {
	v := version{index: map[string]int{}, needs: needs}
	for _, c := range q.Choices(q.Source(q.ByRole(survey.RoleNeed))) {
		v.index[c.Name] = codes[c.Need]
	}
	for role, name := range map[survey.Role]*string{
		survey.RoleNeed: &v.need, survey.RoleRank: &v.order, survey.RoleSeverity: &v.severity,
		survey.RoleSex: &v.sex, survey.RoleAge: &v.age,
	} {
		if x := q.ByRole(role); x != nil {
			*name = x.Name
		}
	}
	return v
}

// Needs lists the needs that ballots speak of. The slice is not to be changed.
func (r *Reader) Needs() []Need { return r.needs }

// Questionnaire is the key of the latest version whose responses are read.
func (r *Reader) Questionnaire() string { return r.questionnaire }

// Read makes the ballot of a response. A response to a version that the Reader does
// not know, or one that names a choice which its version does not have, is an
// ErrInvalid.
func (r *Reader) Read(resp *survey.Response) (Ballot, error) {
	v, known := r.versions[resp.Questionnaire]
	if !known {
		return Ballot{}, fmt.Errorf("prioritize: response to questionnaire %s read as %s: %w", resp.Questionnaire, r.questionnaire, survey.ErrInvalid)
	}
	return v.read(resp)
}

func (r *version) read(resp *survey.Response) (Ballot, error) {
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
func (r *version) readOrder(resp *survey.Response, b *Ballot) error {
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

func (r *version) readRatings(resp *survey.Response, b *Ballot) error {
	v, ok := given(resp, r.severity)
	if !ok {
		return nil
	}
	seen := make([]bool, r.needs)
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
func (r *version) indexes(names []string, b *Ballot) ([]int, error) {
	needs := make([]int, 0, len(names))
	seen := make([]bool, r.needs)
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
