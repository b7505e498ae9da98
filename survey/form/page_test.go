package form_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"ashar/configs"
	"ashar/survey"
	"ashar/survey/form"
	"ashar/survey/page/pagetest"
)

func TestTemplatesFitTheirViews(t *testing.T) {
	pagetest.Check(t, newService(t).form.Room(), form.Views)
}

// What a screen may weigh on the wire, in bytes: the first view with all that it needs fits one TCP initial window.
const (
	maxFirstView = 14 << 10
	maxScreen    = 6 << 10
)

// weigh returns the bytes on the wire of an address, and of what it refers to and has not been fetched before.
func weigh(t *testing.T, s http.Handler, fetched map[string]bool, address, lang string) int {
	t.Helper()
	fetched[address] = true
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	r.Header.Set("Accept-Language", lang)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: status %d, want 200", address, w.Code)
	}
	weight := w.Body.Len()
	if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		return weight
	}
	body := io.Reader(w.Body)
	if w.Header().Get("Content-Encoding") == "gzip" {
		var err error
		if body, err = gzip.NewReader(w.Body); err != nil {
			t.Fatalf("%s: %v", address, err)
		}
	}
	doc, err := goquery.NewDocumentFromReader(body)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	if doc.Find("script:not([defer][src][fetchpriority=low]), style, [style]").Length() != 0 {
		t.Errorf("%s has a script that is not for later, or a style inline", address)
	}
	doc.Find("link[rel=stylesheet], link[rel=prefetch], link[rel=icon], img, use").Each(func(_ int, el *goquery.Selection) {
		file, _, _ := strings.Cut(el.AttrOr("href", el.AttrOr("src", "")), "#")
		if !fetched[file] {
			weight += weigh(t, s, fetched, file, lang)
		}
	})
	return weight
}

func TestScreensAreLight(t *testing.T) {
	for _, lang := range []string{"ky", "ru", "en"} {
		s := newService(t)
		s.bot = "https://t.me/ashar_kok_jar_bot?start=i-"
		fetched := map[string]bool{}
		first := weigh(t, s, fetched, "/f/"+openCode, lang)
		t.Logf("%s: the first view weighs %d bytes", lang, first)
		if first > maxFirstView {
			t.Errorf("%s: the first view weighs %d bytes, want at most %d", lang, first, maxFirstView)
		}
		p := newPhone(t, s)
		p.agree()
		p.open("?lang=" + lang)
		for _, step := range []func(){
			func() { p.tick("water", "roads", "kinder"); p.press("do", "next") },
			func() { p.press("place", "kinder"); p.press("place", "water"); p.press("do", "next") },
			func() { p.press("do", "skip") },
			func() { p.press("do", "skip") },
			func() { p.press("do", "skip") },
			func() { p.press("do", "skip") },
			func() { p.press("do", "send") },
			func() { p.press("do", "reopen") },
			func() { p.press("do", "resend") },
		} {
			address := p.at.RequestURI()
			weight := weigh(t, s, fetched, address, lang)
			t.Logf("%s: %s weighs %d bytes", lang, p.text("h1"), weight)
			if weight > maxScreen {
				t.Errorf("%s: %s weighs %d bytes, want at most %d", lang, address, weight, maxScreen)
			}
			step()
		}
	}
}

// labelled fails the test unless everything on the page that can be filled in has a name, and every id is one's own.
func (p *phone) labelled() {
	p.t.Helper()
	ids := map[string]bool{}
	p.page().Find("[id]").Each(func(_ int, el *goquery.Selection) {
		id := el.AttrOr("id", "")
		if ids[id] {
			p.t.Errorf("%s: two elements have the id %q", p.at, id)
		}
		ids[id] = true
	})
	if n := p.page().Find("h1").Length(); n != 1 {
		p.t.Errorf("%s: %d h1, want 1", p.at, n)
	}
	p.page().Find("input:not([type=hidden]), textarea").Each(func(_ int, el *goquery.Selection) {
		id := el.AttrOr("id", "?")
		labelled := el.Closest("label").Length()+p.page().Find(`label[for="`+id+`"]`).Length() > 0
		if by, ok := el.Attr("aria-labelledby"); !labelled && (!ok || !ids[by]) {
			p.t.Errorf("%s: the input %q has no label", p.at, el.AttrOr("name", ""))
		}
	})
	p.page().Find("[aria-describedby]").Each(func(_ int, el *goquery.Selection) {
		for by := range strings.FieldsSeq(el.AttrOr("aria-describedby", "")) {
			if !ids[by] {
				p.t.Errorf("%s: an element is described by %q, which is not there", p.at, by)
			}
		}
	})
	p.page().Find("fieldset").Each(func(_ int, el *goquery.Selection) {
		by, ok := el.Attr("aria-labelledby")
		if el.Find("legend").Length() == 0 && (!ok || !ids[by]) {
			p.t.Errorf("%s: a fieldset has no name", p.at)
		}
	})
}

func TestScreensAreLabelled(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.open("/f")
	p.labelled()
	p.open("/f/222222")
	p.labelled()
	p.agree()
	p.labelled()
	p.press("do", "next")
	p.labelled()
	p.tick("water", "roads", "kinder")
	p.press("do", "next")
	p.labelled()
	p.press("place", "kinder")
	p.press("place", "water")
	p.labelled()
	p.press("do", "next")
	p.labelled()
	p.rate("water", 1)
	p.press("do", "next")
	p.labelled()
	for range 4 {
		p.press("do", "skip")
		p.labelled()
	}
	p.press("do", "send")
	p.labelled()
}

func TestScreensOfEveryKindAreLightAndLabelled(t *testing.T) {
	for _, lang := range []string{"ky", "ru", "en"} {
		s := serve(t, everyKind(t))
		fetched := map[string]bool{}
		weigh(t, s, fetched, "/f/"+openCode, lang)
		p := newPhone(t, s)
		p.starts()
		p.open("?lang=" + lang)
		for range s.q.Questions {
			question := p.at.Path[strings.LastIndex(p.at.Path, "/")+1:]
			if question == p.id() {
				break
			}
			weight := weigh(t, s, fetched, p.at.RequestURI(), lang)
			t.Logf("%s: %s weighs %d bytes", lang, question, weight)
			if weight > maxScreen {
				t.Errorf("%s: %s weighs %d bytes, want at most %d", lang, question, weight, maxScreen)
			}
			p.labelled()
			p.post(p.at.Path, fields("do", "next", "text", "x", "choice", "x", "order", "x", "level.x", "x", "points.water", "x", "pair.x", "x"))
			p.labelled()
			p.open("/f/" + openCode + "/" + p.id() + "/" + question)
			p.passes(question)
		}
		p.sees(http.StatusOK)
		p.one(`.actions [value="send"]`)
		p.labelled()
	}
}

// TestShippedQuestionnairesAreLight walks through each with as little as can be answered, and weighs its screens.
func TestShippedQuestionnairesAreLight(t *testing.T) {
	names, err := fs.Glob(configs.Questionnaires(), "*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		s := serve(t, readQuestionnaire(t, configs.Questionnaires(), name))
		s.bot = "https://t.me/ashar_kok_jar_bot?start=i-"
		fetched := map[string]bool{}
		first := weigh(t, s, fetched, "/f/"+openCode, "ky")
		if first > maxFirstView {
			t.Errorf("%s: the first view weighs %d bytes, want at most %d", name, first, maxFirstView)
		}
		p := newPhone(t, s)
		p.starts()
		heaviest, title := 0, ""
		for p.page().Find(".receipt").Length() == 0 {
			before := p.at.Path
			weight := weigh(t, s, fetched, before, "ky")
			if weight > heaviest {
				heaviest, title = weight, p.text("h1")
			}
			answer(p)
			if p.status != http.StatusOK {
				answer(p) // told what to mend
			}
			if p.at.Path == before && p.status != http.StatusOK {
				t.Fatalf("%s: stuck at %s: %s", name, before, p.text("main"))
			}
		}
		t.Logf("%s: the first view weighs %d bytes, the heaviest screen %d: %s", name, first, heaviest, title)
		if heaviest > maxScreen {
			t.Errorf("%s: %q weighs %d bytes, want at most %d", name, title, heaviest, maxScreen)
		}
	}
}

func TestLongListIsServed(t *testing.T) {
	q := everyKind(t)
	var villages survey.List
	villages.Name = "village"
	for i := range survey.MaxChoices {
		label := fmt.Sprintf("Айыл %d", i)
		villages.Choices = append(villages.Choices, survey.Choice{Name: fmt.Sprintf("v%d", i), Label: survey.Text{"ky": label}})
	}
	q.Lists = append(q.Lists, villages)
	q.Questions = []survey.Question{
		{Name: "one", Kind: survey.SelectOne, List: "village", Label: survey.Text{"ky": "Кайсы айыл?"}},
		{Name: "many", Kind: survey.SelectMultiple, List: "village", Label: survey.Text{"ky": "Кайсы айылдар?"}},
	}
	q.Groups = nil
	q.Prepare()
	s := serve(t, q)
	p := newPhone(t, s)
	p.starts()
	t.Logf("%d choices weigh %d bytes", survey.MaxChoices, weigh(t, s, map[string]bool{}, p.at.Path, "ky"))
	p.tick("v999")
	p.next("Кайсы айылдар?")
	for _, c := range villages.Choices {
		p.tick(c.Name)
	}
	p.next("Жоопторуңузду карап чыгыңыз", "Айыл 0", "Айыл 999")
}
