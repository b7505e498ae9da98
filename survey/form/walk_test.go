package form_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestAnyWayThroughCanBeFinished posts what comes, in any order, and then answers properly: no step fails on our side,
// every page is in the interview's language, and whatever went before, the interview can be finished.
func TestAnyWayThroughCanBeFinished(t *testing.T) {
	s := newService(t)
	statuses := []int{
		http.StatusOK, http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity,
	}
	choices := []string{"water", "roads", "light", "kinder", "other", "female", "60+", "palace", ""}
	questions := []string{"needs", "order", "severity", "sex", "age", "wish", "nonsense"}
	rapid.Check(t, func(r *rapid.T) {
		p := newPhone(t, s)
		p.agree()
		base := "/f/" + openCode + "/" + p.id()
		pick := rapid.SampledFrom(choices)
		for range rapid.IntRange(0, 8).Draw(r, "steps") {
			form := url.Values{}
			form.Set("do", rapid.SampledFrom([]string{"next", "next", "skip", "back", "undo", "", "dance"}).Draw(r, "do"))
			form["choice"] = rapid.SliceOfN(pick, 0, 4).Draw(r, "choice")
			form["order"] = rapid.SliceOfN(pick, 0, 4).Draw(r, "order")
			for _, c := range rapid.SliceOfN(pick, 0, 3).Draw(r, "rated") {
				form.Set("level."+c, rapid.SampledFrom([]string{"1", "5", "6", "x"}).Draw(r, "level"))
			}
			if rapid.Bool().Draw(r, "taps") {
				form.Set("place", pick.Draw(r, "place"))
			}
			form.Set("text", rapid.StringN(0, 600, -1).Draw(r, "text"))
			address := base
			if rapid.IntRange(0, 5).Draw(r, "where") > 0 {
				address += "/" + rapid.SampledFrom(questions).Draw(r, "question")
			} else {
				form.Set("change", rapid.SampledFrom(questions).Draw(r, "change"))
			}
			p.post(address, form)
			if !slices.Contains(statuses, p.status) {
				r.Fatalf("POST %s %v: status %d, want one of %v: %s", address, form, p.status, statuses, p.text("main"))
			}
			if !strings.Contains(p.body, `<html lang="ky">`) {
				r.Fatalf("POST %s %v: the page is not in Kyrgyz: %s", address, form, p.text("main"))
			}
		}
		before := len(s.responses())
		p.open(base)
		for steps := 0; p.page().Find(".receipt").Length() == 0; steps++ {
			if steps == 20 {
				r.Fatalf("no receipt after %d steps; the page says: %s", steps, p.text("main"))
			}
			answer(p)
		}
		if got := len(s.responses()); got != before+1 {
			r.Fatalf("%d responses are stored, want %d", got, before+1)
		}
		stored := s.responses()[before]
		if v, ok := stored.Answer("needs"); !ok || len(v.Choices) == 0 || v.Skipped {
			r.Fatalf("stored needs are %+v, want some", v)
		}
	})
}

// answer answers the screen that the phone shows, as somebody sensible would who is in a hurry.
func answer(p *phone) {
	p.t.Helper()
	has := func(selector string) bool { return p.page().Find(selector).Length() > 0 }
	switch {
	case has(`.actions [value="send"]`):
		p.press("do", "send")
		return
	case has(`button[name="place"]:not([disabled])`):
		p.press("place", p.page().Find(`button[name="place"]:not([disabled])`).First().AttrOr("value", ""))
		return
	case has(`.actions [value="skip"]`):
		p.press("do", "skip")
		return
	case has(`input[type="checkbox"]`):
		boxes := p.page().Find(`input[type="checkbox"]`)
		boxes.RemoveAttr("checked").Slice(0, 2).SetAttr("checked", "")
	case has(`fieldset.scale`):
		p.page().Find("input[checked]").RemoveAttr("checked")
		for _, row := range p.page().Find("fieldset.scale").EachIter() {
			row.Find("input").Last().SetAttr("checked", "")
		}
	case has(`input[name^="points."]`):
		p.page().Find(`input[name^="points."]`).SetAttr("value", "").First().SetAttr("value", "5")
	case has(`input[type="date"]`):
		p.enter("text", "2026-03-01")
	case has(`input#text`) && has(`.mistakes`):
		p.enter("text", "10") // as many as the household's ten ones make
	case has(`input#text`):
		p.enter("text", "1")
	}
	p.press("do", "next")
}

// TestAnyFormToAnyKindIsAnswered posts what comes to a question of any kind: no step fails on our side, and afterwards
// the interview still has a screen.
func TestAnyFormToAnyKindIsAnswered(t *testing.T) {
	s := serve(t, everyKind(t))
	var questions []string
	for _, x := range s.q.Questions {
		questions = append(questions, x.Name)
	}
	choices := []string{"water", "roads", "other", "kenesh", "palace", ""}
	keys := []string{"level.", "points.", "was.", "pair."}
	statuses := []int{http.StatusOK, http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity}
	done := newPhone(t, s) // at the look-over, where every question may be answered
	done.starts()
	for !strings.HasSuffix(done.at.Path, done.id()) {
		done.passes(done.at.Path[strings.LastIndex(done.at.Path, "/")+1:])
	}
	base := "/f/" + openCode + "/" + done.id()
	rapid.Check(t, func(r *rapid.T) {
		p := newPhone(t, s)
		form := url.Values{}
		form.Set("do", rapid.SampledFrom([]string{"next", "next", "skip", "back", "undo", "", "dance"}).Draw(r, "do"))
		form.Set("text", rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "5", "-0,5", "2020-02-30", "1.1.2020", "40, 72"})).Draw(r, "text"))
		for _, name := range []string{"choice", "order"} {
			form[name] = rapid.SliceOfN(rapid.SampledFrom(choices), 0, 3).Draw(r, name)
		}
		for _, c := range rapid.SliceOfN(rapid.SampledFrom(choices), 0, 3).Draw(r, "rows") {
			key := rapid.SampledFrom(keys).Draw(r, "key")
			form.Set(key+c, rapid.SampledFrom([]string{"1", "2", "11", "-1", "x", "water", ""}).Draw(r, "level"))
		}
		for _, tap := range rapid.SliceOfN(rapid.SampledFrom([]string{"place", "give", "take", "change"}), 0, 1).Draw(r, "tap") {
			form.Set(tap, rapid.SampledFrom(choices).Draw(r, "tapped"))
			form.Del("do")
		}
		address := base + "/" + rapid.SampledFrom(questions).Draw(r, "question")
		p.post(address, form)
		if !slices.Contains(statuses, p.status) || !strings.Contains(p.body, `<html lang="ky">`) {
			r.Fatalf("POST %s %v: status %d, want one of %v: %s", address, form, p.status, statuses, p.text("main"))
		}
		if p.open(base); p.status != http.StatusOK {
			r.Fatalf("after POST %s %v there is no screen: %s", address, form, p.text("main"))
		}
	})
}
