package main

import (
	"context"
	"crypto/rand"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"ashar/configs"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/fieldwork"
	"ashar/survey/form"
	"ashar/survey/paper"
	"ashar/survey/table"
)

type campaignCodes struct {
	storeSettings `embed:""`
	ID            string `arg:"" help:"Identifier of the campaign."`
	Count         int    `placeholder:"N" help:"Make so many codes. Without it, and without --void, those that were made are counted."`
	Village       string `placeholder:"ID" help:"Village that they are of. Without it they are good in every village of the campaign."`
	Label         string `placeholder:"TEXT" help:"What tells this batch from others: a sheet, a street, whoever hands them out."`
	From          string `placeholder:"TIME" help:"They are good from then on, by the clock there: such as \"2026-12-10 14:00\". Without it, as soon as the campaign is open."`
	Until         string `placeholder:"TIME" help:"They are good until then. Without it, as long as the campaign is open."`
	CSV           string `name:"csv" type:"path" placeholder:"FILE" help:"CSV file to write, which must not be there yet (the terminal)."`
	Out           string `type:"path" placeholder:"FILE" help:"Sheets to print and cut apart, in Kyrgyz and Russian: a PDF, or a ZIP of SVGs, by the name's ending. It must not be there yet."`
	Excel         bool   `help:"For Excel as it is set here: a mark by which it knows UTF-8, and semicolons."`
	Void          bool   `help:"Declare void those of the batch --label that were not used, as when it was lost."`
	Unlabelled    bool   `help:"With --void: those that were made without a label."`
	PublicURL     string `placeholder:"URL" help:"How the instance is reached from outside, for the links."`
}

// Help tells what the flags' list does not.
func (campaignCodes) Help() string {
	return `The codes are printed once: what is kept of them does not show them again. Each
admits one answer, on the web, in Telegram or typed for somebody. They are known
again by the instance's secret only: keep that with the store.`
}

// Run makes codes, declares them void or counts them.
func (c campaignCodes) Run(ctx context.Context, m Main) error {
	db, _, campaign, err := c.campaign(ctx, m, c.ID)
	if err != nil {
		return err
	}
	defer db.Close()
	cfg, err := c.loadWith(m, c.PublicURL)
	if err != nil {
		return err
	}
	gate, err := newGate(cfg, db)
	if err != nil {
		return err
	}
	switch {
	case c.Unlabelled && !c.Void:
		return errors.New("--unlabelled goes with --void")
	case c.Void && (c.Count > 0 || (c.Label == "") != c.Unlabelled):
		return errors.New("--void takes the --label of a batch, or --unlabelled for the codes without one, and no --count")
	case c.Void:
		return c.void(ctx, m, db, gate, &campaign)
	case c.Count != 0:
		return c.issue(ctx, m, cfg, db, gate, &campaign)
	}
	return c.list(ctx, m, gate, &campaign)
}

// newGate is the gate of an instance.
func newGate(cfg configs.Config, db *store.DB) (*survey.Gate, error) {
	secret, err := cfg.InstanceSecret()
	if err != nil {
		return nil, err
	}
	return survey.NewGate(db, db, survey.NewPseudonyms([]byte(secret.Reveal()))), nil
}

// issue makes the codes and writes them down.
func (c campaignCodes) issue(ctx context.Context, m Main, cfg configs.Config, db *store.DB, gate *survey.Gate, campaign *survey.Campaign) error {
	b := survey.Batch{Campaign: *campaign, Label: c.Label}
	var err error
	if b.From, err = localTime(cfg, "--from", c.From); err != nil {
		return err
	}
	if b.Until, err = localTime(cfg, "--until", c.Until); err != nil {
		return err
	}
	place, err := db.Municipality(ctx, campaign.Municipality)
	if err != nil {
		return err
	}
	place = place.For(campaign)
	if b.Door, err = doorOf(ctx, db, campaign, c.Village); err != nil {
		return err
	}
	if err := b.Check(); err != nil {
		return fmt.Errorf("%w; 'ashar campaign revise %s --admission codes' makes it ask for one", err, campaign.ID)
	}
	files, err := c.files(b.Door) // before any is made: what cannot be written down is lost
	if err != nil {
		return err
	}
	defer files.close() //nolint:errcheck // whoever wrote to them looked
	codes, err := gate.Issue(ctx, rand.Reader, b, c.Count)
	if err == nil {
		err = c.tell(ctx, m, db, campaign, fmt.Sprintf("%d codes made, village %q, label %q", len(codes), c.Village, c.Label))
	}
	if err != nil {
		return err
	}
	name := ""
	if v := place.Village(c.Village); v != nil {
		name = v.Name.In("ky", "ru")
	}
	if files.sheets != nil {
		if err := c.print(ctx, files.sheets, &b, cfg, db, place, codes); err != nil {
			return err
		}
	}
	table := io.Writer(files.table)
	if files.table == nil {
		table = m.Out
	}
	if files.table != nil || files.sheets == nil {
		if err := c.write(table, b, name, cfg, codes); err != nil {
			return err
		}
	}
	if err := files.close(); err != nil {
		return err
	}
	for _, file := range []string{c.Out, c.CSV} {
		if file != "" {
			fmt.Fprintf(m.Out, "%d codes are in %s. Nobody can print them again: keep the file until they are handed out, and delete it then.\n", len(codes), file)
		}
	}
	return nil
}

// codeFiles are what codes are written to; nil where that is not asked for.
type codeFiles struct{ table, sheets *os.File }

func (c campaignCodes) files(door *survey.Door) (files codeFiles, err error) {
	ending := strings.ToLower(filepath.Ext(c.Out))
	switch {
	case c.Out != "" && ending != ".pdf" && ending != ".zip":
		return files, fmt.Errorf("--out %s: sheets are written as .pdf, or as .zip with an SVG for each", c.Out)
	case c.Out != "" && door == nil:
		return files, errors.New("--out: name the --village: the QR codes on the sheets lead to its form")
	}
	for path, file := range map[string]**os.File{c.CSV: &files.table, c.Out: &files.sheets} {
		if path == "" {
			continue
		}
		if *file, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
			return files, errors.Join(err, files.close())
		}
	}
	return files, nil
}

// close sees to it that what was written is on the disk. Done again it does nothing.
func (f *codeFiles) close() error {
	var errs []error
	for _, file := range []**os.File{&f.table, &f.sheets} {
		if *file != nil {
			errs = append(errs, (*file).Sync(), (*file).Close())
			*file = nil
		}
	}
	return errors.Join(errs...)
}

// print writes the sheets.
func (c campaignCodes) print(ctx context.Context, w io.Writer, b *survey.Batch, cfg configs.Config, db *store.DB, place survey.Municipality, codes []string) error {
	q, err := db.Questionnaire(ctx, b.Campaign.Questionnaire)
	if err != nil {
		return err
	}
	words, err := loadWords(cfg)
	if err != nil {
		return err
	}
	village := place.Village(b.Door.Village)
	if village == nil {
		return fmt.Errorf("village %s: %w", b.Door.Village, survey.ErrNotFound)
	}
	s := fieldwork.SlipsOf(words, q, village, b, cfg.PublicURL+form.Home, cfg.Telegram.Username, codes)
	if strings.EqualFold(filepath.Ext(c.Out), ".zip") {
		return paper.WriteSlipSVGs(w, s)
	}
	return paper.WriteSlips(w, s)
}

// localTime reads a time where the municipality is; "" is the zero time.
func localTime(cfg configs.Config, flag, written string) (time.Time, error) {
	if written == "" {
		return time.Time{}, nil
	}
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return time.Time{}, err
	}
	at, err := time.ParseInLocation(hearingTime, written, zone)
	if err != nil {
		return at, fmt.Errorf("%s %q is no time: write it as 2026-12-10 14:00, in the time of %s", flag, written, cfg.TimeZone)
	}
	return at, nil
}

// doorOf is the campaign's door in a village, or its only one; nil where there are several
// and none is named.
func doorOf(ctx context.Context, db *store.DB, campaign *survey.Campaign, village string) (*survey.Door, error) {
	var found []survey.Door
	for d, err := range db.Doors(ctx, campaign.ID) {
		if err != nil {
			return nil, err
		}
		if d.Own() && (village == "" || d.Village == village) {
			found = append(found, d)
		}
	}
	switch {
	case village != "" && len(found) == 0:
		return nil, fmt.Errorf("campaign %s has no code for a village %s: %w", campaign.ID, village, survey.ErrNotFound)
	case village != "" || len(found) == 1:
		return &found[0], nil
	}
	return nil, nil
}

// write writes the codes, a row each, with the links that fill them in.
func (c campaignCodes) write(out io.Writer, b survey.Batch, village string, cfg configs.Config, codes []string) error {
	w := csv.NewWriter(out)
	w.UseCRLF = true
	if c.Excel {
		w.Comma = ';'
		if _, err := io.WriteString(out, "\ufeff"); err != nil {
			return err
		}
	}
	write := func(number string, cells ...string) error {
		if b.Campaign.Admission != survey.AdmitsSlips { // nothing tells one slip from another
			cells = append([]string{number}, cells...)
		}
		return w.Write(cells)
	}
	if err := write("number", "code", "village", "label", "link", "telegram"); err != nil {
		return err
	}
	for i, code := range codes {
		link, telegram := "", ""
		if b.Door != nil {
			link = cfg.PublicURL + form.TicketPath(b.Door.Code, code)
		}
		if name := cfg.Telegram.Username; name != "" {
			telegram = "https://t.me/" + name + "?start=" + code
		}
		if err := write(strconv.Itoa(i+1), survey.SpellTicket(code), table.Guard(village), table.Guard(b.Label), link, telegram); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func (c campaignCodes) void(ctx context.Context, m Main, db *store.DB, gate *survey.Gate, campaign *survey.Campaign) error {
	n, err := gate.Void(ctx, campaign.ID, c.Label)
	if err != nil {
		return err
	}
	counts, err := gate.Count(ctx, campaign.ID)
	if err != nil {
		return err
	}
	used := 0
	for _, of := range counts {
		if of.Label == c.Label {
			used += of.Used
		}
	}
	if err := c.tell(ctx, m, db, campaign, fmt.Sprintf("%d codes declared void, label %q, %d used before", n, c.Label, used)); err != nil {
		return err
	}
	batch := fmt.Sprintf("of the batch %q", c.Label)
	if c.Unlabelled {
		batch = "without a label"
	}
	_, err = fmt.Fprintf(m.Out, "Codes %s declared void: %d. Used before, and counted: %d.\n", batch, n, used)
	return err
}

// list counts what became of the codes.
func (c campaignCodes) list(ctx context.Context, m Main, gate *survey.Gate, campaign *survey.Campaign) error {
	counts, err := gate.Count(ctx, campaign.ID)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(m.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "VILLAGE\tLABEL\tMADE\tUSED\tVOID\tUNUSED")
	sum := survey.TicketCount{Village: "all"}
	for _, key := range slices.SortedFunc(maps.Keys(counts), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		n := counts[key]
		sum.Made, sum.Used, sum.Void, sum.Left = sum.Made+n.Made, sum.Used+n.Used, sum.Void+n.Void, sum.Left+n.Left
		if n.Village == "" {
			n.Village = "any"
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\n", n.Village, n.Label, n.Made, n.Used, n.Void, n.Left)
	}
	fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\n", sum.Village, sum.Label, sum.Made, sum.Used, sum.Void, sum.Left)
	return w.Flush()
}

// tell writes into the municipality's audit trail what was done, by nobody who is signed
// in.
func (campaignCodes) tell(ctx context.Context, m Main, db *store.DB, campaign *survey.Campaign, after string) error {
	return tell(ctx, m, db, campaign, "", after)
}

// tell writes a deed about a campaign into its municipality's audit trail.
func tell(ctx context.Context, m Main, db *store.DB, campaign *survey.Campaign, before, after string) error {
	return told(ctx, m, db, ran(campaign, before, after))
}

// admissions are the rules of admission as they are named on the command line.
var admissions = map[string]survey.Admission{"open": survey.AdmitsAnyone, "codes": survey.AdmitsCodes, "slips": survey.AdmitsSlips}

// nameOf is what a rule is called there.
func nameOf(rule survey.Admission) string {
	for name, r := range admissions {
		if r == rule {
			return name
		}
	}
	return string(rule)
}
