package dataset_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/dataset"
	"ashar/survey/table"
)

// value draws an answer to a question: anything that it may have.
func value(t *rapid.T, q *survey.Questionnaire, x *survey.Question) survey.Value {
	names := func() []string {
		var all []string
		for _, c := range q.Things(x) {
			all = append(all, c.Name)
		}
		return rapid.Permutation(all).Draw(t, "choices")
	}
	words := rapid.OneOf(rapid.SampledFrom(attacks), rapid.StringMatching(`[a-zөңү0-9;,"' =\n-]{1,20}`), rapid.SampledFrom([]string{"0555", "10-12", "1e5", "'0555"}))
	switch x.Kind {
	case survey.SelectOne:
		return survey.Chosen(names()[0])
	case survey.SelectMultiple, survey.Rank:
		all := names()
		return survey.Chosen(all[:rapid.IntRange(1, len(all)).Draw(t, "chosen")]...)
	case survey.Scale, survey.Points:
		var v survey.Value
		for _, name := range names() {
			if level := rapid.IntRange(0, 2).Draw(t, "level"); level > 0 {
				v.Levels = append(v.Levels, survey.Level{Choice: name, Level: level})
			}
		}
		return v
	case survey.Pairwise:
		all := names()
		return survey.Compared(survey.Pair{First: all[0], Second: all[1], Better: rapid.SampledFrom([]string{all[0], all[1], ""}).Draw(t, "better")})
	case survey.Integer, survey.Decimal, survey.RangeNumber:
		return survey.Value{Number: rapid.SampledFrom([]string{"0", "7", "-3", "0.5", "-12.25", "123456789012345678", "1000000"}).Draw(t, "number")}
	case survey.Date, survey.Today:
		return survey.Value{Date: time.Date(1950, 1, rapid.IntRange(1, 30000).Draw(t, "day"), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)}
	case survey.Geopoint:
		return survey.Located(survey.Point{Latitude: float64(rapid.IntRange(-900, 900).Draw(t, "north")) / 10, Longitude: 72.611234})
	case survey.Image, survey.Audio:
		return survey.Attached(survey.File{ID: "0a1b"})
	case survey.Start, survey.End:
		return survey.Words(noon.Format(time.RFC3339))
	case survey.Calculate:
		return rapid.SampledFrom([]survey.Value{{Number: "4.5"}, {Date: "2001-02-03"}, {Text: "чоң"}}).Draw(t, "calculated")
	}
	return survey.Words(words.Draw(t, "words"))
}

// TestFormatsSayTheSame draws responses and shapes: CSV, JSON and a workbook have the same in the same columns.
func TestFormatsSayTheSame(t *testing.T) {
	forms := []*survey.Questionnaire{later(), earlier()}
	every := everyKind(t)
	ky := speaker(t, "ky")
	rapid.Check(t, func(t *rapid.T) {
		versions := rapid.SampledFrom([][]*survey.Questionnaire{forms, {every}}).Draw(t, "versions")
		shape := dataset.Shape{
			Labels:  rapid.SampledFrom([]string{"", "ky", "ru", "en"}).Draw(t, "labels"),
			Choices: rapid.SampledFrom(dataset.Ways()).Draw(t, "choices"),
			NoWords: rapid.Bool().Draw(t, "without words"),
			Excel:   rapid.Bool().Draw(t, "for Excel"),
			Zone:    rapid.SampledFrom([]*time.Location{nil, bishkek}).Draw(t, "zone"),
		}
		var all []survey.Response
		for i := range rapid.IntRange(1, 3).Draw(t, "responses") {
			q := rapid.SampledFrom(versions).Draw(t, "version")
			r := response(strconv.Itoa(i)+"ab", q)
			for j := range q.Questions {
				if rapid.Bool().Draw(t, "asked") && q.Questions[j].Kind != survey.Note {
					r.Answers = append(r.Answers, answer(q.Questions[j].Name, value(t, q, &q.Questions[j])))
				}
			}
			all = append(all, r)
		}
		l := dataset.New(ky, versions, municipality(), shape)
		said := records(t, written(t, l, dataset.CSV, all...))
		sheet := book(t, written(t, l, dataset.XLSX, all...))[0].Rows
		var objects []map[string]any
		dec := json.NewDecoder(strings.NewReader(string(written(t, l, dataset.JSON, all...))))
		dec.UseNumber()
		if err := dec.Decode(&objects); err != nil {
			t.Fatal(err)
		}
		between := " "
		if shape.Labels != "" {
			between = " | "
		}
		for i, object := range objects {
			if len(object) != len(l.Columns()) {
				t.Fatalf("%d members and %d columns", len(object), len(l.Columns()))
			}
			for j, c := range l.Columns() {
				want := object[c.Heading]
				inCSV, inBook := table.Unguard(said[i+1][j]), ""
				if j < len(sheet[i+1]) {
					inBook = table.Unguard(sheet[i+1][j])
				}
				if w := asCSV(want, between, shape.Excel); inCSV != w {
					t.Fatalf("%s (%s): CSV has %q, JSON %v", c.Heading, c.Type, said[i+1][j], want)
				}
				if w := asBook(t, want, between); inBook != w {
					t.Fatalf("%s (%s): the workbook has %q and should have %q; JSON %v", c.Heading, c.Type, inBook, w, want)
				}
			}
		}
	})
}

// asCSV is how CSV writes what JSON has.
func asCSV(x any, between string, excel bool) string {
	switch x := x.(type) {
	case nil:
		return ""
	case bool:
		return map[bool]string{false: "0", true: "1"}[x]
	case json.Number:
		if excel {
			return strings.Replace(x.String(), ".", ",", 1)
		}
		return x.String()
	case []any:
		var all []string
		for _, s := range x {
			all = append(all, fmt.Sprint(s))
		}
		return strings.Join(all, between)
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(fmt.Sprint(x))
}

// asBook is how a workbook keeps what JSON has: numbers, and days and moments as numbers, by the clock of their zone.
func asBook(t *rapid.T, x any, between string) string {
	switch y := x.(type) {
	case json.Number:
		if len(strings.Trim(y.String(), "-.")) > 15 {
			return y.String()
		}
		f, err := y.Float64()
		if err != nil {
			t.Fatal(err)
		}
		return strconv.FormatFloat(f, 'f', -1, 64)
	case string:
		for _, layout := range []string{time.RFC3339, time.DateOnly} {
			if at, err := time.Parse(layout, y); err == nil {
				_, offset := at.Zone()
				days := float64(at.Unix()+int64(offset)-time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Unix()) / 86400
				return strconv.FormatFloat(days, 'f', -1, 64)
			}
		}
		return y
	}
	return asCSV(x, between, false)
}
