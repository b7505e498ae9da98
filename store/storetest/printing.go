package storetest

import (
	"errors"
	"sync"
	"testing"

	"ashar/survey"
)

// printRegisters give each number out once: of many who print at the same moment none has a number of another.
func printRegisters(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	_, err := db.PrintRegister(ctx, "needs")
	wantError(t, "before anything was printed", err, survey.ErrNotFound)

	const printers, copies = 6, 7
	runs := make([]survey.PrintRun, printers)
	var printing sync.WaitGroup
	for n := range printers {
		printing.Go(func() {
			for {
				r, err := db.PrintRegister(ctx, "needs")
				if errors.Is(err, survey.ErrNotFound) {
					r, err = survey.PrintRegister{ID: "needs", Municipality: "kok-jar"}, nil
				}
				if err == nil {
					runs[n], err = r.Print(survey.PrintRun{Village: "aryk", Language: "ky", At: moment(n), By: "kok-jar/aigul"}, copies)
				}
				if err == nil {
					err = db.SavePrintRegister(ctx, r)
				}
				if errors.Is(err, survey.ErrConflict) || errors.Is(err, survey.ErrExists) {
					continue
				}
				if err != nil {
					t.Errorf("printing: %v", err)
				}
				return
			}
		})
	}
	printing.Wait()
	taken := map[int]int{}
	for _, run := range runs {
		for number := run.First; number <= run.Last; number++ {
			taken[number]++
		}
	}
	for number := 1; number <= printers*copies; number++ {
		if taken[number] != 1 {
			t.Errorf("number %d was printed %d times, want once", number, taken[number])
		}
	}
	must(t, db.Close())
	db = Open(t, uri)
	got, err := db.PrintRegister(ctx, "needs")
	if err != nil || got.Rev != printers || len(got.Runs) != printers || got.Next() != printers*copies+1 {
		t.Errorf("after reopening: got %+v, %v", got, err)
	}
	must(t, got.Hand(1, "school", "2026-05-20"))
	must(t, db.SavePrintRegister(ctx, got))
	again, err := db.PrintRegister(ctx, "needs")
	same(t, "handed out", err, again, got)
}

// paperTables are known by their campaign and what stands in them, and are removed when somebody says so.
func paperTables(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	table := func(campaign, hash string) survey.PaperTable {
		return survey.PaperTable{
			ID: survey.PaperTableID(campaign, hash), Rev: 1, Municipality: "kok-jar", Campaign: campaign, Hash: hash, Name: "кагаздар.xlsx", Language: "ky",
			By: "kok-jar/aigul", At: moment(1), Head: []string{"_serial", "needs"},
			Rows: []survey.PaperTableRow{{Line: 4, Cells: []string{"0001-C", "water"}}, {Line: 5, Cells: []string{"", "=жол"}}},
		}
	}
	a, b, other := table("needs", "aa"), table("needs", "bb"), table("other", "aa")
	for _, x := range []survey.PaperTable{a, b, other} {
		must(t, db.SavePaperTable(ctx, x))
	}
	wantError(t, "the same table again", db.SavePaperTable(ctx, a), survey.ErrExists)
	a.Rev, a.Begun, a.Done, a.Rows = 2, true, 1, []survey.PaperTableRow{{Line: 4, Serial: "0001-C", Village: "aryk", State: survey.RowTaken, Receipt: "ABCDE-FGHJK"}, a.Rows[1]}
	must(t, db.SavePaperTable(ctx, a))
	wantError(t, "taken by somebody who saw what was before", db.SavePaperTable(ctx, a), survey.ErrConflict)
	got, err := db.PaperTable(ctx, a.ID)
	same(t, "a table", err, got, a)
	same(t, "of a campaign", nil, collect(t, db.PaperTablesOf(ctx, "needs")), []survey.PaperTable{a, b})
	must(t, db.RemovePaperTable(ctx, b.ID))
	wantError(t, "removed again", db.RemovePaperTable(ctx, b.ID), survey.ErrNotFound)
	_, err = db.PaperTable(ctx, b.ID)
	wantError(t, "after it was removed", err, survey.ErrNotFound)
}

// gatherings keep their history, and are changed by compare-and-set.
func gatherings(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	women := 9
	g := survey.Gathering{
		ID: "one", Rev: 1, Municipality: "kok-jar", Campaign: "needs", Kind: survey.FocusGroup, Village: "aryk", Day: "2026-05-20", Moderator: "демилгелүү топ",
		People: []survey.Stratum{{Sex: survey.SexFemale, Age: "18-28", Count: 9}, {Sex: survey.SexMale, Count: 5}}, Method: survey.ByHands,
		Tallies: []survey.GatheringTally{{Need: "water", Count: 12, Women: &women}, {Need: "roads", Count: 4}}, Quotes: []string{"Суу жок"}, By: "kok-jar/aigul", At: moment(1),
	}
	must(t, db.SaveGathering(ctx, g))
	wantError(t, "the same again", db.SaveGathering(ctx, g), survey.ErrExists)
	to := g
	to.Day = "2026-05-19"
	edited, err := g.Edit(to, "kok-jar/bakyt", moment(2))
	must(t, err)
	must(t, db.SaveGathering(ctx, edited))
	stale, err := g.Strike("эки жолу жазылган", "kok-jar/bakyt", moment(3))
	must(t, err)
	wantError(t, "struck out by somebody who saw what was before", db.SaveGathering(ctx, stale), survey.ErrConflict)
	struck, err := edited.Strike("эки жолу жазылган", "kok-jar/bakyt", moment(3))
	must(t, err)
	must(t, db.SaveGathering(ctx, struck))
	must(t, db.Close())
	db = Open(t, uri)
	got, err := db.Gathering(ctx, "one")
	same(t, "after reopening", err, got, struck)
	if len(got.Before) != 2 || got.Before[0].Day != "2026-05-20" || got.Before[1].Struck != "" {
		t.Errorf("its history is %+v", got.Before)
	}
	same(t, "of a campaign", nil, collect(t, db.GatheringsOf(ctx, "needs")), []survey.Gathering{struck})
	if others := collect(t, db.GatheringsOf(ctx, "other")); len(others) > 0 {
		t.Errorf("another campaign has %+v", others)
	}
}
