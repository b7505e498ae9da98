package fieldwork

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// campaignsView is the desk's first page.
type campaignsView struct {
	page.Page
	Instance  bool // an administrator's, who belongs to no municipality
	Invented  bool
	Campaigns []campaignCard
	New       string // where another begins; "" for those who may not
	Places    string // where an administrator finds the municipalities
}

// campaignCard is what every page of the desk tells of a campaign.
type campaignCard struct {
	locale.Speaker
	ID, Title   string
	State       state
	StateText   string
	First, Last string // days; First is "" for a draft that begins when it is opened, Last for what is closed by hand
	// For those who may see them: how many answers there are, and in how many of
	// the villages there are enough.
	Answers, OnTarget, Villages int
	MayOpen, MayResults         bool // there are no results of a draft
	Plan                        string
	Enter                       string // where answers are typed in; "" for those who may not, or when none are
	Counting                    string // where people are counted at the doors of its hearings; "" likewise
}

// Where campaigns are prepared and led; see package planning.
const newPath = Home + "/_new"

func planOf(campaign string) string { return Home + "/" + campaign + "/plan" }

// state is where a campaign stands today: its status, and whether its days have
// come or gone. The words are "desk.state.<state>".
type state string

const (
	running state = "running"
	waiting state = "waiting" // open, and its first day is to come
	draft   state = "draft"
	ended   state = "ended"
)

// states are in the order in which campaigns are listed.
var states = []state{running, waiting, draft, ended}

func stateOf(c *survey.Campaign, now time.Time) state {
	switch {
	case c.Status == survey.StatusDraft:
		return draft
	case c.Open(now):
		return running
	case c.Status == survey.StatusOpen && now.Before(c.Opens):
		return waiting
	default:
		return ended
	}
}

// campaigns lists the municipality's campaigns.
func (d *Desk) campaigns(c echo.Context) error {
	ctx := c.Request().Context()
	account, _ := page.AccountOf(c)
	if account.Municipality == access.Instance {
		v := campaignsView{Page: d.page(c, survey.Municipality{}), Instance: true, Places: page.PlacesPath}
		v.Title = v.T("desk.campaigns")
		return d.room.Render(c, http.StatusOK, "campaigns", v)
	}
	m, err := d.deps.Places.Municipality(ctx, account.Municipality)
	if err != nil {
		return fmt.Errorf("fieldwork: municipality: %w", err)
	}
	campaigns, err := d.inOrder(ctx, m.ID)
	if err != nil {
		return err
	}
	v := campaignsView{Page: d.page(c, m), Invented: m.Invented}
	v.Title = v.T("desk.campaigns")
	if v.Account.May(access.RunCampaigns, m.ID) {
		v.New = newPath
	}
	for i := range campaigns {
		card := d.card(v.Page, &campaigns[i])
		if card.MayOpen {
			all, byVillage, err := d.deps.Turnouts.Turnout(ctx, card.ID)
			if err != nil {
				return fmt.Errorf("fieldwork: turnout of %s: %w", card.ID, err)
			}
			asked := m.For(&campaigns[i])
			card.count(campaigns[i].TargetsOr(d.deps.Targets).Compare(&asked, all, byVillage))
		}
		v.Campaigns = append(v.Campaigns, card)
	}
	return d.room.Render(c, http.StatusOK, "campaigns", v)
}

// page begins a page of the desk.
func (d *Desk) page(c echo.Context, m survey.Municipality) page.Page {
	return d.deps.Pages.Staff(c, m.Name.In(d.deps.Pages.Speaker(c).Lang()))
}

func (d *Desk) card(p page.Page, c *survey.Campaign) campaignCard {
	card := campaignCard{
		Speaker: p.Speaker, ID: c.ID, Title: c.Title.In(p.Lang()), State: stateOf(c, d.deps.Now()),
		MayOpen: p.Account.May(access.SeeCoverage, c.Municipality),
	}
	card.MayResults = card.State != draft && p.Account.May(access.SeeResults, c.Municipality)
	card.StateText, card.Plan = p.T("desk.state."+string(card.State)), planOf(c.ID)
	if p.Account.May(access.EnterAnswers, c.Municipality) && c.Status != survey.StatusDraft && !c.Frozen() {
		card.Enter = Home + "/" + c.ID + "/enter"
	}
	if c.Frozen() && p.Account.May(access.CountPeople, c.Municipality) {
		card.Counting = "/hearings/" + c.ID + "/_door"
	}
	if c.Frozen() {
		card.StateText = p.T("plan.status." + string(c.Status))
	}
	if !c.Opens.IsZero() {
		card.First = p.Date(c.Opens.In(d.deps.Zone))
	}
	if !c.Closes.IsZero() {
		card.Last = p.Date(lastDay(c, d.deps.Zone))
	}
	return card
}

// lastDay is a moment of the last day on which a campaign takes answers: one that
// closes at midnight has its last day before it.
func lastDay(c *survey.Campaign, zone *time.Location) time.Time {
	return c.Closes.Add(-time.Nanosecond).In(zone)
}

func (card *campaignCard) count(whole survey.Heard, villages []survey.Heard) {
	card.Answers, card.Villages = whole.Answers, len(villages)
	for _, h := range villages {
		if h.Missing() == 0 {
			card.OnTarget++
		}
	}
}
