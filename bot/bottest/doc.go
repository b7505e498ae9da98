// Package bottest is Telegram in miniature: a Bot API server on the loopback
// that a bot talks to over HTTP, and the people who talk to the bot.
//
// In come the bot's calls and what a simulated person does: write, press, send
// photos, sound and places; out go updates, files and the conversation as that
// person sees it. It is strict where Telegram is: what Telegram refuses is refused
// with the same status and description, an update is handed out, or delivered to the
// webhook, again until the bot confirms it, and every refusal is kept, so that a test
// can ask for none. What it does not know it refuses aloud rather than lets pass. It
// shares no code with the client library of the bot, so that the two cannot be wrong
// together.
//
// The demonstration runs on it too, therefore it depends on nothing of testing
// and serves thousands of chats at once.
package bottest
