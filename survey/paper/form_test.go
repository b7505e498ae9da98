package paper_test

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"ashar/survey"
	"ashar/survey/paper"
)

func TestEveryKindIsPrinted(t *testing.T) {
	for _, language := range []string{"ky", "ru", "en"} {
		golden(t, "everything."+language, paper.Outline(pieces(t, everything(), options(t, language))))
	}
}

func TestShippedForms(t *testing.T) {
	files, err := filepath.Glob("../../configs/questionnaires/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("questionnaires: got %d (%v), want some", len(files), err)
	}
	for _, file := range files {
		q := shipped(t, file)
		for _, language := range q.Languages {
			all := pieces(t, q, options(t, language))
			complete(t, q, all, language)
			insideThePage(t, all)
		}
	}
}

// complete holds that everything that is asked can be read on the form.
func complete(t testing.TB, q *survey.Questionnaire, all []paper.Piece, language string) {
	t.Helper()
	var b strings.Builder
	for _, p := range all {
		b.WriteString(p.Text + " ")
	}
	squeezed := func(s string) string { return strings.Join(strings.Fields(s), "") }
	printed := squeezed(b.String())
	want := func(what, phrase string) {
		if !strings.Contains(printed, squeezed(phrase)) {
			t.Errorf("%s in %s: %s is not printed: %q", q.ID, language, what, phrase)
		}
	}
	want("title", q.Say(q.Title, language))
	want("consent", q.Say(q.Consent.Text, language))
	for i := range q.Groups {
		want(q.Groups[i].Name, q.Say(q.Groups[i].Label, language))
	}
	for i := range q.Questions {
		if x := &q.Questions[i]; !x.Kind.Computed() && len(x.Label.Mentions()) == 0 {
			want(x.Name, q.Say(x.Label, language))
			if x.Kind.Takes() && x.Kind != survey.Scale && x.Of == "" && x.ChoiceFilter == "" && x.Kind != survey.Pairwise {
				for _, c := range q.Choices(x.List) {
					if c.Name != "other" {
						want(x.Name, q.Say(c.Label, language))
					}
				}
			}
		}
	}
}

// failing is a test, or one try of a property.
type failing interface{ Fatalf(string, ...any) }

// insideThePage holds that nothing is cut off, and that nothing lies on the foot or
// on other words.
func insideThePage(t failing, all []paper.Piece) {
	const slack = 0.6 // half the strength of a line, and rounding
	for i, p := range all {
		height := p.H
		if p.Shape == "words" {
			height = 0
		}
		if p.X < paper.Left-slack || p.X+p.W > paper.Left+paper.Width+slack+2 || p.Y < paper.Top-slack || p.Y+height > paper.SheetHeight-10 {
			t.Fatalf("page %d: %s %q is outside: %.1f,%.1f and %.1f x %.1f", p.Page, p.Shape, p.Text, p.X, p.Y, p.W, p.H)
		}
		if p.Y < paper.FootAt-slack && p.Y+height > paper.FootAt+slack {
			t.Fatalf("page %d: %s %q lies on the foot: %.1f,%.1f and %.1f x %.1f", p.Page, p.Shape, p.Text, p.X, p.Y, p.W, p.H)
		}
		for _, o := range all[max(0, i-60):i] { // those around it
			if o.Page == p.Page && o.Shape == "words" && p.Shape == "words" && math.Abs(o.Y-p.Y) < 2 && o.X < p.X+p.W-slack && p.X < o.X+o.W-slack {
				t.Fatalf("page %d: %q lies on %q", p.Page, p.Text, o.Text)
			}
		}
	}
}

func TestWhereAFormIsHandedOut(t *testing.T) {
	o := options(t, "ru")
	if got := paper.Outline(pieces(t, everything(), o)); !strings.HasPrefix(got, "=== 1\nКөк-Жар айыл аймагы Село: ____ Дата: ____ № 0001\n") {
		t.Errorf("without a village, got %.120q, want a line to write it on", got)
	}
	o.Village, o.First = "Өзгөн", 0
	if got := paper.Outline(pieces(t, everything(), o)); !strings.HasPrefix(got, "=== 1\nКөк-Жар айыл аймагы Село: Өзгөн Дата: ____ № ____\n") {
		t.Errorf("with a village and no number, got %.120q, want the village and room for the number", got)
	}
	o.Link, o.Code = "", ""
	if got := paper.Outline(pieces(t, everything(), o)); strings.Contains(got, "(QR)") || strings.Contains(got, "телефона") {
		t.Errorf("without a link and a code, got a word of the phone:\n%s", got)
	}
}

func TestQuestionsStayOnTheirPage(t *testing.T) {
	q := everything()
	first := q.Questions[2]
	first.Group, first.Max = "", 0
	q.Groups, q.Questions = nil, nil
	for i := range 40 {
		x := first
		x.Name = "q" + strings.Repeat("x", i)
		q.Questions = append(q.Questions, x)
	}
	pages := map[int]map[string]int{}
	for _, p := range pieces(t, q, options(t, "ky")) {
		if pages[p.Page] == nil {
			pages[p.Page] = map[string]int{}
		}
		pages[p.Page][p.Text]++
	}
	for n, texts := range pages {
		if asked, choices := texts["Эмне керек? *"], texts["Эч нерсе"]; asked != choices {
			t.Errorf("page %d: got %d questions and %d last choices, want as many", n, asked, choices)
		}
	}
	if len(pages) < 5 {
		t.Errorf("40 questions: got %d pages, want more", len(pages))
	}
}

func TestALongTableRepeatsItsHead(t *testing.T) {
	q := everything()
	for i := range 60 {
		c := choice("n"+strings.Repeat("x", i), "Нерсе", "Вещь", "Thing")
		q.Lists[0].Choices = append(q.Lists[0].Choices, c)
	}
	q.Groups = nil
	q.Questions = []survey.Question{{Name: "scale", Kind: survey.Scale, Items: "need", List: "grave", Label: text("Баа", "Оценка", "Rate")}}
	all := pieces(t, q, options(t, "en"))
	heads, pages := 0, all[len(all)-1].Page
	for _, p := range all {
		if p.Text == "Middling" {
			heads++
		}
	}
	if heads < 2 || heads != pages {
		t.Errorf("got %d heads on %d pages, want one on each", heads, pages)
	}
}
