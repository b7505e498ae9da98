package analysis

import (
	"math"
	"strings"

	"ashar/prioritize/docx"
	"ashar/survey/locale"
)

// drawnAs is how the i-th of some series looks: dark, light, or with stripes, which stay apart where no colours are
// printed.
// Upon those of a single series an interval is to be seen.
func drawnAs(i, of int) docx.Series {
	if of == 1 {
		return docx.Series{Colour: "7FB5AC"}
	}
	return [...]docx.Series{{Colour: "0A6B5D"}, {Colour: "BFDAD4"}, {Pattern: docx.Stripes}}[i%3]
}

// chart is a chart as Word has it.
func (x *wordWriter) chart(c *Chart, title string) docx.Chart {
	drawn := docx.Chart{Format: chartFormat(x.s, c.Kind), Labels: true, Alt: x.described(c, title), Keep: true}
	for _, category := range c.Categories {
		words, _ := wording(x.s, category)
		drawn.Categories = append(drawn.Categories, words)
	}
	for i, series := range c.Series {
		bars := drawnAs(i, len(c.Series))
		bars.Name = label(x.s, series.Name)
		bars.Values = shown(series.Values)
		if series.Low != nil {
			bars.Low, bars.High = shown(series.Low), shown(series.High)
			for j, v := range bars.Values { // what was rounded for itself
				bars.Low[j], bars.High[j] = min(bars.Low[j], v), max(bars.High[j], v)
			}
		}
		drawn.Series = append(drawn.Series, bars)
	}
	return drawn
}

// shown are values with a NaN for each that is not shown.
func shown(values []*float64) []float64 {
	all := make([]float64, len(values))
	for i, v := range values {
		all[i] = math.NaN()
		if v != nil {
			all[i] = *v
		}
	}
	return all
}

// chartFormat is how a spreadsheet writes the values of an axis.
func chartFormat(s locale.Speaker, k Kind) string {
	switch k {
	case Share:
		if strings.HasSuffix(s.Percent(0, 0), "0%") {
			return "0%"
		}
		return `0\ %`
	case Score:
		return "0.0"
	}
	return "0"
}

// described is what is seen in a chart, for those who do not see it.
func (x *wordWriter) described(c *Chart, title string) string {
	var said []string
	for i, category := range c.Categories {
		words, _ := wording(x.s, category)
		var values []string
		for _, series := range c.Series {
			v := "—"
			if shown := series.Values[i]; shown != nil && c.Kind == Share {
				v = x.s.Percent(*shown, 0)
			} else if shown != nil {
				v = figure(x.s, *shown, c.Kind)
			}
			if len(c.Series) > 1 {
				v = label(x.s, series.Name) + " " + v
			}
			values = append(values, v)
		}
		said = append(said, words+": "+strings.Join(values, separator))
	}
	return title + ". " + strings.Join(said, "; ")
}
