package survey

import (
	"context"
	"encoding/binary"
	"iter"
	"strings"
	"time"
	"unicode"
)

// PaperForm is what became of one printed form of a campaign, which is known by the number on
// it. There is none of a form that nobody has said anything of.
type PaperForm struct {
	ID           string     `bson:"_id"` // PaperFormID(Campaign, Serial)
	Rev          int64      `bson:"rev"` // grows by one with every change
	Municipality string     `bson:"municipality"`
	Campaign     string     `bson:"campaign"`
	Serial       string     `bson:"serial"` // as NormalSerial leaves it
	State        PaperState `bson:"state"`
	By           string     `bson:"by"` // the account of whoever brought it to this state
	At           time.Time  `bson:"at"`
	Village      string     `bson:"village,omitempty"`
	// Response is the identifier of what it was typed in as. Of one that is PaperEntered it can be
	// missing in the store for as long as the typing takes, and after a crash until it is typed again.
	Response string `bson:"response,omitempty"`
	// Second is the second entry of it, which never counts; nil where there is none.
	Second *SecondEntry `bson:"second,omitempty"`
}

// PaperState is what became of a printed form.
type PaperState string

// The states.
const (
	PaperEntered   PaperState = "entered"   // it was typed in
	PaperSpoiled   PaperState = "spoiled"   // it came back and cannot be typed in
	PaperTakenBack PaperState = "takenback" // it was typed in, and the respondent took the answers back
)

// SecondEntry is a printed form as another person typed it in again, to find slips of the hand.
type SecondEntry struct {
	By      string    `bson:"by"`
	At      time.Time `bson:"at"`
	Answers []Answer  `bson:"answers"`
	// Compared are the questions that either had an answer to when the second entry came, Differing
	// those of them that did not have the same one.
	Compared  []string     `bson:"compared"`
	Differing []string     `bson:"differing"`
	Settled   []Settlement `bson:"settled,omitempty"` // of those that differed, in their order
}

// Settlement says what stands on the paper, where two people typed it differently.
type Settlement struct {
	Question string    `bson:"question"`
	As       Reading   `bson:"as"`
	By       string    `bson:"by"`
	At       time.Time `bson:"at"`
}

// Reading is one of what was read from a paper.
type Reading string

// The readings.
const (
	ReadFirst  Reading = "first"  // as it was typed first
	ReadSecond Reading = "second" // as it was typed again
	ReadAnew   Reading = "anew"   // neither was right
)

// PaperForms keeps what became of printed forms. What is not there is an ErrNotFound.
type PaperForms interface {
	PaperForm(ctx context.Context, id string) (PaperForm, error)
	// SavePaperForm keeps the form durably. With Rev 1 it is new, and an ErrExists if there is
	// one; with a higher Rev it replaces the one that has Rev-1, and is an ErrConflict if that one
	// has changed meanwhile.
	SavePaperForm(ctx context.Context, p PaperForm) error
	// PaperFormsOf streams those of a campaign in the order of their identifiers. After an error it
	// ends.
	PaperFormsOf(ctx context.Context, campaign string) iter.Seq2[PaperForm, error]
}

// PaperFormID is the identifier of what became of a campaign's form with a number.
func PaperFormID(campaign, serial string) string { return campaign + "/" + NormalSerial(serial) }

// MaxSerial is the length of the longest serial number, in bytes, as NormalSerial leaves it.
const MaxSerial = 24

// NormalSerial brings the number on a paper, as somebody typed it, to the form in which it is kept:
// A-0017, a 17 and А№17 are one. Digits of any script are digits, letters are capitals and Latin
// where a Cyrillic one looks like it, numbers have no zeros in front, and what stands between two
// numbers is a dash. What cannot be a serial number comes out as "": without a letter or digit, or
// too long.
func NormalSerial(typed string) string {
	var b strings.Builder
	apart, digits, zeros := false, false, false // between the last sign and this; in a number; of which there were only zeros
	end := func() {
		if digits && zeros {
			b.WriteByte('0')
		}
		digits, zeros = false, false
	}
	for _, r := range lookalikes.Replace(strings.ToUpper(typed)) {
		n, digit := digitOf(r)
		switch {
		case digit:
			if !digits {
				if apart && b.Len() > 0 && endsInDigit(b.String()) {
					b.WriteByte('-')
				}
				digits, zeros = true, true
			}
			if n != 0 || !zeros {
				b.WriteByte('0' + n)
				zeros = false
			}
			apart = false
		case unicode.IsLetter(r):
			end()
			b.WriteRune(r)
			apart = false
		default:
			end()
			apart = true
		}
	}
	end()
	if b.Len() > MaxSerial {
		return ""
	}
	return b.String()
}

func endsInDigit(s string) bool { return s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }

// digitOf is the digit that a character of any script stands for, and whether it does. Unicode has the
// ten digits of a script one after another, from zero on.
func digitOf(r rune) (byte, bool) {
	for _, x := range unicode.Nd.R16 {
		if uint32(x.Lo) <= uint32(r) && uint32(r) <= uint32(x.Hi) {
			return byte((uint32(r) - uint32(x.Lo)) % 10), true
		}
	}
	for _, x := range unicode.Nd.R32 {
		if x.Lo <= uint32(r) && uint32(r) <= x.Hi {
			return byte((uint32(r) - x.Lo) % 10), true
		}
	}
	return 0, false
}

// SampledTwice reports whether a campaign's form with this number is one of the part, in hundredths,
// that are typed in twice. It follows from the number, so that nobody chooses; whatever is part of a
// smaller part is part of a larger one.
func SampledTwice(campaign, serial string, percent int) bool {
	d := digest("second entry", campaign+"\x00"+NormalSerial(serial))
	return binary.BigEndian.Uint64(d)%100 < uint64(max(percent, 0))
}
