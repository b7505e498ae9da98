package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
)

func exampleCampaign(id string) survey.Campaign {
	return survey.Campaign{
		ID: id, Rev: 1, Municipality: "kok-jar", Title: survey.Text{"ky": "Элдин муктаждыктары", "ru": "Нужды жителей"},
		Questionnaire: "needs@2026010101", Status: survey.StatusOpen, Opens: moment(0),
	}
}

func catalogue(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	q := &survey.Questionnaire{
		ID: "needs", Version: "2026010101", Languages: []string{"ky", "ru", "en"},
		Title:   survey.Text{"ky": "Муктаждыктар", "ru": "Нужды", "en": "Needs"},
		Consent: survey.Consent{Version: "1", Text: survey.Text{"ky": "Макулмун"}},
		Lists: []survey.List{{Name: "needs", Choices: []survey.Choice{
			{Name: "water", Label: survey.Text{"ky": "ичүүчү таза суу"}, Need: "water", Columns: survey.Columns{"side": "south", "$no. %2E": "7"}}, {Name: "none", Exclusive: true},
		}}},
		Questions: []survey.Question{{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "needs", Max: 3, Columns: survey.Columns{"media::image.big": "a.png"}}},
		Columns:   survey.Columns{"style": "pages"},
	}
	must(t, db.InsertQuestionnaire(ctx, q))
	wantError(t, "the same version again", db.InsertQuestionnaire(ctx, q), survey.ErrExists)
	gotQ, err := db.Questionnaire(ctx, "needs@2026010101")
	same(t, "questionnaire", err, gotQ, q)
	_, err = db.Questionnaire(ctx, "needs@2026010102")
	wantError(t, "another version", err, survey.ErrNotFound)
	same(t, "questionnaires", nil, collect(t, db.Questionnaires(ctx)), []*survey.Questionnaire{q})

	m := survey.Municipality{
		ID: "kok-jar", Rev: 1, Name: survey.Text{"ky": "Көк-Жар", "ru": "Кок-Жар"}, Invented: true,
		Villages: []survey.Village{
			{ID: "kok-jar", Name: survey.Text{"ky": "Көк-Жар"}, Population: []survey.Stratum{{Sex: survey.SexFemale, Age: "18-28", Count: 321}}},
			{
				ID: "aryk", Adults: 700, SOATE: "41706000850010", Aliases: []string{"Арык"}, Since: time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC),
				Until: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), From: []string{"kok-jar"},
				Former: []survey.Named{{Name: survey.Text{"ky": "Суу"}, Until: time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)}},
			},
		},
		Former:  []survey.Named{{Name: survey.Text{"ky": "Жар"}, Until: time.Date(2020, 3, 1, 0, 0, 0, 0, time.UTC)}},
		Earlier: []survey.Count{{Until: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), Year: 2025, Of: []survey.People{{Village: "aryk", Adults: 690}}}},
	}
	must(t, db.SaveMunicipality(ctx, m))
	m.Rev, m.Year = 2, 2026
	must(t, db.SaveMunicipality(ctx, m))
	wantError(t, "municipality of an old revision", db.SaveMunicipality(ctx, m), survey.ErrConflict)
	gotM, err := db.Municipality(ctx, "kok-jar")
	same(t, "municipality", err, gotM, m)
	same(t, "municipalities", nil, collect(t, db.Municipalities(ctx)), []survey.Municipality{m})

	c, elsewhere := exampleCampaign("kok-jar-2026"), exampleCampaign("ak-tal-2026")
	c.Done = []survey.Work{{Day: time.Date(2027, 5, 1, 0, 0, 0, 0, time.UTC), Text: survey.Text{"ky": "Суу түтүгү тартылды."}}}
	elsewhere.Municipality = "ak-tal"
	c.Languages, c.Visibility, c.Keep = []string{"ky"}, survey.ShowsCount, moment(1)
	c.Targets = &survey.Targets{Women: 0.45, Youth: 0.2, YouthUntil: 28, Answers: 30, Adults: 0.1}
	must(t, db.SaveCampaign(ctx, c))
	must(t, db.SaveCampaign(ctx, elsewhere))
	draft := c
	draft.ID, draft.Rev = "discarded", 1
	must(t, db.SaveCampaign(ctx, draft))
	must(t, db.DeleteCampaign(ctx, draft.ID))
	_, err = db.Campaign(ctx, draft.ID)
	wantError(t, "campaign that was deleted", err, survey.ErrNotFound)
	wantError(t, "delete it again", db.DeleteCampaign(ctx, draft.ID), survey.ErrNotFound)
	gotC, err := db.Campaign(ctx, c.ID)
	same(t, "campaign", err, gotC, c)
	same(t, "campaigns of the municipality", nil, collect(t, db.Campaigns(ctx, "kok-jar")), []survey.Campaign{c})

	d := survey.Door{Code: "ABC234", Campaign: c.ID, Municipality: "kok-jar", Village: "aryk"}
	must(t, db.InsertDoor(ctx, d))
	wantError(t, "the code again", db.InsertDoor(ctx, d), survey.ErrExists)
	gotD, err := db.Door(ctx, "ABC234")
	same(t, "door", err, gotD, d)
	_, err = db.Door(ctx, "ABC235")
	wantError(t, "another code", err, survey.ErrNotFound)
	same(t, "doors", nil, collect(t, db.Doors(ctx, c.ID)), []survey.Door{d})
	same(t, "doors of another campaign", nil, collect(t, db.Doors(ctx, elsewhere.ID)), nil)

	d.Rev, d.Label, d.Ended = 1, "мектеп", moment(1)
	must(t, db.ReplaceDoor(ctx, d))
	wantError(t, "a door of an old revision", db.ReplaceDoor(ctx, d), survey.ErrConflict)
	d.Rev, d.Ended = 2, time.Time{}
	must(t, db.ReplaceDoor(ctx, d))
	gotD, err = db.Door(ctx, "ABC234")
	same(t, "door in use again", err, gotD, d)
}

// same compares what came back with what was kept.
func same[T any](t testing.TB, what string, err error, got, want T) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	} else if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
