package survey

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"time"
)

// TicketCount is how many tickets of one village and label there are, and what became of
// them: each is used, void or left; one that was used and declared void since is used.
type TicketCount struct {
	Village, Label         string
	Made, Used, Void, Left int
}

// ResponseIDs lists the identifiers of a campaign's responses. What keeps responses may be
// one: tickets are counted the faster.
type ResponseIDs interface {
	ResponseIDs(ctx context.Context, campaign string) ([]string, error)
}

// counts are the last counts that took long, by campaign.
type counts struct {
	mu   sync.Mutex
	last map[string]counted
}

type counted struct {
	counts map[[2]string]TicketCount
	until  time.Time
}

// A count that takes longer than slowCount is good for countAgain times that: what was sent or
// done in another process meanwhile is not in it. What this one does to tickets is.
const (
	slowCount  = 100 * time.Millisecond
	countAgain = 20
)

// Count counts the tickets of a campaign by village and label. Of many thousand it may be
// some seconds old.
func (g *Gate) Count(ctx context.Context, campaign string) (map[[2]string]TicketCount, error) {
	g.counts.mu.Lock()
	defer g.counts.mu.Unlock() // who comes meanwhile has the same
	began := time.Now()
	if last, ok := g.counts.last[campaign]; ok && began.Before(last.until) {
		return maps.Clone(last.counts), nil
	}
	delete(g.counts.last, campaign)
	all, err := g.count(ctx, campaign)
	if took := time.Since(began); err == nil && took > slowCount {
		if g.counts.last == nil {
			g.counts.last = map[string]counted{}
		}
		g.counts.last[campaign] = counted{maps.Clone(all), time.Now().Add(countAgain * took)}
	}
	return all, err
}

// recount has a campaign's tickets counted anew by who asks next.
func (g *Gate) recount(campaign string) {
	g.counts.mu.Lock()
	defer g.counts.mu.Unlock()
	delete(g.counts.last, campaign)
}

func (g *Gate) count(ctx context.Context, campaign string) (map[[2]string]TicketCount, error) {
	used, err := g.usedIn(ctx, campaign)
	if err != nil {
		return nil, err
	}
	all := map[[2]string]TicketCount{}
	for t, err := range g.tickets.TicketsOf(ctx, campaign) {
		if err != nil {
			return nil, fmt.Errorf("survey: tickets of campaign %s: %w", campaign, err)
		}
		is, err := used(&t)
		if err != nil {
			return nil, err
		}
		key := [2]string{t.Village, t.Label}
		n := all[key]
		n.Village, n.Label = t.Village, t.Label
		n.Made++
		switch {
		case is:
			n.Used++
		case t.Void:
			n.Void++
		default:
			n.Left++
		}
		all[key] = n
	}
	return all, nil
}

// usedIn tells of each ticket of a campaign whether it is used; see used.
func (g *Gate) usedIn(ctx context.Context, campaign string) (func(*Ticket) (bool, error), error) {
	lists, ok := g.responses.(ResponseIDs)
	if !ok {
		return func(t *Ticket) (bool, error) { return g.used(ctx, t) }, nil
	}
	ids, err := lists.ResponseIDs(ctx, campaign)
	if err != nil {
		return nil, fmt.Errorf("survey: responses of campaign %s: %w", campaign, err)
	}
	sent := make(map[string]struct{}, len(ids))
	for _, id := range ids {
		sent[id] = struct{}{}
	}
	return func(t *Ticket) (bool, error) {
		if t.Sealed() {
			return t.Used, nil
		}
		_, is := sent[t.Response()]
		return is, nil
	}, nil
}
