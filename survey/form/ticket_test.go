package form_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"ashar/survey"
	"ashar/survey/form"
)

// admit makes the campaign that is open admit by tickets, and returns some of the village behind openCode.
func (s *service) admit(t testing.TB, rule survey.Admission, count int) []string {
	t.Helper()
	return s.issue(t, rule, survey.Batch{Door: &survey.Door{Code: openCode, Village: s.door(t, openCode).Village}}, count)
}

func (s *service) door(t testing.TB, code string) survey.Door {
	t.Helper()
	d, err := s.db.Door(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (s *service) issue(t testing.TB, rule survey.Admission, b survey.Batch, count int) []string {
	t.Helper()
	c, err := s.db.Campaign(t.Context(), "open")
	if err != nil {
		t.Fatal(err)
	}
	if c.Admission != rule {
		c.Rev, c.Admission = c.Rev+1, rule
		if err := s.db.SaveCampaign(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		s.clock.move(survey.CatalogueTTL)
	}
	b.Campaign = c
	codes, err := s.gate.Issue(t.Context(), rand.Reader, b, count)
	if err != nil {
		t.Fatal(err)
	}
	return codes
}

// comes types a ticket's code on the first page and agrees.
func (p *phone) comes(ticket string) {
	p.t.Helper()
	p.open("/f/" + openCode)
	p.enter("ticket", ticket)
	p.submit(p.one("main form"), nil)
}

// sends answers everything from the choice of needs on, and sends it.
func (p *phone) sends() {
	p.t.Helper()
	p.sees(http.StatusOK, "Эң керектүү үчөөнү тандаңыз")
	p.tick("water", "roads", "kinder")
	p.press("do", "next")
	p.finish()
	p.press("do", "send")
	p.sees(http.StatusOK, "Жообуңуз кабыл алынды")
}

func TestACodeIsAskedForOnTheFirstPage(t *testing.T) {
	s := newService(t)
	code := s.admit(t, survey.AdmitsCodes, 1)[0]
	unknown, err := survey.NewTicketCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p := newPhone(t, s)
	for typed, says := range map[string]string{
		"": "код менен катышасыз", "ABC-DEF": "Код ката жазылды", unknown: "Мындай код табылган жок",
	} {
		p.comes(typed)
		p.sees(http.StatusUnprocessableEntity, says)
		if got := p.one("#ticket").AttrOr("value", "?"); survey.NormalTicket(got) != survey.NormalTicket(typed) {
			t.Errorf("the box holds %q, want what was typed, %q", got, typed)
		}
		if p.text("#wrong") == "" || p.one(".mistakes a").AttrOr("href", "") != "#ticket" {
			t.Errorf("%q: what is wrong does not stand beside the box", typed)
		}
	}
	if n := s.saves.Load(); n != 0 {
		t.Errorf("interviews were kept %d times by those who were refused", n)
	}
	p.comes(strings.ToLower(code[:3]) + " " + strings.NewReplacer("H", "Н", "K", "к", "T", "т").Replace(code[3:]))
	p.sees(http.StatusOK, "Эң керектүү үчөөнү тандаңыз")
	p.tick("water", "roads")
	p.press("do", "next")

	other := newPhone(t, s) // the same sheet, another phone
	other.comes(code)
	other.sees(http.StatusOK, "Кайсынысы биринчи керек?")
	other.press("do", "back")
	other.tick("water", "roads") // ticked before, and by the next line again
	other.sends()
	receipt := other.text(".receipt")
	p.comes(code)
	p.sees(http.StatusOK, receipt, "Жообумду оңдоо")
	if n := len(s.responses()); n != 1 {
		t.Errorf("%d responses are stored, want 1", n)
	}
}

func TestASlipThatWasUsedLeadsNowhere(t *testing.T) {
	s := newService(t)
	slip := s.admit(t, survey.AdmitsSlips, 1)[0]
	p := newPhone(t, s)
	p.comes(slip)
	p.sends()
	receipt := p.text(".receipt")
	finder := newPhone(t, s)
	finder.open("/f/" + openCode)
	finder.sees(http.StatusOK, "Талондогу код")
	finder.comes(slip)
	finder.sees(http.StatusUnprocessableEntity, "жооп мурда берилген")
	if strings.Contains(finder.body, receipt) || strings.Contains(finder.body, p.id()) {
		t.Error("who finds a slip is led to the vote")
	}
}

// TestALookUsesNothingUp opens a sheet's link as a messenger's preview does, and a browser that fetches ahead.
func TestALookUsesNothingUp(t *testing.T) {
	s := newService(t)
	code := s.admit(t, survey.AdmitsCodes, 1)[0]
	link := form.TicketPath(openCode, code)
	for _, method := range []string{http.MethodHead, http.MethodGet, http.MethodGet} {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), method, link, nil)
		r.Header.Set("Sec-Purpose", "prefetch")
		r.Header.Set("Accept-Language", "ky")
		s.ServeHTTP(w, r)
		if got := w.Header().Get("Referrer-Policy"); w.Code != http.StatusOK || got != "origin" {
			t.Errorf("%s: status %d, Referrer-Policy %q; want 200 and origin", method, w.Code, got)
		}
	}
	if n := s.saves.Load(); n != 0 {
		t.Errorf("looking kept interviews %d times", n)
	}
	p := newPhone(t, s)
	p.open(strings.ToLower(link))
	if got := p.one("#ticket").AttrOr("value", ""); got != survey.SpellTicket(code) {
		t.Errorf("the box holds %q, want %s", got, survey.SpellTicket(code))
	}
	if n := strings.Count(p.body, survey.SpellTicket(code)) + strings.Count(p.body, code); n != 1 {
		t.Errorf("the code stands %d times on the page, want only in its box:\n%s", n, p.body)
	}
	p.open("?lang=ru") // as the header's links lead
	p.sees(http.StatusOK, "Ваш личный код")
	if p.one("#ticket").AttrOr("value", "") != survey.SpellTicket(code) {
		t.Error("in another language the code is not in its box any more")
	}
	p.open("/f/" + openCode + "/abc-def-ghj")
	if got := p.one("#ticket").AttrOr("value", ""); got != "abc-def-ghj" {
		t.Errorf("of a link with a mistake the box holds %q, want it, to be mended", got)
	}
}

// TestATicketIsTakenWhereTheVillagesCodeIsTyped types a ticket's code on the page for the
// codes of posters.
func TestATicketIsTakenWhereTheVillagesCodeIsTyped(t *testing.T) {
	s := newService(t)
	code := s.admit(t, survey.AdmitsCodes, 1)[0]
	any := s.issue(t, survey.AdmitsCodes, survey.Batch{}, 1)[0]
	p := newPhone(t, s)
	typed := func(words string) {
		p.open("/f")
		p.enter("code", words)
		p.submit(p.one("main form"), nil)
	}
	typed(strings.ToLower(code))
	p.sees(http.StatusOK, "Жеке кодуңуз")
	if got := p.one("#ticket").AttrOr("value", ""); got != survey.SpellTicket(code) {
		t.Errorf("the box holds %q, want the code", got)
	}
	typed(any)
	p.sees(http.StatusUnprocessableEntity, "Адегенде айылыңыздын алты белгилүү кодун жазыңыз")
	typed(code[:8] + "2")
	if code[8] != '2' {
		p.sees(http.StatusNotFound, "Код ката жазылды")
	}
	var guesses []string
	for range 21 {
		guess, err := survey.NewTicketCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		guesses = append(guesses, guess)
		typed(guess)
		p.sees(http.StatusNotFound)
	}
	for _, words := range []string{code, guesses[0]} { // by now none is looked up here
		typed(words)
		p.sees(http.StatusTooManyRequests, "өтө көп код терилди")
	}
}

// TestATicketOfAnyVillageGoesBackToItsOwn begins in one village, and goes on by another's door.
func TestATicketOfAnyVillageGoesBackToItsOwn(t *testing.T) {
	s := newService(t)
	code := s.issue(t, survey.AdmitsCodes, survey.Batch{}, 1)[0]
	bound := s.issue(t, survey.AdmitsCodes, survey.Batch{Door: &survey.Door{Code: otherCode, Village: s.door(t, otherCode).Village}}, 1)[0]
	p := newPhone(t, s)
	p.comes(code)
	id := p.id()
	p.open("/f/" + otherCode)
	p.enter("ticket", code)
	p.submit(p.one("main form"), nil)
	p.sees(http.StatusOK, "Эң керектүү үчөөнү тандаңыз")
	if p.id() != id || !strings.HasPrefix(p.at.Path, "/f/"+openCode+"/") {
		t.Errorf("it goes on at %s, want where it was begun", p.at.Path)
	}
	p.comes(bound)
	p.sees(http.StatusUnprocessableEntity, "башка айылдыкы")
}

func TestAHeldAnswerIsJudgedByItsTicket(t *testing.T) {
	s := newService(t)
	code := s.admit(t, survey.AdmitsCodes, 1)[0]
	h := held(s)
	for ticket, says := range map[string]string{"": "код менен катышасыз", "ABC": "Код ката жазылды"} {
		h.Ticket = ticket
		if status, got := hand(t, s, openCode, h, nil); status != http.StatusUnprocessableEntity || got["question"] != "_ticket" || !strings.Contains(got["detail"].(string), says) {
			t.Errorf("%q: status %d, %v; want it refused for its ticket: %s", ticket, status, got, says)
		}
	}
	h.Ticket = survey.SpellTicket(code)
	for range 2 {
		if status, got := hand(t, s, openCode, h, nil); status != http.StatusOK {
			t.Errorf("status %d, %v; want it acknowledged", status, got)
		}
	}
	second := held(s)
	second.Ticket = code
	if status, got := hand(t, s, openCode, second, nil); status != http.StatusUnprocessableEntity || got["question"] != "_ticket" {
		t.Errorf("another phone's: status %d, %v; want it refused", status, got)
	}
	if n := len(s.responses()); n != 1 {
		t.Errorf("%d responses are stored, want 1", n)
	}
}

// TestOneTicketFromAllSides sends one ticket's answers from forms and from phones at once.
func TestOneTicketFromAllSides(t *testing.T) {
	s := newService(t)
	code := s.admit(t, survey.AdmitsCodes, 1)[0]
	phones := make([]*phone, 4)
	for i := range phones {
		phones[i] = newPhone(t, s)
		phones[i].comes(code)
	}
	phones[0].tick("water", "roads", "kinder")
	phones[0].press("do", "next")
	phones[0].finish()
	var crowd sync.WaitGroup
	for _, p := range phones {
		crowd.Go(func() { p.post(phones[0].at.Path, url.Values{"do": {"send"}}) })
		crowd.Go(func() {
			h := held(s)
			h.Ticket = code
			hand(t, s, openCode, h, nil)
		})
	}
	crowd.Wait()
	n := 0
	for _, err := range s.db.ResponsesSince(t.Context(), "open", time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 1 {
		t.Errorf("%d responses are stored, want 1", n)
	}
}

// TestThePhoneReadsCodesAsTheServer has Node read codes, right ones and wrong ones.
func TestThePhoneReadsCodesAsTheServer(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no Node here")
	}
	typed := []string{"", "ABC", "АВС-ДЕF-GHJ", "ABCDEFGHJ"}
	for range 50 {
		code, err := survey.NewTicketCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		typed = append(typed, code, " "+strings.ToLower(survey.SpellTicket(code)), code[:8]+"2", code[1:]+code[:1], strings.ReplaceAll(code, "H", "н"))
	}
	script := `import { normal } from "./scripts/ticket.js"; console.log(process.argv.slice(1).map(normal).join("\n"));`
	out, err := exec.CommandContext(t.Context(), node, append([]string{"--input-type=module", "-e", script, "--"}, typed...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for i, got := range strings.Split(strings.TrimSuffix(string(out), "\n"), "\n") {
		if want := survey.NormalTicket(typed[i]); got != want {
			t.Errorf("%q: the phone reads %q, the server %q", typed[i], got, want)
		}
	}
}

// TestTheFirstViewWithACodeIsLight weighs the page that asks for a code, and the one that
// asks for a toll as well.
func TestTheFirstViewWithACodeIsLight(t *testing.T) {
	s := newService(t)
	code := s.admit(t, survey.AdmitsCodes, 1)[0]
	s.form.Defend(form.Defence{Every: time.Hour, Burst: 1})
	for _, what := range []string{"a code", "a code and a toll"} {
		n := weigh(t, s, map[string]bool{}, form.TicketPath(openCode, code), "ky")
		t.Logf("with %s the first view weighs %d bytes", what, n)
		if n > maxFirstView {
			t.Errorf("with %s the first view weighs %d bytes, want at most %d", what, n, maxFirstView)
		}
		for range 4 {
			(visitor{t, s, "198.51.100.7"}).begins("")
		}
	}
	p := newPhone(t, s)
	p.open("/f/" + openCode)
	p.one("#toll")
}
