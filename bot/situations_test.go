package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ashar/bot"
	"ashar/bot/bottest"
	"ashar/survey"
)

// TestClosedMeanwhile closes a campaign in the middle of an interview: every way
// to go on says so, and nothing changes.
func TestClosedMeanwhile(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := newPhone(t, r)
	for _, doing := range through("[Мектеп]", "[Кийинки]") {
		p.do(doing)
	}
	r.closes(t, "needs")
	before := r.latest(t, p.person)
	const closed = "say «Көк-Жар: needs»: бул сурамжылоо аяктады, эми жооп кабыл албайт. Жыйынтыгын айыл өкмөтүнөн же демилгелүү топтон сурасаңыз болот."
	for _, doing := range []string{"[5 · Өтө оор]", "/back"} {
		got := told(p.do(doing))
		if got[len(got)-1] != closed {
			t.Errorf("%s: got %q, want %q", doing, got, closed)
		}
	}
	if got := r.latest(t, p.person); got.Rev != before.Rev {
		t.Errorf("revision %d, want %d", got.Rev, before.Rev)
	}
}

// TestAfterAClosedCampaign is not kept from another campaign by an interview that was left
// at a text question: every command and all that is sent says that the old one is closed,
// the village's name and the poster's code lead into the new one.
func TestAfterAClosedCampaign(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := newPhone(t, r)
	for _, doing := range through("[Эч нерсе керек эмес]", "[Кийинки]", "[Аял]") {
		p.do(doing)
	}
	p.do("/status")
	r.closes(t, "needs")
	const closed = "say «Көк-Жар: needs»: бул сурамжылоо аяктады, эми жооп кабыл албайт. Жыйынтыгын айыл өкмөтүнөн же демилгелүү топтон сурасаңыз болот."
	for _, doing := range []string{"[Улантуу]", "/start", "/start " + openCode, "/back", "/cancel", "/web", "Көпүрө керек", "🎤", "📍 40 72"} {
		got := told(p.do(doing))
		if last := got[len(got)-1]; last != closed {
			t.Errorf("%s: got %q, want %q", doing, last, closed)
		}
	}
	if got := p.do("Мисте-Сай"); len(got) != 1 || len(got[0].Card.Rows) != 1 {
		t.Errorf("the village's name: got %q, want its button", told(got))
	}
	if got := told(p.do(strings.ToLower(otherCode))); !strings.HasPrefix(got[0], "say "+consentKy) {
		t.Errorf("the code: got %q, want the consent", got)
	}
	p.do("[Макулмун]")
	if s := r.latest(t, p.person); s.Campaign != "other" {
		t.Errorf("answers %s, want other", s.Campaign)
	}
}

// TestNothingLeadsOnWhereItEnded shows in /status what was left unfinished when the campaign
// closed, without a way to go on, and after the results are published how to see them.
func TestNothingLeadsOnWhereItEnded(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := newPhone(t, r)
	for _, doing := range through("[Мектеп]", "[Кийинки]") {
		p.do(doing)
	}
	status := func() bot.Card {
		replies := p.do("/status")
		return replies[len(replies)-1].Card
	}
	if got := status(); len(got.Rows) == 0 {
		t.Errorf("while it is open: got %q without buttons", got.Text)
	}
	r.closes(t, "needs")
	if got := status(); !strings.Contains(got.Text, "эсепке кирбейт") || len(got.Rows) != 0 {
		t.Errorf("got %q with %d rows of buttons, want no way to go on", got.Text, len(got.Rows))
	}
	publish(t, r, "needs")
	const published = "say «Көк-Жар: needs»: бул сурамжылоо аяктады, эми жооп кабыл албайт. Жыйынтыгын билүү үчүн мындай жазыңыз: /results " + openCode
	for _, doing := range []string{"/back", "/cancel", "/web", "/start"} {
		got := told(p.do(doing))
		if last := got[len(got)-1]; last != published {
			t.Errorf("%s: got %q, want %q", doing, last, published)
		}
	}
}

// TestNothingBegun answers with what to do, where there is nothing to go back in.
func TestNothingBegun(t *testing.T) {
	t.Parallel()
	p := newPhone(t, newRoom(t))
	for _, doing := range []string{"/back", "/cancel", "/web"} {
		if got := told(p.do(doing)); len(got) != 1 || !strings.Contains(got[0], "/start") || strings.Contains(got[0], "/mydata") {
			t.Errorf("%s: got %q, want to be told how to begin and nothing else", doing, got)
		}
	}
}

// closes closes a campaign.
func (r *room) closes(t testing.TB, campaign string) {
	t.Helper()
	c, err := r.db.Campaign(t.Context(), campaign)
	if err != nil {
		t.Fatal(err)
	}
	c.Rev++
	c.Status = survey.StatusClosed
	if err := r.db.SaveCampaign(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

// TestTwoCampaigns goes back and forth between two: what is written belongs to
// the one that was opened last, and the buttons of the other are old.
func TestTwoCampaigns(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := newPhone(t, r)
	words := []string{"[Эч нерсе керек эмес]", "[Кийинки]", "[Аял]"} // up to the text question
	for _, doing := range through(words...) {
		p.do(doing)
	}
	p.do("/start " + otherCode)
	for _, doing := range append([]string{"[Макулмун]"}, words...) {
		p.do(doing)
	}
	message, other := p.find("Артка")
	p.do("/start " + openCode)
	p.do("биринчиге жооп")
	s := r.latest(t, p.person)
	if v, _ := s.Given(s.Questionnaire, "wish"); s.Campaign != "needs" || v.Text != "биринчиге жооп" {
		t.Errorf("campaign %s got %q", s.Campaign, v.Text)
	}
	if got := told(p.press(message, other))[0]; got != oldButton {
		t.Errorf("the other campaign's button: got %q, want a kind word", got)
	}
}

// TestDeletedQuestion goes on in a new message when the person has deleted the
// one with the buttons, whether the bot is told that it is out of reach or not.
func TestDeletedQuestion(t *testing.T) {
	t.Parallel()
	for _, told := range []bool{true, false} {
		r, s := newRoom(t), fake(t)
		person := newResident(t, s, 42)
		stop := serve(t, r, s)
		person.does(begun...)
		b, _ := person.chat.Keyboard().Find("Мектеп")
		if !told {
			stop()
			person.chat.Forge(b.Message, b.Data)
		}
		if err := person.chat.Delete(b.Message); err != nil {
			t.Fatal(err)
		}
		if told {
			person.chat.Forge(b.Message, b.Data) // the tap was on its way
		} else {
			serve(t, r, s)
		}
		person.waits()
		if _, ok := person.chat.Keyboard().Find("✅ Мектеп"); !ok {
			t.Errorf("told %v: the question is not there again:\n%s", told, person.chat.Transcript())
		}
		for _, refusal := range s.Refusals() {
			if !strings.Contains(refusal.Description, "message to edit not found") {
				t.Errorf("told %v: refused: %s", told, refusal)
			}
		}
	}
}

// TestButtonsLeftByAnotherProcess presses an old message's button after a restart
// that forgot about it: one message with buttons remains.
func TestButtonsLeftByAnotherProcess(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	person := newResident(t, s, 42)
	stop := serve(t, r, s)
	person.does(begun...)
	stop()
	serve(t, r, s)
	person.does("/start")
	if n := keyboards(person); n != 2 {
		t.Fatalf("%d messages with buttons after a restart, want 2", n)
	}
	first := person.chat.Messages()[2].Keyboard
	b, ok := first.Find("Мектеп")
	if !ok {
		t.Fatalf("no button in %+v", first)
	}
	if _, err := person.chat.Press(b); err != nil {
		t.Fatal(err)
	}
	person.waits()
	if n := keyboards(person); n != 1 {
		t.Errorf("%d messages with buttons, want 1\n%s", n, person.chat.Transcript())
	}
	if _, ok := person.chat.Keyboard().Find("✅ Мектеп"); !ok {
		t.Errorf("the tap is not shown:\n%s", person.chat.Transcript())
	}
	refusedNothing(t, s)
}

func keyboards(person resident) int {
	n := 0
	for _, m := range person.chat.Messages() {
		if len(m.Keyboard) > 0 {
			n++
		}
	}
	return n
}

// TestFingersOnAFloodedChat taps on and on while Telegram holds the chat up: the
// last state comes, and the taps do not come again.
func TestFingersOnAFloodedChat(t *testing.T) {
	t.Parallel()
	clock := bottest.NewClock()
	r, s := newRoom(t), fakeAt(t, clock.Now)
	serve(t, r, s)
	person := newResident(t, s, 42)
	person.does(begun...)
	person.chat.Throttle(time.Second)
	school, _ := person.chat.Keyboard().Find("Мектеп")
	water, _ := person.chat.Keyboard().Find("Таза суу")
	for i := range 60 {
		b := school
		if i%2 == 1 {
			b = water
		}
		person.chat.Forge(b.Message, b.Data)
	}
	person.waits() // until the taps are kept; nothing is shown meanwhile
	if got := answersOf(r.latest(t, 42)); !strings.Contains(got, "school") || !strings.Contains(got, "water") {
		t.Errorf("kept %s, want both", got)
	}
	clock.Advance(time.Second)
	if _, err := person.chat.Button(within(t, 20*time.Second), "✅ Таза суу"); err != nil {
		t.Errorf("%v\n%s", err, person.chat.Transcript())
	}
}

// TestTwoBotsWithOneToken run by mistake: they oust each other, and answers are
// kept all the same.
func TestTwoBotsWithOneToken(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	newResident(t, s, 42).does("/help")
	serve(t, r, s)
	person := newResident(t, s, 43)
	if err := person.chat.Start(openCode); err != nil {
		t.Fatal(err)
	}
	if _, err := person.chat.Button(within(t, 20*time.Second), "Макулмун"); err != nil {
		t.Error(err)
	}
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(r.log.String(), "409 Conflict"); {
		if time.Now().After(deadline) {
			t.Fatalf("want the conflict in the log:\n%s", r.log)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// TestEveryLanguageHoldsAWholeInterview goes through in each language of the
// questionnaire.
func TestEveryLanguageHoldsAWholeInterview(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	for i, steps := range [][]string{
		{"[Макулмун]", "[Мектеп]", "[Кийинки]", "[5 · Өтө оор]", "[Аял]", "[Өткөрүп жиберүү]", "[Жөнөтүү]"},
		{"[Я согласен (согласна)]", "[Школа]", "[Дальше]", "[5 · Очень серьёзно]", "[Женщина]", "[Пропустить]", "[Отправить]"},
	} {
		p := newPhone(t, r)
		p.person, p.language = int64(50+i), []string{"ky", "ru"}[i]
		p.do("/start " + openCode)
		for _, doing := range steps {
			p.do(doing)
		}
		if s := r.latest(t, p.person); !s.Sent() || s.Language != p.language {
			t.Errorf("%s: sent %v in %s", p.language, s.Sent(), s.Language)
		}
	}
	if got := fmt.Sprint(len(r.responses())); got != "2" {
		t.Errorf("%s responses, want 2", got)
	}
}
