package bot_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"ashar/bot/bottest"
	"ashar/survey"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// whole is an interview from the first word to the receipt.
var whole = through("[Мектеп]", "[Кийинки]", "[5 · Өтө оор]", "[Аял]", "Жол оңдолсо", "[Жөнөтүү]")

// fetch takes updates without confirming them, as a process does that is killed
// before it can.
func fetch(t testing.TB, s *bottest.Server) []tgbotapi.Update {
	t.Helper()
	response, err := http.Post(s.URL()+"/bot"+bottest.Token+"/getUpdates", "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = response.Body.Close()
		http.DefaultClient.CloseIdleConnections()
	}()
	var reply struct{ Result []tgbotapi.Update }
	if err := json.NewDecoder(response.Body).Decode(&reply); err != nil {
		t.Fatal(err)
	}
	return reply.Result
}

// TestRedelivery crashes after an answer was kept and before the reply, at every
// step of an interview: nothing is lost, doubled or asked again, and the person
// is shown where they are.
func TestRedelivery(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	person := newResident(t, s, 42)
	ctx := within(t, time.Minute)
	for i, doing := range whole {
		if strings.HasPrefix(doing, "[") {
			b, err := person.chat.Button(ctx, strings.Trim(doing, "[]"))
			if err != nil {
				t.Fatalf("%v\n%s", err, person.chat.Transcript())
			}
			if _, err := person.chat.Press(b); err != nil {
				t.Fatal(err)
			}
		} else {
			person.says(doing)
		}
		for _, u := range fetch(t, s) {
			if _, err := r.talk.Reply(ctx, u, noon, nil); err != nil { // kept; the replies are lost
				t.Fatal(err)
			}
		}
		kept := ""
		if i > 0 {
			kept = answersOf(r.latest(t, 42))
		}
		stop := serve(t, r, s)
		person.waits()
		stop()
		if i > 0 {
			if got := answersOf(r.latest(t, 42)); got != kept {
				t.Errorf("%s: after redelivery %s, before it %s", doing, got, kept)
			}
		}
	}
	if got := len(r.responses()); got != 1 {
		t.Errorf("%d responses, want 1", got)
	}
	if got := person.chat.Last().Text; !strings.Contains(got, "VATGR-PQMNW") {
		t.Errorf("last message %q, want the receipt", got)
	}
	refusedNothing(t, s)
}

// says writes something without waiting for the bot.
func (r resident) says(doing string) {
	r.t.Helper()
	if _, err := r.chat.Send(doing); err != nil {
		r.t.Fatal(err)
	}
}

// answersOf is what an interview holds apart from revisions and times.
func answersOf(s survey.Session) string {
	return fmt.Sprint(s.Answers, s.At, s.Draft, s.Response)
}

// TestUpdatesAreConfirmedOnlyAfterHandling makes polls fail in between, so that
// the same updates are handed out again to the same process.
func TestUpdatesAreConfirmedOnlyAfterHandling(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	person := newResident(t, s, 42)
	for i, doing := range whole {
		if i == 2 || i == 6 {
			s.Break(1, "getUpdates", http.StatusBadGateway)
		}
		person.does(doing)
	}
	if got := len(r.responses()); got != 1 {
		t.Errorf("%d responses, want 1\n%s", got, person.chat.Transcript())
	}
	refusedNothing(t, s)
}

// TestDoubleTap taps each button twice before the bot sees any of it.
func TestDoubleTap(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	person := newResident(t, s, 42)
	ctx := within(t, time.Minute)
	for _, doing := range whole {
		if !strings.HasPrefix(doing, "[") {
			person.does(doing)
			continue
		}
		b, err := person.chat.Button(ctx, strings.Trim(doing, "[]"))
		if err != nil {
			t.Fatal(err)
		}
		first := person.chat.Forge(b.Message, b.Data)
		second := person.chat.Forge(b.Message, b.Data)
		for _, p := range []*bottest.Press{first, second} {
			if _, err := p.Answered(ctx); err != nil {
				t.Fatal(err)
			}
		}
		person.waits()
	}
	if got := len(r.responses()); got != 1 {
		t.Errorf("%d responses, want 1", got)
	}
	for _, refusal := range s.Refusals() { // drawing the same again is the one thing that may be refused
		if !strings.Contains(refusal.Description, "message is not modified") {
			t.Errorf("refused: %s", refusal)
		}
	}
	if strings.Contains(r.log.String(), "level=ERROR") {
		t.Errorf("logged as an error:\n%s", r.log)
	}
}

// TestOutOfOrderCallback delivers a tap after the chat has moved on.
func TestOutOfOrderCallback(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	person := newResident(t, s, 42)
	person.does(begun...)
	late := person.chat.Keyboard()
	person.does("[Мектеп]", "[Кийинки]", "[5 · Өтө оор]")
	before := answersOf(r.latest(t, 42))
	water, _ := late.Find("Таза суу")
	flash, err := person.chat.Forge(water.Message, water.Data).Answered(within(t, 20*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	person.waits()
	if !strings.Contains(flash.Text, "эч нерсе өзгөргөн жок") {
		t.Errorf("flashed up: %q, want a kind word", flash.Text)
	}
	if got := answersOf(r.latest(t, 42)); got != before {
		t.Errorf("got %s, want %s", got, before)
	}
	if _, ok := person.chat.Keyboard().Find("Аял"); !ok {
		t.Errorf("the current question is no longer there:\n%s", person.chat.Transcript())
	}
}

// TestLateAnswersToTaps lets the time run out in which taps can be answered.
func TestLateAnswersToTaps(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	person := newResident(t, s, 42)
	stop := serve(t, r, s)
	person.does(begun...)
	stop()
	b, _ := person.chat.Keyboard().Find("Мектеп")
	p, err := person.chat.Press(b)
	if err != nil {
		t.Fatal(err)
	}
	p.Expire()
	serve(t, r, s)
	person.waits()
	if _, ok := person.chat.Keyboard().Find("✅ Мектеп"); !ok {
		t.Errorf("a tap during the outage is not shown:\n%s", person.chat.Transcript())
	}
}

// TestForgedCallback sends data that we never sent, through the network.
func TestForgedCallback(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	person := newResident(t, s, 42)
	person.does(begun...)
	before := answersOf(r.latest(t, 42))
	for _, message := range []int{1, 2, 999} {
		flash, err := person.chat.Forge(message, "t:ffffff:1:0:тандоо:1").Answered(within(t, 20*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(flash.Text, "тааный алган жокпуз") {
			t.Errorf("flashed up: %q, want a kind word", flash.Text)
		}
	}
	person.waits()
	if got := answersOf(r.latest(t, 42)); got != before {
		t.Errorf("got %s, want %s", got, before)
	}
	if !strings.Contains(r.log.String(), "button not ours") || strings.Contains(r.log.String(), "тандоо") {
		t.Errorf("want the event in the log and its content not:\n%s", r.log)
	}
	refusedNothing(t, s)
}
