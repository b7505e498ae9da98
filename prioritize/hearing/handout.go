package hearing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ashar/survey"
)

// Find is the slip of a code as somebody typed it; a Refusal if there is none.
func (h *Hall) Find(ctx context.Context, typed string) (Slip, error) {
	if strings.TrimSpace(typed) == "" {
		return Slip{}, NoSlip
	}
	code := survey.NormalTicket(typed)
	if code == "" {
		return Slip{}, SlipMistyped
	}
	s, err := h.store.Slip(ctx, slipID(h.polls.pseudonyms, code))
	if errors.Is(err, survey.ErrNotFound) {
		return Slip{}, SlipUnknown
	}
	return s, err
}

// Issue makes so many more slips for a hearing that has made of them: where it has more or fewer by now, as after a request
// that came twice, it is a survey.ErrConflict. It is a survey.ErrInvalid of less than one, and where there would be more than
// MaxSlips.
func (h *Hall) Issue(ctx context.Context, id string, made, count int) (Hearing, error) {
	x, err := h.Change(ctx, id, func(x *Hearing) error {
		if x.Slips != made {
			return fmt.Errorf("hearing: %s: it has %d slips, and not %d: %w", id, x.Slips, made, survey.ErrConflict)
		}
		if count < 1 || x.Slips+count > MaxSlips {
			return x.invalid("%d more slips beside %d; at most %d", count, x.Slips, MaxSlips)
		}
		x.Slips += count
		return nil
	})
	if err != nil {
		return x, err
	}
	_, err = h.Codes(ctx, x, x.Slips-count+1, x.Slips)
	return x, err
}

// Codes are those of the slips with these numbers, as survey.SpellTicket spells them: to be printed, once more if need be.
// What of the slips is not kept yet, since making them was interrupted, is made. It is a survey.ErrInvalid of numbers that
// there are not.
func (h *Hall) Codes(ctx context.Context, x Hearing, from, to int) ([]string, error) {
	if from < 1 || to < from || to > x.Slips {
		return nil, x.invalid("slips %d to %d of %d", from, to, x.Slips)
	}
	codes := make([]string, to-from+1)
	err := each(ctx, len(codes), func(ctx context.Context, i int) error {
		code, err := slipCode(h.polls.pseudonyms, x.ID, from+i)
		if err != nil {
			return err
		}
		codes[i] = survey.SpellTicket(code)
		s := Slip{ID: slipID(h.polls.pseudonyms, code), Rev: 1, Hearing: x.ID, Number: from + i}
		if err = h.store.SaveSlip(ctx, s); errors.Is(err, survey.ErrExists) {
			return nil
		}
		return err
	})
	return codes, err
}

// Register hands out the slip and counts its holder as somebody of this sort who is there. Done again it corrects what was
// said of them, if it is the same desk. It is a Refusal for a slip that another desk has registered, or that was lost.
func (h *Hall) Register(ctx context.Context, typed, desk string, p Person) (Slip, error) {
	return h.changeSlip(ctx, typed, func(s *Slip) error {
		switch {
		case s.Void:
			return SlipVoid
		case s.Present && s.Desk != desk:
			return SlipTaken
		case s.Out.IsZero():
			s.Out = stamp(h.now())
		}
		s.Present, s.Person, s.Desk = true, p, desk
		return nil
	})
}

// Unregister takes a registration back: the slip is as if it was never handed out. What it voted in earlier rounds stays,
// and counts. It is SlipVoted while a round is open in which it has voted: whoever was given it next could see that vote.
func (h *Hall) Unregister(ctx context.Context, typed string) (Slip, error) {
	return h.changeSlip(ctx, typed, func(s *Slip) error {
		x, err := h.store.Hearing(ctx, s.Hearing)
		if err != nil {
			return err
		}
		if r := x.Current(); r != nil && (r.Stage == Voting || r.Stage == Counting) {
			switch v, err := h.vote(ctx, s, r.Number); {
			case err != nil:
				return err
			case v.Cast:
				return SlipVoted
			}
		}
		*s = Slip{ID: s.ID, Rev: s.Rev, Hearing: s.Hearing, Number: s.Number, Void: s.Void}
		return nil
	})
}

// Lose declares a slip lost: it admits to no vote any more. What it has voted stays, and counts; its holder, who is given
// another, is not counted by it any more.
func (h *Hall) Lose(ctx context.Context, typed string) (Slip, error) {
	return h.changeSlip(ctx, typed, func(s *Slip) error {
		s.Void, s.Present = true, false
		return nil
	})
}

func (h *Hall) changeSlip(ctx context.Context, typed string, become func(*Slip) error) (Slip, error) {
	for try := 1; ; try++ {
		s, err := h.Find(ctx, typed)
		if err != nil {
			return Slip{}, err
		}
		if err := become(&s); err != nil {
			return s, err
		}
		s.Rev++
		switch err := h.store.SaveSlip(ctx, s); {
		case err == nil:
			h.told(s.Hearing)
			return s, nil
		case !errors.Is(err, survey.ErrConflict) || try == maxTries:
			return Slip{}, err
		}
	}
}

// HandOut makes the slips with these numbers valid, without saying who has them: their holders are counted at desks. It
// returns how many were not before. It is a survey.ErrInvalid of numbers that there are not.
func (h *Hall) HandOut(ctx context.Context, id string, from, to int) (int, error) {
	x, err := h.store.Hearing(ctx, id)
	if err != nil {
		return 0, err
	}
	codes, err := h.Codes(ctx, x, from, to)
	if err != nil {
		return 0, err
	}
	fresh := make([]bool, len(codes))
	err = each(ctx, len(codes), func(ctx context.Context, i int) error {
		_, err := h.changeSlip(ctx, codes[i], func(s *Slip) error {
			if fresh[i] = s.Out.IsZero() && !s.Void; !fresh[i] {
				return errUnchanged
			}
			s.Out = stamp(h.now())
			return nil
		})
		if errors.Is(err, errUnchanged) {
			return nil
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("hearing: %s: hand out slips %d to %d: %w", id, from, to, err)
	}
	return len(slices.DeleteFunc(fresh, func(x bool) bool { return !x })), nil
}

// errUnchanged is that there is nothing to save.
var errUnchanged = errors.New("unchanged")
