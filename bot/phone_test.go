package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ashar/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// phone is a person talking to a Conversation without any network: it makes raw
// updates and applies the replies.
type phone struct {
	t        testing.TB
	talk     *bot.Conversation
	person   int64
	language string
	spoken   bool
	messages []bot.Card // by identifier - 1; the zero Card for the person's own
	files    cabinet
}

func newPhone(t testing.TB, r *room) *phone {
	return &phone{t: t, talk: r.talk, person: 42, language: "ky"}
}

// noon is the time at which updates come in where it matters: 27 November 2026, in
// Bishkek.
var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.FixedZone("", 6*60*60))

// cabinet is Files in memory, by identifier.
type cabinet map[string][]byte

var _ bot.Files = cabinet(nil)

func (c cabinet) File(_ context.Context, id string, most int) ([]byte, error) {
	data, ok := c[id]
	switch {
	case !ok:
		return nil, errors.New("no such file")
	case len(data) > most:
		return nil, bot.ErrTooLarge
	}
	return data, nil
}

// do presses "[a button]" of the newest keyboard or writes words, and returns
// the replies.
func (p *phone) do(doing string) []bot.Reply {
	p.t.Helper()
	if label, ok := strings.CutPrefix(doing, "["); ok {
		message, data := p.find(strings.TrimSuffix(label, "]"))
		return p.press(message, data)
	}
	return p.update(p.raw(doing))
}

// raw is the raw update of a doing that is no tap: words, or what sends writes down as
// "📷 1", "🎤" or "📍 40.26 72.61".
func (p *phone) raw(doing string) string {
	what, rest, _ := strings.Cut(doing, " ")
	var x, y float64
	switch what {
	case "📷":
		p.keep("photo-"+rest, photo(len(rest), 2000))
		return p.sent(fmt.Sprintf(`"photo": [{"file_id": "photo-%s", "width": 1280, "height": 960, "file_size": 2000}]`, rest))
	case "🎤":
		p.keep("voice", voice(3000))
		return p.sent(`"voice": {"file_id": "voice", "duration": 3, "mime_type": "audio/ogg", "file_size": 3000}`)
	case "📍":
		_, _ = fmt.Sscan(rest, &x, &y)
		return p.sent(fmt.Sprintf(`"location": {"latitude": %v, "longitude": %v, "horizontal_accuracy": 12}`, x, y))
	}
	return p.wrote(doing)
}

func (p *phone) keep(id string, data []byte) {
	if p.files == nil {
		p.files = cabinet{}
	}
	p.files[id] = data
}

func (p *phone) press(message int, data string) []bot.Reply {
	p.t.Helper()
	return p.update(p.tapped(message, data))
}

// wrote is the raw update of words. A command comes marked as one.
func (p *phone) wrote(text string) string {
	entities := ""
	if command, _, _ := strings.Cut(text, " "); strings.HasPrefix(command, "/") {
		entities = fmt.Sprintf(`, "entities": [{"type": "bot_command", "offset": 0, "length": %d}]`, len(command))
	}
	quoted, err := json.Marshal(text)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.sent(`"text": ` + string(quoted) + entities)
}

// sent is the raw update of a message with this content.
func (p *phone) sent(content string) string {
	p.messages = append(p.messages, bot.Card{})
	return fmt.Sprintf(`{"update_id": 7, "message": {"message_id": %d, "date": 1767225600,
		"from": {"id": %d, "is_bot": false, "first_name": "Айгүл", "language_code": %q},
		"chat": {"id": %d, "type": "private", "first_name": "Айгүл"}, %s}}`,
		len(p.messages), p.person, p.language, p.person, content)
}

// tapped is the raw update of a pressed button.
func (p *phone) tapped(message int, data string) string {
	quoted, err := json.Marshal(data)
	if err != nil {
		p.t.Fatal(err)
	}
	return fmt.Sprintf(`{"update_id": 7, "callback_query": {"id": "1", "chat_instance": "-3", "data": %s,
		"from": {"id": %d, "is_bot": false, "first_name": "Айгүл", "language_code": %q},
		"message": {"message_id": %d, "date": 1767225600, "chat": {"id": %d, "type": "private"}, "text": "…"}}}`,
		quoted, p.person, p.language, message, p.person)
}

// update hands a raw update over and applies the replies.
func (p *phone) update(raw string) []bot.Reply {
	p.t.Helper()
	var u tgbotapi.Update
	if err := json.Unmarshal([]byte(raw), &u); err != nil {
		p.t.Fatalf("%v in %s", err, raw)
	}
	replies, err := p.talk.Reply(p.t.Context(), u, noon, p.files)
	if err != nil {
		p.t.Fatal(err)
	}
	for i, r := range replies {
		if (r.Kind == bot.Toast) != (i == 0 && u.CallbackQuery != nil) {
			p.t.Errorf("reply %d to %s is a %s", i, raw, r.Kind)
		}
		p.apply(r)
	}
	return replies
}

func (p *phone) apply(r bot.Reply) {
	live := 1 + slices.IndexFunc(p.messages, func(m bot.Card) bool { return len(m.Rows) > 0 })
	if len(r.Card.Rows) > 0 && (r.Kind != bot.Remind || !p.spoken) {
		for i := range p.messages {
			p.messages[i].Rows = nil
		}
	}
	switch {
	case r.Kind == bot.Edit, r.Kind == bot.Remind && p.spoken && r.Message != 0 && r.Message == live:
		p.messages[r.Message-1] = r.Card
	case r.Kind == bot.Strip:
		p.messages[r.Message-1].Rows = nil
	case r.Kind == bot.Say, r.Kind == bot.Remind && !p.spoken:
		p.messages = append(p.messages, r.Card)
	}
	if r.Kind != bot.Toast && r.Kind != bot.Strip {
		p.spoken = true
	}
}

// find returns where a button is and what it says.
func (p *phone) find(label string) (message int, data string) {
	p.t.Helper()
	for i, sent := range slices.Backward(p.messages) {
		for _, row := range sent.Rows {
			for _, b := range row {
				if b.Text == label {
					return i + 1, b.Data
				}
			}
		}
	}
	p.t.Fatalf("no button %q in %+v", label, p.messages)
	return 0, ""
}

// told writes replies down in one line each.
func told(replies []bot.Reply) []string {
	var said []string
	for _, r := range replies {
		line := string(r.Kind)
		if r.Message > 0 {
			line += fmt.Sprintf(" %d", r.Message)
		}
		if r.Toast != "" {
			line += " " + r.Toast
		}
		if r.Alert {
			line += " (alert)"
		}
		if r.Card.Text != "" {
			line += " " + strings.ReplaceAll(r.Card.Text, "\n", "|")
		}
		for _, row := range r.Card.Rows {
			line += " "
			for _, b := range row {
				line += "[" + b.Text + "]"
			}
		}
		said = append(said, line)
	}
	return said
}

// bare stands for a message of the person's own.
var bare bot.Card

// commandLength is the length of the command that a text begins with.
func commandLength(text string) string {
	command, _, _ := strings.Cut(text, " ")
	return fmt.Sprint(len(command))
}
