package access

import (
	"context"
	"time"
)

// LinkLife is how long a sign-in link can be used unless its maker says otherwise.
const LinkLife = 24 * time.Hour

// Link is a sign-in link: whoever shows its token first is signed in, once.
type Link struct {
	ID           string    `bson:"_id" json:"id"` // SHA-256 of the token, hex
	Municipality string    `bson:"municipality" json:"municipality"`
	Account      string    `bson:"account" json:"account"` // Account.ID
	Created      time.Time `bson:"created" json:"created"`
	Expires      time.Time `bson:"expires" json:"expires"`
	Used         time.Time `bson:"used,omitempty" json:"used,omitzero"` // zero until it is used
	Rev          int64     `bson:"rev" json:"rev"`                      // see Links
}

// Links is where sign-in links are kept.
type Links interface {
	// AddLink stores a new link, or fails with survey.ErrExists.
	AddLink(ctx context.Context, l Link) error
	// Link returns the link, or an error that is survey.ErrNotFound.
	Link(ctx context.Context, id string) (Link, error)
	// ReplaceLink stores l with revision l.Rev+1 if the revision now stored is l.Rev, and else fails with
	// survey.ErrConflict. That is what makes a link work once.
	ReplaceLink(ctx context.Context, l Link) error
}
