//go:build !race

package rankset_test

import (
	"testing"
	"time"

	"ashar/prioritize/rankset"
)

// Rank sets of 24 needs from 10,000 draws are to take less than 50 ms.
func BenchmarkRankSets24x10000(b *testing.B) {
	theta, cov := ballots(24, 3, 1000)
	b.ReportAllocs()
	for b.Loop() {
		simultaneous(b, theta, cov, rankset.Options{Draws: 10_000})
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(50*time.Millisecond), "of-50ms")
}
