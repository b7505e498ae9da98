package telegram

import "sync"

// lanes runs what belongs to one chat in order, and what belongs to different
// chats side by side.
type lanes struct {
	mu      sync.Mutex
	waiting map[int64][]func()
	running sync.WaitGroup
}

func newLanes() *lanes { return &lanes{waiting: map[int64][]func(){}} }

// run queues f behind everything queued for this chat before.
func (l *lanes) run(chat int64, f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue, busy := l.waiting[chat]
	l.waiting[chat] = append(queue, f)
	if !busy {
		l.running.Go(func() { l.drain(chat) })
	}
}

func (l *lanes) drain(chat int64) {
	for {
		l.mu.Lock()
		queue := l.waiting[chat]
		if len(queue) == 0 {
			delete(l.waiting, chat)
			l.mu.Unlock()
			return
		}
		l.waiting[chat] = queue[1:]
		l.mu.Unlock()
		queue[0]()
	}
}

// wait returns when everything queued has run.
func (l *lanes) wait() { l.running.Wait() }
