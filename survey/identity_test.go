package survey_test

import (
	"bytes"
	"regexp"
	"testing"

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
