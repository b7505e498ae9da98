package page

import (
	"errors"
	"log/slog"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
)

// kinds is the one table that turns a kind of failure into a status. The words for a status are "errors.<status>.title"
// and "errors.<status>.text".
var kinds = []struct {
	kind   error
	status int
}{
	{survey.ErrNotFound, http.StatusNotFound},
	{survey.ErrExists, http.StatusConflict},
	{survey.ErrConflict, http.StatusConflict},
	{survey.ErrInvalid, http.StatusUnprocessableEntity},
	{survey.ErrClosed, http.StatusGone},
	{survey.ErrUnauthorized, http.StatusUnauthorized},
	{survey.ErrForbidden, http.StatusForbidden},
	{survey.ErrUnavailable, http.StatusServiceUnavailable},
}

// Statuses lists every status that failures have words for; others are shown as 400 or 500.
func Statuses() []int {
	return []int{
		http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
		http.StatusMethodNotAllowed, http.StatusConflict, http.StatusGone, http.StatusRequestEntityTooLarge,
		http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, http.StatusTooManyRequests,
		http.StatusInternalServerError, http.StatusServiceUnavailable,
	}
}

// StatusOf is the HTTP status of an error: its kind's, or the one that an echo.HTTPError names; 413 for a body over its
// limit; 500 for anything else.
func StatusOf(err error) int { return statusOf(err, http.StatusInternalServerError) }

func statusOf(err error, otherwise int) int {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return http.StatusRequestEntityTooLarge
	}
	if he, ok := errors.AsType[*echo.HTTPError](err); ok {
		return he.Code
	}
	for _, k := range kinds {
		if errors.Is(err, k.kind) {
			return k.status
		}
	}
	return otherwise
}

// retryUnavailable is when we ask a client to come back to a part that does not answer.
const retryUnavailable = 10 * time.Second

// APIPrefix begins the paths whose failures are always problem+json.
const APIPrefix = "/api/"

// failure is the page of a failure.
type failure struct {
	Page
	Status  int
	Text    string
	Request string // quoted to whoever runs the service
}

// problem is RFC 9457's problem details. errors[] is added by those who have several.
type problem struct {
	Type    string `json:"type"`
	Title   string `json:"title"`
	Status  int    `json:"status"`
	Detail  string `json:"detail,omitempty"`
	Request string `json:"request_id,omitempty"`
}

// Fail is the one place where an error becomes a page, or problem+json for a client that asks for JSON and below
// APIPrefix: status and words by kind, in the language of the request, never the error's own text, which is for the
// log. It is the router's HTTPErrorHandler.
func (p *Pages) Fail(err error, c echo.Context) {
	status := StatusOf(err)
	p.logFailure(c, status, err)
	if c.Response().Committed {
		return
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	if status == http.StatusServiceUnavailable && h.Get(echo.HeaderRetryAfter) == "" {
		h.Set(echo.HeaderRetryAfter, retryAfter(retryUnavailable))
	}
	s := p.Speaker(c)
	titleID, textID := wordsOf(status)
	title, text := s.T(titleID), s.T(textID)
	if wantsJSON(c.Request()) {
		h.Set(echo.HeaderContentType, "application/problem+json")
		h.Set("Content-Language", s.Lang())
		err = c.JSON(status, problem{"about:blank", title, status, text, RequestID(c)})
	} else {
		view := failure{Page: p.Page(c, title), Status: status, Text: text, Request: RequestID(c)}
		err = p.own.Render(c, status, "failure", view)
	}
	if err != nil {
		p.log.ErrorContext(c.Request().Context(), "failure not shown", "request_id", RequestID(c), "err", err)
	}
}

// logFailure writes down what went wrong on our side, with all its context; of what clients do wrong, only that it
// happened, since such errors may quote them.
func (p *Pages) logFailure(c echo.Context, status int, err error) {
	if status < http.StatusInternalServerError {
		return // the access log has its status
	}
	p.log.LogAttrs(c.Request().Context(), slog.LevelError, "failure",
		slog.String("request_id", RequestID(c)),
		slog.String("route", c.Path()),
		slog.Int("status", status),
		slog.Any("err", err))
}

// wordsOf returns the ids of the words for a status.
func wordsOf(status int) (title, text string) {
	if !slices.Contains(Statuses(), status) {
		if status >= http.StatusInternalServerError {
			status = http.StatusInternalServerError
		} else {
			status = http.StatusBadRequest
		}
	}
	id := "errors." + strconv.Itoa(status)
	return id + ".title", id + ".text"
}

// wantsJSON reports whether a failure should be problem+json: below APIPrefix, and for a client that names JSON and
// not HTML.
func wantsJSON(r *http.Request) bool {
	if strings.HasPrefix(r.URL.Path, APIPrefix) {
		return true
	}
	accept := r.Header.Get(echo.HeaderAccept)
	return strings.Contains(accept, "json") && !strings.Contains(accept, "html")
}

// retryAfter is d as the header wants it: whole seconds, at least one.
func retryAfter(d time.Duration) string {
	return strconv.Itoa(max(int(math.Ceil(d.Seconds())), 1))
}
