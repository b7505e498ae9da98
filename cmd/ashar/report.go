package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
	"ashar/survey/locale"
)

type reportCommand struct {
	storeSettings `embed:""`
	Campaign      string   `placeholder:"ID" help:"Campaign to report on (the only one, if there is one)."`
	Lang          string   `default:"ky" enum:"ky,ru,en" help:"Language: ky, ru or en (${default})."`
	Format        []string `default:"docx,xlsx,html,csv,json" enum:"docx,xlsx,html,csv,json" help:"What to write: docx, xlsx, html, csv, json (${default})."`
	Out           string   `default:"." placeholder:"DIR" help:"Folder to write to, made if it is not there (.)."`
}

// Run writes the situation analysis.
func (c reportCommand) Run(ctx context.Context, m Main) error {
	stands, words, err := c.count(ctx, m, c.Campaign)
	if err != nil {
		return err
	}
	doc, err := stands.analyse(m.Now())
	if err != nil {
		return err
	}
	written, err := writeAnalysis(doc, c.Out, words.For(c.Lang), c.Format)
	for _, name := range written {
		fmt.Fprintln(m.Out, name)
	}
	return err
}

// analyse makes the situation analysis of what was counted.
func (s standing) analyse(made time.Time) (analysis.Document, error) {
	now, err := prioritize.NewSnapshot(s.input(prioritize.Reach))
	if err != nil {
		return analysis.Document{}, err
	}
	return analysis.New(analysis.Input{
		Ranking: now.Ranking, Villages: now.Villages, Whole: now.Whole, Services: now.Services, Municipality: &s.municipality, Campaign: s.campaign,
		Questionnaire: s.questionnaire, Targets: survey.DefaultTargets(), Made: made.In(s.zone), Version: codeVersion(),
	})
}

// writeAnalysis writes the document into a folder, in the formats asked for, and
// returns the names of the files.
func writeAnalysis(doc analysis.Document, dir string, say locale.Speaker, formats []string) (written []string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	create := func(name string) (io.WriteCloser, error) {
		path := filepath.Join(dir, name)
		written = append(written, path)
		return os.Create(path)
	}
	for _, f := range []struct {
		name  string
		write func(*analysis.Document, io.Writer, locale.Speaker) error
	}{{"docx", (*analysis.Document).WriteDOCX}, {"xlsx", (*analysis.Document).WriteXLSX}, {"html", (*analysis.Document).WriteHTML}} {
		if slices.Contains(formats, f.name) {
			err = errors.Join(err, writeFile(create, "analysis."+say.Lang()+"."+f.name, func(w io.Writer) error { return f.write(&doc, w, say) }))
		}
	}
	if slices.Contains(formats, "csv") {
		err = errors.Join(err, doc.WriteCSV(func(name string) (io.WriteCloser, error) {
			return create("analysis." + say.Lang() + "." + name)
		}, say))
	}
	if slices.Contains(formats, "json") {
		err = errors.Join(err, writeFile(create, "analysis.json", doc.WriteJSON))
	}
	return written, err
}

func writeFile(create func(string) (io.WriteCloser, error), name string, write func(io.Writer) error) error {
	f, err := create(name)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
