package gathering_test

import (
	"bytes"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/gathering"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

const groups = "/desk/of-kok-jar/groups"

// hall is the room over a real store.
type hall struct {
	t        *testing.T
	now      time.Time
	db       *store.DB
	door     *access.Door
	room     *page.Room
	handler  http.Handler
	sessions map[access.Role]string
}

func text(ky string) survey.Text { return survey.Text{"ky": ky, "ru": ky} }

func newHall(t *testing.T) *hall {
	t.Helper()
	h := &hall{t: t, now: time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC), sessions: map[access.Role]string{}}
	clock := func() time.Time { return h.now }
	db, err := store.Open(t.Context(), "file:"+t.TempDir()+"/ashar.db", clock)
	h.must(err)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	h.db, h.door = db, access.NewDoor(db, rand.Reader)
	q := &survey.Questionnaire{
		ID: "needs", Version: "2026010101", Languages: []string{"ky", "ru"}, Title: text("Эмне керек?"), Consent: survey.Consent{Version: "1", Text: text("Макулмун.")},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{{Name: "w", Label: text("Таза суу"), Need: "water"}, {Name: "r", Label: text("Жол"), Need: "roads"}, {Name: "none", Label: text("Эч нерсе"), Exclusive: true}}},
			{Name: "age", Choices: []survey.Choice{{Name: "18-28", Label: text("18–28")}, {Name: "29+", Label: text("29+")}}},
		},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Label: text("Эмне керек?")},
			{Name: "age", Kind: survey.SelectOne, Role: survey.RoleAge, List: "age", Label: text("Жашыңыз")},
		},
	}
	h.must(db.InsertQuestionnaire(t.Context(), q))
	for _, id := range []string{"kok-jar", "ak-tal"} {
		h.must(db.SaveMunicipality(t.Context(), survey.Municipality{ID: id, Rev: 1, Name: text("Көк-Жар"), Villages: []survey.Village{{ID: "tor", Name: text("Кең-Төр")}, {ID: "archa", Name: text("Арча")}}}))
		h.must(db.SaveCampaign(t.Context(), survey.Campaign{ID: "of-" + id, Rev: 1, Municipality: id, Title: text("Жай"), Questionnaire: q.Key(), Status: survey.StatusOpen, Opens: h.now.Add(-time.Hour)}))
	}
	pages := pagetest.New(t)
	door, err := page.NewDoor(pages, h.door, "/desk", clock)
	h.must(err)
	room, err := gathering.New(gathering.Deps{Pages: pages, Door: door, Campaigns: db, Places: db, Gatherings: db, Entries: db, Zone: time.FixedZone("Asia/Bishkek", 6*60*60), Now: clock})
	h.must(err)
	e := pages.Echo()
	door.Mount(e)
	room.Register(e)
	h.handler, h.room = e, room.Templates()
	return h
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// send asks in Kyrgyz as somebody of kok-jar with the role; a form of names and values in turn makes it a POST.
func (h *hall) send(role access.Role, path string, fields ...string) *httptest.ResponseRecorder {
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

func (h *hall) page(role access.Role, path string) *goquery.Document {
	h.t.Helper()
	return h.read(h.send(role, path), http.StatusOK)
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

func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// added writes a gathering down and returns where it is.
func (h *hall) added(fields ...string) string {
	h.t.Helper()
	id, _ := h.page(access.Organiser, groups+"/_new").Find("input[name=id]").Attr("value")
	w := h.send(access.Organiser, groups, append([]string{"id", id}, fields...)...)
	if w.Code != http.StatusSeeOther {
		h.t.Fatalf("adding: status %d\n%s", w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

// focus is a focus group of eight women and five men.
var focus = []string{
	"kind", "focus_group", "village", "tor", "day", "2026-05-18", "moderator", "демилгелүү топ", "people_female_18-28", "3", "people_female_", "5", "people_male_29+", "5",
	"method", "hands", "need_water", "11", "women_water", "7", "need_roads", "4", "women_roads", "1", "quotes", "«Суу жок»\n\n<b>Жол</b> начар", "notes", "Клубда өттү",
}

func TestTemplatesFitTheirPages(t *testing.T) {
	pagetest.Check(t, newHall(t).room, gathering.Views())
}

func TestGatheringsStandInATableOfTheirOwn(t *testing.T) {
	h := newHall(t)
	one := h.added(focus...)
	h.added("kind", "village_meeting", "village", "archa", "day", "2026-05-19", "people_female_", "2", "people_male_", "40", "method", "points", "each", "3", "need_roads", "60", "need_water", "20")
	h.added("kind", "village_meeting", "village", "tor", "day", "2026-05-20", "people_female_", "9", "people_male_", "9", "method", "order", "need_roads", "1", "need_water", "2")
	doc := h.page(access.Observer, groups)
	if got := words(doc.Find("main")); !strings.Contains(got, "аралаштырылбайт") {
		t.Error("the page does not say that they are not mixed with individual answers")
	}
	var rows []string
	for _, tr := range doc.Find(".spoken tbody tr").EachIter() {
		var cells []string
		for _, cell := range tr.Find("th, td").EachIter() {
			cells = append(cells, words(cell))
		}
		rows = append(rows, strings.Join(cells, " | "))
	}
	want := "Таза суу | 11 / 13 | 7 / 4 | 20 | 11 | 20 упай | 2-орун\nЖол | 4 / 13 | 1 / 3 | 60 | 4 | 60 упай | 1-орун"
	if got := strings.Join(rows, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if doc.Find("a[href$='_new']").Length() > 0 {
		t.Error("an observer is led to writing")
	}
	for path, status := range map[string]int{groups + "/_new": 403, one + "/edit": 403} {
		if w := h.send(access.Observer, path); w.Code != status {
			t.Errorf("an observer at %s: status %d", path, w.Code)
		}
	}
	if w := h.send(access.Organiser, "/desk/of-ak-tal/groups"); w.Code != http.StatusNotFound {
		t.Errorf("the neighbours' gatherings: status %d", w.Code)
	}
	shown := words(h.page(access.Observer, one).Find("main"))
	for _, w := range []string{"Фокус-топ", "13 киши", "аял 7, эркек 4", "«<b>Жол</b> начар»", "Клубда өттү", "демилгелүү топ"} {
		if !strings.Contains(shown, w) {
			t.Errorf("the gathering's page lacks %q: %s", w, shown)
		}
	}
	csv := h.send(access.Observer, groups+".csv").Body.String()
	if !strings.Contains(csv, "аралаштырылбайт") || !strings.Contains(csv, "Таза суу;11;7;4;20;11;20 упай;2-орун") {
		t.Errorf("the CSV is\n%s", csv)
	}
	book, err := excelize.OpenReader(bytes.NewReader(h.send(access.Observer, groups+".xlsx").Body.Bytes()))
	h.must(err)
	defer book.Close()
	if cell, err := book.GetCellValue("Sheet1", "B8"); err != nil || cell != "4" {
		t.Errorf("the workbook has %q, %v", cell, err)
	}
	for r, err := range h.db.ResponsesSince(t.Context(), "of-kok-jar", time.Time{}) {
		t.Errorf("a gathering is among the responses: %+v, %v", r, err)
	}
}

func TestFewAreNotToldApart(t *testing.T) {
	h := newHall(t)
	one := h.added("kind", "focus_group", "village", "tor", "day", "2026-05-18", "people_female_", "9", "people_male_", "4", "method", "hands", "need_water", "6", "women_water", "3")
	for _, path := range []string{groups, one} {
		if got := words(h.page(access.Organiser, path).Find("main")); strings.Contains(got, "3 / 3") || strings.Contains(got, "аял 3") || strings.Contains(got, "эркек 4") {
			t.Errorf("%s tells four men apart: %s", path, got)
		}
	}
	if csv := h.send(access.Organiser, groups+".csv").Body.String(); !strings.Contains(csv, "Таза суу;6;;;0;6") {
		t.Errorf("the CSV is\n%s", csv)
	}
}

func TestGatheringIsEditedWithHistoryAndStruckOut(t *testing.T) {
	h := newHall(t)
	one := h.added(focus...)
	doc := h.page(access.Organiser, one+"/edit")
	if got, _ := doc.Find("input[name=people_female_18-28]").Attr("value"); got != "3" {
		t.Errorf("the form has %q women of 18-28, want 3", got)
	}
	changed := append([]string{"rev", "1"}, focus...)
	changed[len(changed)-1] = "Мектепте өттү"
	if w := h.send(access.Organiser, one, changed...); w.Code != http.StatusSeeOther {
		t.Fatalf("editing: %d\n%s", w.Code, w.Body)
	}
	if w := h.send(access.Organiser, one, changed...); w.Code != http.StatusConflict {
		t.Errorf("editing what somebody changed meanwhile: %d", w.Code)
	}
	if got := words(h.page(access.Organiser, one).Find("main")); !strings.Contains(got, "Мектепте өттү") || !strings.Contains(got, "2. Оңдолду") {
		t.Errorf("after editing: %s", got)
	}
	if w := h.send(access.Organiser, one+"/strike", "rev", "2", "why", " "); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %d", w.Code)
	}
	if w := h.send(access.Organiser, one+"/strike", "rev", "2", "why", "эки жолу жазылган"); w.Code != http.StatusSeeOther {
		t.Errorf("striking out: %d", w.Code)
	}
	doc = h.page(access.Organiser, groups)
	if got := words(doc.Find("main")); doc.Find(".spoken").Length() > 0 || !strings.Contains(got, "эки жолу жазылган") {
		t.Errorf("after striking out: %s", got)
	}
	if w := h.send(access.Organiser, one, append([]string{"rev", "3"}, focus...)...); w.Code != http.StatusConflict {
		t.Errorf("editing what was struck out: %d", w.Code)
	}
	var told []string
	for e, err := range h.db.Entries(t.Context(), "kok-jar") {
		h.must(err)
		if e.Action == access.RunCampaigns {
			told = append(told, e.After)
		}
	}
	if got := strings.Join(told, "\n"); len(told) != 3 || !strings.Contains(got, "added") || !strings.Contains(got, "revision 2") || !strings.Contains(got, "struck out") {
		t.Errorf("the audit trail says %q", got)
	}
}

func TestWhatCannotBeIsSaidAtItsField(t *testing.T) {
	h := newHall(t)
	for what, tt := range map[string]struct {
		field, value, at, want string
	}{
		"more hands than people": {"need_water", "14", "need_water", "13"}, "more women": {"women_water", "9", "need_water", "8"}, "no number": {"need_roads", "көп", "need_roads", "Бүтүн сан"},
		"no village": {"village", "osh", "village", "Айылды"}, "a day to come": {"day", "2026-05-21", "day", "Өткөн"}, "no method": {"method", "", "method", "кантип"}, "no points": {"method", "points", "each", "упай"},
	} {
		fields := append([]string{"id", survey.NewInterviewID()}, focus...)
		for i := 0; i < len(fields); i += 2 {
			if fields[i] == tt.field {
				fields[i+1] = tt.value
			}
		}
		doc := h.read(h.send(access.Organiser, groups, fields...), http.StatusUnprocessableEntity)
		link := doc.Find(".mistakes a[href='#" + tt.at + "']")
		if !strings.Contains(words(link), tt.want) || doc.Find("#"+tt.at).Length() != 1 {
			t.Errorf("%s: got %q at #%s", what, words(doc.Find(".mistakes")), tt.at)
		}
		if got, _ := doc.Find("input[name=moderator]").Attr("value"); got != "демилгелүү топ" {
			t.Errorf("%s: what was typed is lost", what)
		}
	}
	// A second tap on the button adds nothing.
	id := survey.NewInterviewID()
	for range 2 {
		if w := h.send(access.Organiser, groups, append([]string{"id", id}, focus...)...); w.Code != http.StatusSeeOther {
			t.Errorf("status %d", w.Code)
		}
	}
	if got := h.page(access.Organiser, groups).Find(".meetings li").Length(); got != 1 {
		t.Errorf("there are %d gatherings, want 1", got)
	}
}
