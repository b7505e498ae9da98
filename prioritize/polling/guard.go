package polling

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/survey"
	"ashar/survey/page"
)

// What is too often. A code that does not exist is nobody's slip of the finger, which its check character finds out:
// whoever types twenty of them guesses.
const (
	failEvery, failBurst   = time.Minute, 20      // codes that do not exist, from one address
	guessEvery, guessBurst = 6 * time.Second, 200 // the same, from all
)

// While codes are guessed, one that is new to this process waits before it is looked up, be it right or wrong, and no
// more than so many wait at a time: so many are looked up in each wait, and no more. Codes that were found before never
// wait: those who are in are not disturbed.
const (
	wait                 = 3 * time.Second
	waitingOfOne, inLine = 100, 600
)

// maxKnown is how many slips are known to have been found.
const maxKnown = 100_000

// guard slows guessing down. It is safe for concurrent use.
type guard struct {
	now             func() time.Time
	log             *slog.Logger
	pause           func(ctx context.Context, d time.Duration) error
	failed, guessed *survey.Meter

	mu      sync.Mutex
	known   map[string]bool // codes that were found
	waiting map[string]int  // by visitor
	line    int             // how many wait, in all
	on      bool            // codes are guessed, from wherever
}

func newGuard(now func() time.Time, log *slog.Logger) *guard {
	return &guard{
		now: now, log: log, pause: pause, failed: survey.NewMeter(failBurst, failEvery), guessed: survey.NewMeter(guessBurst, guessEvery),
		known: map[string]bool{}, waiting: map[string]int{},
	}
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// admit lets a code be looked up: at once, after a wait, or, where too many wait, not now, which is a 429.
func (g *guard) admit(c echo.Context, code string) error {
	who, now := page.Visitor(c), g.now()
	guessed := g.guessed.Over("", now)
	g.notice(guessed)
	if code == "" || g.knows(code) || !guessed && !g.failed.Over(who, now) {
		return nil
	}
	if !g.enter(who) {
		c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int(wait.Seconds())))
		return echo.NewHTTPError(http.StatusTooManyRequests)
	}
	defer g.leave(who)
	return g.pause(c.Request().Context(), wait)
}

// note takes down what came of looking a code up.
func (g *guard) note(c echo.Context, code string, err error) {
	switch {
	case errors.Is(err, hearing.SlipUnknown):
		now := g.now()
		g.failed.Add(page.Visitor(c), now)
		g.guessed.Add("", now)
	case err == nil:
		g.mu.Lock()
		defer g.mu.Unlock()
		if len(g.known) >= maxKnown {
			clear(g.known)
		}
		g.known[code] = true
	}
}

func (g *guard) knows(code string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.known[code]
}

func (g *guard) enter(who string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.waiting[who] >= waitingOfOne || g.line >= inLine {
		return false
	}
	g.waiting[who]++
	g.line++
	return true
}

func (g *guard) leave(who string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.line--
	if g.waiting[who]--; g.waiting[who] == 0 {
		delete(g.waiting, who)
	}
}

// notice logs when guessing from all sides begins, and when it ends.
func (g *guard) notice(on bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if on != g.on {
		g.on = on
		g.log.Warn("slips guessed", slog.Bool("on", on))
	}
}
