package bot

import "sync"

// maxAlbums bounds the chats whose last album is remembered.
const maxAlbums = 20_000

// albums remembers, for as long as the process lives, which album was replied to
// last in a chat. Telegram sends each picture of an album as a message of its own;
// the first one counts, and the others are passed over: they must not answer the
// next question, nor each bring the same words again.
type albums struct {
	mu   sync.Mutex
	last map[int64]string // by person
}

func newAlbums() *albums { return &albums{last: map[int64]string{}} }

// has reports whether the album was replied to.
func (a *albums) has(person int64, album string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return album != "" && a.last[person] == album
}

func (a *albums) add(person int64, album string) {
	if album == "" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, known := a.last[person]; !known && len(a.last) >= maxAlbums {
		for other := range a.last {
			delete(a.last, other)
			break
		}
	}
	a.last[person] = album
}
