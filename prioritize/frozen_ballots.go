package prioritize

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"ashar/survey"
)

// BallotPart is a part of the ballots of a Frozen, small enough for a document of its own. It never changes.
type BallotPart struct {
	ID       string `bson:"_id"` // the campaign and the SHA-256 of its bytes
	Campaign string `bson:"campaign"`
	Bytes    []byte `bson:"bytes"` // compressed
}

// mostPart is how many bytes of ballots are in one part, before they are compressed.
const mostPart = 8 << 20

func newBallotPart(campaign string, b []byte) (BallotPart, error) {
	packed, err := compressed(b)
	sum := sha256.Sum256(packed)
	return BallotPart{ID: campaign + "/" + hex.EncodeToString(sum[:]), Campaign: campaign, Bytes: packed}, err
}

// checkBallots is an ErrInvalid unless these are the ballots that the tallies counted.
func (c *Counted) checkBallots() error {
	wrong := func(what string) error {
		return fmt.Errorf("prioritize: campaign %s: %s: %w", c.Campaign, what, survey.ErrInvalid)
	}
	if c.Ballots == nil || c.Ballots.Shape() != c.Tally.Shape() {
		return wrong("no ballots, or of another shape than the tally")
	}
	if err := c.checkTerms(); err != nil {
		return err
	}
	if !c.Ballots.Tally().Equal(c.Tally) {
		return wrong("the tally did not count these ballots")
	}
	switch {
	case c.aside() == 0 && (c.AsideBallots == nil || c.AsideBallots.Count() == 0):
		return nil
	case c.aside() == 0 || c.AsideBallots == nil || !c.AsideBallots.Tally().Equal(c.Aside):
		return wrong("the tally of what was set aside did not count these ballots")
	}
	return nil
}

// checkTerms is an ErrInvalid unless the ballots are of the needs, services and groups.
func (c *Counted) checkTerms() error {
	if s := c.Ballots.Shape(); s.Needs != len(c.Needs) || s.Services != len(c.Services) || s.NoAccess != offersNoAccess(c.Services) || s.Asked != len(c.Asked) {
		return fmt.Errorf("prioritize: campaign %s: ballots of %d needs, %d services and %d groups, of which there are %d, %d and %d: %w",
			c.Campaign, s.Needs, s.Services, s.Asked, len(c.Needs), len(c.Services), len(c.Asked), survey.ErrInvalid)
	}
	for _, all := range []*Ballots{c.Ballots, c.AsideBallots} {
		if all == nil {
			continue
		}
		if n := len(all.sources); n > maxSums/all.layout.size {
			return fmt.Errorf("prioritize: campaign %s: ballots of %d sources, more than a tally can have: %w", c.Campaign, n, survey.ErrInvalid)
		}
		for b := range all.All() {
			if err := b.Check(c.Ballots.Shape()); err != nil {
				return err
			}
		}
	}
	return nil
}

// ballots are the canonical bytes of the ballots and of those set aside, each after its length.
func (c *Counted) ballots() ([]byte, error) {
	var stream []byte
	for _, b := range []*Ballots{c.Ballots, c.AsideBallots} {
		var one []byte
		if b == c.Ballots || b != nil && b.Count() > 0 {
			var err error
			if one, err = b.MarshalBinary(); err != nil {
				return nil, err
			}
		}
		stream = append(binary.AppendUvarint(stream, uint64(len(one))), one...)
	}
	return stream, nil
}

// part takes the bytes of the ballots apart and names the parts.
func (f *Frozen) part(stream []byte) ([]BallotPart, error) {
	var parts []BallotPart
	for len(stream) > 0 {
		n := min(len(stream), mostPart)
		p, err := newBallotPart(f.Campaign, stream[:n])
		if err != nil {
			return nil, err
		}
		parts, stream = append(parts, p), stream[n:]
		f.Parts = append(f.Parts, p.ID)
	}
	return parts, nil
}

// OpenWith is Open with the ballots, which these parts hold, and the Votes. Of a campaign that was frozen without them
// there are none, and Ballots is nil.
func (f *Frozen) OpenWith(parts []BallotPart) (Counted, error) {
	c, err := f.Open()
	if err != nil || f.Format == 0 {
		return c, err
	}
	var stream []byte
	for _, p := range parts {
		b, err := decompressed(p.Bytes)
		if err != nil {
			return Counted{}, f.spoilt(err)
		}
		stream = append(stream, b...)
	}
	if sum := sha256.Sum256(stream); hex.EncodeToString(sum[:]) != f.Ballots {
		return Counted{}, f.spoilt("the ballots have another hash")
	}
	for _, to := range []**Ballots{&c.Ballots, &c.AsideBallots} {
		n, size := binary.Uvarint(stream)
		if size <= 0 || n > uint64(len(stream)-size) {
			return Counted{}, f.spoilt("the ballots end too soon")
		}
		one := stream[size:][:n]
		stream = stream[size:][n:]
		if n == 0 {
			continue
		}
		*to = new(Ballots)
		if err := (*to).UnmarshalBinary(one); err != nil {
			return Counted{}, f.spoilt(err)
		}
	}
	if c.Ballots == nil || len(stream) > 0 {
		return Counted{}, f.spoilt("there are no ballots, or something follows after them")
	}
	c.Votes = c.Ballots.Votes()
	return c, nil
}

// compressedTally are a tally's canonical bytes, compressed: there is little in most of its cells.
func compressedTally(t *Tally) ([]byte, error) {
	b, err := t.MarshalBinary()
	if err != nil {
		return nil, err
	}
	return compressed(b)
}

func compressed(b []byte) ([]byte, error) {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(b)
	if err = errors.Join(err, w.Close()); err != nil {
		return nil, fmt.Errorf("prioritize: compress: %w", err)
	}
	return out.Bytes(), nil
}

// mostDecompressed bounds what is decompressed of a tally or a part.
const mostDecompressed = 1 << 30

// decompressed are the bytes that were compressed; none of none.
func decompressed(b []byte) ([]byte, error) {
	if len(b) == 0 {
		return nil, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("prioritize: decompress: %w: %w", survey.ErrInvalid, err)
	}
	out, err := io.ReadAll(io.LimitReader(r, mostDecompressed))
	if err != nil {
		return nil, fmt.Errorf("prioritize: decompress: %w: %w", survey.ErrInvalid, err)
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
