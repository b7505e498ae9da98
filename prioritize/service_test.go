package prioritize_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

// rates counts answers of a village that gave one service each level so often, the last number being those without access.
func rates(x *prioritize.Tally, village string, gave ...int) {
	for i, n := range gave {
		for range n {
			x.Add(&prioritize.Ballot{
				Source:   prioritize.Source{Cell: prioritize.Cell{Village: village}, Channel: survey.Web},
				Services: []prioritize.Satisfied{{Service: 0, Level: i + 1}},
			})
		}
	}
}

// opinion is what is told of the one service.
func opinion(t testing.TB, m *survey.Municipality, x *prioritize.Tally) prioritize.Opinion {
	t.Helper()
	s, err := prioritize.NewSnapshot(prioritize.Input{
		Campaign: "c", Municipality: m, Needs: needs(2), Tally: x, Services: []prioritize.Service{{Code: "water", Access: true}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Services) != 1 {
		t.Fatalf("got %d services, want 1", len(s.Services))
	}
	return s.Services[0]
}

func ratings() *prioritize.Tally {
	return prioritize.NewTally(prioritize.Shape{Needs: 2, Services: 1, NoAccess: true})
}

// TestOpinionsAreWeighted is worked out by hand. Of v0, 300 adults, 30 answered, ten people each; of v1, 100 adults, 20, five
// people each. Those who rated stand for 20*10 + 20*5 = 300 people.
//
//	mean       (10 (8*1 + 6*2 + 6*5) + 5 (6*3 + 7*4 + 7*5)) / 300 = (500 + 405) / 300 = 3.0
//	bad        10 * 14 / 300 = 0.47
//	good       (10 * 6 + 5 * 14) / 300 = 0.43
//	no access  10 * 10 / (300 + 100) = 0.25
//	error      v0: 20/19 (182 - 50^2/20) = 60; v1: 20/19 (341 - 81^2/20) = 13.63
//	           sqrt((10/300)^2 60 + (5/300)^2 13.63) = sqrt(0.0667 + 0.0038) = 0.27
func TestOpinionsAreWeighted(t *testing.T) {
	m := town(0, 0)
	m.Villages[0].Adults, m.Villages[1].Adults = 300, 100
	x := ratings()
	rates(x, "v0", 8, 6, 0, 0, 6, 10)
	rates(x, "v1", 0, 0, 6, 7, 7)
	n, mean, bad, good, without, sd := int64(40), 3.0, 0.47, 0.43, 0.25, 0.27
	want := prioritize.Opinion{
		Service: prioritize.Service{Code: "water", Access: true},
		Count:   &n, Mean: &mean, Error: &sd, Bad: &bad, Good: &good, NoAccess: &without,
	}
	if diff := cmp.Diff(want, opinion(t, m, x)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Nothing is told by which one to four people could be known.
func TestOpinionsTellNotOfAFew(t *testing.T) {
	for name, tt := range map[string]struct {
		gave []int
		want string // what is told
	}{
		"enough of each":                             {[]int{20, 10, 10, 10, 20, 30}, "n mean error bad good none"},
		"nobody at all":                              {[]int{0, 0, 0, 0, 0, 0}, ""},
		"a few rated it":                             {[]int{2, 0, 0, 0, 2, 60}, ""},
		"nobody has it":                              {[]int{0, 0, 0, 0, 0, 60}, "n none"},
		"a few have it not":                          {[]int{40, 40, 20, 20, 20, 2}, "mean bad good"},
		"a few have it not, of a few dozen":          {[]int{10, 10, 10, 10, 10, 2}, "mean"},
		"a few have it not, of fewer":                {[]int{6, 0, 6, 6, 5, 2}, ""},
		"a few find it bad":                          {[]int{2, 1, 20, 20, 20, 0}, "n good none"},
		"a few find it good":                         {[]int{20, 20, 20, 2, 0, 0}, "n bad none"},
		"a few find it neither":                      {[]int{20, 20, 3, 20, 20, 0}, "n mean bad none"},
		"all but a few find it bad":                  {[]int{20, 20, 1, 0, 0, 0}, "n good none"},
		"a few gave a level, that does not follow":   {[]int{20, 20, 20, 20, 2, 0}, "n mean bad good none"},
		"a few gave a level, that the mean tells":    {[]int{40, 2, 0, 0, 0, 0}, "n bad good none"},
		"a few gave levels that the mean tells both": {[]int{40, 2, 10, 40, 1, 0}, "n bad good none"},
		"too few for anything":                       {[]int{1, 1, 1, 1, 0, 0}, ""},
	} {
		x := ratings()
		rates(x, "v0", tt.gave...)
		o, got := opinion(t, town(0), x), ""
		for _, figure := range []struct {
			name string
			told bool
		}{
			{"n", o.Count != nil},
			{"mean", o.Mean != nil},
			{"error", o.Error != nil},
			{"bad", o.Bad != nil},
			{"good", o.Good != nil},
			{"none", o.NoAccess != nil},
		} {
			if figure.told {
				if got != "" {
					got += " "
				}
				got += figure.name
			}
		}
		if got != tt.want {
			t.Errorf("%s, %v: told %q, want %q", name, tt.gave, got, tt.want)
		}
	}
}

// Where a few more answered of another service, how many answered of this one would tell of them.
func TestOpinionsBesideEachOther(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 2, Services: 2})
	for i := range 60 {
		b := prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: "v0"}}, Services: []prioritize.Satisfied{{Service: 0, Level: 1 + i%5}}}
		if i >= 2 {
			b.Services = append(b.Services, prioritize.Satisfied{Service: 1, Level: 1 + i%5})
		}
		x.Add(&b)
	}
	s, err := prioritize.NewSnapshot(prioritize.Input{Campaign: "c", Municipality: town(0), Needs: needs(2), Tally: x, Services: []prioritize.Service{{Code: "a"}, {Code: "b"}}})
	if err != nil {
		t.Fatal(err)
	}
	if a, b := s.Services[0], s.Services[1]; a.Count == nil || *a.Count != 60 || b.Count != nil || b.Mean == nil || a.NoAccess != nil || b.NoAccess != nil {
		t.Errorf("got %+v and %+v", a, b)
	}
}

// A ranking does not follow from what services are called, nor from their being known.
func TestServicesAreNoPartOfARanking(t *testing.T) {
	in := prioritize.Input{Campaign: "c", Municipality: town(40, 60), Needs: needs(2), Tally: prioritize.NewTally(prioritize.Shape{Needs: 2, Services: 1})}
	for i := range 120 {
		b := ranked(prioritize.Cell{Village: "v0"}, i%2)
		b.Services = []prioritize.Satisfied{{Service: 0, Level: 1 + i%5}}
		in.Tally.Add(&b)
	}
	want := rank(t, in)
	in.Services = []prioritize.Service{{Code: "water", Name: survey.Text{"en": "Water"}}}
	if diff := cmp.Diff(want, rank(t, in)); diff != "" || want.Inputs == "" {
		t.Errorf("-without +with services:\n%s", diff)
	}
}

// TestFrozenOfTheSecondFormatIsRead opens a document that a program kept before there were groups and a sixth level, and
// makes the same of it again, to the byte.
func TestFrozenOfTheSecondFormatIsRead(t *testing.T) {
	raw, err := os.ReadFile("testdata/frozen-2.json")
	if err != nil {
		t.Fatal(err)
	}
	var kept struct {
		Frozen prioritize.Frozen
		Parts  []prioritize.BallotPart
	}
	if err := json.Unmarshal(raw, &kept); err != nil {
		t.Fatal(err)
	}
	c, err := kept.Frozen.OpenWith(kept.Parts)
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := prioritize.Recount(kept.Frozen.Campaign, kept.Frozen.Terms, c.Ballots, c.AsideBallots, kept.Frozen.At, kept.Frozen.Code)
	if err != nil || again.Hash != kept.Frozen.Hash || !cmp.Equal(again.Rankings, kept.Frozen.Rankings) {
		t.Errorf("counted again it has the hash %s, want %s; %v", again.Hash, kept.Frozen.Hash, err)
	}
	anew, parts, err := prioritize.Freeze(c, kept.Frozen.At.Add(time.Nanosecond), kept.Frozen.By, kept.Frozen.Code)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(kept.Frozen, anew); diff != "" {
		t.Errorf("frozen again (-kept +again):\n%s", diff)
	}
	if diff := cmp.Diff(kept.Parts, parts); diff != "" {
		t.Errorf("its ballots (-kept +again):\n%s", diff)
	}
	s, err := c.Snapshot(prioritize.Reach, "v1")
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Services) != 2 || s.Services[0].Service.Code != "water" || s.Services[0].Mean == nil || s.Services[0].NoAccess != nil || len(s.Ranking.Groups) != 4 {
		t.Errorf("got %d groups and services %+v", len(s.Ranking.Groups), s.Services)
	}
}

// leftOpen are what the figures of a service leave open, where everybody counts the same: how many have it not, find it bad,
// neither or good, and are one level above the lowest, or one below the highest, that they can be.
var leftOpen = []string{"none", "bad", "neither", "good", "above", "below"}

// TestOpinionsLeaveAFewOpen tries all that a number of people, which is known, can have answered against what is told of a
// service. Where a few answered something, it must remain open how few.
func TestOpinionsLeaveAFewOpen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var gave []int
		for level := range survey.NoAccessLevel {
			most := rapid.SampledFrom([]int{0, 4, 4, 12, 40}).Draw(t, "most")
			gave = append(gave, rapid.IntRange(0, most).Draw(t, fmt.Sprint("level ", level+1)))
		}
		x := ratings()
		rates(x, "v0", gave...)
		s, err := prioritize.NewSnapshot(prioritize.Input{Campaign: "c", Municipality: town(0), Needs: needs(2), Tally: x, Services: []prioritize.Service{{Code: "water", Access: true}}})
		if err != nil {
			t.Fatal(err)
		}
		o := s.Services[0]
		all := 0
		for _, n := range gave {
			all += n
		}
		truth := [...]int{gave[5], gave[0] + gave[1], gave[2], gave[3] + gave[4], gave[1] + gave[4], gave[0] + gave[3]}
		var least, most [len(truth)]int
		for i := range least {
			least[i], most[i] = all+1, -1
		}
		possible(o, all, func(found [len(truth)]int) {
			for i, n := range found {
				least[i], most[i] = min(least[i], n), max(most[i], n)
			}
		})
		for i, n := range truth {
			if n > most[i] || n < least[i] {
				t.Fatalf("%v: %s is %d, which is not within %d to %d: the test is wrong", gave, leftOpen[i], n, least[i], most[i])
			}
			if 0 < n && n < survey.SmallCell && least[i] == most[i] && all >= survey.SmallCell {
				t.Fatalf("%v: that %s is %d follows from %+v", gave, leftOpen[i], n, tellOf(o))
			}
		}
	})
}

// possible finds all that so many people can have answered, given what is told.
func possible(o prioritize.Opinion, all int, found func([6]int)) {
	agrees := func(told *float64, part, whole int) bool {
		return told == nil || whole > 0 && math.Abs(*told-float64(part)/float64(whole)) <= 0.005+1e-9
	}
	for none := range all + 1 {
		rated := all - none
		if o.Count != nil && int(*o.Count) != rated || !agrees(o.NoAccess, none, all) {
			continue
		}
		for bad := range rated + 1 {
			if !agrees(o.Bad, bad, rated) {
				continue
			}
			for good := range rated - bad + 1 {
				if !agrees(o.Good, good, rated) {
					continue
				}
				lowest := bad + 3*(rated-bad-good) + 4*good
				for above := range bad + good + 1 {
					if o.Mean == nil || math.Abs(*o.Mean-float64(lowest+above)/float64(rated)) <= 0.05+1e-9 {
						found([6]int{none, bad, rated - bad - good, good, above, bad + good - above})
					}
				}
			}
		}
	}
}

// tellOf is an opinion to be read in a failure.
func tellOf(o prioritize.Opinion) string {
	text, err := json.Marshal(o)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
