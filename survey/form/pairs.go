package form

import (
	"strings"

	"ashar/survey"
)

// pairsView asks which one of each pair is better.
type pairsView struct {
	screen
	Pairs []pair
}

// pair is two choices side by side, and a third card for finding them equal, whose Name is "".
type pair struct {
	ID     string
	Name   string // of the fields
	Number int
	Sides  []option
}

func pairs(s screen, p survey.Prompt, say func(survey.Text) string) pairsView {
	byName := map[string]option{}
	for _, o := range options(p, say) {
		byName[o.Name] = o
	}
	v := pairsView{screen: s, Pairs: make([]pair, len(p.Pairs))}
	for i, asked := range p.Pairs {
		sides := []option{byName[asked.First], byName[asked.Second], {Label: s.T("form.pairs.equal")}}
		given, said := p.Value.PairOf(asked.First, asked.Second)
		for n := range sides {
			sides[n].Chosen = said && sides[n].Name == given.Better
		}
		v.Pairs[i] = pair{ID: optionID(i), Name: pairName + asked.First + " " + asked.Second, Number: i + 1, Sides: sides}
	}
	return v
}

// readPair takes a pair out of a field's name and value. No choice has a space in its name.
func readPair(names, better string) survey.Pair {
	first, second, _ := strings.Cut(names, " ")
	return survey.Pair{First: first, Second: second, Better: better}
}
