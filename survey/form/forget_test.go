package form_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"ashar/survey"
)

func TestResidentTakesAnAnswerBack(t *testing.T) {
	s := newService(t)
	p := sentWish(t, s, "Көпүрө керек.")
	receipt, at := p.text(".receipt"), p.at.RequestURI()
	sure := p.one(`a.button[href*="forget"]`).AttrOr("href", "")
	p.open(sure)
	p.sees(http.StatusOK, "Бул жоопту кайтарып аласызбы?", "калыбына келтирүүгө болбойт", receipt)
	p.labelled()
	p.open(p.one(`a:contains("Жок, калсын")`).AttrOr("href", ""))
	if got := p.text(".receipt"); got != receipt {
		t.Errorf("after the answer was left as it is: receipt %q, want %q", got, receipt)
	}
	if _, wish := s.storedWish(t); wish != "Көпүрө керек." {
		t.Errorf("asking has changed what is stored: the wish is %q", wish)
	}

	p.open(sure)
	id := p.id()
	p.takesBack()
	p.sees(http.StatusOK, "Өчүрүлдү", "Бул жооптон сизге алып баруучу эч нерсе калган жок.")
	s.nothingIsKept(t, id)
	p.post(sure, nil) // the button was pressed twice
	p.sees(http.StatusOK, "Өчүрүлдү")
	p.open(at)
	p.sees(http.StatusNotFound, "Бул даректе жооп табылган жок.")
	p.open(sure)
	p.open(p.one("main a.button").AttrOr("href", ""))
	p.sees(http.StatusOK, "Айылыңызга эмне керек?", "Макулмун")
}

// takesBack presses the button that does so.
func (p *phone) takesBack() {
	p.t.Helper()
	p.submit(p.one("button.danger").Closest("form"), nil)
}

// nothingIsKept fails the test if there is anything left of an interview.
func (s *service) nothingIsKept(t *testing.T, id string) {
	t.Helper()
	if _, err := s.db.Interview(t.Context(), id); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("reading the interview: %v, want not found", err)
	}
	if _, err := s.db.Response(t.Context(), s.responses()[0].ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("reading the response: %v, want not found", err)
	}
}

func TestAnswerIsTakenBackInItsOwnLanguage(t *testing.T) {
	s := newService(t)
	p := sentWish(t, s, "Мост.")
	p.open(p.one(`a.button[href*="forget"]`).AttrOr("href", ""))
	p.open(p.one(`.languages a[lang="ru"]`).AttrOr("href", ""))
	p.sees(http.StatusOK, "Отозвать этот ответ?")
	p.takesBack()
	p.sees(http.StatusOK, "От этого ответа не осталось ничего, что вело бы к вам.")
}

func TestAnswerIsTakenBackAfterTheCampaignIsOver(t *testing.T) {
	s := newService(t)
	p := sentWish(t, s, "Көпүрө керек.")
	id := p.id()
	s.clock.move(closes + time.Hour)
	p.open(p.at.RequestURI())
	p.open(p.one(`a.button[href*="forget"]`).AttrOr("href", ""))
	p.takesBack()
	p.sees(http.StatusOK, "Өчүрүлдү")
	if n := p.page().Find("main a.button").Length(); n != 0 {
		t.Errorf("%d buttons lead to a campaign that is over", n)
	}
	s.nothingIsKept(t, id)
}

func TestAnswerIsNotTakenBackBehindAnotherDoor(t *testing.T) {
	s := newService(t)
	p := sentWish(t, s, "Көпүрө керек.")
	id := p.id()
	p.post("/f/"+otherCode+"/"+id+"/_forget", nil)
	p.post("/f/"+openCode+"/"+id+"x/_forget", nil)
	if _, wish := s.storedWish(t); wish != "Көпүрө керек." {
		t.Errorf("the stored wish is %q", wish)
	}
}
