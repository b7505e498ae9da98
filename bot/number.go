package bot

import (
	"strings"
	"unicode/utf8"

	"ashar/survey"
)

// maxNumbers is how many numbers of a range are offered as buttons; more are
// written.
const maxNumbers = 11

// buttonsOf lists the numbers of a range that are buttons; nil if there are none.
func buttonsOf(x *survey.Question) []string {
	if x.Kind != survey.RangeNumber || x.Range == nil {
		return nil
	}
	return x.Range.Numbers(maxNumbers)
}

// numbers are the buttons of a short range.
func (v view) numbers() [][]Button {
	var all []Button
	longest := 0
	for i, digits := range buttonsOf(v.prompt.Question) {
		label := v.say.Digits(digits)
		longest = max(longest, utf8.RuneCountInString(label))
		if v.prompt.Value.Number == digits {
			label = mark + label
		}
		all = append(all, v.button(label, count, i, 0))
	}
	return layFor(all, longest+markWidth)
}

// decideCount chooses a number of a short range. Like every choice that leads on at
// once it acts on what was seen.
func decideCount(t tap, s survey.Session, x *survey.Question) move {
	numbers := buttonsOf(x)
	switch {
	case t.item >= len(numbers):
		return move{kind: foreign}
	case t.rev != s.Rev:
		return move{kind: stale}
	}
	return move{kind: giving, question: x.Name, value: survey.Value{Number: numbers[t.item]}}
}

// howNumber says which number is to be written.
func (v view) howNumber(x *survey.Question) string {
	switch {
	case x.Kind == survey.Integer:
		return v.say.T("bot.write_whole")
	case x.Kind == survey.Decimal || x.Range == nil:
		return v.say.T("bot.write_number")
	case x.Range.Step == "1" && !strings.Contains(x.Range.Start, "."): // whole numbers
		return v.say.T("bot.write_range", "Low", v.say.Digits(x.Range.Start), "High", v.say.Digits(x.Range.End))
	}
	return v.say.T("bot.write_range_step", "Low", v.say.Digits(x.Range.Start), "High", v.say.Digits(x.Range.End), "Step", v.say.Digits(x.Range.Step))
}
