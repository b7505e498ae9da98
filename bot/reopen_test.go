package bot_test

import (
	"slices"
	"strings"
	"testing"

	"ashar/survey"
)

// answeredWish has a person send an answer with a wish, and returns the phone at the receipt.
func answeredWish(t *testing.T, r *room) *phone {
	t.Helper()
	p := newPhone(t, r)
	for _, doing := range through("[Мектеп]", "[Кийинки]", "[5 · Өтө оор]", "[Аял]", "Көпүрө керек", "[Жөнөтүү]") {
		p.do(doing)
	}
	return p
}

// wishes are what the responses stored so far say, in the order in which they were stored.
func wishes(r *room) []string {
	var said []string
	for _, sent := range r.responses() {
		v, _ := sent.Answer("wish")
		said = append(said, v.Text)
	}
	return said
}

// TestCorrectTwiceTapped presses each button of a correction twice: nothing is done twice.
func TestCorrectTwiceTapped(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := answeredWish(t, r)
	message, again := p.find("Жообумду оңдоо")
	p.press(message, again)
	before := r.latest(t, p.person)
	if got := told(p.press(message, again))[0]; !before.Reopened || got != oldButton {
		t.Errorf("opened twice: reopened %v, then %q", before.Reopened, got)
	}
	if after := r.latest(t, p.person); after.Rev != before.Rev {
		t.Errorf("opened twice: revision %d, want %d", after.Rev, before.Rev)
	}
	for _, doing := range []string{"[4]", "Жол керек"} {
		p.do(doing)
	}
	looked, send := p.find("Оңдолгон жоопту жөнөтүү")
	p.press(looked, send)
	got := told(p.press(looked, send))[0]
	if want := "toast Жообуңуз мурда эле жөнөтүлгөн, рахмат. Ал өзгөргөн жок."; got != want {
		t.Errorf("sent twice: got %q, want %q", got, want)
	}
	if got, want := wishes(r), []string{"Көпүрө керек", "Жол керек"}; !slices.Equal(got, want) {
		t.Errorf("stored %q, want %q", got, want)
	}
	// The first receipt's button is of an edit that is past.
	p.press(message, again)
	if s := r.latest(t, p.person); !s.Sent() || s.Edits != 1 {
		t.Errorf("an old button: sent %v after %d edits", s.Sent(), s.Edits)
	}
}

// TestCorrectWhenSomeoneElseAnswersHere goes back to the first answer by the button that
// /status shows, and then on with the second.
func TestCorrectWhenSomeoneElseAnswersHere(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := answeredWish(t, r)
	first := r.latest(t, p.person)
	for _, doing := range []string{
		"[Жанымдагы дагы бирөө жооп берет]", "[Макулмун]", "/status", "[Жообумду оңдоо]", "[4]", "Жол керек", "[Оңдолгон жоопту жөнөтүү]",
	} {
		p.do(doing)
	}
	if s := r.latest(t, p.person); s.ID != first.ID || !s.Sent() || s.Edits != 1 {
		t.Errorf("the latest is sent %v after %d edits, want the first answer corrected", s.Sent(), s.Edits)
	}
	second := p.do("[Жанымдагы дагы бирөө жооп берет]")
	if got := told(second); got[1] != "say Токтогон жериңизден улантабыз." {
		t.Errorf("the second goes on: got %q", got)
	}
	for _, doing := range []string{"[Мектеп]", "[Кийинки]", "[5 · Өтө оор]", "[Эркек]", "[Өткөрүп жиберүү]", "[Жөнөтүү]"} {
		p.do(doing)
	}
	// One that is being corrected counts as sent: whoever else is there is the third.
	p.do("/status")
	p.do("[Жообумду оңдоо: " + first.Receipt() + "]")
	if got := told(p.do("/start " + openCode)); r.latest(t, p.person).ID != first.ID || got[0] != "say Токтогон жериңизден улантабыз." {
		t.Errorf("by the code: got %q, want the one that is being corrected", got)
	}
	p.do("[Мурунку бойдон калсын]")
	if got := told(p.do("[Жанымдагы дагы бирөө жооп берет]")); len(got) < 2 || !strings.Contains(got[1], "Атыңызды сурабайбыз.") {
		t.Errorf("the third: got %q, want the consent", got)
	}
}

// TestCorrectionMeetsAClosedCampaign says that what was sent counts, and lets the correction
// be given up.
func TestCorrectionMeetsAClosedCampaign(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := answeredWish(t, r)
	for _, doing := range []string{"[Жообумду оңдоо]", "[4]", "Жол керек"} {
		p.do(doing)
	}
	r.close(t, "needs")
	for _, doing := range []string{"[Оңдолгон жоопту жөнөтүү]", "/back", "/start"} {
		got := told(p.do(doing))
		if last := got[len(got)-1]; !strings.Contains(last, "мурун жөнөткөн жообуңуз эсепке алынат.") || !strings.HasSuffix(last, " [Мурунку бойдон калсын]") {
			t.Errorf("%s: got %q, want that what was sent counts", doing, last)
		}
	}
	p.do("[Мурунку бойдон калсын]")
	s := r.latest(t, p.person)
	if v, _ := s.Given(s.Questionnaire, "wish"); !s.Sent() || v.Text != "Көпүрө керек" {
		t.Errorf("left: sent %v with %q", s.Sent(), v.Text)
	}
	for _, b := range p.buttons() {
		if b.label == "Жообумду оңдоо" {
			t.Error("a closed campaign's answer can be corrected")
		}
	}
	if got := wishes(r); len(got) != 1 {
		t.Errorf("stored %q, want what was sent", got)
	}
}

// TestCorrectAfterTheCampaignWasClosed says so, and leaves the other buttons of the receipt.
func TestCorrectAfterTheCampaignWasClosed(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := answeredWish(t, r)
	r.closes(t, "needs")
	if got := told(p.do("[Жообумду оңдоо]")); !strings.Contains(strings.Join(got, " "), "бул сурамжылоо аяктады") {
		t.Errorf("got %q, want that it is closed", got)
	}
	p.do("[🔔 Жыйынтыгын мага кабарлагыла]")
	for _, b := range p.buttons() {
		if b.label == "Жообумду оңдоо" {
			t.Error("a closed campaign's answer can be corrected")
		}
	}
}

// TestForgetWhatIsBeingCorrected leaves nothing of it.
func TestForgetWhatIsBeingCorrected(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := answeredWish(t, r)
	s := r.latest(t, p.person)
	message, again := p.find("Жообумду оңдоо")
	for _, doing := range []string{"[Жообумду оңдоо]", "[4]", "Жол керек", "/forget", "[Ооба, өчүрүлсүн]"} {
		p.do(doing)
	}
	if _, err := r.db.Response(t.Context(), s.Response); err == nil {
		t.Error("the response is kept")
	}
	if got := told(p.press(message, again)); !strings.HasPrefix(got[0], "toast ") || len(got) != 1 {
		t.Errorf("opened again: got %q, want a kind word", got)
	}
}

// close ends a campaign.
func (r *room) close(t *testing.T, campaign string) {
	t.Helper()
	c, err := r.db.Campaign(t.Context(), campaign)
	if err != nil {
		t.Fatal(err)
	}
	c.Rev, c.Status = c.Rev+1, survey.StatusClosed
	if err := r.db.SaveCampaign(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}
