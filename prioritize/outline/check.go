package outline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ashar/survey"
)

// Problem says what is wrong with one place of a Template.
type Problem struct {
	Table  string // "" of the document itself
	Column string // "" of the table itself
	Reason Reason
}

// Reason is what is wrong. The words for it are in the locale under "outline.problem.<reason>".
type Reason string

// The reasons.
const (
	UnknownTable  Reason = "unknown_table"
	UnknownColumn Reason = "unknown_column"
	Twice         Reason = "twice"        // named twice
	NoHeading     Reason = "no_heading"   // an own column without one
	RowsUntold    Reason = "rows_untold"  // the column that says what the rows are about is left out
	TooLong       Reason = "too_long"     // see the bounds
	TooManyOwn    Reason = "too_many_own" // more than MaxOwn
	Empty         Reason = "empty"        // every table is left out
)

// Problems is all that is wrong with a Template. It is a survey.ErrInvalid.
type Problems []Problem

// Error lists them, for logs and the terminal.
func (p Problems) Error() string {
	all := make([]string, len(p))
	for i, x := range p {
		all[i] = strings.TrimPrefix(strings.Join([]string{x.Table, x.Column, string(x.Reason)}, " "), " ")
	}
	return "outline: " + strings.Join(all, "; ")
}

// Is reports that Problems are a survey.ErrInvalid.
func (p Problems) Is(target error) bool { return target == survey.ErrInvalid }

// Check returns Problems of a Template that no document can be laid out by; nil of a good one.
func (t *Template) Check() error {
	var found Problems
	add := func(table, column string, r Reason) { found = append(found, Problem{table, column, r}) }
	if long(t.Title, MaxTitle) || long(t.Lead, MaxLead) {
		add("", "", TooLong)
	}
	met := map[string]bool{}
	for i := range t.Parts {
		p := &t.Parts[i]
		switch {
		case known[p.Table] == nil:
			add(p.Table, "", UnknownTable)
			continue
		case met[p.Table]:
			add(p.Table, "", Twice)
		case long(p.Title, MaxTitle) || long(p.Lead, MaxLead):
			add(p.Table, "", TooLong)
		}
		met[p.Table] = true
		p.check(add)
	}
	if !slices.ContainsFunc(t.All(), func(p Part) bool { return !p.Off }) {
		add("", "", Empty)
	}
	if found == nil {
		return nil
	}
	return fmt.Errorf("outline: template %s: %w", t.ID, found)
}

func (p *Part) check(add func(table, column string, r Reason)) {
	met := map[string]bool{}
	own := 0
	for _, c := range p.Columns {
		switch {
		case c.IsOwn():
			if own++; own == MaxOwn+1 {
				add(p.Table, c.ID, TooManyOwn)
			}
			if len(c.Heading) == 0 {
				add(p.Table, c.ID, NoHeading)
			}
		case !slices.Contains(known[p.Table], c.ID):
			add(p.Table, c.ID, UnknownColumn)
		case c.ID == known[p.Table][0] && c.Off:
			add(p.Table, c.ID, RowsUntold)
		}
		if met[c.ID] {
			add(p.Table, c.ID, Twice)
		}
		met[c.ID] = true
		if long(c.Heading, MaxWord) {
			add(p.Table, c.ID, TooLong)
		}
	}
}

// IsOwn reports whether the municipality added the column.
func (c Column) IsOwn() bool {
	n, is := strings.CutPrefix(c.ID, Own)
	i, err := strconv.Atoi(n)
	return is && err == nil && i > 0 && n == strconv.Itoa(i)
}

func long(t survey.Text, most int) bool {
	for _, words := range t {
		if utf8.RuneCountInString(words) > most {
			return true
		}
	}
	return false
}
