package prioritize

import (
	"maps"
	"slices"
	"time"

	"ashar/survey"
)

// follower is a tally that each response enters once, and beside it one of those that were
// set aside.
//
// A look at the store reaches back to `since`, and meets again what was counted
// before. What a whole look did not meet was stored before its `since`, which
// never goes back: no later look will meet it, and its ID can be forgotten.
//
// A response that was corrected, judged or coded is stored anew, and met again as another edit. What the
// earlier edit added to the tally cannot be taken out of it: the tally is stale then,
// and all is to be counted anew by another follower. That one meets the edit first, or
// becomes stale itself when there is a further one.
type follower struct {
	tally *Tally
	aside *Tally // of those that do not count
	// What they counted, answer by answer; nil where that is not asked for.
	ballots, asideBallots *Ballots

	days   map[time.Time]map[survey.Channel]int64
	unread int64          // responses that are not to this questionnaire
	since  time.Time      // where the next look begins
	seen   map[string]int // counted, and may be met again: the edit of each
	met    map[string]int // met since the look under way began
	whole  bool           // all that was stored before `since` has been met
	stale  bool           // an earlier edit of something is counted
}

func newFollower(shape Shape, ballots bool) *follower {
	f := &follower{tally: NewTally(shape), aside: NewTally(shape), days: map[time.Time]map[survey.Channel]int64{}, seen: map[string]int{}, met: map[string]int{}}
	if ballots {
		f.ballots, f.asideBallots = NewBallots(shape), NewBallots(shape)
	}
	return f
}

// meet counts this edit of a response, sent on this day, unless it, or another, was counted
// before, and reports whether it was counted now. One that does not count is tallied aside, and
// unreadable ones are only numbered.
func (f *follower) meet(r *survey.Response, day time.Time, b *Ballot, unreadable error) bool {
	id, edit := r.ID, r.Revision()
	last, counted := f.counted(id)
	if !counted && f.whole && edit > 0 { // it may have been, longer ago than is remembered
		last, counted = edit-1, true
	}
	f.met[id] = max(edit, last)
	switch {
	case counted:
		f.stale = f.stale || edit > last
		return false
	case !r.Counts():
		if unreadable == nil {
			f.aside.Add(b)
			if f.asideBallots != nil {
				f.asideBallots.Add(b)
			}
		}
	case unreadable != nil:
		f.unread++
	default:
		f.tally.Add(b)
		if f.ballots != nil {
			f.ballots.Add(b)
		}
		if f.days[day] == nil {
			f.days[day] = map[survey.Channel]int64{}
		}
		f.days[day][b.Channel]++
	}
	return true
}

// byDay is what was counted on each day, in their order.
func (f *follower) byDay() []survey.DayTurnout {
	var days []survey.DayTurnout
	for _, day := range slices.SortedFunc(maps.Keys(f.days), time.Time.Compare) {
		days = append(days, survey.DayTurnout{Day: day, Channels: maps.Clone(f.days[day])})
	}
	return days
}

// counted is the last edit of the response that was met, and whether any was.
func (f *follower) counted(id string) (edit int, ok bool) {
	if edit, ok = f.met[id]; !ok {
		edit, ok = f.seen[id]
	}
	return edit, ok
}

// looked ends a look. After a whole one the next begins at since, but never
// before where this one began.
func (f *follower) looked(whole bool, since time.Time) {
	if !whole {
		maps.Copy(f.seen, f.met)
		clear(f.met)
		return
	}
	f.seen, f.met, f.whole = f.met, map[string]int{}, true
	if since.After(f.since) {
		f.since = since
	}
}
