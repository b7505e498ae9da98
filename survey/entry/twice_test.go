package entry_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/entry"
)

// sampled is a serial that is typed in twice, or one that is not, where a tenth of them are.
func sampled(want bool) int {
	for n := 1; ; n++ {
		if survey.SampledTwice("summer", survey.NewSerial(n), 10) == want {
			return n
		}
	}
}

// TestASampleIsTypedTwice goes the whole way: a paper waits for somebody else, is typed again, differs, is settled, and the
// rates say so.
func TestASampleIsTypedTwice(t *testing.T) {
	r := newRoom(t)
	aigul, bakyt, chief := r.as("aigul", access.Enumerator), r.as("bakyt", access.Enumerator), r.as("cholpon", access.Organiser)
	twice, serial := entry.Path("summer")+"/twice", survey.NewSerial(sampled(true))
	for _, n := range []int{sampled(true), sampled(false)} {
		if w := r.ask(entry.Path("summer"), aigul, r.blank("summer", aigul, good(n)...)); w.Code != http.StatusSeeOther {
			t.Fatalf("status %d\n%s", w.Code, w.Body)
		}
	}
	if got := r.page(twice, aigul).Find(".papers a").Length(); got != 0 {
		t.Errorf("%d papers wait for whoever typed them first", got)
	}
	waiting := r.page(twice, bakyt).Find(".papers a")
	path, _ := waiting.Attr("href")
	if waiting.Length() != 1 || words(waiting) != serial {
		t.Fatalf("waiting: %q, want %s alone", words(waiting), serial)
	}
	if w := r.ask(twice+"/"+serial, bakyt, nil); w.Code != http.StatusNotFound {
		t.Errorf("what differs, before there is a second entry: status %d, want %d", w.Code, http.StatusNotFound)
	}
	form := posted(r.page(path, bakyt).Find("form#enter"))
	if form.Get("second") == "" || form.Get("serial") != serial || form.Get("q6.text") != "" {
		t.Fatalf("the form of the second entry has %v", form)
	}
	w := r.ask(entry.Path("summer"), bakyt, with(form, append(good(0), "serial", serial, "q5.codes", "1", "q6.text", "Жарык кере")...))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != twice+"/"+serial {
		t.Fatalf("the second entry: status %d, to %q\n%s", w.Code, w.Header().Get("Location"), w.Body)
	}
	doc := r.page(twice+"/"+serial, bakyt)
	if got := doc.Find(".differ"); got.Length() != 2 || !strings.Contains(words(got.First()), "Мужчина") || !strings.Contains(words(got.First()), "Женщина") {
		t.Errorf("what differs: %q", words(got))
	}
	if other := r.as("daniyar", access.Enumerator); r.ask(twice+"/"+serial, other, nil).Code != http.StatusNotFound {
		t.Error("an enumerator sees what two others typed")
	}
	settle := posted(doc.Find(`form[method="post"]`).Last())
	if w := r.ask(twice+"/"+serial, bakyt, with(settle, "as.q5", "first")); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("settled in part: status %d, want %d", w.Code, http.StatusUnprocessableEntity)
	}
	if w := r.ask(twice+"/"+serial, bakyt, with(settle, "as.q5", "second", "as.q6", "anew", "q6.text", "Жарык керек эле")); w.Code != http.StatusSeeOther {
		t.Fatalf("settled: status %d\n%s", w.Code, w.Body)
	}
	if got := words(r.page(twice+"/"+serial, bakyt).Find("main")); !strings.Contains(got, "Ваше пожелание –") {
		t.Errorf("what was settled is not called by its question: %s", got)
	}
	for _, one := range r.responses("summer") {
		if one.Entry.Serial != serial {
			continue
		}
		sex, _ := one.Answer("sex")
		wish, _ := one.Answer("wish")
		if !slices.Equal(sex.Choices, []string{"female"}) || wish.Text != "Жарык керек эле" || one.Entry.By != "aigul" {
			t.Errorf("settled: %+v", one)
		}
	}
	if n := len(r.responses("summer")); n != 2 {
		t.Errorf("%d responses, want 2", n)
	}
	rates := words(r.page(twice, chief).Find("table.rates"))
	for _, want := range []string{"7. Ваше пожелание11100,0", "Всего6233,3", "aigul62 33,3"} {
		if !strings.Contains(rates, want) {
			t.Errorf("the rates say %q, want %q among it", rates, want)
		}
	}
}

// TestTheShareIsTheOrganisers sets how many papers are typed in twice.
func TestTheShareIsTheOrganisers(t *testing.T) {
	r := newRoom(t)
	aigul, bakyt, chief := r.as("aigul", access.Enumerator), r.as("bakyt", access.Enumerator), r.as("cholpon", access.Organiser)
	twice := entry.Path("summer") + "/twice"
	r.ask(entry.Path("summer"), aigul, r.blank("summer", aigul, good(sampled(false))...))
	if w := r.ask(twice, bakyt, url.Values{"share": {"100"}}); w.Code != http.StatusForbidden {
		t.Errorf("by an enumerator: status %d, want %d", w.Code, http.StatusForbidden)
	}
	for _, wrong := range []string{"", "-1", "101", "ten"} {
		if w := r.ask(twice, chief, url.Values{"share": {wrong}}); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%q: status %d, want %d", wrong, w.Code, http.StatusUnprocessableEntity)
		}
	}
	if got := r.page(twice, bakyt).Find(".papers a").Length(); got != 0 {
		t.Errorf("%d papers wait, want none", got)
	}
	if w := r.ask(twice, chief, url.Values{"share": {"100 %"}}); w.Code != http.StatusSeeOther {
		t.Errorf("all: status %d, want %d", w.Code, http.StatusSeeOther)
	}
	if got := r.page(twice, bakyt).Find(".papers a").Length(); got != 1 {
		t.Errorf("%d papers wait where all are typed twice, want 1", got)
	}
	if told := r.told(); !slices.Contains(told, "cholpon campaign/summer typed in twice: 100 % of the papers, before 10 %") {
		t.Errorf("the trail says %q", told)
	}
}
