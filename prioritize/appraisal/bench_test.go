package appraisal_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
)

// BenchmarkCompare counts what 2,000 people of eight villages would have bought of 40 projects, as a page does.
func BenchmarkCompare(b *testing.B) {
	const m, villages = 20, 8
	draw := rand.New(rand.NewPCG(1, 2))
	var ballots []prioritize.Ballot
	for range 2000 {
		c := prioritize.Cell{Village: fmt.Sprint("v", draw.IntN(villages)), Sex: sexes[draw.IntN(2)], Age: ages[draw.IntN(3)]}
		ballots = append(ballots, chose(1, c, draw.Perm(m)[:3]...)...)
	}
	in := counted(town(100, 200, 300, 400, 500, 600, 700, 800), m, ballots)
	a := &appraisal.Appraisal{Campaign: "needs", Budget: appraisal.Budget{Som: 12_000_000}}
	for i := range 40 {
		p := appraisal.Project{ID: fmt.Sprint(i), Name: "x", Need: fmt.Sprint("n", draw.IntN(m)), Som: int64(200_000 + draw.IntN(3_000_000))}
		if i%3 > 0 {
			p.Village = fmt.Sprint("v", draw.IntN(villages))
		}
		a.Projects = append(a.Projects, p)
	}
	r := rank(b, in)
	for b.Loop() {
		p, err := appraisal.NewPoll(&in, a)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := p.Compare(r, a); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/2/float64(b.N), "of-2s") // the ceiling: somebody waits for it once after each change
}
