package page_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

func memory(files map[string]string) fs.FS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func TestEveryKindOfFailureHasItsStatusAndWords(t *testing.T) {
	tests := []struct {
		err    error
		status int
		title  string
	}{
		{survey.ErrNotFound, 404, "Мындай барак жок"},
		{survey.ErrExists, 409, "Муну башка бирөө өзгөрттү"},
		{survey.ErrConflict, 409, "Муну башка бирөө өзгөрттү"},
		{survey.ErrInvalid, 422, "Муну ушул бойдон кабыл ала албайбыз"},
		{&survey.Problem{Code: survey.Missing}, 422, "Муну ушул бойдон кабыл ала албайбыз"},
		{survey.ErrClosed, 410, "Сурамжылоо азыр жүрүп жаткан жок"},
		{survey.ErrUnauthorized, 401, "Алгач кириңиз"},
		{survey.ErrForbidden, 403, "Бул барак сизге ачык эмес"},
		{survey.ErrUnavailable, 503, "Кызмат азыр жооп бербей жатат"},
		{echo.NewHTTPError(http.StatusTeapot), 418, "Жөнөтүлгөндү окуй албадык"},
		{echo.NewHTTPError(http.StatusBadGateway), 502, "Биз тараптан ката кетти"},
		{errors.New("a secret of ours"), 500, "Биз тараптан ката кетти"},
	}
	for _, tt := range tests {
		t.Run(tt.err.Error(), func(t *testing.T) {
			e := pagetest.New(t).Echo()
			e.GET("/x", func(echo.Context) error { return fmt.Errorf("somewhere: %w", tt.err) })
			w := get(t, e, "/x")
			if w.Code != tt.status {
				t.Errorf("status: got %d, want %d", w.Code, tt.status)
			}
			if strings.Contains(w.Body.String(), "somewhere") {
				t.Errorf("the error's own text is on the page:\n%s", w.Body)
			}
			id := w.Header().Get("X-Request-Id")
			doc := document(t, w)
			if got := doc.Find("h1").Text(); got != tt.title {
				t.Errorf("title: got %q, want %q", got, tt.title)
			}
			if got := doc.Find("main").Text(); id == "" || !strings.Contains(got, id) {
				t.Errorf("the page does not quote the request id %q: %s", id, got)
			}
			if got, want := w.Header().Get("Retry-After") != "", tt.status == 503; got != want {
				t.Errorf("Retry-After: got %v, want %v", got, want)
			}
		})
	}
}

func TestClientsThatAskForJSONGetProblemDetails(t *testing.T) {
	e := pagetest.New(t).Echo()
	e.GET("/x", func(echo.Context) error { return survey.ErrClosed })
	asks := map[string]*httptest.ResponseRecorder{
		"by Accept": get(t, e, "/x", header("Accept", "application/json"), header("Accept-Language", "ru")),
		"by path":   get(t, e, "/api/v1/nothing", header("Accept-Language", "ru")),
		"by ending": get(t, e, "/nothing.json", header("Accept-Language", "ru")),
	}
	want := map[string]map[string]any{
		"by Accept": {
			"type": "about:blank", "title": "Опрос сейчас не проводится", "status": 410.0,
			"detail": "Ответы сейчас не принимаются. О сроках спросите у организаторов.",
		},
		"by path": {
			"type": "about:blank", "title": "Такой страницы нет", "status": 404.0,
			"detail": "Проверьте ссылку или код: верно ли набраны буквы и цифры.",
		},
		"by ending": {
			"type": "about:blank", "title": "Такой страницы нет", "status": 404.0,
			"detail": "Проверьте ссылку или код: верно ли набраны буквы и цифры.",
		},
	}
	for name, w := range asks {
		if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s: Content-Type: got %q, want application/problem+json", name, got)
		}
		var got map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatalf("%s: %v in %s", name, err, w.Body)
		}
		if got["request_id"] != w.Header().Get("X-Request-Id") {
			t.Errorf("%s: request_id: got %v, want %q", name, got["request_id"], w.Header().Get("X-Request-Id"))
		}
		delete(got, "request_id")
		if diff := cmp.Diff(want[name], got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAPanicIsAFailurePageAndALine(t *testing.T) {
	var log bytes.Buffer
	p, err := page.New(page.Config{
		Words: pagetest.Words(t), PublicURL: pagetest.PublicURL, Log: slog.New(slog.NewJSONHandler(&log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	e := p.Echo()
	e.GET("/f/:code", func(echo.Context) error { panic("an answer of somebody") })
	w := get(t, e, "/f/a-secret-code?also=secret", header("Cookie", "session=secret"))
	if w.Code != http.StatusInternalServerError {
		t.Errorf("status: got %d, want 500", w.Code)
	}
	for _, want := range []string{`"route":"/f/:code"`, `"status":500`, "panic in GET /f/:code: string", "fail_test.go", w.Header().Get("X-Request-Id")} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("log: got no %q in\n%s", want, log.String())
		}
	}
	for _, secret := range []string{"a-secret-code", "an answer", "also", "session=", "192.0.2.1"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("log: got %q in\n%s", secret, log.String())
		}
	}
}

func TestAClientThatWentAwayIsNoFailureOfOurs(t *testing.T) {
	var log bytes.Buffer
	p, err := page.New(page.Config{
		Words: pagetest.Words(t), PublicURL: pagetest.PublicURL, Log: slog.New(slog.NewJSONHandler(&log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	e := p.Echo()
	ctx, leave := context.WithCancel(t.Context())
	e.GET("/gone", func(c echo.Context) error {
		leave()
		return fmt.Errorf("store: %w", c.Request().Context().Err())
	})
	e.GET("/ours", func(echo.Context) error { return fmt.Errorf("store: %w", context.Canceled) })
	get(t, e, "/gone", func(r *http.Request) { *r = *r.WithContext(ctx) })
	if got := log.String(); !strings.Contains(got, `"status":499`) || strings.Contains(got, "ERROR") {
		t.Errorf("log: got %s, want one line of status 499 and no error", got)
	}
	if w := get(t, e, "/ours"); w.Code != http.StatusInternalServerError {
		t.Errorf("something of ours that was cancelled: got %d, want 500", w.Code)
	}
}

func TestHalfARenderedPageIsNeverSent(t *testing.T) {
	p := pagetest.New(t)
	r, err := p.Room(page.Form, memory(map[string]string{
		"templates/a.html": `{{define "main"}}the first half {{asset "no-such-thing.js"}}{{end}}`,
	}))
	if err != nil {
		t.Fatal(err)
	}
	e := p.Echo()
	e.GET("/x", func(c echo.Context) error { return r.Render(c, http.StatusOK, "a", p.Page(c, "A")) })
	e.GET("/y", func(c echo.Context) error { return r.Render(c, http.StatusOK, "b", p.Page(c, "B")) })
	for _, path := range []string{"/x", "/y"} {
		w := get(t, e, path)
		if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "first half") {
			t.Errorf("%s: got %d and %q, want 500 and a failure page", path, w.Code, w.Body)
		}
	}
}
