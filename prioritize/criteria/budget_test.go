package criteria_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize/budget"
	"ashar/survey/access"
)

const budgetPage = "/board/summer/budget"

// budgeted writes the example of docs/budget.md on the page: a million, two projects in Archa and one in Tor.
func (h *hall) budgeted() {
	h.t.Helper()
	f := filled(h.page(access.Analyst, budgetPage)).set("amount", "1 000")
	for i, p := range [][4]string{{"Скважина", "water", "archa", "500"}, {"Мост", "roads", "archa", "500"}, {"Фонари", "light", "tor", "400"}} {
		id := f.project(i)
		f.set("name_"+id, p[0], "need_"+id, p[1], "village_"+id, p[2], "cost_"+id, p[3])
	}
	if w := h.send(access.Analyst, budgetPage, f); w.Code != http.StatusSeeOther {
		h.t.Fatalf("status %d\n%s", w.Code, w.Body)
	}
}

func plain(s string) string { return strings.NewReplacer("\u202f", "", "\u00a0", " ").Replace(s) }

func TestBothRulesStandSideBySide(t *testing.T) {
	h := newHall(t)
	if got := words(h.page(access.Observer, budgetPage).Find("#why")); !strings.Contains(got, "сумма и проекты") {
		t.Errorf("before anything is written: %q", got)
	}
	h.budgeted()
	doc := h.page(access.Observer, budgetPage)
	want := `1 | Скважина | Питьевая вода | Арча-Булак | 500 | 60 | 1 | 1
2 | Мост | Дороги | Арча-Булак | 500 | 60 | 2 | –
3 | Фонари | Освещение | Кен-Тёр | 400 | 40 | – | 2
Куплено проектов | 2 | 2
Потрачено, тыс. сомов | 1000 | 900
Осталось, тыс. сомов | 0 | 100`
	if got := plain(cells(doc.Find("table.bids"))); got != want {
		t.Errorf("bought:\n%s\nwant\n%s", got, want)
	}
	want = `Весь аймак | 100 | 40 (40 %) | 0 (0 %)
Арча-Булак | 60 | 0 (0 %) | 0 (0 %)
Кен-Тёр | 40 | 40 (100 %) | 0 (0 %)
Женщины | 50 | 20 (40 %) | 0 (0 %)
Мужчины | 50 | 20 (40 %) | 0 (0 %)
Молодёжь (до 28 лет) | 50 | 20 (40 %) | 0 (0 %)
Пожилые (от 60 лет) | 0 | 0 | 0`
	if got := plain(cells(doc.Find("table.left"))); got != want {
		t.Errorf("left out:\n%s\nwant\n%s", got, want)
	}
	want = `Весь аймак | – | 0 | 0
Арча-Булак | 60 % | 1000 (100 %) | 500 (56 %)
Кен-Тёр | 40 % | 0 | 400 (44 %)`
	if got := plain(cells(doc.Find("table.money"))); got != want {
		t.Errorf("spent:\n%s\nwant\n%s", got, want)
	}
	if doc.Find("main form").Length()+doc.Find(".files").Length() != 0 {
		t.Error("who may only look has a form, or files")
	}
	h.told("budget 1000000, utility cost, completion add1+greedy; project for water, in archa, cost 500000, named Скважина")
}

func TestTheFileOfVotesIsReadBack(t *testing.T) {
	h := newHall(t)
	h.budgeted()
	w := h.get(access.Analyst, budgetPage+".pb")
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="summer-budget.pb"` {
		t.Errorf("it is %s", got)
	}
	text := w.Body.String()
	for _, line := range []string{"country;Kyrgyzstan", "instance;2026", "num_votes;100", "budget;1000000", "vote_type;approval", "rule;unknown", "date_begin;20.09.2026", "date_end;20.10.2026", "currency;KGS", "1;500000;60;Скважина"} {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("it has no line %s:\n%s", line, text[:min(len(text), 1200)])
		}
	}
	e, err := budget.Read(strings.NewReader(text))
	h.must(err)
	o, err := budget.EqualShares(e, budget.Cost, budget.Add1GreedyFill)
	h.must(err)
	var bought []string
	for _, p := range o.Purchases {
		bought = append(bought, e.Projects[p.Project].Name)
	}
	if diff := cmp.Diff([]string{"Скважина", "Фонари"}, bought); diff != "" {
		t.Errorf("by the file (-want +got):\n%s", diff)
	}
	csv := h.get(access.Analyst, budgetPage+".csv").Body.String()
	if !strings.Contains(csv, "3;Фонари;Освещение;Кен-Тёр;400;40;;2;") {
		t.Errorf("the projects are\n%s", csv)
	}
	if csv = h.get(access.Analyst, budgetPage+"-left-out.csv").Body.String(); !strings.Contains(csv, "Кен-Тёр;40;40;0") {
		t.Errorf("left out are\n%s", csv)
	}
}

func TestVotesThatWereDeletedAreNotHandedOutAnyMore(t *testing.T) {
	h := newHall(t)
	h.budgeted()
	if w := h.get(access.Analyst, budgetPage+".pb"); w.Code != http.StatusOK {
		t.Fatalf("the votes: status %d, want 200", w.Code)
	}
	k, err := h.db.Campaign(t.Context(), "summer")
	h.must(err)
	k.Rev++
	k.Cleared = now
	h.must(h.db.SaveCampaign(t.Context(), k))
	if w := h.get(access.Analyst, budgetPage+".pb"); w.Code == http.StatusOK {
		t.Errorf("the votes, once they were deleted: status %d\n%s", w.Code, w.Body)
	}
	if got := words(h.page(access.Observer, budgetPage).Find("table.left")); got != "" {
		t.Errorf("what was counted of them is still there: %q", got)
	}
}

func TestWhileACampaignIsOpenItsBudgetIsOnlyWritten(t *testing.T) {
	h := newHall(t)
	const spring = "/board/spring/budget"
	blank := h.page(access.Analyst, spring)
	if got := words(blank.Find("#why")); !strings.Contains(got, "не заморожен") {
		t.Errorf("before anything is written it says %q", got)
	}
	f := filled(blank).set("amount", "1000")
	id := f.project(0)
	f.set("name_"+id, "Скважина", "need_"+id, "water", "cost_"+id, "1 200")
	if w := h.send(access.Analyst, spring, f); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d\n%s", w.Code, w.Body)
	}
	doc := h.page(access.Observer, spring)
	if got := words(doc.Find("#why")); !strings.Contains(got, "не заморожен") || doc.Find("table.left").Length() != 0 {
		t.Errorf("it says %q", got)
	}
	if got, want := plain(cells(doc.Find("table.bids"))), "1 | Скважина | Питьевая вода | Весь аймак | 1200"; got != want {
		t.Errorf("written is %q, want %q", got, want)
	}
	if got, want := words(doc.Find("table.bids th .narrow")), "Питьевая вода · Весь аймак"; got != want {
		t.Errorf("on a phone %q stands below the project, want %q", got, want)
	}
	if got := words(h.page(access.Analyst, spring).Find("fieldset.project").First()); !strings.Contains(got, "Дороже всех денег") {
		t.Errorf("of a project that is too dear it says %q", got)
	}
	if got := h.get(access.Analyst, spring+".pb").Code; got != http.StatusNotFound {
		t.Errorf("its votes: status %d", got)
	}
}

func TestWhatTwoPlanAtOnceIsShownToTheSecond(t *testing.T) {
	h := newHall(t)
	h.budgeted()
	first, second := filled(h.page(access.Owner, budgetPage)), filled(h.page(access.Analyst, budgetPage))
	well := first.project(0)
	if w := h.send(access.Owner, budgetPage, first.set("cost_"+well, "600", "amount", "1500")); w.Code != http.StatusSeeOther {
		t.Fatalf("the first: status %d", w.Code)
	}
	fresh := second.project(3)
	second.set("cost_"+well, "550", "name_"+fresh, "Школа", "need_"+fresh, "school", "cost_"+fresh, "90")
	doc := h.read(h.send(access.Analyst, budgetPage, second), http.StatusConflict)
	if got := plain(words(doc.Find("#project-" + well + " .clash"))); !strings.Contains(got, "a-owner") || !strings.Contains(got, "Стоимость, тыс. сомов: 600") {
		t.Errorf("it is said that %q", got)
	}
	again := filled(doc)
	if got := again.values["cost_"+well][0] + " " + again.values["amount"][0]; got != "550 1500" {
		t.Errorf("the form has %q", got)
	}
	if w := h.send(access.Analyst, budgetPage, again); w.Code != http.StatusSeeOther {
		t.Fatalf("once it was seen: status %d\n%s", w.Code, w.Body)
	}
	a, err := h.db.Appraisal(t.Context(), "summer")
	h.must(err)
	if a.Projects[0].Som != 550_000 || a.Budget.Som != 1_500_000 || len(a.Projects) != 4 || a.Projects[3].Name != "Школа" {
		t.Errorf("kept is %+v", a)
	}
	// One removes what the other had removed already.
	gone, left := filled(h.page(access.Owner, budgetPage)), filled(h.page(access.Analyst, budgetPage))
	h.send(access.Owner, budgetPage, gone.set("remove_"+well, "yes"))
	doc = h.read(h.send(access.Analyst, budgetPage, left.set("cost_"+well, "500")), http.StatusConflict)
	if got := words(doc.Find("#project-" + well + " .clash")); !strings.Contains(got, "убран") {
		t.Errorf("of what was removed it is said that %q", got)
	}
	if w := h.send(access.Analyst, budgetPage, filled(doc)); w.Code != http.StatusSeeOther {
		t.Fatalf("brought back: status %d", w.Code)
	}
	if a, err = h.db.Appraisal(t.Context(), "summer"); err != nil || len(a.Projects) != 4 || a.Projects[3].ID != well || a.Projects[3].Som != 500_000 {
		t.Errorf("kept is %+v, %v", a.Projects, err)
	}
}

func TestWhatCannotBeBoughtIsSaidAtItsField(t *testing.T) {
	h := newHall(t)
	for what, tt := range map[string]struct{ field, value string }{
		"no amount": {"amount", "көп"}, "no name": {"name_", ""}, "no need": {"need_", ""}, "no cost": {"cost_", "0"}, "no such village": {"village_", "osh"},
	} {
		f := filled(h.page(access.Analyst, budgetPage)).set("amount", "1000")
		id, field := f.project(0), tt.field
		f.set("name_"+id, "Скважина", "need_"+id, "water", "cost_"+id, "500")
		if strings.HasSuffix(field, "_") {
			field += id
		}
		doc := h.read(h.send(access.Analyst, budgetPage, f.set(field, tt.value)), http.StatusUnprocessableEntity)
		if doc.Find(".mistakes a[href='#"+field+"']").Length() != 1 || doc.Find("#"+field).Length() != 1 {
			t.Errorf("%s: got %q", what, words(doc.Find(".mistakes")))
		}
		if again := filled(doc); again.project(0) != id || field != "village_"+id && again.values[field][0] != tt.value {
			t.Errorf("%s: what was typed is lost", what)
		}
	}
}

func TestCostsOfCriteriaBecomeProjects(t *testing.T) {
	h := newHall(t)
	h.send(access.Analyst, summer, filled(h.page(access.Analyst, summer)).set("cost_water", "800", "cost_school", "900", "owner_school", "state"))
	f := filled(h.page(access.Analyst, budgetPage)).set("amount", "1000", "offer", "yes")
	if w := h.send(access.Analyst, budgetPage, f); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d\n%s", w.Code, w.Body)
	}
	got := plain(cells(h.page(access.Analyst, budgetPage).Find("table.bids")))
	if !strings.HasPrefix(got, "1 | Питьевая вода | Питьевая вода | Весь аймак | 800 | 60 | 1 | 1") || strings.Contains(got, "Школа") {
		t.Errorf("the projects are\n%s", got)
	}
}
