package store

import (
	"context"
	"iter"

	"ashar/survey"
)

// SaveSubscription keeps the subscription durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveSubscription(ctx context.Context, s survey.Subscription) error {
	return db.save(ctx, subscriptions, s, s.Rev)
}

// Subscription returns the subscription, or a survey.ErrNotFound.
func (db *DB) Subscription(ctx context.Context, id string) (survey.Subscription, error) {
	return get[survey.Subscription](ctx, db, subscriptions, id)
}

// SubscriptionsOf streams a person's subscriptions by their ids. After an error it ends.
func (db *DB) SubscriptionsOf(ctx context.Context, subscriber string) iter.Seq2[survey.Subscription, error] {
	return scan[survey.Subscription](ctx, db, subscriptions, query{index: bySubscriber, equal: []any{subscriber}})
}

// DropSubscription removes the subscription durably; it is a survey.ErrNotFound if there
// is none.
func (db *DB) DropSubscription(ctx context.Context, id string) error {
	return about(subscriptions, id, db.engine.delete(ctx, subscriptions, id))
}

// Untold streams at most so many of those who subscribed to the announcement's campaign
// before it was issued and were not told of it, the one who was told something longest
// ago first. After an error it ends.
func (db *DB) Untold(ctx context.Context, a survey.Announcement, limit int) iter.Seq2[survey.Subscription, error] {
	return func(yield func(survey.Subscription, error) bool) {
		q := query{index: byCampaignTold, equal: []any{a.Campaign}, limit: limit}
		for s, err := range scan[survey.Subscription](ctx, db, subscriptions, q) {
			if err == nil && !s.Told.Before(a.Issued) || !yield(s, err) {
				return
			}
		}
	}
}

// SaveAnnouncement keeps the announcement durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveAnnouncement(ctx context.Context, a survey.Announcement) error {
	return db.save(ctx, announcements, a, a.Rev)
}

// WaitingAnnouncements streams those that not everybody was told yet, those of one
// campaign in the order in which they were issued. After an error it ends.
func (db *DB) WaitingAnnouncements(ctx context.Context) iter.Seq2[survey.Announcement, error] {
	return scan[survey.Announcement](ctx, db, announcements, query{index: byState, equal: []any{string(survey.AnnouncementWaits)}})
}

// Announcements streams those of a campaign in the order in which they were issued.
// After an error it ends.
func (db *DB) Announcements(ctx context.Context, campaign string) iter.Seq2[survey.Announcement, error] {
	return scan[survey.Announcement](ctx, db, announcements, query{index: byCampaign, equal: []any{campaign}})
}
