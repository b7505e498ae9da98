package coding

import (
	_ "embed" // the aliases
	"slices"
	"strings"

	"ashar/survey"
)

//go:embed aliases.txt
var aliases string

// Need is a need that texts are coded to.
type Need struct {
	Code  string
	Label survey.Text
}

// Lexicon knows by which words needs are called: by their labels, whose parts stand between commas, and by what residents
// call those of the taxonomy. It is safe for concurrent use.
type Lexicon struct {
	phrases []phrase // the longest first
}

// phrase is a way to call a need: the stems of its words, in their order.
type phrase struct {
	need  string
	words string // as they are written, for the reason
	stems []string
}

// NewLexicon takes the needs that there are. Of two that are called alike, the first is.
func NewLexicon(needs []Need) *Lexicon {
	called := map[string]string{}
	for line := range strings.Lines(aliases) {
		if code, words, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(line, "#") {
			called[code] = words
		}
	}
	x := &Lexicon{}
	for _, n := range needs {
		all := strings.Split(called[n.Code], ",")
		for _, l := range []string{"ky", "ru", "en"} {
			all = append(all, strings.Split(n.Label[l], ",")...)
		}
		for _, words := range all {
			p := phrase{need: n.Code, words: strings.TrimSpace(words), stems: stems(words)}
			if len(p.stems) > 0 && n.Code != otherNeed && !slices.ContainsFunc(x.phrases, func(q phrase) bool { return slices.Equal(p.stems, q.stems) }) {
				x.phrases = append(x.phrases, p)
			}
		}
	}
	slices.SortStableFunc(x.phrases, func(a, b phrase) int { return len(b.stems) - len(a.stems) })
	return x
}

// otherNeed is the taxonomy's code of what no other need covers: nothing is suggested to be that.
const otherNeed = "other"

// teach has a vocabulary know the phrases, and returns their numbers.
func (x *Lexicon) teach(v *vocabulary) [][]int {
	numbers := make([][]int, len(x.phrases))
	for i, p := range x.phrases {
		for _, s := range p.stems {
			numbers[i] = append(numbers[i], v.add(s))
		}
	}
	return numbers
}

// match finds the needs that a text, by the numbers of its stems, calls: in the order in which it does, and with which
// words it calls the first.
func (x *Lexicon) match(phrases [][]int, text []int) (needs []string, words string) {
	type called struct {
		at     int // the place in the text
		phrase int
	}
	var found []called
	left := slices.Clone(text)
	for i, p := range phrases {
		at := len(text)
		for _, n := range p {
			if !slices.Contains(left, n) {
				at = -1
				break
			}
			at = min(at, slices.Index(text, n))
		}
		if at < 0 {
			continue
		}
		left = slices.DeleteFunc(left, func(n int) bool { return slices.Contains(p, n) })
		found = append(found, called{at, i})
	}
	slices.SortStableFunc(found, func(a, b called) int { return a.at - b.at })
	for _, f := range found {
		if p := x.phrases[f.phrase]; !slices.Contains(needs, p.need) {
			if needs == nil {
				words = p.words
			}
			needs = append(needs, p.need)
		}
	}
	return needs, words
}
