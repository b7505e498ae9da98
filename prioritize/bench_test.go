package prioritize_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"ashar/prioritize"
	"ashar/survey"
)

const benchNeeds = 24

// electorate is a town of twelve villages and n of its ballots: three needs
// chosen, ranked and rated.
func electorate(n int) (*survey.Municipality, []prioritize.Ballot) {
	people := make([]int, 12)
	for i := range people {
		people[i] = 50 + 20*i
	}
	random := rand.New(rand.NewPCG(1, 2))
	ballots := make([]prioritize.Ballot, n)
	for i := range ballots {
		b := ranked(prioritize.Cell{
			Village: fmt.Sprintf("v%d", random.IntN(len(people))), Sex: sexes[random.IntN(2)], Age: ages[random.IntN(4)],
		}, random.Perm(benchNeeds)[:3]...)
		for _, j := range b.Order {
			b.Ratings = append(b.Ratings, prioritize.Rating{Need: j, Level: 1 + random.IntN(survey.SeverityLevels)})
		}
		ballots[i] = b
	}
	return town(people...), ballots
}

func BenchmarkTallyAdd(b *testing.B) {
	_, ballots := electorate(4096)
	x := tally(benchNeeds, ballots...)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		x.Add(&ballots[i%len(ballots)])
		i++
	}
}

func BenchmarkAddOneAndRankAgain(b *testing.B) {
	place, ballots := electorate(5000)
	in := prioritize.Input{Municipality: place, Needs: needs(benchNeeds), Tally: tally(benchNeeds, ballots...)}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		in.Tally.Add(&ballots[i%len(ballots)])
		if _, err := prioritize.Rank(in); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
