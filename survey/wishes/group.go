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
func (s *subject) shown(f filter, group int, now func(int) *text, finds func(int) bool) []*text {
	g := s.grouped[f.role]
	var all []*text
	for _, i := range g.Groups[group].Texts {
		if t := now(i); t != nil && f.has(t) && finds(i) {
			all = append(all, t)
		}
	}
	return all
}

func (w *Room) listGroups(v *wordsView, s *subject, f filter) {
	g := s.grouped[f.role]
	finds, now := g.Find(f.query), s.now(g)
	if g.late > 0 {
		v.Grouped = v.T("words.grouped", "At", v.DateTime(g.made.In(w.deps.Zone)))
	}
	type one struct {
		group int
		texts []*text
	}
	var all []one
	for i := range g.Groups {
		if f.group != "" && g.Groups[i].ID != f.group {
			continue
		}
		if texts := s.shown(f, i, now, finds); len(texts) > 0 {
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
		t := now(i)
		if t == nil || t.Coding == nil {
			return nil, false
		}
		return t.Coding.Needs, true
	})
	for _, x := range all[from:to] {
		v.Groups = append(v.Groups, s.group(v, f, x.group, x.texts, suggester))
	}
}

func (s *subject) group(v *wordsView, f filter, group int, texts []*text, suggester *coding.Suggester) groupView {
	g := &s.grouped[f.role].Groups[group]
	x := groupView{ID: g.ID, Value: valueOf(g.ID, texts), Words: g.Words, Count: len(texts), Places: s.places(v.Page, texts)}
	lines := s.lines(v.Page, g.ID, texts)
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

// valueOf names a group as it was shown: how many texts of it, and when the last of these was sent. Those that come later
// do not change what was shown.
func valueOf(group string, texts []*text) string {
	last := int64(0)
	for _, t := range texts {
		last = max(last, t.At)
	}
	return fmt.Sprintf("%s:%d:%d", group, len(texts), last)
}

// mostNamed is how many texts are named one by one in the box of a wording; of more, the wording is.
const mostNamed = 20

// markOf tells a wording, and as what and by whom it was coded.
func markOf(t *text) string {
	key := t.Text
	if t.Coding != nil {
		key += "\x00" + strings.Join(t.Coding.Needs, " ") + "\x00" + t.Coding.By
	}
	return coding.Mark(key)
}

// lines are the wordings of a group's texts, those that most have first.
func (s *subject) lines(v page.Page, group string, texts []*text) []lineView {
	var all []lineView
	var of [][]*text
	type line struct{ words, as, by string }
	at := map[line]int{}
	for _, t := range texts {
		key := line{words: t.Text}
		if t.Coding != nil {
			key.as, key.by = strings.Join(t.Coding.Needs, " ")+"\x00", t.Coding.By
		}
		i, there := at[key]
		if !there {
			i = len(all)
			at[key] = i
			x := lineView{Words: t.Text}
			if t.Coding != nil {
				if x.As, x.By = s.names(v, t.Coding.Needs), t.Coding.By; x.By == v.Account.ID {
					x.By = v.T("words.you")
				}
			}
			all = append(all, x)
			of = append(of, nil)
		}
		of[i] = append(of[i], t)
		all[i].Times++
	}
	for i, texts := range of {
		if len(texts) > mostNamed {
			all[i].Value = "=" + markOf(texts[0]) + ":" + valueOf(group, texts)
		} else {
			named := make([]string, len(texts))
			for j, t := range texts {
				named[j] = fmt.Sprintf("%s:%d", t.ID, t.Looks)
			}
			all[i].Value = strings.Join(named, " ")
		}
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
func (s *subject) places(v page.Page, texts []*text) string {
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
