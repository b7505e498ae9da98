package polling

import (
	"sync"
	"time"
)

// memo keeps what many ask for at once, for a moment: of those who ask at the same time one has it made, and the others
// wait for that. It holds nothing that another process needs.
type memo[T any] struct {
	life time.Duration
	now  func() time.Time

	mu   sync.Mutex
	kept map[string]*kept[T]
}

type kept[T any] struct {
	mu   sync.Mutex
	what T
	at   time.Time // the zero time: it was never made
}

// maxKept is of how many something is kept.
const maxKept = 500

func newMemo[T any](life time.Duration, now func() time.Time) *memo[T] {
	return &memo[T]{life: life, now: now, kept: map[string]*kept[T]{}}
}

// get returns what is kept under the key, made anew if it is too old. An error is not kept.
func (m *memo[T]) get(key string, anew func() (T, error)) (T, error) {
	k := m.of(key)
	k.mu.Lock()
	defer k.mu.Unlock()
	if now := m.now(); k.at.IsZero() || now.Sub(k.at) >= m.life || now.Before(k.at) {
		what, err := anew()
		if err != nil {
			return what, err
		}
		k.what, k.at = what, now
	}
	return k.what, nil
}

func (m *memo[T]) of(key string) *kept[T] {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.kept[key]
	if k == nil {
		if len(m.kept) >= maxKept {
			clear(m.kept)
		}
		k = new(kept[T])
		m.kept[key] = k
	}
	return k
}
