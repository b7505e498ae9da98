package xlsform_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"ashar/survey"
	"ashar/survey/xlsform"
)

func TestReadRefusesWhatIsNoWorkbook(t *testing.T) {
	huge := typed()
	huge.set("survey", "A50001", "text")
	wide := typed()
	wide.set("survey", "XFD3", "far out")
	for name, data := range map[string][]byte{
		"nothing":          nil,
		"a text":           []byte("type,name,label\n"),
		"a cut workbook":   typed().usual(t)[:2000],
		"another zip":      zipped(t, map[string]int64{"hello.txt": 10}),
		"an old .xls":      append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 4096)...),
		"a zip bomb":       zipped(t, map[string]int64{"[Content_Types].xml": 12 << 20, "xl/worksheets/sheet1.xml": 12 << 20}),
		"too many rows":    huge.usual(t),
		"too many columns": wide.usual(t),
		"too many bytes":   make([]byte, xlsform.MaxWorkbook+1),
	} {
		t.Run(name, func(t *testing.T) {
			q, err := xlsform.Read(bytes.NewReader(data))
			if !errors.Is(err, survey.ErrInvalid) || q != nil {
				t.Errorf("Read = %v, %v; want an ErrInvalid", q, err)
			}
		})
	}
}

func TestReadReportsAFailingReader(t *testing.T) {
	if _, err := xlsform.Read(io.MultiReader(strings.NewReader("PK"), failing{})); !errors.Is(err, errBroken) {
		t.Errorf("Read = %v, want the reader's error", err)
	}
}

var errBroken = errors.New("broken")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errBroken }

// zipped packs files of so many zeros.
func zipped(t testing.TB, sizes map[string]int64) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, size := range sizes {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.CopyN(w, zeros{}, size); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
