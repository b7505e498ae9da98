package expression_test

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"pgregory.net/rapid"

	"ashar/survey/expression"
)

var operators = [...]string{"or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"}

// callable has the functions and with how many arguments they are drawn, which is
// not always as many as they take.
var callable = map[string]int{
	"not": 1, "true": 0, "false": 0, "boolean": 1, "number": 1, "string": 1, "if": 3, "coalesce": 2, "once": 1,
	"selected": 2, "count-selected": 1, "selected-at": 2, "jr:choice-name": 2, "int": 1, "round": 2, "min": 2, "max": 3,
	"concat": 3, "contains": 2, "starts-with": 2, "string-length": 1, "regex": 2, "today": 0, "now": 0, "date": 1,
}

var leaves = []string{
	".", "''", "'water'", "'2026-05-01'", "'4'", `"it's"`, "‘жол’", "'[a-z]+'", "'('", "name", "oblast", "and", "mod", "a-b",
	"0", "1", "-1", "2.5", "400", "1000000000000000000000000000000",
	"${age}", "${share}", "${sex}", "${severity}", "${needs}", "${one}", "${wish}", "${born}", "${met}", "${agreed}", "${nothing}", "${unheard}", "'${needs}'",
}

// sources draws expressions of every form, sensible and senseless, with more and
// fewer parentheses and spaces than needed.
func sources() *rapid.Generator[string] {
	functions := slices.Sorted(maps.Keys(callable))
	return rapid.Custom(func(t *rapid.T) string { return drawSource(t, functions, 4) })
}

func drawSource(t *rapid.T, functions []string, depth int) string {
	form := rapid.IntRange(0, 9).Draw(t, "form")
	if depth == 0 {
		form = 0
	}
	space := rapid.SampledFrom([]string{" ", "  ", "\n", "\u00a0"}).Draw(t, "space")
	part := func() string { return drawSource(t, functions, depth-1) }
	switch {
	case form < 2:
		return rapid.SampledFrom(leaves).Draw(t, "leaf")
	case form < 3:
		return "(" + part() + ")"
	case form < 4:
		return "-" + part()
	case form < 7:
		return part() + space + rapid.SampledFrom(operators[:]).Draw(t, "operator") + space + part()
	default:
		name := rapid.SampledFrom(functions).Draw(t, "function")
		args := make([]string, max(0, callable[name]+rapid.SampledFrom([]int{0, 0, 0, 0, 0, 0, 0, 1, -1}).Draw(t, "more")))
		for i := range args {
			args[i] = part()
		}
		return name + "(" + strings.Join(args, ","+space) + ")"
	}
}

// values draws answers of every type, usual and unusual ones.
func values() *rapid.Generator[expression.Value] {
	texts := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"water", "4", "-1", "true", "2026-05-01", "2026-05-01T10:00:00Z", " ", "1e5", "\xff", strings.Repeat("ө ", expression.MaxText)}))
	return rapid.OneOf(
		rapid.Just(expression.Value{}),
		rapid.Map(rapid.Bool(), expression.Bool),
		rapid.Map(rapid.Float64(), expression.Num),
		rapid.Map(rapid.Float64Range(-5, 50000), expression.Num),
		rapid.Just(expression.Num(math.MaxFloat64)),
		rapid.Map(texts, expression.Str),
		rapid.Map(texts, expression.Day),
		rapid.Map(rapid.SliceOf(texts), expression.Chosen),
		rapid.Map(rapid.SliceOfNDistinct(rapid.IntRange(0, 20), 0, 10, rapid.ID[int]), func(names []int) expression.Value {
			chosen := make([]string, len(names))
			for i, n := range names {
				chosen[i] = strconv.Itoa(n)
			}
			return expression.Chosen(chosen)
		}),
	)
}

// interviews draws the village with other answers, of any types.
func interviews() *rapid.Generator[*answers] {
	return rapid.Custom(func(t *rapid.T) *answers {
		a := village()
		for i := range a.values {
			if rapid.Bool().Draw(t, "changed") {
				a.values[i] = values().Draw(t, a.names[i])
			}
		}
		a.self = values().Draw(t, "self")
		a.columns["oblast"] = values().Draw(t, "oblast").String()
		return a
	})
}
