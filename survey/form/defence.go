package form

import (
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// Defence is what the form does when it is flooded, or when somebody tries codes. Nobody is ever refused for it: who
// begins pays a toll, in a second's work of the phone or in a few seconds' waiting.
type Defence struct {
	// Secret signs tolls, of survey.MinSecret bytes or more; processes that share it take each other's. Drawn if it is nil.
	Secret []byte
	// Every and Burst are the sane rate of a campaign: so many begin at once, and one every so often.
	Every time.Duration
	Burst int
	// Log is told when a toll is asked for, and when no more; nobody if it is nil.
	Log *slog.Logger
}

// DefaultDefence is far beyond what the largest hall brings: a thousand at once, and five a second.
var DefaultDefence = Defence{Every: 200 * time.Millisecond, Burst: 1000}

// What else is too often. A code that does not exist is nobody's slip of the finger, which its check character finds
// out: whoever types twenty of them guesses.
const (
	failEvery, failBurst       = time.Minute, 20      // codes that do not exist, from one address
	guessEvery, guessBurst     = 6 * time.Second, 200 // the same, at one campaign
	waitEvery, waitBurst       = 2 * time.Second, 10  // tolls paid by waiting, from one address
	receiveEvery, receiveBurst = 2 * time.Second, 60  // kept answers under attack, from one address
	retryReceive               = "60"                 // seconds, for phones that are to send them later
	retryFailed                = "900"                // seconds, until codes are looked up again
)

// guard is a Defence at work. It is safe for concurrent use.
type guard struct {
	tolls
	now                         func() time.Time
	log                         *slog.Logger
	begun, guessed, failed      *survey.Meter
	waited, waitedAll, received *survey.Meter

	mu sync.Mutex
	on map[string]bool // campaigns that ask for a toll
}

func newGuard(d Defence, now func() time.Time) *guard {
	if d.Secret == nil {
		d.Secret = []byte(rand.Text() + rand.Text())
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &guard{
		tolls: newTolls(d.Secret), now: now, log: d.Log, on: map[string]bool{},
		begun: survey.NewMeter(d.Burst, d.Every), guessed: survey.NewMeter(guessBurst, guessEvery), failed: survey.NewMeter(failBurst, failEvery),
		waited: survey.NewMeter(waitBurst, waitEvery), waitedAll: survey.NewMeter(d.Burst, d.Every), received: survey.NewMeter(receiveBurst, receiveEvery),
	}
}

// Defend replaces the DefaultDefence. Call it before requests come.
func (f *Form) Defend(d Defence) { f.guard = newGuard(d, f.now) }

// asks reports whether whoever begins now in a campaign is to pay a toll.
func (g *guard) asks(c echo.Context, campaign string) bool {
	now := g.now()
	flooded, guessed := g.begun.Over(campaign, now), g.guessed.Over(campaign, now)
	g.notice(campaign, flooded, guessed)
	return flooded || guessed || g.failed.Over(page.Visitor(c), now)
}

// notice logs when a campaign begins to ask for a toll, and when it ends.
func (g *guard) notice(campaign string, flooded, guessed bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if on := flooded || guessed; on != g.on[campaign] {
		g.on[campaign] = on
		if !on {
			delete(g.on, campaign)
		}
		g.log.Warn("toll", slog.String("campaign", campaign), slog.Bool("on", on), slog.Bool("flooded", flooded), slog.Bool("guessed", guessed))
	}
}

// wrong notes what came of a ticket's code.
func (g *guard) wrong(c echo.Context, campaign string, err error) {
	p, ok := errors.AsType[*survey.Problem](err)
	if !ok || p.Code != survey.TicketUnknown && p.Code != survey.TicketElsewhere {
		return
	}
	now := g.now()
	g.failed.Add(page.Visitor(c), now)
	g.guessed.Add(campaign, now)
}

// passes reports whether somebody may begin in a campaign: always, unless it asks for a toll that was not paid.
func (g *guard) passes(c echo.Context, campaign string) bool {
	now := g.now()
	g.begun.Add(campaign, now)
	if !g.asks(c, campaign) {
		return true
	}
	switch token := c.FormValue(tollField); g.paid(token, c.FormValue(workField), campaign, now) {
	case byWork:
		return g.spend(token, now)
	case byWaiting:
		return g.waited.Take(page.Visitor(c), now) && g.waitedAll.Take(campaign, now) && g.spend(token, now)
	}
	return false
}

// receives reports whether kept answers may be taken from whoever sends them now. Phones ask again.
func (g *guard) receives(c echo.Context, campaign string) bool {
	now := g.now()
	g.begun.Add(campaign, now)
	return !g.asks(c, campaign) || g.received.Take(page.Visitor(c), now)
}
