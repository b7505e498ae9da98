package vote_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"ashar/prioritize/sheet"
	"ashar/prioritize/vote"
)

// told writes a profile as its items and then its ballots: "a b c; 2: a>b=c".
func told(p *vote.Profile) string {
	var s strings.Builder
	if p.Listed {
		s.WriteString("listed: ")
	}
	for i, x := range p.Items {
		if i > 0 {
			s.WriteString(" ")
		}
		s.WriteString(x.ID)
	}
	for _, b := range p.Ballots {
		fmt.Fprintf(&s, "; %v:", b.Weight)
		for i, tier := range b.Tiers {
			for k, j := range tier {
				sign := " "
				if k > 0 {
					sign = "="
				} else if i > 0 {
					sign = ">"
				}
				s.WriteString(sign + p.Items[j].ID)
			}
		}
	}
	return s.String()
}

func TestReadCSVTellsTheLayout(t *testing.T) {
	for _, c := range []struct{ name, text, column, beside, want string }{
		{name: "pairs", text: "winner,loser\nwater,roads\nroads,light\n", want: "listed: water roads light; 1: water>roads; 1: roads>light"},
		{name: "pairs with n", text: "Loser;n;Winner;weight\na;3;b;0,5\n", want: "listed: b a; 1.5: b>a"},
		{name: "places", text: "water,roads,light\n1,2,\n2,1,1\n,3,0\n", want: "water roads light; 1: water>roads; 1: roads=light>water; 1: roads"},
		{name: "places, gaps and decimals", text: "a;b;c\n1,0;5;\n", want: "a b c; 1: a>b"},
		{name: "approvals", text: "a,b,c\n1,0,1\n0,0,0\n,,\n1,1,1\n", want: "a b c; 1: a=c; 1:; 1: a=b=c"},
		{name: "places with n and weight", text: "N,a,b,weight\n2,1,2,1.5\n1,,,4\n", want: "a b; 3: a>b"},
		{name: "an item that nobody ranks", text: "a,b\n1,\n2,\n", want: "a b; 1: a; 1: a"},
		{name: "places, a column without name or cells", text: "a,b,\n1,2,\n", want: "a b; 1: a>b"},
		{name: "places beside a village", text: "village,a,b\nx,1,2\n", beside: "Village", want: "a b; 1: a>b"},
		{name: "lists with a heading", text: "first,second,third\nwater,roads,light\nlight,water,\nroads\n", want: "water roads light; 1: water>roads>light; 1: light>water; 1: roads"},
		{name: "lists with a heading of numbers", text: "1,2\nwater,roads\nroads,water\n", want: "water roads; 1: water>roads; 1: roads>water"},
		{name: "lists without a heading", text: "water,roads,light\nlight,water\nroads\n", want: "water roads light; 1: water>roads>light; 1: light>water; 1: roads"},
		{name: "lists of numbers without a heading", text: "3,1,2\n1,2,3\n", want: "3 1 2; 1: 3>1>2; 1: 1>2>3"},
		{name: "a single list", text: "water,roads\n", want: "water roads; 1: water>roads"},
		{name: "names with spaces, cell by cell", text: "clean water,roads\nroads,clean water\n", want: "clean water roads; 1: clean water>roads; 1: roads>clean water"},
		{name: "lists with n and weight", text: "first,second,n,weight\na,b,2,1\nb,,1,0.5\n", want: "a b; 2: a>b; 0.5: b"},
		{name: "lists beside a village", text: "village,first,second\nx,a,b\nx,b,a\n", beside: "village", want: "a b; 1: a>b; 1: b>a"},
		{name: "one column, by spaces", text: "needs\nwater roads\nlight  water\n", want: "water roads light; 1: water>roads; 1: light>water"},
		{name: "one column of numbers", text: "needs\n1 3 5\n3 1\n", want: "1 3 5; 1: 1>3>5; 1: 3>1"},
		{name: "one column, by >", text: "clean water > roads\nroads>light\nclean water\n", want: "clean water roads light; 1: clean water>roads; 1: roads>light; 1: clean water"},
		{name: "one column with n", text: "needs,n\nwater roads,3\nroads,2\n", want: "water roads; 3: water>roads; 2: roads"},
		{name: "one column of pairs", text: "pairs\na>b c=b\nb>c\n", want: "listed: a b c; 1: a>b; 1: c=b; 1: b>c"},
		{name: "twice in a row", text: "a,b,a\nb,b,a\n", want: "a b; 1: a>b; 1: b>a"},
		{name: "a column of an export", text: "_id,_village,needs,n\n1,x,water roads,2\n2,y,,3\n3,x,roads,4\n", column: "needs", want: "water roads; 1: water>roads; 1: roads"},
	} {
		o := vote.CSVOptions{Column: c.column}
		if c.beside != "" {
			o.Beside = []string{c.beside}
		}
		a, err := vote.ReadCSV(strings.NewReader(c.text), o)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := told(&a.Profile); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
		if err := a.Profile.Validate(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestReadCSVSaysWhereTheFileIsWrong(t *testing.T) {
	for _, c := range []struct{ name, text, column, want string }{
		{name: "empty", text: "", want: "the file is empty"},
		{name: "no answers", text: "winner,loser\n", want: "there are no answers in the file"},
		{name: "no answers in the column", text: "a,b\n,1\n", column: "a", want: "there are no answers in the file"},
		{name: "all weigh 0", text: "a,b,n\n1,2,0\n", want: "all answers weigh 0; give at least one a larger weight or number"},
		{name: "no such column", text: "a,b\n1,2\n", column: "c", want: `line 1: there is no column "c"; the columns are a, b`},
		{name: "column, ragged", text: "a,b\n1\n", column: "a", want: "line 2, column 1: 1 cells, but the heading has 2"},
		{name: "pair without loser", text: "winner,loser\nb,c\na,\n", want: "line 3, column 3: a pair needs a winner and a loser"},
		{name: "pair with itself", text: "winner,loser\na,a\n", want: `line 2, column 1: "a" is compared with itself`},
		{name: "pairs, n", text: "winner,loser,n\na,b,x\n", want: `line 2, column 5: "x" is not a whole number of 0 or more`},
		{name: "place", text: "a,b\n1,2\n1.5,1\n,1\n", want: `line 3, column 1: "1.5" is no place; write 1 for the best, 2 for the next, and 0 or nothing for what is not ranked; leave out columns that are no items, or name the one that holds lists`},
		{name: "places, item twice", text: "a,b,a\n1,2,3\n", want: `line 1, column 5: two columns are called "a"; give each item one`},
		{name: "places, no name", text: "a,b,\n1,2,3\n", want: "line 1, column 5: a column without a name; write the item's name into the heading"},
		{name: "places, ragged", text: "a,b\n1,2\n1\n", want: "line 3, column 1: 1 cells, but the heading has 2"},
		{name: "weight", text: "a,b,weight\n1,2,-1\n", want: "line 2, column 5: -1 is no weight; write a number from 0 to 1e15"},
		{name: "lists, no n", text: "first,second,n\na,b,2\nb\n", want: "line 3: the row ends before its column n"},
		{name: "quote", text: "a,b\n\"x\"y,b\n", want: "line 2, column 3: a quotation mark that is not closed, or text after the closing one"},
	} {
		_, err := vote.ReadCSV(strings.NewReader(c.text), vote.CSVOptions{Column: c.column})
		var wrong *sheet.Error
		if !errors.As(err, &wrong) || err.Error() != c.want {
			t.Errorf("%s:\ngot  %v\nwant %s", c.name, err, c.want)
		}
	}
}

func TestReadCSVBoundsTheItems(t *testing.T) {
	var s strings.Builder
	for i := range vote.MaxProfileItems + 1 {
		fmt.Fprintf(&s, "a,x%d\n", i)
	}
	_, err := vote.ReadCSV(strings.NewReader(s.String()), vote.CSVOptions{})
	if want := "line 4096, column 3: more than 4096 different items"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestReadersPassTheReadersErrorOn(t *testing.T) {
	broken := iotest.ErrReader(io.ErrUnexpectedEOF)
	_, csv := vote.ReadCSV(broken, vote.CSVOptions{})
	_, lib := vote.ReadPrefLib(broken, vote.SOC)
	_, weights := vote.ReadWeights(broken)
	for name, err := range map[string]error{"ReadCSV": csv, "ReadPrefLib": lib, "ReadWeights": weights} {
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: got %v, want %v", name, err, io.ErrUnexpectedEOF)
		}
	}
}
