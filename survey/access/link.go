package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ashar/survey"
)

// LinkLife is how long a sign-in link can be used unless its maker says otherwise.
const LinkLife = 24 * time.Hour

// RefusalQuiet is for how long further refusals of one link stay out of the audit trail, so that whoever has an old
// link cannot fill it.
const RefusalQuiet = time.Hour

// Link is a sign-in link: whoever shows its token first is signed in, once.
type Link struct {
	ID           string    `bson:"_id" json:"id"` // SHA-256 of the token, hex
	Municipality string    `bson:"municipality" json:"municipality"`
	Account      string    `bson:"account" json:"account"` // Account.ID
	Created      time.Time `bson:"created" json:"created"`
	Expires      time.Time `bson:"expires" json:"expires"`
	Used         time.Time `bson:"used,omitempty" json:"used,omitzero"`       // zero until it is used
	Refused      time.Time `bson:"refused,omitempty" json:"refused,omitzero"` // when the audit trail was last told of a refusal
	Rev          int64     `bson:"rev" json:"rev"`                            // see Links
}

// spent is why the link works no more: "used" or "expired"; "" if it works.
func (l Link) spent(now time.Time) string {
	switch {
	case !l.Used.IsZero():
		return "used"
	case !now.Before(l.Expires):
		return "expired"
	}
	return ""
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

// link returns the unused, unexpired link of a token, and its account. A refusal is told to the audit trail.
func (d *Door) link(ctx context.Context, now time.Time, token string) (Link, Account, error) {
	if len(token) != secretLength {
		return Link{}, Account{}, fmt.Errorf("no token: %w", survey.ErrUnauthorized)
	}
	l, err := d.keeper.Link(ctx, hashSecret(token))
	if err != nil {
		return Link{}, Account{}, unauthorized(err)
	}
	if reason := l.spent(now); reason != "" {
		return Link{}, Account{}, d.refuse(ctx, now, l, reason)
	}
	a, err := d.account(ctx, l.Account)
	if errors.Is(err, survey.ErrForbidden) {
		return Link{}, Account{}, d.refuse(ctx, now, l, "disabled")
	}
	if err != nil {
		return Link{}, Account{}, unauthorized(err)
	}
	return l, a, nil
}

// refuse tells the audit trail that a link was shown which works no more, unless it was told so a while ago, and
// returns an error that is survey.ErrUnauthorized. Who showed it is not known.
func (d *Door) refuse(ctx context.Context, now time.Time, l Link, reason string) error {
	refused := fmt.Errorf("the link does not work: %s: %w", reason, survey.ErrUnauthorized)
	if now.Sub(l.Refused) < RefusalQuiet {
		return refused
	}
	l.Refused = now.UTC()
	err := d.keeper.ReplaceLink(ctx, l)
	if errors.Is(err, survey.ErrConflict) {
		return refused // somebody else tells of it this moment
	}
	if err != nil {
		return err
	}
	err = d.tell(ctx, now, Account{},
		Deed{Municipality: l.Municipality, Action: SignInRefused, Subject: subject(l.Account), After: reason})
	if err != nil {
		return err
	}
	return refused
}
