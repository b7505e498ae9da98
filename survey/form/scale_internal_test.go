package form

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
)

// What is not there has a button of its own, which does not look like the best level.
func TestWhatIsNotThereIsNoLevel(t *testing.T) {
	p := survey.Prompt{
		Question: &survey.Question{Name: "quality", Kind: survey.Scale, Role: survey.RoleSatisfaction},
		Choices:  []survey.Choice{{Name: "water"}}, Value: survey.Rated(survey.Level{Choice: "water", Level: survey.NoAccessLevel}),
	}
	for _, word := range []string{"Өтө начар", "Начар", "Орточо", "Жакшы", "Өтө жакшы", "Бизде жок"} {
		p.Levels = append(p.Levels, survey.Choice{Label: survey.Text{"ky": word}})
	}
	v := scale(screen{}, p, func(t survey.Text) string { return t["ky"] })
	if v.Lowest != "Өтө начар" || v.Highest != "5 Өтө жакшы · – Бизде жок" {
		t.Errorf("the ends are %q and %q", v.Lowest, v.Highest)
	}
	want := level{Name: levelName + "water", Value: "6", Face: "–", Said: "Бизде жок", Chosen: true}
	if diff := cmp.Diff(want, v.Rows[0].Levels[5]); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := v.Rows[0].Levels[4].Face; got != "5" {
		t.Errorf("the best level has %q on it, want 5", got)
	}
	p.Question.Role = survey.RoleSeverity // and of any other scale the last is the highest
	if v := scale(screen{}, p, func(t survey.Text) string { return t["ky"] }); v.Highest != "Бизде жок" || v.Rows[0].Levels[5].Face != "6" {
		t.Errorf("of another scale the highest is %q on %q", v.Highest, v.Rows[0].Levels[5].Face)
	}
}
