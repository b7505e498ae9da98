package planning

import (
	"strings"
	"time"
)

// dayForm is how browsers send a day, and dayTyped how it is typed where they have no calendar.
const (
	dayForm  = time.DateOnly
	dayTyped = "2.1.2006"
)

// dayOf reads a day as its midnight in the zone; the zero time where nothing was typed.
func dayOf(typed string, zone *time.Location) (time.Time, bool) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return time.Time{}, true
	}
	for _, form := range []string{dayForm, dayTyped} {
		if day, err := time.ParseInLocation(form, typed, zone); err == nil && day.Year() >= 2000 && day.Year() < 2200 {
			return day, true
		}
	}
	return time.Time{}, false
}

// after is the moment at which a day is over; the zero time of the zero time.
func after(day time.Time) time.Time {
	if day.IsZero() {
		return day
	}
	return day.AddDate(0, 0, 1)
}

// first is the day of a moment as a form has it; "" of the zero time.
func first(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(dayForm)
}

// last is the day before a moment: whoever closes at midnight has their last day before it.
func last(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return first(t.Add(-time.Nanosecond), zone)
}

// moment is the moment that a day means: where the form still has the day that it was given for, the moment itself.
func moment(typed, was string, of time.Time, read func(time.Time) time.Time, zone *time.Location) (time.Time, bool) {
	if typed == was {
		return of, true
	}
	day, ok := dayOf(typed, zone)
	return read(day), ok
}
