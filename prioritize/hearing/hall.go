package hearing

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"ashar/survey"
)

// Hearings keeps hearings. One that is not there is a survey.ErrNotFound; Save is by Rev as survey.Tickets.SaveTicket is.
type Hearings interface {
	Hearing(ctx context.Context, id string) (Hearing, error)
	SaveHearing(ctx context.Context, h Hearing) error
}

// Handouts keeps the slips of hearings, as Hearings does.
type Handouts interface {
	Slip(ctx context.Context, id string) (Slip, error)
	SaveSlip(ctx context.Context, s Slip) error
	// SlipsOf streams the slips of a hearing by their ids. After an error it ends.
	SlipsOf(ctx context.Context, hearing string) iter.Seq2[Slip, error]
}

// Votes keeps votes, as Hearings does.
type Votes interface {
	Vote(ctx context.Context, id string) (Vote, error)
	SaveVote(ctx context.Context, v Vote) error
	// VotesOf streams the votes of a round by their ids; CountVotes counts them. After an error it ends.
	VotesOf(ctx context.Context, round string) iter.Seq2[Vote, error]
	CountVotes(ctx context.Context, round string) (int, error)
}

// Desks keeps what desks have counted, as Hearings does.
type Desks interface {
	Desk(ctx context.Context, id string) (Desk, error)
	SaveDesk(ctx context.Context, d Desk) error
	// DesksOf streams the desks of a hearing by their ids. After an error it ends.
	DesksOf(ctx context.Context, hearing string) iter.Seq2[Desk, error]
}

// Store keeps all that belongs to hearings.
type Store interface {
	Hearings
	Handouts
	Votes
	Desks
}

// Hall is where a hearing happens: people are registered, vote and are counted. It holds nothing itself: several
// processes may work on one store, and each may stop at any moment.
type Hall struct {
	store Store
	polls polls
	now   func() time.Time
	told  func(hearing string)
}

// NewHall takes what keeps hearings, the instance's secret, the clock, and who is told at once that something about a
// hearing is new; nil: nobody.
func NewHall(s Store, p survey.Pseudonyms, now func() time.Time, told func(hearing string)) *Hall {
	if told == nil {
		told = func(string) {}
	}
	return &Hall{store: s, polls: newPolls(p), now: now, told: told}
}

// maxTries is how often a change is made anew on what somebody else has changed meanwhile.
const maxTries = 20

// Change reads a hearing, has it changed, and saves it; anew when somebody else was faster. The error of become, after
// which nothing is saved, is returned as it is. A hearing that is signed does not change: survey.ErrClosed.
func (h *Hall) Change(ctx context.Context, id string, become func(*Hearing) error) (Hearing, error) {
	return h.change(ctx, id, func(x *Hearing) error {
		if x.State == Signed {
			return fmt.Errorf("hearing: %s: the minutes are signed: %w", id, survey.ErrClosed)
		}
		return become(x)
	})
}

// Publish is Hearing.Publish of a hearing in the store, also of one that is signed: what it decided stays as it is.
func (h *Hall) Publish(ctx context.Context, id string, since time.Time) (Hearing, error) {
	return h.change(ctx, id, func(x *Hearing) error { return x.Publish(since) })
}

func (h *Hall) change(ctx context.Context, id string, become func(*Hearing) error) (Hearing, error) {
	for try := 1; ; try++ {
		x, err := h.store.Hearing(ctx, id)
		if err != nil {
			return Hearing{}, err
		}
		if err := become(&x); err != nil {
			return x, err
		}
		x.Rev++
		switch err := h.store.SaveHearing(ctx, x); {
		case err == nil:
			h.told(id)
			return x, nil
		case !errors.Is(err, survey.ErrConflict) || try == maxTries:
			return Hearing{}, err
		}
	}
}

// ChangeRound is Change of the round with this number; a survey.ErrNotFound if there is none.
func (h *Hall) ChangeRound(ctx context.Context, id string, number int, become func(*Round) error) (Hearing, error) {
	return h.Change(ctx, id, func(x *Hearing) error {
		r := x.Round(number)
		if r == nil {
			return fmt.Errorf("hearing: %s: round %d: %w", id, number, survey.ErrNotFound)
		}
		return become(r)
	})
}

// Attendance is who is there by now, and how many slips they vote by. It looks at every slip.
func (h *Hall) Attendance(ctx context.Context, id string) (Attendance, error) {
	var desks []Desk
	for d, err := range h.store.DesksOf(ctx, id) {
		if err != nil {
			return Attendance{}, err
		}
		desks = append(desks, d)
	}
	var slips []Person
	out := 0
	for s, err := range h.store.SlipsOf(ctx, id) {
		if err != nil {
			return Attendance{}, err
		}
		if s.holds() == nil {
			out++
		}
		if s.Present && !s.Void {
			slips = append(slips, s.Person)
		}
	}
	a := Attend(desks, slips)
	a.Slips = out
	return a, nil
}

// lastKeys is how many requests a desk knows again.
const lastKeys = 32

// Count changes what a desk of a hearing has counted, by so many people of a sort; the desk is made if it is new. Errors
// are those of Desk.Add. It returns the desk as it is then. Key is the request's: the same one twice counts once, if fewer
// than lastKeys others came between, as from another phone at the same desk.
func (h *Hall) Count(ctx context.Context, hearing, desk, key string, p Person, by int) (Desk, error) {
	for try := 1; ; try++ {
		d, err := h.store.Desk(ctx, DeskID(hearing, desk))
		if errors.Is(err, survey.ErrNotFound) {
			d, err = Desk{ID: DeskID(hearing, desk), Hearing: hearing, Name: desk}, nil
		}
		if err != nil {
			return Desk{}, err
		}
		if key != "" && slices.Contains(d.Keys, key) {
			return d, nil
		}
		if err := d.Add(p, by); err != nil {
			return d, err
		}
		d.Rev++
		if key != "" {
			d.Keys = append(slices.Clone(d.Keys[max(0, len(d.Keys)-lastKeys+1):]), key)
		}
		switch err := h.store.SaveDesk(ctx, d); {
		case err == nil:
			h.told(hearing)
			return d, nil
		case !errors.Is(err, survey.ErrConflict) && !errors.Is(err, survey.ErrExists) || try == maxTries:
			return Desk{}, err
		}
	}
}
