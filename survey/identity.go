package survey

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// MinSecret is the length in bytes of the shortest secret for pseudonyms.
const MinSecret = 32

// Pseudonyms turns the identifiers of people into pseudonyms before they are
// kept: HMAC-SHA-256 with the instance's secret, so that nobody without the
// secret can go back, or find a person by trying all telephone numbers.
type Pseudonyms struct{ secret []byte }

// NewPseudonyms takes the instance's secret, of at least MinSecret bytes. It
// panics on a shorter one, since that would give people away.
func NewPseudonyms(secret []byte) Pseudonyms {
	if len(secret) < MinSecret {
		panic("survey: the secret for pseudonyms is too short")
	}
	return Pseudonyms{secret: secret}
}

// Of returns the pseudonym of an identifier of some kind ("telegram"), the same
// for the same input: 32 hexadecimal digits.
func (p Pseudonyms) Of(kind, id string) string {
	mac := hmac.New(sha256.New, p.secret)
	mac.Write([]byte(kind + "\x00" + id))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// NewInterviewID returns an identifier that cannot be guessed (26 characters,
// 130 bits): on the web, who knows it may go on with the interview.
func NewInterviewID() string { return rand.Text() }

// The form of what NewInterviewID draws.
const (
	interviewIDAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	interviewIDLength   = 26
)

// drawInterviewID is NewInterviewID from a source of random bytes.
func drawInterviewID(random io.Reader) (string, error) {
	id := make([]byte, interviewIDLength)
	if _, err := io.ReadFull(random, id); err != nil {
		return "", fmt.Errorf("survey: interview: %w", err)
	}
	for i, b := range id {
		id[i] = interviewIDAlphabet[int(b)%len(interviewIDAlphabet)]
	}
	return string(id), nil
}

// responseID and receiptCode follow from the interview's identifier, so that
// sending twice makes one Response with one receipt; neither leads back to it.
func responseID(interview string) string {
	return hex.EncodeToString(digest("response", interview)[:16])
}

// ResponseID is the identifier of the response that the interview becomes, or became. It
// does not lead back to the interview.
func (iv *Interview) ResponseID() string { return responseID(iv.ID) }

// receiptAlphabet is Crockford's: what is easily mixed up stands for one digit.
const receiptAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// receiptGroup is the length of each of a receipt's two groups.
const receiptGroup = 5

// receiptCode has ten characters in two groups: 50 bits, so that among a million
// receipts two are alike once in two thousand times.
func receiptCode(interview string) string {
	s := base32.NewEncoding(receiptAlphabet).EncodeToString(digest("receipt", interview))
	return s[:receiptGroup] + "-" + s[receiptGroup:2*receiptGroup]
}

// NormalReceipt brings a receipt's code as somebody typed it to the form in which
// it was given: capitals, with one hyphen, 0 for the letter O and 1 for I and L.
// What cannot be a receipt comes out as "".
func NormalReceipt(typed string) string {
	code := strings.Map(func(r rune) rune {
		switch {
		case r == '-' || unicode.IsSpace(r):
			return -1
		case r == 'O':
			return '0'
		case r == 'I' || r == 'L':
			return '1'
		}
		return r
	}, strings.ToUpper(typed))
	if len(code) != 2*receiptGroup || strings.Trim(code, receiptAlphabet) != "" {
		return ""
	}
	return code[:receiptGroup] + "-" + code[receiptGroup:]
}

func digest(purpose, s string) []byte {
	sum := sha256.Sum256([]byte(purpose + "\x00" + s))
	return sum[:]
}
