package bot

import (
	"strconv"

	"ashar/survey"
)

// maxRated is how many of the levels given so far are repeated above the next thing
// to rate: the last ones, by which one sees that one's taps have arrived.
const maxRated = 6

// scale shows the levels given so far and asks for the next.
func (v view) scale(p *page) Card {
	p.blank()
	var rated []string
	var next *survey.Choice
	for i, c := range v.prompt.Choices {
		level := v.prompt.Value.LevelOf(c.Name)
		switch {
		case level > 0:
			rated = append(rated, clip(v.text(c.Label), maxShown)+": "+v.level(v.prompt.Levels, level))
		case next == nil:
			next = &v.prompt.Choices[i]
		}
	}
	if len(rated) > maxRated {
		p.line("…")
	}
	for _, line := range rated[max(0, len(rated)-maxRated):] {
		p.line(line)
	}
	var rows [][]Button
	if next != nil {
		p.blank()
		p.strong(clip(v.text(next.Label), maxLabel))
		for i := range v.prompt.Levels {
			rows = append(rows, []Button{v.button(v.level(v.prompt.Levels, i+1), grade, v.index[next.Name], i+1)})
		}
	}
	rows = append(rows, v.moves())
	if len(rated) > 0 {
		rows = append(rows, []Button{v.button(v.say.T("bot.undo"), undo, len(rated)-1, 0)})
	}
	return p.card(rows...)
}

// level names a level with its number: the numbers carry the order.
func (v view) level(levels []survey.Choice, level int) string {
	number := strconv.Itoa(level)
	if level > len(levels) {
		return number
	}
	return number + " · " + v.text(levels[level-1].Label)
}

// decideGrade gives a choice its level. With the last one the question is answered.
func decideGrade(choice survey.Choice, level int, x *survey.Question, p survey.Prompt) move {
	if p.Value.LevelOf(choice.Name) == level {
		return move{kind: redraw}
	}
	levels := withLevel(p, choice, level)
	kind := keeping
	if len(levels) == len(p.Choices) {
		kind = giving
	}
	return move{kind: kind, question: x.Name, value: survey.Value{Levels: levels}}
}

// withLevel is the levels given so far, in the order of the choices, with this one
// for this choice; 0 is none.
func withLevel(p survey.Prompt, choice survey.Choice, level int) []survey.Level {
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
	return levels
}
