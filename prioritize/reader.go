package prioritize

import (
	"fmt"

	"ashar/survey"
)

// Reader turns the responses to the versions of one questionnaire into ballots. It
// never changes after NewReader and is safe for concurrent use.
type Reader struct {
	questionnaire string // the latest version
	needs         []Need
	services      []Service
	asked         []Asked
	shape         Shape
	versions      map[string]*version
	untimed       bool                    // how long a response took says nothing
	all           []*survey.Questionnaire // the versions, the latest first
}

// version is how one version of the questionnaire is read.
type version struct {
	shape                  Shape          // of the Reader
	index                  map[string]int // the name of a choice -> its need; -1 for a choice that is none
	code                   map[string]int // the code of a need -> it
	service                map[string]int // the name of a choice -> its service
	levels                 int            // of satisfaction, and NoAccessLevel where it has that
	groups                 map[string]int // the name of a choice -> its group, -1 for one that is none
	need, order, severity  question
	satisfaction, sex, age question
	group                  question
	other                  question        // in whose words "other" is said
	others                 map[string]bool // the names of the choices that stand for "other"
}

// question is a question that is read; its name is "" if it is not asked.
type question struct {
	name string
	kind survey.Kind
}

// NewReader finds the questions that are scored, by their roles, in the latest
// version and in those before it. The needs are those of the latest, and after them
// those that only an earlier one offered; nobody who was not offered a need can have
// chosen it, so that its share is low for the wrong reason. Errors are those of Needs.
func NewReader(latest *survey.Questionnaire, earlier ...*survey.Questionnaire) (*Reader, error) {
	return newReader(nil, latest, earlier...)
}

// With returns a Reader that knows needs beside those of the questionnaire, to which respondents' own words were coded: they come after
// them. One whose code the questionnaire has is left out. Errors are those of NewReader.
func (r *Reader) With(found []survey.NewNeed) (*Reader, error) {
	with, err := newReader(found, r.all[0], r.all[1:]...)
	if err != nil {
		return nil, err
	}
	with.untimed = r.untimed
	return with, nil
}

func newReader(found []survey.NewNeed, latest *survey.Questionnaire, earlier ...*survey.Questionnaire) (*Reader, error) {
	r := &Reader{questionnaire: latest.Key(), versions: map[string]*version{}}
	needs, services, groups := map[string]int{"": -1}, map[string]int{}, map[string]int{}
	all := append([]*survey.Questionnaire{latest}, earlier...)
	r.all = all
	for _, q := range all {
		offered, err := Needs(q)
		if err != nil {
			return nil, err
		}
		for _, n := range offered {
			if _, known := needs[n.Code]; !known {
				needs[n.Code] = len(r.needs)
				r.needs = append(r.needs, n)
			}
		}
		r.rate(q, services)
		r.ask(q, groups)
		r.shape.Points = r.shape.Points || asks(q, survey.Points)
		r.shape.Pairs = r.shape.Pairs || asks(q, survey.Pairwise)
	}
	for _, n := range found {
		if _, known := needs[n.Code]; !known {
			needs[n.Code] = len(r.needs)
			r.needs = append(r.needs, Need{Code: n.Code, Name: n.Label, Sphere: term(latest, sphereList, n.Sphere), Unoffered: true})
		}
	}
	r.shape.Needs, r.shape.Services, r.shape.Asked = len(r.needs), len(r.services), len(r.asked)
	r.shape.NoAccess = offersNoAccess(r.services)
	if !r.shape.valid() {
		return nil, fmt.Errorf("prioritize: questionnaire %s: its versions have %d needs and %d services, at most %d and %d are possible: %w",
			latest.Key(), len(r.needs), len(r.services), MaxNeeds, MaxServices, survey.ErrInvalid)
	}
	for _, q := range all {
		r.versions[q.Key()] = newVersion(q, needs, services, groups, r.shape)
	}
	return r, nil
}

// asks reports whether needs are scored by a question of this kind.
func asks(q *survey.Questionnaire, kind survey.Kind) bool {
	for _, role := range []survey.Role{survey.RoleNeed, survey.RoleRank} {
		if x := q.ByRole(role); x != nil && x.Kind == kind {
			return true
		}
	}
	return false
}

func newVersion(q *survey.Questionnaire, needs, services, groups map[string]int, shape Shape) *version {
	v := &version{shape: shape, index: map[string]int{}, code: needs, service: map[string]int{}, groups: groupsOf(q, groups), others: map[string]bool{}}
	for _, c := range q.Choices(q.Source(q.ByRole(survey.RoleNeed))) {
		v.index[c.Name] = needs[c.Need]
		v.others[c.Name] = c.Other()
	}
	for _, c := range rated(q) {
		v.service[c.Name] = services[c.Name]
	}
	if x := q.ByRole(survey.RoleSatisfaction); x != nil {
		v.levels = len(q.Choices(x.List))
	}
	for role, at := range map[survey.Role]*question{
		survey.RoleNeed: &v.need, survey.RoleRank: &v.order, survey.RoleSeverity: &v.severity,
		survey.RoleSatisfaction: &v.satisfaction, survey.RoleSex: &v.sex, survey.RoleAge: &v.age, survey.RoleOther: &v.other,
		survey.RoleGroup: &v.group,
	} {
		if x := q.ByRole(role); x != nil {
			*at = question{x.Name, x.Kind}
		}
	}
	return v
}

// Untimed returns a Reader for answers whose times say nothing, such as those of
// simulated residents: none is Hasty.
func (r *Reader) Untimed() *Reader {
	u := *r
	u.untimed = true
	return &u
}

// Needs lists the needs that ballots speak of. The slice is not to be changed.
func (r *Reader) Needs() []Need { return r.needs }

// Services lists the services that ballots rate. The slice is not to be changed.
func (r *Reader) Services() []Service { return r.services }

// Asked lists the groups that ballots name. The slice is not to be changed.
func (r *Reader) Asked() []Asked { return r.asked }

// Shape is that of a tally of the ballots.
func (r *Reader) Shape() Shape { return r.shape }

// Questionnaire is the key of the latest version whose responses are read.
func (r *Reader) Questionnaire() string { return r.questionnaire }

// Read makes the ballot of a response. Where its own words for "other" were coded, that choice stands for the needs
// that they were coded to, see Coded. A response to a version that the Reader does
// not know, or one that names a choice which its version does not have, is an
// ErrInvalid.
func (r *Reader) Read(resp *survey.Response) (Ballot, error) {
	v, known := r.versions[resp.Questionnaire]
	if !known {
		return Ballot{}, fmt.Errorf("prioritize: response to questionnaire %s read as %s: %w", resp.Questionnaire, r.questionnaire, survey.ErrInvalid)
	}
	b, err := v.read(resp)
	if err != nil {
		return Ballot{}, err
	}
	b.Flagged = !accepted(resp) && len(r.flags(resp)) > 0
	return b, nil
}

func (v *version) read(resp *survey.Response) (Ballot, error) {
	b := Ballot{Source: Source{
		Cell:    Cell{Village: resp.Village, Sex: one(resp, v.sex), Age: one(resp, v.age)},
		Channel: resp.Channel,
	}}
	x := &reading{version: v}
	x.coded, x.recoded = v.codedTo(resp)
	for _, read := range []func(*survey.Response, *Ballot) error{x.readNeeds, x.readOrder, x.readSeverity, v.readSatisfaction, v.readGroups} {
		if err := read(resp, &b); err != nil {
			return Ballot{}, err
		}
	}
	return b, nil
}

func (v *reading) readNeeds(resp *survey.Response, b *Ballot) error {
	given, ok := given(resp, v.need)
	if !ok {
		return nil
	}
	if v.need.kind == survey.Points {
		if err := v.readPoints(given, b); err != nil {
			return err
		}
	}
	var err error
	b.Answered = true
	b.Chosen, err = v.indexes(v.need.chosen(given), b)
	v.took = len(b.Chosen)
	v.add(b)
	return err
}

// readOrder takes the order as it was given. The question is passed over when
// there are fewer than two needs to put in order; the order is known then too.
func (v *reading) readOrder(resp *survey.Response, b *Ballot) error {
	given, ok := given(resp, v.order)
	switch {
	case ok && v.order.kind == survey.Pairwise:
		return v.readPairs(given, b)
	case ok:
		order, err := v.indexes(given.Choices, b)
		b.Ranked, b.Order = err == nil, order
		return err
	case v.order.kind != survey.Rank:
		return nil
	}
	if _, asked := resp.Answer(v.order.name); !asked && b.Answered && v.took < 2 {
		b.Ranked, b.Order = true, b.Chosen[:min(1, len(b.Chosen))]
	}
	return nil
}

// readPoints takes the points of every need. Points for two choices that stand for
// one need are its points together.
func (v *reading) readPoints(given survey.Value, b *Ballot) error {
	points := make([]int, v.shape.Needs)
	for _, l := range given.Levels {
		i, ok := v.needOf(l.Choice)
		switch {
		case !ok || l.Level < 1:
			return v.need.invalid()
		case i >= 0:
			points[i] += l.Level
		}
	}
	for i, n := range points {
		if n > 0 {
			b.Points = append(b.Points, Pointed{Need: i, Points: n})
		}
	}
	return nil
}

// readPairs takes the comparisons of two needs; others are left out.
func (v *reading) readPairs(given survey.Value, b *Ballot) error {
	for _, p := range given.Pairs {
		first, known := v.needOf(p.First)
		second, too := v.needOf(p.Second)
		switch {
		case !known || !too || p.Better != "" && p.Better != p.First && p.Better != p.Second:
			return v.order.invalid()
		case first < 0 || second < 0 || first == second:
		case p.Better == p.Second:
			b.Pairs = append(b.Pairs, Compared{Better: second, Worse: first})
		default:
			b.Pairs = append(b.Pairs, Compared{Better: first, Worse: second, Equal: p.Better == ""})
		}
	}
	return nil
}

func (v *reading) readSeverity(resp *survey.Response, b *Ballot) error {
	given, _ := given(resp, v.severity)
	seen := make([]bool, v.shape.Needs)
	for _, l := range given.Levels {
		i, ok := v.needOf(l.Choice)
		switch {
		case !ok || l.Level < 1 || l.Level > survey.SeverityLevels:
			return v.severity.invalid()
		case i < 0 || v.rated(given, l.Choice, i):
		case seen[i]:
			b.Repeated = true
		default:
			seen[i] = true
			b.Ratings = append(b.Ratings, Rating{Need: i, Level: l.Level})
		}
	}
	return nil
}

func (v *version) readSatisfaction(resp *survey.Response, b *Ballot) error {
	given, _ := given(resp, v.satisfaction)
	for _, l := range given.Levels {
		i, ok := v.service[l.Choice]
		if !ok || l.Level < 1 || l.Level > v.levels {
			return v.satisfaction.invalid()
		}
		b.Services = append(b.Services, Satisfied{Service: i, Level: l.Level})
	}
	return nil
}

// chosen names the choices taken: those of a selection, those that were given
// points, or on a scale of two levels, no and yes, those with the higher one.
func (x question) chosen(v survey.Value) []string {
	names := v.Choices
	for _, l := range v.Levels {
		if x.kind == survey.Points || l.Level == yes {
			names = append(names, l.Choice)
		}
	}
	return names
}

// yes is the higher level of a scale that asks of each need whether it is one.
const yes = 2

// indexes translates names of choices; a need that comes again keeps its first
// place, and choices that stand for no need are left out.
func (v *reading) indexes(names []string, b *Ballot) ([]int, error) {
	needs := make([]int, 0, len(names))
	seen := make([]bool, v.shape.Needs)
	for _, name := range names {
		i, ok := v.needOf(name)
		switch {
		case !ok:
			return nil, v.need.invalid()
		case i < 0:
		case seen[i]:
			b.Repeated = b.Repeated || !v.stoodFor(i)
		default:
			seen[i] = true
			needs = append(needs, i)
		}
	}
	return needs, nil
}

func (x question) invalid() error {
	return fmt.Errorf("prioritize: question %s: a choice or level that the questionnaire does not have: %w", x.name, survey.ErrInvalid)
}

// given returns the value of a question that was asked and not skipped.
func given(resp *survey.Response, x question) (survey.Value, bool) {
	if x.name == "" {
		return survey.Value{}, false
	}
	v, ok := resp.Answer(x.name)
	return v, ok && !v.Skipped && !v.IsZero()
}

func one(resp *survey.Response, x question) string {
	if v, ok := given(resp, x); ok && len(v.Choices) == 1 {
		return v.Choices[0]
	}
	return ""
}
