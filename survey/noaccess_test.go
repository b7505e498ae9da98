package survey_test

import (
	"errors"
	"strings"
	"testing"

	"ashar/survey"
)

// rating asks how good a water supply is, on these levels.
func rating(levels ...string) *survey.Questionnaire {
	text := survey.Text{"en": "Text"}
	choices := func(names ...string) []survey.Choice {
		var all []survey.Choice
		for _, n := range names {
			all = append(all, survey.Choice{Name: n, Label: text})
		}
		return all
	}
	return &survey.Questionnaire{
		ID: "form", Version: "2026010101", Languages: []string{"en"}, Title: text, Consent: survey.Consent{Version: "1", Text: text},
		Lists: []survey.List{{Name: "service", Choices: choices("water", "roads")}, {Name: "level", Choices: choices(levels...)}},
		Questions: []survey.Question{
			{Name: "quality", Kind: survey.Scale, Role: survey.RoleSatisfaction, Label: text, List: "level", Items: "service"},
		},
	}
}

// A scale of satisfaction has five levels, and perhaps a sixth for what is not there, and no other.
func TestASixthLevelIsWhatIsNotThere(t *testing.T) {
	for _, tt := range []struct {
		levels string
		well   bool
	}{
		{"1 2 3 4 5", true},
		{"1 2 3 4 5 no_access", true},
		{"1 2 3 4 5 6", false},
		{"no_access 1 2 3 4 5", false},
		{"1 2 3 4", false},
		{"1 2 3 4 5 no_access 7", false},
	} {
		err := rating(strings.Fields(tt.levels)...).Check()
		if (err == nil) != tt.well || err != nil && !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want it to be well: %t", tt.levels, err, tt.well)
		}
	}
}
