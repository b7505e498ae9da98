package main

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ashar/prioritize"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
	"ashar/survey/steward"
)

// overdue gives a campaign, which is closed, a last day of keeping that has passed.
func (p *premises) overdue(campaign string) survey.Campaign {
	p.t.Helper()
	c := p.closed(campaign)
	c.Closes = time.Now().AddDate(0, 0, -10)
	c.Opens = c.Closes.AddDate(0, 0, -10)
	c.Keep = time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, -2)
	c.Rev++
	if err := p.app.db.SaveCampaign(p.t.Context(), c); err != nil {
		p.t.Fatal(err)
	}
	return c
}

// deletions are what the audit trail of the municipality tells of deleted answers.
func (p *premises) deletions(municipality string) []string {
	p.t.Helper()
	var all []string
	for e, err := range p.app.db.Entries(p.t.Context(), municipality) {
		if err != nil {
			p.t.Fatal(err)
		}
		if e.Action == access.KeepAnswers {
			all = append(all, e.Account+": "+e.Before+" > "+e.After)
		}
	}
	return all
}

// brittle is a store whose process is killed in the middle of a sweep.
type brittle struct {
	*store.DB
	after int
}

var errKilled = errors.New("killed")

func (b brittle) Sweep(ctx context.Context, campaigns []string, remove bool, progress func(string, survey.Holdings)) (map[string]survey.Holdings, error) {
	ctx, kill := context.WithCancelCause(ctx)
	n := 0
	held, err := b.DB.Sweep(ctx, campaigns, remove, func(c string, more survey.Holdings) {
		if n++; n > b.after {
			kill(errKilled)
			return
		}
		progress(c, more)
	})
	return held, errors.Join(err, context.Cause(ctx))
}

// TestAnswersGoAndWhatTheyCountedStays has a campaign that is past its day, was never frozen and is left by a killed run in
// the middle: what a dry run foresees is what the runs delete, nothing of another campaign, and every page is as before.
func TestAnswersGoAndWhatTheyCountedStays(t *testing.T) {
	p := newPremises(t)
	db, ctx := p.app.db, t.Context()
	p.answered("ours", 150)
	p.answered("theirs", 10)
	c := p.overdue("ours")
	lead := newSteward(db, nil, time.UTC)
	now := func() time.Time { return time.Now().UTC() }
	before, err := p.app.followers.Snapshot(ctx, "ours", prioritize.Reach)
	if err != nil {
		t.Fatal(err)
	}
	session := p.session("kok-jar", access.Owner)
	paths := []string{"/desk/ours", "/desk/ours/coverage", "/board/ours", "/board/ours/ranking.json", "/desk/ours/links"}
	shown := map[string]string{}
	for _, path := range paths {
		shown[path] = clocks.ReplaceAllString(p.page(path, session), "<time>")
	}

	foreseen, err := steward.NewRetainer(lead, db, "dry").Foresee(ctx, now(), "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]steward.Retained{{Campaign: c, Holdings: survey.Holdings{Responses: 150, Interviews: 150}}}, foreseen, cmpopts.EquateApproxTime(time.Millisecond)); diff != "" {
		t.Errorf("foreseen (-want +got):\n%s", diff)
	}
	if n, err := db.CountResponses(ctx, "ours", 0); err != nil || n != 150 {
		t.Fatalf("after a dry run there are %d responses, %v", n, err)
	}
	if _, err := db.Frozen(ctx, "ours"); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("a dry run freezes: %v", err)
	}

	if _, err := steward.NewRetainer(lead, brittle{db, 100}, "killed").Run(ctx, now, access.Service()); !errors.Is(err, errKilled) {
		t.Fatalf("killed: got error %v", err)
	}
	left, err := db.CountResponses(ctx, "ours", 0)
	if k, e := db.Campaign(ctx, "ours"); err != nil || e != nil || !k.Cleared.IsZero() || k.Status != survey.StatusFrozen {
		t.Errorf("killed: %d left, cleared %s, %s, %v %v", left, k.Cleared, k.Status, err, e)
	}
	if f, err := db.Frozen(ctx, "ours"); err != nil {
		t.Error(err)
	} else if counted, err := f.Open(); err != nil || counted.Tally.Count() != 150 {
		t.Errorf("kept %d answers, %v", counted.Tally.Count(), err)
	}

	// While the killed one may still be at it, others let it.
	all, err := steward.NewRetainer(lead, db, "next").Run(ctx, now, access.Service())
	if err != nil || len(all) != 1 || !all[0].Elsewhere {
		t.Errorf("at once after it: got %+v, %v", all, err)
	}
	later := func() time.Time { return now().Add(survey.Silence) }
	all, err = steward.NewRetainer(lead, db, "next").Run(ctx, later, access.Service())
	if err != nil || len(all) != 1 || !all[0].Ended {
		t.Fatalf("later: got %+v, %v", all, err)
	}
	if n, err := db.CountResponses(ctx, "ours", 0); err != nil || n != 0 {
		t.Errorf("%d responses left, %v", n, err)
	}
	if n, err := db.CountResponses(ctx, "theirs", 0); err != nil || n != 10 {
		t.Errorf("of another campaign %d responses are left, %v", n, err)
	}
	if got := p.deletions("kok-jar"); len(got) != 1 || !strings.HasPrefix(got[0], "service: kept until ") || !strings.Contains(got[0], "answers deleted, responses ") {
		t.Errorf("the trail tells %q", got)
	}
	if again, err := steward.NewRetainer(lead, db, "again").Run(ctx, later, access.Service()); err != nil || len(again) != 0 {
		t.Errorf("again: got %+v, %v", again, err)
	}

	after, err := newFollowers(db, p.app.log, time.Now, time.UTC).Snapshot(ctx, "ours", prioritize.Reach)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before.Ranking, after.Ranking); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
	for _, path := range paths[:2] {
		if got := p.page(path, session); !strings.Contains(got, "150") {
			t.Errorf("%s does not say that 150 answered", path)
		}
	}
	for _, path := range paths {
		p.page(path, session)
	}
	if got := p.page("/desk/ours/links", session); !strings.Contains(got, "150") {
		t.Error("the links do not say any more how many came by them")
	}
	if _, _, err := lead.Publish(ctx, now(), access.Terminal(), all[0].Campaign); !errors.Is(err, survey.ErrConflict) {
		t.Errorf("published as it was before: got error %v", err)
	}
	k, err := db.Campaign(ctx, "ours")
	if err == nil {
		_, _, err = lead.Publish(ctx, now(), access.Terminal(), k)
	}
	if err != nil {
		t.Fatal(err)
	}
	p.page(page.ResultsPath(p.codes["ours"]), "")
}

// TestRunsTogether has several processes delete at once, and wants each answer to go once and one of them to tell of it.
func TestRunsTogether(t *testing.T) {
	p := newPremises(t)
	p.answered("ours", 60)
	p.overdue("ours")
	var all sync.WaitGroup
	ended := make([]int, 4)
	for i := range ended {
		all.Go(func() {
			r := steward.NewRetainer(newSteward(p.app.db, nil, time.UTC), p.app.db, string(rune('a'+i)))
			done, err := r.Run(t.Context(), func() time.Time { return time.Now().UTC() }, access.Service())
			if err != nil {
				t.Error(err)
			}
			for _, k := range done {
				if k.Ended {
					ended[i] = k.Holdings.Responses
				}
			}
		})
	}
	all.Wait()
	if n := ended[0] + ended[1] + ended[2] + ended[3]; n != 60 {
		t.Errorf("deleted %v of 60", ended)
	}
	if got := p.deletions("kok-jar"); len(got) != 1 || !strings.Contains(got[0], "responses 60, interviews 60") {
		t.Errorf("the trail tells %q", got)
	}
}

// TestAnOpenCampaignIsClosedFirst has a campaign whose day has passed and that nobody ever closed.
func TestAnOpenCampaignIsClosedFirst(t *testing.T) {
	p := newPremises(t)
	p.answered("ours", 10)
	c, err := p.app.db.Campaign(t.Context(), "ours")
	if err != nil {
		t.Fatal(err)
	}
	c.Opens, c.Keep = time.Now().AddDate(0, 0, -20), time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, -2)
	c.Rev++
	if err := p.app.db.SaveCampaign(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	r := steward.NewRetainer(newSteward(p.app.db, nil, time.UTC), p.app.db, "a")
	now := time.Now().UTC()
	done, err := r.Run(t.Context(), func() time.Time { return now }, access.Service())
	if err != nil || len(done) != 1 || !done[0].Settling || done[0].Holdings.Total() != 0 {
		t.Fatalf("got %+v, %v", done, err)
	}
	now = now.Add(survey.Settling)
	done, err = r.Run(t.Context(), func() time.Time { return now }, access.Service())
	if err != nil || len(done) != 1 || !done[0].Ended || done[0].Holdings.Responses != 10 {
		t.Errorf("got %+v, %v", done, err)
	}
}
