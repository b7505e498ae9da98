package bot

import (
	"slices"

	"ashar/survey"
)

// move is what a tap asks of the interview.
type move struct {
	kind     moveKind
	question string       // for giving, keeping and correcting
	value    survey.Value // for giving and keeping
	language string       // for speaking
	page     int          // to be shown then
	refusal  string       // for refused: the id of the words
	max      int          // for refused
}

type moveKind int

const (
	stale   moveKind = iota // the button belongs to a past screen
	foreign                 // the button was never offered
	redraw                  // nothing changes; the screen is shown as it is
	refused                 // not possible, and why
	giving                  // value is the answer to question
	keeping                 // value is its draft
	goingBack
	correcting
	sending
	speaking
)

// decide says what a tap on a button of this interview asks for. It depends on
// nothing but its arguments.
//
// Ticks, places and levels say what is to be, not what is to be changed, and the
// buttons that lead on name the question that they lead on from. So fingers
// quicker than the network, a tap delivered twice or an update handled again
// never undo or double anything: while the question is still being asked such a
// tap means what it says, and afterwards it is stale. Choosing, and all at the
// look-over, acts on what was seen, and wants the very revision.
func decide(t tap, s survey.Session) move {
	q := s.Questionnaire
	if t.tag != tagOf(s.ID) || t.rev > s.Rev {
		return move{kind: stale}
	}
	if t.action == speak {
		if t.item >= len(q.Languages) {
			return move{kind: foreign}
		}
		return move{kind: speaking, language: q.Languages[t.item]}
	}
	if t.action == show {
		return move{kind: redraw}
	}
	if t.question != questionIndex(s) {
		return move{kind: stale}
	}
	p := s.Prompt()
	if p.Review {
		return decideReview(t, s)
	}
	x := p.Question
	switch t.action {
	case goBack:
		return move{kind: goingBack}
	case skip:
		return move{kind: giving, question: x.Name, value: survey.Skip()}
	case goOn:
		return move{kind: giving, question: x.Name, value: p.Value}
	}
	return decideValue(t, s, p)
}

// decideReview is for the taps at the look-over. They mean the answers that were
// seen there.
func decideReview(t tap, s survey.Session) move {
	if t.rev != s.Rev {
		return move{kind: stale}
	}
	switch t.action {
	case goBack:
		return move{kind: goingBack}
	case send:
		return move{kind: sending}
	case correct:
		if t.item < len(s.Questionnaire.Questions) {
			return move{kind: correcting, question: s.Questionnaire.Questions[t.item].Name}
		}
	}
	return move{kind: foreign}
}

// decideValue is for the taps that build a value.
func decideValue(t tap, s survey.Session, p survey.Prompt) move {
	x := p.Question
	kinds := map[action]survey.Kind{tick: survey.SelectMultiple, choose: survey.SelectOne, place: survey.Rank, grade: survey.Scale}
	switch t.action {
	case showPage:
		return move{kind: redraw, page: t.item}
	case undo:
		return decideUndo(t, x, p)
	}
	if kinds[t.action] != x.Kind {
		return move{kind: foreign}
	}
	list := s.Questionnaire.Choices(listOf(s.Questionnaire, x))
	if t.item >= len(list) {
		return move{kind: foreign}
	}
	at := slices.IndexFunc(p.Choices, func(c survey.Choice) bool { return c.Name == list[t.item].Name })
	if at < 0 {
		return move{kind: stale} // offered before an earlier answer was changed
	}
	choice := p.Choices[at]
	m := move{kind: foreign}
	switch t.action {
	case tick:
		m = decideTick(t.level == 1, choice, x, p)
	case choose:
		m = move{kind: stale}
		if t.rev == s.Rev {
			m = move{kind: giving, question: x.Name, value: survey.Chosen(choice.Name)}
		}
	case place:
		m = decidePlace(choice, x, p)
	case grade:
		if t.level >= 1 && t.level <= len(p.Levels) {
			m = decideGrade(choice, t.level, x, p)
		}
	}
	m.page = at / pageSize
	return m
}

// decideTick ticks or unticks one choice. An exclusive one ("none") cannot stand
// beside others, so whichever was tapped last stays.
func decideTick(on bool, choice survey.Choice, x *survey.Question, p survey.Prompt) move {
	if p.Value.Has(choice.Name) == on {
		return move{kind: redraw}
	}
	names := slices.Clone(p.Value.Choices)
	switch {
	case !on:
		names = slices.DeleteFunc(names, func(n string) bool { return n == choice.Name })
	case choice.Exclusive:
		names = []string{choice.Name}
	default:
		names = slices.DeleteFunc(names, func(n string) bool {
			return slices.ContainsFunc(p.Choices, func(c survey.Choice) bool { return c.Name == n && c.Exclusive })
		})
		if x.Max > 0 && len(names) >= x.Max {
			return move{kind: refused, refusal: "bot.full", max: x.Max}
		}
		names = append(names, choice.Name)
	}
	return move{kind: keeping, question: x.Name, value: survey.Value{Choices: names}}
}

// decidePlace gives a choice the next place; the one left over then takes the
// last.
func decidePlace(choice survey.Choice, x *survey.Question, p survey.Prompt) move {
	if p.Value.Has(choice.Name) {
		return move{kind: redraw}
	}
	order := append(slices.Clone(p.Value.Choices), choice.Name)
	if len(order) == len(p.Choices)-1 {
		for _, c := range p.Choices {
			if !slices.Contains(order, c.Name) {
				order = append(order, c.Name)
				break
			}
		}
	}
	return move{kind: keeping, question: x.Name, value: survey.Value{Choices: order}}
}

// decideGrade gives a choice its level. With the last one the question is answered.
func decideGrade(choice survey.Choice, level int, x *survey.Question, p survey.Prompt) move {
	if p.Value.LevelOf(choice.Name) == level {
		return move{kind: redraw}
	}
	var levels []survey.Level
	for _, c := range p.Choices {
		l := p.Value.LevelOf(c.Name)
		if c.Name == choice.Name {
			l = level
		}
		if l > 0 {
			levels = append(levels, survey.Level{Choice: c.Name, Level: l})
		}
	}
	kind := keeping
	if len(levels) == len(p.Choices) {
		kind = giving
	}
	return move{kind: kind, question: x.Name, value: survey.Value{Levels: levels}}
}

// decideUndo leaves the first item places or levels.
func decideUndo(t tap, x *survey.Question, p survey.Prompt) move {
	value := p.Value
	switch {
	case x.Kind == survey.Rank && t.item < len(value.Choices):
		value = survey.Value{Choices: slices.Clone(value.Choices[:t.item])}
	case x.Kind == survey.Scale && t.item < len(value.Levels):
		value = survey.Value{Levels: slices.Clone(value.Levels[:t.item])}
	case x.Kind != survey.Rank && x.Kind != survey.Scale:
		return move{kind: foreign}
	default:
		return move{kind: redraw}
	}
	return move{kind: keeping, question: x.Name, value: value}
}
