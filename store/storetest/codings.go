package storetest

import (
	"slices"
	"testing"

	"ashar/survey"
	"ashar/survey/coding"
)

// codings are kept beside the responses, and go with them.
func codings(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	iv, r := sentInterview("coded", "needs")
	must(t, db.SaveInterview(ctx, iv))
	must(t, db.InsertResponse(ctx, r))
	second := func(response, campaign string) coding.Second {
		return coding.Second{
			ID: coding.SecondID(response, "wish", "aida"), Rev: 1, Municipality: "kok-jar", Campaign: campaign, Response: response, Question: "wish",
			Coder: "aida", Needs: []string{"roads"}, First: []string{}, FirstCoder: "bek", At: moment(3), Words: coding.Mark("жол"),
		}
	}
	mine, other, elsewhere := second(r.ID, "needs"), second("other", "needs"), second("elsewhere", "ak-tal")
	for _, s := range []coding.Second{mine, other, elsewhere} {
		must(t, db.SaveSecond(ctx, s))
	}
	wantError(t, "coded twice", db.SaveSecond(ctx, mine), survey.ErrExists)
	other.Settle([]string{"water", "roads"}, "chynara")
	other.Rev = 2
	must(t, db.SaveSecond(ctx, other))
	wantError(t, "settled twice", db.SaveSecond(ctx, other), survey.ErrConflict)

	step := func(n int, campaign string, responses ...string) coding.Step {
		s := coding.Step{
			ID: coding.StepID(campaign, "bek", moment(n)), Rev: 1, Municipality: "kok-jar", Campaign: campaign, By: "bek", At: moment(n), Needs: []string{"roads"},
		}
		for _, response := range responses {
			s.Changes = append(s.Changes, coding.Change{Response: response, Question: "wish", After: &survey.Coding{Question: "wish", Needs: s.Needs, By: "bek"}})
		}
		return s
	}
	first, last, foreign := step(1, "needs", r.ID, "other"), step(2, "needs", "other"), step(3, "ak-tal", "elsewhere")
	first.Settles = mine.ID
	for _, s := range []coding.Step{last, foreign, first} {
		must(t, db.SaveCodingStep(ctx, s))
	}
	same(t, "the last step", nil, collect(t, db.CodingSteps(ctx, "needs", 1)), []coding.Step{last})
	last.Rev, last.Undone, last.UndoneBy = 2, moment(5), "aida"
	must(t, db.SaveCodingStep(ctx, last))
	must(t, db.Close())
	db = Open(t, uri)
	same(t, "all steps", nil, collect(t, db.CodingSteps(ctx, "needs", 0)), []coding.Step{last, first})
	got, err := db.Second(ctx, other.ID)
	same(t, "settled", err, got, other)
	seconds := collect(t, db.Seconds(ctx, "needs"))
	slices.SortFunc(seconds, func(a, b coding.Second) int { return len(a.ID) - len(b.ID) })
	same(t, "what second coders said", nil, seconds, []coding.Second{other, mine})

	must(t, db.Withdraw(ctx, "needs", r.Receipt))
	_, err = db.Second(ctx, mine.ID)
	wantError(t, "what was said of a response that was withdrawn", err, survey.ErrNotFound)
	first.Changes = first.Changes[1:]
	first.Rev = 2
	step2, err := db.CodingStep(ctx, first.ID)
	same(t, "the step that coded it", err, step2, first)
	same(t, "what was said of others", nil, collect(t, db.Seconds(ctx, "needs")), []coding.Second{other})
}
