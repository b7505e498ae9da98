package expression

import (
	"errors"
	"regexp"
	"regexp/syntax"
)

// maxPattern is the number of steps that a pattern may be made of. It bounds the
// time in which a text of MaxText characters is matched, which repetitions such as
// .{1000} multiply.
const maxPattern = 2000

var errPattern = errors.New("too many repetitions")

// wholeText compiles a pattern so that it matches a text from end to end.
func wholeText(pattern string) (*regexp.Regexp, error) {
	alone, err := syntax.Parse(pattern, syntax.Perl) // lest its ) closes ours
	if err != nil {
		return nil, err
	}
	steps, err := syntax.Compile(alone.Simplify())
	if err != nil {
		return nil, err
	}
	if len(steps.Inst) > maxPattern {
		return nil, errPattern
	}
	return regexp.Compile(`\A(?:` + pattern + `)\z`)
}
