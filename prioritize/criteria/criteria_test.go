package criteria_test

import (
	"net/http"
	"strings"
	"testing"

	"ashar/prioritize/appraisal"
	"ashar/prioritize/criteria"
	"ashar/survey/access"
	"ashar/survey/page/pagetest"
)

func TestTemplatesFitTheirPages(t *testing.T) {
	pagetest.Check(t, newHall(t).room.Templates(), criteria.Views())
}

func TestEveryFaultHasWords(t *testing.T) {
	all := pagetest.Words(t)
	for _, lang := range all.Languages() {
		for _, code := range appraisal.FaultCodes() {
			if id := "criteria.fault." + string(code); all.For(lang).T(id, "Most", 1, "Letters", 1, "Projects", 1) == id {
				t.Errorf("%s has no words in %s", code, lang)
			}
		}
	}
}

func TestEveryRouteAsksWhoIsThere(t *testing.T) {
	h := newHall(t)
	h.budgeted()
	for path, action := range map[string]access.Action{
		"/board/summer/criteria": access.SeeResults, "/board/summer/criteria.csv": access.ExportResults, "/board/summer/budget": access.SeeResults,
		"/board/summer/budget.csv": access.ExportResults, "/board/summer/budget-left-out.csv": access.ExportResults, "/board/summer/budget.pb": access.ExportResults,
	} {
		if got := h.get("", path).Code; got != http.StatusUnauthorized {
			t.Errorf("%s without a session: status %d", path, got)
		}
		for _, role := range access.Roles() {
			want := http.StatusForbidden
			if role.May(action) {
				want = http.StatusOK
			}
			if got := h.get(role, path).Code; got != want {
				t.Errorf("%s as %s: status %d, want %d", path, role, got, want)
			}
		}
	}
	for _, path := range []string{"/board/summer/criteria", "/board/summer/budget"} {
		for _, role := range access.Roles() {
			want := http.StatusForbidden
			if role.May(access.DecideResults) {
				want = http.StatusSeeOther
			}
			f := &fill{values: map[string][]string{}}
			if want == http.StatusSeeOther {
				f = filled(h.page(role, path))
			}
			if got := h.send(role, path, f).Code; got != want {
				t.Errorf("writing on %s as %s: status %d, want %d", path, role, got, want)
			}
		}
	}
	for _, path := range []string{"/board/other/criteria", "/board/other/budget", "/board/nosuch/criteria"} {
		if got := h.get(access.Owner, path).Code; got != http.StatusNotFound {
			t.Errorf("%s: status %d, want that there is none", path, got)
		}
	}
}

const summer = "/board/summer/criteria"

// TestCriteriaStandBesideTheRanking fills in what is to be known of two needs, and reads it off the table: water was
// chosen by 60 % and is of severity 1, so that A is 6 and B 10; roads too, of severity 0.75.
func TestCriteriaStandBesideTheRanking(t *testing.T) {
	h := newHall(t)
	f := filled(h.page(access.Analyst, summer))
	for _, l := range appraisal.Letters() {
		f.set(string(l)+"_water", "yes", string(l)+"_roads", "yes")
	}
	f.set("effectiveness_water", "5", "effectiveness_roads", "9", "legality_roads", "no", "legality_note_roads", "республикалык жол", "cost_water", "12 500,5", "source_water", "смета", "owner_roads", "state", "with_roads", "район")
	w := h.send(access.Analyst, summer, f.set("row", "water"))
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != summer+"?saved=water#need-water" {
		t.Fatalf("status %d, leads to %q\n%s", w.Code, to, w.Body)
	}
	doc := h.page(access.Analyst, summer+"?saved=water")
	want := `1 | Питьевая вода | 6,00 | 10,00 | 5 | P+Это задача местного самоуправления? да. E+Оправданно ли это экономически? да. A+Примут ли это люди? да. R+Хватит ли денег и людей? да. L+Законно ли это? да. | 130,0 | 1 | 12 500,5 | –
1 | Дороги | 6,00 | 7,50 | 9 | P+Это задача местного самоуправления? да. E+Оправданно ли это экономически? да. A+Примут ли это люди? да. R+Хватит ли денег и людей? да. L−Законно ли это? нет. | 0,0 | 2 | – | государственная: район
3 | Освещение | 4,00 | 10,00 | – | P?Это задача местного самоуправления? ещё не сказано. E?Оправданно ли это экономически? ещё не сказано. A?Примут ли это люди? ещё не сказано. R?Хватит ли денег и людей? ещё не сказано. L?Законно ли это? ещё не сказано. | – | – | – | –
4 | Школа | – | – | – | P?Это задача местного самоуправления? ещё не сказано. E?Оправданно ли это экономически? ещё не сказано. A?Примут ли это люди? ещё не сказано. R?Хватит ли денег и людей? ещё не сказано. L?Законно ли это? ещё не сказано. | – | – | – | –`
	if got := strings.ReplaceAll(cells(doc.Find("table.places")), "\u202f", ""); got != want {
		t.Errorf("the table has\n%s\nwant\n%s", got, want)
	}
	if got := words(doc.Find("#beside")); !strings.Contains(got, "никогда его не заменяет") {
		t.Errorf("beside the ranking it says %q", got)
	}
	if got, want := cells(doc.Find("table.lobby")), "1 | Дороги | государственная | район\n4 | Школа | Государство (по списку потребностей, группа ещё не сказала) | –"; got != want {
		t.Errorf("the lobbying list has\n%s\nwant\n%s", got, want)
	}
	if open := doc.Find("details.need-fields[open]"); open.Length() != 1 || open.AttrOr("id", "") != "need-water" {
		t.Errorf("%d needs are open", open.Length())
	}
	if got := words(doc.Find("#remarks").Parent()); !strings.Contains(got, "Законно ли это? нет. республикалык жол") || !strings.Contains(got, "Откуда цифра: смета") {
		t.Errorf("the notes are %q", got)
	}
	// By another formula; who may only look has no form.
	if w := h.send(access.Analyst, summer, filled(doc).set("variant", "uic")); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d", w.Code)
	}
	doc = h.page(access.Observer, summer)
	if got := cells(doc.Find("table.places")); !strings.Contains(got, "Законно ли это? да. | 43,3 | 2 |") || doc.Find("main form").Length() != 0 {
		t.Errorf("by UIC, for who only looks: %s\n%d forms", got, doc.Find("main form").Length())
	}
	csv := h.get(access.Analyst, summer+".csv").Body.String()
	if !strings.Contains(csv, "12500.5") || !strings.Contains(csv, "республикалык жол") {
		t.Errorf("the table to take along has\n%s", csv)
	}
	h.told("criteria of water, effectiveness 5, PEARL +++++, cost 12500500", "criteria of roads, effectiveness 9, PEARL ++++-, task state", "composite by uic")
}

// told holds the audit trail to have been told of each, and of nothing else by those who decide.
func (h *hall) told(want ...string) {
	h.t.Helper()
	var all []string
	for e, err := range h.db.Entries(h.t.Context(), "kok-jar") {
		h.must(err)
		if e.Action == access.DecideResults {
			all = append(all, e.After)
		}
	}
	for _, x := range want {
		if !strings.Contains(strings.Join(all, "\n"), x) {
			h.t.Errorf("the audit trail tells %q, and not %q", all, x)
		}
	}
}

func TestAHearingStandsInColumnsOfItsOwn(t *testing.T) {
	h := newHall(t)
	h.build(decided{"light": {Vote: 1, Final: 1}, "water": {Vote: 3, Final: 2, Why: "насос жаңы коюлду"}})
	got := cells(h.page(access.Observer, summer).Find("table.places"))
	for _, want := range []string{"Питьевая вода", "| – | – | 3 | 2насос жаңы коюлду |", "| – | – | 1 | 1 |"} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwant %s", got, want)
		}
	}
}

func TestWhatTwoWriteAtOnceIsShownToTheSecond(t *testing.T) {
	h := newHall(t)
	first, second := filled(h.page(access.Owner, summer)), filled(h.page(access.Analyst, summer))
	if w := h.send(access.Owner, summer, first.set("effectiveness_water", "3", "cost_light", "700")); w.Code != http.StatusSeeOther {
		t.Fatalf("the first: status %d", w.Code)
	}
	doc := h.read(h.send(access.Analyst, summer, second.set("effectiveness_water", "8", "with_water", "«Таза суу»", "effectiveness_roads", "6")), http.StatusConflict)
	if got := words(doc.Find("#need-water .clash")); !strings.Contains(got, "a-owner") || !strings.Contains(got, "Действенность мер (C): 3") {
		t.Errorf("it is said that %q", got)
	}
	again := filled(doc)
	for field, want := range map[string]string{"effectiveness_water": "8", "with_water": "«Таза суу»", "effectiveness_roads": "6", "cost_light": "700"} {
		if got := again.values[field][0]; got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
	a, err := h.db.Appraisal(t.Context(), "summer")
	h.must(err)
	if *a.Of("water").Effectiveness != 3 || *a.Of("roads").Effectiveness != 6 || a.Of("light").Cost.Som != 700_000 {
		t.Errorf("kept is %+v", a.Needs)
	}
	if w := h.send(access.Analyst, summer, again); w.Code != http.StatusSeeOther {
		t.Fatalf("once it was seen: status %d", w.Code)
	}
	if a, err = h.db.Appraisal(t.Context(), "summer"); err != nil || *a.Of("water").Effectiveness != 8 || a.Of("light").By != "a-owner" {
		t.Errorf("kept is %+v, %v", a.Needs, err)
	}
}

func TestWhatCannotBeIsSaidAtItsField(t *testing.T) {
	h := newHall(t)
	for what, tt := range map[string]struct{ field, value, at string }{
		"no amount": {"cost_water", "көп", "cost_water"}, "off the scale": {"effectiveness_water", "11", "effectiveness_water"}, "a long note": {"legality_note_water", strings.Repeat("ж", 501), "legality_note_water"},
	} {
		f := filled(h.page(access.Analyst, summer)).set(tt.field, tt.value, "with_roads", "район")
		doc := h.read(h.send(access.Analyst, summer, f), http.StatusUnprocessableEntity)
		if got := words(doc.Find(".mistakes a[href='#" + tt.at + "']")); !strings.HasPrefix(got, "Питьевая вода: ") || doc.Find("#"+tt.at).Length() != 1 {
			t.Errorf("%s: got %q", what, words(doc.Find(".mistakes")))
		}
		if again := filled(doc); again.values["with_roads"][0] != "район" || tt.field != "effectiveness_water" && again.values[tt.field][0] != tt.value {
			t.Errorf("%s: what was typed is lost", what)
		}
	}
	if _, err := h.db.Appraisal(t.Context(), "summer"); err == nil {
		t.Error("something was kept")
	}
}

func TestCriteriaCanBeWrittenBeforeAnybodyAnswers(t *testing.T) {
	h := newHall(t)
	f := filled(h.page(access.Analyst, "/board/spring/criteria")).set("effectiveness_school", "4")
	if w := h.send(access.Analyst, "/board/spring/criteria", f); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d\n%s", w.Code, w.Body)
	}
	if got := cells(h.page(access.Analyst, "/board/spring/criteria").Find("table.places")); !strings.Contains(got, "– | Школа | – | – | 4 |") {
		t.Errorf("got\n%s", got)
	}
}

// TestAllThatCanBeWrittenFitsInTheForm writes as much as there is room for.
func TestAllThatCanBeWrittenFitsInTheForm(t *testing.T) {
	h := newHall(t)
	f := filled(h.page(access.Analyst, summer))
	long := strings.Repeat("ө", appraisal.MaxNote)
	for _, n := range []string{"water", "roads", "light", "school"} {
		f.set("note_"+n, long, "source_"+n, long, "with_"+n, long)
		for _, l := range appraisal.Letters() {
			f.set(string(l)+"_note_"+n, long)
		}
	}
	if w := h.send(access.Analyst, summer, f); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d", w.Code)
	}
	a, err := h.db.Appraisal(t.Context(), "summer")
	if err != nil || a.Of("school").Pearl[appraisal.Legality].Note != long {
		t.Errorf("kept: %v", err)
	}
}
