package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestReferencesLeadSomewhere follows every reference of the description from its beginning, as most programs do that read
// OpenAPI: they take no identifier of a schema for a new beginning.
func TestReferencesLeadSomewhere(t *testing.T) {
	o := newOffice(t)
	var doc map[string]any
	o.getJSON("/api/v1/openapi.json", &doc)
	led := 0
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if v["$id"] != nil {
				t.Errorf("a schema has the identifier %v", v["$id"])
			}
			if ref, ok := v["$ref"].(string); ok {
				led++
				var at any = doc
				for step := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
					m, _ := at.(map[string]any)
					at = m[step]
				}
				if at == nil {
					t.Errorf("%s leads nowhere", ref)
				}
			}
			for _, inner := range v {
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	if walk(doc); led == 0 {
		t.Error("there are no references")
	}
}

// TestEveryResourceIsAskedForAsJSON holds that json is a format everywhere, also where there is no other.
func TestEveryResourceIsAskedForAsJSON(t *testing.T) {
	o := newOffice(t)
	for _, path := range []string{"", "/openapi.json", "/places", "/campaigns", "/campaigns/summer", "/campaigns/summer/questionnaire", "/campaigns/summer/coverage", "/campaigns/summer/ranking", "/campaigns/summer/snapshots", "/campaigns/summer/analysis", "/campaigns/summer/answers"} {
		w := o.ask(http.MethodGet, "/api/v1"+path+"?format=json", o.all)
		if got := w.Header().Get("Content-Type"); w.Code != http.StatusOK || got != "application/json" {
			t.Errorf("%s: status %d, %s", path, w.Code, got)
		}
	}
}
