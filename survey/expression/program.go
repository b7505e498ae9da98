package expression

import "time"

// Environment is what a Program is run in. What it hands out is only read.
type Environment interface {
	// Value is the answer in the slot, the zero Value if there is none.
	Value(slot int) Value
	// Self is the answer being judged, and for once() the value that was there.
	Self() Value
	// Column is what the choice at hand has in that column of its list.
	Column(name string) string
	// Today is the day as 2006-01-02, where the interview takes place.
	Today() string
	// Now is the moment, in the zone where the interview takes place.
	Now() time.Time
	// Label is what the choice of that name is called, in the list of the question
	// in the slot.
	Label(slot int, name string) string
}

// Program is an Expression made ready to be run. It never changes, and may be run
// by several goroutines at once.
type Program struct{ root step }

// Compile makes the expression ready to be run with answers that are kept in
// slots. A reference whose slot is below zero is one that is never answered. What
// Check refuses can be compiled, too, and has some value.
func (e *Expression) Compile(slot func(name string) int) *Program {
	return &Program{root: compile(e.root, slot)}
}

// Eval runs the program. It always comes to a value, in time bounded by the limits
// of an expression, and panics only if env does. The right side of and and or, and
// the branches of if and coalesce, are computed only if they matter.
func (p *Program) Eval(env Environment) Value { return p.root.value(env) }

// Holds is Eval read as a condition, and is faster.
func (p *Program) Holds(env Environment) bool { return p.root.holds(env) }

func compile(n *node, slot func(string) int) step {
	switch n.kind {
	case TextNode:
		return constant(Str(n.text))
	case NumberNode:
		return constant(Num(n.number))
	case ReferenceNode:
		i := slot(n.text)
		if i < 0 {
			return constant(Value{})
		}
		return giving(func(env Environment) Value { return env.Value(i) })
	case SelfNode:
		return giving(Environment.Self)
	case ColumnNode:
		name := n.text
		return giving(func(env Environment) Value { return Str(env.Column(name)) })
	case CallNode:
		return compileCall(n, slot)
	case NegationNode:
		of := compile(n.parts[0], slot).number
		return counting(func(env Environment) float64 { return -of(env) })
	case BinaryNode:
		return compileBinary(n, slot)
	default: // a list is no value
		return constant(Value{})
	}
}

func compileCall(n *node, slot func(string) int) step {
	if !n.function.takes(len(n.parts)) {
		return constant(Value{})
	}
	if n.function.compile != nil {
		return n.function.compile(n.parts, slot)
	}
	args := make([]step, len(n.parts))
	for i, p := range n.parts {
		args[i] = compile(p, slot)
	}
	return n.function.apply(args)
}

func compileBinary(n *node, slot func(string) int) step {
	a, b := compile(n.parts[0], slot), compile(n.parts[1], slot)
	switch op := n.operator; op.class {
	case logical:
		until := op.sign == "or" // what settles it without the right side
		return judging(func(env Environment) bool {
			if a.holds(env) == until {
				return until
			}
			return b.holds(env)
		})
	case equality:
		equals := op.sign == "="
		return judging(func(env Environment) bool { return equal(a.value(env), b.value(env)) == equals })
	case ordering:
		return judging(func(env Environment) bool { return op.order(a.number(env), b.number(env)) })
	default:
		return counting(func(env Environment) float64 { return op.compute(a.number(env), b.number(env)) })
	}
}
