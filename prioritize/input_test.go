package prioritize_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

// evidence is an input of everything that can be counted, in two areas.
func evidence(votes bool) prioritize.Input {
	in := prioritize.Input{
		Campaign: "c", Questionnaire: "q@1", Municipality: town(50, 40, 30), Needs: needs(4),
		Areas: []prioritize.Area{{ID: "north", Villages: []string{"v0"}}, {ID: "south", Villages: []string{"v1", "v2"}}},
		Tally: prioritize.NewTally(prioritize.Shape{Needs: 4, Services: 2, Points: true, Pairs: true}),
		Rule:  prioritize.Reach, Top: 2, Unread: 1,
	}
	if votes {
		in.Votes = prioritize.Votes{}
	}
	for i := range 90 {
		c := prioritize.Cell{Village: fmt.Sprintf("v%d", i%3), Sex: sexes[i/3%2], Age: ages[i/6%4]}
		b := ranked(c, [][]int{{0, 2}, {1}, {3, 0, 1}, {2, 3}, {}}[i%5]...)
		b.Flagged, b.Repeated = i%10 == 0, i%30 == 0
		for _, j := range b.Chosen {
			b.Ratings = append(b.Ratings, prioritize.Rating{Need: j, Level: 1 + (i+j)%5})
			b.Points = append(b.Points, prioritize.Pointed{Need: j, Points: 1 + (i+j)%4})
		}
		b.Services = []prioritize.Satisfied{{Service: i % 2, Level: 1 + i%5}}
		b.Pairs = []prioritize.Compared{{Better: i % 4, Worse: (i + 1) % 4, Equal: i%7 == 0}}
		switch i % 9 {
		case 7: // skips every question of needs
			b.Answered, b.Ranked, b.Chosen, b.Order, b.Points, b.Pairs = false, false, nil, nil, nil, nil
		case 8: // orders, but has not answered what to
			b.Answered, b.Chosen = false, nil
		}
		in.Tally.Add(&b)
		if votes {
			in.Votes.Add(&b)
		}
	}
	return in
}

// object is a JSON object.
type object = map[string]any

// tree is an input as a tree of JSON, of which numbers are json.Numbers.
func tree(t testing.TB, in prioritize.Input) object {
	t.Helper()
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	var doc object
	if err := d.Decode(&doc); err != nil {
		t.Fatalf("Decode: %v", err)
	}
	return doc
}

// read is the input that a tree of JSON says.
func read(t testing.TB, doc object) (prioritize.Input, error) {
	t.Helper()
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	var in prioritize.Input
	err = json.Unmarshal(text, &in)
	return in, err
}

// at is what stands in a tree of JSON, by keys and indexes.
func at(doc any, path ...any) any {
	for _, step := range path {
		switch x := step.(type) {
		case string:
			doc = doc.(object)[x]
		case int:
			doc = doc.([]any)[x]
		}
	}
	return doc
}

func TestRankRefusesEvidenceThatIsMalformed(t *testing.T) {
	municipality := func(doc object) object { return doc["municipality"].(object) }
	village := func(doc object, i int) object { return at(doc, "municipality", "villages", i).(object) }
	area := func(doc object, i int) object { return at(doc, "areas", i).(object) }
	need := func(doc object, i int) object { return at(doc, "needs", i).(object) }
	source := func(doc object) object { return at(doc, "tally", "sources", 0).(object) }
	sums := func(doc object, member string) []any { return source(doc)[member].([]any) }
	for name, tt := range map[string]struct {
		edit func(doc object)
		want string // what the error names
	}{
		"no municipality":          {func(d object) { delete(d, "municipality") }, "municipality"},
		"no tally":                 {func(d object) { delete(d, "tally") }, "tally"},
		"an unknown rule":          {func(d object) { d["rule"] = "loudest" }, `"loudest"`},
		"the first none":           {func(d object) { d["top"] = -1 }, "first -1"},
		"fewer than none unread":   {func(d object) { d["unread"] = -3 }, "-3 unread"},
		"an unknown village":       {func(d object) { d["village"] = "atlantis" }, `"atlantis"`},
		"a need less":              {func(d object) { d["needs"] = d["needs"].([]any)[1:] }, "3 needs"},
		"a need without its code":  {func(d object) { need(d, 2)["code"] = "" }, "need 3"},
		"a need twice":             {func(d object) { need(d, 2)["code"] = "n0" }, "need 3"},
		"municipality without id":  {func(d object) { municipality(d)["id"] = "" }, `municipality ""`},
		"no villages":              {func(d object) { municipality(d)["villages"] = nil; d["areas"] = nil }, `municipality "town"`},
		"a village without its id": {func(d object) { delete(village(d, 1), "id") }, "village 2"},
		"a village twice":          {func(d object) { village(d, 1)["id"] = "v0" }, "village 2"},
		"a village called *":       {func(d object) { village(d, 1)["id"] = survey.Elsewhere }, "village 2"},
		"fewer than no adults":     {func(d object) { village(d, 1)["adults"] = -5 }, "village v1: -5 adults"},
		"adults without number":    {func(d object) { village(d, 1)["adults"] = math.MaxInt64 }, "village v1"},
		"fewer than no people":     {func(d object) { at(village(d, 1), "population", 0).(object)["count"] = -5 }, "village v1: -5 people"},
		"people without number":    {func(d object) { at(village(d, 1), "population", 0).(object)["count"] = math.MaxInt64 }, "village v1"},
		"people twice":             {func(d object) { at(village(d, 1), "population", 0).(object)["sex"] = "male" }, `village v1: 40 people of sex "male"`},
		"an area without its id":   {func(d object) { area(d, 1)["id"] = "" }, "area 2"},
		"an area called *":         {func(d object) { area(d, 1)["id"] = survey.Elsewhere }, "area 2"},
		"an area twice":            {func(d object) { area(d, 1)["id"] = "north" }, "area 2"},
		"an area without villages": {func(d object) { area(d, 0)["villages"] = nil }, "area north"},
		"an area of others":        {func(d object) { area(d, 1)["villages"] = []string{"v1", "v9"} }, `area south: the municipality has no village "v9"`},
		"a village in two areas":   {func(d object) { area(d, 1)["villages"] = []string{"v1", "v0"} }, "area south: village v0 is in area north"},
		"a village twice in one":   {func(d object) { area(d, 1)["villages"] = []string{"v1", "v1"} }, "area south: village v1 is in area south"},

		"no answers":               {func(d object) { source(d)["n"] = 0 }, " n: "},
		"fewer than no answers":    {func(d object) { source(d)["n"] = -1 }, " n: "},
		"too many answers":         {func(d object) { source(d)["n"] = 1 << 40 }, " n: "},
		"too many in all":          {func(d object) { source(d)["n"] = 1 << 32 }, " n: "},
		"too many for the people":  {func(d object) { source(d)["n"] = 1 << 31 }, "village v0: "},
		"more answered than came":  {func(d object) { source(d)["n_answered"] = 1000 }, "n_answered: "},
		"more ranked than came":    {func(d object) { source(d)["n_ranked"] = 1000 }, "n_ranked: "},
		"more pointed than came":   {func(d object) { source(d)["n_pointed"] = 1000 }, "n_pointed: "},
		"more compared than came":  {func(d object) { source(d)["n_compared"] = 1000 }, "n_compared: "},
		"more repeated than came":  {func(d object) { source(d)["n_repeated"] = -1 }, "n_repeated: "},
		"more chose than answered": {func(d object) { sums(d, "chosen")[1] = 1000 }, "chosen[1]: "},
		"fewer chose than nobody":  {func(d object) { sums(d, "chosen")[2] = -1 }, "chosen[2]: "},
		"more chose both than one": {func(d object) { sums(d, "both_chosen")[5] = 1000 }, "both_chosen[5]: "},
		"too few chose both":       {func(d object) { sums(d, "both_chosen")[1] = -1 }, "both_chosen[1]: "},
		"more put first than did":  {func(d object) { sums(d, "above")[0] = 1000 }, "above[0]: "},
		"more above than ranked":   {func(d object) { sums(d, "above")[3] = 1000 }, "above[3]: "},
		"fewer above than none":    {func(d object) { sums(d, "above")[4] = -1 }, "above[4]: "},
		"another base":             {func(d object) { source(d)["base"] = 1 }, "base: "},
		"another base squared":     {func(d object) { source(d)["base_squared"] = 1 }, "base_squared: "},
		"another bonus":            {func(d object) { sums(d, "bonus")[3] = 1 }, "bonus[3]: "},
		"too much base and bonus":  {func(d object) { sums(d, "base_bonus")[2] = 100_000 }, "base_bonus[2]: "},
		"another base and bonus":   {func(d object) { sums(d, "base_bonus")[2] = 1 }, "bonus_both[0]: "},
		"too many bonuses":         {func(d object) { sums(d, "bonus_both")[2] = -1 }, "bonus_both[2]: "},
		"other bonuses":            {func(d object) { sums(d, "bonus_both")[4] = 1 }, "bonus_both[4]: "},
		"more severe than came":    {func(d object) { sums(d, "severity")[7] = 1000 }, "severity[7]: "},
		"fewer severe than nobody": {func(d object) { sums(d, "severity")[7] = -1 }, "severity[7]: "},
		"more satisfied than came": {func(d object) { sums(d, "satisfaction")[4] = 1000 }, "satisfaction[4]: "},
		"more points than given":   {func(d object) { sums(d, "points")[1] = 1_000_000 }, "points[1]: "},
		"fewer points than given":  {func(d object) { sums(d, "points")[0] = 0 }, "points[0]: "},
		"too much of two points":   {func(d object) { sums(d, "points_both")[1] = -1 }, "points_both[1]: "},
		"other products of points": {func(d object) { sums(d, "points_both")[0] = 0 }, "points_both[0]: "},
		"better than itself":       {func(d object) { sums(d, "better")[5] = 2 }, "better[5]: "},
		"worse than nothing":       {func(d object) { sums(d, "better")[4] = -2 }, "better[4]: "},
		"better too often":         {func(d object) { sums(d, "better")[1] = 1000 }, "better[1]: "},
		"half a comparison":        {func(d object) { sums(d, "better")[4] = 1 }, "better[4]: "},
		"fewer pairs than people":  {func(d object) { source(d)["better"] = nil }, "better: "},
		"votes of others":          {func(d object) { at(d, "votes", 0).(object)["n"] = 50 }, "votes"},
		"votes without number":     {func(d object) { at(d, "votes", 0).(object)["n"] = math.MaxInt64 }, "votes"},
		"votes of a need too many": {func(d object) { at(d, "votes", 0).(object)["chosen"] = []int{63} }, "votes"},
	} {
		doc := tree(t, evidence(true))
		tt.edit(doc)
		in, err := read(t, doc)
		if err != nil {
			t.Errorf("%s: not read: %v", name, err)
			continue
		}
		if _, err := prioritize.Rank(in); !errors.Is(err, survey.ErrInvalid) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an ErrInvalid that says %q", name, err, tt.want)
		}
	}
}

func TestEvidenceOfOtherShapesIsRefused(t *testing.T) {
	for name, in := range map[string]prioritize.Input{
		"points that are not counted": {Municipality: town(0), Needs: needs(2), Tally: tallyOf(t, `{"needs":2,"sources":[{"village":"v0","n":3,"n_pointed":3}]}`)},
		"pairs that are not counted":  {Municipality: town(0), Needs: needs(2), Tally: tallyOf(t, `{"needs":2,"sources":[{"village":"v0","n":3,"n_compared":3}]}`)},
		"a tally of nothing":          {Municipality: town(0), Tally: &prioritize.Tally{}},
	} {
		if _, err := prioritize.Rank(in); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want an ErrInvalid", name, err)
		}
	}
}

func tallyOf(t testing.TB, text string) *prioritize.Tally {
	t.Helper()
	var x prioritize.Tally
	if err := json.Unmarshal([]byte(text), &x); err != nil {
		t.Fatalf("Unmarshal: %v", err)
	}
	return &x
}

// What ballots add up to is never taken for malformed, whatever was answered.
func TestTalliesOfBallotsAreValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 6).Draw(t, "needs")
		x := prioritize.NewTally(prioritize.Shape{Needs: m, Services: 1, Points: true, Pairs: true})
		for range rapid.IntRange(0, 30).Draw(t, "ballots") {
			b := anyBallot(m, 2).Draw(t, "ballot")
			if rapid.IntRange(0, 4).Draw(t, "not answered") == 0 {
				b.Answered = false
			}
			if rapid.Bool().Draw(t, "rated") {
				b.Services = []prioritize.Satisfied{{Service: 0, Level: rapid.IntRange(1, 5).Draw(t, "satisfied")}}
			}
			for j := range rapid.IntRange(0, m).Draw(t, "pointed") {
				b.Points = append(b.Points, prioritize.Pointed{Need: j, Points: rapid.IntRange(0, 100).Draw(t, "given")})
			}
			for range rapid.IntRange(0, survey.MaxPairs).Draw(t, "pairs") {
				if j, k := rapid.IntRange(0, m-1).Draw(t, "j"), rapid.IntRange(0, m-1).Draw(t, "k"); j != k {
					b.Pairs = append(b.Pairs, prioritize.Compared{Better: j, Worse: k, Equal: rapid.Bool().Draw(t, "equal")})
				}
			}
			x.Add(&b)
		}
		if _, err := prioritize.Rank(prioritize.Input{Municipality: town(20, 30), Needs: needs(m), Tally: x}); err != nil {
			t.Fatalf("Rank: %v", err)
		}
	})
}

// Whichever number of good evidence is edited, it is refused or ranked.
func TestAnyNumberOfEvidenceMayBeEdited(t *testing.T) {
	rules := prioritize.Rules()
	rapid.Check(t, func(r *rapid.T) {
		doc := tree(t, evidence(rapid.Bool().Draw(r, "votes")))
		doc["rule"] = rapid.SampledFrom(rules).Draw(r, "rule")
		all := numbers(doc)
		x := all[rapid.IntRange(0, len(all)-1).Draw(r, "which")]
		x.set(rapid.OneOf(
			rapid.Map(rapid.Int64Range(-3, 3), func(d int64) int64 { return x.now + d }),
			rapid.SampledFrom([]int64{0, -1, 1, 2, 5, 1000, 1 << 31, 1 << 32, 1 << 40, math.MaxInt64, math.MinInt64}),
			rapid.Int64(),
		).Draw(r, "number"))
		in, err := read(t, doc)
		if err != nil {
			return
		}
		ranking, err := prioritize.Rank(in)
		if err != nil && !errors.Is(err, survey.ErrInvalid) {
			r.Fatalf("got %v, want a ranking or an ErrInvalid", err)
		}
		if _, err := json.Marshal(ranking); err != nil {
			r.Fatalf("the ranking cannot be written: %v", err)
		}
	})
}

// numeral is a number in a tree of JSON.
type numeral struct {
	now int64
	set func(to int64)
}

// numbers lists the numbers in a tree of JSON, in the order of its keys.
func numbers(doc any) []numeral {
	var all []numeral
	add := func(child any, set func(to int64)) {
		if n, yes := child.(json.Number); yes {
			now, _ := n.Int64()
			all = append(all, numeral{now, set})
			return
		}
		all = append(all, numbers(child)...)
	}
	switch x := doc.(type) {
	case object:
		for _, key := range slices.Sorted(maps.Keys(x)) {
			add(x[key], func(to int64) { x[key] = to })
		}
	case []any:
		for i := range x {
			add(x[i], func(to int64) { x[i] = to })
		}
	}
	return all
}

func TestMergeRefusesPartsThatAreMalformed(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(in *prioritize.Input)
		want  string
	}{
		"no municipality":    {func(in *prioritize.Input) { in.Municipality = nil }, "municipality"},
		"no tally":           {func(in *prioritize.Input) { in.Tally = nil }, "tally"},
		"a tally of nothing": {func(in *prioritize.Input) { in.Tally = &prioritize.Tally{} }, "needs"},
		"a need less":        {func(in *prioritize.Input) { in.Needs = in.Needs[1:] }, "2 needs"},
		"a need twice":       {func(in *prioritize.Input) { in.Needs = append(in.Needs[:2:2], in.Needs[0]) }, "need 3"},
		"a village twice": {func(in *prioritize.Input) {
			in.Municipality = &survey.Municipality{ID: "m", Villages: append(town(1).Villages, town(1).Villages...)}
		}, "village 2"},
		"without villages":    {func(in *prioritize.Input) { in.Municipality = &survey.Municipality{ID: "m"} }, `"m"`},
		"without its own id":  {func(in *prioritize.Input) { m := *in.Municipality; m.ID = ""; in.Municipality = &m }, `""`},
		"fewer than nobody":   {func(in *prioritize.Input) { in.Tally = tallyOf(t, `{"needs":3,"sources":[{"village":"v0","n":-1}]}`) }, " n: "},
		"an unknown rule":     {func(in *prioritize.Input) { in.Rule = "loudest" }, "loudest"},
		"votes that are none": {func(in *prioritize.Input) { in.Votes = prioritize.Votes{{}: 1} }, "votes"},
	} {
		a, b, _ := region(t, prioritize.Reach)
		tt.spoil(&b)
		_, err := prioritize.Merge(survey.Municipality{ID: "r"}, a, b)
		if !errors.Is(err, survey.ErrInvalid) || !strings.Contains(err.Error(), "part 2") || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an ErrInvalid of part 2 that says %q", name, err, tt.want)
		}
	}
}
