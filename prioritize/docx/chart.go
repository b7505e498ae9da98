package docx

import (
	"fmt"
	"math"
	"slices"
	"unicode/utf8"
)

// Chart is bars beside each other that the program which shows the document draws: they stay sharp in print, and their
// numbers, which are in the file as a workbook, can be changed there. On a line of its own.
type Chart struct {
	Title      string   // above it; "" for none, as where a Caption names it
	Categories []string // what the bars are of, the first on top, or on the left if they are upright; after 90 letters shortened
	Series     []Series // beside each other in every category, in this order; a legend names them if there are several
	Upright    bool     // the bars stand; without, they lie, and long names have room
	Values     string   // names the axis of values; "" for none
	Names      string   // names the axis of categories; "" for none
	Format     string   // of the values, as spreadsheets have it: "0%", `0\ %`; "" is as they come
	Labels     bool     // every bar says its value, unless the chart has intervals, which would cross it out
	Most       float64  // where the axis of values ends; 0 is beyond all that is drawn
	Gap        int      // between categories, in percent of a bar's thickness, 1 to 500; 0 is 50
	Width      float64  // millimetres; 0 is that of the text, and it is never wider
	Height     float64  // millimetres; 0 is as high as its bars take, and it is never higher than the page
	Alt        string   // what is seen in it, for those who do not see it
	Keep       bool     // stays on one page with what follows, as with a caption below it
}

// Series is one value for each category of a Chart. One that is not known or not to be shown is a NaN, and leaves a gap.
type Series struct {
	Name      string
	Values    []float64 // none is negative
	Low, High []float64 // the intervals in which the values lie; nil for none, or with NaN for those that have none
	Colour    string    // six hexadecimal digits, "0A6B5D"; "" is a grey, and for a pattern nearly black
	Pattern   Pattern   // tells it from others also where colours are not printed
}

// Pattern is how bars are filled.
type Pattern string

// The patterns: with the colour all over, or on white with stripes, crosses or a grid of it.
const (
	Full    Pattern = ""
	Stripes Pattern = "wdUpDiag"
	Crosses Pattern = "diagCross"
	Grid    Pattern = "smGrid"
)

// The colours of bars that have none of their own.
const (
	grey = "8C8C8C"
	dark = "404040"
)

// The most series that bars of a category can be told apart of, and the widest gap between categories.
const (
	mostSeries = 6
	widestGap  = 500
)

func (c Chart) check() error {
	if len(c.Categories) == 0 || len(c.Series) == 0 || len(c.Series) > mostSeries {
		return fmt.Errorf("chart: %d series of %d categories; 1 to %d of one or more", len(c.Series), len(c.Categories), mostSeries)
	}
	if c.Gap < 0 || c.Gap > widestGap {
		return fmt.Errorf("chart: a gap of %d; 0 to %d", c.Gap, widestGap)
	}
	for _, x := range []float64{c.Most, c.Width, c.Height} {
		if !(x >= 0) || math.IsInf(x, 0) {
			return fmt.Errorf("chart: most %g, width %g, height %g", c.Most, c.Width, c.Height)
		}
	}
	for _, s := range c.Series {
		if err := s.check(len(c.Categories)); err != nil {
			return fmt.Errorf("chart: series %q: %w", s.Name, err)
		}
	}
	return nil
}

func (s Series) check(categories int) error {
	if len(s.Values) != categories || len(s.Low) != len(s.High) || s.Low != nil && len(s.Low) != categories {
		return fmt.Errorf("%d values, from %d to %d, of %d categories", len(s.Values), len(s.Low), len(s.High), categories)
	}
	if s.Colour != "" && !colour.MatchString(s.Colour) {
		return fmt.Errorf("colour %q", s.Colour)
	}
	if !slices.Contains([]Pattern{Full, Stripes, Crosses, Grid}, s.Pattern) {
		return fmt.Errorf("pattern %q", s.Pattern)
	}
	for i, v := range s.Values {
		if v < 0 || math.IsInf(v, 0) {
			return fmt.Errorf("value %d is %g", i+1, v)
		}
		if s.Low != nil && (s.Low[i] < 0 || s.Low[i] > v || s.High[i] < v || math.IsInf(s.High[i], 0)) {
			return fmt.Errorf("value %d is %g, between %g and %g", i+1, v, s.Low[i], s.High[i])
		}
	}
	return nil
}

// labelled reports whether bars say their values.
func (c Chart) labelled() bool {
	return c.Labels && !slices.ContainsFunc(c.Series, func(s Series) bool { return s.Low != nil })
}

// ends are how far the interval of each value goes below and beyond it; NaN where there is none.
func (s Series) ends() (minus, plus []float64) {
	minus, plus = make([]float64, len(s.Values)), make([]float64, len(s.Values))
	for i, v := range s.Values {
		minus[i], plus[i] = tidy(v-s.Low[i]), tidy(s.High[i]-v)
	}
	return minus, plus
}

// tidy is a difference without what only the computer adds to it.
func tidy(x float64) float64 { return math.Round(x*1e9) / 1e9 }

// How high bars and what is around them are drawn, in millimetres.
const (
	barHigh     = 4.5
	barsHigh    = 3.6 // each of several in a category
	aroundHigh  = 16
	lineHigh    = 6 // of a title or a legend
	nameHigh    = 4.2
	uprightHigh = 80
)

// How many letters of a category's name stand on a line beside its bars, and how many are written.
const (
	nameLine = 36
	mostName = 90
)

// names are the categories', as they are written.
func (c Chart) names() []string {
	names := make([]string, len(c.Categories))
	for i, name := range c.Categories {
		letters := []rune(oneLine(name))
		if len(letters) > mostName {
			letters = append(letters[:mostName-1], '…')
		}
		names[i] = string(letters)
	}
	return names
}

func (c Chart) height() float64 {
	if c.Height > 0 {
		return c.Height
	}
	if c.Upright {
		return uprightHigh
	}
	bars := barHigh
	if n := len(c.Series); n > 1 {
		bars = barsHigh * float64(n)
	}
	bars += bars * float64(c.gap()) / 100 / float64(len(c.Series))
	high := aroundHigh + 0.0
	for _, name := range c.names() {
		high += max(bars, nameHigh*float64(1+utf8.RuneCountInString(name)/nameLine))
	}
	for _, line := range []bool{c.Title != "", c.Values != "", len(c.Series) > 1} {
		if line {
			high += lineHigh
		}
	}
	return high
}

func (c Chart) gap() int {
	if c.Gap == 0 {
		return 50
	}
	return c.Gap
}

func (c Chart) put(b *body) {
	wide := b.width * perTwip
	if c.Width > 0 {
		wide = max(1, min(wide, int(c.Width*perMillimetre)))
	}
	high := max(1, min(int(c.height()*perMillimetre), b.height*perTwip*9/10)) // with room for its caption
	b.charts = append(b.charts, c)
	n := len(b.charts)
	b.drawing(drawing{wide: wide, high: high, name: "Chart " + number(n), alt: c.Alt, keep: c.Keep, uri: chartNamespace}, func(string) {
		b.empty("c:chart", "r:id", chartRelation(n))
	})
}

// chartName is the file of the n-th chart, from 1, chartRelation the relation by which it is found, and chartData the
// workbook that has its numbers.
func chartName(n int) string { return "charts/chart" + number(n) + ".xml" }

func chartRelation(n int) string { return "rIdChart" + number(n) }

func chartData(n int) string { return "embeddings/Microsoft_Excel_Worksheet" + number(n) + ".xlsx" }
