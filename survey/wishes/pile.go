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
	// patience is how long a page waits for that, where it has something to show meanwhile.
	patience = 150 * time.Millisecond
	// mostPiles is of how many campaigns texts are held in memory.
	mostPiles = 8
)

// text is what one response says in own words. It is never changed: a text that is coded is another one.
type text struct {
	ID       string // see textID
	Response string
	Village  string
	Looks    int
	At       int64 // when the response was sent, in milliseconds
	coding.Said
}

func textID(response, question string) string { return response + "/" + question }

// piles hold the texts of the campaigns that somebody codes.
type piles struct {
	many int // from how many texts on groups are not found anew for each that comes

	mu  sync.Mutex
	all map[string]*pile
}

// pile is the texts of one campaign, as the store had them at the last look, in groups. While all is read or grouped anew,
// it is what it was before, and follows the store all the same.
type pile struct {
	mu      sync.Mutex
	heap    *heap    // nil until all was read once
	reading *reading // of all, if that is under way
	stale   bool     // something may be gone
	many    int
	changed int    // grows when a text is new, gone or another
	count   *count // nil where something has changed since
	sorts   map[survey.Role]*sorting
}

// heap is texts as they were read.
type heap struct {
	key       string // of the versions of the questionnaire
	versions  []*survey.Questionnaire
	questions coding.Questions
	began     time.Time // when all was read
	since     time.Time // where the next look begins
	texts     map[string]*text
	of        map[string][]string // the texts of a response
}

type reading struct {
	key  string
	done chan struct{} // closed when all is read
	err  error
}

// count is texts at one moment, and how many there are of which.
type count struct {
	texts map[string]*text
	of    map[survey.Role]tally
}

type tally struct {
	total, left int
	named       map[string]int // by need; "" where none is named
}

// desk is the texts of a campaign at one moment. What it holds is not to be changed.
type desk struct {
	*count
	versions []*survey.Questionnaire
	needs    []coding.Need
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
		one = &pile{many: p.many, sorts: map[survey.Role]*sorting{}}
		for _, role := range survey.OwnWords() {
			one.sorts[role] = &sorting{}
		}
		p.all[campaign] = one
	}
	return one
}

// read looks at the store for what is new, and returns the campaign's texts in groups. Who comes first waits until all is read
// and grouped.
func (w *Room) read(ctx context.Context, c *survey.Campaign) (*desk, error) {
	one := w.piles.of(c.ID)
	if err := one.whole(ctx, w.deps.Store, c, w.deps.Now()); err != nil {
		return nil, err
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	now := w.deps.Now()
	if err := one.look(ctx, w.deps.Store, c.ID, now); err != nil {
		return nil, err
	}
	d := &desk{versions: one.heap.versions, needs: needsOf(c, one.heap.versions), grouped: map[survey.Role]*grouped{}}
	for _, role := range survey.OwnWords() {
		d.grouped[role] = one.group(role, d.needs, now)
	}
	if one.count == nil {
		one.count = newCount(one.heap.texts)
	}
	d.count = one.count
	return d, nil
}

// whole has all read, where that was not done yet or long ago; where there is something to go by meanwhile it does not wait long.
func (p *pile) whole(ctx context.Context, store Store, c *survey.Campaign, now time.Time) error {
	key := strings.Join(c.Versions(), " ")
	p.mu.Lock()
	must := p.heap == nil || p.heap.key != key
	if !must && !p.stale && now.Sub(p.heap.began) <= anew {
		p.mu.Unlock()
		return nil
	}
	r := p.reading
	if r == nil || r.key != key {
		r = &reading{key: key, done: make(chan struct{})}
		p.reading, p.stale = r, false
		go p.readAll(context.WithoutCancel(ctx), r, store, *c, now) // others wait for it too
	}
	p.mu.Unlock()
	var enough <-chan time.Time
	if !must {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		enough = timer.C
	}
	select {
	case <-r.done:
		return r.err
	case <-enough:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// readAll reads all and takes it for what there was before.
func (p *pile) readAll(ctx context.Context, r *reading, store Store, c survey.Campaign, now time.Time) {
	h, err := newHeap(ctx, store, &c, now)
	p.mu.Lock()
	defer p.mu.Unlock()
	defer close(r.done)
	newest := p.reading == r // else another version is asked by now
	if newest {
		p.reading = nil
	}
	if r.err = err; err != nil {
		p.stale = true
		return
	}
	if !newest && p.heap != nil {
		return
	}
	for id, t := range h.texts {
		if p.heap == nil || p.heap.texts[id] == nil || p.heap.texts[id].Text != t.Text {
			p.sorts[t.Role].add(t)
		}
	}
	p.heap, p.count = h, nil
	p.changed++
}

func newHeap(ctx context.Context, store Store, c *survey.Campaign, now time.Time) (*heap, error) {
	h := &heap{key: strings.Join(c.Versions(), " "), began: now, since: now.Add(-overlap), texts: map[string]*text{}, of: map[string][]string{}}
	for _, key := range c.Versions() {
		q, err := store.Questionnaire(ctx, key)
		if err != nil {
			return nil, fmt.Errorf("wishes: questionnaire: %w", err)
		}
		h.versions = append(h.versions, q)
	}
	h.questions = coding.QuestionsOf(h.versions...)
	for r, err := range store.ResponsesSince(ctx, c.ID, time.Time{}) {
		if err != nil {
			return nil, fmt.Errorf("wishes: responses: %w", err)
		}
		h.meet(&r)
	}
	return h, nil
}

// look reads what is new. A look that breaks off is gone on with by the next.
func (p *pile) look(ctx context.Context, store Store, campaign string, now time.Time) error {
	for r, err := range store.ResponsesSince(ctx, campaign, p.heap.since) {
		if err != nil {
			return fmt.Errorf("wishes: responses: %w", err)
		}
		was, is := p.heap.meet(&r)
		if slices.EqualFunc(was, is, same) {
			continue
		}
		p.count = nil
		if !slices.EqualFunc(was, is, func(a, b *text) bool { return a.ID == b.ID && a.Text == b.Text }) {
			p.changed++
		}
		for _, t := range is {
			p.sorts[t.Role].add(t)
		}
	}
	p.heap.since = now.Add(-overlap)
	return nil
}

// same reports whether two texts are one, and nobody has looked at it in between.
func same(a, b *text) bool {
	return a.ID == b.ID && a.Text == b.Text && a.Looks == b.Looks && a.Village == b.Village && coding.Same(a.Coding, b.Coding)
}

// meet takes what a response says by now, and returns what it said before.
func (h *heap) meet(r *survey.Response) (was, is []*text) {
	for _, id := range h.of[r.ID] {
		was = append(was, h.texts[id])
		delete(h.texts, id)
	}
	delete(h.of, r.ID)
	if !r.Counts() {
		return was, nil
	}
	for _, s := range h.questions.In(r) {
		t := &text{ID: textID(r.ID, s.Question), Response: r.ID, Village: r.Village, Looks: r.Looks, At: r.Submitted.UnixMilli(), Said: s}
		h.texts[t.ID] = t
		h.of[r.ID] = append(h.of[r.ID], t.ID)
		is = append(is, t)
	}
	return was, is
}

func newCount(texts map[string]*text) *count {
	c := &count{texts: maps.Clone(texts), of: map[survey.Role]tally{}}
	for _, t := range texts {
		x, known := c.of[t.Role]
		if !known {
			x.named = map[string]int{}
		}
		x.total++
		switch {
		case t.Coding == nil:
			x.left++
		case len(t.Coding.Needs) == 0:
			x.named[""]++
		default:
			for _, n := range t.Coding.Needs {
				x.named[n]++
			}
		}
		c.of[t.Role] = x
	}
	return c
}

// now finds the texts of a grouping, by their indexes, as they are by now; nil for one that is not there in the same words. It
// looks for each once: a campaign has many.
func (d *desk) now(g *grouped) func(i int) *text {
	found, sought := make([]*text, len(g.texts)), make([]bool, len(g.texts))
	return func(i int) *text {
		if !sought[i] {
			sought[i] = true
			if t := d.texts[g.texts[i].ID]; t != nil && t.Text == g.texts[i].Text {
				found[i] = t
			}
		}
		return found[i]
	}
}

func (d *desk) left() coding.Left {
	var left coding.Left
	for role, x := range d.of {
		if role == survey.RoleOther {
			left.Other += x.left
		} else {
			left.Wishes += x.left
		}
	}
	return left
}
