package prioritize_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize"
)

func TestSuppress(t *testing.T) {
	for _, c := range []struct {
		name          string
		counts, bases []int64
		want          []bool
	}{
		{"nothing small", []int64{10, 20, 0}, []int64{40, 40, 40}, []bool{false, false, false}},
		{"a small count takes the smallest with it", []int64{3, 20, 8}, []int64{40, 40, 40}, []bool{true, false, true}},
		{"two small ones that sum to enough", []int64{3, 20, 2}, []int64{40, 40, 40}, []bool{true, false, true}},
		{"two small ones that do not", []int64{1, 20, 2}, []int64{40, 40, 40}, []bool{true, true, true}},
		{"a small complement", []int64{38, 20, 8}, []int64{40, 40, 40}, []bool{true, false, true}},
		{"everybody", []int64{40, 20, 8}, []int64{40, 40, 40}, []bool{false, false, false}},
		{"a small base", []int64{0, 20, 8}, []int64{4, 40, 40}, []bool{true, false, true}},
		{"nobody asked", []int64{0, 20, 8}, []int64{0, 40, 40}, []bool{true, false, false}},
		{"a zero goes last", []int64{1, 0, 0, 9}, []int64{40, 40, 40, 40}, []bool{true, false, false, true}},
		{"one alone", []int64{2}, []int64{40}, []bool{true}},
	} {
		if got := prioritize.Suppress(c.counts, c.bases); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestSuppressTotals(t *testing.T) {
	got := prioritize.SuppressTotals([]int64{3, 200, 8, 0})
	if want := []bool{true, false, true, false}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// What is shown is never small, and what is hidden cannot be had by subtraction.
func TestSuppressedCountsDoNotFollowFromTheSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bases := rapid.SliceOfN(rapid.Int64Range(0, 30), 1, 8).Draw(t, "bases")
		counts := make([]int64, len(bases))
		for i, b := range bases {
			counts[i] = rapid.Int64Range(0, b).Draw(t, "count")
		}
		hidden := prioritize.Suppress(counts, bases)
		var cells, n, complement, shown int64
		for i, h := range hidden {
			c, d := counts[i], bases[i]-counts[i]
			switch {
			case h && bases[i] > 0:
				cells, n, complement = cells+1, n+c, complement+d
			case !h:
				shown++
				if bases[i] < 5 || (c > 0 && c < 5) || (d > 0 && d < 5) {
					t.Fatalf("shown: %d of %d", c, bases[i])
				}
			}
		}
		if shown > 0 && cells > 0 && (cells < 2 || n < 5 || complement < 5) {
			t.Fatalf("%d hidden counts sum to %d, and %d without them: they can be found", cells, n, complement)
		}
	})
}

func TestSuppressTable(t *testing.T) {
	counts := [][]int64{{20, 30, 0}, {3, 12, 10}, {15, 9, 8}}
	none := []bool{false, false, false}
	for _, c := range []struct {
		name          string
		rows, columns []bool
		want          [][]bool
	}{
		// 3 takes 10 with it in its row, each another in its column, and so on.
		{"a small cell", none, none, [][]bool{{false, false, false}, {true, false, true}, {true, false, true}}},
		{"a hidden row", []bool{false, true, false}, none, [][]bool{{false, false, false}, {true, true, true}, {true, true, true}}},
		{"a hidden column", none, []bool{true, false, false}, [][]bool{{true, true, false}, {true, false, true}, {true, true, true}}},
	} {
		if got := prioritize.SuppressTable(counts, c.rows, c.columns); !slices.EqualFunc(got, c.want, slices.Equal[[]bool]) {
			t.Errorf("%s:\n got %v\nwant %v", c.name, got, c.want)
		}
	}
}

// No cell of a table follows from the sum of its row or of its column.
func TestSuppressedCellsDoNotFollowFromEitherSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, columns := rapid.IntRange(1, 5).Draw(t, "rows"), rapid.IntRange(1, 5).Draw(t, "columns")
		counts := make([][]int64, rows)
		for i := range counts {
			counts[i] = rapid.SliceOfN(rapid.Int64Range(0, 20), columns, columns).Draw(t, "row")
		}
		hidden := prioritize.SuppressTable(counts, make([]bool, rows), make([]bool, columns))
		check := func(what string, n int, at func(int) (int64, bool)) {
			var cells, sum int64
			for i := range n {
				c, hide := at(i)
				switch {
				case hide:
					cells, sum = cells+1, sum+c
				case c > 0 && c < 5:
					t.Fatalf("%s: shown: %d", what, c)
				}
			}
			if cells > 0 && cells < int64(n) && (cells < 2 || sum < 5) {
				t.Fatalf("%s: %d hidden cells sum to %d: they can be found", what, cells, sum)
			}
		}
		for i := range rows {
			check("row", columns, func(j int) (int64, bool) { return counts[i][j], hidden[i][j] })
		}
		for j := range columns {
			check("column", rows, func(i int) (int64, bool) { return counts[i][j], hidden[i][j] })
		}
	})
}
