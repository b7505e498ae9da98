package store

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"

	"ashar/survey"
)

// things is a collection for tests, found by all that a collection can be found by.
var (
	byGroupMade = &index{[]field{{name: "group", kind: text}, {name: "made", kind: moment}}}
	byMade      = &index{[]field{{name: "made", kind: moment}}}
	things      = newCollection("things", byGroupMade, byMade)
)

type thing struct {
	ID    string        `bson:"_id"`
	Rev   int64         `bson:"rev,omitempty"`
	Group string        `bson:"group"`
	Made  bson.DateTime `bson:"made"`
	Note  string        `bson:"note"`
}

// CheckEngine holds an engine to what the interface promises. Fresh names an empty
// database.
func CheckEngine(t *testing.T, fresh func(testing.TB) string) {
	for name, check := range map[string]func(*testing.T, func(testing.TB) string){
		"documents come back byte for byte":           checkBytes,
		"an id is inserted once":                      checkInsertOnce,
		"a replacement needs the revision":            checkReplace,
		"what is deleted is gone":                     checkDelete,
		"a scan is ordered as asked":                  checkScan,
		"a scan meets all that was there":             checkScanWhileWriting,
		"concurrent writers are told their own":       checkConcurrentWriters,
		"a cancelled context ends what it belongs to": checkCancelled,
		"everything is there after reopening":         checkReopening,
		"a closed engine is unavailable":              checkClosed,
		"closing loses nothing acknowledged":          checkClosingWhileWriting,
		"new indexes take in old documents":           checkNewIndexes,
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) { check(t, fresh) })
	}
}

// testEngine opens an engine for things that is closed when the test ends.
func testEngine(t testing.TB, uri string) engine {
	t.Helper()
	e, err := openEngine(t.Context(), uri, []*collection{things}, true)
	if err != nil {
		t.Fatalf("openEngine: %v", err)
	}
	closed := sync.OnceValue(e.close)
	t.Cleanup(func() {
		if err := closed(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return closeOnce{e, closed}
}

type closeOnce struct {
	engine
	closed func() error
}

func (e closeOnce) close() error { return e.closed() }

func recordOf(t testing.TB, v any) record {
	t.Helper()
	doc, err := newCodec().encode(v)
	if err != nil {
		t.Fatal(err)
	}
	r, err := things.record(doc)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func mustInsert(t testing.TB, e engine, vs ...any) {
	t.Helper()
	for _, v := range vs {
		if err := e.insert(t.Context(), things, recordOf(t, v)); err != nil {
			t.Fatalf("insert %v: %v", v, err)
		}
	}
}

func wantError(t testing.TB, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) || want == nil && got != nil {
		t.Errorf("%s: got error %v, want %v", what, got, want)
	}
}

func checkBytes(t *testing.T, fresh func(testing.TB) string) {
	e := testEngine(t, fresh(t))
	r := recordOf(t, everyKind())
	if err := e.insert(t.Context(), things, r); err != nil {
		t.Fatal(err)
	}
	got, err := e.get(t.Context(), things, r.id)
	if err != nil || !bytes.Equal(got, r.doc) {
		t.Errorf("got  %v, %v\nwant %v", got, err, r.doc)
	}
	for got, err := range e.scan(t.Context(), things, query{}) {
		if err != nil || !bytes.Equal(got, r.doc) {
			t.Errorf("scan: got  %v, %v\nwant %v", got, err, r.doc)
		}
	}
}

// everyKind is a document with every type that the domain's documents have.
func everyKind() bson.D {
	return bson.D{
		{Key: "_id", Value: "күнөстүү"}, {Key: "rev", Value: int64(1)}, {Key: "group", Value: "Көк-Жар"},
		{Key: "made", Value: bson.DateTime(1_790_000_000_123)},
		{Key: "long ago", Value: at(time.Time{})}, // how a zero time is kept
		{Key: "int32", Value: int32(-7)}, {Key: "int64", Value: int64(1) << 60}, {Key: "double", Value: 0.1},
		{Key: "whole double", Value: 3.0}, {Key: "yes", Value: true}, {Key: "no", Value: false}, {Key: "null", Value: nil},
		{Key: "empty", Value: ""}, {Key: "text", Value: "«Суу жок!»\n\t\"' \u0000 ң ө ү 🏔"},
		{Key: "bytes", Value: bson.Binary{Data: []byte{0, 1, 0xff}}},
		{Key: "map", Value: map[string]string{"ru": "вода", "ky": "суу", "en": "water"}},
		{Key: "none", Value: []string{}}, {Key: "nothing", Value: bson.D{}},
		{Key: "list", Value: []any{"б", int32(1), bson.D{{Key: "_id", Value: "inner"}, {Key: "a", Value: []int64{2, 1}}}}},
	}
}

func checkInsertOnce(t *testing.T, fresh func(testing.TB) string) {
	e := testEngine(t, fresh(t))
	first := thing{ID: "a", Group: "g", Note: "first"}
	mustInsert(t, e, first)
	second := first
	second.Note = "second"
	wantError(t, "insert of another", e.insert(t.Context(), things, recordOf(t, second)), survey.ErrExists)
	wantError(t, "insert of the same", e.insert(t.Context(), things, recordOf(t, first)), survey.ErrExists)
	wantThing(t, e, first)
	_, err := e.get(t.Context(), things, "b")
	wantError(t, "get of what is not there", err, survey.ErrNotFound)
}

func wantThing(t testing.TB, e engine, want thing) {
	t.Helper()
	var got thing
	doc, err := e.get(t.Context(), things, want.ID)
	if err == nil {
		err = bson.Unmarshal(doc, &got)
	}
	if err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

func checkReplace(t *testing.T, fresh func(testing.TB) string) {
	e := testEngine(t, fresh(t))
	v := thing{ID: "a", Rev: 1, Group: "g", Made: 5}
	mustInsert(t, e, v)
	next := thing{ID: "a", Rev: 2, Group: "h", Made: 6, Note: "changed"}
	wantError(t, "replace", e.replace(t.Context(), things, recordOf(t, next), 1), nil)
	late := thing{ID: "a", Rev: 2, Group: "k", Note: "late"}
	wantError(t, "replace of an old revision", e.replace(t.Context(), things, recordOf(t, late), 1), survey.ErrConflict)
	wantThing(t, e, next)
	wantError(t, "replace of what is not there",
		e.replace(t.Context(), things, recordOf(t, thing{ID: "b", Rev: 2, Group: "g"}), 1), survey.ErrNotFound)
	mustInsert(t, e, thing{ID: "c", Group: "m"})
	wantError(t, "replace of one without a revision", e.replace(t.Context(), things, recordOf(t, thing{ID: "c", Rev: 1, Group: "n"}), 0), nil)
	wantError(t, "replace of one that has a revision by now",
		e.replace(t.Context(), things, recordOf(t, thing{ID: "c", Rev: 1, Group: "m"}), 0), survey.ErrConflict)
	zero, err := bson.Marshal(bson.D{{Key: "_id", Value: "d"}, {Key: "rev", Value: int64(0)}, {Key: "group", Value: "m"}, {Key: "made", Value: bson.DateTime(0)}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := things.record(zero)
	wantError(t, "record", err, nil)
	wantError(t, "insert", e.insert(t.Context(), things, r), nil)
	wantError(t, "replace of one of revision 0", e.replace(t.Context(), things, recordOf(t, thing{ID: "d", Rev: 1, Group: "n"}), 0), nil)
	for group, want := range map[string][]string{"g": nil, "h": {"a"}, "k": nil, "m": nil, "n": {"c", "d"}} {
		got := scanned(t, e, query{index: byGroupMade, equal: []any{group}})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("group %s in the index (-want +got):\n%s", group, diff)
		}
	}
}

func checkDelete(t *testing.T, fresh func(testing.TB) string) {
	e := testEngine(t, fresh(t))
	mustInsert(t, e, thing{ID: "a", Group: "g"}, thing{ID: "b", Group: "g"})
	wantError(t, "delete", e.delete(t.Context(), things, "a"), nil)
	wantError(t, "delete again", e.delete(t.Context(), things, "a"), survey.ErrNotFound)
	_, err := e.get(t.Context(), things, "a")
	wantError(t, "get", err, survey.ErrNotFound)
	if got, want := scanned(t, e, query{}), []string{"b"}; !slices.Equal(got, want) {
		t.Errorf("left: got %v, want %v", got, want)
	}
	mustInsert(t, e, thing{ID: "a", Group: "g", Note: "anew"})
}

// scanned returns the ids of the documents that the query asks for.
func scanned(t testing.TB, e engine, q query) []string {
	t.Helper()
	var ids []string
	for doc, err := range e.scan(t.Context(), things, q) {
		if err != nil {
			t.Fatalf("scan: %v", err)
		}
		ids = append(ids, doc.Lookup("_id").StringValue())
	}
	return ids
}

func checkCancelled(t *testing.T, fresh func(testing.TB) string) {
	e := testEngine(t, fresh(t))
	mustInsert(t, e, thing{ID: "a", Rev: 1, Group: "g"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantError(t, "insert", e.insert(ctx, things, recordOf(t, thing{ID: "b", Group: "g"})), context.Canceled)
	wantError(t, "replace", e.replace(ctx, things, recordOf(t, thing{ID: "a", Rev: 2, Group: "h"}), 1), context.Canceled)
	wantError(t, "delete", e.delete(ctx, things, "a"), context.Canceled)
	_, err := e.get(ctx, things, "a")
	wantError(t, "get", err, context.Canceled)
	n := 0
	for _, err := range e.scan(ctx, things, query{}) {
		n++
		wantError(t, "scan", err, context.Canceled)
	}
	if n != 1 {
		t.Errorf("a cancelled scan yields %d times, want 1, the error", n)
	}
	wantThing(t, e, thing{ID: "a", Rev: 1, Group: "g"})
	if got, want := scanned(t, e, query{}), []string{"a"}; !slices.Equal(got, want) {
		t.Errorf("there: got %v, want %v", got, want)
	}
}

func checkReopening(t *testing.T, fresh func(testing.TB) string) {
	uri := fresh(t)
	e := testEngine(t, uri)
	v := thing{ID: "a", Rev: 1, Group: "g", Note: "kept"}
	mustInsert(t, e, v)
	if err := e.close(); err != nil {
		t.Fatal(err)
	}
	e = testEngine(t, uri)
	wantThing(t, e, v)
	other := testEngine(t, uri) // two at a time, as two processes are
	mustInsert(t, other, thing{ID: "b", Group: "g"})
	wantError(t, "insert of what the other has inserted",
		e.insert(t.Context(), things, recordOf(t, thing{ID: "b", Group: "g"})), survey.ErrExists)
	if got, want := scanned(t, e, query{index: byMade}), []string{"a", "b"}; !slices.Equal(got, want) {
		t.Errorf("there: got %v, want %v", got, want)
	}
}

func checkClosed(t *testing.T, fresh func(testing.TB) string) {
	e := testEngine(t, fresh(t))
	r := recordOf(t, thing{ID: "a", Group: "g"})
	if err := e.close(); err != nil {
		t.Fatal(err)
	}
	wantError(t, "insert", e.insert(t.Context(), things, r), survey.ErrUnavailable)
	_, err := e.get(t.Context(), things, "a")
	wantError(t, "get", err, survey.ErrUnavailable)
	for _, err := range e.scan(t.Context(), things, query{}) {
		wantError(t, "scan", err, survey.ErrUnavailable)
	}
}

func checkNewIndexes(t *testing.T, fresh func(testing.TB) string) {
	uri := fresh(t)
	bare := newCollection(things.name)
	old, err := openEngine(t.Context(), uri, []*collection{bare}, true)
	if err != nil {
		t.Fatal(err)
	}
	for n, id := range []string{"a", "b", "c"} {
		r := recordOf(t, thing{ID: id, Group: "g", Made: bson.DateTime(-n)})
		wantError(t, "insert", old.insert(t.Context(), bare, r), nil)
	}
	if err := old.close(); err != nil {
		t.Fatal(err)
	}
	e := testEngine(t, uri)
	mustInsert(t, e, thing{ID: "d", Group: "g", Made: -10})
	got := scanned(t, e, query{index: byGroupMade, equal: []any{"g"}})
	if want := []string{"d", "c", "b", "a"}; !slices.Equal(got, want) {
		t.Errorf("in the new index: got %v, want %v", got, want)
	}
}
