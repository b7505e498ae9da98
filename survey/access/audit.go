package access

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"ashar/survey"
)

// Entry is one line of a municipality's audit trail: who did what, and what it was before and after. It holds no
// answers, contacts or tokens. Each entry carries the hash of the one before it, so that none can be changed, taken
// out or put between without every later hash showing it.
type Entry struct {
	ID           string    `bson:"_id" json:"id"` // EntryID(Municipality, Seq)
	Municipality string    `bson:"municipality" json:"municipality"`
	Seq          int64     `bson:"seq" json:"seq"`         // 1, 2, 3 … within the municipality
	At           time.Time `bson:"at" json:"at"`           // UTC, to the millisecond
	Account      string    `bson:"account" json:"account"` // who did it; "" if nobody was signed in
	Action       Action    `bson:"action" json:"action"`
	Subject      string    `bson:"subject" json:"subject"` // what was acted on, such as "campaign/kok-jar-2026"
	Before       string    `bson:"before,omitempty" json:"before,omitempty"`
	After        string    `bson:"after,omitempty" json:"after,omitempty"`
	Previous     string    `bson:"previous" json:"previous"` // Hash of entry Seq-1; "" for the first
	Hash         string    `bson:"hash" json:"hash"`         // see Sum
}

// EntryID is the identifier of a municipality's entry; in the order of text, a municipality's entries are in the order
// of their numbers.
func EntryID(municipality string, seq int64) string {
	return fmt.Sprintf("%s/%012d", municipality, seq)
}

// Sum computes the hash of an entry: SHA-256, in hex, over the JSON of the entry with an empty Hash, which covers
// Previous.
func (e Entry) Sum() string {
	e.Hash = ""
	data, err := json.Marshal(e)
	if err != nil {
		panic(fmt.Sprintf("access: an entry always has a JSON form: %v", err))
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Entries is where the audit trail is kept. Nothing replaces or deletes an entry.
type Entries interface {
	// AddEntry stores a new entry, or fails with survey.ErrExists.
	AddEntry(ctx context.Context, e Entry) error
	// LastEntry returns the municipality's entry with the highest number, or an error that is survey.ErrNotFound.
	LastEntry(ctx context.Context, municipality string) (Entry, error)
}

// Trail writes audit trails. It is safe for concurrent use, by many processes on one store.
type Trail struct{ entries Entries }

// NewTrail returns a trail kept in entries.
func NewTrail(entries Entries) *Trail { return &Trail{entries} }

// Deed is what Trail.Write is told of something done.
type Deed struct {
	Municipality  string // whose trail it belongs to
	Action        Action
	Subject       string // what was acted on, such as "campaign/kok-jar-2026"
	Before, After string // what it was and became, in short; "" where there is nothing to say
}

// Write appends a deed to its municipality's trail and returns the entry as stored. Number and hashes are set here: of
// several writers at the same moment, the store's unique identifier lets one have the next number, and the others take
// the following ones.
func (t *Trail) Write(ctx context.Context, now time.Time, by Account, d Deed) (Entry, error) {
	for {
		last, err := t.entries.LastEntry(ctx, d.Municipality)
		if err != nil && !errors.Is(err, survey.ErrNotFound) {
			return Entry{}, fmt.Errorf("access: audit trail of %s: %w", d.Municipality, err)
		}
		e := Entry{
			ID:           EntryID(d.Municipality, last.Seq+1),
			Municipality: d.Municipality,
			Seq:          last.Seq + 1,
			At:           now.UTC().Truncate(time.Millisecond), // as precise as every engine keeps it
			Account:      by.ID,
			Action:       d.Action,
			Subject:      d.Subject,
			Before:       d.Before,
			After:        d.After,
			Previous:     last.Hash,
		}
		e.Hash = e.Sum()
		err = t.entries.AddEntry(ctx, e)
		if errors.Is(err, survey.ErrExists) {
			continue
		}
		if err != nil {
			return Entry{}, fmt.Errorf("access: audit trail of %s: %w", d.Municipality, err)
		}
		return e, nil
	}
}

// Verify reads one municipality's entries, in order from the first, and returns how many hold together, and an error
// that names the first that does not. It cannot know whether entries are missing at the end: for that, compare the last
// hash with one written down elsewhere.
func Verify(entries iter.Seq2[Entry, error]) (int, error) { return VerifyAfter(Entry{}, entries) }

// VerifyAfter is Verify for the entries after one that is taken as it is; after the zero Entry, from the first.
func VerifyAfter(previous Entry, entries iter.Seq2[Entry, error]) (int, error) {
	n := 0
	for e, err := range entries {
		if err != nil {
			return n, fmt.Errorf("access: reading the audit trail: %w", err)
		}
		switch {
		case e.Seq != previous.Seq+1:
			return n, fmt.Errorf("access: audit entry %s stands where number %d should: %w",
				e.ID, previous.Seq+1, survey.ErrInvalid)
		case e.Previous != previous.Hash:
			return n, fmt.Errorf("access: audit entry %s does not follow the one before it: %w", e.ID, survey.ErrInvalid)
		case e.Hash != e.Sum():
			return n, fmt.Errorf("access: audit entry %s was changed: %w", e.ID, survey.ErrInvalid)
		}
		n, previous = n+1, e
	}
	return n, nil
}
