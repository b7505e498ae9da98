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

// uttered is a command in a group.
type uttered struct {
	chat    int64
	command string
}

// echo is with which argument it was replied to last, and when.
type echo struct {
	text string
	at   time.Time
}

// echoes remembers, for as long as the process lives, which commands were replied to in
// groups a moment ago.
type echoes struct {
	mu   sync.Mutex
	last map[uttered]echo
}

func newEchoes() *echoes { return &echoes{last: map[uttered]echo{}} }

// has reports whether the same was replied to within echoTime, and not with another argument
// since: the code that a group was told last is the one that holds.
func (e *echoes) has(in incoming) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	last, known := e.last[uttered{in.chat, in.command}]
	return known && last.text == in.text && in.at.Sub(last.at) < echoTime
}

func (e *echoes) add(in incoming) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.last) >= maxEchoes {
		clear(e.last)
	}
	e.last[uttered{in.chat, in.command}] = echo{in.text, in.at}
}
