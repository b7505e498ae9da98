package prioritize

import (
	"math"
	"slices"

	"ashar/survey"
)

// Service is one of the things whose quality residents rate.
type Service struct {
	Code   string      `json:"code" bson:"code"` // the name of the choice
	Name   survey.Text `json:"name,omitempty" bson:"name,omitempty"`
	Need   string      `json:"need,omitempty" bson:"need,omitempty"` // the code of the need that it serves; "" if it is none
	Sphere Term        `json:"sphere,omitzero" bson:"sphere,omitempty"`
	// Access: residents could say that it is not there.
	Access bool `json:"access,omitempty" bson:"access,omitempty"`
}

// rate enters the services whose quality a version asks for; index is the places of those known.
func (r *Reader) rate(q *survey.Questionnaire, index map[string]int) {
	x := q.ByRole(survey.RoleSatisfaction)
	if x == nil {
		return
	}
	access := len(q.Choices(x.List)) == survey.NoAccessLevel
	for _, c := range rated(q) {
		at, known := index[c.Name]
		if !known {
			at, index[c.Name] = len(r.services), len(r.services)
			s := Service{Code: c.Name, Name: c.Label, Need: c.Need}
			if c.Sphere != "" {
				s.Sphere = term(q, sphereList, c.Sphere)
			}
			r.services = append(r.services, s)
		}
		r.services[at].Access = r.services[at].Access || access
	}
}

// rated are the services whose quality the questionnaire asks for.
func rated(q *survey.Questionnaire) []survey.Choice {
	if x := q.ByRole(survey.RoleSatisfaction); x != nil {
		return q.Choices(q.Source(x))
	}
	return nil
}

// offersNoAccess reports whether of any service it could be said that it is not there.
func offersNoAccess(all []Service) bool {
	return slices.ContainsFunc(all, func(s Service) bool { return s.Access })
}

// Opinion is what residents think of one service, weighted as the ranking is. Nothing in it tells what one to four of them
// answered, also not beside the opinions of all other services, of which as many answered; what would is nil.
type Opinion struct {
	Service Service `json:"service"`
	// Count is how many rated it, from 1 to survey.SatisfactionLevels.
	Count *int64 `json:"n"`
	// Mean is their weighted mean level, 1 (bad) to 5 (good), to one decimal; Error its standard error, to two, as of
	// Estimate.
	Mean  *float64 `json:"mean"`
	Error *float64 `json:"error"`
	// Bad and Good are the weighted shares of levels 1 and 2, and of 4 and 5, among those who rated it, 0..1 to two decimals.
	Bad  *float64 `json:"bad"`
	Good *float64 `json:"good"`
	// NoAccess is the weighted share of those who said that it is not there, among all who rated it or said so, 0..1 to two
	// decimals; nil also where Service.Access is false. Those who answered an earlier version in which it could not be said
	// count among all.
	NoAccess *float64 `json:"no_access"`
}

// fewestUncounted is from how many a share to two decimals tells nothing of how many these are: every such share is that of
// some whole number of them.
const fewestUncounted = 100

// levelSums are how many gave a service each level, and how many have no access to it.
type levelSums struct {
	gave     [survey.SatisfactionLevels]int64
	rated    int64
	noAccess int64
}

// opinions are those of all services of the input; none where it has no terms of what its tally counted.
func (k *ranker) opinions() []Opinion {
	in := &k.in
	if in.Village != "" || len(in.Services) == 0 {
		return nil
	}
	l, total := k.x.layout, in.Tally.total(everySource)
	sums, most := make([]levelSums, len(in.Services)), int64(0)
	for i := range sums {
		s := &sums[i]
		copy(s.gave[:], l.satisfaction(total, i))
		for _, n := range s.gave {
			s.rated += n
		}
		if l.NoAccess {
			s.noAccess = total[l.noAccess.at+i]
		}
		most = max(most, s.rated+s.noAccess)
	}
	all := make([]Opinion, len(sums))
	for i, s := range sums {
		all[i] = k.x.opinion(i, in.Services[i], s, most)
	}
	return all
}

// opinion is that of one service. Most answered of the services at most, which is taken to be known.
func (x *weighed) opinion(i int, of Service, s levelSums, most int64) Opinion {
	o := Opinion{Service: of}
	all := s.rated + s.noAccess
	counted := survey.Disclosable(s.noAccess, all) && !few(most-all)
	if counted {
		o.Count = &s.rated
	}
	var levels [survey.SatisfactionLevels]float64 // weighted
	var weight, without float64
	for _, c := range x.cells {
		for k, n := range x.layout.satisfaction(c.sums, i) {
			levels[k] += float64(c.weight * float64(n))
			weight += float64(c.weight * float64(n))
		}
		if x.layout.NoAccess {
			without += float64(c.weight * float64(c.sums[x.layout.noAccess.at+i]))
		}
	}
	if of.Access && counted {
		o.NoAccess = shareOf(without, weight+without)
	}
	if s.rated < MinBase || weight <= 0 {
		return o
	}
	tells := s.tell()
	if tells.mean && (counted || s.rated >= MinGroup) {
		mean := roundTo(oneDecimal, meanLevel(levels[:], weight))
		o.Mean = &mean
		if counted && !slices.ContainsFunc(s.gave[:], few) {
			o.Error = x.levelError(i, meanLevel(levels[:], weight), weight)
		}
	}
	if tells.bad && (counted || s.rated >= fewestUncounted) {
		o.Bad = shareOf(levels[0]+levels[1], weight)
	}
	if tells.good && (counted || s.rated >= fewestUncounted) {
		o.Good = shareOf(levels[3]+levels[4], weight)
	}
	return o
}

const oneDecimal = 10

func shareOf(part, all float64) *float64 {
	if all <= 0 {
		return nil
	}
	share := roundTo(percent, part/all)
	return &share
}

func meanLevel(levels []float64, weight float64) float64 {
	var sum float64
	for k, w := range levels {
		sum += float64(w * float64(k+1))
	}
	return sum / weight
}

// told says which figures of a service tell of no few.
type told struct{ bad, good, mean bool }

// tell decides by the numbers that gave each level. Of bad, good and neither, which add up to all, none may be a few that
// is told or follows. From an exact mean beside bad and good it would follow how many are one level above the lowest that
// they can be, and one below the highest: neither may be a few.
func (s *levelSums) tell() told {
	bad, middle, good := s.gave[0]+s.gave[1], s.gave[2], s.gave[3]+s.gave[4]
	well := told{bad: survey.Disclosable(bad, s.rated), good: survey.Disclosable(good, s.rated)}
	well.mean = well.bad && well.good && !few(s.gave[1]+s.gave[4]) && !few(s.gave[0]+s.gave[3])
	well.good = well.good && (!well.bad || survey.Disclosable(middle, s.rated))
	return well
}

// levelError is the standard error of a service's mean level, with cells as strata; nil with fewer than two answers.
func (x *weighed) levelError(i int, mean, weight float64) *float64 {
	var cells []sampleCell
	for _, c := range x.cells {
		var n int64
		for _, gave := range x.layout.satisfaction(c.sums, i) {
			n += gave
		}
		if n > 0 {
			cells = append(cells, sampleCell{Cell: c.Cell, weight: c.weight, n: float64(n), sums: c.sums})
		}
	}
	variance := 0.0
	for _, stratum := range stratify(cells) {
		var n, sum, squares float64
		for _, h := range stratum {
			g := cells[h].weight / weight
			n += cells[h].n
			for k, gave := range x.layout.satisfaction(cells[h].sums, i) {
				u := float64(g * (float64(k+1) - mean))
				sum += float64(u * float64(gave))
				squares += float64(float64(u*u) * float64(gave))
			}
		}
		if n < 2 {
			return nil
		}
		if within := squares - float64(sum*sum)/n; within > noise*squares {
			variance += float64(n / (n - 1) * within)
		}
	}
	sd := roundTo(percent, math.Sqrt(variance))
	return &sd
}
