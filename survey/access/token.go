package access

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
)

// tokenBytes is the randomness in a token: 256 bits.
const tokenBytes = 32

// tokenLength is a token's length as text.
const tokenLength = (tokenBytes*8 + 5) / 6

// newToken reads a token from random, in the URL-safe alphabet of base64 without padding.
func newToken(random io.Reader) (string, error) {
	var b [tokenBytes]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("access: reading randomness: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

// hashToken is the identifier under which a token's document is kept. A plain hash is enough for a secret of 256 random
// bits, which nobody can guess; it is looked up by its hash, so that no comparison leaks time.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
