package privacy_test

import (
	"context"
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"errors"
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
	"ashar/survey/privacy"
	"ashar/survey/steward"
)

var bishkek = time.FixedZone("Asia/Bishkek", 6*60*60)

// bureau is the room over a real store, with two municipalities and their staff.
type bureau struct {
	t        *testing.T
	now      time.Time
	db       *store.DB
	door     *access.Door
	room     *page.Room
	handler  http.Handler
	sessions map[string]string
}

func newBureau(t *testing.T) *bureau {
	t.Helper()
	b := &bureau{t: t, now: time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC), sessions: map[string]string{}}
	clock := func() time.Time { return b.now }
	db, err := store.Open(t.Context(), "file:"+t.TempDir()+"/ashar.db", clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	b.db, b.door = db, access.NewDoor(db, rand.Reader)
	name := func(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }
	q := &survey.Questionnaire{
		ID: "needs", Version: "1", Languages: []string{"ky", "ru"}, Title: name("Эмне керек?", "Что нужно?"),
		Lists: []survey.List{{Name: "need", Choices: []survey.Choice{{Name: "water", Label: name("суу", "вода"), Need: "water"}, {Name: "roads", Label: name("жол", "дороги"), Need: "roads"}}}},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.Rank, Role: survey.RoleNeed, List: "need", Label: name("Эмне керек?", "Что нужно?")},
			{Name: "wish", Kind: survey.TextAnswer, Label: name("Тилегиңиз", "Пожелание")},
		},
	}
	b.must(db.InsertQuestionnaire(t.Context(), q))
	for _, id := range []string{"kok-jar", "ak-tal"} {
		b.must(db.SaveMunicipality(t.Context(), survey.Municipality{ID: id, Rev: 1, Name: name("Көк-Жар", "Кок-Жар"), Villages: []survey.Village{{ID: "archa", Name: name("Арча", "Арча")}}}))
		b.must(db.SaveCampaign(t.Context(), survey.Campaign{
			ID: id + "-2026", Rev: 1, Municipality: id, Title: name("Жай", "Лето"), Questionnaire: q.Key(), Status: survey.StatusOpen, Opens: b.now.AddDate(0, 0, -9),
			Keep: time.Date(2027, 9, 30, 0, 0, 0, 0, time.UTC),
		}))
	}
	pages := pagetest.New(t)
	door, err := page.NewDoor(pages, b.door, "/desk", clock)
	b.must(err)
	lead := steward.New(db, rand.Reader, nil, func(context.Context, time.Time, access.Account, survey.Campaign) error { return nil })
	office, err := privacy.New(privacy.Deps{
		Pages: pages, Words: pagetest.Words(t), Door: door, Places: db, Answers: db, Register: db, Retainer: steward.NewRetainer(lead, db, "test"),
		Entries: db, Random: rand.Reader, Zone: bishkek, Now: clock,
	})
	b.must(err)
	e := pages.Echo()
	door.Mount(e)
	office.Register(e)
	b.handler, b.room = e, office.Room()
	return b
}

func (b *bureau) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// sent keeps what a resident of the campaign sent in Kyrgyz, and returns it.
func (b *bureau) sent(campaign, id, wish string) survey.Response {
	b.t.Helper()
	iv := survey.Interview{ID: id, Rev: 1, Campaign: campaign, Municipality: strings.TrimSuffix(campaign, "-2026"), Village: "archa", Questionnaire: "needs@1", Updated: b.now}
	r := survey.Response{
		ID: iv.ResponseID(), Municipality: iv.Municipality, Campaign: campaign, Village: "archa", Questionnaire: "needs@1", Channel: survey.Web, Language: "ky",
		Receipt: survey.Session{Interview: iv}.Receipt(), Submitted: b.now, Consent: survey.ConsentGiven{Version: "3", Language: "ky", At: b.now},
		Answers: []survey.Answer{{Question: "needs", Value: survey.Chosen("roads", "water")}, {Question: "wish", Value: survey.Words(wish)}},
	}
	iv.Response = r.ID
	b.must(b.db.SaveInterview(b.t.Context(), iv))
	b.must(b.db.InsertResponse(b.t.Context(), r))
	return r
}

func (b *bureau) as(municipality string, role access.Role) string {
	b.t.Helper()
	id := municipality + "-" + string(role)
	if s, ok := b.sessions[id]; ok {
		return s
	}
	account, err := access.NewAccount(b.now, municipality, id, "Айгүл", role)
	b.must(err)
	b.must(b.db.AddAccount(b.t.Context(), account))
	token, err := b.door.Invite(b.t.Context(), b.now, id, 0)
	b.must(err)
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, page.SignInPath(token), nil))
	b.sessions[id] = w.Result().Cookies()[0].String()
	return b.sessions[id]
}

func (b *bureau) call(method, path string, fields url.Values, status int) (*goquery.Document, *httptest.ResponseRecorder) {
	b.t.Helper()
	return b.callAs(b.as("kok-jar", access.Owner), method, path, fields, status)
}

func (b *bureau) callAs(session, method, path string, fields url.Values, status int) (*goquery.Document, *httptest.ResponseRecorder) {
	b.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(fields.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Language", "ru")
	r.Header.Set("Cookie", session)
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	if w.Code != status {
		b.t.Fatalf("%s %s: status %d, want %d\n%s", method, path, w.Code, status, w.Body)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(w.Body.String()))
	b.must(err)
	return doc, w
}

func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// trail is what the audit trail tells of requests.
func (b *bureau) trail() []string {
	b.t.Helper()
	var all []string
	for e, err := range b.db.Entries(b.t.Context(), "kok-jar") {
		b.must(err)
		if e.Action == access.AnswerRequests {
			all = append(all, e.Subject+": "+e.Before+" > "+e.After)
		}
	}
	return all
}

func TestTemplatesFitTheirPages(t *testing.T) {
	pagetest.Check(t, newBureau(t).room, privacy.Views())
}

// TestWhatIsHeldIsShown types a receipt as the resident says it: the answers are there in the resident's language, and
// nothing that is kept of it says whose they were.
func TestWhatIsHeldIsShown(t *testing.T) {
	b := newBureau(t)
	mine, _ := b.sent("kok-jar-2026", "IV1", "Көпүрө керек"), b.sent("kok-jar-2026", "IV2", "башка")
	typed := strings.ToLower(strings.ReplaceAll(mine.Receipt, "-", " "))
	doc, w := b.call(http.MethodPost, "/desk/_requests", url.Values{"receipt": {typed}}, http.StatusOK)
	got := words(doc.Find("main"))
	for _, want := range []string{"Эмне керек? 1. жол; 2. суу", "Тилегиңиз Көпүрө керек", "Село Арча", "версия 3", "30 сентября 2027", "Учитывается", mine.Receipt} {
		if !strings.Contains(got, want) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
	if strings.Contains(got, "башка") || strings.Contains(got, "IV1") {
		t.Errorf("got %q, which is somebody else's or leads to the interview", got)
	}
	if lang := doc.Find("dl.given").AttrOr("lang", ""); lang != "ky" {
		t.Errorf("the answers are marked as %q", lang)
	}
	if cache := w.Header().Get("Cache-Control"); cache != "no-store" {
		t.Errorf("Cache-Control %q", cache)
	}
	if got := b.trail(); len(got) != 1 || got[0] != "campaign/kok-jar-2026: answers of one resident > shown to the resident" {
		t.Errorf("the trail tells %q", got)
	}
}

// TestWhatLeadsNowhere types what is no receipt, one of another municipality, and one of a survey whose answers are gone.
func TestWhatLeadsNowhere(t *testing.T) {
	b := newBureau(t)
	theirs := b.sent("ak-tal-2026", "IV1", "суу")
	for typed, status := range map[string]int{"": 422, "4H8KQ": 422, "4H8KQ-7ZP2M": 404, theirs.Receipt: 404} {
		for _, path := range []string{"", "/file", "/withdraw"} {
			doc, _ := b.call(http.MethodPost, "/desk/_requests"+path, url.Values{"receipt": {typed}, "sure": {"yes"}}, status)
			if doc.Find("#receipt").AttrOr("value", "") != typed || doc.Find(".field.bad .wrong").Length() != 1 {
				t.Errorf("%q at %s: the field does not say what is wrong", typed, path)
			}
		}
	}
	if got := b.trail(); len(got) != 0 {
		t.Errorf("the trail tells %q", got)
	}
	if _, err := b.db.Response(t.Context(), theirs.ID); err != nil {
		t.Errorf("of another municipality: %v", err)
	}
}

func TestWithdrawnOnceSure(t *testing.T) {
	b := newBureau(t)
	mine, other := b.sent("kok-jar-2026", "IV1", "а"), b.sent("kok-jar-2026", "IV2", "б")
	asked := url.Values{"receipt": {mine.Receipt}}
	doc, _ := b.call(http.MethodPost, "/desk/_requests/withdraw", asked, http.StatusOK)
	if doc.Find(`.sure input[name="sure"]`).Length() != 1 {
		t.Error("it does not ask whether that is sure")
	}
	if _, err := b.db.Response(t.Context(), mine.ID); err != nil {
		t.Fatalf("before it is sure: %v", err)
	}
	asked.Set("sure", "yes")
	_, w := b.call(http.MethodPost, "/desk/_requests/withdraw", asked, http.StatusSeeOther)
	doc, _ = b.call(http.MethodGet, w.Header().Get("Location"), nil, http.StatusOK)
	if doc.Find(".notice.good").Length() != 1 || !strings.Contains(words(doc.Find("table")), "Отозвать 20 мая 2026 года 20 мая 2026 года · выполнено") {
		t.Errorf("the page says %q", words(doc.Find("main")))
	}
	if _, err := b.db.Response(t.Context(), mine.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("the response: %v", err)
	}
	if back, err := b.db.TakenBack(t.Context(), mine.ID); err != nil || !back {
		t.Errorf("a phone would bring it back: %v, %v", back, err)
	}
	if _, err := b.db.Response(t.Context(), other.ID); err != nil {
		t.Errorf("the other response: %v", err)
	}
	b.call(http.MethodPost, "/desk/_requests/withdraw", asked, http.StatusNotFound) // pressed twice
	for _, told := range b.trail() {
		if strings.Contains(told, mine.Receipt) || strings.Contains(told, mine.ID) {
			t.Errorf("the trail tells %q", told)
		}
	}
}

func TestGivenAsAFile(t *testing.T) {
	b := newBureau(t)
	mine := b.sent("kok-jar-2026", "IV1", "=1+1")
	_, w := b.call(http.MethodPost, "/desk/_requests/file", url.Values{"receipt": {mine.Receipt}, "as": {"json"}}, http.StatusOK)
	var got struct {
		Answers []struct{ Question, Label, Text string }
	}
	b.must(json.Unmarshal(w.Body.Bytes(), &got))
	if len(got.Answers) != 2 || got.Answers[0].Text != "1. жол; 2. суу" || got.Answers[1].Text != "=1+1" {
		t.Errorf("got %+v", got)
	}
	_, w = b.call(http.MethodPost, "/desk/_requests/file", url.Values{"receipt": {mine.Receipt}, "as": {"csv"}}, http.StatusOK)
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="answers.csv"` {
		t.Errorf("Content-Disposition %q", got)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
	b.must(err)
	if last := rows[len(rows)-1]; last[0] != "Тилегиңиз" || last[1] != "'=1+1" {
		t.Errorf("got %q, want no formula", last)
	}
}

// TestTheRegister enters a request twice by mistake, lets a week pass, and answers it.
func TestTheRegister(t *testing.T) {
	b := newBureau(t)
	doc, _ := b.call(http.MethodGet, "/desk/_requests", nil, http.StatusOK)
	entered := url.Values{"new": {doc.Find(`input[name="new"]`).AttrOr("value", "")}, "kind": {"see"}, "came": {"2026-05-18"}}
	b.call(http.MethodPost, "/desk/_requests/register", entered, http.StatusSeeOther)
	b.call(http.MethodPost, "/desk/_requests/register", entered, http.StatusSeeOther)
	for _, wrong := range []url.Values{{}, {"new": entered["new"], "kind": {"see"}, "came": {"2026-06-20"}}, {"new": {"x"}, "kind": {"see"}, "came": {"2026-05-18"}}, {"new": entered["new"], "kind": {"x"}, "came": {"2026-05-18"}}} {
		b.call(http.MethodPost, "/desk/_requests/register", wrong, http.StatusUnprocessableEntity)
	}
	doc, _ = b.call(http.MethodGet, "/desk/_requests", nil, http.StatusOK)
	open := doc.Find(".request")
	if open.Length() != 1 || !strings.Contains(words(open), "25 мая 2026") || doc.Find(".request.late").Length() != 0 {
		t.Errorf("got %q", words(open))
	}
	b.now = b.now.AddDate(0, 0, 5)
	if doc, _ = b.call(http.MethodGet, "/desk/_requests", nil, http.StatusOK); doc.Find(".request.late").Length() != 0 {
		t.Error("late on its last day")
	}
	b.now = b.now.AddDate(0, 0, 1)
	if doc, _ = b.call(http.MethodGet, "/desk/_requests", nil, http.StatusOK); doc.Find(".request.late").Length() != 1 || doc.Find(".notice.warn").Length() != 1 {
		t.Error("not late after it")
	}
	answer := url.Values{"id": {doc.Find(`.request input[name="id"]`).AttrOr("value", "")}, "outcome": {"unknown"}}
	theirs := b.as("ak-tal", access.Owner)
	b.callAs(theirs, http.MethodPost, "/desk/_requests/answered", answer, http.StatusNotFound)
	b.call(http.MethodPost, "/desk/_requests/answered", answer, http.StatusSeeOther)
	b.call(http.MethodPost, "/desk/_requests/answered", answer, http.StatusSeeOther) // twice
	doc, _ = b.call(http.MethodGet, "/desk/_requests", nil, http.StatusOK)
	if doc.Find(".request").Length() != 0 || !strings.Contains(words(doc.Find("table")), "ответ не найден") {
		t.Errorf("got %q", words(doc.Find("main")))
	}
	if got := b.trail(); len(got) != 2 || got[1] != "request/see: request, 2026-05-18 > answered" {
		t.Errorf("the trail tells %q", got)
	}
}

// TestRetentionIsForeseen shows what would go, and that it does not go by that.
func TestRetentionIsForeseen(t *testing.T) {
	b := newBureau(t)
	mine := b.sent("kok-jar-2026", "IV1", "а")
	doc, _ := b.call(http.MethodGet, "/desk/_retention", nil, http.StatusOK)
	if got := words(doc.Find(".keeping")); !strings.Contains(got, "1 октября 2027") || !strings.Contains(got, "закроет и заморозит") || doc.Find(".keeping").Length() != 1 {
		t.Errorf("got %q", got)
	}
	if doc, _ = b.call(http.MethodPost, "/desk/_retention", url.Values{}, http.StatusOK); !strings.Contains(words(doc.Find("main")), "ни у одного опроса срок не прошёл") {
		t.Errorf("got %q", words(doc.Find("main")))
	}
	b.now = time.Date(2027, 9, 30, 17, 59, 0, 0, time.UTC) // a minute before midnight there
	again := func() string {
		account, err := b.door.Invite(t.Context(), b.now, "kok-jar-owner", 0)
		b.must(err)
		w := httptest.NewRecorder()
		b.handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, page.SignInPath(account), nil))
		return w.Result().Cookies()[0].String()
	}
	session := again()
	if doc, _ = b.callAs(session, http.MethodPost, "/desk/_retention", url.Values{}, http.StatusOK); !strings.Contains(words(doc.Find("main")), "ни у одного опроса срок не прошёл") {
		t.Errorf("on the last day: got %q", words(doc.Find("main")))
	}
	b.now = b.now.Add(2 * time.Minute)
	doc, _ = b.callAs(session, http.MethodPost, "/desk/_retention", url.Values{}, http.StatusOK)
	if got := words(doc.Find("section.panel")); !strings.Contains(got, "Лето Ответы 1 Начатые анкеты, в том числе неотправленные 1 ") {
		t.Errorf("got %q", got)
	}
	if _, err := b.db.Response(t.Context(), mine.ID); err != nil {
		t.Errorf("it was deleted: %v", err)
	}
}
