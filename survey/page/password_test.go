package page_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

// cheap is what passwords cost in tests.
var cheap = access.Costing(access.Cost{Memory: 64, Time: 1, Threads: 1})

func sealing() access.Option {
	return access.Sealing(survey.NewSeal(survey.NewPseudonyms([]byte(strings.Repeat("s", survey.MinSecret))), "staff"))
}

const password = "кызыл алма бакта"

// lock gives a role's account its password and returns the session in which that was done.
func (h *house) lock(t *testing.T, role access.Role) string {
	t.Helper()
	session := h.enter(t, role).Value
	if err := h.door.SetPassword(t.Context(), h.now, session, "", password, access.Visitor{}); err != nil {
		t.Fatal(err)
	}
	return session
}

// knock sends the form of the sign-in page.
func (h *house) knock(t *testing.T, account, password, next string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	return post(t, h.e, page.PasswordPath, url.Values{"account": {account}, "password": {password}, "next": {next}}.Encode(), change...)
}

func TestSigningInByPasswordLeadsWhereOneWantedToGo(t *testing.T) {
	h := build(t, pagetest.PublicURL)
	h.lock(t, access.Organiser)
	closed := document(t, get(t, h.e, "/desk?rule=borda&x=1"))
	form := closed.Find(`form[method=post][action="/in"]`)
	if got, want := form.Find("[name=next]").AttrOr("value", ""), "/desk?rule=borda&x=1"; got != want {
		t.Errorf("the closed page's form leads on to %q, want %q", got, want)
	}
	for _, tt := range []struct{ next, want string }{
		{"/desk?rule=borda&x=1", "/desk?rule=borda&x=1"},
		{"", "/desk"},
		{"https://evil.example/", "/desk"},
		{"//evil.example", "/desk"},
		{`/\evil.example`, "/desk"},
		{"/%5cevil.example", "/desk"},
		{"/%2f/evil.example", "/desk"},
		{"/\tevil.example", "/desk"},
		{"javascript:alert(1)", "/desk"},
		{"desk", "/desk"},
		{"/in/AAAA", "/desk"},
		{"/out", "/desk"},
		{"/" + strings.Repeat("a", 2000), "/desk"},
	} {
		w := h.knock(t, " Organiser ", password, tt.next)
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != tt.want {
			t.Errorf("next=%q: got %d to %q, want 303 to %q", tt.next, w.Code, got, tt.want)
		}
		if w := get(t, h.e, "/desk", with(cookie(t, w))); w.Code != http.StatusOK {
			t.Errorf("the desk after it: got %d, want 200", w.Code)
		}
	}
}

func TestAWrongPasswordIsAnsweredAsNoAccountIs(t *testing.T) {
	h := build(t, pagetest.PublicURL)
	h.lock(t, access.Organiser)
	say := func(account string) string {
		w := h.knock(t, account, "жок жок жок", "/desk")
		if w.Code != http.StatusUnprocessableEntity || len(w.Result().Cookies()) > 0 {
			t.Errorf("%s: got %d and cookies %v, want 422 and none", account, w.Code, w.Result().Cookies())
		}
		doc := document(t, w)
		if got := doc.Find("#account").AttrOr("value", ""); got != account {
			t.Errorf("the account that was typed: got %q, want %q kept", got, account)
		}
		if got := doc.Find("#password").AttrOr("value", ""); got != "" {
			t.Errorf("the page has the password %q", got)
		}
		if got := doc.Find("[name=next]").AttrOr("value", ""); got != "/desk" {
			t.Errorf("next: got %q, want it kept", got)
		}
		return strings.TrimSpace(doc.Find(".mistakes li").Text())
	}
	is, isNot := say("organiser"), say("nobody")
	if is != isNot || !strings.Contains(is, "туура келген жок") {
		t.Errorf("got %q for an account and %q for none, want the same words", is, isNot)
	}
}

func TestWhoGuessesIsToldWhenToTryAgain(t *testing.T) {
	h := build(t, pagetest.PublicURL)
	h.lock(t, access.Organiser)
	for range 5 {
		h.knock(t, "organiser", "жок жок жок", "")
	}
	w := h.knock(t, "organiser", password, "")
	seconds, err := strconv.Atoi(w.Header().Get("Retry-After"))
	if w.Code != http.StatusTooManyRequests || err != nil || seconds != 15 {
		t.Errorf("the sixth time: got %d, Retry-After %q; want 429 and 15", w.Code, w.Header().Get("Retry-After"))
	}
	if got := document(t, w).Find(".mistakes").Text(); !strings.Contains(got, "15 секунддан кийин") {
		t.Errorf("got %q, want it to say when", got)
	}
	elsewhere := func(r *http.Request) { r.RemoteAddr = "198.51.100.7:1234" }
	if w := h.knock(t, "organiser", password, "", elsewhere); w.Code != http.StatusSeeOther {
		t.Errorf("from another address: got %d, want 303", w.Code)
	}
	h.now = h.now.Add(15 * time.Second)
	if w := h.knock(t, "organiser", password, ""); w.Code != http.StatusSeeOther {
		t.Errorf("in time: got %d, want 303", w.Code)
	}
}

func TestSigningInBeginsANewSession(t *testing.T) {
	h := build(t, pagetest.PublicURL)
	old := &http.Cookie{Name: "session", Value: h.lock(t, access.Organiser)}
	given := &http.Cookie{Name: "session", Value: strings.Repeat("A", 43)} // by whoever would come in with it later
	for _, before := range []*http.Cookie{old, given} {
		w := h.knock(t, "organiser", password, "", with(before))
		if now := cookie(t, w); now.Value == before.Value || len(now.Value) != 43 {
			t.Errorf("the session: got %q, want a new one", now.Value)
		}
		if w := get(t, h.e, "/desk", with(before)); w.Code != http.StatusUnauthorized {
			t.Errorf("the desk with the cookie from before: got %d, want 401", w.Code)
		}
	}
}

func TestACodeIsAskedForOnAPageOfItsOwn(t *testing.T) {
	h := build(t, pagetest.PublicURL)
	session := h.lock(t, access.Organiser)
	early := h.now.Add(-time.Hour)
	if err := h.door.OfferCode(t.Context(), early, session, "Ашар"); err != nil {
		t.Fatal(err)
	}
	own, err := h.door.Own(t.Context(), early, session)
	if err != nil {
		t.Fatal(err)
	}
	code := func(at time.Time) string {
		c, err := totp.GenerateCode(own.Offer.Secret, at)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if _, err := h.door.ConfirmCode(t.Context(), early, session, code(early)); err != nil {
		t.Fatal(err)
	}
	w := h.knock(t, "organiser", password, "/results")
	form := document(t, w).Find(`form[action="/in/code"]`)
	ticket := form.Find("[name=ticket]").AttrOr("value", "")
	if w.Code != http.StatusOK || len(w.Result().Cookies()) > 0 || ticket == "" {
		t.Fatalf("the password: got %d, cookies %v, ticket %q; want 200, none and one", w.Code, w.Result().Cookies(), ticket)
	}
	send := func(code string) *httptest.ResponseRecorder {
		return post(t, h.e, "/in/code", url.Values{"ticket": {ticket}, "code": {code}, "next": {"/results"}}.Encode())
	}
	w = send("000000")
	if doc := document(t, w); w.Code != http.StatusUnprocessableEntity || doc.Find("[name=ticket]").AttrOr("value", "") != ticket || doc.Find(".field.bad .wrong").Length() != 1 {
		t.Errorf("a wrong code: got %d and %s, want 422 and to be asked again", w.Code, w.Body)
	}
	w = send(code(h.now))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/results" {
		t.Errorf("the code: got %d to %q, want 303 to /results", w.Code, w.Header().Get("Location"))
	}
	h.now = h.now.Add(10 * time.Minute)
	if w := send(code(h.now)); w.Code != http.StatusUnprocessableEntity || document(t, w).Find("#password").Length() != 1 {
		t.Errorf("too late: got %d, want 422 and to be asked for the password", w.Code)
	}
	link := h.link(t, access.Organiser)
	if doc := document(t, get(t, h.e, link)); doc.Find("#code").Length() != 1 {
		t.Error("the page of a link does not ask for the code")
	}
	if w := post(t, h.e, link, ""); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a link without the code: got %d, want 422", w.Code)
	}
	if w := post(t, h.e, link, "code="+code(h.now)); w.Code != http.StatusSeeOther {
		t.Errorf("a link with the code: got %d, want 303", w.Code)
	}
}

func TestWhoIsInNeedNotSignIn(t *testing.T) {
	h := build(t, pagetest.PublicURL)
	staff := with(h.enter(t, access.Organiser))
	if w := get(t, h.e, "/in?next=/results", staff); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/results" {
		t.Errorf("got %d to %q, want 303 to /results", w.Code, w.Header().Get("Location"))
	}
	if w := get(t, h.e, "/in"); w.Code != http.StatusOK {
		t.Errorf("without a session: got %d, want 200", w.Code)
	}
	if w := get(t, h.e, "/in/code"); w.Header().Get("Location") != "/in" {
		t.Errorf("the code's page, come to by its address: got %q, want /in", w.Header().Get("Location"))
	}
	if doc := document(t, get(t, h.e, "/in/forgot")); !strings.Contains(doc.Find("main").Text(), "ashar invite") {
		t.Error("whoever forgot a password is not told of the server's command")
	}
}

func TestForeignSitesCannotSignAnybodyIn(t *testing.T) {
	h := build(t, pagetest.PublicURL)
	h.lock(t, access.Organiser)
	w := h.knock(t, "organiser", password, "", header("Sec-Fetch-Site", "cross-site"))
	if w.Code != http.StatusForbidden || len(w.Result().Cookies()) > 0 {
		t.Errorf("got %d and cookies %v, want 403 and none", w.Code, w.Result().Cookies())
	}
}

func TestABrowserIsKnownByItsKindAlone(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36":           "Chrome · Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile Safari/604.1": "Safari · iPhone",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126 YaBrowser/24.6 Safari/537.36":         "Yandex · Windows",
		"curl/8.0": "",
	} {
		if got := page.Device(agent); got != want {
			t.Errorf("%s: got %q, want %q", agent, got, want)
		}
	}
}
