package xlsform_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/xlsform"
)

// FuzzRead gives Read any bytes at all, and a workbook with them as one of its parts.
func FuzzRead(f *testing.F) {
	workbook := typed().usual(f)
	f.Add(workbook, uint8(0))
	f.Add([]byte("PK\x03\x04"), uint8(0))
	names := parts(f, workbook)
	for i, name := range names {
		replaced(f, workbook, name, func(content []byte) []byte {
			f.Add(content, uint8(i))
			return content
		})
	}
	f.Fuzz(func(t *testing.T, data []byte, part uint8) {
		q, err := xlsform.Read(bytes.NewReader(data))
		wantReadOrRefused(t, q, err)
		name := names[int(part)%len(names)]
		q, err = xlsform.Read(bytes.NewReader(replaced(t, workbook, name, func([]byte) []byte { return data })))
		wantReadOrRefused(t, q, err)
	})
}

// FuzzSheets gives Read a workbook with any cells, typed as lines and tabs.
func FuzzSheets(f *testing.F) {
	sheet := func(g grid, name string) string {
		var b strings.Builder
		for _, r := range g[name] {
			for _, c := range r {
				fmt.Fprint(&b, c, "\t")
			}
			b.WriteByte('\n')
		}
		return b.String()
	}
	for _, g := range []grid{typed(), odk(), grown(f)} {
		f.Add(sheet(g, "survey"), sheet(g, "choices"), sheet(g, "settings"))
	}
	f.Add("type\tname\tlabel\nbegin_group\tg\t\nend_group\n", "list_name\tname\n", "form_id\n")
	f.Fuzz(func(t *testing.T, s, c, settings string) {
		g := grid{}
		for name, text := range map[string]string{"survey": s, "choices": c, "settings": settings} {
			for line := range strings.SplitSeq(text, "\n") {
				var cells []any
				for cell := range strings.SplitSeq(line, "\t") {
					cells = append(cells, cell)
				}
				if len(cells) > 300 || len(line) > 10_000 {
					t.Skip()
				}
				g[name] = append(g[name], cells)
			}
		}
		q, err := xlsform.Read(bytes.NewReader(g.usual(t)))
		wantReadOrRefused(t, q, err)
	})
}

// grown is a workbook that was written, as a grid.
func grown(t testing.TB) grid {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(written(t, every())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	g := grid{}
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			cells := make([]any, len(r))
			for i, v := range r {
				cells[i] = v
			}
			g[sheet] = append(g[sheet], cells)
		}
	}
	return g
}

// wantReadOrRefused holds that whatever is read can be asked, written and read
// again, and whatever is not is an ErrInvalid.
func wantReadOrRefused(t rapid.TB, q *survey.Questionnaire, err error) {
	t.Helper()
	if err != nil {
		if !errors.Is(err, survey.ErrInvalid) {
			t.Fatalf("Read = %v, want an ErrInvalid", err)
		}
		return
	}
	if err := q.Check(); err != nil {
		t.Fatalf("Read returned what cannot be asked: %v", err)
	}
	var b bytes.Buffer
	if err := xlsform.Write(&b, q); err != nil {
		t.Fatalf("what was read cannot be written: %v", err)
	}
	wantSame(t, q, b.Bytes())
}

// parts names the files in a workbook.
func parts(t testing.TB, workbook []byte) []string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	return names
}

// replaced is a workbook with one of its parts replaced.
func replaced(t testing.TB, workbook []byte, part string, by func(content []byte) []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == part {
			content = by(content)
		}
		out, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
