package dataset_test

import (
	"fmt"
	"io"
	"testing"

	"ashar/survey"
	"ashar/survey/dataset"
)

// BenchmarkWrite writes a million answers, of a workbook a fifth of that, and a tenth to see that the heap in use does not
// follow their number.
func BenchmarkWrite(b *testing.B) {
	l := dataset.New(speaker(b, "ky"), []*survey.Questionnaire{later(), earlier()}, municipality(), dataset.Shape{})
	for f, most := range map[dataset.Format]int{dataset.CSV: 1_000_000, dataset.NDJSON: 1_000_000, dataset.XLSX: 200_000} {
		for _, n := range []int{most / 10, most} {
			b.Run(fmt.Sprintf("%s/%d", f, n), func(b *testing.B) {
				var peak uint64
				for b.Loop() {
					if err := l.Write(io.Discard, f, many(n, &peak)); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
				b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "answers/s")
			})
		}
	}
}
