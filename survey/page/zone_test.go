package page_test

import (
	"testing"
	"time"

	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

func TestATimeOfDayNamesItsZone(t *testing.T) {
	at := time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC)
	ky := pagetest.Words(t).For("ky")
	tests := []struct {
		zone *time.Location
		want string
	}{
		{time.FixedZone("Asia/Bishkek", 6*60*60), "2026-жылдын 20-майы, саат 12:00 (Бишкек убактысы)"},
		{time.UTC, "2026-жылдын 20-майы, саат 06:00 (UTC)"},
		{time.FixedZone("Asia/Kolkata", 5*60*60+30*60), "2026-жылдын 20-майы, саат 11:30 (UTC+5:30)"},
		{time.FixedZone("", -4*60*60), "2026-жылдын 20-майы, саат 02:00 (UTC−4)"},
	}
	for _, tt := range tests {
		if got := page.DateTime(ky, at, tt.zone); got != tt.want {
			t.Errorf("in %s: got %q, want %q", tt.zone, got, tt.want)
		}
	}
}
