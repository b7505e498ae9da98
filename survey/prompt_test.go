package survey_test

import (
	"fmt"
	"slices"
	"testing"

	"ashar/survey"
)

func TestPromptCountsTheWay(t *testing.T) {
	tests := []struct {
		name  string
		needs []string
		want  []string
	}{
		{"several needs", []string{"water", "roads"}, []string{"needs 1/7", "order 2/7 back", "grave 3/7 back skip", "sex 4/7 back skip", "age 5/7 back", "wish 6/7 back skip", " 7/7 back"}},
		{"one need", []string{"water"}, []string{"needs 1/7", "grave 2/6 back skip", "sex 3/6 back skip", "age 4/6 back", "wish 5/6 back skip", " 6/6 back"}},
		{"nothing needed", []string{"none"}, []string{"needs 1/7", "sex 2/5 back skip", "age 3/5 back", "wish 4/5 back skip", " 5/5 back"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := villageNeeds()
			iv := begin(t, q)
			var got []string
			for {
				p := iv.Prompt(q)
				line := fmt.Sprintf(" %d/%d", p.Step, p.Steps)
				if p.Question != nil {
					line = p.Question.Name + line
				}
				if p.CanGoBack {
					line += " back"
				}
				if p.CanSkip {
					line += " skip"
				}
				got = append(got, line)
				if p.Question == nil {
					break
				}
				v := plain(p)
				if p.Question.Name == "needs" {
					v = survey.Chosen(tt.needs...)
				}
				iv = give(t, q, iv, answer(p.Question.Name, v))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("the screens are\n%q, want\n%q", got, tt.want)
			}
		})
	}
}

func TestPromptOffersLevelsOfAScaleOnly(t *testing.T) {
	q := villageNeeds()
	for _, x := range q.Questions {
		p := standing(t, q, x.Name).Prompt(q)
		if got, want := len(p.Levels), map[survey.Kind]int{survey.Scale: 5}[x.Kind]; got != want {
			t.Errorf("question %s: %d levels, want %d", x.Name, got, want)
		}
		if x.Kind == survey.TextAnswer && len(p.Choices) != 0 {
			t.Errorf("question %s: %d choices where words are asked", x.Name, len(p.Choices))
		}
	}
}
