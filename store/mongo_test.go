package store_test

import (
	"errors"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/store/storetest"
	"ashar/survey"
)

// When the server's answer is lost, the store does not know whether its write
// arrived. Done again it finds its own document, and must not take that for
// somebody else's.
func TestMongoDBAnswerLost(t *testing.T) {
	uri := storetest.FerretDB(t)(t)
	server, err := url.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	relay := storetest.NewRelay(t, server.Host)
	db := storetest.Open(t, relay.URI(uri))
	direct := storetest.Open(t, uri)

	ours := survey.Campaign{ID: "ours", Rev: 1, Municipality: "kok-jar", Title: survey.Text{"ky": "Биздики"}}
	relay.LoseAnswer("insert")
	if err := db.SaveCampaign(t.Context(), ours); err != nil {
		t.Errorf("insert: got error %v, want none", err)
	}
	ours.Rev, ours.Status = 2, survey.StatusOpen
	relay.LoseAnswer("update")
	if err := db.SaveCampaign(t.Context(), ours); err != nil {
		t.Errorf("replace: got error %v, want none", err)
	}
	got, err := direct.Campaign(t.Context(), "ours")
	if diff := cmp.Diff(ours, got); err != nil || diff != "" {
		t.Errorf("kept: %v (-want +got):\n%s", err, diff)
	}

	theirs := survey.Campaign{ID: "theirs", Rev: 1, Municipality: "kok-jar", Title: survey.Text{"ky": "Алардыкы"}}
	if err := direct.SaveCampaign(t.Context(), theirs); err != nil {
		t.Fatal(err)
	}
	other := theirs
	other.Title = survey.Text{"ky": "Башка"}
	relay.LoseAnswer("insert")
	if err := db.SaveCampaign(t.Context(), other); !errors.Is(err, survey.ErrExists) {
		t.Errorf("insert of what another has inserted: got error %v, want %v", err, survey.ErrExists)
	}
	theirs.Rev = 2
	if err := direct.SaveCampaign(t.Context(), theirs); err != nil {
		t.Fatal(err)
	}
	other.Rev = 2
	relay.LoseAnswer("update")
	if err := db.SaveCampaign(t.Context(), other); !errors.Is(err, survey.ErrConflict) {
		t.Errorf("replace of what another has replaced: got error %v, want %v", err, survey.ErrConflict)
	}
}
