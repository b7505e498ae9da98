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
// needs, the rule is not known, the municipality has no such village, or anything in
// the input is malformed.
func Rank(in Input) (Ranking, error) {
	r, _, err := in.rank()
	return r, err
}

func (in Input) rank() (Ranking, []Opinion, error) {
	in.Rule, in.Top = cmp.Or(in.Rule, Reach), cmp.Or(in.Top, DefaultTop)
	if err := in.check(); err != nil {
		return Ranking{}, nil, err
	}
	hash, err := in.hash()
	if err != nil {
		return Ranking{}, nil, err
	}
	turnouts, all := in.turnout()
	d := survey.Disclose(all, turnouts)
	k := in.ranker(d)
	if in.Village != "" {
		if k, err = k.within(in.Village); err != nil {
			return Ranking{}, nil, err
		}
	}
	r, err := k.ranking()
	if err != nil {
		return Ranking{}, nil, err
	}
	if in.Tally.Count() >= minHashed {
		r.Inputs = hash
	}
	r.Warnings, r.Weighting.Warnings = veil(r.Warnings, in.Village, d), veil(r.Weighting.Warnings, in.Village, d)
	return r, k.opinions(), nil
}

// minHashed is of how many answers the hash of the inputs is told: of fewer, all that they
// can have been could be tried against it.
const minHashed = 100

// ranker is a ranking under way.
type ranker struct {
	in     Input
	w      Weighting
	x      weighed
	parts  *partitions // nil within a village
	hidden []bool      // need by need: its figures must not be shown
	fence  fence       // which places may be told
	masked bool        // nothing may be shown
	step   Basis       // the weighting steps down to at least this one; "" for the best there is

	whole  map[Rule]*sample    // what each rule looks at, once that was asked for
	main   *sample             // what the ranking's rule looks at
	scores []float64           // by the rule, 0..1, rounded
	cov    []float64           // their covariance, row by row
	placed []int               // the places by them; 0 where they must not be told
	above  func(a, b int) bool // need a is significantly above need b
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
		Count: in.Tally.Count(), Answered: reach.answers, Ranked: unlessFew(borda.answers), Pointed: unlessFew(points.answers),
		Compared: unlessFew(in.Tally.sum(atCompared, everySource)), Weighting: k.w.published(), Items: []Item{}, Villages: []Segment{}, Groups: []Segment{},
		Top: Top{K: in.Top, Certain: []string{}, Contender: []string{}},
	}
	if n := in.Tally.sum(atRepeated, everySource); n > 0 {
		r.Warnings = append(r.Warnings, Warning{Code: WarnRepeated, Count: n})
	}
	if in.Unread > 0 && in.Village == "" {
		r.Warnings = append(r.Warnings, Warning{Code: WarnUnread, Count: in.Unread})
	}
	if n := in.aside(); n > 0 {
		r.Warnings = append(r.Warnings, Warning{Code: WarnSetAside, Count: n})
	}
	if found := in.unoffered(); len(found) > 0 {
		r.Warnings = append(r.Warnings, Warning{Code: WarnUnoffered, Needs: found})
	}
	if k.parts != nil {
		r.Villages, r.Groups = segments(k.parts.villages.listed()), segments(k.parts.groups())
	}
	switch {
	case k.masked && reach.answers >= MinBase:
		r.Warnings = append(r.Warnings, Warning{Code: WarnHidden})
		r.hideBases(true)
		return r, nil
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

// unlessFew is 0 for a few.
func unlessFew(n int64) int64 {
	if few(n) {
		return 0
	}
	return n
}

// hideBases takes the numbers of answers away where nothing may be shown.
func (r *Ranking) hideBases(yes bool) {
	if yes {
		r.Count, r.Answered, r.Ranked, r.Pointed, r.Compared = 0, 0, 0, 0, 0
		r.Weighting = Weighting{Basis: Unweighted}
	}
}

// score finds the scores by the rule, their covariance and the places.
func (k *ranker) score() {
	k.scores, k.cov = k.main.scores(), k.main.covariances()
	k.placed = k.places(k.main)
}

// places are those by a rule; 0 where they must not be told.
func (k *ranker) places(s *sample) []int { return k.fence.places(s.rule, s.scores(), s.answers) }

// items scores every need, in the order of the questionnaire.
func (k *ranker) items(r *Ranking, reach, borda, points *sample) error {
	sets, err := k.sets(r.Method)
	if err != nil {
		return err
	}
	var villages, groups []part
	if k.parts != nil {
		villages, groups = k.parts.villages.listed(), k.parts.groups()
	}
	variances := reach.covariances()
	for j, n := range k.in.Needs {
		it := Item{Need: n, Rank: k.placed[j], RankLow: sets[j].Low, RankHigh: sets[j].High, Tier: sets[j].Tier}
		it.Standing = standing(it.RankLow, it.RankHigh, k.in.Top)
		if reach.answers >= MinAnswers {
			reach.fill(&it, j, variances[j*len(k.in.Needs)+j])
		}
		it.Severity = k.x.severity(j)
		it.Villages, it.Groups = partsOf(villages, j), partsOf(groups, j)
		r.Items = append(r.Items, it)
	}
	k.addScores(borda, r.Items, func(it *Item) **Score { return &it.Borda })
	k.addScores(points, r.Items, func(it *Item) **Score { return &it.Points })
	return nil
}

// sets are the rank sets of all needs whose places are told. They rest on random draws,
// and the needs are put in an order of their own first, so that they do not depend on
// that of the questionnaire.
//
// Where the places of others are not told, the sets must not tell how many of those a
// need is above: it is above all of them or none, of which half of the error is.
func (k *ranker) sets(m Method) ([]rankset.Set, error) {
	n := len(k.scores)
	var order []int
	for j := range n {
		if k.placed[j] > 0 {
			order = append(order, j)
		}
	}
	sets := make([]rankset.Set, n)
	k.above = func(_, _ int) bool { return false }
	if len(order) == 0 {
		return sets, nil
	}
	rows := make([][]float64, n)
	for _, a := range order {
		for _, b := range order {
			rows[a] = append(rows[a], k.cov[a*n+b])
		}
		slices.Sort(rows[a])
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(k.scores[b], k.scores[a]), cmp.Compare(k.cov[b*n+b], k.cov[a*n+a]), slices.Compare(rows[a], rows[b]))
	})
	var scores, cov []float64
	for _, a := range order {
		scores = append(scores, k.scores[a])
		for _, b := range order {
			cov = append(cov, k.cov[a*n+b])
		}
	}
	untold, level, above := n-len(order), m.Level, func(int) bool { return false }
	if untold > 0 {
		level, above = (1+level)/2, k.beyond((1-level)/2/float64(untold*len(order)))
	}
	found, err := rankset.Simultaneous(scores, cov, rankset.Options{Level: level, Draws: m.Draws, Seed: m.Seed})
	if err != nil {
		return nil, fmt.Errorf("prioritize: rank sets: %w: %w", survey.ErrInvalid, err)
	}
	place := make([]int, n)
	for i, j := range order {
		sets[j], place[j] = found.Items[i], i
		if untold > 0 && !above(j) {
			sets[j].High = n
		}
	}
	k.joinHigh(sets)
	k.above = func(a, b int) bool {
		switch {
		case k.placed[a] == 0 || k.in.Rule == Reach && k.fence.high[a] && k.fence.high[b]:
			return false
		case k.placed[b] == 0:
			return above(a)
		default:
			return found.Above(place[a], place[b])
		}
	}
	return sets, nil
}

// joinHigh gives needs that all but a few chose one set, as by Reach they share a rank.
func (k *ranker) joinHigh(sets []rankset.Set) {
	var joined rankset.Set
	high := func(j int) bool { return k.in.Rule == Reach && k.fence.high[j] && k.placed[j] > 0 }
	for j, s := range sets {
		switch {
		case !high(j):
		case joined == rankset.Set{}:
			joined = s
		default:
			joined.Low, joined.High, joined.Tier = min(joined.Low, s.Low), max(joined.High, s.High), min(joined.Tier, s.Tier)
		}
	}
	for j := range sets {
		if high(j) {
			sets[j] = joined
		}
	}
}

// beyond reports of a need whether it is above all that are not told, at an error of one
// side. Of those it is only known that they score f at most, where the fence is. They
// are taken to score f, with the most variance that scores of 0..1 have then, f(1-f)/n,
// and the least covariance with a score p, -min(pf, (1-p)(1-f))/n (Frechet).
func (k *ranker) beyond(alpha float64) func(j int) bool {
	f := k.fence.level(k.scores, k.main.answers)
	spread := f * (1 - f)
	if f > 0.5 {
		spread = 0.25
	}
	n, m, z := k.main.nEff(), len(k.scores), round(math.Sqrt2*math.Erfinv(1-2*alpha))
	return func(j int) bool {
		p := k.scores[j]
		v := k.cov[j*m+j] + (spread+2*min(p*f, (1-p)*(1-f)))/n
		return p-f > float64(z*math.Sqrt(v))
	}
}

func standing(low, high, top int) Standing {
	switch {
	case low == 0:
		return Hidden
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
	n, share := s.chosen(j), publish(s.mean(j))
	unweighted := round(float64(n) / float64(s.answers))
	lo, hi := s.interval(s.mean(j), variance)
	lo, hi = publish(lo), publish(hi)
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
func (k *ranker) addScores(s *sample, items []Item, of func(*Item) **Score) {
	if s.answers < MinAnswers {
		return
	}
	scores, variances, placed := s.scores(), s.covariances(), k.places(s)
	for j := range items {
		score := &Score{Value: publish(scores[j]), Rank: placed[j]}
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
