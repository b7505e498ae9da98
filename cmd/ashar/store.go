package main

import (
	"context"
	"errors"
	"fmt"

	"ashar/configs"
	"ashar/store"
	"ashar/survey"
)

// openStore opens the store of a configuration, and makes it if it is not there.
func openStore(ctx context.Context, cfg configs.Config, m Main) (*store.DB, error) {
	return store.Open(ctx, string(cfg.Store), m.Now)
}

// existing opens the store of a command that works on what is there: a mistyped
// name is no empty store.
func (s storeSettings) existing(ctx context.Context, m Main) (*store.DB, configs.Config, error) {
	cfg, err := s.load(m)
	if err != nil {
		return nil, cfg, err
	}
	db, err := openExisting(ctx, string(cfg.Store), m)
	return db, cfg, err
}

func openExisting(ctx context.Context, uri string, m Main) (*store.DB, error) {
	db, err := store.OpenExisting(ctx, uri, m.Now)
	if errors.Is(err, survey.ErrNotFound) {
		return nil, fmt.Errorf("there is no store %s; name another with --store, or begin one with 'ashar serve' or 'ashar campaign open': %w", configs.StoreURI(uri), err)
	}
	return db, err
}

type storeCommand struct {
	Copy storeCopy `cmd:"" help:"Copy everything from one store to another, such as from a laptop to a cluster."`
}

type storeCopy struct {
	From string `arg:"" placeholder:"URI" help:"file:PATH or mongodb://..."`
	To   string `arg:"" placeholder:"URI" help:"file:PATH or mongodb://... What it has already stays."`
}

// Run copies.
func (c storeCopy) Run(ctx context.Context, m Main) error {
	from, err := openExisting(ctx, c.From, m)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := store.Open(ctx, c.To, m.Now)
	if err != nil {
		return err
	}
	defer to.Close()
	p := newProgress(m.Err, "Copying", -1)
	last := 0
	copied, err := store.Copy(ctx, from, to, func(so store.Copied) {
		p.add(so.Documents() - last)
		last = so.Documents()
	})
	if err != nil {
		return err
	}
	p.done("%d documents", copied.Documents())
	_, err = fmt.Fprintf(m.Out, "Copied %d documents; %d were there already.\n"+
		"The instance's secret is not in the store: give the service on the copy the same one, or who has answered in Telegram is not recognised, and codes of apps let no staff in.\n",
		copied.Written, copied.Present)
	return err
}
