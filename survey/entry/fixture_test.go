package entry_test

import (
	"crypto/rand"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/entry"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

// noon is when the tests take place: in Bishkek, in the middle of a campaign.
var noon = time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC)

var bishkek = time.FixedZone("Asia/Bishkek", 6*60*60)

// room is the room over a real store, with a municipality of two villages and its staff, all of them invented.
type room struct {
	t        testing.TB
	db       *store.DB
	room     *entry.Room
	handler  http.Handler
	door     *access.Door
	now      time.Time
	sessions map[string]string // by account
}

func newRoom(t testing.TB) *room {
	t.Helper()
	r := &room{t: t, now: noon, sessions: map[string]string{}}
	clock := func() time.Time { return r.now.In(bishkek) }
	db, err := store.Open(t.Context(), "file:"+t.TempDir()+"/ashar.db", clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	r.db, r.door = db, access.NewDoor(db, rand.Reader)
	pages := pagetest.New(t)
	door, err := page.NewDoor(pages, r.door, "/desk", clock)
	r.must(err)
	secret := survey.NewPseudonyms([]byte("a secret of thirty-two characters"))
	intake := survey.NewIntake(db, db, db, db, clock, survey.Told{}).Behind(survey.NewGate(db, db, secret))
	r.room, err = entry.New(entry.Deps{
		Pages: pages, Door: door, Typing: survey.NewTyping(intake, db, secret), Papers: db, Campaigns: db, Places: db, Staff: db, Entries: db,
		Zone: bishkek, Now: clock,
	})
	r.must(err)
	e := pages.Echo()
	door.Mount(e)
	r.room.Register(e)
	r.handler = e
	r.furnish()
	return r
}

func (r *room) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// text is a text in both languages.
func text(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }

// sheet asks for needs, their order and how grave each is, what else there is, and about the respondent.
func sheet() *survey.Questionnaire {
	choice := func(name, ky, ru string) survey.Choice { return survey.Choice{Name: name, Label: text(ky, ru)} }
	need := func(name, ky, ru string) survey.Choice {
		return survey.Choice{Name: name, Label: text(ky, ru), Need: name}
	}
	return &survey.Questionnaire{
		ID: "needs", Version: "2026010101", Languages: []string{"ky", "ru"},
		Title:   text("Айылыңызга эмне керек?", "Что нужно вашему селу?"),
		Consent: survey.Consent{Version: "1", Text: text("Макулмун.", "Я согласен.")},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{
				need("water", "Таза суу", "Питьевая вода"), need("roads", "Жолдор", "Дороги"), need("light", "Көчө жарыгы", "Освещение"),
				need("other", "Башка", "Другое"),
			}},
			{Name: "grave", Choices: []survey.Choice{choice("1", "Жеңил", "Легко"), choice("2", "Орто", "Средне"), choice("3", "Оор", "Тяжело"), choice("4", "Өтө оор", "Очень тяжело"), choice("5", "Чыдагыс", "Невыносимо")}},
			{Name: "sex", Choices: []survey.Choice{choice("female", "Аял", "Женщина"), choice("male", "Эркек", "Мужчина")}},
			{Name: "yes", Choices: []survey.Choice{choice("yes", "Ооба", "Да"), choice("no", "Жок", "Нет")}},
		},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Max: 3, Required: true, Label: text("Эмне керек?", "Что нужно?")},
			{Name: "order", Kind: survey.Rank, Role: survey.RoleRank, Of: "needs", Required: true, Label: text("Кайсынысы биринчи?", "Что важнее?")},
			{Name: "grave", Kind: survey.Scale, Role: survey.RoleSeverity, List: "grave", Of: "needs", Required: true, Label: text("Канчалык оор?", "Насколько тяжело?")},
			{Name: "well", Kind: survey.SelectOne, List: "yes", Label: text("Кудук барбы?", "Есть колодец?")},
			{Name: "depth", Kind: survey.Integer, Relevant: "${well} = 'yes'", Required: true, Label: text("Канча метр?", "Сколько метров?")},
			{Name: "sex", Kind: survey.SelectOne, Role: survey.RoleSex, List: "sex", Label: text("Жынысыңыз", "Ваш пол")},
			{Name: "wish", Kind: survey.TextAnswer, Max: 300, Label: text("Тилегиңиз", "Ваше пожелание")},
		},
	}
}

// furnish fills the store: "summer" is under way in kok-jar, "spring" has closed and "winter" is frozen; "elsewhere" is the
// neighbour's.
func (r *room) furnish() {
	r.t.Helper()
	ctx := r.t.Context()
	for _, m := range []survey.Municipality{
		{ID: "kok-jar", Rev: 1, Name: text("Көк-Жар айыл аймагы", "Кок-Жарский айылный аймак"), Villages: []survey.Village{
			{ID: "archa", Name: text("Арча-Булак", "Арча-Булак")}, {ID: "tor", Name: text("Кең-Төр", "Кен-Тёр")},
		}},
		{ID: "ak-tal", Rev: 1, Name: text("Ак-Тал айыл аймагы", "Ак-Талский айылный аймак"), Villages: []survey.Village{{ID: "tal", Name: text("Ак-Тал", "Ак-Тал")}}},
	} {
		r.must(r.db.SaveMunicipality(ctx, m))
	}
	q := sheet()
	r.must(q.Check())
	r.must(r.db.InsertQuestionnaire(ctx, q))
	midnight := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, bishkek) }
	for _, c := range []survey.Campaign{
		{ID: "summer", Municipality: "kok-jar", Title: text("Жай", "Лето"), Status: survey.StatusOpen, Opens: midnight(5, 1), Closes: midnight(6, 1)},
		{ID: "spring", Municipality: "kok-jar", Title: text("Жаз", "Весна"), Status: survey.StatusClosed, Opens: midnight(3, 1), Closes: midnight(4, 1)},
		{ID: "winter", Municipality: "kok-jar", Title: text("Кыш", "Зима"), Status: survey.StatusFrozen, Opens: midnight(1, 1), Closes: midnight(2, 1)},
		{ID: "codes", Municipality: "kok-jar", Title: text("Код", "Код"), Status: survey.StatusOpen, Opens: midnight(5, 1), Closes: midnight(6, 1), Admission: survey.AdmitsCodes},
		{ID: "elsewhere", Municipality: "ak-tal", Title: text("Башка", "Другой"), Status: survey.StatusOpen, Opens: midnight(5, 1)},
	} {
		c.Rev, c.Questionnaire = 1, q.Key()
		r.must(r.db.SaveCampaign(ctx, c))
	}
}

// as signs in somebody of kok-jar, by a link and the door's own page, and returns the cookie.
func (r *room) as(name string, role access.Role) string {
	r.t.Helper()
	if cookie, ok := r.sessions[name]; ok {
		return cookie
	}
	account, err := access.NewAccount(noon, "kok-jar", name, name, role)
	r.must(err)
	r.must(r.db.AddAccount(r.t.Context(), account))
	token, err := r.door.Invite(r.t.Context(), r.now, account.ID, 0)
	r.must(err)
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, page.SignInPath(token), nil))
	if w.Code != http.StatusSeeOther {
		r.t.Fatalf("signing in: status %d", w.Code)
	}
	r.sessions[name] = w.Result().Cookies()[0].String()
	return r.sessions[name]
}

// ask sends a request in Russian; a form where there is one.
func (r *room) ask(path, cookie string, form url.Values, header ...string) *httptest.ResponseRecorder {
	r.t.Helper()
	q := httptest.NewRequest(http.MethodGet, path, nil)
	if form != nil {
		q = httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	q.Header.Set("Accept-Language", "ru")
	q.Header.Set("Cookie", cookie)
	for i := 0; i+1 < len(header); i += 2 {
		q.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, q)
	return w
}

// page returns a page that must be there.
func (r *room) page(path, cookie string) *goquery.Document {
	r.t.Helper()
	return read(r.t, r.ask(path, cookie, nil), http.StatusOK)
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

// posted is what a browser sends of a form as it stands on a page.
func posted(form *goquery.Selection) url.Values {
	v := url.Values{}
	for _, x := range form.Find("input, textarea, select").EachIter() {
		name := x.AttrOr("name", "")
		_, checked := x.Attr("checked")
		switch x.AttrOr("type", "") {
		case "radio", "checkbox":
			if checked {
				v.Add(name, x.AttrOr("value", "on"))
			}
			continue
		}
		value := x.AttrOr("value", "")
		switch goquery.NodeName(x) {
		case "textarea":
			value = x.Text()
		case "select":
			value = x.Find("option[selected]").AttrOr("value", "")
		}
		v.Add(name, value)
	}
	return v
}

// blank is an empty form of a campaign, with the fields in turn set.
func (r *room) blank(campaign, cookie string, fields ...string) url.Values {
	r.t.Helper()
	v := posted(r.page(entry.Path(campaign), cookie).Find("form#enter"))
	return with(v, fields...)
}

// with is a form with these fields, in turn, set.
func with(v url.Values, fields ...string) url.Values {
	w := url.Values{}
	maps.Copy(w, v)
	for i := 0; i+1 < len(fields); i += 2 {
		w[fields[i]] = strings.Split(fields[i+1], "|")
	}
	return w
}

// good are the fields of a paper that can be stored.
func good(serial int) []string {
	return []string{
		"village", "archa", "channel", "paper", "serial", survey.NewSerial(serial), "consent", "yes",
		"q0.codes", "1 3", "q1.codes", "3 1", "q2.level.water", "3", "q2.level.light", "2", "q5.codes", "2", "q6.text", "Жарык керек",
	}
}

// responses are those of a campaign.
func (r *room) responses(campaign string) []survey.Response {
	r.t.Helper()
	var all []survey.Response
	for one, err := range r.db.ResponsesSince(r.t.Context(), campaign, time.Time{}) {
		r.must(err)
		all = append(all, one)
	}
	return all
}

// told is what the audit trail says was entered, in order.
func (r *room) told() []string {
	r.t.Helper()
	var all []string
	for e, err := range r.db.Entries(r.t.Context(), "kok-jar") {
		r.must(err)
		if e.Action == access.EnterAnswers || e.Action == access.RunCampaigns {
			all = append(all, e.Account+" "+e.Subject+" "+e.After)
		}
	}
	return all
}

func field(i int) string { return "#q" + strconv.Itoa(i) }
