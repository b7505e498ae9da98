package survey_test

import (
	"slices"
	"testing"

	"ashar/survey"
)

func TestTextFallsBack(t *testing.T) {
	full := survey.Text{"ky": "суу", "ru": "вода", "en": "water"}
	tests := []struct {
		name      string
		text      survey.Text
		languages []string
		want      string
	}{
		{"the language asked for", full, []string{"ru", "ky"}, "вода"},
		{"the next one", survey.Text{"ky": "суу", "ru": ""}, []string{"ru", "ky"}, "суу"},
		{"the alphabetically first", full, []string{"uz"}, "water"},
		{"the alphabetically first that has words", survey.Text{"en": "", "ky": "суу", "ru": "вода"}, nil, "суу"},
		{"none", survey.Text{"ky": ""}, []string{"ky"}, ""},
		{"no text at all", nil, []string{"ky"}, ""},
	}
	for _, tt := range tests {
		if got := tt.text.In(tt.languages...); got != tt.want {
			t.Errorf("%s: %v in %v is %q, want %q", tt.name, tt.text, tt.languages, got, tt.want)
		}
	}

	q := villageNeeds()
	if got := q.Say(survey.Text{"ky": "суу", "en": "water"}, "ru"); got != "суу" {
		t.Errorf("Say in a language that is missing is %q, want the default language's суу", got)
	}
	if got := new(survey.Questionnaire).Say(full, "ru"); got != "вода" {
		t.Errorf("Say without languages is %q, want вода", got)
	}
}

func TestTextMissing(t *testing.T) {
	got := survey.Text{"ky": "суу", "en": ""}.Missing([]string{"ru", "ky", "en"})
	if want := []string{"ru", "en"}; !slices.Equal(got, want) {
		t.Errorf("Missing = %v, want %v", got, want)
	}
}
