// Package bot holds the conversation in Telegram, one of the doors through which
// residents answer.
//
// In come updates of the Bot API, and the photos and voice messages that they name;
// out go messages with buttons, and answers to survey.Intake. A Conversation knows
// what to say and nothing of the network; package telegram gets it the updates and
// delivers what it replies.
//
// Every answer is kept by Intake before the person sees that it was. An update that is
// handled again, after a crash, changes nothing that was kept and repeats at most a reply.
//
// An interview goes on by a link where it was not begun: on the web by the form's
// address, here by /start with its identifier, which makes it the person's.
//
// Before consent nothing is kept: the code and the language travel in the buttons.
// Telegram's identifiers become pseudonyms here and go no further; they, the answers
// and the texts are never logged.
package bot
