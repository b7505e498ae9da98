// Command ashar is the whole service in one binary: it serves residents, the
// organisers' desk and the board, shows itself with invented residents, and
// ranks and reports from the terminal.
//
// In go flags, a configuration file and the environment; this room wires the
// others together, starts them and stops them, and holds no rule of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // time zones, also where the system has none

	"github.com/alecthomas/kong"
)

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := Main{
		Args: os.Args[1:], Env: os.Environ(), In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: time.Now,
	}.Run(ctx)
	stop()
	os.Exit(code)
}

// Main is one run of the program with all that it touches outside of itself.
type Main struct {
	Args []string
	Env  []string
	In   io.Reader // what is typed
	Out  io.Writer // results
	Err  io.Writer // progress, logs and complaints
	Now  func() time.Time
}

// commands is the command line.
type commands struct {
	Serve    serveCommand    `cmd:"" help:"Serve residents, the desk and the board."`
	Demo     demoCommand     `cmd:"" help:"Show it all with an invented municipality whose simulated residents answer."`
	Campaign campaignCommand `cmd:"" help:"Set up and list campaigns."`
	Form     formCommand     `cmd:"" help:"Check, show, convert, compare and print questionnaires."`
	Ask      askCommand      `cmd:"" help:"Play a questionnaire in the terminal."`
	Invite   inviteCommand   `cmd:"" help:"Print a one-time link that signs a member of the staff in."`
	Token    tokenCommand    `cmd:"" help:"Make, list and end the tokens by which programs read a municipality's data."`
	Audit    auditCommand    `cmd:"" help:"Print the audit trail of a municipality, and say whether it holds together."`
	Rank     rankCommand     `cmd:"" help:"Rank a campaign, a village, a region, or the answers of a file."`
	Budget   budgetCommand   `cmd:"" help:"Say which projects a budget buys, of a campaign or of an election in a .pb file."`
	Ranksets ranksetsCommand `cmd:"" help:"Say how sure a ranking of estimates or counts in a CSV file is."`
	Weigh    weighCommand    `cmd:"" help:"Weigh the cells of a sample so that they meet what is known of the people."`
	Report   reportCommand   `cmd:"" help:"Write the situation analysis of a campaign for Word, Excel, print and programs."`
	Export   exportCommand   `cmd:"" help:"Write the answers of a campaign as CSV, a row for each."`
	Evidence evidenceCommand `cmd:"" help:"Write the evidence pack of a frozen campaign, by which its result is counted again."`
	Verify   verifyCommand   `cmd:"" help:"Count the result of an evidence pack again, and say whether it holds."`
	Import   importCommand   `cmd:"" help:"Take in the answers that phones have saved as files."`
	Withdraw withdrawCommand `cmd:"" help:"Delete a resident's answers by the code of their receipt."`
	Retain   retainCommand   `cmd:"" help:"Delete the answers of campaigns whose time is over, or say what would be deleted."`
	Store    storeCommand    `cmd:"" help:"Look after the store."`
	Config   configCommand   `cmd:"" help:"Print an example configuration, or check one."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

// Run runs the command that Args name until it is done or ctx ends, and returns
// the exit code: 0, 1 when it failed, 2 when the command line makes no sense.
func (m Main) Run(ctx context.Context) int {
	if m.In == nil {
		m.In = strings.NewReader("")
	}
	var c commands
	parsed := -1 // what --help wants to exit with
	parser, err := kong.New(&c,
		kong.Name("ashar"),
		kong.Description("Residents say what their village needs; their answers become ranked priorities."),
		kong.Writers(m.Out, m.Err),
		kong.Exit(func(code int) { parsed = code }),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(m),
	)
	if err != nil {
		fmt.Fprintf(m.Err, "ashar: %v\n", err)
		return exitFailed
	}
	if len(m.Args) == 0 {
		m.Args = []string{"--help"}
	}
	k, err := parser.Parse(m.Args)
	if parsed >= 0 {
		return parsed
	}
	if err != nil {
		fmt.Fprintf(m.Err, "ashar: %v\nSee: ashar --help\n", err)
		return exitUsage
	}
	if err := k.Run(); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintf(m.Err, "ashar: %v\n", err)
		return exitFailed
	}
	return exitOK
}
