package storetest

import (
	"testing"

	"ashar/prioritize"
	"ashar/survey"
)

// exampleFrozen is what a campaign counted: nothing, in a village of 300.
func exampleFrozen(t testing.TB, campaign string) prioritize.Frozen {
	t.Helper()
	f, err := prioritize.Freeze(prioritize.Counted{
		Input: prioritize.Input{
			Campaign: campaign, Questionnaire: "needs@2026010101",
			Municipality: &survey.Municipality{ID: "kok-jar", Villages: []survey.Village{{ID: "archa", Name: survey.Text{"ky": "Арча"}, Adults: 300}}},
			Needs:        []prioritize.Need{{Code: "water", Name: survey.Text{"ky": "суу"}}}, Tally: prioritize.NewTally(prioritize.Shape{Needs: 1}),
		},
		Questionnaires: []string{"needs@2026010101"},
	}, moment(3), "aigul", "v1")
	must(t, err)
	return f
}

// freezing keeps what campaigns counted, each once.
func freezing(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	f, other := exampleFrozen(t, "kok-jar-2026"), exampleFrozen(t, "kok-jar-2027")
	_, err := db.Frozen(ctx, f.Campaign)
	wantError(t, "before it was kept", err, survey.ErrNotFound)
	must(t, db.InsertFrozen(ctx, f))
	must(t, db.InsertFrozen(ctx, other))
	later := f
	later.By = "bakyt"
	wantError(t, "kept again", db.InsertFrozen(ctx, later), survey.ErrExists)
	got, err := db.Frozen(ctx, f.Campaign)
	same(t, "kept", err, got, f)
	_, err = got.Open()
	wantError(t, "opened", err, nil)
}
