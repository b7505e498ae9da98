package storetest

import (
	"testing"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/survey"
)

// appraisals are one of each campaign, and changed by compare-and-set.
func appraisals(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	_, err := db.Appraisal(ctx, "needs")
	wantError(t, "before anybody said anything", err, survey.ErrNotFound)
	a := appraisal.Appraisal{
		Campaign: "needs", Rev: 1, Municipality: "kok-jar", Variant: prioritize.OPR,
		Needs: []appraisal.Said{
			{
				Need: "roads", Effectiveness: new(0), Owner: appraisal.State, With: "райондук жол башкармалыгы", By: "kok-jar/aigul", At: moment(1),
				Pearl: map[appraisal.Letter]appraisal.Answered{
					appraisal.Propriety: {Answer: appraisal.No, Note: "республикалык жол"}, appraisal.Legality: {Answer: appraisal.Yes}, appraisal.Economics: {Note: "эсептелсин"},
				},
			},
			{Need: "water", Cost: appraisal.Cost{Som: 12_500_500, Note: "2,5 км", Source: "смета"}, By: "kok-jar/aigul", At: moment(2)},
		},
		Budget: appraisal.Budget{Som: 20_000_000, Utility: appraisal.Utilities()[1], Completion: appraisal.Completions()[2]},
		Projects: []appraisal.Project{
			{ID: "b", Name: "Скважина", Need: "water", Village: "aryk", Som: 900_000, By: "kok-jar/aigul", At: moment(2)},
			{ID: "a", Name: "Көпүрө", Need: "roads", Som: 1, By: "kok-jar/aigul", At: moment(2)},
		},
		By: "kok-jar/aigul", At: moment(2),
	}
	must(t, db.SaveAppraisal(ctx, a))
	wantError(t, "by another who was the first too", db.SaveAppraisal(ctx, a), survey.ErrExists)
	next := a
	next.Rev, next.Budget.Som, next.Needs = 2, 1, a.Needs[:1]
	must(t, db.SaveAppraisal(ctx, next))
	wantError(t, "by somebody who saw what was before", db.SaveAppraisal(ctx, next), survey.ErrConflict)
	other := appraisal.Appraisal{Campaign: "other", Rev: 1, Municipality: "kok-jar", At: moment(3)}
	must(t, db.SaveAppraisal(ctx, other))
	must(t, db.Close())
	db = Open(t, uri)
	got, err := db.Appraisal(ctx, "needs")
	same(t, "after reopening", err, got, next)
	got, err = db.Appraisal(ctx, "other")
	same(t, "another campaign's", err, got, other)
}
