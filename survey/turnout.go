package survey

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Turnout is who answered, from one village or from all, in plain counts. It
// holds small counts as they are: whoever shows it must hide them; see
// Disclosable.
type Turnout struct {
	Village  string // "" for the whole municipality
	Count    int64
	Channels map[Channel]int64
	Sexes    map[string]int64 // by the name of the choice; "" for those who did not say
	Ages     map[string]int64
	Groups   map[SexAge]int64
	Aside    int64        // beside these, that do not count; see Response.Counts
	Days     []DayTurnout // with answers, in their order; of the whole municipality only
}

// SexAge is a sex together with an age band, by the names of their choices; "" for those
// who did not say.
type SexAge struct{ Sex, Age string }

// DayTurnout is how many answers were sent by each channel on one day; one that was
// corrected, on the day on which it was sent last.
type DayTurnout struct {
	Day      time.Time // its midnight, where days begin
	Channels map[Channel]int64
}

// SmallCell is the size under which a count of people is not shown to anybody.
//
// Four numbers are excepted. Staff see how many answers came from a village,
// however few, since it is their work to bring in more; what was answered there
// stays hidden. Those who run a campaign see as well how many came by each of its doors,
// to know which poster to hang up again; nothing else is told by door. Everybody sees how many answers a campaign has in all, which tells
// of nobody. And how many skipped a question, be it of their sex or age, is not
// hidden for being a few, nor what they chose: they are nobody in particular, and to
// hide it would cost the comparison of women and men.
const SmallCell = 5

// few reports whether a count of people is too small to be shown.
func few(n int64) bool { return 0 < n && n < SmallCell }

// Fives is a count as everybody is told it while it still grows: so many at least, in steps of SmallCell, so that nobody who
// watches it sees a single person come.
func Fives[N int | int64](n N) N { return n / SmallCell * SmallCell }

// Disclosable reports whether it may be shown that count of base people are of
// some kind: the base must be SmallCell or more, and neither the count nor the
// rest may be a few, from 1 to SmallCell-1.
func Disclosable(count, base int64) bool {
	return base >= SmallCell && !few(count) && !few(base-count)
}

// AgeBand reads the bounds of an age band off the name of its choice: "18-28" is
// 18 to 28, "60+" is 60 and over. ok is false for a name without a number.
func AgeBand(name string) (from, to int, ok bool) {
	noDigit := func(r rune) bool { return r < '0' || r > '9' }
	numbers := strings.FieldsFunc(name, noDigit)
	if len(numbers) == 0 {
		return 0, 0, false
	}
	from, err := strconv.Atoi(numbers[0])
	if err != nil {
		return 0, 0, false
	}
	to = math.MaxInt
	if len(numbers) > 1 {
		if to, err = strconv.Atoi(numbers[1]); err != nil {
			return 0, 0, false
		}
	}
	return from, to, true
}

// YouthUntil is the age at which youth ends: young are the age bands that end at
// this age or before.
const YouthUntil = 28

// Young reports whether all of an age band are of this age or younger.
func Young(band string, until int) bool {
	_, to, ok := AgeBand(band)
	return ok && to <= until
}
