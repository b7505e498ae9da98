package api_test

import (
	"context"
	"iter"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"ashar/survey"
)

// many yields so many answers, and looks now and then how much memory is held.
type many struct {
	n    int
	held *uint64 // the most
}

func (m many) ResponsesAfter(context.Context, string, time.Time, string, int) iter.Seq2[survey.Stored, error] {
	panic("nobody asks for a page")
}

func (m many) Responses(_ context.Context, campaign string) iter.Seq2[survey.Response, error] {
	return func(yield func(survey.Response, error) bool) {
		for i := range m.n {
			if i%(m.n/4) == m.n/8 {
				runtime.GC()
				var s runtime.MemStats
				runtime.ReadMemStats(&s)
				*m.held = max(*m.held, s.HeapAlloc)
			}
			if !yield(generated(campaign, i), nil) {
				return
			}
		}
	}
}

// nowhere takes what is sent.
type nowhere struct {
	header http.Header
	n      int
}

func (w *nowhere) Header() http.Header { return w.header }
func (w *nowhere) WriteHeader(int)     {}
func (w *nowhere) Write(p []byte) (int, error) {
	w.n += len(p)
	return len(p), nil
}

// A hundred thousand answers are streamed, and a thousand: what is held at once may not grow with how many there are. The
// ceiling is 100 bytes for each that there are more, where one takes about 500 as it is written.
func BenchmarkAnswersStream(b *testing.B) {
	for _, format := range []string{"json", "csv"} {
		b.Run(format, func(b *testing.B) {
			const few, lots = 1_000, 100_000
			o := newOffice(b)
			stream := func(n int) (held uint64, sent int) {
				o := o.reading(many{n, &held})
				r := httptest.NewRequest(http.MethodGet, answersOf+"?words=yes&format="+format, nil)
				r.Header.Set("Authorization", "Bearer "+o.all)
				w := &nowhere{header: http.Header{}}
				o.handler.ServeHTTP(w, r)
				return held, w.n
			}
			var grown float64
			var sent int
			b.ReportAllocs()
			for b.Loop() {
				little, _ := stream(few)
				much, n := stream(lots)
				grown, sent = max(0, float64(much)-float64(little))/(lots-few), n
			}
			b.ReportMetric(grown, "held-B/answer")
			b.ReportMetric(grown/100, "of-100B")
			b.ReportMetric(float64(sent)/lots, "sent-B/answer")
			b.ReportMetric(float64(b.N)*(few+lots)/b.Elapsed().Seconds(), "answers/s")
		})
	}
}
