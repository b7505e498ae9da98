package page

import (
	"ashar/survey"
	"ashar/survey/locale"
)

// Chosen are the choices, levels and comparisons of an answer, each in words; s speaks the language of whoever reads it.
func Chosen(s locale.Speaker, q *survey.Questionnaire, x *survey.Question, v survey.Value) []string {
	called := func(name string) string {
		for _, list := range []string{q.Source(x), x.List} {
			if c := q.Choice(list, name); c != nil {
				return q.Say(c.Label, s.Lang())
			}
		}
		return name
	}
	var parts []string
	for i, name := range v.Choices {
		if name = called(name); x.Kind == survey.Rank {
			name = s.Number(i+1) + ". " + name
		}
		parts = append(parts, name)
	}
	for _, l := range v.Levels {
		level := s.Number(l.Level)
		if levels := q.Choices(x.List); x.Kind == survey.Scale && 0 < l.Level && l.Level <= len(levels) {
			level = q.Say(levels[l.Level-1].Label, s.Lang())
		}
		parts = append(parts, called(l.Choice)+": "+level)
	}
	for _, p := range v.Pairs {
		sign, first, second := " = ", p.First, p.Second
		if p.Better != "" {
			sign = " > "
		}
		if p.Better == p.Second {
			first, second = second, first
		}
		parts = append(parts, called(first)+sign+called(second))
	}
	return parts
}
