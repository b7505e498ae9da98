package page_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

// newNews serves a page that is everybody's, which says what the returned variable holds.
func newNews(t *testing.T) (*echo.Echo, *string) {
	t.Helper()
	p, text := pagetest.New(t), new("first")
	room, err := p.Room(page.Form, memory(map[string]string{"templates/news.html": `{{define "main"}}{{.Text}}{{end}}`}))
	if err != nil {
		t.Fatal(err)
	}
	e := p.Echo()
	e.GET("/news", func(c echo.Context) error {
		p.Speak(c, c.QueryParam("lang"))
		return room.RenderPublic(c, "news", struct {
			page.Page
			Text string
		}{p.Page(c, "News"), *text})
	})
	return e, text
}

func TestAPublicPageIsKeptForAMinute(t *testing.T) {
	e, _ := newNews(t)
	w := get(t, e, "/news?lang=ru")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "first") {
		t.Fatalf("got %d\n%s", w.Code, w.Body)
	}
	for name, want := range map[string]string{"Cache-Control": "public, max-age=60", "Set-Cookie": ""} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if got := strings.Join(w.Header().Values("Vary"), ", "); got != "Accept-Language, Accept-Encoding" {
		t.Errorf("Vary: got %q", got)
	}
}

func TestAPublicPageIsSentAgainOnlyWhenItChanged(t *testing.T) {
	e, text := newNews(t)
	tag := get(t, e, "/news?lang=ru").Header().Get("ETag")
	if !strings.HasPrefix(tag, `W/"`) {
		t.Fatalf("ETag: got %q, want a weak one", tag)
	}
	for _, has := range []string{tag, `"x", ` + tag, strings.TrimPrefix(tag, "W/"), "*"} {
		w := get(t, e, "/news?lang=ru", header("If-None-Match", has))
		if w.Code != http.StatusNotModified || w.Body.Len() > 0 || w.Header().Get("ETag") != tag {
			t.Errorf("If-None-Match: %s: status %d, %d bytes, ETag %s; want 304, none, %s", has, w.Code, w.Body.Len(), w.Header().Get("ETag"), tag)
		}
	}
	if got := get(t, e, "/news?lang=ky", header("If-None-Match", tag)).Code; got != http.StatusOK {
		t.Errorf("in another language: status %d, want 200", got)
	}
	*text = "second"
	if got := get(t, e, "/news?lang=ru", header("If-None-Match", tag)).Code; got != http.StatusOK {
		t.Errorf("after it changed: status %d, want 200", got)
	}
}
