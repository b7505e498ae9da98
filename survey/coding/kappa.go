package coding

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"
	"strings"
)

// Pair is what two coders said of one text, each without knowing what the other did: codes of needs, none where it names none.
type Pair struct{ First, Second []string }

// Agree reports whether both named the same needs, in whatever order.
func (p Pair) Agree() bool { return category(p.First) == category(p.Second) }

// category is a set of needs as one word.
func category(needs []string) string {
	sorted := slices.Clone(needs)
	slices.Sort(sorted)
	return strings.Join(slices.Compact(sorted), " ")
}

// Agreement is how far two coders agree.
type Agreement struct {
	Texts    int     // that both coded
	Agreed   int     // of these, with the same needs
	Observed float64 // the share of these, 0..1
	Expected float64 // that which would agree by chance, 0..1
	// Kappa is (Observed - Expected) / (1 - Expected), at most 1; not a number where Expected is 1: both say the same of all.
	Kappa float64
	// Low and High are the ends of its 95 % interval, for so many texts; not numbers where Kappa is not, at most 1.
	Low, High float64
}

// Kappa is Cohen's, where each set of needs is a category of its own: coders who name one need alike and another
// differently do not agree. By chance, each would use each category as often as they did.
// (J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20, 1960, 37-46; the
// standard error is its equation 7: the root of Observed (1 - Observed) / (Texts (1 - Expected)^2).)
func Kappa(pairs []Pair) Agreement {
	return kappa(len(pairs), func(i int) (string, string) { return category(pairs[i].First), category(pairs[i].Second) })
}

// KappaOf is Kappa for one need alone: whether each text names it.
func KappaOf(need string, pairs []Pair) Agreement {
	says := func(needs []string) string {
		if slices.Contains(needs, need) {
			return need
		}
		return ""
	}
	return kappa(len(pairs), func(i int) (string, string) { return says(pairs[i].First), says(pairs[i].Second) })
}

func kappa(n int, said func(int) (string, string)) Agreement {
	a := Agreement{Texts: n}
	first, second := map[string]int{}, map[string]int{}
	for i := range n {
		x, y := said(i)
		first[x]++
		second[y]++
		if x == y {
			a.Agreed++
		}
	}
	if n == 0 {
		a.Kappa, a.Low, a.High = math.NaN(), math.NaN(), math.NaN()
		return a
	}
	chance := 0 // in whole numbers, so that it does not hang on the order of categories
	for c, k := range first {
		chance += k * second[c]
	}
	a.Observed = float64(a.Agreed) / float64(n)
	a.Expected = float64(chance) / float64(n*n)
	if chance == n*n {
		a.Kappa, a.Low, a.High = math.NaN(), math.NaN(), math.NaN()
		return a
	}
	a.Kappa = (a.Observed - a.Expected) / (1 - a.Expected)
	margin := 1.96 * math.Sqrt(a.Observed*(1-a.Observed)/float64(n)) / (1 - a.Expected)
	a.Low, a.High = a.Kappa-margin, min(a.Kappa+margin, 1)
	return a
}

// Strength is a kappa in a word, by the bands of J. R. Landis and G. G. Koch (The measurement of observer agreement for
// categorical data, Biometrics 33, 1977, 159-174).
type Strength string

// The strengths.
const (
	Poor        Strength = "poor"        // below 0
	Slight      Strength = "slight"      // to 0.2
	Fair        Strength = "fair"        // to 0.4
	Moderate    Strength = "moderate"    // to 0.6
	Substantial Strength = "substantial" // to 0.8
	Perfect     Strength = "perfect"     // above: almost perfect
	Undefined   Strength = "undefined"   // not a number
)

// Strengths lists them.
func Strengths() []Strength {
	return []Strength{Poor, Slight, Fair, Moderate, Substantial, Perfect, Undefined}
}

// Enough is the kappa below which a coding is to be talked over before it is relied on.
const Enough = 0.6

// Strength is the kappa in a word.
func (a Agreement) Strength() Strength {
	switch k := a.Kappa; {
	case math.IsNaN(k):
		return Undefined
	case k < 0:
		return Poor
	case k <= 0.2:
		return Slight
	case k <= 0.4:
		return Fair
	case k <= Enough:
		return Moderate
	case k <= 0.8:
		return Substantial
	}
	return Perfect
}

// The part of the coded texts that a second coder reads.
const (
	SampleShare = 0.2
	SampleLeast = 30 // or all of fewer
)

// Sample picks those that a second coder reads among texts by their identifiers: SampleShare of them, and SampleLeast at the
// least. Which, follows from the identifiers alone, so that nobody chooses; they come in an order of chance that stays the same.
func Sample(texts []string) []string {
	hash := func(id string) uint64 {
		h := fnv.New64a()
		h.Write([]byte(id))
		return h.Sum64()
	}
	type drawn struct {
		lot  uint64
		text string
	}
	all := make([]drawn, len(texts))
	for i, t := range texts {
		all[i] = drawn{hash(t), t}
	}
	slices.SortFunc(all, func(a, b drawn) int { return cmp.Or(cmp.Compare(a.lot, b.lot), strings.Compare(a.text, b.text)) })
	n := max(SampleLeast, int(math.Ceil(SampleShare*float64(len(texts)))))
	sample := make([]string, min(n, len(all)))
	for i := range sample {
		sample[i] = all[i].text
	}
	return sample
}
