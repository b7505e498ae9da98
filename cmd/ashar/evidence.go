package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/prioritize/evidence"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
)

// proofs make the evidence of campaigns that are frozen.
type proofs struct {
	freezer
	words *locale.Words
	now   func() time.Time

	mu    sync.RWMutex
	seals map[string]sealed // by campaign: what never changes
}

type sealed struct {
	analysis.Frozen
	municipality *survey.Municipality // as it was counted by
	ballots      bool
}

func newProofs(db *store.DB, words *locale.Words, now func() time.Time, zone *time.Location) *proofs {
	return &proofs{freezer: freezer{db, zone}, words: words, now: now, seals: map[string]sealed{}}
}

// Sealed is the hash that the campaign was frozen under, and whether its ballots are kept; see board.Evidence.
func (p *proofs) Sealed(ctx context.Context, c survey.Campaign) (hash string, ballots bool, err error) {
	s, err := p.seal(ctx, c.ID)
	return s.Hash, s.ballots && c.Cleared.IsZero(), err
}

// seal is what a campaign that is frozen is known by.
func (p *proofs) seal(ctx context.Context, campaign string) (sealed, error) {
	p.mu.RLock()
	s, known := p.seals[campaign]
	p.mu.RUnlock()
	if known {
		return s, nil
	}
	f, err := p.kept(ctx, p.now(), access.Service(), campaign)
	if err != nil {
		return sealed{}, err
	}
	counted, err := f.Open()
	if err != nil {
		return sealed{}, err
	}
	s = sealed{analysis.Frozen{At: f.At, Hash: f.Hash}, counted.Municipality, len(f.Parts) > 0}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seals[campaign] = s
	return s, nil
}

// Pack makes the pack of a campaign that is frozen, and tells the audit trail who has it; see board.Evidence.
func (p *proofs) Pack(ctx context.Context, by access.Account, campaign string) (*evidence.Pack, error) {
	now := p.now()
	frozen, counted, err := p.withBallots(ctx, now, by, campaign)
	if err != nil {
		return nil, err
	}
	c, err := p.db.Campaign(ctx, campaign)
	if err != nil {
		return nil, err
	}
	pack, err := evidence.New(frozen, counted, codeVersion(), readme(p.words, &c, frozen.Hash))
	if err != nil {
		return nil, err
	}
	_, err = access.NewTrail(p.db).Write(ctx, now, by, access.Deed{
		Municipality: frozen.Municipality, Action: access.ExportResults, Subject: "campaign/" + campaign, After: "evidence given, sha256 " + frozen.Hash,
	})
	return pack, err
}

// readme is what people find in a pack, in every language.
func readme(words *locale.Words, c *survey.Campaign, hash string) string {
	var all []string
	for _, lang := range words.Languages() {
		say := words.For(lang)
		all = append(all, strings.TrimSpace(say.T("evidence.readme", "Campaign", c.Title.In(say.Lang()), "Fingerprint", prioritize.Fingerprint(hash))))
	}
	return strings.Join(all, "\n\n----\n\n") + "\n"
}

type evidenceCommand struct {
	storeSettings `embed:""`
	Campaign      string `placeholder:"ID" help:"Campaign to prove (the only one, if there is one); it must be frozen."`
	Out           string `type:"path" placeholder:"FILE.zip" help:"Where to write it (CAMPAIGN-evidence.zip)."`
}

// Help tells what the flags' list does not.
func (evidenceCommand) Help() string {
	return `The pack holds the nameless answers that were counted when the campaign was
frozen, what they come to, and every ranking. Whoever has it counts it all again
with 'ashar verify', on any computer and without the store.

It names nobody. But where one person of a village, sex and age answered, that
person's answers can be recognised: give it only to those who may see the
answers, and publish it nowhere. What can be published is the fingerprint.`
}

// Run writes the pack, readable by its owner alone.
func (c evidenceCommand) Run(ctx context.Context, m Main) error {
	db, cfg, campaign, err := c.campaign(ctx, m, c.Campaign)
	if err != nil {
		return err
	}
	defer db.Close()
	if !campaign.Frozen() {
		return fmt.Errorf("campaign %s is not frozen: its result may still change; see 'ashar campaign freeze'", campaign.ID)
	}
	words, err := loadWords(cfg)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return err
	}
	p := newProofs(db, words, m.Now, zone)
	hash, ballots, err := p.Sealed(ctx, campaign)
	if err != nil {
		return err
	}
	if !ballots {
		why := "it was frozen by an earlier version of the program"
		if !campaign.Cleared.IsZero() {
			why = "they were deleted, since the time for which answers are kept is over"
		}
		return fmt.Errorf("campaign %s: its single answers are not kept, and there is no evidence without them: %s", campaign.ID, why)
	}
	pack, err := p.Pack(ctx, access.Terminal(), campaign.ID)
	if err != nil {
		return err
	}
	name := c.Out
	if name == "" {
		name = campaign.ID + "-evidence.zip"
	}
	create := func(name string) (io.WriteCloser, error) {
		return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	}
	if err := writeFile(create, name, func(w io.Writer) error {
		_, err := pack.WriteTo(w)
		return err
	}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Out, "%s\nFingerprint: %s\nIt holds single answers: give it only to those who may see them.\n", name, prioritize.Fingerprint(hash))
	return err
}
