package configs

import (
	"fmt"
	"io"
	"log/slog"
)

// MinSecret is the least length of an instance's secret, in bytes: as many as the digest that it keys has.
const MinSecret = 32

// redacted stands for a secret wherever one is printed or logged.
const redacted = "[redacted]"

// Secret is a text that is never shown: however it is printed, logged or marshalled, it comes out redacted.
type Secret struct{ text string }

// NewSecret wraps a text that must not be shown.
func NewSecret(text string) Secret { return Secret{text} }

// Reveal returns the text itself, for the one place that needs it.
func (s Secret) Reveal() string { return s.text }

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool { return s.text == "" }

// String tells only whether there is a secret.
func (s Secret) String() string {
	if s.IsZero() {
		return ""
	}
	return redacted
}

// Format prints String with any verb, so that none shows the text.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// LogValue logs String.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText writes String. There is no way back.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// instanceSecret reads the secret of an instance.
func instanceSecret(s string) (Secret, error) {
	if len(s) < MinSecret {
		return Secret{}, fmt.Errorf(
			"is too short: it has %d bytes of at least %d; make one with `openssl rand -hex 32`", len(s), MinSecret)
	}
	return NewSecret(s), nil
}
