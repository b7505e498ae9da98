package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"
	"pgregory.net/rapid"
)

// checkScan compares scans with what sorting and filtering in memory gives, with
// more documents than any engine reads at a time and many equal keys.
func checkScan(t *testing.T, fresh func(testing.TB) string) {
	e := testEngine(t, fresh(t))
	var all []thing
	var inserts sync.WaitGroup
	for n := range 300 {
		v := thing{
			ID: fmt.Sprintf("%03d", n*7919%1000), Group: []string{"a", "б", "ң"}[n%3], Made: bson.DateTime(n * 31 % 40),
		}
		all = append(all, v)
		r := recordOf(t, v)
		inserts.Go(func() { wantError(t, "insert", e.insert(t.Context(), things, r), nil) })
	}
	inserts.Wait()
	rapid.Check(t, func(rt *rapid.T) {
		q := query{
			index:    rapid.SampledFrom([]*index{nil, byMade, byGroupMade}).Draw(rt, "index"),
			backward: rapid.Bool().Draw(rt, "backward"),
			limit:    rapid.SampledFrom([]int{0, 1, 7, 256, 257}).Draw(rt, "limit"),
		}
		if q.index != nil {
			v := rapid.SampledFrom(all).Draw(rt, "equal")
			n := rapid.IntRange(0, len(q.index.fields)).Draw(rt, "fields")
			if q.index == byGroupMade {
				n = max(n, 1) // an index is entered by its first field, or ordered by it if it is the only one
			}
			q.equal = keysOf(q.index, v)[:n]
		}
		if rapid.Bool().Draw(rt, "from a position") {
			v := rapid.SampledFrom(all).Draw(rt, "after")
			q.after = &position{key: v.Made, id: rapid.SampledFrom([]string{"", v.ID, v.ID + "x"}).Draw(rt, "after id")}
		}
		got, want := scanned(t, e, q), sorted(all, q)
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Errorf("%+v after %+v (-want +got):\n%s", q, q.after, diff)
		}
		if n, err := e.count(t.Context(), things, q); n != len(want) || err != nil {
			rt.Errorf("%+v after %+v: counted %d, %v; want %d", q, q.after, n, err, len(want))
		}
		ids, err := e.ids(t.Context(), things, q)
		if diff := cmp.Diff(want, ids); diff != "" || err != nil {
			rt.Errorf("%+v after %+v: %v, ids (-want +got):\n%s", q, q.after, err, diff)
		}
	})
}

func keysOf(x *index, v thing) []any {
	if x == byMade {
		return []any{v.Made}
	}
	return []any{v.Group, v.Made}
}

// sorted does in memory what the query asks of an engine.
func sorted(all []thing, q query) []string {
	_, byKey := q.ordering()
	place := func(v thing) position {
		if byKey {
			return position{v.Made, v.ID}
		}
		return position{bson.DateTime(0), v.ID}
	}
	compare := func(a, b position) int {
		if d := int(a.key.(bson.DateTime) - b.key.(bson.DateTime)); d != 0 {
			return d
		}
		return strings.Compare(a.id, b.id)
	}
	sign := 1
	if q.backward {
		sign = -1
	}
	var places []position
	for _, v := range all {
		if q.index != nil && !slices.Equal(keysOf(q.index, v)[:len(q.equal)], q.equal) {
			continue
		}
		if q.after != nil {
			after := *q.after
			if !byKey {
				after.key = bson.DateTime(0)
			}
			if sign*compare(place(v), after) <= 0 {
				continue
			}
		}
		places = append(places, place(v))
	}
	slices.SortFunc(places, func(a, b position) int { return sign * compare(a, b) })
	if q.limit > 0 && len(places) > q.limit {
		places = places[:q.limit]
	}
	var ids []string
	for _, p := range places {
		ids = append(ids, p.id)
	}
	return ids
}

// checkScanWhileWriting scans while others insert, change and delete around what
// was there, and wants that met once each, in order.
func checkScanWhileWriting(t *testing.T, fresh func(testing.TB) string) {
	e := testEngine(t, fresh(t))
	const there = 300
	var want []string
	for n := range there {
		v := thing{ID: fmt.Sprintf("there-%03d", n), Rev: 1, Group: "g", Made: bson.DateTime(n)}
		want = append(want, v.ID)
		mustInsert(t, e, v)
	}
	ctx, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				v := thing{ID: fmt.Sprintf("new-%d-%d", w, n), Rev: 1, Group: "g", Made: bson.DateTime(n * 37 % there)}
				if err := e.insert(t.Context(), things, recordOf(t, v)); err != nil {
					t.Errorf("insert while scanning: %v", err)
					return
				}
				if n%3 == 0 {
					wantError(t, "delete while scanning", e.delete(t.Context(), things, v.ID), nil)
				}
			}
		})
	}
	for range 3 {
		var got []string
		var last bson.DateTime
		for doc, err := range e.scan(t.Context(), things, query{index: byGroupMade, equal: []any{"g"}}) {
			var v thing
			if err == nil {
				err = bson.Unmarshal(doc, &v)
			}
			if err != nil {
				t.Fatalf("scan: %v", err)
			}
			if v.Made < last {
				t.Fatalf("%s, made at %d, comes after one made at %d", v.ID, v.Made, last)
			}
			last = v.Made
			if strings.HasPrefix(v.ID, "there-") {
				got = append(got, v.ID)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("met of what was there before (-want +got):\n%s", diff)
		}
	}
	stop()
	writers.Wait()
}
