package wishes

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/coding"
)

const (
	// manyTexts is from how many on groups are not found anew for each that comes: it is added to those that there are.
	manyTexts = 3000
	// regroup is how long at least they stay as they are then.
	regroup = 10 * time.Minute
)

// sorting is the texts of one role as they are brought into groups.
type sorting struct {
	grouped   *grouped // nil until that was done once
	added     []*text  // since then
	regroups  bool     // all are grouped anew just now
	regrouped *grouped // what came of it
}

// grouped is the texts of one role in groups, as they were at some time, and those that were added.
type grouped struct {
	*coding.Grouping
	texts   []*text
	seen    map[seen]bool // not for those who look
	changed int
	needs   string
	made    time.Time
	late    int // texts that were added
}

// seen is a text in some words.
type seen struct{ id, words string }

func (s *sorting) add(t *text) { s.added = append(s.added, t) }

// group is the texts of one role in groups. Few are grouped anew when one has changed; of many, those that are new are added, and all are grouped
// anew now and then, beside what else is done.
func (p *pile) group(role survey.Role, needs []coding.Need, now time.Time) *grouped {
	s, called := p.sorts[role], namesOf(needs)
	if s.regrouped != nil {
		s.grouped, s.regrouped = s.regrouped, nil
	}
	g := s.grouped
	if g == nil || len(g.texts) <= p.many && !s.regroups {
		if g == nil || g.needs != called || g.changed != p.changed {
			s.grouped = newGrouped(p.of(role), needs, p.changed, now)
		}
		s.added = nil
		return s.grouped
	}
	if g.add(s.added) {
		s.grouped = g.with(s.added)
	}
	if !s.regroups {
		s.added = nil
		if s.grouped.needs != called || s.grouped.late > 0 && now.Sub(s.grouped.made) >= regroup {
			s.regroups = true
			go p.regroup(s, p.of(role), needs, p.changed, now)
		}
	}
	return s.grouped
}

// regroup groups all texts anew. Those that come meanwhile stay among the added, and are met again.
func (p *pile) regroup(s *sorting, texts []*text, needs []coding.Need, changed int, now time.Time) {
	g := newGrouped(texts, needs, changed, now)
	p.mu.Lock()
	defer p.mu.Unlock()
	s.regrouped, s.regroups = g, false
}

// of are the texts of a role.
func (p *pile) of(role survey.Role) []*text {
	var all []*text
	for _, t := range p.heap.texts {
		if t.Role == role {
			all = append(all, t)
		}
	}
	return all
}

// namesOf is what needs are called, as one word.
func namesOf(needs []coding.Need) string {
	var called strings.Builder
	for _, n := range needs {
		fmt.Fprintln(&called, n.Code, n.Label["ky"], n.Label["ru"], n.Label["en"])
	}
	return called.String()
}

func newGrouped(texts []*text, needs []coding.Need, changed int, now time.Time) *grouped {
	g := &grouped{texts: texts, seen: map[seen]bool{}, changed: changed, needs: namesOf(needs), made: now}
	slices.SortFunc(g.texts, func(a, b *text) int { return strings.Compare(a.ID, b.ID) })
	words := make([]string, len(g.texts))
	for i, t := range g.texts {
		words[i] = t.Text
		g.seen[seen{t.ID, t.Text}] = true
	}
	g.Grouping = coding.NewGrouping(words, coding.NewLexicon(needs))
	return g
}

// add reports whether any of the texts is to be added.
func (g *grouped) add(texts []*text) bool {
	return slices.ContainsFunc(texts, func(t *text) bool { return !g.seen[seen{t.ID, t.Text}] })
}

// with is the grouping with the texts that it does not have yet.
func (g *grouped) with(texts []*text) *grouped {
	next := *g
	next.texts = slices.Clip(g.texts)
	var words []string
	for _, t := range texts {
		if x := (seen{t.ID, t.Text}); !g.seen[x] {
			g.seen[x] = true
			next.texts, words = append(next.texts, t), append(words, t.Text)
		}
	}
	next.Grouping, next.late = g.With(words...), g.late+len(words)
	return &next
}
