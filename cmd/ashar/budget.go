package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/prioritize/budget"
	"ashar/prioritize/criteria"
	"ashar/survey"
)

type budgetCommand struct {
	storeSettings `embed:""`

	In         string   `required:"" xor:"of" type:"existingfile" placeholder:"FILE" help:"Election in the format of pabulib.org: its name ends in .pb."`
	Campaign   string   `required:"" xor:"of" placeholder:"ID" help:"Campaign whose budget and projects stand on its page: its residents' choices are the votes."`
	Rule       string   `default:"mes" enum:"mes,greedy" help:"How to buy: mes, the Method of Equal Shares, or greedy (${default})."`
	Utility    string   `default:"" enum:",cardinality,cost" help:"What a project is worth to who supports it: cardinality, the same as any other, or cost, what it costs (cost; of a campaign, as on its page)."`
	Completion []string `enum:"none,add1,greedy" placeholder:"HOW" help:"What mes does with money that is left: none, add1, greedy, or add1,greedy (none; of a campaign, as on its page)."`
	JSON       bool     `name:"json" help:"Print JSON instead of a table."`
}

// Help tells what the flags' list does not.
func (budgetCommand) Help() string {
	return `This says which projects a budget buys. By mes every voter gets an equal part of
the budget, or one by weight, and projects are bought by those who support them,
the cheapest for its supporters first: a village can buy what it agrees on. By
greedy what has most support for its cost is bought, or by the utility cost
what has most votes; it passes over what the rest of the budget does not pay.
Ties go to more supporters, then to the lesser identifier, numbers as numbers.
Projects dearer than the whole budget are left out from the start.

Completions of mes: add1 gives every voter one unit of currency more, again and
again, as long as what is then bought fits the budget, also when nothing could
be added to it; greedy buys what greedy would buy next.

Of a campaign the budget and the projects are those of its page, /board/ID/budget.
A resident supports a project by having chosen its need; one in a single village
only people of that village do.

The file is as on pabulib.org, with votes of the types approval, ordinal (every
listed project counts as approved), cumulative and scoring, whose points say how
many times as much a project is worth. A column weight of VOTES, which is not in
that format, weighs a voter: the share of the money, and of the say in greedy.

With --json:

  {"selected": ["3", "1"], "cost": 2.99, "budget": 4, "left": 1.01,
   "by_completion": ["1"], "raise": 12, "voters": 4, "votes": "approval"}

The selected stand in the order of purchase; by_completion are those of them
that were bought with a completion, and not without. The raise is how many
units add1 gave. Amounts are rounded to a millionth.`
}

// Validate refuses what makes no sense whatever the file holds.
func (c budgetCommand) Validate() error {
	if len(c.Completion) == 0 {
		return nil
	}
	if c.completion() == "" {
		return fmt.Errorf("--completion %s: write none, add1, greedy, or add1,greedy", strings.Join(c.Completion, ","))
	}
	if c.Rule == "greedy" && c.completion() != budget.None {
		return fmt.Errorf("--completion %s: greedy leaves nothing that a completion could use; write it with --rule mes", strings.Join(c.Completion, ","))
	}
	return nil
}

// completion is what the flag says, "" if that makes no sense.
func (c budgetCommand) completion() budget.Completion {
	switch strings.Join(c.Completion, ",") {
	case "none":
		return budget.None
	case "add1":
		return budget.Add1
	case "greedy":
		return budget.GreedyFill
	case "add1,greedy":
		return budget.Add1GreedyFill
	}
	return ""
}

// Run reads, buys and prints.
func (c budgetCommand) Run(ctx context.Context, m Main) error {
	e, o, err := c.buy(ctx, m)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(m.Out, newBought(e, o))
	}
	return c.print(m.Out, e, o)
}

// buy reads the election and buys.
func (c budgetCommand) buy(ctx context.Context, m Main) (budget.Election, budget.Outcome, error) {
	e, utility, completion, err := c.election(ctx, m)
	if err != nil {
		return e, budget.Outcome{}, err
	}
	if c.Utility != "" {
		utility = budget.Utility(c.Utility)
	}
	if len(c.Completion) > 0 {
		completion = c.completion()
	}
	var o budget.Outcome
	if c.Rule == "greedy" {
		o, err = budget.Greedy(e, utility)
	} else {
		o, err = budget.EqualShares(e, utility, completion)
	}
	return e, o, err
}

// election reads the file, or what stands on the campaign's page, with how it is counted unless flags say otherwise.
func (c budgetCommand) election(ctx context.Context, m Main) (budget.Election, budget.Utility, budget.Completion, error) {
	if c.In == "" {
		return c.campaignElection(ctx, m)
	}
	if !strings.EqualFold(filepath.Ext(c.In), ".pb") {
		return budget.Election{}, "", "", fmt.Errorf("%s: an election with costs is a file of pabulib.org, whose name ends in .pb; save it as one", c.In)
	}
	e, err := readFile(c.In, budget.Read)
	return e, budget.Cost, budget.None, err
}

// campaignElection is what stands on the campaign's page, with the residents' votes: also while it is open.
func (c budgetCommand) campaignElection(ctx context.Context, m Main) (budget.Election, budget.Utility, budget.Completion, error) {
	db, cfg, k, err := c.campaign(ctx, m, c.Campaign)
	if err != nil {
		return budget.Election{}, "", "", err
	}
	defer db.Close()
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return budget.Election{}, "", "", err
	}
	a, err := db.Appraisal(ctx, k.ID)
	if errors.Is(err, survey.ErrNotFound) || err == nil && (a.Budget.Som == 0 || len(a.Projects) == 0) {
		return budget.Election{}, "", "", fmt.Errorf("campaign %s has no amount of money, or no projects; write them on its page, %s", k.ID, criteria.BudgetPath(k.ID))
	}
	if err != nil {
		return budget.Election{}, "", "", err
	}
	stands, err := tallyCampaign(ctx, db, k.ID, zone, m)
	if err != nil {
		return budget.Election{}, "", "", err
	}
	in := stands.input(prioritize.Reach)
	poll, err := appraisal.NewPoll(&in, &a)
	if err != nil {
		return budget.Election{}, "", "", err
	}
	b := a.Budget.Filled()
	return poll.Election, b.Utility, b.Completion, nil
}

// bought is what is printed with --json.
type bought struct {
	Selected     []string        `json:"selected"`
	Cost         float64         `json:"cost"`
	Budget       float64         `json:"budget"`
	Left         float64         `json:"left"`
	ByCompletion []string        `json:"by_completion"`
	Raise        float64         `json:"raise"`
	Voters       int             `json:"voters"`
	Votes        budget.VoteType `json:"votes"`
}

func newBought(e budget.Election, o budget.Outcome) bought {
	b := bought{
		Selected: []string{}, Cost: millionths(o.Cost), Budget: e.Budget, Left: millionths(o.Unspent()),
		ByCompletion: []string{}, Raise: o.Raise, Voters: e.Voters(), Votes: o.Votes,
	}
	for _, p := range o.Purchases {
		b.Selected = append(b.Selected, e.Projects[p.Project].ID)
		if p.By != budget.ByRule {
			b.ByCompletion = append(b.ByCompletion, e.Projects[p.Project].ID)
		}
	}
	return b
}

// millionths rounds an amount, so that a sum of tenths is what it is on paper.
func millionths(x float64) float64 { return math.Round(x*1e6) / 1e6 }

// amount is money as it is printed.
func amount(x float64) string { return strconv.FormatFloat(millionths(x), 'f', -1, 64) }

// print prints a table of what is bought, and what has to be said of it.
func (c budgetCommand) print(w io.Writer, e budget.Election, o budget.Outcome) error {
	rows := [][]string{{"", "PROJECT", "NAME", "COST", "SUPPORTERS", "BOUGHT BY"}}
	for k, p := range o.Purchases {
		by := string(p.By)
		if p.By == budget.ByRule {
			by = c.Rule
		}
		project := e.Projects[p.Project]
		rows = append(rows, []string{
			strconv.Itoa(k + 1), project.ID, strings.Join(strings.Fields(project.Name), " "), amount(project.Cost), strconv.Itoa(p.Supporters), by,
		})
	}
	if !slices.ContainsFunc(rows[1:], func(row []string) bool { return row[2] != "" }) {
		for i := range rows {
			rows[i] = slices.Delete(rows[i], 2, 3)
		}
	}
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if len(o.Purchases) > 0 {
		for _, row := range rows {
			fmt.Fprintln(out, strings.Join(row, "\t"))
		}
		fmt.Fprintln(out)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "%d of %d projects are bought for %s of %s; %s is left.\n", len(o.Purchases), len(e.Projects), amount(o.Cost), amount(e.Budget), amount(o.Unspent()))
	if o.Raise > 0 {
		fmt.Fprintf(w, "Add1 raised the money of each of %d voters by %s.\n", e.Voters(), amount(o.Raise))
	}
	if o.All && len(o.Purchases) < len(e.Projects) {
		fmt.Fprintln(w, "More money for the voters would change nothing: the others have no supporters or cost more than the budget.")
	}
	if o.Votes == budget.Ordinal {
		fmt.Fprintln(w, "The votes are orders: every project that a voter lists counts as approved, wherever it stands.")
	}
	return nil
}
