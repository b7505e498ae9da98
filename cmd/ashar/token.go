package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"ashar/survey"
	"ashar/survey/access"
)

type tokenCommand struct {
	New  tokenNewCommand  `cmd:"" help:"Make a token by which a program reads a municipality's data, and print it: once."`
	List tokenListCommand `cmd:"" help:"List the tokens of a municipality."`
	End  tokenEndCommand  `cmd:"" help:"Make a token work no more."`
}

type tokenNewCommand struct {
	storeSettings `embed:""`
	Account       string         `arg:"" help:"Account that answers for the token: an owner or analyst, whose municipality it reads."`
	Name          string         `required:"" help:"What the token is for, such as 'Excel of the working group'."`
	Scope         []access.Scope `required:"" placeholder:"SCOPE,..." help:"What it reads: places, coverage, rankings, answers; and words (with answers, from an owner)."`
	Days          int            `default:"90" help:"For how many days it works, at most 365 (${default})."`
}

// Run prints the token's secret and nothing else, so that it can be piped to where it is kept; of what it is, it tells
// beside.
func (c tokenNewCommand) Run(ctx context.Context, m Main) error {
	db, cfg, err := c.existing(ctx, m)
	if err != nil {
		return err
	}
	defer db.Close()
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return err
	}
	of, err := db.Account(ctx, c.Account)
	if errors.Is(err, survey.ErrNotFound) {
		return fmt.Errorf("there is no account %s; 'ashar invite' makes it: %w", c.Account, err)
	}
	if err != nil {
		return err
	}
	days := min(c.Days, 2*int(access.MaxTokenLife/day)) // what is too long stays so
	token, secret, err := access.NewTokens(db, rand.Reader).Make(ctx, m.Now(), access.Terminal(), of, access.Order{
		Name: c.Name, Scopes: c.Scope, Life: time.Duration(days) * day,
	})
	if errors.Is(err, survey.ErrForbidden) {
		return fmt.Errorf("%s, %s, may not give that: owners give everything, analysts everything but words: %w", of.ID, of.Role, err)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(m.Err, "Token %s reads %s of %s until %s. It is not shown again.\n",
		token.ID, listScopes(token.Scopes), token.Municipality, token.Expires.In(zone).Format(time.DateOnly))
	_, err = fmt.Fprintln(m.Out, secret)
	return err
}

const day = 24 * time.Hour

type tokenListCommand struct {
	storeSettings `embed:""`
	Municipality  string `arg:"" help:"Identifier of the municipality."`
}

// Run prints the tokens, those that work first.
func (c tokenListCommand) Run(ctx context.Context, m Main) error {
	db, cfg, err := c.existing(ctx, m)
	if err != nil {
		return err
	}
	defer db.Close()
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return err
	}
	if _, err := db.Municipality(ctx, c.Municipality); err != nil {
		return fmt.Errorf("there is no municipality %s; 'ashar campaign list' names those there are: %w", c.Municipality, err)
	}
	all, err := access.NewTokens(db, rand.Reader).List(ctx, m.Now(), access.Terminal(), c.Municipality)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(m.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "TOKEN\tSTATE\tOF\tUNTIL\tUSED\tREADS\tNAME")
	for _, k := range all {
		t, used, reads := k.Token, "never", k.Token.Scopes
		if !t.Used.IsZero() {
			used = t.Used.In(zone).Format("2006-01-02 15:04")
		}
		if k.State == access.TokenWorks {
			reads = k.Held
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", t.ID, k.State, t.Account, t.Expires.In(zone).Format(time.DateOnly), used, listScopes(reads), t.Name)
	}
	return w.Flush()
}

type tokenEndCommand struct {
	storeSettings `embed:""`
	Token         string `arg:"" help:"The token, as 'ashar token list' calls it."`
}

// Run ends the token. Ending it twice is no mistake.
func (c tokenEndCommand) Run(ctx context.Context, m Main) error {
	db, _, err := c.existing(ctx, m)
	if err != nil {
		return err
	}
	defer db.Close()
	err = access.NewTokens(db, rand.Reader).End(ctx, m.Now(), access.Terminal(), c.Token)
	if errors.Is(err, survey.ErrNotFound) {
		return fmt.Errorf("there is no token %s; 'ashar token list MUNICIPALITY' names those there are: %w", c.Token, err)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Out, "Token %s works no more.\n", c.Token)
	return err
}

// listScopes names scopes as --scope takes them.
func listScopes(scopes []access.Scope) string {
	names := make([]string, len(scopes))
	for i, s := range scopes {
		names[i] = string(s)
	}
	return strings.Join(names, ",")
}
