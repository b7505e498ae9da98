package prioritize_test

import (
	"testing"

	"ashar/prioritize"
)

// What single ballots add to a ranking: 1,000 samples of 2,000 ballots of 24 needs, in
// 96 cells, by Schulze and by Equal Shares.
func BenchmarkBootstrap(b *testing.B) {
	place, ballots := electorate(2000)
	in := prioritize.Input{Municipality: place, Needs: needs(benchNeeds), Tally: tally(benchNeeds, ballots...)}
	votes := votesOf(ballots...)
	for name, v := range map[string]prioritize.Votes{"without": nil, "with": votes} {
		b.Run(name, func(b *testing.B) {
			in.Votes = v
			b.ReportAllocs()
			for b.Loop() {
				if _, err := prioritize.Rank(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("rule", func(b *testing.B) {
		in.Votes = votes
		b.ReportAllocs()
		for b.Loop() {
			if _, err := prioritize.TopShares(in); err != nil {
				b.Fatal(err)
			}
		}
	})
}
