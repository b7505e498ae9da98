package bot

import (
	"net/url"
	"strings"

	"ashar/survey"
)

// Web is where the same campaigns are on the web, as whole addresses.
type Web struct {
	Door      func(code string) string     // of the form behind a door's code
	Interview func(code, id string) string // of an interview that was begun behind it
	Results   func(code string) string     // of what came of the door's campaign, once it is published
}

// opens puts a button that opens an address below the rows of a Card, or the address
// below its text where Telegram takes no button for it: one must have a dot in its host.
func (c Card) opens(label, address string) Card {
	u, err := url.Parse(address)
	if err != nil || !strings.Contains(u.Hostname(), ".") {
		c.Text += "\n\n" + label + ": " + address
		return c
	}
	c.Rows = append(c.Rows, []Button{{Text: label, URL: address}})
	return c
}

// alsoOnWeb adds to a Card the way to the interview's page on the web, and what to mind
// about it. An interview of which the door is not known is only here.
func (c *Conversation) alsoOnWeb(card Card, s survey.Session) Card {
	if s.Door == "" {
		return card
	}
	speaker := c.words.For(s.Language)
	card.Text += "\n\n" + speaker.T("bot.web")
	return card.opens(speaker.T("bot.web_open"), c.web.Interview(s.Door, s.ID))
}
