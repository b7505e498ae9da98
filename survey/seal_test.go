package survey_test

import (
	"bytes"
	"testing"

	"ashar/survey"
)

// TestSealOpensAsWhatItWasClosed opens a thing with the same secret, as the same thing and
// of the same kind, and otherwise not.
func TestSealOpensAsWhatItWasClosed(t *testing.T) {
	const kind = "telegram address"
	ours := survey.NewPseudonyms([]byte("a secret of thirty-two bytes, so"))
	theirs := survey.NewPseudonyms([]byte("another one of thirty-two bytes."))
	what, of := []byte("500042"), []byte("a subscription")
	sealed := survey.NewSeal(ours, kind).Close(what, of)
	if bytes.Contains(sealed, what) {
		t.Errorf("%q can be read in %q", what, sealed)
	}
	if again := survey.NewSeal(ours, kind).Close(what, of); bytes.Equal(again, sealed) {
		t.Error("the same thing is sealed the same twice: it can be told that it is the same")
	}
	if got, err := survey.NewSeal(ours, kind).Open(sealed, of); err != nil || !bytes.Equal(got, what) {
		t.Errorf("got %q, %v; want %q", got, err, what)
	}
	changed := bytes.Clone(sealed)
	changed[len(changed)-1] ^= 1
	for why, c := range map[string]struct {
		secret survey.Pseudonyms
		kind   string
		sealed []byte
		of     []byte
	}{
		"another secret": {theirs, kind, sealed, of},
		"another kind":   {ours, "telegram inbox", sealed, of},
		"another thing":  {ours, kind, sealed, []byte("another subscription")},
		"changed":        {ours, kind, changed, of},
		"cut":            {ours, kind, sealed[:len(sealed)-1], of},
		"nothing":        {ours, kind, nil, of},
	} {
		if got, err := survey.NewSeal(c.secret, c.kind).Open(c.sealed, c.of); err == nil {
			t.Errorf("%s: opened as %q", why, got)
		}
	}
}
