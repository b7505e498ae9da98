package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/form"
	"ashar/survey/paper"
)

type campaignPrint struct {
	storeSettings `embed:""`
	ID            string `arg:"" help:"Identifier of the campaign."`
	Lang          string `placeholder:"LANG" help:"Language of the forms (the questionnaire's default one)."`
	Out           string `default:"." type:"path" placeholder:"DIR" help:"Folder to write to, made if it is not there (.)."`
	Copies        int    `default:"1" help:"How many numbered copies for each village (${default})."`
	TwoSided      bool   `help:"Begin every copy on the front of a sheet."`
}

// Run makes a PDF for each village: the numbers of its copies go on where those of the print before ended, and its code
// leads to the same questions on a phone.
func (c campaignPrint) Run(ctx context.Context, m Main) error {
	db, cfg, campaign, err := c.campaign(ctx, m, c.ID)
	if err != nil {
		return err
	}
	defer db.Close()
	place, err := db.Municipality(ctx, campaign.Municipality)
	if err != nil {
		return err
	}
	place = place.For(&campaign)
	q, err := db.Questionnaire(ctx, campaign.Questionnaire)
	if err != nil {
		return err
	}
	words, err := loadWords(cfg)
	if err != nil {
		return err
	}
	lang, err := chosenLanguage(c.Lang, q, words)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return err
	}
	printed := 0
	for d, err := range db.Doors(ctx, campaign.ID) {
		if err != nil {
			return err
		}
		village := place.Village(d.Village)
		if village == nil || !d.Own() {
			continue // where the campaign does not ask, a code leads nowhere that is counted
		}
		run, err := c.number(ctx, m, db, survey.PrintRun{Village: d.Village, Language: lang, Questionnaire: q.Key(), At: m.Now()}, campaign)
		if err != nil {
			return err
		}
		var pdf bytes.Buffer
		if err := paper.Write(&pdf, q, paper.Options{
			Words: words.For(lang), Language: lang, Link: cfg.PublicURL + form.Path(d.Code), Code: d.Code,
			Municipality: q.Say(place.Name, lang), Village: q.Say(village.Name, lang), First: run.First, Copies: run.Copies(), Serial: survey.NewSerial, TwoSided: c.TwoSided,
		}); err != nil {
			return err
		}
		name := filepath.Join(c.Out, fmt.Sprintf("%s.%s.pdf", d.Village, lang))
		if err := os.WriteFile(name, pdf.Bytes(), 0o644); err != nil {
			return err
		}
		fmt.Fprintln(m.Out, name)
		printed++
	}
	if printed == 0 {
		return fmt.Errorf("none of the villages of campaign %s is left in %s", campaign.ID, campaign.Municipality)
	}
	return nil
}

// number gives the next numbers to copies for a village, as the page of paper forms does, and tells the audit trail.
func (c campaignPrint) number(ctx context.Context, m Main, db *store.DB, run survey.PrintRun, campaign survey.Campaign) (survey.PrintRun, error) {
	for {
		r, err := db.PrintRegister(ctx, campaign.ID)
		if errors.Is(err, survey.ErrNotFound) {
			r, err = survey.PrintRegister{ID: campaign.ID, Municipality: campaign.Municipality}, nil
		}
		if err != nil {
			return run, err
		}
		printed, err := r.Print(run, c.Copies)
		if err != nil {
			return run, err
		}
		err = db.SavePrintRegister(ctx, r)
		if errors.Is(err, survey.ErrConflict) || errors.Is(err, survey.ErrExists) {
			continue // somebody else printed this moment
		}
		if err != nil {
			return run, err
		}
		return printed, told(ctx, m, db, access.Deed{
			Municipality: campaign.Municipality, Action: access.RunCampaigns, Subject: "campaign/" + campaign.ID,
			After: fmt.Sprintf("%d forms printed, %s to %s, village %s", c.Copies, survey.NewSerial(printed.First), survey.NewSerial(printed.Last), run.Village),
		})
	}
}
