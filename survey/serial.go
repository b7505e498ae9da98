package survey

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// MaxSerial is the highest number of a printed form.
const MaxSerial = 999_999

// serialDigits is how many digits of a serial are printed at least.
const serialDigits = 4

// serialLetters are letters that Latin and Cyrillic capitals share, so that one is typed right whatever the keyboard is
// set to. There are as many as checkSerial tells apart.
const serialLetters = "ABCEHKMPTXY"

// NewSerial is the number of a printed form as it is printed, "0041-K": the letter follows from the digits, so that any
// one digit mistyped, or any two exchanged, is noticed. Numbers are 1 to MaxSerial, and unique within a campaign; of any
// other number it is "".
func NewSerial(number int) string {
	if number < 1 || number > MaxSerial {
		return ""
	}
	return fmt.Sprintf("%0*d-%c", serialDigits, number, checkSerial(number))
}

// checkSerial is the letter behind a number: its digits, the last one first, times 2, 4, 8, 5 ... (the powers of 2, all
// different) modulo 11.
func checkSerial(number int) byte {
	const m = len(serialLetters)
	sum := 0
	for weight := 2; number > 0; number, weight = number/10, weight*2%m {
		sum += number % 10 * weight
	}
	return serialLetters[sum%m]
}

// ParseSerial reads a serial as somebody typed it off a form: in small letters or Cyrillic ones, without the zeros before
// it, the dash or spaces, with a № before it. It comes out as NewSerial writes it, with its number. What is none, or has
// another letter than it must, is a *Problem with the code SerialMistyped.
func ParseSerial(typed string) (serial string, number int, err error) {
	text := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '№' || r == '#' {
			return -1
		}
		return r
	}, lookalikes.Replace(strings.ToUpper(typed)))
	if n := len(text) - 1; n > 0 && n <= 2*serialDigits && strings.Trim(text[:n], "0123456789") == "" {
		number, _ = strconv.Atoi(text[:n]) // it is digits, and few
		serial = NewSerial(number)
	}
	if serial == "" || serial[len(serial)-1] != text[len(text)-1] {
		return "", 0, &Problem{Code: SerialMistyped}
	}
	return serial, number, nil
}

// PaperInterview is the identifier of the interview in which the form with this serial, as ParseSerial returns it, is
// typed in: whoever types it again, by hand or in a table, finds what was typed before. It is such as NewInterviewID
// draws, and without the secret nobody can tell it: who knows it may go on with the interview.
func (p Pseudonyms) PaperInterview(campaign, serial string) string {
	return p.interview("paper", campaign+"\x00"+serial)
}

// RowInterview is that of a row without a serial in a table of answers: the same table brought in again finds what it
// brought before.
func (p Pseudonyms) RowInterview(campaign, table string, row int) string {
	return p.interview("row", campaign+"\x00"+table+"\x00"+strconv.Itoa(row))
}

func (p Pseudonyms) interview(kind, id string) string {
	mac := hmac.New(sha256.New, p.secret)
	mac.Write([]byte("interview\x00" + kind + "\x00" + id))
	return base32.StdEncoding.EncodeToString(mac.Sum(nil))[:interviewIDLength]
}
