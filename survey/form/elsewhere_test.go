package form_test

import (
	"net/http"
	"testing"

	"ashar/survey"
)

// TestGoingOnElsewhere leads from every screen of an interview to the bot, if there is one; from no other page, as those
// before and after it may be shown to anybody.
func TestGoingOnElsewhere(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	shows := func(summaries int, telegram string) {
		t.Helper()
		link := p.page().Find(".elsewhere a")
		if n := p.page().Find(".elsewhere summary").Length(); n != summaries || link.AttrOr("href", "") != telegram {
			t.Errorf("%s: %d ways on, to %q; want %d, to %q", p.at, n, link.AttrOr("href", ""), summaries, telegram)
		}
	}
	p.open("/f/" + openCode)
	shows(0, "")
	p.agree()
	shows(1, "")
	s.bot = "https://t.me/ashar_bot?start="
	there := s.bot + p.id()
	p.open("")
	shows(1, there)
	p.tick("water")
	for range 10 {
		if p.page().Find(`.actions [value="send"]`).Length() > 0 {
			break
		}
		shows(1, there)
		answer(p)
	}
	shows(1, there)
	p.press("do", "send")
	p.one(".receipt")
	shows(0, "")
}

// TestBegunInTelegram goes through the form with an interview that was begun there, and while it goes on there: the two
// ways are one interview, and the answer is counted where it was begun.
func TestBegunInTelegram(t *testing.T) {
	s := newService(t)
	e, err := s.intake.Enter(t.Context(), openCode)
	if err != nil {
		t.Fatal(err)
	}
	const id = "0123456789abcdef0123456789abcdef"
	begun, err := s.intake.Begin(t.Context(), e, survey.Beginning{
		ID: id, Channel: survey.Bot, Language: "ru", Respondent: "a person", Consent: e.Questionnaire.Consent.Version,
	})
	if err != nil {
		t.Fatal(err)
	}
	p := newPhone(t, s)
	p.open("/f/" + otherCode + "/" + id) // it is not behind every door
	p.sees(http.StatusNotFound)
	p.at = nil
	p.open("/f/" + openCode + "/" + id)
	p.sees(http.StatusOK, s.q.Question(begun.At).Label["ru"])
	p.tick("water")
	if _, err := s.intake.Answer(t.Context(), begun, begun.At, survey.Chosen("roads")); err != nil { // in Telegram, meanwhile
		t.Fatal(err)
	}
	p.press("do", "next")
	p.sees(http.StatusOK)
	if given, _ := s.kept(t, id).Given(s.q, begun.At); !given.Has("water") {
		t.Errorf("kept %+v, want what was said last", given)
	}
	p.open("?lang=ky")
	for range 10 {
		if p.page().Find(`.actions [value="send"]`).Length() > 0 {
			break
		}
		answer(p)
	}
	stale := s.kept(t, id)
	p.press("do", "send")
	p.one(".receipt")
	if _, _, err := s.intake.Submit(t.Context(), survey.Session{Interview: stale, Questionnaire: s.q}); err != nil { // in Telegram, too
		t.Error(err)
	}
	if sent := s.responses(); len(sent) != 1 || sent[0].Channel != survey.Bot || sent[0].Respondent != "a person" || sent[0].Language != "ky" {
		t.Errorf("sent %+v, want one answer, in Kyrgyz, by the bot, of the person", sent)
	}
}
