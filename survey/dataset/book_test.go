package dataset_test

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/dataset"
)

// sheetOf is one sheet of a workbook, as it is kept there.
type sheetOf struct {
	Name string
	Rows [][]string
}

// book reads a workbook.
func book(t rapid.TB, data []byte) []sheetOf {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []sheetOf
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, sheetOf{name, rows})
	}
	return all
}

func TestWorkbookHasTypesAndStaysInSight(t *testing.T) {
	l := dataset.New(speaker(t, "ru"), []*survey.Questionnaire{later(), earlier()}, municipality(), dataset.Shape{Zone: bishkek})
	f, err := excelize.OpenReader(bytes.NewReader(written(t, l, dataset.XLSX, answered()...)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, want := f.GetSheetList(), []string{"Ответы", "Пояснения"}; !slices.Equal(got, want) {
		t.Fatalf("sheets: got %q, want %q", got, want)
	}
	head := l.Head()
	at := func(heading string, row int) string {
		cell, err := excelize.CoordinatesToCellName(slices.Index(head, heading)+1, row)
		if err != nil {
			t.Fatal(err)
		}
		return cell
	}
	for heading, want := range map[string]struct {
		kind       excelize.CellType
		shown, raw string
	}{
		"years":      {excelize.CellTypeUnset, "41", "41"},
		"sum":        {excelize.CellTypeUnset, "42.5", "42.5"},
		"needs/park": {excelize.CellTypeUnset, "1", "1"},
		"born":       {excelize.CellTypeUnset, "1999-12-31", "36525"},
		"_begun":     {excelize.CellTypeUnset, "2026-06-15 18:00:00", "46188.75"},
		"note":       {excelize.CellTypeInlineString, "0555", "0555"},
		"_id":        {excelize.CellTypeInlineString, "0e2", "0e2"},
		"_version":   {excelize.CellTypeInlineString, "2026061601", "2026061601"},
	} {
		kind, err := f.GetCellType("Ответы", at(heading, 3))
		if err != nil {
			t.Fatal(err)
		}
		shown, _ := f.GetCellValue("Ответы", at(heading, 3))
		raw, _ := f.GetCellValue("Ответы", at(heading, 3), excelize.Options{RawCellValue: true})
		if kind != want.kind || shown != want.shown || raw != want.raw {
			t.Errorf("%s: got type %v, %q, %q, want %+v", heading, kind, shown, raw, want)
		}
	}
	for _, sheet := range f.GetSheetList() {
		if panes, err := f.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: the headings are not frozen: %+v, %v", sheet, panes, err)
		}
	}
	filters := 0
	for _, n := range f.GetDefinedName() {
		if n.Name == "_xlnm._FilterDatabase" {
			filters++
		}
	}
	if filters != 2 {
		t.Errorf("filters: got %d, want one on each sheet", filters)
	}
}

func TestCodebookExplainsEveryColumn(t *testing.T) {
	l := dataset.New(speaker(t, "en"), []*survey.Questionnaire{later(), earlier()}, municipality(), dataset.Shape{})
	sheet := book(t, written(t, l, dataset.XLSX))[1].Rows
	if got, want := len(sheet), len(l.Head())+1; got != want {
		t.Fatalf("rows: got %d, want the headings and one for each of the %d columns", got, want-1)
	}
	rows := map[string]map[string]string{}
	for _, row := range sheet[1:] {
		row = append(row, make([]string, len(sheet[0])-len(row))...)
		rows[row[0]] = cells(t, sheet[0], row)
	}
	for column, want := range map[string]map[string]string{
		"needs":       {"What it holds (ky)": "Эмне керек?", "What it holds (ru)": "Что нужно?", "Kind of question": "select_multiple", "Kind of value": "codes", "Codes (ky)": "water = Таза суу\nroads = Жол\npark = Парк\nother = Башка", "Codes (ru)": "water = Чистая вода\nroads = Дороги\nother = Другое", "Versions that ask it": "2026061601\n2026010101"},
		"needs/park":  {"What it holds (ky)": "Эмне керек? / Парк", "Kind of value": "boolean", "Versions that ask it": "2026061601"},
		"age":         {"Codes (ky)": "10-12 = 10–12\n18-28 = 18–28", "Versions that ask it": "2026010101"},
		"grave_water": {"Kind of value": "number", "Codes (ru)": "1 = Легко\n2 = Тяжело"},
		"_village":    {"What it holds (en)": "Village code", "Codes (ky)": "besh-terek = Беш-Терек\narcha = Арча", "Codes (ru)": "besh-terek = Беш-Терек"},
		"_channel":    {"Codes (en)": "web = Web form\nbot = Telegram\nassisted = With an enumerator\npaper = On paper\nterminal = Terminal"},
	} {
		for heading, cell := range want {
			if got := rows[column][heading]; got != cell {
				t.Errorf("%s, %s: got %q, want %q", column, heading, got, cell)
			}
		}
	}
}

func TestWorkbookGoesOnOnAFurtherSheet(t *testing.T) {
	l := dataset.New(speaker(t, "ky"), []*survey.Questionnaire{later(), earlier()}, municipality(), dataset.Shape{}).WithRows(2)
	sheets := book(t, written(t, l, dataset.XLSX, answered()...))
	var got []string
	for _, s := range sheets {
		got = append(got, s.Name+" "+strconv.Itoa(len(s.Rows)))
	}
	if want := "Жооптор 3, Түшүндүрмө " + strconv.Itoa(len(l.Head())+1) + ", Жооптор 2 2"; strings.Join(got, ", ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTooManyColumnsForAWorkbook(t *testing.T) {
	q := earlier()
	for i := range 1000 {
		q.Lists[0].Choices = append(q.Lists[0].Choices, survey.Choice{Name: "n" + strconv.Itoa(i)})
	}
	for i := range 17 {
		q.Questions = append(q.Questions, survey.Question{Name: "q" + strconv.Itoa(i), Kind: survey.SelectMultiple, List: "need"})
	}
	wide := dataset.New(speaker(t, "ky"), []*survey.Questionnaire{q}, municipality(), dataset.Shape{})
	var out bytes.Buffer
	if err := wide.Write(&out, dataset.XLSX, stream()); !errors.Is(err, survey.ErrInvalid) || out.Len() > 0 {
		t.Errorf("got %v and %d bytes, want an ErrInvalid and nothing", err, out.Len())
	}
	written(t, dataset.New(speaker(t, "ky"), []*survey.Questionnaire{q}, municipality(), dataset.Shape{Choices: dataset.Joined}), dataset.XLSX)
}
