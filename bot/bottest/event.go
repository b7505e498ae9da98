package bottest

import (
	"fmt"
	"strings"
)

// EventKind is what happened in a chat.
type EventKind string

// What happens in a chat: the person's doings and the bot's.
const (
	Said     EventKind = "said"
	Pressed  EventKind = "pressed"
	Sent     EventKind = "sent"
	Edited   EventKind = "edited"
	Deleted  EventKind = "deleted"
	Answered EventKind = "answered"
)

// Event is one thing that happened in a chat.
type Event struct {
	Kind    EventKind
	Message Message // as it stood after it; not for Pressed and Answered
	Text    string  // what was said, or the label pressed
	Toast   Toast   // for Answered
}

// happened records an event; the server is locked.
func (c *Chat) happened(e Event) {
	c.events = append(c.events, e)
	c.changed.wake()
}

// Transcript writes the conversation down, one line per line of text, for people
// and for golden files:
//
//	> what the person wrote, or [the button] pressed
//	< what the bot wrote
//	~ a message of the bot after an edit
//	× a deleted message
//	* what flashed up after a tap, if anything
//
// with the buttons of each row in brackets under it, and after ⌨ the one below the input
// field, or – where that is taken away.
func (c *Chat) Transcript() string {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	var b strings.Builder
	for _, e := range c.events {
		switch e.Kind {
		case Said:
			lines(&b, ">", e.Text)
		case Pressed:
			lines(&b, ">", "["+e.Text+"]")
		case Sent:
			lines(&b, "<", e.Message.Text)
			rows(&b, e.Message.Keyboard)
			below(&b, e.Message)
		case Edited:
			lines(&b, "~", e.Message.Text)
			rows(&b, e.Message.Keyboard)
		case Deleted:
			lines(&b, "×", e.Message.Text)
		case Answered:
			if e.Toast.Text != "" {
				lines(&b, "*", e.Toast.Text)
			}
		}
	}
	return b.String()
}

func lines(b *strings.Builder, mark, text string) {
	for line := range strings.Lines(text) {
		fmt.Fprintf(b, "%s\n", strings.TrimRight(mark+" "+line, " \n"))
		mark = " "
	}
}

// below tells of the button below the input field.
func below(b *strings.Builder, m Message) {
	switch {
	case m.Locate != "":
		fmt.Fprintf(b, "    ⌨ [%s]\n", m.Locate)
	case m.Unlocate:
		b.WriteString("    ⌨ –\n")
	}
}

func rows(b *strings.Builder, k Keyboard) {
	for _, row := range k {
		b.WriteString("  ")
		for _, button := range row {
			fmt.Fprintf(b, "  [%s]", button.Text)
		}
		b.WriteByte('\n')
	}
}
