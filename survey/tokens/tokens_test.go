package tokens_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
	"ashar/survey/tokens"
)

// office is the room over a real store.
type office struct {
	t       *testing.T
	now     time.Time
	db      *store.DB
	door    *access.Door
	tokens  *access.Tokens
	room    *page.Room
	handler http.Handler
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return o.now }
	db, err := store.Open(t.Context(), "file:"+t.TempDir()+"/ashar.db", clock)
	o.must(err)
	o.db, o.tokens = db, access.NewTokens(db, rand.Reader)
	for id, name := range map[string]string{"kok-jar": "Көк-Жар", "ak-tal": "Ак-Тал"} {
		o.must(db.SaveMunicipality(t.Context(), survey.Municipality{ID: id, Rev: 1, Name: survey.Text{"ky": name}}))
	}
	o.door = access.NewDoor(db, rand.Reader)
	t.Cleanup(func() {
		o.door.Wait()
		if err := db.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	pages := pagetest.New(t)
	door, err := page.NewDoor(pages, o.door, "/desk", clock)
	o.must(err)
	made, err := tokens.New(tokens.Deps{
		Pages: pages, Door: door, Tokens: o.tokens, Places: db, API: "/api/v1", Docs: "/api", Zone: time.FixedZone("Asia/Bishkek", 6*60*60), Now: clock,
	})
	o.must(err)
	e := pages.Echo()
	door.Mount(e)
	made.Register(e)
	o.handler, o.room = e, made.Room()
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// visitor is somebody of the staff in their browser.
type visitor struct {
	o       *office
	session string
}

// as makes an account and lets it in.
func (o *office) as(municipality string, role access.Role, id string) visitor {
	o.t.Helper()
	account, err := access.NewAccount(o.now, municipality, id, "Аты "+id, role)
	o.must(err)
	o.must(o.db.AddAccount(o.t.Context(), account))
	link, err := o.door.Invite(o.t.Context(), o.now, id, 0)
	o.must(err)
	_, session, err := o.door.SignIn(o.t.Context(), o.now, link)
	o.must(err)
	return visitor{o, session}
}

func (v visitor) do(method, path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Accept-Language", "ru")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	r.AddCookie(&http.Cookie{Name: "session", Value: v.session})
	w := httptest.NewRecorder()
	v.o.handler.ServeHTTP(w, r)
	return w
}

// page reads a page that must have this status.
func (v visitor) page(method, path string, form url.Values, status int) *goquery.Document {
	v.o.t.Helper()
	w := v.do(method, path, form)
	if w.Code != status {
		v.o.t.Fatalf("%s %s: got status %d, want %d\n%s", method, path, w.Code, status, w.Body)
	}
	doc, err := goquery.NewDocumentFromReader(w.Body)
	v.o.must(err)
	return doc
}

func (v visitor) list() *goquery.Document {
	v.o.t.Helper()
	return v.page(http.MethodGet, "/tokens", nil, http.StatusOK)
}

// order is the form that makes a token.
func order(name, days string, scopes ...string) url.Values {
	return url.Values{"name": {name}, "days": {days}, "scope": scopes}
}

// make makes a token and returns its page and its secret.
func (v visitor) make(form url.Values) (*goquery.Document, string) {
	v.o.t.Helper()
	doc := v.page(http.MethodPost, "/tokens", form, http.StatusOK)
	return doc, doc.Find("#secret").Text()
}

// text is what a selection says, on one line.
func text(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func says(t *testing.T, what string, s *goquery.Selection, words ...string) {
	t.Helper()
	for _, w := range words {
		if got := text(s); !strings.Contains(got, w) {
			t.Errorf("%s: got %q, want it to say %q", what, got, w)
		}
	}
}

// reads reports whether a secret lets read a scope of kok-jar.
func (o *office) reads(secret string, s access.Scope) bool {
	o.t.Helper()
	g, err := o.tokens.Bearer(o.t.Context(), o.now, secret, access.Visitor{})
	return err == nil && g.May(s, "kok-jar")
}

func TestTemplatesFitTheirPages(t *testing.T) { pagetest.Check(t, newOffice(t).room, tokens.Views()) }

func TestThereAreWordsForAllThatIsChosenByName(t *testing.T) {
	words := pagetest.Words(t)
	var ids []string
	for _, s := range access.Scopes() {
		ids = append(ids, "tokens.scope."+string(s), "tokens.scope."+string(s)+".text")
	}
	for _, s := range []access.TokenState{access.TokenExpired, access.TokenEnded, access.TokenLost} {
		ids = append(ids, "tokens.state."+string(s))
	}
	for _, p := range []access.OrderPart{access.OrderName, access.OrderScopes, access.OrderWords, access.OrderLife} {
		ids = append(ids, "tokens.wrong."+string(p))
	}
	for _, id := range append(ids, "tokens.done.ended") {
		for _, lang := range words.Languages() {
			if !words.Has(lang, id) {
				t.Errorf("%s is missing in %s", id, lang)
			}
		}
	}
}

func TestATokenIsMadeAndItsSecretShownOnce(t *testing.T) {
	o := newOffice(t)
	v := o.as("kok-jar", access.Owner, "aida")
	says(t, "at first", v.list().Find(".tokens"), "Токенов пока нет")
	doc, secret := v.make(order(" Excel рабочей группы ", "90", "places", "answers"))
	if !strings.HasPrefix(secret, access.TokenPrefix) || !o.reads(secret, access.Answers) || o.reads(secret, access.Coverage) {
		t.Errorf("secret: got %q, want it to read answers, and no coverage", secret)
	}
	says(t, "what to do with it", doc.Find("main"), "Excel рабочей группы", "Места и опросы · Отдельные ответы", "действует до 18 августа 2026",
		"Токен показан только сейчас", "Анонимный", `curl -H "Authorization: Bearer `+secret+`" http://ashar.test/api/v1`,
		`"http://ashar.test/api/v1/places?format=csv"`, `[Authorization = "Bearer `+secret+`"]`)
	if text(doc.Find("main")) == "" || strings.Contains(text(doc.Find("main")), "CAMPAIGN") {
		t.Error("of places a campaign is asked for")
	}
	list := v.list()
	says(t, "the list", list.Find(".tokens li"), "Excel рабочей группы", "Места и опросы · Отдельные ответы", "Создал(а) Аты aida, 20 мая 2026", "до 18 августа 2026")
	html, err := list.Html()
	o.must(err)
	if strings.Contains(html, secret[len(access.TokenPrefix):]) {
		t.Error("the secret is shown once more")
	}
	says(t, "the hour of its use", list.Find(".tokens li"), "использован 20 мая 2026 года, 12:00")
	for e, err := range o.db.Entries(t.Context(), "kok-jar") {
		o.must(err)
		if e.Action == access.ManageTokens && !regexp.MustCompile(`^Excel рабочей группы; of aida; reads places answers; until 2026-08-18$`).MatchString(e.After) {
			t.Errorf("told: got %q", e.After)
		}
	}
}

func TestAQueryOfACampaignSaysWhatToReplace(t *testing.T) {
	o := newOffice(t)
	v := o.as("kok-jar", access.Analyst, "elmira")
	for scope, path := range map[string]string{"coverage": "coverage", "rankings": "ranking", "answers": "answers"} {
		doc, _ := v.make(order("R", "30", scope))
		says(t, scope, doc.Find("main"), "/api/v1/campaigns/CAMPAIGN/"+path+"?format=csv", "Вместо CAMPAIGN напишите")
	}
}

func TestAnAnalystIsOfferedWhatAnAnalystMayGive(t *testing.T) {
	o := newOffice(t)
	for role, want := range map[access.Role]string{access.Owner: "places coverage rankings answers words", access.Analyst: "places coverage rankings answers"} {
		v := o.as("kok-jar", role, string(role))
		doc := v.list()
		var offered []string
		doc.Find("input[name=scope]").Each(func(_ int, s *goquery.Selection) { offered = append(offered, s.AttrOr("value", "")) })
		if got := strings.Join(offered, " "); got != want {
			t.Errorf("offered to an %s: got %q, want %q", role, got, want)
		}
		if got, want := strings.Contains(text(doc.Find("#scopes")), "только ответственный"), role == access.Analyst; got != want {
			t.Errorf("to an %s it is said that owners give more: got %v, want %v", role, got, want)
		}
		if got := doc.Find("input[name=scope][checked]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") }); strings.Join(got, " ") != "places" {
			t.Errorf("chosen at first: got %q, want what is least personal", got)
		}
		says(t, "the way around", doc.Find("nav.sections [aria-current]"), "Токены")
	}
	w := o.as("kok-jar", access.Analyst, "elmira").do(http.MethodPost, "/tokens", order("R", "30", "answers", "words"))
	if w.Code != http.StatusForbidden {
		t.Errorf("own words by an analyst's own form: got %d, want 403", w.Code)
	}
	for _, role := range []access.Role{access.Organiser, access.Enumerator, access.Observer} {
		if w := o.as("kok-jar", role, string(role)).do(http.MethodGet, "/tokens", nil); w.Code != http.StatusForbidden {
			t.Errorf("to an %s: got %d, want 403", role, w.Code)
		}
	}
}

func TestWhatIsWrongIsSaidAtTheFieldAndTheRestIsKept(t *testing.T) {
	o := newOffice(t)
	v := o.as("kok-jar", access.Owner, "aida")
	for name, tt := range map[string]struct {
		form        url.Values
		field, says string
	}{
		"no name":       {order("  ", "365", "coverage", "answers"), "name", "для чего токен"},
		"a long name":   {order(strings.Repeat("ү", 81), "365", "coverage", "answers"), "name", "не больше 80 букв"},
		"no scope":      {order("Excel", "365"), "scopes", "хотя бы одно"},
		"no such scope": {order("Excel", "365", "all"), "scopes", "хотя бы одно"},
		"words alone":   {order("Excel", "365", "words"), "scopes", "отметьте и «Отдельные ответы»"},
		"no time":       {order("Excel", "x", "coverage"), "days", "из списка"},
		"two years":     {order("Excel", "730", "coverage"), "days", "из списка"},
		"for ever":      {order("Excel", "99999999999999", "coverage"), "days", "из списка"},
	} {
		t.Run(name, func(t *testing.T) {
			doc := v.page(http.MethodPost, "/tokens", tt.form, http.StatusUnprocessableEntity)
			says(t, "at the top", doc.Find(".mistakes"), tt.says)
			says(t, "at the field", doc.Find(".bad .wrong"), tt.says)
			if doc.Find(".bad #"+tt.field).Length()+doc.Find("#"+tt.field+".bad").Length() != 1 {
				t.Errorf("it is not said at %s", tt.field)
			}
			if got, want := doc.Find("#name").AttrOr("value", ""), tt.form.Get("name"); got != want {
				t.Errorf("name: got %q, want %q", got, want)
			}
			for _, s := range tt.form["scope"] {
				if s != "all" && doc.Find("input[name=scope][value="+s+"][checked]").Length() != 1 {
					t.Errorf("%s is not chosen any more", s)
				}
			}
			if got := doc.Find("#days option[selected]").AttrOr("value", ""); tt.field != "days" && got != "365" {
				t.Errorf("days: got %q, want 365", got)
			}
		})
	}
	if n := v.list().Find(".tokens form").Length(); n != 0 {
		t.Errorf("made all the same: %d", n)
	}
}

func TestATokenIsEndedByWhoIsSure(t *testing.T) {
	o := newOffice(t)
	v, colleague := o.as("kok-jar", access.Owner, "aida"), o.as("kok-jar", access.Analyst, "elmira")
	_, secret := v.make(order("R", "30", "coverage"))
	end, _ := colleague.list().Find(".tokens form").Attr("action")
	doc := colleague.page(http.MethodPost, end, nil, http.StatusOK)
	says(t, "asked", doc.Find("main"), "Закрыть этот токен?", "R", "сразу перестанет получать данные", "Нет, оставить")
	if !o.reads(secret, access.Coverage) {
		t.Error("the token is ended before anybody was sure")
	}
	sure := url.Values{}
	doc.Find("form[action='" + end + "'] input").Each(func(_ int, s *goquery.Selection) { sure.Set(s.AttrOr("name", ""), s.AttrOr("value", "")) })
	for range 2 { // the second time from a page that was left open
		if w := colleague.do(http.MethodPost, end, sure); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/tokens?done=ended" {
			t.Errorf("ended: got %d to %q", w.Code, w.Header().Get("Location"))
		}
	}
	if o.reads(secret, access.Coverage) {
		t.Error("an ended token reads")
	}
	if w := colleague.do(http.MethodPost, end, nil); w.Code != http.StatusSeeOther {
		t.Errorf("asked of an ended one: got %d, want 303", w.Code)
	}
	doc = v.page(http.MethodGet, "/tokens?done=ended", nil, http.StatusOK)
	says(t, "what was done", doc.Find(".notice.good"), "Токен закрыт")
	says(t, "below the list", doc.Find("details"), "1 токен больше не действует", "Закрыт 20 мая 2026")
}

func TestANeighboursTokenIsAsIfItWereNotThere(t *testing.T) {
	o := newOffice(t)
	_, secret := o.as("kok-jar", access.Owner, "aida").make(order("R", "30", "coverage"))
	token, err := o.tokens.Bearer(t.Context(), o.now, secret, access.Visitor{})
	o.must(err)
	neighbour := o.as("ak-tal", access.Owner, "daniyar")
	for _, form := range []url.Values{nil, {"sure": {"yes"}}} {
		var said []string
		for _, id := range []string{token.Token.ID, "0123456789ab"} {
			doc := neighbour.page(http.MethodPost, "/tokens/"+id+"/end", form, http.StatusNotFound)
			doc.Find(".small").Remove() // the failure's code
			said = append(said, text(doc.Find("main")))
		}
		if said[0] != said[1] {
			t.Errorf("a neighbour's is answered %q, and none %q", said[0], said[1])
		}
	}
	if list := text(neighbour.list().Find(".tokens")); strings.Contains(list, token.Token.ID) || !o.reads(secret, access.Coverage) {
		t.Errorf("a neighbour sees %q, or ended the token", list)
	}
}

func TestWhatATokenLosesWithItsMakersRoleIsSaid(t *testing.T) {
	o := newOffice(t)
	v := o.as("kok-jar", access.Owner, "aida")
	o.as("kok-jar", access.Owner, "bakyt").make(order("R", "30", "answers", "words"))
	staff := access.NewStaff(o.door)
	by, err := o.db.Account(t.Context(), "aida")
	o.must(err)
	_, err = staff.Change(t.Context(), o.now, by, "bakyt", "Бакыт", access.Analyst)
	o.must(err)
	says(t, "made an analyst", v.list().Find(".tokens li"), "Больше не читает: Слова жителей, файлы и точные места")
	o.must(staff.Disable(t.Context(), o.now, by, "bakyt"))
	says(t, "disabled", v.list().Find("details .tokens li"), "Не действует: кто его создал, больше не работает")
	o.now = o.now.Add(31 * 24 * time.Hour)
	link, err := o.door.Invite(t.Context(), o.now, "aida", 0)
	o.must(err)
	_, v.session, err = o.door.SignIn(t.Context(), o.now, link)
	o.must(err)
	says(t, "expired", v.list().Find("details .tokens li"), "Срок истёк 19 июня 2026")
}

func TestAnotherSiteMakesAndEndsNoTokens(t *testing.T) {
	o := newOffice(t)
	v := o.as("kok-jar", access.Owner, "aida")
	_, secret := v.make(order("R", "30", "coverage"))
	end, _ := v.list().Find(".tokens form").Attr("action")
	for path, form := range map[string]url.Values{"/tokens": order("R", "30", "coverage"), end: {"sure": {"yes"}}} {
		if w := v.do(http.MethodPost, path, form, "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
			t.Errorf("%s from another site: got %d, want 403", path, w.Code)
		}
	}
	if n := v.list().Find(".tokens form").Length(); n != 1 || !o.reads(secret, access.Coverage) {
		t.Errorf("got %d tokens, want the one that there was", n)
	}
}
