package locale

import (
	"fmt"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// Speaker says the program's words in one language. It is a small value, meant to be copied and embedded in what a
// template is given, so that the template can say {{.T "common.next"}}. It is safe for concurrent use. The zero
// Speaker knows no words: get one from Words.For.
type Speaker struct {
	words   *Words
	catalog *catalog
}

// Lang is the speaker's language as a BCP 47 tag, such as "ky".
func (s Speaker) Lang() string { return s.catalog.lang }

// T returns the message id, filled with args: alternating names and values, for {{.Name}} in the text.
//
//	s.T("common.step", "Step", 4, "Of", 9)
//
// A message that the language lacks is taken from Russian, then English, then Kyrgyz, then it is the id itself; each
// of these, and a message that cannot be filled, is reported to OnMissing. T never fails.
func (s Speaker) T(id string, args ...any) string {
	if len(args) == 0 {
		if text, ok := s.catalog.plain[id]; ok {
			return text
		}
	}
	return s.say(id, nil, args)
}

// N returns the message id in the plural form that n takes in this language. The text may use {{.Count}}, which is n
// written as the language writes numbers, and the names in args as in T.
func (s Speaker) N(id string, n int, args ...any) string {
	return s.say(id, n, append([]any{"Count", s.Number(n)}, args...))
}

// say looks id up along the chain of languages. count is nil where there is nothing to count.
func (s Speaker) say(id string, count any, args []any) string {
	data, err := pairs(args)
	if err != nil {
		s.words.missing(s.Lang(), id)
	}
	for c := range s.words.chain(s.catalog) {
		if text, ok := c.plain[id]; ok {
			if c != s.catalog {
				s.words.missing(s.Lang(), id)
			}
			return text
		}
		if !c.filled[id] {
			continue
		}
		text, err := c.localizer.Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: data, PluralCount: count})
		if c != s.catalog || err != nil || strings.Contains(text, noValue) {
			s.words.missing(s.Lang(), id)
		}
		if text != "" {
			return strings.ReplaceAll(text, noValue, "…")
		}
	}
	s.words.missing(s.Lang(), id)
	return id
}

// noValue is what a text template writes for a name that it was not given.
const noValue = "<no value>"

// pairs turns alternating names and values into a map. What it could read is returned with the error.
func pairs(args []any) (map[string]any, error) {
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		name, ok := args[i].(string)
		if !ok {
			return data, fmt.Errorf("argument %d is %T, not a name", i, args[i])
		}
		data[name] = args[i+1]
	}
	if len(args)%2 != 0 {
		return data, fmt.Errorf("%d arguments are not pairs of name and value", len(args))
	}
	return data, nil
}
