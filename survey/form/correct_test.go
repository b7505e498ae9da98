package form_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ashar/survey"
)

// sentWish is a phone that shows the receipt of an answer with this wish.
func sentWish(t *testing.T, s *service, wish string) *phone {
	t.Helper()
	p := newPhone(t, s)
	p.agree()
	p.tick("water", "roads")
	p.press("do", "next")
	p.press("place", "roads")
	p.press("do", "next")
	for range 3 { // severity, sex and age
		p.press("do", "skip")
	}
	p.write(wish)
	p.press("do", "next")
	p.press("do", "send")
	return p
}

// storedWish is the response of the one interview, and what was wished in it.
func (s *service) storedWish(t *testing.T) (survey.Response, string) {
	t.Helper()
	r, err := s.db.Response(t.Context(), s.responses()[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	v, _ := r.Answer("wish")
	return r, v.Text
}

func TestResidentCorrectsWhatWasSent(t *testing.T) {
	s := newService(t)
	p := sentWish(t, s, "Көпүрө керек.")
	receipt := p.text(".receipt")
	p.press("do", "reopen")
	p.sees(http.StatusOK, "7 / 7", "Жообуңуз жөнөтүлгөн", "мурункусу эсепке алынат", "Көпүрө керек.", "Оңдолгон жоопту жөнөтүү", "Мурунку бойдон калсын")
	p.labelled()
	p.press("change", "wish")
	p.write("Жол керек.")
	p.press("do", "next")
	if r, wish := s.storedWish(t); r.Edits != 0 || wish != "Көпүрө керек." {
		t.Errorf("before it is sent, edit %d with %q is stored", r.Edits, wish)
	}
	p.sees(http.StatusOK, "7 / 7", "Жол керек.")
	look := p.at.RequestURI()
	p.post(look, url.Values{"do": {"send"}}) // the first sending, late
	p.sees(http.StatusOK, "Оңдолгон жоопту жөнөтүү")
	p.press("do", "resend")
	p.sees(http.StatusOK, "Рахмат. Оңдолгон жообуңуз кабыл алынды.", "Жообумду оңдоо")
	if got := p.text(".receipt"); got != receipt {
		t.Errorf("the receipt is %q, want %q as before", got, receipt)
	}
	p.post(look, url.Values{"do": {"resend"}}) // pressed twice
	p.sees(http.StatusOK, "Рахмат. Оңдолгон жообуңуз кабыл алынды.")
	if r, wish := s.storedWish(t); r.Edits != 1 || wish != "Жол керек." || len(s.responses()) != 2 {
		t.Errorf("edit %d with %q is stored, after %d", r.Edits, wish, len(s.responses()))
	}
}

func TestResidentLeavesACorrection(t *testing.T) {
	for name, meanwhile := range map[string]func(*service, *phone){
		"at once": func(*service, *phone) {},
		"in English": func(_ *service, p *phone) {
			p.open("?lang=en")
			p.sees(http.StatusOK, "Leave it as it was", "counts until you send the corrected one")
		},
		"when the survey is over": func(s *service, p *phone) {
			s.clock.move(closes)
			p.press("do", "resend")
			p.sees(http.StatusGone, "оңдолгону жөнөтүлгөн жок: мурун жөнөткөн жообуңуз эсепке алынат")
			p.open(p.at.Path)
			p.sees(http.StatusOK, "Кодуңуз:", "оңдолгону жөнөтүлгөн жок")
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newService(t)
			p := sentWish(t, s, "Көпүрө керек.")
			p.press("do", "reopen")
			p.press("change", "wish")
			p.write("Жол керек.")
			p.press("do", "next")
			meanwhile(s, p)
			p.press("do", "leave")
			if p.status != http.StatusOK || p.text(".receipt") == "" {
				t.Errorf("left: status %d, %s; want the receipt", p.status, p.text("main"))
			}
			iv, err := s.db.Interview(t.Context(), p.id())
			if err != nil || !iv.Sent() || iv.Edits != 0 {
				t.Errorf("left, the interview is sent %t after %d edits, %v", iv.Sent(), iv.Edits, err)
			}
			if r, wish := s.storedWish(t); r.Edits != 0 || wish != "Көпүрө керек." {
				t.Errorf("edit %d with %q is stored, want what was sent", r.Edits, wish)
			}
			open := name != "when the survey is over"
			if got := strings.Contains(p.body, `value="reopen"`); got != open {
				t.Errorf("it can be corrected: %t, want %t", got, open)
			}
		})
	}
}
