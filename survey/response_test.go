package survey_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
)

func TestRespond(t *testing.T) {
	q := villageNeeds()
	iv := give(t, q, begin(t, q),
		answer("needs", survey.Chosen("light")),
		answer("grave", rated("light", 3)),
		answer("sex", survey.Skip()),
		answer("age", survey.Chosen("18-28")),
		answer("wish", survey.Words("чырак")),
	)
	now := noon.Add(90*time.Second + 5*time.Nanosecond)
	got, err := iv.Respond(q, now)
	if err != nil {
		t.Fatal(err)
	}
	want := survey.Response{
		ID: got.ID, Receipt: got.Receipt, // proved below
		Municipality: "kok-jar", Campaign: "c-1", Village: "besh-terek", Questionnaire: "village-needs@2026061501",
		Channel: survey.Web, Language: "ky", Respondent: "pseudonym",
		Consent: survey.ConsentGiven{Version: "c1", Language: "ky", At: noon},
		Begun:   noon, Submitted: noon.Add(90 * time.Second),
		Answers: []survey.Answer{
			{Question: "needs", Value: survey.Chosen("light")},
			{Question: "grave", Value: rated("light", 3)},
			{Question: "sex", Value: survey.Skip()},
			{Question: "age", Value: survey.Chosen("18-28")},
			{Question: "wish", Value: survey.Value{Text: "чырак", Key: "чырак"}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Respond (-want +got):\n%s", diff)
	}
	if again, _ := saved(t, iv).Respond(q, now); !cmp.Equal(got, again) {
		t.Errorf("the same interview makes another response (-first +second):\n%s", cmp.Diff(got, again))
	}
	if !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(got.ID) {
		t.Errorf("the response has the id %q, want 32 hexadecimal digits", got.ID)
	}
	if !regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$`).MatchString(got.Receipt) {
		t.Errorf("the receipt is %q, want two groups of five characters that are not mixed up", got.Receipt)
	}
	if receipt := (survey.Session{Interview: iv}).Receipt(); receipt != got.Receipt {
		t.Errorf("the session has the receipt %s, its response %s", receipt, got.Receipt)
	}
	other := iv
	other.ID = "ANOTHER"
	if r, _ := other.Respond(q, now); r.ID == got.ID || r.Receipt == got.Receipt {
		t.Errorf("two interviews share a response id (%s, %s) or a receipt (%s, %s)", r.ID, got.ID, r.Receipt, got.Receipt)
	}
}

func TestRespondNamesWhatIsMissing(t *testing.T) {
	q := villageNeeds()
	iv := standing(t, q, "age")
	_, err := iv.Respond(q, noon)
	wantProblem(t, err, survey.Problem{Question: "age", Code: survey.Missing})

	iv = give(t, q, complete(t, q, iv), answer("needs", survey.Chosen("water", "light")))
	_, err = iv.Respond(q, noon)
	wantProblem(t, err, survey.Problem{Question: "order", Code: survey.Missing})
}
