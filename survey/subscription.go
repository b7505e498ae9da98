package survey

import "time"

// Subscription is somebody's wish to be told in a messenger when the results of a
// campaign are published and when its hearing is held. It is kept apart from answers, and
// nothing in it leads to any: its pseudonyms are of kinds that no interview has.
type Subscription struct {
	ID         string `bson:"_id"` // a pseudonym of the person in the campaign
	Rev        int64  `bson:"rev"`
	Campaign   string `bson:"campaign"`
	Subscriber string `bson:"subscriber"` // a pseudonym of the person, by whom all theirs are found
	Language   string `bson:"language"`
	Address    []byte `bson:"address"` // where to tell it, sealed by the messenger's side
	// Given is when the person agreed to be told.
	Given time.Time `bson:"given"`
	// Told is when the last announcement that was told was issued; at first, Given.
	Told time.Time `bson:"told"`
}

// AnnouncementKind is what subscribers are told.
type AnnouncementKind string

// The kinds of Announcement.
const (
	ResultsPublished AnnouncementKind = "results" // of the campaign
	HearingCalled    AnnouncementKind = "hearing" // for a time and a place
)

// AnnouncementState is how far the telling has come.
type AnnouncementState string

// The states of an Announcement.
const (
	AnnouncementWaits  AnnouncementState = "waiting" // not everybody was told yet
	AnnouncementTold   AnnouncementState = "told"    // everybody was
	AnnouncementLapsed AnnouncementState = "lapsed"  // the hearing began, or another was called, before everybody was told
)

// Announcement is told to everybody who subscribed to its campaign before it was issued.
type Announcement struct {
	ID       string            `bson:"_id"`
	Rev      int64             `bson:"rev"`
	Campaign string            `bson:"campaign"`
	Title    Text              `bson:"title"` // of the campaign
	Kind     AnnouncementKind  `bson:"kind"`
	State    AnnouncementState `bson:"state"`
	Issued   time.Time         `bson:"issued"`
	// When and where the hearing is held.
	Time  time.Time `bson:"time,omitempty"`
	Place Text      `bson:"place,omitempty"`
	// Reached is how many people were told.
	Reached int `bson:"reached"`
}

// NewAnnouncement is one about the campaign that waits to be told. Days and seconds are
// as every engine keeps them.
func NewAnnouncement(c *Campaign, kind AnnouncementKind, now time.Time) Announcement {
	now = stamp(now)
	return Announcement{
		ID: c.ID + " " + now.Format("2006-01-02T15:04:05.000Z") + " " + string(kind), Rev: 1,
		Campaign: c.ID, Title: c.Title, Kind: kind, State: AnnouncementWaits, Issued: now,
	}
}

// Lapsed reports whether it is too late to tell it.
func (a *Announcement) Lapsed(now time.Time) bool {
	return a.Kind == HearingCalled && !now.Before(a.Time)
}
