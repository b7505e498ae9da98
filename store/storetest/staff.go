package storetest

import (
	"crypto/rand"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
)

func exampleAccount(t testing.TB, db *store.DB, id string) access.Account {
	t.Helper()
	a, err := access.NewAccount(moment(0), "kok-jar", id, "Айгүл", access.Owner)
	must(t, err)
	must(t, db.AddAccount(t.Context(), a))
	return a
}

func staff(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	a := exampleAccount(t, db, "aigul")
	wantError(t, "the account again", db.AddAccount(ctx, a), survey.ErrExists)
	_, err := db.Account(ctx, "bakyt")
	wantError(t, "another account", err, survey.ErrNotFound)
	changed := a
	changed.Disabled = true
	must(t, db.ReplaceAccount(ctx, changed))
	wantError(t, "the account of an old revision", db.ReplaceAccount(ctx, a), survey.ErrConflict)
	changed.Rev++
	got, err := db.Account(ctx, "aigul")
	same(t, "account", err, got, changed)
	same(t, "accounts", nil, collect(t, db.Accounts(ctx, "kok-jar")), []access.Account{changed})

	s := access.Session{ID: "s", Municipality: "kok-jar", Account: a.ID, Created: moment(0), Expires: moment(9), Seen: moment(1)}
	must(t, db.AddSession(ctx, s))
	wantError(t, "the session again", db.AddSession(ctx, s), survey.ErrExists)
	ended := s
	ended.Ended = moment(2)
	must(t, db.ReplaceSession(ctx, ended))
	wantError(t, "the session of an old revision", db.ReplaceSession(ctx, s), survey.ErrConflict)
	ended.Rev++
	gotS, err := db.Session(ctx, "s")
	same(t, "session", err, gotS, ended)
	other := access.Session{ID: "r", Municipality: "kok-jar", Account: "bakyt", Created: moment(0), Expires: moment(9), Seen: moment(1), Device: "Firefox", Link: true}
	must(t, db.AddSession(ctx, other))
	same(t, "the account's sessions", nil, collect(t, db.SessionsOf(ctx, a.ID)), []access.Session{ended})
	same(t, "the other's sessions", nil, collect(t, db.SessionsOf(ctx, "bakyt")), []access.Session{other})

	_, err = db.Credential(ctx, a.ID)
	wantError(t, "a credential that is not there", err, survey.ErrNotFound)
	c := access.Credential{
		ID: a.ID, Municipality: "kok-jar", Password: "$argon2id$…", Set: moment(1), Code: []byte{0, 1, 255}, Step: 59, Recovery: []string{"a", "b"},
	}
	must(t, db.AddCredential(ctx, c))
	wantError(t, "the credential again", db.AddCredential(ctx, c), survey.ErrExists)
	spent := c
	spent.Recovery, spent.Step = []string{"b"}, 60
	must(t, db.ReplaceCredential(ctx, spent))
	wantError(t, "the credential of an old revision", db.ReplaceCredential(ctx, c), survey.ErrConflict)
	spent.Rev++
	gotC, err := db.Credential(ctx, a.ID)
	same(t, "credential", err, gotC, spent)

	l := access.Link{ID: "l", Municipality: "kok-jar", Account: a.ID, Created: moment(0), Expires: moment(9)}
	must(t, db.AddLink(ctx, l))
	wantError(t, "the link again", db.AddLink(ctx, l), survey.ErrExists)
	gotL, err := db.Link(ctx, "l")
	same(t, "link", err, gotL, l)

	token := access.Token{
		ID: "0123456789ab", Hash: "0123456789abcdef", Municipality: "kok-jar", Account: a.ID, Name: "Excel",
		Scopes: []access.Scope{access.Places, access.Answers}, Created: moment(0), Expires: moment(9),
	}
	must(t, db.AddToken(ctx, token))
	wantError(t, "the token again", db.AddToken(ctx, token), survey.ErrExists)
	used := token
	used.Used = moment(1)
	must(t, db.ReplaceToken(ctx, used))
	wantError(t, "the token of an old revision", db.ReplaceToken(ctx, token), survey.ErrConflict)
	used.Rev++
	gotT, err := db.Token(ctx, token.ID)
	same(t, "token", err, gotT, used)
	elsewhere := token
	elsewhere.ID, elsewhere.Municipality = "ba9876543210", "ak-tal"
	must(t, db.AddToken(ctx, elsewhere))
	same(t, "the municipality's tokens", nil, collect(t, db.TokensOf(ctx, "kok-jar")), []access.Token{used})
	_, err = db.Token(ctx, "none")
	wantError(t, "a token that is not there", err, survey.ErrNotFound)
}

// signIn shows one link to several doors at once: the store lets one of them in.
func signIn(t *testing.T, place Place) {
	uri, ctx, now := place(t), t.Context(), time.Now()
	db := Open(t, uri)
	a := exampleAccount(t, db, "aigul")
	token, err := access.NewDoor(db, rand.Reader).Invite(ctx, now, a.ID, 0)
	must(t, err)
	var in atomic.Int32
	var knocking sync.WaitGroup
	for range 4 {
		door := access.NewDoor(Open(t, uri), rand.Reader)
		for range 2 {
			knocking.Go(func() {
				_, session, err := door.SignIn(ctx, now, token)
				if err != nil {
					wantError(t, "sign in", err, survey.ErrUnauthorized)
					return
				}
				in.Add(1)
				if who, err := door.Who(ctx, now, session); err != nil || who.ID != a.ID {
					t.Errorf("who is in: got %v, %v; want %s", who, err, a.ID)
				}
			})
		}
	}
	knocking.Wait()
	if got := in.Load(); got != 1 {
		t.Errorf("%d were let in by one link, want 1", got)
	}
	var told []access.Action
	for _, e := range collect(t, db.Entries(ctx, a.Municipality)) {
		told = append(told, e.Action)
	}
	slices.Sort(told)
	same(t, "told by the trail", nil, told, []access.Action{access.SignInRefused, access.SignedIn})
}

// trail has several processes write to one municipality's audit trail at once.
func trail(t *testing.T, place Place) {
	const processes, each = 3, 5
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	a := exampleAccount(t, db, "aigul")
	_, err := db.LastEntry(ctx, "kok-jar")
	wantError(t, "the last of none", err, survey.ErrNotFound)
	var writing sync.WaitGroup
	for range processes {
		own := access.NewTrail(Open(t, uri))
		writing.Go(func() {
			for n := range each {
				_, err := own.Write(ctx, moment(n), a, access.Deed{Municipality: "kok-jar", Action: access.RunCampaigns, Subject: "campaign/x"})
				wantError(t, "write", err, nil)
			}
		})
	}
	_, err = access.NewTrail(db).Write(ctx, moment(0), a, access.Deed{Municipality: "ak-tal", Action: access.RunCampaigns, Subject: "campaign/y"})
	must(t, err)
	writing.Wait()
	n, err := access.Verify(db.Entries(ctx, "kok-jar"))
	if err != nil || n != processes*each {
		t.Errorf("verify: got %d, %v; want %d", n, err, processes*each)
	}
	numbers := func(seq iter.Seq2[access.Entry, error]) (all []int64) {
		for _, e := range collect(t, seq) {
			all = append(all, e.Seq)
		}
		return all
	}
	same(t, "entries before the fourth", nil, numbers(db.EntriesBefore(ctx, "kok-jar", 4)), []int64{3, 2, 1})
	same(t, "entries after the twelfth", nil, numbers(db.EntriesAfter(ctx, "kok-jar", 12)), []int64{13, 14, 15})
	last, err := db.LastEntry(ctx, "kok-jar")
	if err != nil || last.Seq != processes*each {
		t.Errorf("last entry: got %d, %v; want %d", last.Seq, err, processes*each)
	}
}
