package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ashar/bot"
	"ashar/bot/bottest"
	"ashar/bot/telegram"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/locale"
)

// killVariable tells the test binary that it is the process to be killed: the store, the
// Bot API server and the address to listen on.
const killVariable = "ASHAR_TEST_KILL_BOT"

// TestKill kills the process again and again in the middle of a crowd's interviews, as
// kill -9 does: every answer is there once, and everybody is told.
func TestKill(t *testing.T) {
	const crowd, kills = 30, 4
	r, s := newRoom(t), fake(t)
	addr := freeAddress(t)
	child := startChild(t, r.uri, s.URL(), addr)
	var answering sync.WaitGroup
	for i := range crowd {
		answering.Go(func() {
			if err := answersAll(s.Chat(bottest.Person{ID: int64(2000 + i), FirstName: "А", Language: "ky"})); err != nil {
				t.Error(err)
			}
		})
	}
	for n := range kills { // each a little further on the way
		for sent := 0; sent < (n+1)*crowd*len(whole)/(kills+2); sent = s.Calls()["sendMessage"] {
			time.Sleep(time.Millisecond)
		}
		_ = child.Process.Kill()
		_ = child.Wait()
		child = startChild(t, r.uri, s.URL(), addr)
	}
	answering.Wait()
	h := hooked{db: r.db}
	h.settles(t, s)
	_ = child.Process.Kill()
	_ = child.Wait()
	n := 0
	for sent, err := range r.db.ResponsesSince(t.Context(), "needs", time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(sent.Answers, func(a survey.Answer) bool { return a.Question == "wish" })
		if i < 0 || sent.Answers[i].Value.Text != "Жол оңдолсо" {
			t.Errorf("an answer was lost: %+v", sent.Answers)
		}
		n++
	}
	if n != crowd {
		t.Errorf("%d responses, want %d", n, crowd)
	}
}

func startChild(t testing.TB, settings ...string) *exec.Cmd {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestKillChild$")
	child.Env = append(os.Environ(), killVariable+"="+strings.Join(settings, " "))
	child.Stderr = os.Stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = child.Process.Kill() })
	return child
}

// alone is a lease that nobody else wants: who was killed does not have to be waited for.
type alone struct{}

func (alone) Lease(context.Context, string) (survey.Lease, error) {
	return survey.Lease{}, survey.ErrNotFound
}
func (alone) SaveLease(context.Context, survey.Lease) error { return nil }

// TestKillChild is the process that TestKill kills.
func TestKillChild(t *testing.T) {
	settings := strings.Fields(os.Getenv(killVariable))
	if len(settings) != 3 {
		t.Skip("runs only as a child of TestKill")
	}
	uri, server, addr := settings[0], settings[1], settings[2]
	db, err := store.Open(t.Context(), uri, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	intake := survey.NewIntake(db, db, db, db, time.Now, survey.Told{})
	talk := bot.NewConversation(bot.Deps{
		Intake: intake, Signpost: survey.NewSignpost(db, time.Now), Words: words, Pseudonyms: survey.NewPseudonyms(secret), Web: web, Subscriptions: db,
		Groups: db, Name: func() string { return bottest.Username },
	})
	b := telegram.New(telegram.Options{
		Token: bottest.Token, Server: server, Webhook: telegram.Webhook{URL: "http://" + addr + telegram.WebhookPath}, Inbox: db, Leases: alone{}, Announcements: db,
		Now: func() time.Time { return noon },
	}, talk, survey.NewPseudonyms(secret), slog.New(slog.DiscardHandler))
	go func() {
		if err := http.ListenAndServe(addr, b); !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	}()
	if err := b.Run(t.Context()); err != nil {
		t.Error(err)
	}
}
