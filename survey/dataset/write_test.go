package dataset_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"ashar/survey"
	"ashar/survey/dataset"
)

// TestShapes has every shape in Kyrgyz and in Russian.
func TestShapes(t *testing.T) {
	for _, lang := range []string{"ky", "ru"} {
		for name, s := range map[string]struct {
			shape  dataset.Shape
			format dataset.Format
		}{
			"codes.csv":           {dataset.Shape{Zone: bishkek}, dataset.CSV},
			"labels.csv":          {dataset.Shape{Labels: lang, Choices: dataset.Joined, Zone: bishkek}, dataset.CSV},
			"labels.excel.csv":    {dataset.Shape{Labels: lang, Choices: dataset.Split, Excel: true, Zone: bishkek}, dataset.CSV},
			"without.csv":         {dataset.Shape{Labels: lang, NoWords: true, Choices: dataset.Joined}, dataset.CSV},
			"codes.hxl.csv":       {dataset.Shape{Choices: dataset.Split}, dataset.HXL},
			"labels.hxl.csv":      {dataset.Shape{Labels: lang, Choices: dataset.Joined, NoWords: true}, dataset.HXL},
			"codes.ndjson":        {dataset.Shape{}, dataset.NDJSON},
			"labels.json":         {dataset.Shape{Labels: lang, Choices: dataset.Joined, Zone: bishkek}, dataset.JSON},
			"labels.xlsx.json":    {dataset.Shape{Labels: lang, Zone: bishkek}, dataset.XLSX},
			"codes.codebook.json": {dataset.Shape{Choices: dataset.Split, NoWords: true}, ""},
		} {
			l := dataset.New(speaker(t, lang), []*survey.Questionnaire{later(), earlier()}, municipality(), s.shape)
			var got []byte
			switch s.format {
			case "":
				got = pretty(t, l.Columns())
			case dataset.XLSX:
				got = pretty(t, book(t, written(t, l, s.format, answered()...)))
			default:
				got = written(t, l, s.format, answered()...)
			}
			golden(t, lang+"."+name, got)
		}
	}
}

func pretty(t *testing.T, x any) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(x); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestJSONHasTypes(t *testing.T) {
	l := dataset.New(speaker(t, "ky"), []*survey.Questionnaire{later(), earlier()}, municipality(), dataset.Shape{})
	all := answered()
	var got []map[string]any
	if err := json.Unmarshal(written(t, l, dataset.JSON, all...), &got); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]any{
		"years": 41.0, "sum": 42.5, "_edits": 2.0, "_shared": true, "needs/park": true, "needs/water": false, "order/park": 1.0, "order/water": nil, "age": nil,
		"note": "0555", "born": "1999-12-31", "_submitted": "2026-06-15T12:01:30Z", "spot/longitude": -72.25, "_judgement": "excluded", "wish": "Биринчи сап; \"тырмакча\", үтүр\n- экинчи сап",
	} {
		if value, there := got[1][name]; !there || value != want {
			t.Errorf("%s: got %v (%t), want %v", name, value, there, want)
		}
	}
	if needs, _ := got[0]["needs"].([]any); len(needs) != 2 || needs[1] != "other" {
		t.Errorf("chosen are %v", got[0]["needs"])
	}
	lines := bytes.Split(bytes.TrimSpace(written(t, l, dataset.NDJSON, all...)), []byte("\n"))
	if len(lines) != 3 || !bytes.Equal(lines[1], l.Object(&all[1])) {
		t.Errorf("lines: got %d, want 3, the second of which is\n%s", len(lines), l.Object(&all[1]))
	}
	var none []any
	if err := json.Unmarshal(written(t, l, dataset.JSON), &none); err != nil || none == nil || len(none) > 0 {
		t.Errorf("of no responses: got %v, %v, want an empty array", none, err)
	}
}

var errGone = errors.New("the store is gone")

// What ended early does not look whole to those who read it.
func TestWhatEndsEarlySaysSo(t *testing.T) {
	all := answered()
	ends := func(yield func(survey.Response, error) bool) {
		_ = yield(all[0], nil) && yield(all[1], nil) && yield(survey.Response{}, errGone)
	}
	for _, excel := range []bool{false, true} {
		l := dataset.New(speaker(t, "ky"), []*survey.Questionnaire{later(), earlier()}, municipality(), dataset.Shape{Excel: excel})
		for _, f := range dataset.Formats() {
			var out bytes.Buffer
			err := l.Write(&out, f, ends)
			if !errors.Is(err, errGone) || !strings.Contains(err.Error(), "after 2 answers") {
				t.Errorf("%s: got %v", f, err)
			}
			whole := true
			switch f {
			case dataset.XLSX:
				whole = out.Len() > 0
			case dataset.JSON:
				whole = json.Valid(out.Bytes())
			case dataset.NDJSON:
				for line := range bytes.Lines(out.Bytes()) {
					whole = whole && (len(bytes.TrimSpace(line)) == 0 || json.Valid(line))
				}
			default:
				r := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff")))
				if excel {
					r.Comma = ';'
				}
				_, err := r.ReadAll()
				whole = !errors.Is(err, csv.ErrFieldCount)
			}
			if whole {
				t.Errorf("%s: looks whole:\n%s", f, &out)
			}
			if f != dataset.XLSX && !strings.Contains(out.String(), "!!! NOT WHOLE: it ended early, after 2 answers") {
				t.Errorf("%s: does not say that it ended early:\n%s", f, &out)
			}
		}
	}
	if err := dataset.New(speaker(t, "ky"), []*survey.Questionnaire{later()}, municipality(), dataset.Shape{}).Write(io.Discard, "pdf", stream()); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("an unknown format: got %v, want an ErrInvalid", err)
	}
}

// many streams so many responses, and notes how much of the heap is in use on the way.
func many(n int, peak *uint64) func(func(survey.Response, error) bool) {
	all := answered()
	return func(yield func(survey.Response, error) bool) {
		var m runtime.MemStats
		for i := range n {
			r := all[i%len(all)]
			r.ID = strconv.Itoa(i)
			if !yield(r, nil) {
				return
			}
			if peak != nil && i%(n/8) == n/8-1 {
				runtime.GC()
				runtime.ReadMemStats(&m)
				*peak = max(*peak, m.HeapAlloc)
			}
		}
	}
}

// The heap in use while 50,000 responses are written is that of 1,000: what a writer holds does not grow.
func TestHeapDoesNotGrow(t *testing.T) {
	const room = 20 << 20 // the part of a workbook that excelize holds before it goes to the file, and what tests leave
	l := dataset.New(speaker(t, "ky"), []*survey.Questionnaire{later(), earlier()}, municipality(), dataset.Shape{Choices: dataset.Joined, NoWords: true})
	for _, f := range []dataset.Format{dataset.CSV, dataset.NDJSON, dataset.XLSX} {
		var few, lots uint64
		for n, peak := range map[int]*uint64{1000: &few, 50_000: &lots} {
			if err := l.Write(io.Discard, f, many(n, peak)); err != nil {
				t.Fatal(err)
			}
		}
		limit := few + 1<<20
		if f == dataset.XLSX {
			limit += room
		}
		if lots > limit {
			t.Errorf("%s: %d KiB in use with 50,000 responses, %d with 1,000", f, lots>>10, few>>10)
		}
	}
}
