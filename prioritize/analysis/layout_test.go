package analysis_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize/analysis"
	"ashar/prioritize/appraisal"
	"ashar/prioritize/hearing"
	"ashar/prioritize/outline"
	"ashar/survey"
)

// Whoever edits a template is shown the outline's columns: the tables have these and no others.
func TestColumnsAreThoseOfTheOutline(t *testing.T) {
	in := input(t, town(), answers())
	in.Hearing = decided()
	doc := document(t, in)
	var tables []string
	for _, table := range doc.Tables {
		tables = append(tables, table.ID)
		var families []string
		for _, c := range table.Columns {
			if !slices.Contains(families, c.Family) {
				families = append(families, c.Family)
			}
		}
		want := outline.Columns(table.ID)
		slices.Sort(families)
		slices.Sort(want)
		if diff := cmp.Diff(want, families); diff != "" {
			t.Errorf("%s (-outline +table):\n%s", table.ID, diff)
		}
	}
	if want := outline.Tables(); !slices.Equal(tables, want) {
		t.Errorf("got tables %v, want %v", tables, want)
	}
}

func TestTemplateOrdersNamesAndLeavesOut(t *testing.T) {
	in := input(t, town(), answers())
	in.Template = outline.Template{ID: outline.SEDP2018, Title: say("Биздин талдоо", "Наш анализ", "Ours"), Parts: []outline.Part{
		{Table: "t2", Title: say("Айылдар", "Сёла", "Villages"), Columns: []outline.Column{
			{ID: "need", Heading: say("Маселе", "Вопрос", "Matter")}, {ID: "share"}, {ID: "own.1", Heading: say("Узундугу, км", "Длина, км", "Length, km")},
			{ID: "village.rank"}, {ID: "village.share"}, {ID: "village.n", Off: true}, {ID: "sphere", Off: true},
			{ID: "n", Off: true}, {ID: "low", Off: true}, {ID: "high", Off: true}, {ID: "unweighted", Off: true}, {ID: "rank", Off: true},
		}},
		{Table: "t1", Columns: []outline.Column{{ID: "village"}, {ID: "channels", Heading: say("Кантип", "Как", "How")}}},
		{Table: "t3", Off: true},
	}}
	doc := document(t, in)
	var tables []string
	for _, x := range doc.Tables {
		tables = append(tables, x.ID)
	}
	if want := []string{"t2", "t1", "t4", "t5", "t6", "t7", "t8", "method"}; !slices.Equal(tables, want) {
		t.Errorf("got tables %v, want %v", tables, want)
	}
	t2 := tableOf(t, doc, "t2")
	var columns []string
	for _, c := range t2.Columns {
		columns = append(columns, c.ID)
	}
	want := []string{"need", "share", "own.1", "rank:v0", "share:v0", "rank:v1", "share:v1", "rank:v2", "share:v2", "rank:v3", "share:v3"}
	if diff := cmp.Diff(want, columns); diff != "" {
		t.Errorf("columns of T2 (-want +got):\n%s", diff)
	}
	s := speaker(t, "ru")
	if got := t2.Heading(s) + ", " + t2.Columns[0].Heading.Text["ru"] + ", " + doc.Title(s); got != "Сёла, Вопрос, Наш анализ" {
		t.Errorf("got %q", got)
	}
	if got := t2.Rows[1][2].State; got != analysis.Fill {
		t.Errorf("an own column: got state %q, want %q", got, analysis.Fill)
	}
	if !slices.ContainsFunc(t2.Notes, func(p analysis.Phrase) bool { return p.ID == "report.note.fill" }) {
		t.Errorf("got notes %v, want one that says what is to be filled in", t2.Notes)
	}
	for _, c := range tableOf(t, doc, "t1").Columns {
		if strings.HasSuffix(c.Family, "channels") && c.Group.Text["ru"] != "Как" {
			t.Errorf("channels: got the group %v, want own words", c.Group)
		}
	}
}

func TestTemplateThatIsNotWellIsRefused(t *testing.T) {
	in := input(t, town(), answers())
	in.Template = outline.Template{ID: outline.SEDP2024, Parts: []outline.Part{{Table: "t9"}}}
	if _, err := analysis.New(in); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("got %v, want an ErrInvalid", err)
	}
}

// decided is a hearing that put the kindergarten first and took up a proposal from the floor.
func decided() *hearing.Hearing {
	return &hearing.Hearing{
		ID: "h1", Campaign: "needs-2026", Kind: hearing.Public, State: hearing.Ended, Planned: time.Date(2026, time.April, 2, 8, 0, 0, 0, time.UTC),
		Options: []hearing.Option{
			{ID: "water", Label: say("Суу", "Вода", "Water"), Rank: 1}, {ID: "kinder", Label: say("Бала бакча", "Детский сад", "Kindergarten"), Rank: 3},
			{ID: "p1", Label: say("Көпүрө", "Мост", "Bridge")},
		},
		Overrides: []hearing.Override{{Option: "kinder", Rank: 1, Why: "=2 год без сада"}, {Option: "p1", Rank: 2, Why: "паводок"}},
	}
}

func TestPlansFollowTheHearingAndTheWorkingGroup(t *testing.T) {
	in := input(t, town(), answers())
	in.Hearing = decided()
	in.Appraisal = &appraisal.Appraisal{Campaign: "needs-2026", Needs: []appraisal.Said{
		{Need: "kinder", Cost: appraisal.Cost{Som: 12_345_600}}, {Need: "roads", Owner: appraisal.State},
	}}
	doc := document(t, in)
	names := func(id, column string) (all []string) {
		x := tableOf(t, doc, id)
		at := slices.IndexFunc(x.Columns, func(c analysis.Column) bool { return c.ID == column })
		for _, row := range x.Rows {
			if len(row[at].Texts) > 0 {
				all = append(all, row[at].Texts[0]["en"])
			}
		}
		return all
	}
	if got, want := names("t5", "need"), []string{"Kindergarten", "Bridge", "Drinking water", "Roads, bridges", "Jobs", "Other"}; !slices.Equal(got, want) {
		t.Errorf("T5: got %q, want %q", got, want)
	}
	if got, want := names("t7", "need"), []string{"Kindergarten", "Bridge", "Drinking water", "Jobs"}; !slices.Equal(got, want) {
		t.Errorf("T7: got %q, want %q: what can be planned here", got, want)
	}
	if got := tableOf(t, doc, "t7").Rows[0][6].Number; got == nil || *got != 12345.6 {
		t.Errorf("T7: got a cost of %v thousand som, want 12345.6", got)
	}
	notes := map[string]analysis.Phrase{}
	for _, n := range append(tableOf(t, doc, "t5").Notes, tableOf(t, doc, "t7").Notes...) {
		notes[n.ID] = n
	}
	if got := notes["report.note.lobby"].Args["Names"].Texts; len(got) != 1 || got[0]["en"] != "Roads, bridges" {
		t.Errorf("to be asked of others: got %v, want roads", got)
	}
	if _, told := notes["report.note.overruled"]; !told {
		t.Errorf("got notes %v, want the reason of an override", notes)
	}
	in.Hearing.Village = "v1"
	if _, err := analysis.New(in); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("the hearing of one village: got %v, want an ErrInvalid", err)
	}
}

// What a chart shows stands in its table, and what the table hides it does not show.
func TestChartsShowWhatTheirTablesDo(t *testing.T) {
	doc := document(t, input(t, town(), answers()))
	drawn := 0
	for _, table := range doc.Tables {
		shown := map[float64]bool{}
		for _, row := range table.Rows {
			for _, c := range row {
				if c.Number != nil {
					shown[*c.Number] = true
				}
			}
		}
		for _, c := range table.Charts {
			drawn++
			for _, s := range c.Series {
				if len(s.Values) != len(c.Categories) {
					t.Errorf("%s: %d values beside %d categories", c.ID, len(s.Values), len(c.Categories))
				}
				for _, x := range slices.Concat(s.Values, s.Low, s.High) {
					if x != nil && !shown[*x] {
						t.Errorf("%s: %v is not in table %s", c.ID, *x, table.ID)
					}
				}
			}
		}
	}
	if drawn < 2 {
		t.Errorf("got %d charts, want those of T1 and T2 at least", drawn)
	}
}

func TestSentencesOfATable(t *testing.T) {
	doc := document(t, input(t, town(), answers()))
	t2 := tableOf(t, doc, "t2")
	said := strings.Join(doc.Sentences(speaker(t, "ru"), &t2), "\n")
	if want := "На первом месте — «Питьевая вода»"; !strings.Contains(said, want) {
		t.Errorf("got %q, want %q", said, want)
	}
}
