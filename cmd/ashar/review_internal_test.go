package main

import (
	"runtime"
	"testing"
	"time"

	"ashar/store"
)

// BenchmarkInspect looks 100,000 answers in the store on the disk through and ranks with and without what is odd, as the
// page of quality has it done in the background. It reports how much memory that takes at its end.
func BenchmarkInspect(b *testing.B) {
	uri, _ := fillPages(b)
	db, err := store.Open(b.Context(), uri, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		found, err := inspector{db, time.UTC}.Inspect(b.Context(), pagesNow)
		if err != nil {
			b.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/1e6, "MB-allocated")
		b.ReportMetric(float64(found.Looked), "answers")
		b.ReportMetric(float64(len(found.Cases)), "cases")
	}
}
