package analysis_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ashar/prioritize/analysis"
	"ashar/prioritize/outline"
	"ashar/survey/locale"
)

// templates are those that are shipped, and one that a municipality edited: other words, own columns, another order and
// a table less.
func templates(t testing.TB) []outline.Template {
	t.Helper()
	var all []outline.Template
	for _, id := range outline.Shipped() {
		x, err := outline.New(id)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	return append(all, outline.Template{ID: outline.SEDP2024, Title: say("Талдоо", "Анализ", "Analysis"), Parts: []outline.Part{
		{Table: "t3", Columns: []outline.Column{{ID: "own.1", Heading: say("Эскертүү", "Заметка", "Note")}, {ID: "group.share"}}},
		{Table: "t2", Title: say("Көйгөйлөр", "Проблемы", "Problems"), Columns: []outline.Column{{ID: "rank"}, {ID: "village.n", Off: true}, {ID: "need", Heading: say("Эмне", "Что", "What")}, {ID: "share", Off: true}}},
		{Table: "t6", Off: true},
	}})
}

// TestEveryFormatShowsTheSame: what one hides all hide, by every template and in every language, so that who puts them
// together knows what the JSON tells, of which nothing small follows.
func TestEveryFormatShowsTheSame(t *testing.T) {
	forms := templates(t)
	for seed := range 8 {
		c := rapid.Custom(anyCampaign).Example(seed)
		in := inputWith(t, c.town, c.answers, c.asked)
		whole := document(t, in)
		for i, form := range forms {
			in.Template = form
			lang := []string{"ky", "ru"}[(seed+i)%2]
			doc := published(t, document(t, in))
			x := compared{T: t, name: fmt.Sprintf("campaign %d, template %d, %s", seed, i, lang), s: speaker(t, lang), doc: doc}
			x.sameCells(whole)
			x.chartsShowTheirTables(whole)
			x.csv()
			x.xlsx()
			x.html()
			x.docx()
			if t.Failed() {
				return
			}
		}
	}
}

// published is the Document as who reads the JSON has it.
func published(t testing.TB, doc analysis.Document) analysis.Document {
	t.Helper()
	var b bytes.Buffer
	if err := doc.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var back analysis.Document
	if err := json.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	return back
}

// compared is a Document beside which its other formats are held.
type compared struct {
	*testing.T
	name string
	s    locale.Speaker
	doc  analysis.Document
}

// sameCells holds it to the Document by the template that leaves nothing out.
func (x compared) sameCells(whole analysis.Document) {
	for _, table := range x.doc.Tables {
		full := tableOf(x, whole, table.ID)
		if len(full.Rows) != len(table.Rows) {
			x.Errorf("%s: %s has %d rows, and by another template %d", x.name, table.ID, len(table.Rows), len(full.Rows))
			continue
		}
		for j, c := range table.Columns {
			at := slices.IndexFunc(full.Columns, func(o analysis.Column) bool { return o.ID == c.ID })
			for i, row := range table.Rows {
				want := analysis.Cell{State: analysis.Fill} // own columns
				if at >= 0 {
					want = full.Rows[i][at]
				}
				if table.ID == outline.Method && want.Plain != "" {
					continue // the template's name
				}
				if diff := cmp.Diff(want, row[j]); diff != "" {
					x.Errorf("%s: %s, row %d, %s is another by another template:\n%s", x.name, table.ID, i, c.ID, diff)
				}
			}
		}
	}
}

// chartColumns are what charts are of.
var chartColumns = map[string][]string{
	analysis.ChartCoverage: {"coverage"}, analysis.ChartReach: {"share", "low", "high"},
	analysis.ChartSexes: {"share:women", "share:men"}, analysis.ChartServices: {"mean"},
}

func (x compared) chartsShowTheirTables(whole analysis.Document) {
	for _, table := range x.doc.Tables {
		full := tableOf(x, whole, table.ID)
		for _, c := range table.Charts {
			drawn := [][]*float64{c.Series[0].Values}
			if len(c.Series[0].Low) > 0 {
				drawn = append(drawn, c.Series[0].Low, c.Series[0].High)
			}
			for _, s := range c.Series[1:] {
				drawn = append(drawn, s.Values)
			}
			if len(drawn) != len(chartColumns[c.ID]) {
				x.Fatalf("%s: chart %s has %d columns of values, want %d", x.name, c.ID, len(drawn), len(chartColumns[c.ID]))
			}
			for i, category := range c.Categories {
				row := full.Rows[slices.IndexFunc(full.Rows, func(row []analysis.Cell) bool {
					return slices.ContainsFunc(row, func(cell analysis.Cell) bool { return cmp.Equal(cell, category) })
				})]
				for k, id := range chartColumns[c.ID] {
					at := slices.IndexFunc(full.Columns, func(o analysis.Column) bool { return o.ID == id })
					if diff := cmp.Diff(row[at].Number, drawn[k][i]); diff != "" {
						x.Errorf("%s: chart %s, %s of %v is not what the table shows:\n%s", x.name, c.ID, id, category.Texts, diff)
					}
				}
			}
		}
	}
}

// shows holds a text of a format to a cell: a number within what it is rounded to, or the word for why there is none.
func (x compared) shows(format string, table analysis.Table, i, j int, got string, exact bool) {
	x.Helper()
	c, kind := table.Rows[i][j], table.Columns[j].Kind
	if c.Kind != "" {
		kind = c.Kind
	}
	switch {
	case c.State != "":
		if want := x.s.T("report.cell." + string(c.State)); got != want {
			x.Errorf("%s: %s, %s, row %d, %s: got %q where JSON hides it, want %q", x.name, format, table.ID, i, table.Columns[j].ID, got, want)
		}
	case c.Number == nil:
		if len(c.Texts) == 0 && c.Word == "" && c.Phrase == nil && c.Plain == "" && got != "" {
			x.Errorf("%s: %s, %s, row %d, %s: got %q where JSON has nothing", x.name, format, table.ID, i, table.Columns[j].ID, got)
		}
	default:
		n, within := figure(x, got), 0.5
		switch {
		case exact:
			within = 1e-9
		case kind == analysis.Share:
			n, within = n/100, 0.0005
		case kind == analysis.Score:
			within = 0.05
		case kind == analysis.Factor:
			within = 0.005
		}
		if math.Abs(n-*c.Number) > within+1e-9 {
			x.Errorf("%s: %s, %s, row %d, %s: got %q, want %v", x.name, format, table.ID, i, table.Columns[j].ID, got, *c.Number)
		}
	}
}

// figure is a number as people write it, or NaN.
func figure(_ testing.TB, text string) float64 {
	text = strings.NewReplacer(",", ".", "\u00a0", "", "\u202f", "", " ", "", "−", "-", "+", "", "%", "").Replace(text)
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return n
}

// rows holds all rows of a table.
func (x compared) rows(format string, table analysis.Table, rows [][]string, exact bool) {
	x.Helper()
	if len(rows) < len(table.Rows) {
		x.Errorf("%s: %s: %s has %d rows, want %d", x.name, format, table.ID, len(rows), len(table.Rows))
		return
	}
	for i := range table.Rows {
		for j := range table.Columns {
			got := ""
			if j < len(rows[i]) {
				got = rows[i][j]
			}
			x.shows(format, table, i, j, got, exact)
		}
	}
}

func (x compared) csv() {
	fs := files{}
	if err := x.doc.WriteCSV(fs.create, x.s); err != nil {
		x.Fatal(err)
	}
	for _, table := range x.doc.Tables {
		x.rows("CSV", table, records(x.T, x.s.Lang(), fs[table.ID+".csv"])[1:], false)
	}
}

var drawnCells = regexp.MustCompile(`<f>'([^']+)'!\$([A-Z]+)\$([0-9]+):\$[A-Z]+\$([0-9]+)</f>`)

func (x compared) xlsx() {
	file := spreadsheet(x.T, x.doc, x.s.Lang())
	book, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		x.Fatal(err)
	}
	defer book.Close()
	sheets := book.GetSheetList()
	raw := excelize.Options{RawCellValue: true}
	number := 0 // of charts
	for i, table := range x.doc.Tables {
		rows, err := book.GetRows(sheets[i+1], raw)
		if err != nil {
			x.Fatal(err)
		}
		panes, err := book.GetPanes(sheets[i+1])
		if err != nil {
			x.Fatal(err)
		}
		x.rows("XLSX", table, rows[panes.YSplit:], true)
		for _, c := range table.Charts {
			number++
			part := string(partOf(x.T, file, fmt.Sprintf("xl/charts/chart%d.xml", number)))
			if strings.Contains(part, "<pt") {
				x.Errorf("%s: XLSX: chart %s keeps figures of its own", x.name, c.ID)
			}
			x.block(book, c, strings.ReplaceAll(part, "&#39;", "'"))
		}
	}
	if number == 0 {
		return
	}
	rows, err := book.GetRows(sheets[len(sheets)-1], raw)
	if err != nil {
		x.Fatal(err)
	}
	got, want := 0, 0
	for _, row := range rows {
		for _, cell := range row {
			if _, err := strconv.ParseFloat(cell, 64); err == nil {
				got++
			}
		}
	}
	for _, table := range x.doc.Tables {
		for _, c := range table.Charts {
			for _, s := range c.Series {
				for _, v := range slices.Concat(s.Values, s.Low, s.High) {
					if v != nil {
						want++
					}
				}
			}
		}
	}
	if got != want {
		x.Errorf("%s: XLSX: the sheet of charts has %d numbers, want the %d that are drawn", x.name, got, want)
	}
}

// block holds the cells that a workbook's chart draws to the chart.
func (x compared) block(book *excelize.File, c analysis.Chart, part string) {
	x.Helper()
	seen := map[string]bool{}
	for _, ref := range drawnCells.FindAllStringSubmatch(part, -1) {
		sheet, column := ref[1], ref[2]
		first, _ := strconv.Atoi(ref[3])
		if last, _ := strconv.Atoi(ref[4]); last-first+1 != len(c.Categories) {
			x.Errorf("%s: XLSX: chart %s draws %s of %d categories", x.name, c.ID, ref[0], len(c.Categories))
		}
		if column == "A" || seen[column] {
			continue
		}
		seen[column] = true
		for i := range c.Categories {
			got, err := book.GetCellValue(sheet, column+strconv.Itoa(first+i), excelize.Options{RawCellValue: true})
			if err != nil {
				x.Fatal(err)
			}
			var want *float64
			k := int(column[0] - 'B')
			if s := c.Series[min(k, len(c.Series)-1)]; len(s.Low) == 0 || k == 0 {
				want = s.Values[i]
			} else if s.Values[i] != nil && s.Low[i] != nil && s.High[i] != nil {
				reach := *s.Values[i] - *s.Low[i]
				if k == 2 {
					reach = *s.High[i] - *s.Values[i]
				}
				want = &reach
			}
			x.value("XLSX", c, i, got, want)
		}
	}
	if len(seen) != max(len(c.Series), len(chartColumns[c.ID])) {
		x.Errorf("%s: XLSX: chart %s draws the columns %v", x.name, c.ID, seen)
	}
}

// value holds a value of a chart: nothing is there where it is not shown.
func (x compared) value(format string, c analysis.Chart, i int, got string, want *float64) {
	x.Helper()
	if want == nil && got == "" {
		return
	}
	if n := figure(x, got); want == nil || math.Abs(n-*want) > 1e-9 {
		x.Errorf("%s: %s: chart %s has %q of %v, want %v", x.name, format, c.ID, got, c.Categories[i].Texts, want)
	}
}

// html reads the tables, whose parts begin with the same columns, and what is written beside the bars.
func (x compared) html() {
	page := read(x, html(x, x.doc, x.s))
	for _, table := range x.doc.Tables {
		fixed := slices.IndexFunc(table.Columns, func(c analysis.Column) bool { return c.Group != nil })
		rows := make([][]string, len(table.Rows))
		page.Find("#" + table.ID + " table").Each(func(part int, grid *goquery.Selection) {
			grid.Find("tbody tr").Each(func(i int, tr *goquery.Selection) {
				tr.Find("th, td").Each(func(j int, cell *goquery.Selection) {
					if part == 0 || j >= fixed {
						rows[i] = append(rows[i], cell.Text())
					}
				})
			})
		})
		x.rows("HTML", table, rows, false)
		for _, c := range table.Charts {
			page.Find(`figure[data-chart="` + c.ID + `"] li`).Each(func(i int, li *goquery.Selection) {
				li.Find(".bar").Each(func(k int, bar *goquery.Selection) {
					shown := c.Series[k].Values[i] != nil
					text := bar.Find(".value").Text()
					if bar.Find("rect").Length() > 0 != shown || strings.ContainsAny(text, "0123456789") != shown {
						x.Errorf("%s: HTML: chart %s, %v: a bar says %q, shown is %v", x.name, c.ID, c.Categories[i].Texts, text, shown)
					}
				})
			})
		}
	}
}

// docx reads the tables, whose parts begin with the same columns, and what its charts keep of their figures.
func (x compared) docx() {
	file := worded(x.T, x.doc, x.s.Lang())
	parts := plates(x.T, file, x.s)
	number := 0
	for _, table := range x.doc.Tables {
		for _, c := range table.Charts {
			number++
			x.kept(file, c, number)
		}
		if len(table.Rows) == 0 {
			continue
		}
		if len(parts) == 0 {
			x.Fatalf("%s: DOCX has no %s", x.name, table.ID)
		}
		x.rows("DOCX", table, joined(table, parts[0]), false)
		parts = parts[1:]
	}
	if len(parts) > 0 {
		x.Errorf("%s: DOCX has %d tables too many", x.name, len(parts))
	}
}

// joined puts the parts of a table side by side again, and its columns in their order.
func joined(table analysis.Table, parts [][][]string) [][]string {
	if len(parts) == 1 {
		return parts[0]
	}
	wide := 0
	for _, p := range parts {
		wide += len(p[0])
	}
	first := (wide - len(table.Columns)) / (len(parts) - 1)
	about := max(0, slices.IndexFunc(table.Columns, func(c analysis.Column) bool { return c.Family == outline.Columns(table.ID)[0] }))
	var order []int
	for i := range first {
		order = append(order, about+1-first+i)
	}
	for j := range table.Columns {
		if !slices.Contains(order, j) {
			order = append(order, j)
		}
	}
	rows := make([][]string, len(table.Rows))
	for i := range rows {
		rows[i] = make([]string, len(table.Columns))
		n := 0
		for k, p := range parts {
			for j, cell := range p[i] {
				if k == 0 || j >= first {
					rows[i][order[n]] = cell
					n++
				}
			}
		}
	}
	return rows
}

// plates are the tables of a Word document that have a caption, each with its parts, without their headings.
func plates(t testing.TB, file []byte, s locale.Speaker) [][][][]string {
	t.Helper()
	_, goesOn, _ := strings.Cut(s.T("report.caption.goes_on", "Title", "|"), "|")
	var all [][][][]string
	var rows [][]string
	var row []string
	var text strings.Builder
	caption, style, head, within := "", "", false, false
	dec := xml.NewDecoder(bytes.NewReader(partOf(t, file, "word/document.xml")))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "tbl":
				rows, within = nil, true
			case "tr":
				row, head = nil, false
			case "tblHeader":
				head = true
			case "tc":
				text.Reset()
			case "pStyle":
				style = e.Attr[0].Value
			case "t":
				var said string
				if err := dec.DecodeElement(&said, &e); err != nil {
					t.Fatal(err)
				}
				text.WriteString(said)
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "p":
				if style == "Caption" {
					caption = text.String()
				}
				if !within {
					text.Reset()
				}
				style = ""
			case "tc":
				row = append(row, text.String())
			case "tr":
				if !head {
					rows = append(rows, row)
				}
			case "tbl":
				switch {
				case caption == "": // what the document is of
				case strings.HasSuffix(caption, goesOn):
					all[len(all)-1] = append(all[len(all)-1], rows)
				default:
					all = append(all, [][][]string{rows})
				}
				within = false
				text.Reset()
			}
		}
	}
}

// kept holds what a chart of a Word document keeps of its figures, in itself and in its workbook, to the chart.
func (x compared) kept(file []byte, c analysis.Chart, number int) {
	x.Helper()
	var part struct {
		Series []struct {
			Points []struct {
				At    int    `xml:"idx,attr"`
				Value string `xml:"v"`
			} `xml:"val>numRef>numCache>pt"`
		} `xml:"chart>plotArea>barChart>ser"`
	}
	if err := xml.Unmarshal(partOf(x.T, file, fmt.Sprintf("word/charts/chart%d.xml", number)), &part); err != nil {
		x.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(partOf(x.T, file, fmt.Sprintf("word/embeddings/Microsoft_Excel_Worksheet%d.xlsx", number))))
	if err != nil {
		x.Fatal(err)
	}
	defer book.Close()
	if len(part.Series) != len(c.Series) {
		x.Fatalf("%s: DOCX: chart %s has %d series, want %d", x.name, c.ID, len(part.Series), len(c.Series))
	}
	rows, err := book.GetRows(book.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil {
		x.Fatal(err)
	}
	for k, s := range c.Series {
		points := map[int]string{}
		for _, p := range part.Series[k].Points {
			points[p.At] = p.Value
		}
		for i := range c.Categories {
			x.value("DOCX", c, i, points[i], s.Values[i])
			for j := 1; j < len(rows[i+1]); j++ {
				if shown := rows[i+1][j] != ""; shown && s.Values[i] == nil && (len(s.Low) > 0 || j == k+1) {
					x.Errorf("%s: DOCX: the workbook of chart %s has %q of %v", x.name, c.ID, rows[i+1][j], c.Categories[i].Texts)
				}
			}
		}
	}
}
