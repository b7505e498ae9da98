package survey

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"
)

// Tickets keeps the tickets of campaigns. One that is not there is an ErrNotFound.
type Tickets interface {
	Ticket(ctx context.Context, id string) (Ticket, error)
	// TicketOf returns the ticket that names this interview.
	TicketOf(ctx context.Context, interview string) (Ticket, error)
	// SaveTicket keeps the ticket durably. With Rev 1 it is new, and an ErrExists if there
	// is one; with a higher Rev it replaces the one that has Rev-1, and is an ErrConflict if
	// that one has changed meanwhile.
	SaveTicket(ctx context.Context, t Ticket) error
	// TicketsOf streams the tickets of a campaign. After an error it ends.
	TicketsOf(ctx context.Context, campaign string) iter.Seq2[Ticket, error]
}

// Gate makes tickets, knows them again by their codes, and says what became of them. It
// is safe for concurrent use, and several processes may work on one store.
type Gate struct {
	tickets    Tickets
	responses  Responses
	pseudonyms Pseudonyms
	counts     counts
}

// NewGate takes what keeps tickets and responses, and the instance's secret: by another
// one no ticket is known again.
func NewGate(t Tickets, r Responses, p Pseudonyms) *Gate {
	return &Gate{tickets: t, responses: r, pseudonyms: p}
}

// Find is the ticket of a code as somebody typed it, be it valid or not. Without a code it
// is a *Problem, as it is when there is no such ticket.
func (g *Gate) Find(ctx context.Context, typed string) (Ticket, error) {
	code := NormalTicket(typed)
	switch {
	case code == "" && blankCode(typed):
		return Ticket{}, &Problem{Code: NoTicket}
	case code == "":
		return Ticket{}, &Problem{Code: TicketMistyped}
	}
	t, err := g.tickets.Ticket(ctx, g.id(code))
	switch {
	case errors.Is(err, ErrNotFound):
		return Ticket{}, &Problem{Code: TicketUnknown}
	case err != nil:
		return Ticket{}, fmt.Errorf("survey: ticket: %w", err)
	}
	return t, nil
}

func (g *Gate) id(code string) string { return g.pseudonyms.Of("ticket", code) }

// Batch is what tickets that are made together have in common. Doors are those by which
// their holders may enter: one, or with none any door of the campaign.
type Batch struct {
	Campaign    Campaign
	Door        *Door
	Label       string
	From, Until time.Time
}

// Most that is made at once, and longest label, in bytes.
const (
	MaxTickets = 20_000
	MaxLabel   = 64
)

// Check is nil when tickets can be made so, else an ErrInvalid.
func (b *Batch) Check() error {
	switch {
	case b.Campaign.Admission == AdmitsAnyone:
		return fmt.Errorf("survey: campaign %s: %w: whoever has its link may answer; it has no codes", b.Campaign.ID, ErrInvalid)
	case b.Campaign.Over():
		return fmt.Errorf("survey: campaign %s: %w", b.Campaign.ID, ErrClosed)
	case len(b.Label) > MaxLabel:
		return fmt.Errorf("survey: label: %w: of %d bytes, at most %d", ErrInvalid, len(b.Label), MaxLabel)
	case !b.Until.IsZero() && !b.From.Before(b.Until):
		return fmt.Errorf("survey: tickets: %w: they end before they begin", ErrInvalid)
	}
	return nil
}

// Issue makes so many tickets and returns their codes, which nobody can find out again.
// Each is durable when Issue returns. With an error those made before it stay, unused.
func (g *Gate) Issue(ctx context.Context, random io.Reader, b Batch, count int) ([]string, error) {
	if err := b.Check(); err != nil {
		return nil, err
	}
	if count < 1 || count > MaxTickets {
		return nil, fmt.Errorf("survey: tickets: %w: %d at once; from 1 to %d", ErrInvalid, count, MaxTickets)
	}
	defer g.recount(b.Campaign.ID)
	codes := make([]string, 0, count)
	for len(codes) < count {
		code, err := NewTicketCode(random)
		if err != nil {
			return codes, err
		}
		t := Ticket{
			ID: g.id(code), Rev: 1, Municipality: b.Campaign.Municipality, Campaign: b.Campaign.ID, Label: b.Label,
			From: stamp(b.From), Until: stamp(b.Until),
		}
		if t.Interview, err = drawInterviewID(random); err != nil {
			return codes, err
		}
		if b.Door != nil {
			t.Village, t.Door = b.Door.Village, b.Door.Code
		}
		switch err := g.tickets.SaveTicket(ctx, t); {
		case errors.Is(err, ErrExists): // another one has this code
		case err != nil:
			return codes, fmt.Errorf("survey: tickets: %w", err)
		default:
			codes = append(codes, code)
		}
	}
	return codes, nil
}

// Void declares void all tickets of a campaign with this label that were not used, as
// when the batch was lost, and returns how many it was. Who has begun by one of them
// cannot send; what was sent stays, for people to judge.
func (g *Gate) Void(ctx context.Context, campaign, label string) (int, error) {
	voided := 0
	err := g.change(ctx, campaign, func(t *Ticket, used bool) bool {
		if t.Label != label || t.Void || used {
			return false
		}
		t.Void = true
		voided++
		return true
	})
	return voided, err
}

// Seal erases of a closed campaign's slips which interviews they named, so that nothing
// that is kept leads from a slip to a vote; that a slip was used stays. It does nothing
// for a campaign that is not over, or has no slips. Where it broke off, done again it
// does the rest.
//
// What the store has in backups and copies of itself is beyond its reach.
func (g *Gate) Seal(ctx context.Context, c Campaign, now time.Time) error {
	if !c.Seals(now) {
		return nil
	}
	return g.change(ctx, c.ID, func(t *Ticket, used bool) bool {
		if t.Sealed() {
			return false
		}
		t.Used, t.Interview = used, ""
		return true
	})
}

// change saves the tickets of a campaign that become changes.
func (g *Gate) change(ctx context.Context, campaign string, become func(t *Ticket, used bool) bool) error {
	defer g.recount(campaign)
	for t, err := range g.tickets.TicketsOf(ctx, campaign) {
		for try := 1; ; try++ {
			if err != nil {
				return fmt.Errorf("survey: tickets of campaign %s: %w", campaign, err)
			}
			var used bool
			if used, err = g.used(ctx, &t); err != nil {
				return err
			}
			if !become(&t, used) {
				break
			}
			t.Rev++
			if err = g.tickets.SaveTicket(ctx, t); err == nil {
				break
			}
			if errors.Is(err, ErrConflict) && try < maxTries {
				t, err = g.tickets.Ticket(ctx, t.ID)
			}
		}
	}
	return nil
}

// used reports whether the ticket's response is stored.
func (g *Gate) used(ctx context.Context, t *Ticket) (bool, error) {
	if t.Sealed() {
		return t.Used, nil
	}
	switch _, err := g.responses.Response(ctx, t.Response()); {
	case errors.Is(err, ErrNotFound):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("survey: ticket: %w", err)
	}
	return true, nil
}
