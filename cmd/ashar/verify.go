package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"ashar/prioritize"
	"ashar/prioritize/evidence"
)

type verifyCommand struct {
	Pack        string `arg:"" type:"existingfile" placeholder:"PACK" help:"Evidence pack, a ZIP file."`
	Fingerprint string `placeholder:"DIGITS" help:"Fingerprint from the minutes or the board, or the whole SHA-256: it must be of this one."`
	JSON        bool   `name:"json" help:"Print what was found as JSON."`
}

// Help tells what the flags' list does not.
func (verifyCommand) Help() string {
	return `Everything that follows from the pack's answers is made again and compared byte
for byte: the tally, the hash that the campaign was frozen under, and every
ranking. Nothing but the file is needed. It ends with 0 where all of it holds,
and with 1 and the place of what does not.

A pack that holds may still be of another result than the one that you know:
compare the fingerprint with that in the minutes or on the board, or have it
compared by --fingerprint.

With --json: "ok"; "place" and "why" of what does not hold; "steps", each with
"place" and "found"; and "manifest".`
}

// Validate wants a whole fingerprint.
func (c verifyCommand) Validate() error {
	if c.Fingerprint != "" && len(c.digits()) < 16 {
		return fmt.Errorf("--fingerprint %q: it has 16 digits", c.Fingerprint)
	}
	return nil
}

// digits are those of the fingerprint that is known.
func (c verifyCommand) digits() string {
	return strings.ToLower(strings.Join(strings.Fields(c.Fingerprint), ""))
}

// verdict is what is printed with --json.
type verdict struct {
	OK       bool              `json:"ok"`
	Place    string            `json:"place,omitempty"`
	Why      string            `json:"why,omitempty"`
	Steps    []evidence.Step   `json:"steps"`
	Manifest evidence.Manifest `json:"manifest"`
}

// Run verifies and prints each step as it is done.
func (c verifyCommand) Run(m Main) error {
	f, err := os.Open(c.Pack)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was read only
	info, err := f.Stat()
	if err != nil {
		return err
	}
	reading, read := newProgress(m.Err, "Reading answers", -1), 0
	watch := evidence.Watch{Rows: func(n int) { reading.add(n - read); read = n }}
	if !c.JSON {
		watch.Checked = func(s evidence.Step) {
			reading.clear()
			fmt.Fprintf(m.Out, "holds  %-22s %s\n", s.Place, s.Found)
		}
	}
	report, err := evidence.Verify(f, info.Size(), codeVersion(), watch)
	reading.clear()
	if err == nil {
		err = c.compare(report.Manifest.Frozen.Hash)
	}
	refusal, refused := errors.AsType[*evidence.Refusal](err)
	if err != nil && !refused {
		return err
	}
	if c.JSON {
		v := verdict{OK: err == nil, Steps: append([]evidence.Step{}, report.Steps...), Manifest: report.Manifest}
		if refused {
			v.Place, v.Why = refusal.Place, refusal.Why
		}
		if err := printJSON(m.Out, v); err != nil {
			return err
		}
	}
	if refused {
		return fmt.Errorf("%s does not hold: %w", c.Pack, err)
	}
	if c.JSON {
		return nil
	}
	x := report.Manifest
	_, err = fmt.Fprintf(m.Out, "\n%s holds: campaign %s of %s, %d answers, frozen %s.\nFingerprint: %s\n", c.Pack, x.Campaign, x.Municipality, x.Answers,
		x.Frozen.At.Format(time.RFC3339), x.Frozen.Fingerprint)
	if err == nil && c.Fingerprint == "" {
		_, err = fmt.Fprintln(m.Out, "Compare it with that in the minutes or on the board: another one is of another result.")
	}
	return err
}

// compare is a Refusal unless the hash begins with the fingerprint that is known.
func (c verifyCommand) compare(hash string) error {
	if strings.HasPrefix(hash, c.digits()) {
		return nil
	}
	return &evidence.Refusal{
		Place: "manifest.json",
		Why:   "its fingerprint is " + prioritize.Fingerprint(hash) + ", and not " + c.Fingerprint + ": it is the evidence of another result",
	}
}
