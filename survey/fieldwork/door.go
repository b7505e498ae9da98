package fieldwork

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
	"ashar/survey/paper"
)

// doorView is the page of one way into a campaign: to be sent, and to be printed.
type doorView struct {
	page.Page
	Invented bool
	Campaign campaignCard
	Back     string
	Village  string
	Row      doorRow
	URL, Bot string // Bot is "" if there is none
	Ended    string // since when it is in use no more; "" while it is
	Messages []message
	Preview  string // the poster as a picture
	Files    []posterFile
	Near     []string // sizes in which it is not read from two metres, since the question or the link is too long
}

// message is what is pasted into a messenger, in one language.
type message struct {
	page.Sharing
	Lang, Name, Text string
}

// posterFile is a poster to be downloaded.
type posterFile struct{ Path, Text string }

// talks are the languages of posters, slips and messages, whatever the page around them
// speaks: the country's, the first one loudest.
var talks = []string{locale.Kyrgyz, locale.Russian}

// doorway is what a request about a door is about.
type doorway struct {
	campaign survey.Campaign
	place    survey.Municipality
	village  *survey.Village
	door     survey.Door
	asks     *survey.Questionnaire
}

// atDoor finds the door that the path names, if it is the campaign's.
func (d *Desk) atDoor(c echo.Context) (doorway, error) {
	campaign, m, err := d.find(c)
	if err != nil {
		return doorway{}, err
	}
	for door, err := range d.deps.Campaigns.Doors(c.Request().Context(), campaign.ID) {
		if err != nil {
			return doorway{}, fmt.Errorf("fieldwork: doors of %s: %w", campaign.ID, err)
		}
		if door.Code == c.Param("code") {
			return d.behind(c, campaign, m, door)
		}
	}
	return doorway{}, fmt.Errorf("fieldwork: campaign %s has no door %q: %w", campaign.ID, c.Param("code"), survey.ErrNotFound)
}

func (d *Desk) behind(c echo.Context, campaign survey.Campaign, m survey.Municipality, door survey.Door) (doorway, error) {
	q, err := d.deps.Places.Questionnaire(c.Request().Context(), campaign.Questionnaire)
	if err != nil {
		return doorway{}, fmt.Errorf("fieldwork: questionnaire: %w", err)
	}
	at := doorway{campaign: campaign, place: m, village: m.Village(door.Village), door: door, asks: q}
	if at.village == nil {
		return at, fmt.Errorf("fieldwork: door %s: village %q: %w", door.Code, door.Village, survey.ErrNotFound)
	}
	return at, nil
}

func (d *Desk) doorPage(c echo.Context) error {
	at, err := d.atDoor(c)
	if err != nil {
		return err
	}
	n, err := d.deps.Doors.Arrivals(c.Request().Context(), at.door.Code)
	if err != nil {
		return fmt.Errorf("fieldwork: who came by a door: %w", err)
	}
	path := doorPath(&at.door)
	v := doorView{
		Page: d.page(c, at.place), Invented: at.place.Invented, Back: linksPath(at.campaign.ID), Village: at.village.Name.In(d.deps.Pages.Speaker(c).Lang()),
		Row: doorRow{Door: at.door, Arrivals: n, Path: path}, URL: d.formURL(at.door.Code), Bot: d.botURL(at.door.Code),
		Messages: d.messages(&at), Preview: path + "/a4.svg",
	}
	v.Campaign = d.card(v.Page, &at.campaign)
	v.Title = v.Village
	if at.door.Label != "" {
		v.Title += " · " + at.door.Label
	}
	if !at.door.Ended.IsZero() {
		v.Ended = v.DateTime(at.door.Ended.In(d.deps.Zone))
	}
	for _, kind := range []string{".pdf", ".svg"} {
		for _, size := range paper.Sizes() {
			v.Files = append(v.Files, posterFile{path + "/" + string(size) + kind, strings.ToUpper(string(size) + ", " + kind[1:])})
		}
	}
	for _, size := range paper.Sizes() {
		far, err := paper.FromAfar(size, d.posterOf(&at))
		if err != nil {
			return fmt.Errorf("fieldwork: poster: %w", err)
		}
		if !far {
			v.Near = append(v.Near, strings.ToUpper(string(size)))
		}
	}
	return d.room.Render(c, http.StatusOK, "door", v)
}

// messages are what is pasted into a messenger, in each of the languages.
func (d *Desk) messages(at *doorway) []message {
	var all []message
	link := d.formURL(at.door.Code)
	for _, text := range d.texts(at) {
		words := text.Words.T("desk.share", "Village", text.Village, "Question", text.Question, "Intro", text.Intro)
		if text.Until != "" {
			words += " " + text.Words.T("desk.poster.until", "Day", text.Until) + "."
		}
		all = append(all, message{page.Share(words, link), text.Words.Lang(), locale.Name(text.Words.Lang()), words + " " + link})
	}
	return all
}

// texts are what posters and messages say of a door.
func (d *Desk) texts(at *doorway) []paper.PosterText {
	var all []paper.PosterText
	for _, lang := range talks {
		q := at.asks
		text := paper.PosterText{
			Words: d.deps.Words.For(lang), Village: at.village.Name.In(lang), Municipality: at.place.Name.In(lang),
			Question: q.Say(q.Title, lang), Intro: q.Say(q.Intro, lang), Invented: at.place.Invented,
		}
		if at.campaign.Admission != survey.AdmitsAnyone {
			text.Intro = strings.TrimSpace(text.Intro + " " + text.Words.T("desk.poster.by_code"))
		}
		text.Intro = strings.TrimSpace(text.Intro + " " + text.Words.T("desk.poster.nameless"))
		if !at.campaign.Closes.IsZero() {
			text.Until = text.Words.Date(lastDay(&at.campaign, d.deps.Zone))
		}
		all = append(all, text)
	}
	return all
}

// changeDoor puts a door out of use, or into use again.
func (d *Desk) changeDoor(c echo.Context) error {
	at, err := d.atDoor(c)
	if err != nil {
		return err
	}
	now, what := d.deps.Now(), "ended"
	switch c.FormValue("do") {
	case "end":
	case "again":
		now, what = time.Time{}, "in use again"
	default:
		return fmt.Errorf("fieldwork: door %s: to do %q: %w", at.door.Code, c.FormValue("do"), survey.ErrInvalid)
	}
	if at.door.Ended.IsZero() != now.IsZero() { // else it is so already
		if err := at.door.End(now); err != nil {
			return err
		}
		if err := d.deps.Doors.ReplaceDoor(c.Request().Context(), at.door); err != nil {
			return fmt.Errorf("fieldwork: door %s: %w", at.door.Code, err)
		}
		if err := d.tell(c, &at.campaign, fmt.Sprintf("door %s, label %q: %s", at.door.Code, at.door.Label, what)); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, doorPath(&at.door))
}

func (d *Desk) formURL(code string) string { return d.deps.Pages.URL(page.Residents + "/" + code) }

// botURL opens the bot at a door; "" if there is no bot.
func (d *Desk) botURL(code string) string {
	name := d.deps.Bot()
	if name == "" {
		return ""
	}
	return "https://t.me/" + name + "?start=" + code
}
