package dataset_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/xuri/excelize/v2"

	"ashar/survey"
	"ashar/survey/dataset"
	"ashar/survey/table"
)

// attacks are what a resident can write for somebody else's spreadsheet.
var attacks = []string{
	"=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\u200b=1+1", "\ufeff=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)",
	"=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+9)*cmd|' /C calc'!A0", "=HYPERLINK(\"http://x?\"&A1,\"ok\")", "'=1+1", "''=1+1", "\"=1+1\"", "=1+1\"",
	"суу;=1+1;жол", "суу,=1+1,жол", "суу\t=1+1\tжол", "суу\n=1+1\nжол", "суу\r\n=1+1;жол", "суу;\"=1+1\";жол", "суу; +1+1;", "суу\n-1+1;", "суу;;=1+1", "суу;\n=1+1",
	"-5+cmd|'x'!A1", "+996(555)=1", "%0A=1+1", "=\n1",
}

// formula reports whether a spreadsheet would work a cell out: it begins like a formula, and is no number.
func formula(cell string) bool {
	bare := strings.TrimLeftFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || r == '"' })
	return bare != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(bare)[0]) && strings.ContainsAny(bare, "0123456789(|")
}

// TestNoWordsBecomeAFormula tries residents' words in every format, in CSV also with a program that parts cells by another
// sign than the file does, and takes every line for a row.
func TestNoWordsBecomeAFormula(t *testing.T) {
	q := later()
	q.Questions[1].Label = text("=1+1", "@SUM(1)")            // staff, too
	q.Lists[0].Choices[0].Label = text("=cmd|'x'!A1", "-1+1") // and the lists that they were given
	var all []survey.Response
	for _, a := range attacks {
		all = append(all, response("r", q, answer("said", survey.Words(a)), answer("note", survey.Words(a)), answer("needs", survey.Chosen("water"))))
	}
	m := municipality()
	m.Name, m.Villages[0].Name = text("=1+1", "=1+1"), text("+1+1", "+1+1")
	for _, shape := range []dataset.Shape{{}, {Excel: true}, {Labels: "ky"}, {Labels: "ru", Excel: true}} {
		l := dataset.New(speaker(t, "ky"), []*survey.Questionnaire{q}, m, shape)
		for _, f := range []dataset.Format{dataset.CSV, dataset.HXL} {
			data := written(t, l, f, all...)
			read := records(t, data)
			for _, row := range read {
				for _, cell := range row {
					if formula(cell) {
						t.Errorf("%s %+v: %q is a formula", f, shape, cell)
					}
				}
			}
			for line := range strings.FieldsFuncSeq(string(data), func(r rune) bool { return r == '\n' || r == '\r' }) {
				for _, sign := range []string{";", ",", "\t"} {
					for cell := range strings.SplitSeq(strings.TrimPrefix(line, "\ufeff"), sign) {
						if formula(cell) {
							t.Errorf("%s %+v: parted by %q, %q is a formula", f, shape, sign, cell)
						}
					}
				}
			}
			if f == dataset.CSV && shape.Labels == "" {
				at := slices.Index(l.Head(), "note")
				for i, a := range attacks {
					if got, want := table.Unguard(read[i+1][at]), strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(a); got != want {
						t.Errorf("%q is read back as %q", want, got)
					}
				}
			}
		}
		f, err := excelize.OpenReader(bytes.NewReader(written(t, l, dataset.XLSX, all...)))
		if err != nil {
			t.Fatal(err)
		}
		for _, sheet := range f.GetSheetList() {
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for y, row := range rows {
				for x, cell := range row {
					name, _ := excelize.CoordinatesToCellName(x+1, y+1)
					if made, err := f.GetCellFormula(sheet, name); err != nil || made != "" || formula(cell) {
						t.Errorf("workbook %+v, %s %s: %q, formula %q, %v", shape, sheet, name, cell, made, err)
					}
				}
			}
		}
		f.Close()
	}
	// JSON has no formulas: texts are texts, as they were written.
	var got []map[string]any
	if err := json.Unmarshal(written(t, dataset.New(speaker(t, "ky"), []*survey.Questionnaire{q}, m, dataset.Shape{}), dataset.JSON, all...), &got); err != nil {
		t.Fatal(err)
	}
	for i, a := range attacks {
		if got[i]["note"] != a {
			t.Errorf("JSON: got %q, want %q", got[i]["note"], a)
		}
	}
}

// TestNumbersStayNumbers: no apostrophe stands before them.
func TestNumbersStayNumbers(t *testing.T) {
	q := later()
	all := []survey.Response{
		response("r", q, answer("years", survey.Value{Number: "-5"}), answer("sum", survey.Value{Number: "-12.5"}), answer("spot", survey.Located(survey.Point{Latitude: -1.5}))),
	}
	for excel, want := range map[bool][3]string{false: {"-5", "-12.5", "-1.5"}, true: {"-5", "-12,5", "-1,5"}} {
		l := dataset.New(speaker(t, "ky"), []*survey.Questionnaire{q}, municipality(), dataset.Shape{Excel: excel})
		read := records(t, written(t, l, dataset.CSV, all...))
		row := cells(t, read[0], read[1])
		if got := [3]string{row["years"], row["sum"], row["spot/latitude"]}; got != want {
			t.Errorf("for Excel %t: got %q, want %q", excel, got, want)
		}
	}
}

// TestExcelReadsWhatWasWritten reads CSV as Excel does that is set as here: with a mark for UTF-8, semicolons, commas before
// decimals; and it turns into numbers and days what looks like them.
func TestExcelReadsWhatWasWritten(t *testing.T) {
	q := later()
	texts := []string{"0555", "007", "10-12", "5.3", "1/2/2026", "12345678901234567890", "1e5", "суу; \"жол\", мектеп\nжана башка", "18-28", "5 үй", "ң ө ү", "'"}
	var all []survey.Response
	for i, s := range texts {
		all = append(all, response("r"+string(rune('a'+i)), q, answer("note", survey.Words(s)), answer("sum", survey.Value{Number: "0.5"})))
	}
	l := dataset.New(speaker(t, "ky"), []*survey.Questionnaire{q}, municipality(), dataset.Shape{Excel: true})
	data := string(written(t, l, dataset.CSV, all...))
	bare, marked := strings.CutPrefix(data, "\ufeff")
	if !marked || !strings.HasSuffix(data, "\r\n") || strings.Contains(strings.ReplaceAll(data, "\r\n", ""), "\n") {
		t.Errorf("the mark: %t; every line ends with CR LF: %q", marked, data[:40])
	}
	r := csv.NewReader(strings.NewReader(bare))
	r.Comma = ';'
	read, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	note, sum := slices.Index(read[0], "note"), slices.Index(read[0], "sum")
	for i, s := range texts {
		cell := read[i+1][note]
		if excelTurns(cell) {
			t.Errorf("Excel would make something else of %q", cell)
		}
		if got := table.Unguard(cell); got != s {
			t.Errorf("%q is read back as %q", s, got)
		}
		if read[i+1][sum] != "0,5" {
			t.Errorf("a half is %q, want 0,5", read[i+1][sum])
		}
	}
}

// excelTurns reports whether Excel makes a number or a day of a text that then looks different.
func excelTurns(cell string) bool {
	if cell == "" || cell[0] < '0' || cell[0] > '9' {
		return false
	}
	digits := strings.Trim(cell, "0123456789") == ""
	if digits {
		return len(cell) > 1 && cell[0] == '0' || len(cell) > 15
	}
	return slices.Contains([]string{"10-12", "5.3", "1/2/2026", "1e5"}, cell)
}
