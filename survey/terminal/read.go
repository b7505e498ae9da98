package terminal

import (
	"strconv"
	"strings"

	"ashar/survey"
)

// value reads a line as the answer to what is asked. Whether it can be accepted the
// domain says: a number that stands before no choice becomes a name that none has.
// Only where marks, points or pairs are asked, what is no number, or one too many, is
// a *survey.Problem.
func value(at survey.Prompt, line string) (survey.Value, error) {
	if line = strings.TrimSpace(line); line == "" {
		return survey.Value{}, nil
	}
	switch x := at.Question; x.Kind {
	case survey.SelectOne, survey.SelectMultiple, survey.Rank:
		var names []string
		for _, word := range numbers(line) {
			names = append(names, nameOf(at.Choices, word))
		}
		return survey.Chosen(names...), nil
	case survey.Scale, survey.Points:
		var levels []survey.Level
		marks := numbers(line)
		if len(marks) > len(at.Choices) {
			return survey.Value{}, &survey.Problem{Question: x.Name, Code: survey.TooMany, Max: len(at.Choices), Given: len(marks)}
		}
		for i, word := range marks {
			n, err := strconv.Atoi(word)
			if err != nil {
				return survey.Value{}, &survey.Problem{Question: x.Name, Code: survey.NotNumber}
			}
			if n != 0 || x.Kind == survey.Scale {
				levels = append(levels, survey.Level{Choice: at.Choices[i].Name, Level: n})
			}
		}
		return survey.Rated(levels...), nil
	case survey.Pairwise:
		var pairs []survey.Pair
		said := numbers(line)
		if len(said) > len(at.Pairs) {
			return survey.Value{}, &survey.Problem{Question: x.Name, Code: survey.TooMany, Max: len(at.Pairs), Given: len(said)}
		}
		for i, word := range said {
			pair := at.Pairs[i]
			switch word {
			case "1":
				pair.Better = pair.First
			case "2":
				pair.Better = pair.Second
			case "0":
			default:
				pair.Better = word
			}
			pairs = append(pairs, pair)
		}
		return survey.Compared(pairs...), nil
	case survey.Note:
		return survey.Skip(), nil
	default:
		return survey.Typed(x.Kind, line), nil
	}
}

// numbers parts a line at spaces and commas.
func numbers(line string) []string {
	return strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' })
}

// nameOf is the choice that stands after a number on the screen.
func nameOf(choices []survey.Choice, word string) string {
	n, err := strconv.Atoi(word)
	if err != nil || n < 1 || n > len(choices) {
		return word
	}
	return choices[n-1].Name
}
