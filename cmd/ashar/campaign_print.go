package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

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

// Run makes a PDF for each village: its copies are numbered from 1 on, and its code
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
		var pdf bytes.Buffer
		if err := paper.Write(&pdf, q, paper.Options{
			Words: words.For(lang), Language: lang, Link: cfg.PublicURL + form.Path(d.Code), Code: d.Code,
			Municipality: q.Say(place.Name, lang), Village: q.Say(village.Name, lang), First: 1, Copies: c.Copies, TwoSided: c.TwoSided,
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
