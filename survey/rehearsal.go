package survey

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"
)

// Rehearsal is where a campaign is tried out before residents see it: every step goes through an Intake, and nothing is
// kept but in memory, of the last few interviews. It is safe for concurrent use.
type Rehearsal struct {
	mu         sync.Mutex
	interviews map[string]Interview
	responses  map[string]Response
}

// maxRehearsed is how many interviews a Rehearsal remembers at most.
const maxRehearsed = 200

// NewRehearsal starts with nothing.
func NewRehearsal() *Rehearsal {
	return &Rehearsal{interviews: map[string]Interview{}, responses: map[string]Response{}}
}

// Intake takes answers to what stands behind the entrance as if the campaign were open, to whoever comes, behind
// whatever code. Of files nothing is kept at all.
func (r *Rehearsal) Intake(e Entrance, now func() time.Time) *Intake {
	c := &e.Campaign
	c.Status, c.Opens, c.Limit, c.Admission = StatusOpen, time.Time{}, 0, AdmitsAnyone
	if !now().Before(c.Closes) {
		c.Closes = time.Time{}
	}
	return NewIntake(staged{e}, r, r, r, now, Told{})
}

// staged is the catalogue of one entrance.
type staged struct{ Entrance }

// Door is the entrance's, behind any code.
func (s staged) Door(_ context.Context, code string) (Door, error) {
	d := s.Entrance.Door
	d.Code = code
	return d, nil
}

func (s staged) Campaign(context.Context, string) (Campaign, error) { return s.Entrance.Campaign, nil }

// Questionnaire is the entrance's; an ErrNotFound is that another one was asked before.
func (s staged) Questionnaire(_ context.Context, key string) (*Questionnaire, error) {
	if q := s.Entrance.Questionnaire; key == q.Key() {
		return q, nil
	}
	return nil, fmt.Errorf("survey: rehearsal: questionnaire %s: %w", key, ErrNotFound)
}

func (s staged) CountResponses(context.Context, string, int) (int, error) { return 0, nil }

var (
	_ Catalogue   = staged{}
	_ Interviews  = (*Rehearsal)(nil)
	_ Responses   = (*Rehearsal)(nil)
	_ Attachments = (*Rehearsal)(nil)
)

// Interview returns one that is remembered, or an ErrNotFound.
func (r *Rehearsal) Interview(_ context.Context, id string) (Interview, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return found(r.interviews, id)
}

// SaveInterview remembers it, and forgets the one that was touched longest ago if there are too many.
func (r *Rehearsal) SaveInterview(_ context.Context, iv Interview) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	before, there := r.interviews[iv.ID]
	switch {
	case iv.Rev == 1 && there:
		return ErrExists
	case iv.Rev > 1 && before.Rev != iv.Rev-1:
		return ErrConflict
	}
	r.interviews[iv.ID] = iv
	if len(r.interviews) > maxRehearsed {
		oldest := ""
		for id, other := range r.interviews {
			if id != iv.ID && (oldest == "" || other.Updated.Before(r.interviews[oldest].Updated)) {
				oldest = id
			}
		}
		delete(r.interviews, oldest)
		delete(r.responses, responseID(oldest))
	}
	return nil
}

// LatestInterview is an ErrNotFound where nobody is known by name.
func (r *Rehearsal) LatestInterview(ctx context.Context, respondent string) (Interview, error) {
	for iv, err := range r.InterviewsOf(ctx, respondent) {
		return iv, err
	}
	return Interview{}, ErrNotFound
}

// InterviewsOf streams those of the respondent.
func (r *Rehearsal) InterviewsOf(_ context.Context, respondent string) iter.Seq2[Interview, error] {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []Interview
	for _, iv := range r.interviews {
		if iv.Respondent == respondent {
			all = append(all, iv)
		}
	}
	slices.SortFunc(all, func(a, b Interview) int { return cmp.Or(b.Updated.Compare(a.Updated), cmp.Compare(a.ID, b.ID)) })
	return func(yield func(Interview, error) bool) {
		for _, iv := range all {
			if !yield(iv, nil) {
				return
			}
		}
	}
}

// ForgetInterview forgets it, and what it became.
func (r *Rehearsal) ForgetInterview(_ context.Context, id, response, _ string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.interviews, id)
	delete(r.responses, response)
	return nil
}

// TakenBack is never remembered.
func (r *Rehearsal) TakenBack(context.Context, string) (bool, error) { return false, nil }

// InsertResponse remembers what was sent, as long as its interview is.
func (r *Rehearsal) InsertResponse(_ context.Context, sent Response) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, there := r.responses[sent.ID]; there {
		return ErrExists
	}
	r.responses[sent.ID] = sent
	return nil
}

// ReplaceResponse remembers the later edit.
func (r *Rehearsal) ReplaceResponse(_ context.Context, sent Response) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if before, err := found(r.responses, sent.ID); err != nil || before.Edits >= sent.Edits {
		return cmp.Or(err, ErrConflict)
	}
	r.responses[sent.ID] = sent
	return nil
}

// Response returns one that is remembered, or an ErrNotFound.
func (r *Rehearsal) Response(_ context.Context, id string) (Response, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return found(r.responses, id)
}

// InsertAttachment keeps nothing of a file.
func (r *Rehearsal) InsertAttachment(context.Context, Attachment) error { return nil }

// DropAttachments has nothing to drop.
func (r *Rehearsal) DropAttachments(context.Context, ...string) error { return nil }

// found is what is kept under the identifier, or an ErrNotFound.
func found[T any](in map[string]T, id string) (T, error) {
	x, there := in[id]
	if !there {
		return x, fmt.Errorf("survey: rehearsal: %w", ErrNotFound)
	}
	return x, nil
}
