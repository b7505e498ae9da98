package storetest

import (
	"testing"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/coding"
)

// nothingStays takes an answer from paper back, by its receipt and by its interview, and wants nothing of it to stay in what
// is kept beside responses: second entries, tables of papers, what was said of its words. What is another's stays.
func nothingStays(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	const wish = "Жарык керек"
	for campaign, take := range map[string]func(*store.DB, survey.Interview, survey.Response) error{
		"by-receipt": func(db *store.DB, _ survey.Interview, r survey.Response) error {
			return db.Withdraw(ctx, r.Campaign, r.Receipt)
		},
		"by-interview": func(db *store.DB, iv survey.Interview, r survey.Response) error {
			return db.ForgetInterview(ctx, iv.ID, r.ID, iv.Mark())
		},
	} {
		serial := survey.NewSerial(7)
		iv, r := sentInterview("typed "+campaign, campaign)
		r.ID = iv.ResponseID()
		iv.Response, iv.Entry = r.ID, &survey.Entry{By: "aigul", Serial: serial, Batch: "table"}
		r.Entry = iv.Entry
		must(t, db.SaveInterview(ctx, iv))
		must(t, db.InsertResponse(ctx, r))
		form := survey.PaperForm{
			ID: survey.PaperFormID(campaign, serial), Rev: 1, Campaign: campaign, State: survey.PaperEntered, Response: r.ID, Interview: iv.ID,
			Second: &survey.SecondEntry{By: "bakyt", Answers: []survey.Answer{{Question: "wish", Value: survey.Words(wish)}}},
		}
		must(t, db.SavePaperForm(ctx, form))
		other := survey.PaperTableRow{Line: 6, Cells: []string{wish}, Serial: survey.NewSerial(8), State: survey.RowDiffers, Receipt: "AAAAA-AAAAA"}
		table := survey.PaperTable{ID: survey.PaperTableID(campaign, "table"), Rev: 1, Campaign: campaign, Rows: []survey.PaperTableRow{
			{Line: 2, Serial: serial, State: survey.RowTaken, Receipt: r.Receipt},
			{Line: 3, Cells: []string{wish}, Serial: serial, State: survey.RowDiffers, Receipt: r.Receipt},
			{Line: 4, Cells: []string{wish}, Serial: serial},
			{Line: 5, State: survey.RowThere, Receipt: r.Receipt},
			other,
			{Line: 7, Cells: []string{wish}},
		}}
		must(t, db.SavePaperTable(ctx, table))
		must(t, db.SavePaperTable(ctx, survey.PaperTable{ID: survey.PaperTableID(campaign, "untouched"), Rev: 1, Campaign: campaign, Rows: []survey.PaperTableRow{other}}))
		second := coding.Second{ID: coding.SecondID(r.ID, "wish", "aida"), Rev: 1, Campaign: campaign, Response: r.ID, Question: "wish", Coder: "aida"}
		must(t, db.SaveSecond(ctx, second))
		step := coding.Step{
			ID: coding.StepID(campaign, "bek", moment(1)), Rev: 1, Campaign: campaign, At: moment(1),
			Changes: []coding.Change{{Response: r.ID, Question: "wish"}, {Response: "other", Question: "wish"}},
		}
		must(t, db.SaveCodingStep(ctx, step))

		must(t, take(db, iv, r))
		form.Rev, form.State, form.Second, form.Interview = 2, survey.PaperTakenBack, nil, ""
		got, err := db.PaperForm(ctx, form.ID)
		same(t, campaign+": the printed form", err, got, form)
		const back = string(survey.PaperTakenBack)
		table.Rev, table.Rows = 2, []survey.PaperTableRow{
			{Line: 2, Serial: serial, State: survey.RowTaken},
			{Line: 3, Serial: serial, State: survey.RowRefused, Failed: back},
			{Line: 4, Serial: serial, State: survey.RowRefused, Failed: back},
			{Line: 5, State: survey.RowThere},
			other,
			{Line: 7, Cells: []string{wish}},
		}
		left, err := db.PaperTable(ctx, table.ID)
		same(t, campaign+": the table", err, left, table)
		left, err = db.PaperTable(ctx, survey.PaperTableID(campaign, "untouched"))
		if err != nil || left.Rev != 1 {
			t.Errorf("%s: a table without it: revision %d, %v", campaign, left.Rev, err)
		}
		_, err = db.Second(ctx, second.ID)
		wantError(t, campaign+": what a second coder said", err, survey.ErrNotFound)
		step.Rev, step.Changes = 2, step.Changes[1:]
		coded, err := db.CodingStep(ctx, step.ID)
		same(t, campaign+": the step of coding", err, coded, step)
	}
}
