package fieldwork_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page/pagetest"
)

// admitting makes "summer" admit by a rule.
func (d *desk) admitting(rule survey.Admission) {
	d.t.Helper()
	c, err := d.db.Campaign(d.t.Context(), "summer")
	d.must(err)
	c.Rev, c.Admission = c.Rev+1, rule
	d.must(d.db.SaveCampaign(d.t.Context(), c))
}

// TestCodesAreMadeOnceAndPrinted makes a batch as a table, whose codes are those of the
// gate, and as sheets.
func TestCodesAreMadeOnceAndPrinted(t *testing.T) {
	d := newDesk(t, bot)
	d.admitting(survey.AdmitsCodes)
	organiser := d.as("kok-jar", access.Organiser)
	w := d.post("/desk/summer/codes", organiser, "village", "tor", "label", "лист 1", "count", "12", "until", "2026-05-31T18:00", "file", "csv")
	if w.Code != http.StatusOK || w.Header().Get("Content-Disposition") != `attachment; filename="codes-summer-tor.csv"` || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("status %d, %v", w.Code, w.Header())
	}
	rows, err := csv.NewReader(w.Body).ReadAll()
	d.must(err)
	if len(rows) != 13 {
		t.Fatalf("%d rows, want a head and twelve", len(rows))
	}
	for _, row := range rows[1:] {
		ticket, err := d.gate.Find(t.Context(), row[1])
		if err != nil || ticket.Door != "TQR222" || ticket.Label != "лист 1" || !ticket.Until.Equal(time.Date(2026, 5, 31, 12, 0, 0, 0, time.UTC)) {
			t.Errorf("%q leads to %+v, %v", row[1], ticket, err)
		}
		if want := pagetest.PublicURL + "/f/TQR222/" + row[1]; row[2] != want {
			t.Errorf("the link is %q, want %q", row[2], want)
		}
	}
	for kind, begins := range map[string]string{"pdf": "%PDF", "svg": "PK"} {
		w := d.post("/desk/summer/codes", organiser, "village", "tor", "label", "как "+kind, "count", "12", "file", kind)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), begins) {
			t.Errorf("%s: status %d, begins %.10q", kind, w.Code, w.Body)
		}
		if kind == "svg" {
			z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
			d.must(err)
			if len(z.File) != 2 {
				t.Errorf("%d sheets, want 2", len(z.File))
			}
		}
	}
	doc := d.page("/desk/summer/codes", organiser)
	var got []string
	doc.Find(".batches .label").Remove() // of narrow screens
	for _, tr := range doc.Find(".batches tbody tr").EachIter() {
		got = append(got, row(tr))
	}
	want := []string{"как pdfКен-Тёр | 12 | 0 | 0 | 12", "как svgКен-Тёр | 12 | 0 | 0 | 12", "лист 1Кен-Тёр | 12 | 0 | 0 | 12"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("batches (-want +got):\n%s", diff)
	}
	body := d.get("/desk/summer/codes", organiser).Body.String()
	if slices.ContainsFunc(rows[1:], func(row []string) bool { return strings.Contains(body, row[1]) }) {
		t.Error("the page shows a code again")
	}
	if got := d.told(); len(got) != 3 || got[0] != `kok-jar-organiser campaign/summer 12 codes made, village "tor", label "лист 1"` {
		t.Errorf("the trail tells %q", got)
	}
}

func TestCodesThatAreNotMade(t *testing.T) {
	d := newDesk(t, bot)
	organiser := d.as("kok-jar", access.Organiser)
	good := map[string]string{"village": "tor", "label": "лист 2", "count": "5", "from": "", "until": "", "file": "csv"}
	post := func(change ...string) int {
		fields := []string{}
		for name, value := range good {
			if len(change) > 0 && change[0] == name {
				value = change[1]
			}
			fields = append(fields, name, value)
		}
		w := d.post("/desk/summer/codes", organiser, fields...)
		if w.Code != http.StatusUnprocessableEntity || len(change) == 0 {
			return w.Code
		}
		doc := read(t, w, w.Code)
		if doc.Find(".bad #"+change[0]+", .bad#"+change[0]).Length() != 1 {
			t.Errorf("%q: the mistake does not stand there", change)
		}
		return w.Code
	}
	if got := post(); got != http.StatusUnprocessableEntity {
		t.Errorf("where anybody may answer: status %d", got)
	}
	d.admitting(survey.AdmitsSlips)
	if got := words(d.page("/desk/summer/links", d.as("kok-jar", access.Organiser)).Find(`a[href="/desk/summer/codes"]`)); got != "Талоны слушаний" {
		t.Errorf("slips are led to as %q", got)
	}
	for _, change := range [][]string{
		{"village", ""}, {"village", "tal"}, {"label", ""}, {"label", strings.Repeat("ө", survey.MaxLabel)}, {"count", "0"}, {"count", "1001"}, {"count", "много"},
		{"from", "завтра"}, {"until", "31.05"}, {"file", "docx"},
	} {
		if got := post(change...); got != http.StatusUnprocessableEntity {
			t.Errorf("%q: status %d", change, got)
		}
	}
	counts, err := d.gate.Count(t.Context(), "summer")
	if err != nil || len(counts) != 0 {
		t.Errorf("codes were made: %v, %v", counts, err)
	}
	if got := post(); got != http.StatusOK {
		t.Errorf("good ones: status %d", got)
	}
	if got := post("label", "лист 2"); got != http.StatusUnprocessableEntity { // tapped twice
		t.Errorf("the same again: status %d", got)
	}
}

func TestABatchIsDeclaredVoid(t *testing.T) {
	d := newDesk(t, bot)
	d.admitting(survey.AdmitsCodes)
	organiser := d.as("kok-jar", access.Organiser)
	w := d.post("/desk/summer/codes", organiser, "village", "tor", "label", "лист 1", "count", "3", "file", "csv")
	rows, err := csv.NewReader(w.Body).ReadAll()
	d.must(err)
	if got := d.post("/desk/summer/codes/void", organiser).Code; got != http.StatusUnprocessableEntity {
		t.Errorf("no batch named: status %d", got)
	}
	for range 2 {
		if got := d.post("/desk/summer/codes/void", organiser, "label", "лист 1").Code; got != http.StatusSeeOther {
			t.Fatalf("status %d", got)
		}
	}
	ticket, err := d.gate.Find(t.Context(), rows[1][1])
	if err != nil || !ticket.Void {
		t.Errorf("got %+v, %v; want it void", ticket, err)
	}
	if got := d.told(); len(got) != 2 || !strings.Contains(got[1], `3 codes declared void, label "лист 1"`) {
		t.Errorf("the trail tells %q", got)
	}
	if _, err := d.gate.Find(t.Context(), "AAA-AAA-AAA"); err == nil {
		t.Error("a code is found that nobody made")
	} else if _, ok := errors.AsType[*survey.Problem](err); !ok {
		t.Error(err)
	}
}

// Nothing tells one slip from another, in a table either; personal codes are numbered there.
func TestSlipsHaveNoNumber(t *testing.T) {
	for rule, want := range map[survey.Admission][]string{
		survey.AdmitsSlips: {"code", "link", "telegram"}, survey.AdmitsCodes: {"number", "code", "link", "telegram"},
	} {
		d := newDesk(t, bot)
		d.admitting(rule)
		w := d.post("/desk/summer/codes", d.as("kok-jar", access.Organiser), "village", "tor", "label", "лист 1", "count", "3", "file", "csv")
		rows, err := csv.NewReader(w.Body).ReadAll()
		d.must(err)
		if diff := cmp.Diff(want, rows[0]); diff != "" || len(rows) != 4 {
			t.Errorf("%s, %d rows (-want +got):\n%s", rule, len(rows), diff)
		}
	}
}

// Before a campaign is opened there is no link for a code to belong to.
func TestCodesOfADraftWaitForTheOpening(t *testing.T) {
	d := newDesk(t, bot)
	c, err := d.db.Campaign(t.Context(), "autumn")
	d.must(err)
	c.Rev, c.Admission = c.Rev+1, survey.AdmitsCodes
	d.must(d.db.SaveCampaign(t.Context(), c))
	doc := d.page("/desk/autumn/codes", d.as("kok-jar", access.Organiser))
	if got := words(doc.Find("main .notice")); !strings.Contains(got, "когда опрос открыт") || doc.Find(`main a.button[href="/desk/autumn/plan"]`).Length() != 1 {
		t.Errorf("it says %q", got)
	}
	if doc.Find("main form").Length() != 0 {
		t.Error("there is a form for codes")
	}
}
