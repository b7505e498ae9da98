package xlsform

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// The expressions that Write writes, and the patterns by which Read knows them
// again. Spaces may differ, and quotes may be of any kind.
const (
	name   = `\$\{\s*([A-Za-z][A-Za-z0-9_.-]*)\s*\}`
	choice = `'\s*([^'\s]+)\s*'`
)

var (
	maxSelected  = regexp.MustCompile(`^count-selected\(\s*\.\s*\)\s*<=\s*([0-9]+)$`)
	maxLength    = regexp.MustCompile(`^string-length\(\s*\.\s*\)\s*<=\s*([0-9]+)$`)
	standsAlone  = regexp.MustCompile(`^\(\s*not\(\s*selected\(\s*\.\s*,\s*` + choice + `\s*\)\s*\)\s+or\s+count-selected\(\s*\.\s*\)\s*=\s*1\s*\)$`)
	fromSelected = regexp.MustCompile(`^selected\(\s*` + name + `\s*,\s*name\s*\)$`)
	isSelected   = regexp.MustCompile(`^selected\(\s*` + name + `\s*,\s*` + choice + `\s*\)$`)
	notSelected  = regexp.MustCompile(`^not\(\s*selected\(\s*` + name + `\s*,\s*` + choice + `\s*\)\s*\)$`)
	enough       = regexp.MustCompile(`^count-selected\(\s*` + name + `\s*\)\s*(>=|>)\s*([0-9]+)$`)
	conjunction  = regexp.MustCompile(`\s+and\s+`)
)

var straightQuotes = strings.NewReplacer("‘", "'", "’", "'", "“", "'", "”", "'", `"`, "'")

// clauses parts an expression at its "and"s. None of the known forms has one
// inside, and none has a name with a space, so that nothing else is torn apart.
func clauses(expression string) []string {
	if expression == "" {
		return nil
	}
	return conjunction.Split(straightQuotes.Replace(expression), -1)
}

// selectionLimits is the constraint of a selection.
type selectionLimits struct {
	max   int      // 0: as many as there are
	alone []string // the choices that cannot be chosen beside others
}

func (l selectionLimits) String() string {
	var parts []string
	if l.max > 0 {
		parts = append(parts, fmt.Sprintf("count-selected(.) <= %d", l.max))
	}
	for _, c := range l.alone {
		parts = append(parts, fmt.Sprintf("(not(selected(., '%s')) or count-selected(.) = 1)", c))
	}
	return strings.Join(parts, " and ")
}

func parseSelectionLimits(expression string) (l selectionLimits, ok bool) {
	for _, c := range clauses(expression) {
		if m := maxSelected.FindStringSubmatch(c); m != nil && l.max == 0 {
			l.max, ok = number(m[1])
		} else if m := standsAlone.FindStringSubmatch(c); m != nil {
			l.alone, ok = append(l.alone, m[1]), true
		} else {
			ok = false
		}
		if !ok {
			return selectionLimits{}, false
		}
	}
	return l, true
}

// lengthLimit is the constraint of a text; 0 is none.
type lengthLimit int

func (l lengthLimit) String() string {
	if l == 0 {
		return ""
	}
	return fmt.Sprintf("string-length(.) <= %d", int(l))
}

func parseLengthLimit(expression string) (lengthLimit, bool) {
	if expression == "" {
		return 0, true
	}
	m := maxLength.FindStringSubmatch(expression)
	if m == nil {
		return 0, false
	}
	n, ok := number(m[1])
	return lengthLimit(n), ok
}

// chosenFrom is the choice_filter of a ranking: the choices given to a question.
type chosenFrom string

func (q chosenFrom) String() string { return fmt.Sprintf("selected(${%s}, name)", string(q)) }

func parseChosenFrom(expression string) (chosenFrom, bool) {
	m := fromSelected.FindStringSubmatch(expression)
	if m == nil {
		return "", false
	}
	return chosenFrom(m[1]), true
}

// chosen is what makes one row of a scale relevant.
type chosen struct{ question, choice string }

func (c chosen) String() string { return fmt.Sprintf("selected(${%s}, '%s')", c.question, c.choice) }

func parseChosen(expression string) (chosen, bool) {
	m := isSelected.FindStringSubmatch(straightQuotes.Replace(expression))
	if m == nil {
		return chosen{}, false
	}
	return chosen{m[1], m[2]}, true
}

// atLeast is what makes a ranking or a scale relevant: that enough was chosen, and
// for a single choice, that it is none that stands alone.
type atLeast struct {
	question string
	count    int
	without  []string
}

func (a atLeast) String() string {
	parts := []string{fmt.Sprintf("count-selected(${%s}) >= %d", a.question, a.count)}
	for _, c := range a.without {
		parts = append(parts, "not("+chosen{a.question, c}.String()+")")
	}
	return strings.Join(parts, " and ")
}

func parseAtLeast(expression string) (a atLeast, ok bool) {
	for _, c := range clauses(expression) {
		question := ""
		if m := enough.FindStringSubmatch(c); m != nil && a.count == 0 {
			question = m[1]
			a.count, ok = number(m[3])
			if m[2] == ">" { // "> 0" is ">= 1"
				a.count, ok = a.count+1, ok || m[3] == "0"
			}
		} else if m := notSelected.FindStringSubmatch(c); m != nil {
			question = m[1]
			a.without, ok = append(a.without, m[2]), true
		} else {
			ok = false
		}
		if !ok || a.question != "" && question != a.question {
			return atLeast{}, false
		}
		a.question = question
	}
	return a, a.count > 0
}

// number reads a limit, which is above zero and has no more digits than sense.
func number(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n > 0 && len(s) < 10
}

// reference is an answer inside a text.
var reference = regexp.MustCompile(`\$\{[^}]*\}`)
