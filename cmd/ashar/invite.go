package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"ashar/survey"
	"ashar/survey/access"
)

type inviteCommand struct {
	storeSettings `embed:""`
	Municipality  string `arg:"" help:"Identifier of the municipality; '*' for an administrator of the instance."`
	ID            string `arg:"" help:"Identifier of the account, made if it is not there: a-z, digits and hyphens."`
	Name          string `help:"What colleagues call them (the identifier)."`
	Role          string `placeholder:"ROLE" help:"What they may do: owner, organiser, enumerator, analyst or observer (organiser)."`
	WithoutCode   bool   `help:"Ask for no code of an app any more, such as when the phone is lost."`
	PublicURL     string `placeholder:"URL" help:"How the instance is reached from outside."`
}

// Run prints the link. A name or role that is not given stays what it is. A disabled account is enabled.
func (c inviteCommand) Run(ctx context.Context, m Main) error {
	cfg, err := c.loadWith(m, c.PublicURL)
	if err != nil {
		return err
	}
	db, err := openExisting(ctx, string(cfg.Store), m)
	if err != nil {
		return err
	}
	defer db.Close()
	otherwise := access.Administrator
	if c.Municipality != access.Instance {
		otherwise = access.Organiser
		_, err := db.Municipality(ctx, c.Municipality)
		if errors.Is(err, survey.ErrNotFound) {
			return fmt.Errorf("there is no municipality %s: an administrator (ashar invite '*' ID) adds it on the page /places, or 'ashar campaign open' does: %w", c.Municipality, err)
		}
		if err != nil {
			return err
		}
	}
	kept, err := db.Account(ctx, c.ID)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return err
	}
	role := cmp.Or(access.Role(c.Role), kept.Role, otherwise)
	account, err := access.NewAccount(m.Now(), c.Municipality, c.ID, cmp.Or(c.Name, kept.Name, c.ID), role)
	if err != nil {
		return err
	}
	path, err := invite(ctx, db, rand.Reader, account, m.Now())
	if err != nil {
		return err
	}
	if c.WithoutCode {
		if err := access.NewStaff(access.NewDoor(db, rand.Reader)).DropCode(ctx, m.Now(), access.Terminal(), account.ID); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(m.Out, cfg.PublicURL+path)
	return err
}
