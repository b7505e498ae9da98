package evidence_test

import (
	"testing"
	"time"

	"ashar/prioritize"
	"ashar/prioritize/evidence"
)

// The pack of a campaign with 100,000 answers of 24 needs in 12 villages, nearly all of which differ, is made and written,
// and verified. The ceiling is 10 seconds for both, so that whoever doubts a result waits no longer than a cup of tea takes.
func BenchmarkPackAndVerify(b *testing.B) {
	f, c := freeze(b, answered(100_000, prioritize.Shape{Needs: 24}, 12, 1_000))
	b.ReportAllocs()
	var size int
	var verifying time.Duration
	for b.Loop() {
		p, err := evidence.New(f, c, "v2", "Read me.\n")
		if err != nil {
			b.Fatal(err)
		}
		pack := written(b, p)
		began := time.Now()
		if _, err := verify(pack, "v2"); err != nil {
			b.Fatal(err)
		}
		verifying += time.Since(began)
		size = len(pack)
	}
	b.ReportMetric(float64(size)/1e6, "MB")
	b.ReportMetric(verifying.Seconds()/float64(b.N), "verify-s")
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/10, "of-10s")
}
