package hearing_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ashar/prioritize/hearing"
	"ashar/store"
	"ashar/store/storetest"
	"ashar/survey"
)

var secret = survey.NewPseudonyms([]byte("a secret of thirty-two bytes, so"))

// hall is an open hearing on a store of its own, and the codes of its slips.
type hall struct {
	*hearing.Hall
	path  string
	db    *store.DB
	codes []string
	told  atomic.Int64
}

const autumn = "autumn"

func newHall(t testing.TB, slips int) *hall {
	t.Helper()
	h := &hall{path: filepath.Join(t.TempDir(), "ashar.db")}
	h.open(t)
	x := assembly()
	x.Rev = 1
	must(t, h.db.SaveHearing(t.Context(), *x))
	_, err := h.Change(t.Context(), autumn, func(x *hearing.Hearing) error { return x.Begin(evening) })
	must(t, err)
	if slips > 0 {
		made, err := h.Issue(t.Context(), autumn, 0, slips)
		must(t, err)
		h.codes, err = h.Codes(t.Context(), made, 1, slips)
		must(t, err)
	}
	return h
}

// open opens the store, as a program that starts does.
func (h *hall) open(t testing.TB) {
	h.db = storetest.Open(t, "file:"+h.path)
	h.Hall = hearing.NewHall(h.db, secret, func() time.Time { return evening }, func(string) { h.told.Add(1) })
}

// call opens a round of one dot among all options.
func (h *hall) call(t testing.TB) {
	t.Helper()
	_, err := h.Change(t.Context(), autumn, func(x *hearing.Hearing) error {
		return errors.Join(x.Call(hearing.Round{Method: hearing.Dots, Options: all, Dots: 1}), x.Current().Open(evening))
	})
	must(t, err)
}

func dot(option int) hearing.Ballot {
	b := hearing.Ballot{Dots: make([]int, len(all))}
	b.Dots[option] = 1
	return b
}

// TestSlipsAreRefusedWithTheReason tries slips at every stage that they can be in.
func TestSlipsAreRefusedWithTheReason(t *testing.T) {
	h, ctx := newHall(t, 4), t.Context()
	cast := func(code string) error {
		_, err := h.Cast(ctx, code, 1, 0, "key of "+code, dot(0))
		return err
	}
	expect := func(what string, got error, want hearing.Refusal) {
		t.Helper()
		if !errors.Is(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	forged, err := survey.NewTicketCode(bytes.NewReader([]byte("abcdefghijklm")))
	must(t, err)
	expect("nothing", cast(" "), hearing.NoSlip)
	expect("a code with a wrong character", cast("ABC-DEF-GHJ"), hearing.SlipMistyped)
	expect("a forged slip", cast(forged), hearing.SlipUnknown)
	expect("one that was not handed out", cast(h.codes[0]), hearing.SlipNotOut)
	n, err := h.HandOut(ctx, autumn, 1, 2)
	if must(t, err); n != 2 {
		t.Errorf("%d slips were handed out, want 2", n)
	}
	expect("before there is a round", cast(h.codes[0]), hearing.NotVoting)
	h.call(t)
	woman := hearing.Person{Village: "aryk", Sex: survey.SexFemale}
	s, err := h.Register(ctx, h.codes[2], "door", woman)
	if must(t, err); s.Number != 3 || s.Person != woman {
		t.Errorf("registered is %+v", s)
	}
	_, err = h.Register(ctx, h.codes[2], "other door", woman)
	expect("registered at two desks", err, hearing.SlipTaken)
	_, err = h.Lose(ctx, h.codes[1])
	must(t, err)
	expect("a slip that was lost", cast(h.codes[1]), hearing.SlipVoid)
	must(t, cast(h.codes[0]))
	must(t, cast(h.codes[2]))
	if n, err := h.HandOut(ctx, autumn, 1, 4); err != nil || n != 1 {
		t.Errorf("of four slips %d were not out, %v; want 1", n, err)
	}
	a, err := h.Attendance(ctx, autumn)
	if must(t, err); a.Count != 1 || a.Sexes[survey.SexFemale] != 1 || a.Slips != 3 {
		t.Errorf("there are %+v, want the one who was registered, and three slips that admit to votes", a)
	}
	_, err = h.Close(ctx, autumn, 1)
	must(t, err)
	expect("after the round", cast(h.codes[3]), hearing.RoundOver)
	must(t, cast(h.codes[0])) // the same request once more: it was taken
	wantError(t, "more slips than there can be", func() error { _, err := h.Issue(ctx, autumn, 4, hearing.MaxSlips); return err }(), survey.ErrInvalid)
	if h.told.Load() == 0 {
		t.Error("nobody was told of anything")
	}
}

// TestASlipHasOneVote casts by one slip from several phones at once, then again, and changes it.
func TestASlipHasOneVote(t *testing.T) {
	h, ctx := newHall(t, 1), t.Context()
	_, err := h.HandOut(ctx, autumn, 1, 1)
	must(t, err)
	h.call(t)
	const phones = 8
	outcomes := make([]error, phones)
	var wg sync.WaitGroup
	for n := range phones {
		wg.Go(func() { _, outcomes[n] = h.Cast(ctx, h.codes[0], 1, 0, fmt.Sprint("phone ", n), dot(n%4)) })
	}
	wg.Wait()
	first := -1
	for n, err := range outcomes {
		switch {
		case err == nil && first < 0:
			first = n
		case err == nil:
			t.Error("two phones were told that their vote counts")
		default:
			wantError(t, "another phone", err, hearing.VotedBefore)
		}
	}
	rev, err := h.Cast(ctx, h.codes[0], 1, 0, fmt.Sprint("phone ", first), dot(3))
	if must(t, err); rev != 1 {
		t.Errorf("the same request is revision %d, want 1", rev)
	}
	rev, err = h.Cast(ctx, h.codes[0], 1, 1, "changed", dot(2))
	if must(t, err); rev != 2 {
		t.Errorf("the changed vote is revision %d, want 2", rev)
	}
	b, err := h.Enter(ctx, h.codes[0])
	if must(t, err); !b.Cast || b.Rev != 2 || b.Ballot.Dots[2] != 1 {
		t.Errorf("the booth shows %+v", b)
	}
	x, err := h.Close(ctx, autumn, 1)
	must(t, err)
	if got, want := fmt.Sprint(x.Rounds[0].Box), fmt.Sprint(hearing.NewBox([]hearing.Ballot{dot(2)})); got != want {
		t.Errorf("the box is %s, want %s", got, want)
	}
	if n, err := h.Voted(ctx, &x, 1); err != nil || n != 1 {
		t.Errorf("%d voted, %v, want 1", n, err)
	}
}

// TestVotesAtTheEndOfARound has two processes close a round while everybody votes: whoever was told that the vote counts
// is in the box, and nobody else.
func TestVotesAtTheEndOfARound(t *testing.T) {
	const people = 120
	h, ctx := newHall(t, people), t.Context()
	_, err := h.HandOut(ctx, autumn, 1, people)
	must(t, err)
	h.call(t)
	other := hearing.NewHall(h.db, secret, func() time.Time { return evening }, nil)
	var taken, late atomic.Int64
	var wg sync.WaitGroup
	begin := make(chan struct{})
	for n := range people {
		wg.Go(func() {
			if n > people/2 {
				<-begin
			}
			switch _, err := h.Cast(ctx, h.codes[n], 1, 0, "k", dot(n%4)); {
			case err == nil:
				taken.Add(1)
			case errors.Is(err, hearing.RoundOver):
				late.Add(1)
			default:
				t.Error(err)
			}
			if n == people/4 {
				close(begin)
			}
		})
	}
	<-begin
	closing := make([]error, 2)
	for i, at := range []*hearing.Hall{h.Hall, other} {
		wg.Go(func() { _, closing[i] = at.Close(ctx, autumn, 1) })
	}
	wg.Wait()
	must(t, errors.Join(closing...))
	x, err := h.db.Hearing(ctx, autumn)
	must(t, err)
	r := x.Rounds[0]
	if n := int64(r.Box.Len()); r.Stage != hearing.Counted || !r.Erased || n != taken.Load() || n+late.Load() != people {
		t.Errorf("%s, erased %t, %d in the box; %d were taken and %d late", r.Stage, r.Erased, n, taken.Load(), late.Load())
	}
	t.Logf("%d taken, %d late", taken.Load(), late.Load())
}

// TestAfterARoundNothingLeadsFromASlipToAVote reads all that the store's file holds: the ballots, sealed as they are, were
// in it, and are gone.
func TestAfterARoundNothingLeadsFromASlipToAVote(t *testing.T) {
	for name, end := range map[string]func(*hall) error{
		"counted":  func(h *hall) error { _, err := h.Close(t.Context(), autumn, 1); return err },
		"annulled": func(h *hall) error { _, err := h.Annul(t.Context(), autumn, 1, "the list was wrong"); return err },
	} {
		t.Run(name, func(t *testing.T) {
			const people = 40
			h, ctx := newHall(t, people), t.Context()
			_, err := h.HandOut(ctx, autumn, 1, people)
			must(t, err)
			h.call(t)
			for n := range people {
				_, err := h.Cast(ctx, h.codes[n], 1, 0, "k", dot(n%4))
				must(t, err)
			}
			var sealed [][]byte
			for v, err := range h.db.VotesOf(ctx, hearing.RoundID(autumn, 1)) {
				must(t, err)
				sealed = append(sealed, v.Ballot)
			}
			held := func(what string) (n int) {
				must(t, h.db.Close())
				raw, err := os.ReadFile(h.path)
				must(t, err)
				for _, ballot := range sealed {
					if len(ballot) > 0 && bytes.Contains(raw, ballot) {
						n++
					}
				}
				t.Logf("%s the file holds %d of %d ballots", what, n, len(sealed))
				h.open(t)
				return n
			}
			if n := held("before"); n != people {
				t.Errorf("the file holds %d ballots before the end, want %d: the test cannot see them", n, people)
			}
			must(t, end(h))
			if n := held("after"); n != 0 {
				t.Errorf("the file holds %d ballots after the end, want none", n)
			}
			for v, err := range h.db.VotesOf(ctx, hearing.RoundID(autumn, 1)) {
				if must(t, err); len(v.Ballot) > 0 || !v.Settled {
					t.Errorf("a vote is %+v", v)
				}
			}
			if b, err := h.Enter(ctx, h.codes[0]); err != nil || !b.Cast || b.Ballot.Dots != nil {
				t.Errorf("the booth shows %+v, %v: want that it voted, and not what", b, err)
			}
		})
	}
}

// failing is a store that fails at the writes that are to come after so many.
type failing struct {
	*store.DB
	left atomic.Int64
}

var errPower = errors.New("the power is gone")

func (f *failing) SaveVote(ctx context.Context, v hearing.Vote) error {
	if f.left.Add(-1) < 0 {
		return errPower
	}
	return f.DB.SaveVote(ctx, v)
}

func (f *failing) SaveHearing(ctx context.Context, x hearing.Hearing) error {
	if f.left.Add(-1) < 0 {
		return errPower
	}
	return f.DB.SaveHearing(ctx, x)
}

// TestTheEndOfARoundMayBreakOffAnywhere has the power go at every write of the end of a round, one after another: what is
// done after the next start comes to the same.
func TestTheEndOfARoundMayBreakOffAnywhere(t *testing.T) {
	const people = 6
	for writes := range int64(2*people + 4) {
		h, ctx := newHall(t, people), t.Context()
		_, err := h.HandOut(ctx, autumn, 1, people)
		must(t, err)
		h.call(t)
		for n := range people - 1 { // one does not vote
			_, err := h.Cast(ctx, h.codes[n], 1, 0, "k", dot(n%2))
			must(t, err)
		}
		f := &failing{DB: h.db}
		f.left.Store(writes)
		_, err = hearing.NewHall(f, secret, func() time.Time { return evening }, nil).Close(ctx, autumn, 1)
		if writes < 1+people+1+people-1+1 {
			wantError(t, fmt.Sprintf("after %d writes", writes), err, errPower)
		}
		x, err := h.Settle(ctx, autumn)
		must(t, err)
		if x.Rounds[0].Stage == hearing.Voting { // it broke off before anything was said
			_, late := h.Cast(ctx, h.codes[people-1], 1, 0, "k", dot(0))
			must(t, late)
			x, err = h.Close(ctx, autumn, 1)
			must(t, err)
		}
		want := people - 1
		if writes == 0 {
			want = people
		}
		r := x.Rounds[0]
		if r.Stage != hearing.Counted || !r.Erased || r.Box.Len() != want {
			t.Errorf("after %d writes: %s, erased %t, %d in the box, want %d", writes, r.Stage, r.Erased, r.Box.Len(), want)
		}
	}
}

// TestDesksCountAtOnce counts at one desk from several places, and the same press twice.
func TestDesksCountAtOnce(t *testing.T) {
	h, ctx := newHall(t, 0), t.Context()
	var wg sync.WaitGroup
	outcomes := make([]error, 6)
	for n := range outcomes {
		wg.Go(func() {
			_, outcomes[n] = h.Count(ctx, autumn, "door", fmt.Sprint("press ", n), hearing.Person{Sex: survey.SexMale}, 1)
		})
	}
	wg.Wait()
	must(t, errors.Join(outcomes...))
	for range 2 {
		_, err := h.Count(ctx, autumn, "door", "the same press", hearing.Person{}, 1)
		must(t, err)
	}
	_, err := h.Count(ctx, autumn, "door", "back", hearing.Person{}, -2)
	wantError(t, "fewer than nobody", err, survey.ErrInvalid)
	a, err := h.Attendance(ctx, autumn)
	if must(t, err); a.Count != 7 || a.Sexes[survey.SexMale] != 6 {
		t.Errorf("there are %+v, want 7", a)
	}
}
