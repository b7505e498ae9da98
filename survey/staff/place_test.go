package staff_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/census"
	"ashar/survey/page"
)

// settle gives Kok-Jar three villages and a population of 2025.
func (o *office) settle() {
	o.t.Helper()
	m := o.kokJar()
	m.Rev++
	m.Year, m.Source = 2025, survey.Text{"ru": "паспорт"}
	m.Villages = []survey.Village{
		{ID: "archa", Name: survey.Text{"ky": "Арча-Булак", "ru": "Арча-Булак"}, Population: people(400, 500, 300, 200, 410, 490, 290, 210)},
		{ID: "ken-tor", Name: survey.Text{"ky": "Кең-Төр"}, Adults: 600},
		{ID: "bel", Name: survey.Text{"ky": "Бел-Жайлоо"}},
	}
	o.must(o.db.SaveMunicipality(o.t.Context(), m))
}

func (o *office) kokJar() survey.Municipality {
	o.t.Helper()
	m, err := o.db.Municipality(o.t.Context(), "kok-jar")
	o.must(err)
	return m
}

// people is a population of every sex and band in order.
func people(n ...int) []survey.Stratum {
	var all []survey.Stratum
	for i, n := range n {
		all = append(all, survey.Stratum{
			Sex: []string{survey.SexFemale, survey.SexMale}[i/4], Age: []string{"18-28", "29-44", "45-59", "60+"}[i%4], Count: n,
		})
	}
	return all
}

// form is a page's form as a browser would send it, with these fields instead.
func form(doc *goquery.Document, action string, pairs ...string) map[string][]string {
	f := fields()
	doc.Find("form[action='" + action + "']").Find("input,textarea,select").Each(func(_ int, s *goquery.Selection) {
		name, kind := s.AttrOr("name", ""), s.AttrOr("type", "")
		_, checked := s.Attr("checked")
		switch {
		case name == "" || kind == "file" || (kind == "radio" || kind == "checkbox") && !checked:
		case goquery.NodeName(s) == "textarea":
			f.Add(name, s.Text())
		case goquery.NodeName(s) == "select":
			f.Add(name, s.Find("option[selected]").AttrOr("value", ""))
		default:
			f.Add(name, s.AttrOr("value", ""))
		}
	})
	for i := 0; i < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return f
}

// upload sends a form with a file.
func (v *visitor) upload(path string, data []byte, pairs ...string) *httptest.ResponseRecorder {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		v.o.must(w.WriteField(pairs[i], pairs[i+1]))
	}
	part, err := w.CreateFormFile("file", "table")
	v.o.must(err)
	_, err = part.Write(data)
	v.o.must(err)
	v.o.must(w.Close())
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return v.do(r)
}

const table = "Айыл\tж 18-28\tж 29-44\tж 45-59\tж 60+\tм 18-28\tм 29-44\tм 45-59\tм 60+\n" +
	"Арча-Булак\t400\t500\t300\t200\t410\t490\t290\t211\nКен-Тор\t100\t50\t50\t50\t50\t50\t50\t50\nЖаңы\t1\t2\t3\t4\t5\t6\t7\t8\n"

func TestATableIsLookedAtAndSaved(t *testing.T) {
	o := newOffice(t)
	o.settle()
	owner := o.as("kok-jar", access.Owner, "aida")
	doc := o.read(owner.post("/place/table", fields("table", table, "year", "2026", "source", "эсеп")), http.StatusOK)
	rows := doc.Find("main tbody tr")
	said(t, "the first", rows.Eq(0), "Арча-Булак", "меняются числа", "28002801")
	said(t, "the second", rows.Eq(1), "Кең-Төр", "меняются числа", "600", "450", "большая разница")
	said(t, "the third", rows.Eq(2), "Жаңы", "новое село", "новое название села «Бел-Жайлоо»")
	said(t, "the sum", doc.Find("tfoot"), "34003287")
	said(t, "the rest", doc.Find("main"), "остаются без изменений: Бел-Жайлоо", "за 2026 год", "Закрытые опросы остаются с прежними")
	if got := o.kokJar(); got.Year != 2025 {
		t.Error("it is saved before it was looked at")
	}
	o.leads("saving", owner.post("/place/table/save", form(doc, "/place/table/save")), "/place?done=table")
	m := o.kokJar()
	want := []survey.Village{
		{ID: "archa", Name: survey.Text{"ky": "Арча-Булак", "ru": "Арча-Булак"}, Population: people(400, 500, 300, 200, 410, 490, 290, 211)},
		{ID: "ken-tor", Name: survey.Text{"ky": "Кең-Төр"}, Population: people(100, 50, 50, 50, 50, 50, 50, 50)},
		{ID: "bel", Name: survey.Text{"ky": "Бел-Жайлоо"}},
		{ID: "jani", Name: survey.Text{"ky": "Жаңы"}, Population: people(1, 2, 3, 4, 5, 6, 7, 8), Since: o.now},
	}
	if diff := cmp.Diff(want, m.Villages); diff != "" || m.Year != 2026 || m.Source["ru"] != "эсеп" || len(m.Earlier) != 1 {
		t.Errorf("got %d, %v, %d earlier counts, and villages (-want +got):\n%s", m.Year, m.Source, len(m.Earlier), diff)
	}
	said(t, "the page", o.read(owner.get("/place?done=table"), http.StatusOK).Find("main"), "Таблица сохранена", "4 села", "взрослых: 3287", "число взрослых: 3400 (год: 2025)")
	o.leads("the same again", owner.post("/place/table/save", fields("table", table, "year", "2026", "source", "эсеп", "rev", "3")), "/place?done=table")
	if got := strings.Count(o.trail("kok-jar"), "municipality/kok-jar"); got != 1 {
		t.Errorf("the trail has %d entries, want one: %s", got, o.trail("kok-jar"))
	}
	said(t, "the journal", o.read(owner.get("/audit"), http.StatusOK).Find("main"), "Сёла и население", "паспорт 2025", "эсеп 2026", "+ jani: Жаңы")
}

func TestEveryProblemOfATableStandsBesideIt(t *testing.T) {
	o := newOffice(t)
	o.settle()
	owner := o.as("kok-jar", access.Owner, "aida")
	bad := "Айыл\tж 18-28\tж 29-44\tж 45-59\tж 60+\tм 18-28\tм 29-44\tм 45-59\tм 60+\nАрча-Булак\t400\tкөп\t300\t\t410\t490\t290\t211\nКең-Төр\t1\t1\t1\t1\t1\t1\t1\t1\nкен тор\t1\t1\t1\t1\t1\t1\t1\t1\n"
	doc := o.read(owner.post("/place/table", fields("table", bad, "source", "эсеп")), http.StatusUnprocessableEntity)
	said(t, "the problems", doc.Find(".problems"), "Строка 2, столбец C: «көп»", "Строка 2, столбец E: Клетка пуста", "Строка 4, столбец A: «кен тор» есть и в строке 3")
	said(t, "the mistakes", doc.Find(".mistakes"), "за какой год")
	if got := doc.Find("#table").Text(); got != bad {
		t.Errorf("of the table is left %q", got)
	}
	if got := doc.Find("#source").AttrOr("value", ""); got != "эсеп" {
		t.Errorf("of the source is left %q", got)
	}
	for what, w := range map[string]*httptest.ResponseRecorder{
		"a picture":  owner.upload("/place/table", []byte("\x89PNG\r\n\x1a\n\x00\x00"), "year", "2026"),
		"too much":   owner.upload("/place/table", bytes.Repeat([]byte("а"), census.MaxBytes), "year", "2026"),
		"a workbook": owner.upload("/place/table", []byte("PK\x03\x04 nothing"), "year", "2026"),
	} {
		said(t, what, o.read(w, http.StatusUnprocessableEntity).Find(".mistakes"), "Файл не читается")
	}
}

func TestAVillageOfAnotherNameIsAskedAbout(t *testing.T) {
	o := newOffice(t)
	o.settle()
	owner := o.as("kok-jar", access.Owner, "aida")
	doc := o.read(owner.post("/place/table", fields("table", "Айыл\t18+\nБел-Жайло\t120\n", "year", "2026")), http.StatusOK)
	doc = o.read(owner.post("/place/table/save", form(doc, "/place/table/save")), http.StatusUnprocessableEntity)
	said(t, "the mistakes", doc.Find(".mistakes"), "Строка 2: выберите, какое это село")
	back := o.read(owner.post("/place/table/back", form(doc, "/place/table/save")), http.StatusOK)
	if got := back.Find("#table").Text() + back.Find("#year").AttrOr("value", ""); got != "Айыл\t18+\nБел-Жайло\t120\n2026" {
		t.Errorf("back at the table there is %q", got)
	}
	o.leads("renaming", owner.post("/place/table/save", form(doc, "/place/table/save", "row_2", "renamed:bel")), "/place?done=table")
	m := o.kokJar()
	if v := m.Village("bel"); v.Name["ky"] != "Бел-Жайло" || v.Adults != 120 || len(v.Former) != 1 {
		t.Errorf("got %+v, want it renamed", v)
	}
}

func TestAFileToFillInComesBack(t *testing.T) {
	o := newOffice(t)
	o.settle()
	owner := o.as("kok-jar", access.Owner, "aida")
	before := o.kokJar()
	for _, path := range []string{"/place/table.xlsx", "/place/table.csv"} {
		w := owner.get(path)
		if got := w.Header().Get("Content-Disposition"); w.Code != http.StatusOK || !strings.HasPrefix(got, `attachment; filename="kok-jar.`) {
			t.Fatalf("%s: got %d, %q", path, w.Code, got)
		}
		doc := o.read(owner.upload("/place/table", w.Body.Bytes(), "year", "2025", "source", "паспорт"), http.StatusOK)
		if doc.Find(".problems").Length() > 0 || strings.Contains(doc.Find("tbody").Text(), "меняются") {
			t.Errorf("%s changes something: %s", path, doc.Find("tbody").Text())
		}
	}
	w := owner.get("/place/table.csv")
	filled := strings.Replace(w.Body.String(), "Бел-Жайлоо;;;;;;;;;;;", "Бел-Жайлоо;;;;;;;;;;;130", 1)
	doc := o.read(owner.upload("/place/table", []byte(filled), "year", "2025", "source", "паспорт"), http.StatusOK)
	said(t, "adults alone", doc.Find("tbody tr").Eq(2), "Бел-Жайлоо", "меняются числа", "130")
	if diff := cmp.Diff(before, o.kokJar()); diff != "" {
		t.Errorf("something was saved:\n%s", diff)
	}
}

func TestTwoEditorsDoNotOverwriteOneAnother(t *testing.T) {
	o := newOffice(t)
	o.settle()
	one, other := o.as("kok-jar", access.Owner, "aida"), o.as("kok-jar", access.Owner, "bakyt")
	doc := o.read(other.get("/place/villages/ken-tor"), http.StatusOK)
	preview := o.read(other.post("/place/table", fields("table", table, "year", "2026")), http.StatusOK)
	o.leads("the one", one.post("/place/villages/ken-tor", form(doc, "/place/villages/ken-tor", "adults", "650")), "/place/villages/ken-tor?done=saved")
	again := o.read(other.post("/place/villages/ken-tor", form(doc, "/place/villages/ken-tor", "adults", "700")), http.StatusConflict)
	said(t, "the other", again.Find(".mistakes"), "изменил кто-то другой")
	if got := again.Find("#adults").AttrOr("value", ""); got != "700" {
		t.Errorf("of what the other typed is left %q", got)
	}
	table := o.read(other.post("/place/table/save", form(preview, "/place/table/save")), http.StatusConflict)
	said(t, "the table", table.Find(".mistakes"), "изменил кто-то другой")
	if m := o.kokJar(); m.Village("ken-tor").Adults != 650 || m.Year != 2025 {
		t.Errorf("got %d of %d, want what the one saved", m.Village("ken-tor").Adults, m.Year)
	}
	o.leads("the other, having seen it", other.post("/place/villages/ken-tor", form(again, "/place/villages/ken-tor")), "/place/villages/ken-tor?done=saved")
}

func TestVillagesMergeAndTheirCampaignsGoOn(t *testing.T) {
	o := newOffice(t)
	o.settle()
	m := o.kokJar()
	spring := survey.Campaign{Municipality: "kok-jar", Opens: o.now.Add(-time.Hour), Villages: []string{"archa", "ken-tor", "bel"}}
	before := m.For(&spring)
	owner := o.as("kok-jar", access.Owner, "aida")
	doc := o.read(owner.get("/place/change?village=ken-tor"), http.StatusOK)
	if got := doc.Find("[name=old][checked]").AttrOr("value", ""); got != "ken-tor" {
		t.Errorf("chosen is %q, want the village that one came from", got)
	}
	for what, tt := range map[string][]string{
		"of none": {"old", "", "Отметьте хотя бы одно"}, "in the future": {"day", "2026-05-21", "ещё не наступил"}, "never": {"day", "", "Укажите день"},
	} {
		f := form(doc, "/place/change", "names", "Достук / Достук", tt[0], tt[1])
		if tt[0] == "old" {
			delete(f, "old")
		}
		again := o.read(owner.post("/place/change", f), http.StatusUnprocessableEntity)
		said(t, what, again.Find(".mistakes"), tt[2])
		if got := again.Find("#names").Text(); got != "Достук / Достук" {
			t.Errorf("%s: of the names is left %q", what, got)
		}
	}
	f := form(doc, "/place/change", "names", "Кең-Төр / Кен-Тёр")
	f["old"] = []string{"archa", "ken-tor"}
	o.leads("merging", owner.post("/place/change", f), "/place?done=changed")
	m = o.kokJar()
	if diff := cmp.Diff(before, m.For(&spring)); diff != "" {
		t.Errorf("the campaign of before sees it otherwise:\n%s", diff)
	}
	next := m.Village("ken-tor-2")
	if next == nil || next.Total() != 3400 || len(m.Current(o.now)) != 2 {
		t.Fatalf("got %+v, want both in one", m.Villages)
	}
	said(t, "the page", o.read(owner.get("/place"), http.StatusOK).Find("section"), "Арча-Булак: было до 20 мая", "На его месте: Кен-Тёр")
	doc = o.read(owner.get("/place/villages/archa"), http.StatusOK)
	said(t, "one that ended", doc.Find("main"), "ответы и ссылки сохраняются", "На его месте: Кен-Тёр")
	if doc.Find("form[action^='/place']").Length() > 0 {
		t.Error("one that ended can be changed")
	}
	o.read(owner.post("/place/villages/archa", fields("name_ky", "Х")), http.StatusNotFound)
	if got := o.trail("kok-jar"); !strings.Contains(got, "until 2026-05-20") || !strings.Contains(got, "from archa + ken-tor") {
		t.Errorf("the trail: %s", got)
	}
}

func TestNamesAreCorrectedOrChanged(t *testing.T) {
	o := newOffice(t)
	o.settle()
	owner := o.as("kok-jar", access.Owner, "aida")
	const path = "/place/villages/ken-tor"
	send := func(pairs ...string) *httptest.ResponseRecorder {
		return owner.post(path, form(o.read(owner.get(path), http.StatusOK), path, pairs...))
	}
	o.leads("a correction", send("name_ru", "Кен-Тёр", "aliases", "Совхоз, Бешинчи", "soate", "41706 000 850 010"), path+"?done=saved")
	o.leads("another name", send("name_ky", "Ынтымак", "name_ru", "Ынтымак", "how", "renamed", "day", "2026-03-01"), path+"?done=saved")
	m := o.kokJar()
	v := *m.Village("ken-tor")
	if len(v.Former) != 1 || v.Former[0].Name["ru"] != "Кен-Тёр" || v.Name["ky"] != "Ынтымак" || v.SOATE != "41706000850010" || len(v.Aliases) != 2 || v.Adults != 600 {
		t.Errorf("got %+v", v)
	}
	said(t, "its history", o.read(owner.get(path+"?done=saved"), http.StatusOK).Find("main"), "Сохранено.", "до 1 марта 2026", "Кен-Тёр")
	doc := o.read(send("name_ky", "", "name_ru", "", "soate", "123", "adults", "көп", "n_male_60+", "5"), http.StatusUnprocessableEntity)
	said(t, "what is wrong", doc.Find(".mistakes"), "Напишите название", "14 цифр", "«көп» не число", "Заполните все клетки")
	doc = o.read(send("name_ky", "Б", "how", "renamed", "day", "2026-02-01"), http.StatusUnprocessableEntity)
	said(t, "before the last", doc.Find(".mistakes"), "более позднее изменение")
	o.leads("people", send("adults", "", "n_female_18-28", "1", "n_female_29-44", "2", "n_female_45-59", "3", "n_female_60+", "4",
		"n_male_18-28", "5", "n_male_29-44", "6", "n_male_45-59", "7", "n_male_60+", "0"), path+"?done=saved")
	m = o.kokJar()
	if diff := cmp.Diff(people(1, 2, 3, 4, 5, 6, 7, 0), m.Village("ken-tor").Population); diff != "" {
		t.Error(diff)
	}
	o.read(owner.get("/place/villages/nosuch"), http.StatusNotFound)
}

func TestTheMunicipalityItselfIsDescribed(t *testing.T) {
	o := newOffice(t)
	o.settle()
	owner := o.as("kok-jar", access.Owner, "aida")
	doc := o.read(owner.get("/place"), http.StatusOK)
	o.leads("describing", owner.post("/place", form(doc, "/place", "name_ky", "Жаңы-Жар", "how", "renamed", "district_ky", "Ноокат району", "oblast_ru", "Ошская область", "soate", "41706000850000")), "/place?done=saved")
	m := o.kokJar()
	if m.Name["ky"] != "Жаңы-Жар" || len(m.Former) != 1 || m.District["ky"] != "Ноокат району" || m.Year != 2025 || m.Source["ru"] != "паспорт" {
		t.Errorf("got %+v", m)
	}
	doc = o.read(owner.post("/place", form(doc, "/place", "rev", "", "name_ky", "", "name_ru", "", "year", "26", "soate", "1")), http.StatusUnprocessableEntity)
	said(t, "what is wrong", doc.Find(".mistakes"), "Напишите название", "Напишите год", "14 цифр")
	doc = o.read(owner.get("/place"), http.StatusOK)
	o.leads("a village", owner.post("/place/villages", form(doc, "/place/villages", "new_ky", "Өрүктү", "new_adults", "90")), "/place?done=added")
	m = o.kokJar()
	if v := m.Village("oruktu"); v == nil || v.Adults != 90 || !v.Since.Equal(o.now) {
		t.Errorf("got %+v, want it added", m.Villages)
	}
	doc = o.read(owner.post("/place/villages", fields("new_ky", "оруктү", "new_adults", "-")), http.StatusUnprocessableEntity)
	said(t, "once more", doc.Find(".mistakes"), "уже есть", "не число")
	for _, role := range []access.Role{access.Organiser, access.Observer} {
		if w := o.as("kok-jar", role, string(role)).get(page.PlacePath); w.Code != http.StatusForbidden {
			t.Errorf("%s: got %d, want 403", role, w.Code)
		}
	}
}

// What is not known yet is not told as nought, and nothing is promised of surveys that there are none of.
func TestTheFirstTableOfAMunicipality(t *testing.T) {
	o := newOffice(t)
	m := o.kokJar()
	m.Rev++
	m.Villages = []survey.Village{{ID: "archa", Name: survey.Text{"ky": "Арча-Булак", "ru": "Арча-Булак"}}}
	o.must(o.db.SaveMunicipality(t.Context(), m))
	aida := o.as("kok-jar", access.Owner, "aida")
	if got := o.read(aida.get("/place"), http.StatusOK).Find("p.lead").Text(); strings.Contains(got, "0") || strings.Contains(got, "взросл") {
		t.Errorf("before any number is known the page says %q", got)
	}
	table := "Айыл\tАял 18-28\tАял 29-44\tАял 45-59\tАял 60+\tЭркек 18-28\tЭркек 29-44\tЭркек 45-59\tЭркек 60+\n" +
		"Арча-Булак\t400\t500\t300\t200\t410\t490\t290\t210\nЖаңы-Айыл\t40\t50\t30\t20\t41\t49\t29\t21\n"
	doc := o.read(aida.post("/place/table", fields("table", table, "year", "2026")), http.StatusOK)
	if got := doc.Find("main .notice").First().Text(); strings.Contains(got, "прежними") || !strings.Contains(got, "2026") {
		t.Errorf("of the numbers it says %q", got)
	}
	if got := doc.Find("tfoot td").First().Text(); got != "—" {
		t.Errorf("before: got %q, want a dash", got)
	}
	o.leads("saving", aida.post("/place/table/save", form(doc, "/place/table/save")), "/place?done=table")
	m = o.kokJar()
	if len(m.Villages) != 2 {
		t.Fatalf("there are %d villages, want 2", len(m.Villages))
	}
	said(t, "a village that came with the table", o.read(aida.get("/place/villages/"+m.Villages[1].ID), http.StatusOK).Find("main ul.small"), "в списке с")
}
