package coding

import (
	"maps"
	"math"
	"slices"
	"strings"

	"ashar/survey"
)

// With is the grouping with more texts, whose indexes go on after those that it has. Groups stay as they are and where they are: a text joins the
// one that has its wording, or else the one whose first wording it is most like, if it is enough; else it begins one of its own, after all others.
// To find where it belongs takes no longer for many texts than for few; NewGrouping of all of them may join some otherwise.
func (g *Grouping) With(more ...string) *Grouping {
	next := *g
	next.texts = append(slices.Clip(g.texts), more...)
	next.of = slices.Clip(g.of)
	next.wordings, next.Groups, next.weights = slices.Clone(g.wordings), slices.Clone(g.Groups), slices.Clone(g.weights)
	if next.late = maps.Clone(g.late); next.late == nil {
		next.late = map[string]int{}
	}
	for _, t := range more {
		next.take(t)
	}
	return &next
}

// take gives the next text its wording and its group.
func (g *Grouping) take(t string) {
	i := len(g.of)
	w, key := g.read(t)
	at, known := g.late[key]
	if !known {
		at, known = g.index[key]
	}
	if !known {
		at = len(g.wordings)
		w.group = g.nearest(&w)
		if w.group < 0 {
			w.group = len(g.Groups)
			g.Groups = append(g.Groups, Group{ID: idOf(w.key), Words: t, Needs: w.needs, Like: w.like, leader: at})
			g.weights = append(g.weights, g.own(&w))
		}
		g.late[key] = at
		g.wordings = append(g.wordings, w)
	}
	g.of = append(g.of, at)
	x := &g.wordings[at]
	x.texts = append(slices.Clip(x.texts), i)
	g.Groups[x.group].Texts = append(slices.Clip(g.Groups[x.group].Texts), i)
}

// read is the wording of a text that came later, and its stems as one word. The vocabulary learns nothing from it.
func (g *Grouping) read(t string) (w wording, key string) {
	var numbers []int
	var rare []string
	for _, s := range stems(t) {
		if n, known := g.words.find(s); !known {
			rare = append(rare, s)
		} else if !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	w = wording{key: survey.SearchKey(t), rare: float64(len(rare)) * math.Log(1+float64(len(g.wordings)))}
	w.needs, w.like = g.lexicon.match(g.phrases, numbers)
	slices.Sort(numbers)
	slices.Sort(rare)
	w.stems, key = numbers, keyOf(numbers)
	if len(rare) > 0 {
		key += "\x00" + strings.Join(rare, " ")
	}
	return w, key
}

// own is the weight of a wording.
func (g *Grouping) own(w *wording) float64 {
	sum := w.rare
	for _, n := range w.stems {
		sum += g.weight[n]
	}
	return sum
}

// nearest is the group whose first wording one is most like, and names the same needs; -1 if it is like none.
func (g *Grouping) nearest(w *wording) int {
	named, own := strings.Join(w.needs, " "), g.own(w)
	common := map[int]float64{}
	for _, n := range w.stems {
		for _, i := range g.having[called{n, named}] {
			common[i] += g.weight[n]
		}
		for i := g.settled; i < len(g.Groups); i++ {
			first := &g.wordings[g.Groups[i].leader]
			if _, found := slices.BinarySearch(first.stems, n); found && strings.Join(first.needs, " ") == named {
				common[i] += g.weight[n]
			}
		}
	}
	best, likeness := -1, 0.0
	for i, c := range common {
		d := 2 * c / (own + g.weights[i])
		if d >= together && (d > likeness || d == likeness && i < best) {
			best, likeness = i, d
		}
	}
	return best
}
