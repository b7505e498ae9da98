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

// ticketAt is the ticket of a code that was typed at an entrance. It is a *Problem when
// that does not admit there; when it is only too early, too late or void, the ticket comes
// with it.
func (in *Intake) ticketAt(ctx context.Context, e Entrance, typed string) (Ticket, error) {
	t, err := in.find(ctx, typed)
	switch {
	case err != nil:
		return Ticket{}, err
	case t.Campaign != e.Door.Campaign || t.Village != "" && t.Village != e.Door.Village:
		return Ticket{}, &Problem{Code: TicketElsewhere}
	}
	return t, t.valid(in.now())
}

// admitted is nil when the interview may be sent: with the ticket that names it, where
// the campaign admits by tickets. Else it is a *Problem.
func (in *Intake) admitted(ctx context.Context, iv Interview) error {
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
	case errors.Is(err, ErrNotFound): // begun before it admitted so
		return &Problem{Code: NoTicket}
	case err != nil:
		return fmt.Errorf("survey: ticket: %w", err)
	}
	return t.valid(in.now())
}

// leadsBack reports whether the code of a ticket leads to what was sent with it: that of
// a slip does not, since whoever finds it could see the vote.
func (c *Campaign) leadsBack() bool { return c.Admission != AdmitsSlips }

// blankCode reports whether nothing was typed.
func blankCode(typed string) bool {
	return strings.TrimFunc(typed, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) }) == ""
}
