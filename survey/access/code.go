package access

import (
	"context"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

// codePeriod is how long the app shows a code (RFC 6238). One before and one after are taken too, for clocks that
// differ and fingers that are slow.
const codePeriod = 30 * time.Second

// RecoveryCodes is how many recovery codes are handed out: each lets in once without the app.
const RecoveryCodes = 8

// recoveryBytes is the randomness in a recovery code: 80 bits, too many to be found from its hash.
const recoveryBytes = 10

// codeOf binds the seal of an account's secret to it.
func codeOf(account string) []byte { return []byte("code " + account) }

var errNoSeal = errors.New("access: codes need the instance's secret, and none was given")

// Offer is a secret for the app, to be confirmed by its first code.
type Offer struct {
	Secret string // to be typed
	URL    string // to be scanned: otpauth://…
}

// offerCode draws a secret for the account and keeps it until it is confirmed. issuer is what the app lists it under.
func (d *Door) offerCode(ctx context.Context, a Account, issuer string) error {
	if d.seal == nil {
		return errNoSeal
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: a.ID, Rand: d.random})
	if err != nil {
		return fmt.Errorf("access: a secret for codes: %w", err)
	}
	sealed := d.seal.Close([]byte(key.URL()), codeOf(a.ID))
	return d.alter(ctx, a, func(c *Credential) error {
		c.Offered = sealed
		return nil
	})
}

// offered is the secret that waits for its confirmation; the zero Offer if none does, or if it was sealed with another
// secret of the instance, so that another can be had.
func (d *Door) offered(c Credential) Offer {
	if c.Offered == nil {
		return Offer{}
	}
	key, err := d.unseal(c.ID, c.Offered)
	if err != nil {
		return Offer{}
	}
	return Offer{Secret: key.Secret(), URL: key.URL()}
}

func (d *Door) unseal(account string, sealed []byte) (*otp.Key, error) {
	if d.seal == nil {
		return nil, errNoSeal
	}
	url, err := d.seal.Open(sealed, codeOf(account))
	if err != nil {
		return nil, fmt.Errorf("access: the secret for codes of %s: %w", account, err)
	}
	return otp.NewKeyFromURL(string(url))
}

// confirmCode turns codes on for the secret that was offered, if the code is one of its, and returns the recovery codes,
// which cannot be had again.
func (d *Door) confirmCode(ctx context.Context, now time.Time, a Account, code string) ([]string, error) {
	recovery, hashes, err := newRecovery(d.random)
	if err != nil {
		return nil, err
	}
	err = d.alter(ctx, a, func(c *Credential) error {
		if c.Offered == nil {
			return ErrWrongCode
		}
		key, err := d.unseal(a.ID, c.Offered)
		if err != nil {
			return err
		}
		step, ok := stepOf(key.Secret(), code, now, 0)
		if !ok {
			return ErrWrongCode
		}
		c.Code, c.Offered, c.Step, c.Recovery = c.Offered, nil, step, hashes
		return nil
	})
	if err != nil {
		return nil, err
	}
	return recovery, nil
}

// useCode uses up a code of the app, or a recovery code: of many who show the same, one is let in. It says which it was.
func (d *Door) useCode(ctx context.Context, now time.Time, a Account, code string) (by string, err error) {
	err = d.alter(ctx, a, func(c *Credential) error {
		if !c.WantsCode() {
			return ErrWrongCode
		}
		if i := recoveryIndex(c.Recovery, code); i >= 0 {
			c.Recovery, by = slices.Delete(slices.Clone(c.Recovery), i, i+1), "recovery code"
			return nil
		}
		key, err := d.unseal(a.ID, c.Code)
		if err != nil {
			return err
		}
		step, ok := stepOf(key.Secret(), code, now, c.Step)
		if !ok {
			return ErrWrongCode
		}
		c.Step, by = step, "code"
		return nil
	})
	return by, err
}

// stepOf is the half-minute whose code this is, if it is later than the one that was used last.
func stepOf(secret, code string, now time.Time, used int64) (step int64, ok bool) {
	code = strings.Join(strings.Fields(code), "")
	here := now.Unix() / int64(codePeriod/time.Second)
	for _, step := range []int64{here, here - 1, here + 1} {
		if step <= used {
			continue
		}
		right, err := hotp.ValidateCustom(code, uint64(step), secret, hotp.ValidateOpts{Digits: otp.DigitsSix}) //nolint:gosec // a time after 1970
		if err == nil && right {
			return step, true
		}
	}
	return 0, false
}

// newRecovery draws recovery codes, and what is kept of them.
func newRecovery(random io.Reader) (codes, hashes []string, err error) {
	for range RecoveryCodes {
		var b [recoveryBytes]byte
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return nil, nil, fmt.Errorf("access: reading randomness: %w", err)
		}
		text := base32.StdEncoding.EncodeToString(b[:])
		codes = append(codes, text[:4]+"-"+text[4:8]+"-"+text[8:12]+"-"+text[12:])
		hashes = append(hashes, hashSecret(text))
	}
	return codes, hashes, nil
}

// recoveryIndex finds a code, however it is typed, among the hashes; -1 if it is none of them.
func recoveryIndex(hashes []string, code string) int {
	plain := strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToUpper(code))
	hash := hashSecret(plain)
	return slices.IndexFunc(hashes, func(h string) bool {
		return subtle.ConstantTimeCompare([]byte(h), []byte(hash)) == 1
	})
}
