// Package telegram is the way between Telegram's servers and the Conversation of package
// bot.
//
// In come updates, asked for by long polling or delivered to the webhook; out go the
// Conversation's replies, and what subscribers are to be told. A Bot hands each update to
// the Conversation, in order within a chat and side by side between chats, gets it the
// files that it asks for, and keeps to Telegram's limits.
//
// An update that was asked for is confirmed to Telegram only after it was handled. One that
// was delivered is in the Inbox before Telegram is told that it came: sealed until it was
// handled and the replies were delivered, and then as the mark that it was. Of the processes
// that share an Inbox one handles what is in it. What a crash leaves is handled again.
//
// What the Bot does is tested with the Conversation, through a server that plays Telegram:
// see the tests of package bot.
package telegram
