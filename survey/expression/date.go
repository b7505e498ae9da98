package expression

import (
	"math"
	"time"
)

const (
	dayLayout    = "2006-01-02"
	momentLayout = "2006-01-02T15:04:05.000Z07:00" // as ODK writes start and end
)

const secondsOfDay = 24 * 60 * 60

// parseDate reads a day, or a moment by RFC 3339, as days since 1970-01-01. A
// moment counts by the calendar and clock of its own place, so that the days
// between two of them are those that people there would count.
func parseDate(s string) (days float64, ok bool) {
	if len(s) < len(dayLayout) || len(s) > len(time.RFC3339Nano) || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	year, month, day := digits(s[:4]), digits(s[5:7]), digits(s[8:10])
	midnight := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if y, m, d := midnight.Date(); year < 1 || y != year || m != time.Month(month) || d != day {
		return 0, false // no digits, or no such day
	}
	days = float64(midnight.Unix() / secondsOfDay)
	if len(s) == len(dayLayout) {
		return days, true
	}
	if s[len(dayLayout)] != 'T' {
		return 0, false
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return 0, false
	}
	hour, minute, second := t.Clock()
	return days + (float64(hour*3600+minute*60+second)+float64(t.Nanosecond())/1e9)/secondsOfDay, true
}

// digits reads a few decimal digits; it is -1 if there is anything else.
func digits(s string) int {
	n := 0
	for i := range len(s) {
		if !isDigit(s[i]) {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// onDay is the day that is so many days after 1970-01-01, empty beyond the years
// that are written with four digits.
func onDay(days float64) Value {
	const first, last = -719162, 2932896 // 0001-01-01 and 9999-12-31
	days = math.Floor(days)
	if !(first <= days && days <= last) { // so also NaN
		return Value{}
	}
	return Day(time.Unix(int64(days)*secondsOfDay, 0).UTC().Format(dayLayout))
}
