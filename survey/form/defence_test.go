package form_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"math/bits"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"ashar/survey"
	"ashar/survey/form"
)

// visitor asks from an address of their own.
type visitor struct {
	t    testing.TB
	s    *service
	from string
}

func (v visitor) ask(method, path string, form url.Values) (*httptest.ResponseRecorder, *goquery.Document) {
	v.t.Helper()
	r := httptest.NewRequestWithContext(v.t.Context(), method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Accept-Language", "ky")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.RemoteAddr = v.from + ":1234"
	w := httptest.NewRecorder()
	v.s.ServeHTTP(w, r)
	page, err := goquery.NewDocumentFromReader(strings.NewReader(w.Body.String()))
	if err != nil {
		v.t.Fatal(err)
	}
	return w, page
}

// begins posts what the first page of a flood would.
func (v visitor) begins(ticket string) int {
	v.t.Helper()
	w, _ := v.ask(http.MethodPost, "/f/"+openCode+"?lang=ky", url.Values{"consent": {v.s.q.Consent.Version}, "ticket": {ticket}})
	return w.Code
}

// work pays the toll of a page as its script does, and returns how many numbers that took.
func work(page *goquery.Document, fields url.Values) int {
	toll := page.Find("#toll")
	token := toll.AttrOr("value", "")
	want, _ := strconv.Atoi(toll.AttrOr("data-bits", ""))
	for n := 0; ; n++ {
		sum := sha256.Sum256([]byte("toll\x00" + token + " " + strconv.Itoa(n)))
		if bits.LeadingZeros32(uint32(sum[0])<<24|uint32(sum[1])<<16|uint32(sum[2])<<8|uint32(sum[3])) >= want {
			fields.Set("toll", token)
			fields.Set("work", strconv.Itoa(n))
			return n + 1
		}
	}
}

// comes reads the first page, pays what it asks with a script or without, and begins. It
// returns the status.
func (v visitor) comes(script bool, ticket string) int {
	v.t.Helper()
	_, page := v.ask(http.MethodGet, "/f/"+openCode+"?lang=ky", nil)
	for range 3 {
		fields := filled(page.Find("main form"), url.Values{})
		if ticket != "" {
			fields.Set("ticket", ticket)
		}
		if script && page.Find("#toll").Length() > 0 {
			work(page, fields)
		}
		w, next := v.ask(http.MethodPost, "/f/"+openCode+"?lang=ky", fields)
		if w.Code != http.StatusTooManyRequests {
			return w.Code
		}
		if script {
			page = next
			continue
		}
		// Without script the page comes again by itself.
		noscript, err := goquery.NewDocumentFromReader(strings.NewReader(next.Find("noscript").Text()))
		if err != nil {
			v.t.Fatal(err)
		}
		seconds, again, ok := strings.Cut(noscript.Find("meta").AttrOr("content", ""), ";url=")
		wait, err := strconv.Atoi(seconds)
		if err != nil || !ok || strings.Contains(again, ticket) && ticket != "" || w.Header().Get("Retry-After") != seconds {
			v.t.Fatalf("the page that waits leads to %q in %q, Retry-After %s", again, seconds, w.Header().Get("Retry-After"))
		}
		v.s.clock.move(time.Duration(wait) * time.Second)
		if _, page = v.ask(http.MethodGet, again, nil); ticket != "" && page.Find("#ticket").AttrOr("value", "") != survey.SpellTicket(ticket) {
			v.t.Errorf("after the wait the box holds %q, want the code", page.Find("#ticket").AttrOr("value", ""))
		}
		ticket = ""
	}
	return http.StatusTooManyRequests
}

// TestAHallBehindOneAddressIsNeverLimited has five hundred people begin within ten minutes
// by one mobile operator's address, each with a code; every tenth mistypes theirs first.
func TestAHallBehindOneAddressIsNeverLimited(t *testing.T) {
	s := newService(t)
	codes := s.admit(t, survey.AdmitsCodes, 500)
	hall := visitor{t, s, "198.51.100.7"}
	for i, code := range codes {
		s.clock.move(10 * time.Minute / 500)
		if i%10 == 0 {
			wrong := []byte(code)
			wrong[i%8] = "23"[i/10%2]
			if string(wrong) != code {
				if got := hall.begins(string(wrong)); got != http.StatusUnprocessableEntity {
					t.Fatalf("number %d with a slip of the finger: status %d, want 422", i+1, got)
				}
			}
		}
		if got := hall.begins(code); got != http.StatusSeeOther {
			t.Fatalf("number %d: status %d, want 303", i+1, got)
		}
	}
	if _, page := hall.ask(http.MethodGet, "/f/"+openCode+"?lang=ky", nil); page.Find("#toll").Length() > 0 {
		t.Error("the hall is asked for a toll")
	}
}

// TestGuessingIsSlowedAndCodesAreNot guesses codes from one address: from the twenty-first
// on each guess costs a toll. A right code comes in behind the same address, for a toll,
// and behind another for none.
func TestGuessingIsSlowedAndCodesAreNot(t *testing.T) {
	s := newService(t)
	codes := s.admit(t, survey.AdmitsCodes, 4)
	guesser := visitor{t, s, "198.51.100.7"}
	free := 0
	for range 200 {
		guess, err := survey.NewTicketCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		switch got := guesser.begins(guess); got {
		case http.StatusUnprocessableEntity:
			free++
		case http.StatusTooManyRequests:
		default:
			t.Fatalf("a guess: status %d", got)
		}
	}
	if free < 20 || free > 22 {
		t.Errorf("%d guesses were free, want about 20", free)
	}
	if got := (visitor{t, s, "198.51.100.8"}).begins(codes[0]); got != http.StatusSeeOther {
		t.Errorf("a code at another address: status %d, want 303", got)
	}
	if got := guesser.begins(codes[1]); got != http.StatusTooManyRequests {
		t.Errorf("a code without a toll: status %d, want to be asked for one", got)
	}
	for script, code := range map[bool]string{true: codes[2], false: codes[3]} {
		if got := guesser.comes(script, code); got != http.StatusSeeOther {
			t.Errorf("a code at the guesser's address, script %t: status %d, want 303", script, got)
		}
	}
	s.clock.move(time.Hour)
	if got := guesser.begins(codes[1]); got != http.StatusSeeOther {
		t.Errorf("an hour later: status %d, want 303", got)
	}
}

// TestFlood floods a campaign from many addresses while people come.
func TestFlood(t *testing.T) {
	s := newService(t)
	var log bytes.Buffer
	s.form.Defend(form.Defence{Every: 200 * time.Millisecond, Burst: 100, Log: slog.New(slog.NewTextHandler(&log, nil))})
	calm := visitor{t, s, "203.0.113.1"}
	if got := calm.begins(""); got != http.StatusSeeOther {
		t.Fatalf("before the flood: status %d", got)
	}
	const perSecond, seconds = 100, 30
	came, refused, people := 0, 0, 0
	for second := range seconds {
		for i := range perSecond {
			s.clock.move(time.Second / perSecond)
			if (visitor{t, s, fmt.Sprintf("198.51.%d.%d", i, second)}).begins("") == http.StatusSeeOther {
				came++
			} else {
				refused++
			}
		}
		person := visitor{t, s, fmt.Sprintf("203.0.113.%d", second+2)}
		if got := person.comes(second%3 > 0, ""); got != http.StatusSeeOther {
			t.Errorf("in second %d a person, with script %t: status %d, want 303", second, second%3 > 0, got)
		}
		people++
	}
	t.Logf("of a flood of %d that pays nothing %d came in, before the toll was asked for, and of %d people all", came+refused, came, people)
	if came > 150 {
		t.Errorf("%d of the flood came in, want no more than came before it was noticed", came)
	}
	if !strings.Contains(log.String(), "on=true flooded=true") {
		t.Errorf("the log does not tell of it:\n%s", &log)
	}
	s.clock.move(time.Minute)
	if got := calm.begins(""); got != http.StatusSeeOther || !strings.Contains(log.String(), "on=false") {
		t.Errorf("a minute after the flood: status %d, and the log says\n%s", got, &log)
	}
}

// TestAFloodThatPaysIsSlowed measures what the toll takes from somebody who pays it by a
// program, beside what the service takes to begin an interview.
func TestAFloodThatPaysIsSlowed(t *testing.T) {
	s := newService(t)
	s.form.Defend(form.Defence{Every: time.Hour, Burst: 300})
	flood := visitor{t, s, "198.51.100.7"}
	begun := time.Now()
	for range 300 {
		if got := flood.begins(""); got != http.StatusSeeOther {
			t.Fatalf("status %d", got)
		}
	}
	free := time.Since(begun) / 300
	flood.begins("") // from here on it is noticed
	const paid = 20
	begun = time.Now()
	tried := 0
	for range paid {
		_, page := flood.ask(http.MethodGet, "/f/"+openCode+"?lang=ky", nil)
		fields := filled(page.Find("main form"), url.Values{})
		tried += work(page, fields)
		if w, _ := flood.ask(http.MethodPost, "/f/"+openCode+"?lang=ky", fields); w.Code != http.StatusSeeOther {
			t.Fatalf("paid: status %d", w.Code)
		}
		if w, _ := flood.ask(http.MethodPost, "/f/"+openCode+"?lang=ky", fields); w.Code != http.StatusTooManyRequests {
			t.Fatalf("paid with the same toll again: status %d, want 429", w.Code)
		}
	}
	each := time.Since(begun) / paid
	t.Logf("an interview begins in %s without toll and in %s with it, a factor of %.0f; %d digests each", free, each, float64(each)/float64(free), tried/paid)
	if tried/paid < 10_000 {
		t.Errorf("a toll takes %d digests, want tens of thousands", tried/paid)
	}
}

// TestWaitingPaysOncePerAddress waits with many tolls at once: an address comes in by
// waiting once in two seconds, after ten at once.
func TestWaitingPaysOncePerAddress(t *testing.T) {
	s := newService(t)
	s.form.Defend(form.Defence{Every: time.Second, Burst: 50})
	flood, other := visitor{t, s, "198.51.100.7"}, visitor{t, s, "198.51.100.8"}
	for flood.begins("") == http.StatusSeeOther {
	}
	var all []url.Values
	for range 40 {
		_, page := flood.ask(http.MethodGet, "/f/"+openCode+"?lang=ky", nil)
		all = append(all, filled(page.Find("main form"), url.Values{}))
	}
	s.clock.move(9 * time.Second)
	came := 0
	for _, fields := range all {
		if w, _ := flood.ask(http.MethodPost, "/f/"+openCode+"?lang=ky", fields); w.Code == http.StatusSeeOther {
			came++
		}
	}
	if came != 10 {
		t.Errorf("%d came in by waiting at once, want 10", came)
	}
	if got := other.comes(false, ""); got != http.StatusSeeOther {
		t.Errorf("somebody else without script: status %d, want 303", got)
	}
}

// TestTollsOfOthersAreNoTolls forges.
func TestTollsOfOthersAreNoTolls(t *testing.T) {
	s := newService(t)
	s.form.Defend(form.Defence{Every: time.Hour, Burst: 1, Secret: []byte(strings.Repeat("s", survey.MinSecret))})
	v := visitor{t, s, "198.51.100.7"}
	for v.begins("") == http.StatusSeeOther {
	}
	_, page := v.ask(http.MethodGet, "/f/"+openCode+"?lang=ky", nil)
	token := page.Find("#toll").AttrOr("value", "")
	for _, forged := range []string{"", "a-b-c", token[:len(token)-1] + "x", strings.Replace(token, "-", "-x", 1)} {
		page.Find("#toll").SetAttr("value", forged)
		fields := filled(page.Find("main form"), url.Values{})
		work(page, fields)
		if w, _ := v.ask(http.MethodPost, "/f/"+openCode+"?lang=ky", fields); w.Code != http.StatusTooManyRequests {
			t.Errorf("%q: status %d, want 429", forged, w.Code)
		}
	}
	s.clock.move(20 * time.Minute) // it has run out
	page.Find("#toll").SetAttr("value", token)
	fields := filled(page.Find("main form"), url.Values{})
	work(page, fields)
	if w, _ := v.ask(http.MethodPost, "/f/"+openCode+"?lang=ky", fields); w.Code != http.StatusTooManyRequests {
		t.Errorf("one that has run out: status %d, want 429", w.Code)
	}
}

// TestKeptAnswersComeLaterUnderAttack sends what phones kept: of one address so many at
// once, and the rest when there is room.
func TestKeptAnswersComeLaterUnderAttack(t *testing.T) {
	s := newService(t)
	s.form.Defend(form.Defence{Every: time.Minute, Burst: 20})
	for (visitor{t, s, "198.51.100.7"}).begins("") == http.StatusSeeOther {
	}
	came := 0
	for range 100 {
		if status, _ := hand(t, s, openCode, held(s), nil); status == http.StatusOK {
			came++
		} else if status != http.StatusTooManyRequests {
			t.Fatalf("status %d, want 200 or 429", status)
		}
	}
	if came != 60 {
		t.Errorf("%d came in at once, want 60: a helper's fifty and some", came)
	}
	s.clock.move(10 * time.Second)
	if status, _ := hand(t, s, openCode, held(s), nil); status != http.StatusOK {
		t.Errorf("ten seconds later: status %d, want 200", status)
	}
}
