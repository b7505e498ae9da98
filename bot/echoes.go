package bot

import (
	"sync"
	"time"
)

const (
	// echoTime is for how long a command that was replied to in a group is not replied
	// to again: what was said still stands there.
	echoTime = 10 * time.Second
	// maxEchoes bounds the commands that are remembered.
	maxEchoes = 20_000
)

// uttered is a command in a group, with its argument.
type uttered struct {
	chat          int64
	command, text string
}

// echoes remembers, for as long as the process lives, which commands were replied to in
// groups a moment ago.
type echoes struct {
	mu   sync.Mutex
	last map[uttered]time.Time
}

func newEchoes() *echoes { return &echoes{last: map[uttered]time.Time{}} }

// has reports whether the same was replied to within echoTime.
func (e *echoes) has(in incoming) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	at, known := e.last[uttered{in.chat, in.command, in.text}]
	return known && in.at.Sub(at) < echoTime
}

func (e *echoes) add(in incoming) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.last) >= maxEchoes {
		clear(e.last)
	}
	e.last[uttered{in.chat, in.command, in.text}] = in.at
}
