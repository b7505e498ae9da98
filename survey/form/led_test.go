package form_test

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"ashar/survey"
	"ashar/survey/form"
)

// becomes changes the campaign that is open, and waits until it is known.
func (s *service) becomes(t testing.TB, change func(*survey.Campaign)) survey.Campaign {
	t.Helper()
	c, err := s.db.Campaign(t.Context(), "open")
	if err != nil {
		t.Fatal(err)
	}
	c.Rev++
	change(&c)
	if err := s.db.SaveCampaign(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	s.clock.move(survey.CatalogueTTL)
	return c
}

func isFull(c *survey.Campaign)   { c.Limit = 1 }
func isClosed(c *survey.Campaign) { c.Status = survey.StatusClosed }

// TestACodeLeadsToItsAnswerAfterTheClosing comes with a sheet when nobody new may begin: by its link, by a page that
// was open before, and by the page for any code.
func TestACodeLeadsToItsAnswerAfterTheClosing(t *testing.T) {
	s := newService(t)
	codes := s.admit(t, survey.AdmitsCodes, 3)
	some := s.issue(t, survey.AdmitsCodes, survey.Batch{}, 2)
	anywhere, unused := some[0], some[1]
	sent := newPhone(t, s)
	sent.comes(codes[0])
	sent.sends()
	receipt := sent.text(".receipt")
	other := newPhone(t, s)
	other.comes(anywhere)
	other.sends()
	begun := newPhone(t, s)
	begun.comes(codes[1])
	unknown, err := survey.NewTicketCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ways := map[string]func(p *phone, code string){
		"by its link": func(p *phone, code string) { p.open(form.TicketPath(openCode, code)) },
		"from a page left open": func(p *phone, code string) {
			p.post("/f/"+openCode+"?lang=ky", fields("consent", s.q.Consent.Version, "ticket", code))
		},
		"where any is typed": func(p *phone, code string) { p.open("/f?code=" + code) },
	}
	for _, state := range []struct {
		what   string
		change func(*survey.Campaign)
		nobody string // what is said to who has no answer
		begun  int
	}{
		{"full", isFull, "керектүү сандагы жооп топтолду", http.StatusOK}, {"closed", isClosed, "Бул сурамжылоо бүттү", http.StatusGone},
	} {
		s.becomes(t, state.change)
		for way, come := range ways {
			t.Log(state.what, way)
			p := newPhone(t, s)
			come(p, codes[0])
			p.sees(http.StatusOK, receipt)
			if correct := strings.Contains(p.body, "Жообумду оңдоо"); correct != (state.what == "full") || p.page().Find("main a[href*=_forget]").Length() == 0 {
				t.Errorf("%s, %s: it can be corrected: %t, or cannot be taken back", state.what, way, correct)
			}
			come(p, codes[1])
			p.sees(state.begun)
			come(p, codes[2])
			p.sees(http.StatusGone, state.nobody)
		}
		p := newPhone(t, s)
		p.open("/f?code=" + anywhere)
		p.sees(http.StatusOK, other.text(".receipt"))
		p.open("/f?code=" + unused)
		p.sees(http.StatusGone, state.nobody)
		p.open(form.TicketPath(openCode, unknown))
		p.sees(http.StatusGone, state.nobody)
	}
	for range 21 {
		sent.open(form.TicketPath(openCode, unknown))
	}
	sent.open(form.TicketPath(openCode, codes[0])) // where codes are tried none is looked up
	sent.sees(http.StatusGone)
}

// TestACodeForAnyVillageIsNoGuess comes with codes that are good at any door to where a village's is asked for: a whole
// village does so from one address, and is told what to type first.
func TestACodeForAnyVillageIsNoGuess(t *testing.T) {
	s := newService(t)
	s.admit(t, survey.AdmitsCodes, 1)
	codes := s.issue(t, survey.AdmitsCodes, survey.Batch{}, 30)
	for _, code := range codes {
		p := newPhone(t, s)
		p.open("/f?code=" + code)
		p.sees(http.StatusUnprocessableEntity, "Адегенде айылыңыздын алты белгилүү кодун жазыңыз")
	}
	p := newPhone(t, s)
	p.comes(codes[0])
	p.sends()
	receipt := p.text(".receipt")
	finder := newPhone(t, s)
	finder.open("/f?code=" + codes[0])
	finder.sees(http.StatusOK, receipt)
}

// TestASlipLeadsNowhereAfterTheClosing comes with a slip that was used, by its link.
func TestASlipLeadsNowhereAfterTheClosing(t *testing.T) {
	s := newService(t)
	slip := s.admit(t, survey.AdmitsSlips, 1)[0]
	p := newPhone(t, s)
	p.comes(slip)
	p.sends()
	s.becomes(t, isClosed)
	finder := newPhone(t, s)
	finder.open(form.TicketPath(openCode, slip))
	finder.sees(http.StatusGone)
}

// TestAHeldAnswerThatCameTooLate says what can be done with it, as far as anything can.
func TestAHeldAnswerThatCameTooLate(t *testing.T) {
	const file = "файл кылып сактап"
	for _, tt := range []struct {
		what  string
		rule  survey.Admission
		until time.Duration // after it was answered
		then  func(*survey.Campaign)
		says  string
		saved bool
	}{
		{"by a code, after the closing", survey.AdmitsCodes, 0, isClosed, "бүтүп калган", true},
		{"by a slip, after the closing", survey.AdmitsSlips, 0, isClosed, "Эми келген добуш кошулбайт", false},
		{"by a code that ended since", survey.AdmitsCodes, time.Minute, nil, "өз убагында", true},
		{"by a code that had ended", survey.AdmitsCodes, -time.Minute, nil, "мөөнөтү бүткөн", false},
	} {
		s := newService(t)
		h := held(s)
		b := survey.Batch{Door: &survey.Door{Code: openCode, Village: s.door(t, openCode).Village}}
		if tt.until != 0 {
			b.Until = h.Ended.Add(tt.until)
		}
		h.Ticket = s.issue(t, tt.rule, b, 1)[0]
		if tt.then != nil {
			if c := s.becomes(t, tt.then); s.gate.Seal(t.Context(), c, s.clock.now()) != nil {
				t.Fatal("it is not sealed")
			}
		}
		status, got := hand(t, s, openCode, h, nil)
		detail, _ := got["detail"].(string)
		if status < 400 || !strings.Contains(detail, tt.says) || strings.Contains(detail, file) != tt.saved {
			t.Errorf("%s: status %d, it says %q; want %q, and of a file: %t", tt.what, status, detail, tt.says, tt.saved)
		}
	}
}
