package form

import (
	"strings"

	"ashar/survey"
	"ashar/survey/locale"
)

// textView asks for a few words.
type textView struct {
	screen
	Text string
	Max  int
}

// typedView asks for something short that is typed: a number, a day, a place.
type typedView struct {
	screen
	Type, Mode string // of the input, and of its keyboard
	Text       string // as it was typed, or as it was accepted
	Example    string // how it is written; "" where that is plain
}

func typed(s screen, p survey.Prompt) typedView {
	v := typedView{screen: s, Type: "text", Text: p.Value.Number}
	switch x := p.Question; x.Kind {
	case survey.Integer:
		v.Mode = "numeric"
	case survey.Decimal:
		v.Mode, v.Example = "decimal", s.T("form.decimal.hint")
	case survey.RangeNumber:
		v.Mode, v.Example = keyboard(x.Range), bounds(s.Speaker, x.Range)
	case survey.Date:
		v.Type, v.Text, v.Example = "date", p.Value.Date, s.T("form.date.hint")
	case survey.Geopoint:
		v.Text, v.Example = p.Value.Text, s.T("form.place.hint")
		if p.Value.Point != nil {
			v.Text = place(*p.Value.Point)
		}
	}
	return v
}

// keyboard is the one on which every number of a range can be typed: those for numbers have no minus on some phones.
func keyboard(r *survey.Range) string {
	switch {
	case strings.HasPrefix(r.Start, "-"):
		return "text"
	case strings.Contains(r.Start+r.Step, "."):
		return "decimal"
	}
	return "numeric"
}

// bounds says which numbers a range has.
func bounds(s locale.Speaker, r *survey.Range) string {
	low, high := s.Digits(r.Start), s.Digits(r.End)
	if r.Step == "1" {
		return s.T("form.range.hint", "Low", low, "High", high)
	}
	return s.T("form.range.steps", "Low", low, "High", high, "Step", s.Digits(r.Step))
}

// place writes a point as it is typed: the latitude and the longitude and, where they are known, metres.
func place(p survey.Point) string {
	fields := strings.Fields(p.String())
	for len(fields) > 2 && fields[len(fields)-1] == "0" {
		fields = fields[:len(fields)-1]
	}
	return strings.Join(fields, ", ")
}
