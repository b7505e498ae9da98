package survey_test

import (
	"errors"
	"strings"
	"testing"

	"ashar/survey"
)

func TestNeedsThatAreFound(t *testing.T) {
	both := []string{"ky", "ru"}
	c := survey.Campaign{ID: "c", Status: survey.StatusClosed}
	got, err := c.FindNeed(survey.NewNeed{Label: text("  Базар,  соода борбору ", "Рынок"), Sphere: "economy"}, both, []string{"water", "new-1"})
	if err != nil || got.Code != "new-2" || got.Label["ky"] != "Базар, соода борбору" || len(c.NewNeeds) != 1 {
		t.Fatalf("got %+v, %v, of %+v", got, err, c.NewNeeds)
	}
	for name, tt := range map[string]struct {
		label survey.Text
		want  error
	}{
		"without a language":     {survey.Text{"ky": "Мончо"}, survey.ErrInvalid},
		"of spaces":              {text(" ", "Баня"), survey.ErrInvalid},
		"too long":               {text(strings.Repeat("ү", survey.MaxNewNeedLength+1), "Баня"), survey.ErrInvalid},
		"there already":          {text("Мончо", "рынок"), survey.ErrExists},
		"there, typed otherwise": {text("базар соода борбору", "Баня"), survey.ErrExists},
	} {
		if _, err := c.FindNeed(survey.NewNeed{Label: tt.label}, both, nil); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", name, err, tt.want)
		}
	}
	full := c
	for len(full.NewNeeds) < survey.MaxNewNeeds {
		full.NewNeeds = append(full.NewNeeds, survey.NewNeed{Code: strings.Repeat("x", len(full.NewNeeds)+5)})
	}
	if _, err := full.FindNeed(survey.NewNeed{Label: text("Мончо", "Баня")}, both, nil); !errors.Is(err, survey.ErrFull) {
		t.Errorf("one too many: got %v", err)
	}
	c.Status = survey.StatusFrozen
	if _, err := c.FindNeed(survey.NewNeed{Label: text("Мончо", "Баня")}, both, nil); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("once frozen: got %v", err)
	}
}
