package form_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"

	"ashar/survey"
)

// mends fails the test unless the page says what to mend at its top, with focus there, and beside a field that is on
// the page and that the top leads to.
func (p *phone) mends(field, words string) {
	p.t.Helper()
	p.sees(http.StatusUnprocessableEntity, words)
	top := p.one(".mistakes[autofocus]")
	if !strings.Contains(top.Text(), words) {
		p.t.Errorf("the top says %q, want %q", top.Text(), words)
	}
	if got := top.Find("a").AttrOr("href", ""); got != "#"+field {
		p.t.Errorf("the top leads to %q, want #%s", got, field)
	}
	p.one("#" + field)
	if got := p.text(".wrong"); got != words {
		p.t.Errorf("beside the field it says %q, want %q", got, words)
	}
}

func TestMistakesShowTheSameScreenWithWhatWasGiven(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.agree()
	p.press("do", "next")
	p.mends("answer", s.requires("needs")) // the questionnaire's own word

	p.tick("water", "roads", "kinder", "internet")
	p.press("do", "next")
	p.mends("answer", s.problem(survey.TooMany, 3, 4, ""))
	if got, want := p.checked(), []string{"water", "roads", "kinder", "internet"}; !slices.Equal(got, want) {
		t.Errorf("ticked are %q, want %q", got, want)
	}
	p.open("?lang=ru") // from the address that was posted to
	p.sees(http.StatusOK, "Выберите три самых нужных")
	if got := len(p.checked()); got != 4 {
		t.Errorf("after changing the language %d are ticked, want 4", got)
	}
	p.open("?lang=ky")
	p.tick("roads", "internet")
	p.press("do", "next")
	p.press("place", "kinder")
	p.press("do", "next")
	p.rate("kinder", 3)
	p.press("do", "next")
	p.mends("c0", s.words.For("ky").T("form.scale.unrated", "Choice", "Ичүүчү таза суу"))
	if got, want := p.checked(), []string{"3"}; !slices.Equal(got, want) {
		t.Errorf("levels shown are %q, want %q", got, want)
	}
	p.press("do", "skip")
	p.press("do", "skip")
	p.press("do", "skip")
	long := strings.Repeat("ө", 501)
	p.write(long)
	p.press("do", "next")
	p.mends("text", s.problem(survey.TooLong, 500, 501, ""))
	if got := p.text("textarea"); got != long {
		t.Errorf("the box holds %d letters, want the 501 that were written", utf8.RuneCountInString(got))
	}
	p.post(p.at.Path, fields("do", "next", "text", strings.Repeat("\xff\x00 ", 300))) // no letters at all
	p.sees(http.StatusUnprocessableEntity)
}

func TestTamperedFieldsAreRefusedOnTheSameScreen(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.agree()
	p.post(p.at.Path, fields("do", "next", "choice", "water", "choice", "palace"))
	p.mends("answer", s.problem(survey.UnknownChoice, 0, 0, ""))
	if got, want := p.checked(), []string{"water"}; !slices.Equal(got, want) {
		t.Errorf("ticked are %q, want %q", got, want)
	}
	p.tick("roads")
	p.press("do", "next")
	address := p.at.Path
	for _, tampered := range []struct {
		form  url.Values
		words string
	}{
		{fields("place", "palace"), s.problem(survey.UnknownChoice, 0, 0, "")},
		{fields("do", "next", "order", "water", "order", "palace"), s.problem(survey.UnknownChoice, 0, 0, "")},
		{fields("do", "next", "order", "water"), s.problem(survey.Unfinished, 2, 1, "")},
		{fields("do", "next", "order", "water", "order", "water"), s.problem(survey.Unfinished, 2, 1, "")},
		{fields("do", "skip"), s.requires("order")},
	} {
		p.post(address, tampered.form)
		p.sees(http.StatusUnprocessableEntity, tampered.words, "Кайсынысы биринчи керек?")
	}
	p.post(address, fields("do", "undo"))
	p.press("place", "roads")
	p.press("do", "next")
	address = p.at.Path
	for _, level := range []string{"0", "6", "-1", "five"} {
		p.post(address, fields("do", "next", "level.water", level, "level.roads", "2"))
		p.mends("c0", s.problem(survey.OffScale, 5, 0, "Ичүүчү таза суу"))
	}
	p.post(address, fields("do", "next", "level.water", "1", "level.roads", "2", "level.palace", "5"))
	p.sees(http.StatusUnprocessableEntity, s.problem(survey.UnknownChoice, 0, 0, ""))
	p.post(address, fields("do", "dance"))
	p.sees(http.StatusBadRequest, "Кайра басыңыз.", "Канчалык оор маселе?")
	if iv := s.kept(t, p.id()); len(iv.Answers) != 2 {
		t.Errorf("%d answers are kept, want 2", len(iv.Answers))
	}
}

func TestTamperedConsentBeginsNothing(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.open("/f/" + openCode)
	version := s.q.Consent.Version
	p.post("?lang=ky", fields("consent", "1999"))
	p.sees(http.StatusUnprocessableEntity, s.problem(survey.NoConsent, 0, 0, ""), "Макулмун")
	p.post("?lang=ky", fields())
	p.sees(http.StatusUnprocessableEntity, s.problem(survey.NoConsent, 0, 0, ""))
	p.post("/f/"+openCode+"?lang=xx", fields("consent", version))
	p.sees(http.StatusUnprocessableEntity, "Тилди тандаңыз")
	planted := survey.NewInterviewID()
	p.post("/f/"+openCode+"?lang=ky", fields("consent", version, "interview", planted, "id", planted))
	p.sees(http.StatusOK, "1 / 7")
	if p.id() == planted {
		t.Errorf("the interview took an identifier that the request chose")
	}
}

func TestEveryNeedWithoutALevelIsNamedAndMarked(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.choose()
	p.press("place", "kinder")
	p.press("place", "water")
	p.press("do", "next")
	p.rate("water", 4)
	p.press("do", "next")
	want := []string{"«Ички жолдор, көпүрөлөр»: баасын тандаңыз.", "«Бала бакча»: баасын тандаңыз."}
	p.sees(http.StatusUnprocessableEntity, want...)
	text := func(_ int, el *goquery.Selection) string { return el.Text() }
	if got := p.page().Find(".mistakes a").Map(text); !slices.Equal(got, want) {
		t.Errorf("the top says %q, want %q", got, want)
	}
	p.page().Find(".mistakes a").Each(func(i int, link *goquery.Selection) {
		row := p.one(link.AttrOr("href", ""))
		if got := row.Find(".wrong").Text(); !row.HasClass("bad") || got != want[i] {
			t.Errorf("the row that link %d leads to says %q, want %q in a marked row", i, got, want[i])
		}
	})
	if n := p.page().Find("fieldset.bad").Length(); n != 2 {
		t.Errorf("%d rows are marked, want 2", n)
	}
}

func TestAnswersToQuestionsNotYetAskedLeadToTheCurrentOne(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.agree()
	base := "/f/" + openCode + "/" + p.id()
	for _, question := range []string{"order", "severity", "wish", "nonsense"} {
		p.post(base+"/"+question, fields("do", "next", "text", "x"))
		p.sees(http.StatusConflict, s.problem(survey.NotAsked, 0, 0, ""), "Эң керектүү үчөөнү тандаңыз")
		p.open(base + "/" + question)
		p.sees(http.StatusOK, "Эң керектүү үчөөнү тандаңыз")
	}
	p.post(base, fields("do", "send"))
	p.sees(http.StatusUnprocessableEntity, "Эң керектүү үчөөнү тандаңыз")
	p.post(base, fields("change", "wish"))
	p.sees(http.StatusConflict, s.problem(survey.NotAsked, 0, 0, ""))
	p.post(base, fields())
	p.sees(http.StatusBadRequest, "Кайра басыңыз.")
	p.tick("water")
	p.press("do", "next")
	p.sees(http.StatusOK, "Канчалык оор маселе?") // one need has no order
}
