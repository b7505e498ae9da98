package wishes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ashar/survey/coding"
	"ashar/survey/page"
)

// shown are the texts of a group that the filter has, as they are by now.
func (s *subject) shown(f filter, group int, finds func(int) bool) []text {
	g := s.grouped[f.role]
	var all []text
	for _, i := range g.Groups[group].Texts {
		if t, there := s.now(g.texts[i]); there && f.has(t) && finds(i) {
			all = append(all, t)
		}
	}
	return all
}

func (w *Room) listGroups(v *wordsView, s *subject, f filter) {
	g := s.grouped[f.role]
	finds := g.Find(f.query)
	type one struct {
		group int
		texts []text
	}
	var all []one
	for i := range g.Groups {
		if f.group != "" && g.Groups[i].ID != f.group {
			continue
		}
		if texts := s.shown(f, i, finds); len(texts) > 0 {
			all = append(all, one{i, texts})
		}
	}
	slices.SortStableFunc(all, func(a, b one) int { return cmp.Compare(len(b.texts), len(a.texts)) })
	from := min(f.page*groupsShown, len(all))
	to := min(from+groupsShown, len(all))
	if from > 0 {
		next := f
		next.page--
		v.Newer = next.path(s.campaign.ID)
	}
	if to < len(all) {
		next := f
		next.page++
		v.Older = next.path(s.campaign.ID)
	}
	suggester := g.Suggester(func(i int) ([]string, bool) {
		t, there := s.now(g.texts[i])
		if !there || t.Coding == nil {
			return nil, false
		}
		return t.Coding.Needs, true
	})
	for _, x := range all[from:to] {
		v.Groups = append(v.Groups, s.group(v, f, x.group, x.texts, suggester))
	}
}

func (s *subject) group(v *wordsView, f filter, group int, texts []text, suggester *coding.Suggester) groupView {
	g := &s.grouped[f.role].Groups[group]
	x := groupView{ID: g.ID, Value: fmt.Sprintf("%s:%d", g.ID, len(texts)), Words: g.Words, Count: len(texts), Places: s.places(v.Page, texts)}
	lines := s.lines(v.Page, texts)
	x.Lines = lines[:min(len(lines), linesShown)]
	if f.group != "" {
		x.Lines = lines[:min(len(lines), linesOfOne)]
	} else if len(lines) > linesShown {
		one := f
		one.group, one.page = g.ID, 0
		x.More = one.path(s.campaign.ID)
	}
	if suggested, ok := suggester.For(group); ok && f.state == stateLeft && !s.campaign.Frozen() {
		value := noNeed
		if len(suggested.Needs) > 0 {
			value = strings.Join(suggested.Needs, " ")
		}
		x.Suggest = &suggestView{
			Value: x.Value + ":" + value, Names: s.names(v.Page, suggested.Needs),
			Why: v.T("words.why."+string(suggested.Reason), "Like", suggested.Like),
		}
	}
	return x
}

// lines are the wordings of texts, those that most have first.
func (s *subject) lines(v page.Page, texts []text) []lineView {
	var all []lineView
	var of [][]text
	at := map[string]int{}
	for _, t := range texts {
		as, by := "", ""
		if t.Coding != nil {
			as = s.names(v, t.Coding.Needs)
			if by = t.Coding.By; by == v.Account.ID {
				by = v.T("words.you")
			}
		}
		key := t.Text + "\x00" + as + "\x00" + by
		i, there := at[key]
		if !there {
			i = len(all)
			at[key] = i
			all = append(all, lineView{Words: t.Text, As: as, By: by})
			of = append(of, nil)
		}
		of[i] = append(of[i], t)
		l := &all[i]
		l.Times++
		l.Value = strings.TrimSpace(fmt.Sprintf("%s %s:%d", l.Value, t.ID, t.Looks))
	}
	for i, texts := range of {
		if all[i].Where = s.places(v, texts); len(texts) == 1 {
			all[i].Where = s.village(v, texts[0].Village)
		}
	}
	slices.SortStableFunc(all, func(a, b lineView) int { return b.Times - a.Times })
	return all
}

func (s *subject) village(v page.Page, id string) string {
	if x := s.municipality.Village(id); x != nil {
		return x.Name.In(v.Lang())
	}
	return id
}

// placesShown is how many villages are named with how many texts came from each.
const placesShown = 3

// places says from which villages texts came.
func (s *subject) places(v page.Page, texts []text) string {
	counts := map[string]int{}
	for _, t := range texts {
		counts[t.Village]++
	}
	var ids []string
	for id := range counts {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) })
	var said []string
	for _, id := range ids[:min(len(ids), placesShown)] {
		said = append(said, s.village(v, id)+" "+v.Number(counts[id]))
	}
	if len(ids) > placesShown {
		said = append(said, "…")
	}
	return strings.Join(said, ", ")
}

// names are what needs are called.
func (s *subject) names(v page.Page, needs []string) string {
	if len(needs) == 0 {
		return v.T("words.none")
	}
	var all []string
	for _, n := range needs {
		all = append(all, s.nameOf(n, v.Lang()))
	}
	return strings.Join(all, " + ")
}
