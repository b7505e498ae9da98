package xlsform

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ashar/survey"
)

// parameter is one of those that stand in a cell of the column parameters.
type parameter struct{ key, value string }

var (
	spacedEquals = regexp.MustCompile(`\s*=\s*`)
	between      = regexp.MustCompile(`[\s;,]+`)
)

// separators are what can stand between parameters: pyxform takes any of them.
const separators = " \t\n;,"

// readParameters parts a cell into the parameters that are ours and the source of
// the others, which other tools read. The last return value is a parameter that
// makes no sense; "" if all do.
func readParameters(cell string, ours ...string) (own []parameter, others, senseless string) {
	cell = spacedEquals.ReplaceAllString(cell, "=")
	var left []string
	tail, ordered := cell, true // all of ours stand first
	for _, part := range between.Split(cell, -1) {
		if part == "" {
			continue
		}
		key, value, ok := strings.Cut(part, "=")
		if !ok || key == "" || value == "" {
			return nil, "", part
		}
		if !slices.Contains(ours, strings.ToLower(key)) {
			left = append(left, part)
			continue
		}
		own = append(own, parameter{strings.ToLower(key), value})
		ordered = ordered && len(left) == 0
		if ordered {
			tail = strings.TrimPrefix(strings.TrimLeft(tail, separators), part)
		}
	}
	switch {
	case len(left) == 0:
		return own, "", ""
	case ordered:
		return own, strings.Trim(tail, separators), ""
	}
	return own, strings.Join(left, separatorOf(cell)), ""
}

// writeParameters puts ours before those of other tools.
func writeParameters(own []parameter, others string) string {
	separator := separatorOf(others)
	var parts []string
	for _, p := range own {
		parts = append(parts, fmt.Sprintf("%s=%s", p.key, p.value))
	}
	if others != "" {
		parts = append(parts, others)
	}
	return strings.Join(parts, separator)
}

// separatorOf is what stands between the parameters of a cell. Older tools know
// but one kind in a cell.
func separatorOf(cell string) string {
	switch {
	case strings.Contains(cell, ";"):
		return ";"
	case strings.Contains(cell, ","):
		return ","
	}
	return " "
}

// digits is a number as a range keeps it; what is none is left as it is, to be refused.
func digits(typed string) string {
	if digits, ok := survey.Digits(typed); ok {
		return digits
	}
	return typed
}
