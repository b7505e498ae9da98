package api

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// How often one token may ask: a workbook with a dozen queries that is refreshed, and a script that reads page after page.
const (
	askEvery = 200 * time.Millisecond
	askBurst = 60
)

// letIn asks who shows which token, and whether it may what is asked for. Cookies count for nothing here.
func (a *API) letIn(c *call) error {
	if c.op.open {
		return nil
	}
	kind, secret, _ := strings.Cut(c.Request().Header.Get(echo.HeaderAuthorization), " ")
	if !strings.EqualFold(kind, "Bearer") || secret == "" {
		challenge(c, "")
		return &page.Problem{Status: http.StatusUnauthorized, Detail: "Show a token in the header: Authorization: Bearer ashar_..."}
	}
	grant, err := a.deps.Bearers.Bearer(c.ctx(), a.deps.Now(), strings.TrimSpace(secret), page.Browser(c))
	if later, ok := errors.AsType[*access.TryLater](err); ok {
		return tooMany(c, later.Wait)
	}
	if errors.Is(err, survey.ErrUnauthorized) {
		challenge(c, `error="invalid_token"`)
		return &page.Problem{Status: http.StatusUnauthorized, Detail: "This token does not work: it never was, has expired, or was ended.", Err: err}
	}
	if err != nil {
		return err
	}
	c.grant = grant
	if wait := a.limits.wait(grant.Token.ID, a.deps.Now()); wait > 0 {
		return tooMany(c, wait)
	}
	return c.must(c.op.scopes...)
}

// must refuses a token that lacks one of the scopes, and names those that it lacks.
func (c *call) must(scopes ...access.Scope) error {
	lacks := slices.DeleteFunc(slices.Clone(scopes), c.may)
	if len(lacks) == 0 {
		return nil
	}
	names := listed(lacks)
	challenge(c, fmt.Sprintf("error=\"insufficient_scope\", scope=%q", strings.Join(names, " ")))
	return &page.Problem{Status: http.StatusForbidden, Detail: "The token lacks the scope " + strings.Join(names, ", ") + "."}
}

func (c *call) may(s access.Scope) bool { return c.grant.May(s, c.grant.Token.Municipality) }

// challenge says how to get in (RFC 6750).
func challenge(c *call, why string) {
	said := `Bearer realm="ashar"`
	if why != "" {
		said += ", " + why
	}
	c.Response().Header().Set(echo.HeaderWWWAuthenticate, said)
}

func tooMany(c *call, wait time.Duration) error {
	seconds := max(int(math.Ceil(wait.Seconds())), 1)
	c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(seconds))
	return &page.Problem{Status: http.StatusTooManyRequests, Detail: fmt.Sprintf("Too many requests: wait %d s, then no more than %d a second.", seconds, int(time.Second/askEvery))}
}

// limits keep each token to its rate, in this process.
type limits struct {
	mu   sync.Mutex
	by   map[string]*rate.Limiter // by token
	next time.Time                // when those are forgotten that ask no more
}

func newLimits() *limits { return &limits{by: map[string]*rate.Limiter{}} }

// limitsKept is how long a limiter that is full again is kept.
const limitsKept = 10 * time.Minute

// wait is how long the token must wait; 0 if it may ask now.
func (l *limits) wait(token string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.After(l.next) {
		l.next = now.Add(limitsKept)
		for id, one := range l.by {
			if one.TokensAt(now) >= askBurst {
				delete(l.by, id)
			}
		}
	}
	one := l.by[token]
	if one == nil {
		one = rate.NewLimiter(rate.Every(askEvery), askBurst)
		l.by[token] = one
	}
	if one.AllowN(now, 1) {
		return 0
	}
	return time.Duration((1 - one.TokensAt(now)) * float64(askEvery))
}

// spoken gives the request the language that its client reads best, whatever its cookies say: titles of problems are in it.
// A program that names none is told in English, as details are.
func (a *API) spoken(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		lang := ""
		if c.Request().Header.Get("Accept-Language") == "" {
			lang = locale.English
		}
		a.speak(c, lang)
		return next(c)
	}
}

// inPublic is spoken for the page, whose address may ask for a language.
func (a *API) inPublic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		a.speak(c, c.QueryParam("lang"))
		return next(c)
	}
}

func (a *API) speak(c echo.Context, lang string) {
	if offered := a.deps.Words.Languages(); !slices.Contains(offered, lang) {
		lang, _ = locale.Match(c.Request().Header.Get("Accept-Language"), offered)
	}
	a.deps.Pages.Speak(c, lang)
}

// listed are the names of scopes.
func listed(scopes []access.Scope) []string {
	names := make([]string, len(scopes))
	for i, s := range scopes {
		names[i] = string(s)
	}
	return names
}
