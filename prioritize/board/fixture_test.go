package board_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/sync/errgroup"

	"ashar/prioritize"
	"ashar/prioritize/board"
	"ashar/prioritize/live"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

// now is when the tests take place: noon in Bishkek.
var now = time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

// hall is the room over a real store, with campaigns of two municipalities and
// staff.
type hall struct {
	t        testing.TB
	db       *store.DB
	board    *board.Board
	handler  http.Handler
	door     *access.Door
	sessions map[string]string // by account
	heard    func(ctx context.Context, campaign string) ([]board.Heard, error)
}

func newHall(t testing.TB) *hall {
	t.Helper()
	db, err := store.Open(t.Context(), "file:"+t.TempDir()+"/ashar.db", clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	h := &hall{t: t, db: db, door: access.NewDoor(db, rand.Reader), sessions: map[string]string{}}
	h.furnish()
	h.build(counted{db})
	return h
}

// build makes the pages over these rankings.
func (h *hall) build(rankings board.Snapshots) {
	h.t.Helper()
	pages := pagetest.New(h.t)
	door, err := page.NewDoor(pages, h.door, "/desk", clock)
	h.must(err)
	feed := live.New(live.Config{})
	h.t.Cleanup(feed.Close)
	h.board, err = board.New(board.Deps{
		Pages: pages, Words: pagetest.Words(h.t), Door: door, Catalogue: h.db, Doors: h.db, Rankings: rankings, Feed: feed, Heard: h.heard,
		Version: "test", Zone: time.FixedZone("Asia/Bishkek", 6*60*60), Now: clock,
	})
	h.must(err)
	e := pages.Echo()
	door.Mount(e)
	h.board.Register(e)
	h.handler = e
}

// over is another hall with the same store, over other rankings.
func (h *hall) over(rankings board.Snapshots) *hall {
	h.t.Helper()
	other := *h
	other.build(rankings)
	return &other
}

func text(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }

// form asks for needs, their order, how grave they are, sex and age.
func form() *survey.Questionnaire {
	need := func(code, ky, ru string) survey.Choice {
		return survey.Choice{Name: code, Need: code, Label: text(ky, ru)}
	}
	plain := func(name string) survey.Choice { return survey.Choice{Name: name, Label: text(name, name)} }
	return &survey.Questionnaire{
		ID: "needs", Version: "2026010101", Languages: []string{"ky", "ru"}, Title: text("Эмне керек?", "Что нужно?"),
		Consent: survey.Consent{Version: "1", Text: text("Макулмун.", "Я согласен.")},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{
				need("water", "Таза суу", "Питьевая вода"), need("roads", "Жолдор", "Дороги"), need("kinder", "Бала бакча", "Детский сад"),
				need("light", "Көчө жарыгы", "Уличное освещение"), need("other", "Башка", "Другое"),
			}},
			{Name: "grave", Choices: []survey.Choice{plain("1"), plain("2"), plain("3"), plain("4"), plain("5")}},
			{Name: "sex", Choices: []survey.Choice{plain("female"), plain("male")}},
			{Name: "age", Choices: []survey.Choice{plain("18-28"), plain("29+")}},
		},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Max: 3, Required: true, Label: text("Эмне керек?", "Что нужно?")},
			{Name: "order", Kind: survey.Rank, Role: survey.RoleRank, Of: "needs", Required: true, Label: text("Иретин", "Порядок")},
			{Name: "grave", Kind: survey.Scale, Role: survey.RoleSeverity, Of: "needs", List: "grave", Label: text("Оорбу?", "Серьёзно?")},
			{Name: "sex", Kind: survey.SelectOne, Role: survey.RoleSex, List: "sex", Label: text("Жынысыңыз", "Пол")},
			{Name: "age", Kind: survey.SelectOne, Role: survey.RoleAge, List: "age", Label: text("Жашыңыз", "Возраст")},
		},
	}
}

// points asks for points, and for nothing else.
func points() *survey.Questionnaire {
	q := form()
	q.ID = "points"
	q.Questions = []survey.Question{{Name: "points", Kind: survey.Points, Role: survey.RoleNeed, List: "need", Max: 10, Required: true, Label: text("Упай", "Баллы")}}
	return q
}

// furnish fills the store. In kok-jar, whose people are known and invented,
// "summer" is under way: men and women agree on water, and on nothing else;
// nobody answered in Bel-Jailoo. In "winter" few chose
// light, and nobody what is left but water and roads. "empty" has no answers and is closed. In ak-tal,
// whose people are not known, "unknown" is under way.
func (h *hall) furnish() {
	h.t.Helper()
	ctx := h.t.Context()
	people := func(n int) []survey.Stratum {
		return []survey.Stratum{
			{Sex: survey.SexFemale, Age: "18-28", Count: n}, {Sex: survey.SexFemale, Age: "29+", Count: 2 * n},
			{Sex: survey.SexMale, Age: "18-28", Count: n}, {Sex: survey.SexMale, Age: "29+", Count: 2 * n},
		}
	}
	for _, m := range []survey.Municipality{
		{
			ID: "kok-jar", Rev: 1, Name: text("Көк-Жар айыл аймагы", "Кок-Жарский айылный аймак"), Invented: true,
			Villages: []survey.Village{
				{ID: "archa", Name: text("Арча-Булак", "Арча-Булак"), Population: people(300)},
				{ID: "tor", Name: text("Кең-Төр", "Кен-Тёр"), Population: people(100)},
				{ID: "jailoo", Name: text("Бел-Жайлоо", "Бел-Жайлоо"), Population: people(20)},
			},
		},
		{ID: "ak-tal", Rev: 1, Name: text("Ак-Тал", "Ак-Тал"), Villages: []survey.Village{{ID: "tal", Name: text("Ак-Тал", "Ак-Тал")}}},
	} {
		h.must(h.db.SaveMunicipality(ctx, m))
	}
	q := form()
	h.must(q.Check())
	h.must(h.db.InsertQuestionnaire(ctx, q))
	h.must(points().Check())
	h.must(h.db.InsertQuestionnaire(ctx, points()))
	for _, c := range []survey.Campaign{
		{ID: "hall", Municipality: "ak-tal", Title: text("Угуу", "Слушания"), Status: survey.StatusOpen, Questionnaire: points().Key()},
		{ID: "summer", Municipality: "kok-jar", Title: text("Жай", "Лето"), Status: survey.StatusOpen},
		{ID: "winter", Municipality: "kok-jar", Title: text("Кыш", "Зима"), Status: survey.StatusOpen},
		{ID: "empty", Municipality: "kok-jar", Title: text("Бош", "Пусто"), Status: survey.StatusClosed},
		{ID: "unknown", Municipality: "ak-tal", Title: text("Белгисиз", "Неизвестно"), Status: survey.StatusOpen},
	} {
		c.Rev, c.Questionnaire = 1, cmp.Or(c.Questionnaire, q.Key())
		h.must(h.db.SaveCampaign(ctx, c))
	}
	h.answers("summer", "archa", 30, survey.SexFemale, "water", "kinder")
	h.answers("summer", "archa", 40, survey.SexMale, "roads", "water")
	h.answers("summer", "tor", 20, survey.SexFemale, "kinder", "water", "other")
	h.answers("summer", "tor", 6, survey.SexMale, "roads")
	h.answers("summer", "tor", 6, survey.SexMale, "light")
	h.answers("winter", "archa", 25, survey.SexFemale, "water")
	h.answers("winter", "archa", 20, survey.SexFemale, "roads")
	h.answers("winter", "archa", 3, survey.SexFemale, "light")
	h.answers("unknown", "tal", 40, survey.SexFemale, "kinder")
	h.answers("unknown", "tal", 10, survey.SexMale, "water")
	for i := range 20 {
		h.must(h.db.InsertResponse(ctx, survey.Response{
			ID: fmt.Sprint("hall", i), Municipality: "ak-tal", Campaign: "hall", Village: "tal", Questionnaire: points().Key(), Channel: survey.Web, Language: "ky", Submitted: now,
			Answers: []survey.Answer{{Question: "points", Value: survey.Rated(survey.Level{Choice: "water", Level: 3}, survey.Level{Choice: "light", Level: 7 - i%2})}},
		}))
	}
}

// answers stores so many answers alike, of both age bands by turns, with the
// needs in their order, each as grave as the one before or less.
func (h *hall) answers(campaign, village string, n int, sex string, needs ...string) {
	h.t.Helper()
	c, err := h.db.Campaign(h.t.Context(), campaign)
	h.must(err)
	var together errgroup.Group // one commit is of many
	for i := range n {
		var levels []survey.Level
		for j, need := range needs {
			levels = append(levels, survey.Level{Choice: need, Level: survey.SeverityLevels - j})
		}
		r := survey.Response{
			ID: fmt.Sprint(campaign, village, sex, needs, i), Municipality: c.Municipality, Campaign: campaign, Village: village,
			Questionnaire: form().Key(), Channel: survey.Web, Language: "ky", Submitted: now,
			Answers: []survey.Answer{
				{Question: "needs", Value: survey.Chosen(needs...)},
				{Question: "order", Value: survey.Chosen(needs...)},
				{Question: "grave", Value: survey.Rated(levels...)},
				{Question: "sex", Value: survey.Chosen(sex)},
				{Question: "age", Value: survey.Chosen([]string{"18-28", "29+"}[i%2])},
			},
		}
		together.Go(func() error { return h.db.InsertResponse(h.t.Context(), r) })
	}
	h.must(together.Wait())
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// counted counts anew whenever it is asked.
type counted struct{ db *store.DB }

func (c counted) Snapshot(ctx context.Context, campaign string, rule prioritize.Rule) (*prioritize.Snapshot, error) {
	found, err := c.db.Campaign(ctx, campaign)
	if err != nil {
		return nil, err
	}
	m, err := c.db.Municipality(ctx, found.Municipality)
	if err != nil {
		return nil, err
	}
	q, err := c.db.Questionnaire(ctx, found.Questionnaire)
	if err != nil {
		return nil, err
	}
	reader, err := prioritize.NewReader(q)
	if err != nil {
		return nil, err
	}
	live := prioritize.NewLive(prioritize.LiveConfig{Campaign: campaign, Municipality: &m, Reader: reader, Code: "test", Responses: c.db, Now: clock})
	if err := live.Sync(ctx); err != nil {
		return nil, err
	}
	return live.Snapshot(rule)
}

// remembering counts once what is asked for again and again; it is for one test at a time.
type remembering struct {
	of   board.Snapshots
	made map[string]*prioritize.Snapshot
}

func (r remembering) Snapshot(ctx context.Context, campaign string, rule prioritize.Rule) (*prioritize.Snapshot, error) {
	key := campaign + " " + string(rule)
	if s := r.made[key]; s != nil {
		return s, nil
	}
	s, err := r.of.Snapshot(ctx, campaign, rule)
	r.made[key] = s
	return s, err
}

// remembered is the hall with every campaign counted once.
func (h *hall) remembered(of board.Snapshots) *hall {
	h.t.Helper()
	return h.over(remembering{of, map[string]*prioritize.Snapshot{}})
}

// as signs in somebody with the role, by a link and the door's own page, and
// returns the cookie.
func (h *hall) as(municipality string, role access.Role) string {
	h.t.Helper()
	if role == access.Administrator {
		municipality = access.Instance
	}
	id := strings.Trim(municipality+"-"+string(role), "*-")
	if cookie, ok := h.sessions[id]; ok {
		return cookie
	}
	account, err := access.NewAccount(now, municipality, id, "Айгүл", role)
	h.must(err)
	h.must(h.db.AddAccount(h.t.Context(), account))
	token, err := h.door.Invite(h.t.Context(), now, id, 0)
	h.must(err)
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, page.SignInPath(token), nil))
	if got, want := w.Code, http.StatusSeeOther; got != want {
		h.t.Fatalf("signing in: status %d, want %d", got, want)
	}
	h.sessions[id] = w.Result().Cookies()[0].String()
	return h.sessions[id]
}

// get asks for a path in Russian, with more headers as alternating names and
// values.
func (h *hall) get(path, cookie string, headers ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Language", "ru")
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

// page returns a page that must be there.
func (h *hall) page(path, cookie string) *goquery.Document {
	h.t.Helper()
	return read(h.t, h.get(path, cookie), http.StatusOK)
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

// each is what a reader sees of each element.
func each(s *goquery.Selection) []string {
	var all []string
	for _, one := range s.EachIter() {
		all = append(all, words(one))
	}
	return all
}
