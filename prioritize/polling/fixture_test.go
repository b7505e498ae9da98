package polling_test

import (
	"crypto/rand"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"ashar/prioritize/hearing"
	"ashar/prioritize/live"
	"ashar/prioritize/polling"
	"ashar/store"
	"ashar/store/storetest"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

// evening is when the hearing is: half past two in Bishkek.
var evening = time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC)

const autumn = "autumn"

// hall is the room over a real store, with an open hearing of invented people.
type hall struct {
	*hearing.Hall
	t       testing.TB
	db      *store.DB
	rooms   *polling.Polling
	handler http.Handler
	door    *access.Door
	clock   atomic.Int64 // since evening
	codes   []string
}

func (h *hall) now() time.Time { return evening.Add(time.Duration(h.clock.Load())) }

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// newHall has so many slips handed out.
func newHall(t testing.TB, slips int) *hall {
	t.Helper()
	h := &hall{t: t, db: storetest.Open(t, "file:"+filepath.Join(t.TempDir(), "ashar.db"))}
	ctx := t.Context()
	for _, m := range []string{"kok-jar", "ak-tal"} {
		h.must(h.db.SaveMunicipality(ctx, survey.Municipality{
			ID: m, Rev: 1, Name: survey.Text{"ky": "Көк-Жар айыл аймагы", "ru": "Кок-Жарский айылный аймак"}, Invented: true,
			Villages: []survey.Village{{ID: "archa", Name: survey.Text{"ky": "Арча-Булак"}}},
		}))
	}
	for campaign, m := range map[string]string{"needs": "kok-jar", "theirs": "ak-tal"} {
		h.must(h.db.SaveCampaign(ctx, survey.Campaign{ID: campaign, Rev: 1, Municipality: m, Status: survey.StatusFrozen}))
	}
	x := hearing.Hearing{
		ID: autumn, Rev: 1, Municipality: "kok-jar", Campaign: "needs", Kind: hearing.Public, State: hearing.Planned, Place: "Маданият үйү",
		Planned: evening, Quorum: 4, Address: "http://192.168.1.2:8080", Agenda: []string{"Сурамжылоонун жыйынтыгы", "Добуш берүү"},
	}
	for i, need := range []string{"Таза суу", "Жолдор", "Көчө жарыгы", "Мектеп"} {
		x.Options = append(x.Options, hearing.Option{ID: fmt.Sprint("need-", i), Label: survey.Text{"ky": need}, Rank: i + 1})
	}
	x.Options[1].Village = "archa"
	h.must(h.db.SaveHearing(ctx, x))
	feed := live.New(live.Config{})
	t.Cleanup(feed.Close)
	h.Hall = hearing.NewHall(h.db, survey.NewPseudonyms([]byte("a secret of thirty-two bytes, so")), h.now, func(id string) { feed.Tell(live.Hearing(id)) })
	pages := pagetest.New(t)
	h.door = access.NewDoor(h.db, rand.Reader)
	door, err := page.NewDoor(pages, h.door, "/desk", h.now)
	h.must(err)
	h.rooms, err = polling.New(polling.Deps{
		Pages: pages, Door: door, Hall: h.Hall, Store: h.db, Feed: feed, Catalogue: h.db, Zone: time.FixedZone("Asia/Bishkek", 6*60*60), Now: h.now,
	})
	h.must(err)
	e := pages.Echo()
	door.Mount(e)
	h.rooms.Register(e)
	h.handler = e
	if slips > 0 {
		made, err := h.Issue(ctx, autumn, 0, slips)
		h.must(err)
		h.codes, err = h.Codes(ctx, made, 1, slips)
		h.must(err)
		_, err = h.HandOut(ctx, autumn, 1, slips)
		h.must(err)
	}
	return h
}

// begin opens the hearing.
func (h *hall) begin() {
	h.t.Helper()
	_, err := h.Change(h.t.Context(), autumn, func(x *hearing.Hearing) error { return x.Begin(h.now()) })
	h.must(err)
}

// call opens a round among all options.
func (h *hall) call(r hearing.Round) int {
	h.t.Helper()
	r.Options = []string{"need-0", "need-1", "need-2", "need-3"}
	x, err := h.Change(h.t.Context(), autumn, func(x *hearing.Hearing) error {
		if err := x.Call(r); err != nil {
			return err
		}
		return x.Current().Open(h.now())
	})
	h.must(err)
	return len(x.Rounds)
}

func (h *hall) close(round int) *hearing.Round {
	h.t.Helper()
	x, err := h.Close(h.t.Context(), autumn, round)
	h.must(err)
	return x.Round(round)
}

// as signs a new account in, and returns its cookie.
func (h *hall) as(municipality string, role access.Role) string {
	h.t.Helper()
	a, err := access.NewAccount(h.now(), municipality, fmt.Sprint(role, "-", municipality), "Айнура", role)
	if err == nil {
		err = h.db.AddAccount(h.t.Context(), a)
	}
	h.must(err)
	token, err := h.door.Invite(h.t.Context(), h.now(), a.ID, 0)
	h.must(err)
	_, session, err := h.door.SignIn(h.t.Context(), h.now(), token)
	h.must(err)
	return "session=" + session
}

// ask asks for a path, by GET, or by POST where there is a form.
func (h *hall) ask(path string, form url.Values, header ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	method, body := http.MethodGet, ""
	if form != nil {
		method, body = http.MethodPost, form.Encode()
	}
	r := httptest.NewRequestWithContext(h.t.Context(), method, path, strings.NewReader(body))
	r.Header.Set("Accept-Language", "ky")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

// phone is a browser without scripts and cookies.
type phone struct {
	*hall
	at     string
	status int
	doc    *goquery.Document
}

func (h *hall) phone(slip int) *phone {
	h.t.Helper()
	p := &phone{hall: h}
	p.open("/v/" + h.codes[slip] + "?lang=ky")
	return p
}

func (p *phone) open(path string) { p.t.Helper(); p.take(path, p.ask(path, nil)) }

func (p *phone) take(path string, w *httptest.ResponseRecorder) {
	p.t.Helper()
	if cookies := w.Result().Header["Set-Cookie"]; cookies != nil {
		p.t.Errorf("%s sets %q", path, cookies)
	}
	if to := w.Header().Get("Location"); to != "" {
		p.open(to)
		return
	}
	doc, err := goquery.NewDocumentFromReader(w.Body)
	p.must(err)
	p.at, p.status, p.doc = path, w.Code, doc
}

// send fills the ballot in and sends it.
func (p *phone) send(fields url.Values) {
	p.t.Helper()
	form := p.doc.Find("form.ballot")
	if form.Length() != 1 {
		p.t.Fatalf("%s has %d ballots\n%s", p.at, form.Length(), p.doc.Find("main").Text())
	}
	sent := url.Values{}
	form.Find("input[type=hidden]").Each(func(_ int, el *goquery.Selection) { sent.Set(el.AttrOr("name", ""), el.AttrOr("value", "")) })
	maps.Copy(sent, fields)
	path := form.AttrOr("action", "")
	p.take(path, p.ask(path, sent))
}

func (p *phone) text(selector string) string {
	return strings.Join(strings.Fields(p.doc.Find(selector).Text()), " ")
}

// says fails the test unless the page was answered so and says this.
func (p *phone) says(status int, words string) {
	p.t.Helper()
	if got := p.text("main"); p.status != status || !strings.Contains(got, words) {
		p.t.Errorf("%s: status %d, want %d, and %q in:\n%s", p.at, p.status, status, words, got)
	}
}

func request(t testing.TB, path string) *http.Request {
	t.Helper()
	return httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
}

func (h *hall) serve(r *http.Request) int {
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w.Code
}
