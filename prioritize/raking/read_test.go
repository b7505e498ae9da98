package raking_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize/raking"
	"ashar/prioritize/sheet"
)

const (
	goodCells   = "village,sex,age,n\nA,f,young,10\nA,f,old,12\nA,m,young,8\nA,m,old,9\nB,f,young,7\nB,f,old,0\nB,m,young,20\nB,m,old,6\n"
	goodMargins = "margin,category,target\nvillage,A,300\nvillage,B,200\nsex*age,f*young,120\nsex*age,f*old,130\nsex * age,m * young,125\nsex*age,m*old,125\n"
)

func TestReadCellsAndMargins(t *testing.T) {
	c, err := raking.ReadCells(strings.NewReader(goodCells))
	if err != nil {
		t.Fatalf("ReadCells: %v", err)
	}
	if diff := cmp.Diff([]string{"village", "sex", "age"}, c.Columns); diff != "" || len(c.Counts) != 8 || c.Counts[6] != 20 {
		t.Errorf("got %+v; columns (-want +got):\n%s", c, diff)
	}
	margins, err := c.ReadMargins(strings.NewReader(goodMargins))
	if err != nil {
		t.Fatalf("ReadMargins: %v", err)
	}
	want := []raking.Margin{
		{Name: "village", Categories: []string{"A", "B"}, Of: []int{0, 0, 0, 0, 1, 1, 1, 1}, Targets: []float64{300, 200}},
		{Name: "sex*age", Categories: []string{"f*young", "f*old", "m*young", "m*old"}, Of: []int{0, 1, 2, 3, 0, 1, 2, 3}, Targets: []float64{120, 130, 125, 125}},
	}
	if diff := cmp.Diff(want, margins); diff != "" {
		t.Errorf("margins (-want +got):\n%s", diff)
	}
	r, err := raking.Rake(c.Counts, margins, raking.Bounds{})
	if err != nil || r.Residual > 1e-9 {
		t.Errorf("Rake: residual %v, %v", r.Residual, err)
	}
	sum := 0.0
	for h, g := range r.Weights {
		sum += g * float64(c.Counts[h])
	}
	if math.Abs(sum-500) > 1e-6 {
		t.Errorf("the weights sum to %v, want 500", sum)
	}
}

func TestReadCellsSaysWhatIsWrong(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"empty", "", "the file is empty"},
		{"no count", "village,sex\nA,f\n", `line 1, column 9: the last column is "sex"; it must be n, the number of answers`},
		{"count alone", "n\n5\n", "line 1, column 1: no column of categories stands before n"},
		{"heading alone", "village,n\n", "no cells stand under the heading"},
		{"half an answer", "village,n\nA,5\nB,2.5\n", `line 3, column 3: "2.5" is not a whole number of 0 or more`},
		{"less than nobody", "village,n\nA,-5\n", `line 2, column 3: "-5" is not a whole number of 0 or more`},
		{"twice", "village,n\nA,5\nB,1\nA,2\n", "line 4, column 1: this cell stands on line 2 already; add the two up"},
		{"two columns of a name", "village,Village,n\nA,A,5\n", `line 1, column 9: a second column "Village"`},
		{"a column without a name", "village,,n\nA,A,5\n", "line 1, column 9: a column without a name"},
		{"a star", "a*b,n\nA,5\n", `line 1, column 1: the name "a*b" contains *, by which the columns of a margin are joined`},
		{"nobody answered", "village,n\nA,0\n", "no cell has an answer"},
		{"an empty category", "village,sex,n\nA,f,5\nB,,1\n", "line 3, column 3: an empty category; write what it is, such as unknown"},
		{"a column of weights", "village,weight,n\nA,f,5\n", `line 1, column 9: a column of categories called "weight", as what is worked out is called; give it another name`},
		{"a short row", "village,sex,n\nA,5\n", "line 2, column 3: 2 cells, but the heading has 3"},
	} {
		_, err := raking.ReadCells(strings.NewReader(tt.file))
		wantFault(t, tt.name, err, tt.want)
	}
}

func TestReadMarginsSaysWhatIsWrong(t *testing.T) {
	c, err := raking.ReadCells(strings.NewReader(goodCells))
	if err != nil {
		t.Fatal(err)
	}
	const head = "margin,category,target\n"
	for _, tt := range []struct{ name, file, want string }{
		{"another heading", "margin,category,people\nvillage,A,3\n", "line 1, column 1: no column target; the heading must be margin,category,target"},
		{"no lines", head, "no margins stand under the heading"},
		{"unknown column", head + "town,A,3\n", `line 2, column 1: the cells have no column "town"; they have village, sex, age`},
		{"unknown part", head + "sex*town,f*A,3\n", `line 2, column 1: the cells have no column "town"; they have village, sex, age`},
		{"a column twice", head + "sex*sex,f*f,3\n", `line 2, column 1: the margin has the column "sex" twice`},
		{"more than all money", head + "village,A,1e300\n", "line 2, column 11: a target of 1e300; it must be 0 or more, and at most 1e+15"},
		{"no number", head + "village,A,many\n", `line 2, column 11: "many" is not a number`},
		{"infinite", head + "village,A,Inf\n", `line 2, column 11: "Inf" is not a number`},
		{"below nothing", head + "village,A,-3\n", "line 2, column 11: a target of -3; it must be 0 or more, and at most 1e+15"},
		{"no answers", head + "village,A,3\nvillage,C,4\n", `line 3, column 9: no answers are of category "C" of margin village: join it with another one`},
		{"nobody", head + "village,A,3\nvillage,B,0\n", `line 3, column 11: category "B" of margin village has 33 answers, but nobody for them to stand for: join it with another one`},
		{"twice", head + "village,A,3\nvillage,B,3\nvillage,A,4\n", `line 4, column 9: category "A" of margin village stands on line 2 already`},
		{"left out", head + "village,A,3\n", `margin village: no target for the category "B", which the cells have`},
		{"empty cell of answers", head + "sex*age*village,f*old*B,5\n", `line 2, column 17: no answers are of category "f*old*B" of margin sex*age*village: join it with another one`},
	} {
		_, err := c.ReadMargins(strings.NewReader(tt.file))
		wantFault(t, tt.name, err, tt.want)
	}
}

func wantFault(t *testing.T, name string, err error, want string) {
	t.Helper()
	var fault *sheet.Error
	if !errors.As(err, &fault) || fault.Error() != want {
		t.Errorf("%s: got %v, want %s", name, err, want)
	}
}

// Whatever can be read can be raked, or it is said why not.
func FuzzRead(f *testing.F) {
	f.Add(goodCells, goodMargins)
	f.Add("a;n\nx;1\n", "margin;category;target\na;x;2,5\n")
	f.Add("a,n\n\"x,\ny\",1\n", "margin,category,target\na,\"x,\ny\",1e3\n")
	f.Fuzz(func(t *testing.T, cells, margins string) {
		c, err := raking.ReadCells(strings.NewReader(cells))
		if err != nil {
			return
		}
		m, err := c.ReadMargins(strings.NewReader(margins))
		if err != nil {
			return
		}
		r, err := raking.Rake(c.Counts, m, raking.Bounds{})
		if err != nil {
			return
		}
		for h, g := range r.Weights {
			if math.IsNaN(g) || g < 0 {
				t.Fatalf("cell %d has the weight %v", h, g)
			}
		}
	})
}
