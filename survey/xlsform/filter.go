package xlsform

import (
	"strings"

	"ashar/survey"
	"ashar/survey/expression"
)

// filterOf is a choice_filter as it reads for one choice: with what stands in the
// choice's columns in place of their names. It is "" when the filter cannot be
// read, and may not parse when a column has quotes of both kinds.
func filterOf(c *survey.Choice, filter string) string {
	e, err := expression.Parse(filter)
	if err != nil {
		return ""
	}
	columns := map[string]bool{}
	for _, name := range e.Columns() {
		columns[name] = true
	}
	var b strings.Builder
	// In canonical writing an operator that is a word stands between spaces, and a
	// column has neither a quote, nor a brace, nor a parenthesis after it.
	for rest := e.String(); rest != ""; {
		length := tokenLength(rest)
		token := rest[:length]
		rest = rest[length:]
		if columns[token] && !strings.HasPrefix(rest, "(") {
			token = literal(c, token)
		}
		b.WriteString(token)
	}
	return b.String()
}

// tokenLength is the length of the text, the reference, the word or the single
// character with which a canonical expression begins.
func tokenLength(s string) int {
	closing := map[byte]string{'\'': "'", '"': `"`, '$': "}"}[s[0]]
	if closing != "" {
		if end := strings.Index(s[1:], closing); end >= 0 {
			return 1 + end + len(closing)
		}
		return 1
	}
	n := 1
	if !isAlphanumeric(s[0]) && s[0] != '_' {
		return n
	}
	for n < len(s) && (isAlphanumeric(s[n]) || strings.IndexByte("_-.:", s[n]) >= 0) {
		n++
	}
	return n
}

func isAlphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// literal is what stands in a choice's column, as a text in quotes.
func literal(c *survey.Choice, name string) string {
	value := c.Columns[name]
	if name == "name" {
		value = c.Name
	}
	if strings.Contains(value, "'") {
		return `"` + value + `"`
	}
	return "'" + value + "'"
}
