package main

import (
	"fmt"
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how long work comes on: a bar on a terminal, and elsewhere one
// line at the end.
type progress struct {
	out   io.Writer
	what  string
	total int
	bar   *progressbar.ProgressBar
}

// newProgress begins to show work of total parts; -1 when nobody knows how many.
func newProgress(out io.Writer, what string, total int) *progress {
	p := &progress{out: out, what: what, total: total}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(out),
			progressbar.OptionSetDescription(what), progressbar.OptionShowCount(),
			progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish())
	}
	return p
}

// add notes that n more parts are done. It is safe for concurrent use.
func (p *progress) add(n int) {
	if p.bar != nil {
		_ = p.bar.Add(n) // a bar that cannot be drawn is no reason to stop working
	}
}

// clear takes the bar off the terminal, until more is done.
func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

// done ends the bar and leaves a line that stays.
func (p *progress) done(format string, args ...any) {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
	fmt.Fprintf(p.out, p.what+": "+format+"\n", args...)
}
