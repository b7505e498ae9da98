package survey

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
)

// Door is a way into a campaign: the code on a poster or in a link, which fixes
// the campaign and the village.
//
// Every village has one of its own, which has no label and never ends: by it the village
// is found by its name, and what is printed for it leads there. Those with a label stand
// beside it, so that it can be told which poster or which group brought how many.
type Door struct {
	Code         string `json:"code" bson:"_id"`
	Rev          int64  `json:"rev,omitempty" bson:"rev,omitempty"` // grows with every change
	Campaign     string `json:"campaign" bson:"campaign"`
	Municipality string `json:"municipality" bson:"municipality"`
	Village      string `json:"village" bson:"village"`
	// Label says, in the words of whoever runs the campaign, where the code is to be read:
	// "poster at the school", "WhatsApp of Aryk street"; "" for the village's own.
	Label string `json:"label,omitempty" bson:"label,omitempty"`
	// Ended is when it was: from then on nobody new begins by it, and whoever has begun may
	// finish. The zero time while it is in use.
	Ended time.Time `json:"ended,omitzero" bson:"ended,omitempty"`
}

// Own reports whether it is the village's own.
func (d *Door) Own() bool { return d.Label == "" }

// End puts it out of use from now on; without now, a zero time, into use again. It is an
// ErrInvalid for a village's own.
func (d *Door) End(now time.Time) error {
	if d.Own() {
		return fmt.Errorf("survey: door %s: %w: it is the village's own, which never ends", d.Code, ErrInvalid)
	}
	d.Rev++
	d.Ended = stamp(now)
	if now.IsZero() {
		d.Ended = now
	}
	return nil
}

// NormalLabel brings a label as somebody typed it to the form in which it is kept: without
// spaces around it, single ones inside. It is an ErrInvalid if it is empty or of more than
// MaxLabel bytes.
func NormalLabel(typed string) (string, error) {
	label := strings.Join(strings.Fields(typed), " ")
	if label == "" || len(label) > MaxLabel {
		return label, fmt.Errorf("survey: label: %w: of %d bytes, from 1 to %d", ErrInvalid, len(label), MaxLabel)
	}
	return label, nil
}

// Doorkeeper keeps new doors; a code that is taken is an ErrExists.
type Doorkeeper interface {
	InsertDoor(ctx context.Context, d Door) error
}

// OpenDoor keeps a new door under a code that nobody has, drawn from a source of random
// bytes such as crypto/rand.Reader, and returns it with that.
func OpenDoor(ctx context.Context, keeper Doorkeeper, random io.Reader, d Door) (Door, error) {
	for {
		code, err := NewCode(random)
		if err != nil {
			return Door{}, err
		}
		d.Code = code
		if err := keeper.InsertDoor(ctx, d); !errors.Is(err, ErrExists) {
			return d, err
		}
	}
}

// Arrivals are those who came by one door, on whatever channel.
type Arrivals struct {
	Begun int // interviews, sent or not
	Sent  int
}

// CodeLength is the number of characters of a door's code: 30^6, over 700
// million codes, and short enough to be typed from a poster.
const CodeLength = 6

// codeAlphabet leaves out what is confused in print or by hand: 0 O, 1 I L, U.
const codeAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewCode draws a door's code from a source of random bytes, such as
// crypto/rand.Reader.
func NewCode(random io.Reader) (string, error) {
	code, err := draw(random, CodeLength)
	if err != nil {
		return "", fmt.Errorf("survey: new code: %w", err)
	}
	return code, nil
}

// draw draws so many characters of codes.
func draw(random io.Reader, length int) (string, error) {
	code := make([]byte, 0, length)
	var b [1]byte
	for len(code) < length {
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return "", err
		}
		// Bytes beyond the last whole multiple would favour the first letters.
		if n := 256 / len(codeAlphabet) * len(codeAlphabet); int(b[0]) < n {
			code = append(code, codeAlphabet[int(b[0])%len(codeAlphabet)])
		}
	}
	return string(code), nil
}

// lookalikes are the Cyrillic capitals that a code read off a poster is typed
// with where the keyboard is Cyrillic.
var lookalikes = strings.NewReplacer("А", "A", "В", "B", "С", "C", "Е", "E", "Н", "H", "К", "K", "М", "M", "Р", "P", "Т", "T", "У", "Y", "Х", "X")

// NormalCode brings a code as somebody typed it to the form in which it is kept:
// Latin capitals, without spaces and dashes. What cannot be a code comes out as "".
func NormalCode(typed string) string { return normal(typed, CodeLength) }

// normal is NormalCode of a code of this length.
func normal(typed string, length int) string {
	code := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) {
			return -1
		}
		return r
	}, lookalikes.Replace(strings.ToUpper(typed)))
	if len(code) != length || strings.Trim(code, codeAlphabet) != "" {
		return ""
	}
	return code
}
