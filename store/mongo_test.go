package store_test

import (
	"errors"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"

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

// While a replica set elects a primary, or cannot reach a majority of its servers,
// the store is unavailable, and then it goes on.
func TestMongoDBFailover(t *testing.T) {
	uri := storetest.FerretDB(t)(t)
	server, err := url.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	relay := storetest.NewRelay(t, server.Host)
	db := storetest.Open(t, relay.URI(uri))
	steppedDown := bson.D{{Key: "ok", Value: 0.0}, {Key: "code", Value: 10107}, {Key: "codeName", Value: "NotWritablePrimary"}, {Key: "errmsg", Value: "not primary"}}
	noMajority := bson.D{{Key: "ok", Value: 1.0}, {Key: "n", Value: 1}, {Key: "writeConcernError", Value: bson.D{
		{Key: "code", Value: 64}, {Key: "codeName", Value: "WriteConcernTimeout"}, {Key: "errmsg", Value: "waiting for replication timed out"},
	}}}

	c := survey.Campaign{ID: "needs", Rev: 1, Municipality: "kok-jar"}
	for _, answer := range []bson.D{steppedDown, noMajority} {
		relay.Answer("insert", answer)
		if err := db.SaveCampaign(t.Context(), c); !errors.Is(err, survey.ErrUnavailable) {
			t.Errorf("insert, answered %v: got error %v, want %v", answer, err, survey.ErrUnavailable)
		}
	}
	if err := db.SaveCampaign(t.Context(), c); err != nil {
		t.Errorf("insert afterwards: %v", err)
	}
	relay.Answer("find", steppedDown)
	for range 2 { // a read may be tried again by the driver
		_, err = db.Campaign(t.Context(), "needs")
		if err != nil && !errors.Is(err, survey.ErrUnavailable) {
			t.Errorf("find: got error %v, want %v or none", err, survey.ErrUnavailable)
		}
	}
	if err != nil {
		t.Errorf("find afterwards: %v", err)
	}
}
