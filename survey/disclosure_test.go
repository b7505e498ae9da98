package survey_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"ashar/survey"
)

// crowd is a turnout of villages in which draw says how many there are of a group.
func crowd(villages int, sexes, ages []string, draw func() int64) (whole survey.Turnout, byVillage []survey.Turnout) {
	turnout := func(village string) survey.Turnout {
		return survey.Turnout{
			Village: village, Channels: map[survey.Channel]int64{}, Sexes: map[string]int64{}, Ages: map[string]int64{}, Groups: map[survey.SexAge]int64{},
		}
	}
	whole = turnout("")
	for v := range villages {
		o := turnout("v" + strconv.Itoa(v))
		for _, sex := range sexes {
			for _, age := range ages {
				n := draw()
				for _, to := range []*survey.Turnout{&whole, &o} {
					to.Count += n
					to.Sexes[sex] += n
					to.Ages[age] += n
					to.Groups[survey.SexAge{Sex: sex, Age: age}] += n
				}
			}
		}
		o.Channels[survey.Web] = o.Count
		byVillage = append(byVillage, o)
	}
	whole.Channels[survey.Web] = whole.Count
	return whole, byVillage
}

var (
	allSexes = []string{survey.SexFemale, survey.SexMale, ""}
	allAges  = []string{"18-28", "29-45", "46-59", "60+", ""}
)

// What is hidden of groups does not follow by adding and subtracting, along a sex, an age or the villages, and a few
// people are never shown.
func TestDisclosedGroupsGiveNoFewAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sexes, ages := allSexes[:2], allAges[:rapid.IntRange(2, 4).Draw(t, "ages")]
		whole, villages := crowd(rapid.IntRange(1, 4).Draw(t, "villages"), sexes, ages, func() int64 { return rapid.Int64Range(0, 12).Draw(t, "n") })
		d := survey.Disclose(whole, villages)
		shown := d.Groups()
		all := append([]survey.Turnout{whole}, villages...)
		line := func(what string, known bool, cells []turnoutCell) {
			hidden, sum := 0, int64(0)
			for _, c := range cells {
				if !shown(c.village, c.group) {
					hidden, sum = hidden+1, sum+c.n
				}
			}
			if known && hidden > 0 && hidden < len(cells) && (hidden < 2 || sum < survey.SmallCell) {
				t.Fatalf("%s: the %d hidden numbers sum to %d", what, hidden, sum)
			}
		}
		for _, o := range all {
			for _, sex := range sexes {
				var cells []turnoutCell
				for _, age := range ages {
					g := survey.SexAge{Sex: sex, Age: age}
					if n := o.Groups[g]; n > 0 && n < survey.SmallCell && shown(o.Village, g) {
						t.Fatalf("village %q: %d of %v are shown", o.Village, n, g)
					}
					cells = append(cells, turnoutCell{o.Village, g, o.Groups[g]})
				}
				line(o.Village+" "+sex, d.Sex(o.Village, sex), cells)
			}
			for _, age := range ages {
				var cells []turnoutCell
				for _, sex := range sexes {
					g := survey.SexAge{Sex: sex, Age: age}
					cells = append(cells, turnoutCell{o.Village, g, o.Groups[g]})
				}
				line(o.Village+" "+age, d.Age(o.Village, age), cells)
			}
		}
		for _, sex := range sexes {
			for _, age := range ages {
				g := survey.SexAge{Sex: sex, Age: age}
				var cells []turnoutCell
				for _, o := range villages {
					cells = append(cells, turnoutCell{o.Village, g, o.Groups[g]})
				}
				line(sex+" "+age, shown("", g), cells)
			}
		}
	})
}

type turnoutCell struct {
	village string
	group   survey.SexAge
	n       int64
}

// In a large village the groups are all shown; whoever told nothing hides nobody.
func TestLargeGroupsAreShown(t *testing.T) {
	n := int64(10)
	whole, villages := crowd(3, allSexes, allAges, func() int64 { n++; return n })
	shown := survey.Disclose(whole, villages).Groups()
	for _, o := range villages {
		for g := range o.Groups {
			if !shown(o.Village, g) {
				t.Errorf("%s: %v are hidden", o.Village, g)
			}
		}
	}
}

func BenchmarkDiscloseGroups(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	whole, villages := crowd(12, allSexes, allAges, func() int64 { return random.Int64N(12) })
	for b.Loop() {
		survey.Disclose(whole, villages).Groups()
	}
}
