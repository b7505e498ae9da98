package expression

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// parseNumber reads a number as XPath writes it, in plain decimals without an
// exponent, or the date that ODK reads as a number of days. It is NaN for
// everything else.
func parseNumber(s string) float64 {
	s = strings.TrimSpace(s)
	if days, ok := parseDate(s); ok {
		return days
	}
	if !plainDecimal(s) {
		return math.NaN()
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil { // beyond what a float64 holds
		return math.NaN()
	}
	return x
}

// plainDecimal reports whether s has digits, with at most one point among them and
// at most one minus before them.
func plainDecimal(s string) bool {
	s = strings.TrimPrefix(s, "-")
	digits, points := 0, 0
	for i := range len(s) {
		switch {
		case isDigit(s[i]):
			digits++
		case s[i] == '.':
			points++
		default:
			return false
		}
	}
	return digits > 0 && points <= 1
}

// formatNumber writes a number as XPath does: never with an exponent, and a whole
// one without a point.
func formatNumber(x float64) string {
	if x == 0 { // also minus zero
		return "0"
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// maxDigits is more than any float64 has before or behind the point.
const maxDigits = 400

// round rounds to that many digits behind the point, or before it if there are
// less than none; halves go up. It rounds the number as it is written, as a person
// would: 1.005 to two digits is 1.01, though its float64 is a trifle less.
func round(x, digits float64) float64 {
	if math.IsNaN(x) || math.IsNaN(digits) {
		return math.NaN()
	}
	n := int(max(-maxDigits, min(digits, maxDigits)))
	if n == 0 {
		return halfUp(x)
	}
	shifted := shift(x, n)
	if math.IsInf(shifted, 0) { // so great that it has no such digits
		return x
	}
	return shift(halfUp(shifted), -n)
}

// halfUp is math.Floor(x+0.5) without the error of that sum.
func halfUp(x float64) float64 {
	whole := math.Floor(x)
	if x-whole >= 0.5 {
		return whole + 1
	}
	return whole
}

// shift moves the decimal point of x, as it is written, n digits to the right.
func shift(x float64, n int) float64 {
	var space [32]byte
	written := strconv.AppendFloat(space[:0], x, 'e', -1, 64)
	e := bytes.IndexByte(written, 'e')
	exponent, err := strconv.Atoi(string(written[e+1:]))
	if err != nil {
		return x // not reached: AppendFloat wrote it
	}
	written = strconv.AppendInt(written[:e+1], int64(exponent+n), 10)
	shifted, err := strconv.ParseFloat(string(written), 64)
	if err != nil {
		return math.Inf(1)
	}
	return shifted
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
