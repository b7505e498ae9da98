package main

import (
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"ashar/prioritize/hearing"
	"ashar/store"
	"ashar/survey"
)

func TestAStartCountsARoundWhoseEndWasBrokenOff(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	db, err := store.Open(ctx, "file:"+filepath.Join(t.TempDir(), "ashar.db"), clock)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var told []string
	heralds := heralds{func(id string) { told = append(told, id) }}
	hall := hearing.NewHall(db, survey.NewPseudonyms([]byte("a secret of thirty-two bytes....")), clock, heralds.tell)
	x := hearing.Hearing{
		ID: "kok-jar-1", Rev: 1, Municipality: "kok-jar", Campaign: "needs", Kind: hearing.Public, State: hearing.Planned, Place: "Клуб", Planned: now,
		Options: []hearing.Option{{ID: "water", Label: survey.Text{"ky": "Суу"}}, {ID: "roads", Label: survey.Text{"ky": "Жол"}}},
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(db.SaveHearing(ctx, x))
	x, err = hall.Issue(ctx, x.ID, 1)
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
		return x.Current().Open(now)
	})
	must(err)
	_, err = hall.Cast(ctx, codes[0], 1, 0, "key", hearing.Ballot{Dots: []int{1, 0}})
	must(err)
	_, err = hall.ChangeRound(ctx, x.ID, 1, func(r *hearing.Round) error { return r.Close(now) })
	must(err) // and here the process stops

	told = nil
	must(settleAll(ctx, db, hall))

	x, err = db.Hearing(ctx, x.ID)
	must(err)
	if r := x.Round(1); r.Stage != hearing.Counted || !r.Erased {
		t.Errorf("the round after a start: %s, erased %v; want it counted and erased", r.Stage, r.Erased)
	}
	if !slices.Contains(told, x.ID) {
		t.Errorf("told of %q, want of %s", told, x.ID)
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
