package prioritize

import (
	"maps"
	"time"
)

// follower is a tally that each response enters once.
//
// A look at the store reaches back to `since`, and meets again what was counted
// before. What a whole look did not meet was stored before its `since`, which
// never goes back: no later look will meet it, and its ID can be forgotten.
type follower struct {
	tally  *Tally
	unread int64               // responses that are not to this questionnaire
	since  time.Time           // where the next look begins
	seen   map[string]struct{} // counted, and may be met again
	met    map[string]struct{} // met since the look under way began
}

func newFollower(shape Shape) *follower {
	return &follower{tally: NewTally(shape), seen: map[string]struct{}{}, met: map[string]struct{}{}}
}

// meet counts the response with this ID unless that was done before, and reports
// whether it was counted now. Unreadable ones are only numbered.
func (f *follower) meet(id string, b *Ballot, unreadable error) bool {
	_, before := f.seen[id]
	_, now := f.met[id]
	f.met[id] = struct{}{}
	switch {
	case before || now:
		return false
	case unreadable != nil:
		f.unread++
	default:
		f.tally.Add(b)
	}
	return true
}

// looked ends a look. After a whole one the next begins at since, but never
// before where this one began.
func (f *follower) looked(whole bool, since time.Time) {
	if !whole {
		maps.Copy(f.seen, f.met)
		clear(f.met)
		return
	}
	f.seen, f.met = f.met, map[string]struct{}{}
	if since.After(f.since) {
		f.since = since
	}
}
