package survey

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// String writes the point as ODK does: latitude, longitude, altitude, accuracy.
func (p Point) String() string {
	parts := make([]string, 0, 4)
	for _, f := range []float64{p.Latitude, p.Longitude, p.Altitude, p.Accuracy} {
		parts = append(parts, strconv.FormatFloat(f, 'f', -1, 64))
	}
	return strings.Join(parts, " ")
}

// degrees are a number as maps copy it, with as many digits as they like.
var degrees = regexp.MustCompile(`^-?[0-9]{1,6}(?:\.[0-9]{1,20})?$`)

// place reads a point as somebody typed it: degrees north and east, and perhaps
// the altitude and the accuracy in metres, with spaces or semicolons between; or the
// degrees alone with a comma between. "42.5, 72.3", "42,5 72,3", "42.5,72.3".
func place(typed string) (Point, bool) {
	fields := strings.FieldsFunc(visible(typed), func(r rune) bool { return unicode.IsSpace(r) || r == ';' })
	if len(fields) == 1 {
		if fields = strings.Split(fields[0], ","); len(fields) != 2 {
			return Point{}, false // which commas part, and which are decimal?
		}
	}
	if len(fields) < 2 || len(fields) > 4 {
		return Point{}, false
	}
	var n [4]float64
	for i, f := range fields {
		f = strings.NewReplacer(",", ".", "−", "-", "–", "-").Replace(strings.TrimSuffix(f, ","))
		if !degrees.MatchString(f) {
			return Point{}, false
		}
		n[i], _ = strconv.ParseFloat(f, 64)
	}
	return Point{n[0], n[1], n[2], n[3]}, true
}

// normal rounds the point; ok is false where it is no place on the earth.
func (p Point) normal() (normal Point, ok bool) {
	round := func(f, places float64) float64 {
		if f = math.Round(f*places) / places; f == 0 {
			return 0 // and not minus nothing
		}
		return f
	}
	p = Point{round(p.Latitude, 1e6), round(p.Longitude, 1e6), round(p.Altitude, 10), round(p.Accuracy, 10)}
	within := func(f, most float64) bool { return f >= -most && f <= most } // false of NaN
	ok = within(p.Latitude, 90) && within(p.Longitude, 180) && within(p.Altitude, 1e5) && within(p.Accuracy, 1e6) && p.Accuracy >= 0
	return p, ok
}

func (x *Question) acceptPoint(v Value) (Value, error) {
	p, ok := Point{}, true
	if v.Point != nil {
		p = *v.Point
	} else {
		p, ok = place(v.Text)
	}
	if ok {
		p, ok = p.normal()
	}
	if !ok {
		return Value{}, x.problem(NotPlace)
	}
	return Located(p), nil
}
