//go:build !race

package main_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ashar/prioritize/hearing"
	"ashar/prioritize/minutes"
	"ashar/survey"
	"ashar/survey/locale"
)

// What comes together in the proof.
const (
	hallPeople = 300             // simulated phones
	hallTabs   = 12              // real ones
	hallMasted = 2               // of them, behind the mast: two slips on one phone
	hallTwice  = 20              // slips by which two phones vote at the same time
	hallSpread = 2 * time.Second // within which the simulated phones begin
	hallGone   = time.Minute     // that one real phone has no network for
)

// hallProof is a hearing that two processes serve from one store, with real phones in one browser and simulated ones.
type hallProof struct {
	*assembly
	first, second *child
	log           *lockedBuffer
	mast          *mast
	phones        []context.Context // real ones; the first two are behind the mast
	fronts        []context.Context // one screen on each process
	desk, outside context.Context

	mu       sync.Mutex
	accepted map[string]int // by slip: the option that the phone was told was received
	refused  int            // second votes by a slip
}

// freePort is the address of a port that is free at every address of this machine.
func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return fmt.Sprint("0.0.0.0:", l.Addr().(*net.TCPAddr).Port)
}

// at is where a process is for one of the real phones, each of which is another host to the browser: it keeps nothing of
// the others', and has connections of its own.
func (c *child) at(n int) string {
	_, port, _ := strings.Cut(c.addr, ":")
	return fmt.Sprintf("http://127.0.1.%d:%s", n+1, port)
}

func newHallProof(t testing.TB) *hallProof {
	t.Helper()
	browser := newBrowser(t)
	s := newService(t)
	s.stop()
	p := &hallProof{log: new(lockedBuffer), accepted: map[string]int{}}
	p.first = &child{addr: freePort(t), store: s.store, log: p.log}
	p.first.start(t)
	p.second = &child{addr: freePort(t), store: s.store, log: p.log}
	p.second.start(t)
	t.Cleanup(func() { p.first.kill(); p.second.kill() })
	p.assembly = newAssembly(t, s.store, "autumn", hallPeople+hallTabs+2)
	voters := p.codes[:hallPeople+hallTabs]
	p.register(voters[:100])
	_, err := p.HandOut(t.Context(), p.id, 101, len(voters))
	p.must(err)
	s.base = p.second.at(0)
	p.mast = newMast(t, s)
	for n, code := range voters[hallPeople:] {
		tab := newTab(t, browser)
		base := []string{p.first.at(n), p.second.at(n)}[n%2]
		if n < hallMasted {
			base = p.mast.URL
		}
		do(t, tab, "open a slip", screen(360, 640, "ky"), chromedp.Navigate(base+"/v/"+code+"?lang=ky"))
		p.phones = append(p.phones, tab)
	}
	link := strings.TrimSpace(run(t, nil, "invite", "kok-jar", "aigul", "--store", s.store, "--public-url", p.first.at(100)))
	tab := newTab(t, browser)
	do(t, tab, "sign in", screen(1280, 800, "ky"), chromedp.Navigate(link))
	press(t, tab, "main form button")
	do(t, tab, "open the screen", chromedp.Navigate(p.first.at(100)+"/hearings/needs/autumn/screen"))
	other := newTab(t, browser) // cookies are by host, whatever the port
	do(t, other, "open the other screen", screen(1280, 800, "ky"), chromedp.Navigate(p.second.at(100)+"/hearings/needs/autumn/screen"))
	p.fronts = []context.Context{tab, other}
	p.desk = newTab(t, browser)
	p.outside = newTab(t, browser)
	do(t, p.outside, "look from outside", screen(360, 640, "ky"), chromedp.Navigate(p.second.at(101)+"/h/autumn?lang=ky"))
	return p
}

// takes notes what a phone was told.
func (p *hallProof) takes(code string, option int, outcome string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, before := p.accepted[code]
	switch {
	case outcome == "received" && before:
		return fmt.Errorf("%s: two phones were told that their vote counts", code)
	case outcome == "received":
		p.accepted[code] = option
	case outcome == "before":
		p.refused++
	default:
		return fmt.Errorf("%s: %q", code, outcome)
	}
	return nil
}

func (p *hallProof) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.accepted)
}

// until waits until something is so.
func waitUntil(t testing.TB, what string, so func() bool) {
	t.Helper()
	for begun := time.Now(); !so(); time.Sleep(10 * time.Millisecond) {
		if time.Since(begun) > stepTime {
			t.Fatalf("%s: it does not come about", what)
		}
	}
}

// says is a condition in a browser: that the page says these words.
func says(words string) string { return fmt.Sprintf("document.body.innerText.includes(%q)", words) }

// TestBrowserHallOfThreeHundredVotes has a hall vote within ten seconds through two processes, one of which is killed in
// the middle, while some try to vote twice or with forged slips and one phone has no network for a minute. Whoever was
// told that the vote was received is counted, once; all who show the result show the same; and nothing that is kept leads
// from a slip to what it voted.
func TestBrowserHallOfThreeHundredVotes(t *testing.T) {
	t.Parallel()
	p := newHallProof(t)
	for n, tab := range p.phones {
		until(t, tab, fmt.Sprint("phone ", n, " waits"), says("Жыйын башталганда"))
	}
	p.begin()
	p.call(hearing.Round{Method: hearing.Dots, Dots: 1}, 5)
	for n, tab := range p.phones {
		until(t, tab, fmt.Sprint("phone ", n, " has the ballot, by itself"), `document.querySelector("form.ballot")`)
	}

	// One phone loses the network and votes.
	p.mast.gone.Store(true)
	p.mast.CloseClientConnections()
	gone := time.Now()
	for n := range hallMasted {
		p.tap(t, n, 4)
		until(t, p.phones[n], "hear that the vote is kept on the phone", says("ушул телефондо сакталды"))
	}

	p.rush(t)
	p.forge(t)
	meanwhile := newVoter(t, p.first.at(202)) // by the second slip: what the phone keeps is old then
	p.must(meanwhile.opens(p.codes[hallPeople+1]))
	p.must(meanwhile.send(meanwhile.mark(2)))
	p.must(p.takes(p.codes[hallPeople+1], 2, meanwhile.outcome))
	for n := range p.phones {
		if n >= hallMasted {
			until(t, p.phones[n], fmt.Sprint("phone ", n, " hears that its vote was received"), says("кабыл алынды"))
			p.must(p.takes(p.codes[hallPeople+n], n%5, "received"))
		}
	}
	p.interim(t)

	time.Sleep(time.Until(gone.Add(hallGone)))
	if kept := p.kept(t); kept != hallMasted || p.count() != hallPeople+hallTabs-1 {
		t.Errorf("without a network the phone keeps %d ballots, want %d; %d votes were received", kept, hallMasted, p.count())
	}
	p.mast.gone.Store(false)
	until(t, p.phones[0], "the vote is received once there is a network", says("Добушуңуз саат"))
	until(t, p.phones[1], "hear that the slip has voted meanwhile", says("башка барактан же телефондон добуш берилген"))
	p.must(p.takes(p.codes[hallPeople], 4, "received"))
	if kept := p.kept(t); kept != 0 {
		t.Errorf("the phone still keeps %d ballots", kept)
	}
	t.Logf("a phone without a network for %s: its vote came %s after that", hallGone, time.Since(gone.Add(hallGone)).Round(100*time.Millisecond))

	sealed := p.sealed(t)
	r := p.counts(t)
	p.agree(t, r)
	p.secret(t, sealed)
}

// tap marks an option in a real phone and presses the button.
func (p *hallProof) tap(t testing.TB, phone, option int) {
	t.Helper()
	do(t, p.phones[phone], "vote", chromedp.Evaluate[chromedp.Void](fmt.Sprintf(
		`document.querySelector('input[name=dot][value="%d"]').click(); document.querySelector("form.ballot .actions button").click()`, option)))
}

// kept is how many ballots the phone behind the mast keeps.
func (p *hallProof) kept(t testing.TB) int {
	t.Helper()
	return get(t, p.phones[0], "look what is kept", chromedp.Evaluate[int](`Object.keys(localStorage).filter((name) => name.startsWith("ashar-ballot")).length`))
}

// rush has everybody vote at once, and kills a process in the middle.
func (p *hallProof) rush(t testing.TB) {
	t.Helper()
	var all sync.WaitGroup
	var failed atomic.Int64
	begun := time.Now()
	bases := []string{p.first.at(200), p.second.at(200)}
	tell := func(n, option int, v *voter, err error) {
		if err == nil {
			err = p.takes(p.codes[n], option, v.outcome)
		}
		if err != nil {
			failed.Add(1)
			t.Error(err)
		}
	}
	for n := range hallPeople {
		all.Go(func() {
			time.Sleep(rand.N(hallSpread))
			v, option := newVoter(t, bases[n%2]), n%5
			err := v.opens(p.codes[n])
			if err == nil && n < hallTwice { // somebody else has the same slip, and the same page
				other, err := newVoter(t, bases[(n+1)%2]), error(nil)
				if err = other.opens(p.codes[n]); err == nil {
					all.Go(func() {
						err := other.send(other.mark((n + 1) % 5))
						tell(n, (n+1)%5, other, err)
					})
				} else {
					tell(n, option, other, err)
				}
			}
			if err == nil {
				err = v.send(v.mark(option))
			}
			tell(n, option, v, err)
		})
	}
	for n := range p.phones {
		if n >= hallMasted {
			p.tap(t, n, n%5)
		}
	}
	waitUntil(t, "half of them voted", func() bool { return p.count() >= hallPeople/2 || failed.Load() > 0 })
	p.first.kill()
	killed := p.count()
	p.first.start(t)
	all.Wait()
	t.Logf("%d phones voted within %s; one of two processes was killed when %d had; %d second votes were refused", p.count(), time.Since(begun).Round(10*time.Millisecond), killed, p.refused)
	if p.count() != hallPeople || p.refused != hallTwice {
		t.Errorf("%d votes were received and %d second ones refused, want %d and %d", p.count(), p.refused, hallPeople, hallTwice)
	}
}

// forge tries slips that admit to no vote in this hearing.
func (p *hallProof) forge(t testing.TB) {
	t.Helper()
	_, err := p.Lose(t.Context(), p.codes[hallPeople+hallTabs+1])
	p.must(err)
	winter := p.plan("winter", 1)
	winter.register(winter.codes)
	right, err := survey.NewTicketCode(strings.NewReader("a code that nobody was ever given"))
	p.must(err)
	form := newVoter(t, p.second.at(201))
	p.must(form.open(p.codes[0]))
	_, body := form.mark(0)
	wrong := []byte(p.codes[0])
	wrong[0] = "23"[map[bool]int{true: 1}[wrong[0] == '2']]
	for what, forged := range map[string]struct {
		code    string
		status  int
		outcome string
	}{
		"a character is wrong":         {string(wrong), http.StatusUnprocessableEntity, "refused"},
		"a code that nobody was given": {survey.SpellTicket(right), http.StatusNotFound, "refused"},
		"one that was not handed out":  {p.codes[hallPeople+hallTabs], http.StatusUnprocessableEntity, "refused"},
		"one that was lost":            {p.codes[hallPeople+hallTabs+1], http.StatusGone, "refused"},
		"another hearing's":            {winter.codes[0], http.StatusUnprocessableEntity, "late"},
	} {
		v := newVoter(t, p.second.at(201))
		if err := v.send(p.second.at(201)+"/v/"+forged.code+"?lang=ky", body); err != nil || v.status != forged.status || v.outcome != forged.outcome {
			t.Errorf("%s: status %d, %q, %v; want %d, %q", what, v.status, v.outcome, err, forged.status, forged.outcome)
		}
	}
}

// interim looks at what is told while the round is open: how many have voted, and nothing of what.
func (p *hallProof) interim(t testing.TB) {
	t.Helper()
	n := p.count()
	for i, front := range p.fronts {
		until(t, front, fmt.Sprint("screen ", i, " tells the turnout"), fmt.Sprintf(`document.querySelector(".turnout strong").innerText === "%d" && !document.querySelector(".tally")`, n))
	}
	until(t, p.outside, "everybody is told in steps", says(fmt.Sprint(survey.Fives(n))))
	if get(t, p.outside, "look for more", chromedp.Evaluate[bool](says(fmt.Sprint(n))+` || !!document.querySelector(".tally")`)) {
		t.Errorf("from outside one sees that exactly %d voted, or what", n)
	}
}

// counts has the organiser close the round, and holds the box to what phones were told.
func (p *hallProof) counts(t testing.TB) *hearing.Round {
	t.Helper()
	do(t, p.desk, "open the round", chromedp.Navigate(p.second.at(100)+"/hearings/needs/autumn/rounds/1"))
	press(t, p.desk, `form[action$="/rounds/1/close"] button`)
	x, err := p.db.Hearing(t.Context(), p.id)
	p.must(err)
	r := x.Round(1)
	if r.Stage != hearing.Counted || !r.Erased {
		t.Fatalf("the round is %s, erased %t", r.Stage, r.Erased)
	}
	var ballots []hearing.Ballot
	for _, option := range p.accepted {
		b := hearing.Ballot{Dots: make([]int, 5)}
		b.Dots[option] = 1
		ballots = append(ballots, b)
	}
	if got, want := fmt.Sprint(r.Box), fmt.Sprint(hearing.NewBox(ballots)); got != want {
		t.Errorf("the box holds\n%s\nwant what phones were told was received:\n%s", got, want)
	}
	return r
}

// agree holds all that show the result to what is kept.
func (p *hallProof) agree(t testing.TB, r *hearing.Round) {
	t.Helper()
	res, err := r.Result()
	p.must(err)
	if res.Voters != hallPeople+hallTabs {
		t.Errorf("%d voters, want %d", res.Voters, hallPeople+hallTabs)
	}
	for n, tab := range p.phones {
		until(t, tab, fmt.Sprint("phone ", n, " hears that its vote was counted"), says("Добушуңуз эсептелди"))
	}
	var want []string
	for _, s := range res.Standings {
		want = append(want, fmt.Sprint(s.For))
	}
	numbers := `Array.from(document.querySelectorAll(".tally .count")).map((x) => x.innerText).join(" ")`
	shown := func(who string, ctx context.Context) {
		t.Helper()
		until(t, ctx, who+" shows the result", fmt.Sprintf("%s.endsWith(%q)", numbers, strings.Join(want, " ")))
		until(t, ctx, who+" tells how many voted", says(fmt.Sprintf("Добуш бергендер: %d.", res.Voters)))
	}
	for i, front := range p.fronts {
		shown(fmt.Sprint("screen ", i), front)
	}
	p.become(func(x *hearing.Hearing) error { return x.End(time.Now()) })
	x := p.become(func(x *hearing.Hearing) error {
		x.Number, x.Decisions = "1", []hearing.Decision{{Text: "Суу түтүгү тартылсын."}}
		return errors.Join(x.Publish(time.Now()), x.Sign())
	})
	shown("everybody's page", p.outside)
	attended, err := p.Attendance(t.Context(), p.id)
	p.must(err)
	m, err := p.db.Municipality(t.Context(), "kok-jar")
	p.must(err)
	written, err := minutes.New(minutes.Input{Hearing: &x, Attendance: attended, Municipality: &m, Zone: time.UTC})
	p.must(err)
	words, err := locale.Load()
	p.must(err)
	var told strings.Builder
	p.must(written.WriteText(&told, words.For("ky")))
	for _, n := range append(want, fmt.Sprint(res.Voters)) {
		if !slices.Contains(strings.FieldsFunc(told.String(), func(r rune) bool { return r < '0' || r > '9' }), n) {
			t.Errorf("the minutes do not say %s:\n%s", n, told.String())
		}
	}
	t.Logf("counted: %s of %d voters", strings.Join(want, ", "), res.Voters)
}

// sealed are the ballots as they are kept while the round is open.
func (p *hallProof) sealed(t testing.TB) [][]byte {
	t.Helper()
	var all [][]byte
	for v, err := range p.db.VotesOf(t.Context(), hearing.RoundID(p.id, 1)) {
		p.must(err)
		if len(v.Ballot) > 0 {
			all = append(all, v.Ballot)
		}
	}
	if len(all) != hallPeople+hallTabs {
		t.Errorf("%d ballots are kept before the end, want %d", len(all), hallPeople+hallTabs)
	}
	return all
}
