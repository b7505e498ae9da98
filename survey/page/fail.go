package page

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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
	if p, ok := errors.AsType[*Problem](err); ok {
		return p.Status
	}
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
	Way     Link   // where to go on
}

// problem is RFC 9457's problem details.
type problem struct {
	Type    string         `json:"type"`
	Title   string         `json:"title"`
	Status  int            `json:"status"`
	Detail  string         `json:"detail,omitempty"`
	Errors  []ProblemError `json:"errors,omitempty"`
	Request string         `json:"request_id,omitempty"`
}

// Problem is a failure of which a program is told more than what kind it is: Fail shows it with this status and in these
// words, in place of those for the status. Nothing of it may quote what only the log may know.
type Problem struct {
	Status int
	Title  string // in the reader's language; "" for the words of the status
	Detail string
	Errors []ProblemError // all that is to be mended
	Err    error          // what it came from, for the log; may be nil
}

// ProblemError is one thing to be mended in a request.
type ProblemError struct {
	Detail    string `json:"detail"`
	Parameter string `json:"parameter,omitempty"` // of the query
	Pointer   string `json:"pointer,omitempty"`   // into the JSON that was sent; RFC 6901
}

func (p *Problem) Error() string {
	said := p.Detail
	if p.Err != nil {
		said = p.Err.Error()
	}
	return fmt.Sprintf("%d: %s", p.Status, said)
}

// Unwrap is what the problem came from.
func (p *Problem) Unwrap() error { return p.Err }

// clientGone is the status, in the access log, of requests whose client went away before the answer; no standard has
// one.
const clientGone = 499

// Residents is the page for typing a code, where residents begin, and what all of their pages are below.
const Residents = "/f"

// Fail is the one place where an error becomes a page, or problem+json for a client that asks for JSON: status and
// words by kind, in the language of the request, never the error's own text, which is for the log. The page leads
// residents to Residents, and staff, in their own layout, to the desk. It is the router's HTTPErrorHandler.
func (p *Pages) Fail(err error, c echo.Context) {
	if errors.Is(err, context.Canceled) && c.Request().Context().Err() != nil {
		c.Response().Status = clientGone // there is nobody to answer, and nothing went wrong
		return
	}
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
		said := problem{Type: "about:blank", Title: title, Status: status, Detail: text, Request: RequestID(c)}
		if p, ok := errors.AsType[*Problem](err); ok {
			said.Title, said.Detail, said.Errors = cmp.Or(p.Title, title), cmp.Or(p.Detail, text), p.Errors
		}
		err = c.JSON(status, said)
	} else {
		err = p.showFailure(c, failure{Status: status, Text: text, Request: RequestID(c)}, title)
	}
	if err != nil {
		p.log.ErrorContext(c.Request().Context(), "failure not shown", "request_id", RequestID(c), "err", err)
	}
}

// showFailure writes the page of a failure. Who asks for a page that is not there is looked up if need be, so that
// staff who mistyped an address are not shown out.
func (p *Pages) showFailure(c echo.Context, view failure, title string) error {
	if _, known := AccountOf(c); !known && p.door != nil && view.Status == http.StatusNotFound {
		if account, _, err := p.door.who(c); err == nil {
			c.Set(accountKey, account)
		}
	}
	view.Page = p.Page(c, title)
	if !view.SignedIn() {
		view.Languages = p.Languages()
		view.Way = Link{Href: Residents, Text: view.T("errors.way.residents")}
		return p.own.Render(c, view.Status, "failure", view)
	}
	view.Home, view.Languages = p.door.home, p.Languages()
	view.Way = Link{Href: view.Home, Text: view.T("errors.way.staff")}
	return p.door.failures.Render(c, view.Status, "failure", view)
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

// wantsJSON reports whether a failure should be problem+json: below APIPrefix, where the path ends in ".json", and for
// a client that names JSON and not HTML.
func wantsJSON(r *http.Request) bool {
	if strings.HasPrefix(r.URL.Path, APIPrefix) || strings.HasSuffix(r.URL.Path, ".json") {
		return true
	}
	accept := r.Header.Get(echo.HeaderAccept)
	return strings.Contains(accept, "json") && !strings.Contains(accept, "html")
}

// retryAfter is d as the header wants it: whole seconds, at least one.
func retryAfter(d time.Duration) string {
	return strconv.Itoa(max(int(math.Ceil(d.Seconds())), 1))
}
