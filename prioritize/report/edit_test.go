package report_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"ashar/prioritize/outline"
	"ashar/survey/access"
)

const editor = "/report/summer/template/SEDP-2024"

// template is the municipality's copy of SEDP-2024.
func (h *hall) template() outline.Template {
	h.t.Helper()
	e, err := h.db.Edition(h.t.Context(), outline.EditionID("kok-jar", outline.SEDP2024))
	h.must(err)
	return e.Template
}

func tables(x outline.Template) (shown []string) {
	for _, p := range x.Parts {
		if !p.Off {
			shown = append(shown, p.Table)
		}
	}
	return shown
}

func ids(x outline.Template, table string) (shown []string) {
	p := x.Part(table)
	for _, c := range p.Columns {
		if !c.Off {
			shown = append(shown, c.ID)
		}
	}
	return shown
}

// TestATemplateIsChanged moves tables and columns, leaves some out, and adds one, as somebody does who presses buttons.
func TestATemplateIsChanged(t *testing.T) {
	h := newHall(t)
	press := func(path, button string, f *fill) {
		t.Helper()
		if w := h.send(access.Analyst, path, f.set("do", button)); w.Code != http.StatusSeeOther {
			t.Fatalf("%s on %s: status %d\n%s", button, path, w.Code, w.Body)
		}
	}
	press(editor, "up:t5", filled(h.page(access.Analyst, editor)).without("in_t6").set("title_ky", " Айылдарга эмне керек ", "lead_ru", "Совету аймака.\r\n\r\nВторой абзац."))
	got := h.template()
	if want := []string{"t1", "t2", "t3", "t5", "t4", "t7", "t8", "method"}; !slices.Equal(tables(got), want) {
		t.Errorf("tables: got %q, want %q", tables(got), want)
	}
	if got.Title["ky"] != "Айылдарга эмне керек" || got.Lead["ru"] != "Совету аймака.\n\nВторой абзац." {
		t.Errorf("got %q and %q", got.Title, got.Lead)
	}
	t5 := editor + "/t5"
	press(t5, "down:number", filled(h.page(access.Analyst, t5)).without("in_score").set("heading_cause_ky", "Эмне үчүн"))
	press(t5, "add", filled(h.page(access.Analyst, t5)).set("new_ky", "Мектептер", "new_ru", "Школы"))
	press(t5, "up:own.1", filled(h.page(access.Analyst, t5)))
	if got, want := ids(h.template(), "t5"), []string{"sphere", "number", "issue", "need", "villages", "beneficiaries", "cause", "solution", "place", "decided", "own.1", "competence"}; !slices.Equal(got, want) {
		t.Errorf("columns: got %q, want %q", got, want)
	}
	doc := h.page(access.Analyst, "/report/summer")
	if got := words(doc.Find("option[selected]").First()); got != "SEDP-2024 (изменён муниципалитетом)" {
		t.Errorf("the page's template: got %q", got)
	}
	if got := words(doc.Find(".contents")); strings.Contains(got, "SWOT") {
		t.Error("a table that was left out is in the report")
	}
	press(t5, "remove:own.1", filled(h.page(access.Analyst, t5)))
	press(t5, "reset", filled(h.page(access.Analyst, t5)))
	if got := h.template(); got.Title["ky"] == "" || len(ids(got, "t5")) != len(outline.Columns("t5")) {
		t.Errorf("a table is back as it was shipped, and only it: got %+v", got)
	}
	press(editor, "reset", filled(h.page(access.Analyst, editor)))
	if got := h.template(); got.Changed() {
		t.Errorf("got %+v, want it as shipped", got)
	}
	trail := h.trail()
	if got, want := trail[0], "template SEDP-2024, order changed, revision 1"; got != want {
		t.Errorf("the trail tells %q, want %q", got, want)
	}
	press(editor, "save", filled(h.page(access.Analyst, editor)))
	if again := h.trail(); len(again) != len(trail) {
		t.Errorf("the trail tells of what changed nothing: %q", again[len(trail):])
	}
}

func TestWhatIsWrongIsSaidBesideItsField(t *testing.T) {
	h := newHall(t)
	long := strings.Repeat("ү", outline.MaxTitle+1)
	f := filled(h.page(access.Analyst, editor)).set("title_ru", long, "do", "down:t1")
	doc := h.read(h.send(access.Analyst, editor, f), http.StatusUnprocessableEntity)
	if got := words(doc.Find(".field.bad .wrong")); !strings.HasPrefix(got, "Слишком длинно") {
		t.Errorf("got %q beside the title", got)
	}
	if got := doc.Find("#title_ru").AttrOr("value", ""); got != long {
		t.Error("what was typed is lost")
	}
	f = filled(h.page(access.Analyst, editor)).set("do", "save")
	for _, table := range outline.Tables() {
		f.without("in_" + table)
	}
	doc = h.read(h.send(access.Analyst, editor, f), http.StatusUnprocessableEntity)
	if got := words(doc.Find(".mistakes li")); !strings.HasPrefix(got, "В отчёте должна быть хотя бы одна таблица") {
		t.Errorf("got %q", got)
	}
	f = filled(h.page(access.Analyst, editor+"/t1")).set("heading_quota_en", "Target", "do", "add")
	doc = h.read(h.send(access.Analyst, editor+"/t1", f), http.StatusUnprocessableEntity)
	if got := words(doc.Find("#add~.field.bad .wrong")); !strings.HasPrefix(got, "Дайте добавленному столбцу название") {
		t.Errorf("got %q beside the new column", got)
	}
	if got := doc.Find("#heading_quota_en").AttrOr("value", ""); got != "Target" {
		t.Error("what was typed is lost")
	}
	if n := doc.Find(`input[name=column][value^=own]`).Length(); n != 0 {
		t.Error("a column that could not be added stands among the others")
	}
	doc = h.read(h.send(access.Analyst, editor+"/t1", filled(doc).set("do", "add", "new_en", strings.Repeat("x", outline.MaxWord+1))), http.StatusUnprocessableEntity)
	if got := words(doc.Find("#add~.field.bad .wrong")); !strings.HasPrefix(got, "Слишком длинно") {
		t.Errorf("got %q beside the new column", got)
	}
}

func TestTwoWhoEditAreToldAndLoseNothing(t *testing.T) {
	h := newHall(t)
	t1, t5 := editor+"/t1", editor+"/t5"
	mine, others, order := filled(h.page(access.Analyst, t5)), filled(h.page(access.Owner, t5)), filled(h.page(access.Analyst, editor))
	elsewhere := filled(h.page(access.Analyst, t1))
	if got := h.send(access.Owner, t5, others.without("in_issue").set("title_ru", "Первоочередное", "do", "save")).Code; got != http.StatusSeeOther {
		t.Fatalf("the first: status %d", got)
	}
	if got := h.send(access.Analyst, t1, elsewhere.without("in_quota").set("do", "save")).Code; got != http.StatusSeeOther {
		t.Errorf("of another table: status %d", got)
	}
	if got := h.send(access.Analyst, editor, order.set("do", "down:t1")).Code; got != http.StatusSeeOther {
		t.Errorf("of the order: status %d", got)
	}
	doc := h.read(h.send(access.Analyst, t5, mine.set("title_ru", "Главное", "do", "save")), http.StatusConflict)
	if got := words(doc.Find("#clash")); !strings.Contains(got, "Первоочередное") || !strings.Contains(got, "Не входит: № вопроса местного значения") {
		t.Errorf("got %q, want what stands there now", got)
	}
	if got := doc.Find("#title_ru").AttrOr("value", ""); got != "Главное" {
		t.Errorf("the title that was typed: got %q", got)
	}
	if got := h.template(); got.Part("t5").Title["ru"] != "Первоочередное" {
		t.Errorf("the other's title is lost: got %q", got.Part("t5").Title)
	}
	if got := h.send(access.Analyst, t5, filled(doc).set("do", "save")).Code; got != http.StatusSeeOther {
		t.Errorf("after seeing it: status %d", got)
	}
	got := h.template()
	if got.Part("t5").Title["ru"] != "Главное" || !slices.Contains(ids(got, "t5"), "issue") || slices.Contains(ids(got, "t1"), "quota") || tables(got)[0] != "t2" {
		t.Errorf("got %+v", got)
	}
	stale := filled(h.page(access.Analyst, editor))
	h.send(access.Owner, t1, filled(h.page(access.Owner, t1)).without("in_ages").set("do", "save"))
	if got := h.send(access.Analyst, editor, stale.set("do", "reset")).Code; got != http.StatusConflict {
		t.Errorf("putting back what another changed since: status %d", got)
	}
}

func TestEveryColumnHasAName(t *testing.T) {
	h := newHall(t)
	for _, table := range outline.Tables() {
		doc := h.page(access.Owner, editor+"/"+table)
		if got, want := doc.Find(".row").Length(), len(outline.Columns(table)); got != want {
			t.Errorf("%s: got %d columns, want %d", table, got, want)
		}
	}
}
