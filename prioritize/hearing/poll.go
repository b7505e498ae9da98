package hearing

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"ashar/survey"
)

// Booth is what the holder of a slip sees: the hearing, the round that was called last, and what the slip did in it.
type Booth struct {
	Slip    Slip
	Hearing Hearing
	Round   *Round // nil before one was called
	Cast    bool   // the slip has voted in it
	Rev     int64  // of the vote; 0 if there is none
	Ballot  Ballot // what it voted, while the round is open
}

// Enter is the booth of a slip, by its code as somebody typed it. It is a Refusal for a slip that admits to no vote.
func (h *Hall) Enter(ctx context.Context, typed string) (Booth, error) {
	s, err := h.Find(ctx, typed)
	if err != nil {
		return Booth{}, err
	}
	if err := s.holds(); err != nil {
		return Booth{Slip: s}, err
	}
	b := Booth{Slip: s}
	if b.Hearing, err = h.store.Hearing(ctx, s.Hearing); err != nil {
		return Booth{}, err
	}
	if b.Round = b.Hearing.Current(); b.Round == nil {
		return b, nil
	}
	v, err := h.vote(ctx, &s, b.Round.Number)
	if err != nil {
		return Booth{}, err
	}
	if b.Cast, b.Rev = v.Cast, v.Rev; len(v.Ballot) > 0 {
		b.Ballot, err = h.polls.open(&v)
	}
	return b, err
}

// vote is what the slip did in a round: nothing, with Rev 0, if it has not voted.
func (h *Hall) vote(ctx context.Context, s *Slip, number int) (Vote, error) {
	round := RoundID(s.Hearing, number)
	v, err := h.store.Vote(ctx, h.polls.id(s.ID, round))
	if errors.Is(err, survey.ErrNotFound) {
		return Vote{ID: h.polls.id(s.ID, round), Round: round}, nil
	}
	return v, err
}

// Cast votes by a slip in the round with this number. The vote takes the place of the one with revision seen that the
// same slip cast before, 0 where none was seen; where there is another by now it is VotedBefore, and a ballot that cannot
// be counted is a survey.ErrInvalid. Key is the request's: with the same one again it is what it was the first time, also
// after the round is closed.
//
// When Cast returns without an error the vote is durable and will be counted. It returns the vote's revision.
func (h *Hall) Cast(ctx context.Context, typed string, number int, seen int64, key string, b Ballot) (int64, error) {
	s, err := h.Find(ctx, typed)
	if err != nil {
		return 0, err
	}
	if err := s.holds(); err != nil {
		return 0, err
	}
	if key == "" || len(key) > MaxKey {
		return 0, fmt.Errorf("hearing: the key of a vote: %d bytes, 1 to %d: %w", len(key), MaxKey, survey.ErrInvalid)
	}
	// After the slip: whoever settles the round sees every slip that was out before it was closed.
	x, err := h.store.Hearing(ctx, s.Hearing)
	if err != nil {
		return 0, err
	}
	v, err := h.vote(ctx, &s, number)
	if err != nil {
		return 0, err
	}
	r := x.Round(number)
	switch {
	case v.Cast && v.Key == h.polls.key(&v, key):
		return v.Rev, nil
	case r == nil || r.Stage == Ready:
		return 0, NotVoting
	case r.Stage != Voting || v.Settled:
		return 0, RoundOver
	case v.Rev != seen:
		return v.Rev, VotedBefore
	}
	if err := r.Admits(b); err != nil {
		return 0, err
	}
	v.Rev++
	v.Cast, v.Key = true, h.polls.key(&v, key)
	if err := h.polls.close(&v, b); err != nil {
		return 0, err
	}
	switch err := h.store.SaveVote(ctx, v); {
	case errors.Is(err, survey.ErrExists), errors.Is(err, survey.ErrConflict): // another phone, or the end of the round
		return h.overtaken(ctx, &s, number, key)
	case err != nil:
		return 0, err
	}
	h.told(s.Hearing)
	return v.Rev, nil
}

// overtaken is what became of a vote that another write came before.
func (h *Hall) overtaken(ctx context.Context, s *Slip, number int, key string) (int64, error) {
	v, err := h.vote(ctx, s, number)
	switch {
	case err != nil:
		return 0, err
	case v.Cast && v.Key == h.polls.key(&v, key): // the same request, at the same time
		return v.Rev, nil
	case v.Settled:
		return 0, RoundOver
	}
	return v.Rev, VotedBefore
}

// Close ends the voting of a round and counts what came by slips. Where that breaks off, done again it does the rest.
func (h *Hall) Close(ctx context.Context, id string, number int) (Hearing, error) {
	_, err := h.ChangeRound(ctx, id, number, func(r *Round) error { return r.Close(h.now()) })
	if err != nil && !errors.Is(err, survey.ErrExists) {
		return Hearing{}, err
	}
	return h.Settle(ctx, id)
}

// Annul says of a round that it does not count, with the reason, and erases what was voted by slips.
func (h *Hall) Annul(ctx context.Context, id string, number int, why string) (Hearing, error) {
	if _, err := h.ChangeRound(ctx, id, number, func(r *Round) error { return r.Annul(why) }); err != nil {
		return Hearing{}, err
	}
	return h.Settle(ctx, id)
}

// Settle finishes what the end of rounds asks for: votes are counted, and then what single slips voted is erased. It does
// nothing where nothing is left to do, and is to be called for every hearing that is open after a start.
//
// What the database has in backups and copies of itself is beyond its reach; ballots are sealed there by the secret.
func (h *Hall) Settle(ctx context.Context, id string) (Hearing, error) {
	x, err := h.store.Hearing(ctx, id)
	if err != nil {
		return Hearing{}, err
	}
	for i := range x.Rounds {
		r := x.Rounds[i]
		if r.Erased || r.Stage != Counting && r.Stage != Counted && r.Stage != Annulled {
			continue
		}
		casts, err := h.settle(ctx, &x, r.Number)
		if err != nil {
			return x, err
		}
		if r.Stage == Counting {
			x, err = h.ChangeRound(ctx, id, r.Number, func(r *Round) error { return r.Count(casts) })
			if err != nil && !errors.Is(err, survey.ErrExists) { // another process was faster, or it was annulled
				return x, err
			}
		}
		if err := h.erase(ctx, RoundID(id, r.Number)); err != nil {
			return x, err
		}
		x, err = h.ChangeRound(ctx, id, r.Number, func(r *Round) error { r.Erased = true; return nil })
		if err != nil && !errors.Is(err, survey.ErrClosed) { // of minutes that are signed nothing changes, nor need it be noted
			return x, err
		}
	}
	return x, nil
}

// settle has every slip's vote take no other ballot, and returns those that were cast.
func (h *Hall) settle(ctx context.Context, x *Hearing, number int) ([]Cast, error) {
	var slips []Slip
	for s, err := range h.store.SlipsOf(ctx, x.ID) {
		if err != nil {
			return nil, err
		}
		slips = append(slips, s)
	}
	votes := make([]Vote, len(slips))
	err := each(ctx, len(slips), func(ctx context.Context, i int) (err error) {
		votes[i], err = h.settleOne(ctx, &slips[i], number)
		return err
	})
	if err != nil {
		return nil, err
	}
	var casts []Cast
	for i := range votes {
		if !votes[i].Cast || len(votes[i].Ballot) == 0 { // erased: then it was counted
			continue
		}
		b, err := h.polls.open(&votes[i])
		if err != nil {
			return nil, err
		}
		casts = append(casts, Cast{Ballot: b, Sex: slips[i].Person.Sex})
	}
	return casts, nil
}

func (h *Hall) settleOne(ctx context.Context, s *Slip, number int) (Vote, error) {
	for try := 1; ; try++ {
		v, err := h.vote(ctx, s, number)
		if err != nil || v.Settled || v.Rev == 0 && !s.everOut() { // it has no vote, and casts none
			return v, err
		}
		v.Rev++
		v.Settled = true
		switch err := h.store.SaveVote(ctx, v); {
		case err == nil:
			return v, nil
		case !errors.Is(err, survey.ErrExists) && !errors.Is(err, survey.ErrConflict) || try == maxTries:
			return Vote{}, err
		}
	}
}

// erase takes the ballots out of the votes of a round.
func (h *Hall) erase(ctx context.Context, round string) error {
	var votes []Vote
	for v, err := range h.store.VotesOf(ctx, round) {
		if err != nil {
			return err
		}
		if len(v.Ballot) > 0 {
			votes = append(votes, v)
		}
	}
	return each(ctx, len(votes), func(ctx context.Context, i int) error {
		v := votes[i]
		v.Rev++
		v.Ballot = nil
		if err := h.store.SaveVote(ctx, v); !errors.Is(err, survey.ErrConflict) { // another process erased it
			return err
		}
		return nil
	})
}

// Voted is how many have voted by slips in a round so far.
func (h *Hall) Voted(ctx context.Context, x *Hearing, number int) (int, error) {
	r := x.Round(number)
	switch {
	case r == nil || r.Stage == Ready:
		return 0, nil
	case r.Stage == Voting:
		return h.store.CountVotes(ctx, RoundID(x.ID, number))
	}
	n := 0
	for v, err := range h.store.VotesOf(ctx, RoundID(x.ID, number)) {
		if err != nil {
			return 0, err
		}
		if v.Cast {
			n++
		}
	}
	return n, nil
}

// atOnce is how many writes are under way together: the store makes them durable in groups.
const atOnce = 32

// each does something n times, several at once, and stops at the first error.
func each(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for i := range n {
		g.Go(func() error { return do(ctx, i) })
	}
	return g.Wait()
}
