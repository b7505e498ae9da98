package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"ashar/configs"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
)

// What the benchmark of pages has in its store, and what it holds them to. Everything in it is invented.
const (
	pagesAnswers  = 100_000 // of the campaign that is looked at
	pagesBefore   = 5_000   // of one that was published before
	pagesTickets  = 20_000  // personal codes of a third
	pagesVillages = 12
	pagesCeiling  = 300 * time.Millisecond // of all but one in twenty looks at a page
	pagesRounds   = 20                     // each user looks at every page so often, at least
	pagesEvery    = 250 * time.Millisecond // an answer arrives so often
	pagesCorrect  = 20                     // one in so many arrivals is a correction
)

// pagesFirst are asked for the first time after a start: what takes longest then is that the answers are to be counted.
var pagesFirst = []string{"/f/:code", "/desk", "/desk/:campaign", "/desk/:campaign/coverage", "/board/:campaign", "/r/:code (published)"}

// BenchmarkPages asks for every page of the service, as two users do at once, with 100,000 answers in the store on the
// disk, while others keep arriving. One operation is a round of both users over all pages. It reports how long all but
// one in twenty looks at the slowest page took at most (page_p95_ms), that by the ceiling of 300 ms (of-300ms), the same of
// files that are downloaded (file_p95_ms), and the slowest first look after the service started (first_ms). The table of all is printed.
func BenchmarkPages(b *testing.B) {
	uri, town := fillPages(b)
	p := openPages(b, uri)
	looks := p.looks(b, town)
	first := map[string]time.Duration{}
	for _, l := range looks {
		if !slices.Contains(pagesFirst, l.name) {
			continue
		}
		q := openPages(b, uri) // as after a start
		first[l.name] = q.look(b, l, q.sessions(b)).took
		q.close(b)
	}
	seen := &sightings{took: map[string][]time.Duration{}, status: map[string]int{}}
	sessions := p.sessions(b)
	arriving, stop := context.WithCancel(b.Context())
	var all sync.WaitGroup
	all.Go(func() { p.arrive(arriving, b, town) })
	for rounds, more := 0, true; more || rounds < pagesRounds; rounds++ {
		if more {
			more = b.Loop()
		}
		var users sync.WaitGroup
		for user := range 2 {
			users.Go(func() {
				for i := range looks {
					l := looks[(i+user*len(looks)/2)%len(looks)]
					seen.add(l.name, p.look(b, l, sessions))
				}
			})
		}
		users.Wait()
	}
	stop()
	all.Wait()
	p.close(b)
	reported(b, looks, seen, first)
}

// look is something to ask for.
type look struct {
	name, path string
	by         access.Role // "" for anybody
	file       bool
}

type sighting struct {
	took   time.Duration
	status int
}

type sightings struct {
	mu     sync.Mutex
	took   map[string][]time.Duration
	status map[string]int
}

func (s *sightings) add(name string, x sighting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.took[name], s.status[name] = append(s.took[name], x.took), x.status
}

func reported(b *testing.B, looks []look, seen *sightings, first map[string]time.Duration) {
	b.Helper()
	var page, file, cold time.Duration
	p95 := map[string]time.Duration{}
	for _, l := range looks {
		took := seen.took[l.name]
		slices.Sort(took)
		p95[l.name] = took[len(took)*95/100]
		if l.file {
			file = max(file, p95[l.name])
			continue
		}
		page, cold = max(page, p95[l.name]), max(cold, first[l.name])
	}
	slices.SortStableFunc(looks, func(a, b look) int { return cmp.Compare(p95[b.name], p95[a.name]) })
	var table strings.Builder
	fmt.Fprintf(&table, "%d answers; milliseconds\n%8s %8s %8s\n", pagesAnswers, "p50", "p95", "max")
	for _, l := range looks {
		took, kind := seen.took[l.name], ""
		if l.file {
			kind = "  (file)"
		}
		fmt.Fprintf(&table, "%8.1f %8.1f %8.1f  %d %s%s\n", ms(took[len(took)/2]), ms(p95[l.name]), ms(took[len(took)-1]), seen.status[l.name], l.name, kind)
	}
	for _, name := range pagesFirst {
		fmt.Fprintf(&table, "%8.1f first after a start: %s\n", ms(first[name]), name)
	}
	_, _ = os.Stdout.WriteString("\n" + table.String()) // the log of a benchmark ends after ten lines
	b.ReportMetric(ms(page), "page_p95_ms")
	b.ReportMetric(page.Seconds()/pagesCeiling.Seconds(), "of-300ms")
	b.ReportMetric(ms(file), "file_p95_ms")
	b.ReportMetric(ms(cold), "first_ms")
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// pagesTown is the municipality of the benchmark, with what its pages are about.
type pagesTown struct {
	place     survey.Municipality
	form      *survey.Questionnaire
	doors     map[string][]survey.Door // by campaign
	interview string                   // one that is under way
	response  string                   // one that was sent
	account   string
}

// The campaigns of the benchmark.
const (
	pagesNow    = "kok-jar-now"
	pagesLast   = "kok-jar-last" // published
	pagesCodes  = "kok-jar-codes"
	pagesDrafts = "kok-jar-draft"
)

// fillPages makes a store on the disk.
func fillPages(b *testing.B) (uri string, town *pagesTown) {
	b.Helper()
	uri = "file:" + filepath.Join(b.TempDir(), "pages.db")
	var clock atomic.Int64 // the last day on which answers came ends now
	at := func() time.Time { return time.UnixMilli(clock.Load()) }
	begun := time.Now().Add(-14 * 24 * time.Hour)
	clock.Store(begun.UnixMilli())
	db, err := store.Open(b.Context(), uri, at)
	if err != nil {
		b.Fatal(err)
	}
	town = newTown(b, db, begun)
	town.answer(b, db, pagesLast, pagesBefore, begun.Add(-60*24*time.Hour), &clock)
	town.answer(b, db, pagesNow, pagesAnswers, begun, &clock)
	clock.Store(time.Now().UnixMilli())
	town.people(b, db)
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	return uri, town
}

// newTown keeps a municipality of twelve villages, and its campaigns.
func newTown(b *testing.B, db *store.DB, begun time.Time) *pagesTown {
	b.Helper()
	f, err := configs.Places().Open(demoPlace + ".json")
	if err != nil {
		b.Fatal(err)
	}
	place, err := decodeMunicipality(f)
	if err = errors.Join(err, f.Close()); err != nil {
		b.Fatal(err)
	}
	villages := place.Villages
	place.Villages = nil
	for i := range pagesVillages {
		v := villages[i%len(villages)]
		if i >= len(villages) {
			v.ID = fmt.Sprintf("%s-%d", v.ID, i)
			v.Name = maps.Clone(v.Name)
			for lang := range v.Name {
				v.Name[lang] += fmt.Sprintf(" %d", i)
			}
		}
		v.Population = slices.Clone(v.Population)
		for j := range v.Population {
			v.Population[j].Count *= 20 // more people than answers
		}
		place.Villages = append(place.Villages, v)
	}
	form, err := readBuiltin(builtinQuestionnaire)
	if err != nil {
		b.Fatal(err)
	}
	t := &pagesTown{place: place, form: form, doors: map[string][]survey.Door{}}
	for _, id := range []string{pagesLast, pagesNow, pagesCodes} {
		c := newCampaign(&t.place, form, id)
		c.Visibility = survey.ShowsCount
		if id == pagesCodes {
			c.Admission = survey.AdmitsCodes
		}
		opens := begun
		if id == pagesLast {
			opens = begun.Add(-60 * 24 * time.Hour)
		}
		if t.doors[id], err = (setup{t.place, form, c, rand.Reader}).store(b.Context(), db, opens, false); err != nil {
			b.Fatal(err)
		}
	}
	return t
}

// people sets up what else there is: personal codes, staff, an audit trail, a draft, and published results.
func (t *pagesTown) people(b *testing.B, db *store.DB) {
	b.Helper()
	ctx, now, lead := b.Context(), time.Now(), newSteward(db, rand.Reader, time.UTC)
	draft := newCampaign(&t.place, t.form, pagesDrafts)
	if _, err := lead.Draft(ctx, now, access.Terminal(), draft, t.form); err != nil {
		b.Fatal(err)
	}
	last, err := db.Campaign(ctx, pagesLast)
	if err == nil {
		last, err = lead.Close(ctx, now.Add(-time.Hour), access.Terminal(), last)
	}
	if err == nil {
		_, _, err = lead.Publish(ctx, now, access.Terminal(), last)
	}
	if err != nil {
		b.Fatal(err)
	}
	trail := access.NewTrail(db)
	for i := range 40 {
		a, err := access.NewAccount(now, t.place.ID, fmt.Sprintf("enumerator-%d", i), "Аты", access.Enumerator)
		if err == nil {
			err = db.AddAccount(ctx, a)
		}
		if err != nil {
			b.Fatal(err)
		}
		t.account = a.ID
		for range 50 {
			if _, err := trail.Write(ctx, now, a, access.Deed{
				Municipality: t.place.ID, Action: access.RunCampaigns, Subject: "campaign/" + pagesNow, After: "a deed",
			}); err != nil {
				b.Fatal(err)
			}
		}
	}
	codes, err := db.Campaign(ctx, pagesCodes)
	if err != nil {
		b.Fatal(err)
	}
	gate := survey.NewGate(db, db, survey.NewPseudonyms([]byte(strings.Repeat("s", survey.MinSecret))))
	doors := t.doors[pagesCodes]
	group, ctx := errgroup.WithContext(ctx)
	for i := range doors {
		for part := range 4 {
			group.Go(func() error {
				_, err := gate.Issue(ctx, rand.Reader, survey.Batch{Campaign: codes, Door: &doors[i], Label: fmt.Sprintf("batch %d", part)}, pagesTickets/len(doors)/4)
				return err
			})
		}
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
}

// answer keeps what n invented residents answer, from a day on, and has the clock go with it.
func (t *pagesTown) answer(b *testing.B, db *store.DB, campaign string, n int, from time.Time, clock *atomic.Int64) {
	b.Helper()
	people := invent(&t.place, t.form, n, 1)
	group, ctx := errgroup.WithContext(b.Context())
	group.SetLimit(256)
	for i := range people {
		at := from.Add(time.Duration(i) * 14 * 24 * time.Hour / time.Duration(n))
		group.Go(func() error {
			iv, r, sent := t.said(campaign, &people[i], at)
			clock.Store(max(clock.Load(), at.UnixMilli()))
			if err := db.SaveInterview(ctx, iv); err != nil || !sent {
				return err
			}
			return db.InsertResponse(ctx, r)
		})
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
	for i := range people {
		if iv, r, sent := t.said(campaign, &people[i], from); sent && campaign == pagesNow && t.response == "" {
			t.response = r.ID
		} else if !sent && campaign == pagesNow && t.interview == "" {
			iv.ID = survey.NewInterviewID()
			t.interview = iv.ID
			if err := db.SaveInterview(b.Context(), iv); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// said is what a resident said; sent is false of those who went away in between.
func (t *pagesTown) said(campaign string, p *resident, at time.Time) (iv survey.Interview, r survey.Response, sent bool) {
	at = at.UTC().Truncate(time.Millisecond)
	door := t.doors[campaign][slices.IndexFunc(t.place.Villages, func(v survey.Village) bool { return v.ID == p.village })]
	iv = survey.Interview{
		ID: survey.NewInterviewID(), Rev: 1, Municipality: t.place.ID, Campaign: campaign, Village: p.village, Door: door.Code,
		Questionnaire: t.form.Key(), Channel: p.channel, Language: p.language,
		Consent: survey.ConsentGiven{Version: t.form.Consent.Version, Language: p.language, At: at}, Begun: at, Updated: at, At: "needs",
	}
	if p.quits {
		return iv, survey.Response{}, false
	}
	for i := range t.form.Questions {
		x := &t.form.Questions[i]
		if v := p.value(x); !v.Skipped {
			iv.Answers = append(iv.Answers, survey.Answer{Question: x.Name, Value: v})
		}
	}
	iv.At, iv.Response, iv.Submitted = "", iv.ResponseID(), at.Add(3*time.Minute)
	r = survey.Response{
		ID: iv.Response, Municipality: iv.Municipality, Campaign: campaign, Village: iv.Village, Questionnaire: iv.Questionnaire,
		Channel: iv.Channel, Language: iv.Language, Consent: iv.Consent, Begun: at, Submitted: iv.Submitted, Receipt: "ABCDE-FGHJK", Answers: iv.Answers,
	}
	return iv, r, true
}

// pagesService is the service over that store.
type pagesService struct{ premises }

func openPages(b *testing.B, uri string) *pagesService {
	b.Helper()
	cfg, err := configs.Load(configs.Sources{Flags: map[string]string{"store": uri, "public_url": "https://ashar.test"}})
	if err != nil {
		b.Fatal(err)
	}
	a, err := newApp(b.Context(), cfg, slog.New(slog.DiscardHandler), time.Now, rates{})
	if err != nil {
		b.Fatal(err)
	}
	return &pagesService{premises{t: b, app: a, door: access.NewDoor(a.db, rand.Reader)}}
}

func (p *pagesService) close(b *testing.B) {
	b.Helper()
	if err := p.app.close(); err != nil {
		b.Error(err)
	}
}

// sessions signs an owner and an administrator in.
func (p *pagesService) sessions(b *testing.B) map[access.Role]string {
	b.Helper()
	in := map[access.Role]string{}
	for _, role := range []access.Role{access.Owner, access.Administrator} {
		a, municipality := string(role)+"-of-pages", demoPlace
		if role == access.Administrator {
			municipality = access.Instance
		}
		account, err := access.NewAccount(time.Now(), municipality, a, "Аты", role)
		if err == nil {
			_ = p.app.db.AddAccount(b.Context(), account) // it may be there
		}
		token, err := p.door.Invite(b.Context(), time.Now(), a, 0)
		if err == nil {
			_, in[role], err = p.door.SignIn(b.Context(), time.Now(), token)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	return in
}

// looks are all GET routes, each of the campaign for which it is the hardest.
func (p *pagesService) looks(b *testing.B, t *pagesTown) []look {
	b.Helper()
	asset := ""
	for _, r := range p.app.echo.Routes() {
		if r.Path == "/a/:file" {
			asset = "ashar.css"
		}
	}
	table, door := readRoutes(b), t.doors[pagesNow][0].Code
	var looks []look
	add := func(name, query, campaign string, r route) {
		path := strings.NewReplacer(
			":campaign", campaign, "/a/:file", "/a/"+asset, ":file", "a4.pdf", ":code", door, ":account", t.account, ":village", t.place.Villages[0].ID,
			":token", strings.Repeat("A", 43), ":id", t.interview, ":question", "needs", ":response", t.response,
		).Replace(r.path)
		l := look{name: name + query, path: path + query, file: strings.Contains(filepath.Base(path), ".")}
		if r.action != "" {
			l.by = access.Owner
			if !access.Owner.May(r.action) {
				l.by = access.Administrator
			}
		}
		looks = append(looks, l)
	}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		r := table[name]
		if r.method != http.MethodGet {
			continue
		}
		name := strings.TrimPrefix(name, "GET ")
		campaign := pagesNow
		switch {
		case strings.HasSuffix(r.path, "/codes"):
			campaign = pagesCodes
		case strings.Contains(r.path, ":campaign/preview"), strings.Contains(r.path, ":campaign/phone"), strings.Contains(r.path, ":campaign/questions"):
			campaign = pagesDrafts
		}
		add(name, "", campaign, r)
		switch name {
		case "/board/:campaign":
			add(name, "?rule=borda", campaign, r)
			add(name, "?village="+t.place.Villages[3].ID, campaign, r)
			add(name, "?weights=villages&groups=age&heat="+t.place.Villages[5].ID, campaign, r)
		case "/r/:code":
			published := r
			published.path = "/r/" + t.doors[pagesLast][0].Code
			add("/r/:code (published)", "", campaign, published)
		}
	}
	return looks
}

// look asks for something as a browser does.
func (p *pagesService) look(b *testing.B, l look, sessions map[access.Role]string) sighting {
	b.Helper()
	req := httptest.NewRequestWithContext(b.Context(), http.MethodGet, l.path, nil)
	req.Header.Set("Accept", "text/html")
	req.Header.Set("Accept-Encoding", "gzip")
	if l.by != "" {
		req.Header.Set("Cookie", "__Host-session="+sessions[l.by])
	}
	w := httptest.NewRecorder()
	began := time.Now()
	p.app.handle(w, req)
	took := time.Since(began)
	if w.Code >= http.StatusInternalServerError {
		b.Errorf("GET %s: %d\n%s", l.path, w.Code, w.Body)
	}
	return sighting{took, w.Code}
}

// arrive has answers arrive, and some of them corrected, until ctx ends.
func (p *pagesService) arrive(ctx context.Context, b *testing.B, t *pagesTown) {
	b.Helper()
	people := invent(&t.place, t.form, 10_000, 2)
	every := time.NewTicker(pagesEvery)
	defer every.Stop()
	var last survey.Response
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
		iv, r, sent := t.said(pagesNow, &people[i%len(people)], time.Now())
		var err error
		switch {
		case i%pagesCorrect == pagesCorrect-1 && last.ID != "":
			last.Edits++
			err, r = p.app.db.ReplaceResponse(b.Context(), last), last
		case !sent:
			err = p.app.db.SaveInterview(b.Context(), iv)
		default:
			if err = p.app.db.SaveInterview(b.Context(), iv); err == nil {
				err = p.app.db.InsertResponse(b.Context(), r)
			}
			last = r
		}
		if err != nil {
			b.Error(err)
			return
		}
		if r.ID != "" {
			p.app.followers.offer(r)
		}
	}
}
