package docx

import "math"

// is writes an element of a chart that holds one value.
func (m *markup) is(name, value string) { m.empty(name, "val", value) }

// solid fills a shape.
func (m *markup) solid(colour string) {
	m.start("a:solidFill")
	m.empty("a:srgbClr", "val", colour)
	m.end()
}

// line is a shape's edge, in English Metric Units; without a colour there is none.
func (m *markup) line(colour string, thick int) {
	if colour == "" {
		m.start("a:ln")
		m.empty("a:noFill")
		m.end()
		return
	}
	m.start("a:ln", "w", number(thick))
	m.solid(colour)
	m.end()
}

// font writes how a text looks.
func (m *markup) font(element, size string, bold bool) {
	m.start(element, "sz", size, "b", flag(bold))
	m.solid("000000")
	for _, script := range []string{"a:latin", "a:ea", "a:cs"} {
		m.empty(script, "typeface", font)
	}
	m.end()
}

// title writes what a chart or the axis at a side is called.
func (m *markup) title(text, size string, bold bool, side string) {
	m.start("c:title")
	m.start("c:tx")
	m.start("c:rich")
	if side == "l" {
		m.empty("a:bodyPr", "rot", "-5400000", "vert", "horz")
	} else {
		m.empty("a:bodyPr")
	}
	m.empty("a:lstStyle")
	m.start("a:p")
	m.start("a:pPr")
	m.font("a:defRPr", size, bold)
	m.end()
	m.start("a:r")
	m.font("a:rPr", size, bold)
	m.leaf("a:t", oneLine(text))
	m.ends(4)
	m.is("c:overlay", "0")
	m.end()
}

// texts refers to cells of the workbook, and says what is in them.
func (m *markup) texts(cells string, texts []string) {
	m.start("c:strRef")
	m.leaf("c:f", cells)
	m.start("c:strCache")
	m.is("c:ptCount", number(len(texts)))
	for i, t := range texts {
		m.start("c:pt", "idx", number(i))
		m.leaf("c:v", oneLine(t))
		m.end()
	}
	m.ends(2)
}

// numbers refers to cells of the workbook, and says what is in them; those that are empty are left out.
func (m *markup) numbers(cells string, values []float64, format string) {
	m.start("c:numRef")
	m.leaf("c:f", cells)
	m.start("c:numCache")
	m.leaf("c:formatCode", format)
	m.is("c:ptCount", number(len(values)))
	for i, v := range values {
		if !math.IsNaN(v) {
			m.start("c:pt", "idx", number(i))
			m.leaf("c:v", decimal(v))
			m.end()
		}
	}
	m.ends(2)
}
