package page_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/access/accesstest"
	"ashar/survey/locale"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

// The structs of the sample rooms under testdata.
type (
	need struct {
		Icon, Words string
		Chosen      bool
	}
	formView struct {
		page.Page
		Hint   string
		Needs  []need
		Levels []int
	}
	deskView struct{ page.Page }
	row      struct {
		Place, Icon, Words string
		Low, Share, High   float64
		N                  int
	}
	boardView struct {
		page.Page
		Tiers [][]row
	}
)

// room opens one of the sample rooms.
func room(t testing.TB, p *page.Pages, f page.Family) *page.Room {
	t.Helper()
	r, err := p.Room(f, os.DirFS("testdata/"+string(f)))
	if err != nil {
		t.Fatalf("sample room %s: %v", f, err)
	}
	return r
}

func TestTemplatesFitTheirStructs(t *testing.T) {
	p := pagetest.New(t)
	pagetest.Check(t, p.Own(), map[string]any{"failure": page.Failure{}})
	door, err := page.NewDoor(p, access.NewDoor(accesstest.NewMemory(), nil), "/desk", nil)
	if err != nil {
		t.Fatal(err)
	}
	pagetest.Check(t, door.Room(), map[string]any{
		"sign_in": page.DoorView{}, "signed_out": page.DoorView{}, "stale": page.DoorView{}, "closed": page.DoorView{},
		"password": page.DoorView{}, "code": page.DoorView{}, "forgot": page.DoorView{},
	})
	pagetest.Check(t, door.Failures(), map[string]any{"failure": page.Failure{}})
	pagetest.Check(t, room(t, p, page.Form), map[string]any{
		"choose": formView{}, "consent": formView{}, "rank": formView{}, "receipt": formView{}, "scale": formView{},
	})
	pagetest.Check(t, room(t, p, page.Desk), map[string]any{"campaign": deskView{}})
	pagetest.Check(t, room(t, p, page.Board), map[string]any{"ranking": boardView{}})
}

// get asks a handler for a page as a browser does.
func get(t testing.TB, h http.Handler, path string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	return do(t, h, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil), change...)
}

// post sends a form as a browser does from our own page.
func post(t testing.TB, h http.Handler, path, form string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return do(t, h, r, change...)
}

func do(t testing.TB, h http.Handler, r *http.Request, change ...func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "ky")
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// header returns a change that sets a request's header.
func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// document parses an answer's HTML.
func document(t testing.TB, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatalf("parsing the page: %v", err)
	}
	return doc
}

func TestAPageSaysItsLanguageTitleAndState(t *testing.T) {
	p := pagetest.New(t)
	form := room(t, p, page.Form)
	e := p.Echo()
	e.GET("/q", func(c echo.Context) error {
		v := formView{Page: p.Page(c, "Айылыңызга эмне керек?"), Needs: []need{{"water", "<b>суу</b>", true}, {"x", "y", false}}}
		v.Step, v.Steps, v.Place = 4, 9, "Көк-Жар айыл аймагы"
		v.Languages = []string{"ky", "ru", "en"}
		v.Mistakes = []page.Mistake{{Field: "needs", Text: "Үчөөнү гана"}}
		return form.Render(c, http.StatusUnprocessableEntity, "choose", v)
	})
	w := get(t, e, "/q")
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("status: got %d, want 422", w.Code)
	}
	doc := document(t, w)
	text := func(selector string) string { return strings.TrimSpace(doc.Find(selector).Text()) }
	attr := func(selector, name string) string { return doc.Find(selector).AttrOr(name, "") }
	tests := []struct{ what, got, want string }{
		{"lang", attr("html", "lang"), "ky"},
		{"title", text("title"), "Айылыңызга эмне керек? · Ашар"},
		{"h1", text("h1"), "Айылыңызга эмне керек?"},
		{"place", text(".brand small"), "Көк-Жар айыл аймагы"},
		{"progress", text(".progress [aria-hidden]"), "4 / 9"},
		{"progress for readers", text(".progress .hidden"), "9 кадамдын 4-кадамы"},
		{"other languages", text(".languages"), "РусскийEnglish"},
		{"the mistake leads to its field", attr(".mistakes a", "href"), "#needs"},
		{"and is marked there", attr("fieldset", "class"), "bad"},
		{"what was given is escaped", text(".choice:first-child .words"), "<b>суу</b>"},
		{"and kept", attr(".choice:first-child input", "checked"), ""},
		{"an unknown icon is the one for others", attr(".choice:last-child use", "href"), p.Asset("icons.svg") + "#other"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.what, tt.got, tt.want)
		}
	}
	if _, ok := doc.Find(".mistakes").Attr("autofocus"); !ok {
		t.Error("mistakes: got no autofocus, want focus on them")
	}
	if n := doc.Find("input[checked]").Length(); n != 1 {
		t.Errorf("checked boxes: got %d, want 1", n)
	}
}

func TestAFirstViewFitsTheInitialWindow(t *testing.T) {
	p := pagetest.New(t)
	form := room(t, p, page.Form)
	e := p.Echo()
	e.GET("/consent", func(c echo.Context) error {
		v := formView{Page: p.Page(c, "Айылыңызга эмне керек?")}
		v.Place, v.Languages, v.Description = "Көк-Жар айыл аймагы", []string{"ky", "ru", "en"}, "Эмне маанилүү?"
		return form.Render(c, http.StatusOK, "consent", v)
	})
	if got := pagetest.FirstView(t, e, "/consent"); got > pagetest.InitialWindow {
		t.Errorf("first view: got %d bytes on the wire, want at most %d", got, pagetest.InitialWindow)
	}
}

func TestThereAreWordsForEveryStatusProblemAndRole(t *testing.T) {
	words := pagetest.Words(t)
	var ids []string
	for _, status := range page.Statuses() {
		title, text := page.WordsOf(status)
		ids = append(ids, title, text)
	}
	for _, code := range survey.ProblemCodes() {
		ids = append(ids, "problem."+string(code))
	}
	for _, role := range access.Roles() {
		ids = append(ids, "common.role."+string(role))
	}
	for _, id := range ids {
		for _, lang := range []string{locale.Kyrgyz, locale.Russian, locale.English} {
			if !words.Has(lang, id) {
				t.Errorf("%q is missing in %s", id, lang)
			}
		}
	}
}

func TestRoomsAreRefusedWithTheReason(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"no templates", map[string]string{"x.txt": ""}, "no templates"},
		{"no main", map[string]string{"templates/a.html": `{{define "other"}}{{end}}`}, `a.html does not define "main"`},
		{"a template that does not parse", map[string]string{"templates/a.html": `{{define "main"}}{{.T`}, "a.html"},
		{"an asset that is there already", map[string]string{
			"templates/a.html": `{{define "main"}}{{end}}`, "assets/form.css": "x",
		}, "form.css"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := pagetest.New(t).Room(page.Form, memory(tt.files))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Room: got %v, want an error that says %q", err, tt.want)
			}
		})
	}
}

func TestNewIsRefusedWithTheReason(t *testing.T) {
	words := pagetest.Words(t)
	for _, url := range []string{"", "ashar.example.kg", "/x", "ftp://ashar.example.kg", "http://"} {
		if _, err := page.New(page.Config{Words: words, PublicURL: url}); err == nil {
			t.Errorf("New with the public URL %q: got no error, want one", url)
		}
	}
	if _, err := page.New(page.Config{PublicURL: pagetest.PublicURL}); err == nil {
		t.Error("New without words: got no error, want one")
	}
}
