package expression

// step computes one part of an expression. It can be asked for a value, or for
// the same value read as what the part around wants, so that none has to be made
// only to be read: that is most of the time that an expression takes.
type step struct {
	value  func(env Environment) Value
	holds  func(env Environment) bool
	number func(env Environment) float64 // NaN if there is none
	text   func(env Environment) string
}

// giving is a step that computes a value of any type.
func giving(value func(Environment) Value) step {
	return step{
		value:  value,
		holds:  func(env Environment) bool { return value(env).Bool() },
		number: func(env Environment) float64 { return value(env).Number() },
		text:   func(env Environment) string { return value(env).String() },
	}
}

// judging is a step that computes a condition.
func judging(holds func(Environment) bool) step {
	s := giving(func(env Environment) Value { return Bool(holds(env)) })
	s.holds = holds
	return s
}

// counting is a step that computes a number, which may be none.
func counting(number func(Environment) float64) step {
	s := giving(func(env Environment) Value { return Num(number(env)) })
	s.number = func(env Environment) float64 { return finite(number(env)) }
	return s
}

// constant is a step that has nothing to compute.
func constant(v Value) step {
	holds, number, text := v.Bool(), v.Number(), v.String()
	return step{
		value:  func(Environment) Value { return v },
		holds:  func(Environment) bool { return holds },
		number: func(Environment) float64 { return number },
		text:   func(Environment) string { return text },
	}
}
