package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"ashar/configs"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/form"
)

type campaignCommand struct {
	Open    campaignOpen    `cmd:"" help:"Open a campaign in a municipality and print its codes, one a village."`
	List    campaignList    `cmd:"" help:"List municipalities and their campaigns."`
	Revise  campaignRevise  `cmd:"" help:"Make a campaign ask a new version of its questionnaire."`
	Codes   campaignCodes   `cmd:"" help:"Make the personal codes or the slips by which a campaign admits, count them, or declare a batch void."`
	Print   campaignPrint   `cmd:"" help:"Make the forms to fill in by hand, a PDF for each village, with its code."`
	Close   campaignClose   `cmd:"" help:"Close a campaign: it takes no more answers."`
	Freeze  campaignFreeze  `cmd:"" help:"Freeze a closed campaign: what it counts changes no more."`
	Publish campaignPublish `cmd:"" help:"Publish what came of a closed campaign, on a page for each village, and by the bot to whoever asks."`
	Done    campaignDone    `cmd:"" help:"Tell on the page of the results what was done about them."`
	Hearing campaignHearing `cmd:"" help:"Tell those who asked for it in Telegram when and where the public hearing is held."`
	Told    campaignTold    `cmd:"" help:"List what those who asked for it were told of a campaign, and how many were reached."`
	Place   campaignPlace   `cmd:"" help:"Print the demonstration's municipality, as a pattern for a file of one's own."`
}

type campaignOpen struct {
	storeSettings `embed:""`
	Municipality  string `arg:"" type:"existingfile" placeholder:"FILE" help:"Municipality with its villages, as JSON; for a pattern see 'ashar campaign place'."`
	ID            string `name:"id" default:"needs" help:"Identifier of the campaign, unique in the store."`
	Form          string `name:"form" default:"community-needs" help:"Built-in questionnaire, or a file with one: an XLSForm workbook (.xlsx) or JSON (${default})."`
	Limit         int    `placeholder:"N" help:"Let nobody new begin when so many have answered; those who have begun may finish. Without it, everybody may."`
	Admission     string `enum:"open,codes,slips" default:"open" help:"Who may answer: whoever has the link (open), whoever has a personal code (codes), or whoever was handed a slip at a hearing, in secret (slips). See 'ashar campaign codes'."`
	Update        bool   `help:"Take what the file says of a municipality that the store has already. Villages that it does not name end now, and campaigns that ask there go on."`
	PublicURL     string `placeholder:"URL" help:"How the instance is reached from outside, for the links."`
}

// Run opens the campaign.
func (c campaignOpen) Run(ctx context.Context, m Main) error {
	cfg, err := c.loadWith(m, c.PublicURL)
	if err != nil {
		return err
	}
	place, err := readMunicipality(c.Municipality)
	if err != nil {
		return err
	}
	q, err := readForm(c.Form)
	if err != nil {
		return err
	}
	db, err := openStore(ctx, cfg, m)
	if err != nil {
		return err
	}
	defer db.Close()
	campaign := newCampaign(&place, q, c.ID)
	campaign.Limit, campaign.Admission = c.Limit, admissions[c.Admission]
	doors, err := setup{place, q, campaign, rand.Reader}.store(ctx, db, m.Now(), c.Update)
	if err != nil {
		return err
	}
	if place.Invented {
		fmt.Fprintf(m.Err, "%s says that its numbers are invented, and so will every page and table. For real ones take out \"invented\", and say in \"source\" and \"year\" where they come from.\n", c.Municipality)
	}
	fmt.Fprintf(m.Out, "Campaign %s is open in %s.\n\n", campaign.ID, place.Name.In("en", "ky"))
	w := tabwriter.NewWriter(m.Out, 0, 0, 2, ' ', 0)
	for _, d := range doors {
		fmt.Fprintf(w, "%s\t%s\t%s\n", place.Village(d.Village).Name.In("en", "ky"), d.Code, cfg.PublicURL+form.Path(d.Code))
	}
	return w.Flush()
}

type campaignList struct{ storeSettings }

// Run lists the campaigns.
func (c campaignList) Run(ctx context.Context, m Main) error {
	db, _, err := c.existing(ctx, m)
	if err != nil {
		return err
	}
	defer db.Close()
	w := tabwriter.NewWriter(m.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "MUNICIPALITY\tCAMPAIGN\tSTATUS\tOPENED\tADMISSION\tLIMIT\tQUESTIONNAIRE")
	for place, err := range db.Municipalities(ctx) {
		if err != nil {
			return err
		}
		for k, err := range db.Campaigns(ctx, place.ID) {
			if err != nil {
				return err
			}
			limit := "none"
			if k.Limit > 0 {
				limit = strconv.Itoa(k.Limit)
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", place.ID, k.ID, k.Status, k.Opens.Format("2006-01-02"), nameOf(k.Admission), limit, k.Questionnaire)
		}
	}
	return w.Flush()
}

type campaignClose struct {
	storeSettings `embed:""`
	ID            string `arg:"" help:"Identifier of the campaign."`
}

// Run closes the campaign.
func (c campaignClose) Run(ctx context.Context, m Main) error {
	db, cfg, campaign, err := c.campaign(ctx, m, c.ID)
	if err != nil {
		return err
	}
	defer db.Close()
	if campaign.Over() {
		if err := seal(ctx, m, cfg, db, campaign); err != nil { // where that broke off
			return err
		}
		return fmt.Errorf("campaign %s was closed on %s: %w", c.ID, campaign.Closes.Format(time.DateOnly), survey.ErrClosed)
	}
	lead, err := stewardOf(cfg, db)
	if err != nil {
		return err
	}
	if campaign, err = lead.Close(ctx, m.Now(), access.Terminal(), campaign); err != nil {
		return err
	}
	fmt.Fprintf(m.Out, "Campaign %s is closed. A running service takes no more answers within a second.\n", c.ID)
	if campaign.Admission != survey.AdmitsSlips {
		return nil
	}
	time.Sleep(survey.Settling) // by then every process knows
	if err := seal(ctx, m, cfg, db, campaign); err != nil {
		return fmt.Errorf("the slips are not all sealed yet; do it again: %w", err)
	}
	_, err = fmt.Fprintln(m.Out, "Its slips are sealed: nothing in the store leads from one to its vote any more. Delete copies and backups that were made before.")
	return err
}

// campaign opens the store of a command that is about a campaign, and reads that: the
// one that it names, or the only one that the store has.
func (s storeSettings) campaign(ctx context.Context, m Main, id string) (*store.DB, configs.Config, survey.Campaign, error) {
	db, cfg, err := s.existing(ctx, m)
	if err != nil {
		return nil, cfg, survey.Campaign{}, err
	}
	id, err = campaignNamed(ctx, db, id)
	if err != nil {
		return nil, cfg, survey.Campaign{}, errors.Join(err, db.Close())
	}
	c, err := db.Campaign(ctx, id)
	if err != nil {
		return nil, cfg, c, errors.Join(err, db.Close())
	}
	return db, cfg, c, nil
}

// campaignNamed returns the identifier of the campaign that a command is about: the
// one it names, or the only one that the store has.
func campaignNamed(ctx context.Context, db *store.DB, id string) (string, error) {
	if id != "" {
		_, err := db.Campaign(ctx, id)
		if errors.Is(err, survey.ErrNotFound) {
			return "", fmt.Errorf("there is no campaign %s; 'ashar campaign list' names those there are: %w", id, err)
		}
		return id, err
	}
	var ids []string
	for place, err := range db.Municipalities(ctx) {
		if err != nil {
			return "", err
		}
		for c, err := range db.Campaigns(ctx, place.ID) {
			if err != nil {
				return "", err
			}
			ids = append(ids, c.ID)
		}
	}
	switch len(ids) {
	case 0:
		return "", errors.New("the store has no campaign; open one with 'ashar campaign open', or name the store with --store")
	case 1:
		return ids[0], nil
	}
	return "", fmt.Errorf("the store has several campaigns; name one with --campaign: %s", strings.Join(ids, ", "))
}

type campaignPlace struct{}

// Run prints the demonstration's municipality.
func (campaignPlace) Run(m Main) error {
	place, err := readPlace()
	if err != nil {
		return err
	}
	enc := json.NewEncoder(m.Out)
	enc.SetIndent("", "  ")
	return enc.Encode(place)
}
