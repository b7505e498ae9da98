package fieldwork_test

import (
	"context"
	"crypto/rand"
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
	"ashar/survey/fieldwork"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

// now is when the tests take place: noon in Bishkek, in the middle of a campaign.
var now = time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC)

var bishkek = time.FixedZone("Asia/Bishkek", 6*60*60)

// desk is the room over a real store, with a municipality of four villages, its
// neighbour, and staff.
type desk struct {
	t        testing.TB
	db       *store.DB
	desk     *fieldwork.Desk
	handler  http.Handler
	door     *access.Door
	gate     *survey.Gate
	sessions map[string]string // by account
}

const bot = "ashar_test_bot"

func newDesk(t testing.TB, bot string) *desk {
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
	d := &desk{t: t, db: db, door: access.NewDoor(db, rand.Reader), sessions: map[string]string{}}
	d.gate = survey.NewGate(db, db, survey.NewPseudonyms([]byte("a secret of thirty-two characters")))
	d.furnish()
	pages := pagetest.New(t)
	door, err := page.NewDoor(pages, d.door, fieldwork.Home, clock)
	if err != nil {
		t.Fatal(err)
	}
	d.desk, err = fieldwork.New(fieldwork.Deps{
		Pages: pages, Words: pagetest.Words(t), Door: door, Campaigns: db, Doors: db, Gate: d.gate, Entries: db, Random: rand.Reader,
		Places: db, Turnouts: counted{db},
		Targets: survey.DefaultTargets(), Bot: func() string { return bot }, Zone: bishkek, Now: clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	e := pages.Echo()
	door.Mount(e)
	d.desk.Register(e)
	d.handler = e
	return d
}

func clock() time.Time { return now }

// form asks for needs, sex and age.
func form() *survey.Questionnaire {
	text := func(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }
	choice := func(name string) survey.Choice { return survey.Choice{Name: name, Label: text(name, name)} }
	need := func(name string) survey.Choice {
		return survey.Choice{Name: name, Label: text(name, name), Need: name}
	}
	return &survey.Questionnaire{
		ID: "needs", Version: "2026010101", Languages: []string{"ky", "ru"},
		Title:   text("Айылыңызга эмне керек?", "Что нужно вашему селу?"),
		Intro:   text("Үч мүнөт алат.", "Займёт три минуты."),
		Consent: survey.Consent{Version: "1", Text: text("Макулмун.", "Я согласен.")},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{need("water"), need("roads")}},
			{Name: "sex", Choices: []survey.Choice{choice("female"), choice("male")}},
			{Name: "age", Choices: []survey.Choice{choice("18-28"), choice("29+")}},
		},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Max: 1, Required: true, Label: text("Эмне керек?", "Что нужно?")},
			{Name: "sex", Kind: survey.SelectOne, Role: survey.RoleSex, List: "sex", Label: text("Жынысыңыз", "Ваш пол")},
			{Name: "age", Kind: survey.SelectOne, Role: survey.RoleAge, List: "age", Label: text("Жашыңыз", "Ваш возраст")},
		},
	}
}

// furnish fills the store: "summer" is under way in kok-jar, and has a
// door to two villages; "spring" has ended and "autumn" is being prepared;
// "elsewhere" is the neighbour's.
func (d *desk) furnish() {
	d.t.Helper()
	ctx := d.t.Context()
	name := func(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }
	for _, m := range []survey.Municipality{
		{
			ID: "kok-jar", Rev: 1, Name: name("Көк-Жар айыл аймагы", "Кок-Жарский айылный аймак"), Invented: true,
			Villages: []survey.Village{
				{ID: "archa", Name: name("Арча-Булак", "Арча-Булак"), Adults: 900},
				{ID: "tor", Name: name("Кең-Төр", "Кен-Тёр"), Adults: 200},
				{ID: "sai", Name: name("Мисте-Сай", "Мисте-Сай"), Adults: 100},
				{ID: "jailoo", Name: name("Бел-Жайлоо", "Бел-Жайлоо"), Adults: 90},
			},
		},
		{ID: "ak-tal", Rev: 1, Name: name("Ак-Тал айыл аймагы", "Ак-Талский айылный аймак"), Villages: []survey.Village{{ID: "tal", Name: name("Ак-Тал", "Ак-Тал")}}},
	} {
		d.must(d.db.SaveMunicipality(ctx, m))
	}
	q := form()
	d.must(q.Check())
	d.must(d.db.InsertQuestionnaire(ctx, q))
	midnight := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, bishkek) }
	for _, c := range []survey.Campaign{
		{ID: "autumn", Municipality: "kok-jar", Title: name("Күз", "Осень"), Status: survey.StatusDraft, Opens: midnight(9, 1)},
		{ID: "spring", Municipality: "kok-jar", Title: name("Жаз", "Весна"), Status: survey.StatusClosed, Opens: midnight(3, 1), Closes: midnight(4, 1)},
		{ID: "summer", Municipality: "kok-jar", Title: name("Жай", "Лето"), Status: survey.StatusOpen, Opens: midnight(5, 1), Closes: midnight(6, 1)},
		{ID: "elsewhere", Municipality: "ak-tal", Title: name("Башка", "Другой"), Status: survey.StatusOpen, Opens: midnight(5, 1)},
	} {
		c.Rev, c.Questionnaire = 1, q.Key()
		d.must(d.db.SaveCampaign(ctx, c))
	}
	for _, door := range []survey.Door{
		{Code: "ARCHA2", Campaign: "summer", Municipality: "kok-jar", Village: "archa"},
		{Code: "TQR222", Campaign: "summer", Municipality: "kok-jar", Village: "tor"},
		{Code: "TAK222", Campaign: "elsewhere", Municipality: "ak-tal", Village: "tal"},
	} {
		d.must(d.db.InsertDoor(ctx, door))
	}
	d.answers("archa", survey.Web, 20, survey.SexFemale, "18-28")
	d.answers("archa", survey.Bot, 16, survey.SexMale, "29+")
	d.answers("tor", survey.Assisted, 4, survey.SexFemale, "29+")
	d.answers("tor", survey.Paper, 6, survey.SexMale, "29+")
	d.answers("sai", survey.Web, 6, survey.SexFemale, "29+")
	d.answers("sai", survey.Web, 6, survey.SexMale, "29+")
}

// answers stores so many alike to "summer".
func (d *desk) answers(village string, channel survey.Channel, n int, sex, age string) {
	d.t.Helper()
	for i := range n {
		d.must(d.db.InsertResponse(d.t.Context(), survey.Response{
			ID: fmt.Sprint(village, channel, sex, age, i), Municipality: "kok-jar", Campaign: "summer", Village: village,
			Questionnaire: form().Key(), Channel: channel, Language: "ky", Submitted: now,
			Answers: []survey.Answer{
				{Question: "needs", Value: survey.Chosen("water")},
				{Question: "sex", Value: survey.Chosen(sex)},
				{Question: "age", Value: survey.Chosen(age)},
			},
		}))
	}
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// counted counts anew whenever it is asked.
type counted struct{ db *store.DB }

func (c counted) Turnout(ctx context.Context, campaign string) (survey.Turnout, []survey.Turnout, error) {
	newTurnout := func(village string) *survey.Turnout {
		return &survey.Turnout{
			Village: village, Channels: map[survey.Channel]int64{}, Sexes: map[string]int64{}, Ages: map[string]int64{}, Groups: map[survey.SexAge]int64{},
		}
	}
	all, byVillage := newTurnout(""), map[string]*survey.Turnout{}
	for r, err := range c.db.ResponsesSince(ctx, campaign, time.Time{}) {
		if err != nil {
			return survey.Turnout{}, nil, err
		}
		if byVillage[r.Village] == nil {
			byVillage[r.Village] = newTurnout(r.Village)
		}
		sex, _ := r.Answer("sex")
		age, _ := r.Answer("age")
		for _, o := range []*survey.Turnout{all, byVillage[r.Village]} {
			o.Count++
			o.Channels[r.Channel]++
			o.Sexes[sex.Choices[0]]++
			o.Ages[age.Choices[0]]++
			o.Groups[survey.SexAge{Sex: sex.Choices[0], Age: age.Choices[0]}]++
		}
		year, month, date := r.Submitted.In(bishkek).Date()
		day := time.Date(year, month, date, 0, 0, 0, 0, bishkek)
		if n := len(all.Days); n == 0 || !all.Days[n-1].Day.Equal(day) {
			all.Days = append(all.Days, survey.DayTurnout{Day: day, Channels: map[survey.Channel]int64{}})
		}
		all.Days[len(all.Days)-1].Channels[r.Channel]++
	}
	var villages []survey.Turnout
	for _, o := range byVillage {
		villages = append(villages, *o)
	}
	return *all, villages, nil
}

// as signs in somebody with the role, by a link and the door's own page, and
// returns the cookie. The role "" is nobody.
func (d *desk) as(municipality string, role access.Role) string {
	d.t.Helper()
	if role == "" {
		return ""
	}
	if role == access.Administrator {
		municipality = access.Instance
	}
	id := strings.Trim(municipality, "*") + "-" + string(role)
	id = strings.Trim(id, "-")
	if cookie, ok := d.sessions[id]; ok {
		return cookie
	}
	account, err := access.NewAccount(now, municipality, id, "Айгүл", role)
	d.must(err)
	d.must(d.db.AddAccount(d.t.Context(), account))
	token, err := d.door.Invite(d.t.Context(), now, id, 0)
	d.must(err)
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, page.SignInPath(token), nil))
	if got, want := w.Code, http.StatusSeeOther; got != want {
		d.t.Fatalf("signing in: status %d, want %d", got, want)
	}
	if got, want := w.Header().Get("Location"), fieldwork.Home; got != want {
		d.t.Fatalf("signing in leads to %q, want %q", got, want)
	}
	d.sessions[id] = w.Result().Cookies()[0].String()
	return d.sessions[id]
}

// get asks for a path in Russian.
func (d *desk) get(path, cookie string) *httptest.ResponseRecorder {
	d.t.Helper()
	return d.in("ru", path, cookie)
}

func (d *desk) in(lang, path, cookie string) *httptest.ResponseRecorder {
	d.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Language", lang)
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return w
}

// post sends a form in Russian, of names and their values in turn.
func (d *desk) post(path, cookie string, fields ...string) *httptest.ResponseRecorder {
	d.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "ru")
	r.Header.Set("Cookie", cookie)
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return w
}

// told is what the municipality's audit trail says was done about campaigns, in order.
func (d *desk) told() []string {
	d.t.Helper()
	var all []string
	for e, err := range d.db.Entries(d.t.Context(), "kok-jar") {
		d.must(err)
		if e.Action == access.RunCampaigns {
			all = append(all, e.Account+" "+e.Subject+" "+e.After)
		}
	}
	return all
}

// page returns a page that must be there.
func (d *desk) page(path, cookie string) *goquery.Document {
	d.t.Helper()
	return read(d.t, d.get(path, cookie), http.StatusOK)
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

// row is what a reader sees of a table's row, cell by cell.
func row(tr *goquery.Selection) string {
	var cells []string
	for _, cell := range tr.Find("th, td").EachIter() {
		cells = append(cells, words(cell))
	}
	return strings.TrimSpace(strings.Join(cells, " | "))
}

// query is one value of a link's query.
func query(t testing.TB, link, key string) string {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get(key)
}
