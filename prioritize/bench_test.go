package prioritize_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

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

// grown is a tally of at least this many ballots, some thousands counted again and again.
func grown(b *testing.B, ballots []prioritize.Ballot, atLeast int64) *prioritize.Tally {
	b.Helper()
	x := tally(benchNeeds, ballots...)
	for x.Count() < atLeast {
		if err := x.Merge(x.Clone()); err != nil {
			b.Fatal(err)
		}
	}
	return x
}

// One answer is added, and the needs are put in order again with weights raked anew:
// 12 villages, both sexes, four ages. The ceiling is 100 microseconds, whatever came
// before.
func BenchmarkLineupAddAndPlaces(b *testing.B) {
	for _, before := range []int64{1_000, 10_000_000} {
		b.Run(fmt.Sprint(before), func(b *testing.B) {
			place, ballots := electorate(1000)
			l := prioritize.NewLineup(grown(b, ballots, before), place, prioritize.Reach)
			var places []prioritize.Place
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				l.Add(&ballots[i%len(ballots)])
				places = l.AppendPlaces(places[:0])
				i++
			}
			if len(places) != benchNeeds {
				b.Fatalf("got %d places", len(places))
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(100*time.Microsecond), "of-100us")
		})
	}
}

// addUp streams memory.
//
//go:noinline
func addUp(words []uint64) uint64 {
	var sum uint64
	for _, w := range words {
		sum += w
	}
	return sum
}

// Packed ballots are counted, with all pairs and orders, and in the same run memory is
// streamed: the sum of 512 MB. The ratio is that of the bytes a second, of which a
// packed ballot has two; 1/6 is the aim.
func BenchmarkPackedTally(b *testing.B) {
	_, ballots := electorate(1 << 16)
	packed := prioritize.NewPacked(prioritize.Shape{Needs: benchNeeds})
	for i := range ballots {
		ballots[i].Ratings = nil
		packed.Add(&ballots[i])
	}
	packed.Repeat(1023) // 67 million ballots, 134 MB: more than the caches
	n := packed.Count()
	words := make([]uint64, 64<<20)
	for i := range words {
		words[i] = uint64(i)
	}
	var stream, counting time.Duration
	var sum uint64
	for b.Loop() {
		began := time.Now()
		sum += addUp(words)
		between := time.Now()
		if got := packed.Tally().Count(); got != n {
			b.Fatalf("got %d ballots, want %d", got, n)
		}
		stream += between.Sub(began)
		counting += time.Since(between)
	}
	if sum == 0 {
		b.Fatal("got a sum of 0")
	}
	streamed := 8 * float64(len(words)) * float64(b.N) / stream.Seconds() // bytes a second
	counted := float64(n) * float64(b.N) / counting.Seconds()             // ballots a second
	b.ReportMetric(2*counted/streamed, "stream-ratio")
	b.ReportMetric(streamed/1e9, "stream-GB/s")
	b.ReportMetric(1e9/counted, "ns/ballot")
	b.ReportMetric(0, "ns/op") // of both together, it says nothing
}
