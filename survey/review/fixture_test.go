package review_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
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
	"ashar/survey/quality"
	"ashar/survey/review"
)

var bishkek = time.FixedZone("Asia/Bishkek", 6*60*60)

// now is when the tests take place: noon in Bishkek.
var now = time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC)

const queue = "/desk/summer/quality"

// bureau is the room over a real store, with two municipalities and their staff.
type bureau struct {
	t        *testing.T
	db       *store.DB
	door     *access.Door
	room     *page.Room
	handler  http.Handler
	sessions map[string]string
	looks    *inspector
}

// inspector looks through all there is, and makes up an order.
type inspector struct {
	db     *store.DB
	failed error
	looked int
}

func (x *inspector) Inspect(ctx context.Context, campaign string) (review.Inspection, error) {
	x.looked++
	if x.failed != nil {
		return review.Inspection{}, x.failed
	}
	m, err := x.db.Municipality(ctx, "kok-jar")
	if err != nil {
		return review.Inspection{}, err
	}
	look := quality.NewLook(quality.DefaultRules(bishkek), &m, needs())
	for r, err := range x.db.ResponsesSince(ctx, campaign, time.Time{}) {
		if err != nil {
			return review.Inspection{}, err
		}
		look.Add(&r)
	}
	found := look.Find()
	open, aside := len(found.Suspects()), found.Aside
	o := review.Order{Open: open, Aside: aside, Needs: []review.Place{
		{Need: survey.Text{"ru": "Вода"}, Counted: 1, Without: 2, With: 1}, {Need: survey.Text{"ru": "Дороги"}, Counted: 2, Without: 1, With: 0},
	}}
	if open >= 5 {
		o.Without = review.Told
	} else if open > 0 {
		o.Without = review.Untold
	}
	if aside >= 5 {
		o.With = review.Told
	} else if aside > 0 {
		o.With = review.Untold
	}
	return review.Inspection{Findings: found, Order: o}, nil
}

func newBureau(t *testing.T) *bureau {
	t.Helper()
	clock := func() time.Time { return now }
	db, err := store.Open(t.Context(), "file:"+t.TempDir()+"/ashar.db", clock)
	if err != nil {
		t.Fatal(err)
	}
	b := &bureau{t: t, db: db, door: access.NewDoor(db, rand.Reader), sessions: map[string]string{}, looks: &inspector{db: db}}
	name := func(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }
	for _, id := range []string{"kok-jar", "ak-tal"} {
		b.must(db.SaveMunicipality(t.Context(), survey.Municipality{
			ID: id, Rev: 1, Name: name("Көк-Жар", "Кок-Жар"),
			Villages: []survey.Village{{ID: "archa", Name: name("Арча", "Арча"), Adults: 900}, {ID: "tor", Name: name("Төр", "Тёр"), Adults: 5}},
		}))
	}
	b.must(db.InsertQuestionnaire(t.Context(), needs()))
	for _, c := range []survey.Campaign{
		{ID: "summer", Municipality: "kok-jar", Status: survey.StatusOpen}, {ID: "elsewhere", Municipality: "ak-tal", Status: survey.StatusOpen},
	} {
		c.Rev, c.Title, c.Questionnaire, c.Opens = 1, name("Жай", "Лето"), needs().Key(), now.AddDate(0, 0, -20)
		b.must(db.SaveCampaign(t.Context(), c))
	}
	pages := pagetest.New(t)
	door, err := page.NewDoor(pages, b.door, "/desk", clock)
	b.must(err)
	reviewer, err := review.New(review.Deps{
		Pages: pages, Door: door, Campaigns: db, Places: db, Responses: db, Accounts: db, Inspector: b.looks, Entries: db,
		Failed: func(_ string, err error) {
			if b.looks.failed == nil {
				t.Error(err)
			}
		}, Zone: bishkek, Now: clock,
	})
	b.must(err)
	t.Cleanup(func() {
		reviewer.Close()
		b.must(db.Close())
	})
	e := pages.Echo()
	door.Mount(e)
	reviewer.Register(e)
	b.handler, b.room = e, reviewer.Room()
	return b
}

func (b *bureau) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// needs asks for needs, how grave they are, a wish and the household.
func needs() *survey.Questionnaire {
	text := func(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }
	q := &survey.Questionnaire{
		ID: "needs", Version: "2026010101", Languages: []string{"ky", "ru"}, Title: text("Эмне керек?", "Что нужно?"),
		Consent: survey.Consent{Version: "1", Text: text("Макулмун.", "Я согласен.")},
		Lists:   []survey.List{{Name: "need"}, {Name: "level"}},
		Questions: []survey.Question{
			{Name: "household", Kind: survey.Integer, Role: survey.RoleUnit, Label: text("Үй чарба", "Домохозяйство")},
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Max: 3, Label: text("Эмне керек?", "Что нужно?")},
			{Name: "grave", Kind: survey.Scale, Role: survey.RoleSeverity, List: "level", Of: "needs", Label: text("Канчалык оор?", "Насколько серьёзно?")},
			{Name: "wish", Kind: survey.TextAnswer, Role: survey.RoleProposal, Label: text("Тилегиңиз", "Пожелание")},
			{Name: "spot", Kind: survey.Geopoint, Label: text("Кайда?", "Где?")},
		},
	}
	for i := range 12 {
		q.Lists[0].Choices = append(q.Lists[0].Choices, survey.Choice{Name: fmt.Sprint("n", i), Need: fmt.Sprint("n", i), Label: text(fmt.Sprint("Муктаждык ", i), fmt.Sprint("Потребность ", i))})
	}
	for i := range 5 {
		q.Lists[1].Choices = append(q.Lists[1].Choices, survey.Choice{Name: fmt.Sprint("l", i), Label: text(fmt.Sprint("Деңгээл ", i), fmt.Sprint("Уровень ", i))})
	}
	return q
}

// answer stores a response: of a village, with these needs and this wish, sent so long after noon.
func (b *bureau) answer(id, village, wish string, after time.Duration, chosen ...string) survey.Response {
	b.t.Helper()
	var grave []survey.Level
	for i, n := range chosen {
		grave = append(grave, survey.Level{Choice: n, Level: 1 + i%5})
	}
	r := survey.Response{
		ID: id, Municipality: "kok-jar", Campaign: "summer", Village: village, Questionnaire: needs().Key(), Channel: survey.Web, Language: "ky",
		Receipt: "SECRET-" + id, Respondent: "pseudonym-" + id, Begun: now.Add(after - 5*time.Minute), Submitted: now.Add(after),
		Answers: []survey.Answer{
			{Question: "household", Value: survey.Skip()}, {Question: "needs", Value: survey.Chosen(chosen...)}, {Question: "grave", Value: survey.Rated(grave...)},
			{Question: "wish", Value: survey.Words(wish)}, {Question: "spot", Value: survey.Located(survey.Point{Latitude: 41.5, Longitude: 73.25})},
		},
	}
	b.must(b.db.InsertResponse(b.t.Context(), r))
	return r
}

// furnish stores a burst of six, b0 to b5, two with one long wish, w0 and w1, and others that differ.
func (b *bureau) furnish() {
	b.t.Helper()
	for i := range 30 {
		b.answer(fmt.Sprintf("o%02d", i), "archa", "", time.Duration(i)*time.Hour, fmt.Sprint("n", i%10), fmt.Sprint("n", 10+i%2))
	}
	for i := range 6 {
		b.answer(fmt.Sprint("b", i), "archa", "Көпүрө керек", time.Duration(i)*time.Minute, "n3", "n7", "n9")
	}
	long := "Жогорку көчөдөгү көпүрө былтыр жазда сел алып кеткенден бери балдар мектепке айланып барышат"
	b.answer("w0", "archa", long, 50*time.Hour, "n1", "n2")
	b.answer("w1", "tor", long, 60*time.Hour, "n1", "n5")
}

// as is the cookie of somebody with this role.
func (b *bureau) as(municipality string, role access.Role) string {
	b.t.Helper()
	return b.signIn(municipality, municipality+"-"+string(role), "Айгүл", role)
}

func (b *bureau) signIn(municipality, id, name string, role access.Role) string {
	b.t.Helper()
	if cookie, ok := b.sessions[id]; ok {
		return cookie
	}
	account, err := access.NewAccount(now, municipality, id, name, role)
	b.must(err)
	b.must(b.db.AddAccount(b.t.Context(), account))
	token, err := b.door.Invite(b.t.Context(), now, id, 0)
	b.must(err)
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, page.SignInPath(token), nil))
	b.sessions[id] = w.Result().Cookies()[0].String()
	return b.sessions[id]
}

func (b *bureau) do(method, path, cookie string, fields url.Values) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "ru")
	r.Header.Set("Cookie", cookie)
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	return w
}

// page is the queue as it is shown, once it was looked through.
func (b *bureau) page(path string) *goquery.Document {
	b.t.Helper()
	cookie := b.as("kok-jar", access.Organiser)
	for range 100 {
		w := b.do(http.MethodGet, path, cookie, nil)
		if w.Code != http.StatusOK {
			b.t.Fatalf("GET %s: got %d", path, w.Code)
		}
		doc := read(b.t, w)
		if doc.Find(".case, .notice.good").Length() > 0 && !strings.Contains(doc.Find("main").Text(), "просматриваются заново") {
			return doc
		}
		time.Sleep(10 * time.Millisecond)
	}
	b.t.Fatal("the answers were never looked through")
	return nil
}

func read(t testing.TB, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// form is what a case's form has, as a browser would send it: of the case about whose reason this is said.
func (b *bureau) form(doc *goquery.Document, about string) url.Values {
	b.t.Helper()
	for _, x := range doc.Find(".case").EachIter() {
		if !strings.Contains(x.Text(), about) {
			continue
		}
		fields := url.Values{}
		for _, in := range x.Find("input").EachIter() {
			_, checked := in.Attr("checked")
			kind := in.AttrOr("type", "text")
			if kind == "hidden" || checked {
				fields.Add(in.AttrOr("name", ""), in.AttrOr("value", ""))
			}
		}
		return fields
	}
	b.t.Fatalf("there is no case about %q:\n%s", about, words(doc.Find("main")))
	return nil
}

// decide presses a button of that form.
func (b *bureau) decide(doc *goquery.Document, about, verdict, why string) *httptest.ResponseRecorder {
	b.t.Helper()
	fields := b.form(doc, about)
	fields.Set("verdict", verdict)
	fields.Set("why", why)
	return b.do(http.MethodPost, queue, b.as("kok-jar", access.Organiser), fields)
}

// cells are the texts of several elements.
func cells(s *goquery.Selection) string {
	var all []string
	for _, x := range s.EachIter() {
		all = append(all, words(x))
	}
	return strings.Join(all, " | ")
}

func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// verdicts are the judgements that are stored, of these responses.
func (b *bureau) verdicts(ids ...string) string {
	b.t.Helper()
	var all []string
	for _, id := range ids {
		r, err := b.db.Response(b.t.Context(), id)
		switch {
		case errors.Is(err, survey.ErrNotFound):
			all = append(all, "gone")
		case err != nil:
			b.t.Fatal(err)
		case r.Judgement == nil:
			all = append(all, "-")
		default:
			all = append(all, strings.TrimSpace(string(r.Judgement.Verdict)+" "+r.Judgement.Into))
		}
	}
	return strings.Join(all, ", ")
}
