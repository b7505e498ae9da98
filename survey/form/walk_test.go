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

// answer answers the screen that the phone shows, as somebody sensible would.
func answer(p *phone) {
	p.t.Helper()
	has := func(selector string) bool { return p.page().Find(selector).Length() > 0 }
	switch {
	case has(`.actions [value="send"]`):
		p.press("do", "send")
	case has(`button[name="place"]`):
		p.press("place", p.page().Find(`button[name="place"]`).First().AttrOr("value", ""))
	case has(`input[type="checkbox"]`):
		p.tick(p.checked()...)
		p.tick("water", "kinder")
		p.press("do", "next")
	case has(`[value="skip"]`):
		p.press("do", "skip")
	default:
		p.press("do", "next")
	}
}
