package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"runtime/debug"
	"slices"
	"strings"

	"ashar/bot/telegram"
)

// gcPercent lets the heap grow to five times what lives in it, which is little:
// collecting less often is worth a tenth more answers per second.
const gcPercent = 400

type serveCommand struct {
	settings `embed:""`
}

// Help tells what the flags' list does not.
func (serveCommand) Help() string {
	return `Each setting is taken from the command line, else from the environment
(ASHAR_LISTEN, ASHAR_STORE, ASHAR_TELEGRAM_TOKEN, ...), else from the file, else
it has its default. Passwords are never flags: put them into the environment or
into a file that ASHAR_SECRET_FILE, ASHAR_TELEGRAM_TOKEN_FILE,
ASHAR_TELEGRAM_WEBHOOK_SECRET_FILE or ASHAR_STORE_FILE names. Without a Telegram
token there is no bot.

Begin with: ashar invite '*' ACCOUNT, who adds municipalities on the page
/places; or ashar campaign open FILE, and ashar invite MUNICIPALITY ACCOUNT.`
}

// Run serves until the process is told to stop.
func (c serveCommand) Run(ctx context.Context, m Main) error {
	cfg, err := c.load(m)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(m.Env, func(v string) bool { return strings.HasPrefix(v, "GOGC=") }) {
		debug.SetGCPercent(gcPercent)
	}
	log := logger(m, cfg.Log)
	a, err := newApp(ctx, cfg, log, m.Now, rates{telegram.PerSecond, telegram.PerChat})
	if err != nil {
		return err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", cfg.Listen)
	if err != nil {
		return errors.Join(err, a.close())
	}
	log.Info("serving", slog.Any("config", cfg))
	err = errors.Join(a.serve(ctx, l), a.close())
	log.Info("stopped")
	return err
}
