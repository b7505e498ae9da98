package bot

import (
	"strings"
	"time"

	"ashar/survey"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// incoming is what an update says, as far as the conversation minds it.
type incoming struct {
	kind     kind
	at       time.Time    // when it came in
	chat     int64        // in whose order it is handled: of a private chat the person's own
	group    bool         // it came from a group
	person   int64        // 0 in a group, where nobody is told apart
	language string       // of the person's app; may be empty
	command  string       // without the slash
	text     string       // what was written, or the command's argument
	message  int          // the message whose button was pressed; 0 if it cannot be changed any more
	data     string       // of the button
	point    survey.Point // for located
	file     sentFile     // for attached
	album    string       // what the message was sent together with; "" if it came alone
	to       string       // the bot that a group's command names, without the @; may be empty
	earlier  int64        // for moved: what the chat was called
}

type kind int

const (
	nothing    kind = iota // not for us: a channel, words in a group, a change of membership elsewhere
	command                // /start, /help …
	wrote                  // words
	tapped                 // a button
	located                // a place on the map
	attached               // a photo, a voice message, or a file with such a thing
	unreadable             // a sticker, a film, a contact …

	// In groups only:
	joined // the bot was added
	left   // it was removed, or has left
	moved  // the group became a supergroup, under another identifier
)

// read takes from an update what matters. Of what is said in groups that is a few
// commands: nobody's answer would be their own there.
func read(u tgbotapi.Update, at time.Time) incoming {
	var in incoming
	switch {
	case u.CallbackQuery != nil:
		in = readTap(u.CallbackQuery)
	case u.Message != nil:
		in = readMessage(u.Message)
	case u.MyChatMember != nil:
		in = readMembership(u.MyChatMember)
	}
	in.at = at
	return in
}

func readTap(q *tgbotapi.CallbackQuery) incoming {
	if q.From == nil {
		return incoming{}
	}
	if q.Message != nil && q.Message.Chat != nil && !q.Message.Chat.IsPrivate() {
		return readGroupTap(q)
	}
	in := incoming{kind: tapped, chat: q.From.ID, person: q.From.ID, language: q.From.LanguageCode, data: q.Data}
	// A message that is out of reach comes without a date.
	if q.Message != nil && q.Message.Date != 0 {
		in.message = q.Message.MessageID
	}
	return in
}

func readMessage(m *tgbotapi.Message) incoming {
	switch {
	case m.Chat == nil:
		return incoming{}
	case m.Chat.IsGroup() || m.Chat.IsSuperGroup():
		return readGroupMessage(m)
	case m.From == nil || !m.Chat.IsPrivate():
		return incoming{}
	}
	in := incoming{chat: m.From.ID, person: m.From.ID, language: m.From.LanguageCode, text: m.Text, album: m.MediaGroupID}
	file, isFile := readFile(m)
	switch {
	case m.Location != nil:
		in.kind, in.point = located, pointOf(m.Location)
	case isFile:
		in.kind, in.file = attached, file
	case m.Text == "":
		in.kind = unreadable
	case m.IsCommand():
		in.kind, in.command, in.text = command, strings.ToLower(m.Command()), strings.TrimSpace(m.CommandArguments())
	default:
		in.kind = wrote
	}
	return in
}

// ChatOf is the chat in whose order the update must be handled; 0 if it is none of ours.
func ChatOf(u tgbotapi.Update) int64 {
	return read(u, time.Time{}).chat
}
