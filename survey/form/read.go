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
	choiceName = "choice"  // of a selection: one for each choice taken
	orderName  = "order"   // of a ranking: one for each choice placed, best first
	levelName  = "level."  // of a scale, with the choice's name behind it: 1, 2, ...
	pointsName = "points." // with the choice's name behind it: how many it is given
	wasName    = "was."    // how many stood in that box when the page was made, if any
	pairName   = "pair."   // with the pair's names behind it, a space between: the better one, or "" for none
	textName   = "text"    // what was typed, and a number chosen from a few
	fileName   = "file"
)

// read takes the value that was given to a question out of a posted form; a file is none. Whether it can be accepted is
// not judged here: a level that is no number comes out as unreadable, which nothing accepts.
func read(p survey.Prompt, form url.Values) survey.Value {
	switch x := p.Question; x.Kind {
	case survey.SelectOne, survey.SelectMultiple:
		return survey.Chosen(form[choiceName]...)
	case survey.Rank:
		return survey.Chosen(distinct(form[orderName])...)
	case survey.Scale:
		return survey.Rated(readLevels(form, levelName)...)
	case survey.Points:
		return merged(p, survey.Rated(readLevels(form, pointsName)...), survey.Rated(readLevels(form, wasName)...))
	case survey.Pairwise:
		return survey.Compared(readPairs(form)...)
	default:
		// Browsers send line ends as CR LF, which would count twice.
		text := strings.ReplaceAll(form.Get(textName), "\r\n", "\n")
		return survey.Typed(x.Kind, strings.ToValidUTF8(text, "\uFFFD"))
	}
}

// unreadable is the level of what is no number, or one that no scale and no points have. However many good ones stand
// beside it, the sum stays below zero.
const unreadable = -1 << 40

// maxWritten bounds the digits of a level.
const maxWritten = 6

// readLevels are the numbers in the fields whose names begin like this, by the choice's name. An empty field is none.
func readLevels(form url.Values, name string) []survey.Level {
	var levels []survey.Level
	for key := range form {
		choice, ok := strings.CutPrefix(key, name)
		written := strings.TrimSpace(form.Get(key))
		if !ok || written == "" {
			continue
		}
		n, err := strconv.Atoi(written)
		if err != nil || n < 0 || len(written) > maxWritten {
			n = unreadable
		}
		levels = append(levels, survey.Level{Choice: choice, Level: n})
	}
	slices.SortFunc(levels, func(a, b survey.Level) int { return strings.Compare(a.Choice, b.Choice) })
	return levels
}

func readPairs(form url.Values) []survey.Pair {
	var pairs []survey.Pair
	for key := range form {
		if names, ok := strings.CutPrefix(key, pairName); ok {
			pairs = append(pairs, readPair(names, form.Get(key)))
		}
	}
	slices.SortFunc(pairs, func(a, b survey.Pair) int { return strings.Compare(a.First+" "+a.Second, b.First+" "+b.Second) })
	return pairs
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
