package main

import (
	"context"
	"fmt"

	"ashar/configs"
	"ashar/store"
)

// openStore opens the store of a configuration.
func openStore(ctx context.Context, cfg configs.Config, m Main) (*store.DB, error) {
	return store.Open(ctx, string(cfg.Store), m.Now)
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
	from, err := store.Open(ctx, c.From, m.Now)
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
	err = store.Copy(ctx, from, to, func(n int) {
		p.add(n - last)
		last = n
	})
	if err != nil {
		return err
	}
	p.done("%d documents", last)
	_, err = fmt.Fprintf(m.Out, "Copied %d documents.\n", last)
	return err
}
