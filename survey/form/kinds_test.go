package form_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"ashar/survey"
)

// photo is a picture, its file of so many bytes.
func photo(t testing.TB, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	const frame, end = 12, 12 // around a chunk; the last chunk
	whole := b.Bytes()
	size = max(size-len(whole)-frame, 0) // of a chunk that every program passes over
	filler := binary.BigEndian.AppendUint32(nil, uint32(size))
	filler = append(append(filler, "iCCP"...), make([]byte, size+4)...)
	return append(append(bytes.Clone(whole[:len(whole)-end]), filler...), whole[len(whole)-end:]...)
}

// voice is the beginning of a recording.
func voice() []byte {
	head := append([]byte("OggS\x00\x02"), make([]byte, 20)...)
	binary.LittleEndian.PutUint32(head[14:], 1)
	return append(append(head, 1, 19), "OpusHead\x01\x01\x00\x00\x80\xbb\x00\x00\x00\x00\x00"...)
}

// starts begins an interview with any questionnaire.
func (p *phone) starts() {
	p.t.Helper()
	p.open("/f/" + openCode)
	p.submit(p.one("main form"), nil)
	p.sees(http.StatusOK)
}

// next goes on, to a screen with these words.
func (p *phone) next(words ...string) {
	p.t.Helper()
	p.press("do", "next")
	p.sees(http.StatusOK, words...)
}

// until skips, and answers what must be answered, up to a question.
func (p *phone) until(question string) {
	p.t.Helper()
	for range 40 {
		at := p.at.Path[strings.LastIndex(p.at.Path, "/")+1:]
		if at == question {
			return
		}
		p.status = 0
		p.passes(at)
		if p.status != http.StatusOK {
			p.t.Fatalf("at %s: status %d: %s", at, p.status, p.text("main"))
		}
	}
	p.t.Fatalf("%s is not reached", question)
}

// passes gets over the screen of a question of every-kind.json in the shortest way.
func (p *phone) passes(question string) {
	p.t.Helper()
	switch question {
	case "people":
		p.enter("text", "4")
	case "needs":
		p.tick(p.checked()...)
		p.tick("water", "roads", "kinder")
	case "budget":
		p.page().Find(`input[name^="points."]`).SetAttr("value", "")
		p.enter("points.water", "10")
	case "photo":
		p.chosen = photo(p.t, 0)
	case "opening", "closing":
	default:
		p.press("do", "skip")
		return
	}
	p.press("do", "next")
}

func TestEveryKindIsAnsweredWithoutAScript(t *testing.T) {
	s := serve(t, everyKind(t))
	p := newPhone(t, s)
	p.starts()
	p.sees(http.StatusOK, "1 / 22", "Туура же туура эмес жооп болбойт.", "Атыңызды жазбаңыз.")
	if got := p.text("h1"); got != "Адегенде үйүңүз жөнүндө" {
		t.Errorf("the title is %q, want the label's first paragraph alone", got)
	}
	p.next("Жынысыңыз")
	if got := p.text(".sections"); got != "Үй-бүлө" {
		t.Errorf("above the question stands %q, want its group", got)
	}
	p.pick("choice", "female")
	p.next("Өзүңүз менен кошо.")
	p.enter("text", " 6 ")
	p.next("6 адамдын канчасы бала багат?") // the answer before, in the question
	p.enter("text", "2")
	p.next("Үй-бүлө › Жер", "Мисалы: 3,5")
	p.enter("text", "1,50")
	p.next("0 менен 120 ортосундагы сан, кадамы 5")
	p.enter("text", "45")
	p.next("Жолду 0дөн 10го чейин баалаңыз")
	p.pick("text", "7")
	p.next("Түшүм", "−0,5")
	p.pick("text", "-0.5")
	p.next("Качан көчүп келдиңиз?", "27.11.2026")
	p.enter("text", "01.03.2026")
	p.next("Эң керектүү төртөөнү тандаңыз")
	p.tick("water", "roads", "kinder")
	p.next("Кайсы экөө биринчи керек?", "Ирети менен 2 тандаңыз.")
	p.press("place", "kinder")
	p.press("place", "water")
	p.next("Ким биринчи?")
	p.press("place", "okmotu")
	p.next("Канчалык оор?")
	for i, need := range []string{"water", "roads", "kinder"} {
		p.rate(need, 5-i)
	}
	p.next("Бул жетишпейби?")
	for _, need := range []string{"water", "roads", "kinder", "health", "light"} {
		p.rate(need, 2)
	}
	p.next("Канчалык ишенесиз?")
	p.rate("kenesh", 11)
	p.rate("okmotu", 1)
	p.next("10 упайды бөлүштүрүңүз", "Калды: 10 упай")
	p.press("give", "water")
	p.press("give", "water")
	p.enter("points.roads", "7")
	p.press("give", "kinder")
	p.press("take", "water")
	p.next("Экөөнүн кайсынысы керектүүрөөк?", "Жуп 1 / 3", "Жуп 3 / 3")
	p.page().Find("fieldset.pair").Each(func(i int, pair *goquery.Selection) {
		pair.Find("input").Eq(i).SetAttr("checked", "") // the first, the second, neither
	})
	p.next("Тилегиңиз")
	p.write("Көпүрө керек.")
	p.next("Көйгөй кайда?", "Кеңдик жана узундук")
	p.enter("text", "40,26; 72,61")
	p.next("Көйгөйдү сүрөткө тартыңыз")
	p.chosen = photo(t, 150<<10)
	p.next("Үнүңүз менен айтыңыз")
	p.chosen = voice()
	p.next("Рахмат, эми баарын карап чыгыңыз")
	p.next("Жоопторуңузду карап чыгыңыз", "23 / 23",
		"6 адамдын канчасы бала багат?", "1,5", "45", "−0,5", "2026-жылдын 1-марты", "1. Бала бакча2. Ичүүчү таза суу", "1. Айыл өкмөтү2. Айылдык кеңеш",
		"Бала бакча: Орточо", "Көчө жарыгы: Ооба", "Айылдык кеңеш: Деңгээл 10", "Ичүүчү таза суу: 1", "Ички жолдор, көпүрөлөр: 7",
		"» эмес", "»: бирдей", "40.26, 72.61", "Сүрөт, 150 КБ", "Үн кабары, 1 КБ")
	if strings.Contains(p.text("main"), "Адегенде") {
		t.Errorf("the look-over lists a note: %s", p.text("main"))
	}
	p.press("do", "send")
	p.sees(http.StatusOK, "Рахмат. Жообуңуз кабыл алынды.")

	stored := s.responses()
	if len(stored) != 1 {
		t.Fatalf("%d responses are stored, want 1", len(stored))
	}
	want := map[string]survey.Value{
		"people": {Number: "6"}, "mothers": {Number: "2"}, "area": {Number: "1.5"}, "minutes": {Number: "45"},
		"mark": {Number: "7"}, "share": {Number: "-0.5"}, "visited": {Date: "2026-03-01"},
		"top": survey.Chosen("kinder", "water"), "order": survey.Chosen("okmotu", "kenesh"),
		"trust":  survey.Rated(survey.Level{Choice: "kenesh", Level: 11}, survey.Level{Choice: "okmotu", Level: 1}),
		"budget": survey.Rated(survey.Level{Choice: "water", Level: 1}, survey.Level{Choice: "roads", Level: 7}, survey.Level{Choice: "kinder", Level: 1}),
		"spot":   survey.Located(survey.Point{Latitude: 40.26, Longitude: 72.61}),
	}
	for question, value := range want {
		got, _ := stored[0].Answer(question)
		if diff := cmp.Diff(value, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", question, diff)
		}
	}
	compared, _ := stored[0].Answer("pairs")
	if n := len(compared.Pairs); n != 3 || compared.Pairs[0].Better != compared.Pairs[0].First ||
		compared.Pairs[1].Better != compared.Pairs[1].Second || compared.Pairs[2].Better != "" {
		t.Errorf("stored pairs are %+v, want the first, the second and neither", compared.Pairs)
	}
	for question, media := range map[string]string{"photo": "image/png", "voice": "audio/ogg"} {
		v, _ := stored[0].Answer(question)
		if v.File == nil || v.File.Type != media {
			t.Errorf("%s: stored is %+v, want a file of type %s", question, v.File, media)
			continue
		}
		if a, err := s.db.Attachment(t.Context(), v.File.ID); err != nil || len(a.Data) != v.File.Size {
			t.Errorf("%s: its file has %d bytes, %v; want %d", question, len(a.Data), err, v.File.Size)
		}
	}
}

func TestEveryKindShowsWhatWasAnswered(t *testing.T) {
	s := serve(t, everyKind(t))
	p := newPhone(t, s)
	p.starts()
	value := func(name string) string { return p.one(`input[name="`+name+`"]`).AttrOr("value", "") }
	for _, test := range []struct {
		question string
		answer   func()
		shows    func() string
		want     string
	}{
		{"people", func() { p.enter("text", "12") }, func() string { return value("text") }, "12"},
		{"area", func() { p.enter("text", "0,250") }, func() string { return value("text") }, "0.25"},
		{"minutes", func() { p.enter("text", "15") }, func() string { return value("text") }, "15"},
		{"mark", func() { p.pick("text", "0") }, func() string { return p.checked()[0] }, "0"},
		{"visited", func() { p.enter("text", "2020-05-06") }, func() string { return value("text") }, "2020-05-06"},
		{"budget", func() { p.enter("points.light", "3") }, func() string { return value("points.light") }, "3"},
		{"pairs", func() {
			p.page().Find("fieldset.pair input:first-child[value='']").SetAttr("checked", "")
		}, func() string { return strings.Join(p.checked(), "|") }, "||"},
		{"spot", func() { p.enter("text", "42.5 72.3 1000 5") }, func() string { return value("text") }, "42.5, 72.3, 1000, 5"},
		{"photo", func() { p.chosen = photo(t, 3<<20) }, func() string { return p.text("#kept strong") }, "Сүрөт, 3,0 МБ"},
	} {
		p.until(test.question)
		test.answer()
		p.next()
		p.press("do", "back")
		p.sees(http.StatusOK)
		if at := p.at.Path[strings.LastIndex(p.at.Path, "/")+1:]; at != test.question {
			t.Fatalf("going back from behind %s leads to %s", test.question, at)
		}
		if got := test.shows(); got != test.want {
			t.Errorf("%s shows %q, want %q", test.question, got, test.want)
		}
		p.next() // with what is shown
	}
}

func TestEveryKindSaysWhatToMend(t *testing.T) {
	s := serve(t, everyKind(t))
	p := newPhone(t, s)
	p.starts()
	words := s.words.For("ky")
	const low, high = "0", "120"
	bounds := []any{"Low", low, "High", high, "Step", "5"}
	huge := strings.Repeat("9", 200)
	for _, test := range []struct {
		question, posted, field, says string
	}{
		{"people", "", "text", "Канча адам экенин жазыңыз, мисалы 4."},
		{"people", "21", "text", "1ден 20га чейинки санды жазыңыз."},
		{"people", "four", "text", words.T("problem.not_whole")},
		{"people", "4,5", "text", words.T("problem.not_whole")},
		{"people", huge, "text", words.T("problem.not_whole")},
		{"people", "\xff\x00", "text", words.T("problem.not_whole")},
		{"area", "1.5.2", "text", words.T("problem.not_number")},
		{"minutes", "121", "text", words.T("problem.out_of_range", bounds...)},
		{"minutes", "7", "text", words.T("problem.off_step", bounds...)},
		{"mark", "11", "answer", words.T("problem.out_of_range", "Low", "0", "High", "10")},
		{"mark", "<b>", "answer", words.T("problem.not_number")},
		{"visited", "31.02.2026", "text", words.T("problem.not_date")},
		{"visited", "2999-01-01", "text", "Бул күн келе элек."},
		{"spot", "91, 72", "text", words.T("problem.not_place")},
		{"spot", "Ош", "text", words.T("problem.not_place")},
	} {
		p.until(test.question)
		p.post(p.at.Path, fields("do", "next", "text", test.posted))
		p.mends(test.field, test.says)
		if test.field == "text" {
			want := strings.ToValidUTF8(test.posted, "\uFFFD")
			if got := p.one("#text").AttrOr("value", ""); len(want) < 100 && got != want && !strings.ContainsRune(want, 0) {
				t.Errorf("%s: the box holds %q, want %q", test.question, got, want)
			}
		}
		before := s.kept(t, p.id())
		p.post(p.at.Path, fields("do", "dance"))
		p.sees(http.StatusBadRequest, "Кайра басыңыз.")
		p.post(p.at.Path, fields("give", "water", "place", "water"))
		p.sees(http.StatusBadRequest, "Кайра басыңыз.")
		if diff := cmp.Diff(before, s.kept(t, p.id())); diff != "" {
			t.Errorf("%s: an unknown button changed the interview (-before +after):\n%s", test.question, diff)
		}
	}
}

func TestNumbersOfADifferentLanguageAreWrittenInIt(t *testing.T) {
	s := serve(t, everyKind(t))
	p := newPhone(t, s)
	p.accept = "en"
	p.starts()
	p.until("area")
	p.enter("text", "1,5")
	p.next("A number from 0 to 120 in steps of 5")
	p.post(p.at.Path, fields("do", "next", "text", "x"))
	p.sees(http.StatusUnprocessableEntity, "Please write a number, such as 12 or 3.5.")
	p.until("visited")
	p.open("/f/" + openCode + "/" + p.id() + "/people")
	p.post(p.at.Path, fields("do", "next", "text", "0"))
	p.mends("text", "Write a number from 1 to 20.") // the questionnaire's own word
}

func TestOnlyTheFirstPlacesAreGiven(t *testing.T) {
	s := serve(t, everyKind(t))
	p := newPhone(t, s)
	p.starts()
	p.until("top")
	p.sees(http.StatusOK, "Дагы 2 калды")
	p.press("place", "water")
	if want := "c0"; p.at.Fragment != want {
		t.Errorf("a tap leads to #%s, want #%s, the row that was tapped", p.at.Fragment, want)
	}
	p.press("place", "kinder")
	if n := p.page().Find("button[name=place]:not([disabled])").Length(); n != 0 {
		t.Errorf("%d choices can still be placed, want none", n)
	}
	p.post(p.at.Path, fields("place", "roads")) // tapped on an old page
	order := func() []string {
		return p.page().Find(`input[name="order"]`).Map(func(_ int, in *goquery.Selection) string { return in.AttrOr("value", "") })
	}
	if got, want := order(), []string{"water", "kinder"}; !slices.Equal(got, want) {
		t.Errorf("the order is %q, want %q", got, want)
	}
	p.press("do", "undo")
	if got, want := order(), []string{"water"}; !slices.Equal(got, want) {
		t.Errorf("the order after undoing is %q, want %q", got, want)
	}
	if want := "c2"; p.at.Fragment != want {
		t.Errorf("undoing leads to #%s, want #%s, the row that lost its place", p.at.Fragment, want)
	}
	p.post(p.at.Path, fields("do", "next", "order", "water", "order", "kinder", "order", "roads"))
	p.mends("answer", s.problem(survey.TooMany, 2, 3, ""))
	p.press("do", "undo")
	p.next("Ким биринчи?")
}
