package survey_test

import (
	"testing"

	"pgregory.net/rapid"

	"ashar/survey"
)

// settled enters a line whose total readers know, and returns what is hidden.
func settled(counts ...int64) []bool {
	var l survey.Ledger
	var total int64
	var parts []int
	for _, n := range counts {
		total += n
		parts = append(parts, l.Add(n))
	}
	l.Sum(l.AddKnown(total), parts...)
	l.Settle()
	var hidden []bool
	for _, i := range parts {
		hidden = append(hidden, l.Hidden(i))
	}
	return hidden
}

func TestLedgerHidesTheFewAndWhatGivesThemAway(t *testing.T) {
	for _, tt := range []struct {
		name   string
		counts []int64
		want   []bool
	}{
		{"nothing small", []int64{10, 20, 0}, []bool{false, false, false}},
		{"a small one takes the smallest with it", []int64{3, 20, 8}, []bool{true, false, true}},
		{"two small ones that sum to enough", []int64{3, 20, 2}, []bool{true, false, true}},
		{"two small ones that do not", []int64{1, 20, 2}, []bool{true, true, true}},
		{"a zero goes last", []int64{1, 0, 0, 9}, []bool{true, false, false, true}},
		{"one alone", []int64{2}, []bool{true}},
	} {
		got := settled(tt.counts...)
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%s: got hidden %v, want %v", tt.name, got, tt.want)
				break
			}
		}
	}
}

// Two blocks of hidden figures that share one line each hang together by a single
// figure: every line hides two at least, and yet that one follows.
func TestLedgerSeesBeyondSingleLines(t *testing.T) {
	counts := [][]int64{
		{9, 9, 50, 50}, {9, 9, 9, 50}, {50, 50, 9, 9}, {50, 50, 9, 9},
	}
	hidden := map[[2]int]bool{
		{0, 0}: true, {0, 1}: true, {1, 0}: true, {1, 1}: true, {1, 2}: true,
		{2, 2}: true, {2, 3}: true, {3, 2}: true, {3, 3}: true,
	}
	var l survey.Ledger
	at := map[[2]int]int{}
	for i := range 4 {
		for j := range 4 {
			at[[2]int{i, j}] = l.Add(counts[i][j])
			if hidden[[2]int{i, j}] {
				l.Hide(at[[2]int{i, j}])
			}
		}
	}
	for i := range 4 {
		var row, column []int
		var sum, down int64
		for j := range 4 {
			row, column = append(row, at[[2]int{i, j}]), append(column, at[[2]int{j, i}])
			sum, down = sum+counts[i][j], down+counts[j][i]
		}
		l.Sum(l.AddKnown(sum), row...)
		l.Sum(l.AddKnown(down), column...)
	}
	l.Settle()
	n := 0
	for _, i := range at {
		if l.Hidden(i) {
			n++
		}
	}
	if n <= len(hidden) {
		t.Errorf("got %d hidden figures, want more than %d: one followed from the others", n, len(hidden))
	}
}

func TestLedgerHidesThreeWhereWeightsAreKnown(t *testing.T) {
	var l survey.Ledger
	var parts []int
	for _, n := range []int64{3, 9, 12, 30} {
		parts = append(parts, l.Add(n))
	}
	total := l.AddKnown(54)
	l.Sum(total, parts...)
	l.Mix(total, parts...)
	l.Settle()
	hidden := 0
	for _, i := range parts {
		if l.Hidden(i) {
			hidden++
		}
	}
	if hidden != 3 {
		t.Errorf("got %d hidden, want 3: two follow from a sum and a weighted mean", hidden)
	}
}

// What is shown on the desk and in tables of a turnout never lets an invented
// reader, who knows every village's total, subtract his way to a few.
func TestDisclosedTurnoutsGiveNoFewAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := survey.Turnout{Sexes: map[string]int64{}}
		var villages []survey.Turnout
		for i := range rapid.IntRange(1, 5).Draw(t, "villages") {
			o := survey.Turnout{Village: string(rune('a' + i)), Sexes: map[string]int64{}}
			for _, sex := range []string{survey.SexFemale, survey.SexMale, ""} {
				n := rapid.Int64Range(0, 14).Draw(t, "n")
				o.Count, o.Sexes[sex] = o.Count+n, n
				whole.Count, whole.Sexes[sex] = whole.Count+n, whole.Sexes[sex]+n
			}
			villages = append(villages, o)
		}
		d := survey.Disclose(whole, villages)
		for _, o := range append([]survey.Turnout{whole}, villages...) {
			var hidden int
			var sum int64
			for _, sex := range []string{survey.SexFemale, survey.SexMale, ""} {
				n := o.Sexes[sex]
				switch {
				case !d.Sex(o.Village, sex):
					hidden, sum = hidden+1, sum+n
				case sex != "" && 0 < n && n < survey.SmallCell:
					t.Fatalf("village %q: %d of sex %q are shown", o.Village, n, sex)
				}
			}
			if hidden > 0 && hidden < 3 && (hidden < 2 || sum < survey.SmallCell) {
				t.Fatalf("village %q: the %d hidden numbers sum to %d", o.Village, hidden, sum)
			}
		}
	})
}
