package paper_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/paper"
)

// phrase is what an author might write: nothing, a word, an essay, or rubbish.
func phrase(t *rapid.T, of string) survey.Text {
	s := rapid.OneOf(
		rapid.SampledFrom([]string{"Суу", "Айылыңызга эмне керек?", "Ё", "№ «—»", "👪 үй-бүлө", "a\nb"}),
		rapid.StringN(1, 60, 200),
		rapid.Custom(func(t *rapid.T) string {
			return strings.Repeat("узун сөз ", rapid.IntRange(1, 120).Draw(t, "words"))
		}),
		rapid.Custom(func(t *rapid.T) string { return strings.Repeat("ж", rapid.IntRange(1, 400).Draw(t, "letters")) }),
	).Draw(t, of)
	if strings.TrimSpace(s) == "" {
		s = "-"
	}
	return survey.Text{"ky": strings.ReplaceAll(s, "${", "$")}
}

var kinds = []survey.Kind{
	survey.SelectOne, survey.SelectMultiple, survey.Rank, survey.Scale, survey.Points, survey.Pairwise, survey.Integer, survey.Decimal,
	survey.RangeNumber, survey.TextAnswer, survey.Date, survey.Geopoint, survey.Image, survey.Audio, survey.Note,
}

// questionnaires are all that survey accepts, more or less.
func questionnaires(t *rapid.T) *survey.Questionnaire {
	q := &survey.Questionnaire{
		ID: "random", Version: "2026061501", Languages: []string{"ky"}, Title: phrase(t, "title"),
		Consent: survey.Consent{Version: "c", Text: phrase(t, "consent")},
	}
	for l := range rapid.IntRange(1, 3).Draw(t, "lists") {
		list := survey.List{Name: fmt.Sprintf("list%d", l)}
		for i := range rapid.OneOf(rapid.IntRange(2, 11), rapid.IntRange(2, 200)).Draw(t, "choices") {
			list.Choices = append(list.Choices, survey.Choice{Name: fmt.Sprintf("c%d", i), Label: phrase(t, "label")})
		}
		if rapid.Bool().Draw(t, "other") {
			list.Choices = append(list.Choices, survey.Choice{Name: "other", Label: phrase(t, "label")})
		}
		q.Lists = append(q.Lists, list)
	}
	q.Lists = append(q.Lists, survey.List{Name: "levels"})
	for i := range rapid.IntRange(1, survey.MaxScaleLevels).Draw(t, "levels") {
		q.Lists[len(q.Lists)-1].Choices = append(q.Lists[len(q.Lists)-1].Choices, survey.Choice{Name: fmt.Sprint(i), Label: phrase(t, "level")})
	}
	var earlier []string
	for i := range rapid.IntRange(1, 12).Draw(t, "questions") {
		x := survey.Question{Name: fmt.Sprintf("q%d", i), Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Label: phrase(t, "question")}
		if rapid.Bool().Draw(t, "hint") {
			x.Hint = phrase(t, "hint")
		}
		list := q.Lists[rapid.IntRange(0, len(q.Lists)-2).Draw(t, "list")].Name
		of := ""
		if len(earlier) > 0 && rapid.Bool().Draw(t, "of") {
			of = rapid.SampledFrom(earlier).Draw(t, "earlier")
		}
		switch x.Kind {
		case survey.SelectOne:
			x.List = list
		case survey.SelectMultiple:
			x.List, x.Max = list, rapid.IntRange(0, 8).Draw(t, "max")
		case survey.Scale:
			x.List = "levels"
			if x.Of = of; of == "" {
				x.Items = list
			}
		case survey.Rank, survey.Points, survey.Pairwise:
			if x.Of = of; of == "" {
				x.List = list
			}
			switch x.Kind {
			case survey.Rank:
				x.Max = rapid.IntRange(0, 8).Draw(t, "max")
			case survey.Points:
				x.Max = rapid.IntRange(1, survey.MaxPoints).Draw(t, "max")
			default:
				x.Pairs = rapid.IntRange(1, survey.MaxPairs).Draw(t, "pairs")
			}
		case survey.RangeNumber:
			x.Range = &survey.Range{Start: "-1", End: fmt.Sprint(rapid.IntRange(0, 99).Draw(t, "end")), Step: "0.5"}
		case survey.TextAnswer:
			x.Max = rapid.IntRange(0, survey.MaxTextLength).Draw(t, "max")
		}
		if len(earlier) > 0 && rapid.Bool().Draw(t, "relevant") {
			on := q.Question(rapid.SampledFrom(earlier).Draw(t, "on"))
			if on.Kind == survey.SelectMultiple {
				names := q.Choices(on.List)
				x.Relevant = fmt.Sprintf("selected(${%s}, '%s')", on.Name, names[len(names)-1].Name)
			}
		}
		if x.Kind == survey.SelectMultiple || x.Kind == survey.Scale {
			earlier = append(earlier, x.Name)
		}
		q.Questions = append(q.Questions, x)
	}
	return q
}

func TestAnyQuestionnaireIsPrinted(t *testing.T) {
	o := options(t, "ky")
	rapid.Check(t, func(rt *rapid.T) {
		q := questionnaires(rt)
		if err := q.Check(); err != nil {
			rt.Fatalf("the generator makes a questionnaire that cannot be asked: %v", err)
		}
		all, err := paper.Pieces(q, o, 0)
		if err != nil {
			rt.Fatal(err)
		}
		insideThePage(rt, all)
		if rapid.IntRange(0, 9).Draw(rt, "draw") == 0 {
			if err := paper.Write(io.Discard, q, o); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

// largest is as many questions as there can be.
func largest() *survey.Questionnaire {
	q := everything()
	some := q.Questions[2:3]
	q.Groups, q.Questions = nil, nil
	for i := range survey.MaxQuestions {
		x := some[0]
		x.Group, x.Name = "", fmt.Sprintf("q%d", i)
		if i > 0 {
			x.Relevant = fmt.Sprintf("selected(${q%d}, 'water')", i-1)
		}
		q.Questions = append(q.Questions, x)
	}
	return q
}

func TestTheLargestQuestionnaireIsPrinted(t *testing.T) {
	o := options(t, "ky")
	begun := time.Now()
	if err := paper.Write(io.Discard, largest(), o); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("took %v, want a few seconds at most", took)
	}
	o.Copies = paper.MaxCopies
	if err := paper.Write(io.Discard, largest(), o); err == nil || !strings.Contains(err.Error(), "print fewer at once") {
		t.Errorf("with all copies: got %v, want it refused", err)
	}
}

func BenchmarkWrite(b *testing.B) {
	o := options(b, "ky")
	for name, q := range map[string]*survey.Questionnaire{
		"short": shipped(b, "../../configs/questionnaires/community-needs.json"),
		"long":  shipped(b, "../../configs/questionnaires/full-needs-study.json"),
	} {
		for _, copies := range []int{1, 100} {
			b.Run(fmt.Sprintf("%s/%d", name, copies), func(b *testing.B) {
				o.Copies = copies
				for b.Loop() {
					if err := paper.Write(io.Discard, q, o); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
	b.Run("largest/1", func(b *testing.B) {
		o.Copies = 1
		for b.Loop() {
			if err := paper.Write(io.Discard, largest(), o); err != nil {
				b.Fatal(err)
			}
		}
	})
}
