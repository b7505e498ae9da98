package bot

// ReplyKind is what is done in the chat.
type ReplyKind string

// The kinds of Reply.
const (
	// Toast answers the tap, with words that flash up or with none. Exactly one
	// goes with every tap.
	Toast ReplyKind = "toast"
	// Say sends a new message. If it has buttons, those of the message before it
	// are taken away: only one message of a chat has any.
	Say ReplyKind = "say"
	// Edit makes the message a different one.
	Edit ReplyKind = "edit"
	// Strip takes the buttons of the message away, unless it is the newest one.
	Strip ReplyKind = "strip"
	// Remind sends the message if nothing was sent in this chat lately: after a
	// restart the reply to an answer that was kept may be lost. The newest message
	// with buttons is made the message: what it asks was answered elsewhere, on the web.
	Remind ReplyKind = "remind"
	// Greet sends the message unless another update comes in this chat within a few
	// seconds: who adds the bot to a group by a link gives the code right after.
	Greet ReplyKind = "greet"
)

// Reply is one thing that the bot does in the chat of the update.
type Reply struct {
	Kind    ReplyKind
	Message int    `json:",omitempty"` // for Edit and Strip; for Remind the one that was pressed
	Card    Card   `json:",omitzero"`  // for Say, Edit, Remind and Greet
	Toast   string `json:",omitempty"`
	Alert   bool   `json:",omitempty"` // the Toast stays until it is closed
}

func toast(words string) Reply { return Reply{Kind: Toast, Toast: clip(words, maxToast)} }

func alert(words string) Reply { return Reply{Kind: Toast, Toast: clip(words, maxToast), Alert: true} }

// maxToast bounds the words of a Toast, in UTF-16 code units.
const maxToast = 200

func say(c Card) Reply { return Reply{Kind: Say, Card: c} }

// change edits the message, or sends a new one when there is none to edit.
func change(message int, c Card) Reply {
	if message == 0 {
		return say(c)
	}
	return Reply{Kind: Edit, Message: message, Card: c}
}
