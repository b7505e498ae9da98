package hearing_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize/hearing"
	"ashar/survey"
)

var evening = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// assembly is an invented hearing among water, roads, light and a school, with the ranks of an invented survey.
func assembly() *hearing.Hearing {
	h := &hearing.Hearing{
		ID: "autumn", Municipality: "kok-jar", Campaign: "needs", Kind: hearing.Public, State: hearing.Planned, Place: "Маданият үйү", Planned: evening, Quorum: 50,
	}
	for i, need := range []string{"water", "roads", "light", "school"} {
		h.Options = append(h.Options, hearing.Option{ID: need, Label: survey.Text{"ky": need}, Rank: i + 1})
	}
	return h
}

func begun(t testing.TB) *hearing.Hearing {
	t.Helper()
	h := assembly()
	must(t, h.Begin(evening))
	return h
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantError(t testing.TB, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// vote calls a round, and has it opened, voted by slips and counted.
func vote(t testing.TB, h *hearing.Hearing, r hearing.Round, casts ...hearing.Cast) *hearing.Round {
	t.Helper()
	must(t, h.Call(r))
	now := h.Current()
	must(t, now.Open(evening))
	must(t, now.Close(evening))
	must(t, now.Count(casts))
	return now
}

// dots are so many ballots of voters of a sex, with a dot for these options of four.
func dots(n int, sex string, options ...int) []hearing.Cast {
	b := hearing.Ballot{Dots: make([]int, 4)}
	for _, i := range options {
		b.Dots[i]++
	}
	return slices.Repeat([]hearing.Cast{{Ballot: b, Sex: sex}}, n)
}

func ranks(res hearing.Result) string {
	var said string
	for _, s := range res.Standings {
		said += fmt.Sprintf("%d %s %d; ", s.Rank, s.Option, s.For)
	}
	return said
}

var all = []string{"water", "roads", "light", "school"}

// TestStepsOfAHearing takes its steps, each where it may be taken and where it may not.
func TestStepsOfAHearing(t *testing.T) {
	h := assembly()
	wantError(t, "to end what has not begun", h.End(evening), survey.ErrInvalid)
	wantError(t, "a round before it began", h.Call(hearing.Round{Method: hearing.YesNo, Options: all}), survey.ErrInvalid)
	must(t, h.Begin(evening))
	wantError(t, "to begin twice", h.Begin(evening), survey.ErrExists)
	must(t, h.Propose(hearing.Proposal{By: "айыл тургуну", Text: " Көпүрө "}, true))
	if o := h.Options[4]; o.ID != "floor-1" || o.Label["ky"] != "Көпүрө" {
		t.Errorf("the proposal became %+v", o)
	}
	must(t, h.Call(hearing.Round{Method: hearing.YesNo, Options: []string{"floor-1"}}))
	r := h.Current()
	wantError(t, "another round beside it", h.Call(hearing.Round{Method: hearing.YesNo, Options: all}), survey.ErrInvalid)
	wantError(t, "to close it before it is open", r.Close(evening), survey.ErrInvalid)
	must(t, r.Open(evening))
	wantError(t, "to open it twice", r.Open(evening), survey.ErrExists)
	wantError(t, "to end the hearing while people vote", h.End(evening), survey.ErrInvalid)
	_, err := r.Result()
	wantError(t, "what came of it while people vote", err, survey.ErrUnavailable)
	wantError(t, "to count it while people vote", r.Count(nil), survey.ErrInvalid)
	must(t, r.Close(evening))
	wantError(t, "to close it twice", r.Close(evening), survey.ErrExists)
	must(t, r.Count(nil))
	wantError(t, "to count it twice", r.Count(nil), survey.ErrExists)
	wantError(t, "to sign before it has ended", h.Sign(), survey.ErrInvalid)
	must(t, h.End(evening))
	wantError(t, "to sign without a decision", h.Sign(), survey.ErrInvalid)
	h.Number, h.Chair, h.Secretary, h.Decisions = "1", "төрага", "катчы", []hearing.Decision{{Text: "Суу"}}
	must(t, h.Sign())
	wantError(t, "to sign twice", h.Sign(), survey.ErrExists)
	wantError(t, "to overrule what is signed", h.Overrule(hearing.Override{Option: "water", Rank: 2, Why: "no"}), survey.ErrInvalid)
}

// TestHearingsThatMakeNoSense has each of them refused.
func TestHearingsThatMakeNoSense(t *testing.T) {
	for what, spoil := range map[string]func(*hearing.Hearing){
		"an option twice":           func(h *hearing.Hearing) { h.Options[1].ID = "water" },
		"an option without a name":  func(h *hearing.Hearing) { h.Options[1].Label = nil },
		"a kind of its own":         func(h *hearing.Hearing) { h.Kind = "party" },
		"no village of a village's": func(h *hearing.Hearing) { h.Kind = hearing.Village },
		"a village of a public one": func(h *hearing.Hearing) { h.Village = "archa" },
		"no place":                  func(h *hearing.Hearing) { h.Place = " " },
		"no time":                   func(h *hearing.Hearing) { h.Planned = time.Time{} },
		"fewer than nobody to come": func(h *hearing.Hearing) { h.Quorum = -1 },
		"a round of nothing":        func(h *hearing.Hearing) { h.Rounds = []hearing.Round{{Method: hearing.YesNo}} },
		"a round of what is not": func(h *hearing.Hearing) {
			h.Rounds = []hearing.Round{{Method: hearing.YesNo, Options: []string{"jobs"}}}
		},
		"a round of one order":       func(h *hearing.Hearing) { h.Rounds = []hearing.Round{{Method: hearing.Ordered, Options: all[:1]}} },
		"dots without dots":          func(h *hearing.Hearing) { h.Rounds = []hearing.Round{{Method: hearing.Dots, Options: all}} },
		"orders with dots":           func(h *hearing.Hearing) { h.Rounds = []hearing.Round{{Method: hearing.Ordered, Options: all, Dots: 1}} },
		"a dot for everything":       func(h *hearing.Hearing) { h.Rounds = []hearing.Round{{Method: hearing.Dots, Options: all, Dots: 4}} },
		"a method that there is not": func(h *hearing.Hearing) { h.Rounds = []hearing.Round{{Method: "shouting", Options: all}} },
	} {
		h := assembly()
		spoil(h)
		wantError(t, what, h.Check(), survey.ErrInvalid)
	}
	must(t, assembly().Check())
}

// TestDotsAreCountedBySexWhereNobodyIsTold counts a round of two dots; and one in which so few men voted that it could be
// told how.
func TestDotsAreCountedBySexWhereNobodyIsTold(t *testing.T) {
	h := begun(t)
	women, men := dots(6, survey.SexFemale, 0, 3), dots(5, survey.SexMale, 1, 0)
	wrong := hearing.Cast{Ballot: hearing.Ballot{Dots: []int{3, 0, 0, 0}}}
	r := vote(t, h, hearing.Round{Method: hearing.Dots, Options: all, Dots: 2}, append(append(women, men...), wrong)...)
	res, err := r.Result()
	must(t, err)
	if got, want := ranks(res), "1 water 11; 2 school 6; 3 roads 5; 4 light 0; "; got != want {
		t.Errorf("it came to %s want %s", got, want)
	}
	if res.Voters != 11 || res.Spoiled != 1 || res.Sexes[survey.SexFemale] != 6 || res.Standings[1].Sexes[survey.SexFemale] != 6 {
		t.Errorf("counted %+v", res)
	}
	if r.Box.Len() != 11 || len(r.Box) != 2 {
		t.Errorf("the box holds %+v", r.Box)
	}

	h = begun(t)
	r = vote(t, h, hearing.Round{Method: hearing.Dots, Options: all, Dots: 2}, append(women, men[:4]...)...)
	if res, err = r.Result(); err != nil || res.Sexes != nil || res.Standings[0].Sexes != nil || len(r.Sheets) != 1 {
		t.Errorf("with four men it is counted by sex: %+v, %v", res, err)
	}
	must(t, r.Enter([]hearing.Sheet{{Way: hearing.Hands, Sex: survey.SexFemale, Voters: 3, For: []int{0, 3, 3, 0}}}, nil, "late", evening))
	if res, err = r.Result(); err != nil || res.Voters != 13 || res.Sexes != nil {
		t.Errorf("with raised hands: %+v, %v", res, err)
	}
}

// TestYesOrNo counts hands and paper, finds a tie, and recounts.
func TestYesOrNo(t *testing.T) {
	h := begun(t)
	must(t, h.Call(hearing.Round{Method: hearing.YesNo, Options: all[:3]}))
	r := h.Current()
	wantError(t, "to enter before it is open", r.Enter(nil, nil, "", evening), survey.ErrInvalid)
	must(t, r.Open(evening))
	hands := hearing.Sheet{Way: hearing.Hands, Voters: 20, For: []int{12, 10, 10}, Against: []int{3, 10, 4}}
	paper := hearing.Sheet{Way: hearing.Paper, Voters: 4, Spoiled: 1, For: []int{0, 1, 1}, Against: []int{4, 1, 1}}
	for what, spoil := range map[string]func(*hearing.Sheet){
		"more votes than voters":   func(s *hearing.Sheet) { s.For = []int{18, 1, 1} },
		"a number too few":         func(s *hearing.Sheet) { s.For = s.For[:2] },
		"no number against":        func(s *hearing.Sheet) { s.Against = nil },
		"fewer than none":          func(s *hearing.Sheet) { s.For = []int{-1, 0, 0} },
		"hands that are spoiled":   func(s *hearing.Sheet) { s.Spoiled = 1 },
		"slips, which are counted": func(s *hearing.Sheet) { s.Way = hearing.Slips },
	} {
		s := hands
		s.For = slices.Clone(s.For)
		spoil(&s)
		wantError(t, what, r.Enter([]hearing.Sheet{s}, nil, "", evening), survey.ErrInvalid)
	}
	wantError(t, "hands twice", r.Enter([]hearing.Sheet{hands, hands}, nil, "", evening), survey.ErrInvalid)
	must(t, r.Enter([]hearing.Sheet{hands, paper}, nil, "", evening))
	must(t, r.Close(evening))
	must(t, r.Count(nil))
	res, err := r.Result()
	must(t, err)
	if got, want := ranks(res), "1 water 12; 2 light 11; 3 roads 11; "; got != want {
		t.Errorf("it came to %s want %s", got, want)
	}
	if x := res.Standings[1]; x.Against != 5 || x.Abstained != 8 || !x.Adopted || res.Standings[2].Adopted || res.Voters != 24 || res.Spoiled != 1 {
		t.Errorf("counted %+v", res)
	}
	wantError(t, "a recount without a reason", r.Enter([]hearing.Sheet{hands}, nil, " ", evening), survey.ErrInvalid)
	must(t, r.Enter([]hearing.Sheet{hands}, nil, "a sheet was counted twice", evening))
	if res, err = r.Result(); err != nil || res.Voters != 20 || len(r.Recounts) != 1 || len(r.Recounts[0].Sheets) != 2 {
		t.Errorf("recounted %+v, %v; before %+v", res, err, r.Recounts)
	}
	wantError(t, "to annul without a reason", r.Annul(""), survey.ErrInvalid)
	must(t, r.Annul("the hall misunderstood"))
	_, err = r.Result()
	wantError(t, "what came of an annulled round", err, survey.ErrUnavailable)
}

// TestOrdersArePooledFromSlipsAndPaper counts orders as Borda did: of three options the first has 1, the second a half.
func TestOrdersArePooledFromSlipsAndPaper(t *testing.T) {
	h := begun(t)
	order := func(options ...int) hearing.Ballot { return hearing.Ballot{Order: options} }
	must(t, h.Call(hearing.Round{Method: hearing.Ordered, Options: all[:3]}))
	r := h.Current()
	must(t, r.Open(evening))
	wantError(t, "an order with an option twice", r.Admits(order(0, 0)), survey.ErrInvalid)
	wantError(t, "hands in a round of orders", r.Enter([]hearing.Sheet{{Way: hearing.Hands, Voters: 3}}, nil, "", evening), survey.ErrInvalid)
	must(t, r.Enter([]hearing.Sheet{{Way: hearing.Paper, Voters: 1}}, []hearing.Ballot{order(2)}, "", evening))
	must(t, r.Close(evening))
	must(t, r.Count([]hearing.Cast{{Ballot: order(0, 1, 2)}, {Ballot: order(0, 2, 1)}, {Ballot: order(1, 0, 2)}}))
	res, err := r.Result()
	must(t, err)
	want := []hearing.Standing{ // water 1 + 1 + 1/2 + 1/4; roads 1/2 + 0 + 1 + 1/4; light 0 + 1/2 + 0 + 1
		{Option: "water", Rank: 1, Score: 2.75 / 4}, {Option: "roads", Rank: 2, Score: 1.75 / 4}, {Option: "light", Rank: 3, Score: 1.5 / 4},
	}
	if d := cmp.Diff(want, res.Standings); d != "" || res.Voters != 4 {
		t.Errorf("of %d voters (-want +got):\n%s", res.Voters, d)
	}
}

// TestTopTellsWhatATieLeavesOpen asks for places, of which some are tied.
func TestTopTellsWhatATieLeavesOpen(t *testing.T) {
	res := hearing.Result{Standings: []hearing.Standing{{Option: "a", Rank: 1}, {Option: "b", Rank: 2}, {Option: "c", Rank: 2}, {Option: "d", Rank: 4}}}
	for n, want := range map[int]string{1: "[a] []", 2: "[a] [b c]", 3: "[a b c] []", 4: "[a b c d] []", 9: "[a b c d] []"} {
		in, tied := res.Top(n)
		if got := fmt.Sprint(in, tied); got != want {
			t.Errorf("the first %d: %s, want %s", n, got, want)
		}
	}
}

// TestOutcomeHasThreeColumns goes by the survey, then by a vote, by one that settles its tie, and by an override.
func TestOutcomeHasThreeColumns(t *testing.T) {
	said := func(h *hearing.Hearing) string {
		decided, err := h.Outcome()
		must(t, err)
		var s string
		for _, d := range decided {
			s += fmt.Sprintf("%d %s %d/%d", d.Final, d.Option, d.Survey, d.Vote)
			if d.Tied {
				s += " tied"
			}
			if d.Why != "" {
				s += " " + d.Why
			}
			s += "; "
		}
		return s
	}
	expect := func(h *hearing.Hearing, want string) {
		t.Helper()
		if got := said(h); got != want {
			t.Errorf("the outcome is\n%s\nwant\n%s", got, want)
		}
	}
	h := begun(t)
	expect(h, "1 water 1/0; 2 roads 2/0; 3 light 3/0; 4 school 4/0; ")
	must(t, h.Propose(hearing.Proposal{By: "тургун", Text: "Көпүрө"}, true))
	must(t, h.Propose(hearing.Proposal{By: "тургун", Text: "Парк"}, true))
	expect(h, "1 water 1/0; 2 roads 2/0; 3 light 3/0; 4 school 4/0; 5 floor-1 0/0 tied; 6 floor-2 0/0 tied; ")
	vote(t, h, hearing.Round{Method: hearing.Dots, Options: []string{"roads", "light", "school", "floor-1"}, Dots: 1},
		slices.Concat(dots(9, "", 2), dots(6, "", 0), dots(6, "", 3), dots(1, "", 1))...)
	expect(h, "1 school 4/1; 2 roads 2/2; 3 floor-1 0/2; 4 light 3/4; 5 water 1/0; 6 floor-2 0/0; ")
	vote(t, h, hearing.Round{Method: hearing.YesNo, Options: []string{"roads", "floor-1"}}, hearing.Cast{Ballot: hearing.Ballot{Stands: []hearing.Stand{hearing.Against, hearing.For}}})
	expect(h, "1 school 4/1; 2 floor-1 0/1; 3 roads 2/2; 4 light 3/4; 5 water 1/0; 6 floor-2 0/0; ")

	for what, o := range map[string]hearing.Override{
		"without a reason": {Option: "water", Rank: 1, Why: " "}, "of what is not": {Option: "jobs", Rank: 1, Why: "so"},
		"to no place": {Option: "water", Rank: 7, Why: "so"}, "to place 0": {Option: "water", Why: "so"},
	} {
		wantError(t, "an override "+what, h.Overrule(o), survey.ErrInvalid)
	}
	must(t, h.Overrule(hearing.Override{Option: "water", Rank: 1, Why: "the grant is for water"}))
	must(t, h.Overrule(hearing.Override{Option: "water", Rank: 2, Why: "the grant is for water"}))
	wantError(t, "a place that was given", h.Overrule(hearing.Override{Option: "light", Rank: 2, Why: "so"}), survey.ErrInvalid)
	expect(h, "1 school 4/1; 2 water 1/0 the grant is for water; 3 floor-1 0/1; 4 roads 2/2; 5 light 3/4; 6 floor-2 0/0; ")
}

// TestWhatComesLateDrawsNobodyDown lets a proposal that comes after the first round win against two of the first three of it.
func TestWhatComesLateDrawsNobodyDown(t *testing.T) {
	h := begun(t)
	vote(t, h, hearing.Round{Method: hearing.Dots, Options: all, Dots: 1}, slices.Concat(dots(4, "", 0), dots(3, "", 1), dots(2, "", 2), dots(1, "", 3))...)
	must(t, h.Propose(hearing.Proposal{By: "тургун", Text: "Көпүрө"}, true))
	vote(t, h, hearing.Round{Method: hearing.Dots, Options: []string{all[0], all[1], all[2], "floor-1"}, Dots: 1}, slices.Concat(dots(4, "", 0), dots(2, "", 1), dots(1, "", 2), dots(3, "", 3))...)
	decided, err := h.Outcome()
	must(t, err)
	var got []string
	for _, d := range decided {
		got = append(got, d.Option)
	}
	if want := []string{all[0], "floor-1", all[1], all[2], all[3]}; !slices.Equal(got, want) {
		t.Errorf("the order is %q, want %q", got, want)
	}
}

// TestDesksCountWhoComes counts at two tables and by slips.
func TestDesksCountWhoComes(t *testing.T) {
	woman, man := hearing.Person{Village: "archa", Sex: survey.SexFemale, Age: "29-59"}, hearing.Person{Village: "bulak", Sex: survey.SexMale}
	d := hearing.Desk{Name: "door"}
	must(t, d.Add(man, 3))
	must(t, d.Add(woman, 2))
	must(t, d.Add(man, -1))
	wantError(t, "fewer than nobody", d.Add(woman, -3), survey.ErrInvalid)
	must(t, d.Add(woman, -2))
	want := []hearing.PersonCount{{Person: man, Count: 2}}
	if diff := cmp.Diff(want, d.Counts); diff != "" {
		t.Errorf("the desk counts (-want +got):\n%s", diff)
	}
	a := hearing.Attend([]hearing.Desk{d, d}, []hearing.Person{woman, {}})
	if a.Count != 6 || a.Sexes[survey.SexMale] != 4 || a.Sexes[""] != 1 || a.Villages["archa"].Count != 1 || a.Ages["29-59"] != 1 || !slices.Equal(a.Of(), []string{"", "archa", "bulak"}) {
		t.Errorf("there are %+v", a)
	}
	h := assembly()
	if h.Quorum = 6; !h.Quorate(a) {
		t.Error("six of six are no quorum")
	}
	if h.Quorum = 7; h.Quorate(a) {
		t.Error("six of seven are a quorum")
	}
}

// TestVotesDoNotDependOnWhoCameFirst counts drawn ballots in two orders: boxes, sheets and results are equal, every
// ballot that can be counted is in the box, and no option has more than there are voters.
func TestVotesDoNotDependOnWhoCameFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		method := rapid.SampledFrom(hearing.Methods()).Draw(t, "method")
		round := hearing.Round{Method: method, Options: all}
		if method == hearing.Dots {
			round.Dots, round.Stacked = rapid.IntRange(1, 3).Draw(t, "dots"), rapid.Bool().Draw(t, "stacked")
		}
		casts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) hearing.Cast {
			c := hearing.Cast{Sex: rapid.SampledFrom([]string{"", survey.SexFemale, survey.SexMale}).Draw(t, "sex")}
			switch method {
			case hearing.Dots:
				c.Ballot.Dots = rapid.SliceOfN(rapid.IntRange(0, 2), 4, 4).Draw(t, "ballot")
			case hearing.Ordered:
				c.Ballot.Order = rapid.SliceOfNDistinct(rapid.IntRange(0, 3), 0, 4, rapid.ID).Draw(t, "ballot")
			default:
				c.Ballot.Stands = rapid.SliceOfN(rapid.SampledFrom([]hearing.Stand{hearing.For, hearing.Against, hearing.Abstained}), 4, 4).Draw(t, "ballot")
			}
			return c
		}), 0, 30).Draw(t, "casts")
		counted := func(casts []hearing.Cast) hearing.Round {
			h := assembly()
			if err := errors.Join(h.Begin(evening), h.Call(round)); err != nil {
				t.Fatal(err)
			}
			r := h.Current()
			if err := errors.Join(r.Open(evening), r.Close(evening), r.Count(casts)); err != nil {
				t.Fatal(err)
			}
			return *r
		}
		one, other := counted(casts), counted(rapid.Permutation(casts).Draw(t, "in another order"))
		if d := cmp.Diff(one, other); d != "" {
			t.Fatalf("counted in another order (-one +other):\n%s", d)
		}
		good := 0
		for _, c := range casts {
			if one.Admits(c.Ballot) == nil {
				good++
			}
		}
		res, err := one.Result()
		if err != nil || one.Box.Len() != good || res.Voters != good || res.Spoiled != len(casts)-good {
			t.Fatalf("of %d ballots, %d of them good: box %d, %+v, %v", len(casts), good, one.Box.Len(), res, err)
		}
		for _, s := range res.Standings {
			if method == hearing.YesNo && s.For+s.Against+s.Abstained != good || s.Rank < 1 || s.Rank > 4 {
				t.Fatalf("of %d voters %+v", good, s)
			}
		}
	})
}
