package board_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ashar/prioritize/analysis"
	"ashar/survey/access"
)

func TestAnalysisIsTakenAlongAsFiles(t *testing.T) {
	h := newHall(t)
	analyst := h.as("kok-jar", access.Analyst)
	doc := h.page("/board/summer", analyst)
	var links []string
	for _, a := range doc.Find(".files a").EachIter() {
		links = append(links, a.AttrOr("href", ""))
	}
	want := []string{"/board/summer/analysis.xlsx", "/board/summer/analysis.zip", "/board/summer/analysis.json"}
	if diff := cmp.Diff(want, links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	if got := h.page("/board/summer", h.as("kok-jar", access.Observer)).Find(".files").Length(); got != 0 {
		t.Error("an observer, who may not have the files, is offered them")
	}

	file := func(name string) []byte {
		t.Helper()
		w := h.get("/board/summer/"+name, analyst)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: status %d", name, w.Code)
		}
		if got, want := w.Header().Get("Content-Disposition"), `attachment; filename="summer-`+name+`"`; got != want {
			t.Errorf("%s: Content-Disposition %q, want %q", name, got, want)
		}
		return w.Body.Bytes()
	}
	book, err := excelize.OpenReader(bytes.NewReader(file("analysis.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(book.GetSheetList()); got != 9 {
		t.Errorf("sheets: got %d, want 9", got)
	}
	body := file("analysis.zip")
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range archive.File {
		names = append(names, f.Name)
	}
	for _, want := range []string{"t1.csv", "t2.csv", "t3.csv", "t5.csv", "method.csv", "notes.csv"} {
		if !slices.Contains(names, want) {
			t.Errorf("the archive lacks %s: %q", want, names)
		}
	}
	var document struct{ Schema string }
	if err := json.Unmarshal(file("analysis.json"), &document); err != nil {
		t.Fatal(err)
	}
	if got, want := document.Schema, analysis.Schema; got != want {
		t.Errorf("schema: got %q, want %q", got, want)
	}
}
