package api_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

var (
	hxl       = regexp.MustCompile(`^#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*$`)
	requestID = regexp.MustCompile(`"request_id":"[A-Z2-7]+"`)
)

// TestThePageDescribesEveryOperation looks for each in every language, without a script and without a cookie.
func TestThePageDescribesEveryOperation(t *testing.T) {
	c := newContract(t)
	for _, lang := range []string{"ky", "ru", "en"} {
		w := c.ask(http.MethodGet, "/api?lang="+lang, "")
		if w.Code != http.StatusOK || len(w.Header().Values("Set-Cookie")) > 0 {
			t.Fatalf("%s: status %d, cookies %q", lang, w.Code, w.Header().Values("Set-Cookie"))
		}
		doc, err := goquery.NewDocumentFromReader(w.Body)
		c.must(err)
		if got := doc.Find("html").AttrOr("lang", ""); got != lang {
			t.Errorf("the page is in %q, want %q", got, lang)
		}
		if n := doc.Find("script, style, [style], [onclick]").Length(); n > 0 {
			t.Errorf("%s: %d scripts or styles stand in the page", lang, n)
		}
		for path, methods := range c.Paths {
			op := methods["get"]
			section := doc.Find("#" + op.OperationID)
			if !strings.Contains(section.Find("code").First().Text(), path) {
				t.Errorf("%s: %s is not described at #%s", lang, path, op.OperationID)
			}
			for _, p := range op.Parameters {
				if !strings.Contains(section.Find("table").Text(), p.Name) {
					t.Errorf("%s: %s: parameter %s is not on the page", lang, path, p.Name)
				}
			}
			if !strings.Contains(section.Find("pre").First().Text(), "curl ") {
				t.Errorf("%s: %s has no command to try", lang, path)
			}
		}
		for name := range c.Components.Schemas {
			if doc.Find("#schema-"+name).Length() != 1 {
				t.Errorf("%s: schema %s is not on the page", lang, name)
			}
		}
		doc.Find(`a[href^="#"]`).Each(func(_ int, a *goquery.Selection) {
			if doc.Find(a.AttrOr("href", "#nosuch")).Length() != 1 {
				t.Errorf("%s: the link %s leads nowhere", lang, a.AttrOr("href", ""))
			}
		})
	}
}
