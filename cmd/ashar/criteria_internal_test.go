package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"ashar/prioritize/appraisal"
	"ashar/prioritize/hearing"
	"ashar/survey"
	"ashar/survey/access"
)

// TestABudgetIsCountedOnceItsCampaignIsFrozen counts it by the ballots that were kept, also after answers were taken back,
// and has the places of the last hearing of all villages beside the criteria.
func TestABudgetIsCountedOnceItsCampaignIsFrozen(t *testing.T) {
	p := newPremises(t)
	db, ctx := p.app.db, t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	receipts := p.answered("ours", 200)
	must(db.SaveAppraisal(ctx, appraisal.Appraisal{
		Campaign: "ours", Rev: 1, Municipality: "kok-jar", Budget: appraisal.Budget{Som: 1_000_000},
		Projects: []appraisal.Project{{ID: "a", Name: "Скважина", Need: "water", Som: 400_000}, {ID: "b", Name: "Көпүрө", Need: "roads", Som: 700_000}},
	}))
	session := p.session("kok-jar", access.Owner)
	read := func(path, selector string) string {
		t.Helper()
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(p.page(path, session)))
		must(err)
		return strings.Join(strings.Fields(doc.Find(selector).Text()), " ")
	}
	if why := read("/board/ours/budget", "#why"); why == "" {
		t.Error("before the freezing it is not said why nothing is counted")
	}
	_, err := newSteward(db, nil, time.UTC).Freeze(ctx, time.Now(), access.Terminal(), p.closed("ours"))
	must(err)
	before := read("/board/ours/budget", "table.bids, table.left, table.money")
	if !strings.Contains(before, "Скважина") || !strings.Contains(before, "400") {
		t.Errorf("both rules buy %q", before)
	}
	for _, receipt := range receipts[:50] {
		must(db.Withdraw(ctx, "ours", receipt))
	}
	a, err := db.Appraisal(ctx, "ours")
	must(err)
	a.Rev++ // counted anew
	must(db.SaveAppraisal(ctx, a))
	if after := read("/board/ours/budget", "table.bids, table.left, table.money"); after != before {
		t.Errorf("after answers were taken back:\n%s\nbefore:\n%s", after, before)
	}
	must(db.SaveHearing(ctx, hearing.Hearing{
		ID: "first", Rev: 1, Municipality: "kok-jar", Campaign: "ours", Kind: hearing.Public, State: hearing.Signed, Place: "Клуб", Planned: time.Now(),
		Options:   []hearing.Option{{ID: "water", Label: survey.Text{"ky": "Суу"}, Rank: 1}, {ID: "roads", Label: survey.Text{"ky": "Жол"}, Rank: 2}},
		Overrides: []hearing.Override{{Option: "roads", Rank: 1, Why: "көпүрө кулады", By: "a", At: time.Now()}},
	}))
	if places := read("/board/ours/criteria", "table.places"); !strings.Contains(places, "көпүрө кулады") {
		t.Errorf("of the hearing it says %q", places)
	}
	var out bytes.Buffer
	uri := string(p.app.cfg.Store)
	if code := (Main{Args: []string{"budget", "--campaign", "ours", "--store", uri}, Out: &out, Err: &out, Now: time.Now}).Run(ctx); code != 0 || !strings.Contains(out.String(), "Скважина") {
		t.Errorf("in the terminal: code %d\n%s", code, &out)
	}
}
