package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ashar/survey"
)

// Credential is what an account shows to be let in without a link. It is kept apart from the account, so that no page
// and no list of accounts has it. An account that has set nothing has none.
type Credential struct {
	ID           string    `bson:"_id" json:"id"` // Account.ID
	Municipality string    `bson:"municipality" json:"municipality"`
	Password     string    `bson:"password,omitempty" json:"password,omitempty"`        // argon2id, as a PHC string; "" until it is set
	Set          time.Time `bson:"set,omitempty" json:"set,omitzero"`                   // when the password was set
	Code         []byte    `bson:"code,omitempty" json:"code,omitempty"`                // the secret of the app's codes, sealed; nil while they are off
	Offered      []byte    `bson:"offered,omitempty" json:"offered,omitempty"`          // a secret that waits for its first code, sealed
	Step         int64     `bson:"step,omitempty" json:"step,omitempty"`                // the half-minute of the last code used: none is used twice
	Recovery     []string  `bson:"recovery,omitempty" json:"recovery,omitempty"`        // SHA-256 of the recovery codes left, hex
	Refused      time.Time `bson:"refused,omitempty" json:"refused,omitzero"`           // when the audit trail was last told of a wrong password
	RefusedCode  time.Time `bson:"refused_code,omitempty" json:"refused_code,omitzero"` // and of a wrong code
	Rev          int64     `bson:"rev" json:"rev"`                                      // see Credentials
}

// HasPassword reports whether a password was set.
func (c Credential) HasPassword() bool { return c.Password != "" }

// WantsCode reports whether a code is asked for beside the password or link.
func (c Credential) WantsCode() bool { return c.Code != nil }

// Credentials is where credentials are kept.
type Credentials interface {
	// Credential returns the account's credential, or an error that is survey.ErrNotFound.
	Credential(ctx context.Context, account string) (Credential, error)
	// AddCredential stores a new credential, or fails with survey.ErrExists.
	AddCredential(ctx context.Context, c Credential) error
	// ReplaceCredential stores c with revision c.Rev+1 if the revision now stored is c.Rev, and else fails with
	// survey.ErrConflict.
	ReplaceCredential(ctx context.Context, c Credential) error
}

// credential returns the account's credential; the zero one, with its ID, if it has none.
func (d *Door) credential(ctx context.Context, account string) (Credential, error) {
	c, err := d.keeper.Credential(ctx, account)
	if errors.Is(err, survey.ErrNotFound) {
		return Credential{ID: account}, nil
	}
	return c, err
}

// alter changes an account's credential by compare-and-set, and makes it if there is none. change is called anew where
// somebody else was faster; its error ends it.
func (d *Door) alter(ctx context.Context, a Account, change func(*Credential) error) error {
	for {
		c, err := d.keeper.Credential(ctx, a.ID)
		isNew := errors.Is(err, survey.ErrNotFound)
		if isNew {
			c, err = Credential{ID: a.ID, Municipality: a.Municipality}, nil
		}
		if err == nil {
			err = change(&c)
		}
		if err != nil {
			return err
		}
		if isNew {
			err = d.keeper.AddCredential(ctx, c)
		} else {
			err = d.keeper.ReplaceCredential(ctx, c)
		}
		if errors.Is(err, survey.ErrExists) || errors.Is(err, survey.ErrConflict) {
			continue
		}
		if err != nil {
			return fmt.Errorf("access: credential: %w", err)
		}
		return nil
	}
}
