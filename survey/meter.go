package survey

import (
	"sync"
	"time"
)

// Meter says whether somebody does something far more often than is sane: each has a
// bucket that takes so many and drains at a steady rate. It knows nobody's past beyond
// that, is bounded in size and safe for concurrent use.
type Meter struct {
	most  float64       // what a bucket takes
	every time.Duration // in which one drains away

	mu      sync.Mutex
	buckets map[string]bucket
}

type bucket struct {
	level float64
	at    time.Time
	over  bool
}

// maxMetered is how many are remembered at a time. When there are more, those whose bucket
// is emptiest are forgotten.
const maxMetered = 20_000

// NewMeter makes a Meter that is Over when more than this many came on top of one every
// so often.
func NewMeter(most int, every time.Duration) *Meter {
	return &Meter{most: float64(most), every: every, buckets: map[string]bucket{}}
}

// Add notes that it was done once more, and returns whether it was too often.
func (m *Meter) Add(who string, now time.Time) bool { return m.look(who, now, 1) }

// Over reports whether it was done too often: from when the bucket is full until it has
// drained to a quarter, so that it does not change from moment to moment.
func (m *Meter) Over(who string, now time.Time) bool { return m.look(who, now, 0) }

func (m *Meter) look(who string, now time.Time, add float64) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	b := m.drained(who, now)
	b.level = min(b.level+add, 1.5*m.most+1) // so that it is over soon after it ends
	switch {
	case b.level > m.most:
		b.over = true
	case b.level <= m.most/4:
		b.over = false
	}
	if b.level == 0 && !b.over {
		delete(m.buckets, who)
		return false
	}
	if len(m.buckets) >= maxMetered {
		m.forget(now)
	}
	m.buckets[who] = b
	return b.over
}

// drained is a bucket as it stands now. The Meter is locked.
func (m *Meter) drained(who string, now time.Time) bucket {
	b := m.buckets[who]
	if passed := now.Sub(b.at); passed > 0 {
		b.level = max(0, b.level-float64(passed)/float64(m.every))
		b.at = now
	}
	return b
}

// forget drops those that are not over.
func (m *Meter) forget(now time.Time) {
	for who := range m.buckets {
		if m.drained(who, now).level <= m.most/2 {
			delete(m.buckets, who)
		}
	}
	if len(m.buckets) >= maxMetered { // everybody is: an attack from everywhere
		clear(m.buckets)
	}
}

// Take takes one out of a bucket that fills at the Meter's rate up to its most, and
// returns whether there was one.
func (m *Meter) Take(who string, now time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	b := m.drained(who, now)
	if b.level+1 > m.most {
		return false
	}
	b.level++
	if len(m.buckets) >= maxMetered {
		m.forget(now)
	}
	m.buckets[who] = b
	return true
}
