package hall_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/sync/errgroup"

	"ashar/prioritize"
	"ashar/prioritize/hall"
	"ashar/prioritize/hearing"
	"ashar/prioritize/live"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

// evening is the room over a real store: kok-jar, with a campaign "needs" that is frozen, and one, "later", that is not.
type evening struct {
	t        testing.TB
	now      time.Time
	db       *store.DB
	hall     *hearing.Hall
	door     *access.Door
	room     *page.Room
	handler  http.Handler
	sessions map[access.Role]string
}

const all = "/hearings/needs"

func text(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }

func form() *survey.Questionnaire {
	need := func(code, ky, ru string) survey.Choice {
		return survey.Choice{Name: code, Need: code, Label: text(ky, ru)}
	}
	return &survey.Questionnaire{
		ID: "needs", Version: "2026010101", Languages: []string{"ky", "ru"}, Title: text("Эмне керек?", "Что нужно?"),
		Consent: survey.Consent{Version: "1", Text: text("Макулмун.", "Я согласен.")},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{
				need("water", "Таза суу", "Питьевая вода"), need("roads", "Жолдор", "Дороги"), need("kinder", "Бала бакча", "Детский сад"), need("light", "Көчө жарыгы", "Уличное освещение"),
			}},
			{Name: "sex", Choices: []survey.Choice{{Name: "female", Label: text("Аял", "Женщина")}, {Name: "male", Label: text("Эркек", "Мужчина")}}},
			{Name: "age", Choices: []survey.Choice{{Name: "18-28", Label: text("18–28", "18–28")}, {Name: "29-59", Label: text("29–59", "29–59")}, {Name: "60+", Label: text("60тан жогору", "60 и старше")}}},
		},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Max: 3, Required: true, Label: text("Эмне керек?", "Что нужно?")},
			{Name: "sex", Kind: survey.SelectOne, Role: survey.RoleSex, List: "sex", Label: text("Жынысыңыз", "Пол")},
			{Name: "age", Kind: survey.SelectOne, Role: survey.RoleAge, List: "age", Label: text("Жашыңыз", "Возраст")},
		},
	}
}

func newEvening(t testing.TB) *evening {
	t.Helper()
	h := &evening{t: t, now: time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC), sessions: map[access.Role]string{}}
	clock := func() time.Time { return h.now }
	db, err := store.Open(t.Context(), "file:"+t.TempDir()+"/ashar.db", clock)
	h.must(err)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	h.db, h.door = db, access.NewDoor(db, rand.Reader)
	h.furnish()
	pages := pagetest.New(t)
	door, err := page.NewDoor(pages, h.door, "/desk", clock)
	h.must(err)
	h.hall = hearing.NewHall(db, survey.NewPseudonyms([]byte("a secret of thirty-two bytes....")), clock, nil)
	feed := live.New(live.Config{})
	t.Cleanup(feed.Close)
	room, err := hall.New(hall.Deps{
		Pages: pages, Words: pagetest.Words(t), Door: door, Hall: h.hall, Store: db, Catalogue: db, Rankings: counted{db, clock}, Seals: sealed{}, Feed: feed, Entries: db,
		Nearby: func() []string { return []string{"http://192.168.1.2:8080"} }, Zone: time.FixedZone("Asia/Bishkek", 6*60*60), Now: clock,
	})
	h.must(err)
	e := pages.Echo()
	door.Mount(e)
	room.Register(e)
	h.handler, h.room = e, room.Templates()
	return h
}

// furnish fills the store. In the survey water is before roads, and roads before the kindergarten; in Кең-Төр the kindergarten
// is the first.
func (h *evening) furnish() {
	ctx := h.t.Context()
	q := form()
	h.must(q.Check())
	h.must(h.db.InsertQuestionnaire(ctx, q))
	people := []survey.Stratum{{Sex: survey.SexFemale, Age: "29-59", Count: 300}, {Sex: survey.SexMale, Age: "29-59", Count: 300}}
	for _, id := range []string{"kok-jar", "ak-tal"} {
		h.must(h.db.SaveMunicipality(ctx, survey.Municipality{
			ID: id, Rev: 1, Name: text("Көк-Жар айыл аймагы", "Кок-Жарский айылный аймак"),
			Villages: []survey.Village{{ID: "archa", Name: text("Арча-Булак", "Арча-Булак"), Population: people}, {ID: "tor", Name: text("Кең-Төр", "Кен-Тёр"), Population: people}},
		}))
	}
	for id, c := range map[string]survey.Campaign{
		"needs": {Municipality: "kok-jar", Status: survey.StatusFrozen}, "later": {Municipality: "kok-jar", Status: survey.StatusOpen}, "theirs": {Municipality: "ak-tal", Status: survey.StatusFrozen},
	} {
		c.ID, c.Rev, c.Questionnaire, c.Title = id, 1, q.Key(), text("Жай", "Лето")
		h.must(h.db.SaveCampaign(ctx, c))
	}
	h.answers("archa", 40, "water", "roads")
	h.answers("archa", 20, "roads", "light")
	h.answers("archa", 30, "water")
	h.answers("tor", 30, "kinder")
	h.answers("tor", 15, "kinder", "water")
}

func (h *evening) answers(village string, n int, needs ...string) {
	var together errgroup.Group // one commit is of many
	for i := range n {
		r := survey.Response{
			ID: fmt.Sprint(village, needs, i), Municipality: "kok-jar", Campaign: "needs", Village: village, Questionnaire: form().Key(), Channel: survey.Web, Language: "ky",
			Submitted: h.now, Answers: []survey.Answer{
				{Question: "needs", Value: survey.Chosen(needs...)}, {Question: "sex", Value: survey.Chosen([]string{"female", "male"}[i%2])},
				{Question: "age", Value: survey.Chosen("29-59")},
			},
		}
		together.Go(func() error { return h.db.InsertResponse(h.t.Context(), r) })
	}
	h.must(together.Wait())
}

// counted counts anew whenever it is asked.
type counted struct {
	db  *store.DB
	now func() time.Time
}

func (c counted) Snapshot(ctx context.Context, campaign string, rule prioritize.Rule) (*prioritize.Snapshot, error) {
	m, err := c.db.Municipality(ctx, "kok-jar")
	if err != nil {
		return nil, err
	}
	reader, err := prioritize.NewReader(form())
	if err != nil {
		return nil, err
	}
	live := prioritize.NewLive(prioritize.LiveConfig{Campaign: campaign, Municipality: &m, Reader: reader, Code: "test", Responses: c.db, Now: c.now})
	if err := live.Sync(ctx); err != nil {
		return nil, err
	}
	return live.Snapshot(rule)
}

func (h *evening) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// send asks in Kyrgyz as somebody of kok-jar with the role; names and values in turn make it a POST.
func (h *evening) send(role access.Role, path string, fields ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	if h.sessions[role] == "" {
		account, err := access.NewAccount(h.now, "kok-jar", string(role), "Айгүл", role)
		h.must(err)
		h.must(h.db.AddAccount(h.t.Context(), account))
		token, err := h.door.Invite(h.t.Context(), h.now, string(role), 0)
		h.must(err)
		w := httptest.NewRecorder()
		h.handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, page.SignInPath(token), nil))
		h.sessions[role] = w.Result().Cookies()[0].String()
	}
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if len(fields) > 0 {
		form := url.Values{}
		for i := 0; i < len(fields); i += 2 {
			form.Add(fields[i], fields[i+1])
		}
		r = httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Language", "ky")
	r.Header.Set("Cookie", h.sessions[role])
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

// done sends what must lead on, and returns where.
func (h *evening) done(role access.Role, path string, fields ...string) string {
	h.t.Helper()
	w := h.send(role, path, fields...)
	if w.Code != http.StatusSeeOther {
		doc, _ := goquery.NewDocumentFromReader(w.Body)
		h.t.Fatalf("%s: status %d, want 303: %s", path, w.Code, words(doc.Find(".mistakes, main")))
	}
	return w.Header().Get("Location")
}

// page is a page that must be there.
func (h *evening) page(role access.Role, path string) *goquery.Document {
	h.t.Helper()
	return h.read(h.send(role, path), http.StatusOK)
}

func (h *evening) read(w *httptest.ResponseRecorder, status int) *goquery.Document {
	h.t.Helper()
	if w.Code != status {
		h.t.Fatalf("status %d, want %d\n%s", w.Code, status, w.Body)
	}
	doc, err := goquery.NewDocumentFromReader(w.Body)
	h.must(err)
	return doc
}

func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// has fails the test unless all of it is said.
func has(t testing.TB, what, said string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(said, w) {
			t.Errorf("%s lacks %q:\n%s", what, w, said)
		}
	}
}

// rows are a table's, cell by cell.
func rows(s *goquery.Selection) []string {
	var all []string
	for _, tr := range s.Find("tbody tr").EachIter() {
		var cells []string
		for _, cell := range tr.Find("th, td").EachIter() {
			cells = append(cells, words(cell))
		}
		all = append(all, strings.Join(cells, " | "))
	}
	return all
}

// filled is a page's form as it stands: names and values in turn.
func filled(doc *goquery.Document, form string) []string {
	var fields []string
	for _, x := range doc.Find(form).Find("input, select, textarea").EachIter() {
		name, kind := x.AttrOr("name", ""), x.AttrOr("type", "")
		_, ticked := x.Attr("checked")
		switch {
		case name == "" || (kind == "radio" || kind == "checkbox") && !ticked:
		case goquery.NodeName(x) == "select":
			fields = append(fields, name, x.Find("option[selected]").AttrOr("value", ""))
		case goquery.NodeName(x) == "textarea":
			fields = append(fields, name, x.Text())
		default:
			fields = append(fields, name, x.AttrOr("value", ""))
		}
	}
	return fields
}

// set changes fields of a form, or adds them.
func set(fields []string, to ...string) []string {
	fields = slices.Clone(fields)
next:
	for i := 0; i < len(to); i += 2 {
		for j := 0; j < len(fields); j += 2 {
			if fields[j] == to[i] {
				fields[j+1] = to[i+1]
				continue next
			}
		}
		fields = append(fields, to[i], to[i+1])
	}
	return fields
}

// planned plans a hearing with the ranking's own draft and returns where it is.
func (h *evening) planned(more ...string) string {
	h.t.Helper()
	doc := h.page(access.Organiser, all+"/_new")
	fields := set(filled(doc, "form[action='"+all+"']"), "place", "Маданият үйү", "day", "2026-05-20", "time", "14:00", "quorum", "3", "chair", "Б. Асанов", "secretary", "Г. Токтосунова", "number", "3")
	return h.done(access.Organiser, all, set(fields, more...)...)
}

// opened is a hearing that has begun.
func (h *evening) opened() string {
	h.t.Helper()
	at := h.planned()
	h.done(access.Organiser, at+"/begin", "x", "")
	return at
}

// kept is the hearing as the store has it.
func (h *evening) kept(at string) hearing.Hearing {
	h.t.Helper()
	x, err := h.db.Hearing(h.t.Context(), at[strings.LastIndex(at, "/")+1:])
	h.must(err)
	return x
}

// told is what the audit trail says of hearings.
func (h *evening) told() []string {
	h.t.Helper()
	var all []string
	for e, err := range h.db.Entries(h.t.Context(), "kok-jar") {
		h.must(err)
		if strings.HasPrefix(e.Subject, "hearing/") {
			all = append(all, fmt.Sprintf("%s %s %s", e.Account, e.Action, e.After))
		}
	}
	return all
}

// frozenUnder is the hash that sealed has frozen every campaign under.
const frozenUnder = "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"

type sealed struct{}

func (sealed) Sealed(context.Context, survey.Campaign) (string, bool, error) {
	return frozenUnder, true, nil
}
