package privacy

import (
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/locale"
)

// said is an answer in words; s speaks the language of whoever gave it.
func said(s locale.Speaker, q *survey.Questionnaire, x *survey.Question, v survey.Value) string {
	if v.Skipped {
		return s.T("review.skipped")
	}
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
	if text := plain(s, v); text != "" {
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

// plain is an answer that was typed or sent.
func plain(s locale.Speaker, v survey.Value) string {
	switch {
	case v.Number != "":
		return s.Digits(v.Number)
	case v.Date != "":
		if day, err := time.Parse(time.DateOnly, v.Date); err == nil {
			return s.Date(day)
		}
		return v.Date
	case v.Point != nil:
		return s.T("privacy.place", "Latitude", v.Point.Latitude, "Longitude", v.Point.Longitude)
	case v.File != nil:
		return s.T("privacy.file", "Type", v.File.Type)
	}
	return v.Text
}
