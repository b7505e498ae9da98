package page_test

import (
	"net/http/httptest"
	"testing"

	"ashar/survey/page/pagetest"
)

// TestScriptOfPagesThatFollowIsSmall holds the script that phones in a hall load, each for itself, to 3 KB.
func TestScriptOfPagesThatFollowIsSmall(t *testing.T) {
	p := pagetest.New(t)
	w := httptest.NewRecorder()
	p.Echo().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", p.Asset("feed.js"), nil))
	if got := w.Body.Len(); w.Code != 200 || got > 3<<10 {
		t.Errorf("got %d and %d bytes, want 200 and no more than %d", w.Code, got, 3<<10)
	} else {
		t.Logf("%d bytes", got)
	}
}
