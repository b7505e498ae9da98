package main

import (
	"fmt"
	"testing"
	"time"

	"ashar/prioritize"
	"ashar/survey"
)

// A need that is found while a campaign is counted stands in the next ranking, with the words that were coded to it.
func TestRankingsKnowNeedsThatAreFound(t *testing.T) {
	p := newPremises(t)
	db, ctx := p.app.db, t.Context()
	c, err := db.Campaign(ctx, "ours")
	if err != nil {
		t.Fatal(err)
	}
	var said []survey.Response
	for i := range 12 {
		r := survey.Response{
			ID: fmt.Sprintf("own-%02d", i), Municipality: c.Municipality, Campaign: c.ID, Village: c.Villages[0], Questionnaire: c.Questionnaire, Channel: survey.Paper,
			Submitted: time.Now(), Answers: []survey.Answer{
				{Question: "needs", Value: survey.Chosen("other", "water")}, {Question: "needs_other", Value: survey.Words("мончо")}, {Question: "order", Value: survey.Chosen("other", "water")},
			},
		}
		if err := db.InsertResponse(ctx, r); err != nil {
			t.Fatal(err)
		}
		said = append(said, r)
	}
	first := func() string {
		t.Helper()
		s, err := p.app.followers.Snapshot(ctx, c.ID, prioritize.Borda)
		if err != nil {
			t.Fatal(err)
		}
		return s.Ranking.Items[0].Need.Code
	}
	if got := first(); got != "other" {
		t.Fatalf("first is %s, want other", got)
	}
	need, err := c.FindNeed(survey.NewNeed{Label: survey.Text{"ky": "Мончо", "ru": "Баня"}}, []string{"ky", "ru"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c.Rev++
	if err := db.SaveCampaign(ctx, c); err != nil {
		t.Fatal(err)
	}
	for _, r := range said {
		r.Code("needs_other", &survey.Coding{Needs: []string{need.Code}, By: "aida"})
		if err := db.ReviewResponse(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	if got := first(); got != need.Code {
		t.Errorf("first is %s, want the need that was found", got)
	}
}
