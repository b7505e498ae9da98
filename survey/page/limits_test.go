package page_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

type brokenBody struct{ io.Reader }

func (b brokenBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func TestFormsOnly(t *testing.T) {
	p := pagetest.New(t)
	e := p.Echo()
	reached := false
	take := func(c echo.Context) error {
		reached = true
		return c.String(http.StatusOK, c.FormValue("a"))
	}
	e.POST("/x", take, page.FormsOnly)
	e.GET("/x", take, page.FormsOnly)
	multipart := "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n"
	large := "a=" + strings.Repeat("x", page.MaxBody)
	tests := []struct {
		name, path, body, contentType string
		want                          int
	}{
		{"a form", "/x", "a=1", "application/x-www-form-urlencoded; charset=utf-8", 200},
		{"a multipart form", "/x", multipart, "multipart/form-data; boundary=b", 200},
		{"JSON", "/x", "{}", "application/json", 415},
		{"plain text", "/x", "a=1", "text/plain", 415},
		{"no type", "/x", "a=1", "", 415},
		{"a bad type", "/x", "a=1", "a/b/c;;", 415},
		{"a bad escape", "/x", "a=%zz", "application/x-www-form-urlencoded", 400},
		{"a multipart form without its boundary", "/x", multipart, "multipart/form-data; boundary=c", 400},
		{"too large", "/x", large, "application/x-www-form-urlencoded", 413},
		{"too large, multipart", "/x", multipart[:53] + large, "multipart/form-data; boundary=b", 413},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reached = false
			w := post(t, e, tt.path, tt.body, header("Content-Type", tt.contentType))
			if w.Code != tt.want {
				t.Errorf("status: got %d, want %d", w.Code, tt.want)
			}
			if reached != (tt.want == 200) {
				t.Errorf("the handler was reached: got %v, want %v", reached, tt.want == 200)
			}
		})
	}
	for contentType, sent := range map[string]string{
		"application/x-www-form-urlencoded": "a=1&b",
		"multipart/form-data; boundary=b":   multipart[:40],
	} {
		w := post(t, e, "/x", "", header("Content-Type", contentType), func(r *http.Request) {
			r.Body = io.NopCloser(brokenBody{strings.NewReader(sent)})
		})
		if w.Code != http.StatusBadRequest {
			t.Errorf("a form that breaks off, %s: got %d, want 400", contentType, w.Code)
		}
	}
	if w := get(t, e, "/x?a=1"); w.Code != http.StatusOK {
		t.Errorf("GET: got %d, want 200", w.Code)
	}
}

func TestUploadMayBeLargerWhereItIsTaken(t *testing.T) {
	const most = 1 << 20
	e := pagetest.New(t).Echo()
	e.POST("/file", func(c echo.Context) error {
		page.TakeUpload(c, most)
		return page.FormsOnly(func(c echo.Context) error {
			if err := c.Request().MultipartForm.RemoveAll(); err != nil {
				return err
			}
			return c.NoContent(http.StatusNoContent)
		})(c)
	})
	e.POST("/form", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) }, page.FormsOnly)
	multipart := func(size int) string {
		return "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\n" + strings.Repeat("x", size) + "\r\n--b--\r\n"
	}
	for _, tt := range []struct {
		name, path, contentType, body string
		want                          int
	}{
		{"a file", "/file", "multipart/form-data; boundary=b", multipart(most - 200), http.StatusNoContent},
		{"a file over the limit", "/file", "multipart/form-data; boundary=b", multipart(most), http.StatusRequestEntityTooLarge},
		{"a form without a file", "/file", "application/x-www-form-urlencoded", "a=" + strings.Repeat("x", page.MaxBody), http.StatusRequestEntityTooLarge},
		{"a file on another route", "/form", "multipart/form-data; boundary=b", multipart(page.MaxBody), http.StatusRequestEntityTooLarge},
	} {
		if w := post(t, e, tt.path, tt.body, header("Content-Type", tt.contentType)); w.Code != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, w.Code, tt.want)
		}
	}
}

func TestUploadHasMoreTimeThanAForm(t *testing.T) {
	e := pagetest.New(t).Echo()
	e.POST("/file", func(c echo.Context) error {
		page.TakeUpload(c, 1<<20)
		return page.FormsOnly(func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })(c)
	})
	e.POST("/form", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) }, page.FormsOnly)
	server := httptest.NewUnstartedServer(e)
	server.Config.ReadTimeout = 200 * time.Millisecond
	server.Start()
	defer server.Close()
	for path, want := range map[string]int{"/file": http.StatusNoContent, "/form": http.StatusBadRequest} {
		body, slow := io.Pipe()
		go func() {
			defer slow.Close()
			_, _ = io.WriteString(slow, "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\nx")
			time.Sleep(2 * server.Config.ReadTimeout)
			_, _ = io.WriteString(slow, "\r\n--b--\r\n") // the form's has nobody left to listen
		}()
		answer, err := http.Post(server.URL+path, "multipart/form-data; boundary=b", body)
		if err != nil {
			t.Fatalf("POST %s: %v", path, err)
		}
		answer.Body.Close()
		if answer.StatusCode != want {
			t.Errorf("POST %s, slower than a form may be: got %d, want %d", path, answer.StatusCode, want)
		}
	}
}

func TestLimit(t *testing.T) {
	e := pagetest.New(t).Echo()
	e.GET("/x", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) }, page.Limit(time.Hour, 3))
	from := func(ip string) func(*http.Request) {
		return func(r *http.Request) { r.RemoteAddr = ip + ":1234" }
	}
	for i := range 3 {
		if w := get(t, e, "/x", from("198.51.100.7")); w.Code != http.StatusNoContent {
			t.Fatalf("request %d: got %d, want 204", i+1, w.Code)
		}
	}
	w := get(t, e, "/x", from("198.51.100.7"), header("X-Forwarded-For", "203.0.113.9"))
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "3600" {
		t.Errorf("request 4: got %d, Retry-After %q, want 429 and 3600", w.Code, w.Header().Get("Retry-After"))
	}
	if w := get(t, e, "/x", from("198.51.100.8")); w.Code != http.StatusNoContent {
		t.Errorf("a neighbour: got %d, want 204", w.Code)
	}
}

func TestOneCustomerCountsAsOneVisitor(t *testing.T) {
	for ip, want := range map[string]string{
		"198.51.100.7":           "198.51.100.7",
		"::ffff:198.51.100.7":    "198.51.100.7",
		"2001:db8:1:2:3:4:5:6":   "2001:db8:1:2::/64",
		"2001:db8:1:2:ffff::1":   "2001:db8:1:2::/64",
		"something else":         "something else",
		"fe80::1%eth0 and so on": "fe80::/64",
	} {
		if got := page.Neighbourhood(ip); got != want {
			t.Errorf("%s: got %q, want %q", ip, got, want)
		}
	}
}

func TestOnlyTrustedProxiesNameTheClient(t *testing.T) {
	tests := []struct {
		name    string
		proxies []netip.Prefix
		remote  string
		want    string
	}{
		{"none trusted", nil, "10.0.0.1:1", "10.0.0.1"},
		{"trusted", []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, "10.0.0.1:1", "203.0.113.9"},
		{"another", []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, "192.168.0.1:1", "192.168.0.1"},
		{"loopback is not trusted unasked", []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, "127.0.0.1:1", "127.0.0.1"},
		{"IPv6", []netip.Prefix{netip.MustParsePrefix("fd00::/8")}, "[fd00::1]:1", "203.0.113.9"},
	}
	for _, tt := range tests {
		p, err := page.New(page.Config{
			Words: pagetest.Words(t), PublicURL: pagetest.PublicURL, TrustedProxies: tt.proxies,
		})
		if err != nil {
			t.Fatal(err)
		}
		e := p.Echo()
		e.GET("/x", func(c echo.Context) error { return c.String(200, c.RealIP()) })
		w := get(t, e, "/x", header("X-Forwarded-For", "203.0.113.9"), func(r *http.Request) { r.RemoteAddr = tt.remote })
		if got := w.Body.String(); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}
