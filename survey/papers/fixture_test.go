package papers_test

import (
	"bytes"
	"crypto/rand"
	"mime/multipart"
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
	"ashar/survey/papers"
)

var (
	bishkek = time.FixedZone("Asia/Bishkek", 6*60*60)
	secret  = survey.NewPseudonyms([]byte("a secret of thirty-two characters"))
)

// office is the room over a real store, with a campaign under way in two villages, and one of the neighbours'.
type office struct {
	t        *testing.T
	now      time.Time
	db       *store.DB
	door     *access.Door
	typing   *survey.Typing
	handler  http.Handler
	room     *page.Room
	sessions map[access.Role]string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC), sessions: map[access.Role]string{}}
	clock := func() time.Time { return o.now }
	db, err := store.Open(t.Context(), "file:"+t.TempDir()+"/ashar.db", clock)
	o.must(err)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	o.db, o.door = db, access.NewDoor(db, rand.Reader)
	q := needs()
	o.must(db.InsertQuestionnaire(t.Context(), q))
	for _, id := range []string{"kok-jar", "ak-tal"} {
		o.must(db.SaveMunicipality(t.Context(), survey.Municipality{
			ID: id, Rev: 1, Name: text("Көк-Жар", "Кок-Жар"),
			Villages: []survey.Village{{ID: "archa", Name: text("Арча", "Арча")}, {ID: "tor", Name: text("Кең-Төр", "Кен-Тёр")}},
		}))
		o.must(db.SaveCampaign(t.Context(), survey.Campaign{
			ID: "of-" + id, Rev: 1, Municipality: id, Title: text("Жай", "Лето"), Questionnaire: q.Key(), Status: survey.StatusOpen,
			Opens: time.Date(2026, 5, 1, 0, 0, 0, 0, bishkek), Closes: time.Date(2026, 6, 1, 0, 0, 0, 0, bishkek),
		}))
	}
	o.must(db.InsertDoor(t.Context(), survey.Door{Code: "TQR222", Campaign: "of-kok-jar", Municipality: "kok-jar", Village: "tor"}))
	pages := pagetest.New(t)
	door, err := page.NewDoor(pages, o.door, "/desk", clock)
	o.must(err)
	here := func() time.Time { return clock().In(bishkek) }
	o.typing = survey.NewTyping(survey.NewIntake(db, db, db, db, here, survey.Told{}).Behind(survey.NewGate(db, db, secret)), db, secret)
	room, err := papers.New(papers.Deps{
		Pages: pages, Words: pagetest.Words(t), Door: door, Campaigns: db, Places: db, Papers: db, Typing: o.typing, Pseudonyms: secret, Entries: db,
		Form: func(code string) string { return "https://ashar.example.kg/f/" + code }, Zone: bishkek, Now: clock,
	})
	o.must(err)
	e := pages.Echo()
	door.Mount(e)
	room.Register(e)
	o.handler, o.room = e, room.Templates()
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func text(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }

func needs() *survey.Questionnaire {
	need := func(name, ky, ru string) survey.Choice {
		return survey.Choice{Name: name, Label: text(ky, ru), Need: name}
	}
	q := &survey.Questionnaire{
		ID: "needs", Version: "2026010101", Languages: []string{"ky", "ru"}, Title: text("Эмне керек?", "Что нужно?"),
		Consent: survey.Consent{Version: "1", Text: text("Макулмун.", "Я согласен.")},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{need("water", "Таза суу", "Чистая вода"), need("roads", "Жол", "Дороги")}},
			{Name: "sex", Choices: []survey.Choice{{Name: "female", Label: text("Аял", "Женщина")}, {Name: "male", Label: text("Эркек", "Мужчина")}}},
		},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Max: 1, Required: true, Label: text("Эмне керек?", "Что нужно?")},
			{Name: "sex", Kind: survey.SelectOne, Role: survey.RoleSex, List: "sex", Label: text("Жынысыңыз", "Ваш пол")},
			{Name: "wish", Kind: survey.TextAnswer, Role: survey.RoleProposal, Max: 100, Label: text("Каалооңуз", "Пожелание")},
		},
	}
	q.Prepare()
	return q
}

// as signs in somebody of kok-jar with the role, and returns the cookie.
func (o *office) as(role access.Role) string {
	o.t.Helper()
	if cookie, ok := o.sessions[role]; ok {
		return cookie
	}
	account, err := access.NewAccount(o.now, "kok-jar", string(role), "Айгүл", role)
	o.must(err)
	o.must(o.db.AddAccount(o.t.Context(), account))
	token, err := o.door.Invite(o.t.Context(), o.now, string(role), 0)
	o.must(err)
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, page.SignInPath(token), nil))
	o.sessions[role] = w.Result().Cookies()[0].String()
	return o.sessions[role]
}

// send sends a request in Kyrgyz as an organiser.
func (o *office) send(method, path, kind string, body []byte) *httptest.ResponseRecorder {
	o.t.Helper()
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	r.Header.Set("Accept-Language", "ky")
	r.Header.Set("Cookie", o.as(access.Organiser))
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	return w
}

func (o *office) get(path string) *httptest.ResponseRecorder {
	o.t.Helper()
	return o.send(http.MethodGet, path, "", nil)
}

// post sends a form of names and their values in turn.
func (o *office) post(path string, fields ...string) *httptest.ResponseRecorder {
	o.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return o.send(http.MethodPost, path, "application/x-www-form-urlencoded", []byte(form.Encode()))
}

// upload sends a form with a file, and further names and values in turn.
func (o *office) upload(path, name string, file []byte, fields ...string) *httptest.ResponseRecorder {
	o.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile("file", name)
	o.must(err)
	_, err = part.Write(file)
	o.must(err)
	for i := 0; i < len(fields); i += 2 {
		o.must(m.WriteField(fields[i], fields[i+1]))
	}
	o.must(m.Close())
	return o.send(http.MethodPost, path, m.FormDataContentType(), b.Bytes())
}

// page returns a page that must be there.
func (o *office) page(path string) *goquery.Document {
	o.t.Helper()
	return read(o.t, o.get(path), http.StatusOK)
}

func read(t testing.TB, w *httptest.ResponseRecorder, status int) *goquery.Document {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d\n%s", w.Code, status, w.Body)
	}
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// words is what a reader sees of a selection, with single spaces.
func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// responses are the campaign's, by their serials; those without one under "".
func (o *office) responses() map[string][]survey.Response {
	o.t.Helper()
	all := map[string][]survey.Response{}
	for r, err := range o.db.ResponsesSince(o.t.Context(), "of-kok-jar", time.Time{}) {
		o.must(err)
		serial := ""
		if r.Entry != nil {
			serial = r.Entry.Serial
		}
		all[serial] = append(all[serial], r)
	}
	return all
}

// told is what the audit trail says was done, in order.
func (o *office) told(action access.Action) []string {
	o.t.Helper()
	var all []string
	for e, err := range o.db.Entries(o.t.Context(), "kok-jar") {
		o.must(err)
		if e.Action == action {
			all = append(all, e.After)
		}
	}
	return all
}
