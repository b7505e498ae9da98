package expression

import (
	"fmt"
	"regexp/syntax"
	"strings"
	"unicode"
)

// JavaScript is the pattern of a regex() as JavaScript writes it, to be matched with
// the flag u: the same texts match from end to end. A pattern that regex() would not
// take comes out as one that matches nothing.
func JavaScript(pattern string) string {
	if _, err := wholeText(pattern); err != nil {
		return "[]"
	}
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "[]"
	}
	var b strings.Builder
	b.WriteString("^(?:")
	writePattern(&b, re)
	b.WriteString(")$")
	return b.String()
}

// marks are how JavaScript writes what stands for itself. A line begins and ends, in
// RE2, at line feeds alone.
var marks = map[syntax.Op]string{
	syntax.OpNoMatch:        "[]",
	syntax.OpEmptyMatch:     "(?:)",
	syntax.OpAnyCharNotNL:   `[^\n]`,
	syntax.OpAnyChar:        "[^]",
	syntax.OpBeginLine:      `(?<![^\n])`,
	syntax.OpEndLine:        `(?![^\n])`,
	syntax.OpBeginText:      "^",
	syntax.OpEndText:        "$",
	syntax.OpWordBoundary:   `\b`,
	syntax.OpNoWordBoundary: `\B`,
}

func writePattern(b *strings.Builder, re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			writeLiteral(b, r, re.Flags&syntax.FoldCase != 0)
		}
	case syntax.OpCharClass:
		b.WriteString("[")
		for i := 0; i+1 < len(re.Rune); i += 2 {
			fmt.Fprintf(b, `\u{%x}-\u{%x}`, re.Rune[i], re.Rune[i+1])
		}
		b.WriteString("]")
	case syntax.OpConcat, syntax.OpAlternate, syntax.OpCapture:
		b.WriteString("(?:")
		for i, sub := range re.Sub {
			if i > 0 && re.Op == syntax.OpAlternate {
				b.WriteString("|")
			}
			writePattern(b, sub)
		}
		b.WriteString(")")
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		b.WriteString("(?:")
		writePattern(b, re.Sub[0])
		b.WriteString(")" + times(re))
	default:
		b.WriteString(marks[re.Op])
	}
}

// times is how often what stands before may come. Greedy or not is the same where the
// whole text must match.
func times(re *syntax.Regexp) string {
	switch re.Op {
	case syntax.OpStar:
		return "*"
	case syntax.OpPlus:
		return "+"
	case syntax.OpQuest:
		return "?"
	}
	if re.Max < 0 {
		return fmt.Sprintf("{%d,}", re.Min)
	}
	return fmt.Sprintf("{%d,%d}", re.Min, re.Max)
}

// writeLiteral writes a letter, or all that are the same letter, small or capital.
func writeLiteral(b *strings.Builder, r rune, fold bool) {
	fmt.Fprintf(b, `[\u{%x}`, r)
	if fold {
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			fmt.Fprintf(b, `\u{%x}`, other)
		}
	}
	b.WriteString("]")
}
