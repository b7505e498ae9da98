package bot

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxText bounds a message in Telegram, in UTF-16 code units.
const MaxText = 4096

// Card is a message: a text with parts in bold, and rows of buttons under it.
type Card struct {
	Text string
	Bold []Span `json:",omitempty"`
	Rows [][]Button
	// Locate is the label of a button below the input field that sends where the person
	// is; it stays until a Card with Unlocate takes it away. A message has either or Rows.
	Locate   string `json:",omitempty"`
	Unlocate bool   `json:",omitempty"`
}

// Span is a part of a text, in UTF-16 code units.
type Span struct{ Offset, Length int }

// Button is one button under a Card. When it is pressed, Data comes back or, if it has
// a URL instead, that is opened.
type Button struct {
	Text string
	Data string `json:",omitempty"`
	URL  string `json:",omitempty"`
}

// ComesBack reports whether any of the Card's buttons does when it is pressed. Those that
// open an address do so as well under an old message as under a new one.
func (c Card) ComesBack() bool {
	for _, row := range c.Rows {
		if slices.ContainsFunc(row, func(b Button) bool { return b.URL == "" }) {
			return true
		}
	}
	return false
}

// page writes a Card's text line by line. What does not fit is cut, with an
// ellipsis: a message that Telegram refuses would help nobody.
type page struct {
	text  strings.Builder
	bold  []Span
	units int
}

// line adds a line; an empty string leaves a blank one.
func (p *page) line(s string) { p.put(s, false) }

// strong adds a line in bold.
func (p *page) strong(s string) { p.put(s, true) }

// blank adds a blank line, unless the text is empty or ends in one.
func (p *page) blank() {
	if s := p.text.String(); s != "" && !strings.HasSuffix(s, "\n\n") {
		p.put("", false)
	}
}

func (p *page) put(s string, bold bool) {
	s = clip(s, MaxText-p.units-1)
	from := p.units
	p.text.WriteString(s)
	p.units += units(s)
	if bold && p.units > from {
		p.bold = append(p.bold, Span{Offset: from, Length: p.units - from})
	}
	if p.units < MaxText {
		p.text.WriteByte('\n')
		p.units++
	}
}

// card gives the Card with these rows; empty rows are left out.
func (p *page) card(rows ...[]Button) Card {
	c := Card{Text: strings.TrimRight(p.text.String(), "\n"), Bold: p.bold}
	for _, row := range rows {
		if len(row) > 0 {
			c.Rows = append(c.Rows, row)
		}
	}
	return c
}

// units counts UTF-16 code units, Telegram's measure.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// clip shortens a text to at most limit units, with an ellipsis if it was longer.
func clip(s string, limit int) string {
	switch {
	case limit <= 0:
		return ""
	case units(s) <= limit:
		return s
	}
	n := 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > limit-1 {
			return strings.TrimRight(s[:i], " \n") + "…"
		}
	}
	return s
}

// paragraphs parts a long text at its blank lines into messages that Telegram
// takes.
func paragraphs(s string) []string {
	var parts []string
	for p := range strings.SplitSeq(s, "\n\n") {
		p = clip(p, MaxText)
		if n := len(parts); n > 0 && units(parts[n-1])+2+units(p) <= MaxText {
			parts[n-1] += "\n\n" + p
		} else {
			parts = append(parts, p)
		}
	}
	return parts
}

// maxColumns bounds a row of buttons: more would be too small for a thumb.
const maxColumns = 5

// lay puts buttons into rows of equal length, as many side by side as the
// longest label allows.
func lay(buttons []Button) [][]Button {
	longest := 0
	for _, b := range buttons {
		longest = max(longest, utf8.RuneCountInString(b.Text))
	}
	return layFor(buttons, longest)
}

// layFor is lay for labels of so many characters at most: without the marks that
// come and go before them, so that no button moves when one does.
func layFor(buttons []Button, longest int) [][]Button {
	columns := 1
	switch {
	case longest <= 3:
		columns = maxColumns
	case longest <= 9:
		columns = 3
	case longest <= 15:
		columns = 2
	}
	var rows [][]Button
	for len(buttons) > 0 {
		n := min(columns, len(buttons))
		rows = append(rows, buttons[:n:n])
		buttons = buttons[n:]
	}
	return rows
}
