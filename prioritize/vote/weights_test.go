package vote_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize/sheet"
	"ashar/prioritize/vote"
)

const villages = "_id,village,sex,needs\n1,x,f,a b\n2,y,m,b\n3,x,m,\n4,y,f,b a\n"

func answersIn(t testing.TB, text string, o vote.CSVOptions) *vote.Answers {
	t.Helper()
	a, err := vote.ReadCSV(strings.NewReader(text), o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func weightsIn(t testing.TB, text string) *vote.Weights {
	t.Helper()
	w, err := vote.ReadWeights(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestWeightsFindTheirAnswers(t *testing.T) {
	for _, c := range []struct {
		name, weights string
		categories    []string
		want          []float64
	}{
		{name: "a list, with the row without an answer", weights: "weight\n2\n0.5\n7\n0\n", want: []float64{2, 0.5, 0}},
		{name: "a category", weights: "weight;Village\n1,5;x\n3;y\n", categories: []string{"Village"}, want: []float64{1.5, 3, 3}},
		{name: "two categories and n", weights: "village,sex,n,weight\nx,f,1,1\ny,m,1,2\ny,f,1,3\n", categories: []string{"village", "sex"}, want: []float64{1, 2, 3}},
		{name: "JSON", weights: `{"deff":1.2,"cells":[{"village":"x","sex":"f","n":1,"weight":1},{"village":"y","sex":"m","n":1,"weight":2},
			{"village":"y","sex":"f","n":1,"weight":3e0}],"sweeps":4}`, categories: []string{"sex", "village"}, want: []float64{1, 2, 3}},
	} {
		a, w := answersIn(t, villages, vote.CSVOptions{Column: "needs"}), weightsIn(t, c.weights)
		if got := w.Categories(); !slices.Equal(got, c.categories) {
			t.Errorf("%s: got categories %v, want %v", c.name, got, c.categories)
		}
		if err := a.Weigh(w); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []float64
		for _, b := range a.Profile.Ballots {
			got = append(got, b.Weight)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestWeightsMultiplyCounts(t *testing.T) {
	a, err := vote.ReadPrefLib(strings.NewReader("# NUMBER ALTERNATIVES: 2\n3: 1,2\n4: 2,1\n"), vote.SOC)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Weigh(weightsIn(t, "weight\n2\n0.5\n")); err != nil {
		t.Fatal(err)
	}
	if got, want := told(&a.Profile), "1 2; 6: 1>2; 2: 2>1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// All comparisons of a cell are of one answer.
func TestWeightsOfPairsInACell(t *testing.T) {
	a := answersIn(t, "village,pairs\nx,a>b c>b\ny,b>a\n", vote.CSVOptions{Column: "pairs"})
	if err := a.Weigh(weightsIn(t, "weight\n2\n3\n")); err != nil {
		t.Fatal(err)
	}
	if got, want := told(&a.Profile), "listed: a b c; 2: a>b; 2: c>b; 3: b>a"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestWeightsThatCannotBeRead(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{name: "no column", text: "village,w\nx,1\n", want: "line 1: there is no column weight"},
		{name: "no rows", text: "weight\n", want: "there are no weights under the heading"},
		{name: "no number", text: "weight\n1\nx\n", want: `line 3, column 1: "x" is not a number`},
		{name: "negative", text: "village,weight\nx,-1\n", want: "line 2, column 3: -1 is no weight; write a number from 0 to 1e15"},
		{name: "twice", text: "village,weight\nx,1\nx,2\n", want: `line 3, column 1: a second weight for village "x"`},
		{name: "column without name", text: "village,,weight\nx,y,1\n", want: "line 1, column 9: each column needs a name of its own"},
		{name: "ragged", text: "village,weight\nx\n", want: "line 2, column 1: 1 cells, but the heading has 2"},
		{name: "JSON, broken", text: "{\n\"cells\": [}\n", want: "line 2, column 11: invalid character '}' looking for beginning of value"},
		{name: "JSON, cut", text: "{\"cells\": [", want: "line 1, column 11: unexpected end of JSON input"},
		{name: "JSON, no cells", text: "{}", want: `the object has no member "cells" with at least one cell`},
		{name: "JSON, cells of another kind", text: `{"cells": 3}`, want: "line 1, column 11: cannot unmarshal number into Go struct field .cells of type []json.RawMessage"},
		{name: "JSON, no object", text: "{\"cells\":[\n 3]}", want: `line 2, column 2: cell 1: is no object with categories and a weight, as in {"village":"a","weight":1.2}`},
		{name: "JSON, no weight", text: "{\"cells\":[\n{\"v\":\"a\",\"weight\":1},\n{\"v\":\"b\"}]}", want: "line 3, column 1: cell 2: the member weight must be a number from 0 to 1e15"},
		{name: "JSON, other categories", text: "{\"cells\":[{\"v\":\"a\",\"weight\":1},\n{\"w\":\"b\",\"weight\":1}]}", want: "line 2, column 1: cell 2: its texts are its categories; every cell needs the same ones, and at least one"},
		{name: "JSON, twice", text: "{\"cells\":[{\"v\":\"a\",\"weight\":1},\n{\"v\":\"a\",\"weight\":1}]}", want: `line 2, column 1: cell 2: a second weight for v "a"`},
	} {
		_, err := vote.ReadWeights(strings.NewReader(c.text))
		var wrong *sheet.Error
		if !errors.As(err, &wrong) || err.Error() != c.want {
			t.Errorf("%s:\ngot  %v\nwant %s", c.name, err, c.want)
		}
	}
}

func TestEveryAnswerFindsItsWeight(t *testing.T) {
	for _, c := range []struct{ name, weights, want string }{
		{name: "too few", weights: "weight\n1\n2\n3\n", want: "4 rows, and 3 weights; give each row of the answers one, in their order"},
		{name: "no such column", weights: "age,weight\n1,1\n", want: `there is no column "age", by which the weights are told apart`},
		{name: "no such category", weights: "sex,village,weight\nf,x,1\nf,y,1\n", want: `line 3, column 5: no weight is given for sex "m", village "y"`},
		{name: "all 0", weights: "weight\n0\n0\n1\n0\n", want: "all answers weigh 0 by these weights"},
	} {
		a := answersIn(t, villages, vote.CSVOptions{Column: "needs"})
		before := told(&a.Profile)
		err := a.Weigh(weightsIn(t, c.weights))
		var wrong *sheet.Error
		if !errors.As(err, &wrong) || err.Error() != c.want {
			t.Errorf("%s:\ngot  %v\nwant %s", c.name, err, c.want)
		}
		if got := told(&a.Profile); got != before {
			t.Errorf("%s: the answers changed: got %s, want %s", c.name, got, before)
		}
	}
	short := answersIn(t, "first,second,village\na,b,x\nb\n", vote.CSVOptions{Beside: []string{"village"}})
	if err := short.Weigh(weightsIn(t, "village,weight\nx,1\n")); err == nil || err.Error() != "line 3: the row ends before its column village" {
		t.Errorf("a row without its village: got %v", err)
	}
	lists := answersIn(t, "a,b\nb,a\n", vote.CSVOptions{})
	if err := lists.Weigh(weightsIn(t, "village,weight\nx,1\n")); err == nil {
		t.Error("a file without a heading: no error")
	}
}
