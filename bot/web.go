package bot

import (
	"net/url"
	"strings"
)

// Web is where the forms of the same campaigns are on the web, as whole addresses.
type Web struct {
	Door      func(code string) string     // behind a door's code
	Interview func(code, id string) string // of an interview that was begun behind it
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
