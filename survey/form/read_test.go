package form_test

import (
	"errors"
	"net/url"
	"testing"
	"time"

	"ashar/survey"
	"ashar/survey/form"
)

// FuzzRead gives any form to a question of any kind: it is accepted, or there is a *survey.Problem with it, and what
// was given can be kept to be mended.
func FuzzRead(f *testing.F) {
	q := everyKind(f)
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	iv, err := survey.Begin(q, survey.Beginning{ID: "I", Language: "ky", Consent: q.Consent.Version}, noon)
	if err != nil {
		f.Fatalf("beginning: %v", err)
	}
	answers := map[string]survey.Value{
		"sex": survey.Chosen("female"), "people": {Number: "4"}, "needs": survey.Chosen("water", "roads", "kinder"),
		"budget": survey.Rated(survey.Level{Choice: "water", Level: 3}),
		"photo":  survey.Attached(survey.File{ID: "F", Type: "image/png", Size: 1}),
	}
	var asked []string
	for iv.At != "" {
		asked = append(asked, iv.At)
		given, ok := answers[iv.At]
		if !ok {
			given = survey.Skip()
		}
		if iv, err = iv.Answer(q, iv.At, given, noon); err != nil {
			f.Fatalf("answering: %v", err)
		}
	}
	for i := range asked {
		for _, body := range []string{
			"", "text=4", "text=-0%2C5", "text=27.11.2026", "text=40.2+72.6", "text=%FF%00", "choice=water&choice=palace", "order=water&order=water",
			"level.water=5&level.=x&level.roads=99999999999999999999", "points.water=10&was.water=3&points.roads=-1&points.x=%FF",
			"pair.water+roads=water&pair.=&pair.light=", "file=x", "text=" + url.QueryEscape("<script>"),
		} {
			f.Add(i, body)
		}
	}
	f.Fuzz(func(t *testing.T, i int, body string) {
		question := asked[max(i, 0)%len(asked)]
		posted, _ := url.ParseQuery(body) // what of it can be read
		at, err := iv.GoTo(q, question, noon)
		if err != nil {
			t.Fatalf("going to %s: %v", question, err)
		}
		given := form.Read(at.Prompt(q), posted)
		next, err := at.Answer(q, question, given, noon)
		if _, ok := errors.AsType[*survey.Problem](err); err != nil && !ok {
			t.Errorf("%s given %+v: %v, want a problem or none", question, given, err)
		}
		if err == nil {
			if _, ok := next.Given(q, question); !ok {
				t.Errorf("%s: %+v was accepted, and then is no valid answer", question, given)
			}
		}
		if _, err := at.Keep(q, question, given, noon); err != nil {
			t.Errorf("%s: %+v cannot be kept: %v", question, given, err)
		}
	})
}
