package prioritize_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

// Stratified sample apistrat of R's package survey 4.1-1: schools by type, three
// yes-or-no items, each school's combination. "n" are items not chosen.
var apistrat = []struct {
	stratum string
	people  int
	counts  map[string]int // chosen items among "0" sch.wide=No, "1" comp.imp=No, "2" awards=No
}{
	{"E", 4421, map[string]int{"012": 7, "02": 2, "12": 18, "": 73}},
	{"H", 755, map[string]int{"012": 23, "02": 1, "12": 10, "": 16}},
	{"M", 1018, map[string]int{"012": 15, "12": 11, "": 24}},
}

func TestWeightedShareAndVarianceOfApistrat(t *testing.T) {
	wantShare := []float64{0.172051988584, 0.344350988056, 0.361063935949}
	wantVar := []float64{0.000592668318754, 0.00113740906684, 0.001183767193235} // with the finite population correction

	town := &survey.Municipality{ID: "apistrat"}
	x := prioritize.NewTally(prioritize.Shape{Needs: 3})
	all := 0
	for _, s := range apistrat {
		town.Villages = append(town.Villages, survey.Village{ID: s.stratum, Adults: s.people})
		all += s.people
		for items, n := range s.counts {
			b := prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: s.stratum}}, Answered: true}
			for _, i := range items {
				b.Chosen = append(b.Chosen, int(i-'0'))
			}
			for range n {
				x.Add(&b)
			}
		}
	}
	r := rank(t, prioritize.Input{Municipality: town, Needs: needs(3), Tally: x})
	exact := prioritize.NewEstimate(x, prioritize.Weigh(x, town), prioritize.Reach)
	for j := range 3 {
		it := r.Item(fmt.Sprintf("n%d", j))
		if math.Abs(exact.Values[j]-wantShare[j]) > 1e-6 || *it.Share != math.Round(1000*wantShare[j])/1000 {
			t.Errorf("item %d: got share %v, told as %v, want %v", j, exact.Values[j], *it.Share, wantShare[j])
		}
		// Ours leaves the correction out, since nobody drew the answers; with it,
		// the same terms give the published variance.
		var ours, corrected float64
		for _, s := range apistrat {
			c := prioritize.Cell{Village: s.stratum}
			n, sum := float64(x.Base(c, prioritize.Reach)), float64(x.Sum(c, prioritize.Reach, j))
			w := float64(s.people) / float64(all)
			v := w * w * (sum - sum*sum/n) / (n - 1) / n
			ours += v
			corrected += v * (1 - n/float64(s.people))
		}
		if math.Abs(corrected-wantVar[j]) > 1e-10 {
			t.Errorf("item %d: got variance %v, want %v", j, corrected, wantVar[j])
		}
		p := wantShare[j]
		lo, hi := prioritize.Wilson(p, min(200, p*(1-p)/ours))
		if math.Abs(*it.Low-lo) > 0.0005 || math.Abs(*it.High-hi) > 0.0005 {
			t.Errorf("item %d: got [%v, %v], want [%v, %v]", j, *it.Low, *it.High, lo, hi)
		}
	}
}

func TestEqualScoresShareARank(t *testing.T) {
	c := prioritize.Cell{Village: "v0"}
	x := prioritize.NewTally(prioritize.Shape{Needs: 4})
	for range 5 {
		if err := x.Merge(tally(4, ranked(c, 1), ranked(c, 1, 2), ranked(c, 3, 2), ranked(c, 3), ranked(c), ranked(c, 0, 1, 2, 3))); err != nil {
			t.Fatal(err)
		}
	}
	r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(4), Tally: x})
	var got []string
	for _, it := range r.Items {
		got = append(got, fmt.Sprintf("%d %s %d", it.Rank, it.Need.Code, *it.Chosen))
	}
	want := []string{"1 n1 15", "1 n2 15", "1 n3 15", "4 n0 5"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func TestRankByBorda(t *testing.T) {
	x := profile("ABCDE", map[string]int{"ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8})
	r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(5), Tally: x, Rule: prioritize.Borda})
	got := ""
	for _, it := range r.Items {
		got += it.Need.Code[1:]
		if it.Rank != it.Borda.Rank {
			t.Errorf("%s: rank %d, but %d by Borda", it.Need.Code, it.Rank, it.Borda.Rank)
		}
		if it.Borda.Error <= 0 {
			t.Errorf("%s: got standard error %v", it.Need.Code, it.Borda.Error)
		}
	}
	if want := "40123"; got != want { // E 102, A 98, B 92, C 89, D 69
		t.Errorf("got order %s, want %s", got, want)
	}
}

func TestSkippedIsMissingAndNoneIsZero(t *testing.T) {
	c := prioritize.Cell{Village: "v0"}
	skipped := prioritize.Ballot{Source: prioritize.Source{Cell: c}}
	x := prioritize.NewTally(prioritize.Shape{Needs: 2})
	for range 5 {
		if err := x.Merge(tally(2, skipped, skipped, ranked(c), ranked(c), ranked(c, 0), ranked(c, 0), ranked(c, 0, 1))); err != nil {
			t.Fatal(err)
		}
	}
	r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(2), Tally: x})
	if r.Count != 35 || r.Answered != 25 || *r.Items[0].Share != 0.6 || *r.Items[0].Unweighted != 0.6 {
		t.Errorf("got %d responses, %d answered, share %v; want 35, 25, 0.6", r.Count, r.Answered, *r.Items[0].Share)
	}
}

func TestSeverityIsWeightedAndNeedsFive(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 2})
	for i, level := range slices.Repeat([]int{5, 5, 4, 1, 1}, 5) {
		b := ranked(prioritize.Cell{Village: "v0"}, 0, 1)
		b.Ratings = []prioritize.Rating{{Need: 0, Level: level}}
		if i < 4 { // n1 is chosen by all, and rated by four
			b.Ratings = append(b.Ratings, prioritize.Rating{Need: 1, Level: 3})
		}
		x.Add(&b)
	}
	r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(2), Tally: x})
	share, dissent, agreement := 0.6, 0.96, -0.57
	if diff := cmp.Diff(&prioritize.Grave{Count: 25, Mean: 0.55, Grave: &share, Dissent: &dissent, Agreement: &agreement}, r.Item("n0").Severity); diff != "" {
		t.Errorf("severity (-want +got):\n%s", diff)
	}
	if s := r.Item("n1").Severity; s != nil {
		t.Errorf("rated by four: got %+v, want it suppressed", *s)
	}
}

func TestTooFewAnswersGiveNoFigures(t *testing.T) {
	c := prioritize.Cell{Village: "v0", Sex: "female"}
	r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(2), Tally: tally(2, ranked(c, 0), ranked(c, 0), ranked(c, 1), ranked(c, 1))})
	if len(r.Items) != 0 || !slices.Contains(codes(r.Warnings), prioritize.WarnTooFew) {
		t.Errorf("got %d items and warnings %v, want none and %s", len(r.Items), r.Warnings, prioritize.WarnTooFew)
	}
	if r.Villages[0].Base != nil || r.Groups[0].Base != nil {
		t.Errorf("got bases %v and %v, want them suppressed", r.Villages, r.Groups)
	}
}

func TestTooFewRankedGiveNoOrderByBorda(t *testing.T) {
	c := prioritize.Cell{Village: "v0"}
	x := tally(2, ranked(c, 0, 1), ranked(c, 1, 0))
	for range 10 {
		x.Add(&prioritize.Ballot{Source: prioritize.Source{Cell: c}, Answered: true, Chosen: []int{0, 1}})
	}
	for _, tt := range []struct {
		rule  prioritize.Rule
		items int
		warn  bool
	}{{prioritize.Reach, 2, false}, {prioritize.Borda, 0, true}} {
		r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(2), Tally: x, Rule: tt.rule})
		if got := slices.Contains(codes(r.Warnings), prioritize.WarnTooFewRanked); len(r.Items) != tt.items || got != tt.warn {
			t.Errorf("by %s, two ranked: got %d items and warnings %v, want %d items, a warning: %t", tt.rule, len(r.Items), r.Warnings, tt.items, tt.warn)
		}
	}
}

func TestPartsOfARankingAreSuppressed(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 2})
	add := func(n int, village, sex, age string, order ...int) {
		b := ranked(prioritize.Cell{Village: village, Sex: sex, Age: age}, order...)
		for range n {
			x.Add(&b)
		}
	}
	add(20, "v0", "female", "18-28", 0)
	add(20, "v0", "male", "60+", 0, 1)
	add(40, "v1", "female", "29-44", 0)
	add(3, "v1", "female", "29-44", 1)
	add(60, "v2", "male", "29-44", 1)
	add(3, "v3", "male", "60+", 1)
	r := rank(t, prioritize.Input{Municipality: town(0, 0, 0, 0), Needs: needs(2), Tally: x})

	show := func(parts []prioritize.Part) string {
		s := ""
		for _, p := range parts {
			s += p.Key + ":"
			switch {
			case p.Count == nil:
				s += "- "
			case p.Share == nil:
				s += fmt.Sprintf("%d ", *p.Count)
			default:
				s += fmt.Sprintf("%d=%.2f#%d ", *p.Count, *p.Share, *p.Rank)
			}
		}
		return s
	}
	for _, c := range []struct{ what, got, want string }{
		{"need 0 by village", show(r.Item("n0").Villages), "v0:- v1:- v2:0=0.00#2 v3:- "},
		{"need 1 by village", show(r.Item("n1").Villages), "v0:- v1:- v2:60=1.00#1 v3:- "},
		{"need 0 by group", show(r.Item("n0").Groups), "women:- men:- youth:- older:- "},
		{"need 1 by group", show(r.Item("n1").Groups), "women:- men:- youth:0 older:23 "},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, c.got, c.want)
		}
	}
	if r.Villages[3].Base != nil || r.Villages[0].Base != nil || *r.Villages[2].Base != 60 {
		t.Errorf("bases of villages: got %v; want the fourth hidden, and with it the smallest other", r.Villages)
	}
}

func TestRankingIsTheSameToTheByteInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ballots := rapid.SliceOfN(anyBallot(5, 3), 0, 60).Draw(t, "ballots")
		shuffled := rapid.Permutation(ballots).Draw(t, "shuffled")
		encode := func(bs []prioritize.Ballot) string {
			r, err := prioritize.Rank(prioritize.Input{Campaign: "c", Municipality: town(120, 60, 60), Needs: needs(5), Tally: tally(5, bs...)})
			if err != nil {
				t.Fatalf("Rank: %v", err)
			}
			b, err := json.Marshal(r)
			if err != nil {
				t.Fatalf("Marshal: %v", err)
			}
			return string(b)
		}
		if diff := cmp.Diff(encode(ballots), encode(shuffled)); diff != "" {
			t.Fatalf("ranking depends on the order of answers:\n%s", diff)
		}
	})
}

func TestRelabellingNeedsPermutesTheRanking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const m = 5
		ballots := rapid.SliceOfN(anyBallot(m, 3), 5, 60).Draw(t, "ballots")
		to := rapid.Permutation(indexes(m)).Draw(t, "to")
		moved := make([]prioritize.Ballot, len(ballots))
		names := make([]prioritize.Need, m)
		for i, b := range ballots {
			moved[i] = relabel(b, to)
		}
		for j, n := range needs(m) {
			names[to[j]] = n
		}
		a, errA := prioritize.Rank(prioritize.Input{Municipality: town(120, 60, 60), Needs: needs(m), Tally: tally(m, ballots...)})
		b, errB := prioritize.Rank(prioritize.Input{Municipality: town(120, 60, 60), Needs: names, Tally: tally(m, moved...)})
		if err := errors.Join(errA, errB); err != nil {
			t.Fatalf("Rank: %v", err)
		}
		for _, want := range a.Items {
			if diff := cmp.Diff(&want, b.Item(want.Need.Code)); diff != "" {
				t.Fatalf("need %s (-want +got):\n%s", want.Need.Code, diff)
			}
		}
	})
}

// Every answer given twice leaves every share, score and rank as it was; only the
// intervals narrow. Joining thin categories looks at absolute numbers, so that
// what it changes is left out.
func TestDoublingTheElectorateChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const m = 5
		ballots := rapid.SliceOfN(anyBallot(m, 2), 40, 120).Draw(t, "ballots")
		in := prioritize.Input{Municipality: town(rapid.SampledFrom([]int{0, 100}).Draw(t, "people"), 100), Needs: needs(m), Tally: tally(m, ballots...)}
		once, err := prioritize.Rank(in)
		if err != nil {
			t.Fatalf("Rank: %v", err)
		}
		in.Tally = tally(m, slices.Concat(ballots, ballots)...)
		twice, err := prioritize.Rank(in)
		if err != nil {
			t.Fatalf("Rank: %v", err)
		}
		if len(once.Weighting.Collapsed) > 0 || once.Weighting.Basis != twice.Weighting.Basis || len(once.Items) == 0 {
			return
		}
		for _, a := range once.Items {
			b := twice.Item(a.Need.Code)
			if a.Chosen == nil || b.Chosen == nil {
				continue // suppressed
			}
			if math.Abs(*a.Share-*b.Share) > 0.001+1e-9 || *a.Unweighted != *b.Unweighted || 2**a.Chosen != *b.Chosen {
				t.Fatalf("need %s: got a share of %v, %v unweighted, %d chose it; want %v, %v and twice %d", a.Need.Code, *b.Share, *b.Unweighted, *b.Chosen, *a.Share, *a.Unweighted, *a.Chosen)
			}
			if *b.High-*b.Low > *a.High-*a.Low+0.001+1e-9 { // rounded
				t.Fatalf("need %s: interval of width %v, of %v with half the answers", a.Need.Code, *b.High-*b.Low, *a.High-*a.Low)
			}
			if a.Borda != nil && math.Abs(a.Borda.Value-b.Borda.Value) > 0.001+1e-9 {
				t.Fatalf("need %s: got Borda %v, want %v", a.Need.Code, b.Borda.Value, a.Borda.Value)
			}
		}
	})
}

func TestIntervalsHoldTheShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ballots := rapid.SliceOfN(anyBallot(4, 3), 5, 60).Draw(t, "ballots")
		r, err := prioritize.Rank(prioritize.Input{Municipality: town(500, 20, 60), Needs: needs(4), Tally: tally(4, ballots...)})
		if err != nil {
			t.Fatalf("Rank: %v", err)
		}
		for _, it := range r.Items {
			if it.Share == nil {
				continue // suppressed
			}
			if !(0 <= *it.Low && *it.Low <= *it.Share && *it.Share <= *it.High && *it.High <= 1) {
				t.Fatalf("got share %v outside of [%v, %v]", *it.Share, *it.Low, *it.High)
			}
		}
	})
}

func TestInputsHashTellsInputsApart(t *testing.T) {
	c := prioritize.Cell{Village: "v0"}
	base := func() prioritize.Input {
		return prioritize.Input{Campaign: "c", Questionnaire: "q@1", Municipality: town(10), Needs: needs(2), Tally: tally(2, many(100, ranked(c, 0))...)}
	}
	want := rank(t, base()).Inputs
	if again := rank(t, base()).Inputs; again != want || len(want) != 64 {
		t.Fatalf("got %s and then %s, want the same 64 digits", want, again)
	}
	for name, change := range map[string]func(*prioritize.Input){
		"answers":       func(in *prioritize.Input) { in.Tally = tally(2, many(100, ranked(c, 1))...) },
		"population":    func(in *prioritize.Input) { in.Municipality = town(11) },
		"needs":         func(in *prioritize.Input) { in.Needs[0].Code = "x" },
		"rule":          func(in *prioritize.Input) { in.Rule = prioritize.Borda },
		"campaign":      func(in *prioritize.Input) { in.Campaign = "d" },
		"questionnaire": func(in *prioritize.Input) { in.Questionnaire = "q@2" },
	} {
		in := base()
		change(&in)
		if got := rank(t, in).Inputs; got == want {
			t.Errorf("other %s: got the same hash", name)
		}
	}
}

func TestRankRefusesWhatDoesNotFit(t *testing.T) {
	for name, in := range map[string]prioritize.Input{
		"other needs":  {Municipality: town(0), Needs: needs(3), Tally: tally(2)},
		"unknown rule": {Municipality: town(0), Needs: needs(2), Tally: tally(2), Rule: "loudest"},
	} {
		if _, err := prioritize.Rank(in); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want an ErrInvalid", name, err)
		}
	}
}

func TestRankingSurvivesJSON(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 3})
	everyone(x, 9, "v0")
	c := prioritize.Cell{Village: "v0", Sex: "female", Age: "18-28"}
	for range 7 {
		b := ranked(c, 2, 0)
		b.Ratings = []prioritize.Rating{{Need: 2, Level: 4}}
		x.Add(&b)
	}
	want := rank(t, prioritize.Input{Campaign: "c", Municipality: town(30, 30), Needs: needs(3), Tally: x})
	var got prioritize.Ranking
	b, err := json.Marshal(want)
	want.Weighting.Cells = nil // in no document
	if err == nil {
		err = json.Unmarshal(b, &got)
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("got %v (-want +got):\n%s", err, diff)
	}
}

// The store keeps a ranking under the names that programs read it by.
func TestRankingHasTheSameNamesInBSONAsInJSON(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var look func(reflect.Type)
	look = func(x reflect.Type) {
		for x.Kind() == reflect.Pointer || x.Kind() == reflect.Slice {
			x = x.Elem()
		}
		if x.Kind() != reflect.Struct || seen[x] {
			return
		}
		seen[x] = true
		for f := range x.Fields() {
			look(f.Type)
			if got, want := f.Tag.Get("bson"), f.Tag.Get("json"); got != want && !(f.Anonymous && got == ",inline") {
				t.Errorf("%s.%s: got %q in BSON, %q in JSON", x, f.Name, got, want)
			}
		}
	}
	look(reflect.TypeFor[prioritize.Ranking]())
}
