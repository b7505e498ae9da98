package hall_test

import (
	"net/http"
	"testing"

	"ashar/prioritize/hearing"
	"ashar/survey/access"
)

func TestAfterTheEndNoRoundIsOpened(t *testing.T) {
	h := newEvening(t)
	at := h.opened()
	round := h.done(access.Organiser, at+"/rounds", filled(h.page(access.Organiser, at+"/rounds/_new"), "form[action$='/rounds']")...)
	h.done(access.Organiser, at+"/end", "x", "")
	late := h.read(h.send(access.Organiser, round+"/open", "x", ""), http.StatusUnprocessableEntity)
	has(t, "the page", words(late.Find(".mistakes")), "Муну азыр кылууга болбойт")
	kept := h.kept(at)
	if got := kept.Round(1).Stage; got != hearing.Ready {
		t.Errorf("the round is %s, want %s", got, hearing.Ready)
	}
}

func TestWhoIsThereStaysAsItWasSigned(t *testing.T) {
	h := newEvening(t)
	at := h.planned()
	h.done(access.Organiser, at+"/slips", "made", "0", "count", "2")
	h.done(access.Enumerator, at+"/door/slip", "code", "1", "village", "tor", "sex", "female", "age", "18-28")
	h.done(access.Organiser, at+"/begin", "x", "")
	h.done(access.Organiser, at+"/floor/decision", "text", "Суу биринчи")
	h.done(access.Organiser, at+"/end", "x", "")
	h.done(access.Analyst, at+"/sign", "x", "")
	late := h.read(h.send(access.Organiser, at+"/slips/lost", "code", "1"), http.StatusUnprocessableEntity)
	has(t, "the page", words(late.Find(".mistakes")), "Протоколго кол коюлган")
	a, err := h.hall.Attendance(t.Context(), h.kept(at).ID)
	h.must(err)
	if a.Count != 1 {
		t.Errorf("after it was signed %d are there, want 1", a.Count)
	}
}

func TestWhatWasVotedOnKeepsItsWords(t *testing.T) {
	h := newEvening(t)
	at := h.opened()
	h.done(access.Organiser, at+"/floor/proposal", "text", "Спорт аянтча", "by", "А. Токтогулов", "village", "tor", "vote", "1")
	edit := func() []string {
		return filled(h.page(access.Organiser, at+"/floor"), "section:has(#proposal) li:first-child form")
	}
	h.done(access.Organiser, at+"/floor/proposal", set(edit(), "text", "Спорт аянтчасы")...)
	call := set(filled(h.page(access.Organiser, at+"/rounds/_new"), "form[action$='/rounds']"), "method", string(hearing.YesNo))
	round := h.done(access.Organiser, at+"/rounds", call...)
	h.done(access.Organiser, round+"/open", "x", "")
	late := h.read(h.send(access.Organiser, at+"/floor/proposal", set(edit(), "text", "Стадион")...), http.StatusUnprocessableEntity)
	has(t, "the page", words(late.Find(".mistakes")), "добушка коюлган")
	h.done(access.Organiser, at+"/floor/proposal", set(edit(), "by", "А. Токтогулова")...)
	x := h.kept(at)
	if o, p := x.Options[len(x.Options)-1], x.Proposals[0]; o.Label.In("ky") != "Спорт аянтчасы" || p.Text != "Спорт аянтчасы" || p.By != "А. Токтогулова" {
		t.Errorf("the option %+v of the proposal %+v", o, p)
	}
}
