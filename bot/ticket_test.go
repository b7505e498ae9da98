package bot_test

import (
	"math/rand/v2"
	"net/url"
	"strings"
	"sync"
	"testing"

	"ashar/bot/bottest"
	"ashar/survey"
)

// admit makes the campaign of openCode admit by tickets and returns some: as many of its
// village, and then one of any.
func (r *room) admit(t testing.TB, rule survey.Admission, count int) []string {
	t.Helper()
	ctx := t.Context()
	c, err := r.db.Campaign(ctx, "needs")
	if err != nil {
		t.Fatal(err)
	}
	c.Rev, c.Admission = c.Rev+1, rule
	if err := r.db.SaveCampaign(ctx, c); err != nil {
		t.Fatal(err)
	}
	door, err := r.db.Door(ctx, openCode)
	if err != nil {
		t.Fatal(err)
	}
	chance := rand.NewChaCha8([32]byte{7}) // the same each time, for transcripts
	codes, err := r.gate.Issue(ctx, chance, survey.Batch{Campaign: c, Door: &door}, count)
	if err != nil {
		t.Fatal(err)
	}
	any, err := r.gate.Issue(ctx, chance, survey.Batch{Campaign: c}, 1)
	if err != nil {
		t.Fatal(err)
	}
	return append(codes, any...)
}

// TestTickets has two people with their codes on one phone, and others who come with them.
func TestTickets(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	codes := r.admit(t, survey.AdmitsCodes, 3)
	person, other := newResident(t, s, 42), newResident(t, s, 43)
	person.does("/start "+openCode, "abc-def-gh2", strings.ToLower(survey.SpellTicket(codes[0])), "[Русский]", "[Кыргызча]", "[Макулмун]",
		"[Мектеп]", "[Кийинки]", "/start "+openCode, "[5 · Өтө оор]", "[Аял]", "[Өткөрүп жиберүү]", "[Жөнөтүү]",
		"/start "+codes[0], "[Жанымдагы дагы бирөө жооп берет]", codes[1], "[Макулмун]", "[Таза суу]", "/start "+codes[0], "/start "+codes[1],
		"[Кийинки]", "[5 · Өтө оор]", "[Эркек]", "[Өткөрүп жиберүү]", "[Жөнөтүү]", "/status")
	other.does("/start "+codes[0], "/start "+codes[3], "[Кең-Төр]", "[Макулмун]", "/start "+codes[3])
	refusedNothing(t, s)
	golden(t, "tickets.ky.txt", person.chat.Transcript())
	golden(t, "tickets-other.ky.txt", other.chat.Transcript())
	if sent := r.responses(); len(sent) != 2 || sent[0].Shared || !sent[1].Shared {
		t.Errorf("sent %+v, want two answers, the second of somebody who was there", sent)
	}
	for _, code := range codes {
		if strings.Contains(r.log.String(), code) {
			t.Error("a code was logged")
		}
	}
}

// TestSlips uses a slip in Telegram; who finds it is led nowhere. One that was begun with
// on the web goes on in Telegram.
func TestSlips(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	slips := r.admit(t, survey.AdmitsSlips, 2)
	person, other := newResident(t, s, 42), newResident(t, s, 43)
	person.does("/start "+slips[0], "[Макулмун]", "[Мектеп]", "[Кийинки]", "[5 · Өтө оор]", "[Аял]", "[Өткөрүп жиберүү]", "[Жөнөтүү]")
	other.does("/start "+slips[0], slips[0])
	e, err := r.intake.Enter(t.Context(), openCode)
	if err != nil {
		t.Fatal(err)
	}
	web, err := r.intake.Begin(t.Context(), e, survey.Beginning{Channel: survey.Web, Language: "ky", Consent: e.Questionnaire.Consent.Version, Ticket: slips[1]})
	if err != nil {
		t.Fatal(err)
	}
	other.does("/start "+slips[1], "[Мектеп]", "[Кийинки]", "[5 · Өтө оор]", "[Аял]", "[Өткөрүп жиберүү]", "[Жөнөтүү]")
	r.closes(t, "needs")
	other.does("/start " + slips[1])
	newResident(t, s, 44).does("/start " + slips[1])
	refusedNothing(t, s)
	golden(t, "slips.ky.txt", other.chat.Transcript())
	if sent := r.responses(); len(sent) != 2 || sent[1].Channel != survey.Web || r.latest(t, 43).ID != web.ID {
		t.Errorf("sent %+v, want two votes, the second begun on the web", sent)
	}
}

// TestOneTicketInManyChats has a whole bus type one code at once: one of them answers.
func TestOneTicketInManyChats(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	code := r.admit(t, survey.AdmitsCodes, 1)[0]
	var bus sync.WaitGroup
	for i := range 8 {
		bus.Go(func() {
			person := newResident(t, s, int64(100+i))
			person.does("/start " + code)
			_, _ = person.chat.Tap(within(t, 5e9), "Макулмун") // who comes late has no such button
			person.waits()
		})
	}
	bus.Wait()
	holders := 0
	for i := range 8 {
		holders += len(r.held(t, int64(100+i)))
	}
	if holders != 1 {
		t.Errorf("%d hold an interview by one code, want 1", holders)
	}
	refusedNothing(t, s)
}

// TestGuessingInAChat writes codes that do not exist: after ten of them nothing is looked
// up for that person for a while, nor is anybody else kept out.
func TestGuessingInAChat(t *testing.T) {
	r := newRoom(t)
	code := r.admit(t, survey.AdmitsCodes, 1)[0]
	p, other := newPhone(t, r), newPhone(t, r)
	other.person = 43
	chance := rand.NewChaCha8([32]byte{1})
	slip := code[:8] + "2" // of the finger, and no guess
	if slip == code {
		slip = code[:8] + "3"
	}
	p.do(slip)
	for range 11 {
		guess, err := survey.NewTicketCode(chance)
		if err != nil {
			t.Fatal(err)
		}
		if got := told(p.do(guess)); !strings.Contains(got[0], "Мындай код табылган жок.") {
			t.Fatalf("a guess: %q", got)
		}
	}
	if got := told(p.do(code)); !strings.Contains(got[0], "15 мүнөттөн кийин") {
		t.Errorf("after so many guesses: %q, want to be told when to try again", got)
	}
	if got := told(other.do("/start " + code)); !strings.Contains(got[0], "Айылыңызга эмне керек?") {
		t.Errorf("somebody else: %q", got)
	}
}

// TestTicketsComeByLink holds a code's link against what Telegram takes.
func TestTicketsComeByLink(t *testing.T) {
	r := newRoom(t)
	code := r.admit(t, survey.AdmitsCodes, 1)[0]
	p := newPhone(t, r)
	u, err := url.Parse("https://t.me/" + bottest.Username + "?start=" + code)
	if err != nil || len(u.Query().Get("start")) > 64 || url.QueryEscape(code) != code {
		t.Fatalf("the link is %v, %v", u, err)
	}
	p.do("/start " + u.Query().Get("start"))
	_, agree := p.find("Макулмун")
	if len(agree) > 64 {
		t.Errorf("the button carries %d bytes, and Telegram takes 64", len(agree))
	}
	if _, err := r.intake.Latest(t.Context(), survey.NewPseudonyms(secret).Of("telegram", "42")); err == nil {
		t.Error("something is kept before consent")
	}
}
