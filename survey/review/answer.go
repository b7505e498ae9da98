package review

import (
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
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
	parts := page.Chosen(s, q, x, v)
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
