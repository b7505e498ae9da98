package hall_test

import (
	"net/http"
	"testing"

	"ashar/prioritize/hearing"
	"ashar/survey/access"
)

func TestTwoSecretariesLoseNothing(t *testing.T) {
	h := newEvening(t)
	at := h.opened()
	h.done(access.Organiser, at+"/floor/question", "text", "Суу качан келет?", "by", "Кең-Төрдүн тургуну")
	h.done(access.Organiser, at+"/floor/question", "text", "Суу качан келет?", "by", "Кең-Төрдүн тургуну") // the second tap
	h.done(access.Analyst, at+"/floor/speech", "text", "Сурамжылоонун жыйынтыгы")
	if got := len(h.kept(at).Speeches); got != 2 {
		t.Fatalf("%d speeches, want 2", got)
	}
	edit := filled(h.page(access.Organiser, at+"/floor"), "section:has(#question) li form")
	h.done(access.Organiser, at+"/floor/question", set(edit, "answer", "2027-жылы")...)
	doc := h.read(h.send(access.Analyst, at+"/floor/question", set(edit, "answer", "Эмки жылы")...), http.StatusConflict)
	has(t, "the conflict", words(doc.Find(".mistakes")), "башка катчы өзгөрткөн")
	has(t, "the answer that is kept", words(doc.Find("section:has(#question) li > .answer")), "2027-жылы")
	if got := doc.Find("section:has(#question) li [name=answer]").Text(); got != "Эмки жылы" {
		t.Errorf("what the other typed is %q", got)
	}
}

func TestAProposalFromTheFloorBecomesAnOption(t *testing.T) {
	h := newEvening(t)
	at := h.opened()
	h.done(access.Organiser, at+"/floor/proposal", "text", "Спорт аянтча", "by", "А. Токтогулов", "village", "tor", "vote", "1")
	h.done(access.Organiser, at+"/floor/proposal", "text", "Китепкана", "village", "archa")
	x := h.kept(at)
	if len(x.Proposals) != 2 || x.Proposals[0].Option == "" || x.Proposals[0].Village != "tor" || x.Options[len(x.Options)-1].ID != x.Proposals[0].Option {
		t.Fatalf("proposals %+v, options %+v", x.Proposals, x.Options)
	}
	has(t, "what can be voted on", words(h.page(access.Organiser, at+"/rounds/_new").Find("#options")), "Спорт аянтча", "залдан сунушталды")
	second := filled(h.page(access.Organiser, at+"/floor"), "section:has(#proposal) li:nth-child(2) form")
	h.done(access.Organiser, at+"/floor/proposal", set(second, "text", "Айылдык китепкана", "vote", "1")...)
	x = h.kept(at)
	if o := x.Options[len(x.Options)-1]; o.ID != "floor-2" || o.Label.In("ky") != "Айылдык китепкана" || o.Village != "archa" {
		t.Errorf("the second proposal's option: %+v", o)
	}
	empty := h.read(h.send(access.Organiser, at+"/floor/proposal", "text", "", "by", "А. Токтогулов"), http.StatusUnprocessableEntity)
	if got := empty.Find("#proposal-new-by").AttrOr("value", ""); got != "А. Токтогулов" {
		t.Errorf("what was typed is %q", got)
	}
	if w := h.send(access.Observer, at+"/floor/speech", "text", "сөз"); w.Code != http.StatusForbidden {
		t.Errorf("an observer writes: status %d, want 403", w.Code)
	}
}

func TestAnEveningOnPaperIsTypedInAfterwards(t *testing.T) {
	h := newEvening(t)
	at := h.planned()
	early := h.read(h.send(access.Organiser, at+"/begin", "day", "2026-06-01", "time", "10:00"), http.StatusUnprocessableEntity)
	has(t, "a time that has not come", words(early.Find(".mistakes")), "Өткөн күндү")
	h.done(access.Organiser, at+"/begin", "day", "2026-05-19", "time", "14:10")
	call := set(filled(h.page(access.Organiser, at+"/rounds/_new"), "form[action$='/rounds']"), "method", string(hearing.Ordered))
	round := h.done(access.Organiser, at+"/rounds", call...)
	h.done(access.Organiser, round+"/open", "x", "")
	wrong := h.read(h.send(access.Organiser, round+"/hands", "seen", seen(h, round), "ballots", "1 2\n2 2"), http.StatusUnprocessableEntity)
	has(t, "a ballot with an option twice", words(wrong.Find(".mistakes")), "2‑сап")
	if got := wrong.Find("#ballots").Text(); got != "1 2\n2 2" {
		t.Errorf("what was typed is %q", got)
	}
	h.done(access.Organiser, round+"/hands", "seen", seen(h, round), "ballots", "2 1 x3\n1, 2\n3", "spoiled", "2")
	h.done(access.Organiser, round+"/close", "x", "")
	kept := h.kept(at)
	res, err := kept.Round(1).Result()
	h.must(err)
	if res.Voters != 5 || res.Spoiled != 2 || res.Standings[0].Option != kept.Round(1).Options[1] {
		t.Errorf("the ballots on paper: %+v", res)
	}
	has(t, "the result", words(h.page(access.Organiser, round).Find("main")), "Добуш бергендер: 5", "жараксыз: 2")
	h.done(access.Organiser, at+"/end", "day", "2026-05-19", "time", "17:00")
	if x := h.kept(at); x.State != hearing.Ended || x.Began.UTC().Format("02T15:04") != "19T08:10" || x.Ended.UTC().Format("02T15:04") != "19T11:00" {
		t.Errorf("began %v, ended %v", x.Began, x.Ended)
	}
	has(t, "the forms to print", words(h.page(access.Observer, at+"/sheets").Find("main")), "Каттоо барагы: Кең-Төр", "Бюллетень", "Протоколдун бланкы")
	has(t, "the notice", words(h.page(access.Observer, at+"/notice").Find("main")), "Общественные слушания", "Коомдук угуу", "Маданият үйү")
}

func TestARoundIsNotOpenedTwiceNorAnnulledWithoutAReason(t *testing.T) {
	h := newEvening(t)
	at := h.opened()
	round := h.done(access.Organiser, at+"/rounds", filled(h.page(access.Organiser, at+"/rounds/_new"), "form[action$='/rounds']")...)
	if w := h.send(access.Organiser, round+"/close", "x", ""); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("closing what is not open: status %d, want 422", w.Code)
	}
	h.done(access.Organiser, round+"/open", "x", "")
	h.done(access.Organiser, round+"/open", "x", "")
	busy := h.read(h.send(access.Organiser, at+"/end", "x", ""), http.StatusUnprocessableEntity)
	has(t, "ending while people vote", words(busy.Find(".mistakes")), "1‑турду жабыңыз")
	hands := seen(h, round)
	many := h.read(h.send(access.Organiser, round+"/hands", "seen", hands, "hands_female_for_0", "9", "hands_female_voters", "3"), http.StatusUnprocessableEntity)
	has(t, "more votes than people", words(many.Find(".mistakes")), "Добуштар кишилерден көп")
	both := h.read(h.send(access.Organiser, round+"/hands", "seen", hands, "hands_female_for_0", "9", "hands__for_0", "12"), http.StatusUnprocessableEntity)
	has(t, "counted apart and together", words(both.Find(".mistakes")), "Экөөнү тең толтурбаңыз")
	h.done(access.Organiser, round+"/hands", "seen", hands, "hands_female_for_0", "9", "hands_male_for_1", "4")
	stale := h.read(h.send(access.Analyst, round+"/hands", "seen", hands, "hands_female_for_0", "1"), http.StatusConflict)
	if got := stale.Find("[name=hands_female_for_0]").AttrOr("value", ""); got != "1" {
		t.Errorf("what the other counted is %q", got)
	}
	if w := h.send(access.Organiser, round+"/annul", "why", " "); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("annulled without a reason: status %d, want 422", w.Code)
	}
	h.done(access.Organiser, round+"/annul", "why", "Жарык өчтү")
	has(t, "the round", words(h.page(access.Observer, round).Find("main")), "Тур жокко чыгарылды: Жарык өчтү")
}
