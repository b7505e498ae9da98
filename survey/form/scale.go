package form

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"ashar/survey"
)

// How a row of buttons is laid out: up to maxWorded levels bear their words, as do any whose words are as short as a
// number; others bear numbers. More than maxInRow are set in several rows on a phone, and more than maxButtons are not
// shown as buttons.
const (
	maxWorded  = 3
	maxShort   = 4 // runes
	maxInRow   = 5
	maxButtons = survey.MaxScaleLevels
)

// unlevelled stands on the button of a service that is not there.
const unlevelled = "–"

// scaleView asks for a level for each choice.
type scaleView struct {
	screen
	Lowest, Highest string // what the ends of the scale are called; "" where the buttons bear words
	Row             string // how the buttons are laid out: see base.css
	Rows            []row
}

type row struct {
	option
	Levels []level
}

// level is one button of a row: what it posts, what stands on it, and what it says below the row once it is chosen.
type level struct {
	Name, Value string
	Face, Said  string
	Chosen      bool
}

func scale(s screen, p survey.Prompt, say func(survey.Text) string) scaleView {
	words, faces := make([]string, len(p.Levels)), make([]string, len(p.Levels))
	for i, l := range p.Levels {
		words[i], faces[i] = say(l.Label), strconv.Itoa(i+1)
	}
	v := scaleView{screen: s, Rows: make([]row, len(p.Choices))}
	bare := len(words) <= maxWorded || short(words)
	if bare {
		faces, words = words, make([]string, len(words))
		v.Row = "bare "
	} else {
		v.Lowest, v.Highest = words[0], words[len(words)-1]
	}
	if !bare && p.Question.Role == survey.RoleSatisfaction && len(words) == survey.NoAccessLevel { // the last is no level, and must not look like the best
		last := len(words) - 1
		faces[last] = unlevelled
		v.Highest = faces[last-1] + " " + words[last-1] + " · " + unlevelled + " " + words[last]
	}
	v.Row += layout(faces)
	for i, o := range options(p, say) {
		v.Rows[i] = row{option: o, Levels: make([]level, len(faces))}
		given := p.Value.LevelOf(o.Name)
		for n := range faces {
			v.Rows[i].Levels[n] = level{
				Name: levelName + o.Name, Value: strconv.Itoa(n + 1), Face: faces[n], Said: words[n], Chosen: given == n+1,
			}
		}
	}
	return v
}

// layout is the class of a row of buttons that bear these words.
func layout(words []string) string {
	switch {
	case !short(words):
		return "worded"
	case len(words) > maxInRow:
		return "many"
	}
	return ""
}

// short reports whether words have room on buttons of the size of a number's.
func short(words []string) bool {
	most := maxShort
	if len(words) > maxInRow {
		most--
	}
	return !slices.ContainsFunc(words, func(w string) bool { return utf8.RuneCountInString(w) > most })
}

// rangeView asks for one of a few numbers.
type rangeView struct {
	screen
	Row    string
	Levels []level
}

func numbered(s screen, p survey.Prompt, numbers []string) rangeView {
	v := rangeView{screen: s, Levels: make([]level, len(numbers))}
	faces := make([]string, len(numbers))
	for i, n := range numbers {
		faces[i] = s.Digits(n)
		v.Levels[i] = level{Name: textName, Value: n, Face: faces[i], Chosen: n == p.Value.Number}
	}
	v.Row = layout(faces)
	return v
}
