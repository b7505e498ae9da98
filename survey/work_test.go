package survey_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
)

func day(month time.Month, day int) time.Time {
	return time.Date(2027, month, day, 0, 0, 0, 0, time.UTC)
}

func pipe(text string) survey.Text { return survey.Text{"ky": text} }

func TestWhatWasDoneIsToldByTheDay(t *testing.T) {
	c := survey.Campaign{ID: "needs", Status: survey.StatusPublished}
	bishkek := time.FixedZone("", 6*60*60)
	for _, w := range []survey.Work{
		{Day: day(6, 1), Text: pipe("June")},
		{Day: time.Date(2027, 5, 1, 3, 0, 0, 0, bishkek), Text: pipe("May")}, // its day where it was done
		{Day: day(7, 1), Text: pipe("July")},
		{Day: day(6, 1), Text: pipe("June, put otherwise")},
		{Day: day(7, 1)},
	} {
		before := c
		told := len(before.Done)
		if err := c.Did(w); err != nil {
			t.Fatalf("%v: %v", w, err)
		}
		if len(before.Done) != told {
			t.Errorf("%v changed an earlier copy of the campaign", w)
		}
	}
	want := []survey.Work{{Day: day(5, 1), Text: pipe("May")}, {Day: day(6, 1), Text: pipe("June, put otherwise")}}
	if diff := cmp.Diff(want, c.Done); diff != "" {
		t.Errorf("done (-want +got):\n%s", diff)
	}
}

func TestWhatCannotBeToldOfWork(t *testing.T) {
	full := survey.Campaign{ID: "needs", Status: survey.StatusPublished}
	for i := range survey.MaxWorks {
		if err := full.Did(survey.Work{Day: day(1, 1+i), Text: pipe("x")}); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name string
		c    survey.Campaign
		w    survey.Work
		want error
	}{
		{"before it is published", survey.Campaign{Status: survey.StatusClosed}, survey.Work{Day: day(5, 1), Text: pipe("x")}, survey.ErrInvalid},
		{"too long", survey.Campaign{Status: survey.StatusPublished}, survey.Work{Day: day(5, 1), Text: pipe(strings.Repeat("ң", survey.MaxWorkText+1))}, survey.ErrInvalid},
		{"nothing to take away", survey.Campaign{Status: survey.StatusPublished}, survey.Work{Day: day(5, 1), Text: pipe("")}, survey.ErrNotFound},
		{"too many days", full, survey.Work{Day: day(12, 31), Text: pipe("x")}, survey.ErrInvalid},
	} {
		told := len(tt.c.Done)
		if err := tt.c.Did(tt.w); !errors.Is(err, tt.want) || len(tt.c.Done) != told {
			t.Errorf("%s: got %v and %d days, want %v and %d", tt.name, err, len(tt.c.Done), tt.want, told)
		}
	}
	if err := full.Did(survey.Work{Day: day(1, 1), Text: pipe("y")}); err != nil {
		t.Errorf("changing one of as many as there may be: %v", err)
	}
}
