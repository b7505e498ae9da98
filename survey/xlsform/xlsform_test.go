package xlsform_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/xlsform"
)

func written(t rapid.TB, q *survey.Questionnaire) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := xlsform.Write(&b, q); err != nil {
		t.Fatalf("Write: %v", err)
	}
	return b.Bytes()
}

// wantSame holds that a workbook reads as this questionnaire. An absent text and
// an empty one are the same.
func wantSame(t rapid.TB, want *survey.Questionnaire, workbook []byte) {
	t.Helper()
	got, err := xlsform.Read(bytes.NewReader(workbook))
	if err != nil {
		t.Fatalf("Read of what was written: %v", err)
	}
	if diff := cmp.Diff(*want, *got, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(survey.Questionnaire{})); diff != "" {
		t.Fatalf("the questionnaire came back changed (-written +read):\n%s", diff)
	}
}

// TestShippedQuestionnairesComeBack goes through every questionnaire that comes with
// the program.
func TestShippedQuestionnairesComeBack(t *testing.T) {
	files, err := filepath.Glob("../../configs/questionnaires/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d questionnaires, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			f, err := os.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			q, err := survey.ReadQuestionnaire(f)
			if err != nil {
				t.Fatal(err)
			}
			workbook := written(t, q)
			wantSame(t, q, workbook)
			if !bytes.Equal(workbook, written(t, q)) {
				t.Error("written twice, the workbook has other bytes")
			}
		})
	}
}

func TestExclusiveChoicesAreWrittenForOtherTools(t *testing.T) {
	q := small()
	f, err := excelize.OpenReader(bytes.NewReader(written(t, q)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("survey")
	if err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprint(rows)
	for _, want := range []string{
		"count-selected(.) <= 2 and (not(selected(., 'none')) or count-selected(.) = 1)",
		"count-selected(${needs}) >= 1 and not(selected(${needs}, 'none'))",
		"grave_60_2b Алтымыш", // "60+" is no name for a row
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the survey sheet has no %q:\n%s", want, all)
		}
	}
	if strings.Contains(all, "grave_none") {
		t.Error("the exclusive choice has a row in the scale")
	}
}

func TestRandomQuestionnairesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawForm(t)
		wantSame(t, q, written(t, q))
	})
}

func TestWriteRefusesWhatWouldNotComeBack(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*survey.Questionnaire)
		want  string
	}{
		{"an invalid questionnaire", func(q *survey.Questionnaire) { q.ID = "" }, `id ""`},
		{"space around a text", func(q *survey.Questionnaire) { q.Title["ky"] = " Суроо" }, "sheet settings, row 2, column form_title (A2): space at the beginning"},
		{"a control character", func(q *survey.Questionnaire) { q.Questions[0].Label["ky"] = "Су\x01роо" }, "sheet survey, row 4, column label::Кыргызча (ky) (C4): a cell cannot hold control"},
		{"a carriage return", func(q *survey.Questionnaire) { q.Consent.Text["ky"] = "Бир\r\nэки" }, "a cell cannot hold control characters"},
		{"broken text", func(q *survey.Questionnaire) { q.Lists[0].Choices[0].Label["ky"] = "Су\xff" }, "sheet choices, row 2, column label::Кыргызча (ky) (C2): a cell cannot hold"},
		{"a text longer than a cell", func(q *survey.Questionnaire) { q.Questions[0].Hint = survey.Text{"ky": strings.Repeat("ө", 32768)} }, "a cell holds at most 32767 characters"},
		{"more than a workbook holds", func(q *survey.Questionnaire) {
			for i := range 300 {
				q.Questions = append(q.Questions, survey.Question{Name: fmt.Sprintf("q%d", i), Kind: survey.TextAnswer, Label: survey.Text{"ky": strings.Repeat("ө", 30_000) + fmt.Sprint(i)}})
			}
		}, "the texts are too long for one workbook"},
		{"more languages than columns", func(q *survey.Questionnaire) {
			for i := range 26 * 26 {
				q.Languages = append(q.Languages, string([]rune{'x', rune('a' + i/26), rune('a' + i%26)}))
			}
		}, "rows and 1365 columns are more than a workbook may have here"},
		{"an answer in a choice", func(q *survey.Questionnaire) { q.Lists[0].Choices[0].Label["ky"] = "Суу ${needs}" }, "list need, choice water: an answer inside this text is not supported"},
		{"an answer in the consent", func(q *survey.Questionnaire) { q.Consent.Text["ky"] = "Суу ${needs}" }, "consent: an answer inside this text is not supported"},
		{"an answer that is none", func(q *survey.Questionnaire) { q.Questions[0].Label["ky"] = "Суу ${бир}" }, "other tools cannot put an answer in place of ${бир}"},
		{"a column that Ashar reads", func(q *survey.Questionnaire) { q.Questions[0].Columns = map[string]string{"Label:ru": "x"} }, "column Label:ru"},
		{"a column that is refused", func(q *survey.Questionnaire) { q.Questions[0].Columns = map[string]string{"media::image": "x"} }, "a column of this name would not be taken for another tool's"},
		{"a column with a stray space", func(q *survey.Questionnaire) { q.Columns = map[string]string{"my  note": "x"} }, "a column of this name would not be taken for another tool's"},
		{"parameters that are none", func(q *survey.Questionnaire) { q.Questions[0].Columns = map[string]string{"parameters": "x"} }, "the parameters would not come back as they are"},
		{"a seed that is calculated", func(q *survey.Questionnaire) { q.Questions[0].Shuffle, q.Questions[0].Seed = true, "2 * 3" }, "a seed is a number or ${name}"},
		{"a condition that is none", func(q *survey.Questionnaire) { q.Questions[0].RequiredIf = "true()" }, "question needs: it is always or never required"},
		{"an expression with space around", func(q *survey.Questionnaire) { q.Questions[3].Relevant = " true()" }, "space at the beginning"},
		{"an expression with space around, beside a limit", func(q *survey.Questionnaire) { q.Questions[1].Relevant = " true()" }, "space at the beginning"},
		{"what nobody sees in an expression", func(q *survey.Questionnaire) { q.Questions[3].Relevant = "${wish} = '\u200b'" }, "a character that nobody sees would be lost"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := small()
			tt.spoil(q)
			var b bytes.Buffer
			err := xlsform.Write(&b, q)
			if !errors.Is(err, survey.ErrInvalid) || !strings.Contains(err.Error(), tt.want) || b.Len() > 0 {
				t.Errorf("Write = %v after %d bytes, want an ErrInvalid that says %q, before the first byte", err, b.Len(), tt.want)
			}
		})
	}
}

func TestWriteReportsAFullDisk(t *testing.T) {
	full := errors.New("full")
	if err := xlsform.Write(writerFunc(func([]byte) (int, error) { return 0, full }), small()); !errors.Is(err, full) {
		t.Errorf("Write = %v, want the writer's error", err)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

var _ io.Writer = writerFunc(nil)

// small has one question of each kind, and an exclusive choice.
func small() *survey.Questionnaire {
	text := func(ky string) survey.Text { return survey.Text{"ky": ky} }
	return &survey.Questionnaire{
		ID: "small", Version: "2026061501", Languages: []string{"ky", "ru"}, Title: text("Суроо"), Intro: text("Кыска"),
		Consent: survey.Consent{Version: "c1", Text: text("Макулсузбу?")},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{
				{Name: "water", Label: text("Суу")}, {Name: "60+", Label: text("Алтымыш")}, {Name: "none", Label: text("Эч нерсе"), Exclusive: true},
			}},
			{Name: "grave", Choices: []survey.Choice{{Name: "1", Label: text("Жеңил")}, {Name: "2", Label: text("Оор")}}},
		},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, List: "need", Max: 2, Label: text("Эмне керек?")},
			{Name: "order", Kind: survey.Rank, Of: "needs", Label: text("Кайсынысы биринчи?")},
			{Name: "grave", Kind: survey.Scale, Of: "needs", List: "grave", Required: true, Label: text("Канчалык оор?")},
			{Name: "first", Kind: survey.SelectOne, List: "need", Label: text("Бирөө")},
			{Name: "wish", Kind: survey.TextAnswer, Max: 200, Label: text("Тилегиңиз")},
		},
	}
}
