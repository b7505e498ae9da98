package table

import (
	"regexp"
	"strconv"
	"strings"
)

// The beginnings of formulas: = + - @, also as wide as a Chinese sign, and what programs pass over before them.
const (
	passed = `[ \x{a0}\p{Cf}"]*`
	signs  = `[=+\-@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]`
)

var (
	// formula is what a spreadsheet takes for a formula, or what Guard has made of it.
	formula = regexp.MustCompile(`^'*(?:[\t\r\n]|[\s\x{a0}\p{Cf}"]*` + signs + `)`)
	// plainNumber is a number that no spreadsheet takes for a formula, as -12.5 is.
	plainNumber = regexp.MustCompile(`^-?[0-9]+([.,][0-9]+)?$`)
	// within is what a program that parts cells by another sign, or takes every end of a line for the end of a row, takes
	// for the beginning of a formula. A dash before a Cyrillic word is speech, or one line of a list, and comes to nothing.
	within = regexp.MustCompile(`([;,\t\r\n])('*` + passed + `(?:[=@\x{ff1d}\x{ff20}]|[+\-\x{ff0b}\x{ff0d}] *[0-9A-Za-z("'.$]))`)
	// guarded is what GuardCSV has made of that.
	guarded = regexp.MustCompile(`([;,\t\r\n])'('*` + passed + `(?:[=@\x{ff1d}\x{ff20}]|[+\-\x{ff0b}\x{ff0d}] *[0-9A-Za-z("'.$]))`)
	// rewritten is what Excel turns into another number when it opens CSV: 0555, or of so many digits that it rounds them, or
	// 1e5.
	rewritten = regexp.MustCompile(`^'*(?:[+-]?0[0-9]+(?:[.,][0-9]*)?|[0-9]{16,}|[0-9]+[eE][+-]?[0-9]+)$`)
	// dayLike is what Excel may turn into a day.
	dayLike = regexp.MustCompile(`^'*([0-9]{1,2})[-./]([0-9]{1,2})(?:[-./][0-9]{2,4})?$`)
)

// Guard keeps a cell from being taken for a formula: one that begins with = + - @, a tab or the end of a line gets an
// apostrophe before it, but for a number. See Unguard.
func Guard(cell string) string {
	if !harmless(cell) && (formula.MatchString(cell) && !plainNumber.MatchString(cell) || cell[0] == '\'' && excelRewrites(cell)) {
		return "'" + cell
	}
	return cell
}

// harmless reports whether a cell begins with a digit or a letter, Latin or Cyrillic.
func harmless(cell string) bool {
	if cell == "" {
		return true
	}
	c := cell[0]
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || 0xd0 <= c && c <= 0xd3
}

// GuardCSV does what Guard does, and the same within a cell of CSV: where a program that parts cells by another sign than
// the file does would begin a cell.
func GuardCSV(cell string) string {
	if strings.ContainsAny(cell, ";,\t\r\n") {
		cell = within.ReplaceAllString(cell, "$1'$2")
	}
	return Guard(cell)
}

// GuardExcel does what GuardCSV does, and puts an apostrophe before what Excel would turn into another number or into a day
// when it opens CSV, as 0555 and 10-12.
func GuardExcel(cell string) string {
	if excelRewrites(cell) {
		return "'" + cell
	}
	return GuardCSV(cell)
}

func excelRewrites(cell string) bool {
	if cell == "" || !strings.ContainsRune("+-'0123456789", rune(cell[0])) {
		return false
	}
	if rewritten.MatchString(cell) {
		return true
	}
	parts := dayLike.FindStringSubmatch(cell)
	if parts == nil {
		return false
	}
	a, _ := strconv.Atoi(parts[1])
	b, _ := strconv.Atoi(parts[2])
	return a > 0 && b > 0 && (a <= 31 && b <= 12 || a <= 12 && b <= 31)
}

// Unguard is the cell that Guard, GuardCSV or GuardExcel guarded.
func Unguard(cell string) string {
	if bare, ok := strings.CutPrefix(cell, "'"); ok && (excelRewrites(bare) || formula.MatchString(bare) && !plainNumber.MatchString(bare)) {
		cell = bare
	}
	if strings.ContainsAny(cell, ";,\t\r\n") {
		cell = guarded.ReplaceAllString(cell, "$1$2")
	}
	return cell
}
