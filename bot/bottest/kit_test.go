package bottest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"ashar/bot/bottest"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// reply is what the server answers to a call.
type reply struct {
	OK          bool
	Result      json.RawMessage
	ErrorCode   int `json:"error_code"`
	Description string
	Parameters  struct {
		RetryAfter int `json:"retry_after"`
	}
}

func (r reply) String() string {
	if r.OK {
		return "ok"
	}
	return fmt.Sprintf("%d %s", r.ErrorCode, r.Description)
}

func start(t testing.TB) *bottest.Server {
	t.Helper()
	return startAt(t, time.Now)
}

func startAt(t testing.TB, now func() time.Time) *bottest.Server {
	t.Helper()
	s, err := bottest.StartAt(now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		http.DefaultClient.CloseIdleConnections()
	})
	return s
}

// patiently is for what comes soon, on however busy a machine.
func patiently(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func at(s *bottest.Server, method string) string {
	return s.URL() + "/bot" + bottest.Token + "/" + method
}

// call sends parameters as a form, in pairs.
func call(t testing.TB, s *bottest.Server, method string, pairs ...string) reply {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	response, err := http.PostForm(at(s, method), form)
	return read(t, response, err)
}

func read(t testing.TB, response *http.Response, err error) reply {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var r reply
	if err := json.NewDecoder(response.Body).Decode(&r); err != nil {
		t.Fatalf("answer is not JSON: %v", err)
	}
	if !r.OK && r.ErrorCode != response.StatusCode {
		t.Errorf("status %d with error_code %d", response.StatusCode, r.ErrorCode)
	}
	return r
}

// person returns a chat in which the person has pressed Start.
func person(t testing.TB, s *bottest.Server) *bottest.Chat {
	t.Helper()
	c := s.Chat(bottest.Person{ID: 42, FirstName: "Айгүл", Language: "ky"})
	if err := c.Start("K7PM4X"); err != nil {
		t.Fatal(err)
	}
	return c
}

func inline(data string) string {
	return fmt.Sprintf(`{"inline_keyboard":[[{"text":"ооба","callback_data":%q}]]}`, data)
}
