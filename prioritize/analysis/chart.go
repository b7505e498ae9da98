package analysis

import (
	"slices"

	"ashar/prioritize"
)

// Chart is a picture of figures that stand in its table; it shows nothing that the table hides.
type Chart struct {
	ID string `json:"id"` // the title is "report.chart.<id>"
	// Kind is of what the values are.
	Kind       Kind     `json:"kind"`
	Categories []Cell   `json:"categories"` // the first stands on top
	Series     []Series `json:"series"`     // one, or several side by side
}

// Series are the values of one row of bars.
type Series struct {
	Name   Label      `json:"name"`
	Values []*float64 `json:"values"`         // beside the categories; nil where there is none to show
	Low    []*float64 `json:"low,omitempty"`  // the ends of the intervals, of charts that have them
	High   []*float64 `json:"high,omitempty"` //
}

// The charts.
const (
	ChartCoverage = "coverage" // T1: the part of each village's adults that answered
	ChartReach    = "reach"    // T2: the part of the people that chose a need, with its interval
	ChartSexes    = "sexes"    // T3: the same of women beside men
	ChartServices = "services" // T4: how good each service is found
)

// Charts lists the identifiers of all charts.
func Charts() []string { return []string{ChartCoverage, ChartReach, ChartSexes, ChartServices} }

// mostBars is how many needs a chart shows.
const mostBars = 15

// draw adds their charts to the tables.
func (in Input) draw(tables []Table) {
	for i := range tables {
		t := &tables[i]
		var c Chart
		switch t.ID {
		case "t1":
			c = t.bars(ChartCoverage, "village", Share, "coverage")
		case "t2":
			c = t.bars(ChartReach, "need", Share, "share")
			c.interval(t, "low", "high")
		case "t3":
			c = t.bars(ChartSexes, "need", Share, "share:"+string(prioritize.Women), "share:"+string(prioritize.Men))
		case "t4":
			c = t.bars(ChartServices, "service", Score, "mean")
		default:
			continue
		}
		if c.shows() {
			t.Charts = append(t.Charts, c)
		}
	}
}

// bars is a chart of some columns. Rows that are sums and bases have no bars, nor have those beyond mostBars.
func (t *Table) bars(id, named string, k Kind, columns ...string) Chart {
	c := Chart{ID: id, Kind: k}
	name := t.at(named)
	rows := t.barred(name)
	for _, row := range rows {
		c.Categories = append(c.Categories, row[name])
	}
	for _, column := range columns {
		at := t.at(column)
		if at < 0 {
			return Chart{}
		}
		s := Series{Name: t.Columns[at].Heading}
		if len(columns) > 1 {
			s.Name = *t.Columns[at].Group
		}
		c.Series = append(c.Series, s.with(rows, at))
	}
	return c
}

// interval gives the chart's only series its interval.
func (c *Chart) interval(t *Table, low, high string) {
	if len(c.Series) != 1 {
		return
	}
	rows := t.barred(t.at("need"))
	c.Series[0].Low = Series{}.with(rows, t.at(low)).Values
	c.Series[0].High = Series{}.with(rows, t.at(high)).Values
}

// barred are the rows that have bars.
func (t *Table) barred(name int) [][]Cell {
	var rows [][]Cell
	for _, row := range t.Rows {
		if len(row[name].Texts) > 0 && len(rows) < mostBars {
			rows = append(rows, row)
		}
	}
	return rows
}

func (s Series) with(rows [][]Cell, at int) Series {
	for _, row := range rows {
		s.Values = append(s.Values, row[at].Number)
	}
	return s
}

// at is where the column with this identifier stands; -1 if there is none.
func (t *Table) at(column string) int {
	return slices.IndexFunc(t.Columns, func(c Column) bool { return c.ID == column })
}

// shows reports whether there is anything to see.
func (c *Chart) shows() bool {
	return len(c.Categories) > 1 && slices.ContainsFunc(c.Series, func(s Series) bool {
		return slices.ContainsFunc(s.Values, func(x *float64) bool { return x != nil })
	})
}
