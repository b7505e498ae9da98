package survey

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Behind is the Intake with a gate before its campaigns: without one nobody is let into
// a campaign that admits by tickets.
func (in *Intake) Behind(g *Gate) *Intake {
	gated := *in
	gated.gate = g
	return &gated
}

// Ticket is the ticket of a code as somebody typed it, and the entrance that it leads to:
// that of its own door, or no more than the campaign where it is valid at any. Looking
// uses nothing up. A code that is none, or admits no more, is a *Problem; for a campaign
// that takes no answers now, or no more of them, it is an ErrClosed or ErrFull as with
// Enter, and the Entrance is filled in.
func (in *Intake) Ticket(ctx context.Context, typed string) (Ticket, Entrance, error) {
	t, err := in.find(ctx, typed)
	if err != nil {
		return t, Entrance{}, err
	}
	var e Entrance
	if t.Door != "" {
		e, err = in.Enter(ctx, t.Door)
	} else {
		e, err = in.through(ctx, Door{Campaign: t.Campaign, Municipality: t.Municipality})
	}
	return t, e, cmp.Or(err, t.valid(in.now()))
}

func (in *Intake) find(ctx context.Context, typed string) (Ticket, error) {
	if in.gate == nil {
		return Ticket{}, fmt.Errorf("survey: no gate: %w", ErrUnavailable)
	}
	return in.gate.Find(ctx, typed)
}

// judge is nil of a ticket that admits; else a *Problem.
type judge func(Ticket) error

// valid judges a ticket by what it is now.
func (in *Intake) valid(t Ticket) error { return t.valid(in.now()) }

// validFor judges a ticket by what it was when an interview was ended with it, by the
// phone's clock: where it is valid since then, or by that clock was not valid yet, it
// admits as well.
func (in *Intake) validFor(h Held) judge {
	return func(t Ticket) error {
		at, now := h.Ended, in.now()
		if at.Before(t.From) {
			at = t.From
		}
		if at.After(now) {
			at = now
		}
		return t.valid(at.In(now.Location()))
	}
}

// ticketAt is the ticket of a code that was typed at an entrance. It is a *Problem when
// that does not admit there; when it is only too early, too late or void, the ticket comes
// with it.
func (in *Intake) ticketAt(ctx context.Context, e Entrance, typed string, valid judge) (Ticket, error) {
	t, err := in.find(ctx, typed)
	switch {
	case err != nil:
		return Ticket{}, err
	case t.Campaign != e.Door.Campaign || t.Village != "" && t.Village != e.Door.Village:
		return Ticket{}, &Problem{Code: TicketElsewhere}
	}
	return t, valid(t)
}

// admitted is nil when the interview may be sent: with the ticket that names it, where
// the campaign admits by tickets. Else it is a *Problem.
func (in *Intake) admitted(ctx context.Context, iv Interview, valid judge) error {
	c, err := in.catalogue.Campaign(ctx, iv.Campaign)
	if err != nil {
		return fmt.Errorf("survey: campaign %s: %w", iv.Campaign, err)
	}
	if c.Admission == AdmitsAnyone {
		return nil
	}
	if in.gate == nil {
		return fmt.Errorf("survey: no gate: %w", ErrUnavailable)
	}
	t, err := in.gate.tickets.TicketOf(ctx, iv.ID)
	switch {
	case errors.Is(err, ErrNotFound) && c.Seals(in.now()):
		return &Problem{Code: TicketSealed}
	case errors.Is(err, ErrNotFound): // begun before it admitted so
		return &Problem{Code: NoTicket}
	case err != nil:
		return fmt.Errorf("survey: ticket: %w", err)
	}
	return valid(t)
}

// Led is the interview to which a personal code leads at an entrance where nobody may
// begin any more: what was sent with it, be the code valid still or not, and what was only
// begun with it as long as that may be finished. It is an error where there is none, and a
// *Problem for a code that does not lead there; one that was declared void leads nowhere.
func (in *Intake) Led(ctx context.Context, e Entrance, typed string) (Session, error) {
	if e.Campaign.Admission != AdmitsCodes {
		return Session{}, fmt.Errorf("survey: campaign %s: codes that lead back: %w", e.Campaign.ID, ErrNotFound)
	}
	t, notNow := in.ticketAt(ctx, e, typed, in.valid)
	if t.Void || t.Sealed() {
		return Session{}, notNow
	}
	s, err := in.Resume(ctx, t.Interview)
	if err == nil && s.Response == "" {
		err = cmp.Or(in.Takes(ctx, s), notNow)
	}
	if err != nil {
		return Session{}, err
	}
	return s, nil
}

// leadsBack reports whether the code of a ticket leads to what was sent with it: that of
// a slip does not, since whoever finds it could see the vote.
func (c *Campaign) leadsBack() bool { return c.Admission != AdmitsSlips }

// blankCode reports whether nothing was typed.
func blankCode(typed string) bool {
	return strings.TrimFunc(typed, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) }) == ""
}
