package criteria

import (
	"strconv"
	"strings"
	"unicode"

	"ashar/prioritize/appraisal"
	"ashar/survey/locale"
)

// Money is typed and shown in thousands of som, as plans of municipalities have it, and kept in som.

// som reads an amount in thousands of som, with at most three decimals after a comma or a point; spaces may stand between
// thousands. Nothing is 0.
func som(typed string) (n int64, ok bool) {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, typed)
	if plain == "" {
		return 0, true
	}
	whole, fraction, parted := strings.Cut(strings.ReplaceAll(plain, ",", "."), ".")
	if len(fraction) > 3 || parted && fraction == "" || whole == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", 3-len(fraction)), 10, 64)
	return n, err == nil && n <= appraisal.MaxSom
}

// typedSom writes an amount as it is typed; 0 is nothing.
func typedSom(n int64) string {
	if n == 0 {
		return ""
	}
	return thousands(n, ",")
}

// plainSom writes an amount for a table.
func plainSom(n int64) string { return thousands(n, ".") }

// thousands writes som in thousands, with the decimals that it has.
func thousands(n int64, comma string) string {
	digits := strings.TrimRight(strconv.FormatInt(n%1000+1000, 10)[1:], "0")
	if digits == "" {
		return strconv.FormatInt(n/1000, 10)
	}
	return strconv.FormatInt(n/1000, 10) + comma + digits
}

// money says an amount.
func money(s locale.Speaker, n int64) string { return s.Digits(plainSom(n)) }
