package page_test

import (
	"net/http"
	"testing"

	"ashar/survey/access"
)

// TestInAHallWithoutTheInternetOneSignsInByTheMachinesOwnAddress: a browser keeps no HTTPS cookie there, and says nothing of
// where a form comes from but its origin.
func TestInAHallWithoutTheInternetOneSignsInByTheMachinesOwnAddress(t *testing.T) {
	for host, plain := range map[string]bool{
		"192.168.1.2:8080": true, "10.0.0.5": true, "[fd00::1]:8080": true,
		"ashar.example.kg": false, "203.0.113.9": false, "127.0.0.1:8080": false, "elsewhere.example": false,
	} {
		h := build(t, "https://ashar.example.kg")
		at := func(r *http.Request) { r.Host = host }
		w := post(t, h.e, h.link(t, access.Owner), "", at, func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", "http://"+host)
		})
		if w.Code != http.StatusSeeOther {
			t.Errorf("%s: signing in: status %d, want 303", host, w.Code)
			continue
		}
		c := cookie(t, w)
		if c.Secure == plain || (c.Name == "session") != plain {
			t.Errorf("%s: the cookie is %s, secure %v, want it for plain HTTP: %v", host, c.Name, c.Secure, plain)
		}
		if got := get(t, h.e, "/desk", at, with(c)); got.Code != http.StatusOK {
			t.Errorf("%s: the desk: status %d, want 200", host, got.Code)
		}
		forged := post(t, h.e, "/out", "", at, with(c), func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", "http://192.168.1.66")
		})
		if forged.Code != http.StatusForbidden {
			t.Errorf("%s: another site's form: status %d, want 403", host, forged.Code)
		}
	}
}
