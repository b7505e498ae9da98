package fieldwork

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// registerLinks adds the routes of the ways into a campaign.
func (d *Desk) registerLinks(e *echo.Echo) {
	run := d.deps.Door.Require(access.RunCampaigns)
	e.GET(Home+"/:campaign/links", d.links, run)
	e.POST(Home+"/:campaign/links", d.addDoor, run, page.FormsOnly)
	e.GET(Home+"/:campaign/links/posters.pdf", d.posters, run)
	e.GET(Home+"/:campaign/links/:code", d.doorPage, run)
	e.POST(Home+"/:campaign/links/:code", d.changeDoor, run, page.FormsOnly)
	e.GET(Home+"/:campaign/links/:code/:file", d.poster, run)
}

// linksView lists the ways into a campaign, and says how many came by each.
type linksView struct {
	page.Page
	Invented bool
	Campaign campaignCard
	Home     string // the page's own path
	Codes    string // the page of personal codes or slips; "" where anybody may answer
	CodesAre string // which of the two it has, in words
	Villages []villageDoors
	Over     bool      // no more doors are made
	Draft    doorDraft // what stands in the form
}

// villageDoors are the ways in at one village, its own first.
type villageDoors struct {
	ID, Name string
	Doors    []doorRow
}

// doorRow is a door with who came by it. These counts are for those who run campaigns;
// nothing else is told of who came by which door.
type doorRow struct {
	survey.Door
	survey.Arrivals
	Path  string
	Ratio float64 // of those who sent, 0..1 of the most by any door
}

// doorDraft is a new door as the form has it.
type doorDraft struct{ Village, Label string }

func linksPath(campaign string) string { return Home + "/" + url.PathEscape(campaign) + "/links" }

func doorPath(door *survey.Door) string { return linksPath(door.Campaign) + "/" + door.Code }

// doorsOf are the campaign's doors by village: the village's own first, then by label.
func (d *Desk) doorsOf(ctx context.Context, campaign string) (map[string][]survey.Door, error) {
	byVillage := map[string][]survey.Door{}
	for door, err := range d.deps.Campaigns.Doors(ctx, campaign) {
		if err != nil {
			return nil, fmt.Errorf("fieldwork: doors of %s: %w", campaign, err)
		}
		byVillage[door.Village] = append(byVillage[door.Village], door)
	}
	for _, doors := range byVillage {
		slices.SortFunc(doors, func(a, b survey.Door) int { return cmp.Or(cmp.Compare(a.Label, b.Label), cmp.Compare(a.Code, b.Code)) })
	}
	return byVillage, nil
}

func (d *Desk) linksView(c echo.Context) (linksView, survey.Campaign, error) {
	campaign, m, err := d.find(c)
	if err != nil {
		return linksView{}, campaign, err
	}
	ctx := c.Request().Context()
	byVillage, err := d.doorsOf(ctx, campaign.ID)
	if err != nil {
		return linksView{}, campaign, err
	}
	v := linksView{Page: d.page(c, m), Invented: m.Invented, Home: linksPath(campaign.ID), Over: campaign.Over()}
	v.Title, v.Campaign = v.T("desk.links.title"), d.card(v.Page, &campaign)
	if campaign.Admission != survey.AdmitsAnyone {
		v.Codes, v.CodesAre = codesPath(campaign.ID), v.T("desk.codes.title")
	}
	if campaign.Admission == survey.AdmitsSlips {
		v.CodesAre = v.T("desk.codes.title_slips")
	}
	most := 1
	for i := range m.Villages {
		of := villageDoors{ID: m.Villages[i].ID, Name: m.Villages[i].Name.In(v.Lang())}
		for _, door := range byVillage[of.ID] {
			n, err := d.deps.Doors.Arrivals(ctx, door.Code)
			if err != nil {
				return v, campaign, fmt.Errorf("fieldwork: who came by a door: %w", err)
			}
			of.Doors = append(of.Doors, doorRow{Door: door, Arrivals: n, Path: doorPath(&door)})
			most = max(most, n.Sent)
		}
		if len(of.Doors) > 0 {
			v.Villages = append(v.Villages, of)
		}
	}
	for _, of := range v.Villages {
		for i := range of.Doors {
			of.Doors[i].Ratio = float64(of.Doors[i].Sent) / float64(most)
		}
	}
	return v, campaign, nil
}

func (d *Desk) links(c echo.Context) error {
	v, _, err := d.linksView(c)
	if err != nil {
		return err
	}
	return d.room.Render(c, http.StatusOK, "links", v)
}

// addDoor makes another way in at a village. A second tap on the button makes no second
// one: its label is in use by then.
func (d *Desk) addDoor(c echo.Context) error {
	v, campaign, err := d.linksView(c)
	if err != nil {
		return err
	}
	if v.Over {
		return fmt.Errorf("fieldwork: campaign %s: another door: %w", campaign.ID, survey.ErrClosed)
	}
	v.Draft = doorDraft{c.FormValue("village"), c.FormValue("label")}
	label, wrong := survey.NormalLabel(v.Draft.Label)
	at := slices.IndexFunc(v.Villages, func(of villageDoors) bool { return of.ID == v.Draft.Village })
	switch {
	case at < 0:
		v.Mistakes = append(v.Mistakes, page.Mistake{Field: "village", Text: v.T("desk.links.no_village")})
	case slices.ContainsFunc(v.Villages[at].Doors, func(r doorRow) bool { return label != "" && strings.EqualFold(r.Label, label) }):
		v.Mistakes = append(v.Mistakes, page.Mistake{Field: "label", Text: v.T("desk.links.label_taken", "Village", v.Villages[at].Name)})
	}
	if errors.Is(wrong, survey.ErrInvalid) {
		v.Mistakes = append(v.Mistakes, page.Mistake{Field: "label", Text: v.T("desk.links.label_wrong", "Most", survey.MaxLabel/2)})
	}
	if len(v.Mistakes) > 0 {
		return d.room.Render(c, http.StatusUnprocessableEntity, "links", v)
	}
	door, err := survey.OpenDoor(c.Request().Context(), d.deps.Doors, d.deps.Random, survey.Door{
		Campaign: campaign.ID, Municipality: campaign.Municipality, Village: v.Draft.Village, Label: label,
	})
	if err != nil {
		return fmt.Errorf("fieldwork: another door: %w", err)
	}
	if err := d.tell(c, &campaign, fmt.Sprintf("door %s, village %q, label %q", door.Code, door.Village, door.Label)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, doorPath(&door))
}
