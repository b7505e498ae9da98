package accesstest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/access"
)

// Keeper is all that package access keeps in a store.
type Keeper interface {
	access.Keeper
	access.TokenKeeper
}

// Run tests a store against the contract that package access states for its interfaces. open returns an empty keeper;
// it is called once.
func Run(t *testing.T, open func(t *testing.T) Keeper) {
	s := open(t)
	ctx := t.Context()
	at := time.Date(2026, time.March, 5, 12, 0, 0, 0, time.UTC)

	t.Run("accounts", func(t *testing.T) {
		runDocument(t, document[access.Account]{
			add:     func(v access.Account) error { return s.AddAccount(ctx, v) },
			replace: func(v access.Account) error { return s.ReplaceAccount(ctx, v) },
			get:     func(id string) (access.Account, error) { return s.Account(ctx, id) },
			id:      "aigul",
			first: access.Account{
				ID: "aigul", Municipality: "kok-jar", Name: "Айгүл", Role: access.Organiser, Created: at,
			},
			change:   func(v access.Account) access.Account { v.Disabled = true; return v },
			revision: func(v *access.Account) *int64 { return &v.Rev },
		})
	})
	t.Run("credentials", func(t *testing.T) {
		runDocument(t, document[access.Credential]{
			add:     func(v access.Credential) error { return s.AddCredential(ctx, v) },
			replace: func(v access.Credential) error { return s.ReplaceCredential(ctx, v) },
			get:     func(id string) (access.Credential, error) { return s.Credential(ctx, id) },
			id:      "aigul",
			first: access.Credential{
				ID: "aigul", Municipality: "kok-jar", Password: "$argon2id$", Set: at, Code: []byte{0, 255}, Recovery: []string{"a", "b"},
			},
			change:   func(v access.Credential) access.Credential { v.Step, v.Recovery = 7, []string{"b"}; return v },
			revision: func(v *access.Credential) *int64 { return &v.Rev },
		})
	})
	t.Run("links", func(t *testing.T) {
		runDocument(t, document[access.Link]{
			add:     func(v access.Link) error { return s.AddLink(ctx, v) },
			replace: func(v access.Link) error { return s.ReplaceLink(ctx, v) },
			get:     func(id string) (access.Link, error) { return s.Link(ctx, id) },
			id:      "l1",
			first: access.Link{
				ID: "l1", Municipality: "kok-jar", Account: "aigul", Created: at, Expires: at.Add(time.Hour),
			},
			change:   func(v access.Link) access.Link { v.Used = at.Add(time.Minute); return v },
			revision: func(v *access.Link) *int64 { return &v.Rev },
		})
	})
	t.Run("sessions", func(t *testing.T) {
		runDocument(t, document[access.Session]{
			add:     func(v access.Session) error { return s.AddSession(ctx, v) },
			replace: func(v access.Session) error { return s.ReplaceSession(ctx, v) },
			get:     func(id string) (access.Session, error) { return s.Session(ctx, id) },
			id:      "s1",
			first: access.Session{
				ID: "s1", Municipality: "kok-jar", Account: "aigul", Created: at, Expires: at.Add(time.Hour), Seen: at,
			},
			change:   func(v access.Session) access.Session { v.Seen = at.Add(time.Minute); return v },
			revision: func(v *access.Session) *int64 { return &v.Rev },
		})
	})
	t.Run("tokens", func(t *testing.T) {
		runDocument(t, document[access.Token]{
			add:     func(v access.Token) error { return s.AddToken(ctx, v) },
			replace: func(v access.Token) error { return s.ReplaceToken(ctx, v) },
			get:     func(id string) (access.Token, error) { return s.Token(ctx, id) },
			id:      "t1",
			first: access.Token{
				ID: "t1", Hash: "t1t1", Municipality: "kok-jar", Account: "aigul", Name: "Excel", Scopes: []access.Scope{access.Places},
				Created: at, Expires: at.Add(time.Hour),
			},
			change:   func(v access.Token) access.Token { v.Used = at; return v },
			revision: func(v *access.Token) *int64 { return &v.Rev },
		})
	})
	t.Run("lists", func(t *testing.T) {
		for municipality, want := range map[string]int{"kok-jar": 1, "ak-tal": 0} {
			n := 0
			for a, err := range s.Accounts(ctx, municipality) {
				if err != nil || a.ID != "aigul" {
					t.Errorf("accounts of %s: got %q, %v", municipality, a.ID, err)
				}
				n++
			}
			if n != want {
				t.Errorf("accounts of %s: got %d, want %d", municipality, n, want)
			}
		}
		for municipality, want := range map[string]int{"kok-jar": 1, "ak-tal": 0} {
			n := 0
			for token, err := range s.TokensOf(ctx, municipality) {
				if err != nil || token.ID != "t1" {
					t.Errorf("tokens of %s: got %q, %v", municipality, token.ID, err)
				}
				n++
			}
			if n != want {
				t.Errorf("tokens of %s: got %d, want %d", municipality, n, want)
			}
		}
		for account, want := range map[string]int{"aigul": 1, "bakyt": 0} {
			n := 0
			for _, err := range s.SessionsOf(ctx, account) {
				if err != nil {
					t.Errorf("sessions of %s: %v", account, err)
				}
				n++
			}
			if n != want {
				t.Errorf("sessions of %s: got %d, want %d", account, n, want)
			}
		}
	})
	t.Run("entries", func(t *testing.T) { runEntries(t, s, at) })
}

// document is one kind of document that is replaced by compare-and-set.
type document[T any] struct {
	add, replace func(T) error
	get          func(id string) (T, error)
	id           string
	first        T
	change       func(T) T
	revision     func(*T) *int64
}

func runDocument[T any](t *testing.T, d document[T]) {
	if _, err := d.get(d.id); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("get before add: got %v, want ErrNotFound", err)
	}
	if err := d.replace(d.first); !errors.Is(err, survey.ErrConflict) {
		t.Errorf("replace before add: got %v, want ErrConflict", err)
	}
	if err := d.add(d.first); err != nil {
		t.Fatalf("add: %v", err)
	}
	if err := d.add(d.first); !errors.Is(err, survey.ErrExists) {
		t.Errorf("add again: got %v, want ErrExists", err)
	}
	got, err := d.get(d.id)
	if err != nil {
		t.Fatalf("get: %v", err)
	}
	if diff := cmp.Diff(d.first, got); diff != "" {
		t.Errorf("get (-want +got):\n%s", diff)
	}
	changed := d.change(got)
	if err := d.replace(changed); err != nil {
		t.Fatalf("replace: %v", err)
	}
	if err := d.replace(changed); !errors.Is(err, survey.ErrConflict) {
		t.Errorf("replace with the old revision: got %v, want ErrConflict", err)
	}
	want := changed
	*d.revision(&want)++
	if got, err = d.get(d.id); err != nil {
		t.Fatalf("get: %v", err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("get after replace (-want +got):\n%s", diff)
	}
}

func runEntries(t *testing.T, s access.Keeper, at time.Time) {
	ctx := t.Context()
	if _, err := s.LastEntry(ctx, "kok-jar"); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("last of an empty trail: got %v, want ErrNotFound", err)
	}
	trail := access.NewTrail(s)
	by := access.Account{ID: "aigul"}
	var last access.Entry
	for n := range 12 {
		for _, municipality := range []string{"kok-jar", "kok-jar-2"} {
			e, err := trail.Write(ctx, at, by, access.Deed{
				Municipality: municipality, Action: access.RunCampaigns, Subject: fmt.Sprintf("campaign/%d", n),
			})
			if err != nil {
				t.Fatalf("write %d: %v", n, err)
			}
			if municipality == "kok-jar" {
				last = e
			}
		}
	}
	got, err := s.LastEntry(ctx, "kok-jar")
	if err != nil {
		t.Fatalf("last: %v", err)
	}
	if diff := cmp.Diff(last, got); diff != "" {
		t.Errorf("last (-want +got):\n%s", diff)
	}
	if got.Sum() != got.Hash {
		t.Errorf("hash of an entry read back: got %s, want %s as written", got.Sum(), got.Hash)
	}
	if err := s.AddEntry(ctx, last); !errors.Is(err, survey.ErrExists) {
		t.Errorf("add again: got %v, want ErrExists", err)
	}
}
