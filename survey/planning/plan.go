package planning

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
	"ashar/survey/steward"
)

// planView is the page of a campaign's plan: where it stands in its life, what comes next, and what is settled.
type planView struct {
	page.Page
	Campaign survey.Campaign
	Name     string
	Stages   []stage
	Next     *deed // nil after the last step, or for those who may not take it
	Waits    string
	MayRun   bool
	Settings string // where they are changed; "" when they are not any more
	Asks     string // where another questionnaire is given; "" when none is
	Preview  string
	Copy     string
	Discard  string // where a draft is discarded
	Workbook string
	Coverage string
	Words    string      // where own words are coded; "" for those who may not
	Results  []page.Link // what everybody sees by the code of each village, where it is published
	Facts    []fact
	Form     asked
}

// stage is one of the statuses of a campaign's life.
type stage struct {
	Text       string
	Done, Here bool
}

// deed is the step that comes next.
type deed struct{ Text, Lead, Path string }

// fact is one of a campaign's settings in words.
type fact struct{ Name, Text string }

// asked is the questionnaire in words.
type asked struct {
	Title, Intro, Version string
	Questions             int
	Consent               []translation
	Notices               []string
}

// translation is a text in one language, in paragraphs.
type translation struct {
	Lang, Name string
	Texts      []string
}

// plan shows the page.
func (p *Planner) plan(c echo.Context) error {
	k, m, err := p.find(c)
	if err != nil {
		return err
	}
	q, err := p.deps.Places.Questionnaire(c.Request().Context(), k.Questionnaire)
	if err != nil {
		return fmt.Errorf("planning: questionnaire: %w", err)
	}
	v := planView{Page: p.page(c, &m, "plan.plan"), Campaign: k}
	v.Name = k.Title.In(v.Lang())
	v.Title = v.Name
	v.Stages = stages(v.Speaker, &k)
	if v.MayRun = may(v.Page, access.RunCampaigns, &m); v.MayRun {
		v.Preview, v.Copy = below(k.ID, "preview"), NewPath+"?copy="+k.ID
		if k.Status == survey.StatusDraft {
			v.Discard = below(k.ID, "discard")
		}
		if !k.Over() {
			v.Settings, v.Asks = below(k.ID, "settings"), below(k.ID, "questions")
		}
	}
	if next := k.Next(); next != "" {
		if may(v.Page, steward.ActionOf(next), &m) {
			v.Next = &deed{v.T("plan.do." + string(next)), v.T("plan.next." + string(next)), below(k.ID, string(next))}
		} else {
			v.Waits = v.T("plan.waits." + string(next))
		}
	}
	v.Workbook = below(k.ID, "questionnaire.xlsx")
	if k.Status != survey.StatusDraft {
		v.Coverage = desk + "/" + k.ID
		if may(v.Page, access.CodeAnswers, &m) {
			v.Words = WordsPath(k.ID)
		}
	}
	if k.Status == survey.StatusPublished {
		if v.Results, err = p.results(c.Request().Context(), v.Page, &k, &m); err != nil {
			return err
		}
	}
	v.Facts = p.facts(v.Speaker, &k, q)
	v.Form = p.asked(v.Speaker, &k, q)
	return p.room.Render(c, http.StatusOK, "plan", v)
}

// results are the public pages of what came of the campaign, by village.
func (p *Planner) results(ctx context.Context, v page.Page, k *survey.Campaign, m *survey.Municipality) ([]page.Link, error) {
	var all []page.Link
	for door, err := range p.deps.Campaigns.Doors(ctx, k.ID) {
		if err != nil {
			return nil, fmt.Errorf("planning: doors of %s: %w", k.ID, err)
		}
		if w := m.Village(door.Village); w != nil && door.Own() {
			all = append(all, page.Link{Href: page.ResultsPath(door.Code), Text: w.Name.In(v.Lang())})
		}
	}
	slices.SortFunc(all, func(a, b page.Link) int { return cmp.Compare(a.Text, b.Text) })
	return all, nil
}

// stages are the campaign's life.
func stages(s locale.Speaker, k *survey.Campaign) []stage {
	var all []stage
	done := true
	for _, status := range survey.Statuses() {
		here := status == k.Status
		if here {
			done = false
		}
		all = append(all, stage{s.T("plan.status." + string(status)), done, here})
	}
	return all
}

// facts are what is settled, in words.
func (p *Planner) facts(s locale.Speaker, k *survey.Campaign, q *survey.Questionnaire) []fact {
	say := func(name, text string) fact { return fact{s.T("plan.fact." + name), text} }
	closes, keep, limit := s.T("plan.last_by_hand"), s.T("plan.keep.unsaid"), s.T("plan.limit.none")
	if !k.Closes.IsZero() {
		closes = s.Date(k.Closes.Add(-time.Nanosecond).In(p.deps.Zone))
	}
	if !k.Keep.IsZero() {
		keep = s.Date(k.Keep)
	}
	if longer(k, p.deps.Now()) {
		keep += ". " + s.T("plan.before.keep_long", "Day", s.Date(k.Keep))
	}
	if !k.Cleared.IsZero() {
		keep += ". " + s.T("plan.keep.cleared", "Day", s.Date(k.Cleared.In(p.deps.Zone)))
	}
	if k.Limit > 0 {
		limit = s.N("desk.answers", k.Limit)
	}
	t := k.TargetsOr(p.deps.Targets)
	return []fact{
		say("first", p.day(s, k)), say("last", closes),
		say("languages", languagesIn(k, q)),
		say("admits", s.T("plan.admits."+word(string(k.Admission), "anyone"))),
		say("limit", limit),
		say("shows", s.T("plan.shows."+word(string(k.Visibility), "nothing"))),
		say("keep", keep),
		say("targets", s.T("plan.targets.said", "Answers", s.Number(t.Answers), "Adults", s.Share(t.Adults), "Women", s.Share(t.Women),
			"Youth", s.Share(t.Youth), "Until", t.YouthUntil)),
	}
}

// promisedYears is how many years answers are kept at most, as the consent of every built-in questionnaire says.
const promisedYears = 2

// longer reports whether the campaign keeps answers longer than that, from its first day on.
func longer(k *survey.Campaign, now time.Time) bool {
	from := k.Opens
	if from.IsZero() {
		from = now
	}
	return k.Keep.After(from.AddDate(promisedYears, 0, 0))
}

// asked is the questionnaire in words.
func (p *Planner) asked(s locale.Speaker, k *survey.Campaign, q *survey.Questionnaire) asked {
	a := asked{Title: q.Say(q.Title, s.Lang()), Intro: q.Say(q.Intro, s.Lang()), Version: q.Version}
	for i := range q.Questions {
		if x := &q.Questions[i]; !x.Kind.Computed() && x.Kind != survey.Note {
			a.Questions++
		}
	}
	for _, l := range q.Offered(k.Languages).Languages {
		text := strings.ReplaceAll(q.Say(q.Consent.Text, l), "\r\n", "\n")
		a.Consent = append(a.Consent, translation{l, locale.Name(l), strings.Split(text, "\n\n")})
	}
	if k.Over() {
		return a
	}
	for _, n := range q.Notices() {
		member := ""
		if n.Member != "" {
			member = s.T("terminal.member." + n.Member)
		}
		a.Notices = append(a.Notices, s.T("terminal.notice."+string(n.Kind), "Thing", s.T("terminal.thing."+string(n.Thing), "Name", n.Name, "List", n.List),
			"Member", member, "Languages", strings.Join(n.Languages, ", "), "Word", n.Word, "Other", n.Other))
	}
	return a
}

// countAnswers counts what was sent, and the villages that have a code of their own.
func (p *Planner) countAnswers(ctx context.Context, k *survey.Campaign) (answers, villages int, err error) {
	if answers, err = p.deps.Campaigns.CountResponses(ctx, k.ID, maxCounted); err != nil {
		return 0, 0, fmt.Errorf("planning: answers of %s: %w", k.ID, err)
	}
	for door, err := range p.deps.Campaigns.Doors(ctx, k.ID) {
		if err != nil {
			return 0, 0, fmt.Errorf("planning: doors of %s: %w", k.ID, err)
		}
		if door.Own() {
			villages++
		}
	}
	return answers, villages, nil
}

// maxCounted is how many answers are counted for a page at most.
const maxCounted = 1_000_000

// inOr is a text in the speaker's language, or what stands for it.
func inOr(t survey.Text, s locale.Speaker, none string) string { return cmp.Or(t.In(s.Lang()), none) }
