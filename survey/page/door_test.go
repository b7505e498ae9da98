package page_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/access/accesstest"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

// house is a door with staff in it and a desk behind it.
type house struct {
	e      *echo.Echo
	door   *access.Door
	keeper *accesstest.Memory
	now    time.Time
}

func build(t *testing.T, publicURL string) *house {
	t.Helper()
	p, err := page.New(page.Config{Words: pagetest.Words(t), PublicURL: publicURL})
	if err != nil {
		t.Fatal(err)
	}
	keeper := accesstest.NewMemory()
	h := &house{
		e: p.Echo(), door: access.NewDoor(keeper, rand.Reader, cheap, sealing()), keeper: keeper,
		now: time.Date(2026, time.March, 5, 12, 0, 0, 0, time.UTC),
	}
	for _, role := range access.Roles() {
		municipality := "kok-jar"
		if role == access.Administrator {
			municipality = access.Instance
		}
		a, err := access.NewAccount(h.now, municipality, string(role), "Айгүл", role)
		if err != nil {
			t.Fatal(err)
		}
		if err := keeper.AddAccount(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	door, err := page.NewDoor(p, h.door, "/desk", func() time.Time { return h.now })
	if err != nil {
		t.Fatal(err)
	}
	door.Mount(h.e)
	desk := room(t, p, page.Desk)
	h.e.GET("/desk", func(c echo.Context) error {
		a, ok := page.AccountOf(c)
		if !ok || a.Municipality == "" {
			t.Errorf("AccountOf behind Require: got %+v, %v, want an account", a, ok)
		}
		return desk.Render(c, http.StatusOK, "campaign", deskView{p.Page(c, "Көк-Жар 2026")})
	}, door.Require(access.SeeDesk))
	h.e.GET("/results", func(c echo.Context) error {
		return c.NoContent(http.StatusNoContent)
	}, door.Require(access.SeeResults))
	return h
}

// link returns the path of a new sign-in page for a role.
func (h *house) link(t *testing.T, role access.Role) string {
	t.Helper()
	token, err := h.door.Invite(t.Context(), h.now, string(role), 0)
	if err != nil {
		t.Fatal(err)
	}
	return page.SignInPath(token)
}

// enter signs a role in and returns its cookie.
func (h *house) enter(t *testing.T, role access.Role) *http.Cookie {
	t.Helper()
	w := post(t, h.e, h.link(t, role), "")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/desk" {
		t.Fatalf("signing in: got %d to %q, want 303 to /desk", w.Code, w.Header().Get("Location"))
	}
	return cookie(t, w)
}

func cookie(t *testing.T, w *httptest.ResponseRecorder) *http.Cookie {
	t.Helper()
	cookies := w.Result().Cookies()
	if len(cookies) != 1 {
		t.Fatalf("cookies: got %v, want one", cookies)
	}
	return cookies[0]
}

func with(c *http.Cookie) func(*http.Request) {
	return func(r *http.Request) { r.AddCookie(c) }
}

func TestLookingAtASignInLinkDoesNotUseItUp(t *testing.T) {
	h := build(t, pagetest.PublicURL)
	link := h.link(t, access.Organiser)
	for range 3 {
		w := get(t, h.e, link)
		if len(w.Result().Cookies()) != 0 {
			t.Errorf("looking sets cookies: got %v, want none", w.Result().Cookies())
		}
		doc := document(t, w)
		if got, want := doc.Find("h1").Text(), "Саламатсызбы, Айгүл"; w.Code != 200 || got != want {
			t.Fatalf("looking: got %d and %q, want 200 and %q", w.Code, got, want)
		}
		if got := doc.Find("form").AttrOr("action", ""); got != link {
			t.Errorf("the button leads to %q, want %q", got, link)
		}
	}
	w := post(t, h.e, link, "")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("pressing the button: got %d, want 303", w.Code)
	}
	if got := get(t, h.e, "/desk", with(cookie(t, w))); got.Code != http.StatusOK {
		t.Errorf("the desk: got %d, want 200", got.Code)
	}
	for _, again := range []*httptest.ResponseRecorder{post(t, h.e, link, ""), get(t, h.e, link)} {
		title := document(t, again).Find("h1").Text()
		if again.Code != http.StatusUnauthorized || title != "Бул шилтеме эми иштебейт" {
			t.Errorf("the link again: got %d and %q, want 401 and that it works no longer", again.Code, title)
		}
	}
}

func TestTheSessionCookie(t *testing.T) {
	tests := []struct {
		publicURL, name string
		secure          bool
	}{
		{"http://127.0.0.1:8080", "session", false},
		{"https://ashar.example.kg", "__Host-session", true},
	}
	for _, tt := range tests {
		c := build(t, tt.publicURL).enter(t, access.Owner)
		if c.Name != tt.name || c.Secure != tt.secure {
			t.Errorf("%s: got %s, secure %v, want %s, secure %v", tt.publicURL, c.Name, c.Secure, tt.name, tt.secure)
		}
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.MaxAge <= 0 {
			t.Errorf("%s: got %v, want HttpOnly, Lax, the path / and a term", tt.publicURL, c)
		}
	}
}

func TestWithoutASessionOneIsToldHowToGetIn(t *testing.T) {
	h := build(t, pagetest.PublicURL)
	forged := &http.Cookie{Name: "session", Value: strings.Repeat("A", 43)}
	for name, w := range map[string]*httptest.ResponseRecorder{
		"no cookie":     get(t, h.e, "/desk"),
		"forged cookie": get(t, h.e, "/desk", with(forged)),
	} {
		doc := document(t, w)
		if got, want := doc.Find("h1").Text(), "Алгач кириңиз"; w.Code != http.StatusUnauthorized || got != want {
			t.Errorf("%s: got %d and %q, want 401 and %q", name, w.Code, got, want)
		}
		if got, want := doc.Find(".notice").Text(), "чакырган адамдан"; !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want it to say whom to ask", name, got)
		}
	}
	w := get(t, h.e, "/desk", header("Accept", "application/json"))
	if w.Code != 401 || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("for JSON: got %d as %q, want 401 as problem+json", w.Code, w.Header().Get("Content-Type"))
	}
}

func TestRolesOpenTheirOwnDoorsOnly(t *testing.T) {
	h := build(t, pagetest.PublicURL)
	for _, role := range access.Roles() {
		want := http.StatusForbidden
		if role.May(access.SeeResults) {
			want = http.StatusNoContent
		}
		if w := get(t, h.e, "/results", with(h.enter(t, role))); w.Code != want {
			t.Errorf("%s: got %d, want %d", role, w.Code, want)
		}
	}
}

func TestFailurePagesLeadBack(t *testing.T) {
	h := build(t, pagetest.PublicURL)
	h.e.GET("/desk/:campaign", func(echo.Context) error { return survey.ErrNotFound })
	staff := with(h.enter(t, access.Organiser))
	tests := []struct {
		name, body, way string
		got             *httptest.ResponseRecorder
	}{
		{"a resident", "form", "/f", get(t, h.e, "/nowhere")},
		{"staff, where their session was asked for", "desk", "/desk", get(t, h.e, "/desk/nope", staff)},
		{"staff, where nothing is", "desk", "/desk", get(t, h.e, "/desk/nope/nothing", staff)},
		{"a session that is none", "form", "/f", get(t, h.e, "/nowhere", with(&http.Cookie{Name: "session", Value: "x"}))},
	}
	for _, tt := range tests {
		doc := document(t, tt.got)
		if got := doc.Find("body").AttrOr("class", ""); tt.got.Code != 404 || got != tt.body {
			t.Errorf("%s: got %d in the layout %q, want 404 in %q", tt.name, tt.got.Code, got, tt.body)
		}
		if got := doc.Find("main a.button").AttrOr("href", ""); got != tt.way {
			t.Errorf("%s: the way on leads to %q, want %q", tt.name, got, tt.way)
		}
	}
}

func TestSigningOut(t *testing.T) {
	h := build(t, pagetest.PublicURL)
	session := h.enter(t, access.Organiser)
	desk := document(t, get(t, h.e, "/desk", with(session)))
	if got := desk.Find(`form[action="/out"] button`).Text(); got != "Чыгуу" {
		t.Fatalf("the desk's button to sign out: got %q, want Чыгуу", got)
	}
	w := post(t, h.e, "/out", "", with(session))
	if w.Code != http.StatusSeeOther || cookie(t, w).MaxAge >= 0 {
		t.Errorf("signing out: got %d and %v, want 303 and the cookie taken away", w.Code, cookie(t, w))
	}
	if w := get(t, h.e, "/out"); w.Code != http.StatusOK {
		t.Errorf("the page after it: got %d, want 200", w.Code)
	}
	if w := get(t, h.e, "/desk", with(session)); w.Code != http.StatusUnauthorized {
		t.Errorf("the desk with the old cookie: got %d, want 401", w.Code)
	}
	if w := post(t, h.e, "/out", ""); w.Code != http.StatusSeeOther {
		t.Errorf("signing out without a session: got %d, want 303", w.Code)
	}
}

func TestTheAuditTrailTellsWhoComesAndGoes(t *testing.T) {
	h := build(t, pagetest.PublicURL)
	link := h.link(t, access.Organiser)
	get(t, h.e, link)
	session := cookie(t, post(t, h.e, link, ""))
	get(t, h.e, "/desk", with(session))
	get(t, h.e, link) // once more, as one who found it in the messenger
	get(t, h.e, "/in/"+strings.Repeat("A", 43))
	post(t, h.e, "/out", "", with(session))
	post(t, h.e, "/out", "", with(session))
	var got []string
	for e, err := range h.keeper.Entries(t.Context(), "kok-jar") {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, strings.Join([]string{e.Account, string(e.Action), e.Subject, e.After}, " "))
	}
	want := []string{
		"organiser signed_in account/organiser ",
		" sign_in_refused account/organiser used",
		"organiser signed_out account/organiser ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the trail: got %q, want %q", got, want)
	}
}

func TestASessionEndsOnceOneStaysAway(t *testing.T) {
	h := build(t, pagetest.PublicURL)
	session := h.enter(t, access.Organiser)
	h.now = h.now.Add(access.SessionIdle)
	if w := get(t, h.e, "/desk", with(session)); w.Code != http.StatusUnauthorized {
		t.Errorf("got %d, want 401", w.Code)
	}
}

func TestGuessingLinksIsSlowed(t *testing.T) {
	h := build(t, pagetest.PublicURL)
	last := 0
	for range 100 {
		if last = get(t, h.e, "/in/guess").Code; last == http.StatusTooManyRequests {
			break
		}
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("after 100 guesses: got %d, want 429", last)
	}
}
