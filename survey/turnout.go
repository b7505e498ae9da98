package survey

import (
	"math"
	"strconv"
	"strings"
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
}

// SmallCell is the size under which a count of people is not shown to anybody.
const SmallCell = 5

// Disclosable reports whether it may be shown that count of base people are of
// some kind: the base must be SmallCell or more, and neither the count nor the
// rest may be a few, from 1 to SmallCell-1.
func Disclosable(count, base int64) bool {
	few := func(n int64) bool { return 0 < n && n < SmallCell }
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
