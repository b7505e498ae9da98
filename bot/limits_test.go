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
	q := questionnaire(t, "questionnaire.json")
	q.ID = "long"
	long := strings.Repeat("ү🌾 ", 1500)
	q.Consent.Text["ky"] = strings.TrimSpace(strings.Repeat(strings.Repeat("Сөз ", 300)+"\n\n", 9))
	q.Questions[0].Label["ky"], q.Questions[0].Max = "Тандаңыз "+long, 0
	q.Questions[4].Max = 4000
	list := &q.Lists[0]
	for i := range 150 {
		list.Choices = append(list.Choices, survey.Choice{Name: fmt.Sprintf("n%d", i), Label: survey.Text{"ky": fmt.Sprintf("Муктаждык %d", i)}})
	}
	open(t, r, q, "DNGDNG")
	return r
}

// open opens a campaign with this questionnaire behind this code.
func open(t *testing.T, r *room, q *survey.Questionnaire, code string) {
	t.Helper()
	if err := q.Check(); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	if err := r.db.InsertQuestionnaire(ctx, q); err != nil {
		t.Fatal(err)
	}
	if err := r.db.SaveCampaign(ctx, survey.Campaign{ID: q.ID, Rev: 1, Questionnaire: q.Key(), Status: survey.StatusOpen}); err != nil {
		t.Fatal(err)
	}
	if err := r.db.InsertDoor(ctx, survey.Door{Code: code, Campaign: q.ID}); err != nil {
		t.Fatal(err)
	}
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

// TestEveryKindFitsIntoTelegram asks every kind of question with texts that are too
// long everywhere and lists of 130 choices, empty, begun and answered, in the
// look-over, and sent.
func TestEveryKindFitsIntoTelegram(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	q := questionnaire(t, "every-kind.json")
	q.ID = "endless"
	long := strings.Repeat(" узун🌾", 700)
	for i := range q.Groups {
		q.Groups[i].Label["ky"] += long
	}
	for i := range q.Questions {
		x := &q.Questions[i]
		if !x.Kind.Computed() {
			x.Label["ky"] += long
			x.Hint = survey.Text{"ky": "Кыскача" + long}
		}
		switch x.Kind {
		case survey.Rank, survey.SelectMultiple:
			x.Max = 0
		case survey.Points:
			x.Max = 100
		case survey.Pairwise:
			x.Pairs = survey.MaxPairs
		case survey.TextAnswer:
			x.Max = 4000
		}
	}
	for i := range q.Lists {
		list := &q.Lists[i]
		for len(list.Choices) < 130 && list.Name != "quality" {
			n := len(list.Choices)
			list.Choices = append(list.Choices, survey.Choice{
				Name: fmt.Sprintf("n%d", n), Label: survey.Text{"ky": fmt.Sprintf("Тандоо %d, %s", n, long[:200])},
			})
		}
	}
	open(t, r, q, "DNGDNG")
	p := newPhone(t, r)
	p.do("/start DNGDNG")
	p.do("[Макулмун]")
	shown := func() {
		t.Helper()
		replies := p.do("/start DNGDNG")
		pages := 0
		for turn := "[▶]"; ; pages++ {
			for _, reply := range replies {
				checkCard(t, reply.Card)
				if n := len(utf16.Encode([]rune(reply.Card.Text))); n > bot.MaxText {
					t.Errorf("text of %d units", n)
				}
			}
			if !p.shows("▶") {
				break
			}
			replies = p.do(turn)
		}
		if pages > 20 {
			t.Errorf("%d pages", pages)
		}
	}
	for s := r.latest(t, p.person); s.At != ""; s = r.latest(t, p.person) {
		shown()
		whole := answerOf(s)
		begun := whole
		begun.Choices, begun.Levels, begun.Pairs = half(whole.Choices), half(whole.Levels), half(whole.Pairs)
		var err error
		if s, err = r.intake.Keep(t.Context(), s, s.At, begun); err != nil {
			t.Fatal(err)
		}
		shown()
		at := s.At
		if s, err = r.intake.Answer(t.Context(), s, at, whole); err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		if s, err = r.intake.GoTo(t.Context(), s, at); err != nil {
			t.Fatal(err)
		}
		shown()
		if !p.shows("Кийинки") {
			t.Fatalf("%s: no way on", at)
		}
		replies := p.do("[Кийинки]")
		if r.latest(t, p.person).At == at {
			t.Fatalf("%s: stays, %q", at, told(replies))
		}
		for _, reply := range replies {
			checkCard(t, reply.Card)
		}
	}
	shown()
	for _, reply := range p.do("[Жөнөтүү]") {
		checkCard(t, reply.Card)
	}
	if len(r.responses()) != 1 {
		t.Errorf("%d responses, want 1", len(r.responses()))
	}
}

func half[T any](all []T) []T { return all[:len(all)/2] }

// answerOf is the longest answer that fits the question being asked.
func answerOf(s survey.Session) survey.Value {
	p := s.Prompt()
	var v survey.Value
	switch x := p.Question; x.Kind {
	case survey.SelectOne:
		v = survey.Chosen(p.Choices[0].Name)
	case survey.SelectMultiple, survey.Rank:
		for _, c := range p.Choices {
			if !c.Exclusive {
				v.Choices = append(v.Choices, c.Name)
			}
		}
	case survey.Scale:
		for _, c := range p.Choices {
			v.Levels = append(v.Levels, survey.Level{Choice: c.Name, Level: len(p.Levels)})
		}
	case survey.Points:
		for _, c := range p.Choices[:x.Max] {
			v.Levels = append(v.Levels, survey.Level{Choice: c.Name, Level: 1})
		}
	case survey.Pairwise:
		for _, pair := range p.Pairs {
			pair.Better = pair.Second
			v.Pairs = append(v.Pairs, pair)
		}
	case survey.Integer, survey.Decimal, survey.RangeNumber:
		v.Number = "10"
	case survey.Date:
		v.Date = "2026-11-01"
	case survey.Geopoint:
		v = survey.Located(survey.Point{Latitude: -40.123456, Longitude: -172.123456})
	case survey.Image:
		v = survey.Attached(survey.File{ID: "x", Type: "image/jpeg", Size: 1})
	case survey.Audio:
		v = survey.Attached(survey.File{ID: "y", Type: "audio/ogg", Size: 1})
	default:
		v = survey.Words(strings.Repeat("ө", 4000))
	}
	return v
}

// TestFlashesFit holds the words that flash up after a tap to Telegram's limit, in
// every language.
func TestFlashesFit(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ids := []string{"bot.old_button", "bot.foreign_button", "bot.sent_before", "bot.consent_changed", "bot.full", "bot.placed", "bot.points_short", "bot.sorry"}
	for _, code := range survey.ProblemCodes() {
		ids = append(ids, "problem."+string(code))
	}
	for _, language := range r.words.Languages() {
		for _, id := range ids {
			words := r.words.For(language).T(id, "Max", 100, "Given", 100, "Choice", "Электр жарыгы, трансформатор",
				"Low", "0,25", "High", "100 000", "Step", "0,25", "Time", r.words.For(language).DateTime(noon))
			if n := len(utf16.Encode([]rune(words))); n > 200 {
				t.Errorf("%s %s: %d characters, at most 200 flash up", language, id, n)
			}
		}
	}
}
