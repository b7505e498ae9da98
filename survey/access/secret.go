package access

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
)

// secretBytes is the randomness in a secret: 256 bits.
const secretBytes = 32

// secretLength is a secret's length as text.
const secretLength = (secretBytes*8 + 5) / 6

// newSecret reads the secret of a link, a session or a token from random, in the URL-safe alphabet of base64 without
// padding.
func newSecret(random io.Reader) (string, error) {
	var b [secretBytes]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("access: reading randomness: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

// hashSecret is what is kept of a secret. A plain hash is enough for 256 random bits, which nobody can guess; documents
// are looked up by it, so that no comparison leaks time.
func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
