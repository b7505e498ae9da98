package quality

import (
	"cmp"
	"slices"
	"time"

	"ashar/survey"
)

// Look takes a campaign's responses in. It is not safe for concurrent use.
type Look struct {
	rules   Rules
	place   *survey.Municipality
	untimed bool
	forms   map[string]*form // by key
	slots   map[string]int   // a question's name -> its place in record.values
	kinds   []slot
	names   map[string]string // each name once
	all     []record
	at      map[string]int // a response's id -> its place in all
}

// form is a version of the questionnaire.
type form struct {
	*survey.Questionnaire
	unit, scale string // the names of the questions of these roles; "" if there is none
}

// mostSlots is of how many questions the answers are remembered one by one; of more, that all of them are the same is
// still seen.
const mostSlots = 64

// slot is a question of any version.
type slot struct {
	of    int  // the slot of what it hangs on, such as the needs that are put in order; -1: on nothing
	about bool // of the respondent: sex, age, group. Those whom an enumerator visits are alike in it for good reason.
	words bool // the respondent's own
}

// record is what is remembered of a response.
type record struct {
	id             string
	village, by    string
	channel        survey.Channel
	begun, sent    int64 // milliseconds
	answers        uint64
	words          uint64  // the longest own words that are long enough; 0 for none
	unit           uint64  // 0 for none
	values         []value // by slot; 0 where it was not asked
	asked, skipped uint16
	revision       int
	batch, shared  bool
	hasty          bool
	scaled         bool // it has a long scale
	straight       bool
	judgement      *survey.Judgement
}

// NewLook begins to look through responses to the versions of a questionnaire, from the villages of a place. Where the
// place is invented, so are the times, and nothing is said of them.
func NewLook(rules Rules, place *survey.Municipality, versions ...*survey.Questionnaire) *Look {
	l := &Look{rules: rules, place: place, untimed: place.Invented, forms: map[string]*form{}, slots: map[string]int{}, names: map[string]string{}, at: map[string]int{}}
	for _, q := range versions {
		f := &form{Questionnaire: q}
		if x := q.ByRole(survey.RoleUnit); x != nil {
			f.unit = x.Name
		}
		if x := q.ByRole(survey.RoleSatisfaction); x != nil {
			f.scale = x.Name
		}
		l.forms[q.Key()] = f
		for i := range q.Questions {
			l.enter(&q.Questions[i])
		}
	}
	return l
}

// enter gives a question that is compared a slot.
func (l *Look) enter(x *survey.Question) {
	if _, there := l.slots[x.Name]; there || !compared(x) {
		return
	}
	s := slot{of: -1, words: x.Kind == survey.TextAnswer}
	switch x.Role {
	case survey.RoleSex, survey.RoleAge, survey.RoleGroup:
		s.about = true
	}
	if of, ok := l.slots[x.Of]; ok && of < len(l.kinds) {
		s.of = of
	}
	l.slots[x.Name] = len(l.slots)
	if len(l.kinds) < mostSlots {
		l.kinds = append(l.kinds, s)
	}
}

// compared reports whether two responses can be alike in the answer to a question: not so of what comes of itself, of
// files and places, and of the unit, which is looked at by itself.
func compared(x *survey.Question) bool {
	return !x.Kind.Computed() && !x.Kind.Stored() && x.Kind != survey.Note && x.Kind != survey.Geopoint && x.Role != survey.RoleUnit
}

// Add takes a response in. One that is there already, by its ID, is replaced by a later revision of it.
func (l *Look) Add(r *survey.Response) {
	n := record{
		id: r.ID, village: l.name(r.Village), channel: survey.Channel(l.name(string(r.Channel))), begun: r.Begun.UnixMilli(), sent: r.Submitted.UnixMilli(),
		revision: r.Revision(), shared: r.Shared, judgement: r.Judgement, hasty: !l.untimed && Hasty(r),
	}
	if r.Entry != nil {
		n.by, n.batch = l.name(r.Entry.By), r.Entry.Batch != ""
	}
	l.read(r, &n)
	at, there := l.at[r.ID]
	switch {
	case !there:
		l.at[r.ID] = len(l.all)
		l.all = append(l.all, n)
	case l.all[at].revision <= n.revision:
		l.all[at] = n
	}
}

// read takes the answers.
func (l *Look) read(r *survey.Response, n *record) {
	f := l.forms[r.Questionnaire]
	if f == nil {
		return
	}
	n.values = make([]value, len(l.kinds))
	longest := 0
	for i := range r.Answers {
		a := &r.Answers[i]
		x := f.Question(a.Question)
		if x == nil {
			continue
		}
		if x.Name == f.unit {
			n.unit = unitOf(a.Value)
		}
		if x.Name == f.scale {
			n.scaled, n.straight = len(a.Value.Levels) >= straightFrom, Straight(a.Value.Levels)
		}
		at, ok := l.slots[x.Name]
		if !ok {
			continue
		}
		n.asked++
		if a.Value.Skipped {
			n.skipped++
		}
		sum := hashOf(&a.Value)
		if at < len(n.values) {
			n.values[at] = newValue(sum, options(f.Questionnaire, x, &a.Value))
		}
		n.answers += mixed(sum, uint64(at)) // whatever the order in which the answers stand
		if letters := lettersOf(a.Value.Text); letters >= l.rules.Letters && letters > longest {
			longest, n.words = letters, sum
		}
	}
}

// name is the same string for the same name, so that it is kept once.
func (l *Look) name(s string) string {
	if kept, ok := l.names[s]; ok {
		return kept
	}
	l.names[s] = s
	return s
}

// Find says what is odd by now, whatever the order in which the responses were added. The Look can be gone on with.
func (l *Look) Find() Findings {
	f := Findings{Looked: len(l.all)}
	order := make([]*record, len(l.all)) // as they were sent
	for i := range l.all {
		order[i] = &l.all[i]
		if !order[i].counts() {
			f.Aside++
		}
	}
	slices.SortFunc(order, func(a, b *record) int { return cmp.Or(cmp.Compare(a.sent, b.sent), cmp.Compare(a.id, b.id)) })
	var groups []group
	groups = append(groups, l.bursts(order)...)
	fast := l.tooFast(order)
	groups = append(groups, fast...)
	groups = append(groups, l.twins(order, SameUnit, func(r *record) twin { return twin{r.village, r.unit} })...)
	groups = append(groups, l.twins(order, SameWords, func(r *record) twin { return twin{"", r.words} })...)
	f.Cases = l.cases(order, joined(groups))
	f.Crowds = l.crowds()
	f.Paces, f.Usual = l.paces(order, fast)
	return f
}

func (r *record) counts() bool {
	return r.judgement == nil || r.judgement.Verdict == survey.Accepted
}

// crowds are the villages with more answers than adults.
func (l *Look) crowds() []Crowd {
	answers := map[string]int{}
	for i := range l.all {
		if l.all[i].counts() {
			answers[l.all[i].village]++
		}
	}
	var all []Crowd
	for i := range l.place.Villages {
		v := &l.place.Villages[i]
		if n, adults := answers[v.ID], v.Total(); adults > 0 && n > adults {
			all = append(all, Crowd{v.ID, n, adults})
		}
	}
	return all
}

// member is the record in a case.
func (r *record) member() Member {
	m := Member{
		ID: r.id, Village: r.village, Channel: r.channel, By: r.by, Begun: time.UnixMilli(r.begun).UTC(), Submitted: time.UnixMilli(r.sent).UTC(),
		Shared: r.shared, Judgement: r.judgement,
	}
	if r.hasty {
		m.Odd = append(m.Odd, HastyAlone)
	}
	if r.straight {
		m.Odd = append(m.Odd, StraightAlone)
	}
	return m
}
