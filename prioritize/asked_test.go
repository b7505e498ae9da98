package prioritize_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/survey"
)

// withGroups asks for groups by a question of this kind, and how good a water supply is, on six levels.
func withGroups(kind survey.Kind) *survey.Questionnaire {
	q := form()
	text := func(s string) survey.Text { return survey.Text{"en": s} }
	levels := append([]survey.Choice{}, q.Choices("level")...)
	q.Lists = append(q.Lists,
		survey.List{Name: "group", Choices: []survey.Choice{
			{Name: "disability", Label: text("Disabled")}, {Name: "large", Label: text("Many children")}, {Name: "none", Label: text("None")},
		}},
		survey.List{Name: "service", Choices: []survey.Choice{{Name: "tap", Label: text("Water supply"), Need: "water", Sphere: "infra"}}},
		survey.List{Name: "quality", Choices: append(levels, survey.Choice{Name: survey.NoAccess, Label: text("There is none")})})
	q.Questions = append(q.Questions,
		survey.Question{Name: "quality", Kind: survey.Scale, Role: survey.RoleSatisfaction, Label: text("How good?"), List: "quality", Items: "service"},
		survey.Question{Name: "group", Kind: kind, Role: survey.RoleGroup, Label: text("Which group?"), List: "group"})
	return q
}

func TestReadGroupsAndWhatIsNotThere(t *testing.T) {
	q := withGroups(survey.SelectMultiple)
	r, err := prioritize.NewReader(q)
	if err != nil {
		t.Fatal(err)
	}
	if want := (prioritize.Shape{Needs: 3, Services: 1, NoAccess: true, Asked: 2}); r.Shape() != want {
		t.Errorf("got %+v, want %+v", r.Shape(), want)
	}
	service := prioritize.Service{Code: "tap", Name: survey.Text{"en": "Water supply"}, Need: "water", Sphere: prioritize.Term{Code: "infra", Name: survey.Text{"en": "Infrastructure"}}, Access: true}
	if diff := cmp.Diff([]prioritize.Service{service}, r.Services()); diff != "" {
		t.Errorf("services (-want +got):\n%s", diff)
	}
	for _, tt := range []struct {
		group survey.Value
		want  []int
	}{
		{survey.Chosen("large", "disability"), []int{1, 0}},
		{survey.Chosen("none"), nil},
		{survey.Skip(), nil},
	} {
		b := ballotOf(t, q, answer("needs", survey.Chosen("water")), answer("group", tt.group), answer("quality", survey.Rated(survey.Level{Choice: "tap", Level: survey.NoAccessLevel})))
		if diff := cmp.Diff(tt.want, b.Groups); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.group, diff)
		}
		if diff := cmp.Diff([]prioritize.Satisfied{{Service: 0, Level: survey.NoAccessLevel}}, b.Services); diff != "" {
			t.Errorf("services (-want +got):\n%s", diff)
		}
	}
	resp := response(answer("needs", survey.Chosen("water")), answer("group", survey.Chosen("giants")))
	if _, err := r.Read(&resp); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("a group that there is not: got %v, want an ErrInvalid", err)
	}
}

// Groups overlap as soon as one version lets people name several.
func TestGroupsOfSeveralVersions(t *testing.T) {
	before := withGroups(survey.SelectOne)
	before.Lists[len(before.Lists)-3].Choices = append(before.Lists[len(before.Lists)-3].Choices, survey.Choice{Name: "poor", Label: survey.Text{"en": "Poor"}})
	before.Version = "2025010101"
	for kind, sole := range map[survey.Kind]bool{survey.SelectOne: true, survey.SelectMultiple: false} {
		r, err := prioritize.NewReader(withGroups(kind), before)
		if err != nil {
			t.Fatal(err)
		}
		want := []prioritize.Asked{
			{Code: "disability", Name: survey.Text{"en": "Disabled"}, Sole: sole},
			{Code: "large", Name: survey.Text{"en": "Many children"}, Sole: sole},
			{Code: "poor", Name: survey.Text{"en": "Poor"}, Sole: sole},
		}
		if diff := cmp.Diff(want, r.Asked()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
	}
}

// member is a ballot of somebody who belongs to these groups.
func member(village string, groups []int, chosen ...int) prioritize.Ballot {
	b := ranked(prioritize.Cell{Village: village, Sex: "female", Age: "18-28"}, chosen...)
	b.Groups = groups
	return b
}

// gave counts a ballot so many times.
func gave(x *prioritize.Tally, n int, b prioritize.Ballot) {
	for range n {
		x.Add(&b)
	}
}

// TestGroupsThatWereAskedFor is worked out by hand: of v0, 200 people, 50 answered, four people each; of v1, 600, 50 too,
// twelve each. Of the disabled 20 of v0 chose n0 and 10 n1, and of v1 10 chose n1 and 5 n2: 20*4 / (30*4 + 15*12) = 0.267 chose n0.
func TestGroupsThatWereAskedFor(t *testing.T) {
	m := town(0, 0, 0)
	m.Villages[0].Adults, m.Villages[1].Adults, m.Villages[2].Adults = 200, 600, 400
	x := prioritize.NewTally(prioritize.Shape{Needs: 3, Asked: 3})
	gave(x, 20, member("v0", []int{0, 1}, 0))
	gave(x, 10, member("v0", []int{0}, 1))
	gave(x, 20, member("v0", nil, 0, 1))
	gave(x, 10, member("v1", []int{0}, 1))
	gave(x, 5, member("v1", []int{0}, 2))
	gave(x, 32, member("v1", nil, 0, 2))
	gave(x, 3, member("v1", []int{2}, 0, 2))
	gave(x, 50, member("v2", nil, 0, 1))
	in := prioritize.Input{Campaign: "c", Municipality: m, Needs: needs(3), Tally: x, Asked: []prioritize.Asked{
		{Code: "disability", Name: survey.Text{"en": "Disabled"}}, {Code: "large"}, {Code: "poor"},
	}}
	r := rank(t, in)
	if len(r.Groups) != 7 || len(r.Item("n0").Groups) != 7 {
		t.Fatalf("got %d groups, want 7: %+v", len(r.Groups), r.Groups)
	}
	base, few := int64(45), int64(20)
	want := []prioritize.Segment{
		{Key: "asked:disability", Name: survey.Text{"en": "Disabled"}, Base: &base},
		{Key: "asked:large", Base: &few, Few: true},
		{Key: "asked:poor", Few: true},
	}
	if diff := cmp.Diff(want, r.Groups[4:]); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
	for code, n := range map[string]struct {
		count int64
		share float64
		rank  int
	}{"n0": {20, 0.267, 2}, "n1": {20, 0.533, 1}, "n2": {5, 0.2, 3}} {
		p := r.Item(code).Groups[4]
		if p.Key != "asked:disability" || p.Count == nil || *p.Count != n.count || p.Share == nil || *p.Share != n.share || p.Rank == nil || *p.Rank != n.rank {
			text, _ := json.Marshal(p)
			t.Errorf("%s among the disabled: got %s, want %+v", code, text, n)
		}
		if p := r.Item(code).Groups[5]; p.Share != nil || p.Rank != nil {
			t.Errorf("%s in a group of 20: got %+v, want no share and no rank", code, p)
		}
		if p := r.Item(code).Groups[6]; p.Count != nil || p.Share != nil || p.Rank != nil {
			t.Errorf("%s in a group of 3: got %+v, want nothing", code, p)
		}
	}
	in.Village = "v1"
	if r := rank(t, in); len(r.Groups) != 0 {
		t.Errorf("of a village alone got %d groups, want none", len(r.Groups))
	}
}

// A group is hidden where it and another, or all others, would tell of a few.
func TestGroupsTellNotOfAFewBesideThem(t *testing.T) {
	for name, tt := range map[string]struct {
		sole  bool
		count func(x *prioritize.Tally)
		shown bool // how many of the first group chose n0
	}{
		"enough of both": {false, func(x *prioritize.Tally) {
			gave(x, 40, member("v0", []int{0}, 0))
			gave(x, 40, member("v0", []int{1}, 0))
		}, true},
		"all but three who chose it are of the group": {false, func(x *prioritize.Tally) {
			gave(x, 40, member("v0", []int{0}, 0))
			gave(x, 3, member("v0", []int{1}, 0))
			gave(x, 40, member("v0", []int{1}, 1))
		}, false},
		"all but three of a village are, and nobody else": {false, func(x *prioritize.Tally) {
			gave(x, 40, member("v0", []int{0}, 0))
			gave(x, 3, member("v0", nil, 0))
			gave(x, 40, member("v1", nil, 0))
		}, false},
		"a village is all of the group but three": {false, func(x *prioritize.Tally) {
			gave(x, 40, member("v0", []int{0}, 0))
			gave(x, 3, member("v1", []int{0}, 0))
			gave(x, 40, member("v1", nil, 0))
		}, false},
		"all but three who may be of one group are of two": {true, func(x *prioritize.Tally) {
			gave(x, 40, member("v0", []int{0}, 0))
			gave(x, 40, member("v1", []int{1}, 0))
			gave(x, 3, member("v1", nil, 0))
			gave(x, 40, member("v1", nil, 1))
		}, false},
		"all but three, where any may be of both": {false, func(x *prioritize.Tally) {
			gave(x, 40, member("v0", []int{0}, 0))
			gave(x, 20, member("v1", []int{1}, 0))
			gave(x, 20, member("v1", []int{0, 1}, 0))
			gave(x, 3, member("v1", nil, 0))
			gave(x, 40, member("v1", nil, 1))
		}, true},
	} {
		x := prioritize.NewTally(prioritize.Shape{Needs: 2, Asked: 2})
		tt.count(x)
		r := rank(t, prioritize.Input{Campaign: "c", Municipality: town(0, 0), Needs: needs(2), Tally: x, Asked: []prioritize.Asked{{Code: "a", Sole: tt.sole}, {Code: "b", Sole: tt.sole}}})
		if got := r.Item("n0").Groups[4].Count != nil; got != tt.shown {
			text, _ := json.Marshal(r.Item("n0").Groups)
			t.Errorf("%s: shown: %t, want %t: %s", name, got, tt.shown, text)
		}
		if r.Item("n0").Chosen == nil {
			t.Errorf("%s: the whole is hidden for the sake of a group", name)
		}
	}
}

// Regions have the groups of all their municipalities, those that are called the same as one.
func TestARegionsGroups(t *testing.T) {
	part := func(id string, groups ...prioritize.Asked) prioritize.Input {
		m := town(0)
		m.ID = id
		x := prioritize.NewTally(prioritize.Shape{Needs: 2, Asked: len(groups)})
		for g := range groups {
			gave(x, 10*(g+1), member("v0", []int{g}, 0, 1))
		}
		return prioritize.Input{Campaign: id, Municipality: m, Needs: needs(2), Tally: x, Asked: groups}
	}
	in, err := prioritize.Merge(survey.Municipality{ID: "region"}, part("one", prioritize.Asked{Code: "a"}, prioritize.Asked{Code: "b"}),
		part("two", prioritize.Asked{Code: "c", Sole: true}, prioritize.Asked{Code: "a", Sole: true}), part("three"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []prioritize.Asked{{Code: "a"}, {Code: "b"}, {Code: "c"}}; !cmp.Equal(want, in.Asked) {
		t.Errorf("got %+v, want %+v", in.Asked, want)
	}
	got := map[string]int64{}
	for _, g := range rank(t, in).Groups[4:] {
		got[g.Key] = *g.Base
	}
	if want := map[string]int64{"asked:a": 30, "asked:b": 20, "asked:c": 10}; !cmp.Equal(want, got) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRankRefusesGroupsThatCannotBe(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 2, Asked: 2})
	gave(x, 20, member("v0", []int{0, 1}, 0))
	for name, asked := range map[string][]prioritize.Asked{
		"one less":            {{Code: "a"}},
		"without a code":      {{Code: "a"}, {}},
		"twice":               {{Code: "a"}, {Code: "a"}},
		"sole, and who is it": {{Code: "a", Sole: true}, {Code: "b", Sole: true}},
		"one of them alone":   {{Code: "a", Sole: true}, {Code: "b"}},
	} {
		in := prioritize.Input{Campaign: "c", Municipality: town(0), Needs: needs(2), Tally: x, Asked: asked}
		if _, err := prioritize.Rank(in); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want an ErrInvalid", name, err)
		}
	}
}
