package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/survey"
)

// TestACampaignIsCountedAsItOpened merges two villages, renames one and takes in the next year's population: a campaign
// that was closed before is ranked to the last digit as it was, its coverage too, and a later one asks in the new villages.
func TestACampaignIsCountedAsItOpened(t *testing.T) {
	p, ctx := newPremises(t), t.Context()
	db, now := p.app.db, time.Now().UTC()
	place, err := db.Municipality(ctx, "kok-jar")
	if err != nil {
		t.Fatal(err)
	}
	campaign, err := db.Campaign(ctx, "ours")
	if err != nil {
		t.Fatal(err)
	}
	p.answered("ours", 200)
	campaign.Status, campaign.Closes = survey.StatusClosed, campaign.Opens.Add(time.Millisecond)
	campaign.Rev++
	if err := db.SaveCampaign(ctx, campaign); err != nil {
		t.Fatal(err)
	}
	before, err := p.app.followers.Snapshot(ctx, "ours", prioritize.Reach)
	if err != nil {
		t.Fatal(err)
	}
	if len(before.Ranking.Villages) != len(place.Villages) || before.Ranking.Weighting.Basis == prioritize.Unweighted {
		t.Fatalf("got %d villages, weighted by %q: there is nothing to see", len(before.Ranking.Villages), before.Ranking.Weighting.Basis)
	}
	later := now.Add(time.Hour)
	for _, err := range []error{
		place.Succeed(later, []string{"archa-bulak", "miste-sai"}, survey.Village{Name: survey.Text{"ky": "Достук"}, Adults: 5100}),
		place.Village("keng-tor").Rename(survey.Text{"ky": "Ынтымак"}, later),
		place.Recount(later, survey.Text{"ky": "эсеп"}, 2027, []survey.People{{Village: "bel-jailoo", Adults: 9000}}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	place.Rev++
	if err := db.SaveMunicipality(ctx, place); err != nil {
		t.Fatal(err)
	}
	after, err := p.app.followers.Snapshot(ctx, "ours", prioritize.Reach)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
	var next []string
	for _, v := range place.Current(later) {
		next = append(next, v.ID)
	}
	if diff := cmp.Diff([]string{"dostuk", "sary-terek", "keng-tor", "bel-jailoo"}, next); diff != "" {
		t.Errorf("the next campaign asks in (-want +got):\n%s", diff)
	}
}
