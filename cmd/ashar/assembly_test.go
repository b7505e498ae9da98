package main_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"ashar/configs"
	"ashar/prioritize/hearing"
	"ashar/store"
	"ashar/survey"
)

// assembly is a hearing of invented people, prepared in the store of a service by another process on it.
type assembly struct {
	*hearing.Hall
	t     testing.TB
	db    *store.DB
	shut  func() // closes the store, once
	id    string
	codes []string // of its slips
}

// newAssembly plans a hearing with so many slips, none of which is handed out.
func newAssembly(t testing.TB, place, id string, slips int) *assembly {
	t.Helper()
	cfg, err := configs.Load(configs.Sources{Flags: map[string]string{"store": place}})
	if err != nil {
		t.Fatal(err)
	}
	secret, err := cfg.InstanceSecret()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), place, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	a := &assembly{t: t, db: db, Hall: hearing.NewHall(db, survey.NewPseudonyms([]byte(secret.Reveal())), time.Now, nil)}
	a.shut = sync.OnceFunc(func() { a.must(db.Close()) })
	t.Cleanup(a.shut)
	return a.plan(id, slips)
}

// plan plans another hearing in the same store.
func (a *assembly) plan(id string, slips int) *assembly {
	a.t.Helper()
	h := *a
	h.id = id
	x := hearing.Hearing{
		ID: id, Rev: 1, Municipality: "kok-jar", Campaign: "needs", Kind: hearing.Public, State: hearing.Planned, Place: "Маданият үйү",
		Planned: time.Now().Add(time.Hour), Quorum: 20, Address: "http://192.168.8.1:8080", Chair: "А. Асанов", Secretary: "Б. Бекова",
		Agenda: []string{"Сурамжылоонун жыйынтыгы", "Суроолор жана сунуштар", "Добуш берүү", "Чечим"},
	}
	for n, need := range []string{
		"Ичүүчү таза суу", "Ички жолдор жана көпүрөлөр", "Бала бакча", "Көчө жарыгы", "ФАП, медициналык пункт",
		"Сугат суу, арыктар", "Спорт аянтча жана зал",
	} {
		x.Options = append(x.Options, hearing.Option{ID: fmt.Sprint("need-", n), Label: survey.Text{"ky": need}, Rank: n + 1})
	}
	x.Options[1].Village, x.Options[4].Village = "archa-bulak", "archa-bulak"
	a.must(a.db.SaveHearing(a.t.Context(), x))
	if slips > 0 {
		made, err := a.Issue(a.t.Context(), id, 0, slips)
		a.must(err)
		h.codes, err = a.Codes(a.t.Context(), made, 1, slips)
		a.must(err)
	}
	return &h
}

func (a *assembly) must(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
}

// become changes the hearing.
func (a *assembly) become(how func(x *hearing.Hearing) error) hearing.Hearing {
	a.t.Helper()
	x, err := a.Change(context.WithoutCancel(a.t.Context()), a.id, how)
	a.must(err)
	return x
}

func (a *assembly) begin() {
	a.t.Helper()
	a.become(func(x *hearing.Hearing) error { return x.Begin(time.Now()) })
}

// register hands out slips, to women and men in turn.
func (a *assembly) register(codes []string) {
	a.t.Helper()
	for n, code := range codes {
		_, err := a.Register(a.t.Context(), code, "эшик", hearing.Person{Village: "archa-bulak", Sex: []string{survey.SexFemale, survey.SexMale}[n%2], Age: "29-44"})
		a.must(err)
	}
}

// call opens a round among the first so many options.
func (a *assembly) call(r hearing.Round, among int) {
	a.t.Helper()
	for n := range among {
		r.Options = append(r.Options, fmt.Sprint("need-", n))
	}
	a.become(func(x *hearing.Hearing) error {
		if err := x.Call(r); err != nil {
			return err
		}
		return x.Current().Open(time.Now())
	})
}

func (a *assembly) vote(n, round int, b hearing.Ballot) {
	a.t.Helper()
	_, err := a.Cast(a.t.Context(), a.codes[n], round, 0, "k", b)
	a.must(err)
}

// count ends a round, and returns it.
func (a *assembly) count(round int) *hearing.Round {
	a.t.Helper()
	x, err := a.Close(context.WithoutCancel(a.t.Context()), a.id, round)
	a.must(err)
	return x.Round(round)
}
