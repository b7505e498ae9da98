package analysis

import (
	"bytes"
	"fmt"
	"slices"
	"sort"

	"github.com/xuri/excelize/v2"

	"ashar/prioritize/outline"
	"ashar/survey/locale"
	"ashar/survey/table"
)

// drawing writes the sheet of charts: each on a page of its own, above the figures that it draws.
type drawing struct {
	d      *Document
	s      locale.Speaker
	f      *excelize.File
	styles styles
	name   string

	next  int // the row to be written
	count int // of charts
}

// The sizes of a chart, in pixels, of which a row that nobody changed has 20.
const (
	chartWide    = 550
	chartHead    = 90 // title, axis and legend
	barTall      = 22
	rowTall      = 20
	nameWidth    = 42.0 // of the columns, in characters
	figuresWidth = 12.0
	chartScale   = 85 // for programs that have no Arial, and whose columns are wider
)

func (g *drawing) write() error {
	if !slices.ContainsFunc(g.d.Tables, func(t Table) bool { return len(t.Charts) > 0 }) {
		return nil
	}
	if _, err := g.f.NewSheet(g.name); err != nil {
		return err
	}
	if err := paper(g.f, g.name, "portrait", chartScale); err != nil {
		return err
	}
	if err := g.f.SetColWidth(g.name, "A", "A", nameWidth); err != nil {
		return err
	}
	if err := g.f.SetColWidth(g.name, "B", "D", figuresWidth); err != nil {
		return err
	}
	g.next = 1
	for i := range g.d.Tables {
		t := &g.d.Tables[i]
		for k := range t.Charts {
			if err := g.chart(t, &t.Charts[k]); err != nil {
				return fmt.Errorf("%s: %w", t.Charts[k].ID, err)
			}
		}
	}
	g.settle()
	return nil
}

// settle puts in order what excelize notes of a workbook with charts in an order that changes from run to run.
func (g *drawing) settle() {
	if types := g.f.ContentTypes; types != nil {
		sort.Slice(types.Defaults, func(i, j int) bool { return types.Defaults[i].Extension < types.Defaults[j].Extension })
	}
}

// chart writes one, and its figures below.
func (g *drawing) chart(t *Table, c *Chart) error {
	if g.count++; g.count > 1 {
		if err := g.f.InsertPageBreak(g.name, fmt.Sprint("A", g.next)); err != nil {
			return err
		}
	}
	if err := g.put(0, t.Heading(g.s), g.styles.title); err != nil {
		return err
	}
	g.next++
	if g.d.Notice != nil {
		if err := g.notice(say(g.s, *g.d.Notice)); err != nil {
			return err
		}
	}
	bars := len(c.Categories) * max(len(c.Series), 1)
	tall := chartHead + bars*barTall*(4-min(len(c.Series), 2))/3
	at := g.next
	for g.next += tall/rowTall + 2; at < g.next; at++ { // not every program keeps to the height that Excel gives rows
		if err := g.f.SetRowHeight(g.name, at, rowTall*0.75); err != nil {
			return err
		}
	}
	at -= tall/rowTall + 2
	first := g.next + 1
	if err := g.figures(t, c); err != nil {
		return err
	}
	if err := g.f.AddChart(g.name, fmt.Sprint("A", at), g.native(c, first, uint(tall))); err != nil { //nolint:gosec // it is some hundred
		return err
	}
	if c.intervals() {
		g.whiskers(first, first+len(c.Categories)-1)
	}
	return nil
}

// notice stands over all columns, on as many lines as it takes.
func (g *drawing) notice(text string) error {
	if err := g.put(0, text, g.styles.wrapped); err != nil {
		return err
	}
	if err := g.f.MergeCell(g.name, fmt.Sprint("A", g.next), fmt.Sprint("D", g.next)); err != nil {
		return err
	}
	tall := line*float64(linesOf(text, int(nameWidth+3*figuresWidth)-8)) + 3
	if err := g.f.SetRowHeight(g.name, g.next, tall); err != nil {
		return err
	}
	g.next++
	return nil
}

// put writes a text into a column of the next row.
func (g *drawing) put(column int, value any, style int) error {
	at, err := excelize.CoordinatesToCellName(column+1, g.next)
	if err != nil {
		return err
	}
	if text, is := value.(string); is {
		value = table.Guard(text)
	}
	if err := g.f.SetCellValue(g.name, at, value); err != nil {
		return err
	}
	return g.f.SetCellStyle(g.name, at, at, style)
}

// figures are what the chart draws: the categories, the values, and how far their intervals reach to both sides. What
// the table hides is an empty cell.
func (g *drawing) figures(t *Table, c *Chart) error {
	heads := []string{""}
	if i := slices.IndexFunc(t.Columns, func(x Column) bool { return x.Family == outline.Columns(t.ID)[0] }); i >= 0 {
		heads[0] = label(g.s, t.Columns[i].Heading)
	}
	var columns [][]*float64
	for _, series := range c.Series {
		heads, columns = append(heads, label(g.s, series.Name)), append(columns, series.Values)
	}
	if c.intervals() {
		down, up := c.Series[0].reaches()
		heads, columns = append(heads, g.s.T("report.chart.down"), g.s.T("report.chart.up")), append(columns, down, up)
	}
	for i, head := range heads {
		if err := g.put(i, head, g.styles.head); err != nil {
			return err
		}
	}
	if err := g.f.SetRowHeight(g.name, g.next, 2*line+3); err != nil {
		return err
	}
	g.next++
	for i, category := range c.Categories {
		words, _ := wording(g.s, category)
		if err := g.put(0, words, g.styles.text); err != nil {
			return err
		}
		for k, values := range columns {
			var err error
			if values[i] == nil {
				err = g.put(k+1, nil, g.styles.text)
			} else {
				err = g.put(k+1, *values[i], g.styles.numbers[c.Kind])
			}
			if err != nil {
				return err
			}
		}
		if err := g.f.SetRowHeight(g.name, g.next, line*float64(linesOf(words, roomIn(nameWidth)))+3); err != nil {
			return err
		}
		g.next++
	}
	g.next++
	return nil
}

// intervals reports whether the chart's values have any.
func (c *Chart) intervals() bool { return len(c.Series) == 1 && len(c.Series[0].Low) > 0 }

// reaches are how far the intervals reach below the values and above.
func (x *Series) reaches() (down, up []*float64) {
	down, up = make([]*float64, len(x.Values)), make([]*float64, len(x.Values))
	for i, value := range x.Values {
		if low, high := x.ends(i); value != nil && low != nil && high != nil {
			below, above := *value-*low, *high-*value
			down[i], up[i] = &below, &above
		}
	}
	return down, up
}

// native is the chart as Excel draws it, of the figures whose first row is given.
func (g *drawing) native(c *Chart, first int, tall uint) *excelize.Chart {
	last := first + len(c.Categories) - 1
	font := excelize.Font{Family: "Arial", Size: 9, Color: ink}
	end, gap, overlap, varied := c.end(), uint(45), 0, false
	axis := "0"
	labels := "0.0"
	if c.Kind == Share {
		axis, labels = "0%", "0.0%"
	}
	x := &excelize.Chart{
		Type:      excelize.Bar,
		Format:    excelize.GraphicOptions{AltText: g.s.T("report.chart." + c.ID), Name: c.ID},
		Dimension: excelize.ChartDimension{Width: chartWide, Height: tall},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: g.s.T("report.chart." + c.ID), Font: &excelize.Font{Family: "Arial", Size: 11, Bold: true, Color: ink}}}},
		Legend:    excelize.ChartLegend{Position: "none"},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: font},
		YAxis: excelize.ChartAxis{
			Font: font, Maximum: &end, Minimum: new(float64), MajorUnit: c.unit(end), MajorGridLines: true, TickLabelPosition: excelize.ChartTickLabelHigh,
			NumFmt: excelize.ChartNumFmt{CustomNumFmt: axis},
		},
		PlotArea:     excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: labels}},
		GapWidth:     &gap,
		Overlap:      &overlap,
		VaryColors:   &varied,
		ShowBlanksAs: "gap",
	}
	if len(c.Series) > 1 {
		x.Legend = excelize.ChartLegend{Position: "bottom", Font: &font}
	}
	for i := range c.Series {
		column, err := excelize.ColumnNumberToName(i + 2)
		if err != nil {
			continue
		}
		fill, place := link, excelize.ChartDataLabelsPositionOutsideEnd
		switch {
		case c.intervals(): // the labels leave the whiskers free
			fill, place = pale, excelize.ChartDataLabelsPositionInsideBase
		case i > 0:
			fill = pale
		}
		x.Series = append(x.Series, excelize.ChartSeries{
			Name:       fmt.Sprintf("'%s'!$%s$%d", g.name, column, first-1),
			Categories: g.cells("A", first, last), Values: g.cells(column, first, last),
			Fill:              excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}},
			Line:              excelize.LineOptions{Type: excelize.LineSolid, Width: 0.75, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{link}}},
			DataLabel:         excelize.ChartDataLabel{Font: font},
			DataLabelPosition: place,
		})
	}
	return x
}

func (g *drawing) cells(column string, first, last int) string {
	return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", g.name, column, first, column, last)
}

// whiskers draws the intervals of the chart that was added last, which excelize knows nothing of: from the columns C,
// below the values, and D, above.
func (g *drawing) whiskers(first, last int) {
	part := fmt.Sprintf("xl/charts/chart%d.xml", g.count)
	held, _ := g.f.Pkg.Load(part)
	content, is := held.([]byte)
	if !is {
		return
	}
	bars := fmt.Sprintf(`<errBars><errBarType val="both"/><errValType val="cust"/><noEndCap val="0"/>`+
		`<plus><numRef><f>%s</f></numRef></plus><minus><numRef><f>%s</f></numRef></minus>`+
		`<spPr><a:ln w="15875"><a:solidFill><a:srgbClr val="%s"/></a:solidFill></a:ln></spPr></errBars>`,
		g.cells("D", first, last), g.cells("C", first, last), ink)
	g.f.Pkg.Store(part, bytes.Replace(content, []byte("<cat>"), []byte(bars+"<cat>"), 1))
}
