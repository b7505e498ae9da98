package answers_test

import (
	"context"
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/answers"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

var bishkek = time.FixedZone("Asia/Bishkek", 6*60*60)

// counter is the room over a real store, with a campaign of two versions and the staff of two municipalities.
type counter struct {
	t        *testing.T
	now      time.Time
	db       *store.DB
	door     *access.Door
	room     *page.Room
	handler  http.Handler
	sessions map[string]string
	tears    bool // the stream ends early, after one response
}

var errGone = errors.New("the store is gone")

// Responses streams what the store has, or ends early.
func (k *counter) Responses(ctx context.Context, campaign string) iter.Seq2[survey.Response, error] {
	return func(yield func(survey.Response, error) bool) {
		for r, err := range k.db.ResponsesSince(ctx, campaign, time.Time{}) {
			if !yield(r, err) {
				return
			}
			if k.tears {
				yield(survey.Response{}, errGone)
				return
			}
		}
	}
}

func (k *counter) CountResponses(ctx context.Context, campaign string, most int) (int, error) {
	return k.db.CountResponses(ctx, campaign, most)
}

func name(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }

func newCounter(t *testing.T) *counter {
	t.Helper()
	k := &counter{t: t, now: time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC), sessions: map[string]string{}}
	clock := func() time.Time { return k.now }
	db, err := store.Open(t.Context(), "file:"+t.TempDir()+"/ashar.db", clock)
	k.must(err)
	t.Cleanup(func() { k.must(db.Close()) })
	k.db, k.door = db, access.NewDoor(db, rand.Reader)
	q := survey.Questionnaire{
		ID: "needs", Version: "1", Languages: []string{"ky", "ru"}, Title: name("Эмне керек?", "Что нужно?"),
		Lists: []survey.List{{Name: "need", Choices: []survey.Choice{{Name: "water", Label: name("суу", "вода"), Need: "water"}, {Name: "roads", Label: name("жол", "дороги"), Need: "roads"}}}},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Label: name("Эмне керек?", "Что нужно?")},
			{Name: "wish", Kind: survey.TextAnswer, Label: name("Тилегиңиз", "Пожелание")},
		},
	}
	k.must(db.InsertQuestionnaire(t.Context(), &q))
	second := q
	second.Version, second.Questions = "2", append(slices.Clone(q.Questions), survey.Question{Name: "age", Kind: survey.Integer, Label: name("Жашыңыз", "Возраст")})
	k.must(db.InsertQuestionnaire(t.Context(), &second))
	for _, id := range []string{"kok-jar", "ak-tal"} {
		k.must(db.SaveMunicipality(t.Context(), survey.Municipality{ID: id, Rev: 1, Name: name("Көк-Жар", "Кок-Жар"), Villages: []survey.Village{{ID: "archa", Name: name("Арча", "Арча")}}}))
		k.must(db.SaveCampaign(t.Context(), survey.Campaign{
			ID: id + "-2026", Rev: 1, Municipality: id, Title: name("Жай", "Лето"), Questionnaire: "needs@2", Earlier: []string{"needs@1"}, Status: survey.StatusOpen, Opens: k.now.AddDate(0, 0, -9),
		}))
	}
	k.sent("one", "needs@1", survey.Answer{Question: "needs", Value: survey.Chosen("roads", "water")}, survey.Answer{Question: "wish", Value: survey.Words("=1+1")})
	k.sent("two", "needs@2", survey.Answer{Question: "needs", Value: survey.Chosen("water")}, survey.Answer{Question: "age", Value: survey.Value{Number: "41"}})
	pages := pagetest.New(t)
	door, err := page.NewDoor(pages, k.door, "/desk", clock)
	k.must(err)
	room, err := answers.New(answers.Deps{Pages: pages, Door: door, Campaigns: db, Places: db, Responses: k, Entries: db, Zone: bishkek, Now: clock, Log: slog.New(slog.DiscardHandler)})
	k.must(err)
	e := pages.Echo()
	door.Mount(e)
	room.Register(e)
	k.handler, k.room = e, room.Templates()
	return k
}

func (k *counter) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *counter) sent(id, form string, all ...survey.Answer) {
	k.must(k.db.InsertResponse(k.t.Context(), survey.Response{
		ID: id, Municipality: "kok-jar", Campaign: "kok-jar-2026", Village: "archa", Questionnaire: form, Channel: survey.Web, Language: "ky", Respondent: "RESPONDENT",
		Receipt: "RECEIPT", Begun: k.now, Submitted: k.now, Answers: all,
	}))
}

func (k *counter) as(municipality string, role access.Role) string {
	k.t.Helper()
	id := municipality + "-" + string(role)
	if s, ok := k.sessions[id]; ok {
		return s
	}
	account, err := access.NewAccount(k.now, municipality, id, "Айгүл", role)
	k.must(err)
	k.must(k.db.AddAccount(k.t.Context(), account))
	token, err := k.door.Invite(k.t.Context(), k.now, id, 0)
	k.must(err)
	w := httptest.NewRecorder()
	k.handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, page.SignInPath(token), nil))
	k.sessions[id] = w.Result().Cookies()[0].String()
	return k.sessions[id]
}

func (k *counter) call(session, method, path string, fields url.Values, status int) *httptest.ResponseRecorder {
	k.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(fields.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Language", "ru")
	r.Header.Set("Cookie", session)
	w := httptest.NewRecorder()
	k.handler.ServeHTTP(w, r)
	if w.Code != status {
		k.t.Fatalf("%s %s: status %d, want %d\n%s", method, path, w.Code, status, w.Body)
	}
	return w
}

// trail is what the audit trail tells of files that were given.
func (k *counter) trail() []string {
	k.t.Helper()
	var all []string
	for e, err := range k.db.Entries(k.t.Context(), "kok-jar") {
		k.must(err)
		if e.Action == access.ExportResults {
			all = append(all, e.Account+", "+e.Subject+": "+e.After)
		}
	}
	return all
}

func TestTemplatesFitTheirPages(t *testing.T) {
	pagetest.Check(t, newCounter(t).room, answers.Views())
}

func TestThePageSaysWhoMayHaveIt(t *testing.T) {
	k := newCounter(t)
	w := k.call(k.as("kok-jar", access.Analyst), http.MethodGet, "/answers/kok-jar-2026", nil, http.StatusOK)
	doc, err := goquery.NewDocumentFromReader(w.Body)
	k.must(err)
	said := strings.Join(strings.Fields(doc.Find("main").Text()), " ")
	for _, want := range []string{"Лето · 2 ответа", "Опрос ещё идёт", "Не публикуйте", "записывается в журнал", "Словами, язык: Кыргызча", "Словами, язык: Русский"} {
		if !strings.Contains(said, want) {
			t.Errorf("the page says %q, want %q in it", said, want)
		}
	}
	for field, want := range map[string]string{"format": "xlsx", "values": "ru", "choices": "split"} {
		if got := doc.Find(`input[name="`+field+`"][checked]`).AttrOr("value", ""); got != want {
			t.Errorf("%s: %q is chosen, want %q", field, got, want)
		}
	}
	if doc.Find(`input[name="words"][checked]`).Length() != 0 {
		t.Error("own words are included where nobody asked for them")
	}
	if got := k.trail(); len(got) != 0 {
		t.Errorf("the trail tells %q before anything was given", got)
	}
}

func TestAFileIsGivenAndTold(t *testing.T) {
	k := newCounter(t)
	me := k.as("kok-jar", access.Analyst)
	w := k.call(me, http.MethodPost, "/answers/kok-jar-2026", url.Values{"format": {"csv"}, "values": {"codes"}, "choices": {"both"}, "words": {"yes"}}, http.StatusOK)
	rows, err := csv.NewReader(w.Body).ReadAll()
	k.must(err)
	if got, want := strings.Join(rows[0][12:], " "), "needs needs/water needs/roads wish age"; got != want || len(rows) != 3 {
		t.Errorf("got %s and %d rows, want %s and 3", got, len(rows), want)
	}
	if got, want := strings.Join(rows[1][12:], " "), "roads water 1 1 '=1+1 "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for header, want := range map[string]string{
		"Content-Type": "text/csv; charset=utf-8; header=present", "Content-Disposition": `attachment; filename="kok-jar-2026-answers.csv"`, "Cache-Control": "no-store",
	} {
		if got := w.Header().Get(header); got != want {
			t.Errorf("%s: got %q, want %q", header, got, want)
		}
	}
	w = k.call(me, http.MethodPost, "/answers/kok-jar-2026", url.Values{"format": {"excel"}, "values": {"ru"}, "choices": {"joined"}}, http.StatusOK)
	if got := w.Body.String(); !strings.HasPrefix(got, "\ufeffНомер ответа;") || !strings.Contains(got, ";вода | дороги;") && !strings.Contains(got, ";дороги | вода;") || strings.Contains(got, "1+1") {
		t.Errorf("got %q", got)
	}
	w = k.call(me, http.MethodPost, "/answers/kok-jar-2026", url.Values{"format": {"json"}, "values": {"ky"}, "choices": {"split"}}, http.StatusOK)
	var objects []map[string]any
	k.must(json.Unmarshal(w.Body.Bytes(), &objects))
	if len(objects) != 2 || objects[1]["Жашыңыз"] != 41.0 || objects[0]["Эмне керек? / суу"] != true {
		t.Errorf("got %v", objects)
	}
	w = k.call(me, http.MethodPost, "/answers/kok-jar-2026", url.Values{"format": {"xlsx"}, "values": {"ky"}, "choices": {"split"}}, http.StatusOK)
	if !strings.HasPrefix(w.Body.String(), "PK") || strings.Contains(w.Body.String(), "RESPONDENT") {
		t.Error("that is no workbook")
	}
	want := []string{
		"kok-jar-analyst, campaign/kok-jar-2026: answers given, csv", "kok-jar-analyst, campaign/kok-jar-2026: answers given, csv, ru, without words",
		"kok-jar-analyst, campaign/kok-jar-2026: answers given, json, ky, without words", "kok-jar-analyst, campaign/kok-jar-2026: answers given, xlsx, ky, without words",
	}
	if got := k.trail(); !slices.Equal(got, want) {
		t.Errorf("the trail tells %q, want %q", got, want)
	}
}

func TestWhoMayNotHaveIt(t *testing.T) {
	k := newCounter(t)
	form := url.Values{"format": {"csv"}, "values": {"codes"}, "choices": {"both"}}
	for role, status := range map[access.Role]int{access.Organiser: http.StatusForbidden, access.Observer: http.StatusForbidden, access.Enumerator: http.StatusForbidden} {
		k.call(k.as("kok-jar", role), http.MethodPost, "/answers/kok-jar-2026", form, status)
		k.call(k.as("kok-jar", role), http.MethodGet, "/answers/kok-jar-2026", nil, status)
	}
	k.call(k.as("ak-tal", access.Owner), http.MethodPost, "/answers/kok-jar-2026", form, http.StatusNotFound)
	me := k.as("kok-jar", access.Owner)
	for field, value := range map[string]string{"format": "pdf", "values": "en", "choices": ""} {
		wrong := url.Values{"format": {"csv"}, "values": {"codes"}, "choices": {"both"}}
		wrong.Set(field, value)
		k.call(me, http.MethodPost, "/answers/kok-jar-2026", wrong, http.StatusUnprocessableEntity)
	}
	if got := k.trail(); len(got) != 0 {
		t.Errorf("the trail tells %q, and nothing was given", got)
	}
}

// What ends early ends the connection: whoever takes the file sees that it is not whole. Of a workbook nothing is sent, and
// a page says what went wrong.
func TestWhatEndsEarlyCutsTheConnection(t *testing.T) {
	k := newCounter(t)
	k.tears = true
	session := k.as("kok-jar", access.Owner)
	server := httptest.NewServer(k.handler)
	defer server.Close()
	take := func(format string) (*http.Response, error) {
		form := url.Values{"format": {format}, "values": {"codes"}, "choices": {"both"}}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/answers/kok-jar-2026", strings.NewReader(form.Encode()))
		k.must(err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Cookie", session)
		return http.DefaultClient.Do(r)
	}
	if w, err := take("ndjson"); err == nil { // else the connection was cut before the first of it had left
		got, err := io.ReadAll(w.Body)
		w.Body.Close()
		if err == nil {
			t.Errorf("the file looks whole:\n%s", got)
		}
	}
	w, err := take("xlsx")
	k.must(err)
	defer w.Body.Close()
	if kind := w.Header.Get("Content-Type"); w.StatusCode != http.StatusInternalServerError || !strings.HasPrefix(kind, "text/html") || w.Header.Get("Content-Disposition") != "" {
		t.Errorf("a workbook that could not be made: status %d, %s", w.StatusCode, kind)
	}
}
