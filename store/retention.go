package store

import (
	"context"
	"errors"
	"iter"
	"slices"
	"sync"

	"go.mongodb.org/mongo-driver/v2/bson"
	"golang.org/x/sync/errgroup"

	"ashar/survey"
)

// Retention returns how far the deletion of a campaign's answers has come, or a survey.ErrNotFound.
func (db *DB) Retention(ctx context.Context, campaign string) (survey.Retention, error) {
	return get[survey.Retention](ctx, db, retentions, campaign)
}

// SaveRetention keeps how far it has come durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveRetention(ctx context.Context, r survey.Retention) error {
	return db.save(ctx, retentions, r, r.Rev)
}

// Retentions streams those of a municipality. After an error it ends.
func (db *DB) Retentions(ctx context.Context, municipality string) iter.Seq2[survey.Retention, error] {
	return scan[survey.Retention](ctx, db, retentions, query{index: byMunicipality, equal: []any{municipality}})
}

// sweepWriters is how many documents are being deleted at a time; see copyWriters.
const sweepWriters = 64

// Sweep counts what is kept of the people who answered the campaigns, by campaign, and with remove deletes it, durably:
// responses, the ballots that were kept of them when they were frozen, interviews, files, tables of papers, codings, subscriptions, and of tickets
// and printed forms what leads to any of these. What is not of people stays: campaigns, doors, what was counted. It reads through all interviews, and holds few of them at a time. When
// it fails in between, done again it does the rest; the counts are then of what it did until then. Two at once count
// together what there was.
//
// Progress, if not nil, is called now and then, by one goroutine at a time, with a campaign and what else was done of it
// since the last call.
func (db *DB) Sweep(ctx context.Context, campaigns []string, remove bool, progress func(campaign string, more survey.Holdings)) (map[string]survey.Holdings, error) {
	s := &sweep{db: db, campaigns: campaigns, remove: remove, done: map[string]survey.Holdings{}, progress: progress}
	for _, part := range []func(context.Context) error{s.tickets, s.papers, s.interviews, s.responses, s.rest} {
		if err := part(ctx); err != nil {
			return s.done, err
		}
	}
	return s.done, nil
}

// sweep is one round of Sweep. Tickets and papers come first, since they say whether there was a response; then interviews
// with their files, and then responses, which are found by their campaign.
type sweep struct {
	db        *DB
	campaigns []string
	remove    bool
	progress  func(string, survey.Holdings)
	mu        sync.Mutex // guards done, and is held while progress is told
	done      map[string]survey.Holdings
}

func (s *sweep) add(campaign string, more survey.Holdings) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done[campaign] = s.done[campaign].Plus(more)
	if s.progress != nil {
		s.progress(campaign, more)
	}
}

// drop deletes a document and counts it; one that is gone is not counted.
func (s *sweep) drop(ctx context.Context, c *collection, id, campaign string, as survey.Holdings) error {
	if s.remove {
		err := s.db.engine.delete(ctx, c, id)
		if errors.Is(err, survey.ErrNotFound) {
			return nil
		}
		if err != nil {
			return about(c, id, err)
		}
	}
	if as != (survey.Holdings{}) {
		s.add(campaign, as)
	}
	return nil
}

func (s *sweep) tickets(ctx context.Context) error {
	for _, campaign := range s.campaigns {
		for t, err := range s.db.TicketsOf(ctx, campaign) {
			if err != nil {
				return err
			}
			if err := s.ticket(ctx, t); err != nil {
				return err
			}
		}
	}
	return nil
}

// ticket seals a ticket: of what it was used for nothing is known any more but that it was.
func (s *sweep) ticket(ctx context.Context, t survey.Ticket) error {
	if t.Sealed() {
		return nil
	}
	if s.remove {
		_, err := s.db.Response(ctx, t.Response())
		if err != nil && !errors.Is(err, survey.ErrNotFound) {
			return err
		}
		t.Used, t.Interview = t.Used || err == nil, ""
		t.Rev++
		switch err := s.db.SaveTicket(ctx, t); {
		case errors.Is(err, survey.ErrConflict): // another run was faster, and counts it
			return nil
		case err != nil:
			return err
		}
	}
	s.add(t.Campaign, survey.Holdings{Tickets: 1})
	return nil
}

func (s *sweep) papers(ctx context.Context) error {
	for _, campaign := range s.campaigns {
		for p, err := range s.db.PaperFormsOf(ctx, campaign) {
			if err != nil {
				return err
			}
			if err := s.paper(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// paper leaves of a printed form what became of it, and not what stands on it.
func (s *sweep) paper(ctx context.Context, p survey.PaperForm) error {
	if p.Response == "" && p.Interview == "" && p.Key == "" && p.Second == nil {
		return nil
	}
	if s.remove {
		p.Response, p.Interview, p.Key, p.Second = "", "", "", nil
		p.Rev++
		switch err := s.db.SavePaperForm(ctx, p); {
		case errors.Is(err, survey.ErrConflict):
			return nil
		case err != nil:
			return err
		}
	}
	s.add(p.Campaign, survey.Holdings{Papers: 1})
	return nil
}

// many does something with every document of a collection that the query asks for and that is of one of the campaigns,
// several at a time.
func (s *sweep) many(ctx context.Context, c *collection, q query, each func(ctx context.Context, doc bson.Raw, id, campaign string) error) error {
	workers, working := errgroup.WithContext(ctx)
	workers.SetLimit(sweepWriters)
	var failed error
	for doc, err := range s.db.engine.scan(working, c, q) {
		if err != nil {
			failed = about(c, "", err)
			break
		}
		campaign, _ := doc.Lookup("campaign").StringValueOK()
		id, _ := doc.Lookup("_id").StringValueOK()
		if slices.Contains(s.campaigns, campaign) {
			workers.Go(func() error { return each(working, doc, id, campaign) })
		}
	}
	if err := workers.Wait(); err != nil {
		return err
	}
	return failed
}

func (s *sweep) interviews(ctx context.Context) error {
	return s.many(ctx, interviews, query{}, func(ctx context.Context, _ bson.Raw, id, campaign string) error {
		files, err := s.db.engine.count(ctx, attachments, query{index: byInterview, equal: []any{id}})
		if err != nil {
			return about(attachments, "", err)
		}
		if files > 0 && s.remove {
			if err := s.db.dropInterview(ctx, id); err != nil {
				return err
			}
		}
		if files > 0 {
			s.add(campaign, survey.Holdings{Files: files})
		}
		return s.drop(ctx, interviews, id, campaign, survey.Holdings{Interviews: 1})
	})
}

func (s *sweep) responses(ctx context.Context) error {
	for _, campaign := range s.campaigns {
		q := query{index: byCampaignStored, equal: []any{campaign}}
		err := s.many(ctx, responses, q, func(ctx context.Context, doc bson.Raw, id, campaign string) error {
			if err := s.left(ctx, doc); err != nil {
				return err
			}
			return s.drop(ctx, responses, id, campaign, survey.Holdings{Responses: 1})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// left deletes files of a response that no interview led to, should there be any.
func (s *sweep) left(ctx context.Context, doc bson.Raw) error {
	var r survey.Response
	if err := s.db.codec.decode(doc, &r); err != nil || !s.remove {
		return err
	}
	return s.db.DropAttachments(ctx, r.Files()...)
}

// rest deletes what else there is by campaign.
func (s *sweep) rest(ctx context.Context) error {
	for _, campaign := range s.campaigns {
		for _, of := range []struct {
			c     *collection
			index *index
			one   survey.Holdings
		}{
			{codings, byCampaign, survey.Holdings{Codings: 1}}, {codingSteps, byCampaignTaken, survey.Holdings{Codings: 1}},
			{frozenBallots, byCampaign, survey.Holdings{}}, // which stand for responses that are counted among these
			{paperTables, byCampaign, survey.Holdings{Tables: 1}}, {subscriptions, byCampaignTold, survey.Holdings{Subscriptions: 1}},
		} {
			err := s.many(ctx, of.c, query{index: of.index, equal: []any{campaign}}, func(ctx context.Context, _ bson.Raw, id, campaign string) error {
				return s.drop(ctx, of.c, id, campaign, of.one)
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
