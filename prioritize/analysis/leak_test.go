package analysis_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
)

// reader is somebody who puts together all that is published of a campaign: every
// table in the workbook and the JSON, and the ranking as JSON. He knows what adds
// up to what, and looks for what is not shown.
type reader struct {
	known map[string]float64
	sums  [][]string // the first is the sum of the others
}

func (r *reader) learn(name string, value *float64) {
	if value != nil {
		r.known[name] = *value
	}
}

func (r *reader) sum(total string, parts ...string) {
	r.sums = append(r.sums, append([]string{total}, parts...))
}

// infer solves what he knows for everything that follows from it.
func (r *reader) infer() map[string]float64 {
	names := map[string]int{}
	for _, s := range r.sums {
		for _, name := range s {
			if _, ok := r.known[name]; !ok {
				names[name] = 0
			}
		}
	}
	all := slices.Sorted(maps.Keys(names))
	for i, name := range all {
		names[name] = i
	}
	var rows [][]*big.Rat
	for _, s := range r.sums {
		row := make([]*big.Rat, len(all)+1)
		for i := range row {
			row[i] = new(big.Rat)
		}
		for i, name := range s {
			sign := big.NewRat(1, 1)
			if i == 0 {
				sign = big.NewRat(-1, 1)
			}
			if v, ok := r.known[name]; ok {
				term := new(big.Rat).SetInt64(int64(math.Round(v)))
				row[len(all)].Sub(row[len(all)], term.Mul(term, sign))
			} else {
				row[names[name]].Add(row[names[name]], sign)
			}
		}
		rows = append(rows, row)
	}
	found := map[string]float64{}
	for at, name := range solve(rows, len(all)) {
		found[all[at]] = name
	}
	return found
}

// solve is Gauss's elimination; it returns the unknowns that have one value.
func solve(rows [][]*big.Rat, n int) map[int]float64 {
	rank := 0
	var pivots []int
	for c := 0; c < n && rank < len(rows); c++ {
		at := slices.IndexFunc(rows[rank:], func(r []*big.Rat) bool { return r[c].Sign() != 0 })
		if at < 0 {
			continue
		}
		rows[rank], rows[rank+at] = rows[rank+at], rows[rank]
		inv := new(big.Rat).Inv(rows[rank][c])
		for _, x := range rows[rank] {
			x.Mul(x, inv)
		}
		for i := range rows {
			if i == rank || rows[i][c].Sign() == 0 {
				continue
			}
			factor := new(big.Rat).Set(rows[i][c])
			for k := range rows[i] {
				if rows[rank][k].Sign() != 0 {
					rows[i][k].Sub(rows[i][k], new(big.Rat).Mul(factor, rows[rank][k]))
				}
			}
		}
		pivots, rank = append(pivots, c), rank+1
	}
	found := map[int]float64{}
	for i, c := range pivots {
		others := 0
		for k := range n {
			if rows[i][k].Sign() != 0 {
				others++
			}
		}
		if others == 1 {
			found[c], _ = rows[i][n].Float64()
		}
	}
	return found
}

// read takes in every published number of people.
func (r *reader) read(t *rapid.T, m *survey.Municipality, doc analysis.Document, ranking prioritize.Ranking) {
	var b bytes.Buffer
	if err := doc.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var back analysis.Document
	if err := json.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	places := []string{}
	for _, v := range m.Villages {
		places = append(places, v.ID)
	}
	t1 := tableOf(t, back, "t1")
	if len(t1.Rows) > len(places)+1 {
		places = append(places, survey.Elsewhere)
	}
	blocks := map[string][]string{} // group -> columns
	for j, c := range t1.Columns {
		if id, group, ok := strings.Cut(c.ID, ":"); ok && id != "all" {
			blocks[group] = append(blocks[group], id)
		}
		for i, place := range append(slices.Clone(places), "") {
			if c.Kind == analysis.Count && c.Group != nil {
				r.learn(c.ID+"@"+place, t1.Rows[i][j].Number)
			}
		}
	}
	column := func(id string) (all []string) {
		for _, place := range places {
			all = append(all, id+"@"+place)
		}
		return all
	}
	r.sum("all:answers@", column("all:answers")...)
	for group, ids := range blocks {
		for _, place := range append(slices.Clone(places), "") {
			var all []string
			for _, id := range ids {
				all = append(all, id+":"+group+"@"+place)
			}
			r.sum("all:answers@"+place, all...)
		}
		for _, id := range ids {
			r.sum(id+":"+group+"@", column(id+":"+group)...)
		}
	}
	r.readRanking(t, places, ranking)
}

func (r *reader) readRanking(t *rapid.T, places []string, ranking prioritize.Ranking) {
	encoded, err := json.Marshal(ranking)
	if err != nil {
		t.Fatal(err)
	}
	var published prioritize.Ranking
	if err := json.Unmarshal(encoded, &published); err != nil {
		t.Fatal(err)
	}
	count := func(n *int64) *float64 {
		if n == nil {
			return nil
		}
		x := float64(*n)
		return &x
	}
	partitions := [][]string{places, {"women", "men", "unsaid:sex"}, {"youth", "older", "middle", "unsaid:age"}}
	r.learn("base@", count(&published.Answered))
	prefixed := func(prefix string, parts []string) (all []string) {
		for _, p := range parts {
			all = append(all, prefix+p)
		}
		return all
	}
	for _, s := range append(slices.Clone(published.Villages), published.Groups...) {
		r.learn("base@"+s.Key, count(s.Base))
	}
	for _, parts := range partitions {
		r.sum("base@", prefixed("base@", parts)...)
	}
	// Everybody here answered the question: T1's numbers are the bases.
	for _, place := range places {
		r.sum("base@"+place, "all:answers@"+place)
	}
	for _, pair := range [][2]string{{"women", "women:sex@"}, {"men", "men:sex@"}, {"youth", "18-28:age@"}, {"middle", "29-59:age@"}, {"older", "60+:age@"}} {
		r.sum("base@"+pair[0], pair[1])
	}
	for i := range published.Items {
		wantNothingBeside(t, &published, &published.Items[i])
	}
	for _, it := range published.Items {
		yes, no := "yes "+it.Need.Code+"@", "no "+it.Need.Code+"@"
		r.learn(yes, count(it.Chosen))
		if it.Unweighted != nil {
			n := math.Round(*it.Unweighted * float64(published.Answered))
			r.learn(yes, &n)
		}
		for _, p := range append(slices.Clone(it.Villages), it.Groups...) {
			r.learn(yes+p.Key, count(p.Count))
			if p.Share != nil && p.Count == nil {
				t.Fatalf("%s in %s: a share without its count", it.Need.Code, p.Key)
			}
		}
		for _, parts := range partitions {
			r.sum(yes, prefixed(yes, parts)...)
			r.sum(no, prefixed(no, parts)...)
			for _, p := range append([]string{""}, parts...) {
				r.sum("base@"+p, yes+p, no+p)
			}
		}
	}
}

// wantNothingBeside holds the figures that are more than counts to what is shown: each
// is made of shares that are shown themselves, so that it tells nothing of the others.
func wantNothingBeside(t *rapid.T, r *prioritize.Ranking, it *prioritize.Item) {
	hidden := func(key string, parts []prioritize.Part) bool {
		i := slices.IndexFunc(parts, func(p prioritize.Part) bool { return p.Key == key })
		return i < 0 || parts[i].Share == nil
	}
	for i, p := range it.Villages {
		if p.Lifts != nil && (p.Share == nil || it.Share == nil) {
			t.Fatalf("%s: what %s lifts is told, and not its share", it.Need.Code, p.Key)
		}
		if base := r.Villages[i].Base; it.Between != nil && p.Count == nil && (base == nil || *base > 0) {
			t.Fatalf("%s: what lies between villages is told, and not how many chose it in %s", it.Need.Code, p.Key)
		}
	}
	for _, g := range it.Gaps {
		if it.Share == nil || hidden(string(g.Of), it.Groups) || hidden(string(g.From), it.Groups) {
			t.Fatalf("%s: the gap between %s and %s is told, and not both shares", it.Need.Code, g.Of, g.From)
		}
	}
	if f := it.Flip; f != nil {
		next := r.Item(f.Next)
		for _, v := range append(slices.Clone(f.From), f.To) {
			if it.Share == nil || next.Share == nil || hidden(v, it.Villages) || hidden(v, next.Villages) {
				t.Fatalf("%s: what would swap it with %s speaks of %s, where not both are shown", it.Need.Code, f.Next, v)
			}
		}
	}
	if it.Share == nil && (it.Borda != nil || it.Points != nil || it.Severity != nil || it.Between != nil || it.Flip != nil || it.Gaps != nil) {
		t.Fatalf("%s: its share is hidden, and other figures are not: %+v", it.Need.Code, it)
	}
}

// campaign is a municipality whose residents answered.
type campaign struct {
	town    *survey.Municipality
	asked   asked
	answers []votes
}

func anyCampaign(t *rapid.T) campaign {
	m := town()
	a := asks(rapid.Bool().Draw(t, "one group at most"))
	most := len(a.groups)
	if a.sole() {
		most = 1
	}
	var all []votes
	for range rapid.IntRange(1, 25).Draw(t, "kinds of answers") {
		all = append(all, votes{
			rapid.IntRange(1, 12).Draw(t, "n"),
			rapid.SampledFrom([]string{"v0", "v0", "v1", "v1", "v2", "v3", "gone"}).Draw(t, "village"),
			rapid.SampledFrom([]string{"female", "male", "female", "male", ""}).Draw(t, "sex"),
			rapid.SampledFrom([]string{"18-28", "29-59", "60+", ""}).Draw(t, "age"),
			rapid.SampledFrom([]survey.Channel{survey.Web, survey.Bot, survey.Paper}).Draw(t, "channel"),
			rapid.SliceOfNDistinct(rapid.IntRange(0, 4), 0, 3, rapid.ID[int]).Draw(t, "needs"),
			rapid.SliceOfNDistinct(rapid.IntRange(0, 2), 0, most, rapid.ID[int]).Draw(t, "groups"),
			[]int{rapid.IntRange(1, 6).Draw(t, "water"), rapid.SampledFrom([]int{1, 2, 2, 6}).Draw(t, "roads"), rapid.IntRange(4, 6).Draw(t, "jobs")},
		})
	}
	if rapid.Bool().Draw(t, "population unknown") {
		for i := range m.Villages {
			m.Villages[i].Population = nil
		}
	}
	return campaign{m, a, all}
}

// Nobody can subtract his way to a few people, across all tables and documents.
func TestNothingSmallFollowsFromWhatIsPublished(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCampaign(t)
		m, a, all := c.town, c.asked, c.answers
		in := inputWith(t, m, all, a)
		doc, err := analysis.New(in)
		if err != nil {
			t.Fatal(err)
		}
		r := reader{known: map[string]float64{}}
		r.read(t, m, doc, in.Ranking)
		r.readAsked(in.Ranking, m, all, a)
		r.readServices(t, tableOf(t, doc, "t4"), in.Ranking)
		for name, n := range r.infer() {
			if few := math.Round(n); 0 < few && few < survey.SmallCell && !strings.Contains(name, "unsaid") { // who did not say is nobody in particular
				t.Fatalf("%s is %v: it is not shown, but follows", name, few)
			}
		}
		for name, n := range r.known {
			if 0 < n && n < survey.SmallCell && !strings.Contains(name, "unsaid") && name != "all:answers@" && name != "base@" {
				t.Fatalf("%s: %v is shown", name, n)
			}
		}
		for _, w := range slices.Concat(in.Ranking.Warnings, in.Ranking.Weighting.Warnings) {
			if w.Code != prioritize.WarnUnknownCell && 0 < w.Count && w.Count < survey.SmallCell {
				t.Fatalf("%s: a warning of %d people", w.Code, w.Count)
			}
		}
		placesNarrowNothing(t, in.Ranking, tellers(m, all, a), a.sole())
		consistent(t, doc, in.Ranking)
	})
}

// tellers are how many chose each need in each place and group, by need and key.
func tellers(m *survey.Municipality, all []votes, a asked) map[string]map[string]int64 {
	codes := []string{"water", "roads", "kinder", "jobs", "other"}
	found := map[string]map[string]int64{}
	for _, code := range codes {
		found[code] = map[string]int64{}
	}
	for _, v := range all {
		keys := []string{"", "unsaid:sex", "unsaid:age", survey.Elsewhere}
		if m.Village(v.village) != nil {
			keys[3] = v.village
		}
		if v.sex != "" {
			keys[1] = map[string]string{"female": "women", "male": "men"}[v.sex]
		}
		if v.age != "" {
			keys[2] = map[string]string{"18-28": "youth", "29-59": "middle", "60+": "older"}[v.age]
		}
		keys = append(keys, a.keys(v)...)
		for _, need := range v.needs {
			for _, key := range keys {
				found[codes[need]][key] += int64(v.n)
			}
		}
	}
	return found
}

// bound is between which numbers a hidden one is.
type bound struct{ low, high int64 }

// subtract is what is known of one of the hidden numbers, of which the sum is known too.
func subtract(known map[string]bound, key string, sum int64) bound {
	low, high := sum, sum
	for other, o := range known {
		if other != key {
			low, high = low-o.high, high-o.low
		}
	}
	return bound{max(known[key].low, low), min(known[key].high, high)}
}

// placesNarrowNothing reads the places of shown needs: where as many needs are above one
// as are hidden, all hidden ones were chosen by more than it, and where none is, by no
// more. What he then knows of the parts he subtracts from the whole. Of no few it may
// follow that they are not 1 to 4 but less. Places go by counts where nobody is weighted.
func placesNarrowNothing(t *rapid.T, r prioritize.Ranking, truth map[string]map[string]int64, sole bool) {
	if r.Weighting.Basis != prioritize.Unweighted {
		return
	}
	bounds := func(base int64, of func(*prioritize.Item) prioritize.Part) bound {
		b, hidden := bound{0, base}, 0
		for i := range r.Items {
			if of(&r.Items[i]).Count == nil {
				hidden++
			}
		}
		for i := range r.Items {
			p := of(&r.Items[i])
			if p.Rank == nil || p.Count == nil {
				continue
			}
			above := *p.Rank - 1
			for k := range r.Items {
				if n := of(&r.Items[k]).Count; n != nil && *n > *p.Count {
					above--
				}
			}
			switch above {
			case 0:
				b.high = min(b.high, *p.Count)
			case hidden:
				b.low = max(b.low, *p.Count)
			}
		}
		return b
	}
	for i := range r.Items {
		it := &r.Items[i]
		if it.Chosen == nil {
			continue
		}
		type line struct {
			parts []prioritize.Part
			segs  []prioritize.Segment
			more  []string // parts that are not listed
			of    func(*prioritize.Item) []prioritize.Part
		}
		lines := []line{
			{it.Villages, r.Villages, []string{survey.Elsewhere}, func(it *prioritize.Item) []prioritize.Part { return it.Villages }},
			{it.Groups[:2], r.Groups[:2], []string{"unsaid:sex"}, func(it *prioritize.Item) []prioritize.Part { return it.Groups[:2] }},
			{it.Groups[2:4], r.Groups[2:4], []string{"middle", "unsaid:age"}, func(it *prioritize.Item) []prioritize.Part { return it.Groups[2:4] }},
		}
		for g := 4; g < len(r.Groups); g++ {
			lines = append(lines, line{it.Groups[g : g+1], r.Groups[g : g+1], []string{"rest:" + r.Groups[g].Key}, func(it *prioritize.Item) []prioritize.Part { return it.Groups[g : g+1] }})
		}
		if sole {
			lines = append(lines, line{it.Groups[4:], r.Groups[4:], []string{"unnamed"}, func(it *prioritize.Item) []prioritize.Part { return it.Groups[4:] }})
		}
		for _, line := range lines {
			rest := *it.Chosen
			known, blind := map[string]bound{}, map[string]bound{} // with the places, and without
			for k, p := range line.parts {
				if p.Count != nil {
					rest -= *p.Count
					continue
				}
				base := r.Answered
				if b := line.segs[k].Base; b != nil {
					base = *b
				}
				blind[p.Key] = bound{0, base}
				known[p.Key] = bounds(base, func(it *prioritize.Item) prioritize.Part { return line.of(it)[k] })
			}
			for _, key := range line.more {
				known[key], blind[key] = bound{0, r.Answered}, bound{0, r.Answered}
			}
			for key := range known {
				n := truth[it.Need.Code][key]
				if n <= 0 || n >= survey.SmallCell || key == "unsaid:sex" || key == "unsaid:age" {
					continue
				}
				before, after := subtract(blind, key, rest), subtract(known, key, rest)
				if after.low > max(1, before.low) || after.high < min(survey.SmallCell-1, before.high) {
					t.Fatalf("%s in %q, which %d chose: from the places it follows that %d to %d did", it.Need.Code, key, n, after.low, after.high)
				}
			}
		}
	}
}

// consistent holds the tables of needs to the ranking: what one hides all hide.
func consistent(t *rapid.T, doc analysis.Document, ranking prioritize.Ranking) {
	shown := map[string]bool{}
	for _, it := range ranking.Items {
		shown[it.Need.Name["en"]] = it.Share != nil
	}
	for _, table := range []struct {
		id           string
		need, column int
	}{{"t2", 1, -6}, {"t5", 3, 8}} {
		for _, row := range tableOf(t, doc, table.id).Rows {
			if len(row[table.need].Texts) == 0 {
				continue // the row of bases
			}
			at := (table.column + len(row)) % len(row)
			if got := row[at].Number != nil; got != shown[row[table.need].Texts[0]["en"]] {
				t.Fatalf("%s: %s is shown in one place and hidden in another", table.id, row[table.need].Texts[0]["en"])
			}
		}
	}
}
