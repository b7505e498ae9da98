package review

import (
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/locale"
)

// inWords is what a response says to a question; "" where it was not asked.
func inWords(s locale.Speaker, q *survey.Questionnaire, x *survey.Question, r *survey.Response) string {
	v, asked := r.Answer(x.Name)
	switch {
	case !asked:
		return ""
	case v.Skipped:
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
		part := called(name)
		if x.Kind == survey.Rank {
			part = s.Number(i+1) + ". " + part
		}
		parts = append(parts, part)
	}
	for _, l := range v.Levels {
		level := s.Number(l.Level)
		if levels := q.Choices(x.List); x.Kind == survey.Scale && 0 < l.Level && l.Level <= len(levels) {
			level = q.Say(levels[l.Level-1].Label, s.Lang())
		}
		parts = append(parts, called(l.Choice)+": "+level)
	}
	for _, p := range v.Pairs {
		switch p.Better {
		case "":
			parts = append(parts, called(p.First)+" = "+called(p.Second))
		case p.First:
			parts = append(parts, called(p.First)+" > "+called(p.Second))
		default:
			parts = append(parts, called(p.Second)+" > "+called(p.First))
		}
	}
	switch {
	case v.Number != "":
		parts = append(parts, s.Digits(v.Number))
	case v.Date != "":
		day, err := time.Parse(time.DateOnly, v.Date)
		if err != nil {
			return v.Date
		}
		parts = append(parts, s.Date(day))
	case v.File != nil:
		parts = append(parts, s.T("review.file"))
	case v.Text != "":
		parts = append(parts, v.Text)
	}
	return strings.Join(parts, "; ")
}

// isShown reports whether an answer stands on the page: not so what comes of itself, and places on the map, which are
// somebody's home.
func isShown(x *survey.Question) bool {
	return x.Kind != survey.Note && !x.Kind.Computed() && x.Kind != survey.Geopoint
}
