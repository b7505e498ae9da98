package bot

import (
	"slices"

	"ashar/survey"
)

// The answers to a pair, as a button says them.
const (
	equal = iota
	first
	second
	pairAnswers // how many there are
)

// pairCode is what a button says of a pair: the place of its first choice in the
// whole list, and that of the second with the answer. So it names the pair itself,
// whatever pairs come up after an earlier answer was changed.
func pairCode(one, other, answer int) (item, level int) { return one, other*pairAnswers + answer }

// pairs asks for the better one of the next pair.
func (v view) pairs(p *page) Card {
	var rows [][]Button
	said := 0
	for _, pair := range v.prompt.Pairs {
		if _, ok := v.prompt.Value.PairOf(pair.First, pair.Second); ok {
			said++
			continue
		}
		if rows != nil {
			continue
		}
		answer := func(label string, said int) []Button {
			item, level := pairCode(v.index[pair.First], v.index[pair.Second], said)
			return []Button{v.button(label, prefer, item, level)}
		}
		rows = [][]Button{
			answer(v.label(v.source(), pair.First), first), answer(v.label(v.source(), pair.Second), second),
			answer(v.say.T("bot.equal"), equal),
		}
	}
	p.blank()
	p.line(v.say.T("bot.pair", "Number", min(said+1, len(v.prompt.Pairs)), "Of", len(v.prompt.Pairs)))
	rows = append(rows, v.moves())
	if said > 0 {
		rows = append(rows, []Button{v.button(v.say.T("bot.undo"), undo, said-1, 0)})
	}
	return p.card(rows...)
}

// decidePrefer says which of a pair is better. With the last one the question is
// answered.
func decidePrefer(t tap, q *survey.Questionnaire, x *survey.Question, p survey.Prompt) move {
	list := q.Choices(q.Source(x))
	other, answer := t.level/pairAnswers, t.level%pairAnswers
	if x.Kind != survey.Pairwise || t.item >= len(list) || other >= len(list) {
		return move{kind: foreign}
	}
	pair := survey.Pair{First: list[t.item].Name, Second: list[other].Name}
	if !slices.Contains(p.Pairs, pair) {
		return move{kind: stale} // it came up before an earlier answer was changed
	}
	pair.Better = []string{equal: "", first: pair.First, second: pair.Second}[answer]
	if before, ok := p.Value.PairOf(pair.First, pair.Second); ok && before.Better == pair.Better {
		return move{kind: redraw}
	}
	var said []survey.Pair
	for _, a := range p.Pairs {
		if before, ok := p.Value.PairOf(a.First, a.Second); ok {
			a.Better = before.Better
		} else if a.First != pair.First || a.Second != pair.Second {
			continue
		}
		if a.First == pair.First && a.Second == pair.Second {
			a = pair
		}
		said = append(said, a)
	}
	kind := keeping
	if len(said) == len(p.Pairs) {
		kind = giving
	}
	return move{kind: kind, question: x.Name, value: survey.Compared(said...)}
}
