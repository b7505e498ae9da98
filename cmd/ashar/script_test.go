package main_test

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	main "ashar/cmd/ashar"
	"ashar/store"
)

// TestMain lets scripts run the program as a process of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ashar": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		os.Exit(main.Main{Args: os.Args[1:], Env: os.Environ(), In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: time.Now}.Run(ctx))
	}})
}

// TestDemonstration runs the demonstration as people do: residents answer at once through every door, which is what
// the race detector has to watch in the commands that TestScripts runs without it.
func TestDemonstration(t *testing.T) { runScripts(t, "testdata/demo") }

// runScripts runs the program by the scripts of a folder. With ASHAR_UPDATE_SCRIPTS=1 what they compare with is
// rewritten.
func runScripts(t *testing.T, dir string) {
	t.Helper()
	testscript.Run(t, testscript.Params{
		Dir: dir, RequireExplicitExec: true, UpdateScripts: os.Getenv("ASHAR_UPDATE_SCRIPTS") != "",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"keep-until": keepUntil},
	})
}

// keepUntil has the answers of a campaign kept until a day, which may have passed: keep-until FILE CAMPAIGN 2020-03-01.
func keepUntil(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	db, err := store.OpenExisting(ctx, "file:"+ts.MkAbs(args[0]), time.Now)
	ts.Check(err)
	defer db.Close()
	c, err := db.Campaign(ctx, args[1])
	ts.Check(err)
	c.Keep, err = time.Parse(time.DateOnly, args[2])
	ts.Check(err)
	c.Rev++
	ts.Check(db.SaveCampaign(ctx, c))
}
