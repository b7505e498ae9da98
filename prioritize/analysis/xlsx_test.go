package analysis_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ashar/prioritize/analysis"
)

// The workbook says what the CSV files say.
func TestWorkbookReadBack(t *testing.T) {
	doc := document(t, input(t, town(), answers()))
	for _, lang := range []string{"ky", "ru"} {
		s := speaker(t, lang)
		f := workbook(t, doc, lang)
		fs := files{}
		if err := doc.WriteCSV(fs.create, s); err != nil {
			t.Fatalf("WriteCSV: %v", err)
		}
		for i, table := range doc.Tables {
			sheet := f.GetSheetList()[i+1]
			if want := s.T("report.sheet." + table.ID); sheet != want {
				t.Errorf("got sheet %q, want %q", sheet, want)
			}
			rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatalf("GetRows: %v", err)
			}
			if got, want := rows[0][0], s.T("report.table."+table.ID); got != want {
				t.Errorf("%s: got title %q, want %q", sheet, got, want)
			}
			if got, want := rows[2][0], s.T("report.notice.invented"); got != want {
				t.Errorf("%s: got notice %q, want %q", sheet, got, want)
			}
			panes, err := f.GetPanes(sheet)
			if err != nil || !panes.Freeze {
				t.Fatalf("%s: got panes %+v and %v, want frozen headings", sheet, panes, err)
			}
			compareRows(t, sheet, rows[panes.YSplit:], records(t, lang, fs[table.ID+".csv"]), table)
			notes := rows[len(rows)-len(table.Notes):]
			for j, n := range table.Notes {
				if len(notes[j]) != 1 || notes[j][0] == "" || strings.HasPrefix(notes[j][0], "report.") {
					t.Errorf("%s: got note %q for %s", sheet, notes[j], n.ID)
				}
			}
		}
	}
}

func compareRows(t *testing.T, sheet string, rows, csv [][]string, table analysis.Table) {
	t.Helper()
	for i := range table.Rows {
		for j, c := range table.Columns {
			got := ""
			if j < len(rows[i]) {
				got = rows[i][j]
			}
			want := csv[i+1][j]
			if n := table.Rows[i][j].Number; n != nil {
				want = fmt.Sprint(*n)
			}
			if got != want {
				t.Errorf("%s, row %d, column %s: got %q, want %q", sheet, i, c.ID, got, want)
			}
		}
	}
}

func TestWorkbookIsFitToBePrinted(t *testing.T) {
	f := workbook(t, document(t, input(t, town(), answers())), "ru")
	names := f.GetDefinedName()
	all := f.GetSheetList()
	for i, sheet := range all[1 : len(all)-1] {
		layout, err := f.GetPageLayout(sheet)
		if err != nil || *layout.Orientation != "landscape" || *layout.Size != 9 {
			t.Errorf("%s: got layout %+v and %v, want A4 across", sheet, layout, err)
		}
		props, err := f.GetSheetProps(sheet)
		if parted := sheet == "T2 Сёла"; err != nil || props.FitToPage == nil || *props.FitToPage == parted {
			t.Errorf("%s: got %+v and %v, want that all but T2, which takes two pages side by side, are fitted to one", sheet, props, err)
		}
		if !strings.HasPrefix(names[i].RefersTo, "'"+sheet+"'!$") {
			t.Errorf("%s: got printed titles %q", sheet, names[i].RefersTo)
		}
	}
	style := func(cell string) *excelize.Style {
		id, err := f.GetCellStyle("T2 Сёла", cell)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if got := style("R8").CustomNumFmt; got == nil || *got != "0.0%_0" {
		t.Errorf("got number format %v of a share, want 0.0%%_0", got)
	}
	if merged, err := f.GetMergeCells("T2 Сёла"); err != nil || len(merged) != 7+5 {
		t.Errorf("got %v merged cells and %v, want the headings of two columns, four villages and the whole, and five notes", merged, err)
	}
}

// The parts of the file may stand in any order, but each is the same to the byte.
func TestTheSameDocumentMakesTheSameWorkbook(t *testing.T) {
	doc := document(t, input(t, town(), answers()))
	parts := func() map[string]string {
		var b bytes.Buffer
		if err := doc.WriteXLSX(&b, speaker(t, "ky")); err != nil {
			t.Fatalf("WriteXLSX: %v", err)
		}
		z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatalf("zip: %v", err)
		}
		all := map[string]string{}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			all[f.Name] = string(content)
		}
		return all
	}
	if diff := cmp.Diff(parts(), parts()); diff != "" {
		t.Errorf("two workbooks of one document differ:\n%s", diff)
	}
}

func workbook(t *testing.T, doc analysis.Document, lang string) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := doc.WriteXLSX(&b, speaker(t, lang)); err != nil {
		t.Fatalf("WriteXLSX: %v", err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatalf("OpenReader: %v", err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}
