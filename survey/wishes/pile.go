package wishes

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"ashar/survey"
	"ashar/survey/coding"
)

const (
	// overlap is how far each look at the store reaches back before the last one; see store.ResponsesSince.
	overlap = 30 * time.Second
	// anew is how often everything is read anew, so that what was withdrawn elsewhere does not stay.
	anew = 10 * time.Minute
	// regroup is how long at least the groups of many texts stay as they are while new texts come.
	regroup = time.Minute
	// manyTexts is from how many on.
	manyTexts = 3000
	// mostPiles is of how many campaigns texts are held in memory.
	mostPiles = 8
)

// text is what one response says in own words.
type text struct {
	ID       string // see textID
	Response string
	Village  string
	Looks    int
	coding.Said
}

func textID(response, question string) string { return response + "/" + question }

// piles hold the texts of the campaigns that somebody codes.
type piles struct {
	store Store
	now   func() time.Time

	mu  sync.Mutex
	all map[string]*pile
}

// pile is the texts of one campaign, as the store had them at the last look.
type pile struct {
	mu       sync.Mutex
	since    time.Time // where the next look begins
	began    time.Time // when everything was read
	stale    bool      // something may be gone
	key      string    // of the versions of the questionnaire
	versions []*survey.Questionnaire
	texts    map[string]text
	of       map[string][]string // the texts of a response
	changed  int                 // grows when a text is new, gone or another
	grouped  map[survey.Role]*grouped
}

// grouped is the texts of one role in groups, as they were at some time.
type grouped struct {
	*coding.Grouping
	texts   []text
	changed int
	needs   string
	made    time.Time
}

// desk is the texts of a campaign at one moment. What it holds is not to be changed.
type desk struct {
	versions []*survey.Questionnaire
	needs    []coding.Need
	texts    map[string]text
	grouped  map[survey.Role]*grouped
}

func (p *piles) forget(campaign string) {
	p.mu.Lock()
	one := p.all[campaign]
	p.mu.Unlock()
	if one != nil {
		one.mu.Lock()
		one.stale = true
		one.mu.Unlock()
	}
}

func (p *piles) of(campaign string) *pile {
	p.mu.Lock()
	defer p.mu.Unlock()
	one := p.all[campaign]
	if one == nil {
		if p.all == nil || len(p.all) >= mostPiles {
			p.all = map[string]*pile{} // start afresh: simpler than ageing
		}
		one = &pile{}
		p.all[campaign] = one
	}
	return one
}

// read looks at the store for what is new, and returns the campaign's texts in groups.
func (w *Room) read(ctx context.Context, c *survey.Campaign) (*desk, error) {
	one := w.piles.of(c.ID)
	one.mu.Lock()
	defer one.mu.Unlock()
	if err := one.look(ctx, w.piles.store, c, w.deps.Now()); err != nil {
		return nil, err
	}
	d := &desk{versions: one.versions, needs: needsOf(c, one.versions), texts: maps.Clone(one.texts), grouped: map[survey.Role]*grouped{}}
	for _, role := range survey.OwnWords() {
		d.grouped[role] = one.group(role, d.needs, w.deps.Now())
	}
	return d, nil
}

// look reads what is new. A look that breaks off is gone on with by the next.
func (p *pile) look(ctx context.Context, store Store, c *survey.Campaign, now time.Time) error {
	if key := strings.Join(c.Versions(), " "); key != p.key || p.stale || now.Sub(p.began) > anew || p.texts == nil {
		var versions []*survey.Questionnaire
		for _, key := range c.Versions() {
			q, err := store.Questionnaire(ctx, key)
			if err != nil {
				return fmt.Errorf("wishes: questionnaire: %w", err)
			}
			versions = append(versions, q)
		}
		p.versions, p.key, p.stale, p.began, p.since = versions, key, false, now, time.Time{}
		p.texts, p.of = map[string]text{}, map[string][]string{}
		p.changed++
	}
	questions := coding.QuestionsOf(p.versions...)
	for r, err := range store.ResponsesSince(ctx, c.ID, p.since) {
		if err != nil {
			return fmt.Errorf("wishes: responses: %w", err)
		}
		p.meet(questions, &r)
	}
	p.since = now.Add(-overlap)
	return nil
}

// meet takes what a response says by now.
func (p *pile) meet(questions coding.Questions, r *survey.Response) {
	before := p.of[r.ID]
	delete(p.of, r.ID)
	var said []coding.Said
	if r.Counts() {
		said = questions.In(r)
	}
	same := 0
	was := map[string]string{}
	for _, id := range before {
		was[id] = p.texts[id].Text
		delete(p.texts, id)
	}
	for _, s := range said {
		t := text{ID: textID(r.ID, s.Question), Response: r.ID, Village: r.Village, Looks: r.Looks, Said: s}
		p.texts[t.ID] = t
		p.of[r.ID] = append(p.of[r.ID], t.ID)
		if words, there := was[t.ID]; there && words == t.Text {
			same++
		}
	}
	if same != len(before) || same != len(said) {
		p.changed++
	}
}

// group groups the texts of one role, unless that was done.
func (p *pile) group(role survey.Role, needs []coding.Need, now time.Time) *grouped {
	var called strings.Builder
	for _, n := range needs {
		fmt.Fprintln(&called, n.Code, n.Label["ky"], n.Label["ru"], n.Label["en"])
	}
	g := p.grouped[role]
	if g != nil && g.needs == called.String() && (g.changed == p.changed || len(g.texts) > manyTexts && now.Sub(g.made) < regroup) {
		return g
	}
	g = &grouped{changed: p.changed, needs: called.String(), made: now}
	for _, t := range p.texts {
		if t.Role == role {
			g.texts = append(g.texts, t)
		}
	}
	slices.SortFunc(g.texts, func(a, b text) int { return strings.Compare(a.ID, b.ID) })
	words := make([]string, len(g.texts))
	for i, t := range g.texts {
		words[i] = t.Text
	}
	g.Grouping = coding.NewGrouping(words, coding.NewLexicon(needs))
	if p.grouped == nil {
		p.grouped = map[survey.Role]*grouped{}
	}
	p.grouped[role] = g
	return g
}

// now is a text of a grouping as it is by now, and whether it is there in the same words.
func (d *desk) now(t text) (text, bool) {
	is, there := d.texts[t.ID]
	return is, there && is.Text == t.Text
}

func (d *desk) left() coding.Left {
	var left coding.Left
	for _, t := range d.texts {
		switch {
		case t.Coding != nil:
		case t.Role == survey.RoleOther:
			left.Other++
		default:
			left.Wishes++
		}
	}
	return left
}
