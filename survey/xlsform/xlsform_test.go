package xlsform_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/xlsform"
)

// communityNeeds is the built-in questionnaire.
func communityNeeds(t testing.TB) *survey.Questionnaire {
	t.Helper()
	f, err := os.Open("../../configs/questionnaires/community-needs.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	q, err := survey.ReadQuestionnaire(f)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

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
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("the questionnaire came back changed (-written +read):\n%s", diff)
	}
}

func TestBuiltInQuestionnaireComesBack(t *testing.T) {
	q := communityNeeds(t)
	workbook := written(t, q)
	wantSame(t, q, workbook)
	if !bytes.Equal(workbook, written(t, q)) {
		t.Error("written twice, the workbook has other bytes")
	}
}

// TestWorkbookIsLaidOutForOtherTools opens a workbook as another program would.
func TestWorkbookIsLaidOutForOtherTools(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t, communityNeeds(t))))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if diff := cmp.Diff([]string{"survey", "choices", "settings"}, f.GetSheetList()); diff != "" {
		t.Fatalf("sheets (-want +got):\n%s", diff)
	}
	find := func(sheet, name string) map[string]string {
		t.Helper()
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows[1:] {
			cells := map[string]string{}
			for i, v := range r {
				if v != "" && !strings.HasSuffix(rows[0][i], "Русский (ru)") && !strings.HasSuffix(rows[0][i], "English (en)") || v != "" && strings.HasPrefix(rows[0][i], "ashar::title") {
					cells[rows[0][i]] = v
				}
			}
			if cells["name"] == name || sheet == "settings" {
				return cells
			}
		}
		t.Fatalf("sheet %s has no row named %s", sheet, name)
		return nil
	}
	tests := []struct {
		sheet, name string
		want        map[string]string
	}{
		{"survey", "needs", map[string]string{
			"type": "select_multiple need", "name": "needs", "required": "yes", "constraint": "count-selected(.) <= 3", "ashar::role": "need",
			"label::Кыргызча (ky)": "Эң керектүү үчөөнү тандаңыз",
			"hint::Кыргызча (ky)":  "Айылыңызга эмне жетишпейт? Үчкө чейин тандаңыз.",
		}},
		{"survey", "order", map[string]string{
			"type": "rank need", "name": "order", "required": "yes", "relevant": "count-selected(${needs}) >= 2",
			"choice_filter": "selected(${needs}, name)", "ashar::role": "rank",
			"label::Кыргызча (ky)": "Кайсынысы биринчи керек?",
			"hint::Кыргызча (ky)":  "Ирети менен басыңыз: эң керектүүсү биринчи.",
		}},
		{"survey", "severity", map[string]string{
			"type": "begin_group", "name": "severity", "appearance": "table-list", "relevant": "count-selected(${needs}) >= 1",
			"ashar::role": "severity", "ashar::of": "needs",
			"label::Кыргызча (ky)": "Канчалык оор маселе?",
			"hint::Кыргызча (ky)":  "Үй-бүлөңүзгө канчалык тоскоол болуп жатканына караңыз.",
		}},
		{"survey", "severity_water", map[string]string{
			"type": "select_one severity", "name": "severity_water", "relevant": "selected(${needs}, 'water')",
			"label::Кыргызча (ky)": "Ичүүчү таза суу",
		}},
		{"survey", "wish", map[string]string{
			"type": "text", "name": "wish", "constraint": "string-length(.) <= 500", "ashar::role": "proposal",
			"label::Кыргызча (ky)": "Бир тилегиңизди өз сөзүңүз менен жазыңыз",
			"hint::Кыргызча (ky)":  "Адамдардын атын жана телефонун жазбаңыз.",
		}},
		{"choices", "roads", map[string]string{
			"list_name": "need", "name": "roads", "label::Кыргызча (ky)": "Ички жолдор, көпүрөлөр",
			"ashar::need": "roads", "ashar::sphere": "infrastructure", "ashar::competence": "local", "ashar::issue": "6",
		}},
		{"settings", "", map[string]string{
			"form_title": "Айылыңызга эмне керек?", "form_id": "community-needs", "version": "2026112201",
			"default_language": "Кыргызча (ky)", "ashar::consent_version": "2026112201",
			"ashar::title::Русский (ru)": "Что нужно вашему селу?", "ashar::title::English (en)": "What does your village need?",
		}},
	}
	for _, tt := range tests {
		got := find(tt.sheet, tt.name)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("sheet %s, %s (-want +got):\n%s", tt.sheet, tt.name, diff)
		}
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
		"grave_60_ Алтымыш", // "60+" is no name for a row
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
		{"a reference", func(q *survey.Questionnaire) { q.Questions[0].Label["ky"] = "Суу ${needs}" }, "other tools would put an answer in place of ${ }"},
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

// TestLargeWorkbook reads 2,000 questions in three languages.
func TestLargeWorkbook(t *testing.T) {
	q := large()
	workbook := written(t, q)
	began := time.Now()
	wantSame(t, q, workbook)
	t.Logf("%d questions in %d languages, %d kB, read in %s", len(q.Questions), len(q.Languages), len(workbook)>>10, time.Since(began))
}

func BenchmarkRead(b *testing.B) {
	workbook := written(b, large())
	for b.Loop() {
		if _, err := xlsform.Read(bytes.NewReader(workbook)); err != nil {
			b.Fatal(err)
		}
	}
}

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

// large has 2,000 questions in three languages.
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
	}
	return q
}
