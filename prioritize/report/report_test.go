package report_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ashar/prioritize/analysis"
	"ashar/prioritize/report"
	"ashar/survey/access"
	"ashar/survey/page/pagetest"
)

func TestTemplatesFitTheirPages(t *testing.T) {
	pagetest.Check(t, newHall(t).room.Templates(), report.Views())
}

// files are the formats as the page offers them.
var files = []string{"analysis.docx", "analysis.xlsx", "analysis.zip", "analysis.json", "analysis.html"}

func TestEveryRouteAsksWhoIsThere(t *testing.T) {
	h := newHall(t)
	routes := map[string]access.Action{
		"/report/summer": access.SeeResults, editor: access.DecideResults, editor + "/t5": access.DecideResults, "/verify": access.SeeResults,
	}
	for _, f := range files {
		routes["/report/summer/"+f] = access.ExportResults
	}
	for path, action := range routes {
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
	for _, path := range []string{
		"/report/other", "/report/nosuch", "/report/other/analysis.xlsx", "/report/other/template/SEDP-2024", "/report/summer/template/SEDP-1999",
		editor + "/t9", "/report/summer?template=SEDP-1999",
	} {
		if got := h.get(access.Owner, path).Code; got != http.StatusNotFound {
			t.Errorf("%s: status %d, want that there is none", path, got)
		}
	}
}

func TestThePageSaysWhatTheReportHas(t *testing.T) {
	h := newHall(t)
	doc := h.page(access.Analyst, "/report/summer?template=SEDP-2018&in=ky")
	if got := words(doc.Find("main")); !strings.Contains(got, "Опрос заморожен") || !strings.Contains(got, "Слушаний всего аймака ещё не было") {
		t.Errorf("got %q, want how far things have come", got)
	}
	if got, want := words(doc.Find(".contents li h3").First()), "T2. Көйгөйлөр айылдар боюнча"; got != want {
		t.Errorf("the first table: got %q, want %q", got, want)
	}
	var t7 string
	for _, li := range doc.Find(".contents>li").EachIter() {
		if strings.HasPrefix(words(li), "T7") {
			t7 = words(li.Find(".fill"))
		}
	}
	if !strings.HasPrefix(t7, "Рабочей группе заполнить") {
		t.Errorf("T7: got %q, want how much is to be filled in", t7)
	}
	var links []string
	for _, a := range doc.Find(".takes a").EachIter() {
		links = append(links, a.AttrOr("href", ""))
	}
	var want []string
	for _, f := range files {
		want = append(want, "/report/summer/"+f+"?lang=ky&template=SEDP-2018")
	}
	if diff := cmp.Diff(want, links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	observer := h.page(access.Observer, "/report/spring")
	if n := observer.Find(".takes,main a[href*=template]").Length(); n != 0 {
		t.Error("an observer is offered files, or the editor")
	}
	if got := words(observer.Find(".stands")); !strings.Contains(got, "опрос ещё идёт") {
		t.Errorf("got %q, want that figures change", got)
	}
}

func TestTheReportIsTakenAlong(t *testing.T) {
	h := newHall(t)
	file := func(name string) []byte {
		t.Helper()
		w := h.get(access.Analyst, "/report/summer/"+name+"?lang=ky&template=SEDP-2018")
		if w.Code != http.StatusOK {
			t.Fatalf("%s: status %d", name, w.Code)
		}
		if got, want := w.Header().Get("Content-Disposition"), `attachment; filename="summer-`+name+`"`; got != want {
			t.Errorf("%s: Content-Disposition %q, want %q", name, got, want)
		}
		if got := w.Header().Values("Set-Cookie"); len(got) > 0 {
			t.Errorf("%s: the page's language is changed: %q", name, got)
		}
		return w.Body.Bytes()
	}
	book, err := excelize.OpenReader(bytes.NewReader(file("analysis.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	if got := book.GetSheetList(); got[1] != "T2 Айылдар" {
		t.Errorf("sheets: got %q, want those of SEDP-2018 in Kyrgyz", got)
	}
	body := file("analysis.zip")
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(archive.File, func(f *zip.File) bool { return f.Name == "t5.csv" }) {
		t.Error("the archive has no t5.csv")
	}
	var document analysis.Document
	if err := json.Unmarshal(file("analysis.json"), &document); err != nil {
		t.Fatal(err)
	}
	if document.Schema != analysis.Schema || document.Template.ID != "SEDP-2018" {
		t.Errorf("got %s by %s", document.Schema, document.Template.ID)
	}
	read := h.get(access.Analyst, "/report/summer/analysis.html")
	policy := read.Header().Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'; style-src 'sha256-") || strings.Contains(policy, "unsafe") || read.Header().Get("Content-Disposition") != "" {
		t.Errorf("the page to read: got %q and %v", policy, read.Header())
	}
	if doc := h.read(read, http.StatusOK); doc.Find("h1").Length() != 1 || doc.Find("script,link").Length() != 0 {
		t.Error("the page to read is not one that stands alone")
	}
	if got, want := h.trail(), "report given, html, SEDP-2024, ru"; got[len(got)-1] != want || len(got) != 4 {
		t.Errorf("the trail tells %q, want every file, the last %q", got, want)
	}
}

// trail is what the audit trail tells of what was done with reports.
func (h *hall) trail() (all []string) {
	h.t.Helper()
	for e, err := range h.db.Entries(h.t.Context(), "kok-jar") {
		h.must(err)
		if e.Action == access.ExportResults || e.Action == access.DecideResults {
			all = append(all, e.After)
		}
	}
	return all
}
