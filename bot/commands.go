package bot

import tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

// groupCommands are the commands that are answered in a group.
var groupCommands = []string{"start", "results", "help"}

// groupMenu is those of them that anybody there may want.
var groupMenu = []string{"results", "help"}

// Languages are those that the Conversation speaks; the first is for everybody else.
func (c *Conversation) Languages() []string { return c.words.Languages() }

// GroupMenu is the menu in groups, in one language.
func (c *Conversation) GroupMenu(language string) []tgbotapi.BotCommand {
	return c.menu(language, groupMenu...)
}

// Menu is the menu beside the input field, in one language.
func (c *Conversation) Menu(language string) []tgbotapi.BotCommand {
	return c.menu(language, "start", "status", "back", "language", "cancel", "web", "results", "mydata", "forget", "stop", "help")
}

// menu lists commands with what they do.
func (c *Conversation) menu(language string, names ...string) []tgbotapi.BotCommand {
	speaker := c.words.For(language)
	var menu []tgbotapi.BotCommand
	for _, name := range names {
		menu = append(menu, tgbotapi.BotCommand{Command: name, Description: speaker.T("bot.command." + name)})
	}
	return menu
}
