package vote_test

import (
	"errors"
	"strings"
	"testing"

	"ashar/prioritize/sheet"
	"ashar/prioritize/vote"
)

// wants is an answer that can be counted, or an *Error that stands in the text.
func wants(t *testing.T, text string, a *vote.Answers, err error) {
	t.Helper()
	var wrong *sheet.Error
	switch {
	case err == nil:
		if err := a.Profile.Validate(); err != nil {
			t.Errorf("%q was read: %v", text, err)
		}
	case !errors.As(err, &wrong):
		t.Errorf("%q: %v is no *sheet.Error", text, err)
	default:
		within(t, text, wrong)
	}
}

func within(t *testing.T, text string, wrong *sheet.Error) {
	t.Helper()
	lines := strings.Split(text, "\n")
	if wrong.Line < 0 || wrong.Line > len(lines) || wrong.Column < 0 || wrong.Line > 0 && wrong.Column > len([]rune(lines[wrong.Line-1]))+1 {
		t.Errorf("%q: %v stands outside", text, wrong)
	}
}

func FuzzReadPrefLib(f *testing.F) {
	for _, text := range []string{presentHead + "6: 1,{2,3},4\n", "3\n1,A\n2,B\n3,C\n9,9,2\n5,1,{2,3}\n4,{3,1}\n", "# NUMBER ALTERNATIVES: 2\n1: {1,\n", "1\n1,ү\n1,1,1\n1", "# ALTERNATIVE NAME 9: ө\n#NUMBER ALTERNATIVES:9\n1:{9}, 8"} {
		for _, kind := range []vote.Kind{vote.SOC, vote.SOI, vote.TOC, vote.TOI} {
			f.Add(text, string(kind))
		}
	}
	f.Fuzz(func(t *testing.T, text, kind string) {
		switch vote.Kind(kind) {
		case vote.SOC, vote.SOI, vote.TOC, vote.TOI:
		default:
			kind = "toi"
		}
		a, err := vote.ReadPrefLib(strings.NewReader(text), vote.Kind(kind))
		wants(t, text, a, err)
	})
}

func FuzzReadCSV(f *testing.F) {
	for _, text := range []string{
		"winner,loser,n\na,b,2\n", "a;b;weight\n1;0;1,5\n", "first,second\nx,y\ny\n", "needs\na b\n", "a > b\nb\n", "p\na>b c=d\n", villages, "\ufeff1,2\n3,4\n", "n,weight\n1,1\n",
	} {
		f.Add(text, "", "")
		f.Add(text, "needs", "village")
	}
	f.Fuzz(func(t *testing.T, text, column, beside string) {
		a, err := vote.ReadCSV(strings.NewReader(text), vote.CSVOptions{Column: column, Beside: []string{beside}})
		wants(t, text, a, err)
	})
}

func FuzzReadWeights(f *testing.F) {
	for _, text := range []string{
		"weight\n1\n2\n3\n4\n", "village,sex,weight\nx,f,1\ny,m,2\ny,f,0\n", `{"cells":[{"village":"x","weight":1},{"village":"y","weight":2}]}`,
		`{"cells":[{"sex":"m","weight":1},{"sex":"f","weight":1}],"cells":[]}`, "{\"CELLS\":[\n1,{}]", "weight,n\n1,2\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		w, err := vote.ReadWeights(strings.NewReader(text))
		if err == nil {
			a := answersIn(t, villages, vote.CSVOptions{Column: "needs"})
			err = a.Weigh(w)
			text = villages
			wants(t, text, a, err)
			return
		}
		var wrong *sheet.Error
		if !errors.As(err, &wrong) {
			t.Fatalf("%q: %v is no *sheet.Error", text, err)
		}
		within(t, text, wrong)
	})
}
