package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/locale"
)

type rankCommand struct {
	storeSettings `embed:""`
	rankFile      `embed:""`
	Campaign      string `placeholder:"ID" help:"Campaign to rank (the only one, if there is one)."`
	Rule          string `default:"reach" enum:"reach,borda,schulze,copeland,kemeny,bradley-terry,plackett-luce" help:"What to order by: reach, the share that chose a need, or borda, its places in the residents' orders (${default}); with --in also schulze, copeland, kemeny, bradley-terry or plackett-luce."`
	Lang          string `default:"ky" enum:"ky,ru,en" help:"Language of a campaign's table: ky, ru or en (${default})."`
	JSON          bool   `name:"json" help:"Print the whole ranking as JSON instead of a table."`
}

// Run ranks and prints.
func (c rankCommand) Run(ctx context.Context, m Main) error {
	if c.In != "" {
		return c.rank(m.Out, c.Rule, c.JSON)
	}
	if err := c.needsFile(c.Rule); err != nil {
		return err
	}
	stands, words, err := c.count(ctx, m, c.Campaign)
	if err != nil {
		return err
	}
	now, err := stands.snapshot(prioritize.Rule(c.Rule))
	if err != nil {
		return err
	}
	ranking := now.Ranking
	if c.JSON {
		enc := json.NewEncoder(m.Out)
		enc.SetIndent("", "  ")
		return enc.Encode(ranking)
	}
	return printRanking(m.Out, ranking, stands.municipality, words.For(c.Lang))
}

// count counts the answers of a campaign in the store of the settings, and loads
// the words to speak of them.
func (s storeSettings) count(ctx context.Context, m Main, campaign string) (standing, *locale.Words, error) {
	db, cfg, err := s.existing(ctx, m)
	if err != nil {
		return standing{}, nil, err
	}
	defer db.Close()
	words, err := loadWords(cfg)
	if err != nil {
		return standing{}, nil, err
	}
	stands, err := tallyCampaign(ctx, db, campaign, m)
	if err != nil {
		return standing{}, nil, err
	}
	stands.zone, err = time.LoadLocation(cfg.TimeZone)
	return stands, words, err
}

// standing is a campaign with its answers counted.
type standing struct {
	counted
	tally  *prioritize.Tally
	unread int64          // responses that could not be read
	zone   *time.Location // in which dates are told
}

// tallyCampaign counts a campaign's answers; with no identifier, those of the
// only campaign there is.
func tallyCampaign(ctx context.Context, db *store.DB, id string, m Main) (standing, error) {
	id, err := campaignNamed(ctx, db, id)
	if err != nil {
		return standing{}, err
	}
	c, err := readCampaign(ctx, db, id)
	if err != nil {
		return standing{}, err
	}
	s := standing{counted: c, tally: prioritize.NewTally(c.reader.Shape()), zone: time.UTC}
	p := newProgress(m.Err, "Counting answers", -1)
	for r, err := range db.ResponsesSince(ctx, id, time.Time{}) {
		if err != nil {
			return standing{}, err
		}
		if b, err := c.reader.Read(&r); err == nil {
			s.tally.Add(&b)
		} else {
			s.unread++
		}
		p.add(1)
	}
	p.done("%d", s.tally.Count())
	return s, nil
}

func (s standing) snapshot(rule prioritize.Rule) (*prioritize.Snapshot, error) {
	return prioritize.NewSnapshot(prioritize.Input{
		Campaign: s.campaign.ID, Questionnaire: s.reader.Questionnaire(), Municipality: &s.municipality,
		Needs: s.reader.Needs(), Tally: s.tally, Rule: rule, Unread: s.unread,
	})
}

// barWidth is the length of a bar that stands for the highest interval's end.
const barWidth = 28

// printRanking prints a ranking as a table whose bars show share and interval.
func printRanking(w io.Writer, r prioritize.Ranking, m survey.Municipality, say locale.Speaker) error {
	lang := say.Lang()
	highest, longest := 0.0, 0
	for _, item := range r.Items {
		if item.High != nil {
			highest = max(highest, *item.High)
		}
		longest = max(longest, utf8.RuneCountInString(item.Need.Name.In(lang)))
	}
	fmt.Fprintf(w, "%s — %s\n", m.Name.In(lang), say.T("terminal.rank.title"))
	if r.Invented {
		fmt.Fprintln(w, say.T("terminal.invented"))
	}
	fmt.Fprintf(w, "%s\n\n", say.T("terminal.rank.base", "Count", say.Number(int(r.Answered)), "Effective", say.Number(int(math.Round(r.Weighting.NEff)))))
	for _, item := range r.Items {
		name := item.Need.Name.In(lang)
		if item.Chosen == nil { // a few chose it, or all but a few
			fmt.Fprintf(w, "%3d  %s%s  %s  %5s\n", item.Rank, name, strings.Repeat(" ", longest-utf8.RuneCountInString(name)), strings.Repeat(" ", barWidth), say.T("report.cell.hidden"))
			continue
		}
		borda := ""
		if item.Borda != nil {
			borda = say.Decimal(item.Borda.Value, 3)
		}
		fmt.Fprintf(w, "%3d  %s%s  %s  %5s  %13s  %5s  %s  %4d\n",
			item.Rank, name, strings.Repeat(" ", longest-utf8.RuneCountInString(name)), bar(item, highest),
			say.Percent(*item.Share, 1), say.Percent(*item.Low, 1)+"–"+say.Percent(*item.High, 1),
			say.Percent(*item.Unweighted, 1), borda, *item.Chosen)
	}
	_, err := fmt.Fprintf(w, "\n%s\n", strings.Join(notes(r, m, say), "\n"))
	return err
}

// notes are what stands under the table: what its columns are, and what its reader
// must know.
func notes(r prioritize.Ranking, m survey.Municipality, say locale.Speaker) []string {
	all := []string{say.T("terminal.rank.columns")}
	if slices.ContainsFunc(r.Items, func(i prioritize.Item) bool { return i.Chosen == nil }) {
		all = append(all, say.T("report.cell.hidden")+" "+say.T("terminal.rank.hidden"))
	}
	for _, w := range slices.Concat(r.Weighting.Warnings, r.Warnings) {
		all = append(all, analysis.Warning(say, w, func(id string) string {
			if v := m.Village(id); v != nil {
				return v.Name.In(say.Lang())
			}
			return id
		}))
	}
	return all
}

// bar draws a share that is shown as a dot on its interval.
func bar(item prioritize.Item, highest float64) string {
	if highest == 0 {
		return strings.Repeat(" ", barWidth)
	}
	at := func(share float64) int { return int(math.Round(share / highest * (barWidth - 1))) }
	line := []rune(strings.Repeat(" ", barWidth))
	for i := at(*item.Low); i <= at(*item.High); i++ {
		line[i] = '─'
	}
	line[at(*item.Share)] = '●'
	return string(line)
}
