package main

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"ashar/prioritize/analysis"
	"ashar/store"
	"ashar/survey"
)

type exportCommand struct {
	storeSettings `embed:""`
	Campaign      string `placeholder:"ID" help:"Campaign to export (the only one, if there is one)."`
	Out           string `type:"path" placeholder:"FILE" help:"CSV file to write (the terminal)."`
	Excel         bool   `help:"For Excel as it is set here: a mark by which it knows UTF-8, and semicolons."`
	Files         string `type:"path" placeholder:"DIR" help:"Folder for the photos and voice messages, made if it is not there (they are left out)."`
}

// Run writes a row for each response, with the columns of every version of the
// questionnaire that the campaign has asked.
func (c exportCommand) Run(ctx context.Context, m Main) error {
	db, cfg, campaign, err := c.campaign(ctx, m, c.Campaign)
	if err != nil {
		return err
	}
	defer db.Close()
	versions, err := readVersions(ctx, db, campaign)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return err
	}
	p := newProgress(m.Err, "Exporting answers", -1)
	n := 0
	write := func(out io.Writer) error {
		return c.write(out, survey.NewSheet(versions...), zone, func(yield func(survey.Response, error) bool) {
			for r, err := range responsesOf(ctx, db, campaign.ID) {
				if err == nil {
					err = c.files(ctx, db, r)
				}
				if !yield(r, err) {
					return
				}
				n++
				p.add(1)
			}
		})
	}
	if c.Out == "" {
		err = write(m.Out)
	} else {
		err = writeFile(func(name string) (io.WriteCloser, error) { return os.Create(name) }, c.Out, write)
	}
	if err != nil {
		return err
	}
	p.done("%d", n)
	return nil
}

// write writes the head and the rows.
func (c exportCommand) write(out io.Writer, sheet *survey.Sheet, zone *time.Location, responses iter.Seq2[survey.Response, error]) error {
	w := csv.NewWriter(out)
	w.UseCRLF = true
	if c.Excel {
		w.Comma = ';'
		if _, err := io.WriteString(out, "\ufeff"); err != nil {
			return err
		}
	}
	if err := w.Write(sheet.Head()); err != nil {
		return err
	}
	for r, err := range responses {
		if err != nil {
			return err
		}
		row := sheet.Row(&r, zone)
		for i, cell := range row {
			if !plainNumber.MatchString(cell) {
				row[i] = analysis.Guard(cell)
			}
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// plainNumber is a number that no spreadsheet takes for a formula, as -12.5 is.
var plainNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// files writes the files of a response, each under the identifier that stands in its
// cell.
func (c exportCommand) files(ctx context.Context, db *store.DB, r survey.Response) error {
	if c.Files == "" {
		return nil
	}
	for _, a := range r.Answers {
		if a.Value.File == nil {
			continue
		}
		kept, err := db.Attachment(ctx, a.Value.File.ID)
		if errors.Is(err, survey.ErrNotFound) { // withdrawn in this moment
			continue
		}
		if err != nil {
			return err
		}
		if err := os.MkdirAll(c.Files, 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(c.Files, kept.ID+extension(kept.Type)), kept.Data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// extension is how the names of files of a media type end.
func extension(media string) string {
	switch media {
	case "image/jpeg":
		return ".jpg"
	case "audio/mpeg":
		return ".mp3"
	case "audio/mp4":
		return ".m4a"
	case "audio/3gpp":
		return ".3gp"
	}
	_, kind, _ := strings.Cut(media, "/")
	return "." + kind
}
