package analysis_test

import (
	"io"
	"testing"
	"time"

	"ashar/prioritize/analysis"
)

// BenchmarkAllFormats writes T1 to T8 of twelve villages, 24 needs and 15,000 answers in all five formats, beginning with the
// tally, which is ranked, and with a ranking that is made. The aim is 3 s.
func BenchmarkAllFormats(b *testing.B) {
	x, s := newLarge(b), speaker(b, "ky")
	ranked := x.input(b)
	for name, input := range map[string]func() analysis.Input{
		"ranked": func() analysis.Input { return x.input(b) }, "written": func() analysis.Input { return ranked },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				doc := document(b, input())
				fs := files{}
				for format, err := range map[string]error{
					"XLSX": doc.WriteXLSX(io.Discard, s), "DOCX": doc.WriteDOCX(io.Discard, s), "HTML": doc.WriteHTML(io.Discard, s),
					"CSV": doc.WriteCSV(fs.create, s), "JSON": doc.WriteJSON(io.Discard),
				} {
					if err != nil {
						b.Fatalf("%s: %v", format, err)
					}
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/(3*time.Second).Seconds(), "of-3s")
		})
	}
}
