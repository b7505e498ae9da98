// Package bot holds the conversation in Telegram, one of the doors through which
// residents answer.
//
// In come updates of the Bot API, and the photos and voice messages that they name;
// out go messages with buttons, and answers to survey.Intake. A Conversation knows
// what to say and nothing of the network; a Bot asks for the updates or has them
// delivered to its webhook, hands each to the Conversation, gets it the Files that
// it asks for and delivers what it replies, in order within a chat and side by side
// between chats.
//
// Every answer is kept by Intake before the person sees that it was. An update that
// was asked for is confirmed to Telegram only after it was handled. One that was
// delivered is in the Inbox before Telegram is told that it came, sealed, and leaves
// it when it was handled and the replies were delivered; of the processes that share
// an Inbox one handles what is in it. What a crash leaves is handled again, which
// changes nothing that was kept and repeats at most a reply.
//
// An interview goes on by a link where it was not begun: on the web by the form's
// address, here by /start with its identifier, which makes it the person's.
//
// Before consent nothing is kept: the code and the language travel in the buttons.
// Telegram's identifiers become pseudonyms here and go no further; they, the answers
// and the texts are never logged.
package bot
