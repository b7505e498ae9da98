package prioritize

import "ashar/survey"

// Turnout counts who answered in each of the villages, in the order given, and
// in the municipality as a whole. Ballots of other villages count in the whole.
func (t *Tally) Turnout(villages []string) (byVillage []survey.Turnout, all survey.Turnout) {
	index := map[string]int{}
	for i, v := range villages {
		index[v] = i
		byVillage = append(byVillage, newTurnout(v))
	}
	all = newTurnout("")
	for c, sums := range t.cells {
		n := sums[atCount]
		addCell(&all, c, n)
		if i, ok := index[c.Village]; ok {
			addCell(&byVillage[i], c, n)
		}
	}
	for key, n := range t.channels {
		all.Channels[key.channel] += n
		if i, ok := index[key.village]; ok {
			byVillage[i].Channels[key.channel] += n
		}
	}
	return byVillage, all
}

func newTurnout(village string) survey.Turnout {
	return survey.Turnout{Village: village, Channels: map[survey.Channel]int64{}, Sexes: map[string]int64{}, Ages: map[string]int64{}}
}

func addCell(o *survey.Turnout, c Cell, n int64) {
	o.Count += n
	o.Sexes[c.Sex] += n
	o.Ages[c.Age] += n
}
