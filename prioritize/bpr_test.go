package prioritize_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

// feasible is what passes PEARL, with this effectiveness.
func feasible(effectiveness float64) prioritize.Feasibility {
	return prioritize.Feasibility{Effectiveness: effectiveness, Propriety: true, Economics: true, Acceptability: true, Resources: true, Legality: true}
}

// Formula: no table with figures was published, so these are worked out by hand.
func TestCompositeFormula(t *testing.T) {
	for _, x := range []struct {
		v       prioritize.Variant
		a, b, c float64
		want    float64
	}{
		{prioritize.NACCHO, 8, 7, 5, 110}, // (8 + 14) 5
		{prioritize.NACCHO, 10, 10, 10, 300},
		{prioritize.NACCHO, 10, 10, 0, 0},
		{prioritize.NACCHO, 0, 0.5, 10, 10},
		{prioritize.UIC, 8, 14, 6, 44}, // (8 + 14) 6 / 3
		{prioritize.UIC, 10, 20, 10, 100},
		{prioritize.OPR, 8, 14, 6, 44},
		{prioritize.OPR, 10, 20, 10, 100},
	} {
		got, err := prioritize.Composite(x.v, prioritize.Criteria{Size: x.a, Seriousness: x.b, Feasibility: feasible(x.c)})
		if err != nil || got != x.want {
			t.Errorf("%s of %v, %v, %v: got %v (%v), want %v", x.v, x.a, x.b, x.c, got, err, x.want)
		}
		if got > x.v.MaxComposite() {
			t.Errorf("%s: %v is more than %v", x.v, got, x.v.MaxComposite())
		}
	}
}

// Formula: any part of PEARL that fails zeroes, but for UIC, which does not look at it.
func TestAnyOfPearlZeroes(t *testing.T) {
	for name, fail := range map[string]func(*prioritize.Feasibility){
		"propriety":     func(f *prioritize.Feasibility) { f.Propriety = false },
		"economics":     func(f *prioritize.Feasibility) { f.Economics = false },
		"acceptability": func(f *prioritize.Feasibility) { f.Acceptability = false },
		"resources":     func(f *prioritize.Feasibility) { f.Resources = false },
		"legality":      func(f *prioritize.Feasibility) { f.Legality = false },
	} {
		c := prioritize.Criteria{Size: 8, Seriousness: 10, Feasibility: feasible(6)}
		fail(&c.Feasibility)
		for v, want := range map[prioritize.Variant]float64{prioritize.NACCHO: 0, prioritize.OPR: 0, prioritize.UIC: 36} {
			if got, err := prioritize.Composite(v, c); err != nil || got != want {
				t.Errorf("%s without %s: got %v (%v), want %v", v, name, got, err, want)
			}
		}
	}
}

func TestCompositeRefusesWhatIsOffItsScale(t *testing.T) {
	good := prioritize.Criteria{Size: 10, Seriousness: 10, Feasibility: feasible(10)}
	for name, spoil := range map[string]func(*prioritize.Criteria){
		"size":               func(c *prioritize.Criteria) { c.Size = 10.1 },
		"size below 0":       func(c *prioritize.Criteria) { c.Size = -0.1 },
		"seriousness":        func(c *prioritize.Criteria) { c.Seriousness = 20.1 },
		"no seriousness":     func(c *prioritize.Criteria) { c.Seriousness = math.NaN() },
		"effectiveness":      func(c *prioritize.Criteria) { c.Effectiveness = 11 },
		"endless":            func(c *prioritize.Criteria) { c.Effectiveness = math.Inf(1) },
		"also without pearl": func(c *prioritize.Criteria) { c.Effectiveness, c.Legality = 11, false },
	} {
		for _, v := range []prioritize.Variant{prioritize.NACCHO, prioritize.UIC, prioritize.OPR} {
			c := good
			spoil(&c)
			if got, err := prioritize.Composite(v, c); !errors.Is(err, survey.ErrInvalid) {
				t.Errorf("%s, %s: got %v and %v, want an ErrInvalid", v, name, got, err)
			}
		}
	}
	doubled := good
	doubled.Seriousness = 12 // B of 0..20
	if got, err := prioritize.Composite(prioritize.NACCHO, doubled); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("a B of 12 by NACCHO: got %v and %v, want an ErrInvalid", got, err)
	}
	if got, err := prioritize.Composite("hanlon", good); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("a variant that is none: got %v and %v, want an ErrInvalid", got, err)
	}
}

// With B' = 2B both forms put any two needs in the same order.
func TestVariantsHaveOneOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := func(label string) (naccho, opr float64) {
			c := prioritize.Criteria{
				// Steps of a quarter: sums and products are exact.
				Size: float64(rapid.IntRange(0, 40).Draw(t, label+" size")) / 4, Seriousness: float64(rapid.IntRange(0, 40).Draw(t, label+" seriousness")) / 4,
				Feasibility: feasible(float64(rapid.IntRange(0, 40).Draw(t, label+" effectiveness")) / 4),
			}
			c.Legality = rapid.IntRange(0, 4).Draw(t, label+" legal") > 0
			var err error
			if naccho, err = prioritize.Composite(prioritize.NACCHO, c); err != nil {
				t.Fatalf("naccho: %v", err)
			}
			c.Seriousness *= 2
			if opr, err = prioritize.Composite(prioritize.OPR, c); err != nil {
				t.Fatalf("opr: %v", err)
			}
			if math.Abs(naccho-3*opr) > 1e-9 || opr < 0 || opr > prioritize.OPR.MaxComposite() {
				t.Fatalf("got %v by NACCHO and %v by OPR, want a third of it", naccho, opr)
			}
			return naccho, opr
		}
		n1, o1 := rate("one")
		n2, o2 := rate("other")
		if (n1 < n2) != (o1 < o2) || (n1 == n2) != (o1 == o2) {
			t.Fatalf("by NACCHO %v and %v, by OPR %v and %v", n1, n2, o1, o2)
		}
	})
}

func TestACompositeStandsBesideTheResidentsRank(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 5})
	rated := func(n, level int, chosen ...int) {
		b := ranked(prioritize.Cell{Village: "v0"}, chosen...)
		for _, j := range chosen {
			b.Ratings = append(b.Ratings, prioritize.Rating{Need: j, Level: level})
		}
		for range n {
			x.Add(&b)
		}
	}
	rated(50, 1, 0)    // half of all, light
	rated(30, 5, 1)    // three of ten, grave
	rated(20, 3, 2, 3) // two of ten each, halfway
	r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(5), Tally: x})
	got, err := prioritize.Rate(prioritize.NACCHO, r.Items, map[string]prioritize.Feasibility{
		"n0": feasible(6), "n1": feasible(5), "n2": feasible(10), "n4": feasible(9),
	})
	if err != nil {
		t.Fatal(err)
	}
	p := func(x float64) *float64 { return &x }
	i := func(x int) *int { return &x }
	want := []prioritize.Rated{
		{Need: "n0", Rank: 1, Composite: p(30), CompositeRank: i(3)},  // (5 + 0) 6
		{Need: "n1", Rank: 2, Composite: p(115), CompositeRank: i(2)}, // (3 + 20) 5
		{Need: "n2", Rank: 3, Composite: p(120), CompositeRank: i(1)}, // (2 + 10) 10
		{Need: "n3", Rank: 3}, // the group said nothing
		{Need: "n4", Rank: 5}, // nobody rated it
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	for name, group := range map[string]map[string]prioritize.Feasibility{
		"a need that is none":       {"n9": feasible(1)},
		"off the scale":             {"n0": feasible(11)},
		"off the scale, not chosen": {"n4": feasible(11)},
	} {
		if _, err := prioritize.Rate(prioritize.UIC, r.Items, group); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want an ErrInvalid", name, err)
		}
	}
}
