package access

import (
	"context"
	"iter"
	"time"
)

// How long a session lasts.
const (
	SessionLife = 30 * 24 * time.Hour // at most, from sign-in
	SessionIdle = 7 * 24 * time.Hour  // without a visit
	// SessionTouch is how stale Session.Seen may grow before a visit writes it anew: reading a page rarely writes.
	SessionTouch = 10 * time.Minute
)

// Session is a browser that is signed in.
type Session struct {
	ID           string    `bson:"_id" json:"id"` // SHA-256 of the token, hex
	Municipality string    `bson:"municipality" json:"municipality"`
	Account      string    `bson:"account" json:"account"` // Account.ID
	Created      time.Time `bson:"created" json:"created"`
	Expires      time.Time `bson:"expires" json:"expires"`
	Seen         time.Time `bson:"seen" json:"seen"`                         // last visit, to within SessionTouch
	Ended        time.Time `bson:"ended,omitempty" json:"ended,omitzero"`    // zero until it is signed out
	Device       string    `bson:"device,omitempty" json:"device,omitempty"` // see Visitor
	Link         bool      `bson:"link,omitempty" json:"link,omitempty"`     // it began with a sign-in link
	Rev          int64     `bson:"rev" json:"rev"`                           // see Sessions
}

// Sessions is where sessions are kept.
type Sessions interface {
	// AddSession stores a new session, or fails with survey.ErrExists.
	AddSession(ctx context.Context, s Session) error
	// Session returns the session, or an error that is survey.ErrNotFound.
	Session(ctx context.Context, id string) (Session, error)
	// SessionsOf streams an account's sessions, those that have ended too. After an error it ends.
	SessionsOf(ctx context.Context, account string) iter.Seq2[Session, error]
	// ReplaceSession stores s with revision s.Rev+1 if the revision now stored is s.Rev, and else fails with
	// survey.ErrConflict.
	ReplaceSession(ctx context.Context, s Session) error
}

// Live reports whether the session holds at now: not signed out, not expired, visited recently.
func (s Session) Live(now time.Time) bool {
	return s.Ended.IsZero() && now.Before(s.Expires) && now.Before(s.Seen.Add(SessionIdle))
}
