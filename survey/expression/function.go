package expression

// function is one that can be called.
type function struct {
	name       string
	parameters []parameter
	optional   int  // how many of the last parameters may be left out
	repeated   bool // whether the last parameter may be given again and again
	returns    Type // Any if it follows from the arguments, by result
	result     func(args []operand) Variable
	apply      func(args []step) step
	compile    func(args []*node, slot func(string) int) step // instead of apply, to see what was written
}

// parameter is what an argument must be.
type parameter uint8

const (
	anything  parameter = iota
	condition           // true or false, by a comparison
	numeric             // a number, or what can be read as one
	wording             // a text in which letters are looked for
	set                 // names of choices
	choice              // the name of one choice out of the set, which is the first argument
	index               // a place in a set, from 0
	pattern             // a regular expression, written out
	date                // a date, or days since 1970-01-01
	list                // the question whose choices are meant, as '${name}'
)

// functions has all of them by their names.
var functions = byName(
	&function{name: "not", parameters: []parameter{condition}, returns: Boolean, apply: not},
	&function{name: "true", returns: Boolean, apply: always(true)},
	&function{name: "false", returns: Boolean, apply: always(false)},
	&function{name: "boolean", parameters: []parameter{anything}, returns: Boolean, apply: toBoolean},
	&function{name: "number", parameters: []parameter{numeric}, returns: Number, apply: toNumber},
	&function{name: "string", parameters: []parameter{anything}, returns: Text, apply: toString},

	&function{name: "if", parameters: []parameter{condition, anything, anything}, result: ofBranches, apply: branch},
	&function{name: "coalesce", parameters: []parameter{anything, anything}, result: ofEither, apply: coalesce},
	&function{name: "once", parameters: []parameter{anything}, result: ofFirst, apply: once},

	&function{name: "selected", parameters: []parameter{set, choice}, returns: Boolean, apply: selected},
	&function{name: "count-selected", parameters: []parameter{set}, returns: Number, apply: countSelected},
	&function{name: "selected-at", parameters: []parameter{set, index}, result: ofOne, apply: selectedAt},
	&function{name: "jr:choice-name", parameters: []parameter{anything, list}, returns: Text, compile: choiceName},

	&function{name: "int", parameters: []parameter{numeric}, returns: Number, apply: truncate},
	&function{name: "round", parameters: []parameter{numeric, numeric}, optional: 1, returns: Number, apply: rounded},
	&function{name: "min", parameters: []parameter{numeric}, repeated: true, returns: Number, apply: least},
	&function{name: "max", parameters: []parameter{numeric}, repeated: true, returns: Number, apply: greatest},

	&function{name: "concat", parameters: []parameter{anything}, repeated: true, returns: Text, apply: concat},
	&function{name: "contains", parameters: []parameter{wording, anything}, returns: Boolean, apply: contains},
	&function{name: "starts-with", parameters: []parameter{wording, anything}, returns: Boolean, apply: startsWith},
	&function{name: "string-length", parameters: []parameter{anything}, returns: Number, apply: stringLength},
	&function{name: "regex", parameters: []parameter{anything, pattern}, returns: Boolean, compile: regex},

	&function{name: "today", returns: Date, apply: today},
	&function{name: "now", returns: Date, apply: now},
	&function{name: "date", parameters: []parameter{date}, returns: Date, apply: toDate},
)

func byName(all ...*function) map[string]*function {
	m := make(map[string]*function, len(all))
	for _, f := range all {
		m[f.name] = f
	}
	return m
}

// takes reports whether the function can be called with so many arguments.
func (f *function) takes(n int) bool {
	return n >= len(f.parameters)-f.optional && (f.repeated || n <= len(f.parameters))
}

// parameter is the one that argument i is given for, or the last.
func (f *function) parameter(i int) parameter {
	if len(f.parameters) == 0 {
		return anything
	}
	return f.parameters[min(i, len(f.parameters)-1)]
}

// passed is how an argument is handed over: where a question is meant and not its
// answer, ${name} and '${name}' are the same.
func (f *function) passed(i int, argument *node) *node {
	if f.parameter(i) != list {
		return argument
	}
	name, isList := argument.text, argument.kind == ReferenceNode
	if argument.kind == TextNode {
		name, isList = quotedName(argument.text)
	}
	if !isList {
		return argument
	}
	question := *argument
	question.kind, question.text = ListNode, name
	return &question
}
