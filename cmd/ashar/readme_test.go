//go:build !race

package main_test

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	main "ashar/cmd/ashar"
)

// readmeCommand is an indented line of the README that runs the program.
var readmeCommand = regexp.MustCompile(`(?m)^    (?:ashar|go run \./cmd/ashar) (.*)$`)

// argument is a word of a command line, or several in quotes.
var argument = regexp.MustCompile(`"[^"]*"|\S+`)

// TestReadmeExamples runs every command of the README, in its order, in an empty
// folder. What would serve until it is told to stop is told so once it serves.
func TestReadmeExamples(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	commands := readmeCommand.FindAllStringSubmatch(string(readme), -1)
	if len(commands) < 8 {
		t.Fatalf("got %d commands in the README, want those of its examples", len(commands))
	}
	t.Chdir(t.TempDir())
	for _, c := range commands {
		line, _, _ := strings.Cut(c[1], "  ") // what follows is a comment
		line, _, _ = strings.Cut(line, " #")
		line, file, redirected := strings.Cut(line, " > ")
		var args []string
		for _, word := range argument.FindAllString(line, -1) {
			args = append(args, strings.Trim(word, `"`))
		}
		switch {
		case args[0] == "store": // the server that it names is not here
			args[len(args)-1] = "file:copy.db"
		case args[0] == "import": // no phone has saved anything here
			if err := os.WriteFile(args[1], []byte(`{"format":"ashar-answers/1","answers":[]}`), 0o600); err != nil {
				t.Fatal(err)
			}
		case args[0] == "demo" && len(args) == 1:
			args = append(args, "--addr", "127.0.0.1:0")
		}
		out := runUntilServing(t, args)
		if redirected {
			if err := os.WriteFile(strings.TrimSpace(file), []byte(out), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// runUntilServing runs a command, and stops it when it is there to stay.
func runUntilServing(t *testing.T, args []string) string {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	var out, errs lockedBuffer
	ended := make(chan int)
	env := []string{"ASHAR_LISTEN=127.0.0.1:0"}
	go func() { ended <- main.Main{Args: args, Env: env, Out: &out, Err: &errs, Now: time.Now}.Run(ctx) }()
	for {
		select {
		case code := <-ended:
			if code != 0 || ctx.Err() == context.DeadlineExceeded {
				t.Fatalf("ashar %s: exit code %d\n%s%s", strings.Join(args, " "), code, out.String(), errs.String())
			}
			return out.String()
		case <-time.After(20 * time.Millisecond):
			if strings.Contains(errs.String(), "msg=serving") || strings.Contains(out.String(), "Ctrl-C") {
				stop()
			}
		}
	}
}
