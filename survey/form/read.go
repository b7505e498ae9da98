package form

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"ashar/survey"
)

// The names of the fields in which answers are posted.
const (
	choiceName = "choice" // of a selection: one for each choice taken
	orderName  = "order"  // of a ranking: one for each choice placed, best first
	levelName  = "level." // of a scale, with the choice's name behind it: 1, 2, ...
	textName   = "text"
)

// read takes the value that was given to a question out of a posted form. Whether it can be accepted is not judged
// here: a level that is no number comes out as 0, which no scale has.
func read(x *survey.Question, form url.Values) survey.Value {
	switch x.Kind {
	case survey.Rank:
		return survey.Chosen(distinct(form[orderName])...)
	case survey.Scale:
		return survey.Rated(readLevels(form)...)
	case survey.TextAnswer:
		// Browsers send line ends as CR LF, which would count twice.
		text := strings.ReplaceAll(form.Get(textName), "\r\n", "\n")
		return survey.Words(strings.ToValidUTF8(text, "\uFFFD"))
	default:
		return survey.Chosen(form[choiceName]...)
	}
}

func readLevels(form url.Values) []survey.Level {
	var levels []survey.Level
	for key := range form {
		choice, ok := strings.CutPrefix(key, levelName)
		if !ok {
			continue
		}
		n, err := strconv.Atoi(form.Get(key))
		if err != nil {
			n = 0
		}
		levels = append(levels, survey.Level{Choice: choice, Level: n})
	}
	slices.SortFunc(levels, func(a, b survey.Level) int { return strings.Compare(a.Choice, b.Choice) })
	return levels
}

// distinct leaves every name its first place.
func distinct(names []string) []string {
	var once []string
	for _, n := range names {
		if !slices.Contains(once, n) {
			once = append(once, n)
		}
	}
	return once
}
