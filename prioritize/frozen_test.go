package prioritize_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

// count is what a campaign of two villages counted.
func count(ballots ...prioritize.Ballot) prioritize.Counted {
	return prioritize.Counted{
		Ballots:        gather(5, ballots...),
		Input:          prioritize.Input{Campaign: "c", Questionnaire: "q@2", Municipality: town(40, 50), Needs: needs(5), Tally: tally(5, ballots...), Unread: 2},
		Questionnaires: []string{"q@2", "q@1"},
		Days:           []survey.DayTurnout{{Day: time.Date(2026, 5, 20, 0, 0, 0, 0, time.UTC), Channels: map[survey.Channel]int64{survey.Web: 3, survey.Bot: 1}}},
		Doors:          map[string]survey.Arrivals{"ABC234": {Begun: 7, Sent: 4}},
	}
}

// gather keeps ballots over m needs.
func gather(m int, ballots ...prioritize.Ballot) *prioritize.Ballots {
	all := prioritize.NewBallots(prioritize.Shape{Needs: m})
	for i := range ballots {
		all.Add(&ballots[i])
	}
	return all
}

func freeze(t testing.TB, c prioritize.Counted) (prioritize.Frozen, []prioritize.BallotPart) {
	t.Helper()
	f, parts, err := prioritize.Freeze(c, time.Date(2026, 6, 1, 12, 0, 0, 1_999_999, time.UTC), "aigul", "v1")
	if err != nil {
		t.Fatal(err)
	}
	return f, parts
}

// TestFrozenRanksAsItDid: whatever was counted, the same snapshot by every rule, and the same evidence, follows from
// what was kept of it.
func TestFrozenRanksAsItDid(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := count(rapid.SliceOfN(anyBallot(5, 2), 0, 120).Draw(r, "ballots")...)
		aside := rapid.SliceOfN(anyBallot(5, 2), 0, 3).Draw(r, "aside")
		c.Aside, c.AsideBallots = tally(5, aside...), gather(5, aside...)
		f, parts, err := prioritize.Freeze(c, time.Now(), "aigul", "v1")
		if err != nil {
			r.Fatal(err)
		}
		again, err := f.Open()
		if err != nil {
			r.Fatal(err)
		}
		with, err := f.OpenWith(parts)
		if err != nil {
			r.Fatal(err)
		}
		for _, rule := range []prioritize.Rule{prioritize.Reach, prioritize.Borda} {
			want, err := c.Snapshot(rule, "v2")
			if err != nil {
				r.Fatal(err)
			}
			for _, kept := range []prioritize.Counted{again, with} {
				got, err := kept.Snapshot(rule, "v2")
				if err != nil {
					r.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					r.Fatalf("by %s (-counted +kept):\n%s", rule, diff)
				}
				one, err1 := json.Marshal(want.Ranking)
				two, err2 := json.Marshal(got.Ranking)
				if err1 != nil || err2 != nil || string(one) != string(two) {
					r.Fatalf("by %s: got %s, want %s", rule, two, one)
				}
			}
		}
		if diff := cmp.Diff([]any{c.Questionnaires, c.Doors}, []any{again.Questionnaires, again.Doors}); diff != "" {
			r.Fatal(diff)
		}
	})
}

// TestFrozenIsNotChangedUnseen changes each part of the document.
func TestFrozenIsNotChangedUnseen(t *testing.T) {
	var ballots []prioritize.Ballot
	for i := range 120 {
		ballots = append(ballots, ranked(prioritize.Cell{Village: "v0", Sex: sexes[i%2], Age: ages[i%4]}, i%5))
	}
	f, _ := freeze(t, count(ballots...))
	if got := f.At; !got.Equal(time.Date(2026, 6, 1, 12, 0, 0, 1_000_000, time.UTC)) {
		t.Errorf("kept at %s: want whole milliseconds, as the store gives them back", got)
	}
	if len(f.Hash) != 64 {
		t.Errorf("hash %q: want 64 digits", f.Hash)
	}
	if again, _ := freeze(t, count(ballots...)); again.Hash != f.Hash {
		t.Errorf("the same gives the hashes %s and %s", f.Hash, again.Hash)
	}
	other, _ := freeze(t, count(ballots[1:]...))
	for what, change := range map[string]func(*prioritize.Frozen){
		"campaign":     func(f *prioritize.Frozen) { f.Campaign = "d" },
		"municipality": func(f *prioritize.Frozen) { f.Municipality = "village" },
		"time":         func(f *prioritize.Frozen) { f.At = f.At.Add(time.Millisecond) },
		"account":      func(f *prioritize.Frozen) { f.By = "bakyt" },
		"program":      func(f *prioritize.Frozen) { f.Code = "v2" },
		"hash":         func(f *prioritize.Frozen) { f.Hash = strings.Repeat("0", 64) },
		"terms": func(f *prioritize.Frozen) {
			f.Terms = []byte(strings.Replace(string(f.Terms), `"count": 40`, `"count": 41`, 1))
		},
		"tally":        func(f *prioritize.Frozen) { f.Tally = other.Tally },
		"a byte of it": func(f *prioritize.Frozen) { f.Tally = slices.Clone(f.Tally); f.Tally[len(f.Tally)/2] ^= 1 },
		"no tally":     func(f *prioritize.Frozen) { f.Tally = nil },
		"set aside":    func(f *prioritize.Frozen) { f.Aside = other.Tally },
		"rankings":     func(f *prioritize.Frozen) { f.Rankings = other.Rankings },
		"no rankings":  func(f *prioritize.Frozen) { f.Rankings = nil },
		"ballots":      func(f *prioritize.Frozen) { f.Ballots = other.Ballots },
		"doors":        func(f *prioritize.Frozen) { f.Beside = []byte(strings.Replace(string(f.Beside), "[7,4]", "[8,4]", 1)) },
		"days": func(f *prioritize.Frozen) {
			f.Beside = []byte(strings.Replace(string(f.Beside), `"web":3`, `"web":4`, 1))
		},
		"seal":         func(f *prioritize.Frozen) { f.Seal = "" },
		"format":       func(f *prioritize.Frozen) { f.Format = 0 },
		"later format": func(f *prioritize.Frozen) { f.Format = 3 },
	} {
		changed := f
		change(&changed)
		if _, err := changed.Open(); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got error %v, want %v", what, err, survey.ErrInvalid)
		}
	}
}

// TestFrozenKeepsBallots: single answers come back whole, in an order that follows from them alone, and the votes with them.
func TestFrozenKeepsBallots(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		ballots := rapid.SliceOfN(anyBallot(5, 2), 0, 60).Draw(r, "ballots")
		c := count(ballots...)
		f, parts, err := prioritize.Freeze(c, time.Unix(1, 0), "aigul", "v1")
		if err != nil {
			r.Fatal(err)
		}
		again, err := f.OpenWith(parts)
		if err != nil {
			r.Fatal(err)
		}
		if !again.Ballots.Tally().Equal(c.Tally) {
			r.Fatal("the ballots that were kept make another tally")
		}
		if diff := cmp.Diff(votesOf(ballots...), again.Votes); diff != "" {
			r.Fatalf("votes (-counted +kept):\n%s", diff)
		}
		other, _, err := prioritize.Freeze(count(rapid.Permutation(ballots).Draw(r, "in another order")...), time.Unix(1, 0), "aigul", "v1")
		if err != nil || other.Hash != f.Hash || !slices.Equal(other.Parts, f.Parts) {
			r.Fatalf("in another order: hash %s, want %s; parts %q, want %q; %v", other.Hash, f.Hash, other.Parts, f.Parts, err)
		}
	})
}

// TestFrozenBallotsAreNotChangedUnseen changes the parts, and freezes ballots that were not counted.
func TestFrozenBallotsAreNotChangedUnseen(t *testing.T) {
	one, two := ranked(prioritize.Cell{Village: "v0"}, 0, 1), ranked(prioritize.Cell{Village: "v1"}, 2, 1)
	f, parts := freeze(t, count(one, two))
	_, others := freeze(t, count(one, one))
	for what, parts := range map[string][]prioritize.BallotPart{"none": nil, "others": others, "twice": append(slices.Clone(parts), parts...)} {
		if _, err := f.OpenWith(parts); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got error %v, want %v", what, err, survey.ErrInvalid)
		}
	}
	for what, change := range map[string]func(*prioritize.Counted){
		"no ballots":        func(c *prioritize.Counted) { c.Ballots = nil },
		"other ballots":     func(c *prioritize.Counted) { c.Ballots = gather(5, one, one) },
		"of another shape":  func(c *prioritize.Counted) { c.Ballots = gather(4, one, two) },
		"none set aside":    func(c *prioritize.Counted) { c.Aside = tally(5, one) },
		"nothing set aside": func(c *prioritize.Counted) { c.AsideBallots = gather(5, one) },
	} {
		c := count(one, two)
		change(&c)
		if _, _, err := prioritize.Freeze(c, time.Now(), "aigul", "v1"); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got error %v, want %v", what, err, survey.ErrInvalid)
		}
	}
}

// TestFrozenOfTheFirstFormatIsRead opens a document that a program kept before there were ballots in it.
func TestFrozenOfTheFirstFormatIsRead(t *testing.T) {
	raw, err := os.ReadFile("testdata/frozen-1.json")
	if err != nil {
		t.Fatal(err)
	}
	var f prioritize.Frozen
	if err := json.Unmarshal(raw, &f); err != nil {
		t.Fatal(err)
	}
	c, err := f.OpenWith(nil)
	if err != nil {
		t.Fatal(err)
	}
	want := count()
	if c.Ballots != nil || c.Votes != nil || c.Tally.Count() != 2 || !cmp.Equal(c.Doors, want.Doors) || !cmp.Equal(c.Days, want.Days) || !cmp.Equal(c.Questionnaires, want.Questionnaires) {
		t.Errorf("got %+v", c)
	}
	f.By = "bakyt"
	if _, err := f.Open(); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("changed: got error %v, want %v", err, survey.ErrInvalid)
	}
}

// TestManyBallotsStandInSeveralDocuments: no document is larger than a store takes, and none may lack or stand elsewhere.
func TestManyBallotsStandInSeveralDocuments(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	shape := prioritize.Shape{Needs: 2, Services: prioritize.MaxServices, Pairs: true}
	c := count()
	c.Needs, c.Ballots, c.Services = needs(2), prioritize.NewBallots(shape), nil
	for i := range shape.Services {
		c.Services = append(c.Services, prioritize.Service{Code: fmt.Sprintf("s%d", i)})
	}
	for range 66_000 {
		b := prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: "v0"}}}
		for i := range shape.Services {
			b.Services = append(b.Services, prioritize.Satisfied{Service: i, Level: 1 + random.IntN(survey.SatisfactionLevels)})
		}
		c.Ballots.Add(&b)
	}
	c.Tally = c.Ballots.Tally()
	f, parts := freeze(t, c)
	if len(parts) != 2 || len(f.Parts) != 2 {
		t.Fatalf("%d parts: want 2", len(parts))
	}
	for _, p := range parts {
		if len(p.Bytes) > 9<<20 {
			t.Errorf("a part of %d bytes", len(p.Bytes))
		}
	}
	again, err := f.OpenWith(parts)
	if err != nil || again.Ballots.Count() != 66_000 || !again.Ballots.Tally().Equal(c.Tally) {
		t.Errorf("opened %+v, %v", again.Ballots, err)
	}
	for what, parts := range map[string][]prioritize.BallotPart{"one": parts[:1], "the other": parts[1:], "changed about": {parts[1], parts[0]}} {
		if _, err := f.OpenWith(parts); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got error %v, want %v", what, err, survey.ErrInvalid)
		}
	}
}
