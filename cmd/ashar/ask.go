package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/terminal"
)

type askCommand struct {
	formWords
	Form   string `arg:"" help:"Built-in questionnaire, XLSForm workbook (.xlsx) or JSON file."`
	Save   string `type:"path" placeholder:"FILE" help:"Keep what was asked and typed as a transcript."`
	Replay string `type:"existingfile" placeholder:"FILE" help:"Type the lines of a transcript again; fail if it comes out another way."`
	Day    string `placeholder:"2006-01-02" help:"Day on which it is played, for questions that speak of today (today)."`
	ID     string `name:"id" default:"terminal" help:"What the order of shuffled choices follows from (${default})."`
}

// Run plays the questionnaire.
func (c askCommand) Run(m Main) error {
	q, err := readForm(c.Form)
	if err != nil {
		return err
	}
	lang, words, err := c.load(q)
	if err != nil {
		return err
	}
	now := m.Now
	if c.Day != "" {
		day, err := time.Parse(time.DateOnly, c.Day)
		if err != nil {
			return fmt.Errorf("--day %s: write it as 2026-11-27", c.Day)
		}
		now = func() time.Time { return day }
	}
	o := terminal.Options{Language: lang, Interview: c.ID, Now: now, Open: openAnswer}
	if c.Replay != "" {
		return c.replay(m, q, words, o)
	}
	return c.play(m, q, words, o)
}

func (c askCommand) play(m Main, q *survey.Questionnaire, words *locale.Words, o terminal.Options) error {
	var transcript bytes.Buffer
	if c.Save != "" {
		o.Transcript = &transcript
	}
	_, err := terminal.Play(q, words, m.In, m.Out, o)
	if c.Save == "" || err != nil && !errors.Is(err, terminal.ErrStopped) {
		return err
	}
	return errors.Join(err, os.WriteFile(c.Save, transcript.Bytes(), 0o644)) // one that was broken off is one too
}

func (c askCommand) replay(m Main, q *survey.Questionnaire, words *locale.Words, o terminal.Options) error {
	want, err := os.ReadFile(c.Replay)
	if err != nil {
		return err
	}
	got, err := terminal.Replay(q, words, want, o)
	if err != nil {
		return err
	}
	if bytes.Equal(want, got) {
		_, err = fmt.Fprintf(m.Out, "%s: it comes out the same.\n", c.Replay)
		return err
	}
	line, was, is := firstDifference(want, got)
	return fmt.Errorf("%s, line %d: it comes out another way\n  then: %s\n  now:  %s", c.Replay, line, was, is)
}

// firstDifference finds the first line, from 1, in which two texts differ.
func firstDifference(a, b []byte) (line int, inA, inB string) {
	as, bs := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range max(len(as), len(bs)) {
		inA, inB = "", ""
		if i < len(as) {
			inA = string(as[i])
		}
		if i < len(bs) {
			inB = string(bs[i])
		}
		if i >= len(as) || i >= len(bs) || inA != inB {
			return i + 1, inA, inB
		}
	}
	return 0, "", ""
}

// openAnswer reads a file that is typed as an answer, but no more of it than any
// question takes.
func openAnswer(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	return io.ReadAll(io.LimitReader(f, max(survey.MaxImage, survey.MaxAudio)+1))
}
