package fieldwork

import (
	"context"
	"fmt"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// link is one door of a campaign, ready to be passed on.
type link struct {
	page.Sharing
	Village string
	Code    string
	URL     string
	Bot     string // the same door in Telegram; "" without a bot
	Message string // to be pasted into a messenger
	Poster  string
}

// links are the campaign's doors in the order of the municipality's villages.
func (d *Desk) links(ctx context.Context, s locale.Speaker, m *survey.Municipality, c *survey.Campaign) ([]link, error) {
	q, err := d.deps.Places.Questionnaire(ctx, c.Questionnaire)
	if err != nil {
		return nil, fmt.Errorf("fieldwork: questionnaire: %w", err)
	}
	byVillage := map[string][]survey.Door{}
	for door, err := range d.deps.Campaigns.Doors(ctx, c.ID) {
		if err != nil {
			return nil, fmt.Errorf("fieldwork: doors of %s: %w", c.ID, err)
		}
		byVillage[door.Village] = append(byVillage[door.Village], door)
	}
	var links []link
	for i := range m.Villages {
		for _, door := range byVillage[m.Villages[i].ID] {
			links = append(links, d.link(s, &m.Villages[i], q, door))
		}
	}
	return links, nil
}

func (d *Desk) link(s locale.Speaker, v *survey.Village, q *survey.Questionnaire, door survey.Door) link {
	l := link{
		Village: v.Name.In(s.Lang()), Code: door.Code, URL: d.formURL(door.Code), Bot: d.botURL(door.Code),
		Poster: Home + "/" + door.Campaign + "/poster/" + door.Code,
	}
	words := s.T("desk.share", "Village", l.Village, "Question", q.Say(q.Title, s.Lang()))
	l.Message, l.Sharing = words+" "+l.URL, page.Share(words, l.URL)
	return l
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
