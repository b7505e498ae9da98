package page_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"

	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

// BenchmarkRender is one screen of 23 cards, through the whole chain around it.
func BenchmarkRender(b *testing.B) {
	p := pagetest.New(b)
	form := room(b, p, page.Form)
	e := p.Echo()
	var cards []need
	for _, code := range needs {
		cards = append(cards, need{Icon: code, Words: "ичүүчү таза суу"})
	}
	e.GET("/q", func(c echo.Context) error {
		v := formView{Page: p.Page(c, "Айылыңызга эмне керек?"), Needs: cards}
		v.Step, v.Steps = 4, 9
		return form.Render(c, http.StatusOK, "choose", v)
	})
	for _, coding := range []string{"identity", "gzip"} {
		b.Run(coding, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest(http.MethodGet, "/q", nil)
				r.Header.Set("Accept-Encoding", coding)
				r.Header.Set("Cookie", "lang=ky")
				w := httptest.NewRecorder()
				e.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatalf("got %d, want 200", w.Code)
				}
			}
		})
	}
}
