package fieldwork

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// campaignView is the page of one campaign.
type campaignView struct {
	page.Page
	Invented bool
	Campaign campaignCard
	Targets  survey.Targets
	Unheard  []unheard
	Whole    coverageRow
	Villages []coverageRow
	Channels []channelRow
	Aside    int // answers that were set aside, beside those counted
	Ways     ways
}

// coverageRow is a village, or all of them, beside the targets.
type coverageRow struct {
	locale.Speaker
	survey.Heard
	Name    string
	Targets survey.Targets
}

// Ratio is the length of the bar of answers, 0..1. It is full at twice what is
// wanted, so that the target's line stands in the middle for every village.
func (r coverageRow) Ratio() float64 {
	if r.Wanted == 0 {
		return 1
	}
	return min(float64(r.Answers)/float64(r.Wanted)/2, 1)
}

// channelRow is how many answers came by one channel.
type channelRow struct {
	Name    string
	Answers int
	Share   float64
}

// campaign shows who has been heard, who has not, and the ways in.
func (d *Desk) campaign(c echo.Context) error {
	ctx := c.Request().Context()
	found, m, err := d.find(c)
	if err != nil {
		return err
	}
	if found.Status == survey.StatusDraft { // nobody has been heard, and there is all to prepare
		return c.Redirect(http.StatusSeeOther, planOf(found.ID))
	}
	all, byVillage, err := d.deps.Turnouts.Turnout(ctx, found.ID)
	if err != nil {
		return fmt.Errorf("fieldwork: turnout of %s: %w", found.ID, err)
	}
	v := campaignView{Page: d.page(c, m), Invented: m.Invented, Targets: found.TargetsOr(d.deps.Targets)}
	v.Campaign = d.card(v.Page, &found)
	v.Title = v.Campaign.Title
	v.cover(&m, all, byVillage)
	v.Aside = int(all.Aside)
	v.Channels = channelRows(v.Speaker, all)
	v.Ways = waysOn(v.Page, &found, v.Campaign.State)
	return d.room.Render(c, http.StatusOK, "campaign", v)
}

// cover sets the turnout beside the targets.
func (v *campaignView) cover(m *survey.Municipality, all survey.Turnout, byVillage []survey.Turnout) {
	whole, villages := v.Targets.Compare(m, all, byVillage)
	v.Campaign.count(whole, villages)
	v.Whole = coverageRow{v.Speaker, whole, v.T("desk.coverage.all"), v.Targets}
	if words := groupsUnheard(v.Speaker, whole, v.Targets); len(words) > 0 {
		v.Unheard = append(v.Unheard, unheard{Where: v.Whole.Name, Words: words})
	}
	for i, h := range villages {
		name := m.Villages[i].Name.In(v.Lang())
		v.Villages = append(v.Villages, coverageRow{v.Speaker, h, name, v.Targets})
		if words := allUnheard(v.Speaker, h, v.Targets); len(words) > 0 {
			v.Unheard = append(v.Unheard, unheard{Where: name, Words: words})
		}
	}
}

// AnyHidden reports whether some numbers are not shown.
func (v campaignView) AnyHidden() bool {
	for _, r := range append([]coverageRow{v.Whole}, v.Villages...) {
		if !r.Women.Shown || !r.Youth.Shown {
			return true
		}
	}
	return false
}

// channels are in the order in which they are shown.
var channels = []survey.Channel{survey.Web, survey.Bot, survey.Assisted, survey.Paper, survey.Terminal}

// channelRows lists the channels by which answers came.
func channelRows(s locale.Speaker, all survey.Turnout) []channelRow {
	var rows []channelRow
	for _, channel := range channels {
		if n := all.Channels[channel]; n > 0 {
			rows = append(rows, channelRow{
				Name: s.T("desk.channel." + string(channel)), Answers: int(n), Share: float64(n) / float64(all.Count),
			})
		}
	}
	return rows
}
