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
	leavingIt
)

// decide says what a tap on a button of this interview asks for. It depends on
// nothing but its arguments.
//
// Ticks, places, levels, points and preferences say what is to be, not what is to be
// changed, and the buttons that lead on name the question that they lead on from. So
// fingers quicker than the network, a tap delivered twice or an update handled again
// never undo or double anything: while the question is still being asked such a
// tap means what it says, and afterwards it is stale. What leads on at once, such as
// choosing, and all at the look-over, acts on what was seen, and wants the very
// revision.
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
	if t.action == leave {
		switch {
		case !s.Reopened:
			return move{kind: foreign}
		case t.rev != s.Rev: // much may have been corrected since
			return move{kind: stale}
		}
		return move{kind: leavingIt}
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
	case showPage:
		return move{kind: redraw, page: t.item}
	case undo:
		return decideUndo(t, x, p)
	case count:
		return decideCount(t, s, x)
	case onDay:
		return decideDay(t, s, x)
	case prefer:
		return decidePrefer(t, s.Questionnaire, x, p)
	}
	return decideChoice(t, s, p)
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
	case showPage:
		return move{kind: redraw, page: t.item}
	case send:
		return move{kind: sending}
	case correct:
		if t.item < len(s.Questionnaire.Questions) {
			return move{kind: correcting, question: s.Questionnaire.Questions[t.item].Name}
		}
	}
	return move{kind: foreign}
}

// decideChoice is for the taps on a choice.
func decideChoice(t tap, s survey.Session, p survey.Prompt) move {
	x := p.Question
	kinds := map[action]survey.Kind{
		tick: survey.SelectMultiple, choose: survey.SelectOne, place: survey.Rank, grade: survey.Scale, allot: survey.Points,
	}
	if kinds[t.action] != x.Kind {
		return move{kind: foreign}
	}
	list := s.Questionnaire.Choices(s.Questionnaire.Source(x))
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
	case allot:
		m = decideAllot(choice, t.level, x, p)
	}
	m.page = at / pageSize(x.Kind)
	return m
}

// decideUndo leaves the first item places, levels or pairs.
func decideUndo(t tap, x *survey.Question, p survey.Prompt) move {
	value := p.Value
	switch {
	case x.Kind == survey.Rank && t.item < len(value.Choices):
		value = survey.Value{Choices: slices.Clone(value.Choices[:t.item])}
	case x.Kind == survey.Scale && t.item < len(value.Levels):
		value = survey.Value{Levels: slices.Clone(value.Levels[:t.item])}
	case x.Kind == survey.Pairwise && t.item < len(value.Pairs):
		value = survey.Value{Pairs: slices.Clone(value.Pairs[:t.item])}
	case x.Kind != survey.Rank && x.Kind != survey.Scale && x.Kind != survey.Pairwise:
		return move{kind: foreign}
	default:
		return move{kind: redraw}
	}
	return move{kind: keeping, question: x.Name, value: value}
}
