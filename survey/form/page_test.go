package form_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

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
	if doc.Find("script, style, [style]").Length() != 0 {
		t.Errorf("%s has a script, or a style inline", address)
	}
	doc.Find("link[rel=stylesheet], link[rel=icon], img, use").Each(func(_ int, el *goquery.Selection) {
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

func TestScreensAreLabelled(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	check := func() {
		t.Helper()
		ids := map[string]bool{}
		p.page().Find("[id]").Each(func(_ int, el *goquery.Selection) {
			id := el.AttrOr("id", "")
			if ids[id] {
				t.Errorf("%s: two elements have the id %q", p.at, id)
			}
			ids[id] = true
		})
		if n := p.page().Find("h1").Length(); n != 1 {
			t.Errorf("%s: %d h1, want 1", p.at, n)
		}
		p.page().Find("input:not([type=hidden]), textarea").Each(func(_ int, el *goquery.Selection) {
			id := el.AttrOr("id", "?")
			labelled := el.Closest("label").Length()+p.page().Find(`label[for="`+id+`"]`).Length() > 0
			if by, ok := el.Attr("aria-labelledby"); !labelled && (!ok || !ids[by]) {
				t.Errorf("%s: the input %q has no label", p.at, el.AttrOr("name", ""))
			}
		})
		p.page().Find("[aria-describedby]").Each(func(_ int, el *goquery.Selection) {
			for by := range strings.FieldsSeq(el.AttrOr("aria-describedby", "")) {
				if !ids[by] {
					t.Errorf("%s: an element is described by %q, which is not there", p.at, by)
				}
			}
		})
		p.page().Find("fieldset").Each(func(_ int, el *goquery.Selection) {
			by, ok := el.Attr("aria-labelledby")
			if el.Find("legend").Length() == 0 && (!ok || !ids[by]) {
				t.Errorf("%s: a fieldset has no name", p.at)
			}
		})
	}
	p.open("/f")
	check()
	p.open("/f/222222")
	check()
	p.agree()
	check()
	p.press("do", "next")
	check()
	p.tick("water", "roads", "kinder")
	p.press("do", "next")
	check()
	p.press("place", "kinder")
	p.press("place", "water")
	check()
	p.press("do", "next")
	check()
	p.rate("water", 1)
	p.press("do", "next")
	check()
	for range 4 {
		p.press("do", "skip")
		check()
	}
	p.press("do", "send")
	check()
}
