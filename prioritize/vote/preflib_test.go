package vote_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize/sheet"
	"ashar/prioritize/vote"
)

const presentHead = "# FILE NAME: a.toc\n# TITLE: Needs: 2026\n# NUMBER ALTERNATIVES: 4\n# NUMBER VOTERS: 6\n# NUMBER UNIQUE ORDERS: 3\n# ALTERNATIVE NAME 1: Clean water\n# ALTERNATIVE NAME 2: Roads: all\n# ALTERNATIVE NAME 4: 4\n"

func TestReadPrefLib(t *testing.T) {
	for _, c := range []struct {
		name string
		kind vote.Kind
		text string
		want string
	}{
		{name: "soc", kind: vote.SOC, text: presentHead + "3: 1,2,3,4\n2: 4,3,2,1\n1: 2,1,3,4\n", want: "1 2 3 4; 3: 1>2>3>4; 2: 4>3>2>1; 1: 2>1>3>4"},
		{name: "soi", kind: vote.SOI, text: presentHead + "3:1\n2: 4, 3\n\n1:\n", want: "1 2 3 4; 3: 1; 2: 4>3; 1:"},
		{name: "toc", kind: vote.TOC, text: presentHead + "5: 1,{2,3,4}\r\n1: {4,3},2,1\r\n", want: "1 2 3 4; 5: 1>2=3=4; 1: 4=3>2>1"},
		{name: "toi", kind: vote.TOI, text: presentHead + "5: { 1 , 2 } , 3\n# a remark\n1: {4}\n", want: "1 2 3 4; 5: 1=2>3; 1: 4"},
		{name: "no voters given", kind: vote.SOI, text: "# NUMBER ALTERNATIVES: 2\n7: 2\n", want: "1 2; 7: 2"},
		{name: "old soc", kind: vote.SOC, text: "3\n1,A\n2,B, and more\n3,C\n9,9,2\n5,1,2,3\n4,3,2,1\n", want: "1 2 3; 5: 1>2>3; 4: 3>2>1"},
		{name: "old toi", kind: vote.TOI, text: "3\n1,A\n2,B\n3,C\n9,9,2\n5,1,{2,3}\n4,{3,1}\n", want: "1 2 3; 5: 1>2=3; 4: 3=1"},
	} {
		a, err := vote.ReadPrefLib(strings.NewReader(c.text), c.kind)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := told(&a.Profile); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestReadPrefLibNamesTheAlternatives(t *testing.T) {
	a, err := vote.ReadPrefLib(strings.NewReader(presentHead+"6: 1\n"), vote.SOI)
	if err != nil {
		t.Fatal(err)
	}
	want := []vote.Item{{ID: "1", Name: "Clean water"}, {ID: "2", Name: "Roads: all"}, {ID: "3", Name: "3"}, {ID: "4", Name: "4"}}
	if diff := cmp.Diff(want, a.Profile.Items); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	old, err := vote.ReadPrefLib(strings.NewReader("2\n1,A\n2,B, and more\n1,1,1\n1,2\n"), vote.SOI)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]vote.Item{{ID: "1", Name: "A"}, {ID: "2", Name: "B, and more"}}, old.Profile.Items); diff != "" {
		t.Errorf("old: (-want +got)\n%s", diff)
	}
}

func TestReadPrefLibSaysWhereTheFileIsWrong(t *testing.T) {
	two := "# NUMBER ALTERNATIVES: 2\n"
	for _, c := range []struct {
		name string
		kind vote.Kind
		text string
		want string
	}{
		{name: "empty", kind: vote.SOC, text: "", want: `line 1: the head has no line "# NUMBER ALTERNATIVES: ..." before the orders`},
		{name: "no head", kind: vote.SOC, text: "# TITLE: x\n1: 1,2\n", want: `line 2: the head has no line "# NUMBER ALTERNATIVES: ..." before the orders`},
		{name: "no orders", kind: vote.SOC, text: two, want: "there are no answers in the file"},
		{name: "alternatives", kind: vote.SOC, text: "# NUMBER ALTERNATIVES: many\n", want: `line 1, column 24: "many" is not a whole number from 1 to 4096`},
		{name: "too many alternatives", kind: vote.SOC, text: "# NUMBER ALTERNATIVES: 99999999\n", want: `line 1, column 24: "99999999" is not a whole number from 1 to 4096`},
		{name: "voters", kind: vote.SOC, text: two + "# NUMBER VOTERS: 3\n2: 1,2\n", want: "the counts of the orders sum to 2, and the head says 3 voters"},
		{name: "name of none", kind: vote.SOC, text: two + "# ALTERNATIVE NAME 3: x\n2: 1,2\n", want: "the head names alternative 3, and says that there are 2"},
		{name: "name's number", kind: vote.SOC, text: two + "# ALTERNATIVE NAME x: x\n2: 1,2\n", want: "line 2, column 1: the number of the alternative is not a whole number of 1 or more"},
		{name: "count", kind: vote.SOC, text: two + "x: 1,2\n", want: `line 2, column 1: "x" is not a whole number of 1 or more`},
		{name: "negative count", kind: vote.SOC, text: two + "-1: 1,2\n", want: `line 2, column 1: "-1" is not a whole number of 1 or more`},
		{name: "counts too large", kind: vote.SOC, text: two + "9007199254740992: 1,2\n1: 2,1\n", want: "line 3, column 1: the counts sum to more than 9007199254740992"},
		{name: "no colon", kind: vote.SOI, text: two + "3\n", want: `line 2, column 1: a line of orders is "count: 1,2,3"`},
		{name: "out of range", kind: vote.SOC, text: two + "1: 1,3\n", want: `line 2, column 6: "3" is none of the alternatives 1 to 2`},
		{name: "zero", kind: vote.SOC, text: two + "1: 0,1\n", want: `line 2, column 4: "0" is none of the alternatives 1 to 2`},
		{name: "twice", kind: vote.SOI, text: two + "1: 1,1\n", want: "line 2, column 6: alternative 1 stands twice in the order"},
		{name: "twice over ties", kind: vote.TOI, text: two + "1: {1,2},1\n", want: "line 2, column 10: alternative 1 stands twice in the order"},
		{name: "incomplete", kind: vote.SOC, text: two + "1: 1\n", want: "line 2, column 4: the order ranks 1 of 2 alternatives, and all in a .soc file; call the file .soi if orders may be incomplete"},
		{name: "incomplete with ties", kind: vote.TOC, text: two + "1:\n", want: "line 2, column 3: the order ranks 0 of 2 alternatives, and all in a .toc file; call the file .toi if orders may be incomplete"},
		{name: "tie in soi", kind: vote.SOI, text: two + "1: {1,2}\n", want: "line 2, column 4: a tie, which a .soi file has not; call the file .toi if it may have ties"},
		{name: "open brace", kind: vote.TOI, text: two + "1: 1,{2\n", want: "line 2, column 6: the brace { is not closed"},
		{name: "brace in brace", kind: vote.TOI, text: two + "1: {1,{2}}\n", want: "line 2, column 4: the brace { is not closed"},
		{name: "brace alone", kind: vote.TOI, text: two + "1: 1,2}\n", want: `line 2, column 6: "2}": braces do not match; a tie is {1,2}`},
		{name: "no comma", kind: vote.TOI, text: two + "1: {1}2\n", want: "line 2, column 7: a comma must stand after }"},
		{name: "empty braces", kind: vote.TOI, text: two + "1: {},2\n", want: "line 2, column 4: nothing stands in the braces; leave them out"},
		{name: "comma at the end", kind: vote.SOI, text: two + "1: 1,\n", want: "line 2, column 6: the order ends in a comma"},
		{name: "two commas", kind: vote.SOI, text: two + "1: 1,,2\n", want: `line 2, column 6: "" is none of the alternatives 1 to 2`},
		{name: "old, names", kind: vote.SOC, text: "2\n1,A\n3,B\n", want: `line 3, column 1: want alternative 2: "2,name"`},
		{name: "old, ends in names", kind: vote.SOC, text: "2\n1,A\n", want: `line 2: the file ends before all 2 alternatives have their line "number,name"`},
		{name: "old, ends after names", kind: vote.SOC, text: "1\n1,A\n", want: `line 2: the file ends before the line "voters,sum of counts,unique orders"`},
		{name: "old, numbers", kind: vote.SOC, text: "1\n1,A\n4\n", want: "line 3, column 1: want three numbers: voters,sum of counts,unique orders"},
		{name: "old, sum", kind: vote.SOC, text: "1\n1,A\n4,4,1\n3,1\n", want: "the counts of the orders sum to 3, and the head says 4 voters"},
	} {
		_, err := vote.ReadPrefLib(strings.NewReader(c.text), c.kind)
		var wrong *sheet.Error
		if !errors.As(err, &wrong) || err.Error() != c.want {
			t.Errorf("%s:\ngot  %v\nwant %s", c.name, err, c.want)
		}
	}
	if _, err := vote.ReadPrefLib(strings.NewReader(two), "cat"); err == nil {
		t.Error("cat: no error")
	}
}
