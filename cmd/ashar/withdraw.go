package main

import (
	"context"
	"errors"
	"fmt"

	"ashar/survey"
)

type withdrawCommand struct {
	storeSettings `embed:""`
	Receipt       string `arg:"" placeholder:"CODE" help:"Code of the receipt that the resident got, such as 4H8KQ-7ZP2M."`
	Campaign      string `placeholder:"ID" help:"Campaign that was answered (the only one, if there is one)."`
}

// Run deletes the answers.
func (c withdrawCommand) Run(ctx context.Context, m Main) error {
	receipt := survey.NormalReceipt(c.Receipt)
	if receipt == "" {
		return fmt.Errorf("%q is no receipt: its code has ten letters and digits, such as 4H8KQ-7ZP2M", c.Receipt)
	}
	db, _, err := c.existing(ctx, m)
	if err != nil {
		return err
	}
	defer db.Close()
	if c.Campaign, err = campaignNamed(ctx, db, c.Campaign); err != nil {
		return err
	}
	err = db.Withdraw(ctx, c.Campaign, receipt)
	if errors.Is(err, survey.ErrNotFound) {
		return fmt.Errorf("campaign %s has no answers with the receipt %s: mistyped, or withdrawn already", c.Campaign, receipt)
	}
	if err != nil {
		return err
	}
	campaign, err := db.Campaign(ctx, c.Campaign)
	if err != nil {
		return err
	}
	if err := told(ctx, m, db, ran(&campaign, "answers of one resident", "withdrawn at their wish")); err != nil { // whose is nobody's business
		return err
	}
	counts := "A running service counts without them within the hour"
	if campaign.Frozen() {
		counts = "What they were is in no list any more, but stays in what was counted when the campaign was frozen"
	}
	_, err = fmt.Fprintf(m.Out, "The answers with the receipt %s are deleted. %s; delete them in copies of the store too.\n", receipt, counts)
	return err
}
