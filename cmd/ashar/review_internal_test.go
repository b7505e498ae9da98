package main

import (
	crand "crypto/rand"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/review"
)

// An inspection ranks as counted, without what is open, and with what was set aside, as rankings of those answers do; and
// who follows the store is told of each judgement.
func TestInspectionRanksWithAndWithout(t *testing.T) {
	ctx := t.Context()
	at := time.Now().UTC().Truncate(time.Hour)
	db, err := store.Open(ctx, "file:"+t.TempDir()+"/ashar.db", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	place, err := readPlace()
	if err != nil {
		t.Fatal(err)
	}
	form, err := readBuiltin(builtinQuestionnaire)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (setup{place, form, newCampaign(&place, form, "c"), crand.Reader}).store(ctx, db, time.Now(), false); err != nil {
		t.Fatal(err)
	}
	needs, rng := form.Choices("need"), rand.New(rand.NewPCG(1, 1))
	add := func(id string, n int) survey.Response {
		chosen := []string{needs[n%12].Name, needs[12+n%7].Name}
		r := survey.Response{
			ID: id, Municipality: place.ID, Campaign: "c", Village: place.Villages[n%3].ID, Questionnaire: form.Key(), Channel: survey.Web, Language: "ky",
			Begun: at, Submitted: at.Add(time.Duration(n) * time.Second), Answers: []survey.Answer{
				{Question: "needs", Value: survey.Chosen(chosen...)}, {Question: "order", Value: survey.Chosen(chosen...)},
				{Question: "severity", Value: survey.Rated(survey.Level{Choice: chosen[0], Level: 5}, survey.Level{Choice: chosen[1], Level: 1 + n%5})},
			},
		}
		return r
	}
	var honest, copies []survey.Response
	for i := range 90 {
		r := add(fmt.Sprintf("own-%02d", i), rng.IntN(5000))
		r.Answers = append(r.Answers, survey.Answer{Question: "wish", Value: survey.Words(fmt.Sprint("тилек ", i))})
		honest = append(honest, r)
	}
	for i := range 20 {
		r := add(fmt.Sprintf("copy-%02d", i), 5)
		r.Submitted = at.Add(time.Duration(i) * 20 * time.Second)
		copies = append(copies, r)
	}
	for _, r := range slices.Concat(honest, copies) {
		if err := db.InsertResponse(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	ranks := func(rs ...survey.Response) map[string]int {
		c, err := readCampaign(ctx, db, "c")
		if err != nil {
			t.Fatal(err)
		}
		in := prioritize.Input{Municipality: &c.municipality, Needs: c.reader.Needs(), Tally: prioritize.NewTally(c.reader.Shape())}
		for _, r := range rs {
			b, err := c.reader.Read(&r)
			if err != nil {
				t.Fatal(err)
			}
			in.Tally.Add(&b)
		}
		ranking, err := prioritize.Rank(in)
		if err != nil {
			t.Fatal(err)
		}
		places := map[string]int{}
		for _, it := range ranking.Items {
			places[it.Need.Name.In("ky")] = it.Rank
		}
		return places
	}
	told := func(o review.Order, of func(review.Place) int) map[string]int {
		places := map[string]int{}
		for _, p := range o.Needs {
			if p.Counted > 0 {
				places[p.Need.In("ky")] = of(p)
			}
		}
		return places
	}
	without, with := ranks(honest...), ranks(slices.Concat(honest, copies)...)
	check := func(what string, want, got map[string]int) {
		t.Helper()
		for need := range want {
			if _, told := got[need]; !told {
				delete(want, need)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || len(got) < 5 {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	x := inspector{db, time.UTC}
	found, err := x.Inspect(ctx, "c")
	if err != nil {
		t.Fatal(err)
	}
	if o := found.Order; o.Open != 20 || o.Without != review.Told || o.With != review.Same {
		t.Fatalf("got %d open, without %v, with %v", o.Open, o.Without, o.With)
	}
	check("as counted", with, told(found.Order, func(p review.Place) int { return p.Counted }))
	check("without what is open", without, told(found.Order, func(p review.Place) int { return p.Without }))

	var heard []string
	keep := reviewed{db, func(r survey.Response) { heard = append(heard, r.ID) }}
	for _, r := range copies {
		if err := r.Judge(&survey.Judgement{Verdict: survey.Excluded, Why: "көчүрмө", By: "a", At: at}); err != nil {
			t.Fatal(err)
		}
		if err := keep.ReviewResponse(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	if len(heard) != 20 {
		t.Errorf("told of %d judgements, want 20", len(heard))
	}
	if found, err = x.Inspect(ctx, "c"); err != nil {
		t.Fatal(err)
	}
	if o := found.Order; o.Aside != 20 || o.Without != review.Same || o.With != review.Told {
		t.Fatalf("got %d set aside, without %v, with %v", o.Aside, o.Without, o.With)
	}
	check("as counted without what was set aside", ranks(honest...), told(found.Order, func(p review.Place) int { return p.Counted }))
	check("with what was set aside", ranks(slices.Concat(honest, copies)...), told(found.Order, func(p review.Place) int { return p.With }))
}

// BenchmarkInspect looks 100,000 answers in the store on the disk through and ranks with and without what is odd, two
// thousand in three hundred bursts, as the page of quality has it done in the background. It reports how much memory that
// takes, and how long all but one in twenty looks at the page take (page_p95_ms) while that is done again and again.
func BenchmarkInspect(b *testing.B) {
	uri, town := fillPages(b)
	db, err := store.Open(b.Context(), uri, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	people := invent(&town.place, town.form, 300, 9)
	for i := range people {
		people[i].quits = false
		_, r, _ := town.said(pagesNow, &people[i], time.Now().Add(-time.Hour))
		for n := range 7 {
			r.ID, r.Submitted = fmt.Sprintf("burst-%d-%d", i, n), r.Submitted.Add(20*time.Second)
			if err := db.InsertResponse(b.Context(), r); err != nil {
				b.Fatal(err)
			}
		}
	}
	cases := 0
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		found, err := inspector{db, time.UTC}.Inspect(b.Context(), pagesNow)
		if err != nil {
			b.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		cases = len(found.Cases)
		b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/1e6, "MB-allocated")
	}
	b.ReportMetric(float64(cases), "cases")
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	p := openPages(b, uri)
	defer p.close(b)
	sessions := p.sessions(b)
	queue := look{name: "quality", path: review.Path(pagesNow), by: access.Owner}
	var took []time.Duration
	for range 200 {
		took = append(took, p.look(b, queue, sessions).took)
		time.Sleep(50 * time.Millisecond)
	}
	slices.Sort(took)
	b.ReportMetric(ms(took[len(took)*95/100]), "page_p95_ms")
}
