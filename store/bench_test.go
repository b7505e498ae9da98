package store_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"ashar/store"
	"ashar/survey"
)

// groupCommitCallers is how many callers store at the same time.
const groupCommitCallers = 256

// BenchmarkGroupCommit measures how many responses per second many callers store
// durably in SQLite: the ceiling of everything built on it.
func BenchmarkGroupCommit(b *testing.B) {
	db, err := store.Open(b.Context(), "file:"+filepath.Join(b.TempDir(), "bench.db"), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	var n atomic.Uint64
	b.SetParallelism(groupCommitCallers / runtime.GOMAXPROCS(0))
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		r := typicalResponse(time.Now())
		for pb.Next() {
			r.ID = numberedID(n.Add(1))
			if err := db.InsertResponse(b.Context(), r); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "responses/s")
}

// BenchmarkResponses streams all answers of a campaign, 2,000 and 50,000: what is held at once may not grow with how many
// there are. The ceiling is 10 bytes for each that there are more; an identifier alone has 32.
func BenchmarkResponses(b *testing.B) {
	const few, lots, at = 2_000, 50_000, 64
	held := func(n int) float64 {
		db, err := store.Open(b.Context(), "file:"+filepath.Join(b.TempDir(), "bench.db"), time.Now)
		if err != nil {
			b.Fatal(err)
		}
		defer db.Close()
		var todo errgroup.Group
		todo.SetLimit(groupCommitCallers)
		for i := range n {
			todo.Go(func() error {
				r := typicalResponse(time.Now())
				r.ID = numberedID(uint64(i))
				return db.InsertResponse(b.Context(), r)
			})
		}
		if err := todo.Wait(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		defer b.StopTimer()
		met, most := 0, uint64(0)
		for _, err := range db.Responses(b.Context(), "kok-jar-2026") {
			if err != nil {
				b.Fatal(err)
			}
			if met++; met > n-at && met%(at/4) == 0 { // near the end, when all that is remembered is there
				runtime.GC()
				var s runtime.MemStats
				runtime.ReadMemStats(&s)
				most = max(most, s.HeapAlloc)
			}
		}
		if met != n {
			b.Fatalf("met %d, want %d", met, n)
		}
		return float64(most)
	}
	b.StopTimer()
	var grown float64
	for range b.N {
		grown = max(0, held(lots)-held(few)) / (lots - few)
	}
	b.ReportMetric(grown, "held-B/answer")
	b.ReportMetric(grown/10, "of-10B")
	b.ReportMetric(float64(b.N)*(few+lots)/b.Elapsed().Seconds(), "responses/s")
}

// numberedID is an identifier of the length and randomness of a response's.
func numberedID(n uint64) string {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(nil, n))
	return hex.EncodeToString(sum[:16])
}

// typicalResponse answers the built-in questionnaire as most residents do.
func typicalResponse(now time.Time) survey.Response {
	return survey.Response{
		Municipality: "kok-jar", Campaign: "kok-jar-2026", Village: "kok-jar", Questionnaire: "needs@2026010101",
		Channel: survey.Web, Language: "ky", Respondent: numberedID(0), Receipt: "4H8KQ-7ZP2M",
		Consent: survey.ConsentGiven{Version: "1", Language: "ky", At: now}, Begun: now, Submitted: now,
		Answers: []survey.Answer{
			{Question: "needs", Value: survey.Chosen("water", "roads", "kinder")},
			{Question: "ranking", Value: survey.Chosen("roads", "water", "kinder")},
			{Question: "severity", Value: survey.Rated(
				survey.Level{Choice: "water", Level: 5}, survey.Level{Choice: "roads", Level: 4}, survey.Level{Choice: "kinder", Level: 3})},
			{Question: "sex", Value: survey.Chosen(survey.SexFemale)},
			{Question: "age", Value: survey.Chosen("25-34")},
			{Question: "wish", Value: survey.Words("Көпүрөнү оңдоп берсеңиздер, балдар мектепке айланып барат.")},
		},
	}
}
