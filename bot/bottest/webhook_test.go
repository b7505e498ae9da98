package bottest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"ashar/bot/bottest"
)

// hook takes deliveries down.
type hook struct {
	*httptest.Server
	mu     sync.Mutex
	got    []string // what was said or pressed
	secret []string
	status []int // of the next answers; then 200
	hold   chan struct{}
}

func newHook(t testing.TB) *hook {
	h := &hook{}
	h.Server = httptest.NewServer(h)
	t.Cleanup(h.Close)
	return h
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var u struct {
		Message struct{ Text string }
		Query   struct{ Data string } `json:"callback_query"`
	}
	if err := json.NewDecoder(r.Body).Decode(&u); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if h.hold != nil {
		<-h.hold
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.got, h.secret = append(h.got, u.Message.Text+u.Query.Data), append(h.secret, r.Header.Get(bottest.SecretHeader))
	if len(h.status) > 0 {
		w.WriteHeader(h.status[0])
		h.status = h.status[1:]
	}
}

func say(t testing.TB, c *bottest.Chat, all ...string) {
	t.Helper()
	for _, text := range all {
		if _, err := c.Send(text); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWebhookGetsWhatCameBeforeItToo delivers in order, with the secret, again until it
// is taken, and lets nobody poll meanwhile.
func TestWebhookGetsWhatCameBeforeItToo(t *testing.T) {
	s, h := start(t), newHook(t)
	h.status = []int{http.StatusServiceUnavailable, http.StatusFound, http.StatusNoContent}
	c := s.Chat(bottest.Person{ID: 42})
	say(t, c, "бир")
	if r := call(t, s, "setWebhook", "url", h.URL, "secret_token", "s_e-cret"); !r.OK {
		t.Fatal(r)
	}
	say(t, c, "эки", "үч")
	if err := s.WaitConfirmed(patiently(t)); err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(h.got), "[бир бир бир эки үч]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if slices.ContainsFunc(h.secret, func(s string) bool { return s != "s_e-cret" }) {
		t.Errorf("secrets %q, want s_e-cret with each", h.secret)
	}
	const conflict = "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
	if got := call(t, s, "getUpdates").String(); got != conflict {
		t.Errorf("getUpdates: got %s, want %s", got, conflict)
	}
	if got := string(call(t, s, "getWebhookInfo").Result); !strings.Contains(got, h.URL) || !strings.Contains(got, "503") && !strings.Contains(got, "302") {
		t.Errorf("getWebhookInfo: got %s, want the address and the last failure", got)
	}
	call(t, s, "deleteWebhook")
	say(t, c, "төрт")
	if got := call(t, s, "getUpdates"); !got.OK || !strings.Contains(string(got.Result), "төрт") {
		t.Errorf("getUpdates after deleteWebhook: got %s", got)
	}
}

func TestLostAnswersMakeDeliveriesComeAgain(t *testing.T) {
	s, h := start(t), newHook(t)
	s.LoseAnswers(2)
	call(t, s, "setWebhook", "url", h.URL)
	say(t, s.Chat(bottest.Person{ID: 42}), "бир")
	if err := s.WaitConfirmed(patiently(t)); err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(h.got), "[бир бир бир]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestDeliveriesGoSideBySide delivers for many people at once, but no more than are
// allowed.
func TestDeliveriesGoSideBySide(t *testing.T) {
	s, h := start(t), newHook(t)
	h.hold = make(chan struct{})
	call(t, s, "setWebhook", "url", h.URL, "max_connections", "3")
	for id := range int64(10) {
		say(t, s.Chat(bottest.Person{ID: id + 1}), "бир", "эки")
	}
	for range 20 {
		h.hold <- struct{}{}
	}
	if err := s.WaitConfirmed(patiently(t)); err != nil {
		t.Fatal(err)
	}
	if got := s.MostConnections(); got < 2 || got > 3 {
		t.Errorf("%d deliveries at once, want at most 3 and more than one", got)
	}
	if got := len(h.got); got != 20 {
		t.Errorf("%d deliveries, want 20", got)
	}
}

func TestWebhooksThatAreRefused(t *testing.T) {
	s := start(t)
	for _, c := range []struct{ want, url, secret string }{
		{"400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook", "http://ashar.example.org/x", ""},
		{"400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook", "ashar", ""},
		{"400 Bad Request: secret token contains unallowed characters", "https://ashar.example.org/x", "с"},
		{"400 Bad Request: secret token is too long", "https://ashar.example.org/x", strings.Repeat("a", 257)},
		{"400 Bad Request: bottest: the token is in the webhook's address, where proxies log it", "https://ashar.example.org/" + bottest.Token, ""},
	} {
		if got := call(t, s, "setWebhook", "url", c.url, "secret_token", c.secret).String(); got != c.want {
			t.Errorf("%q with secret %q: got %s, want %s", c.url, c.secret, got, c.want)
		}
	}
	if got := s.Webhook(); got != "" {
		t.Errorf("webhook %q, want none", got)
	}
}
