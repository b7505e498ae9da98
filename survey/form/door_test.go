package form_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"ashar/survey"
)

func TestLanguageIsTheBrowsersOrAsked(t *testing.T) {
	s := newService(t)
	for _, test := range []struct{ accept, address, says string }{
		{"ky", "/f/" + openCode, "Макулмун"},
		{"ru-RU,ru;q=0.9", "/f/" + openCode, "Я согласен"},
		{"en-GB", "/f/" + openCode, "I agree"},
		{"ru", "/f/" + openCode + "?lang=ky", "Макулмун"},
		{"de", "/f/" + openCode, "Тилди тандаңыз"},
		{"", "/f/" + openCode, "Тилди тандаңыз"},
		{"de", "/f/" + openCode + "?lang=ru", "Я согласен"},
		{"ru", "/f/" + openCode + "?lang=xx", "Я согласен"},
	} {
		p := newPhone(t, s)
		p.accept = test.accept
		p.open(test.address)
		p.sees(http.StatusOK, test.says)
	}
}

func TestChosenLanguageLeadsToConsentInIt(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.accept = "de"
	p.open("/f/" + openCode)
	p.press("lang", "ru")
	p.sees(http.StatusOK, "Что нужно вашему селу?")
	p.submit(p.one("main form"), nil)
	p.sees(http.StatusOK, "Выберите три самых нужных")
	iv := s.kept(t, p.id())
	if iv.Language != "ru" || iv.Consent.Language != "ru" {
		t.Errorf("the interview is in %q and consent in %q, want ru", iv.Language, iv.Consent.Language)
	}
}

func TestNothingIsKeptBeforeConsent(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.open("/f/" + openCode)
	if n := s.saves.Load(); n != 0 {
		t.Errorf("interviews were kept %d times before consent, want never", n)
	}
	p.submit(p.one("main form"), nil)
	if n := s.saves.Load(); n != 1 {
		t.Errorf("interviews were kept %d times with consent, want once", n)
	}
}

func TestCodeIsTakenAsItIsTyped(t *testing.T) {
	p := newPhone(t, newService(t))
	p.open("/f/")
	p.sees(http.StatusOK, "Айылыңыздын кодун жазыңыз")
	p.one("#code").SetAttr("value", " k7m-2pq ")
	p.submit(p.one("main form"), nil)
	p.sees(http.StatusOK, "Макулмун")
	p.open("/f/k7m2pq/?lang=ru")
	p.sees(http.StatusOK, "Я согласен")
	if want := "/f/" + openCode; p.at.Path != want {
		t.Errorf("the address is %s, want %s", p.at.Path, want)
	}
}

func TestUnknownCodeAsksForItAgain(t *testing.T) {
	s := newService(t)
	for _, address := range []string{"/f/222222", "/f/nothing", "/f?code=O0O0O0", "/f/222222/AAAA", "/f/222222/AAAA/needs"} {
		p := newPhone(t, s)
		p.open(address)
		p.sees(http.StatusNotFound, "Мындай код табылган жок.")
		if got := p.one("#code").AttrOr("aria-describedby", ""); !slices.Contains(strings.Fields(got), p.one(".wrong").AttrOr("id", "?")) {
			t.Errorf("%s: the input is described by %q, not by what is wrong", address, got)
		}
	}
	p := newPhone(t, s)
	p.open("/f/222222")
	if got := p.one("#code").AttrOr("value", ""); got != "222222" {
		t.Errorf("the input holds %q, want what was typed", got)
	}
}

func TestCampaignThatIsNotOpenSaysSo(t *testing.T) {
	s := newService(t)
	for _, test := range []struct {
		code   string
		status int
		says   string
	}{
		{closedCode, http.StatusGone, "Бул сурамжылоо бүттү"},
		{plannedCode, http.StatusForbidden, "Башталат: 2026-жылдын 3-марты"},
		{draftCode, http.StatusForbidden, "азырынча башталган жок"},
		{publishedCode, http.StatusGone, "Бул сурамжылоо бүттү, жыйынтыгы жарыяланды."},
	} {
		p := newPhone(t, s)
		p.open("/f/" + test.code)
		p.sees(test.status, test.says)
		p.post("/f/"+test.code+"?lang=ky", fields("consent", s.q.Consent.Version))
		p.sees(test.status, test.says)
	}
}

func TestFullCampaignTakesNobodyNew(t *testing.T) {
	s := newService(t)
	begun, sent := newPhone(t, s), newPhone(t, s)
	begun.choose()
	sent.choose()
	sent.finish()
	sent.press("do", "send")
	c, err := s.db.Campaign(t.Context(), "open")
	if err != nil {
		t.Fatal(err)
	}
	c.Rev, c.Limit = c.Rev+1, 1
	if err := s.db.SaveCampaign(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	s.clock.move(survey.CatalogueTTL)
	late := newPhone(t, s)
	for _, lang := range []struct{ code, says, instead string }{
		{"ky", "керектүү сандагы жооп топтолду", "коомдук угууга келиңиз"},
		{"ru", "собрано нужное число ответов", "приходите на общественные слушания"},
	} {
		late.open("/f/" + otherCode + "?lang=" + lang.code)
		late.sees(http.StatusGone, lang.says, lang.instead)
	}
	late.post("/f/"+openCode+"?lang=ky", fields("consent", s.q.Consent.Version))
	late.sees(http.StatusGone, "керектүү сандагы жооп топтолду")
	begun.finish()
	begun.press("do", "send")
	if begun.text(".receipt") == "" {
		t.Error("who had begun has no receipt")
	}
}

func TestDoorThatEndedTakesNobodyNew(t *testing.T) {
	s := newService(t)
	door, err := s.db.Door(t.Context(), openCode)
	if err != nil {
		t.Fatal(err)
	}
	begun, late := newPhone(t, s), newPhone(t, s)
	begun.choose()
	door.Label = "мектеп"
	if err := door.End(s.clock.now()); err != nil {
		t.Fatal(err)
	}
	if err := s.db.ReplaceDoor(t.Context(), door); err != nil {
		t.Fatal(err)
	}
	s.clock.move(survey.CatalogueTTL)
	late.open("/f/" + openCode + "?lang=ru")
	late.sees(http.StatusGone, "Этот код больше не действует")
	if got, want := late.one("main a.button").AttrOr("href", ""), "/f?lang=ru"; got != want {
		t.Errorf("another code is typed at %q, want %q", got, want)
	}
	late.post("/f/"+openCode+"?lang=ky", fields("consent", s.q.Consent.Version))
	late.sees(http.StatusGone, "Бул код мындан ары колдонулбайт")
	begun.finish()
	begun.press("do", "send")
	if begun.text(".receipt") == "" {
		t.Error("who had begun has no receipt")
	}
}

func TestPublishedCampaignLeadsToItsResults(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.open("/f/" + publishedCode)
	if got, want := p.one("main a.button").AttrOr("href", ""), "/r/"+publishedCode+"?lang=ky"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	p.open("/f/" + closedCode)
	if n := p.page().Find("main a.button").Length(); n > 0 {
		t.Errorf("a campaign that is not published leads on by %d buttons, want none", n)
	}
}

func TestClosingInTheMiddleLosesNothing(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.choose()
	sent := newPhone(t, s)
	sent.choose()
	sent.finish()
	sent.press("do", "send")
	receipt := sent.text(".receipt")
	id, address := p.id(), p.at.Path
	before := s.kept(t, id)

	s.clock.move(closes)
	screen := p.page()
	p.press("place", "kinder")
	p.sees(http.StatusGone, "Бул сурамжылоо бүттү", "сакталып турат")
	for _, to := range []string{address, "/f/" + openCode + "/" + id} {
		p.open(to)
		p.sees(http.StatusGone, "сакталып турат")
	}
	p.open("?lang=ru")
	p.sees(http.StatusGone, "Этот опрос завершён")
	if got := s.kept(t, id); len(got.Answers) != len(before.Answers) {
		t.Errorf("%d answers are kept, want %d", len(got.Answers), len(before.Answers))
	}
	sent.open(sent.at.Path)
	sent.sees(http.StatusOK, receipt)

	s.clock.move(-closes)
	p.doc = screen
	p.press("place", "kinder")
	p.sees(http.StatusOK, "Орду: 1Бала бакча")
}
