package hearing_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"ashar/prioritize/hearing"
	"ashar/store"
	"ashar/survey"
)

func TestPaperThatIsCountedAfterTheEndOfARoundIsNoRecount(t *testing.T) {
	h := begun(t)
	r := vote(t, h, hearing.Round{Method: hearing.Dots, Options: all, Dots: 1})
	count := func(first int) []hearing.Sheet {
		votes := make([]int, len(all))
		votes[0] = first
		return []hearing.Sheet{{Way: hearing.Paper, Voters: first, For: votes}}
	}
	if r.Again() {
		t.Error("a first count would be a recount")
	}
	must(t, r.Enter(count(4), nil, "", evening))
	if len(r.Recounts) != 0 {
		t.Errorf("the first count is a recount: %+v", r.Recounts)
	}
	wantError(t, "a second count without a reason", r.Enter(count(5), nil, " ", evening), survey.ErrInvalid)
	must(t, r.Enter(count(5), nil, "two ballots stuck together", evening))
	if len(r.Recounts) != 1 || r.Recounts[0].Sheets[0].Voters != 4 {
		t.Errorf("recounted: %+v", r.Recounts)
	}
}

func TestAListOnPaperTakesThePlaceOfWhatItWas(t *testing.T) {
	h, ctx := newHall(t, 0), t.Context()
	woman := hearing.Person{Village: "aryk", Sex: survey.SexFemale}
	list := func(seen int64, n int) (hearing.Desk, error) {
		return h.List(ctx, autumn, "list", seen, []hearing.PersonCount{{Person: woman, Count: n}})
	}
	d, err := list(0, 40)
	must(t, err)
	again, err := list(0, 40) // the same request once more
	if must(t, err); again.Rev != d.Rev {
		t.Errorf("the same list again has revision %d, want %d", again.Rev, d.Rev)
	}
	_, err = list(0, 41)
	wantError(t, "a list over one that was not seen", err, survey.ErrConflict)
	_, err = list(d.Rev, hearing.MaxPresent+1)
	wantError(t, "more than there can be", err, survey.ErrInvalid)
	_, err = list(d.Rev, 41)
	must(t, err)
	a, err := h.Attendance(ctx, autumn)
	if must(t, err); a.Count != 41 {
		t.Errorf("%d are there, want 41", a.Count)
	}
}

func TestAnOutcomeIsPublishedAlsoOnceItIsSigned(t *testing.T) {
	h, ctx := newHall(t, 0), t.Context()
	_, err := h.Publish(ctx, autumn, evening)
	wantError(t, "before the end", err, survey.ErrInvalid)
	_, err = h.Change(ctx, autumn, func(x *hearing.Hearing) error {
		x.Number, x.Chair, x.Secretary, x.Decisions = "1", "chair", "secretary", []hearing.Decision{{Text: "water first"}}
		must(t, x.Overrule(hearing.Override{Option: x.Options[1].ID, Rank: 1, Why: "why", At: evening}))
		x.Restore(x.Options[1].ID)
		return errors.Join(x.End(evening), x.Sign())
	})
	must(t, err)
	x, err := h.Publish(ctx, autumn, evening)
	if must(t, err); !x.Published.Equal(evening) || len(x.Overrides) != 0 {
		t.Errorf("published %v, overrides %+v", x.Published, x.Overrides)
	}
	if x, err = h.Publish(ctx, autumn, time.Time{}); err != nil || !x.Published.IsZero() {
		t.Errorf("published no more: %v, %v", x.Published, err)
	}
}

// held is a store in which something happens right before the next vote is kept.
type held struct {
	*store.DB
	before func()
}

func (s *held) SaveVote(ctx context.Context, v hearing.Vote) error {
	if f := s.before; f != nil {
		s.before = nil
		f()
	}
	return s.DB.SaveVote(ctx, v)
}

// TestAVoteUnderWayWhoseSlipIsTakenBackIsCountedOrRefused has a round end while a vote is under way by a slip whose
// registration is taken back meanwhile: it is not received and then lost.
func TestAVoteUnderWayWhoseSlipIsTakenBackIsCountedOrRefused(t *testing.T) {
	h, ctx := newHall(t, 1), t.Context()
	_, err := h.Register(ctx, h.codes[0], "door", hearing.Person{})
	must(t, err)
	h.call(t)
	phones := &held{DB: h.db, before: func() {
		_, err := h.Unregister(ctx, h.codes[0])
		must(t, err)
		_, err = h.Close(ctx, autumn, 1)
		must(t, err)
	}}
	_, err = hearing.NewHall(phones, secret, func() time.Time { return evening }, nil).Cast(ctx, h.codes[0], 1, 0, "key", dot(0))
	if !errors.Is(err, hearing.RoundOver) {
		t.Errorf("a vote that came too late: %v, want %v", err, hearing.RoundOver)
	}
	for v, err := range h.db.VotesOf(ctx, hearing.RoundID(autumn, 1)) {
		if must(t, err); v.Cast || len(v.Ballot) > 0 {
			t.Errorf("after the end there is the vote %+v", v)
		}
	}
}

// TestASlipThatHasVotedIsNotGivenToAnotherWhileTheRoundIsOpen tries to take a registration back after a vote, while the
// round is open and after it.
func TestASlipThatHasVotedIsNotGivenToAnotherWhileTheRoundIsOpen(t *testing.T) {
	h, ctx := newHall(t, 1), t.Context()
	_, err := h.Register(ctx, h.codes[0], "door", hearing.Person{})
	must(t, err)
	h.call(t)
	_, err = h.Cast(ctx, h.codes[0], 1, 0, "key", dot(0))
	must(t, err)
	if _, err := h.Unregister(ctx, h.codes[0]); !errors.Is(err, hearing.SlipVoted) {
		t.Errorf("while the round is open: %v, want %v", err, hearing.SlipVoted)
	}
	_, err = h.Close(ctx, autumn, 1)
	must(t, err)
	_, err = h.Unregister(ctx, h.codes[0])
	must(t, err)
}

func TestNoRoundIsOpenedOnceTheHearingHasEnded(t *testing.T) {
	h := begun(t)
	must(t, h.Call(hearing.Round{Method: hearing.Dots, Options: all, Dots: 1}))
	wantError(t, "a round that there is not", h.OpenRound(2, evening), survey.ErrNotFound)
	must(t, h.End(evening))
	wantError(t, "a round after the end", h.OpenRound(1, evening), survey.ErrInvalid)
	if r := h.Round(1); r.Stage != hearing.Ready {
		t.Errorf("the round is %s, want %s", r.Stage, hearing.Ready)
	}
}

func TestSlipsThatAreAskedForTwiceAreMadeOnce(t *testing.T) {
	h, ctx := newHall(t, 4), t.Context()
	_, err := h.Issue(ctx, autumn, 0, 4)
	wantError(t, "the same request once more", err, survey.ErrConflict)
	x, err := h.Issue(ctx, autumn, 4, 2)
	if must(t, err); x.Slips != 6 {
		t.Errorf("%d slips, want 6", x.Slips)
	}
}

// TestATapThatComesAgainAfterOthersCountsOnce has the answer to a tap be lost, and the tap be sent again when another phone
// at the same desk has counted on.
func TestATapThatComesAgainAfterOthersCountsOnce(t *testing.T) {
	h, ctx := newHall(t, 0), t.Context()
	woman := hearing.Person{Village: "aryk", Sex: survey.SexFemale}
	for _, key := range []string{"lost", "another", "a third", "lost", "another"} {
		_, err := h.Count(ctx, autumn, "door", key, woman, 1)
		must(t, err)
	}
	for i := range 100 { // and a desk does not grow with every tap
		_, err := h.Count(ctx, autumn, "door", fmt.Sprint(i), woman, 1)
		must(t, err)
	}
	d, err := h.db.Desk(ctx, hearing.DeskID(autumn, "door"))
	must(t, err)
	if got := d.Counts[0].Count; got != 103 || len(d.Keys) > 50 {
		t.Errorf("103 people who tapped count %d, with %d keys", got, len(d.Keys))
	}
}
