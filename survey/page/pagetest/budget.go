package pagetest

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"regexp"
	"testing"
)

// InitialWindow is what a server may send before it hears from the client: ten segments of 1,460 bytes.
const InitialWindow = 10 * 1460

// linked finds what a page makes a browser fetch from us.
var linked = regexp.MustCompile(`(?:href|src)="(/a/[^"#]+)`)

// FirstView returns the bytes on the wire, headers included, of the answers that a browser which has been here never
// before gets to show the page at path: the page, and each of our assets that it names, compressed where we compress.
func FirstView(t testing.TB, h http.Handler, path string) int {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	page, body := fetch(t, server.URL+path, false)
	total := page
	seen := map[string]bool{}
	for _, match := range linked.FindAllSubmatch(body, -1) {
		url := string(match[1])
		if seen[url] {
			continue
		}
		seen[url] = true
		n, _ := fetch(t, server.URL+url, true)
		t.Logf("%6d bytes: %s", n, url)
		total += n
	}
	t.Logf("%6d bytes: %s itself", page, path)
	return total
}

// fetch gets a URL twice: compressed, for its size on the wire, and, unless onlySize, plain, for its text.
func fetch(t testing.TB, url string, onlySize bool) (int, []byte) {
	t.Helper()
	get := func(coding string) []byte {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", coding)
		r.Header.Set("Accept-Language", "ky")
		// A transport of one's own lets no connection outlive the request.
		answer, err := (&http.Transport{DisableKeepAlives: true, DisableCompression: true}).RoundTrip(r)
		if err != nil {
			t.Fatalf("GET %s: %v", url, err)
		}
		defer answer.Body.Close()
		dump, err := httputil.DumpResponse(answer, true)
		if err != nil {
			t.Fatalf("GET %s: %v", url, err)
		}
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("GET %s: got %s, want 200", url, answer.Status)
		}
		return dump
	}
	size := len(get("gzip"))
	if onlySize {
		return size, nil
	}
	return size, get("identity")
}
