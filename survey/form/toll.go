package form

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"math/bits"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// The fields of a toll, and how it is paid.
const (
	tollField = "toll"
	workField = "work"
	waitQuery = "wait" // holds a ticket's code, sealed, while a browser without script waits

	tollBits  = 16 // leading zeros of the digest: a second or two of a cheap phone, while the consent is read
	tollWait  = 8 * time.Second
	tollLife  = 15 * time.Minute
	maxSpent  = 200_000
	tollParts = 3
)

// payment is how a toll was paid.
type payment int

const (
	unpaid payment = iota
	byWaiting
	byWork
)

// tolls are signed, so that nothing is kept of those that are asked for: "TIME-NONCE-MAC", good for one campaign, for a
// quarter of an hour and, in one process, once.
type tolls struct {
	pseudonyms survey.Pseudonyms // sign them
	seal       survey.Seal
	mu         *sync.Mutex
	spent      map[string]time.Time
}

func newTolls(secret []byte) tolls {
	p := survey.NewPseudonyms(secret)
	return tolls{pseudonyms: p, seal: survey.NewSeal(p, "form toll"), mu: new(sync.Mutex), spent: map[string]time.Time{}}
}

// ask makes a toll for whoever wants to begin in a campaign.
func (t tolls) ask(campaign string, now time.Time) string {
	head := strconv.FormatInt(now.Unix(), 36) + "-" + rand.Text()[:16]
	return head + "-" + t.sign(head, campaign)
}

func (t tolls) sign(head, campaign string) string {
	return t.pseudonyms.Of("form toll signed", head+"\x00"+campaign)
}

// paid is how the toll was paid, with this work or by now.
func (t tolls) paid(token, work, campaign string, now time.Time) payment {
	parts := strings.Split(token, "-")
	if len(parts) != tollParts || !hmac.Equal([]byte(parts[2]), []byte(t.sign(parts[0]+"-"+parts[1], campaign))) {
		return unpaid
	}
	at, err := strconv.ParseInt(parts[0], 36, 64)
	age := now.Sub(time.Unix(at, 0))
	switch {
	case err != nil || age > tollLife:
		return unpaid
	case works(token, work):
		return byWork
	case age >= tollWait:
		return byWaiting
	}
	return unpaid
}

// works reports whether the work was done: the digest of the toll and a number that was looked for begins with tollBits
// zeros.
func works(token, work string) bool {
	if work == "" || len(work) > 20 {
		return false
	}
	sum := sha256.Sum256([]byte("toll\x00" + token + " " + work))
	zeros := 0
	for _, b := range sum {
		zeros += bits.LeadingZeros8(b)
		if b != 0 {
			break
		}
	}
	return zeros >= tollBits
}

// spend uses a toll up, and returns whether it was not before.
func (t tolls) spend(token string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, before := t.spent[token]; before {
		return false
	}
	if len(t.spent) >= maxSpent {
		for s, at := range t.spent {
			if now.Sub(at) > tollLife {
				delete(t.spent, s)
			}
		}
		if len(t.spent) >= maxSpent {
			return false // as many as this were paid within their life: nobody new until some are over
		}
	}
	t.spent[token] = now
	return true
}

// hide seals what a browser without script carries in an address while it waits: a toll, and a ticket's code.
func (t tolls) hide(token, ticket string) string {
	return base64.RawURLEncoding.EncodeToString(t.seal.Close([]byte(token+" "+ticket), nil))
}

// found opens what was hidden; "" if that is nothing of ours.
func (t tolls) found(hidden string) (token, ticket string) {
	sealed, err := base64.RawURLEncoding.DecodeString(hidden)
	if err != nil {
		return "", ""
	}
	plain, err := t.seal.Open(sealed, nil)
	if err != nil {
		return "", ""
	}
	token, ticket, _ = strings.Cut(string(plain), " ")
	return token, ticket
}

// toll is what a page has of it; the zero toll where none is asked for.
type toll struct {
	Toll   string
	Bits   int
	Waits  bool   // the page has nothing else to do
	Pay    string // the address of the script that does the work
	Ticket string // that came along, sealed
}

// tollOf is the toll of a page on which one begins.
func (f *Form) tollOf(c echo.Context, campaign string) toll {
	if !f.guard.asks(c, campaign) {
		return toll{}
	}
	v := toll{Bits: tollBits, Pay: f.scripts.pay}
	if v.Toll, v.Ticket = f.guard.found(c.QueryParam(waitQuery)); f.guard.paid(v.Toll, "", campaign, f.now()) == unpaid {
		v.Toll = f.guard.ask(campaign, f.now())
	}
	return v
}

// waitView is a page on which a browser waits until it may go on: with script it works, without it comes again.
type waitView struct {
	page.Page
	toll
	Action  string
	Version string // of the consent
	Seconds int
	Again   string // where to go on without script
}

// wait answers somebody who has not paid the toll yet. What was typed is not lost.
func (f *Form) wait(c echo.Context, e survey.Entrance) error {
	lang, _ := language(c, e.Questionnaire)
	p, _, err := f.about(c, e, lang)
	if err != nil {
		return err
	}
	p.Title, p.Languages, p.Description = p.T("form.wait.title"), nil, ""
	v := waitView{
		Page: p, Action: inLanguage(f.path(e.Door.Code), lang), Version: c.FormValue("consent"), Seconds: int(tollWait.Seconds()) + 1,
		toll: toll{Toll: f.guard.ask(e.Campaign.ID, f.now()), Bits: tollBits, Waits: true, Pay: f.scripts.pay, Ticket: ticketOf(c)},
	}
	v.Again = f.path(e.Door.Code) + "?" + url.Values{"lang": {lang}, waitQuery: {f.guard.hide(v.Toll, v.Ticket)}}.Encode()
	c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(v.Seconds))
	return f.room.Render(c, http.StatusTooManyRequests, "wait", v)
}
