package store

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"pgregory.net/rapid"

	"ashar/survey"
)

// What one engine could keep and the other not, or not alike, is refused by both.
func TestRecordRefuses(t *testing.T) {
	whole := bson.D{{Key: "_id", Value: "a"}, {Key: "group", Value: "g"}, {Key: "made", Value: bson.DateTime(0)}}
	with := func(key string, v any) bson.D { return append(whole[:3:3], bson.E{Key: key, Value: v}) }
	for name, doc := range map[string]bson.D{
		"nothing in it":          {},
		"no _id":                 whole[1:],
		"an _id that is last":    {whole[1], whole[2], whole[0]},
		"an empty _id":           {{Key: "_id", Value: ""}, whole[1], whole[2]},
		"an _id that is no text": {{Key: "_id", Value: 1}, whole[1], whole[2]},
		"an indexed field less":  whole[:2],
		"an indexed null":        {whole[0], {Key: "group", Value: nil}, whole[2]},
		"a date that is a text":  {whole[0], whole[1], {Key: "made", Value: "2026"}},
		"a rev of 32 bits":       with("rev", int32(1)),
		"too much in it":         with("note", strings.Repeat("x", maxDocument)),
	} {
		raw, err := bson.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := things.record(raw); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got error %v, want %v", name, err, survey.ErrInvalid)
		}
	}
	if _, err := things.record(bson.Raw("\x09\x00\x00\x00torn")); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("a torn document: got error %v, want %v", err, survey.ErrInvalid)
	}
}

// The same value is always the same bytes, or copies could not be compared.
func TestEncodeIsDeterministic(t *testing.T) {
	type document struct {
		Text  survey.Text
		Lists map[string][]survey.Text
	}
	c := newCodec()
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.MapOfN(rapid.StringMatching(`[a-z]{2}`), rapid.String(), 0, 20)
		v := document{
			Text:  words.Draw(rt, "text"),
			Lists: map[string][]survey.Text{"b": {words.Draw(rt, "b")}, "a": {words.Draw(rt, "a")}},
		}
		first, err := c.encode(v)
		if err != nil {
			rt.Fatal(err)
		}
		for range 5 {
			if again, err := c.encode(v); err != nil || !bytes.Equal(again, first) {
				rt.Fatalf("%+v became %v and then %v, %v", v, first, again, err)
			}
		}
		var back document
		if err := c.decode(first, &back); err != nil {
			rt.Fatal(err)
		}
		if again, err := c.encode(back); err != nil || !bytes.Equal(again, first) {
			rt.Errorf("%v came back as %v, %v", first, again, err)
		}
	})
}

// The declared collections must fit the tables that hold them.
func TestCollectionsAreDeclaredWell(t *testing.T) {
	names := map[string]bool{}
	for _, c := range collections {
		if names[c.name] {
			t.Errorf("two collections are named %s", c.name)
		}
		names[c.name] = true
		for _, f := range c.fields {
			if f.name == "_id" || f.name == "rev" || f.name == "doc" || strings.Contains(f.name, ".") {
				t.Errorf("%s: %q cannot be an indexed field", c.name, f.name)
			}
		}
	}
}
