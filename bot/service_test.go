package bot_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"ashar/bot/bottest"
	"ashar/bot/telegram"
	"ashar/survey"
)

// TestStop finishes what is under way: everything that came in before is kept,
// replied to and confirmed.
func TestStop(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	stop := serve(t, r, s)
	people := make([]resident, 20)
	for i := range people {
		people[i] = newResident(t, s, int64(100+i))
		people[i].does("/start " + openCode)
	}
	for _, p := range people {
		b, _ := p.chat.Keyboard().Find("Макулмун")
		if _, err := p.chat.Press(b); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	pending := s.Pending()
	asked := 0
	for _, p := range people {
		if _, ok := p.chat.Keyboard().Find("Мектеп"); ok {
			asked++
		}
	}
	if asked+pending != len(people) {
		t.Errorf("%d were replied to and %d updates are left for later, want %d together", asked, pending, len(people))
	}
}

// TestUsername is known as soon as Telegram has told it.
func TestUsername(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	s.Break(1, "getMe", http.StatusBadGateway)
	b := telegram.New(telegram.Options{Token: bottest.Token, Server: s.URL()}, r.talk, survey.NewPseudonyms(secret), r.log.logger())
	if got := b.Username(); got != "" {
		t.Errorf("before it runs: got %q, want none", got)
	}
	start(t, b)
	newResident(t, s, 42).does("/help")
	if got := b.Username(); got != bottest.Username {
		t.Errorf("got %q, want %q", got, bottest.Username)
	}
}

func TestIntroducesItself(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	newResident(t, s, 42).does("/help")
	for language, want := range map[string]string{"ky": "Баштоо же улантуу", "ru": "Начать или продолжить", "en": "Start or go on", "kk": "Баштоо же улантуу"} {
		menu := s.Commands(language)
		if len(menu) != 11 || menu[0].Command != "start" || menu[0].Description != want {
			t.Errorf("%s: got %v, want eleven beginning with %q", language, menu, want)
		}
		if menu := s.GroupCommands(language); len(menu) != 2 || menu[0].Command != "results" || menu[1].Command != "help" {
			t.Errorf("%s: in groups %v, want results and help", language, menu)
		}
	}
	refusedNothing(t, s)
}

// TestRate bounds what is sent in all chats together.
func TestRate(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	run(t, r, telegram.Options{Token: bottest.Token, Server: s.URL(), Rate: 5})
	began := time.Now()
	for i := range 12 { // five at once, then five a second
		if _, err := newResident(t, s, int64(i+1)).chat.Send("/help"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.WaitConfirmed(within(t, 20*time.Second)); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took < 1300*time.Millisecond {
		t.Errorf("12 messages took %v, want at least 1.4 s", took)
	}
	if got := s.Calls()["sendMessage"]; got != 12 {
		t.Errorf("%d messages, want 12", got)
	}
}

// TestManyAtOnce has a crowd answer at the same time, each in their own order.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	const crowd = 60
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	receipts := make(chan string, crowd)
	for i := range crowd {
		go func() {
			p := newResident(t, s, int64(1000+i))
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			for _, doing := range whole {
				if strings.HasPrefix(doing, "[") {
					if _, err := p.chat.Tap(ctx, strings.Trim(doing, "[]")); err != nil {
						t.Errorf("%s: %v", doing, err)
						break
					}
					continue
				}
				if doing[0] != '/' { // words must wait for the question, as a person does
					if _, err := p.chat.Button(ctx, "Өткөрүп жиберүү"); err != nil {
						t.Error(err)
						break
					}
					err := p.chat.Await(ctx, func(seen []bottest.Message) bool {
						return strings.Contains(seen[len(seen)-1].Text, "Бир тилегиңиз")
					})
					if err != nil {
						t.Error(err)
						break
					}
				}
				if _, err := p.chat.Send(doing); err != nil {
					t.Error(err)
				}
			}
			err := p.chat.Await(ctx, func(seen []bottest.Message) bool {
				return strings.HasPrefix(seen[len(seen)-1].Text, "Рахмат")
			})
			if err != nil {
				t.Errorf("%v\n%s", err, p.chat.Transcript())
			}
			receipts <- p.chat.Last().Text
		}()
	}
	different := map[string]bool{}
	for range crowd {
		different[<-receipts] = true
	}
	if len(different) != crowd || len(r.responses()) != crowd {
		t.Errorf("%d receipts and %d responses, want %d of each", len(different), len(r.responses()), crowd)
	}
	refusedNothing(t, s)
}

// TestNothingPersonalIsLogged holds the log of a whole interview, and of one that
// fails, against what must not be in it.
func TestNothingPersonalIsLogged(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	var buf bytes.Buffer
	slogger := slog.New(slog.NewJSONHandler(&buf, &slog.HandlerOptions{Level: slog.LevelDebug}))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- telegram.New(telegram.Options{Token: bottest.Token, Server: s.URL()}, r.talk, survey.NewPseudonyms(secret), slogger).Run(ctx)
	}()
	person := newResident(t, s, 987654321)
	person.does(whole...)
	person.does(through()[0])
	other := newResident(t, s, 987654322)
	other.does("/start " + otherCode)
	if err := r.db.Close(); err != nil {
		t.Fatal(err)
	}
	other.does("[Макулмун]")
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	pseudonyms := survey.NewPseudonyms(secret)
	log := buf.String()
	for _, private := range []string{
		"98765432", "Айгүл", "Жол оңдолсо", "school", "VATGR", bottest.Token,
		pseudonyms.Of("telegram", "987654321"), pseudonyms.Of("telegram", "987654322"),
		pseudonyms.Of("telegram interview", "987654322 other"),
	} {
		if strings.Contains(log, private) {
			t.Errorf("%q is in the log:\n%s", private, log)
		}
	}
	if !strings.Contains(log, "update not handled") {
		t.Errorf("the failure is not in the log:\n%s", log)
	}
}
