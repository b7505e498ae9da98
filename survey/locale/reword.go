package locale

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// sentence is an English message by which what was said in English is found again.
type sentence struct {
	id       string
	pattern  *regexp.Regexp // with a group for each variable
	literals int            // bytes that are no variable: the more there are, the surer it is the one
}

// variable is an insertion of a named value in a message.
var variable = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

// sentences are the English messages that ship, whose ids begin with a prefix, those with the most words of their own first.
func sentences(prefix string) ([]sentence, error) {
	shipped, err := readBuiltin()
	if err != nil {
		return nil, err
	}
	var all []sentence
	for id, m := range shipped["en"] {
		if !strings.HasPrefix(id, prefix) {
			continue
		}
		var pattern strings.Builder
		rest, literals := m.Other, 0
		for rest != "" {
			at := variable.FindStringSubmatchIndex(rest)
			if at == nil {
				at = []int{len(rest), len(rest), 0, 0}
			}
			pattern.WriteString(regexp.QuoteMeta(rest[:at[0]]))
			literals += at[0]
			switch name := rest[at[2]:at[3]]; name {
			case "": // the rest
			case "Name":
				pattern.WriteString(`(?P<Name>\S+)`)
			default:
				pattern.WriteString(`(?P<` + name + `>.+?)`)
			}
			rest = rest[at[1]:]
		}
		compiled, err := regexp.Compile(`(?s)^` + pattern.String() + `$`)
		if err != nil {
			return nil, err
		}
		all = append(all, sentence{id: id, pattern: compiled, literals: literals})
	}
	slices.SortFunc(all, func(a, b sentence) int { return cmp.Or(cmp.Compare(b.literals, a.literals), cmp.Compare(a.id, b.id)) })
	return all, nil
}

// bound are the sentences of each prefix, compiled when one is first asked for: the messages that ship never change.
var bound sync.Map // string -> func() ([]sentence, error)

// Reword says in the speaker's language what a part of the program that speaks English alone has said: text is looked for
// among the English messages that ship and whose ids begin with prefix, and what stands for their variables is reworded
// in the same way, where it is found. A variable that is called Name stands for one word, any other for one or more. ok is false, and the text comes back as it is, where no message says it.
func (s Speaker) Reword(prefix, text string) (said string, ok bool) {
	found, _ := bound.LoadOrStore(prefix, sync.OnceValues(func() ([]sentence, error) { return sentences(prefix) }))
	all, err := found.(func() ([]sentence, error))()
	if err != nil {
		return text, false
	}
	for _, x := range all {
		groups := x.pattern.FindStringSubmatch(text)
		if groups == nil {
			continue
		}
		var args []any
		for i, name := range x.pattern.SubexpNames() {
			if name == "" {
				continue
			}
			value := groups[i]
			if strings.Contains(value, " ") {
				value, _ = s.Reword(prefix, value)
			}
			args = append(args, name, value)
		}
		return s.T(x.id, args...), true
	}
	return text, false
}
