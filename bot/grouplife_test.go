package bot_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ashar/bot/bottest"
	"ashar/bot/telegram"
)

// Two people of the village's group.
var (
	aigul  = bottest.Person{ID: 42, FirstName: "Айгүл", Language: "ky"}
	bakyt  = bottest.Person{ID: 43, FirstName: "Бакыт", Language: "ru"}
	forBot = "@" + bottest.Username
)

// groupRoom runs a bot by a clock that later moves, and a group that it is not in.
func groupRoom(t *testing.T) (r *room, s *bottest.Server, g *bottest.Group, later func()) {
	t.Helper()
	r, s = newRoom(t), fake(t)
	var minutes atomic.Int64
	run(t, r, telegram.Options{Token: bottest.Token, Server: s.URL(), Now: func() time.Time {
		return noon.Add(time.Duration(minutes.Load()) * time.Minute)
	}})
	return r, s, s.Group("Арча-Булак"), func() { minutes.Add(1) }
}

// settles waits until the bot is done with all that happened in the group.
func settles(t *testing.T, g *bottest.Group) {
	t.Helper()
	if err := g.WaitConfirmed(within(t, 20*time.Second)); err != nil {
		t.Fatalf("%v\n%s", err, g.Transcript())
	}
}

// says has somebody write in the group, and waits until the bot is done with it.
func says(t *testing.T, g *bottest.Group, by bottest.Person, text string) {
	t.Helper()
	if _, err := g.Send(by, text); err != nil {
		t.Fatal(err)
	}
	settles(t, g)
}

// hears waits until the bot has written so many messages in the group.
func hears(t *testing.T, g *bottest.Group, n int) {
	t.Helper()
	if err := g.Await(within(t, 20*time.Second), func(seen []bottest.Message) bool { return fromBot(seen) >= n }); err != nil {
		t.Fatalf("%v\n%s", err, g.Transcript())
	}
}

// TestGroupLife follows a group from the bot's coming to its going: it is told the code,
// talks of other things, becomes a supergroup, and throws the bot out.
func TestGroupLife(t *testing.T) {
	t.Parallel()
	r, s, g, later := groupRoom(t)
	must(t, g.Add(aigul, ""))
	hears(t, g, 1)
	says(t, g, aigul, "Бул эмне?")
	says(t, g, aigul, "/start QQQQQQ")
	says(t, g, aigul, "/start"+forBot+" "+openCode)
	says(t, g, bakyt, "Суу керек, жол да")
	if _, err := g.Answer(bakyt, g.Last().ID, "Школа"); err != nil {
		t.Fatal(err)
	}
	says(t, g, bakyt, "/status"+forBot)
	says(t, g, bakyt, "/start@another_bot "+secondCode)
	must(t, g.Upgrade())
	settles(t, g)
	later()
	says(t, g, bakyt, "/help"+forBot)
	hears(t, g, 4)
	says(t, g, bakyt, "/results"+forBot)
	hears(t, g, 5)
	for i := range 40 {
		answers(t, r, int64(1000+i))
	}
	publish(t, r, "needs")
	later()
	says(t, g, aigul, "/results")
	hears(t, g, 6)
	must(t, g.Remove(bottest.Anonymous))
	settles(t, g)
	refusedNothing(t, s)
	golden(t, "group.txt", g.Transcript())
	if n := len(r.responses()); n != 40 {
		t.Errorf("%d responses, want those of the private chats", n)
	}
	later()
	must(t, g.Add(bottest.Anonymous, ""))
	if err := g.Await(within(t, 20*time.Second), func(seen []bottest.Message) bool {
		return strings.Contains(seen[len(seen)-1].Text, "/start"+forBot)
	}); err != nil {
		t.Errorf("added again, it does not ask for the code: %v\n%s", err, g.Transcript())
	}
}

// TestGroupAddedByLink is told the code at once, and hears one thing only.
func TestGroupAddedByLink(t *testing.T) {
	t.Parallel()
	_, s, g, _ := groupRoom(t)
	must(t, g.Add(aigul, openCode))
	hears(t, g, 1)
	settles(t, g)
	if !strings.HasPrefix(g.Last().Text, "Айылыңызга эмне керек?") || wrote(g) != 1 {
		t.Errorf("want the poster alone:\n%s", g.Transcript())
	}
	refusedNothing(t, s)
}

// wrote counts what the bot wrote in the group.
func wrote(g *bottest.Group) int { return fromBot(g.Messages()) }

func fromBot(seen []bottest.Message) int {
	n := 0
	for _, m := range seen {
		if m.FromBot {
			n++
		}
	}
	return n
}

// TestGroupThatIsShut does not want the bot's words, or has it no more when they come: it
// tries once and is quiet, and what people do elsewhere goes on.
func TestGroupThatIsShut(t *testing.T) {
	t.Parallel()
	for name, shut := range map[string]func(*bottest.Group) error{
		"muted":       func(g *bottest.Group) error { g.Mute(true); return nil },
		"removed":     func(g *bottest.Group) error { return g.Remove(aigul) },
		"another now": (*bottest.Group).Upgrade,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, s, g, _ := groupRoom(t)
			must(t, g.Add(aigul, openCode))
			hears(t, g, 1)
			s.Break(1, "sendMessage", http.StatusBadGateway) // the reply comes too late
			if _, err := g.Send(aigul, "/help"); err != nil {
				t.Fatal(err)
			}
			must(t, shut(g))
			settles(t, g)
			newResident(t, s, 44).does("/help")
			for deadline := time.Now().Add(20 * time.Second); len(s.Refusals()) == 0 && time.Now().Before(deadline); {
				time.Sleep(10 * time.Millisecond)
			}
			newResident(t, s, 44).does("/help")
			if n := len(s.Refusals()); n != 1 || wrote(g) != 1 {
				t.Errorf("refused %v, written %d; want one of each", s.Refusals(), wrote(g))
			}
			if log := r.log.String(); strings.Contains(log, "level=ERROR") {
				t.Errorf("an error is logged:\n%s", log)
			}
		})
	}
}

// TestGroupPress answers a tap in a group with words, and nothing else comes of it.
func TestGroupPress(t *testing.T) {
	t.Parallel()
	r, s, g, _ := groupRoom(t)
	must(t, g.Add(aigul, openCode))
	hears(t, g, 1)
	toast, err := g.Forge(bakyt, g.Last().ID, "A:K7PM4X:ky:00000000").Answered(within(t, 20*time.Second))
	if err != nil || !strings.HasPrefix(toast.Text, "В групповом чате") {
		t.Errorf("got %q, %v", toast.Text, err)
	}
	settles(t, g)
	if wrote(g) != 1 || len(r.responses()) != 0 {
		t.Errorf("something came of it:\n%s", g.Transcript())
	}
	refusedNothing(t, s)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
