package xlsform_test

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ashar/survey/xlsform"
)

// TestSpoiltWorkbooksAreRefusedOrComeBack changes cells and rows of good workbooks
// at random.
func TestSpoiltWorkbooksAreRefusedOrComeBack(t *testing.T) {
	good := []func() grid{typed, odk, func() grid { return grown(t) }}
	rapid.Check(t, func(t *rapid.T) {
		g := rapid.SampledFrom(good).Draw(t, "workbook")()
		for range rapid.IntRange(1, 3).Draw(t, "changes") {
			sheet := rapid.SampledFrom([]string{"survey", "survey", "survey", "choices", "settings"}).Draw(t, "sheet")
			rows := g[sheet]
			r := rapid.IntRange(0, len(rows)-1).Draw(t, "row")
			switch other := rapid.IntRange(0, len(rows)-1).Draw(t, "other row"); rapid.IntRange(0, 6).Draw(t, "change") {
			case 0:
				if len(rows) > 2 {
					g[sheet] = slices.Delete(rows, r, r+1)
				}
			case 1:
				g[sheet] = slices.Insert(rows, other, slices.Clone(rows[r]))
			case 2:
				rows[r], rows[other] = rows[other], rows[r]
			case 3, 4: // a cell as in another row
				if len(rows[other]) > 0 {
					i := rapid.IntRange(0, len(rows[other])-1).Draw(t, "column")
					for len(rows[r]) <= i {
						rows[r] = append(rows[r], nil)
					}
					rows[r][i] = rows[other][i]
				}
			default:
				if len(rows[0]) > 0 {
					i := rapid.IntRange(0, len(rows[0])-1).Draw(t, "column")
					for len(rows[r]) <= i {
						rows[r] = append(rows[r], nil)
					}
					rows[r][i] = rapid.SampledFrom([]any{
						nil, "yes", "no", 1, 0, true, "need", "needs", "level", "${needs}", "true()", "name", "x", "note", "begin_group", "end_group", "select_one need",
						"rank need", "a=1;randomize=true", "seed=${age}", "=1", "\u200b", "label::Кыргызча (ky)", "ashar::max", "ashar::of", "ashar::items", "type", "appearance",
						"table-list", "count-selected(.) <= 2 and (true())", "selected(${needs}, name)", "${grave_water} = '2'", "(" + "true())", "calculate", "consent", "intro",
					}).Draw(t, "value")
				}
			}
		}
		q, err := xlsform.Read(bytes.NewReader(g.usual(t)))
		wantReadOrRefused(t, q, err)
	})
}
