package store

import (
	"context"
	"iter"

	"ashar/survey"
)

var _ survey.Tickets = (*DB)(nil)

// SaveTicket keeps the ticket durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveTicket(ctx context.Context, t survey.Ticket) error {
	return db.save(ctx, tickets, t, t.Rev)
}

// Ticket returns the ticket, or a survey.ErrNotFound.
func (db *DB) Ticket(ctx context.Context, id string) (survey.Ticket, error) {
	return get[survey.Ticket](ctx, db, tickets, id)
}

// TicketOf returns the ticket that names this interview, or a survey.ErrNotFound. Of
// sealed tickets, which name none, nobody is found.
func (db *DB) TicketOf(ctx context.Context, interview string) (survey.Ticket, error) {
	if interview == "" {
		return survey.Ticket{}, about(tickets, "", survey.ErrNotFound)
	}
	return first[survey.Ticket](ctx, db, tickets, query{index: byInterview, equal: []any{interview}}, "")
}

// TicketsOf streams the tickets of a campaign by their ids. After an error it ends.
func (db *DB) TicketsOf(ctx context.Context, campaign string) iter.Seq2[survey.Ticket, error] {
	return scan[survey.Ticket](ctx, db, tickets, query{index: byCampaign, equal: []any{campaign}})
}
