package xlsform_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"ashar/survey"
	"ashar/survey/xlsform"
)

func TestLargeQuestionnaireComesBack(t *testing.T) {
	q := large()
	wantSame(t, q, written(t, q))
}

// BenchmarkRead reads 2,000 questions in three languages.
func BenchmarkRead(b *testing.B) {
	workbook := written(b, large())
	b.SetBytes(int64(len(workbook)))
	for b.Loop() {
		if _, err := xlsform.Read(bytes.NewReader(workbook)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/workbook")
}

// BenchmarkWrite writes them.
func BenchmarkWrite(b *testing.B) {
	q := large()
	for b.Loop() {
		if err := xlsform.Write(io.Discard, q); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/workbook")
}

// large has 2,000 questions in three languages, half of them with a condition and
// half with a constraint.
func large() *survey.Questionnaire {
	text := func(s string) survey.Text {
		return survey.Text{"ky": "Кыргызча " + s, "ru": "По-русски " + s, "en": "In English " + s}
	}
	q := &survey.Questionnaire{
		ID: "large", Version: "1", Languages: []string{"ky", "ru", "en"}, Title: text("чоң"),
		Consent: survey.Consent{Version: "c1", Text: text("макулдук")},
	}
	for i := range 50 {
		l := survey.List{Name: fmt.Sprintf("list%d", i)}
		for j := range 10 {
			l.Choices = append(l.Choices, survey.Choice{Name: fmt.Sprint(j), Label: text(fmt.Sprintf("тандоо %d", j))})
		}
		q.Lists = append(q.Lists, l)
	}
	for i := range survey.MaxQuestions {
		q.Questions = append(q.Questions, survey.Question{
			Name: fmt.Sprintf("q%d", i), Kind: survey.SelectOne, List: fmt.Sprintf("list%d", i%50), Required: i%2 == 0,
			Label: text(fmt.Sprintf("суроо %d", i)), Hint: text(fmt.Sprintf("түшүндүрмө %d", i)),
		})
		x := &q.Questions[i]
		if i%2 == 1 {
			x.Relevant = fmt.Sprintf("${q%d} = '3' or (${q%d} != '' and not(${q0} = '1'))", i-1, i/2)
		}
		switch i % 4 {
		case 1:
			x.Kind, x.Max, x.Constraint, x.ConstraintMessage = survey.SelectMultiple, 3, "not(selected(., '4') and selected(., '5'))", text("бири")
		case 2:
			x.Kind, x.List, x.Constraint, x.ConstraintMessage = survey.Integer, "", ". >= 0 and . <= 120", text("0..120")
		}
	}
	return q
}
