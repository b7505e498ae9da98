package report_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/sync/errgroup"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/prioritize/outline"
	"ashar/prioritize/report"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

// now is when the tests take place: noon in Bishkek.
var now = time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

// hall is the room over a real store, with campaigns and staff.
type hall struct {
	t        testing.TB
	db       *store.DB
	room     *report.Room
	handler  http.Handler
	door     *access.Door
	sessions map[access.Role]string
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
	h := &hall{t: t, db: db, door: access.NewDoor(db, rand.Reader), sessions: map[access.Role]string{}}
	h.furnish()
	h.build()
	return h
}

// build makes the pages.
func (h *hall) build() {
	h.t.Helper()
	pages := pagetest.New(h.t)
	door, err := page.NewDoor(pages, h.door, "/desk", clock)
	h.must(err)
	h.room, err = report.New(report.Deps{
		Pages: pages, Words: pagetest.Words(h.t), Door: door, Catalogue: h.db, Drafts: drafts{h.db}, Editions: h.db, Entries: h.db, Version: "test",
		Zone: time.FixedZone("Asia/Bishkek", 6*60*60), Now: clock,
	})
	h.must(err)
	e := pages.Echo()
	door.Mount(e)
	h.room.Register(e)
	h.handler = e
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func text(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }

// form asks for needs and how grave they are.
func form() *survey.Questionnaire {
	need := func(code, ru, competence string) survey.Choice {
		return survey.Choice{Name: code, Need: code, Label: text(ru, ru), Competence: []string{competence}}
	}
	plain := func(name string) survey.Choice { return survey.Choice{Name: name, Label: text(name, name)} }
	return &survey.Questionnaire{
		ID: "needs", Version: "2026010101", Languages: []string{"ky", "ru"}, Title: text("Эмне керек?", "Что нужно?"),
		Consent: survey.Consent{Version: "1", Text: text("Макулмун.", "Я согласен.")},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{
				need("water", "Питьевая вода", "local"), need("roads", "Дороги", "local"), need("light", "Освещение", "local"), need("school", "Школа", "state"),
			}},
			{Name: "competence", Choices: []survey.Choice{{Name: "local", Label: text("ЖӨБ", "МСУ")}, {Name: "state", Label: text("Мамлекет", "Государство")}}},
			{Name: "grave", Choices: []survey.Choice{plain("1"), plain("2"), plain("3"), plain("4"), plain("5")}},
			{Name: "sex", Choices: []survey.Choice{plain("female"), plain("male")}},
			{Name: "age", Choices: []survey.Choice{plain("18-28"), plain("29+")}},
		},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Max: 3, Required: true, Label: text("Эмне керек?", "Что нужно?")},
			{Name: "grave", Kind: survey.Scale, Role: survey.RoleSeverity, Of: "needs", List: "grave", Label: text("Оорбу?", "Серьёзно?")},
			{Name: "sex", Kind: survey.SelectOne, Role: survey.RoleSex, List: "sex", Label: text("Жынысыңыз", "Пол")},
			{Name: "age", Kind: survey.SelectOne, Role: survey.RoleAge, List: "age", Label: text("Жашыңыз", "Возраст")},
		},
	}
}

// furnish fills the store. "summer" is frozen: 60 people of Archa want water and roads, 40 of Tor light. "spring" is open,
// with no answers; "other" is another municipality's.
func (h *hall) furnish() {
	h.t.Helper()
	ctx := h.t.Context()
	h.must(h.db.SaveMunicipality(ctx, survey.Municipality{
		ID: "kok-jar", Rev: 1, Name: text("Көк-Жар айыл аймагы", "Кок-Жарский айылный аймак"), Invented: true,
		Villages: []survey.Village{{ID: "archa", Name: text("Арча-Булак", "Арча-Булак"), Adults: 600}, {ID: "tor", Name: text("Кең-Төр", "Кен-Тёр"), Adults: 400}},
	}))
	h.must(h.db.SaveMunicipality(ctx, survey.Municipality{ID: "ak-tal", Rev: 1, Name: text("Ак-Тал", "Ак-Тал"), Villages: []survey.Village{{ID: "tal", Name: text("Ак-Тал", "Ак-Тал")}}}))
	q := form()
	h.must(q.Check())
	h.must(h.db.InsertQuestionnaire(ctx, q))
	for _, c := range []survey.Campaign{
		{ID: "summer", Municipality: "kok-jar", Title: text("Жай", "Лето"), Status: survey.StatusFrozen, Opens: now.AddDate(0, -2, 0), Closes: now.AddDate(0, -1, 0)},
		{ID: "spring", Municipality: "kok-jar", Title: text("Жаз", "Весна"), Status: survey.StatusOpen},
		{ID: "other", Municipality: "ak-tal", Title: text("Башка", "Другой"), Status: survey.StatusOpen},
	} {
		c.Rev, c.Questionnaire = 1, q.Key()
		h.must(h.db.SaveCampaign(ctx, c))
	}
	h.answers("archa", 60, "water", "roads")
	h.answers("tor", 40, "light")
}

// answers stores so many answers alike, of both sexes and ages by turns; each need is graver than the next.
func (h *hall) answers(village string, n int, needs ...string) {
	h.t.Helper()
	var together errgroup.Group // one commit is of many
	for i := range n {
		var levels []survey.Level
		for j, need := range needs {
			levels = append(levels, survey.Level{Choice: need, Level: survey.SeverityLevels - j})
		}
		r := survey.Response{
			ID: fmt.Sprint(village, needs, i), Municipality: "kok-jar", Campaign: "summer", Village: village,
			Questionnaire: form().Key(), Channel: survey.Web, Language: "ky", Submitted: now,
			Answers: []survey.Answer{
				{Question: "needs", Value: survey.Chosen(needs...)}, {Question: "grave", Value: survey.Rated(levels...)},
				{Question: "sex", Value: survey.Chosen([]string{"female", "male"}[i%2])}, {Question: "age", Value: survey.Chosen([]string{"18-28", "29+"}[i/2%2])},
			},
		}
		together.Go(func() error { return h.db.InsertResponse(h.t.Context(), r) })
	}
	h.must(together.Wait())
}

// drafts count anew whenever they are asked.
type drafts struct{ db *store.DB }

func (d drafts) Input(ctx context.Context, campaign, template string) (analysis.Input, error) {
	k, err := d.db.Campaign(ctx, campaign)
	if err != nil {
		return analysis.Input{}, err
	}
	m, err := d.db.Municipality(ctx, k.Municipality)
	if err != nil {
		return analysis.Input{}, err
	}
	q, err := d.db.Questionnaire(ctx, k.Questionnaire)
	if err != nil {
		return analysis.Input{}, err
	}
	reader, err := prioritize.NewReader(q)
	if err != nil {
		return analysis.Input{}, err
	}
	in := prioritize.Input{Campaign: campaign, Questionnaire: q.Key(), Municipality: &m, Needs: reader.Needs(), Tally: prioritize.NewTally(reader.Shape())}
	for r, err := range d.db.ResponsesSince(ctx, campaign, time.Time{}) {
		if err != nil {
			return analysis.Input{}, err
		}
		b, err := reader.Read(&r)
		if err != nil {
			return analysis.Input{}, err
		}
		in.Tally.Add(&b)
	}
	s, err := prioritize.NewSnapshot(in)
	if err != nil {
		return analysis.Input{}, err
	}
	t, err := outline.New(cmp.Or(template, outline.Default))
	if err != nil {
		return analysis.Input{}, err
	}
	if e, err := d.db.Edition(ctx, outline.EditionID(k.Municipality, t.ID)); err == nil {
		t = e.Template
	}
	x := analysis.Input{
		Ranking: s.Ranking, Villages: s.Villages, Whole: s.Whole, Services: s.Services, Municipality: &m, Campaign: k, Questionnaire: q, Made: now, Version: "test", Template: t,
	}
	if k.Frozen() {
		x.Frozen = &analysis.Frozen{At: now, Hash: strings.Repeat("ab", 32)}
	}
	return x, nil
}

// as signs in somebody of kok-jar with the role.
func (h *hall) as(role access.Role) string {
	h.t.Helper()
	if cookie, ok := h.sessions[role]; ok {
		return cookie
	}
	municipality := "kok-jar"
	if role == access.Administrator {
		municipality = access.Instance
	}
	account, err := access.NewAccount(now, municipality, "a-"+string(role), "Айгүл", role)
	h.must(err)
	h.must(h.db.AddAccount(h.t.Context(), account))
	token, err := h.door.Invite(h.t.Context(), now, account.ID, 0)
	h.must(err)
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, page.SignInPath(token), nil))
	if w.Code != http.StatusSeeOther {
		h.t.Fatalf("signing in: status %d", w.Code)
	}
	h.sessions[role] = w.Result().Cookies()[0].String()
	return h.sessions[role]
}

func (h *hall) get(role access.Role, path string) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	return h.serve(role, r)
}

func (h *hall) serve(role access.Role, r *http.Request) *httptest.ResponseRecorder {
	r.Header.Set("Accept-Language", "ru")
	if role != "" {
		r.Header.Set("Cookie", h.as(role))
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

func (h *hall) page(role access.Role, path string) *goquery.Document {
	h.t.Helper()
	return h.read(h.get(role, path), http.StatusOK)
}

func (h *hall) read(w *httptest.ResponseRecorder, status int) *goquery.Document {
	h.t.Helper()
	if w.Code != status {
		h.t.Fatalf("status %d, want %d\n%s", w.Code, status, w.Body)
	}
	doc, err := goquery.NewDocumentFromReader(w.Body)
	h.must(err)
	return doc
}

// fill is the form of a page as a browser would send it, with other values in some fields.
type fill struct {
	names  []string
	values map[string][]string
}

func filled(doc *goquery.Document) *fill {
	f := &fill{values: map[string][]string{}}
	doc.Find("main form[method=post]").Find("input,select,textarea").Each(func(_ int, s *goquery.Selection) {
		name, value := s.AttrOr("name", ""), s.AttrOr("value", "")
		if s.Is("select") {
			value = s.Find("option[selected]").AttrOr("value", "")
		}
		if s.Is("textarea") {
			value = s.Text()
		}
		if _, checked := s.Attr("checked"); s.AttrOr("type", "") == "checkbox" && !checked {
			return
		}
		f.names = append(f.names, name)
		f.values[name] = append(f.values[name], value)
	})
	return f
}

func (f *fill) set(pairs ...string) *fill {
	for i := 0; i < len(pairs); i += 2 {
		if f.values[pairs[i]] == nil {
			f.names = append(f.names, pairs[i])
		}
		f.values[pairs[i]] = []string{pairs[i+1]}
	}
	return f
}

// without takes the tick off a box.
func (f *fill) without(name string) *fill {
	delete(f.values, name)
	f.names = slices.DeleteFunc(f.names, func(n string) bool { return n == name })
	return f
}

func (h *hall) send(role access.Role, path string, f *fill) *httptest.ResponseRecorder {
	h.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	sent := map[string]int{}
	for _, name := range f.names {
		if all := f.values[name]; sent[name] < len(all) {
			h.must(w.WriteField(name, all[sent[name]]))
			sent[name]++
		}
	}
	h.must(w.Close())
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return h.serve(role, r)
}

// words is what a reader sees of a selection, with single spaces.
func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }
