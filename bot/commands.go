package bot

import tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

// commands is the menu beside the input field, in one language.
func (c *Conversation) commands(language string) []tgbotapi.BotCommand {
	speaker := c.words.For(language)
	var menu []tgbotapi.BotCommand
	for _, name := range []string{"start", "status", "back", "language", "cancel", "web", "mydata", "forget", "stop", "help"} {
		menu = append(menu, tgbotapi.BotCommand{Command: name, Description: speaker.T("bot.command." + name)})
	}
	return menu
}
