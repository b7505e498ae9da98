package main_test

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ashar/bot/bottest"
	"ashar/store/storetest"
)

// answerByPost goes through the form with bare requests and returns when the
// answer is acknowledged.
func answerByPost(s *service, code string) error {
	p, err := newPhone(s.base)
	if err != nil {
		return err
	}
	defer p.conn.Close()
	at, err := p.post("/f/"+code+"?lang=ky", map[string][]string{"consent": {consentVersion}})
	if err != nil {
		return err
	}
	at, _, _ = strings.Cut(strings.TrimPrefix(at, s.base), "/needs")
	for _, step := range steps {
		if _, err := p.post(at+step.path, step.form); err != nil {
			return err
		}
	}
	return nil
}

// ranked returns how many answers the ranking of the store rests on, and the most
// chosen need.
func ranked(t testing.TB, s *service) (count int64, first string) {
	t.Helper()
	var r struct {
		Count int64 `json:"n"`
		Items []struct {
			Need struct {
				Code string `json:"code"`
			} `json:"need"`
		} `json:"items"`
	}
	if err := json.Unmarshal([]byte(run(t, s.env, "rank", "--rule", "borda", "--json", "--store", s.store)), &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Items) > 0 {
		first = r.Items[0].Need.Code
	}
	return r.Count, first
}

// TestServeKeepsWhatItAcknowledged stops the service in the middle of a rush:
// whoever was told that the answer came in is counted, and the service ends well.
func TestServeKeepsWhatItAcknowledged(t *testing.T) {
	s := newService(t)
	var acknowledged atomic.Int64
	var rush sync.WaitGroup
	for i := range 16 {
		rush.Go(func() {
			for answerByPost(s, s.codes[i%len(s.codes)]) == nil {
				acknowledged.Add(1)
			}
		})
	}
	for acknowledged.Load() < 50 {
		time.Sleep(time.Millisecond)
	}
	s.stop()
	rush.Wait()
	count, first := ranked(t, s)
	// An answer can be stored whose reply was cut off, one a connection at most.
	if told := acknowledged.Load(); count < told || count > told+16 {
		t.Errorf("got %d answers in the store, want the %d acknowledged, and few more", count, told)
	}
	if first != "roads" {
		t.Errorf("got %q as the first need, want roads", first)
	}
}

// TestServeOnMongoDB runs the service on a server that speaks MongoDB's protocol.
func TestServeOnMongoDB(t *testing.T) {
	place := storetest.FerretDB(t)
	s := newServiceAt(t, place(t), "ASHAR_SECRET="+strings.Repeat("invented", 8))
	for _, code := range append(s.codes, s.codes[0]) {
		if err := answerByPost(s, code); err != nil {
			t.Fatal(err)
		}
	}
	if count, first := ranked(t, s); count != 6 || first != "roads" {
		t.Errorf("got %d answers and %q first, want 6 and roads", count, first)
	}
}

// TestServeTalksInTelegram answers in a chat with the bot of the service, which asks for
// updates or has them delivered, and finds both channels in one ranking.
func TestServeTalksInTelegram(t *testing.T) {
	for _, webhook := range []string{"false", "true"} {
		t.Run("webhook="+webhook, func(t *testing.T) { talks(t, webhook) })
	}
}

func talks(t *testing.T, webhook string) {
	telegram, err := bottest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { telegram.Close() })
	s := newService(t, "ASHAR_TELEGRAM_TOKEN="+bottest.Token, "ASHAR_TELEGRAM_API_ENDPOINT="+telegram.URL(),
		"ASHAR_TELEGRAM_WEBHOOK="+webhook)
	if err := answerByPost(s, s.codes[0]); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	chat := telegram.Chat(bottest.Person{ID: 1, FirstName: "Invented", Language: "ky"})
	if err := chat.Start(s.codes[1]); err != nil {
		t.Fatal(err)
	}
	for _, label := range []string{
		"Макулмун", "Бала бакча", "Кийинки", "4 · Оор", "Эркек", "60 жаш жана андан улуу", "Өткөрүп жиберүү", "Жөнөтүү",
	} {
		_, err := chat.Button(ctx, label)
		before := chat.Messages()
		if err == nil {
			_, err = chat.Tap(ctx, label)
		}
		if err == nil { // what was delivered is confirmed before anything comes of it
			err = chat.Await(ctx, func(all []bottest.Message) bool { return !reflect.DeepEqual(all, before) })
		}
		if err != nil {
			t.Fatalf("%s: %v\n%s", label, err, chat.Transcript())
		}
	}
	if err := chat.Await(ctx, func(all []bottest.Message) bool {
		return strings.Contains(all[len(all)-1].Text, "Рахмат")
	}); err != nil {
		t.Fatalf("no thanks: %v\n%s", err, chat.Transcript())
	}
	if count, _ := ranked(t, s); count != 2 {
		t.Errorf("got %d answers, want 2\n%s", count, chat.Transcript())
	}
	if refused := telegram.Refusals(); len(refused) > 0 {
		t.Errorf("the server refused %v", refused)
	}
	if asked := telegram.Calls()["getUpdates"]; (asked == 0) != (webhook == "true") {
		t.Errorf("updates were asked for %d times, with webhook=%s", asked, webhook)
	}
}

// TestStrangersAreShownTheWay looks at the service from outside.
func TestStrangersAreShownTheWay(t *testing.T) {
	s := newService(t)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for path, want := range map[string]struct {
		status   int
		location string
	}{
		"/":                {http.StatusSeeOther, "/f"},
		"/f":               {http.StatusOK, ""},
		"/f/ZZZZZZ":        {http.StatusNotFound, ""},
		"/desk":            {http.StatusUnauthorized, ""},
		"/board/needs":     {http.StatusUnauthorized, ""},
		"/in/nonsense":     {http.StatusUnauthorized, ""},
		"/nowhere":         {http.StatusNotFound, ""},
		"/f/%00":           {http.StatusNotFound, ""},
		"/f/" + s.codes[0]: {http.StatusOK, ""},
	} {
		r, err := client.Get(s.base + path)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != want.status || r.Header.Get("Location") != want.location {
			t.Errorf("GET %s: got %d %q, want %d %q", path, r.StatusCode, r.Header.Get("Location"), want.status, want.location)
		}
		if csp := r.Header.Get("Content-Security-Policy"); want.location == "" && !strings.Contains(csp, "default-src 'none'") {
			t.Errorf("GET %s: got Content-Security-Policy %q", path, csp)
		}
	}
}
