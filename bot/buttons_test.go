package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ashar/bot"
	"ashar/survey"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestTapsInAHurry presses buttons as they stood before the bot could redraw
// them: on a slow network nobody waits for a check mark.
func TestTapsInAHurry(t *testing.T) {
	p := newPhone(t, newRoom(t))
	for _, doing := range begun {
		p.do(doing)
	}
	message, water := p.find("Таза суу")
	_, school := p.find("Мектеп")
	_, next := p.find("Кийинки")
	p.press(message, water)
	p.press(message, water) // twice is once
	p.press(message, school)
	last := told(p.press(message, next))
	want := "edit 3 Эң керектүү үчөөнү тандаңыз|✅ Таза суу|✅ Мектеп"
	if !slices.Contains(last, want) {
		t.Errorf("got %q, want %q among it", last, want)
	}
	again := told(p.press(message, next))
	if len(again) != 3 || again[0] != oldButton {
		t.Errorf("the second Next: got %q, want a kind word", again)
	}
}

// shownButton is a button as it stood under a message.
type shownButton struct {
	message     int
	label, data string
}

// TestOldButtonsChangeNothing presses every button that was ever shown again, at
// the look-over and after sending.
func TestOldButtonsChangeNothing(t *testing.T) {
	for name, tt := range map[string]struct {
		doings []string
		least  int
	}{
		"needs": {through(
			"[Таза суу]", "[Мектеп]", "[Кийинки]", "[Мектеп]", "[Акыркысын алып салуу]", "[Таза суу]", "[Кийинки]",
			"[3 · Орточо]", "[5 · Өтө оор]", "[Аял]", "/language", "[Кыргызча]", "Көпүрө", "[4]", "[Эркек]"), 60},
		"every kind at the look-over": {everyKind("[1]", "5"), 150},
		"every kind after sending":    {everyKind("[Жөнөтүү]"), 150},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRoom(t)
			p := newPhone(t, r)
			var seen []shownButton
			for _, doing := range tt.doings {
				p.do(doing)
				seen = append(seen, p.buttons()...)
			}
			current := map[string]bool{}
			for _, b := range p.buttons() {
				current[b.data] = true
			}
			before := r.latest(t, p.person)
			tried := map[string]bool{}
			for _, b := range seen {
				if current[b.data] || b.data[0] == 'l' || b.data[0] == 'w' || tried[b.data] { // language and "go on" are good at any time
					continue
				}
				tried[b.data] = true
				p.press(b.message, b.data)
				if after := r.latest(t, p.person); !cmp.Equal(before.Interview, after.Interview) {
					t.Fatalf("[%s] %s: %s", b.label, b.data, cmp.Diff(before.Interview, after.Interview))
				}
			}
			if len(tried) < tt.least {
				t.Errorf("tried %d old buttons, want at least %d", len(tried), tt.least)
			}
		})
	}
}

// buttons are those that the person sees.
func (p *phone) buttons() []shownButton {
	var shown []shownButton
	for i, m := range p.messages {
		for _, b := range slices.Concat(m.Rows...) {
			if b.URL == "" {
				shown = append(shown, shownButton{i + 1, b.Text, b.Data})
			}
		}
	}
	return shown
}

// TestForgedDataChangesNothing sends data that a modified app could make up.
func TestForgedDataChangesNothing(t *testing.T) {
	r := newRoom(t)
	p := newPhone(t, r)
	for _, doing := range through("[Таза суу]", "[Мектеп]", "[Кийинки]") {
		p.do(doing)
	}
	_, real := p.find("Мектеп") // r:<tag>:<rev>:<question>:<item>:<level>
	fields := strings.Split(real, ":")
	with := func(i int, s string) string {
		f := slices.Clone(fields)
		f[i] = s
		return strings.Join(f, ":")
	}
	other := newPhone(t, r)
	other.person = 43
	for _, doing := range through("[Таза суу]", "[Мектеп]", "[Кийинки]") {
		other.do(doing)
	}
	_, theirs := other.find("Мектеп")
	before := r.latest(t, p.person)
	for _, data := range []string{
		"", ":", "r", "rr" + real[1:], with(0, "z"), with(0, "t"), with(0, "c"), with(0, "s"), with(0, "y"), with(0, "g"),
		with(1, "zzzzzz"), with(1, "short"), with(2, "zzzz"), with(2, "-1"), with(2, "+"+fields[2]), with(2, "0"+fields[2]),
		with(2, strings.ToUpper("k")), with(3, "0"), with(3, "zz"), with(4, "4"), with(4, "5"), with(4, "zz"), with(4, "-1"),
		real + ":0", strings.TrimSuffix(real, ":0"), " " + real, real + " ", strings.Repeat("9", 64), "l" + with(4, "7")[1:],
		"A::ky:x", "A:k7pm4x:ky:x", "C:K7PM4X", "H", "H:", theirs, "\x00", "🌾", `{"action":"send"}`,
	} {
		replies := told(p.press(4, data))
		if len(replies) == 0 || len(replies[0]) < len("toast ")+20 {
			t.Errorf("%q: got %q, want a kind word", data, replies)
		}
		if after := r.latest(t, p.person); !cmp.Equal(before.Interview, after.Interview) {
			t.Errorf("%q: %s", data, cmp.Diff(before.Interview, after.Interview))
		}
	}
}

// TestAnyWayThroughHolds lets people do anything in any order and holds what must
// always be so.
func TestAnyWayThroughHolds(t *testing.T) {
	r, m := newQuickRoom(t)
	person := int64(1000)
	rapid.Check(t, func(rt *rapid.T) {
		person++
		p := &phone{t: t, talk: r.talk, person: person, language: rapid.SampledFrom([]string{"ky", "ru", "en", "de", ""}).Draw(rt, "language")}
		links := []string{r.onWeb(t, openCode, "", "ky").ID, r.onWeb(t, secondCode, "", "ru").ID, r.onWeb(t, everyCode, "", "ky").ID}
		link := rapid.Map(rapid.SampledFrom(links), func(id string) string { return "i-" + id })
		p.do("/start " + rapid.OneOf(rapid.SampledFrom([]string{openCode, everyCode}), link).Draw(rt, "door"))
		var everSeen []shownButton
		for range rapid.IntRange(1, 100).Draw(rt, "doings") {
			shown := p.buttons()
			withButtons := 0
			for _, m := range p.messages {
				if len(m.Rows) > 0 {
					withButtons++
					checkCard(rt, m)
				}
			}
			if withButtons > 1 {
				rt.Fatalf("%d messages with buttons", withButtons)
			}
			everSeen = append(everSeen, shown...)
			kind := rapid.IntRange(0, 13).Draw(rt, "kind")
			switch {
			case kind == 13:
				p.do("/start " + link.Draw(rt, "link"))
			case kind == 12:
				ids := links
				for _, s := range r.held(t, person) {
					ids = append(ids, s.ID)
				}
				r.stepsOnWeb(t, rapid.SampledFrom(ids).Draw(rt, "goes on on the web"))
			case kind == 0:
				p.do(rapid.SampledFrom([]string{"/back", "/help", "/cancel", "/web", "/language", "/status", "/mydata", "/forget", "/start", "/start " + openCode, "/start " + everyCode}).Draw(rt, "command"))
			case kind == 1:
				p.do(rapid.SampledFrom([]string{
					"Салам", openCode, "Жол оңдолсо", strings.Repeat("ү", 50), "<b>&", "3", "25", "2,5", "01.02.2026",
					"📷 1", "📷 12", "🎤", "📍 40.26 72.61"}).Draw(rt, "words"))
			case kind == 2 && len(everSeen) > 0:
				b := rapid.SampledFrom(everSeen).Draw(rt, "old")
				p.press(b.message, b.data)
			case len(shown) > 0:
				b := rapid.SampledFrom(shown).Draw(rt, "button")
				p.press(b.message, b.data)
			}
		}
		responses := m.responsesOf(survey.NewPseudonyms(secret).Of("telegram", fmt.Sprint(person)))
		own := map[string]int{} // by campaign
		for _, s := range r.held(t, person) {
			r, kept := m.kept(s.Receipt())
			if kept != (s.Response != "") {
				rt.Fatalf("a response is kept: %v, interview was sent: %v", kept, s.Response != "")
			}
			if kept { // also while it is being corrected
				sent := s.AsSent()
				want, err := sent.Respond(sent.Questionnaire, sent.SentAt())
				// In which language one goes on is not corrected, and whose it is may be told later.
				want.Language, want.Respondent, want.Shared = r.Language, r.Respondent, r.Shared
				if diff := cmp.Diff(want, r); err != nil || diff != "" {
					rt.Fatalf("%v; the response kept is not what was sent (-want +got):\n%s", err, diff)
				}
			}
			delete(responses, s.Receipt())
			if !s.Shared {
				own[s.Campaign]++
			}
			if own[s.Campaign] > 1 {
				rt.Fatalf("%d interviews of one person in %s", own[s.Campaign], s.Campaign)
			}
		}
		if len(responses) > 0 {
			rt.Fatalf("responses without interviews: %v", responses)
		}
	})
}

// checkCard holds what Telegram asks of a message.
func checkCard(t rapid.TB, c bot.Card) {
	t.Helper()
	if n := len([]rune(c.Text)); n > bot.MaxText {
		t.Fatalf("text of %d characters", n)
	}
	count := 0
	for _, row := range c.Rows {
		if len(row) == 0 || len(row) > 8 {
			t.Fatalf("row of %d buttons", len(row))
		}
		for _, b := range row {
			count++
			if b.Text == "" || len(b.Data) > 64 || (b.Data == "") == (b.URL == "") {
				t.Fatalf("button %q with data %q and address %q", b.Text, b.Data, b.URL)
			}
		}
	}
	if count > 100 {
		t.Fatalf("%d buttons", count)
	}
}
