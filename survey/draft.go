package survey

import "strings"

// maxTyped bounds, in runes, what is kept of a number, a day or a place that is
// still being typed.
const maxTyped = 100

// usable is what of a value still makes sense at this stop, in bounds: each choice
// once, and no more words than any answer may have.
func (w *walk) usable(s *stop, v Value) Value {
	var u Value
	u.Skipped = v.Skipped
	switch s.question.Kind {
	case SelectOne, SelectMultiple, Rank:
		choices := w.offered(s)
		for _, n := range v.Choices {
			if contains(choices, n) && !u.Has(n) {
				u.Choices = append(u.Choices, n)
			}
		}
	case Scale, Points:
		most := len(s.levels)
		if s.question.Kind == Points {
			most = s.question.Max
		}
		choices := w.offered(s)
		for _, l := range v.Levels {
			if 1 <= l.Level && l.Level <= most && contains(choices, l.Choice) && u.LevelOf(l.Choice) == 0 {
				u.Levels = append(u.Levels, l)
			}
		}
	case Pairwise:
		for _, a := range w.pairs(s) {
			if p, ok := v.PairOf(a.First, a.Second); ok && (p.Better == "" || p.Better == a.First || p.Better == a.Second) {
				a.Better = p.Better
				u.Pairs = append(u.Pairs, a)
			}
		}
	case Image, Audio:
		u.File = v.File
	case Geopoint:
		u.Point, u.Text = v.Point, cut(v.Text, maxTyped)
	case TextAnswer:
		u.Text, u.Key = cut(v.Text, MaxTextLength), cut(v.Key, MaxTextLength)
	default:
		u.Number, u.Date = cut(v.Number, maxTyped), cut(v.Date, maxTyped)
	}
	return u
}

// cut leaves at most so many runes of a text.
func cut(s string, most int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most])
	}
	return s
}
