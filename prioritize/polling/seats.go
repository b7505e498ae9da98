package polling

import (
	"context"
	"fmt"

	"ashar/prioritize/hearing"
)

// seats is how full a hearing is.
type seats struct {
	hearing.Attendance
	Out   int // slips that were handed out and admit to votes
	Voted int // by slips, in the round that was called last
}

// seatsOf counts who is there, which may be older than now by seatsLife, and who has voted, which while people vote is not.
func (p *Polling) seatsOf(ctx context.Context, h *hearing.Hearing) (seats, error) {
	s, err := p.present(ctx, h)
	if r := h.Current(); err == nil && r != nil && r.Stage == hearing.Voting {
		s.Voted, err = p.voted(ctx, h, r)
	}
	return s, err
}

// voted is how many have voted by slips in a round. While people vote it is cheap to know.
func (p *Polling) voted(ctx context.Context, h *hearing.Hearing, r *hearing.Round) (int, error) {
	n, err := p.deps.Hall.Voted(ctx, h, r.Number)
	if err != nil {
		return 0, fmt.Errorf("polling: votes: %w", err)
	}
	return n, nil
}

// present counts what it takes a look at every slip to know.
func (p *Polling) present(ctx context.Context, h *hearing.Hearing) (seats, error) {
	return p.seats.get(fmt.Sprint(h.ID, "/", token(h)), func() (seats, error) {
		var s seats
		var desks []hearing.Desk
		for d, err := range p.deps.Store.DesksOf(ctx, h.ID) {
			if err != nil {
				return seats{}, fmt.Errorf("polling: desks: %w", err)
			}
			desks = append(desks, d)
		}
		var people []hearing.Person
		for slip, err := range p.deps.Store.SlipsOf(ctx, h.ID) {
			if err != nil {
				return seats{}, fmt.Errorf("polling: slips: %w", err)
			}
			if slip.Void {
				continue
			}
			if !slip.Out.IsZero() {
				s.Out++
			}
			if slip.Present {
				people = append(people, slip.Person)
			}
		}
		s.Attendance = hearing.Attend(desks, people)
		if r := h.Current(); r != nil && r.Stage != hearing.Voting {
			var err error
			if s.Voted, err = p.voted(ctx, h, r); err != nil {
				return seats{}, err
			}
		}
		return s, nil
	})
}

// token is a word that changes whenever a hearing goes on: what pages of slips show follows from it, and from the slip.
func token(h *hearing.Hearing) string {
	r := h.Current()
	if r == nil {
		return string(h.State)
	}
	t := fmt.Sprintf("%s.%d.%s.%d", h.State, r.Number, r.Stage, len(r.Recounts))
	if r.Stage == hearing.Counted { // what is counted by hand after the end changes what pages show; before that, nothing
		t += fmt.Sprintf(".%d", len(r.Sheets))
	}
	return t
}
