package coding

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"strings"

	"ashar/survey"
)

// together is how much two texts must have in common to stand in one group, 0..1: see likeness.
const together = 0.5

// Group is texts that say the same.
type Group struct {
	ID    string // of its wording: the same for the same texts
	Words string // the wording that most of the texts have, as one of them wrote it
	Texts []int  // the indexes of its texts, in their order
	// Needs are what the lexicon finds in it, in the order in which the texts name them; Like is by which words.
	Needs []string
	Like  string

	leader int // of the wordings
}

// wording is what some texts say alike: the same stems.
type wording struct {
	stems []int // numbers of the vocabulary, sorted
	texts []int
	key   string // of the first text, to put wordings in order
	needs []string
	like  string
	group int
	rare  float64 // the weight of stems that no text had when the groups were found; see Grouping.With
}

// Grouping is texts in their groups, and how they are found. It never changes, and is safe for concurrent use.
type Grouping struct {
	Groups []Group // the largest first

	texts    []string
	of       []int // the wording of each text
	wordings []wording
	words    *vocabulary
	weight   []float64 // of each number of the vocabulary
	lexicon  *Lexicon
	phrases  [][]int
	index    map[string]int   // the wordings by their stems
	having   map[called][]int // the groups that name the needs, and whose first wording has the stem
	weights  []float64        // of each group's first wording
	late     map[string]int   // the wordings that came later; see With
	settled  int              // how many groups there were before
}

// called is a stem in a wording that names needs.
type called struct {
	stem  int
	needs string
}

// NewGrouping groups texts. It is the same for the same texts and needs, whatever the order of texts that are written
// alike.
//
// Texts with the same stems are one wording. Wordings are taken by the number of their texts, and each joins the first group
// before it whose first wording it is like enough, or begins one of its own; wordings that name different needs are never joined. (A leader
// algorithm: J. A. Hartigan, Clustering algorithms, 1975, chapter 3; it reads each wording once.)
func NewGrouping(texts []string, lexicon *Lexicon) *Grouping {
	g := &Grouping{texts: texts, of: make([]int, len(texts)), words: newVocabulary(), lexicon: lexicon}
	g.phrases = lexicon.teach(g.words)
	g.word()
	g.weigh()
	g.join()
	return g
}

// word finds the wordings.
func (g *Grouping) word() {
	all := make([][]string, len(g.texts))
	count := map[string]int{}
	alike := map[string][]string{} // texts that are written alike have the same stems
	for i, t := range g.texts {
		s, known := alike[t]
		if !known {
			s = stems(t)
			alike[t] = s
		}
		all[i] = s
		for _, s := range s {
			count[s]++
		}
	}
	frequent := make([]string, 0, len(count))
	for s := range count {
		frequent = append(frequent, s)
	}
	slices.SortFunc(frequent, func(a, b string) int { return cmp.Or(count[b]-count[a], strings.Compare(a, b)) })
	for _, s := range frequent {
		g.words.add(s)
	}
	g.index = map[string]int{}
	for i, said := range all {
		numbers := make([]int, 0, len(said))
		for _, s := range said {
			if n := g.words.number[s]; !slices.Contains(numbers, n) {
				numbers = append(numbers, n)
			}
		}
		needs, like := g.lexicon.match(g.phrases, numbers)
		slices.Sort(numbers)
		key := keyOf(numbers)
		at, known := g.index[key]
		if !known {
			at = len(g.wordings)
			g.index[key] = at
			g.wordings = append(g.wordings, wording{stems: numbers, needs: needs, like: like, key: survey.SearchKey(g.texts[i])})
		}
		w := &g.wordings[at]
		w.texts = append(w.texts, i)
		if k := survey.SearchKey(g.texts[i]); k < w.key {
			w.key = k
		}
		g.of[i] = at
	}
}

// keyOf is sorted numbers of stems as one word.
func keyOf(numbers []int) string {
	var key strings.Builder
	for _, n := range numbers {
		key.WriteRune(rune(n + 1))
	}
	return key.String()
}

// weigh gives each stem its weight: a rare one says more of what a text is about. (Inverse document frequency: K. Spärck
// Jones, A statistical interpretation of term specificity, Journal of Documentation 28, 1972, 11-21.)
func (g *Grouping) weigh() {
	df := make([]int, len(g.words.pairs))
	for _, w := range g.wordings {
		for _, n := range w.stems {
			df[n]++
		}
	}
	g.weight = make([]float64, len(df))
	for n, d := range df {
		g.weight[n] = math.Log(1 + float64(len(g.wordings))/float64(max(d, 1)))
	}
}

// likeness is Dice's coefficient of two sorted sets of stems by their weights: twice the weight of what is common over
// that of both, 0..1.
func (g *Grouping) likeness(a, b []int) float64 {
	common, both := 0.0, 0.0
	for _, n := range a {
		both += g.weight[n]
	}
	for _, n := range b {
		both += g.weight[n]
		if _, found := slices.BinarySearch(a, n); found {
			common += g.weight[n]
		}
	}
	if both == 0 {
		return 0
	}
	return 2 * common / both
}

func (g *Grouping) join() {
	order := make([]int, len(g.wordings))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := &g.wordings[a], &g.wordings[b]
		return cmp.Or(len(y.texts)-len(x.texts), len(x.stems)-len(y.stems), strings.Compare(x.key, y.key))
	})
	having := map[called][]int{}  // as they are before they are put in order
	var common, weights []float64 // of each group: what it has in common with the wording, and its own
	var touched []int
	for _, at := range order {
		w := &g.wordings[at]
		named, own := strings.Join(w.needs, " "), 0.0
		for _, n := range w.stems {
			own += g.weight[n]
			for _, i := range having[called{n, named}] {
				if common[i] == 0 {
					touched = append(touched, i)
				}
				common[i] += g.weight[n]
			}
		}
		joined := -1
		for _, i := range touched {
			if 2*common[i]/(own+weights[i]) >= together && (joined < 0 || i < joined) {
				joined = i
			}
			common[i] = 0
		}
		touched = touched[:0]
		if joined < 0 {
			joined = len(g.Groups)
			g.Groups = append(g.Groups, Group{leader: at, Needs: w.needs, Like: w.like})
			common, weights = append(common, 0), append(weights, own)
			for _, n := range w.stems {
				having[called{n, named}] = append(having[called{n, named}], joined)
			}
		}
		w.group = joined
		g.Groups[joined].Texts = append(g.Groups[joined].Texts, w.texts...)
	}
	g.name()
}

// name gives the groups their words and identifiers, and puts them in order.
func (g *Grouping) name() {
	for i := range g.Groups {
		x := &g.Groups[i]
		slices.Sort(x.Texts)
		w := &g.wordings[x.leader]
		x.Words = g.texts[w.texts[0]]
		for _, t := range w.texts { // the shortest says it best, if it is not shouted
			if c := cmp.Or(shouted(g.texts[t])-shouted(x.Words), letters(g.texts[t])-letters(x.Words), strings.Compare(g.texts[t], x.Words)); c < 0 {
				x.Words = g.texts[t]
			}
		}
		x.ID = idOf(w.key)
	}
	order := make([]int, len(g.Groups))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := &g.Groups[a], &g.Groups[b]
		return cmp.Or(len(y.Texts)-len(x.Texts), strings.Compare(x.ID, y.ID))
	})
	place := make([]int, len(order))
	sorted := make([]Group, len(order))
	for to, from := range order {
		place[from], sorted[to] = to, g.Groups[from]
	}
	g.Groups = sorted
	for i := range g.wordings {
		g.wordings[i].group = place[g.wordings[i].group]
	}
	g.settled, g.having, g.weights = len(sorted), map[called][]int{}, make([]float64, len(sorted))
	for i := range sorted {
		w := &g.wordings[sorted[i].leader]
		named := strings.Join(w.needs, " ")
		for _, n := range w.stems {
			g.weights[i] += g.weight[n]
			g.having[called{n, named}] = append(g.having[called{n, named}], i)
		}
	}
}

// idOf is the identifier of a group by the key of its first wording.
func idOf(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:6])
}

// Of is the index of the group of a text.
func (g *Grouping) Of(text int) int { return g.wordings[g.of[text]].group }

// Find reports for each text whether it has every word of what is sought: in any spelling, with any ending, or as the
// beginning of a word. Seeking nothing finds all.
func (g *Grouping) Find(sought string) func(text int) bool {
	words := tokens(sought)
	if len(words) == 0 {
		return func(int) bool { return true }
	}
	type wanted struct {
		begin   string
		numbers map[int]bool
	}
	var all []wanted
	for _, w := range words {
		x := wanted{begin: w, numbers: map[int]bool{}}
		if n, known := g.words.find(stem(w)); known {
			x.numbers[n] = true
		}
		for s, n := range g.words.number {
			if strings.HasPrefix(s, w) {
				x.numbers[n] = true
			}
		}
		all = append(all, x)
	}
	return func(text int) bool {
		said := g.wordings[g.of[text]].stems
		for _, x := range all {
			if !slices.ContainsFunc(said, func(n int) bool { return x.numbers[n] }) && !strings.Contains(" "+strings.Join(tokens(g.texts[text]), " "), " "+x.begin) {
				return false
			}
		}
		return true
	}
}

// shouted is 1 of a text in capitals.
func shouted(text string) int {
	if strings.ToUpper(text) == text && strings.ToLower(text) != text {
		return 1
	}
	return 0
}
