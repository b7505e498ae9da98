package hall_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"ashar/prioritize/hall"
	"ashar/prioritize/hearing"
	"ashar/survey/access"
	"ashar/survey/page/pagetest"
)

func TestTemplatesFitTheirPages(t *testing.T) {
	pagetest.Check(t, newEvening(t).room, hall.Views())
}

func TestAHearingIsDraftedFromTheFrozenRanking(t *testing.T) {
	h := newEvening(t)
	has(t, "the list of a campaign that is not frozen", words(h.page(access.Owner, "/hearings/later").Find("main")), "али тоңдурулган эмес")
	if w := h.send(access.Organiser, "/hearings/later/_new"); w.Code != http.StatusSeeOther {
		t.Errorf("planning on a ranking that is not frozen: status %d, want 303", w.Code)
	}
	if w := h.send(access.Organiser, "/hearings/theirs"); w.Code != http.StatusNotFound {
		t.Errorf("the neighbours' hearings: status %d, want 404", w.Code)
	}
	doc := h.page(access.Organiser, all+"/_new")
	has(t, "the plan", words(doc.Find("main")), "Таза суу", "сурамжылоодо 1‑орун", "онунчу бөлүгү 120")
	has(t, "the agenda", doc.Find("#agenda").Text(), "тобун талкуулоо: Таза суу", "Добуш берүү")

	at := h.planned()
	for _, path := range []string{all + "/_new", at} {
		if to, _ := h.page(access.Organiser, path).Find("a.brand").Attr("href"); to != "/desk" {
			t.Errorf("%s: the mark leads to %q, want /desk", path, to)
		}
	}
	x := h.kept(at)
	if x.State != hearing.Planned || x.Quorum != 3 || x.Ranking != frozenUnder || len(x.Options) < 2 || x.Options[0].ID != "water" || x.Options[0].Rank != 1 {
		t.Errorf("planned: %+v", x)
	}
	if got := x.Planned.UTC().Format("15:04"); got != "08:00" {
		t.Errorf("planned at %s UTC, want 08:00", got)
	}
	village := h.page(access.Organiser, all+"/_new?village=tor")
	if got := filled(village, "form[action='"+all+"']"); !slices.Contains(got, "village") {
		t.Errorf("an assembly's plan: %q", got)
	}
	at = h.done(access.Organiser, all, set(filled(village, "form[action='"+all+"']"), "place", "Мектеп", "day", "2026-05-21", "time", "10:00")...)
	if x := h.kept(at); x.Kind != hearing.Village || x.Village != "tor" || x.Options[0].ID != "kinder" || x.Options[0].Rank != 1 {
		t.Errorf("the village's own assembly: %+v", x)
	}
}

func TestWhatIsWrongInAPlanIsSaidAndKept(t *testing.T) {
	h := newEvening(t)
	doc := h.page(access.Organiser, all+"/_new")
	fields := set(filled(doc, "form[action='"+all+"']"), "place", "", "day", "эртең", "quorum", "көп", "chair", "Б. Асанов")
	again := h.read(h.send(access.Organiser, all, fields...), http.StatusUnprocessableEntity)
	has(t, "the mistakes", words(again.Find(".mistakes")), "Кайда өтөрүн жазыңыз", "Күнүн жана саатын жазыңыз", "Бүтүн сан жазыңыз")
	if got := again.Find("#quorum").AttrOr("value", ""); got != "көп" {
		t.Errorf("the quorum that was typed is %q", got)
	}
	if got := again.Find("#chair").AttrOr("value", ""); got != "Б. Асанов" {
		t.Errorf("the chair that was typed is %q", got)
	}

	at := h.planned()
	edit := filled(h.page(access.Organiser, at+"/plan"), "form[action$='/plan']")
	h.done(access.Organiser, at+"/plan", set(edit, "place", "Мектеп")...)
	again = h.read(h.send(access.Owner, at+"/plan", set(edit, "place", "Клуб")...), http.StatusConflict)
	has(t, "the conflict", words(again.Find(".mistakes")), "башка бирөө")
	if got := again.Find("#place").AttrOr("value", ""); got != "Клуб" {
		t.Errorf("the place that was typed is %q", got)
	}
	if got := h.kept(at).Place; got != "Мектеп" {
		t.Errorf("the place is %q, want what was saved first", got)
	}
}

func TestAWholeEveningWithHandsAndPaper(t *testing.T) {
	h := newEvening(t)
	at := h.planned()
	has(t, "the console", words(h.page(access.Organiser, at).Find("main")), "Жыйынды ачуу", "Кворумга дагы 3 киши жетпейт")
	door := filled(h.page(access.Enumerator, at+"/door?village=tor"), "form.tapping")
	for i, who := range []string{"female 18-28", "female 18-28", "female 29-59", "male 60+", "male -"} {
		h.done(access.Enumerator, at+"/door", set(door, "add", who, "key", strings.Repeat("k", i+1))...)
	}
	h.done(access.Organiser, at+"/begin", "x", "")
	console := h.page(access.Observer, at)
	if got, want := strings.Join(console.Find(".figures.there dd").Map(func(_ int, s *goquery.Selection) string { return words(s) }), " "), "5 3 2 2"; got != want {
		t.Errorf("who is there, women, men and youth: %s, want %s", got, want)
	}
	has(t, "the console", words(console.Find("main")), "Кворум бар")

	round := h.done(access.Organiser, at+"/rounds", filled(h.page(access.Organiser, at+"/rounds/_new"), "form[action$='/rounds']")...)
	h.done(access.Organiser, round+"/open", "x", "")
	if n := h.page(access.Organiser, at).Find("a[href$='/rounds/_new']").Length(); n != 0 {
		t.Errorf("%d links call another round while one is open", n)
	}
	if said := words(h.page(access.Organiser, round).Find("main")); strings.Contains(said, "Жыйынтык Добуш") {
		t.Errorf("the result is seen while people vote: %s", said)
	}
	hands := filled(h.page(access.Organiser, round), "form[action$='/hands']")
	h.done(access.Organiser, round+"/hands", set(hands, "hands_female_for_0", "2", "hands_male_for_0", "0", "hands_female_for_1", "1", "hands_male_for_1", "1")...)
	h.done(access.Organiser, round+"/close", "x", "")
	doc := h.page(access.Organiser, round)
	has(t, "the result", words(doc.Find("main")), "Биринчи орунда тең чыкты") // 2, 1 + 1
	has(t, "the console", words(h.page(access.Organiser, at).Find(".next")), "добуштар тең чыкты")

	// A second click brings the run-off among those two.
	off := filled(h.page(access.Organiser, round[:len(round)-1]+"_new?from=1"), "form[action$='/rounds']")
	if got := count(off, "option"); got != 2 {
		t.Errorf("the run-off has %d options, want 2: %q", got, off)
	}
	second := h.done(access.Organiser, at+"/rounds", off...)
	if again := h.done(access.Organiser, at+"/rounds", off...); again != second {
		t.Errorf("a second tap leads to %s, want %s", again, second)
	}
	h.done(access.Organiser, second+"/open", "x", "")
	h.done(access.Organiser, second+"/close", "x", "")
	h.done(access.Organiser, second+"/hands", "seen", seen(h, second), "paper__for_0", "1", "paper__for_1", "4", "paper__spoiled", "1")
	recount := h.read(h.send(access.Organiser, second+"/hands", "seen", seen(h, second), "paper__for_0", "2", "paper__for_1", "3"), http.StatusUnprocessableEntity)
	has(t, "a recount without a reason", words(recount.Find(".mistakes")), "Себебин жазыңыз")
	h.done(access.Organiser, second+"/hands", "seen", seen(h, second), "paper__for_0", "2", "paper__for_1", "3", "why", "Эки бюллетень жабышып калыптыр")
	has(t, "the recount", words(h.page(access.Observer, second).Find("main")), "Эки бюллетень жабышып калыптыр", "Добуш бергендер: 5")
	if said := words(h.page(access.Observer, second).Find("main")); strings.Contains(said, "катталгандардан") {
		t.Errorf("five have voted of five, and the page says %s", said)
	}
	h.done(access.Organiser, second+"/hands", "seen", seen(h, second), "paper__for_0", "2", "paper__for_1", "4", "why", "Дагы бир бюллетень")
	has(t, "more votes than people", words(h.page(access.Observer, second).Find("main")), "Добуш бергендер (6) катталгандардан (5) көп")
	h.done(access.Organiser, second+"/hands", "seen", seen(h, second), "paper__for_0", "2", "paper__for_1", "3", "why", "Ал башка турдуку экен")

	kept := h.kept(at)
	first := kept.Round(2).Options[1]
	outcome := rows(h.page(access.Observer, at+"/outcome").Find(".outcome"))
	if len(outcome) == 0 || !strings.HasPrefix(outcome[0], "1 | ") || !strings.Contains(outcome[0], "2‑тур · 3 добуш") {
		t.Errorf("the outcome, of which %s is the first: %q", first, outcome)
	}

	// What is decided, and signed.
	if w := h.send(access.Analyst, at+"/outcome", "option", "kinder", "rank", "1", "why", ""); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an override without a reason: status %d, want 422", w.Code)
	}
	h.done(access.Analyst, at+"/outcome", "option", "kinder", "rank", "1", "why", "Мектеп жанында аварийный имарат")
	has(t, "the outcome", words(h.page(access.Observer, at+"/outcome").Find(".outcome")), "Мектеп жанында аварийный имарат", "analyst")
	h.done(access.Organiser, at+"/floor/decision", "text", "Бала бакча биринчи", "due", "2026-09-01", "responsible", "Айыл өкмөтү")
	h.done(access.Organiser, at+"/end", "x", "")
	if w := h.send(access.Organiser, at+"/publish", "show", "1"); w.Code != http.StatusForbidden {
		t.Errorf("an organiser publishes: status %d, want 403", w.Code)
	}
	has(t, "the minutes", words(h.page(access.Observer, at+"/minutes").Find("main")), "Б. Асанов", "Бала бакча биринчи", "Айыл өкмөтү", "Эки бюллетень жабышып калыптыр")
	if w := h.send(access.Observer, at+"/minutes.docx?lang=ru"); w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "PK") {
		t.Errorf("the Word document: status %d, %d bytes", w.Code, w.Body.Len())
	}
	h.done(access.Analyst, at+"/sign", "x", "")
	h.done(access.Analyst, at+"/publish", "show", "1")
	if x := h.kept(at); x.State != hearing.Signed || x.Published.IsZero() {
		t.Errorf("signed and published: %s, %v", x.State, x.Published)
	}
	late := h.read(h.send(access.Organiser, at+"/floor/speech", "text", "Дагы бир сөз"), http.StatusGone)
	has(t, "a word after the minutes are signed", words(late.Find(".mistakes")), "Протоколго кол коюлган")
	want := []string{
		"organiser run_hearings planned, campaign needs, options 4", "enumerator count_people table enumerator counts", "organiser run_hearings began",
		"organiser run_hearings round 1 called, dots, options 4", "organiser run_hearings round 1 opened", "organiser run_hearings round 1 counted by hand",
		"organiser run_hearings round 1 closed and counted", "organiser run_hearings round 2 called, dots, options 2",
	}
	if got := h.told(); len(got) < len(want) || cmp.Diff(want, got[:len(want)]) != "" {
		t.Errorf("the audit trail (-want +got):\n%s", cmp.Diff(want, got))
	}
}

func TestAnAgendaTellsTheFirstFewOfManyNeeds(t *testing.T) {
	s := pagetest.Words(t).For("ky")
	few := []string{"Суу", "Жол, көпүрө", "Мектеп", "Жарык"}
	if got, want := hall.FirstFew(s, few), "Суу; Жол, көпүрө; Мектеп; Жарык"; got != want {
		t.Errorf("four needs: %q, want %q", got, want)
	}
	if got, want := hall.FirstFew(s, append(few, "Жайыт")), "Суу; Жол, көпүрө; Мектеп жана дагы 2 муктаждык"; got != want {
		t.Errorf("five needs: %q, want %q", got, want)
	}
}

// count is how many fields have this name.
func count(fields []string, name string) int {
	n := 0
	for i := 0; i < len(fields); i += 2 {
		if fields[i] == name {
			n++
		}
	}
	return n
}

// seen is what stands in a round's form of what was entered.
func seen(h *evening, round string) string {
	return h.page(access.Organiser, round).Find("form[action$='/hands'] [name=seen]").AttrOr("value", "")
}
