package entry_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/entry"
	"ashar/survey/page/pagetest"
)

func TestTemplates(t *testing.T) { pagetest.Check(t, newRoom(t).room.Room(), entry.Views()) }

// TestAFormIsTypedWithoutAScript types a paper by its numbers, and the next one begins with what was chosen for all.
func TestAFormIsTypedWithoutAScript(t *testing.T) {
	r := newRoom(t)
	aigul := r.as("aigul", access.Enumerator)
	w := r.ask(entry.Path("summer"), aigul, r.blank("summer", aigul, good(41)...))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status %d\n%s", w.Code, w.Body)
	}
	all := r.responses("summer")
	if len(all) != 1 {
		t.Fatalf("%d responses, want 1", len(all))
	}
	got := all[0]
	needs, _ := got.Answer("needs")
	order, _ := got.Answer("order")
	if !slices.Equal(needs.Choices, []string{"water", "light"}) || !slices.Equal(order.Choices, []string{"light", "water"}) {
		t.Errorf("needs %q in the order %q", needs.Choices, order.Choices)
	}
	if got.Channel != survey.Paper || got.Village != "archa" || got.Entry == nil || got.Entry.Serial != survey.NewSerial(41) || got.Consent.Version != "1" {
		t.Errorf("stored: %+v, entry %+v", got, got.Entry)
	}
	if arrivals, err := r.db.Arrivals(t.Context(), ""); err != nil || arrivals.Begun != 0 {
		t.Errorf("it counts as brought by a door: %+v, %v", arrivals, err)
	}
	cookie := w.Result().Cookies()[0]
	next := read(t, r.ask(w.Header().Get("Location"), aigul+"; "+cookie.Name+"="+cookie.Value, nil), http.StatusOK)
	if said := words(next.Find(".notice.good")); !strings.Contains(said, survey.NewSerial(41)) || !strings.Contains(said, got.Receipt) {
		t.Errorf("it says %q", said)
	}
	form := posted(next.Find("form#enter"))
	if form.Get("village") != "archa" || form.Get("channel") != "paper" || form.Get("serial") != "" || form.Get("consent") != "" || form.Get("q6.text") != "" {
		t.Errorf("the next form begins with %v", form)
	}
	want := []string{"aigul campaign/summer paper " + survey.NewSerial(41) + ", village archa"}
	if told := r.told(); !slices.Equal(told, want) {
		t.Errorf("the trail says %q, want %q", told, want)
	}
}

// TestMistakesAreSaidAtOnce types many things wrong: each is said beside its question and at the top, and everything stays.
func TestMistakesAreSaidAtOnce(t *testing.T) {
	r := newRoom(t)
	aigul := r.as("aigul", access.Enumerator)
	form := r.blank("summer", aigul, "channel", "paper", "serial", "0041-X", "q0.codes", "1 3 9", "q3", "yes", "q4.text", "терең", "q6.text", "Жарык керек", "day", "31.12.2026")
	doc := read(t, r.ask(entry.Path("summer"), aigul, form), http.StatusUnprocessableEntity)
	for _, at := range []string{"#village", "#serial", "#consent", "#day", field(0), field(4)} {
		link := doc.Find(`.mistakes a[href="` + at + `"]`)
		beside := doc.Find(at).Closest(".q, fieldset").Find(".wrong")
		if link.Length() != 1 || beside.Length() == 0 {
			t.Errorf("%s: %d mistakes at the top, %d beside", at, link.Length(), beside.Length())
		}
	}
	if len(r.responses("summer")) != 0 {
		t.Error("it was stored all the same")
	}
	again := posted(doc.Find("form#enter"))
	if again.Get("q6.text") != "Жарык керек" || again.Get("serial") != "0041-X" || again.Get("q4.text") != "терең" || again.Get("q3") != "yes" ||
		!slices.Equal(again["q0"], []string{"water", "light"}) || again.Get("id") != form.Get("id") {
		t.Errorf("typed and not there any more: %v", again)
	}
	// Mended on that very page, it is stored.
	if w := r.ask(entry.Path("summer"), aigul, with(again, append(good(41), "day", "", "q4.text", "12")...)); w.Code != http.StatusSeeOther {
		t.Errorf("mended: status %d\n%s", w.Code, w.Body)
	}
}

// TestWhatIsNotAskedDoesNotCount answers a question to which the others do not lead: it is left out, and said.
func TestWhatIsNotAskedDoesNotCount(t *testing.T) {
	r := newRoom(t)
	aigul := r.as("aigul", access.Enumerator)
	w := r.ask(entry.Path("summer"), aigul, r.blank("summer", aigul, append(good(7), "q3.codes", "2", "q4.text", "12")...))
	said := words(read(t, r.ask(w.Header().Get("Location"), aigul, nil), http.StatusOK).Find(".notice.good"))
	if all := r.responses("summer"); len(all) != 1 || slices.ContainsFunc(all[0].Answers, func(a survey.Answer) bool { return a.Question == "depth" }) {
		t.Errorf("stored: %+v", all)
	}
	if !strings.HasSuffix(said, ": 5.") {
		t.Errorf("it says %q, want that the fifth question does not count", said)
	}
}

// TestOneFormIsStoredOnce sends a form twice, as two taps do, and other answers under the same identifier.
func TestOneFormIsStoredOnce(t *testing.T) {
	r := newRoom(t)
	aigul := r.as("aigul", access.Enumerator)
	form := r.blank("summer", aigul, append(good(0), "channel", "assisted", "serial", "")...)
	first, second := r.ask(entry.Path("summer"), aigul, form), r.ask(entry.Path("summer"), aigul, form)
	if first.Code != http.StatusSeeOther || second.Header().Get("Location") != first.Header().Get("Location") {
		t.Errorf("sent again: status %d, to %q; want to %q", second.Code, second.Header().Get("Location"), first.Header().Get("Location"))
	}
	if w := r.ask(entry.Path("summer"), aigul, with(form, "q6.text", "Башка")); w.Code != http.StatusConflict {
		t.Errorf("other answers: status %d, want %d", w.Code, http.StatusConflict)
	}
	if all := r.responses("summer"); len(all) != 1 || all[0].Channel != survey.Assisted {
		t.Errorf("stored: %+v", all)
	}
	if told := r.told(); len(told) != 1 {
		t.Errorf("the trail says %q, want one line", told)
	}
}

// TestASerialInUseIsSaid types one form by two people: the second is asked whether it is a second entry.
func TestASerialInUseIsSaid(t *testing.T) {
	r := newRoom(t)
	aigul, bakyt := r.as("aigul", access.Enumerator), r.as("bakyt", access.Enumerator)
	r.ask(entry.Path("summer"), aigul, r.blank("summer", aigul, good(41)...))
	own := read(t, r.ask(entry.Path("summer"), aigul, r.blank("summer", aigul, good(41)...)), http.StatusConflict)
	if _, hidden := own.Find("#again").Attr("hidden"); !hidden {
		t.Error("whoever typed it first is offered to type it a second time")
	}
	form := r.blank("summer", bakyt, append(good(0), "serial", strings.ToLower(strings.TrimLeft(survey.NewSerial(41), "0")), "q6.text", "Жол керек")...)
	doc := read(t, r.ask(entry.Path("summer"), bakyt, form), http.StatusConflict)
	if said := words(doc.Find(".mistakes")); !strings.Contains(said, survey.NewSerial(41)) || !strings.Contains(said, "aigul") {
		t.Errorf("it says %q", said)
	}
	again := posted(doc.Find("form#enter"))
	if again.Get("q6.text") != "Жол керек" {
		t.Errorf("typed and not there any more: %v", again)
	}
	w := r.ask(entry.Path("summer"), bakyt, with(again, "second", "yes"))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != entry.Path("summer")+"/twice/"+survey.NewSerial(41) {
		t.Fatalf("as a second entry: status %d, to %q\n%s", w.Code, w.Header().Get("Location"), w.Body)
	}
	if len(r.responses("summer")) != 1 {
		t.Error("the second entry counts")
	}
}

// TestPapersComeLate types a paper into a campaign that has closed: the day on which it was filled in decides.
func TestPapersComeLate(t *testing.T) {
	r := newRoom(t)
	aigul := r.as("aigul", access.Enumerator)
	for _, c := range []struct {
		day  string
		want int
	}{
		{"", http.StatusUnprocessableEntity},
		{"28.02.2026", http.StatusUnprocessableEntity}, // it had not begun
		{"02.04.2026", http.StatusUnprocessableEntity}, // it had closed
		{"31.3.2026", http.StatusSeeOther},
		{"2026-03-15", http.StatusSeeOther},
	} {
		form := r.blank("spring", aigul, append(good(100+len(c.day)), "day", c.day)...)
		if w := r.ask(entry.Path("spring"), aigul, form); w.Code != c.want {
			t.Errorf("filled in on %q: status %d, want %d", c.day, w.Code, c.want)
		}
	}
	all := r.responses("spring")
	slices.SortFunc(all, func(a, b survey.Response) int { return b.Begun.Compare(a.Begun) })
	if len(all) != 2 || !all[0].Begun.Equal(time.Date(2026, 3, 31, 12, 0, 0, 0, bishkek)) {
		t.Errorf("stored: %+v", all)
	}
	doc := r.page(entry.Path("winter"), aigul)
	if doc.Find("form#enter").Length() != 0 || doc.Find(".notice.warn").Length() == 0 {
		t.Error("a campaign that is frozen has a form")
	}
	form := with(r.blank("summer", aigul, good(9)...), "day", "15.01.2026")
	if w := r.ask(entry.Path("winter"), aigul, form); w.Code != http.StatusGone {
		t.Errorf("sent to it all the same: status %d, want %d", w.Code, http.StatusGone)
	}
}

// TestOthersEntriesAreNotShown lets enumerators look at each other's forms, and those who see all.
func TestOthersEntriesAreNotShown(t *testing.T) {
	r := newRoom(t)
	aigul, bakyt, chief := r.as("aigul", access.Enumerator), r.as("bakyt", access.Enumerator), r.as("cholpon", access.Organiser)
	r.ask(entry.Path("summer"), aigul, r.blank("summer", aigul, good(41)...))
	list := r.page(entry.Path("summer")+"/own", aigul)
	path, _ := list.Find("table.own a").Attr("href")
	if list.Find("table.own tbody tr").Length() != 1 || path == "" {
		t.Fatalf("she sees %q", words(list.Find("main")))
	}
	if got := r.page(entry.Path("summer")+"/own?by=aigul", bakyt).Find("table.own tbody tr").Length(); got != 0 {
		t.Errorf("another enumerator sees %d of her forms", got)
	}
	if got := r.page(entry.Path("summer")+"/own?by=aigul", chief).Find("table.own tbody tr").Length(); got != 1 {
		t.Errorf("the organiser sees %d of her forms, want 1", got)
	}
	for _, c := range []struct {
		cookie string
		want   int
	}{{aigul, http.StatusOK}, {bakyt, http.StatusNotFound}, {chief, http.StatusOK}} {
		if w := r.ask(path, c.cookie, nil); w.Code != c.want {
			t.Errorf("looked at: status %d, want %d", w.Code, c.want)
		}
	}
	if w := r.ask(path, bakyt, with(posted(r.page(path, aigul).Find("form#enter")), "by", "bakyt")); w.Code != http.StatusNotFound {
		t.Errorf("corrected by another enumerator: status %d, want %d", w.Code, http.StatusNotFound)
	}
	if w := r.ask(strings.Replace(path, "summer", "codes", 1), aigul, nil); w.Code != http.StatusNotFound {
		t.Errorf("below another campaign: status %d, want %d", w.Code, http.StatusNotFound)
	}
	if w := r.ask(entry.Path("elsewhere"), aigul, nil); w.Code != http.StatusNotFound {
		t.Errorf("another municipality's campaign: status %d, want %d", w.Code, http.StatusNotFound)
	}
}

// TestAFormIsCorrected opens what was entered: everything is there, and what is stored takes its place once.
func TestAFormIsCorrected(t *testing.T) {
	r := newRoom(t)
	aigul := r.as("aigul", access.Enumerator)
	r.ask(entry.Path("summer"), aigul, r.blank("summer", aigul, good(41)...))
	path, _ := r.page(entry.Path("summer")+"/own", aigul).Find("table.own a").Attr("href")
	form := posted(r.page(path, aigul).Find("form#enter"))
	if form.Get("q6.text") != "Жарык керек" || !slices.Equal(form["q0"], []string{"water", "light"}) || form.Get("q1.codes") != "3 1" || form.Get("q2.level.water") != "3" {
		t.Fatalf("the form has %v", form)
	}
	if w := r.ask(path, aigul, with(form, "q6.text", "Көчө жарыгы")); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d\n%s", w.Code, w.Body)
	}
	if w := r.ask(path, aigul, with(form, "q6.text", "Жол")); w.Code != http.StatusConflict {
		t.Errorf("corrected again from the same sight: status %d, want %d", w.Code, http.StatusConflict)
	}
	if w := r.ask(path, aigul, with(posted(r.page(path, aigul).Find("form#enter")), "q0", "", "q1.codes", "")); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("without its needs: status %d, want %d", w.Code, http.StatusUnprocessableEntity)
	}
	all := r.responses("summer")
	if wish, _ := all[0].Answer("wish"); len(all) != 1 || wish.Text != "Көчө жарыгы" || all[0].Edits != 1 || all[0].Entry.Serial != survey.NewSerial(41) {
		t.Errorf("stored: %+v", all)
	}
}

// TestTheScriptIsAnsweredInJSON sends a form as the page's script does.
func TestTheScriptIsAnsweredInJSON(t *testing.T) {
	r := newRoom(t)
	aigul := r.as("aigul", access.Enumerator)
	form := r.blank("summer", aigul, good(41)...)
	for _, c := range []struct {
		name   string
		change []string
		status int
		code   string
	}{
		{"mistakes", []string{"q0.codes", ""}, http.StatusUnprocessableEntity, "mistakes"},
		{"of another account", []string{"by", "bakyt"}, http.StatusConflict, "account"},
		{"good", nil, http.StatusOK, ""},
		{"again", nil, http.StatusOK, ""},
		{"another form with its number", []string{"id", survey.NewInterviewID()}, http.StatusConflict, "taken"},
	} {
		w := r.ask(entry.Path("summer"), aigul, with(form, c.change...), "Accept", "application/json")
		var said struct{ Receipt, Code, Detail string }
		if err := json.Unmarshal(w.Body.Bytes(), &said); err != nil || w.Code != c.status || said.Code != c.code || (said.Receipt != "") != (c.status == http.StatusOK) {
			t.Errorf("%s: status %d, %s, %v; want %d, %q", c.name, w.Code, w.Body, err, c.status, c.code)
		}
	}
	if w := r.ask(entry.Path("summer"), "", form, "Accept", "application/json"); w.Code != http.StatusUnauthorized {
		t.Errorf("signed out: status %d, want %d", w.Code, http.StatusUnauthorized)
	}
	if len(r.responses("summer")) != 1 {
		t.Errorf("%d responses, want 1", len(r.responses("summer")))
	}
}
