package store

import (
	"fmt"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"ashar/survey"
)

// maxDocument is the size in bytes of the largest document that is kept: what
// MongoDB takes, for both engines.
const maxDocument = 16 << 20

// record is a document ready to be written: checked, with all that an engine
// needs to know of it.
type record struct {
	doc  bson.Raw
	id   string
	rev  any   // int64, or nil if the document has none
	keys []any // values of the collection's indexed fields, in its order
}

// record checks a document against what both engines need to keep it alike: an
// _id that is a string and stands first, and every indexed field present, unless it is
// optional, with the declared type. The error wraps survey.ErrInvalid.
func (c *collection) record(doc bson.Raw) (record, error) {
	if len(doc) > maxDocument {
		return record{}, fmt.Errorf("document of %d bytes, more than %d: %w", len(doc), maxDocument, survey.ErrInvalid)
	}
	elements, err := doc.Elements()
	if err != nil {
		return record{}, fmt.Errorf("%w document: %w", survey.ErrInvalid, err)
	}
	if len(elements) == 0 || elements[0].Key() != "_id" {
		return record{}, fmt.Errorf("document without _id in first place: %w", survey.ErrInvalid)
	}
	r := record{doc: doc, keys: make([]any, len(c.fields))}
	r.id, _ = elements[0].Value().StringValueOK()
	if r.id == "" {
		return record{}, fmt.Errorf("_id is empty or no string: %w", survey.ErrInvalid)
	}
	for _, e := range elements[1:] {
		name := e.Key()
		if name == "rev" {
			rev, ok := e.Value().Int64OK()
			if !ok {
				return record{}, fmt.Errorf("rev is %s, not int64: %w", e.Value().Type, survey.ErrInvalid)
			}
			r.rev = rev
		}
		for i, f := range c.fields {
			if f.name != name {
				continue
			}
			if r.keys[i], err = f.value(e.Value()); err != nil {
				return record{}, err
			}
		}
	}
	for i, f := range c.fields {
		if r.keys[i] == nil && !f.optional {
			return record{}, fmt.Errorf("no %s, by which it is indexed: %w", f.name, survey.ErrInvalid)
		}
	}
	return r, nil
}

// value returns the value as an engine binds it.
func (f field) value(v bson.RawValue) (any, error) {
	switch f.kind {
	case text:
		if s, ok := v.StringValueOK(); ok {
			return s, nil
		}
	case moment:
		if ms, ok := v.DateTimeOK(); ok {
			return bson.DateTime(ms), nil
		}
	}
	return nil, fmt.Errorf("%s is %s, not %s: %w", f.name, v.Type, f.kind, survey.ErrInvalid)
}

// at is the time as documents hold it, whole milliseconds.
func at(t time.Time) bson.DateTime { return bson.NewDateTimeFromTime(t) }

// key returns the value of an indexed field.
func (r record) key(c *collection, f field) any { return r.keys[slices.Index(c.fields, f)] }
