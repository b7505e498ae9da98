package dataset

import (
	"strconv"
	"time"
)

// what a cell holds.
type what uint8

const (
	nothing what = iota // not asked, skipped, or not in this version
	text
	number
	boolean
	day
	moment
	list
)

// cell is one value of a row. What is filled follows from what it holds.
type cell struct {
	what what
	is   bool
	text string // also the digits of a number, and a day
	list []string
	at   time.Time
}

// words is a text; nothing where it is empty.
func words(s string) cell {
	if s == "" {
		return cell{}
	}
	return cell{what: text, text: s}
}

// digits is a number as it is written; words where that is none.
func digits(s string) cell {
	if !plain(s) {
		return words(s)
	}
	return cell{what: number, text: s}
}

// dated is a day as it is written; words where that is none.
func dated(s string) cell {
	if len(s) == len(time.DateOnly) {
		return cell{what: day, text: s}
	}
	return words(s)
}

func several(s []string) cell {
	if len(s) == 0 {
		return cell{}
	}
	return cell{what: list, list: s}
}

// plain reports whether a text is a number that JSON and every spreadsheet take for one, as -12.5 is.
func plain(s string) bool {
	if s != "" && s[0] == '-' {
		s = s[1:]
	}
	i := 0
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		i++
	}
	if i == 0 || i > 1 && s[0] == '0' {
		return false
	}
	if i == len(s) {
		return true
	}
	rest := s[i+1:]
	for j := range len(rest) {
		if rest[j] < '0' || rest[j] > '9' {
			return false
		}
	}
	return s[i] == '.' && rest != ""
}

func degrees(x float64) cell { return digits(strconv.FormatFloat(x, 'f', -1, 64)) }
