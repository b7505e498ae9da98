package coding_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/coding"
)

func TestWhatIsLeftToCode(t *testing.T) {
	before := &survey.Questionnaire{ID: "f", Version: "1", Questions: []survey.Question{{Name: "said", Kind: survey.TextAnswer}, {Name: "wish", Kind: survey.TextAnswer, Role: survey.RoleProposal}}}
	now := &survey.Questionnaire{ID: "f", Version: "2", Questions: []survey.Question{
		{Name: "said", Kind: survey.TextAnswer, Role: survey.RoleOther}, {Name: "wish", Kind: survey.TextAnswer, Role: survey.RoleProposal}, {Name: "note", Kind: survey.TextAnswer},
	}}
	q := coding.QuestionsOf(now, before)
	response := func(of *survey.Questionnaire, said, wish string) survey.Response {
		return survey.Response{ID: "r", Questionnaire: of.Key(), Answers: []survey.Answer{
			{Question: "said", Value: survey.Words(said)}, {Question: "wish", Value: survey.Words(wish)}, {Question: "note", Value: survey.Words("x")},
		}}
	}
	coded, excluded, none := response(now, "баня", "жол"), response(now, "баня", ""), response(now, "рахмат", "")
	coded.Code("said", &survey.Coding{Needs: []string{"new-1"}})
	none.Code("said", &survey.Coding{})
	if err := excluded.Judge(&survey.Judgement{Verdict: survey.Excluded, Why: "test"}); err != nil {
		t.Fatal(err)
	}
	open, skipped, old := response(now, "базар", " \n"), response(now, "", ""), response(before, "базар", "суу")
	skipped.Answers[0].Value = survey.Skip()
	var left coding.Left
	for _, r := range []survey.Response{coded, excluded, none, open, skipped, old} {
		left.Add(q, &r)
	}
	if diff := cmp.Diff(coding.Left{Other: 1, Wishes: 2}, left); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
	if said := q.In(&none); len(said) != 1 || said[0].Coding == nil || said[0].Role != survey.RoleOther {
		t.Errorf("a text that names no need is coded: got %+v", said)
	}
}
