package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"ashar/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// botAPI is the Bot API as the bot uses it: the client library with contexts,
// bounded connections and errors that can be told apart.
type botAPI struct {
	api    *tgbotapi.BotAPI
	server string // where it is, without a slash at the end
}

var _ bot.Files = botAPI{}

// maxConnections bounds the calls under way at once.
const maxConnections = 32

// callTime bounds one call, beyond what it waits for on purpose.
const callTime = 30 * time.Second

// connect asks the server who the bot is. The error is a *failure.
func connect(ctx context.Context, server, token string) (botAPI, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxConnsPerHost, transport.MaxIdleConnsPerHost = maxConnections, maxConnections
	api, err := tgbotapi.NewBotAPIWithClient(token, endpoint(server), client{ctx, &http.Client{Transport: transport, Timeout: callTime}})
	if err != nil {
		transport.CloseIdleConnections()
		return botAPI{}, classify(err)
	}
	return botAPI{api, strings.TrimRight(server, "/")}, nil
}

// endpoint is the server's address in the form that the library wants.
func endpoint(server string) string {
	// A percent sign in the address must survive the library's formatting.
	return strings.ReplaceAll(strings.TrimRight(server, "/"), "%", "%%") + "/bot%s/%s"
}

// client gives every request of the library a context.
type client struct {
	ctx context.Context
	*http.Client
}

func (c client) Do(r *http.Request) (*http.Response, error) {
	return c.Client.Do(r.WithContext(c.ctx))
}

// until returns the same bot with calls that end when the context does, and which
// the server may hold for some time.
func (t botAPI) until(ctx context.Context, hold time.Duration) botAPI {
	api := *t.api
	transport := t.api.Client.(client).Transport
	api.Client = client{ctx, &http.Client{Transport: transport, Timeout: callTime + hold}}
	return botAPI{&api, t.server}
}

func (t botAPI) close() { t.api.Client.(client).CloseIdleConnections() }

// failure is a call that did not succeed, without the token that the library's
// errors carry in their text.
type failure struct {
	code  int           // of the Bot API; 0 if it was not reached
	words string        // what it said
	wait  time.Duration // for 429
	err   error         // why it was not reached
}

func (f *failure) Error() string {
	if f.code == 0 {
		return fmt.Sprintf("telegram not reached: %v", f.err)
	}
	return fmt.Sprintf("telegram: %d %s", f.code, f.words)
}

func (f *failure) Unwrap() error { return f.err }

// classify turns the library's error into a *failure.
func classify(err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*tgbotapi.Error](err); ok && e.Code != 0 {
		return &failure{code: e.Code, words: e.Message, wait: time.Duration(e.RetryAfter) * time.Second}
	} else if ok && e.Message != "" {
		return &failure{err: errors.New(e.Message)}
	}
	// net/http puts the address, and with it the token, before the reason.
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return &failure{err: err}
}

// said reports whether the Bot API answered with this code and words.
func said(err error, code int, words string) bool {
	f, ok := errors.AsType[*failure](err)
	return ok && f.code == code && strings.Contains(f.words, words)
}

// passing reports whether trying again later may help, and after what time; 0
// when that is not known.
func passing(err error) (wait time.Duration, ok bool) {
	f, is := errors.AsType[*failure](err)
	switch {
	case !is:
		return 0, false
	case f.code == http.StatusTooManyRequests:
		return max(f.wait, time.Second), true
	}
	return 0, f.code == 0 || f.code >= http.StatusInternalServerError
}

// updates waits for updates from offset on, which confirms all before it.
func (t botAPI) updates(offset int, wait time.Duration) ([]tgbotapi.Update, error) {
	updates, err := t.api.GetUpdates(tgbotapi.UpdateConfig{
		Offset: offset, Limit: maxUpdates, Timeout: int(wait / time.Second),
		AllowedUpdates: allowedUpdates(),
	})
	return updates, classify(err)
}

// allowedUpdates are the kinds of update that the bot minds.
func allowedUpdates() []string {
	return []string{tgbotapi.UpdateTypeMessage, tgbotapi.UpdateTypeCallbackQuery, tgbotapi.UpdateTypeMyChatMember}
}

func (t botAPI) send(chat int64, c bot.Card) (message int, err error) {
	config := tgbotapi.NewMessage(chat, c.Text)
	config.Entities = entities(c)
	config.DisableWebPagePreview = true
	if k := keyboard(c); k != nil {
		config.ReplyMarkup = k
	} else if c.Locate != "" {
		k := tgbotapi.NewOneTimeReplyKeyboard(tgbotapi.NewKeyboardButtonRow(tgbotapi.NewKeyboardButtonLocation(c.Locate)))
		config.ReplyMarkup = k
	} else if c.Unlocate {
		config.ReplyMarkup = tgbotapi.NewRemoveKeyboard(false)
	}
	sent, err := t.api.Send(config)
	return sent.MessageID, classify(err)
}

// edit makes the message this card. That it is so already is no error.
func (t botAPI) edit(chat int64, message int, c bot.Card) error {
	config := tgbotapi.NewEditMessageText(chat, message, c.Text)
	config.Entities = entities(c)
	config.DisableWebPagePreview = true
	config.ReplyMarkup = keyboard(c)
	_, err := t.api.Request(config)
	return unlessNotModified(classify(err))
}

// strip takes the message's buttons away. That it has none is no error.
func (t botAPI) strip(chat int64, message int) error {
	_, err := t.api.Request(tgbotapi.EditMessageReplyMarkupConfig{BaseEdit: tgbotapi.BaseEdit{ChatID: chat, MessageID: message}})
	return unlessNotModified(classify(err))
}

func (t botAPI) answer(query string, r bot.Reply) error {
	_, err := t.api.Request(tgbotapi.CallbackConfig{CallbackQueryID: query, Text: r.Toast, ShowAlert: r.Alert})
	return classify(err)
}

func unlessNotModified(err error) error {
	if said(err, http.StatusBadRequest, "message is not modified") {
		return nil
	}
	return err
}

func entities(c bot.Card) []tgbotapi.MessageEntity {
	var marked []tgbotapi.MessageEntity
	for _, s := range c.Bold {
		marked = append(marked, tgbotapi.MessageEntity{Type: "bold", Offset: s.Offset, Length: s.Length})
	}
	return marked
}

// keyboard is nil for a card without buttons: an empty one would be refused.
func keyboard(c bot.Card) *tgbotapi.InlineKeyboardMarkup {
	if len(c.Rows) == 0 {
		return nil
	}
	var k tgbotapi.InlineKeyboardMarkup
	for _, row := range c.Rows {
		var buttons []tgbotapi.InlineKeyboardButton
		for _, b := range row {
			if b.URL != "" {
				buttons = append(buttons, tgbotapi.NewInlineKeyboardButtonURL(b.Text, b.URL))
				continue
			}
			buttons = append(buttons, tgbotapi.NewInlineKeyboardButtonData(b.Text, b.Data))
		}
		k.InlineKeyboard = append(k.InlineKeyboard, buttons)
	}
	return &k
}
