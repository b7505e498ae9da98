package prioritize

import (
	"fmt"

	"ashar/survey"
)

// maxBallots bounds the ballots of a tally that is ranked, so that no sum of their
// scores overflows.
const maxBallots = 1 << 32

// valid is an ErrInvalid when no ballots have these sums; it names the source and the
// member of the readable form. It looks at needs one and two at a time: covariances
// that no ballots have, as of three needs that exclude each other and are chosen by
// half of all each, may pass, and are refused where rank sets are made of them.
func (t *Tally) valid() error {
	if !t.layout.valid() {
		return fmt.Errorf("prioritize: tally of %d needs, %d services and %d groups: %w", t.layout.Needs, t.layout.Services, t.layout.Asked, survey.ErrInvalid)
	}
	var all int64
	for _, s := range t.Sources() {
		a := audit{l: &t.layout, sums: t.sources[s]}
		a.heads()
		a.choices()
		a.orders()
		a.levels()
		a.asked()
		a.points()
		a.pairs()
		if all += a.n; a.fault == "" && all > maxBallots {
			a.fault = "n: with that of the sources before it is over 2^32"
		}
		if a.fault != "" {
			return fmt.Errorf("prioritize: tally: source %+v: %s: %w", s, a.fault, survey.ErrInvalid)
		}
	}
	return nil
}

// audit looks for the first sum of a source that no ballots have.
type audit struct {
	l     *layout
	sums  []int64
	n     int64  // ballots
	fault string // "" if there is none
}

// alone is the place of a member that is one number.
const alone = -1

// want notes a fault unless all is well, by the member of sourceDocument and the place
// in it.
func (a *audit) want(well bool, member string, at int, rule string) {
	if !well {
		a.note(member, at, rule)
	}
}

func (a *audit) note(member string, at int, rule string) {
	switch {
	case a.fault != "":
	case at == alone:
		a.fault = member + ": " + rule
	default:
		a.fault = fmt.Sprintf("%s[%d]: %s", member, at, rule)
	}
}

func within(x, low, high int64) bool { return low <= x && x <= high }

func (a *audit) heads() {
	a.n = a.sums[atCount]
	a.want(within(a.n, 1, maxBallots), "n", alone, "must be 1 to 2^32")
	for _, head := range []struct {
		member string
		at     int
		asked  bool
	}{
		{"n_answered", atAnswered, true},
		{"n_ranked", atRanked, true},
		{"n_pointed", atPointed, a.l.Points},
		{"n_compared", atCompared, a.l.Pairs},
		{"n_repeated", atRepeated, true},
	} {
		x := a.sums[head.at]
		a.want(within(x, 0, a.n), head.member, alone, "must be 0 to n")
		a.want(x == 0 || head.asked, head.member, alone, "must be 0 where the tally does not count it")
	}
}

// choices are right where of every two needs those who chose one, the other and both
// are no more than answered, and none fewer than nobody.
func (a *audit) choices() {
	answered, chosen := a.sums[atAnswered], a.block(a.l.chosen)
	for j, x := range chosen {
		a.want(within(x, 0, answered), "chosen", j, "must be 0 to n_answered")
	}
	at := 0
	for j, x := range chosen {
		for _, y := range chosen[j+1:] {
			both := a.sums[a.l.both.at+at]
			a.want(within(both, max(0, x+y-answered), min(x, y)), "both_chosen", at, "no so many can have chosen both needs, by chosen and n_answered")
			at++
		}
	}
}

// orders are right where of every two needs those who ranked one, the other and both
// are no more than ranked. Then what the scores sum up to follows, and of their
// products the sum over all needs, since the scores of a ballot come to m(m-1).
func (a *audit) orders() {
	l, m, ranked := a.l, int64(a.l.m), a.sums[atRanked]
	for j := range l.m {
		a.want(within(a.above(j, j), 0, ranked), "above", j*l.m+j, "must be 0 to n_ranked")
	}
	var places, pairs int64 // needs ranked on all ballots, and two of them
	for j := range l.m {
		places += a.above(j, j)
		for k := range j {
			x, y := a.above(j, k), a.above(k, j)
			few, many := max(0, a.above(j, j)+a.above(k, k)-ranked), min(a.above(j, j), a.above(k, k))
			a.want(within(x, 0, many), "above", j*l.m+k, "must be 0 to those who ranked either need")
			a.want(within(y, 0, many), "above", k*l.m+j, "must be 0 to those who ranked either need")
			a.want(within(x+y, few, many), "above", j*l.m+k, "with that of the other way, no so many can have ranked both needs")
			pairs += x + y
		}
	}
	// base is m-1-k with k needs ranked, and k^2 counts needs and, twice, two of them.
	a.want(a.sums[atBase] == (m-1)*ranked-places, "base", alone, "does not follow from n_ranked and above")
	a.want(a.sums[atBase2] == (m-1)*(m-1)*ranked-2*(m-1)*places+places+2*pairs, "base_squared", alone, "does not follow from n_ranked and above")
	a.bonuses()
}

func (a *audit) bonuses() {
	l, m := a.l, int64(a.l.m)
	var baseBonus int64 // of all needs
	for j := range l.m {
		// m+k-1-2i with i ranked above: k-1-2i is those ranked below less those above.
		bonus := m * a.above(j, j)
		for k := range l.m {
			bonus += a.above(j, k) - a.above(k, j)
		}
		a.want(a.sums[l.bonus.at+j] == bonus, "bonus", j, "does not follow from above")
		x, most := a.sums[l.baseBonus.at+j], 2*m*m*a.above(j, j)
		a.want(within(x, -most, most), "base_bonus", j, "is more than bonus and above can make")
		baseBonus += x
	}
	for j := range l.m {
		products := m*a.sums[atBase2] + m*a.sums[l.baseBonus.at+j] + baseBonus
		for k := range l.m {
			at := l.pairOrSelf(j, k)
			x := a.sums[l.bonusBoth.at+at]
			a.want(within(x, 0, 4*m*m*min(a.above(j, j), a.above(k, k))), "bonus_both", at, "is more than above can make, or less than 0")
			products += x
		}
		a.want(products == m*(m-1)*(a.sums[atBase]+a.sums[l.bonus.at+j]), "bonus_both", l.pairOrSelf(j, j),
			"with the others of the need, base_squared and base_bonus it does not follow from base and bonus")
	}
}

// above is how many ranked need j above need k, or with j = k, ranked it.
func (a *audit) above(j, k int) int64 { return a.sums[a.l.above.at+j*a.l.m+k] }

// levels are right where nobody gave any need or service more than one.
func (a *audit) levels() {
	a.histograms("severity", a.block(a.l.level), survey.SeverityLevels)
	services := a.block(a.l.service)
	a.histograms("satisfaction", services, survey.SatisfactionLevels)
	for i, x := range a.block(a.l.noAccess) {
		var rated int64
		for _, n := range services[i*survey.SatisfactionLevels:][:survey.SatisfactionLevels] {
			rated += n
		}
		a.want(within(x, 0, a.n-rated), "no_access", i, "must be 0 or more, and with all levels of the service not over n")
	}
}

// asked are right where of no need more of a group than of all chose it, or did not.
func (a *audit) asked() {
	answered, chosen := a.sums[atAnswered], a.block(a.l.chosen)
	for g := range a.l.Asked {
		own := a.l.group(a.sums, g)
		a.want(within(own[0], 0, answered), "asked", g*len(own), "must be 0 to n_answered")
		for j, x := range own[1:] {
			a.want(within(x, max(0, own[0]-(answered-chosen[j])), min(own[0], chosen[j])), "asked", g*len(own)+1+j, "no so many of the group can have chosen the need, by chosen and n_answered")
		}
	}
}

func (a *audit) histograms(member string, counts []int64, levels int) {
	var sum int64
	for i, x := range counts {
		if i%levels == 0 {
			sum = 0
		}
		sum += x
		a.want(within(x, 0, a.n) && sum <= a.n, member, i, "must be 0 or more, and all levels of one together not over n")
	}
}

// points are right where the scores of a ballot sum up to pointScale, which rounding
// puts off by half of one for every need at most.
func (a *audit) points() {
	if !a.l.Points {
		return
	}
	m, given := int64(a.l.m), a.sums[atPointed]
	points := a.block(a.l.points)
	var sum int64
	for j, x := range points {
		a.want(within(x, 0, pointScale*given), "points", j, "must be 0 to 5040 n_pointed")
		sum += x
	}
	a.want(within(sum, (pointScale-m)*given, (pointScale+m)*given), "points", 0, "with those of the other needs must be 5040 n_pointed")
	for j, x := range points {
		var products int64
		for k, y := range points {
			at := a.l.pairOrSelf(j, k)
			both := a.sums[a.l.pointsBoth.at+at]
			a.want(within(both, 0, pointScale*min(x, y)), "points_both", at, "must be 0 to 5040 points of either need")
			products += both
		}
		a.want(within(products, (pointScale-m)*x, (pointScale+m)*x), "points_both", a.l.pairOrSelf(j, j), "with the others of the need must be 5040 points of it")
	}
}

// pairs are right where nobody compared a need with itself, or more than MaxPairs.
func (a *audit) pairs() {
	if !a.l.Pairs {
		return
	}
	m, compared := a.l.m, a.sums[atCompared]
	most := 2 * survey.MaxPairs * compared
	better := a.block(a.l.better)
	var sum int64
	for j := range m {
		a.want(better[j*m+j] == 0, "better", j*m+j, "must be 0: no need is compared with itself")
		for k := range j {
			x, y := better[j*m+k], better[k*m+j]
			a.want(within(x, 0, most), "better", j*m+k, "is more than n_compared make, or less than 0")
			a.want(within(y, 0, most), "better", k*m+j, "is more than n_compared make, or less than 0")
			a.want((x+y)%2 == 0, "better", j*m+k, "with that of the other way it must be even")
			sum += x + y
		}
	}
	a.want(within(sum, 2*compared, most), "better", alone, "all together are more than n_compared make, or fewer")
}

func (a *audit) block(b block) []int64 { return a.sums[b.at:b.end] }
