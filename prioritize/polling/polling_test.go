package polling_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ashar/prioritize/hearing"
	"ashar/prioritize/polling"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page/pagetest"
)

func TestTemplatesFitTheirViews(t *testing.T) {
	phones, front := newHall(t, 0).rooms.Rooms()
	ofPhones, ofFront := polling.Views()
	pagetest.Check(t, phones, ofPhones)
	pagetest.Check(t, front, ofFront)
}

func TestRefusalsHaveWords(t *testing.T) {
	words := pagetest.Words(t)
	for _, r := range hearing.Refusals() {
		for _, lang := range words.Languages() {
			if id := "hearing.refusal." + string(r); !words.Has(lang, id) {
				t.Errorf("%s is missing in %s", id, lang)
			}
		}
	}
}

// TestASlipIsVotedWithoutAScript goes through a hearing on a phone: wait, vote, change, see what came of it.
func TestASlipIsVotedWithoutAScript(t *testing.T) {
	h := newHall(t, 6)
	p := h.phone(0)
	p.says(http.StatusOK, "Жыйын башталганда")
	h.begin()
	p.open(p.at)
	p.says(http.StatusOK, "азырынча ачыла элек")
	h.call(hearing.Round{Method: hearing.Dots, Dots: 2})
	p.open(p.at)
	p.says(http.StatusOK, "Арча-Булак")
	p.send(url.Values{})
	p.says(http.StatusUnprocessableEntity, "Эч нерсе белгиленген жок")
	p.send(url.Values{"dot": {"0", "1", "2"}})
	p.says(http.StatusUnprocessableEntity, "3 добуш берилди, сизде 2 гана")
	if got := p.doc.Find("input[name=dot][checked]").Length(); got != 3 {
		t.Errorf("%d marks are kept, want 3", got)
	}
	p.send(url.Values{"dot": {"0", "1"}})
	p.says(http.StatusOK, "Добушуңуз саат 14:30 кабыл алынды.")
	p.send(url.Values{"dot": {"3"}})
	p.says(http.StatusOK, "Добушуңуз саат 14:30 кабыл алынды.")
	if got := p.doc.Find("input[name=dot][checked]").AttrOr("value", ""); got != "3" {
		t.Errorf("the vote is shown as %q, want 3", got)
	}
	blank := h.phone(1)
	blank.send(url.Values{"blank": {"yes"}})
	blank.says(http.StatusOK, "кабыл алынды")
	r := h.close(1)
	if got, want := fmt.Sprint(r.Box), fmt.Sprint(hearing.NewBox([]hearing.Ballot{{Dots: []int{0, 0, 0, 1}}, {Dots: []int{0, 0, 0, 0}}})); got != want {
		t.Errorf("the box is %s, want %s", got, want)
	}
	p.open(p.at)
	p.says(http.StatusOK, "Добушуңуз эсептелди")
	p.says(http.StatusOK, "Добуш бергендер: 2.")
	none := h.phone(2)
	none.says(http.StatusOK, "Бул талон менен добуш берилген жок")
	if got := none.doc.Find("form.ballot").Length(); got != 0 {
		t.Error("there is a ballot after the round")
	}
}

// TestEveryMethodCanBeVoted fills in what each method's form has.
func TestEveryMethodCanBeVoted(t *testing.T) {
	for name, tt := range map[string]struct {
		round  hearing.Round
		wrong  url.Values
		fields url.Values
		want   hearing.Ballot
	}{
		"one dot":      {hearing.Round{Method: hearing.Dots, Dots: 1}, url.Values{"dot": {"0", "1"}}, url.Values{"dot": {"2"}}, hearing.Ballot{Dots: []int{0, 0, 1, 0}}},
		"stacked dots": {hearing.Round{Method: hearing.Dots, Dots: 5, Stacked: true}, url.Values{"dots.0": {"six"}}, url.Values{"dots.0": {"3"}, "dots.3": {"2"}}, hearing.Ballot{Dots: []int{3, 0, 0, 2}}},
		"an order":     {hearing.Round{Method: hearing.Ordered}, url.Values{"place.0": {"1"}, "place.1": {"1"}}, url.Values{"place.2": {"1"}, "place.0": {"3"}}, hearing.Ballot{Order: []int{2, 0}}},
		"stands":       {hearing.Round{Method: hearing.YesNo}, nil, url.Values{"stand.0": {"for"}, "stand.1": {"against"}, "stand.2": {""}}, hearing.Ballot{Stands: []hearing.Stand{"for", "against", "", ""}}},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHall(t, 1)
			h.begin()
			h.call(tt.round)
			p := h.phone(0)
			if tt.wrong != nil {
				p.send(tt.wrong)
				if p.status != http.StatusUnprocessableEntity || p.doc.Find(".mistakes li").Length() == 0 {
					t.Errorf("what is wrong: status %d\n%s", p.status, p.text("main"))
				}
			}
			p.send(tt.fields)
			p.says(http.StatusOK, "кабыл алынды")
			r := h.close(1)
			if got, want := fmt.Sprint(r.Box), fmt.Sprint(hearing.NewBox([]hearing.Ballot{tt.want})); got != want {
				t.Errorf("the box is %s, want %s", got, want)
			}
			for _, lang := range []string{"ky", "ru", "en"} {
				p.open("/v/" + h.codes[0] + "?lang=" + lang)
				if p.status != http.StatusOK || p.doc.Find(".tally li").Length() != 4 {
					t.Errorf("%s: the result has %d options, status %d", lang, p.doc.Find(".tally li").Length(), p.status)
				}
			}
		})
	}
}

// TestTwoPhonesWithOneSlipAreToldWhatCounts votes by one slip from two pages.
func TestTwoPhonesWithOneSlipAreToldWhatCounts(t *testing.T) {
	h := newHall(t, 1)
	h.begin()
	h.call(hearing.Round{Method: hearing.Dots, Dots: 1})
	first, second := h.phone(0), h.phone(0)
	first.send(url.Values{"dot": {"0"}})
	first.says(http.StatusOK, "кабыл алынды")
	second.send(url.Values{"dot": {"1"}})
	second.says(http.StatusConflict, "башка барактан же телефондон добуш берилген")
	if got := second.doc.Find("input[name=dot][checked]").AttrOr("value", ""); got != "1" {
		t.Errorf("what was marked is %q, want it kept", got)
	}
	second.send(url.Values{"dot": {"1"}})
	second.says(http.StatusOK, "кабыл алынды")
	late := *second
	r := h.close(1)
	if got, want := fmt.Sprint(r.Box), fmt.Sprint(hearing.NewBox([]hearing.Ballot{{Dots: []int{0, 1, 0, 0}}})); got != want {
		t.Errorf("the box is %s, want %s", got, want)
	}
	late.send(url.Values{"dot": {"2"}})
	late.says(http.StatusGone, "бул добуш кечикти, эсептелбейт")
}

// TestABallotIsTakenOnce sends the same page twice, also after the end, and another ballot from the page that was sent.
func TestABallotIsTakenOnce(t *testing.T) {
	h := newHall(t, 1)
	h.begin()
	h.call(hearing.Round{Method: hearing.Dots, Dots: 1})
	page := h.phone(0)
	for range 2 {
		again := *page
		again.send(url.Values{"dot": {"0"}})
		again.says(http.StatusOK, "кабыл алынды")
	}
	other := *page // as after the back button
	other.send(url.Values{"dot": {"1"}})
	other.says(http.StatusConflict, "ошол эсепте турат")
	h.close(1)
	again := *page
	again.send(url.Values{"dot": {"0"}})
	again.says(http.StatusOK, "Добушуңуз эсептелди")
}

// TestABallotOfNoPageIsRefused sends what no page of ours sends.
func TestABallotOfNoPageIsRefused(t *testing.T) {
	h := newHall(t, 1)
	h.begin()
	h.call(hearing.Round{Method: hearing.Dots, Dots: 1})
	const key = "a key of twenty-six bytes.."
	for what, form := range map[string]url.Values{
		"nothing": {}, "no round": {"seen": {"0"}, "key": {key}}, "a key that can be guessed": {"round": {"1"}, "seen": {"0"}, "key": {"k"}, "dot": {"0"}},
		"no revision": {"round": {"1"}, "key": {key}, "dot": {"0"}}, "a round that there is not": {"round": {"7"}, "seen": {"0"}, "key": {key}, "dot": {"0"}},
	} {
		if got := h.ask("/v/"+h.codes[0], form).Code; got != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d, want 422", what, got)
		}
	}
	x, err := h.db.Hearing(t.Context(), autumn)
	h.must(err)
	if n, err := h.Voted(t.Context(), &x, 1); err != nil || n != 0 {
		t.Errorf("%d votes were taken, %v", n, err)
	}
}

// TestSlipsThatDoNotAdmitAreToldWhy types codes of all sorts.
func TestSlipsThatDoNotAdmitAreToldWhy(t *testing.T) {
	h := newHall(t, 1)
	h.begin()
	made, err := h.Issue(t.Context(), autumn, 1, 2)
	h.must(err)
	codes, err := h.Codes(t.Context(), made, 2, 3)
	h.must(err)
	_, err = h.Lose(t.Context(), codes[1])
	h.must(err)
	forged, err := survey.NewTicketCode(bytes.NewReader([]byte("abcdefghijklm")))
	h.must(err)
	for _, tt := range []struct {
		path   string
		status int
		words  string
	}{
		{"/v", http.StatusOK, "Талонуңуздагы кодду жазыңыз"},
		{"/v?code=ABC", http.StatusUnprocessableEntity, "Кодду жазууда ката бар"},
		{"/v/ABC-DEF-GHJ", http.StatusUnprocessableEntity, "Кодду жазууда ката бар"},
		{"/v/" + survey.SpellTicket(forged), http.StatusNotFound, "Мындай код менен талон жок"},
		{"/v/" + codes[0], http.StatusUnprocessableEntity, "азырынча берилген эмес"},
		{"/v/" + codes[1], http.StatusGone, "жоголгон деп белгиленген"},
		{"/v?code=" + strings.ToLower(strings.ReplaceAll(h.codes[0], "-", "")), http.StatusOK, "азырынча ачыла элек"},
	} {
		p := &phone{hall: h}
		p.open(tt.path)
		p.says(tt.status, tt.words)
	}
}

// TestAFirstViewFitsTheFirstWindow weighs what a phone needs to vote.
func TestAFirstViewFitsTheFirstWindow(t *testing.T) {
	h := newHall(t, 1)
	h.begin()
	for _, r := range []hearing.Round{{Method: hearing.Dots, Dots: 2}, {Method: hearing.Ordered}, {Method: hearing.YesNo}} {
		n := h.call(r)
		if got := pagetest.FirstView(t, h.handler, "/v/"+h.codes[0]+"?lang=ky"); got > pagetest.InitialWindow {
			t.Errorf("the first view of %s weighs %d bytes, want at most %d", r.Method, got, pagetest.InitialWindow)
		}
		h.close(n)
	}
}

func TestScriptsAreLightAndForOldBrowsers(t *testing.T) {
	files, err := polling.Scripts()
	if err != nil {
		t.Fatal(err)
	}
	for name, script := range files {
		t.Logf("%s weighs %d bytes before it is zipped", name, len(script))
		if len(script) > 8<<10 {
			t.Errorf("%s weighs %d bytes, want at most 8 KB", name, len(script))
		}
		for _, newer := range []string{"?.", "??", "||=", "&&=", "replaceChildren", "requestSubmit", ".at(", ".flat", "AbortSignal.", "structuredClone", "replaceAll", "randomUUID", "crypto.subtle", "serviceWorker"} {
			if bytes.Contains(script, []byte(newer)) {
				t.Errorf("%s says %s, which old browsers, or those without a secure connection, do not have", name, newer)
			}
		}
	}
}

// TestPhonesLookAgainWhenPaperIsCountedAfterTheEnd has ballots on paper be entered while people vote, which no phone is to
// be disturbed by, and after the end, which changes the result on every phone.
func TestPhonesLookAgainWhenPaperIsCountedAfterTheEnd(t *testing.T) {
	h := newHall(t, 1)
	h.begin()
	now := func() string { return h.ask("/h/"+autumn+"/now", nil).Body.String() }
	round := h.call(hearing.Round{Method: hearing.Dots, Dots: 1})
	enter := func(sheets ...hearing.Sheet) {
		t.Helper()
		_, err := h.ChangeRound(t.Context(), autumn, round, func(r *hearing.Round) error {
			for i := range sheets {
				sheets[i].Voters, sheets[i].For = 1, append([]int{1}, make([]int, len(r.Options)-1)...)
			}
			return r.Enter(sheets, nil, "", h.now())
		})
		h.must(err)
	}
	before := now()
	enter(hearing.Sheet{Way: hearing.Hands})
	if got := now(); got != before {
		t.Errorf("while people vote phones look again: %q after %q", got, before)
	}
	enter()
	h.close(round)
	counted := now()
	enter(hearing.Sheet{Way: hearing.Paper})
	if got := now(); got == counted {
		t.Errorf("after paper was counted phones do not look again: %q", got)
	}
}

// TestEverybodyIsToldInSteps looks at the public page while people come and vote.
func TestEverybodyIsToldInSteps(t *testing.T) {
	h := newHall(t, 13)
	p := &phone{hall: h}
	p.open("/h/" + autumn)
	p.says(http.StatusOK, "Баарыңыздар келиңиздер")
	p.says(http.StatusOK, "Сурамжылоонун жыйынтыгы")
	h.begin()
	for _, code := range h.codes {
		_, err := h.Register(t.Context(), code, "door", hearing.Person{Sex: survey.SexFemale})
		h.must(err)
	}
	h.call(hearing.Round{Method: hearing.Dots, Dots: 1})
	for n := range h.codes[:9] {
		h.phone(n).send(url.Values{"dot": {"0"}})
	}
	h.clock.Add(int64(polling.Wait))
	p.open("/h/" + autumn)
	if got := p.text(".figures"); got != "катышып жатат, кеминде10 добуш берди, кеминде5" {
		t.Errorf("everybody is told %q", got)
	}
	h.close(1)
	p.open("/h/" + autumn)
	if p.doc.Find(".tally").Length() != 0 || strings.Contains(p.text("main"), "9") {
		t.Errorf("before the end everybody sees:\n%s", p.text("main"))
	}
	_, err := h.Change(t.Context(), autumn, func(x *hearing.Hearing) error { return x.End(h.now()) })
	h.must(err)
	p.open("/h/" + autumn)
	p.says(http.StatusOK, "Жыйын аяктады")
}

// TestTheScreenShowsEachStage goes through a hearing at the front of the hall.
func TestTheScreenShowsEachStage(t *testing.T) {
	h := newHall(t, 12)
	cookie := h.as("kok-jar", access.Observer)
	screen := func(want ...string) {
		t.Helper()
		h.clock.Add(int64(polling.Wait))
		p := &phone{hall: h}
		p.take("/hearings/needs/autumn/screen", h.ask("/hearings/needs/autumn/screen", nil, "Cookie", cookie))
		for _, words := range want {
			p.says(http.StatusOK, words)
		}
		for _, interim := range []string{"Аялдар 3, эркектер 0."} {
			if p.doc.Find(".voting").Length() > 0 && strings.Contains(p.text("main"), interim) {
				t.Errorf("while it is voted the screen says %q", interim)
			}
		}
	}
	screen("Коомдук угуу", "Маданият үйү", "Сурамжылоонун жыйынтыгы", "192.168.1.2:8080/v")
	h.begin()
	for n, code := range h.codes[:11] {
		_, err := h.Register(t.Context(), code, "door", hearing.Person{Sex: []string{survey.SexFemale, survey.SexMale}[n%2]})
		h.must(err)
	}
	screen("Каттоо жүрүп жатат", "11", "Аялдар 6, эркектер 5.", "Кворум бар")
	h.call(hearing.Round{Method: hearing.Dots, Dots: 1})
	for n := range h.codes[:11] {
		h.phone(n).send(url.Values{"dot": {fmt.Sprint(n / 2 % 2)}})
	}
	screen("1-тур: добуш берүү жүрүп жатат", "добуш берди, 12 талондун ичинен", "Саат 14:30 ачылды", "Таза суу", "2Жолдор")
	h.close(1)
	screen("1-турдун жыйынтыгы", "Добуш бергендер: 11.", "Аялдар 6, эркектер 5.")
	h.call(hearing.Round{Method: hearing.Dots, Dots: 1})
	h.phone(0).send(url.Values{"dot": {"2"}})
	h.phone(1).send(url.Values{"dot": {"3"}})
	h.close(2)
	screen("Добуштары тең: «Көчө жарыгы» = «Мектеп»")
	_, err := h.Change(t.Context(), autumn, func(x *hearing.Hearing) error { return x.End(h.now()) })
	h.must(err)
	screen("Жыйындын чечими", "Акыркы орду")
}

func TestTheScreenIsForStaffOfTheMunicipality(t *testing.T) {
	h := newHall(t, 0)
	for _, path := range []string{"/hearings/needs/autumn/screen", "/hearings/needs/autumn/screen/live"} {
		if got := h.ask(path, nil).Code; got != http.StatusUnauthorized {
			t.Errorf("%s by anybody: status %d, want 401", path, got)
		}
	}
	theirs, enumerator := h.as("ak-tal", access.Owner), h.as("kok-jar", access.Enumerator)
	for path, want := range map[string]int{
		"/hearings/needs/autumn/screen": http.StatusNotFound, "/hearings/theirs/autumn/screen": http.StatusNotFound, "/hearings/theirs/autumn/screen/live": http.StatusNotFound,
		"/hearings/needs/nosuch/screen": http.StatusNotFound,
	} {
		if got := h.ask(path, nil, "Cookie", theirs).Code; got != want {
			t.Errorf("%s by another municipality's owner: status %d, want %d", path, got, want)
		}
	}
	if got := h.ask("/hearings/needs/autumn/screen", nil, "Cookie", enumerator).Code; got != http.StatusForbidden {
		t.Errorf("the screen by an enumerator: status %d, want 403", got)
	}
}
