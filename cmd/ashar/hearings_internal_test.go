package main

import (
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ashar/prioritize/hearing"
	"ashar/store"
	"ashar/store/storetest"
	"ashar/survey"
)

// brokenOff makes a hearing in which one has voted, and whose round was closed by a process that stopped over it.
func brokenOff(t *testing.T, db *store.DB, hall *hearing.Hall, id string, now time.Time) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	x := hearing.Hearing{
		ID: id, Rev: 1, Municipality: "kok-jar", Campaign: "needs", Kind: hearing.Public, State: hearing.Planned, Place: "Клуб", Planned: now,
		Options: []hearing.Option{{ID: "water", Label: survey.Text{"ky": "Суу"}}, {ID: "roads", Label: survey.Text{"ky": "Жол"}}},
	}
	must(db.SaveHearing(ctx, x))
	x, err := hall.Issue(ctx, x.ID, 0, 1)
	must(err)
	_, err = hall.HandOut(ctx, x.ID, 1, 1)
	must(err)
	codes, err := hall.Codes(ctx, x, 1, 1)
	must(err)
	_, err = hall.Change(ctx, x.ID, func(x *hearing.Hearing) error {
		if err := x.Begin(now); err != nil {
			return err
		}
		if err := x.Call(hearing.Round{Method: hearing.Dots, Options: []string{"water", "roads"}, Dots: 1}); err != nil {
			return err
		}
		return x.OpenRound(1, now)
	})
	must(err)
	_, err = hall.Cast(ctx, codes[0], 1, 0, "key", hearing.Ballot{Dots: []int{1, 0}})
	must(err)
	_, err = hall.ChangeRound(ctx, x.ID, 1, func(r *hearing.Round) error { return r.Close(now) })
	must(err) // and here the process stops
}

func TestAStartCountsARoundWhoseEndWasBrokenOff(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	db := storetest.Open(t, "file:"+filepath.Join(t.TempDir(), "ashar.db"))
	var told []string
	heralds := heralds{func(id string) { told = append(told, id) }}
	hall := hearing.NewHall(db, survey.NewPseudonyms([]byte("a secret of thirty-two bytes....")), clock, heralds.tell)
	brokenOff(t, db, hall, "kok-jar-1", now)
	brokenOff(t, db, hall, "kok-jar-2", now)
	for v, err := range db.VotesOf(ctx, hearing.RoundID("kok-jar-1", 1)) {
		if err != nil {
			t.Fatal(err)
		}
		v.Rev++
		v.Ballot = []byte("not as it was kept")
		if err := db.SaveVote(ctx, v); err != nil {
			t.Fatal(err)
		}
	}

	told = nil
	if err := settleAll(ctx, db, hall); err == nil || !strings.Contains(err.Error(), "kok-jar-1") {
		t.Errorf("a ballot that cannot be read: %v, want what names its hearing", err)
	}
	for id, want := range map[string]hearing.Stage{"kok-jar-1": hearing.Counting, "kok-jar-2": hearing.Counted} {
		x, err := db.Hearing(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if r := x.Round(1); r.Stage != want || r.Erased != (want == hearing.Counted) {
			t.Errorf("the round of %s after a start: %s, erased %v; want it %s", id, r.Stage, r.Erased, want)
		}
	}
	if !slices.Contains(told, "kok-jar-2") {
		t.Errorf("told of %q, want of kok-jar-2", told)
	}
}

func TestPhonesAreOfferedOnlyAddressesThatTheServiceListensOn(t *testing.T) {
	for _, listen := range []string{"127.0.0.1:8080", "[::1]:8080", "203.0.113.9:8080", "nowhere", ""} {
		if got := nearby(listen); len(got) > 0 {
			t.Errorf("listening on %q: %q, want none", listen, got)
		}
	}
	for _, at := range nearby(":9000") {
		u, err := url.Parse(at)
		if err != nil || u.Scheme != "http" || u.Port() != "9000" || net.ParseIP(u.Hostname()) == nil || !net.ParseIP(u.Hostname()).IsPrivate() {
			t.Errorf("listening everywhere: %q, %v", at, err)
		}
	}
}
