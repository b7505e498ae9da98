package storetest

import (
	"testing"

	"ashar/prioritize"
	"ashar/survey"
)

// exampleFrozen is what a campaign counted in a village of 300: nobody, or one woman who chose water, alone or twice.
func exampleFrozen(t testing.TB, campaign string, answers int64) (prioritize.Frozen, []prioritize.BallotPart) {
	t.Helper()
	ballots := prioritize.NewBallots(prioritize.Shape{Needs: 1})
	ballots.AddTimes(&prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: "archa", Sex: survey.SexFemale}}, Answered: true, Chosen: []int{0}}, answers)
	f, parts, err := prioritize.Freeze(prioritize.Counted{
		Input: prioritize.Input{
			Campaign: campaign, Questionnaire: "needs@2026010101",
			Municipality: &survey.Municipality{ID: "kok-jar", Villages: []survey.Village{{ID: "archa", Name: survey.Text{"ky": "Арча"}, Adults: 300}}},
			Needs:        []prioritize.Need{{Code: "water", Name: survey.Text{"ky": "суу"}}}, Tally: ballots.Tally(),
		},
		Ballots: ballots, Questionnaires: []string{"needs@2026010101"},
	}, moment(3), "aigul", "v1")
	must(t, err)
	return f, parts
}

// freezing keeps what campaigns counted, each once, with its ballots and no others.
func freezing(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	f, parts := exampleFrozen(t, "kok-jar-2026", 2)
	slower, slowerParts := exampleFrozen(t, "kok-jar-2026", 1)
	other, otherParts := exampleFrozen(t, "kok-jar-2027", 1)
	_, err := db.Frozen(ctx, f.Campaign)
	wantError(t, "before it was kept", err, survey.ErrNotFound)
	must(t, db.InsertFrozen(ctx, other, otherParts))
	must(t, db.InsertFrozen(ctx, f, parts))
	wantError(t, "kept again", db.InsertFrozen(ctx, slower, slowerParts), survey.ErrExists)
	_, err = db.FrozenBallots(ctx, slower)
	wantError(t, "ballots of who was slower", err, survey.ErrNotFound)
	got, err := db.Frozen(ctx, f.Campaign)
	same(t, "kept", err, got, f)
	for _, f := range []prioritize.Frozen{f, other} {
		parts, err := db.FrozenBallots(ctx, f)
		must(t, err)
		c, err := f.OpenWith(parts)
		must(t, err)
		if c.Ballots.Count() != c.Tally.Count() || c.Tally.Count() == 0 {
			t.Errorf("%s: %d ballots of %d", f.Campaign, c.Ballots.Count(), c.Tally.Count())
		}
	}

	// Kept by a program that kept no ballots.
	first := prioritize.Frozen{Campaign: "kok-jar-2025", Municipality: "kok-jar", At: moment(1), Hash: "hash", Terms: []byte("{}"), Tally: []byte{1}}
	must(t, db.InsertFrozen(ctx, first, nil))
	got, err = db.Frozen(ctx, first.Campaign)
	same(t, "kept without ballots", err, got, first)
	parts, err = db.FrozenBallots(ctx, got)
	if err != nil || len(parts) > 0 {
		t.Errorf("ballots of what was kept without: %d parts, error %v", len(parts), err)
	}
}
