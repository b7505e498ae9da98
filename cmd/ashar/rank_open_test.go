package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestARankingIsProvisionalWhileAnswersMayCome reads the terminal's table before and after the campaign is closed.
func TestARankingIsProvisionalWhileAnswersMayCome(t *testing.T) {
	dir := t.TempDir()
	place, uri := filepath.Join(dir, "place.json"), "file:"+filepath.Join(dir, "ashar.db")
	if err := os.WriteFile(place, []byte(run(t, nil, "campaign", "place")), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, nil, "campaign", "open", place, "--store", uri)
	provisional := func(want bool) {
		t.Helper()
		table := run(t, nil, "rank", "--lang", "en", "--store", uri)
		if got := strings.Contains(table, "Provisional result."); got != want {
			t.Errorf("provisional is %t, want %t:\n%s", got, want, table)
		}
	}
	provisional(true)
	run(t, nil, "campaign", "close", "needs", "--store", uri)
	provisional(false)
}
