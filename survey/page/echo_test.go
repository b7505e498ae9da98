package page_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page/pagetest"
)

func TestHeaders(t *testing.T) {
	e := pagetest.New(t).Echo()
	w := get(t, e, "/nothing")
	want := map[string]string{
		"X-Content-Type-Options":     "nosniff",
		"Referrer-Policy":            "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin",
		"Cache-Control":              "no-store",
		"Strict-Transport-Security":  "", // only over HTTPS
	}
	for name, value := range want {
		if got := w.Header().Get(name); got != value {
			t.Errorf("%s: got %q, want %q", name, got, value)
		}
	}
	csp := w.Header().Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"} {
		if !strings.Contains(csp, part) {
			t.Errorf("Content-Security-Policy: got no %q in %q", part, csp)
		}
	}
	if strings.Contains(csp, "unsafe") {
		t.Errorf("Content-Security-Policy: got %q, want nothing unsafe", csp)
	}
}

func TestAssetsAreServedForEver(t *testing.T) {
	p := pagetest.New(t)
	e := p.Echo()
	for _, name := range []string{"form.css", "desk.css", "board.css", "icons.svg", "mark.svg"} {
		plain := get(t, e, p.Asset(name))
		zipped := get(t, e, p.Asset(name), header("Accept-Encoding", "br, gzip"))
		if plain.Code != 200 || !strings.Contains(plain.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: got %d, %q, want 200 and immutable", name, plain.Code, plain.Header().Get("Cache-Control"))
		}
		if zipped.Body.Len() < plain.Body.Len() != (zipped.Header().Get("Content-Encoding") == "gzip") {
			t.Errorf("%s: got %d bytes as %q of %d", name, zipped.Body.Len(),
				zipped.Header().Get("Content-Encoding"), plain.Body.Len())
		}
	}
	for _, path := range []string{"/a/form.css", "/a/..%2fpages.go", "/a/"} {
		w := get(t, e, path)
		if w.Code != 404 || w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s: got %d with the policy %q, want 404 with one", path, w.Code, w.Header().Get("Content-Security-Policy"))
		}
	}
	head := get(t, e, p.Asset("form.css"), func(r *http.Request) { r.Method = http.MethodHead })
	if head.Code != 200 {
		t.Errorf("HEAD: got %d, want 200", head.Code)
	}
}

func TestTheLanguageIsChosenAndRemembered(t *testing.T) {
	p := pagetest.New(t)
	e := p.Echo()
	e.GET("/x", func(c echo.Context) error { return c.String(200, p.Speaker(c).Lang()) })
	e.GET("/own", func(c echo.Context) error {
		p.Speak(c, "ru")
		return survey.ErrNotFound
	})
	chosen := get(t, e, "/x?lang=en")
	cookie := chosen.Header().Get("Set-Cookie")
	tests := []struct {
		name, want string
		got        *httptest.ResponseRecorder
	}{
		{"by the browser", "ky", get(t, e, "/x")},
		{"by another browser", "ru", get(t, e, "/x", header("Accept-Language", "ru-RU"))},
		{"by link", "en", chosen},
		{"by cookie", "en", get(t, e, "/x", header("Cookie", cookie))},
		{"by a link that offers none of ours", "ky", get(t, e, "/x?lang=xx")},
		{"by a cookie that is not ours", "ky", get(t, e, "/x", header("Cookie", "lang=xx"))},
	}
	for _, tt := range tests {
		if got := tt.got.Body.String(); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	if got, want := document(t, get(t, e, "/own")).Find("h1").Text(), "Такой страницы нет"; got != want {
		t.Errorf("a failure in an interview's own language: got %q, want %q", got, want)
	}
}

func TestOtherSitesCannotPostForUs(t *testing.T) {
	e := pagetest.New(t).Echo()
	e.POST("/x", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	tests := []struct {
		name, fetchSite, origin string
		want                    int
	}{
		{"our own page", "same-origin", "", 204},
		{"our own page in an old browser", "", "http://example.com", 204}, // the Host of the request
		{"our public address behind a proxy", "", pagetest.PublicURL, 204},
		{"no browser", "", "", 204},
		{"another site", "cross-site", "", 403},
		{"another site in an old browser", "", "https://evil.example", 403},
		{"a neighbour's subdomain", "same-site", "", 403},
		{"nobody in particular", "", "null", 403},
	}
	for _, tt := range tests {
		w := post(t, e, "/x", "", func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			for name, value := range map[string]string{"Sec-Fetch-Site": tt.fetchSite, "Origin": tt.origin} {
				if value != "" {
					r.Header.Set(name, value)
				}
			}
		})
		if w.Code != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, w.Code, tt.want)
		}
	}
}

// brokenBody breaks off after some bytes, as a lost connection does.

// TestWhatOnlyLeadsOnIsLight has no policies for a page with an answer that brings none.
func TestWhatOnlyLeadsOnIsLight(t *testing.T) {
	e := pagetest.New(t).Echo()
	e.GET("/from", func(c echo.Context) error { return c.Redirect(http.StatusSeeOther, "/to") })
	h := get(t, e, "/from").Header()
	for _, name := range []string{"Content-Security-Policy", "Permissions-Policy"} {
		if got := h.Get(name); got != "" {
			t.Errorf("%s: got %q, want none", name, got)
		}
	}
	for _, name := range []string{"Referrer-Policy", "X-Content-Type-Options"} {
		if h.Get(name) == "" {
			t.Errorf("no %s", name)
		}
	}
}
