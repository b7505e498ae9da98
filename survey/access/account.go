package access

import (
	"context"
	"fmt"
	"iter"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"ashar/survey"
)

// Instance is the municipality of accounts that belong to none: the administrators of the instance.
const Instance = "*"

// MaxName bounds the runes of an account's name.
const MaxName = 80

// validID is what an account's identifier looks like.
var validID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// Account is one member of the staff.
type Account struct {
	ID           string    `bson:"_id" json:"id"` // unique in the instance; see NewAccount
	Municipality string    `bson:"municipality" json:"municipality"`
	Name         string    `bson:"name" json:"name"` // what colleagues call them; shown on pages and in the audit trail
	Role         Role      `bson:"role" json:"role"`
	Language     string    `bson:"language,omitempty" json:"language,omitempty"` // of their pages; "": as the browser asks
	Created      time.Time `bson:"created" json:"created"`
	Disabled     bool      `bson:"disabled,omitempty" json:"disabled,omitempty"` // may not sign in any more; never deleted
	Rev          int64     `bson:"rev" json:"rev"`                               // see Accounts
}

// Accounts is where accounts are kept.
type Accounts interface {
	// Account returns the account, or an error that is survey.ErrNotFound.
	Account(ctx context.Context, id string) (Account, error)
	// Accounts streams a municipality's accounts by their ids. After an error it ends.
	Accounts(ctx context.Context, municipality string) iter.Seq2[Account, error]
	// AddAccount stores a new account, or fails with survey.ErrExists.
	AddAccount(ctx context.Context, a Account) error
	// ReplaceAccount stores a with revision a.Rev+1 if the revision now stored is a.Rev, and else fails with
	// survey.ErrConflict.
	ReplaceAccount(ctx context.Context, a Account) error
}

// TerminalID is who does what is done by commands on the server, in audit trails. Nobody's account is called so.
const TerminalID = "terminal"

// ServiceID is who does what the service does by itself, such as deleting answers whose time is over, in audit trails.
// Nobody's account is called so.
const ServiceID = "service"

// Service is the service itself, and may what an administrator may.
func Service() Account { return Account{ID: ServiceID, Municipality: Instance, Role: Administrator} }

// Terminal is whoever works with the commands on the server, and may what an administrator may.
func Terminal() Account { return Account{ID: TerminalID, Municipality: Instance, Role: Administrator} }

// NewAccount makes an account. The identifier is lower-case Latin letters, digits and hyphens, at most 40, chosen by
// who invites; an administrator's municipality is Instance, and nobody else's is. What does not hold is refused with
// survey.ErrInvalid.
func NewAccount(now time.Time, municipality, id, name string, role Role) (Account, error) {
	name = strings.TrimSpace(name)
	var reason string
	switch {
	case !validID.MatchString(id):
		reason = "the identifier wants 1 to 40 letters a-z, digits and hyphens"
	case id == TerminalID:
		reason = "the identifier is that of whoever works in the terminal"
	case id == ServiceID:
		reason = "the identifier is that of the service itself"
	case municipality == "":
		reason = "no municipality"
	case !role.Valid():
		reason = fmt.Sprintf("no such role %q", role)
	case (role == Administrator) != (municipality == Instance):
		reason = "administrators, and only they, belong to the instance"
	case name == "" || utf8.RuneCountInString(name) > MaxName:
		reason = fmt.Sprintf("the name wants 1 to %d letters", MaxName)
	}
	if reason != "" {
		return Account{}, fmt.Errorf("access: account %q: %s: %w", id, reason, survey.ErrInvalid)
	}
	return Account{ID: id, Municipality: municipality, Name: name, Role: role, Created: now.UTC()}, nil
}

// May reports whether the account may do a in the given municipality: its role must allow it, and the municipality
// must be its own. An administrator's reach is every municipality, a disabled account's is none.
func (a Account) May(action Action, municipality string) bool {
	if a.Disabled || !a.Role.May(action) {
		return false
	}
	return a.Municipality == municipality || a.Municipality == Instance
}
