package docx

import (
	"cmp"
	"math"
	"strconv"
	"strings"
)

// The axes of a chart, by which its bars and they find each other.
const (
	namesAxis  = "111111111"
	valuesAxis = "222222222"
)

// The sizes of texts in a chart, in hundredths of a point.
const (
	chartText  = "1000"
	chartTitle = "1100"
)

// part writes the chart. What stands after what is ECMA-376's order, part 1, 21.2: Word opens no other.
func (c Chart) part(m *markup, tag string) {
	m.start("c:chartSpace", "xmlns:c", chartNamespace, "xmlns:a", graphicNamespace, "xmlns:r", relationNamespace)
	m.is("c:date1904", "0")
	m.is("c:lang", tag)
	m.is("c:roundedCorners", "0")
	m.start("c:chart")
	if c.Title != "" {
		m.title(c.Title, chartTitle, true, "")
	}
	m.is("c:autoTitleDeleted", flag(c.Title == ""))
	m.start("c:plotArea")
	m.empty("c:layout")
	c.bars(m)
	c.axes(m)
	m.end()
	if len(c.Series) > 1 {
		m.start("c:legend")
		m.is("c:legendPos", "b")
		m.is("c:overlay", "0")
		m.end()
	}
	m.is("c:plotVisOnly", "1")
	m.is("c:dispBlanksAs", "gap")
	m.end()
	m.start("c:spPr")
	m.solid("FFFFFF")
	m.line("", 0)
	m.end()
	m.start("c:txPr")
	m.empty("a:bodyPr")
	m.empty("a:lstStyle")
	m.start("a:p")
	m.start("a:pPr")
	m.font("a:defRPr", chartText, false)
	m.end()
	m.empty("a:endParaRPr", "lang", tag)
	m.ends(2)
	m.start("c:externalData", "r:id", "rId1")
	m.is("c:autoUpdate", "0")
	m.ends(2)
}

func (c Chart) bars(m *markup) {
	direction := "bar"
	if c.Upright {
		direction = "col"
	}
	m.start("c:barChart")
	m.is("c:barDir", direction)
	m.is("c:grouping", "clustered")
	m.is("c:varyColors", "0")
	for i, s := range c.Series {
		c.series(m, i, s)
	}
	m.is("c:gapWidth", number(c.gap()))
	m.is("c:overlap", "0")
	m.is("c:axId", namesAxis)
	m.is("c:axId", valuesAxis)
	m.end()
}

func (c Chart) series(m *markup, i int, s Series) {
	m.start("c:ser")
	m.is("c:idx", number(i))
	m.is("c:order", number(i))
	m.start("c:tx")
	m.texts(nameCell(c.column(i)), []string{s.Name})
	m.end()
	m.start("c:spPr")
	if s.Pattern == Full {
		m.solid(cmp.Or(s.Colour, grey))
	} else {
		ink := cmp.Or(s.Colour, dark)
		m.start("a:pattFill", "prst", string(s.Pattern))
		m.start("a:fgClr")
		m.empty("a:srgbClr", "val", ink)
		m.end()
		m.start("a:bgClr")
		m.empty("a:srgbClr", "val", "FFFFFF")
		m.ends(2)
	}
	m.line("262626", 6350)
	m.end()
	m.is("c:invertIfNegative", "0")
	if c.labelled() {
		m.start("c:dLbls")
		m.empty("c:numFmt", "formatCode", c.format(), "sourceLinked", "0")
		m.is("c:dLblPos", "outEnd")
		for _, show := range []string{"LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize"} {
			m.is("c:show"+show, flag(show == "Val"))
		}
		m.end()
	}
	if s.Low != nil {
		minus, plus := s.ends()
		m.start("c:errBars")
		m.is("c:errBarType", "both")
		m.is("c:errValType", "cust")
		m.is("c:noEndCap", "0")
		for j, x := range []struct {
			name   string
			values []float64
		}{{"c:plus", plus}, {"c:minus", minus}} {
			m.start(x.name)
			m.numbers(c.cells(c.column(i)+1+j), x.values, c.format())
			m.end()
		}
		m.start("c:spPr")
		m.line("000000", 12700)
		m.ends(2)
	}
	m.start("c:cat")
	m.texts(c.cells(0), c.names())
	m.end()
	m.start("c:val")
	m.numbers(c.cells(c.column(i)), s.Values, c.format())
	m.ends(2)
}

// axes writes that of the names and that of the values, which begins at zero.
func (c Chart) axes(m *markup) {
	names, values := "l", "b"
	if c.Upright {
		names, values = values, names
	}
	end, step := c.scale()
	axis{id: namesAxis, across: valuesAxis, side: names, title: c.Names, format: "General", back: !c.Upright, line: "595959"}.write(m, "c:catAx", func() {
		m.is("c:crosses", "autoZero")
		m.is("c:auto", "0")
		m.is("c:lblAlgn", "ctr")
		m.is("c:lblOffset", "100")
		m.is("c:tickLblSkip", "1")
		m.is("c:noMultiLvlLbl", "1")
	})
	axis{id: valuesAxis, across: namesAxis, side: values, title: c.Values, format: c.format(), end: end}.write(m, "c:valAx", func() {
		if c.Upright {
			m.is("c:crosses", "autoZero")
		} else {
			m.is("c:crosses", "max") // at the last of the names, which stands lowest
		}
		m.is("c:crossBetween", "between")
		m.is("c:majorUnit", decimal(step))
	})
}

// axis is what both axes have.
type axis struct {
	id, across, side, title, format string
	back                            bool    // from the last to the first, as upwards the first would be the lowest
	end                             float64 // of the values, with lines across the bars
	line                            string  // its colour; "" for none
}

func (a axis) write(m *markup, element string, rest func()) {
	m.start(element)
	m.is("c:axId", a.id)
	m.start("c:scaling")
	if a.back {
		m.is("c:orientation", "maxMin")
	} else {
		m.is("c:orientation", "minMax")
	}
	if a.end > 0 {
		m.is("c:max", decimal(a.end))
		m.is("c:min", "0")
	}
	m.end()
	m.is("c:delete", "0")
	m.is("c:axPos", a.side)
	if a.end > 0 {
		m.start("c:majorGridlines")
		m.start("c:spPr")
		m.line("D0D0D0", 6350)
		m.ends(2)
	}
	if a.title != "" {
		m.title(a.title, chartText, false, a.side)
	}
	m.empty("c:numFmt", "formatCode", a.format, "sourceLinked", "0")
	m.is("c:majorTickMark", "none")
	m.is("c:minorTickMark", "none")
	m.is("c:tickLblPos", "nextTo")
	m.start("c:spPr")
	m.line(a.line, 9525)
	m.end()
	m.is("c:crossAx", a.across)
	rest()
	m.end()
}

// steps is how many steps the axis of values has at most.
const steps = 6

// scale is where the axis of values ends, beyond all values and their intervals, and its steps, which are round.
func (c Chart) scale() (end, step float64) {
	most := c.Most
	for _, s := range c.Series {
		for _, values := range [][]float64{s.Values, s.High} {
			for _, v := range values {
				if c.Most == 0 && v > most {
					most = v
				}
			}
		}
	}
	switch {
	case most == 0:
		most = 1
	case c.Most == 0 && c.labelled():
		most *= 1.06 // room for the longest bar's
	}
	unit := math.Pow(10, math.Floor(math.Log10(most/steps)))
	for _, by := range []float64{1, 2, 5, 10} {
		if step = by * unit; most/step <= steps {
			break
		}
	}
	if strings.Trim(c.Format, "0#, ") == "" && c.Format != "" {
		step = max(step, 1) // of whole numbers
	}
	step = tidy(step)
	if c.Most > 0 {
		return c.Most, step
	}
	return tidy(math.Ceil(tidy(most/step)) * step), step
}

func (c Chart) format() string {
	if f := Clean(c.Format); f != "" {
		return f
	}
	return "General"
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func flag(yes bool) string {
	if yes {
		return "1"
	}
	return "0"
}
