package form

import (
	"github.com/labstack/echo/v4"

	"ashar/survey"
)

// tap takes a step towards an answer that is made of taps, an order or points, and leads back to the row that was
// tapped, so that a long list stays where it was under the finger.
func (f *Form) tap(c echo.Context, v visit, p survey.Prompt, given survey.Value) error {
	ctx := c.Request().Context()
	var err error
	var tapped string
	pressed := func(name string) bool {
		if choice := c.FormValue(name); choice != "" {
			tapped = choice
			return true
		}
		return false
	}
	switch kind := p.Question.Kind; {
	case kind == survey.Rank && pressed("place"):
		v.Session, err = f.place(ctx, v.Session, p, tapped)
	case kind == survey.Rank && c.FormValue("do") == "undo":
		if taken := len(given.Choices) - taps(p, given.Choices); taken >= 0 {
			tapped = given.Choices[taken]
		}
		v.Session, err = f.undo(ctx, v.Session, p, given.Choices)
	case kind == survey.Points && pressed("give"):
		v.Session, err = f.shift(ctx, v.Session, p, given, tapped, 1)
	case kind == survey.Points && pressed("take"):
		v.Session, err = f.shift(ctx, v.Session, p, given, tapped, -1)
	default:
		return f.unknownButton(c, v)
	}
	if i := rowOf(p, tapped); i >= 0 {
		v.row = "#" + optionID(i)
	}
	return f.settle(c, v, &given, err)
}
