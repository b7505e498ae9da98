package budget_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"ashar/prioritize/budget"
)

// city is an election of this many voters who each approve about eight of 64
// projects, popular ones more often. Costs spread over two orders of magnitude, and
// the budget is a third of them all: some hundreds of units for each voter.
func city(voters int) budget.Election {
	const projects = 64
	r := rand.New(rand.NewPCG(1, 2))
	e := budget.Election{Votes: budget.Approval}
	popular := make([]float64, projects)
	sum, total := 0.0, 0.0
	for p := range projects {
		cost := math.Round(4000*math.Pow(100, r.Float64())) * float64(voters) / 6500
		e.Projects = append(e.Projects, budget.Project{ID: strconv.Itoa(p + 1), Cost: cost})
		popular[p] = math.Exp(r.NormFloat64())
		sum += cost
		total += popular[p]
	}
	e.Budget = math.Round(sum / 3)
	for range voters {
		b := budget.Ballot{Weight: 1, Count: 1}
		for p := range projects {
			if r.Float64() < 8*popular[p]/total {
				b.Approves = append(b.Approves, p)
			}
		}
		e.Ballots = append(e.Ballots, b)
	}
	return e
}

func BenchmarkEqualShares(b *testing.B) {
	e := city(6500)
	for _, u := range utilities {
		for _, c := range completions {
			b.Run(string(u)+"/"+string(c), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					o := equalShares(b, e, u, c)
					b.ReportMetric(o.Raise, "raises")
					b.ReportMetric(float64(len(o.Purchases)), "bought")
					b.ReportMetric(100*o.Cost/e.Budget, "%spent")
				}
				b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "of-1s") // the ceiling
			})
		}
	}
}

func BenchmarkGreedy(b *testing.B) {
	e := city(6500)
	for b.Loop() {
		greedy(b, e, budget.Cost)
	}
}

func BenchmarkRead(b *testing.B) {
	var file bytes.Buffer
	if err := budget.Write(&file, city(6500)); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	for b.Loop() {
		if _, err := budget.Read(bytes.NewReader(file.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}
