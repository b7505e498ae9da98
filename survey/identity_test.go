package survey_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ashar/survey"
)

func TestPseudonyms(t *testing.T) {
	one := survey.NewPseudonyms(bytes.Repeat([]byte{1}, survey.MinSecret))
	two := survey.NewPseudonyms(bytes.Repeat([]byte{2}, survey.MinSecret))
	got := one.Of("telegram", "7001")
	if !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(got) {
		t.Errorf("a pseudonym is %q, want 32 hexadecimal digits", got)
	}
	// HMAC-SHA-256 of "telegram\x007001" with 32 bytes of 1, worked out with another program.
	if want := "6b6e1b384390453168b8843e061f652c"; got != want {
		t.Errorf("the pseudonym is %s, want %s: a change would cut everybody's ties to their answers", got, want)
	}
	seen := map[string]string{got: "the first"}
	for name, p := range map[string]string{
		"another secret":         two.Of("telegram", "7001"),
		"another kind":           one.Of("phone", "7001"),
		"another person":         one.Of("telegram", "7002"),
		"the same letters, else": one.Of("telegram7", "001"),
	} {
		if other := seen[p]; other != "" {
			t.Errorf("%s has the pseudonym of %s", name, other)
		}
		seen[p] = name
	}
}

func TestShortSecretIsRefused(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Errorf("a secret of %d bytes is taken, want a panic", survey.MinSecret-1)
		}
	}()
	survey.NewPseudonyms(make([]byte, survey.MinSecret-1))
}

func TestInterviewIDsCannotBeGuessed(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		id := survey.NewInterviewID()
		if len(id) < 26 || seen[id] {
			t.Fatalf("identifier %q is short or was drawn before", id)
		}
		seen[id] = true
	}
}

func TestNormalReceipt(t *testing.T) {
	for typed, want := range map[string]string{
		"4H8KQ-7ZP2M":           "4H8KQ-7ZP2M",
		" 4h8kq 7zp2m\n":        "4H8KQ-7ZP2M",
		"4h8kq7zp2m":            "4H8KQ-7ZP2M",
		"4-H-8-K-Q 7-Z-P-2-M":   "4H8KQ-7ZP2M",
		"oO0iI-lL1AB":           "00011-111AB",
		"":                      "",
		"4H8KQ-7ZP2":            "",
		"4H8KQ-7ZP2MM":          "",
		"4H8KQ-7ZP2U":           "", // U is no letter of receipts
		"4H8KQ_7ZP2M":           "",
		"4НКРТ":                 "", // ten bytes, but Cyrillic
		"ашар":                  "",
		"4H8KQ-7ZP2M-4H8KQ-7ZP": "",
	} {
		if got := survey.NormalReceipt(typed); got != want {
			t.Errorf("NormalReceipt(%q): got %q, want %q", typed, got, want)
		}
	}
}

func TestTypingAReceiptFindsIt(t *testing.T) {
	blur := strings.NewReplacer("0", "o", "1", "l", "-", " ")
	rapid.Check(t, func(t *rapid.T) {
		iv := survey.Interview{ID: rapid.String().Draw(t, "interview")}
		receipt := survey.Session{Interview: iv}.Receipt()
		for _, typed := range []string{receipt, strings.ToLower(receipt), blur.Replace(receipt)} {
			if got := survey.NormalReceipt(typed); got != receipt {
				t.Fatalf("typed %q: got %q, want %q", typed, got, receipt)
			}
		}
	})
}
