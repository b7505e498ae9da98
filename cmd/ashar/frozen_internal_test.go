package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
	"ashar/survey/steward"
)

// answered keeps so many answers to a campaign, spread over its villages, sexes, ages and needs, each with its interview,
// and returns their receipts.
func (p *premises) answered(campaign string, n int) []string {
	p.t.Helper()
	db, ctx := p.app.db, p.t.Context()
	must := func(err error) {
		p.t.Helper()
		if err != nil {
			p.t.Fatal(err)
		}
	}
	c, err := db.Campaign(ctx, campaign)
	must(err)
	place, err := db.Municipality(ctx, c.Municipality)
	must(err)
	q, err := db.Questionnaire(ctx, c.Questionnaire)
	must(err)
	var receipts []string
	for i := range n {
		village := place.Villages[i%len(place.Villages)]
		stratum := village.Population[i/len(place.Villages)%len(village.Population)]
		needs := q.Choices("need")
		iv := survey.Interview{
			ID: fmt.Sprintf("%s-%032d", campaign, i), Rev: 1, Municipality: c.Municipality, Campaign: campaign, Village: village.ID, Door: p.codes[campaign],
			Questionnaire: q.Key(), Channel: survey.Web, Language: "ky", Updated: time.Now().UTC().Truncate(time.Millisecond),
		}
		s := survey.Session{Interview: iv}
		r := survey.Response{
			ID: iv.Mark(), Municipality: c.Municipality, Campaign: campaign, Village: village.ID, Questionnaire: q.Key(), Channel: survey.Web,
			Receipt: s.Receipt(), Submitted: iv.Updated, Language: "ky",
			Answers: []survey.Answer{
				{Question: "needs", Value: survey.Chosen(needs[i%len(needs)].Name)}, {Question: "sex", Value: survey.Chosen(stratum.Sex)},
				{Question: "age", Value: survey.Chosen(stratum.Age)},
			},
		}
		iv.Response = r.ID
		must(db.SaveInterview(ctx, iv))
		must(db.InsertResponse(ctx, r))
		receipts = append(receipts, r.Receipt)
	}
	return receipts
}

// closed closes a campaign, long enough ago for it to be frozen.
func (p *premises) closed(campaign string) survey.Campaign {
	p.t.Helper()
	c, err := p.app.db.Campaign(p.t.Context(), campaign)
	if err == nil {
		c.Status, c.Opens, c.Closes = survey.StatusClosed, time.Now().Add(-time.Hour), time.Now().Add(-time.Minute)
		c.Rev++
		err = p.app.db.SaveCampaign(p.t.Context(), c)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

// clocks are the times and secrets that pages have anew each time.
var clocks = regexp.MustCompile(`\d\d:\d\d(:\d\d)?|"generated_at":"[^"]*"`)

// page is what somebody is shown.
func (p *premises) page(path, session string) string {
	p.t.Helper()
	w := p.call(route{method: http.MethodGet}, path, session)
	if w.Code != http.StatusOK {
		p.t.Fatalf("%s: status %d\n%s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

// TestWhatIsFrozenStays takes answers back, and judges others, after the freezing: the desk, the board, its JSON and the
// results are as they were, for this process and for another one.
func TestWhatIsFrozenStays(t *testing.T) {
	p := newPremises(t)
	db, ctx := p.app.db, t.Context()
	receipts := p.answered("ours", 200)
	c := p.closed("ours")
	lead := newSteward(db, nil, time.UTC)
	live, err := p.app.followers.Snapshot(ctx, "ours", prioritize.Reach)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = lead.Freeze(ctx, time.Now(), access.Terminal(), c); err != nil {
		t.Fatal(err)
	}
	if _, _, err := lead.Publish(ctx, time.Now(), access.Terminal(), c); err != nil {
		t.Fatal(err)
	}
	session := p.session("kok-jar", access.Owner)
	paths := []string{"/desk/ours", "/desk/ours/coverage", "/board/ours", "/board/ours?rule=borda", "/board/ours/ranking.json", page.ResultsPath(p.codes["ours"])}
	shown := func() []string {
		var all []string
		for _, path := range paths {
			all = append(all, clocks.ReplaceAllString(p.page(path, session), "<time>"))
		}
		return all
	}
	before := shown()
	kept, ballots, err := freezer{db, time.UTC}.withBallots(ctx, time.Now(), access.Terminal(), "ours")
	if err != nil || ballots.Ballots.Count() != 200 {
		t.Fatalf("kept %+v, error %v", ballots.Ballots, err)
	}
	if p.app.followers.found("ours") != nil {
		t.Error("a frozen campaign is still followed")
	}
	for _, receipt := range receipts[:50] {
		if err := db.Withdraw(ctx, "ours", receipt); err != nil {
			t.Fatal(err)
		}
	}
	for r, err := range db.ResponsesSince(ctx, "ours", time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Judge(&survey.Judgement{Verdict: survey.Excluded, Why: "twice", By: "aigul"}); err != nil {
			t.Fatal(err)
		}
		if err := db.ReviewResponse(ctx, r); err != nil {
			t.Fatal(err)
		}
		break
	}
	clear(p.app.followers.still.made)
	for _, followers := range []*followers{p.app.followers, newFollowers(db, p.app.log, time.Now, time.UTC)} {
		after, err := followers.Snapshot(ctx, "ours", prioritize.Reach)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(live.Ranking, after.Ranking); diff != "" {
			t.Errorf("(-before freezing +after):\n%s", diff)
		}
	}
	again, still, err := freezer{db, time.UTC}.withBallots(ctx, time.Now(), access.Terminal(), "ours")
	if err != nil || again.Hash != kept.Hash || !cmp.Equal(still.Votes, ballots.Votes) || !still.Ballots.Tally().Equal(ballots.Tally) {
		t.Errorf("the ballots changed: hash %s, want %s; error %v", again.Hash, kept.Hash, err)
	}
	for i, now := range shown() {
		if now != before[i] {
			t.Errorf("%s (-before +after):\n%s", paths[i], cmp.Diff(strings.Split(before[i], "\n"), strings.Split(now, "\n")))
		}
	}
}

// TestAFreezingThatBrokeOffIsGoneOnWith freezes, and is interrupted before the count is kept: done again, published or
// looked at, it is kept, once.
func TestAFreezingThatBrokeOffIsGoneOnWith(t *testing.T) {
	broken := errors.New("the power is gone")
	for name, goOn := range map[string]func(p *premises, lead *steward.Steward, c survey.Campaign) error{
		"frozen again": func(p *premises, lead *steward.Steward, c survey.Campaign) error {
			if _, err := lead.Freeze(p.t.Context(), time.Now(), access.Terminal(), c); !errors.Is(err, survey.ErrExists) {
				return fmt.Errorf("frozen again: error %w", err)
			}
			return nil
		},
		"published": func(p *premises, lead *steward.Steward, c survey.Campaign) error {
			_, _, err := lead.Publish(p.t.Context(), time.Now(), access.Terminal(), c)
			return err
		},
		"looked at by many": func(p *premises, _ *steward.Steward, _ survey.Campaign) error {
			var all sync.WaitGroup
			errs := make([]error, 8)
			for i := range errs {
				all.Go(func() { // as many processes
					f := newFollowers(p.app.db, p.app.log, time.Now, time.UTC)
					_, errs[i] = f.Snapshot(p.t.Context(), "ours", prioritize.Reach)
				})
			}
			all.Wait()
			return errors.Join(errs...)
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPremises(t)
			p.answered("ours", 20)
			c := p.closed("ours")
			interrupted := steward.New(p.app.db, nil, ranked, func(context.Context, time.Time, access.Account, survey.Campaign) error { return broken })
			c, err := interrupted.Freeze(t.Context(), time.Now(), access.Terminal(), c)
			if !errors.Is(err, broken) || c.Status != survey.StatusFrozen {
				t.Fatalf("interrupted: it is %s, error %v", c.Status, err)
			}
			if err := goOn(p, newSteward(p.app.db, nil, time.UTC), c); err != nil {
				t.Fatal(err)
			}
			f, err := p.app.db.Frozen(t.Context(), "ours")
			if err != nil {
				t.Fatal(err)
			}
			if counted, err := f.Open(); err != nil || counted.Tally.Count() != 20 || counted.Doors[p.codes["ours"]].Sent != 20 {
				t.Errorf("kept %+v, %v", counted, err)
			}
			told := 0
			for e, err := range p.app.db.Entries(t.Context(), "kok-jar") {
				if err != nil {
					t.Fatal(err)
				}
				if strings.HasPrefix(e.After, "tally kept, answers 20, sha256 "+f.Hash) {
					told++
				}
			}
			if told != 1 {
				t.Errorf("the trail tells of it %d times", told)
			}
		})
	}
}
