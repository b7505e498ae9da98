package sheet_test

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize/sheet"
)

// texts are the cells' texts, row by row.
func texts(rows [][]sheet.Cell) [][]string {
	all := make([][]string, len(rows))
	for i, row := range rows {
		for _, c := range row {
			all[i] = append(all[i], c.Text)
		}
	}
	return all
}

func TestReadTakesWhatSpreadsheetsSave(t *testing.T) {
	want := [][]string{{"need", "share"}, {"water", "1"}, {"roads", "2"}}
	for _, c := range []struct{ name, text string }{
		{name: "commas", text: "need,share\nwater,1\nroads,2\n"},
		{name: "semicolons", text: "need;share\nwater;1\nroads;2"},
		{name: "tabs", text: "need\tshare\nwater\t1\nroads\t2\n"},
		{name: "byte order mark", text: "\ufeffneed,share\r\nwater,1\r\nroads,2\r\n"},
		{name: "quotes, space, empty lines", text: "\n\"need\", share\n,\n water ,1\n\n\"roads\",2\n,\n"},
	} {
		s, err := sheet.Read(strings.NewReader(c.text))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(want, texts(append([][]sheet.Cell{s.Head}, s.Rows...))); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestReadSaysWhereTheFileIsWrong(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{name: "nothing", text: "", want: "the file is empty"},
		{name: "blank", text: "\n,,\n", want: "the file is empty"},
		{name: "short row", text: "a,b\n1,2\n3\n", want: "line 3, column 1: 1 cells, but the heading has 2"},
		{name: "only the heading tells what parts cells", text: "a\n1;2\n3,4\n", want: "line 3, column 3: 2 cells, but the heading has 1"},
		{name: "quote within", text: "a,b\nөө x\"y,2\n", want: `line 2, column 5: a quotation mark within a cell that does not begin with one; write "" for it in a quoted cell`},
		{name: "quote left open", text: "a,b\n\"x,2\n", want: "line 2, column 5: a quotation mark that is not closed, or text after the closing one"},
		{name: "not UTF-8", text: "a,b\nөx\xff,2\n", want: "line 2, column 3: the file is not UTF-8; save it as CSV UTF-8"},
		{name: "UTF-16", text: "\xff\xfea\x00", want: "the file is UTF-16; save it as CSV UTF-8"},
		{name: "too many cells", text: strings.Repeat(",", sheet.MaxCells), want: fmt.Sprintf("the file has more than %d cells; leave out columns that are not needed, or part it", sheet.MaxCells)},
	} {
		_, err := sheet.Read(strings.NewReader(c.text))
		var wrong *sheet.Error
		if !errors.As(err, &wrong) || wrong.Error() != c.want {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
}

func TestReadPassesTheReadersErrorOn(t *testing.T) {
	if _, err := sheet.Read(iotest.ErrReader(io.ErrUnexpectedEOF)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v, want %v", err, io.ErrUnexpectedEOF)
	}
}

func TestRowsMayBeOfAnyLength(t *testing.T) {
	rows, err := sheet.Rows(strings.NewReader("water\nroads;light\n\nwater;roads;light\n"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"water"}, {"roads", "light"}, {"water", "roads", "light"}}, texts(rows)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Columns count characters, in long lines and in cells that go over several.
func TestCellsKnowWhereTheyStand(t *testing.T) {
	rows, err := sheet.Rows(strings.NewReader("суу,\"жол\nжолу\",мектеп\n" + strings.Repeat("ө,", 50_000) + "ү\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ row, cell, line, column int }{{0, 0, 1, 1}, {0, 1, 1, 5}, {0, 2, 2, 7}, {1, 0, 3, 1}, {1, 1, 3, 3}, {1, 50_000, 3, 100_001}} {
		got := rows[c.row][c.cell]
		if got.Line != c.line || got.Column != c.column {
			t.Errorf("row %d, cell %d: got line %d, column %d, want %d, %d", c.row, c.cell, got.Line, got.Column, c.line, c.column)
		}
	}
}

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		text, parts string
		want        float64 // NaN: no number
	}{
		{text: "12.5", parts: ",", want: 12.5}, {text: "12,5", parts: ";", want: 12.5}, {text: "1 234,5", parts: ";", want: 1234.5},
		{text: "1\u00a0234", parts: ",", want: 1234}, {text: "\u22123", parts: ",", want: -3},
		{text: "1,2,3", parts: ";", want: math.NaN()}, {text: "inf", parts: ",", want: math.NaN()}, {text: "nan", parts: ",", want: math.NaN()},
		{text: "", parts: ",", want: math.NaN()}, {text: "x", parts: ",", want: math.NaN()},
	} {
		s, err := sheet.Read(strings.NewReader("a" + c.parts + "b\n" + c.text + c.parts + "1\n"))
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		got, err := s.Rows[0][0].Number()
		if math.IsNaN(c.want) {
			if err == nil || err.Error() != fmt.Sprintf("line 2, column 1: %q is not a number", c.text) {
				t.Errorf("%q: got %v, %v, want an error at line 2, column 1", c.text, got, err)
			}
		} else if got != c.want || err != nil {
			t.Errorf("%q: got %v, %v, want %v", c.text, got, err, c.want)
		}
	}
}

func TestCountsAreWholeAndNotNegative(t *testing.T) {
	s, err := sheet.Read(strings.NewReader("n,A,b\n7,-1,1.5\n"))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := s.Rows[0][s.Column("N")].Count(); n != 7 || err != nil {
		t.Errorf("7: got %d, %v", n, err)
	}
	for _, name := range []string{"a", "b"} {
		if n, err := s.Rows[0][s.Column(name)].Count(); err == nil {
			t.Errorf("%s: got %d, want an error", name, n)
		}
	}
	if got := s.Column("c"); got != -1 {
		t.Errorf("c: got column %d, want -1", got)
	}
}

// What is read has the shape that is promised, every place is within the text, and
// an error is an *Error.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"a,b\n1,2\n", "\ufeffa;b\r\n\"1\n2\";2,5\r\n", "a\tb\n1\n", "\"", "a\nb,c\n", "ө,\"ү\"\"\"\n\xff", ",\n,", "0,000,\"000000000000\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Split(text, "\n")
		for name, read := range map[string]func(io.Reader) ([][]sheet.Cell, error){
			"Rows": sheet.Rows,
			"Read": func(r io.Reader) ([][]sheet.Cell, error) {
				s, err := sheet.Read(r)
				if err != nil {
					return nil, err
				}
				for _, row := range s.Rows {
					if len(row) != len(s.Head) {
						t.Errorf("a row of %d cells under a heading of %d", len(row), len(s.Head))
					}
				}
				return append([][]sheet.Cell{s.Head}, s.Rows...), nil
			},
		} {
			rows, err := read(strings.NewReader(text))
			var wrong *sheet.Error
			if err != nil && !errors.As(err, &wrong) {
				t.Errorf("%s: %v is no *sheet.Error", name, err)
			}
			if wrong != nil && wrong.Line > 0 && (wrong.Line > len(lines) || wrong.Column > len([]rune(lines[wrong.Line-1]))+1) {
				t.Errorf("%s: %v stands outside of %q", name, wrong, text)
			}
			if err == nil && len(rows) == 0 {
				t.Errorf("%s: neither rows nor an error", name)
			}
			for _, row := range rows {
				for _, c := range row {
					if c.Line < 1 || c.Line > len(lines) || c.Column < 1 || c.Column > len([]rune(lines[c.Line-1]))+1 {
						t.Errorf("%s: %q stands at line %d, column %d of %q", name, c.Text, c.Line, c.Column, text)
					}
				}
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	text := "id,village,list\n" + strings.Repeat("12345,Ак-Терек,\"water roads light\"\n", 10_000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sheet.Read(strings.NewReader(text)); err != nil {
			b.Fatal(err)
		}
	}
}

// Spreadsheets are told what parts the cells by a line that is not part of the table.
func TestALineThatNamesTheSeparatorIsHonoured(t *testing.T) {
	for _, file := range []string{"sep=;\nname;n\na,b;2\n", "\ufeffSEP=;\r\nname;n\r\na,b;2\r\n", "sep=\t\nname\tn\na,b\t2\n"} {
		s, err := sheet.Read(strings.NewReader(file))
		if err != nil {
			t.Fatalf("%q: %v", file, err)
		}
		if len(s.Rows) != 1 || len(s.Head) != 2 || s.Rows[0][0].Text != "a,b" || s.Rows[0][0].Line != 3 {
			t.Errorf("%q: got head %v and rows %v", file, s.Head, s.Rows)
		}
	}
}
