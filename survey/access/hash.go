package access

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"

	"ashar/survey"
)

// Cost is what hashing a password takes, by argon2id (RFC 9106).
type Cost struct {
	Memory  uint32 // KiB
	Time    uint32 // passes over the memory
	Threads uint8
}

// DefaultCost is the least that OWASP's Password Storage Cheat Sheet advises. Raised, it takes hold of each password
// when that is next used to sign in.
func DefaultCost() Cost { return Cost{Memory: 19 << 10, Time: 2, Threads: 1} }

// How many passwords are hashed at a time, and how many may wait for it: a flood of sign-ins takes no more memory than
// that of hashesAtOnce, and what comes beyond is asked to come again.
const (
	hashesAtOnce  = 2
	hashesWaiting = 64
)

// The lengths in bytes of what is in a hash.
const (
	saltBytes = 16
	keyBytes  = 32
)

// maxCost bounds what a stored hash may ask for, so that a damaged document does not take the memory.
var maxCost = Cost{Memory: 1 << 20, Time: 32, Threads: 16}

// hasher hashes passwords, a few at a time.
type hasher struct {
	cost            Cost
	random          io.Reader
	working, queued chan struct{}
	decoy           string // a hash of no password, for accounts that have none
}

func newHasher(cost Cost, random io.Reader) *hasher {
	h := &hasher{
		cost: cost, random: random,
		working: make(chan struct{}, hashesAtOnce), queued: make(chan struct{}, hashesAtOnce+hashesWaiting),
	}
	h.decoy = phc(cost, make([]byte, saltBytes), make([]byte, keyBytes))
	return h
}

// hash returns the hash of a password in the PHC string format: "$argon2id$v=19$m=19456,t=2,p=1$salt$key".
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	var salt [saltBytes]byte
	if _, err := io.ReadFull(h.random, salt[:]); err != nil {
		return "", fmt.Errorf("access: reading randomness: %w", err)
	}
	key, err := h.key(ctx, password, salt[:], h.cost, keyBytes)
	if err != nil {
		return "", err
	}
	return phc(h.cost, salt[:], key), nil
}

// verify reports whether the hash is of the password, and whether it should be made anew at the present cost. The empty
// hash is of no password, and costs the same.
func (h *hasher) verify(ctx context.Context, hash, password string) (right, outdated bool, err error) {
	none := hash == ""
	if none {
		hash = h.decoy
	}
	cost, salt, want, err := parsePHC(hash)
	if err != nil {
		return false, false, err
	}
	got, err := h.key(ctx, password, salt, cost, len(want))
	if err != nil {
		return false, false, err
	}
	same := subtle.ConstantTimeCompare(got, want) == 1
	return same && !none, cost != h.cost, nil
}

// key derives a key when it is its turn. survey.ErrUnavailable: too many wait already.
func (h *hasher) key(ctx context.Context, password string, salt []byte, c Cost, n int) ([]byte, error) {
	select {
	case h.queued <- struct{}{}:
		defer func() { <-h.queued }()
	default:
		return nil, fmt.Errorf("access: too many passwords to be looked at: %w", survey.ErrUnavailable)
	}
	select {
	case h.working <- struct{}{}:
		defer func() { <-h.working }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(normal(password)), salt, c.Time, c.Memory, c.Threads, uint32(n)), nil //nolint:gosec // n is a length of ours
}

func phc(c Cost, salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, c.Memory, c.Time, c.Threads, b64.EncodeToString(salt), b64.EncodeToString(key))
}

// parsePHC reads what phc wrote. The error does not quote it.
func parsePHC(hash string) (c Cost, salt, key []byte, err error) {
	broken := fmt.Errorf("access: a stored hash is no argon2id hash: %w", survey.ErrInvalid)
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, broken
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Time, &c.Threads); n != 3 || err != nil {
		return c, nil, nil, broken
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	within := c.Memory > 0 && c.Time > 0 && c.Threads > 0 &&
		c.Memory <= maxCost.Memory && c.Time <= maxCost.Time && c.Threads <= maxCost.Threads
	if err1 != nil || err2 != nil || !within || len(salt) < 8 || len(key) < 16 || len(key) > 64 {
		return c, nil, nil, broken
	}
	return c, salt, key, nil
}
