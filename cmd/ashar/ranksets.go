package main

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"ashar/prioritize/rankset"
)

type ranksetsCommand struct {
	In          string  `required:"" type:"existingfile" placeholder:"FILE" help:"CSV file with the columns name,estimate,se or name,count."`
	Multinomial bool    `help:"The counts are of a choice of one item each: use exact binomial tests."`
	Level       float64 `default:"0.95" placeholder:"LEVEL" help:"Confidence that all sets hold at once, between 0 and 1 (${default})."`
	Top         *int    `placeholder:"K" help:"Say too who is certainly, and who possibly, among the first K."`
	JSON        bool    `name:"json" help:"Print JSON instead of a table."`
}

// Help tells what the flags' list does not.
func (ranksetsCommand) Help() string {
	return `A ranking of estimates is as uncertain as they are. This prints for every item
the ranks that it may truly have: all these sets hold at once with the
confidence of --level. A higher estimate ranks first; equal ones share a rank.

The file has a heading and a row for each item, parted by commas, semicolons
or tabs:

  name,estimate,se    estimates that are independent of each other, with their
                      standard errors; the sets are by the step-down method of
                      Mogstad, Romano, Shaikh and Wilhelm (2024)
  name,count          how many chose the item, where everyone chose one; needs
                      --multinomial; the sets are by exact binomial tests with
                      Holm's correction

A new tier begins where every item above is significantly better than every
item below.

With --json:

  {"sets": [{"name": "Water", "rank": 1, "lo": 1, "hi": 2, "tier": 1}, ...],
   "top": {"k": 3, "certain": ["Water"], "contender": ["Road", "School"]}}

The sets stand in the order of rank, and as in the file where it is shared.
There is a top only with --top: certain are those whose whole set is within the
first K, contenders those of whose set a part is. All others are out.`
}

// Validate refuses what makes no sense whatever the file holds.
func (c ranksetsCommand) Validate() error {
	if !(c.Level > 0 && c.Level < 1) {
		return fmt.Errorf("--level %g: write a number between 0 and 1, such as 0.95", c.Level)
	}
	if c.Top != nil && *c.Top < 1 {
		return fmt.Errorf("--top %d: write how many are to be chosen, at least 1", *c.Top)
	}
	return nil
}

// Run reads, finds the sets and prints them.
func (c ranksetsCommand) Run(m Main) error {
	e, sets, err := c.find()
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(m.Out, c.document(e, sets))
	}
	return c.print(m.Out, e, sets)
}

// find reads the file and finds the sets.
func (c ranksetsCommand) find() (*rankset.Estimates, rankset.Sets, error) {
	e, err := readFile(c.In, rankset.ReadEstimates)
	if err != nil {
		return nil, rankset.Sets{}, err
	}
	counts := e.Counts != nil
	switch {
	case counts && !c.Multinomial:
		return nil, rankset.Sets{}, fmt.Errorf("%s: it has counts; if everyone chose one item, add --multinomial, else write name,estimate,se", c.In)
	case !counts && c.Multinomial:
		return nil, rankset.Sets{}, fmt.Errorf("%s: --multinomial wants counts; write name,count, or leave it out", c.In)
	}
	var sets rankset.Sets
	if counts {
		sets, err = rankset.Multinomial(e.Counts, c.Level)
	} else {
		sets, err = rankset.Simultaneous(e.Values, rankset.Independent(e.SE), rankset.Options{Level: c.Level})
	}
	if err != nil {
		return nil, rankset.Sets{}, fmt.Errorf("%s: %w", c.In, err)
	}
	return e, sets, nil
}

// rankSets is what is printed with --json.
type rankSets struct {
	Sets []rankSet `json:"sets"`
	Top  *rankTop  `json:"top,omitempty"`
}

type rankSet struct {
	Name string `json:"name"`
	Rank int    `json:"rank"`
	Lo   int    `json:"lo"`
	Hi   int    `json:"hi"`
	Tier int    `json:"tier"`
}

type rankTop struct {
	K         int      `json:"k"`
	Certain   []string `json:"certain"`
	Contender []string `json:"contender"`
}

func (c ranksetsCommand) document(e *rankset.Estimates, sets rankset.Sets) rankSets {
	var d rankSets
	for _, j := range sets.Order() {
		x := sets.Items[j]
		d.Sets = append(d.Sets, rankSet{Name: e.Names[j], Rank: x.Rank, Lo: x.Low, Hi: x.High, Tier: x.Tier})
	}
	if c.Top != nil {
		certain, contender := sets.Top(*c.Top)
		d.Top = &rankTop{K: *c.Top, Certain: namesAt(e.Names, certain), Contender: namesAt(e.Names, contender)}
	}
	return d
}

// namesAt lists the names at these places.
func namesAt(names []string, at []int) []string {
	picked := make([]string, 0, len(at))
	for _, j := range at {
		picked = append(picked, names[j])
	}
	return picked
}

// print prints a table, a blank line between tiers.
func (c ranksetsCommand) print(w io.Writer, e *rankset.Estimates, sets rankset.Sets) error {
	level := strconv.FormatFloat(c.Level*100, 'g', 10, 64)
	method := "two-sided step-down (Mogstad, Romano, Shaikh and Wilhelm 2024)"
	if e.Counts != nil {
		method = "exact binomial tests with Holm's correction"
	}
	fmt.Fprintf(w, "%d items, %s %% simultaneous rank sets\n%s\n\n", len(e.Names), level, method)
	t := newRankTable(e)
	t.heading(w)
	last := 1
	for _, j := range sets.Order() {
		if x := sets.Items[j]; x.Tier > last {
			last = x.Tier
			fmt.Fprintln(w)
		}
		t.row(w, e.Names[j], j, sets.Items[j])
	}
	note := "● the rank by the estimates, ─ the ranks that it may truly have"
	if c.Top == nil {
		_, err := fmt.Fprintf(w, "\n%s\n", note)
		return err
	}
	certain, contender := sets.Top(*c.Top)
	_, err := fmt.Fprintf(w, "\n%s\n\nAmong the first %d\ncertainly: %s\npossibly:  %s\n", note, *c.Top,
		listed(namesAt(e.Names, certain)), listed(namesAt(e.Names, contender)))
	return err
}

func listed(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// rankTable is the layout of a table of rank sets.
type rankTable struct {
	items    int
	figures  [][]string // of each item: estimate and standard error, or the count
	headings []string   // of the figures
	name     int        // characters
	chart    int        // characters that the ranks are drawn in
}

// widestChart is the most characters that ranks are drawn in.
const widestChart = 60

func newRankTable(e *rankset.Estimates) rankTable {
	t := rankTable{items: len(e.Names), name: len("name"), headings: []string{"estimate", "se"}}
	if e.Counts != nil {
		t.headings = []string{"count"}
	}
	decimals := rankDecimals(e.SE)
	for j, name := range e.Names {
		t.name = max(t.name, utf8.RuneCountInString(name))
		if e.Counts != nil {
			t.figures = append(t.figures, []string{strconv.FormatInt(e.Counts[j], 10)})
			continue
		}
		t.figures = append(t.figures, []string{rankFigure(e.Values[j], decimals), rankFigure(e.SE[j], decimals)})
	}
	for i := range t.headings {
		widest := utf8.RuneCountInString(t.headings[i])
		for _, f := range t.figures {
			widest = max(widest, len(f[i]))
		}
		t.headings[i] = fmt.Sprintf("%*s", widest, t.headings[i])
	}
	each := min(max(widestChart/t.items, 1), 4) // characters to a rank
	t.chart = min((t.items-1)*each+1, widestChart)
	return t
}

// rankDecimals is how many decimals show two figures of the smallest standard
// error above 0; -1 if there is none or that are too many.
func rankDecimals(se []float64) int {
	smallest := math.Inf(1)
	for _, x := range se {
		if x > 0 {
			smallest = min(smallest, x)
		}
	}
	decimals := 1 - math.Floor(math.Log10(smallest))
	if decimals < -9 || decimals > 9 {
		return -1
	}
	return int(max(decimals, 0))
}

// rankFigure writes a number with so many decimals, or with six figures if it is
// too large for that or decimals is -1.
func rankFigure(x float64, decimals int) string {
	if decimals < 0 || math.Abs(x) >= 1e9 {
		return strconv.FormatFloat(x, 'g', 6, 64)
	}
	return strconv.FormatFloat(x, 'f', decimals, 64)
}

func (t rankTable) heading(w io.Writer) {
	scale := "1"
	if last := strconv.Itoa(t.items); t.items > 1 {
		scale += strings.Repeat(" ", max(t.chart-len(scale)-len(last), 1)) + last
	}
	fmt.Fprintf(w, "tier  rank  %-*s  %s  %-7s  %s\n", t.name, "name", strings.Join(t.headings, "  "), "may be", scale)
}

func (t rankTable) row(w io.Writer, name string, j int, x rankset.Set) {
	fmt.Fprintf(w, "%4d  %4d  %-*s", x.Tier, x.Rank, t.name, name)
	for i, f := range t.figures[j] {
		fmt.Fprintf(w, "  %*s", len(t.headings[i]), f)
	}
	fmt.Fprintf(w, "  %-7s  %s\n", fmt.Sprintf("%d–%d", x.Low, x.High), t.draw(x))
}

// draw draws a set, with the rank as a dot.
func (t rankTable) draw(x rankset.Set) string {
	at := func(rank int) int {
		if t.items == 1 {
			return 0
		}
		return ((rank-1)*(t.chart-1) + (t.items-1)/2) / (t.items - 1)
	}
	line := []rune(strings.Repeat(" ", at(x.High)+1))
	for i := at(x.Low); i <= at(x.High); i++ {
		line[i] = '─'
	}
	line[at(x.Rank)] = '●'
	return string(line)
}
