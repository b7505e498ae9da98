package prioritize

import (
	"cmp"
	"time"

	"ashar/survey"
)

// How Recent weighs what is newest against who waits for it.
const (
	recentWait = 100 * time.Millisecond // so long a new snapshot is waited for, where there is one to show meanwhile
	recentAge  = 10 * time.Second       // and that one has been the newest until so long ago
)

// Turnout counts who has answered, in all and in each village, without ranking anything:
// what the Snapshot says of it. Until the store has been read once it is a
// survey.ErrUnavailable.
func (l *Live) Turnout() (whole survey.Turnout, villages []survey.Turnout, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.counted == nil {
		return whole, nil, l.uncounted()
	}
	in := l.input(l.counted.tally, l.counted.aside, l.counted.unread)
	villages, whole = in.turnout()
	whole.Days = l.counted.byDay()
	return whole, villages, nil
}

// Recent is the Snapshot for who looks at a page: where a new one takes a while to be made, it is the last one, if that
// was the newest a few seconds ago; the new one is there for the next look. In a campaign of some thousands of answers
// it is the Snapshot.
func (l *Live) Recent(rule Rule) (*Snapshot, error) {
	rule = cmp.Or(rule, Reach)
	l.mu.Lock()
	last, ok := l.made[rule]
	newest, young := ok && last.version == l.version, ok && l.cfg.Now().Sub(last.until) < recentAge
	l.mu.Unlock()
	if newest {
		return last.Snapshot, nil
	}
	if !young {
		return l.Snapshot(rule)
	}
	next := l.make(rule)
	wait := time.NewTimer(recentWait)
	defer wait.Stop()
	select {
	case <-next.done:
		return next.snapshot, next.err
	case <-wait.C:
		return last.Snapshot, nil
	}
}

// making is a snapshot that is being made.
type making struct {
	snapshot *Snapshot
	err      error
	done     chan struct{} // closed when it is made
}

// make has the snapshot made, once for all who wait for it.
func (l *Live) make(rule Rule) *making {
	l.mu.Lock()
	defer l.mu.Unlock()
	if m := l.making[rule]; m != nil {
		return m
	}
	m := &making{done: make(chan struct{})}
	l.making[rule] = m
	go func() {
		m.snapshot, m.err = l.Snapshot(rule)
		l.mu.Lock()
		delete(l.making, rule)
		l.mu.Unlock()
		close(m.done)
	}()
	return m
}

// changed notes that the count is another one, and until when the snapshots were the newest.
func (l *Live) changed() {
	for rule, m := range l.made {
		if m.version == l.version {
			m.until = l.cfg.Now()
			l.made[rule] = m
		}
	}
	l.version++
}
