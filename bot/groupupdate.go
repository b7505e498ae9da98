package bot

import (
	"slices"
	"strings"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// readGroupMessage reads the commands that are answered in a group, and that it has become
// another chat. Everything else that is said there, by whomever, is passed over.
func readGroupMessage(m *tgbotapi.Message) incoming {
	in := incoming{group: true, chat: m.Chat.ID}
	if m.MigrateFromChatID != 0 {
		in.kind, in.earlier = moved, m.MigrateFromChatID
		return in
	}
	if m.IsAutomaticForward || !m.IsCommand() {
		return incoming{}
	}
	in.kind = command
	in.command, in.to, _ = strings.Cut(strings.ToLower(m.CommandWithAt()), "@")
	if !slices.Contains(groupCommands, in.command) {
		return incoming{}
	}
	in.text = strings.TrimSpace(m.CommandArguments())
	return in
}

// readGroupTap reads a tap that is to be answered with words and nothing more.
func readGroupTap(q *tgbotapi.CallbackQuery) incoming {
	if chat := q.Message.Chat; !chat.IsGroup() && !chat.IsSuperGroup() {
		return incoming{}
	}
	return incoming{kind: tapped, group: true, chat: q.Message.Chat.ID, language: q.From.LanguageCode}
}

// readMembership reads that the bot came into a group or is out of it.
func readMembership(u *tgbotapi.ChatMemberUpdated) incoming {
	if !u.Chat.IsGroup() && !u.Chat.IsSuperGroup() {
		return incoming{}
	}
	in := incoming{group: true, chat: u.Chat.ID}
	switch was, is := belongs(u.OldChatMember), belongs(u.NewChatMember); {
	case !is:
		in.kind = left
	case !was:
		in.kind = joined
	default: // it got other rights
		return incoming{}
	}
	return in
}

// belongs reports whether somebody of this status is in the group.
func belongs(m tgbotapi.ChatMember) bool {
	switch m.Status {
	case "left", "kicked":
		return false
	case "restricted":
		return m.IsMember
	}
	return true
}
