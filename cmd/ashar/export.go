package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/dataset"
	"ashar/survey/locale"
)

type exportCommand struct {
	storeSettings `embed:""`
	Campaign      string `placeholder:"ID" help:"Campaign to export (the only one, if there is one)."`
	Format        string `default:"csv" enum:"csv,json,ndjson,xlsx,hxl" help:"Form of the file: csv, json, ndjson, xlsx or hxl (${default})."`
	Labels        string `placeholder:"LANG" help:"Labels of this language, in place of the questionnaire's codes."`
	Choices       string `default:"both" enum:"joined,split,both" help:"What was chosen or ranked: joined in one column, split into one for each choice, or both (${default})."`
	NoWords       bool   `help:"Leave out what could tell who answered: own words, photos and voice messages, places on the map, the sampling unit."`
	Excel         bool   `help:"For Excel as it is set here: a mark by which it knows UTF-8, semicolons, and commas before decimals."`
	UTC           bool   `name:"utc" help:"Times in UTC, and not by the clock of the configuration."`
	Out           string `type:"path" placeholder:"FILE" help:"File to write (the terminal)."`
	Files         string `type:"path" placeholder:"DIR" help:"Folder for the photos and voice messages, made if it is not there (they are left out)."`
}

// Help tells what the flags' list does not.
func (exportCommand) Help() string {
	return `Each answer is a row, with the columns of every version of the questionnaire that
the campaign has asked. docs/answers.md says what the columns mean.

csv     for machines, or with --excel for Excel
json    an array of objects; numbers and yes or no as such
ndjson  an object a line
xlsx    a workbook, with a sheet that explains every column
hxl     csv with a row of HXL tags under the headings

The file gets its name when it is whole. On the terminal, what ended early says
so at its end. The rows name nobody, but whoever knows the village may recognise
who answered: give them only to those who may see single answers.`
}

// Validate refuses flags that contradict each other.
func (c exportCommand) Validate() error {
	switch {
	case c.Format == string(dataset.XLSX) && c.Out == "":
		return errors.New("--format xlsx needs --out FILE")
	case c.Excel && c.Format != string(dataset.CSV) && c.Format != string(dataset.HXL):
		return errors.New("--excel is of --format csv or hxl; a workbook is for Excel as it is")
	case c.NoWords && c.Files != "":
		return errors.New("--files writes photos and voice messages, and --no-words leaves them out: choose one")
	}
	return nil
}

// Run writes a row for each response, and tells the audit trail.
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
	if err := spoken(versions, c.Labels); err != nil {
		return err
	}
	place, err := db.Municipality(ctx, campaign.Municipality)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return err
	}
	if c.UTC {
		zone = time.UTC
	}
	words, err := loadWords(cfg)
	if err != nil {
		return err
	}
	say := words.For(locale.Kyrgyz)
	if c.Labels != "" {
		say = words.For(c.Labels)
	}
	layout := dataset.New(say, versions, &place, dataset.Shape{
		Labels: c.Labels, Choices: dataset.Choices(c.Choices), NoWords: c.NoWords, Excel: c.Excel, Zone: zone,
	})
	if _, err := access.NewTrail(db).Write(ctx, m.Now(), access.Terminal(), access.Deed{
		Municipality: campaign.Municipality, Action: access.ExportResults, Subject: "campaign/" + campaign.ID, After: "answers given, " + layout.Told(dataset.Format(c.Format)),
	}); err != nil {
		return err
	}
	total, err := db.CountResponses(ctx, campaign.ID, 0)
	if err != nil {
		return err
	}
	p := newProgress(m.Err, "Exporting answers", total)
	n := 0
	write := func(out io.Writer) error {
		return layout.Write(out, dataset.Format(c.Format), func(yield func(survey.Response, error) bool) {
			for r, err := range db.Responses(ctx, campaign.ID) {
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
		err = writeWhole(c.Out, write)
	}
	if err != nil {
		p.clear()
		return err
	}
	p.done("%d", n)
	return nil
}

// spoken refuses a language that no version of the questionnaire has.
func spoken(versions []*survey.Questionnaire, lang string) error {
	var all []string
	for _, q := range versions {
		all = append(all, q.Languages...)
	}
	if lang == "" || slices.Contains(all, lang) {
		return nil
	}
	slices.Sort(all)
	return fmt.Errorf("--labels %s: the questionnaire has %s", lang, strings.Join(slices.Compact(all), ", "))
}

// writeWhole writes a file, readable by its owner alone, which gets its name when it is whole: one that was there before
// stays until then.
func writeWhole(name string, write func(io.Writer) error) (err error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() { // as /dev/stdout
		return writeFile(func(name string) (io.WriteCloser, error) { return os.OpenFile(name, os.O_WRONLY, 0) }, name, write)
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*.part")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

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
