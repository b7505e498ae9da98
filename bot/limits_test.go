package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"ashar/bot"
	"ashar/survey"
)

// longRoom is a room whose questionnaire is longer everywhere than Telegram takes.
func longRoom(t *testing.T) *room {
	t.Helper()
	r := newRoom(t)
	q := questionnaire(t)
	q.ID = "long"
	long := strings.Repeat("ү🌾 ", 1500)
	q.Consent.Text["ky"] = strings.TrimSpace(strings.Repeat(strings.Repeat("Сөз ", 300)+"\n\n", 9))
	q.Questions[0].Label["ky"], q.Questions[0].Max = "Тандаңыз "+long, 0
	q.Questions[4].Max = 4000
	list := &q.Lists[0]
	for i := range 150 {
		list.Choices = append(list.Choices, survey.Choice{Name: fmt.Sprintf("n%d", i), Label: survey.Text{"ky": fmt.Sprintf("Муктаждык %d", i)}})
	}
	if err := q.Check(); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	if err := r.db.InsertQuestionnaire(ctx, q); err != nil {
		t.Fatal(err)
	}
	if err := r.db.SaveCampaign(ctx, survey.Campaign{ID: "long", Rev: 1, Questionnaire: q.Key(), Status: survey.StatusOpen}); err != nil {
		t.Fatal(err)
	}
	if err := r.db.InsertDoor(ctx, survey.Door{Code: "DNGDNG", Campaign: "long"}); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEverythingFitsIntoTelegram(t *testing.T) {
	t.Parallel()
	p := newPhone(t, longRoom(t))
	check := func(replies []bot.Reply) {
		t.Helper()
		for _, r := range replies {
			checkCard(t, r.Card)
			if n := len(utf16.Encode([]rune(r.Card.Text))); n > bot.MaxText {
				t.Errorf("text of %d units", n)
			}
			for _, s := range r.Card.Bold {
				if s.Offset+s.Length > len(utf16.Encode([]rune(r.Card.Text))) {
					t.Errorf("bold part %+v outside the text", s)
				}
			}
		}
	}
	consent := p.do("/start DNGDNG")
	check(consent)
	if len(consent) < 3 {
		t.Errorf("a consent of 10,800 characters came in %d messages, want 3 or more", len(consent))
	}
	whole := ""
	for _, r := range consent {
		whole += r.Card.Text
	}
	if got, want := strings.Count(whole, "Сөз"), 2700; got != want {
		t.Errorf("%d words of the consent were shown, want all %d", got, want)
	}
	check(p.do("[Макулмун]"))
	check(p.do("[▶]"))
	check(p.do("[Муктаждык 60]"))
	last := p.messages[len(p.messages)-1]
	if !strings.Contains(fmt.Sprint(last.Rows), "✅ Муктаждык 60") {
		t.Errorf("after ticking on the second page it is not shown: %v", last.Rows)
	}
	for i := range 40 { // so many that the order and the levels are long too
		check(p.do(fmt.Sprintf("[Муктаждык %d]", 61+i%50)))
	}
	check(p.do("[Кийинки]"))
	for range 41 {
		for _, row := range p.messages[len(p.messages)-1].Rows {
			if strings.HasPrefix(row[0].Text, "Муктаждык") {
				check(p.do("[" + row[0].Text + "]"))
				break
			}
		}
	}
	check(p.do("[Кийинки]"))
	check(p.do("[Өткөрүп жиберүү]"))
	check(p.do("[Аял]"))
	check(p.do(strings.Repeat("ө", 4000)))
	check(p.do("[Артка]"))
	check(p.do("[Кийинки]"))
	check(p.do("[Жөнөтүү]"))
}

// TestFlashesFit holds the words that flash up after a tap to Telegram's limit, in
// every language.
func TestFlashesFit(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ids := []string{"bot.old_button", "bot.foreign_button", "bot.sent_before", "bot.consent_changed", "bot.full", "bot.sorry"}
	for _, code := range survey.ProblemCodes() {
		ids = append(ids, "problem."+string(code))
	}
	for _, language := range r.words.Languages() {
		for _, id := range ids {
			words := r.words.For(language).T(id, "Max", 100, "Given", 100, "Choice", "Электр жарыгы, трансформатор")
			if n := len(utf16.Encode([]rune(words))); n > 200 {
				t.Errorf("%s %s: %d characters, at most 200 flash up", language, id, n)
			}
		}
	}
}
