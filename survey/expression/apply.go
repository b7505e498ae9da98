package expression

import (
	"math"
	"strings"
	"unicode/utf8"
)

func always(holds bool) func([]step) step {
	return func([]step) step { return constant(Bool(holds)) }
}

func not(args []step) step {
	holds := args[0].holds
	return judging(func(env Environment) bool { return !holds(env) })
}

func toBoolean(args []step) step { return judging(args[0].holds) }

func toNumber(args []step) step { return counting(args[0].number) }

func toString(args []step) step {
	text := args[0].text
	return giving(func(env Environment) Value { return Str(text(env)) })
}

func toDate(args []step) step {
	number := args[0].number
	return giving(func(env Environment) Value { return onDay(number(env)) })
}

func today([]step) step {
	return giving(func(env Environment) Value { return Day(env.Today()) })
}

func now([]step) step {
	return giving(func(env Environment) Value { return Moment(env.Now()) })
}

func branch(args []step) step {
	holds, then, otherwise := args[0].holds, args[1].value, args[2].value
	return giving(func(env Environment) Value {
		if holds(env) {
			return then(env)
		}
		return otherwise(env)
	})
}

// coalesce is the first of the two that is answered.
func coalesce(args []step) step { return unlessEmpty(args[0].value, args[1].value) }

// once is the value that was there, and only computes one if there was none.
func once(args []step) step { return unlessEmpty(Environment.Self, args[0].value) }

func unlessEmpty(first, second func(Environment) Value) step {
	return giving(func(env Environment) Value {
		if v := first(env); !v.IsEmpty() {
			return v
		}
		return second(env)
	})
}

// selected reports whether a set has the name.
func selected(args []step) step {
	names, choice := args[0].value, args[1].text
	return judging(func(env Environment) bool {
		name := strings.TrimSpace(choice(env))
		return name != "" && names(env).has(name)
	})
}

func countSelected(args []step) step {
	names := args[0].value
	return counting(func(env Environment) float64 { return float64(names(env).count()) })
}

// selectedAt is the name at a place of the set, which is counted from 0.
func selectedAt(args []step) step {
	value, place := args[0].value, args[1].number
	return giving(func(env Environment) Value {
		names, i := value(env).Names(), place(env)
		if !(0 <= i && i < float64(len(names))) { // so also NaN
			return Value{}
		}
		return Str(names[int(i)])
	})
}

// choiceName is what the choice is called in the list of the question.
func choiceName(args []*node, slot func(string) int) step {
	question := -1
	if args[1].kind == ListNode {
		question = slot(args[1].text)
	}
	if question < 0 {
		return constant(Value{})
	}
	choice := compile(args[0], slot).text
	return giving(func(env Environment) Value {
		name := choice(env)
		if name == "" {
			return Value{}
		}
		return Str(env.Label(question, name))
	})
}

func truncate(args []step) step {
	number := args[0].number
	return counting(func(env Environment) float64 { return math.Trunc(number(env)) })
}

func rounded(args []step) step {
	number, digits := args[0].number, constant(Num(0)).number
	if len(args) > 1 {
		digits = args[1].number
	}
	return counting(func(env Environment) float64 { return round(number(env), digits(env)) })
}

func least(args []step) step { return extreme(args, math.Min) }

func greatest(args []step) step { return extreme(args, math.Max) }

// extreme is one of the numbers, and none if one of them is none, as in ODK: the
// least of what is not all known is not known.
func extreme(args []step, of func(x, y float64) float64) step {
	return counting(func(env Environment) float64 {
		x := args[0].number(env)
		for i := range args[1:] {
			x = of(x, args[1+i].number(env))
		}
		return x
	})
}

// concat stops where nothing more would be kept, so that no text grows with the
// number of times that it is joined to itself.
func concat(args []step) step {
	return giving(func(env Environment) Value {
		var b strings.Builder
		for i := range args {
			b.WriteString(args[i].text(env))
			if b.Len() > MaxText*utf8.UTFMax {
				break
			}
		}
		return Str(b.String())
	})
}

func contains(args []step) step {
	text, part := args[0].text, args[1].text
	return judging(func(env Environment) bool { return strings.Contains(text(env), part(env)) })
}

func startsWith(args []step) step {
	text, beginning := args[0].text, args[1].text
	return judging(func(env Environment) bool { return strings.HasPrefix(text(env), beginning(env)) })
}

func stringLength(args []step) step {
	text := args[0].text
	return counting(func(env Environment) float64 { return float64(utf8.RuneCountInString(text(env))) })
}

// regex matches the whole text, as ODK does, with a pattern that is compiled here
// and not with every answer. Without such a pattern nothing matches.
func regex(args []*node, slot func(string) int) step {
	re, err := wholeText(args[1].text)
	if args[1].kind != TextNode || err != nil {
		return constant(Bool(false))
	}
	text := compile(args[0], slot).text
	return judging(func(env Environment) bool { return re.MatchString(text(env)) })
}
