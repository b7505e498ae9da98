package privacy

import (
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// said is an answer in words; s speaks the language of whoever gave it.
func said(s locale.Speaker, q *survey.Questionnaire, x *survey.Question, v survey.Value) string {
	if v.Skipped {
		return s.T("review.skipped")
	}
	parts := page.Chosen(s, q, x, v)
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
