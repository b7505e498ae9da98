package main

import (
	"context"
	"encoding/csv"
	"io"
	"os"
	"strconv"
	"time"

	"ashar/prioritize/analysis"
	"ashar/survey"
)

type exportCommand struct {
	storeSettings `embed:""`
	Campaign      string `placeholder:"ID" help:"Campaign to export (the only one, if there is one)."`
	Out           string `type:"path" placeholder:"FILE" help:"CSV file to write (the terminal)."`
	Excel         bool   `help:"Begin with the mark by which Excel knows UTF-8."`
}

// Run writes a row for each response, with the columns of every version of the
// questionnaire that the campaign has asked.
func (c exportCommand) Run(ctx context.Context, m Main) (err error) {
	db, cfg, err := c.existing(ctx, m)
	if err != nil {
		return err
	}
	defer db.Close()
	id, err := campaignNamed(ctx, db, c.Campaign)
	if err != nil {
		return err
	}
	campaign, err := db.Campaign(ctx, id)
	if err != nil {
		return err
	}
	versions, err := readVersions(ctx, db, campaign)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return err
	}
	out := m.Out
	if c.Out != "" {
		f, err := os.Create(c.Out)
		if err != nil {
			return err
		}
		defer func() {
			if closed := f.Close(); err == nil {
				err = closed
			}
		}()
		out = f
	}
	if c.Excel {
		if _, err := io.WriteString(out, "\ufeff"); err != nil {
			return err
		}
	}
	sheet, w := survey.NewSheet(versions...), csv.NewWriter(out)
	w.UseCRLF = true
	if err := w.Write(sheet.Head()); err != nil {
		return err
	}
	p := newProgress(m.Err, "Exporting answers", -1)
	n := 0
	for r, err := range db.ResponsesSince(ctx, id, time.Time{}) {
		if err != nil {
			return err
		}
		row := sheet.Row(&r, zone)
		for i, cell := range row {
			if _, err := strconv.ParseFloat(cell, 64); err != nil { // -12 is no formula
				row[i] = analysis.Guard(cell)
			}
		}
		if err := w.Write(row); err != nil {
			return err
		}
		n++
		p.add(1)
	}
	w.Flush()
	p.done("%d", n)
	return w.Error()
}
