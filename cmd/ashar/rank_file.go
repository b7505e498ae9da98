package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"ashar/prioritize"
	"ashar/prioritize/vote"
)

// rankFile are the settings of a ranking of a file.
type rankFile struct {
	In      string  `placeholder:"FILE" help:"Rank the answers of a file instead of a campaign: .soc, .soi, .toc, .toi or .csv."`
	Weights string  `placeholder:"FILE" help:"With --in: the answers' weights, CSV or JSON (each weighs 1)."`
	Column  string  `placeholder:"NAME" help:"With --in: the column of a .csv file that holds the lists (told by looking)."`
	Alpha   float64 `default:"0.1" help:"With --in: strength of the prior of bradley-terry and plackett-luce, 0 for none (${default})."`
}

// Help tells what the flags' list does not.
func (rankCommand) Help() string {
	return `Without --in a campaign is ranked, by reach, borda or points; --json prints the
whole document: of every need its figures, rank, "rank_lo" and "rank_hi", "tier",
"top" and what explains it, and beside them "weighting", "checks", "without",
"representation", "method", and "inputs", the hash of what it follows from.
docs/priorities.md says how to read it. With --in the answers of a file are
ranked, by any rule; the file's name ends in what it is.

.soc, .soi, .toc, .toi: orders as PrefLib keeps them, in its present form and in
that before 2022. Items are the alternatives, and their numbers the ids.

.csv: one answer in a row, parted by commas, semicolons or tabs. The layout is
told by looking, the first of these that fits.

Pairs: a heading with winner and loser; each row is a comparison of two.

  winner,loser
  water,roads

Places: a heading of items, and whole numbers below it: 1 for the best, the same
number for ties, 0 or nothing for items that are not ranked. So a table of 0 and
1 is one of approvals.

  water,roads,light
  1,2,
  0,1,1

Lists: each row names items, best first, cell by cell. The first row is a heading
if none of its cells stands below. If only one column has anything in it, its
cells hold whole lists, with names parted by spaces, or by ">" if there is one;
two or more comparisons in such a cell, as "water>roads light=roads", are pairs.

  first,second        needs
  water,roads         water roads
  light               light

In all three a column n counts its row n times, and a column weight weighs it. A
name twice in a list counts once. A table with other columns besides, as 'ashar
export' writes it, needs --column: the name of the one column that holds lists.

--weights takes a CSV file with one column, weight: a number for each row of the
answers, in their order. Or one with weight and categories: an answer has the
weight of its categories, and the answers' file has columns of their names. Or
JSON, as 'ashar weigh --json' prints it, the same way.

  village,sex,weight  {"cells":[
  a,f,1.2               {"village":"a","sex":"f","weight":1.2},
  a,m,0.8               {"village":"a","sex":"m","weight":0.8}]}

Scores, of m items; unranked ones are below all ranked ones, but in pairs:

  reach          share of the weight that ranks the item at all, 0 to 1
  borda          mean of (m-r)/(m-1) for place r, where tied and unranked
                 items get the mean of their places, 0 to 1
  copeland       items that it beats by majority, less those that beat it
  schulze        items that it beats by the widest path of winning votes
  kemeny         items placed below it in the order with least disagreement
  bradley-terry  logarithm of the worth by pairs, with the mean 0: between
                 two items a difference of d makes odds of exp(d) to 1
  plackett-luce  the same by whole orders; of tied items each is taken to be chosen
                 from all that remain, and a last tie tells nothing

--json prints an object: "rule", and "items" by rank and then as in the file, each
with "id", "name", "rank" and "score". The rank is 1 + the number of items with a
better score; equal ones share it. For kemeny also "agreement" and "distance", the
weight of the ballots' pairs that agree and disagree with the order; "unique",
whether no other order disagrees so little; and "heuristic", whether a better one
may have been missed: where more than 20 items beat each other in a circle.`
}

// needsFile is an error if something was asked for that only files have.
func (c rankFile) needsFile(rule string) error {
	switch {
	case c.Weights != "":
		return errors.New("--weights needs --in: a campaign has weights of its own")
	case c.Column != "":
		return errors.New("--column needs --in")
	case !slices.Contains(prioritize.Rules(), prioritize.Rule(rule)):
		return fmt.Errorf("--rule %s needs --in: a campaign is ordered by reach, borda or points, and its JSON tells what other rules make of it", rule)
	}
	return nil
}

// rank ranks the file and prints the result.
func (c rankFile) rank(out io.Writer, rule string, asJSON bool) error {
	if rule == string(prioritize.Points) {
		return errors.New("--rule points is for campaigns: files have no points; rank them by another rule, or points that cost money by 'ashar budget'")
	}
	p, err := c.read()
	if err != nil {
		return err
	}
	r, err := rankProfile(p, rule, c.Alpha)
	if err != nil {
		return fmt.Errorf("%s: %w", c.In, err)
	}
	if asJSON {
		return printJSON(out, r)
	}
	return r.print(out)
}

// read reads the answers, weighed.
func (c rankFile) read() (*vote.Profile, error) {
	var weights *vote.Weights
	var err error
	if c.Weights != "" {
		if weights, err = readFile(c.Weights, vote.ReadWeights); err != nil {
			return nil, err
		}
	}
	ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(c.In), "."))
	read := func(f io.Reader) (*vote.Answers, error) {
		options := vote.CSVOptions{Column: c.Column}
		if weights != nil {
			options.Beside = weights.Categories()
		}
		return vote.ReadCSV(f, options)
	}
	if ending != "csv" {
		if !slices.Contains([]vote.Kind{vote.SOC, vote.SOI, vote.TOC, vote.TOI}, vote.Kind(ending)) {
			return nil, fmt.Errorf("%s: the name must end in .soc, .soi, .toc, .toi (orders as PrefLib keeps them) or .csv, to say what the file is", c.In)
		}
		if c.Column != "" {
			return nil, fmt.Errorf("--column is for .csv files: %s has no columns", c.In)
		}
		read = func(f io.Reader) (*vote.Answers, error) { return vote.ReadPrefLib(f, vote.Kind(ending)) }
	}
	answers, err := readFile(c.In, read)
	if err != nil {
		return nil, err
	}
	if weights != nil {
		if err := answers.Weigh(weights); err != nil {
			return nil, fmt.Errorf("%s: %w", c.In, err)
		}
	}
	return &answers.Profile, nil
}

// fileRanking is what is printed of a ranking.
type fileRanking struct {
	Rule      string       `json:"rule"`
	Items     []rankedItem `json:"items"`
	Agreement *float64     `json:"agreement,omitempty"`
	Distance  *float64     `json:"distance,omitempty"`
	Unique    *bool        `json:"unique,omitempty"`
	Heuristic *bool        `json:"heuristic,omitempty"`

	optima int64
	whole  bool // scores are whole numbers
}

type rankedItem struct {
	ID    string  `json:"id"`
	Name  string  `json:"name"`
	Rank  int     `json:"rank"`
	Score float64 `json:"score"`
}

// rankProfile ranks by the rule of a name.
func rankProfile(p *vote.Profile, rule string, alpha float64) (fileRanking, error) {
	var out fileRanking
	var result vote.Result
	var err error
	switch rule {
	case "reach":
		result, err = vote.Reach(p)
	case "borda":
		result, err = vote.Borda(p)
	case "plackett-luce":
		result, err = vote.PlackettLuce(p, alpha)
	default:
		var n *vote.Matrix
		if n, err = p.Matrix(); err != nil {
			return out, err
		}
		out.whole = true
		switch rule {
		case "copeland":
			result = vote.Copeland(n)
		case "schulze":
			result = vote.Schulze(n).Result
		case "kemeny":
			k := vote.Kemeny(n)
			result, out.optima = k.Result, k.Optima
			out.Agreement, out.Distance, out.Unique, out.Heuristic = &k.Agreement, &k.Distance, &k.Unique, &k.Heuristic
		default:
			out.whole = false
			result, err = vote.BradleyTerry(n, alpha)
		}
	}
	out.Rule = rule
	for _, x := range result.Places {
		item := p.Items[x.Item]
		out.Items = append(out.Items, rankedItem{ID: item.ID, Name: item.Name, Rank: x.Rank, Score: x.Score})
	}
	return out, err
}

// print prints a table.
func (r fileRanking) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	numbered := slices.ContainsFunc(r.Items, func(x rankedItem) bool { return x.ID != x.Name })
	id := func(x string) string {
		if numbered {
			return x + "\t"
		}
		return ""
	}
	fmt.Fprintf(w, "RANK\t%sITEM\tSCORE\n", id("ID"))
	for _, x := range r.Items {
		score := fmt.Sprintf("%.4f", x.Score)
		if r.whole {
			score = fmt.Sprintf("%.0f", x.Score)
		}
		fmt.Fprintf(w, "%d\t%s%s\t%s\n", x.Rank, id(x.ID), x.Name, score)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if r.Rule != "kemeny" {
		return nil
	}
	_, err := fmt.Fprintf(out, "\nAgreement %.10g, distance %.10g: %s.\n", *r.Agreement, *r.Distance, r.optimum())
	return err
}

// optimum says how good Kemeny's order is.
func (r fileRanking) optimum() string {
	switch {
	case *r.Heuristic:
		return fmt.Sprintf("the best order found; more than %d items beat each other in a circle, and a better one may exist", vote.MaxExact)
	case *r.Unique:
		return "the only order that disagrees so little"
	}
	return fmt.Sprintf("the first of %d orders that disagree so little", r.optima)
}
