package prioritize

import "ashar/survey"

// Turnout counts who answered in each of the villages, in the order given, and
// in the municipality as a whole. Ballots of other villages count in the whole.
func (t *Tally) Turnout(villages []string) (byVillage []survey.Turnout, all survey.Turnout) {
	of := map[string]string{}
	for _, v := range villages {
		of[v] = v
	}
	return t.turnout(villages, of)
}

// turnout counts who answered in each area, of which areaOf says what villages are.
func (t *Tally) turnout(areas []string, areaOf map[string]string) (byArea []survey.Turnout, all survey.Turnout) {
	index := map[string]int{}
	for i, a := range areas {
		index[a] = i
		byArea = append(byArea, newTurnout(a))
	}
	all = newTurnout("")
	for s, sums := range t.sources {
		n := sums[atCount]
		addSource(&all, s, n)
		if area, listed := areaOf[s.Village]; listed {
			addSource(&byArea[index[area]], s, n)
		}
	}
	return byArea, all
}

func newTurnout(village string) survey.Turnout {
	return survey.Turnout{Village: village, Channels: map[survey.Channel]int64{}, Sexes: map[string]int64{}, Ages: map[string]int64{}, Groups: map[survey.SexAge]int64{}}
}

func addSource(o *survey.Turnout, s Source, n int64) {
	o.Count += n
	o.Sexes[s.Sex] += n
	o.Ages[s.Age] += n
	o.Groups[survey.SexAge{Sex: s.Sex, Age: s.Age}] += n
	o.Channels[s.Channel] += n
}
