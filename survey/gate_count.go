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
	last map[string]*counted
}

// counted is a count, and when it was made. It is another value after something was done to the campaign's tickets.
type counted struct {
	mu     sync.Mutex // held while it is counted
	counts map[[2]string]TicketCount
	at     time.Time
	took   time.Duration
	again  bool // it is being counted anew
}

// A count that takes longer than slowCount is good for countAgain times that. Up to countOld it is shown once more while it
// is counted anew. What was sent, or done in another process, meanwhile is not in it. What this one does to tickets is.
const (
	slowCount  = 100 * time.Millisecond
	countAgain = 20
	countOld   = 2 * time.Minute
)

// Count counts the tickets of a campaign by village and label. Of many thousand it may be
// some seconds old, and after a while in which nobody asked two minutes.
func (g *Gate) Count(ctx context.Context, campaign string) (map[[2]string]TicketCount, error) {
	g.counts.mu.Lock()
	last := g.counts.last[campaign]
	if last == nil {
		if last = new(counted); g.counts.last == nil {
			g.counts.last = map[string]*counted{}
		}
		g.counts.last[campaign] = last
	}
	g.counts.mu.Unlock()
	last.mu.Lock()
	defer last.mu.Unlock() // who comes while it is counted for the first time has the same
	age := time.Since(last.at)
	switch {
	case last.counts == nil || last.took <= slowCount || age > countOld:
	case age > countAgain*last.took && !last.again:
		last.again = true
		go func() { _ = g.countInto(context.WithoutCancel(ctx), campaign, last) }() // where that fails, who asks next has it
		fallthrough
	default:
		return maps.Clone(last.counts), nil
	}
	began := time.Now()
	all, err := g.count(ctx, campaign)
	if err != nil {
		return nil, err
	}
	last.counts, last.at, last.took = all, time.Now(), time.Since(began)
	return maps.Clone(all), nil
}

// countInto counts anew, without anybody waiting for it.
func (g *Gate) countInto(ctx context.Context, campaign string, into *counted) error {
	began := time.Now()
	all, err := g.count(ctx, campaign)
	into.mu.Lock()
	defer into.mu.Unlock()
	if into.again = false; err == nil {
		into.counts, into.at, into.took = all, time.Now(), time.Since(began)
	}
	return err
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
