package survey_test

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
)

func TestQuestionnaireFaults(t *testing.T) {
	long := strings.Repeat("a", survey.MaxName+1)
	many := func(n int) []survey.Choice { return make([]survey.Choice, n) }
	tests := []struct {
		name  string
		spoil func(*survey.Questionnaire)
		at    string
		want  string // part of what is said
	}{
		{"id", func(q *survey.Questionnaire) { q.ID = "1st" }, "/id", `id "1st": a name begins with a Latin letter`},
		{"long id", func(q *survey.Questionnaire) { q.ID = long }, "/id", "at most 64 characters"},
		{"version", func(q *survey.Questionnaire) { q.Version = "" }, "/version", "version: missing"},
		{"no language", func(q *survey.Questionnaire) { q.Languages = nil }, "/languages", "languages: name at least one"},
		{"no language tag", func(q *survey.Questionnaire) { q.Languages = []string{"ky", "ru", "Кыргызча"} }, "/languages/2", `languages: "Кыргызча" is no language tag`},
		{"language twice", func(q *survey.Questionnaire) { q.Languages = []string{"ky", "ru", "ky"} }, "/languages/2", "languages: ky: given twice"},
		{"title", func(q *survey.Questionnaire) { q.Title = nil }, "/title", "title: no text in any language"},
		{"title in another language", func(q *survey.Questionnaire) { q.Title["en"] = "Needs" }, "/title", `title: has a text in "en", which is not among the languages`},
		{"intro in another language", func(q *survey.Questionnaire) { q.Intro = survey.Text{"en": "Short"} }, "/intro", `intro: has a text in "en"`},
		{"consent version", func(q *survey.Questionnaire) { q.Consent.Version = "" }, "/consent/version", "consent: missing version"},
		{"consent", func(q *survey.Questionnaire) { q.Consent.Text = survey.Text{"ky": ""} }, "/consent/text", "consent: no text in any language"},

		{"list name", func(q *survey.Questionnaire) { q.Lists[1].Name = "s p" }, "/lists/1/name", `list "s p": a name begins`},
		{"list twice", func(q *survey.Questionnaire) { q.Lists[4].Name = "age" }, "/lists/5/name", "list age: given twice"},
		{"empty list", func(q *survey.Questionnaire) {
			q.Lists = append(q.Lists, survey.List{Name: "empty", Choices: []survey.Choice{}})
		}, "/lists/6", "list empty: 0 choices; 1 to 1000 are possible"},
		{"list too long", func(q *survey.Questionnaire) {
			q.Lists = append(q.Lists, survey.List{Name: "huge", Choices: many(survey.MaxChoices + 1)})
		}, "/lists/6", "list huge: 1001 choices"},
		{"choice without a name", func(q *survey.Questionnaire) { q.Lists[0].Choices[3].Name = "" }, "/lists/0/choices/3/name", "list need: a choice without a name"},
		{"choice with a long name", func(q *survey.Questionnaire) { q.Lists[0].Choices[3].Name = long }, "/lists/0/choices/3/name", "or with one over 64 characters"},
		{"choice with a space", func(q *survey.Questionnaire) { q.Lists[0].Choices[3].Name = "street light" }, "/lists/0/choices/3/name", `choice "street light": a choice's name begins with a letter or digit`},
		{"choice with a quote", func(q *survey.Questionnaire) { q.Lists[0].Choices[3].Name = "o'k" }, "/lists/0/choices/3/name", `choice "o'k"`},
		{"choice like a formula", func(q *survey.Questionnaire) { q.Lists[0].Choices[3].Name = "+1" }, "/lists/0/choices/3/name", `choice "+1"`},
		{"choice twice", func(q *survey.Questionnaire) { q.Lists[0].Choices[3].Name = "water" }, "/lists/0/choices/3/name", "list need, choice water: given twice"},
		{"choice without a label", func(q *survey.Questionnaire) { q.Lists[0].Choices[3].Label = nil }, "/lists/0/choices/3/label", "list need, choice light: no text"},
		{"sphere", func(q *survey.Questionnaire) { q.Lists[0].Choices[0].Sphere = "space" }, "/lists/0/choices/0/sphere", `list need, choice water: the list "sphere" has no "space"`},
		{"competence", func(q *survey.Questionnaire) { q.Lists[0].Choices[0].Competence = []string{"local", "nobody"} }, "/lists/0/choices/0/competence", `the list "competence" has no "nobody"`},
		{"issue", func(q *survey.Questionnaire) { q.Lists[0].Choices[1].Issue = -6 }, "/lists/0/choices/1/issue", "list need, choice roads: the number of an issue is below zero"},

		{"no questions", func(q *survey.Questionnaire) { q.Questions = nil }, "/questions", "0 questions; 1 to 2000 are possible"},
		{"too many questions", func(q *survey.Questionnaire) {
			for len(q.Questions) <= survey.MaxQuestions {
				q.Questions = append(q.Questions, survey.Question{})
			}
		}, "/questions", "2001 questions"},
		{"question name", func(q *survey.Questionnaire) { q.Questions[3].Name = "жыныс" }, "/questions/3/name", `question "жыныс": a name begins`},
		{"question twice", func(q *survey.Questionnaire) { q.Questions[4].Name = "sex" }, "/questions/4/name", "question sex: given twice"},
		{"question without a label", func(q *survey.Questionnaire) { q.Questions[3].Label = nil }, "/questions/3/label", "question sex: no text in any language"},
		{"hint in another language", func(q *survey.Questionnaire) { q.Questions[3].Hint = survey.Text{"en": "so"} }, "/questions/3/hint", `question sex, hint: has a text in "en"`},
		{"unknown kind", func(q *survey.Questionnaire) { q.Questions[5].Kind = "video" }, "/questions/5/kind", `question wish: unknown kind "video"`},
		{"no such list", func(q *survey.Questionnaire) { q.Questions[3].List = "sexes" }, "/questions/3/list", `question sex: there is no list "sexes"`},
		{"no list", func(q *survey.Questionnaire) { q.Questions[3].List = "" }, "/questions/3/list", `question sex: there is no list ""`},
		{"text with a list", func(q *survey.Questionnaire) { q.Questions[5].List = "sex" }, "/questions/5/list", `question wish: "list" is not for text`},
		{"rank with a list", func(q *survey.Questionnaire) { q.Questions[1].List = "need" }, "/questions/1/of", `question order: it has both "list" and "of"; name one of them`},
		{"scale too long", func(q *survey.Questionnaire) {
			q.Questions[2].Role = ""
			for i := range 7 {
				q.Lists[3].Choices = append(q.Lists[3].Choices, survey.Choice{Name: "x" + string(rune('a'+i)), Label: text1("Баа")})
			}
		}, "/questions/2/list", "question grave: a scale has at most 11 levels"},
		{"of nothing", func(q *survey.Questionnaire) { q.Questions[1].Of = "" }, "/questions/1/list", `question order: name the list of its choices in "list", or an earlier question in "of"`},
		{"of a later one", func(q *survey.Questionnaire) { q.Questions[0], q.Questions[1] = q.Questions[1], q.Questions[0] }, "/questions/0/of", `not "needs"`},
		{"of another kind", func(q *survey.Questionnaire) {
			q.Questions[4], q.Questions[2] = q.Questions[2], q.Questions[4]
			q.Questions[4].Of = "sex"
		}, "/questions/4/of", `not "sex"`},
		{"of where it does nothing", func(q *survey.Questionnaire) { q.Questions[3].Of = "needs" }, "/questions/3/of", `question sex: "of" is not for select_one`},
		{"of exclusive ones alone", func(q *survey.Questionnaire) {
			for i := range q.Lists[0].Choices {
				q.Lists[0].Choices[i].Exclusive = true
			}
		}, "/questions/2/of", "question grave: every choice of needs is exclusive, so that nothing is left for it"},
		{"max below zero", func(q *survey.Questionnaire) { q.Questions[0].Max = -1 }, "/questions/0/max", "question needs: max is below zero"},
		{"max where it does nothing", func(q *survey.Questionnaire) { q.Questions[2].Max = 2 }, "/questions/2/max", `question grave: "max" is not for scale`},
		{"text too long", func(q *survey.Questionnaire) { q.Questions[5].Max = survey.MaxTextLength + 1 }, "/questions/5/max", "question wish: a text answer has at most 4000 characters"},
		{"unknown role", func(q *survey.Questionnaire) { q.Questions[3].Role = "height" }, "/questions/3/role", `question sex: unknown role "height"`},
		{"role of another kind", func(q *survey.Questionnaire) { q.Questions[4].Role, q.Questions[3].Role = survey.RoleProposal, "" }, "/questions/4/role", "question age: the role proposal needs a text, not a select_one"},
		{"severity of what is no need", func(q *survey.Questionnaire) { q.Questions[0].Role = "" }, "/questions/2/of", "question grave: the role severity is for the choices of the question with the role need, not of needs"},
		{"other without the choice", func(q *survey.Questionnaire) { q.Questions[5].Role = survey.RoleOther }, "/questions/5/role", `question wish: has the role other, and the question with the role need has no choice "other" that it could explain`},
		{"role twice", func(q *survey.Questionnaire) { q.Questions[4].Role = survey.RoleSex }, "/questions/4/role", "question age: has the role sex, which sex has already"},
		{"severity of other levels", func(q *survey.Questionnaire) { q.Lists[3].Choices = q.Lists[3].Choices[:4] }, "/questions/2/list", "question grave: severity has 5 levels, not 4"},
		{"other sexes", func(q *survey.Questionnaire) { q.Lists[4].Choices[0].Name = "woman" }, "/questions/3/list", `question sex: the choices of sex are "female" and "male", not "woman"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := villageNeeds()
			if err := q.Check(); err != nil || q.Faults() != nil {
				t.Fatalf("before it is spoilt: %v", err)
			}
			tt.spoil(q)
			found := slices.ContainsFunc(q.Faults(), func(f *survey.Fault) bool {
				return f.Pointer == tt.at && strings.Contains(f.What, tt.want)
			})
			err := q.Check()
			if !found || !errors.Is(err, survey.ErrInvalid) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Check = %v\nwant an ErrInvalid that says %q of %s", err, tt.want, tt.at)
			}
		})
	}
}

func TestCheckSaysAllAtOnce(t *testing.T) {
	q := villageNeeds()
	q.ID, q.Version, q.Title, q.Questions[3].List, q.Questions[5].Kind = "", "", nil, "", ""
	if got := len(q.Faults()); got != 6 { // the role of the last question fits no kind either
		t.Errorf("%d faults, want 6: %v", got, q.Check())
	}
}

func TestQuestionnaireLookups(t *testing.T) {
	q := villageNeeds()
	if got := q.Key(); got != "village-needs@2026061501" || got != survey.QuestionnaireKey(q.ID, q.Version) {
		t.Errorf("Key = %q", got)
	}
	if x := q.Question("grave"); x != &q.Questions[2] {
		t.Errorf("Question(grave) = %+v", x)
	}
	if x := q.ByRole(survey.RoleAge); x != &q.Questions[4] {
		t.Errorf("ByRole(age) = %+v", x)
	}
	if q.Question("none") != nil || q.ByRole("none") != nil || q.Choices("none") != nil || q.Speaks("en") || !q.Speaks("ru") {
		t.Error("something is found that is not there, or the other way round")
	}
}

func TestReadQuestionnaire(t *testing.T) {
	want := villageNeeds()
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := survey.ReadQuestionnaire(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ReadQuestionnaire (-want +got):\n%s", diff)
	}
	for name, tt := range map[string]struct{ json, want string }{
		"unknown member":     {strings.Replace(string(data), `"required":true`, `"requird":true`, 1), `unknown field "requird"`},
		"no JSON":            {"<form>", "invalid character"},
		"cut short":          {string(data[:len(data)/2]), "unexpected EOF"},
		"wrong type":         {`{"languages": "ky"}`, "languages"},
		"valid but nonsense": {`{"id": "x"}`, "version: missing"},
		"something after it": {string(data) + string(data), "there is more after it"},
	} {
		_, err := survey.ReadQuestionnaire(strings.NewReader(tt.json))
		if !errors.Is(err, survey.ErrInvalid) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an ErrInvalid that says %q", name, err, tt.want)
		}
	}
}

// TestLongFormIsValid keeps the benchmark and the properties honest.
func TestLongFormIsValid(t *testing.T) {
	if err := longForm(200).Check(); err != nil {
		t.Error(err)
	}
}

func TestShippedQuestionnaireIsAnswerable(t *testing.T) {
	f, err := os.Open("../configs/questionnaires/community-needs.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	q, err := survey.ReadQuestionnaire(f)
	if err != nil {
		t.Fatal(err)
	}
	iv := complete(t, q, begin(t, q))
	if _, err := iv.Respond(q, noon); err != nil {
		t.Errorf("the built-in questionnaire, answered in the plainest way: %v", err)
	}
}
