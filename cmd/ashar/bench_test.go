package main_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ashar/prioritize"
	"ashar/store"
	"ashar/survey"
)

// phones is how many residents answer at the same time in the benchmarks.
const phones = 64

// steps are what a resident posts, one screen after another: the last part of
// the path, and the form.
var steps = []struct {
	path string
	form url.Values
}{
	{"/needs", url.Values{"choice": {"water", "roads", "kinder"}, "do": {"next"}}},
	{"/order", url.Values{"order": {"roads", "water", "kinder"}, "do": {"next"}}},
	{"/severity", url.Values{"level.water": {"4"}, "level.roads": {"5"}, "level.kinder": {"3"}, "do": {"next"}}},
	{"/sex", url.Values{"choice": {survey.SexFemale}, "do": {"next"}}},
	{"/age", url.Values{"choice": {"29-44"}, "do": {"next"}}},
	{"/wish", url.Values{"text": {"Көпүрөнүн жанына жарык керек."}, "do": {"next"}}},
	{"", url.Values{"do": {"send"}}},
}

// BenchmarkAnswersThroughHTTP measures how many answers are taken per second,
// each a form posted over HTTP, checked by Intake, and durable before the reply;
// and, in the same run, how many writes of the same documents the bare store
// commits, which is the ceiling. One operation is one answer.
func BenchmarkAnswersThroughHTTP(b *testing.B) {
	ceiling := bareCommits(b)
	s := newService(b)
	var left, sent atomic.Int64
	left.Store(int64(b.N))
	took := make([][]time.Duration, phones)
	var all sync.WaitGroup
	b.ResetTimer()
	for i := range phones {
		all.Go(func() {
			p, err := newPhone(s.base)
			if err != nil {
				b.Error(err)
				return
			}
			defer p.conn.Close()
			for left.Load() > 0 {
				at, err := p.post("/f/"+s.codes[i%len(s.codes)]+"?lang=ky", url.Values{"consent": {consentVersion}})
				at, _, _ = strings.Cut(strings.TrimPrefix(at, s.base), "/needs")
				for _, step := range steps {
					if err != nil {
						b.Error(err)
						return
					}
					if left.Add(-1) < 0 {
						return
					}
					began := time.Now()
					_, err = p.post(at+step.path, step.form)
					took[i] = append(took[i], time.Since(began))
				}
				sent.Add(1)
			}
		})
	}
	all.Wait()
	b.StopTimer()
	rate := float64(b.N) / b.Elapsed().Seconds()
	durations := slices.Sorted(slices.Values(slices.Concat(took...)))
	b.ReportMetric(rate, "answers/s")
	b.ReportMetric(rate/ceiling, "of_ceiling")
	b.ReportMetric(float64(durations[len(durations)*99/100].Milliseconds()), "p99_ms")
	b.ReportMetric(float64(sent.Load())/b.Elapsed().Seconds(), "residents/s")
}

// consentVersion is the one of the built-in questionnaire.
const consentVersion = "2026112201"

// rawPhone is a phone's connection, as light as can be: what is measured is the
// service, not a client.
type rawPhone struct {
	conn net.Conn
	in   *bufio.Reader
	host string
}

func newPhone(base string) (*rawPhone, error) {
	host := strings.TrimPrefix(base, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		return nil, err
	}
	return &rawPhone{conn, bufio.NewReader(conn), host}, nil
}

// post sends a form and returns where the reply leads.
func (p *rawPhone) post(path string, form url.Values) (location string, err error) {
	body := form.Encode()
	_, err = fmt.Fprintf(p.conn, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		path, p.host, len(body), body)
	if err != nil {
		return "", err
	}
	r, err := http.ReadResponse(p.in, nil)
	if err != nil {
		return "", err
	}
	page, err := io.ReadAll(r.Body)
	if err == nil && r.StatusCode != http.StatusSeeOther {
		err = fmt.Errorf("POST %s: %s\n%s", path, r.Status, page)
	}
	return r.Header.Get("Location"), err
}

// bareCommits is how many writes per second the store commits when the documents
// of whole interviews are written to it with nothing before it.
func bareCommits(b *testing.B) float64 {
	b.Helper()
	db, err := store.Open(b.Context(), "file:"+filepath.Join(b.TempDir(), "bare.db"), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	var writes atomic.Int64
	ctx, stop := context.WithTimeout(context.WithoutCancel(b.Context()), 2*time.Second)
	defer stop()
	began := time.Now()
	var all sync.WaitGroup
	for range phones {
		all.Go(func() {
			for ctx.Err() == nil {
				if err := oneInterview(ctx, db, &writes); err != nil && ctx.Err() == nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	return float64(writes.Load()) / time.Since(began).Seconds()
}

// oneInterview writes what one resident makes the store write.
func oneInterview(ctx context.Context, db *store.DB, writes *atomic.Int64) error {
	now := time.Now().UTC()
	iv := survey.Interview{
		ID: survey.NewInterviewID(), Municipality: "kok-jar", Campaign: "needs", Village: "archa-bulak",
		Questionnaire: "community-needs@" + consentVersion, Channel: survey.Web, Language: "ky",
		Consent: survey.ConsentGiven{Version: consentVersion, Language: "ky", At: now}, Begun: now, Updated: now, At: "needs",
	}
	for rev := range len(steps) + 1 {
		iv.Rev = int64(rev) + 1
		if rev > 0 && rev < len(steps) {
			f := steps[rev-1].form
			v := survey.Value{Choices: slices.Concat(f["choice"], f["order"]), Text: f.Get("text")}
			iv.Answers = append(slices.Clone(iv.Answers), survey.Answer{Question: strings.TrimPrefix(steps[rev-1].path, "/"), Value: v})
		}
		if err := db.SaveInterview(ctx, iv); err != nil {
			return err
		}
		writes.Add(1)
	}
	err := db.InsertResponse(ctx, survey.Response{
		ID: iv.ID, Municipality: iv.Municipality, Campaign: iv.Campaign, Village: iv.Village, Questionnaire: iv.Questionnaire,
		Channel: iv.Channel, Language: iv.Language, Consent: iv.Consent, Begun: now, Submitted: now, Receipt: "ABCDE-FGHJK", Answers: iv.Answers,
	})
	if err == nil {
		writes.Add(1)
	}
	return err
}

// BenchmarkStoredToRanked measures how soon a stored answer is in the ranking of
// a campaign with thousands of them: from the moment at which it is durable to
// the new ranking. One operation is one answer; the time to store it is left out.
func BenchmarkStoredToRanked(b *testing.B) {
	s := newService(b)
	db, err := store.Open(b.Context(), s.store, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	place, err := db.Municipality(b.Context(), "kok-jar")
	if err != nil {
		b.Fatal(err)
	}
	q, err := db.Questionnaire(b.Context(), "community-needs@"+consentVersion)
	if err != nil {
		b.Fatal(err)
	}
	reader, err := prioritize.NewReader(q)
	if err != nil {
		b.Fatal(err)
	}
	live := prioritize.NewLive(prioritize.LiveConfig{
		Campaign: "needs", Municipality: &place, Reader: reader, Responses: db, Now: time.Now,
	})
	if err := live.Sync(b.Context()); err != nil {
		b.Fatal(err)
	}
	answer := func(i int) survey.Response {
		village := place.Villages[i%len(place.Villages)]
		stratum := village.Population[i/len(place.Villages)%len(village.Population)]
		needs := q.Choices("need")
		one, two := needs[i%len(needs)].Name, needs[(i+1+i/7%5)%len(needs)].Name
		return survey.Response{
			ID: fmt.Sprint(i), Municipality: "kok-jar", Campaign: "needs", Village: village.ID, Questionnaire: q.Key(), Channel: survey.Web,
			Answers: []survey.Answer{
				{Question: "needs", Value: survey.Chosen(one, two)},
				{Question: "order", Value: survey.Chosen(two, one)},
				{Question: "sex", Value: survey.Chosen(stratum.Sex)},
				{Question: "age", Value: survey.Chosen(stratum.Age)},
			},
		}
	}
	const before = 5000
	for i := range before {
		live.Offer(answer(i))
	}
	took := time.Duration(0)
	for i := range b.N {
		r := answer(before + i)
		if err := db.InsertResponse(b.Context(), r); err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		live.Offer(r)
		ranking, err := live.Ranking(prioritize.Reach)
		took += time.Since(began)
		if err != nil || ranking.Count != int64(before+i+1) {
			b.Fatalf("got a ranking of %d answers, %v; want %d", ranking.Count, err, before+i+1)
		}
	}
	b.ReportMetric(float64(took.Microseconds())/float64(b.N), "µs_to_rank")
}
