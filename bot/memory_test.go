package bot_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"ashar/survey"
)

// memory keeps what a store keeps, for those who take very many steps. What stores
// promise is proved elsewhere.
type memory struct {
	mu         sync.Mutex
	interviews map[string]survey.Interview
	touched    map[string][]string // by respondent, as often as interviews were saved
	responses  map[string]survey.Response
	files      map[string]bool
}

var (
	_ survey.Interviews  = (*memory)(nil)
	_ survey.Responses   = (*memory)(nil)
	_ survey.Attachments = (*memory)(nil)
)

// newQuickRoom is a room that keeps interviews in memory.
func newQuickRoom(t testing.TB) (*room, *memory) {
	t.Helper()
	r := newRoom(t)
	m := &memory{
		interviews: map[string]survey.Interview{}, touched: map[string][]string{}, responses: map[string]survey.Response{}, files: map[string]bool{},
	}
	clock := func() time.Time { return noon }
	r.intake = survey.NewIntake(survey.NewCached(r.db, clock), m, m, m, clock, survey.Told{Stored: r.keepResponse})
	r.talk = r.conversation()
	return r, m
}

// responsesOf is what is kept of a respondent, by receipt.
func (m *memory) responsesOf(respondent string) map[string]survey.Response {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := map[string]survey.Response{}
	for _, r := range m.responses {
		if r.Respondent == respondent {
			kept[r.Receipt] = r
		}
	}
	return kept
}

// kept is the response with this receipt, whoever sent it.
func (m *memory) kept(receipt string) (r survey.Response, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.responses {
		if r.Receipt == receipt {
			return r, true
		}
	}
	return r, false
}

func (m *memory) Interview(_ context.Context, id string) (survey.Interview, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	iv, ok := m.interviews[id]
	if !ok {
		return iv, fmt.Errorf("memory: interview: %w", survey.ErrNotFound)
	}
	return iv, nil
}

func (m *memory) InterviewsOf(_ context.Context, respondent string) iter.Seq2[survey.Interview, error] {
	m.mu.Lock()
	defer m.mu.Unlock()
	var held []survey.Interview
	known := map[string]bool{}
	for _, id := range slices.Backward(m.touched[respondent]) {
		if iv, ok := m.interviews[id]; ok && !known[id] {
			held, known[id] = append(held, iv), true
		}
	}
	return func(yield func(survey.Interview, error) bool) {
		for _, iv := range held {
			if !yield(iv, nil) {
				return
			}
		}
	}
}

func (m *memory) ForgetInterview(_ context.Context, id, response, _ string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.interviews[id]; !ok {
		return fmt.Errorf("memory: interview: %w", survey.ErrNotFound)
	}
	delete(m.interviews, id)
	delete(m.responses, response)
	return nil
}

// TakenBack is asked of what a phone held, and not by the bot.
func (m *memory) TakenBack(context.Context, string) (bool, error) { return false, nil }

func (m *memory) SaveInterview(_ context.Context, iv survey.Interview) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch last, ok := m.interviews[iv.ID]; {
	case ok && iv.Rev == 1:
		return survey.ErrExists
	case last.Rev != iv.Rev-1:
		return survey.ErrConflict
	}
	m.interviews[iv.ID], m.touched[iv.Respondent] = iv, append(m.touched[iv.Respondent], iv.ID)
	return nil
}

func (m *memory) LatestInterview(ctx context.Context, respondent string) (survey.Interview, error) {
	for iv, err := range m.InterviewsOf(ctx, respondent) {
		return iv, err
	}
	return survey.Interview{}, fmt.Errorf("memory: interview: %w", survey.ErrNotFound)
}

func (m *memory) InsertResponse(_ context.Context, r survey.Response) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.responses[r.ID]; ok {
		return survey.ErrExists
	}
	m.responses[r.ID] = r
	return nil
}

func (m *memory) ReplaceResponse(_ context.Context, r survey.Response) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch there, ok := m.responses[r.ID]; {
	case !ok:
		return survey.ErrNotFound
	case there.Edits >= r.Edits:
		return survey.ErrConflict
	}
	m.responses[r.ID] = r
	return nil
}

func (m *memory) Response(_ context.Context, id string) (survey.Response, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.responses[id]
	if !ok {
		return r, fmt.Errorf("memory: response: %w", survey.ErrNotFound)
	}
	return r, nil
}

func (m *memory) InsertAttachment(_ context.Context, a survey.Attachment) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.files[a.ID] {
		return survey.ErrExists
	}
	m.files[a.ID] = true
	return nil
}

func (m *memory) DropAttachments(context.Context, ...string) error { return nil }
