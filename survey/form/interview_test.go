package form_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"ashar/survey"
)

func TestResidentAnswersAndGetsTheReceiptOfWhatIsStored(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.open("/f/" + openCode)
	p.sees(http.StatusOK, "Айылыңызга эмне керек?", "Көк-Жар айыл аймагы", "Арча-Булак", "Макулмун", "18 жашка толгон")
	p.submit(p.one("main form"), nil)
	p.sees(http.StatusOK, "1 / 7")
	p.tick("water", "roads", "kinder")
	p.press("do", "next")
	p.sees(http.StatusOK, "2 / 7")
	p.press("place", "kinder")
	p.press("place", "water")
	p.press("do", "next")
	p.sees(http.StatusOK, "3 / 7", "Канчалык оор маселе?")
	p.rate("water", 4)
	p.rate("roads", 2)
	p.rate("kinder", 5)
	p.press("do", "next")
	p.sees(http.StatusOK, "4 / 7", "Жынысыңыз")
	p.tick("female")
	p.press("do", "next")
	p.sees(http.StatusOK, "5 / 7")
	p.press("do", "skip")
	p.sees(http.StatusOK, "6 / 7")
	p.write("Мектепке\nкөпүрө керек.")
	p.press("do", "next")
	p.sees(http.StatusOK, "7 / 7", "1. Бала бакча", "Ичүүчү таза суу: Оор", "Аял", "Жоопсуз калтырылды", "көпүрө керек.")
	id := p.id()
	p.press("do", "send")
	p.sees(http.StatusOK, "Рахмат. Жообуңуз кабыл алынды.", "2026-жылдын 12-марты")

	stored := s.responses()
	if len(stored) != 1 {
		t.Fatalf("%d responses are stored, want 1", len(stored))
	}
	r, err := s.db.Response(t.Context(), stored[0].ID)
	if err != nil {
		t.Fatalf("reading the response: %v", err)
	}
	want := []survey.Answer{
		{Question: "needs", Value: survey.Chosen("water", "roads", "kinder")},
		{Question: "order", Value: survey.Chosen("kinder", "water", "roads")},
		{Question: "severity", Value: survey.Rated(
			survey.Level{Choice: "water", Level: 4},
			survey.Level{Choice: "roads", Level: 2},
			survey.Level{Choice: "kinder", Level: 5},
		)},
		{Question: "sex", Value: survey.Chosen("female")},
		{Question: "age", Value: survey.Skip()},
		{Question: "wish", Value: survey.Value{Text: "Мектепке\nкөпүрө керек.", Key: survey.SearchKey("Мектепке\nкөпүрө керек.")}},
	}
	if diff := cmp.Diff(want, r.Answers); diff != "" {
		t.Errorf("stored answers (-want +got):\n%s", diff)
	}
	if got := p.text(".receipt"); got != r.Receipt {
		t.Errorf("the receipt shown is %q, the one stored %q", got, r.Receipt)
	}
	if r.Channel != survey.Web || r.Language != "ky" || r.Consent.Version != s.q.Consent.Version || r.Respondent != "" {
		t.Errorf("stored %+v, want channel web, language ky, the consent's version and nobody's pseudonym", r)
	}
	if strings.Contains(p.one("body").Text(), "көпүрө") || strings.Contains(p.text("body"), id) {
		t.Errorf("the receipt shows an answer or the interview's identifier")
	}
}

func TestOrderIsMadeByTapping(t *testing.T) {
	p := newPhone(t, newService(t))
	p.choose()
	places := func() []string {
		return p.page().Find(".choices li").Map(func(_ int, li *goquery.Selection) string {
			return strings.Join(strings.Fields(li.Text()), " ")
		})
	}
	want := func(step string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, places()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step, diff)
		}
	}
	want("at first", "Ичүүчү таза суу", "Ички жолдор, көпүрөлөр", "Бала бакча")
	if p.page().Find(`[value="next"]`).Length() != 0 {
		t.Errorf("there is a way on before the order is complete")
	}
	p.press("place", "kinder")
	want("after one tap", "Ичүүчү таза суу", "Ички жолдор, көпүрөлөр", "Орду: 1Бала бакча")
	p.press("place", "water")
	want("after two taps, the last place is clear", "Орду: 2Ичүүчү таза суу", "Орду: 3Ички жолдор, көпүрөлөр", "Орду: 1Бала бакча")
	p.press("do", "undo")
	want("after undoing", "Ичүүчү таза суу", "Ички жолдор, көпүрөлөр", "Орду: 1Бала бакча")
	p.press("do", "undo")
	want("after undoing all", "Ичүүчү таза суу", "Ички жолдор, көпүрөлөр", "Бала бакча")
	p.press("place", "roads")
	p.open(p.at.Path)
	want("opened again, on any phone", "Ичүүчү таза суу", "Орду: 1Ички жолдор, көпүрөлөр", "Бала бакча")
}

func TestQuickTapsOnAnOldPageBothCount(t *testing.T) {
	p := newPhone(t, newService(t))
	p.choose()
	address := p.at.Path
	p.post(address, fields("place", "water"))
	p.post(address, fields("place", "roads")) // tapped before the page with the first tap had come
	p.sees(http.StatusOK)
	got := p.page().Find(`input[name="order"]`).Map(func(_ int, in *goquery.Selection) string { return in.AttrOr("value", "") })
	if want := []string{"water", "roads", "kinder"}; !slices.Equal(got, want) {
		t.Errorf("the order is %q, want %q", got, want)
	}
}

func TestBackKeepsWhatWasGiven(t *testing.T) {
	p := newPhone(t, newService(t))
	p.choose()
	p.press("place", "kinder")
	p.press("place", "roads")
	p.press("do", "next")
	p.rate("water", 1)
	p.rate("roads", 2)
	p.rate("kinder", 3)
	p.press("do", "back") // without going on first
	p.sees(http.StatusOK, "Кайсынысы биринчи керек?")
	p.press("do", "next")
	p.sees(http.StatusOK, "Жынысыңыз")
	p.press("do", "back")
	p.sees(http.StatusOK, "Канчалык оор маселе?")
	if got, want := p.checked(), []string{"1", "2", "3"}; !slices.Equal(got, want) {
		t.Errorf("levels shown are %q, want %q", got, want)
	}
	p.press("do", "back")
	p.press("do", "back")
	p.sees(http.StatusOK, "1 / 7")
	if got, want := p.checked(), []string{"water", "roads", "kinder"}; !slices.Equal(got, want) {
		t.Errorf("needs shown are %q, want %q", got, want)
	}
	if p.page().Find(`[value="back"]`).Length() != 0 {
		t.Errorf("the first question has a way back")
	}
}

func TestPhonesOwnBackButtonShowsTheQuestionBefore(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.choose()
	p.finish()
	id := p.id()
	before := s.kept(t, id)
	p.open("/f/" + openCode + "/" + id + "/needs")
	p.sees(http.StatusOK, "Эң керектүү үчөөнү тандаңыз")
	if diff := cmp.Diff(before, s.kept(t, id)); diff != "" {
		t.Errorf("looking changed the interview (-before +after):\n%s", diff)
	}
	p.press("do", "next")
	p.sees(http.StatusOK, "Жоопторуңузду карап чыгыңыз")
}

func TestAnswersAreChangedFromTheLookOver(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.choose()
	p.finish()
	p.press("change", "needs")
	p.sees(http.StatusOK, "1 / 7")
	p.tick("roads", "light") // light instead of roads
	p.press("do", "next")
	p.sees(http.StatusOK, "Кайсынысы биринчи керек?", "Орду: 2Ичүүчү таза суу", "Көчө жарыгы") // it has no place yet
	p.press("do", "undo")
	p.press("do", "undo")
	p.press("place", "light")
	p.press("place", "water")
	p.press("do", "next")
	p.rate("light", 3)
	p.press("do", "next")
	p.sees(http.StatusOK, "Жоопторуңузду карап чыгыңыз", "1. Көчө жарыгы", "Көчө жарыгы: Орточо")
	p.press("do", "back")
	p.sees(http.StatusOK, "6 / 7")
	p.press("do", "skip")
	p.press("do", "send")
	p.sees(http.StatusOK, "Рахмат")
	if got := len(s.responses()); got != 1 {
		t.Errorf("%d responses are stored, want 1", got)
	}
}

func TestInterviewGoesOnInAnotherLanguage(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.choose()
	p.open("?lang=ru")
	p.sees(http.StatusOK, "Что нужно в первую очередь?")
	if got := s.kept(t, p.id()).Language; got != "ru" {
		t.Errorf("the interview's language is %q, want ru", got)
	}
	p.press("place", "water")
	p.sees(http.StatusOK, "Место: 1Питьевая вода")
	if lang := p.one("html").AttrOr("lang", ""); lang != "ru" {
		t.Errorf("the page's language is %q, want ru", lang)
	}
	p.open("?lang=xx")
	p.sees(http.StatusOK, "Что нужно в первую очередь?")
}

func TestSomebodyElseAnswersOnTheSamePhone(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.open("/f/" + openCode)
	old := p.page()
	p.submit(p.one("main form"), nil)
	p.tick("water")
	p.press("do", "next")
	p.press("do", "skip")
	p.press("do", "skip")
	p.press("do", "skip")
	p.press("do", "skip")
	first := p.id()
	p.press("do", "send")
	p.open(p.one("main a.button:not(.quiet)").AttrOr("href", ""))
	p.sees(http.StatusOK, "Макулмун")
	p.submit(p.one("main form"), nil)
	p.sees(http.StatusOK, "1 / 7")
	if p.id() == first {
		t.Errorf("the next one goes on with the interview of the one before")
	}
	p.open("/f/" + openCode)
	p.doc = old // the browser kept the first one's page
	p.submit(p.one("main form"), nil)
	p.sees(http.StatusOK, "1 / 7")
	if p.id() == first {
		t.Errorf("an old page leads to the receipt of the one before")
	}
}

func TestReceiptIsShared(t *testing.T) {
	p := newPhone(t, newService(t))
	p.choose()
	p.finish()
	p.press("do", "send")
	for _, selector := range []string{`a[href^="https://wa.me/?"]`, `a[href^="https://t.me/share/url?"]`} {
		href := p.one(selector).AttrOr("href", "")
		if !strings.Contains(href, "http%3A%2F%2Fashar.test%2Ff%2F"+openCode) {
			t.Errorf("%s does not share the address of the code", href)
		}
		if strings.Contains(href, p.id()) {
			t.Errorf("%s gives the interview away", href)
		}
	}
}
