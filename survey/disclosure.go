package survey

import (
	"maps"
	"slices"
)

// Elsewhere stands for the villages that a municipality does not list; no village
// can have it for its identifier.
const Elsewhere = "*"

// Disclosure says which numbers of a turnout may be shown: of all who answered
// ("" for the village), of every village, and of Elsewhere. The desk, the tables
// and the rankings of one moment all go by the same one, so that none gives what
// another hides.
//
// It hides what is a few, and enough besides that nobody who knows the total of
// every village, as staff do, can work it out.
type Disclosure struct {
	totals map[string]bool
	hidden map[trait]map[turnoutCell]bool
	rows   []Turnout // of the villages, and of Elsewhere
	whole  Turnout
	bands  []string // that anybody told
	none   bool     // so few answered that nothing is shown of them, not even what nobody is
}

// trait is what answers are told apart by.
type trait int

const (
	bySex trait = iota
	byAge
	byChannel
)

type turnoutCell struct{ village, category string }

// Disclose decides on the turnout of a municipality and its villages.
func Disclose(whole Turnout, villages []Turnout) *Disclosure {
	rows := slices.Clone(villages)
	if rest := whole.Without(villages); rest.Count > 0 {
		rows = append(rows, rest)
	}
	d := &Disclosure{
		rows: rows, whole: whole, totals: discloseTotals(whole, rows), hidden: map[trait]map[turnoutCell]bool{},
		bands: slices.Sorted(maps.Keys(whole.Ages)), none: few(whole.Count),
	}
	for _, t := range []trait{bySex, byAge, byChannel} {
		d.hidden[t] = d.hideCells(whole, rows, t)
	}
	return d
}

// by is the turnout told apart by a trait.
func (o Turnout) by(t trait) map[string]int64 {
	switch t {
	case bySex:
		return o.Sexes
	case byAge:
		return o.Ages
	}
	byName := map[string]int64{}
	for channel, n := range o.Channels {
		byName[string(channel)] = n
	}
	return byName
}

// Without is what is left of the turnout without that of the villages: that of Elsewhere. Its Count is 0 where all came
// from these.
func (o Turnout) Without(villages []Turnout) Turnout {
	rest := Turnout{
		Village: Elsewhere, Count: o.Count,
		Channels: maps.Clone(o.Channels), Sexes: maps.Clone(o.Sexes), Ages: maps.Clone(o.Ages), Groups: maps.Clone(o.Groups),
	}
	for _, v := range villages {
		rest.Count -= v.Count
		for k, n := range v.Channels {
			rest.Channels[k] -= n
		}
		for k, n := range v.Sexes {
			rest.Sexes[k] -= n
		}
		for k, n := range v.Ages {
			rest.Ages[k] -= n
		}
		for k, n := range v.Groups {
			rest.Groups[k] -= n
		}
	}
	return rest
}

// discloseTotals decides on the answers of each village; that of all is shown.
func discloseTotals(whole Turnout, rows []Turnout) map[string]bool {
	var l Ledger
	var parts []int
	for _, o := range rows {
		parts = append(parts, l.Add(o.Count))
	}
	l.Sum(l.AddKnown(whole.Count), parts...)
	l.Settle()
	shown := map[string]bool{"": true}
	for k, o := range rows {
		shown[o.Village] = !l.Hidden(parts[k])
	}
	return shown
}

// hideCells decides on the answers of each village by one trait. The totals of
// the villages are taken to be known; where one is not published, nothing of the
// village is, since the total would follow.
func (d *Disclosure) hideCells(whole Turnout, rows []Turnout, t trait) map[turnoutCell]bool {
	categories := slices.Sorted(maps.Keys(whole.by(t)))
	var l Ledger
	at := map[turnoutCell]int{}
	whole.Village = ""
	for _, o := range append([]Turnout{whole}, rows...) {
		counts := o.by(t)
		var parts []int
		for _, c := range categories {
			i := l.Add(counts[c])
			switch {
			case few(o.Count) || !d.totals[o.Village]:
				l.Hide(i)
			case c == "":
				l.Show(i) // who skipped the question
			}
			at[turnoutCell{o.Village, c}] = i
			parts = append(parts, i)
		}
		l.Sum(l.AddKnown(o.Count), parts...)
	}
	for _, c := range categories {
		var parts []int
		for _, o := range rows {
			parts = append(parts, at[turnoutCell{o.Village, c}])
		}
		l.Sum(at[turnoutCell{"", c}], parts...)
	}
	l.Settle()
	hidden := map[turnoutCell]bool{}
	for c, i := range at {
		hidden[c] = l.Hidden(i)
	}
	return hidden
}

// Groups decides on the numbers of those of a sex and an age band together, in each
// village and in all (""). What Sex and Age show stays shown, and nothing that they hide
// follows. It takes longer than all else here: some milliseconds for a dozen villages.
func (d *Disclosure) Groups() (shown func(village string, g SexAge) bool) {
	l, at := d.groupLedger()
	l.Settle()
	return func(village string, g SexAge) bool {
		i, counted := at[turnoutGroup{village, g}]
		return !d.none && (!counted || !l.Hidden(i))
	}
}

type turnoutGroup struct {
	village string
	group   SexAge
}

// groupLedger enters every group of every village, with what they add up to.
func (d *Disclosure) groupLedger() (l Ledger, at map[turnoutGroup]int) {
	sexes, at := slices.Sorted(maps.Keys(d.whole.Sexes)), map[turnoutGroup]int{}
	whole := d.whole
	whole.Village = ""
	for _, o := range append([]Turnout{whole}, d.rows...) {
		bySex, byAge := map[string][]int{}, map[string][]int{}
		for _, sex := range sexes {
			for _, age := range d.bands {
				g := SexAge{sex, age}
				i := l.Add(o.Groups[g])
				switch {
				case few(o.Count) || !d.totals[o.Village]:
					l.Hide(i)
				case g == SexAge{}:
					l.Show(i) // who told nothing
				}
				at[turnoutGroup{o.Village, g}] = i
				bySex[sex], byAge[age] = append(bySex[sex], i), append(byAge[age], i)
			}
		}
		for _, sex := range sexes {
			l.Sum(l.margin(o.Sexes[sex], d.Sex(o.Village, sex)), bySex[sex]...)
		}
		for _, age := range d.bands {
			l.Sum(l.margin(o.Ages[age], d.Age(o.Village, age)), byAge[age]...)
		}
	}
	for _, sex := range sexes {
		for _, age := range d.bands {
			var parts []int
			for _, o := range d.rows {
				parts = append(parts, at[turnoutGroup{o.Village, SexAge{sex, age}}])
			}
			l.Sum(at[turnoutGroup{"", SexAge{sex, age}}], parts...)
		}
	}
	return l, at
}

// margin enters a sum that was decided on before.
func (l *Ledger) margin(n int64, shown bool) int {
	if shown {
		return l.AddKnown(n)
	}
	i := l.Add(n)
	l.Hide(i)
	return i
}

// Total reports whether the number of answers from a village may be published.
// Staff are shown it in any case; see SmallCell.
func (d *Disclosure) Total(village string) bool { return d.totals[village] }

// Channel reports whether the number of a village's answers by a channel may be
// shown.
func (d *Disclosure) Channel(village string, c Channel) bool {
	return d.shown(byChannel, village, string(c))
}

// Sex reports whether the number of those of a sex may be shown; "" are those who
// did not say.
func (d *Disclosure) Sex(village, sex string) bool {
	return d.shown(bySex, village, sex)
}

// Age reports whether the number of those of an age band may be shown; "" are
// those who did not say.
func (d *Disclosure) Age(village, band string) bool {
	return d.shown(byAge, village, band)
}

// Ages reports whether the numbers of all age bands that belong may be shown.
func (d *Disclosure) Ages(village string, belongs func(band string) bool) bool {
	return !d.none && !slices.ContainsFunc(d.bands, func(band string) bool { return belongs(band) && !d.Age(village, band) })
}

func (d *Disclosure) shown(t trait, village, category string) bool {
	return !d.none && !d.hidden[t][turnoutCell{village, category}]
}
