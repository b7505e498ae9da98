package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"ashar/prioritize"
	"ashar/prioritize/sheet"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
)

type rankCommand struct {
	storeSettings `embed:""`
	rankFile      `embed:""`
	Campaign      []string `placeholder:"ID" help:"Campaign to rank (the only one, if there is one); several are ranked together, as a region."`
	Region        string   `placeholder:"NAME" help:"What the region of several campaigns is called (their municipalities' district)."`
	Village       string   `placeholder:"ID" help:"Rank one village of the campaign alone."`
	Rule          string   `default:"reach" enum:"reach,borda,points,schulze,copeland,kemeny,bradley-terry,plackett-luce" help:"What to order by: reach, the share that chose a need; borda, its places in the residents' orders; points, its share of the points given (${default}); with --in also schulze, copeland, kemeny, bradley-terry or plackett-luce."`
	Top           int      `default:"5" help:"How many needs are sought (${default})."`
	Keep          string   `placeholder:"FILE.json" help:"Also write the evidence: all that the ranking follows from. It holds counts of a few people: do not publish it."`
	Evidence      string   `placeholder:"FILE.json" help:"Rank again from evidence that was kept, instead of a campaign."`
	Lang          string   `default:"ky" enum:"ky,ru,en" help:"Language of a campaign's table: ky, ru or en (${default})."`
	JSON          bool     `name:"json" help:"Print the whole ranking as JSON instead of a table."`
}

// Run ranks and prints.
func (c rankCommand) Run(ctx context.Context, m Main) error {
	if c.In != "" {
		return c.rank(m.Out, c.Rule, c.JSON)
	}
	if err := c.needsFile(c.Rule); err != nil {
		return err
	}
	in, words, open, err := c.input(ctx, m)
	if err != nil {
		return err
	}
	ranking, err := prioritize.Rank(in)
	if err != nil {
		return err
	}
	if err := keep(c.Keep, in); err != nil {
		return err
	}
	if c.JSON {
		return printJSON(m.Out, ranking)
	}
	return rankingTable{ranking, &in, words.For(c.Lang), open}.print(m.Out)
}

// input is what is to be ranked: of a campaign, of several, or as it was kept. It is open where answers of a campaign may
// still come; of what was kept, nothing is known of that.
func (c rankCommand) input(ctx context.Context, m Main) (_ prioritize.Input, _ *locale.Words, open bool, _ error) {
	if c.Evidence != "" {
		if len(c.Campaign) > 0 || c.Region != "" || c.Village != "" || c.Rule != string(prioritize.Reach) || c.Top != prioritize.DefaultTop {
			return prioritize.Input{}, nil, false, errors.New("--evidence ranks what was kept, as it was ranked: leave out --campaign, --region, --village, --rule and --top")
		}
		in, err := readFile(c.Evidence, readEvidence)
		if err != nil {
			return prioritize.Input{}, nil, false, err
		}
		words, err := locale.Load()
		return in, words, open, err
	}
	campaigns := c.Campaign
	if len(campaigns) == 0 {
		campaigns = []string{""} // the only one
	}
	var inputs []prioritize.Input
	var words *locale.Words
	for _, campaign := range campaigns {
		stands, w, err := c.count(ctx, m, campaign)
		if err != nil {
			return prioritize.Input{}, nil, false, err
		}
		in := stands.input(prioritize.Rule(c.Rule))
		in.Village, in.Top = c.Village, c.Top
		inputs, words, open = append(inputs, in), w, open || !stands.campaign.Over()
	}
	if len(inputs) == 1 {
		return inputs[0], words, open, nil
	}
	region := survey.Municipality{ID: "region", Name: inputs[0].Municipality.District}
	if c.Region != "" {
		region.Name = survey.Text{locale.Kyrgyz: c.Region, locale.Russian: c.Region, locale.English: c.Region}
	}
	in, err := prioritize.Merge(region, inputs...)
	in.Village = c.Village
	return in, words, open, err
}

func readEvidence(r io.Reader) (prioritize.Input, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return prioritize.Input{}, err
	}
	var in prioritize.Input
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err = d.Decode(&in); err == nil {
		if _, err = d.Token(); errors.Is(err, io.EOF) {
			return in, nil
		}
		err = errors.New("something follows after its end")
	}
	return prioritize.Input{}, fmt.Errorf("this is no evidence that was kept: %w", sheet.JSON(text, err))
}

// keep writes the evidence, readable by its owner alone.
func keep(name string, in prioritize.Input) error {
	if name == "" {
		return nil
	}
	evidence, err := json.MarshalIndent(in, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(evidence, '\n'), 0o600)
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
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return standing{}, nil, err
	}
	stands, err := tallyCampaign(ctx, db, campaign, zone, m)
	return stands, words, err
}

// standing is a campaign with its answers counted.
type standing struct {
	counted
	tally  *prioritize.Tally
	aside  *prioritize.Tally // of the answers that do not count
	votes  prioritize.Votes
	unread int64               // responses that could not be read
	zone   *time.Location      // in which dates are told
	frozen *prioritize.Counted // instead of the four above, of a campaign that is frozen
}

// tallyCampaign counts a campaign's answers, or goes by what was kept of them when it was
// frozen; with no identifier, those of the only campaign there is.
func tallyCampaign(ctx context.Context, db *store.DB, id string, zone *time.Location, m Main) (standing, error) {
	id, err := campaignNamed(ctx, db, id)
	if err != nil {
		return standing{}, err
	}
	c, err := readCampaign(ctx, db, id)
	if err != nil {
		return standing{}, err
	}
	s := standing{counted: c, tally: prioritize.NewTally(c.reader.Shape()), aside: prioritize.NewTally(c.reader.Shape()), votes: prioritize.Votes{}, zone: zone}
	if c.campaign.Frozen() {
		_, frozen, err := freezer{db, zone}.withBallots(ctx, m.Now(), access.Terminal(), id)
		if err != nil {
			return standing{}, err
		}
		s.frozen, s.municipality = &frozen, *frozen.Municipality
		return s, nil
	}
	p := newProgress(m.Err, "Counting answers", -1)
	for r, err := range db.Responses(ctx, id) {
		if err != nil {
			return standing{}, err
		}
		switch b, err := c.reader.Read(&r); {
		case err != nil && r.Counts():
			s.unread++
		case err != nil:
		case r.Counts():
			s.tally.Add(&b)
			s.votes.Add(&b)
		default:
			s.aside.Add(&b)
		}
		p.add(1)
	}
	p.done("%d", s.tally.Count())
	return s, nil
}

// input is what the campaign's ranking follows from.
func (s standing) input(rule prioritize.Rule) prioritize.Input {
	if s.frozen != nil {
		in := s.frozen.Input
		in.Rule, in.Code = rule, codeVersion()
		return in
	}
	return prioritize.Input{
		Campaign: s.campaign.ID, Questionnaire: s.reader.Questionnaire(), Municipality: &s.municipality,
		Needs: s.reader.Needs(), Services: s.reader.Services(), Asked: s.reader.Asked(), Tally: s.tally, Aside: s.someAside(), Votes: s.votes, Rule: rule, Unread: s.unread, Code: codeVersion(),
	}
}

// someAside is nil where nothing was set aside, of which the evidence says nothing then.
func (s standing) someAside() *prioritize.Tally {
	if s.aside.Count() == 0 {
		return nil
	}
	return s.aside
}
