package form_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ashar/configs"
	"ashar/survey"
)

// maxScripts is what all scripts together may weigh on the wire, in bytes.
const maxScripts = 25 << 10

// fetch gets an address as a browser does, and returns the answer.
func fetch(t testing.TB, s http.Handler, address string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// kept are the addresses that the service worker keeps.
func kept(t testing.TB, s http.Handler) []string {
	t.Helper()
	w := fetch(t, s, "/f/sw.js")
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/javascript") || w.Header().Get("Cache-Control") != "no-cache" {
		t.Fatalf("the service worker: status %d, %v", w.Code, w.Header())
	}
	var list []string
	written := regexp.MustCompile(`=(\["/a/[^\]]*\])`).FindStringSubmatch(w.Body.String())
	if written == nil {
		t.Fatalf("the service worker does not know what to keep:\n%s", w.Body)
	}
	if err := json.Unmarshal([]byte(written[1]), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestScriptsAreLightAndKept(t *testing.T) {
	s := newService(t)
	worker := fetch(t, s, "/f/sw.js", "Accept-Encoding", "gzip").Body.Len()
	sum := worker
	list := kept(t, s)
	for _, address := range list {
		w := fetch(t, s, address, "Accept-Encoding", "gzip")
		if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: status %d, %v", address, w.Code, w.Header())
		}
		if strings.HasSuffix(address, ".js") {
			sum += w.Body.Len()
		}
	}
	t.Logf("the scripts weigh %d bytes, the service worker %d of them", sum, worker)
	if sum > maxScripts {
		t.Errorf("the scripts weigh %d bytes, want at most %d", sum, maxScripts)
	}
	p := newPhone(t, s)
	p.open("/f/" + openCode)
	if script := p.page().Find("script"); script.Length() != 2 || !slices.Contains(list, script.First().AttrOr("src", "")) || !slices.Contains(list, script.Last().AttrOr("src", "")) {
		t.Errorf("the page has %d scripts, want two that are kept", script.Length())
	}
}

// TestLiveScriptRunsInOldBrowsers looks for what browsers of 2018 do not know, and does without.
func TestLiveScriptRunsInOldBrowsers(t *testing.T) {
	s := newService(t)
	list := kept(t, s)
	script := list[slices.IndexFunc(list, func(address string) bool { return strings.HasPrefix(address, "/a/live.") })]
	body := fetch(t, s, script).Body.String()
	for _, newer := range []string{"?.", "??", "||=", "&&=", "replaceChildren", "requestSubmit", ".at(", ".flat", "AbortSignal.", "structuredClone", "replaceAll", "#private"} {
		if strings.Contains(body, newer) {
			t.Errorf("the script says %s, which is newer", newer)
		}
	}
}

// TestQuestionnaireIsSentForTheTimeWithoutAConnection has a screen for every question, in every language, and weighs it.
func TestQuestionnaireIsSentForTheTimeWithoutAConnection(t *testing.T) {
	names, err := fs.Glob(configs.Questionnaires(), "*.json")
	if err != nil {
		t.Fatal(err)
	}
	all := []*survey.Questionnaire{everyKind(t)}
	for _, name := range names {
		all = append(all, readQuestionnaire(t, configs.Questionnaires(), name))
	}
	for _, q := range all {
		s := serve(t, q)
		for _, lang := range q.Languages {
			address := "/f/" + openCode + "/form.json?lang=" + lang
			w := fetch(t, s, address)
			var got struct {
				Screens map[string]string
				Words   map[string]string
				Outline survey.Outline
			}
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
				t.Fatalf("%s %s: status %d, %v", q.ID, lang, w.Code, err)
			}
			if got.Outline.Language != lang || got.Outline.Key != q.Key() {
				t.Errorf("%s %s: it is %s in %s", q.ID, lang, got.Outline.Key, got.Outline.Language)
			}
			for _, x := range q.Questions {
				if html := got.Screens[x.Name]; !x.Kind.Computed() && !strings.Contains(html, `<h1 id="question">`) {
					t.Errorf("%s %s: the screen of %s is %q", q.ID, lang, x.Name, html)
				}
			}
			for id, text := range got.Words {
				if text == "" || text == id || strings.Contains(text, "…}") {
					t.Errorf("%s %s: %s says %q", q.ID, lang, id, text)
				}
			}
			t.Logf("%s in %s weighs %d bytes", q.ID, lang, fetch(t, s, address, "Accept-Encoding", "gzip").Body.Len())
			again := fetch(t, s, address, "If-None-Match", w.Header().Get("ETag"))
			if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
				t.Errorf("%s %s: asked again, status %d", q.ID, lang, again.Code)
			}
		}
	}
}

func TestNothingIsSentForTheTimeWithoutAConnectionBehindAClosedDoor(t *testing.T) {
	s := newService(t)
	for code, want := range map[string]int{closedCode: http.StatusGone, plannedCode: http.StatusForbidden, "222222": http.StatusNotFound} {
		if w := fetch(t, s, "/f/"+code+"/form.json"); w.Code != want {
			t.Errorf("%s: status %d, want %d", code, w.Code, want)
		}
	}
}
