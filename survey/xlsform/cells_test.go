package xlsform_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ashar/survey"
	"ashar/survey/xlsform"
)

// TestReadTakesCellsAsTheirAuthorSeesThem has texts that look like numbers, and
// numbers, conditions and days, as spreadsheet programs keep them.
func TestReadTakesCellsAsTheirAuthorSeesThem(t *testing.T) {
	g := typed()
	g.set("choices", "J1", "code")
	g.set("choices", "J2", "007")
	g.set("choices", "J3", "1e9")
	g.set("choices", "J4", "1.0")
	g.set("choices", "J5", true)
	g.set("choices", "J6", 2.5)
	g.set("choices", "B5", "FALSE")
	g.set("choices", "B6", true)
	g.set("survey", "F3", true)
	g.set("survey", "N1", "when")
	g.set("survey", "N3", time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC))
	g.set("survey", "N9", 0.1)
	g.set("survey", "N10", "TRUE")
	g.set("settings", "C2", 2026061501.0)
	workbook := replaced(t, g.usual(t), "xl/worksheets/sheet3.xml", func(content []byte) []byte {
		return bytes.ReplaceAll(content, []byte("<v>2026061501</v>"), []byte("<v>2.026061501E9</v>"))
	})
	q, err := xlsform.Read(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(q.Version)
	for _, l := range q.Lists {
		for _, c := range l.Choices {
			got += fmt.Sprintf(" %s:%s", c.Name, c.Columns["code"])
		}
	}
	for _, x := range q.Questions {
		got += " " + x.Columns["when"]
	}
	if want := "2026061501 water:007 roads:1e9 none:1.0 FALSE:TRUE TRUE:2.5 06-15-26   0.1 TRUE"; got != want {
		t.Errorf("read %q, want %q", got, want)
	}
}

func TestReadRefusesADateForAVersion(t *testing.T) {
	g := typed()
	g.set("settings", "C2", time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC))
	_, err := xlsform.Read(bytes.NewReader(g.usual(t)))
	if want := "sheet settings, row 2, column version (C2): the cell holds a date, which is kept as a number; format it as text, and type it anew"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v\nwant %s", err, want)
	}
}

func TestReadRefusesWhatDoesNotSayWhatItShows(t *testing.T) {
	formula := func(cell, formula string) func(f *excelize.File) error {
		return func(f *excelize.File) error { return f.SetCellFormula("survey", cell, formula) }
	}
	for _, tt := range []struct {
		name  string
		spoil func(f *excelize.File) error
		want  string
	}{
		{"merged cells", func(f *excelize.File) error { return f.MergeCell("survey", "F3", "F5") }, "sheet survey, row 3 (F3): the cells F3:F5 are merged; part them, and fill in each"},
		{"a formula never worked out", formula("E9", `"a"&"b"`), "sheet survey, row 9, column hint::Русский (ru) (E9): a formula without a value; save the workbook in a spreadsheet program, or type the value"},
		{"a formula in a column nobody reads", formula("Z9", `"a"&"b"`), ""},
	} {
		f, err := excelize.OpenReader(bytes.NewReader(typed().usual(t)))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := tt.spoil(f); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		_, err = xlsform.Read(&b)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: %v\nwant %s", tt.name, err, tt.want)
		}
	}
}

// inCell is a workbook with the XML of one cell of its choices replaced, as a
// spreadsheet program saves what excelize cannot write.
func inCell(t *testing.T, cell, xml string) []byte {
	t.Helper()
	return replaced(t, typed().usual(t), "xl/worksheets/sheet2.xml", func(content []byte) []byte {
		was := regexp.MustCompile(`<c r="` + cell + `"[^>]*>.*?</c>`)
		if !was.Match(content) {
			t.Fatalf("no cell %s in %s", cell, content)
		}
		return was.ReplaceAllLiteral(content, []byte(xml))
	})
}

func TestReadTakesTheValueOfAFormula(t *testing.T) {
	wantSame(t, understood(), inCell(t, "C2", `<c r="C2" t="str"><f>CONCATENATE("С","уу")</f><v>Суу</v></c>`))
}

func TestReadRefusesTheErrorOfAFormula(t *testing.T) {
	_, err := xlsform.Read(bytes.NewReader(inCell(t, "C2", `<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>`)))
	if want := "sheet choices, row 2, column label::Кыргызча (ky) (C2): a formula that came to the error #DIV/0!; correct it, or type the value"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v\nwant %s", err, want)
	}
}

// TestReadOfManyFormulasEnds has a formula without a value in each of many cells:
// looking at each of them would take minutes.
func TestReadOfManyFormulasEnds(t *testing.T) {
	var rows strings.Builder
	for n := 20; n < 20_000; n++ {
		fmt.Fprintf(&rows, `<row r="%[1]d"><c r="A%[1]d"><f>1</f></c><c r="B%[1]d"><f>1</f></c></row>`, n)
	}
	workbook := replaced(t, typed().usual(t), "xl/worksheets/sheet1.xml", func(content []byte) []byte {
		return bytes.Replace(content, []byte("</sheetData>"), []byte(rows.String()+"</sheetData>"), 1)
	})
	_, err := xlsform.Read(bytes.NewReader(workbook))
	if want := "more than 200 cells have a formula without a value, or an error; save the workbook in a spreadsheet program"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%.300v\nwant %s", err, want)
	}
}

// TestErrorsBesideTheFormHideNone has more cells that went wrong on another sheet
// than are looked at.
func TestErrorsBesideTheFormHideNone(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(typed().usual(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.NewSheet("lookups"); err != nil {
		t.Fatal(err)
	}
	for n := range 201 {
		if err := f.SetCellFormula("lookups", fmt.Sprint("A", n+1), "NA()"); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	_, err = xlsform.Read(&b)
	if want := "more than 200 cells have a formula without a value, or an error"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v\nwant %s", err, want)
	}
}

func TestReadRefusesTooManyQuestionsWithoutCheckingThem(t *testing.T) {
	g := typed()
	for i := range 4000 {
		g["survey"] = append(g["survey"], []any{"text", fmt.Sprint("t", i), "x"})
	}
	for i := range 1200 {
		g["choices"] = append(g["choices"], []any{"level", fmt.Sprint(i), "x"})
	}
	_, err := xlsform.Read(bytes.NewReader(g.usual(t)))
	for _, want := range []string{
		fmt.Sprintf("sheet survey: 4005 questions in 0 groups; part the form; %d in %d are possible", survey.MaxQuestions, survey.MaxGroups),
		fmt.Sprintf("sheet choices: the list level has 1202 choices; part it; %d are possible", survey.MaxChoices),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
}
