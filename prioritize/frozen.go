package prioritize

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"ashar/survey"
)

// Counted is what a campaign counted: all that its rankings follow from by whatever rule, and who answered when.
type Counted struct {
	// Input has no Rule. It has Votes where there are Ballots, and no Services where the campaign was frozen without ballots.
	Input
	// Ballots are what the Tally counted, and AsideBallots what was set aside, answer by answer; nil where they were
	// not asked for, or not kept.
	Ballots, AsideBallots *Ballots
	// Questionnaires are the keys of all versions that were asked, the latest first.
	Questionnaires []string
	Days           []survey.DayTurnout        // see survey.Turnout.Days
	Doors          map[string]survey.Arrivals // by the code of the door; those by which nobody came may lack
}

// Snapshot ranks what was counted by the rule, as a program of this version does it; "" means Reach. It goes by the
// tally alone, as a Live does: what Votes tell besides takes a minute of a hundred thousand answers.
func (c *Counted) Snapshot(rule Rule, code string) (*Snapshot, error) {
	in := c.Input
	in.Rule, in.Code, in.Votes = rule, code, nil
	s, err := NewSnapshot(in)
	if err != nil {
		return nil, err
	}
	s.Whole.Days = c.Days
	return s, nil
}

// Frozen is what a campaign had counted when it was frozen, kept once and never changed: whatever becomes of its
// responses, the same rankings follow from it, to the byte. It holds integers for every cell, channel and flag, and
// names the BallotParts that hold the single answers: of whom, when and in which words they tell nothing, but where
// only one person of a cell answered, they are that person's. So it is for the program alone, and nobody is shown it as it is.
type Frozen struct {
	Campaign     string        `bson:"_id"`
	Municipality string        `bson:"municipality"`
	Format       int           `bson:"format,omitempty"` // 2; 0 of those that were kept without ballots
	At           time.Time     `bson:"at"`               // when it was counted; UTC, whole milliseconds
	By           string        `bson:"by"`               // the account that froze it, or the service itself where it was counted for the first who looked
	Code         string        `bson:"code"`             // version of the program that counted
	Hash         string        `bson:"hash"`             // see Sum
	Terms        []byte        `bson:"terms"`
	Tally        []byte        `bson:"tally"`              // Tally.AppendBinary, compressed
	Aside        []byte        `bson:"aside,omitempty"`    // the same of what was set aside
	Ballots      string        `bson:"ballots,omitempty"`  // SHA-256 of the ballots' canonical bytes, in hexadecimal digits
	Rankings     []RankingHash `bson:"rankings,omitempty"` // that this program made of it, in the order of Rules
	Parts        []string      `bson:"parts,omitempty"`    // the BallotParts that hold them, in this order
	Beside       []byte        `bson:"beside,omitempty"`   // days and doors
	Seal         string        `bson:"seal,omitempty"`     // SHA-256 of Hash, By and Beside
}

// frozenFormat changes when the bytes of a Frozen come to mean something else. The first had no ballots, and days and
// doors among its terms; see firstSum.
const (
	firstFormat  = "ashar frozen 1"
	frozenFormat = "ashar frozen 2"
)

// terms are what is counted, as JSON.
type terms struct {
	Questionnaires []string             `json:"questionnaires"`
	Municipality   *survey.Municipality `json:"municipality"`
	Needs          []Need               `json:"needs"`
	Services       []Service            `json:"services,omitempty"`
	Asked          []Asked              `json:"asked,omitempty"`
	Unread         int64                `json:"unread"`
}

// beside is what was counted and no ranking follows from, as JSON.
type beside struct {
	Days  []frozenDay       `json:"days"`
	Doors map[string][2]int `json:"doors"` // begun and sent
}

type frozenDay struct {
	Day      time.Time                `json:"day"`
	Channels map[survey.Channel]int64 `json:"channels"`
}

// Freeze makes the document of what was counted, and the parts that hold its ballots. It is an ErrInvalid of what no
// ranking can be made of, and of a tally that did not count these ballots.
func Freeze(c Counted, at time.Time, by, code string) (Frozen, []BallotPart, error) {
	c.Rule, c.Top = "", 0
	if _, err := c.Snapshot(Reach, code); err != nil { // before it is asked for anything
		return Frozen{}, nil, err
	}
	if err := c.checkBallots(); err != nil {
		return Frozen{}, nil, err
	}
	failed := func(err error) (Frozen, []BallotPart, error) {
		return Frozen{}, nil, fmt.Errorf("prioritize: freeze %s: %w", c.Campaign, err)
	}
	text, err := json.MarshalIndent(terms{c.Questionnaires, c.Municipality, c.Needs, c.Services, c.Asked, c.Unread}, "", " ")
	if err != nil {
		return failed(err)
	}
	f, stream, err := c.freeze(text, at, code)
	if err != nil {
		return failed(err)
	}
	f.By = by
	if f.Beside, err = json.Marshal(c.beside()); err != nil {
		return failed(err)
	}
	f.Seal = f.seal()
	parts, err := f.part(stream)
	if err != nil {
		return failed(err)
	}
	return f, parts, nil
}

// freeze makes what follows from the terms and what was counted, and the bytes of the ballots.
func (c *Counted) freeze(terms []byte, at time.Time, code string) (Frozen, []byte, error) {
	f := Frozen{Campaign: c.Campaign, Municipality: c.Municipality.ID, Format: 2, At: at.UTC().Truncate(time.Millisecond), Code: code, Terms: terms}
	var err error
	if f.Tally, err = compressedTally(c.Tally); err != nil {
		return f, nil, err
	}
	if c.aside() > 0 {
		if f.Aside, err = compressedTally(c.Aside); err != nil {
			return f, nil, err
		}
	}
	stream, err := c.ballots()
	if err != nil {
		return f, nil, err
	}
	sum := sha256.Sum256(stream)
	f.Ballots = hex.EncodeToString(sum[:])
	if f.Rankings, err = c.hashes(code); err != nil {
		return f, nil, err
	}
	f.Hash, err = f.Sum()
	return f, stream, err
}

func (c *Counted) beside() beside {
	b := beside{Days: []frozenDay{}, Doors: map[string][2]int{}}
	for _, d := range c.Days {
		b.Days = append(b.Days, frozenDay(d))
	}
	for code, n := range c.Doors {
		b.Doors[code] = [2]int{n.Begun, n.Sent}
	}
	return b
}

// Sum is the SHA-256, in hexadecimal digits, of everything that rankings follow from, and of them: the format, campaign,
// municipality, time and program, the terms, the hashes of ballots and rankings and the tallies' canonical bytes, each
// after its length. Whoever has these can make it again; who froze, and who came when and by which door, is not in it. An
// ErrInvalid: the tallies cannot be read.
func (f *Frozen) Sum() (string, error) {
	tally, err := decompressed(f.Tally)
	if err != nil {
		return "", err
	}
	aside, err := decompressed(f.Aside)
	if err != nil {
		return "", err
	}
	at := f.At.UTC().Format(time.RFC3339Nano)
	head := appendString(nil, frozenFormat, f.Campaign, f.Municipality, at, f.Code, string(f.Terms), f.Ballots)
	for _, r := range f.Rankings {
		head = appendString(head, string(r.Rule), r.Hash)
	}
	if f.Format == 0 {
		head = appendString(nil, firstFormat, f.Campaign, f.Municipality, at, f.By, f.Code, string(f.Terms))
	}
	sum := sha256.New()
	sum.Write(head)
	for _, b := range [][]byte{tally, aside} {
		sum.Write(binary.AppendUvarint(nil, uint64(len(b))))
		sum.Write(b)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// seal is the SHA-256 of what the Hash leaves out, and of the Hash.
func (f *Frozen) seal() string {
	sum := sha256.Sum256(appendString(nil, f.Hash, f.By, string(f.Beside)))
	return hex.EncodeToString(sum[:])
}

// Open reads what was counted, without its ballots. It is an ErrInvalid when the document is not as it was kept, or was
// kept by a later program.
func (f *Frozen) Open() (Counted, error) {
	if f.Format != 0 && f.Format != 2 {
		return Counted{}, fmt.Errorf("prioritize: the frozen tally of campaign %s is of format %d, of a later program: %w", f.Campaign, f.Format, survey.ErrInvalid)
	}
	sum, err := f.Sum()
	if err != nil {
		return Counted{}, f.spoilt(err)
	}
	if sum != f.Hash {
		return Counted{}, f.spoilt("its hash is " + sum)
	}
	if f.Format != 0 && f.seal() != f.Seal {
		return Counted{}, f.spoilt("its seal is broken")
	}
	c, err := f.openTerms()
	if err != nil {
		return Counted{}, f.spoilt(err)
	}
	if c.Tally, err = decompressedTally(f.Tally); err == nil && len(f.Aside) > 0 {
		c.Aside, err = decompressedTally(f.Aside)
	}
	if err != nil {
		return Counted{}, f.spoilt(err)
	}
	return c, nil
}

func (f *Frozen) spoilt(why any) error {
	return fmt.Errorf("prioritize: the frozen tally of campaign %s is not as it was kept: %v: %w", f.Campaign, why, survey.ErrInvalid)
}

func (f *Frozen) openTerms() (Counted, error) {
	var t terms
	var b beside
	if f.Format == 0 {
		var all struct {
			terms
			beside
		}
		if err := strictly(f.Terms, &all); err != nil {
			return Counted{}, err
		}
		t, b = all.terms, all.beside
	} else {
		if err := strictly(f.Terms, &t); err != nil {
			return Counted{}, err
		}
		if err := strictly(f.Beside, &b); err != nil {
			return Counted{}, err
		}
	}
	if len(t.Questionnaires) == 0 || t.Municipality == nil {
		return Counted{}, fmt.Errorf("no questionnaire or no municipality: %w", survey.ErrInvalid)
	}
	c := t.counted(f.Campaign)
	for _, day := range b.Days {
		c.Days = append(c.Days, survey.DayTurnout(day))
	}
	for code, n := range b.Doors {
		c.Doors[code] = survey.Arrivals{Begun: n[0], Sent: n[1]}
	}
	return c, nil
}

func (t *terms) counted(campaign string) Counted {
	return Counted{
		Input: Input{
			Campaign: campaign, Questionnaire: t.Questionnaires[0], Municipality: t.Municipality,
			Needs: t.Needs, Services: t.Services, Asked: t.Asked, Unread: t.Unread,
		},
		Questionnaires: t.Questionnaires, Doors: map[string]survey.Arrivals{},
	}
}

// strictly reads JSON in which nothing is unknown: what a later program adds could make a ranking another one.
func strictly(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	return d.Decode(into)
}
