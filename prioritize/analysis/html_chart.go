package analysis

import (
	"math"
	"slices"

	"ashar/survey/locale"
)

// picture is a chart in words and bars.
type picture struct {
	ID, Title string
	Rows      []bars
}

// bars are those of one category.
type bars struct {
	Name string
	Bars []bar
}

// bar goes from the left to To, of a thousand.
type bar struct {
	Class       string
	Shown       bool
	To, Mark    int
	Low, Spread int    // the interval
	Text        string // the same in letters
}

func (c *Chart) picture(s locale.Speaker) picture {
	f := picture{ID: c.ID, Title: s.T("report.chart." + c.ID)}
	end := c.end()
	at := func(x float64) int { return int(math.Round(1000 * min(x/end, 1))) }
	for i, category := range c.Categories {
		words, _ := wording(s, category)
		row := bars{Name: words}
		for n, series := range c.Series {
			b := bar{Class: "bar-0", Text: s.T("report.cell." + string(Few))}
			if n > 0 {
				b.Class = "bar-1"
			}
			if x := series.Values[i]; x != nil {
				b.Shown, b.To, b.Text = true, at(*x), figure(s, *x, c.Kind)
				if c.Kind == Share {
					b.Text = s.Percent(*x, 1)
				}
			}
			if low, high := series.ends(i); low != nil && high != nil && b.Shown {
				b.Class, b.Mark, b.Low = "bar-of", max(b.To-3, 0), at(*low)
				b.Spread = max(at(*high)-b.Low, 1)
				b.Text += " (" + figure(s, *low, c.Kind) + " – " + figure(s, *high, c.Kind) + ")"
			}
			if len(c.Series) > 1 {
				b.Text = label(s, series.Name) + ": " + b.Text
			}
			row.Bars = append(row.Bars, b)
		}
		f.Rows = append(f.Rows, row)
	}
	return f
}

// ends are those of a value's interval; nil where there is none.
func (x *Series) ends(i int) (low, high *float64) {
	if i >= len(x.Low) || i >= len(x.High) {
		return nil, nil
	}
	return x.Low[i], x.High[i]
}

// end is where the chart's axis ends, which begins at 0: a round number that is not below any value.
func (c *Chart) end() float64 {
	if c.Kind == Score {
		return bestScore
	}
	most := 0.0
	for _, series := range c.Series {
		for _, x := range slices.Concat(series.Values, series.High) {
			if x != nil {
				most = max(most, *x)
			}
		}
	}
	for _, end := range []float64{0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1} {
		if most <= end {
			return end
		}
	}
	return math.Ceil(most)
}

// unit is how far the marks of an axis with this end are apart: there are three to six, at round numbers.
func (c *Chart) unit(end float64) float64 {
	switch {
	case c.Kind == Score:
		return 1
	case 0.2 < end && end < 0.7:
		return 0.1
	case end == 0.2:
		return 0.05
	case end > 1:
		return math.Ceil(end) / 4
	}
	return end / 5
}

// bestScore is the best that a service is given.
const bestScore = 5
