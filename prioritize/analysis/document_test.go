package analysis_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
	"ashar/survey/locale"
)

func TestTablesInEveryLanguage(t *testing.T) {
	doc := document(t, input(t, town(), answers()))
	for _, lang := range []string{"ky", "ru", "en"} {
		fs := files{}
		if err := doc.WriteCSV(fs.create, speaker(t, lang)); err != nil {
			t.Fatalf("WriteCSV: %v", err)
		}
		want := []string{"method.csv", "notes.csv", "t1.csv", "t2.csv", "t3.csv", "t4.csv", "t5.csv", "t6.csv", "t7.csv", "t8.csv"}
		if got := slices.Sorted(maps.Keys(fs)); !slices.Equal(got, want) {
			t.Errorf("%s: got files %v, want %v", lang, got, want)
		}
		for name, b := range fs {
			golden(t, path.Join(lang, name), b.Bytes())
		}
	}
}

func TestDocumentAsJSON(t *testing.T) {
	doc := document(t, input(t, town(), answers()))
	var b bytes.Buffer
	if err := doc.WriteJSON(&b); err != nil {
		t.Fatalf("WriteJSON: %v", err)
	}
	golden(t, "document.json", b.Bytes())
	var back analysis.Document
	if err := json.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatalf("Unmarshal: %v", err)
	}
	if diff := cmp.Diff(doc, back); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
}

func TestEveryRowFillsItsColumns(t *testing.T) {
	for _, in := range []analysis.Input{input(t, town(), answers()), input(t, town(), nil)} {
		for _, table := range document(t, in).Tables {
			ids := map[string]bool{}
			for _, c := range table.Columns {
				if ids[c.ID] {
					t.Errorf("%s: column %s comes twice", table.ID, c.ID)
				}
				ids[c.ID] = true
			}
			for i, row := range table.Rows {
				if len(row) != len(table.Columns) {
					t.Errorf("%s, row %d: got %d cells for %d columns", table.ID, i, len(row), len(table.Columns))
				}
			}
		}
	}
}

// No table shows a number of 1 to 4 people, and none can be had by subtraction
// from T1's sums.
func TestSmallNumbersAreSuppressed(t *testing.T) {
	doc := document(t, input(t, town(), answers()))
	for _, table := range doc.Tables {
		for i, row := range table.Rows {
			for j, c := range row {
				id := table.Columns[j].ID
				people := table.Columns[j].Kind == analysis.Count && id != "issue" && id != "number"
				if people && c.Number != nil && *c.Number > 0 && *c.Number < 5 {
					t.Errorf("%s, row %d, column %s: shows %v people", table.ID, i, id, *c.Number)
				}
			}
		}
	}
	t1 := tableOf(t, doc, "t1")
	for _, group := range []string{"answers", "sex", "age"} {
		hidden := 0
		for j, c := range t1.Columns {
			if !strings.HasSuffix(c.ID, ":"+group) || c.ID == "all:answers" {
				continue
			}
			inColumn := 0
			for _, row := range t1.Rows {
				if row[j].State == analysis.Hidden {
					inColumn++
				}
			}
			if inColumn == 1 {
				t.Errorf("column %s hides one cell only", c.ID)
			}
			hidden += inColumn
		}
		if hidden == 0 {
			t.Errorf("%s: nothing is hidden, though v2 has three answers", group)
		}
	}
}

func TestInventedNumbersAreCalledInvented(t *testing.T) {
	real := town()
	real.Invented = false
	s := speaker(t, "ru")
	for _, c := range []struct {
		town *survey.Municipality
		want bool
	}{{town(), true}, {real, false}} {
		doc := document(t, input(t, c.town, answers()))
		fs := files{}
		if err := doc.WriteCSV(fs.create, s); err != nil {
			t.Fatalf("WriteCSV: %v", err)
		}
		for name, b := range fs {
			for i, r := range records(t, "ru", b) {
				last := r[len(r)-1]
				if got := last == s.T("report.notice.invented"); i > 0 && got != c.want {
					t.Errorf("%s, row %d: got %q as its last cell; want a notice: %v", name, i, last, c.want)
				}
			}
		}
		f := workbook(t, doc, "ru")
		for _, sheet := range f.GetSheetList()[:len(doc.Tables)+1] {
			third, _ := f.GetCellValue(sheet, "A3")
			if got := third == s.T("report.notice.invented"); got != c.want {
				t.Errorf("%s: got %q in A3; want a notice: %v", sheet, third, c.want)
			}
		}
	}
}

func TestT5KeepsAPlaceForEveryVillagesFirstNeed(t *testing.T) {
	q := form()
	for i := range 12 { // eleven needs that everybody in the large village chooses, and one of the small one
		q.Lists[0].Choices = append(q.Lists[0].Choices, survey.Choice{Name: fmt.Sprint("x", i), Label: say("x", "x", "x"), Need: fmt.Sprint("x", i)})
	}
	needs, err := prioritize.Needs(q)
	if err != nil {
		t.Fatal(err)
	}
	x := prioritize.NewTally(prioritize.Shape{Needs: len(needs)})
	for i := range 11 {
		for range 10 - i/2 {
			x.Add(&prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: "v0"}}, Answered: true, Chosen: []int{5 + i}})
		}
	}
	for range 5 {
		x.Add(&prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: "v1"}}, Answered: true, Chosen: []int{water}})
	}
	m := town()
	m.Villages = m.Villages[:2]
	m.Villages[0].Population, m.Villages[1].Population = nil, nil // every answer counts the same
	in := input(t, m, nil)
	if in.Ranking, err = prioritize.Rank(prioritize.Input{Campaign: in.Campaign.ID, Questionnaire: q.Key(), Municipality: m, Needs: needs, Tally: x}); err != nil {
		t.Fatal(err)
	}
	t5 := tableOf(t, document(t, in), "t5")
	last := t5.Rows[len(t5.Rows)-1]
	if got := last[3].Texts[0]["ru"]; got != "Питьевая вода" || *last[9].Number <= 10 {
		t.Errorf("got %q of rank %v last, want the small village's first need from below the tenth rank", got, *last[9].Number)
	}
	if got := last[4].Texts; len(got) != 1 || got[0]["ru"] != "Кен-Тёр" {
		t.Errorf("got villages %v, want Кен-Тёр", got)
	}
}

func TestTooFewAnswers(t *testing.T) {
	doc := document(t, input(t, town(), []votes{{3, "v0", "female", "60+", survey.Web, []int{water}, nil, nil}}))
	s := speaker(t, "ru")
	for _, id := range []string{"t2", "t3", "t5"} {
		table := tableOf(t, doc, id)
		if len(table.Rows) != 0 || table.Notes[0].ID != "report.note.nothing" {
			t.Errorf("%s: got %d rows and notes %v, want none and that there are too few answers", table.ID, len(table.Rows), table.Notes)
		}
	}
	if err := doc.WriteXLSX(io.Discard, s); err != nil {
		t.Errorf("WriteXLSX: %v", err)
	}
}

func TestAnswersFromElsewhereHaveARow(t *testing.T) {
	doc := document(t, input(t, town(), append(answers(), votes{90, "gone", "male", "60+", survey.Web, []int{water}, nil, nil})))
	t1 := tableOf(t, doc, "t1")
	row := t1.Rows[len(t1.Rows)-2]
	if row[0].Word != "report.row.elsewhere" || row[1].State != analysis.Fill || row[2].Number == nil || *row[2].Number != 90 {
		t.Errorf("got %+v, want ninety answers of villages that are not listed", row)
	}
}

func TestNewRefusesARankingOfSomethingElse(t *testing.T) {
	in := input(t, town(), answers())
	in.Campaign.ID = "another"
	if _, err := analysis.New(in); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("got %v, want an ErrInvalid", err)
	}
}

func TestWritersPassErrorsOn(t *testing.T) {
	doc := document(t, input(t, town(), answers()))
	s := speaker(t, "en")
	full := errors.New("disk full")
	refuse := func(string) (io.WriteCloser, error) { return nil, full }
	if err := doc.WriteCSV(refuse, s); !errors.Is(err, full) {
		t.Errorf("WriteCSV: got %v, want %v", err, full)
	}
	broken := func(string) (io.WriteCloser, error) { return failing{full}, nil }
	if err := doc.WriteCSV(broken, s); !errors.Is(err, full) {
		t.Errorf("WriteCSV: got %v, want %v", err, full)
	}
	if err := doc.WriteJSON(failing{full}); !errors.Is(err, full) {
		t.Errorf("WriteJSON: got %v, want %v", err, full)
	}
	if err := doc.WriteXLSX(failing{full}, s); !errors.Is(err, full) {
		t.Errorf("WriteXLSX: got %v, want %v", err, full)
	}
}

type failing struct{ error }

func (f failing) Write([]byte) (int, error) { return 0, f.error }
func (f failing) Close() error              { return f.error }

func TestEveryWarningHasWords(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatalf("locale: %v", err)
	}
	for _, lang := range []string{"ky", "ru", "en"} {
		for _, c := range prioritize.WarningCodes() {
			for _, some := range []bool{false, true} {
				if id, _ := (prioritize.Warning{Code: c, Some: some}).Message(); !words.Has(lang, id) {
					t.Errorf("%s has no %s", lang, id)
				}
			}
		}
	}
}

// A warning is a whole sentence whatever it counts: no number is left out of it,
// and nothing is left to be put in.
func TestWarningsOfNoneAndOfOneAreSentences(t *testing.T) {
	in := input(t, town(), answers())
	for _, n := range []int64{0, 1} {
		for _, some := range []bool{false, true} {
			in.Ranking.Warnings, in.Ranking.Weighting.Warnings = nil, nil
			for _, c := range prioritize.WarningCodes() {
				in.Ranking.Warnings = append(in.Ranking.Warnings, prioritize.Warning{Code: c, Count: n, Some: some, Villages: []string{"v0"}, Needs: []survey.Text{{"ky": "Базар", "ru": "Рынок"}}, Share: float64(n) / 10})
			}
			doc := document(t, in)
			for _, lang := range []string{"ky", "ru", "en"} {
				said := warnings(t, doc, lang)
				if len(said) != len(in.Ranking.Warnings) {
					t.Fatalf("%s: got %d warnings, want %d", lang, len(said), len(in.Ranking.Warnings))
				}
				for i, words := range said {
					code := in.Ranking.Warnings[i].Code
					if words == "" || strings.Contains(words, "{{") || strings.Contains(words, "no value") || strings.Contains(words, "report.") || strings.Contains(words, "()") {
						t.Errorf("%s in %s, of %d: %q", code, lang, n, words)
					}
					if got, want := strings.Contains(words, fmt.Sprint(n)), code.Counts() && !some; got != want && want {
						t.Errorf("%s in %s: %q does not say %d", code, lang, words, n)
					}
				}
			}
		}
	}
}

// A campaign that nobody answered yet is told so, and nothing untrue beside it.
func TestNoAnswersYet(t *testing.T) {
	in := input(t, town(), nil)
	var codes []prioritize.WarningCode
	for _, w := range slices.Concat(in.Ranking.Weighting.Warnings, in.Ranking.Warnings) {
		codes = append(codes, w.Code)
	}
	if want := []prioritize.WarningCode{prioritize.WarnSilent, prioritize.WarnTooFew}; !slices.Equal(codes, want) {
		t.Errorf("got warnings %v, want %v", codes, want)
	}
	for lang, want := range map[string]string{"ky": "5тен аз", "ru": "меньше 5", "en": "fewer than 5"} {
		if said := strings.Join(warnings(t, document(t, in), lang), "\n"); !strings.Contains(said, want) {
			t.Errorf("%s: %q lacks %q", lang, said, want)
		}
	}
}

// warnings are those of the table of methods, in words.
func warnings(t *testing.T, doc analysis.Document, lang string) []string {
	t.Helper()
	fs := files{}
	s := speaker(t, lang)
	if err := doc.WriteCSV(fs.create, s); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range records(t, lang, fs["method.csv"]) {
		if r[0] == s.T("report.method.warning") {
			all = append(all, r[1])
		}
	}
	return all
}

// records reads a file that WriteCSV wrote, and holds it to RFC 4180.
func records(t *testing.T, lang string, b *bytes.Buffer) [][]string {
	t.Helper()
	body, ok := bytes.CutPrefix(b.Bytes(), []byte("\ufeff"))
	if !ok {
		t.Error("no byte order mark")
	}
	if bytes.Count(body, []byte("\n")) != bytes.Count(body, []byte("\r\n")) {
		t.Error("lines do not end in CRLF")
	}
	r := csv.NewReader(bytes.NewReader(body))
	if lang != "en" {
		r.Comma = ';' // what Excel takes in Kyrgyz and Russian
	}
	all, err := r.ReadAll() // as many fields in every row
	if err != nil {
		t.Fatalf("read back: %v", err)
	}
	return all
}
