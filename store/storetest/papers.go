package storetest

import (
	"sync"
	"testing"

	"ashar/survey"
)

func examplePaper(campaign, serial string) survey.PaperForm {
	return survey.PaperForm{
		ID: survey.PaperFormID(campaign, serial), Rev: 1, Municipality: "kok-jar", Campaign: campaign, Serial: serial,
		State: survey.PaperEntered, By: "kok-jar/aigul", At: moment(1), Village: "aryk", Response: "response of " + serial,
	}
}

// paperForms are known by their campaign and serial; of many who type one in at
// once, one does.
func paperForms(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	a, b, other := examplePaper("needs", survey.NewSerial(17)), examplePaper("needs", survey.NewSerial(18)), examplePaper("other", survey.NewSerial(17))
	_, err := db.PaperForm(ctx, a.ID)
	wantError(t, "before anybody said anything of it", err, survey.ErrNotFound)

	const hands = 8
	outcomes := make([]error, hands)
	var typing sync.WaitGroup
	for n := range hands {
		typing.Go(func() { outcomes[n] = db.SavePaperForm(ctx, a) })
	}
	typing.Wait()
	first := 0
	for _, err := range outcomes {
		if err == nil {
			first++
			continue
		}
		wantError(t, "typed in by several at once", err, survey.ErrExists)
	}
	if first != 1 {
		t.Errorf("%d of %d were the first to type it in, want 1", first, hands)
	}
	must(t, db.SavePaperForm(ctx, other))
	must(t, db.SavePaperForm(ctx, b))

	a.Rev, a.Second = 2, &survey.SecondEntry{
		By: "kok-jar/bakyt", At: moment(2), Answers: []survey.Answer{{Question: "wish", Value: survey.Words("Жарык керек")}},
		Compared: []string{"needs", "wish"}, Differing: []string{"wish"},
		Settled: []survey.Settlement{{Question: "wish", As: survey.ReadSecond, By: "kok-jar/bakyt", At: moment(3)}},
	}
	must(t, db.SavePaperForm(ctx, a))
	wantError(t, "changed by somebody who saw what was before", db.SavePaperForm(ctx, a), survey.ErrConflict)
	must(t, db.Close())
	db = Open(t, uri)
	got, err := db.PaperForm(ctx, a.ID)
	same(t, "after reopening", err, got, a)
	same(t, "of a campaign", nil, collect(t, db.PaperFormsOf(ctx, "needs")), []survey.PaperForm{a, b})
}

// papersTakenBack are forgotten and withdrawn: the form stays, and nothing of what was typed.
func papersTakenBack(t *testing.T, place Place) {
	const here = "kok-jar-2026"
	db, ctx := place.Open(t), t.Context()
	forms := map[string]survey.PaperForm{}
	typed := func(id string, serial int) (survey.Interview, survey.Response) {
		iv, r := sentInterview(id, here)
		iv.Entry = &survey.Entry{By: "kok-jar/aigul", Serial: survey.NewSerial(serial)}
		r.Entry = iv.Entry
		form := examplePaper(here, iv.Entry.Serial)
		form.Response, form.Interview, form.Key = r.ID, iv.ID, "key of "+id
		form.Second = &survey.SecondEntry{By: "kok-jar/bakyt", At: moment(2), Answers: []survey.Answer{{Question: "wish", Value: survey.Words("Жарык керек")}}}
		must(t, db.SaveInterview(ctx, iv))
		must(t, db.InsertResponse(ctx, r))
		must(t, db.SavePaperForm(ctx, form))
		forms[id] = form
		return iv, r
	}
	iv, r := typed("forgotten", 1)
	_, withdrawn := typed("withdrawn", 2)
	typed("other", 3)
	must(t, db.ForgetInterview(ctx, iv.ID, r.ID, iv.Mark()))
	must(t, db.Withdraw(ctx, here, withdrawn.Receipt))
	for id, want := range forms {
		if id != "other" {
			want.Rev, want.State, want.Interview, want.Key, want.Second = 2, survey.PaperTakenBack, "", "", nil
		}
		got, err := db.PaperForm(ctx, want.ID)
		same(t, id, err, got, want)
	}
}
