package rankset_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize/rankset"
	"ashar/prioritize/sheet"
)

func TestReadEstimates(t *testing.T) {
	for _, x := range []struct {
		file string
		want *rankset.Estimates
	}{
		{"name,estimate,se\nWater,0.41,0.02\nRoad,-1e-3,0\n",
			&rankset.Estimates{Names: []string{"Water", "Road"}, Values: []float64{0.41, -1e-3}, SE: []float64{0.02, 0}}},
		{"\uFEFFSE;Name;Estimate;note\n0,02;Суу;0,41;x\n",
			&rankset.Estimates{Names: []string{"Суу"}, Values: []float64{0.41}, SE: []float64{0.02}}},
		{"name\tcount\n\"Road, paved\"\t12\nWater\t0\n",
			&rankset.Estimates{Names: []string{"Road, paved", "Water"}, Counts: []int64{12, 0}}},
	} {
		got, err := rankset.ReadEstimates(strings.NewReader(x.file))
		if err != nil {
			t.Errorf("%q: %v", x.file, err)
			continue
		}
		if diff := cmp.Diff(x.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", x.file, diff)
		}
	}
}

func TestReadEstimatesSaysWhereAFileIsWrong(t *testing.T) {
	var many strings.Builder
	many.WriteString("name,count\n")
	for i := range rankset.MaxItems + 1 {
		fmt.Fprintf(&many, "item %d,1\n", i)
	}
	for _, x := range []struct{ file, want string }{
		{"", "the file is empty"},
		{"name,count\n", "there is no item below the heading"},
		{"need,count\nWater,1\n", "line 1: there is no column name; the heading is name,estimate,se or name,count"},
		{"name,estimate\nWater,1\n", "line 1: the heading is name,estimate,se, or name,count for counts of a single choice"},
		{"name,estimate,se,count\nWater,1,1,1\n", "line 1, column 18: there is a column estimate too; keep one of the two"},
		{"name,count,Count\nWater,1,1\n", "line 1, column 12: there is a column count already"},
		{"name,count\nWater,1\n\nWater,2\n", `line 4, column 1: "Water" stands in line 2 already; give each item its own name`},
		{"name,count\n,2\n", "line 2, column 1: the name is missing"},
		{"name,count\n\"a\nb\",2\n", "line 2, column 1: the name has a line break or another control character; write it in one line"},
		{"name,count\nСуу,1.5\n", `line 2, column 5: "1.5" is not a whole number of 0 or more`},
		{"name,count\nWater,-2\n", `line 2, column 7: "-2" is not a whole number of 0 or more`},
		{"name,count\nWater,100000001\n", "line 2, column 7: a count is at most 100000000"},
		{"name,estimate,se\nWater,much,1\n", `line 2, column 7: "much" is not a number`},
		{"name,estimate,se\nWater,1,-0.5\n", "line 2, column 9: a standard error is at least 0, not -0.5"},
		{"name,estimate,se\nWater,1,1e300\n", "line 2, column 9: a standard error of 1e300 is too large"},
		{"name,count\nWater\n", "line 2, column 1: 1 cells, but the heading has 2"},
		{many.String(), "line 502: there are more than 500 items"},
	} {
		e, err := rankset.ReadEstimates(strings.NewReader(x.file))
		var at *sheet.Error
		if !errors.As(err, &at) || err.Error() != x.want {
			t.Errorf("%.60q: got %v and error %v, want %q", x.file, e, err, x.want)
		}
	}
}

// What is read can be ranked; what is not says where it is wrong.
func FuzzReadEstimates(f *testing.F) {
	for _, seed := range []string{
		"name,estimate,se\nWater,0.41,0.02\nRoad,0.3,0\n",
		"name;count\nWater;12\nRoad;7\n",
		"\uFEFFname\testimate\tse\nСуу\t1e-200\t1e153\nЖол\t−3\t0\n",
		"name,count\n\"a\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		e, err := rankset.ReadEstimates(bytes.NewReader(file))
		if err != nil {
			var at *sheet.Error
			if !errors.As(err, &at) || at.Reason == "" {
				t.Fatalf("got error %v, want a *sheet.Error with a reason", err)
			}
			return
		}
		var s rankset.Sets
		if e.Counts != nil {
			small := make([]int64, len(e.Counts))
			for j, n := range e.Counts {
				small[j] = n % 1000 // time grows with the root
			}
			s, err = rankset.Multinomial(small, 0.95)
		} else {
			s, err = rankset.Simultaneous(e.Values, rankset.Independent(e.SE), rankset.Options{Draws: 100})
		}
		if err != nil {
			t.Fatalf("cannot rank what was read, %+v: %v", e, err)
		}
		if len(s.Items) != len(e.Names) {
			t.Fatalf("got %d sets of %d items", len(s.Items), len(e.Names))
		}
		for j, x := range s.Items {
			if x.Low < 1 || x.Low > x.Rank || x.Rank > x.High || x.High > len(s.Items) {
				t.Fatalf("item %d: got set %+v of %d items", j, x, len(s.Items))
			}
		}
	})
}
