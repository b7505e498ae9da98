package storetest

import (
	"fmt"
	"testing"

	"ashar/store"
	"ashar/survey"
)

func exampleSubscription(id, campaign string, minute int) survey.Subscription {
	return survey.Subscription{
		ID: id, Rev: 1, Campaign: campaign, Subscriber: "person of " + id, Language: "ky", Address: []byte("sealed " + id),
		Given: moment(minute), Told: moment(minute),
	}
}

func exampleAnnouncement(campaign string, minute int) survey.Announcement {
	c := survey.Campaign{ID: campaign, Title: survey.Text{"ky": "Көк-Жар"}}
	a := survey.NewAnnouncement(&c, survey.HearingCalled, moment(minute))
	a.Time, a.Place = moment(minute+60), survey.Text{"ky": "Клуб"}
	return a
}

func untold(t *testing.T, db *store.DB, a survey.Announcement, limit int) (ids []string) {
	t.Helper()
	for _, s := range collect(t, db.Untold(t.Context(), a, limit)) {
		ids = append(ids, s.ID)
	}
	return ids
}

// subscribing tells one after another, with a restart in between.
func subscribing(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	_, err := db.Subscription(ctx, "a")
	wantError(t, "before anybody subscribed", err, survey.ErrNotFound)
	for i, id := range []string{"c", "a", "b", "late"} {
		must(t, db.SaveSubscription(ctx, exampleSubscription(id, "needs", i)))
	}
	must(t, db.SaveSubscription(ctx, exampleSubscription("other", "other", 0)))
	wantError(t, "twice", db.SaveSubscription(ctx, exampleSubscription("a", "needs", 9)), survey.ErrExists)
	a := exampleAnnouncement("needs", 3) // in the minute in which the last one subscribed
	same(t, "untold", nil, untold(t, db, a, 9), []string{"c", "a", "b"})
	same(t, "the first two", nil, untold(t, db, a, 2), []string{"c", "a"})

	s, err := db.Subscription(ctx, "a")
	same(t, "a", err, s, exampleSubscription("a", "needs", 1))
	s.Rev, s.Told = 2, a.Issued
	must(t, db.SaveSubscription(ctx, s))
	wantError(t, "told twice", db.SaveSubscription(ctx, s), survey.ErrConflict)
	must(t, db.DropSubscription(ctx, "b"))
	wantError(t, "dropped twice", db.DropSubscription(ctx, "b"), survey.ErrNotFound)
	must(t, db.Close())

	db = Open(t, uri)
	same(t, "untold after reopening", nil, untold(t, db, a, 9), []string{"c"})
	of := collect(t, db.SubscriptionsOf(ctx, "person of a"))
	same(t, "those of a", nil, of, []survey.Subscription{s})
	same(t, "those of nobody", nil, collect(t, db.SubscriptionsOf(ctx, "nobody")), nil)
}

// announcing finds what waits, in its order, until it was told.
func announcing(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	first, second := exampleAnnouncement("needs", 1), exampleAnnouncement("needs", 2)
	for _, a := range []survey.Announcement{second, first, exampleAnnouncement("other", 0)} {
		must(t, db.SaveAnnouncement(ctx, a))
	}
	waiting := func() (issued []string) {
		for _, a := range collect(t, db.WaitingAnnouncements(ctx)) {
			issued = append(issued, fmt.Sprint(a.Campaign, " ", a.Issued.Sub(moment(0))))
		}
		return issued
	}
	same(t, "waiting", nil, waiting(), []string{"needs 1m0s", "needs 2m0s", "other 0s"})
	first.Rev, first.State, first.Reached = 2, survey.AnnouncementTold, 100_000
	must(t, db.SaveAnnouncement(ctx, first))
	same(t, "waiting", nil, waiting(), []string{"needs 2m0s", "other 0s"})
	same(t, "all", nil, collect(t, db.Announcements(ctx, "needs")), []survey.Announcement{first, second})
}
