package vote_test

import (
	"fmt"
	"testing"

	"ashar/prioritize/vote"
)

func BenchmarkSchulze24(b *testing.B) {
	n := contest(b, 24)
	b.ReportAllocs()
	for b.Loop() {
		vote.Schulze(n)
	}
}

func BenchmarkKemeny(b *testing.B) {
	for _, m := range []int{12, 16, 20, 24} {
		b.Run(fmt.Sprint(m), func(b *testing.B) {
			n := contest(b, m)
			b.ReportMetric(float64(vote.Kemeny(n).LargestPart), "largest")
			b.ReportAllocs()
			for b.Loop() {
				vote.Kemeny(n)
			}
		})
	}
}

func BenchmarkBradleyTerry24(b *testing.B) {
	n := matrixOf(b, town(6500, 24))
	for b.Loop() {
		if _, err := vote.BradleyTerry(n, vote.DefaultAlpha); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlackettLuce6500x24(b *testing.B) {
	p := town(6500, 24)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := vote.PlackettLuce(p, vote.DefaultAlpha); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMatrix6500x24(b *testing.B) {
	p := town(6500, 24)
	for b.Loop() {
		if _, err := p.Matrix(); err != nil {
			b.Fatal(err)
		}
	}
}
