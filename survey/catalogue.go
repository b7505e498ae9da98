package survey

import (
	"context"
	"sync"
	"time"
)

// Bounds of what a Cached catalogue remembers.
const (
	// CatalogueTTL is how long after a campaign was closed, in another process,
	// an answer may still slip in, or how old the count of answers may be.
	CatalogueTTL    = time.Second
	maxCatalogued   = 10_000
	questionnairesN = 100
)

// Cached remembers what a Catalogue said, since every answer asks it the same:
// doors, campaigns and counts for CatalogueTTL, questionnaires for good, because a
// version never changes. Failures are not remembered. It is safe for concurrent
// use, and bounded in size.
type Cached struct {
	source         Catalogue
	doors          recent[Door]
	campaigns      recent[Campaign]
	questionnaires recent[*Questionnaire]
	counts         recent[int]
}

// NewCached takes the catalogue to ask and the clock.
func NewCached(source Catalogue, now func() time.Time) *Cached {
	return &Cached{
		source:         source,
		doors:          recent[Door]{now: now, ttl: CatalogueTTL, limit: maxCatalogued},
		campaigns:      recent[Campaign]{now: now, ttl: CatalogueTTL, limit: maxCatalogued},
		questionnaires: recent[*Questionnaire]{now: now, limit: questionnairesN},
		counts:         recent[int]{now: now, ttl: CatalogueTTL, limit: maxCatalogued},
	}
}

var _ Catalogue = (*Cached)(nil)

// Door returns the door of this code, or an ErrNotFound.
func (c *Cached) Door(ctx context.Context, code string) (Door, error) {
	return c.doors.get(ctx, code, c.source.Door)
}

// Campaign returns the campaign, at most CatalogueTTL old, or an ErrNotFound.
func (c *Cached) Campaign(ctx context.Context, id string) (Campaign, error) {
	return c.campaigns.get(ctx, id, c.source.Campaign)
}

// Questionnaire returns this version of the questionnaire, or an ErrNotFound.
func (c *Cached) Questionnaire(ctx context.Context, key string) (*Questionnaire, error) {
	return c.questionnaires.get(ctx, key, func(ctx context.Context, key string) (*Questionnaire, error) {
		q, err := c.source.Questionnaire(ctx, key)
		if err == nil {
			q.Prepare()
		}
		return q, err
	})
}

// CountResponses counts the campaign's responses, up to this many; at most CatalogueTTL
// ago, and then up to as many as were asked for then.
func (c *Cached) CountResponses(ctx context.Context, campaign string, most int) (int, error) {
	return c.counts.get(ctx, campaign, func(ctx context.Context, campaign string) (int, error) {
		return c.source.CountResponses(ctx, campaign, most)
	})
}

// recent is a bounded map whose entries grow old; ttl 0 means never.
type recent[V any] struct {
	now   func() time.Time
	ttl   time.Duration
	limit int

	mu      sync.RWMutex
	entries map[string]entry[V]
}

type entry[V any] struct {
	value V
	at    time.Time
}

func (r *recent[V]) get(ctx context.Context, key string, ask func(context.Context, string) (V, error)) (V, error) {
	now := r.now()
	r.mu.RLock()
	e, ok := r.entries[key]
	r.mu.RUnlock()
	if ok && (r.ttl == 0 || now.Sub(e.at) < r.ttl) {
		return e.value, nil
	}
	v, err := ask(ctx, key)
	if err != nil {
		return v, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.entries == nil || len(r.entries) >= r.limit {
		r.entries = make(map[string]entry[V]) // start afresh: simpler than ageing, and as cheap
	}
	r.entries[key] = entry[V]{value: v, at: now}
	return v, nil
}
