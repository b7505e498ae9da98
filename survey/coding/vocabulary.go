package coding

import (
	"cmp"
	"slices"
)

// alike is from which likeness on two stems are one that was typed in two ways, 0..1: Dice's coefficient of their pairs of
// letters, where a word's beginning and end count as letters. (L. R. Dice, Measures of the amount of ecologic
// association between species, Ecology 26, 1945, 297-302: twice what is common over the sum.)
const alike = 0.7

// leastTyped is how many letters a stem must have for one typed otherwise to be taken for it.
const leastTyped = 4

// vocabulary knows the stems of many texts, with one number for all that are typed alike. What comes first gives the others
// its number, so that it is filled with what is spelt well, and then with what is frequent.
type vocabulary struct {
	number map[string]int
	pairs  [][]pair       // of each number's first stem
	having map[pair][]int // the numbers whose first stem has the pair
	begins map[int]rune   // a number's first letter
}

// pair is two letters that stand together; 0 is the edge of the word.
type pair [2]rune

func newVocabulary() *vocabulary {
	return &vocabulary{number: map[string]int{}, having: map[pair][]int{}, begins: map[int]rune{}}
}

// add returns the number of a stem, which is learnt if it is new.
func (v *vocabulary) add(stem string) int {
	if n, known := v.find(stem); known {
		v.number[stem] = n
		return n
	}
	n := len(v.pairs)
	v.number[stem] = n
	all := pairsOf(stem)
	v.pairs = append(v.pairs, all)
	v.begins[n] = []rune(stem)[0]
	for _, p := range all {
		v.having[p] = append(v.having[p], n)
	}
	return n
}

// find returns the number of a stem, or of the one that it is most like.
func (v *vocabulary) find(stem string) (int, bool) {
	if n, known := v.number[stem]; known {
		return n, true
	}
	if letters(stem) < leastTyped {
		return 0, false
	}
	own, first := pairsOf(stem), []rune(stem)[0]
	common := map[int]int{}
	for _, p := range own {
		for _, n := range v.having[p] {
			if v.begins[n] == first {
				common[n]++
			}
		}
	}
	best, likeness := 0, 0.0
	for n, c := range common {
		if len(v.pairs[n]) <= leastTyped {
			continue // too short to be typed otherwise
		}
		d := 2 * float64(c) / float64(len(own)+len(v.pairs[n]))
		if c := cmp.Compare(d, likeness); c > 0 || c == 0 && n < best {
			best, likeness = n, d
		}
	}
	return best, likeness >= alike
}

// pairsOf are a word's pairs of letters, each once: a word of n letters has n+1.
func pairsOf(word string) []pair {
	var all []pair
	before := rune(0)
	add := func(r rune) {
		if p := (pair{before, r}); !slices.Contains(all, p) {
			all = append(all, p)
		}
		before = r
	}
	for _, r := range word {
		add(r)
	}
	add(0)
	return all
}
