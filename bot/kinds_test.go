package bot_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ashar/bot"
	"ashar/survey"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
	"github.com/google/go-cmp/cmp"
)

// everyKind answers every kind of question once, and then does more.
func everyKind(more ...string) []string {
	return slices.Concat([]string{"/start " + everyCode, "[Макулмун]"}, []string{
		"[Кийинки]", "4", "[Кой]", "[Уй]", "[Кийинки]", "2,5", "[Кудук]", "[7]", "25", "[Кечээ, 26.11.2026]",
		"[Таза суу]", "[Мектеп]", "[Ички жолдор]", "[Кийинки]",
		"[3 · Жакшы]", "[2 · Орточо]", "[1 · Начар]",
		"[➕ Таза суу]", "[➕ Таза суу]", "[➕ Мектеп]", "[Кийинки]",
		"[Көчө жарыгы]", "[Таза суу]", "[Экөө бирдей]",
		"📍 40.26543 72.61123", "📷 1", "📷 12", "🎤", "[Ооба]", "Суу үзгүлтүксүз болсо",
	}, more)
}

// TestEveryKindOfAnswer holds what is sent in the end.
func TestEveryKindOfAnswer(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := newPhone(t, r)
	for _, doing := range everyKind("[Жөнөтүү]") {
		p.do(doing)
	}
	if len(r.responses()) != 1 {
		t.Fatalf("%d responses, want 1", len(r.responses()))
	}
	response := r.responses()[0]
	files := map[string]string{}
	for _, name := range []string{"photo", "more", "voice"} {
		v, _ := response.Answer(name)
		if v.File == nil {
			t.Fatalf("%s: no file", name)
		}
		files[v.File.ID] = fmt.Sprintf("%s %d", v.File.Type, v.File.Size)
	}
	if got := fmt.Sprint(len(files), " ", files[fileOf(response, "photo")], " ", files[fileOf(response, "voice")]); got != "3 image/jpeg 2000 audio/ogg 3000" {
		t.Errorf("files: %s", got)
	}
	for name, want := range map[string]survey.Value{
		"began":    {Date: "2026-11-27"},
		"people":   {Number: "4"},
		"herded":   survey.Chosen("sheep", "cow"),
		"land":     {Number: "2.5"},
		"source":   survey.Chosen("well"),
		"enough":   {Number: "7"},
		"minutes":  {Number: "25"},
		"repaired": {Date: "2026-11-26"},
		"best":     survey.Chosen("water", "school", "roads"),
		"services": survey.Rated(survey.Level{Choice: "post", Level: 3}, survey.Level{Choice: "shop", Level: 2}, survey.Level{Choice: "bus", Level: 1}),
		"money":    survey.Rated(survey.Level{Choice: "water", Level: 2}, survey.Level{Choice: "school", Level: 1}),
		"sooner": survey.Compared(survey.Pair{First: "water", Second: "light", Better: "light"},
			survey.Pair{First: "water", Second: "school", Better: "water"}, survey.Pair{First: "roads", Second: "school"}),
		"spot":   survey.Located(survey.Point{Latitude: 40.26543, Longitude: 72.61123, Accuracy: 12}),
		"agrees": survey.Chosen("yes"),
		"double": {Number: "8"},
	} {
		got, _ := response.Answer(name)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if _, asked := response.Answer("hello"); asked {
		t.Error("a note is among the answers")
	}
}

func fileOf(r survey.Response, question string) string {
	v, _ := r.Answer(question)
	return v.File.ID
}

// TestEveryKindSurvives goes through every kind of question with each update handled
// twice: by a process that is killed before it can reply, and by the next one; and
// with each button pressed twice. The answers are those of the quiet way.
func TestEveryKindSurvives(t *testing.T) {
	quiet := newRoom(t)
	p := newPhone(t, quiet)
	for _, doing := range everyKind() {
		p.do(doing)
	}
	want := quiet.latest(t, p.person).Answers
	for name, twice := range map[string]func(*testing.T, *phone, string){
		"redelivery": func(t *testing.T, p *phone, raw string) {
			lost(t, p, raw)
			p.spoken = false // the next process knows nothing of this chat
			p.update(raw)
		},
		"double tap": func(_ *testing.T, p *phone, raw string) {
			p.update(raw)
			if strings.Contains(raw, "callback_query") {
				p.update(raw)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRoom(t)
			p := newPhone(t, r)
			for _, doing := range everyKind() {
				// Two photos in a row: the first, handled again, would be the second too.
				if doing == "📷 1" {
					p.do(doing)
					continue
				}
				raw := ""
				if label, isTap := strings.CutPrefix(doing, "["); isTap {
					raw = p.tapped(p.find(strings.TrimSuffix(label, "]")))
				} else {
					raw = p.raw(doing)
				}
				twice(t, p, raw)
			}
			if diff := cmp.Diff(want, r.latest(t, p.person).Answers); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
		})
	}
}

// lost handles an update whose replies never reach the person.
func lost(t *testing.T, p *phone, raw string) {
	t.Helper()
	var u tgbotapi.Update
	if err := json.Unmarshal([]byte(raw), &u); err != nil {
		t.Fatal(err)
	}
	if _, err := p.talk.Reply(t.Context(), u, noon, p.files); err != nil {
		t.Fatal(err)
	}
}

// to leads to a question of the every-kind questionnaire: to the one that is asked
// when this is to be done.
func to(doing string) []string {
	doings := everyKind()
	return doings[:slices.Index(doings, doing)]
}

// TestAlbum sends photos as one where a photo is asked for and the next question asks
// for one too: the first counts, and of the others nothing is said.
func TestAlbum(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := newPhone(t, r)
	for _, doing := range to("📷 1") {
		p.do(doing)
	}
	for i, want := range []int{1, 0, 0} {
		p.keep(fmt.Sprint("album-", i), photo(i, 1000+i))
		raw := p.sent(fmt.Sprintf(`"media_group_id": "77", "photo": [{"file_id": "album-%d", "width": 9, "height": 9}]`, i))
		if got := p.update(raw); len(got) != want {
			t.Errorf("photo %d of the album: got %q, want %d replies", i, told(got), want)
		}
	}
	s := r.latest(t, p.person)
	if v, _ := s.Given(s.Questionnaire, "photo"); v.File == nil || v.File.Size != 1000 || s.At != "more" {
		t.Errorf("got %+v at %s, want the first photo and the next question", v.File, s.At)
	}
	if got := p.do("📷 12"); len(got) != 1 || r.latest(t, p.person).At != "voice" {
		t.Errorf("a photo by itself: got %q", told(got))
	}
}

// TestWhichPhoto takes the largest size that is not too large.
func TestWhichPhoto(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := newPhone(t, r)
	for _, doing := range to("📷 1") {
		p.do(doing)
	}
	p.keep("middle", photo(1, 500))
	p.update(p.sent(fmt.Sprintf(`"photo": [{"file_id": "small", "width": 90, "height": 60, "file_size": 100},
		{"file_id": "middle", "width": 800, "height": 600, "file_size": 500},
		{"file_id": "large", "width": 8000, "height": 6000, "file_size": %d}]`, survey.MaxImage+1)))
	s := r.latest(t, p.person)
	if v, _ := s.Given(s.Questionnaire, "photo"); v.File == nil || v.File.Size != 500 {
		t.Errorf("got %+v, want the one of 500 bytes", v.File)
	}
}

// TestUnsuited sends what is of no use where something else is asked for: a kind word
// on what to do, the question again, and nothing changes.
func TestUnsuited(t *testing.T) {
	t.Parallel()
	const sticker = `"sticker": {"file_id": "s", "width": 512, "height": 512, "is_animated": false}`
	for _, tt := range []struct {
		at     string
		sent   string
		answer string // how it begins
	}{
		{"[Кийинки]", sticker, "Бул жерде жооп берүүнүн кереги жок."},
		{"4", sticker, "Бул суроого башкача жооп берилет. Бүтүн сан"},
		{"4", `"location": {"latitude": 1, "longitude": 1}`, "Бул суроого башкача жооп берилет. Бүтүн сан"},
		{"[Кой]", `"photo": [{"file_id": "x", "width": 1, "height": 1}]`, "Бул суроого баскычтар менен"},
		{"[7]", sticker, "Бул суроого баскычтар менен"},
		{"25", sticker, "Бул суроого башкача жооп берилет. 0 менен 120"},
		{"[Кечээ, 26.11.2026]", sticker, "Бул суроого башкача жооп берилет. Баскычты"},
		{"[➕ Таза суу]", `"text": "5"`, "Бул суроого баскычтар менен"},
		{"📷 1", `"voice": {"file_id": "x", "duration": 1}`, "Бул суроого башкача жооп берилет. 📎"},
		{"📷 1", `"document": {"file_id": "x", "mime_type": "application/pdf"}`, "Бул суроого башкача жооп берилет. 📎"},
		{"📷 1", `"document": {"file_id": "x", "mime_type": "video/mp4"}, "animation": {"file_id": "x", "width": 1, "height": 1, "duration": 1}`, "Бул суроого башкача жооп берилет. 📎"},
		{"🎤", `"video_note": {"file_id": "x", "length": 1, "duration": 1}`, "Бул суроого башкача жооп берилет. 🎤"},
		{"🎤", `"text": "Үнүм жок"`, "Бул суроого башкача жооп берилет. 🎤"},
		{"Суу үзгүлтүксүз болсо", sticker, "Бул суроого башкача жооп берилет. Жообуңузду"},
	} {
		t.Run(tt.at+" "+tt.sent, func(t *testing.T) {
			t.Parallel()
			r := newRoom(t)
			p := newPhone(t, r)
			for _, doing := range to(tt.at) {
				p.do(doing)
			}
			before := r.latest(t, p.person)
			replies := p.update(p.sent(tt.sent))
			if len(replies) == 0 || !strings.HasPrefix(replies[0].Card.Text, tt.answer) {
				t.Errorf("got %q, want %q", told(replies), tt.answer)
			}
			if after := r.latest(t, p.person); !cmp.Equal(before.Interview, after.Interview) {
				t.Error(cmp.Diff(before.Interview, after.Interview))
			}
			if len(p.buttons()) == 0 && len(replies) != 1 {
				t.Error("no button is left")
			}
		})
	}
}

// TestACodeWhereANumberIsAsked leads to the other campaign: it is no number.
func TestACodeWhereANumberIsAsked(t *testing.T) {
	t.Parallel()
	p := newPhone(t, newRoom(t))
	for _, doing := range to("4") {
		p.do(doing)
	}
	if got := told(p.do(openCode)); len(got) != 1 || !strings.HasPrefix(got[0], "say "+consentKy) {
		t.Errorf("got %q, want the consent", got)
	}
}

// TestPointsInLargeNumbers gives a hundred points without a hundred taps, and the
// last ones though they are fewer than a tap gives.
func TestPointsInLargeNumbers(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	q := questionnaire(t, "every-kind.json")
	q.ID, q.Question("money").Max = "many", 33
	open(t, r, q, "DNGDNG")
	p := newPhone(t, r)
	for _, doing := range append([]string{"/start DNGDNG", "[Макулмун]"}, to("[➕ Таза суу]")[2:]...) {
		p.do(doing)
	}
	for range 6 {
		p.do("[➕5 Таза суу]")
	}
	p.do("[➕5 Мектеп]")
	p.do("[➖5 Таза суу]")
	p.do("[Кийинки]")
	s := r.latest(t, p.person)
	got, _ := s.Given(s.Questionnaire, "money")
	if diff := cmp.Diff(survey.Rated(survey.Level{Choice: "water", Level: 25}, survey.Level{Choice: "school", Level: 3}), got); diff != "" {
		t.Errorf("points (-want +got):\n%s", diff)
	}
}

// TestPlaceButton comes after the question that asks for a place, and goes when that is
// left in any way, with a word on what became of it.
func TestPlaceButton(t *testing.T) {
	t.Parallel()
	const (
		here = "say Азыр турган жериңизди жөнөтүү үчүн төмөнкү баскычты басыңыз. Компьютерде ал жок болсо, 📎 белгисин колдонуңуз. ⌨ [📍 Турган жеримди жөнөтүү]"
		gone = "say Орун жөнөтүү баскычы алынды. ⌨ –"
	)
	for doing, want := range map[string]string{
		"📍 40.26543 72.61123": "say ✅ 📍 Орун: 40.26543, 72.61123 ⌨ –",
		"40.2654, 72.6112":    "say ✅ 📍 Орун: 40.2654, 72.6112 ⌨ –",
		"[Өткөрүп жиберүү]":   "say Жоопсуз калтырылды ⌨ –",
		"[Артка]":             gone,
		"/back":               gone,
		"/cancel":             gone,
		"/start " + otherCode: "", // consent is asked; the question is due still
		"/help":               "",
		"Айылдын аягында, оң жакта": "", // it is no place: the question stays
	} {
		t.Run(doing, func(t *testing.T) {
			t.Parallel()
			p := newPhone(t, newRoom(t))
			doings := to("📍 40.26543 72.61123")
			for _, doing := range doings[:len(doings)-1] {
				p.do(doing)
			}
			if got := withButton(p.do(doings[len(doings)-1])); !slices.Equal(got, []string{here}) {
				t.Errorf("the question comes with %q, want %q", got, here)
			}
			var all []string
			if want != "" {
				all = []string{want}
			}
			if got := withButton(p.do(doing)); !slices.Equal(got, all) {
				t.Errorf("got %q, want %q", got, all)
			}
		})
	}
}

// withButton is what the replies say that bring or take away the button below the input
// field.
func withButton(replies []bot.Reply) []string {
	var said []string
	for _, r := range replies {
		switch {
		case r.Card.Locate != "":
			said = append(said, told([]bot.Reply{r})[0]+" ⌨ ["+r.Card.Locate+"]")
		case r.Card.Unlocate:
			said = append(said, told([]bot.Reply{r})[0]+" ⌨ –")
		}
	}
	return said
}

// TestPlaceButtonForgotten presses a button that a crash left below the input field: it is
// taken away, and the question that is due is asked again.
func TestPlaceButtonForgotten(t *testing.T) {
	t.Parallel()
	p := newPhone(t, newRoom(t))
	for _, doing := range to("📷 1") {
		p.do(doing)
	}
	got := p.do("📍 40.26543 72.61123")
	if len(got) != 2 || !got[0].Card.Unlocate || len(got[1].Card.Rows) == 0 {
		t.Errorf("got %q", told(got))
	}
}
