package form_test

import (
	"bytes"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

func TestLinksHaveAPreview(t *testing.T) {
	s := newService(t)
	for lang, want := range map[string]map[string]string{
		"ky": {"og:title": "Айылыңызга эмне керек?", "og:locale": "ky_KG", "og:site_name": "Ашар"},
		"ru": {"og:title": "Что нужно вашему селу?", "og:locale": "ru_RU", "og:site_name": "Ашар"},
		"en": {"og:title": "What does your village need?", "og:locale": "en_US", "og:site_name": "Ashar"},
	} {
		p := newPhone(t, s)
		p.open("/f/" + openCode + "?lang=" + lang)
		meta := func(key, name string) string {
			return p.one(`meta[`+key+`="`+name+`"]`).AttrOr("content", "")
		}
		for name, content := range want {
			if got := meta("property", name); got != content {
				t.Errorf("%s: %s is %q, want %q", lang, name, got, content)
			}
		}
		if got, want := meta("property", "og:description"), s.q.Say(s.q.Intro, lang); got != want {
			t.Errorf("%s: og:description is %q, want %q", lang, got, want)
		}
		if got := meta("name", "twitter:card"); got != "summary_large_image" {
			t.Errorf("%s: twitter:card is %q", lang, got)
		}
		picture, public := strings.CutPrefix(meta("property", "og:image"), pagetest.PublicURL)
		if !public {
			t.Fatalf("%s: og:image is %q, want a public address", lang, picture)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, picture, nil))
		size, err := png.DecodeConfig(bytes.NewReader(w.Body.Bytes()))
		if err != nil || size.Width != 1200 || size.Height != 630 {
			t.Errorf("%s: og:image is %d x %d, %v; want 1200 x 630", lang, size.Width, size.Height, err)
		}
	}
}

func TestInterviewsHaveNoPreview(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.agree()
	if n := p.page().Find(`meta[property^="og:"]`).Length(); n != 0 {
		t.Errorf("a question's page has %d tags for previews, want none", n)
	}
}

// TestDoorIsShownAsQRCode looks for the code by which somebody at the same table begins: of the door, and not of the
// interview.
func TestDoorIsShownAsQRCode(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.open("/f/" + openCode)
	want, err := page.QR(pagetest.PublicURL + "/f/" + openCode)
	if err != nil {
		t.Fatal(err)
	}
	shown := func(where string) {
		t.Helper()
		if !strings.Contains(p.body, string(want)) {
			t.Errorf("%s does not show the door's QR code", where)
		}
	}
	shown("the first view")
	p = sentWish(t, s, "Жол.")
	shown("the receipt")
}
