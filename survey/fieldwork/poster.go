package fieldwork

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// posterView is one sheet to be printed and put on a wall.
type posterView struct {
	page.Page
	Invented bool
	Back     string
	Code     string
	URL, Bot string // Bot is "" if there is none
	Host     string // what is typed before the code by those who cannot scan
	Texts    []posterText
}

// posterText is what the sheet says in one language. It speaks both of the
// country's, whatever the page around it speaks.
type posterText struct {
	locale.Speaker
	Question, Intro, Village, Place string
	Until                           string // the last day; "" for a campaign that is closed by hand
}

// poster shows the sheet of one door, A4; what else is on the page is not
// printed.
func (d *Desk) poster(c echo.Context) error {
	campaign, m, err := d.find(c)
	if err != nil {
		return err
	}
	door, err := d.door(c, &campaign)
	if err != nil {
		return err
	}
	q, err := d.deps.Places.Questionnaire(c.Request().Context(), campaign.Questionnaire)
	if err != nil {
		return fmt.Errorf("fieldwork: questionnaire: %w", err)
	}
	village := m.Village(door.Village)
	if village == nil {
		return fmt.Errorf("fieldwork: door %s: village %q: %w", door.Code, door.Village, survey.ErrNotFound)
	}
	v := posterView{
		Page: d.page(c, m), Invented: m.Invented, Back: Home + "/" + campaign.ID,
		Code: door.Code, URL: d.formURL(door.Code), Bot: d.botURL(door.Code),
	}
	v.Title = v.T("desk.poster.title", "Village", village.Name.In(v.Lang()))
	_, address, _ := strings.Cut(v.URL, "://")
	v.Host = strings.TrimSuffix(address, door.Code)
	for _, lang := range []string{locale.Kyrgyz, locale.Russian} {
		text := posterText{
			Speaker: d.deps.Words.For(lang), Question: q.Say(q.Title, lang), Intro: q.Say(q.Intro, lang),
			Village: village.Name.In(lang), Place: m.Name.In(lang),
		}
		if !campaign.Closes.IsZero() {
			text.Until = text.Date(lastDay(&campaign, d.deps.Zone))
		}
		v.Texts = append(v.Texts, text)
	}
	return d.room.Render(c, http.StatusOK, "poster", v)
}

// door returns the door that the path names, if it is the campaign's.
func (d *Desk) door(c echo.Context, campaign *survey.Campaign) (survey.Door, error) {
	code := c.Param("code")
	for door, err := range d.deps.Campaigns.Doors(c.Request().Context(), campaign.ID) {
		if err != nil {
			return survey.Door{}, fmt.Errorf("fieldwork: doors of %s: %w", campaign.ID, err)
		}
		if door.Code == code {
			return door, nil
		}
	}
	return survey.Door{}, fmt.Errorf("fieldwork: campaign %s has no door %q: %w", campaign.ID, code, survey.ErrNotFound)
}
