package prioritize

import (
	"cmp"
	"math"
	"slices"
)

// Flip is the smallest change of how much villages count that would swap a need
// with the next one: what would have to be true of them for the order to be another.
// It speaks only of villages in which both needs may be shown.
type Flip struct {
	Next string `json:"next" bson:"next"` // the need it would fall behind
	// Moved is the part of all people who would have to live in the village To instead
	// of in those of From, 0..1, rounded up to three decimals; all of From have less people
	// then, and the two needs stand level or the other way about.
	Moved float64  `json:"moved" bson:"moved"`
	From  []string `json:"from" bson:"from"`
	To    string   `json:"to" bson:"to"`
	// Robust: the order stays as long as no village's part of the people is off by more
	// than Method.Census of it.
	Robust bool `json:"robust" bson:"robust"`
}

// census is how far a village's share of the people may be off, relatively: figures
// are years old, and people come and go.
const census = 0.2

// townships are the villages that a comparison of two needs may speak of.
type township struct {
	id         string
	share      float64 // of the people of all of them
	difference float64 // of the two scores
}

// flips enters what would swap each need with the next, where neither shares its rank;
// items are in order of rank.
func (k *ranker) flips(items []Item) {
	if k.in.Rule != Reach {
		return // villages' parts of the people are those of who answered the question of needs
	}
	index := map[string]int{}
	for j, n := range k.in.Needs {
		index[n.Code] = j
	}
	for i := range len(items) - 1 {
		a, b := index[items[i].Need.Code], index[items[i+1].Need.Code]
		shared := i+2 < len(items) && items[i+2].Rank == i+2 || items[i+1].Rank != i+2 || items[i].Rank != i+1
		if shared || k.hidden[a] || k.hidden[b] {
			continue
		}
		var towns []township
		total := 0.0
		for _, p := range k.parts.villages {
			if p.base == 0 {
				continue
			}
			if p.key == "" || p.hidden[a] || p.hidden[b] || p.few || p.masked {
				towns = nil
				break
			}
			towns = append(towns, township{p.key, p.weight, p.scores[a] - p.scores[b]})
			total += p.weight
		}
		for t := range towns {
			towns[t].share /= total
		}
		if f, ok := flip(towns); ok {
			f.Next = items[i+1].Need.Code
			items[i].Flip = &f
		}
	}
}

// flip pours people from where the first need leads most into the village where it
// leads least, until it leads no more.
func flip(towns []township) (Flip, bool) {
	if len(towns) < 2 {
		return Flip{}, false
	}
	lead, low, high := 0.0, make([]float64, len(towns)), make([]float64, len(towns))
	differences := make([]float64, len(towns))
	for i, t := range towns {
		lead += float64(t.share * t.difference)
		low[i], high[i], differences[i] = t.share*(1-census), min(1, t.share*(1+census)), t.difference
	}
	sorted := slices.SortedStableFunc(slices.Values(towns), func(a, b township) int { return cmp.Compare(b.difference, a.difference) })
	to := sorted[len(sorted)-1]
	f := Flip{To: to.id, Robust: LeastDifference(differences, low, high) > 0}
	if to.difference >= 0 || lead <= 0 {
		return Flip{}, false // nowhere is it the other way about
	}
	for _, t := range sorted[:len(sorted)-1] {
		f.From = append(f.From, t.id)
		if gain := t.difference - to.difference; t.share*gain >= lead {
			f.Moved = math.Ceil(round(published*(f.Moved+lead/gain))) / published
			return f, true
		}
		f.Moved += t.share
		lead -= float64(t.share * (t.difference - to.difference))
	}
	return Flip{}, false
}

// LeastDifference is the least that sum W_v d_v can be where the villages' parts of
// the people are known to lie in low_v <= W_v <= high_v and add up to 1: a need with
// the differences d to another robustly beats it where this is above 0. What is left
// of 1 beyond the lows is poured into the smallest differences first, which is exact.
// It is +Inf where no such parts exist.
func LeastDifference(d, low, high []float64) float64 {
	order := make([]int, len(d))
	left, sum := 1.0, 0.0
	for i := range d {
		order[i] = i
		left -= low[i]
		sum += float64(low[i] * d[i])
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(d[a], d[b]) })
	if left < -1e-12 {
		return math.Inf(1)
	}
	for _, i := range order {
		poured := max(0, min(left, high[i]-low[i]))
		left -= poured
		sum += float64(poured * d[i])
	}
	if left > 1e-12 {
		return math.Inf(1)
	}
	return sum
}
