package table_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/table"
)

var bounds = table.Bounds{Bytes: 1 << 20, Rows: 50, Columns: 10, Cell: 200}

func TestCellsStandBetweenWhateverTheyAreWrittenWith(t *testing.T) {
	want := [][]string{{"№", "Айыл", "Эмне керек, айтыңызчы"}, nil, {"1", "Кең-Төр", "суу; жол\nжана \"жарык\""}, {"2", "Арча", "a\tb"}}
	for what, text := range map[string]string{
		"semicolons": "№;Айыл;Эмне керек, айтыңызчы\r\n\r\n1;Кең-Төр;\"суу; жол\nжана \"\"жарык\"\"\"\r\n2;Арча;a\tb\r\n",
		"commas":     "\ufeff№,Айыл,\"Эмне керек, айтыңызчы\"\n\n1,Кең-Төр,\"суу; жол\nжана \"\"жарык\"\"\"\n2,Арча,\"a\tb\"",
		"tabs":       "№\tАйыл\tЭмне керек, айтыңызчы\n\n1\tКең-Төр\t\"суу; жол\nжана \"\"жарык\"\"\"\n2\tАрча\t\"a\tb\"\n",
	} {
		got, err := table.Read([]byte(text), bounds)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", what, err, diff)
		}
	}
	old, err := charmap.Windows1251.NewEncoder().Bytes([]byte("Село;Что нужно\nАрча;вода"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := table.Read(old, bounds); err != nil || got[0][0] != "Село" || got[1][1] != "вода" {
		t.Errorf("Windows-1251: got %q, %v", got, err)
	}
}

func TestTooMuchIsRefused(t *testing.T) {
	for what, data := range map[string]string{
		"rows": strings.Repeat("a;b\n", 51), "columns": strings.Repeat(";", 10), "a cell": strings.Repeat("a", 201),
		"bytes": strings.Repeat("a;\n", 400_000), "neither": "a\x00b", "no workbook": "PK\x03\x04nothing",
	} {
		if got, err := table.Read([]byte(data), bounds); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %d rows, %v; want a survey.ErrInvalid", what, len(got), err)
		}
	}
}

func TestNothingIsTakenForAFormula(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "@SUM(A1)": "'@SUM(A1)", "+996 555": "'+996 555", "-a": "'-a", "\tx": "'\tx", "'=1": "''=1",
		"-12.5": "-12.5", "'жакшы'": "'жакшы'", "суу": "суу", "": "",
	} {
		if got := table.Guard(cell); got != want {
			t.Errorf("%q: got %q, want %q", cell, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.OneOf(rapid.String(), rapid.StringMatching(`'?[=+\-@\t]?[0-9a-z']{0,4}`)).Draw(t, "cell")
		if got := table.Unguard(table.Guard(cell)); got != cell {
			t.Errorf("%q comes back as %q", cell, got)
		}
	})
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	cells := [][]string{{"a", "b"}, {"=1", "суу\n«жол»"}, {"", "x;y\"z"}}
	data, err := table.CSV(cells)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte("'=1")) || bytes.Contains(data, []byte("\n=1")) {
		t.Errorf("a formula is not guarded:\n%s", data)
	}
	got, err := table.Read(data, bounds)
	for _, row := range got {
		for i := range row {
			row[i] = table.Unguard(row[i])
		}
	}
	if diff := cmp.Diff(cells, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestDaysOfAWorkbook(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err == nil {
		err = errors.Join(f.SetCellValue("Sheet1", "A1", 46143), f.SetCellStyle("Sheet1", "A1", "A1", style), f.SetCellValue("Sheet1", "B1", "2026-05-01"))
	}
	var b bytes.Buffer
	if err = errors.Join(err, f.Write(&b)); err != nil {
		t.Fatal(err)
	}
	cells, err := table.Read(b.Bytes(), bounds)
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := table.Day(cells[0][0]); got != "2026-05-01" || !ok {
		t.Errorf("%q is the day %q, %v; want 2026-05-01", cells[0][0], got, ok)
	}
	for _, cell := range []string{"12", "суу", "", "2026-05-01", "99999"} {
		if got, ok := table.Day(cell); ok {
			t.Errorf("%q: got the day %q", cell, got)
		}
	}
}
