package analysis

import (
	"math"
	"strconv"
	"strings"

	"ashar/survey"
	"ashar/survey/locale"
)

// separator stands between several texts of one cell.
const separator = ", "

// say puts a phrase into words.
func say(s locale.Speaker, p Phrase) string {
	var args []any
	for key, a := range p.Args {
		args = append(args, key, arg(s, a))
	}
	if p.Count != nil {
		return s.N(p.ID, int(*p.Count), args...)
	}
	return s.T(p.ID, args...)
}

func arg(s locale.Speaker, a Arg) string {
	switch {
	case a.Number != nil:
		return s.Number(int(*a.Number))
	case a.Share != nil:
		return s.Percent(*a.Share, 0)
	case a.Score != nil:
		return s.Decimal(*a.Score, 1)
	case a.Date != nil:
		return s.Date(*a.Date)
	default:
		return list(s, a.Texts)
	}
}

func list(s locale.Speaker, texts []survey.Text) string {
	var all []string
	for _, t := range texts {
		all = append(all, name(s, t))
	}
	return strings.Join(all, separator)
}

// name is a text in the speaker's language, or in the one that most here read.
func name(s locale.Speaker, t survey.Text) string { return t.In(s.Lang(), locale.Russian) }

func label(s locale.Speaker, l Label) string {
	if l.Word != "" {
		return s.T(l.Word)
	}
	return name(s, l.Text)
}

// wording is what a cell without a number says; ok is false for a number.
func wording(s locale.Speaker, c Cell) (words string, ok bool) {
	switch {
	case c.State != "":
		return s.T("report.cell." + string(c.State)), true
	case c.Word != "":
		return s.T(c.Word), true
	case c.Phrase != nil:
		return say(s, *c.Phrase), true
	case len(c.Texts) > 0:
		return list(s, c.Texts), true
	case c.Plain != "":
		return c.Plain, true
	default:
		return "", c.Number == nil
	}
}

// heading is a column's, with the one that it shares with its neighbours.
func heading(s locale.Speaker, c Column) string {
	if c.Group == nil {
		return label(s, c.Heading)
	}
	return label(s, *c.Group) + ": " + label(s, c.Heading)
}

func kindOf(c Cell, col Column) Kind {
	if c.Kind != "" {
		return c.Kind
	}
	return col.Kind
}

// plainNumber writes a number for spreadsheets, with a point for the decimals;
// a share as a percentage without its sign, which stands in the heading.
func plainNumber(x float64, k Kind) string {
	decimals := 0
	switch k {
	case Share:
		x, decimals = 100*x, 1
	case Score:
		decimals = 1
	case Factor:
		decimals = 2
	}
	unit := math.Pow10(decimals)
	return strconv.FormatFloat(math.Round(x*unit)/unit, 'f', decimals, 64)
}

// cellWords is what a cell says to people.
func cellWords(s locale.Speaker, c Cell, col Column) string {
	if words, ok := wording(s, c); ok {
		return words
	}
	return figure(s, *c.Number, kindOf(c, col))
}

// figure writes a number for people; a share as a percentage without its sign, which stands in the heading.
func figure(s locale.Speaker, x float64, k Kind) string {
	switch k {
	case Share:
		return s.Decimal(100*x, 1)
	case Score:
		return s.Decimal(x, 1)
	case Factor:
		return s.Decimal(x, 2)
	case Gap:
		if x > 0 {
			return "+" + s.Decimal(x, 0)
		}
	}
	return s.Decimal(x, 0)
}

// about names the municipality, the campaign and the day, for under a title.
func (d *Document) about(s locale.Speaker) string {
	return strings.Join([]string{name(s, d.Municipality.Name), name(s, d.Campaign.Title), s.Date(d.Made)}, " · ")
}
