package prioritize

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"ashar/survey"
)

// Counted is what a campaign counted: all that its rankings follow from by whatever rule, and who answered when.
type Counted struct {
	// Input has neither a Rule nor Votes: what single people chose together is not kept.
	Input
	// Questionnaires are the keys of all versions that were asked, the latest first.
	Questionnaires []string
	Days           []survey.DayTurnout        // see survey.Turnout.Days
	Doors          map[string]survey.Arrivals // by the code of the door; those by which nobody came may lack
}

// Snapshot ranks what was counted by the rule, as a program of this version does it; "" means Reach.
func (c *Counted) Snapshot(rule Rule, code string) (*Snapshot, error) {
	in := c.Input
	in.Rule, in.Code = rule, code
	s, err := NewSnapshot(in)
	if err != nil {
		return nil, err
	}
	s.Whole.Days = c.Days
	return s, nil
}

// Frozen is what a campaign had counted when it was frozen, kept once and never changed: whatever becomes of its
// responses, the same rankings follow from it, to the byte. It holds no response, but integers for every cell, channel
// and flag: where only one person of a cell answered, they are that person's. So it is for the program alone, and
// nobody is shown it as it is.
type Frozen struct {
	Campaign     string    `bson:"_id"`
	Municipality string    `bson:"municipality"`
	At           time.Time `bson:"at"`   // when it was counted; UTC, whole milliseconds
	By           string    `bson:"by"`   // the account that froze it, or the service itself where it was counted for the first who looked
	Code         string    `bson:"code"` // version of the program that counted
	Hash         string    `bson:"hash"` // see Sum
	Terms        []byte    `bson:"terms"`
	Tally        []byte    `bson:"tally"`           // Tally.AppendBinary, compressed
	Aside        []byte    `bson:"aside,omitempty"` // the same of what was set aside
}

// frozenFormat changes when the bytes of a Frozen come to mean something else.
const frozenFormat = "ashar frozen 1"

// terms are what is counted and beside what, as JSON.
type terms struct {
	Questionnaires []string             `json:"questionnaires"`
	Municipality   *survey.Municipality `json:"municipality"`
	Needs          []Need               `json:"needs"`
	Unread         int64                `json:"unread"`
	Days           []frozenDay          `json:"days"`
	Doors          map[string][2]int    `json:"doors"` // begun and sent
}

type frozenDay struct {
	Day      time.Time                `json:"day"`
	Channels map[survey.Channel]int64 `json:"channels"`
}

// Freeze makes the document of what was counted. It is an ErrInvalid of what no ranking can be made of.
func Freeze(c Counted, at time.Time, by, code string) (Frozen, error) {
	c.Rule, c.Top, c.Votes = "", 0, nil
	if _, err := c.Snapshot(Reach, code); err != nil { // what cannot be ranked now never can be
		return Frozen{}, err
	}
	t := terms{Questionnaires: c.Questionnaires, Municipality: c.Municipality, Needs: c.Needs, Unread: c.Unread, Days: []frozenDay{}, Doors: map[string][2]int{}}
	for _, d := range c.Days {
		t.Days = append(t.Days, frozenDay(d))
	}
	for code, n := range c.Doors {
		t.Doors[code] = [2]int{n.Begun, n.Sent}
	}
	f := Frozen{Campaign: c.Campaign, Municipality: c.Municipality.ID, At: at.UTC().Truncate(time.Millisecond), By: by, Code: code}
	var err error
	if f.Terms, err = json.Marshal(t); err != nil {
		return Frozen{}, fmt.Errorf("prioritize: freeze %s: %w", c.Campaign, err)
	}
	if f.Tally, err = compressed(c.Tally); err != nil {
		return Frozen{}, err
	}
	if c.aside() > 0 {
		if f.Aside, err = compressed(c.Aside); err != nil {
			return Frozen{}, err
		}
	}
	f.Hash, err = f.Sum()
	return f, err
}

// Sum is the SHA-256, in hexadecimal digits, of everything else in the document: its format, campaign, municipality,
// time, account and program, the terms and the tallies' canonical bytes, each after its length. An ErrInvalid: the
// tallies cannot be read.
func (f *Frozen) Sum() (string, error) {
	tally, err := decompressed(f.Tally)
	if err != nil {
		return "", err
	}
	aside, err := decompressed(f.Aside)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	sum.Write(appendString(nil, frozenFormat, f.Campaign, f.Municipality, f.At.UTC().Format(time.RFC3339Nano), f.By, f.Code, string(f.Terms)))
	for _, b := range [][]byte{tally, aside} {
		sum.Write(binary.AppendUvarint(nil, uint64(len(b))))
		sum.Write(b)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Open reads what was counted. It is an ErrInvalid when the document is not as it was kept.
func (f *Frozen) Open() (Counted, error) {
	spoilt := func(why any) error {
		return fmt.Errorf("prioritize: the frozen tally of campaign %s is not as it was kept: %v: %w", f.Campaign, why, survey.ErrInvalid)
	}
	sum, err := f.Sum()
	if err != nil {
		return Counted{}, spoilt(err)
	}
	if sum != f.Hash {
		return Counted{}, spoilt("its hash is " + sum)
	}
	var t terms
	d := json.NewDecoder(bytes.NewReader(f.Terms))
	d.DisallowUnknownFields() // of a later program: a ranking without it could be another one
	if err := d.Decode(&t); err != nil {
		return Counted{}, spoilt(err)
	}
	if len(t.Questionnaires) == 0 || t.Municipality == nil {
		return Counted{}, spoilt("no questionnaire or no municipality")
	}
	c := Counted{
		Input:          Input{Campaign: f.Campaign, Questionnaire: t.Questionnaires[0], Municipality: t.Municipality, Needs: t.Needs, Unread: t.Unread},
		Questionnaires: t.Questionnaires, Doors: map[string]survey.Arrivals{},
	}
	for _, day := range t.Days {
		c.Days = append(c.Days, survey.DayTurnout(day))
	}
	for code, n := range t.Doors {
		c.Doors[code] = survey.Arrivals{Begun: n[0], Sent: n[1]}
	}
	if c.Tally, err = decompressedTally(f.Tally); err == nil && len(f.Aside) > 0 {
		c.Aside, err = decompressedTally(f.Aside)
	}
	if err != nil {
		return Counted{}, spoilt(err)
	}
	return c, nil
}

// compressed are a tally's canonical bytes, compressed: there is little in most of its cells.
func compressed(t *Tally) ([]byte, error) {
	b, err := t.MarshalBinary()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err = w.Write(b)
	if err = errors.Join(err, w.Close()); err != nil {
		return nil, fmt.Errorf("prioritize: compress a tally: %w", err)
	}
	return out.Bytes(), nil
}

// mostDecompressed bounds a tally's canonical bytes that are read.
const mostDecompressed = 1 << 30

// decompressed are the bytes that were compressed; none of none.
func decompressed(b []byte) ([]byte, error) {
	if len(b) == 0 {
		return nil, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("prioritize: decompress a tally: %w: %w", survey.ErrInvalid, err)
	}
	out, err := io.ReadAll(io.LimitReader(r, mostDecompressed))
	if err != nil {
		return nil, fmt.Errorf("prioritize: decompress a tally: %w: %w", survey.ErrInvalid, err)
	}
	return out, nil
}

func decompressedTally(b []byte) (*Tally, error) {
	raw, err := decompressed(b)
	if err != nil {
		return nil, err
	}
	t := new(Tally)
	return t, t.UnmarshalBinary(raw)
}
