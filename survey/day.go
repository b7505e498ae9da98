package survey

import (
	"regexp"
	"strings"
	"time"
)

// typedDay is a day as people here write it: 27.11.2026, 27/11/2026, 27-11-2026.
var typedDay = regexp.MustCompile(`^([0-9]{1,2})[./\-\s]+([0-9]{1,2})[./\-\s]+([0-9]{4})$`)

// day brings a day as somebody typed it to the form 2006-01-02; ok is false for
// what is none. Both that form and the day first are understood.
func day(typed string) (iso string, ok bool) {
	s := strings.TrimSpace(visible(typed))
	if m := typedDay.FindStringSubmatch(s); m != nil {
		s = m[3] + "-" + two(m[2]) + "-" + two(m[1])
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return "", false
	}
	return s, true
}

func two(digits string) string {
	if len(digits) == 1 {
		return "0" + digits
	}
	return digits
}

func (x *Question) acceptDate(v Value) (Value, error) {
	iso, ok := day(v.Date)
	if !ok {
		return Value{}, x.problem(NotDate)
	}
	return Value{Date: iso}, nil
}
