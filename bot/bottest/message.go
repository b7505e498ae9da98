package bottest

import (
	"context"
	"reflect"
)

// Message is one message of a chat as it stands now.
type Message struct {
	ID       int
	FromBot  bool
	Text     string // without markup
	Entities []Entity
	Keyboard Keyboard
	Locate   string // the label of the button that it puts below the input field
	Unlocate bool   // it takes that away
	Edits    int    // how often it was changed
	Deleted  bool
	date     int64
	media    media
	by       user // who wrote it; in a group only
	service  service
}

// user, chatInfo and wireMessage are how things travel to the bot.
type user struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

type chatInfo struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	FirstName string `json:"first_name,omitempty"`
}

// service is what a message of a group tells besides its text.
type service struct {
	Sender     *chatInfo    `json:"sender_chat,omitempty"` // of what an anonymous administrator writes
	ReplyTo    *wireMessage `json:"reply_to_message,omitempty"`
	Newcomers  []user       `json:"new_chat_members,omitempty"`
	Leaver     *user        `json:"left_chat_member,omitempty"`
	MigratesTo int64        `json:"migrate_to_chat_id,omitempty"`
	CameFrom   int64        `json:"migrate_from_chat_id,omitempty"`
}

type wireMessage struct {
	ID          int      `json:"message_id"`
	From        *user    `json:"from,omitempty"`
	Chat        chatInfo `json:"chat"`
	Date        int64    `json:"date"`
	EditDate    int64    `json:"edit_date,omitempty"`
	Text        string   `json:"text,omitempty"`
	Entities    []Entity `json:"entities,omitempty"`
	ReplyMarkup any      `json:"reply_markup,omitempty"`
	media
	service
}

func (c *Chat) wire(m *Message) wireMessage {
	from := self()
	switch {
	case m.FromBot:
	case c.group != nil:
		from = m.by
	default:
		from = c.from()
	}
	w := wireMessage{
		ID: m.ID, From: &from, Chat: c.info(), Date: m.date,
		Text: m.Text, Entities: m.Entities, ReplyMarkup: m.Keyboard.wire(),
		media: m.media, service: m.service,
	}
	if m.Edits > 0 {
		w.EditDate = c.server.now().Unix()
	}
	return w
}

func (s *Server) sendMessage(_ context.Context, p params) (any, error) {
	id, err := p.chatID()
	if err != nil {
		return nil, err
	}
	text, entities, err := readText(p)
	if err != nil {
		return nil, err
	}
	markup, err := readReplyMarkup(p["reply_markup"], false)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.reach(id)
	if err != nil {
		return nil, err
	}
	if markup.locate != "" && c.group != nil {
		return nil, badRequest("location can be requested in private chats only")
	}
	m := c.append(Message{
		FromBot: true, Text: text, Entities: entities, Keyboard: markup.inline, Locate: markup.locate, Unlocate: markup.removes,
	})
	c.happened(Event{Kind: Sent, Message: c.view(m)})
	return c.wire(m), nil
}

func (s *Server) editMessageText(_ context.Context, p params) (any, error) {
	text, entities, err := readText(p)
	if err != nil {
		return nil, err
	}
	return s.edit(p, func(m *Message, k Keyboard) bool {
		if m.Text == text && sameEntities(m.Entities, entities) && m.Keyboard.same(k) {
			return false
		}
		m.Text, m.Entities, m.Keyboard = text, entities, k
		return true
	})
}

func (s *Server) editMessageReplyMarkup(_ context.Context, p params) (any, error) {
	return s.edit(p, func(m *Message, k Keyboard) bool {
		if m.Keyboard.same(k) {
			return false
		}
		m.Keyboard = k
		return true
	})
}

// edit changes one of the bot's own messages. As with Telegram, an edit without
// a keyboard takes the keyboard away, and one that changes nothing is refused.
func (s *Server) edit(p params, change func(*Message, Keyboard) bool) (any, error) {
	chat, err := p.chatID()
	if err != nil {
		return nil, err
	}
	id, err := p.messageID()
	if err != nil {
		return nil, err
	}
	markup, err := readReplyMarkup(p["reply_markup"], true)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.reach(chat)
	if err != nil {
		return nil, err
	}
	m := c.message(id)
	switch {
	case m == nil || m.Deleted:
		return nil, badRequest("message to edit not found")
	case !m.FromBot:
		return nil, badRequest("message can't be edited")
	case !change(m, markup.inline.under(id)):
		return nil, errNotModified
	}
	m.Edits++
	c.happened(Event{Kind: Edited, Message: c.view(m)})
	return c.wire(m), nil
}

func (s *Server) deleteMessage(_ context.Context, p params) (any, error) {
	chat, err := p.chatID()
	if err != nil {
		return nil, err
	}
	id, err := p.messageID()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.reach(chat)
	if err != nil {
		return nil, err
	}
	m := c.message(id)
	if m == nil || m.Deleted {
		return nil, badRequest("message to delete not found")
	}
	m.Deleted, m.Keyboard = true, nil
	c.happened(Event{Kind: Deleted, Message: c.view(m)})
	return true, nil
}

// reach finds the chat that a call is about, unless the person does not want the
// bot or the chat is flooded; the server is locked.
func (s *Server) reach(id int64) (*Chat, error) {
	c := s.chats[id]
	switch {
	case c == nil:
		return nil, errChatNotFound
	case c.group != nil:
		if err := c.group.refuses(id); err != nil {
			return nil, err
		}
	case !c.begun:
		return nil, errUninvited
	case c.blocked:
		return nil, errBlocked
	}
	return c, c.flooded(s.now())
}

func sameEntities(a, b []Entity) bool {
	return len(a) == len(b) && (len(a) == 0 || reflect.DeepEqual(a, b))
}
