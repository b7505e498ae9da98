package quality

import "time"

// Rules say from where on something is odd. They are kept together here and explained in docs/quality.md; all of them
// are the project's own, set so that a survey in which nobody cheats has few cases.
type Rules struct {
	// Burst is how many responses with all the same answers make a burst, if they came within Within of each other from
	// one village by one channel: one family or a circle of friends is smaller.
	Burst  int
	Within time.Duration
	// Chance is how many times as many they must be as would be alike by chance: where nearly everybody wants water,
	// many answer the same.
	Chance float64
	// Known is how many responses of other times must have come from there to know how common an answer is.
	Known int
	// Letters is how long the same own words must be to be odd in a second response: some ten words, which two people
	// do not find by chance.
	Letters int
	// Units is up to which share of the sampling units may have several responses for that to be odd: where many have, a
	// unit is meant to, as an enumerator's round is.
	Units float64
	// Spoken is the least time in which a question is read out and answered, Typed that in which an answer is typed from
	// paper; Fast is how many forms of one enumerator on one day must be faster to make a case.
	Spoken, Typed time.Duration
	Fast          int
	// Compared is how many forms of an enumerator in a village, and of others there, are needed to say how alike they are.
	Compared int
	// Zone is where days begin.
	Zone *time.Location
}

// DefaultRules are those that every campaign is looked through by.
func DefaultRules(zone *time.Location) Rules {
	return Rules{
		Burst: 5, Within: 15 * time.Minute, Chance: 10, Known: 10, Letters: 50, Units: 1. / 3,
		Spoken: 3 * time.Second, Typed: time.Second, Fast: 3, Compared: 10, Zone: zone,
	}
}

const (
	// hastePerAnswer is the least time that reading a question and answering it takes.
	hastePerAnswer = time.Second
	// straightFrom is how many things a scale must have for one level to be odd.
	straightFrom = 6
)
