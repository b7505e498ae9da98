package access

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The bounds of a password, in letters: what is longer than the least is the owner's choice, and the most keeps a
// request from being work.
const (
	MinPassword = 10
	MaxPassword = 200
)

//go:embed common.txt
var commonPasswords string

// Weakness is why a password is refused. The words for it are "staff.weak.<weakness>".
type Weakness string

// What is wrong with a password. There are no rules of composition: a sentence is a good password.
const (
	TooShort  Weakness = "short"
	TooLong   Weakness = "long"
	TooCommon Weakness = "common" // among those that are tried first, one sign over and over, or the account's own name
)

// Weaknesses lists them all.
func Weaknesses() []Weakness { return []Weakness{TooShort, TooLong, TooCommon} }

// WeaknessOf says why an account cannot have this password; "" if it can.
func WeaknessOf(password string, a Account) Weakness {
	password = normal(password)
	switch n := utf8.RuneCountInString(password); {
	case n < MinPassword:
		return TooShort
	case n > MaxPassword:
		return TooLong
	}
	plain := strings.ToLower(strings.TrimSpace(password))
	for common := range strings.Lines(commonPasswords) {
		if plain == strings.TrimSpace(common) {
			return TooCommon
		}
	}
	first, _ := utf8.DecodeRuneInString(plain)
	if strings.Trim(plain, string(first)) == "" || plain == a.ID || plain == strings.ToLower(a.Name) {
		return TooCommon
	}
	return ""
}

// normal is a password as it is hashed: the same whichever way a keyboard composes its letters.
func normal(password string) string { return norm.NFC.String(password) }
