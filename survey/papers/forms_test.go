package papers_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page/pagetest"
	"ashar/survey/papers"
)

func TestTemplatesFitTheirPages(t *testing.T) { pagetest.Check(t, newOffice(t).room, papers.Views()) }

const formsPath = "/desk/of-kok-jar/papers"

func TestFormsArePrintedWithNumbersThatGoOn(t *testing.T) {
	o := newOffice(t)
	for i, tt := range []struct{ next, copies, at string }{{"1", "3", "1"}, {"4", "2", "4"}} {
		w := o.post(formsPath, "village", "tor", "language", "ky", "copies", tt.copies, "next", tt.next)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != formsPath+"?printed="+tt.at {
			t.Fatalf("print %d: %d %q\n%s", i, w.Code, w.Header().Get("Location"), w.Body)
		}
	}
	// A second tap on the same button, and somebody who looked before: no number is given out twice.
	doc := read(t, o.post(formsPath, "village", "tor", "language", "ky", "copies", "2", "next", "4"), http.StatusUnprocessableEntity)
	if doc.Find(".mistakes").Length() != 1 {
		t.Error("a second tap is not told that something has changed")
	}
	reg, err := o.db.PrintRegister(t.Context(), "of-kok-jar")
	if err != nil || reg.Next() != 6 || len(reg.Runs) != 2 {
		t.Errorf("got %+v, %v; want the numbers 1 to 5 in two runs", reg, err)
	}
	doc = o.page(formsPath + "?printed=4")
	if got := words(doc.Find(".notice.good").First()); !strings.Contains(got, survey.NewSerial(4)) || !strings.Contains(got, survey.NewSerial(5)) {
		t.Errorf("after printing the page says %q", got)
	}
	one, again := o.get(formsPath+"/4/forms.pdf"), o.get(formsPath+"/4/forms.pdf")
	if one.Code != http.StatusOK || one.Header().Get("Content-Type") != "application/pdf" || !bytes.Equal(one.Body.Bytes(), again.Body.Bytes()) || len(one.Body.Bytes()) < 10_000 {
		t.Errorf("the PDF: %d, %s, %d bytes, again %d", one.Code, one.Header(), one.Body.Len(), again.Body.Len())
	}
	for path, want := range map[string]int{"/2/forms.pdf": 404, "/x/forms.pdf": 404, "/99/forms.pdf": 404, "/1/forms.pdf?sides=2": 200} {
		if got := o.get(formsPath + path); got.Code != want {
			t.Errorf("%s: status %d, want %d", path, got.Code, want)
		}
	}
	if told := o.told(access.RunCampaigns); len(told) != 2 || !strings.Contains(told[1], "2 forms printed, "+survey.NewSerial(4)) {
		t.Errorf("the audit trail says %q", told)
	}
	for what, fields := range map[string][]string{
		"no village": {"village", "osh", "language", "ky", "copies", "2", "next", "6"}, "no language": {"village", "tor", "language", "en", "copies", "2", "next", "6"},
		"none": {"village", "tor", "language", "ky", "copies", "0", "next", "6"}, "many": {"village", "tor", "language", "ky", "copies", "501", "next", "6"},
	} {
		if w := o.post(formsPath, fields...); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d", what, w.Code)
		}
	}
	if w := o.get("/desk/of-ak-tal/papers"); w.Code != http.StatusNotFound {
		t.Errorf("the neighbours' forms: status %d", w.Code)
	}
}

// TestFormsComeBackBeforeAnybodyNotedWhoHadThem asks to whom they were handed, and not for forms of nobody since no day.
func TestFormsComeBackBeforeAnybodyNotedWhoHadThem(t *testing.T) {
	o := newOffice(t)
	o.post(formsPath, "village", "tor", "language", "ky", "copies", "10", "next", "1")
	if w := o.post(formsPath+"/spoiled", "serials", survey.NewSerial(2), "why", "айрылган"); w.Code != http.StatusSeeOther {
		t.Fatalf("spoiled: %d\n%s", w.Code, w.Body)
	}
	if got := words(o.page(formsPath).Find(".todo").First()); !strings.Contains(got, "Кең-Төр: 9 форма элде") || !strings.Contains(got, "кимге берилгени жазылган эмес") {
		t.Errorf("what is to be done: %s", got)
	}
}

func TestFormsAreReconciledOnOnePage(t *testing.T) {
	o := newOffice(t)
	for _, fields := range [][]string{{"village", "tor", "language", "ky", "copies", "10", "next", "1"}, {"village", "archa", "language", "ru", "copies", "5", "next", "11"}} {
		o.post(formsPath, fields...)
	}
	if w := o.post(formsPath+"/1", "rev", "2", "to", "1-анкетёр", "on", "2026-05-18", "filled", "4", "blank", "1"); w.Code != http.StatusSeeOther {
		t.Fatalf("noting: %d\n%s", w.Code, w.Body)
	}
	for what, fields := range map[string][]string{
		"changed meanwhile": {"rev", "2", "to", "мектеп", "on", "2026-05-18"}, "more than there are": {"rev", "3", "to", "1-анкетёр", "on", "2026-05-18", "filled", "9", "blank", "2"},
		"no number": {"rev", "3", "to", "1-анкетёр", "on", "2026-05-18", "filled", "көп"}, "taken away after some came": {"rev", "3", "to", "", "filled", "4", "blank", "1"},
	} {
		if w := o.post(formsPath+"/1", fields...); w.Code != http.StatusConflict && w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d", what, w.Code)
		}
	}
	// One is spoiled; a number that was not printed, and one without its reason, are refused.
	if w := o.post(formsPath+"/spoiled", "serials", survey.NewSerial(2)+" "+strings.ToLower(survey.NewSerial(3)), "why", "айрылган"); w.Code != http.StatusSeeOther {
		t.Fatalf("spoiled: %d\n%s", w.Code, w.Body)
	}
	if w := o.post(formsPath+"/spoiled", "serials", survey.NewSerial(2), "why", "айрылган"); w.Code != http.StatusSeeOther {
		t.Errorf("the same again: %d", w.Code)
	}
	for _, fields := range [][]string{{"serials", survey.NewSerial(16), "why", "x"}, {"serials", survey.NewSerial(4), "why", " "}, {"serials", "", "why", "x"}, {"serials", "0004-Q", "why", "x"}} {
		if w := o.post(formsPath+"/spoiled", fields...); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%q: status %d", fields, w.Code)
		}
	}
	doc := o.page(formsPath)
	rows := map[string]string{}
	for _, tr := range doc.Find(".fates tr").EachIter() {
		var cells []string
		for _, td := range tr.Find("td").EachIter() {
			td.Find(".label").Remove()
			cells = append(cells, words(td))
		}
		rows[words(tr.Find("th").First())] = strings.Join(cells, " ")
	}
	// printed, office, out, waiting, entered, spoiled, blank, missing
	for name, want := range map[string]string{"Кең-Төр": "10 0 5 2 0 2 1 0", "Арча": "5 5 0 0 0 0 0 0", "Баары": "15 5 5 2 0 2 1 0"} {
		if rows[name] != want {
			t.Errorf("%s: got %q, want %q", name, rows[name], want)
		}
	}
	todo := words(doc.Find(".todo").First())
	for _, want := range []string{"Кең-Төр: 5 форма", "1-анкетёр", "Кең-Төр: 2 форма кайтып келди", "Арча: 5 форма"} {
		if !strings.Contains(todo, want) {
			t.Errorf("what is to be done lacks %q: %s", want, todo)
		}
	}
	if got := words(doc.Find("section ul.todo").Last()); !strings.Contains(got, survey.NewSerial(3)) || !strings.Contains(got, "айрылган") {
		t.Errorf("spoiled forms: %q", got)
	}
	c, err := o.db.Campaign(t.Context(), "of-kok-jar")
	o.must(err)
	c.Rev, c.Status, c.Closes = c.Rev+1, survey.StatusFrozen, c.Opens.Add(time.Hour)
	o.must(o.db.SaveCampaign(t.Context(), c))
	todo = words(o.page(formsPath).Find(".todo").First())
	if !strings.Contains(todo, "киргизилбей калды") || strings.Contains(todo, "Киргизиңиз") {
		t.Errorf("of a frozen survey it is said what is to be done: %s", todo)
	}
}
