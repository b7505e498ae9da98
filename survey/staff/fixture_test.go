package staff_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
	"ashar/survey/staff"
)

// office is the room over a real store, with two municipalities.
type office struct {
	t       *testing.T
	now     time.Time
	db      *store.DB
	door    *access.Door
	room    *page.Room
	handler http.Handler
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return o.now }
	db, err := store.Open(t.Context(), "file:"+t.TempDir()+"/ashar.db", clock)
	if err != nil {
		t.Fatal(err)
	}
	o.db = db
	for id, name := range map[string]string{"kok-jar": "Көк-Жар", "ak-tal": "Ак-Тал"} {
		o.must(db.SaveMunicipality(t.Context(), survey.Municipality{
			ID: id, Rev: 1, Name: survey.Text{"ky": name}, Villages: []survey.Village{{ID: "v", Name: survey.Text{"ky": "Айыл"}}},
		}))
	}
	o.door = access.NewDoor(db, rand.Reader, access.Costing(access.Cost{Memory: 64, Time: 1, Threads: 1}),
		access.Sealing(survey.NewSeal(survey.NewPseudonyms([]byte(strings.Repeat("s", survey.MinSecret))), "staff")))
	t.Cleanup(func() {
		o.door.Wait()
		if err := db.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	pages := pagetest.New(t)
	door, err := page.NewDoor(pages, o.door, "/desk", clock)
	o.must(err)
	door.Welcome(staff.Welcome)
	made, err := staff.New(staff.Deps{
		Pages: pages, Door: door, Access: o.door, Places: db, Entries: db, Ages: ages, Zone: time.FixedZone("Asia/Bishkek", 6*60*60), Now: clock,
	})
	o.must(err)
	e := pages.Echo()
	door.Mount(e)
	made.Register(e)
	o.handler, o.room = e, made.Room()
	return o
}

// ages are the bands in which people answer.
func ages(context.Context, string) ([]string, error) {
	return []string{"18-28", "29-44", "45-59", "60+"}, nil
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// visitor is somebody of the staff in their browser.
type visitor struct {
	o       *office
	id      string
	cookies map[string]string
}

// as makes an account and lets it in by a link.
func (o *office) as(municipality string, role access.Role, id string) *visitor {
	o.t.Helper()
	account, err := access.NewAccount(o.now, municipality, id, "Аты "+id, role)
	o.must(err)
	o.must(o.db.AddAccount(o.t.Context(), account))
	token, err := o.door.Invite(o.t.Context(), o.now, id, 0)
	o.must(err)
	return o.enter(id, page.SignInPath(token))
}

// enter comes in by a link's path.
func (o *office) enter(id, link string) *visitor {
	o.t.Helper()
	v := &visitor{o, id, map[string]string{}}
	w := v.post(link, nil)
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != staff.Welcome {
		o.t.Fatalf("signing in: got %d to %q, want 303 to %q", w.Code, got, staff.Welcome)
	}
	return v
}

func (v *visitor) do(r *http.Request) *httptest.ResponseRecorder {
	r.Header.Set("Accept-Language", "ru")
	r.Header.Set("User-Agent", "Mozilla/5.0 (Android) Chrome/1")
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.o.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		v.cookies[c.Name] = c.Value
	}
	return w
}

func (v *visitor) get(path string) *httptest.ResponseRecorder {
	return v.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (v *visitor) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(r)
}

// fields makes a form of names and values.
func fields(pairs ...string) url.Values {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

// read parses a page that must have this status.
func (o *office) read(w *httptest.ResponseRecorder, status int) *goquery.Document {
	o.t.Helper()
	if w.Code != status {
		o.t.Fatalf("got status %d, want %d\n%s", w.Code, status, w.Body)
	}
	doc, err := goquery.NewDocumentFromReader(w.Body)
	o.must(err)
	return doc
}

// leads checks that a request led on.
func (o *office) leads(what string, w *httptest.ResponseRecorder, to string) {
	o.t.Helper()
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != to {
		o.t.Errorf("%s: got %d to %q, want 303 to %q\n%s", what, w.Code, got, to, w.Body)
	}
}

// said checks that a selection's text has the words.
func said(t *testing.T, what string, s *goquery.Selection, words ...string) {
	t.Helper()
	text := strings.Join(strings.Fields(s.Text()), " ")
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%s: got %q, want it to say %q", what, text, w)
		}
	}
}

const password = "кызыл алма бакта"
