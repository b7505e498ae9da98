package survey_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"ashar/survey"
)

func TestCampaignOpen(t *testing.T) {
	closes := noon.Add(24 * time.Hour)
	tests := []struct {
		name   string
		status survey.Status
		closes time.Time
		now    time.Time
		want   bool
	}{
		{"a draft", survey.StatusDraft, closes, noon, false},
		{"at its opening", survey.StatusOpen, closes, noon, true},
		{"before its opening", survey.StatusOpen, closes, noon.Add(-time.Millisecond), false},
		{"to its last moment", survey.StatusOpen, closes, closes.Add(-time.Millisecond), true},
		{"at its closing", survey.StatusOpen, closes, closes, false},
		{"with no closing time", survey.StatusOpen, time.Time{}, noon.AddDate(10, 0, 0), true},
		{"closed by hand", survey.StatusClosed, closes, noon, false},
	}
	for _, tt := range tests {
		c := survey.Campaign{Status: tt.status, Opens: noon, Closes: tt.closes}
		if got := c.Open(tt.now); got != tt.want {
			t.Errorf("%s: Open = %t, want %t", tt.name, got, tt.want)
		}
	}
}

func TestNewCode(t *testing.T) {
	count := map[rune]int{}
	const codes = 5000
	for range codes {
		code, err := survey.NewCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if survey.NormalCode(code) != code {
			t.Fatalf("the new code %q is not in its normal form", code)
		}
		for _, r := range code {
			count[r]++
		}
	}
	if len(count) != 30 {
		t.Errorf("%d characters are in use, want 30", len(count))
	}
	// Each is expected 1000 times with a deviation of 31: 200 is far beyond chance.
	for r, n := range count {
		if n < 800 || n > 1200 {
			t.Errorf("%c was drawn %d times in %d, want about 1000: the draw is not even", r, n, codes*survey.CodeLength)
		}
	}
}

func TestNewCodeNeedsRandomness(t *testing.T) {
	if code, err := survey.NewCode(bytes.NewReader([]byte{1, 2, 3})); !errors.Is(err, io.EOF) || code != "" {
		t.Errorf("NewCode with a dry source = %q, %v; want io.EOF", code, err)
	}
	// 240 to 255 would favour the first letters, and are drawn again.
	if code, err := survey.NewCode(bytes.NewReader([]byte{240, 255, 0, 30, 239, 29, 1, 60})); err != nil || code != "22ZZ32" {
		t.Errorf("NewCode = %q, %v; want 22ZZ32", code, err)
	}
}

func TestNormalCode(t *testing.T) {
	for typed, want := range map[string]string{
		"ABC234":       "ABC234",
		"abc234":       "ABC234",
		" abc-234 ":    "ABC234",
		"a b c 2 3 4":  "ABC234",
		"ABC23":        "",
		"ABC2345":      "",
		"ABC23O":       "", // no letter O
		"ABC230":       "", // and no zero
		"AB:234":       "",
		"АВС234":       "ABC234", // Cyrillic letters that look the same
		"авс 234":      "ABC234",
		"ABC–234":      "ABC234", // a dash
		"ЖВС234":       "",       // a Cyrillic letter that looks like none
		"":             "",
		"------":       "",
		"ABC234\x00":   "",
		"ABC234ABC234": "",
	} {
		if got := survey.NormalCode(typed); got != want {
			t.Errorf("NormalCode(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestCampaignCheck(t *testing.T) {
	good := survey.Campaign{ID: "needs-2026", Title: survey.Text{"ky": "Сурамжылоо"}, Opens: noon, Closes: noon.Add(time.Hour), Limit: 400}
	if err := good.Check(); err != nil {
		t.Errorf("Check = %v, want nothing", err)
	}
	for _, id := range []string{"", "a/b", "../x", "Bad ID", "<script>", strings.Repeat("a", survey.MaxName+1)} {
		bad := good
		bad.ID, bad.Title, bad.Closes, bad.Limit = id, nil, noon, -1
		err := bad.Check()
		if !errors.Is(err, survey.ErrInvalid) || strings.Count(err.Error(), "\n") != 3 {
			t.Errorf("Check of %q = %v, want four faults at once", id, err)
		}
	}
}
