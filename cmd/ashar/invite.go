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
	Municipality  string `arg:"" help:"Identifier of the municipality."`
	ID            string `arg:"" help:"Identifier of the account, made if it is not there: a-z, digits and hyphens."`
	Name          string `help:"What colleagues call them (the identifier)."`
	Role          string `placeholder:"ROLE" help:"What they may do: owner, organiser, enumerator, analyst or observer (organiser)."`
	PublicURL     string `placeholder:"URL" help:"How the instance is reached from outside."`
}

// Run prints the link. A name or role that is not given stays what it is.
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
	if _, err := db.Municipality(ctx, c.Municipality); err != nil {
		return err
	}
	kept, err := db.Account(ctx, c.ID)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return err
	}
	role := cmp.Or(access.Role(c.Role), kept.Role, access.Organiser)
	account, err := access.NewAccount(m.Now(), c.Municipality, c.ID, cmp.Or(c.Name, kept.Name, c.ID), role)
	if err != nil {
		return err
	}
	path, err := invite(ctx, db, rand.Reader, account, m.Now())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(m.Out, cfg.PublicURL+path)
	return err
}
