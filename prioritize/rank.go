package prioritize

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"ashar/prioritize/rankset"
	"ashar/survey"
)

// Rank weights the tally, scores every need and puts them in order. It neither
// changes nor keeps the tally. It is an ErrInvalid when the tally is not of these
// needs, the rule is not known, or the municipality has no such village.
func Rank(in Input) (Ranking, error) {
	in.Rule, in.Top = cmp.Or(in.Rule, Reach), cmp.Or(in.Top, DefaultTop)
	if err := in.check(); err != nil {
		return Ranking{}, err
	}
	hash, err := in.hash()
	if err != nil {
		return Ranking{}, err
	}
	turnouts, all := in.turnout()
	d := survey.Disclose(all, turnouts)
	w, x := in.Tally.weigh(in.Municipality, everySource)
	parts := in.newPartitions(&x, w.Basis, d)
	k := ranker{in: in, w: w, x: x, parts: &parts, hidden: parts.hidden}
	if in.Village != "" {
		if k, err = k.within(in.Village); err != nil {
			return Ranking{}, err
		}
	}
	r, err := k.ranking()
	if err != nil {
		return Ranking{}, err
	}
	r.Inputs = hash
	r.Warnings, r.Weighting.Warnings = veil(r.Warnings, d), veil(r.Weighting.Warnings, d)
	return r, nil
}

// ranker is a ranking under way.
type ranker struct {
	in     Input
	w      Weighting
	x      weighed
	parts  *partitions // nil within a village
	hidden []bool      // need by need: its figures must not be shown
	masked bool        // nothing may be shown

	whole  map[Rule]*sample    // what each rule looks at, once that was asked for
	main   *sample             // what the ranking's rule looks at
	scores []float64           // by the rule, 0..1, rounded
	cov    []float64           // their covariance, row by row
	above  func(a, b int) bool // need a is significantly above need b
}

// within is the ranker of one village: what may not be shown of it beside the whole
// may not be shown of it alone.
func (k ranker) within(id string) (ranker, error) {
	i := slices.IndexFunc(k.parts.villages, func(p part) bool { return p.key == id })
	if id == "" || i < 0 {
		return ranker{}, fmt.Errorf("prioritize: rank village %q: %w", id, survey.ErrInvalid)
	}
	of := k.parts.villages[i]
	area, m := k.in.areaOf(), *k.in.Municipality
	m.Villages = slices.DeleteFunc(slices.Clone(m.Villages), func(v survey.Village) bool { return area[v.ID] != id })
	v := ranker{in: k.in, hidden: of.hidden, masked: of.masked || of.base < MinBase}
	v.in.Municipality = &m
	v.in.Tally = k.in.Tally.Only(func(s Source) bool { return area[s.Village] == id })
	v.w, v.x = v.in.Tally.weigh(&m, everySource)
	return v, nil
}

// sample is all that a rule looks at.
func (k *ranker) sample(rule Rule) *sample {
	if k.whole == nil {
		k.whole = map[Rule]*sample{}
	}
	s := k.whole[rule]
	if s == nil {
		all := k.x.sample(rule, everywhere)
		s = &all
		k.whole[rule] = s
	}
	return s
}

func (k *ranker) ranking() (Ranking, error) {
	in := k.in
	reach, borda, points := k.sample(Reach), k.sample(Borda), k.sample(Points)
	k.main = k.sample(in.Rule)
	r := Ranking{
		Campaign: in.Campaign, Municipality: in.Municipality.ID, Village: in.Village, Questionnaire: in.Questionnaire,
		Rule: in.Rule, Method: in.method(), Code: in.Code, Invented: in.Municipality.Invented,
		Count: in.Tally.Count(), Answered: reach.answers, Ranked: borda.answers, Pointed: points.answers,
		Compared: in.Tally.sum(atCompared, everySource), Weighting: k.w, Items: []Item{}, Villages: []Segment{}, Groups: []Segment{},
		Top: Top{K: in.Top, Certain: []string{}, Contender: []string{}},
	}
	if n := in.Tally.sum(atRepeated, everySource); n > 0 {
		r.Warnings = append(r.Warnings, Warning{Code: WarnRepeated, Count: n})
	}
	if in.Unread > 0 && in.Village == "" {
		r.Warnings = append(r.Warnings, Warning{Code: WarnUnread, Count: in.Unread})
	}
	if k.parts != nil {
		r.Villages, r.Groups = segments(k.parts.villages.listed()), segments(k.parts.groups())
	}
	switch {
	case k.masked || reach.answers < MinAnswers && k.main.answers < MinAnswers:
		r.Warnings = append(r.Warnings, Warning{Code: WarnTooFew})
		r.hideBases(k.masked)
		return r, nil
	case k.main.answers < MinAnswers:
		r.Warnings = append(r.Warnings, Warning{Code: WarnTooFewRanked})
		return r, nil
	}
	k.score()
	if err := k.items(&r, reach, borda, points); err != nil {
		return Ranking{}, err
	}
	if err := k.compare(&r); err != nil {
		return Ranking{}, err
	}
	r.Top.fill(r.Items)
	return r, nil
}

// hideBases takes the numbers of answers away where nothing may be shown.
func (r *Ranking) hideBases(yes bool) {
	if yes {
		r.Count, r.Answered, r.Ranked, r.Pointed, r.Compared = 0, 0, 0, 0, 0
		r.Weighting = Weighting{Basis: Unweighted}
	}
}

// score finds the scores by the rule and their covariance.
func (k *ranker) score() {
	k.scores, k.cov = k.main.scores(), k.main.covariances()
}

// items scores every need, in the order of the questionnaire.
func (k *ranker) items(r *Ranking, reach, borda, points *sample) error {
	sets, err := k.sets(r.Method)
	if err != nil {
		return err
	}
	placed := ranks(k.scores)
	var villages, groups []part
	if k.parts != nil {
		villages, groups = k.parts.villages.listed(), k.parts.groups()
	}
	variances := reach.covariances()
	for j, n := range k.in.Needs {
		it := Item{Need: n, Rank: placed[j], RankLow: sets[j].Low, RankHigh: sets[j].High, Tier: sets[j].Tier}
		it.Standing = standing(it.RankLow, it.RankHigh, k.in.Top)
		if reach.answers >= MinAnswers {
			reach.fill(&it, j, variances[j*len(k.in.Needs)+j])
		}
		it.Severity = k.x.severity(j)
		it.Villages, it.Groups = partsOf(villages, j), partsOf(groups, j)
		r.Items = append(r.Items, it)
	}
	borda.addScores(r.Items, func(it *Item) **Score { return &it.Borda })
	points.addScores(r.Items, func(it *Item) **Score { return &it.Points })
	return nil
}

// sets are the rank sets of all needs. They rest on random draws, and the needs are
// put in an order of their own first, so that they do not depend on that of the
// questionnaire.
func (k *ranker) sets(m Method) ([]rankset.Set, error) {
	n := len(k.scores)
	order, rows := make([]int, n), make([][]float64, n)
	for j := range order {
		order[j] = j
		rows[j] = slices.Sorted(slices.Values(k.cov[j*n : (j+1)*n]))
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(k.scores[b], k.scores[a]), cmp.Compare(k.cov[b*n+b], k.cov[a*n+a]), slices.Compare(rows[a], rows[b]))
	})
	scores, cov := make([]float64, n), make([]float64, n*n)
	for i, a := range order {
		scores[i] = k.scores[a]
		for h, b := range order {
			cov[i*n+h] = k.cov[a*n+b]
		}
	}
	found, err := rankset.Simultaneous(scores, cov, rankset.Options{Level: m.Level, Draws: m.Draws, Seed: m.Seed})
	if err != nil {
		return nil, fmt.Errorf("prioritize: rank sets: %w", err)
	}
	sets, place := make([]rankset.Set, n), make([]int, n)
	for i, j := range order {
		sets[j], place[j] = found.Items[i], i
	}
	k.above = func(a, b int) bool { return found.Above(place[a], place[b]) }
	return sets, nil
}

func standing(low, high, top int) Standing {
	switch {
	case high <= top:
		return Certain
	case low <= top:
		return Contender
	default:
		return Out
	}
}

func (t *Top) fill(items []Item) {
	for i := range items {
		switch items[i].Standing {
		case Certain:
			t.Certain = append(t.Certain, items[i].Need.Code)
		case Contender:
			t.Contender = append(t.Contender, items[i].Need.Code)
		}
	}
}

// fill enters the weighted reach of need j.
func (s *sample) fill(it *Item, j int, variance float64) {
	n, share := s.chosen(j), round(s.mean(j))
	unweighted := round(float64(n) / float64(s.answers))
	lo, hi := s.interval(s.mean(j), variance)
	lo, hi = round(lo), round(hi)
	it.Chosen, it.Share, it.Low, it.High, it.Unweighted = &n, &share, &lo, &hi, &unweighted
}

// suppress takes away every figure by which it could be known how many chose the
// need.
func (it *Item) suppress() {
	it.Chosen, it.Share, it.Low, it.High, it.Unweighted = nil, nil, nil, nil, nil
	it.Borda, it.Points, it.Severity, it.Between, it.Flip = nil, nil, nil, nil, nil
	it.Gaps = nil
	for i := range it.Villages {
		it.Villages[i].Lifts = nil
	}
}

// addScores enters the mean scores by another rule, if enough ballots have any.
func (s *sample) addScores(items []Item, of func(*Item) **Score) {
	if s.answers < MinAnswers {
		return
	}
	scores, variances := s.scores(), s.covariances()
	placed := ranks(scores)
	for j := range items {
		score := &Score{Value: scores[j], Rank: placed[j]}
		if v := variances[j*len(items)+j]; v > 0 {
			score.Error = round(math.Sqrt(v))
		}
		*of(&items[j]) = score
	}
}

// ranks gives every score the number of higher scores plus one.
func ranks(scores []float64) []int {
	sorted := slices.Sorted(slices.Values(scores))
	ranks := make([]int, len(scores))
	for i, s := range scores {
		ranks[i] = rankAmong(sorted, s)
	}
	return ranks
}

// rankAmong is the number of higher scores plus one.
func rankAmong(sorted []float64, score float64) int {
	upto, _ := slices.BinarySearchFunc(sorted, score, func(x, s float64) int {
		if x <= s {
			return -1
		}
		return 1
	})
	return len(sorted) - upto + 1
}
