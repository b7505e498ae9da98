package xlsform

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ashar/survey"
)

// MaxProblems is the number of problems that are told apart; a workbook with more
// is past mending one by one.
const MaxProblems = 500

// Problem is one thing that is wrong with a workbook, and what to do about it.
type Problem struct {
	Sheet  string // "" when it concerns no one sheet
	Row    int    // as the spreadsheet program counts, from 1; 0 when it concerns no one row
	Column string // the heading; "" when it concerns no one column
	Cell   string // such as "F7", where there is one
	Wrong  string
	Do     string // "" when Wrong says it
}

// Error says where, what is wrong, and what to do, in one line.
func (p Problem) Error() string {
	var b strings.Builder
	if p.Sheet != "" {
		fmt.Fprintf(&b, "sheet %s", p.Sheet)
		if p.Row > 0 {
			fmt.Fprintf(&b, ", row %d", p.Row)
		}
		if p.Column != "" {
			fmt.Fprintf(&b, ", column %s", p.Column)
		}
		if p.Cell != "" {
			fmt.Fprintf(&b, " (%s)", p.Cell)
		}
		b.WriteString(": ")
	}
	b.WriteString(p.Wrong)
	if p.Do != "" {
		b.WriteString("; " + p.Do)
	}
	return b.String()
}

// Problems is everything that is wrong with a workbook, sheet by sheet. It is a
// survey.ErrInvalid.
type Problems []Problem

// Error has a line for every problem.
func (ps Problems) Error() string {
	lines := make([]string, 0, len(ps)+1)
	head := fmt.Sprintf("xlsform: %d problems:", len(ps))
	if len(ps) == 1 {
		head = "xlsform: one problem:"
	}
	lines = append(lines, head)
	for _, p := range ps {
		lines = append(lines, p.Error())
	}
	return strings.Join(lines, "\n")
}

// sort brings them into the order in which an author goes through the workbook.
func (ps Problems) sort() {
	order := []string{"", surveySheet, choicesSheet, settingsSheet}
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, strings.ToLower(a.Sheet)), slices.Index(order, strings.ToLower(b.Sheet))),
			cmp.Compare(a.Row, b.Row),
			cmp.Compare(len(a.Cell), len(b.Cell)), // B before AA
			cmp.Compare(a.Cell, b.Cell),
		)
	})
}

// Unwrap makes them a survey.ErrInvalid.
func (Problems) Unwrap() error { return survey.ErrInvalid }
