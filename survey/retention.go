package survey

import (
	"fmt"
	"time"
)

// Holdings counts what is kept of the people who answered a campaign.
type Holdings struct {
	Responses     int `json:"responses" bson:"responses"`
	Interviews    int `json:"interviews" bson:"interviews"` // those that were never sent among them
	Files         int `json:"files" bson:"files"`           // photos and recordings
	Tickets       int `json:"tickets" bson:"tickets"`       // codes and slips that still lead to an interview
	Papers        int `json:"papers" bson:"papers"`         // printed forms that still lead to a response
	Tables        int `json:"tables" bson:"tables"`         // of papers, as they were brought in
	Codings       int `json:"codings" bson:"codings"`       // what second coders said, and steps of coding
	Subscriptions int `json:"subscriptions" bson:"subscriptions"`
}

// Plus adds up.
func (h Holdings) Plus(o Holdings) Holdings {
	return Holdings{
		Responses: h.Responses + o.Responses, Interviews: h.Interviews + o.Interviews, Files: h.Files + o.Files,
		Tickets: h.Tickets + o.Tickets, Papers: h.Papers + o.Papers, Tables: h.Tables + o.Tables, Codings: h.Codings + o.Codings,
		Subscriptions: h.Subscriptions + o.Subscriptions,
	}
}

// String lists them, as the audit trail tells them.
func (h Holdings) String() string {
	return fmt.Sprintf("responses %d, interviews %d, files %d, tickets %d, papers %d, tables %d, codings %d, subscriptions %d",
		h.Responses, h.Interviews, h.Files, h.Tickets, h.Papers, h.Tables, h.Codings, h.Subscriptions)
}

// Total is how many there are of all kinds together.
func (h Holdings) Total() int {
	return h.Responses + h.Interviews + h.Files + h.Tickets + h.Papers + h.Tables + h.Codings + h.Subscriptions
}

// Retention is how far the deletion of a campaign's answers has come, once the time for which they are kept is over.
type Retention struct {
	Campaign     string    `bson:"_id"`
	Rev          int64     `bson:"rev"`
	Municipality string    `bson:"municipality"`
	Holder       string    `bson:"holder"` // the run that is at it, or was last
	Began        time.Time `bson:"began"`  // the first time
	Heard        time.Time `bson:"heard"`  // when the run last said that it was at it
	Ended        time.Time `bson:"ended,omitempty"`
	Gone         Holdings  `bson:"gone"` // what was deleted until then, by all runs
}

// Silence is how long nothing is heard of a run that has ended before its end: then another goes on with it.
const Silence = 2 * time.Minute

// Held reports whether another run than this is at it now.
func (r *Retention) Held(by string, now time.Time) bool {
	return r.Ended.IsZero() && r.Holder != by && now.Before(r.Heard.Add(Silence))
}

// Due reports whether the campaign's answers are to be deleted: the last day on which they are kept has passed, by the
// clock of the place that now is told in, and they were not deleted before.
func (c *Campaign) Due(now time.Time) bool {
	return c.Status != StatusDraft && !c.Keep.IsZero() && c.Cleared.IsZero() && !now.Before(c.Until(now.Location()))
}

// Until is the moment up to which the campaign's answers are kept, in the zone; the zero time where that is not decided.
func (c *Campaign) Until(zone *time.Location) time.Time {
	if c.Keep.IsZero() {
		return time.Time{}
	}
	year, month, day := c.Keep.UTC().Date()
	return time.Date(year, month, day+1, 0, 0, 0, 0, zone)
}
