package polling_test

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"testing"
	"time"

	"ashar/prioritize/hearing"
	"ashar/prioritize/polling"
	"ashar/survey"
)

func guess(t testing.TB) string {
	t.Helper()
	code, err := survey.NewTicketCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return "/v/" + survey.SpellTicket(code)
}

// TestAHallBehindOneAddressNeverWaits has five hundred people come in by one address; every tenth mistypes first.
func TestAHallBehindOneAddressNeverWaits(t *testing.T) {
	h := newHall(t, 500)
	h.rooms.Pauses(func(time.Duration) { t.Error("somebody waits") })
	for n, code := range h.codes {
		if n%10 == 0 {
			wrong := []byte(code)
			wrong[n/10%3] = "23"[n/30%2]
			if string(wrong) != code {
				if got := h.ask("/v/"+string(wrong), nil).Code; got != http.StatusUnprocessableEntity {
					t.Fatalf("number %d with a slip of the finger: status %d, want 422", n+1, got)
				}
			}
		}
		if got := h.ask("/v/"+code, nil).Code; got != http.StatusOK {
			t.Fatalf("number %d: status %d, want 200", n+1, got)
		}
	}
}

// TestGuessingIsSlowedAndVotersAreNot guesses codes from one address, then from many: each guess then waits. Who is in
// already never waits, who comes new does, and comes in.
func TestGuessingIsSlowedAndVotersAreNot(t *testing.T) {
	h := newHall(t, 4)
	h.begin()
	h.call(hearing.Round{Method: hearing.Dots, Dots: 1})
	waits := 0
	h.rooms.Pauses(func(d time.Duration) {
		waits++
		if d != polling.Wait {
			t.Errorf("a wait of %s, want %s", d, polling.Wait)
		}
	})
	voter := h.phone(0)
	free := 0
	for range 100 {
		before := waits
		if got := h.ask(guess(t), nil).Code; got != http.StatusNotFound {
			t.Fatalf("a guess: status %d, want 404", got)
		}
		if waits == before {
			free++
		}
	}
	if free < 20 || free > 22 {
		t.Errorf("%d guesses were free, want about 20", free)
	}
	waits = 0
	voter.send(url.Values{"dot": {"0"}})
	voter.says(http.StatusOK, "кабыл алынды")
	if waits != 0 {
		t.Error("somebody who is in waits because of a guesser")
	}
	h.phone(1).send(url.Values{"dot": {"1"}})
	if waits != 1 {
		t.Errorf("who comes new behind the guesser's address waits %d times, want once", waits)
	}
	waits = 0
	elsewhere := func(path, ip string) int {
		r := request(t, path)
		r.RemoteAddr = ip + ":1234"
		return h.serve(r)
	}
	if got := elsewhere("/v/"+h.codes[2], "203.0.113.9"); got != http.StatusOK || waits != 0 {
		t.Errorf("who comes from elsewhere: status %d after %d waits, want none", got, waits)
	}
	for n := range 250 {
		elsewhere(guess(t), "198.51.100."+string(rune('0'+n%10)))
	}
	waits = 0
	if got := elsewhere("/v/"+h.codes[3], "203.0.113.9"); got != http.StatusOK || waits != 1 {
		t.Errorf("while all guess, who comes new: status %d after %d waits, want one", got, waits)
	}
	h.clock.Add(int64(2 * time.Hour))
	waits = 0
	if h.ask(guess(t), nil); waits != 0 {
		t.Error("two hours later there are still waits")
	}
}
