package bot_test

import (
	"context"
	"testing"
	"time"

	"ashar/bot/bottest"
	"ashar/bot/telegram"
	"ashar/survey"
)

// serve runs a bot against a fake Bot API server until the test ends or stop is
// called.
func serve(t testing.TB, r *room, server *bottest.Server) (stop func()) {
	t.Helper()
	return run(t, r, telegram.Options{Token: bottest.Token, Server: server.URL()})
}

func run(t testing.TB, r *room, o telegram.Options) (stop func()) {
	t.Helper()
	if o.Now == nil {
		o.Now = func() time.Time { return noon }
	}
	return start(t, telegram.New(o, r.talk, survey.NewPseudonyms(secret), r.log.logger()))
}

func start(t testing.TB, b *telegram.Bot) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("the bot ended with %v", err)
			}
		case <-time.After(30 * time.Second):
			t.Error("the bot does not stop")
		}
	}
	t.Cleanup(stop)
	return stop
}

func fake(t testing.TB) *bottest.Server {
	t.Helper()
	return fakeAt(t, time.Now)
}

func fakeAt(t testing.TB, now func() time.Time) *bottest.Server {
	t.Helper()
	s, err := bottest.StartAt(now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// resident is somebody with a phone and patience.
type resident struct {
	t    testing.TB
	chat *bottest.Chat
}

func newResident(t testing.TB, s *bottest.Server, id int64) resident {
	return resident{t, s.Chat(bottest.Person{ID: id, FirstName: "Айгүл", Language: "ky"})}
}

// does what phone.do does, over the network, and waits until the bot is done
// with it.
func (r resident) does(doings ...string) {
	r.t.Helper()
	ctx := within(r.t, 20*time.Second)
	for _, doing := range doings {
		sent, err := sends(r.chat, doing)
		switch {
		case sent:
		case doing[0] == '[':
			_, err = r.chat.Tap(ctx, doing[1:len(doing)-1])
		default:
			_, err = r.chat.Send(doing)
		}
		if err != nil {
			r.t.Fatalf("%s: %v\n%s", doing, err, r.chat.Transcript())
		}
		r.waits()
	}
}

// taps presses a button that is there, without waiting for the bot.
func (r resident) taps(label string) {
	r.t.Helper()
	b, _ := r.chat.Keyboard().Find(label)
	if _, err := r.chat.Press(b); err != nil {
		r.t.Fatalf("%s: %v\n%s", label, err, r.chat.Transcript())
	}
}

func (r resident) waits() {
	r.t.Helper()
	if err := r.chat.WaitConfirmed(within(r.t, 20*time.Second)); err != nil {
		r.t.Fatalf("%v\n%s", err, r.chat.Transcript())
	}
}

// refusedNothing fails the test if the server refused any call.
func refusedNothing(t testing.TB, s *bottest.Server) {
	t.Helper()
	for _, r := range s.Refusals() {
		t.Errorf("refused: %s", r)
	}
}
