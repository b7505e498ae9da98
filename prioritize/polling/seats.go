package polling

import (
	"context"
	"fmt"

	"ashar/prioritize/hearing"
)

// seats is how full a hearing is.
type seats struct {
	hearing.Attendance
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
		a, err := p.deps.Hall.Attendance(ctx, h.ID)
		if err != nil {
			return seats{}, fmt.Errorf("polling: who is there: %w", err)
		}
		s := seats{Attendance: a}
		if r := h.Current(); r != nil && r.Stage != hearing.Voting {
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
