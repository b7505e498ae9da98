package analysis_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
)

// cellOf is what stands in the column of the row that begins with a name, as words.
func cellOf(t testing.TB, x analysis.Table, name, column string) string {
	t.Helper()
	at := slices.IndexFunc(x.Columns, func(c analysis.Column) bool { return c.ID == column })
	for _, row := range x.Rows {
		if at < 0 || len(row) != len(x.Columns) || !slices.ContainsFunc(row, func(c analysis.Cell) bool { return len(c.Texts) > 0 && c.Texts[0]["en"] == name }) {
			continue
		}
		switch c := row[at]; {
		case c.Number != nil:
			return speaker(t, "en").Decimal(*c.Number, 2)
		default:
			return string(c.State)
		}
	}
	t.Fatalf("%s has no cell %s in the row %s", x.ID, column, name)
	return ""
}

func asking() []votes {
	return []votes{
		{40, "v0", "female", "18-28", survey.Web, []int{water}, []int{0}, []int{1, 2, 6}},
		{30, "v0", "female", "18-28", survey.Web, []int{roads}, []int{0, 1}, []int{4, 2, 6}},
		{30, "v0", "male", "29-59", survey.Web, []int{roads, jobs}, nil, []int{5, 4, 4}},
		{3, "v0", "male", "29-59", survey.Web, []int{kinder}, []int{2}, []int{5, 6, 4}},
	}
}

// TestServicesStandInT4 counts everybody the same. Of 103, 40 find water bad (0.39), and (40*1 + 30*4 + 33*5) / 103 is 3.2.
// Three have no roads, which is a few. Jobs are not there for 70, and good for the 33 who have them.
func TestServicesStandInT4(t *testing.T) {
	m := town()
	for i := range m.Villages {
		m.Villages[i].Population = nil
	}
	a := asks(false)
	doc := document(t, inputWith(t, m, asking(), a))
	t4 := tableOf(t, doc, "t4")
	got := map[string][4]string{}
	for _, s := range []string{"water", "roads", "jobs"} {
		got[s] = [4]string{cellOf(t, t4, s, "n"), cellOf(t, t4, s, "mean"), cellOf(t, t4, s, "bad"), cellOf(t, t4, s, "no_access")}
	}
	want := map[string][4]string{
		"water": {"103.00", "3.20", "0.39", "0.00"},
		"roads": {"hidden", "2.60", "0.70", "hidden"},
		"jobs":  {"33.00", "4.00", "0.00", "0.68"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	a.services[0].Access = false
	t4 = tableOf(t, document(t, inputWith(t, m, asking(), a)), "t4")
	if got := cellOf(t, t4, "water", "no_access"); got != string(analysis.NotAsked) {
		t.Errorf("where it could not be said that a service is not there: got %q", got)
	}
	swot := tableOf(t, doc, "t6")
	if len(swot.Rows) == 0 || swot.Rows[0][1].Texts[0]["en"] != "jobs" || swot.Rows[0][2].Phrase.ID != "report.swot.good" {
		t.Errorf("T6 begins with %+v, want that jobs are found good", swot.Rows)
	}
}

func TestT4WithoutServices(t *testing.T) {
	in := inputWith(t, town(), asking(), asks(false))
	in.Services = nil
	for id, in := range map[string]analysis.Input{"report.note.services_unkept": in, "report.note.no_services": input(t, town(), answers())} {
		t4 := tableOf(t, document(t, in), "t4")
		if len(t4.Rows) != 0 || len(t4.Columns) != 5 || len(t4.Notes) != 1 || t4.Notes[0].ID != id {
			t.Errorf("got %d rows, %d columns and the notes %+v, want %s", len(t4.Rows), len(t4.Columns), t4.Notes, id)
		}
	}
}

// TestAskedGroupsStandInT3: of 70 with a disability 40 chose water and 30 roads; of 30 with many children all chose roads,
// and the jobless are three.
func TestAskedGroupsStandInT3(t *testing.T) {
	m := town()
	for i := range m.Villages {
		m.Villages[i].Population = nil
	}
	t3 := tableOf(t, document(t, inputWith(t, m, asking(), asks(false))), "t3")
	for column, want := range map[string]string{"disabled": "0.57", "n:asked:large": "0.00", "share:asked:large": "0.00", "n:asked:jobless": "hidden", "share:women": "0.57"} {
		if got := cellOf(t, t3, "Drinking water", column); got != want {
			t.Errorf("%s: got %s, want %s", column, got, want)
		}
	}
	if got := cellOf(t, t3, "Roads, bridges", "rank:asked:large"); got != "1.00" {
		t.Errorf("got the rank %s, want 1", got)
	}
	at := slices.IndexFunc(t3.Columns, func(c analysis.Column) bool { return c.ID == "disabled" })
	if base := t3.Rows[0][at]; base.Number == nil || *base.Number != 70 || base.Kind != analysis.Count {
		t.Errorf("the base of the disabled: got %+v, want 70 people", base)
	}
	before := t3.Columns[at-1]
	if before.Group == nil || before.Group.Text["en"] != "jobless" || before.Heading.Word != "report.col.rank" {
		t.Errorf("before the disabled stands %+v, want the last group that was asked for", before)
	}
}

// TestT4SaysWhichServiceIsBestAndWorst takes errors of 0.1: two means differ by more than chance from 0.28 on.
func TestT4SaysWhichServiceIsBestAndWorst(t *testing.T) {
	in := inputWith(t, town(), asking(), asks(false))
	opinion := func(name string, mean, err, lacking float64) prioritize.Opinion {
		n := int64(100)
		return prioritize.Opinion{Service: prioritize.Service{Code: name, Name: survey.Text{"en": name}, Access: true}, Count: &n, Mean: &mean, Error: &err, NoAccess: &lacking}
	}
	for _, c := range []struct {
		name     string
		opinions []prioritize.Opinion
		want     []string
	}{
		{"clear", []prioritize.Opinion{opinion("roads", 2, .1, 0), opinion("water", 3, .1, .02), opinion("jobs", 4, .1, .3)},
			[]string{"Rated best: jobs (4.0 of 5).", "Rated worst: roads (2.0 of 5).", "Most often not there: jobs. So say 30%."}},
		{"open", []prioritize.Opinion{opinion("roads", 2, .1, 0), opinion("water", 2.2, .1, 0), opinion("jobs", 4, .1, 0)},
			[]string{"Rated best: jobs (4.0 of 5).", "Rated worst: roads (2.0 of 5); whether these are really rated higher, the answers cannot tell: water."}},
		{"alike", []prioritize.Opinion{opinion("roads", 3, .1, 0), opinion("water", 3.2, .1, 0)},
			[]string{"The answers cannot tell which service is better and which is worse: the ratings are close."}},
		{"one", []prioritize.Opinion{opinion("roads", 3, .1, .5)}, nil},
	} {
		in.Services = c.opinions
		doc := document(t, in)
		t4 := tableOf(t, doc, "t4")
		if diff := cmp.Diff(c.want, doc.Sentences(speaker(t, "en"), &t4)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
