package docx_test

import (
	"bytes"
	"math"
	"path"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ashar/prioritize/docx"
)

// drawn is a document of one chart: the chart itself, and the workbook with its numbers.
func drawn(t testing.TB, c docx.Chart) (*node, *excelize.File) {
	t.Helper()
	d := docx.New(docx.About{Language: "ru"})
	d.Add(c)
	files := unzipped(t, written(t, d))
	relations := parsed(t, "relations", files["word/charts/_rels/chart1.xml.rels"]).all("Relationship")
	book, err := excelize.OpenReader(bytes.NewReader(files[path.Join("word/charts", relations[0].attributes["Target"])]))
	must(t, err)
	t.Cleanup(func() { book.Close() })
	return parsed(t, "chart", files["word/charts/chart1.xml"]), book
}

// TestChartsAndTheirWorkbooksAgree compares all that a chart says of its numbers and names with the cells that it says they are from:
// so that nothing changes when somebody opens the workbook to change one of them.
func TestChartsAndTheirWorkbooksAgree(t *testing.T) {
	for what, chart := range map[string]docx.Chart{"shares": shares(), "sexes": sexes(), "villages": villages()} {
		root, book := drawn(t, chart)
		refs := append(root.all("c:strRef"), root.all("c:numRef")...)
		if want := len(chart.Series) * 3; len(refs) < want {
			t.Errorf("%s: %d references to cells, want %d and those of intervals", what, len(refs), want)
		}
		for _, ref := range refs {
			sheet, cells, _ := strings.Cut(strings.ReplaceAll(ref.child("c:f").text, "$", ""), "!")
			from, to, several := strings.Cut(cells, ":")
			if !several {
				to = from
			}
			column, first, err := excelize.CellNameToCoordinates(from)
			must(t, err)
			_, last, err := excelize.CellNameToCoordinates(to)
			must(t, err)
			said := map[string]string{}
			for _, p := range ref.all("c:pt") {
				said[p.attributes["idx"]] = p.child("c:v").text
			}
			if n := ref.all("c:ptCount")[0].attributes["val"]; n != strconv.Itoa(last-first+1) {
				t.Errorf("%s: %s are %d cells, and the chart says %s", what, cells, last-first+1, n)
			}
			for row := first; row <= last; row++ {
				cell, err := excelize.CoordinatesToCellName(column, row)
				must(t, err)
				value, err := book.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
				must(t, err)
				if got := said[strconv.Itoa(row-first)]; got != strings.TrimPrefix(value, "'") {
					t.Errorf("%s: %s holds %q, and the chart says %q", what, cell, value, got)
				}
			}
		}
	}
}

// TestWhatIsNotShownLeavesAGap: no zero, and no end of an interval.
func TestWhatIsNotShownLeavesAGap(t *testing.T) {
	root, _ := drawn(t, shares())
	points := func(element string) string {
		var all []string
		for _, p := range root.all(element)[0].all("c:pt") {
			all = append(all, p.attributes["idx"]+"="+p.child("c:v").text)
		}
		return strings.Join(all, " ")
	}
	for element, want := range map[string]string{"c:val": "0=0.46 1=0.3 3=0.05", "c:plus": "0=0.06 1=0.05", "c:minus": "0=0.05 1=0.03"} {
		if got := points(element); got != want {
			t.Errorf("%s has %s, want %s", element, got, want)
		}
	}
	if got := root.all("c:dispBlanksAs")[0].attributes["val"]; got != "gap" {
		t.Errorf("what is empty is drawn as %q, want a gap", got)
	}
}

// TestAxisEndsBeyondWhatIsDrawn, at a round number, and begins at zero.
func TestAxisEndsBeyondWhatIsDrawn(t *testing.T) {
	none := math.NaN()
	for what, x := range map[string]struct {
		chart     docx.Chart
		end, step string
	}{
		"intervals":        {docx.Chart{Series: []docx.Series{{Values: []float64{0.46}, Low: []float64{0.4}, High: []float64{0.52}}}}, "0.6", "0.1"},
		"one of all":       {docx.Chart{Series: []docx.Series{{Values: []float64{1}}}, Format: "0%"}, "1", "0.2"},
		"room for labels":  {docx.Chart{Series: []docx.Series{{Values: []float64{1}}}, Format: "0%", Labels: true}, "1.2", "0.2"},
		"whole numbers":    {docx.Chart{Series: []docx.Series{{Values: []float64{2}}}, Format: "0"}, "2", "1"},
		"thousands":        {docx.Chart{Series: []docx.Series{{Values: []float64{7_412}}}, Format: "#,##0"}, "8000", "2000"},
		"nothing is shown": {docx.Chart{Series: []docx.Series{{Values: []float64{none}}}, Format: "0%"}, "1", "0.2"},
		"an end is given":  {docx.Chart{Series: []docx.Series{{Values: []float64{0.3}}}, Most: 1}, "1", "0.2"},
		"thousandths":      {docx.Chart{Series: []docx.Series{{Values: []float64{0.0017}}}}, "0.002", "0.0005"},
	} {
		x.chart.Categories = []string{"one"}
		root, _ := drawn(t, x.chart)
		if end, step, begin := root.all("c:max")[0].attributes["val"], root.all("c:majorUnit")[0].attributes["val"], root.all("c:min")[0].attributes["val"]; end != x.end || step != x.step || begin != "0" {
			t.Errorf("%s: from %s to %s by %s, want from 0 to %s by %s", what, begin, end, step, x.end, x.step)
		}
	}
}

// TestHostileNamesOfBarsStayText, in the chart and in its workbook, and long ones are shortened in both.
func TestHostileNamesOfBarsStayText(t *testing.T) {
	long := strings.Repeat("ң", 5_000)
	for given, want := range map[string]string{
		`=HYPERLINK("http://example.org";"x")`: "", "+996 555": "", "@SUM(1)": "", "-1": "", "</c:v> & ]]>": "",
		"а\x00б\nв\t\u202eг": "аб в г", long: long[:2*89] + "…", "": "",
	} {
		if want == "" {
			want = given
		}
		c := docx.Chart{Title: given, Values: given, Names: given, Alt: given, Categories: []string{given}, Series: []docx.Series{{Name: given, Values: []float64{1}}, {Values: []float64{1}}}}
		root, book := drawn(t, c)
		if got := root.all("c:cat")[0].all("c:v")[0].text; got != want {
			t.Errorf("%.40q: the bar is called %.300q, want %.300q", given, got, want)
		}
		rows, err := book.GetRows("Sheet1")
		must(t, err)
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
					t.Errorf("%.40q: the workbook has a cell %.40q", given, cell)
				}
			}
		}
	}
}

// TestChartsThatCannotBeDrawnAreRefused, before a byte is written.
func TestChartsThatCannotBeDrawnAreRefused(t *testing.T) {
	one := []string{"one"}
	values := func(s docx.Series) docx.Chart { return docx.Chart{Categories: one, Series: []docx.Series{s}} }
	for what, chart := range map[string]docx.Chart{
		"no categories":               {Series: []docx.Series{{}}},
		"no series":                   {Categories: one},
		"too many series":             {Categories: one, Series: make([]docx.Series, 7)},
		"a value too many":            values(docx.Series{Values: []float64{1, 2}}),
		"no value":                    values(docx.Series{}),
		"a negative value":            values(docx.Series{Values: []float64{-1}}),
		"a value without end":         values(docx.Series{Values: []float64{math.Inf(1)}}),
		"an interval that is half":    values(docx.Series{Values: []float64{1}, Low: []float64{0}}),
		"a value below its interval":  values(docx.Series{Values: []float64{1}, Low: []float64{1.5}, High: []float64{2}}),
		"a value beyond its interval": values(docx.Series{Values: []float64{1}, Low: []float64{0}, High: []float64{0.5}}),
		"a colour that is none":       values(docx.Series{Values: []float64{1}, Colour: `red"/>`}),
		"a pattern that is none":      values(docx.Series{Values: []float64{1}, Pattern: "zebra"}),
		"a gap too wide":              {Categories: one, Series: []docx.Series{{Values: []float64{1}}}, Gap: 501},
		"a width that is none":        {Categories: one, Series: []docx.Series{{Values: []float64{1}}}, Width: math.NaN()},
	} {
		d := docx.New(docx.About{})
		d.Add(docx.Heading(1, "before"), chart)
		var b bytes.Buffer
		if _, err := d.WriteTo(&b); err == nil || b.Len() > 0 || !strings.Contains(err.Error(), "block 2: chart") {
			t.Errorf("%s: %v after %d bytes, want an error that names block 2 and no byte", what, err, b.Len())
		}
	}
}

// TestChartsFitTheirPage, however wide and high they are to be.
func TestChartsFitTheirPage(t *testing.T) {
	c := docx.Chart{Categories: make([]string, 300), Series: []docx.Series{{Values: make([]float64, 300)}}, Width: 5_000}
	d := docx.New(docx.About{})
	d.Add(c)
	extent := document(t, written(t, d)).all("wp:extent")[0]
	const text, page = (210 - 25 - 15 + 1) * 36_000, 297 * 36_000
	if wide, high := integer(t, extent.attributes["cx"]), integer(t, extent.attributes["cy"]); wide > text || high > page || wide < text/2 || high < page/2 {
		t.Errorf("it is %d by %d, on a page whose text is %d by less than %d", wide, high, text, page)
	}
}
