package page

import (
	"fmt"
	"time"

	"ashar/survey/locale"
)

// bishkek is the zone that has a name of its own among our words.
const bishkek = "Asia/Bishkek"

// DateTime writes the day, the time of day and the zone in which that is told, of t in zone.
func DateTime(s locale.Speaker, t time.Time, zone *time.Location) string {
	t = t.In(zone)
	return s.T("common.in_zone", "Time", s.DateTime(t), "Zone", zoneName(s, t))
}

// zoneName is what people call the zone, or how far it is from UTC: "UTC+5:30".
func zoneName(s locale.Speaker, t time.Time) string {
	if t.Location().String() == bishkek {
		return s.T("common.zone.bishkek")
	}
	_, seconds := t.Zone()
	if seconds == 0 {
		return "UTC"
	}
	sign, minutes := "+", seconds/60
	if minutes < 0 {
		sign, minutes = "\u2212", -minutes
	}
	if minutes%60 == 0 {
		return fmt.Sprintf("UTC%s%d", sign, minutes/60)
	}
	return fmt.Sprintf("UTC%s%d:%02d", sign, minutes/60, minutes%60)
}
