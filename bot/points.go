package bot

import (
	"strconv"

	"ashar/survey"
)

// pointStep is by how many points one tap gives or takes: so many points must not
// mean as many taps.
func pointStep(most int) int {
	if most > 20 {
		return 5
	}
	return 1
}

// points shows what was given and what is left. Each choice has a row of two
// buttons, to take and to give; both say how many points the choice has after it.
func (v view) points(p *page, number int) Card {
	x, value, choices := v.prompt.Question, v.prompt.Value, v.prompt.Choices
	left, step := x.Max-value.Given(), pointStep(x.Max)
	size := pageSize(x.Kind)
	number, pages := pageOf(number, len(choices), size)
	p.blank()
	p.strong(v.say.T("bot.points_left", "Left", left, "Max", x.Max))
	take, give := "➖ ", "➕ "
	if step > 1 {
		take, give = "➖"+strconv.Itoa(step)+" ", "➕"+strconv.Itoa(step)+" "
	}
	var rows [][]Button
	for i, c := range choices {
		label, n, here := v.text(c.Label), value.LevelOf(c.Name), i/size == number
		if here || n > 0 { // what was given on other pages stays in sight
			p.line(clip(label, maxShown) + ": " + strconv.Itoa(n))
		}
		if !here {
			continue
		}
		more := n + step
		if left > 0 {
			more = n + min(step, left)
		}
		rows = append(rows, []Button{
			v.button(take+label, allot, v.index[c.Name], max(n-step, 0)),
			v.button(give+label, allot, v.index[c.Name], more),
		})
	}
	if pages > 1 {
		rows = append(rows, v.turning(number, pages))
	}
	return p.card(append(rows, v.moves())...)
}

// decideAllot gives a choice so many points in all.
func decideAllot(choice survey.Choice, points int, x *survey.Question, p survey.Prompt) move {
	has := p.Value.LevelOf(choice.Name)
	switch {
	case has == points:
		return move{kind: redraw}
	case points > has && p.Value.Given()-has+points > x.Max:
		return move{kind: refused, refusal: "bot.points_short", max: x.Max}
	}
	return move{kind: keeping, question: x.Name, value: survey.Value{Levels: withLevel(p, choice, points)}}
}
