package prioritize

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"ashar/survey"
)

// Input is everything that a ranking follows from.
type Input struct {
	Campaign      string
	Questionnaire string // key of the version
	Municipality  *survey.Municipality
	Needs         []Need // of the Reader whose ballots were counted
	Tally         *Tally
	Rule          Rule  // what to order by; "" means Reach
	Unread        int64 // responses that the Reader could not read, which the tally lacks
}

// Rank weights the tally, scores every need and puts them in order. It neither
// changes nor keeps the tally. It is an ErrInvalid when the tally is not of these
// needs or the rule is not known.
func Rank(in Input) (Ranking, error) {
	if in.Rule == "" {
		in.Rule = Reach
	}
	switch {
	case in.Rule != Reach && in.Rule != Borda:
		return Ranking{}, fmt.Errorf("prioritize: rank by rule %q: %w", in.Rule, survey.ErrInvalid)
	case len(in.Needs) != in.Tally.Needs():
		return Ranking{}, fmt.Errorf("prioritize: rank %d needs by a tally of %d: %w", len(in.Needs), in.Tally.Needs(), survey.ErrInvalid)
	}
	hash, err := in.hash()
	if err != nil {
		return Ranking{}, err
	}
	w := Weigh(in.Tally, in.Municipality)
	whole := newSample(in.Tally, Reach, w, everywhere)
	r := Ranking{
		Campaign: in.Campaign, Municipality: in.Municipality.ID, Questionnaire: in.Questionnaire,
		Rule: in.Rule, Method: method(), Inputs: hash, Invented: in.Municipality.Invented,
		Count: in.Tally.Count(), Answered: whole.answers, Ranked: newSample(in.Tally, Borda, w, everywhere).answers,
		Weighting: w, Items: []Item{},
	}
	if n := in.Tally.total(func(s []int64) int64 { return s[atRepeated] }); n > 0 {
		r.Warnings = append(r.Warnings, Warning{Code: WarnRepeated, Count: n})
	}
	if in.Unread > 0 {
		r.Warnings = append(r.Warnings, Warning{Code: WarnUnread, Count: in.Unread})
	}
	turnouts, all := in.turnout()
	d := survey.Disclose(all, turnouts)
	parts := in.newPartitions(w, d)
	villages, groups := parts.villages.listed(), parts.groups()
	r.Villages, r.Groups = segments(villages), segments(groups)
	switch {
	case r.Answered < MinAnswers:
		r.Warnings = append(r.Warnings, Warning{Code: WarnTooFew})
	case in.Rule == Borda && r.Ranked < MinAnswers:
		r.Warnings = append(r.Warnings, Warning{Code: WarnTooFewRanked})
	default:
		for j := range in.Needs {
			it := whole.item(j)
			it.Need = in.Needs[j]
			it.Severity = in.severity(w, j)
			it.Villages, it.Groups = partsOf(villages, j), partsOf(groups, j)
			r.Items = append(r.Items, it)
		}
		in.addBorda(w, r.Items)
		place(r.Items, in.Rule)
		for j := range r.Items {
			if parts.hidden[j] {
				r.Items[j].suppress()
			}
		}
		slices.SortStableFunc(r.Items, func(a, b Item) int { return cmp.Compare(a.Rank, b.Rank) })
	}
	r.Warnings, r.Weighting.Warnings = veil(r.Warnings, d), veil(w.Warnings, d)
	return r, nil
}

// item scores need j by weighted reach.
func (s sample) item(j int) Item {
	n, share := s.chosen(j), round(s.mean(j))
	unweighted := round(float64(n) / float64(s.answers))
	lo, hi := s.interval(s.mean(j), s.variance(j))
	lo, hi = round(lo), round(hi)
	return Item{Chosen: &n, Share: &share, Low: &lo, High: &hi, Unweighted: &unweighted}
}

// suppress takes away every figure by which it could be known how many chose the
// need.
func (it *Item) suppress() {
	it.Chosen, it.Share, it.Low, it.High, it.Unweighted, it.Borda, it.Severity = nil, nil, nil, nil, nil, nil, nil
}

// addBorda scores every need by the Borda rule, if anybody ranked.
func (in Input) addBorda(w Weighting, items []Item) {
	s := newSample(in.Tally, Borda, w, everywhere)
	if s.answers < MinAnswers {
		return
	}
	scale := float64(Borda.scale(len(in.Needs)))
	scores := make([]float64, len(items))
	for j := range items {
		score := &Score{Value: 0.5}
		if scale > 0 {
			score.Value = round(s.mean(j) / scale)
			if v := s.variance(j); v > 0 {
				score.Error = round(math.Sqrt(v) / scale)
			}
		}
		items[j].Borda, scores[j] = score, score.Value
	}
	for j, rank := range ranks(scores) {
		items[j].Borda.Rank = rank
	}
}

// severity is how grave need j is found; nil when too few rated it.
func (in Input) severity(w Weighting, j int) *Grave {
	var g Grave
	var weights, means, grave float64
	var graves int64
	for _, c := range w.Cells {
		for i, n := range in.Tally.Severity(c.Cell, j) {
			gn := float64(c.Weight * float64(n))
			g.Count += n
			weights += gn
			means += float64(gn * float64(i) / (survey.SeverityLevels - 1))
			if i+1 >= levelsGrave {
				grave += gn
				graves += n
			}
		}
	}
	if g.Count < MinBase || weights <= 0 {
		return nil
	}
	g.Mean = round(means / weights)
	if survey.Disclosable(graves, g.Count) {
		share := round(grave / weights)
		g.Grave = &share
	}
	return &g
}

// place gives the items their ranks by the rule. By Borda all have a score, or
// there are no items.
func place(items []Item, rule Rule) {
	scores := make([]float64, len(items))
	for i, it := range items {
		scores[i] = *it.Share
		if rule == Borda {
			scores[i] = it.Borda.Value
		}
	}
	for i, rank := range ranks(scores) {
		items[i].Rank = rank
	}
}

// ranks gives every score the number of higher scores plus one.
func ranks(scores []float64) []int {
	sorted := slices.Clone(scores)
	slices.Sort(sorted)
	ranks := make([]int, len(scores))
	for i, s := range scores {
		upto, _ := slices.BinarySearchFunc(sorted, s, func(x, s float64) int {
			if x <= s {
				return -1
			}
			return 1
		})
		ranks[i] = len(sorted) - upto + 1
	}
	return ranks
}
