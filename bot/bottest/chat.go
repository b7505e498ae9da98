package bottest

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
)

// Person is somebody with Telegram on the phone.
type Person struct {
	ID        int64
	FirstName string
	Language  string // of the app: "ky", "ru", "en"; may be empty
}

// Chat is a person's private chat with the bot, from the person's side.
type Chat struct {
	server *Server
	person Person
	group  *Group // whose chat it is instead; nil for a person's

	// All below is under the server's lock.
	begun    bool // the person wrote first; before that a bot may not
	blocked  bool
	messages []*Message
	events   []Event
	seen     int // events that Next has given
	changed  broadcast
	flood    flood
}

// Person is whose chat it is.
func (c *Chat) Person() Person { return c.person }

// startPayload is what a link t.me/<bot>?start=<payload> can carry.
var startPayload = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// Errors of a person's doings.
var (
	ErrGone    = errors.New("it is no longer there")
	ErrPayload = errors.New("a start payload has 1 to 64 of A-Z a-z 0-9 _ -")
	ErrLong    = errors.New("the text is longer than one message")
)

// Chat returns the person's chat with the bot, always the same one for the same
// identifier.
func (s *Server) Chat(p Person) *Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[p.ID]
	if c == nil {
		c = &Chat{server: s, person: p, changed: newBroadcast()}
		s.chats[p.ID] = c
	}
	return c
}

// Send writes to the bot and returns the message's identifier.
func (c *Chat) Send(text string) (int, error) {
	if text == "" || units(text) > MaxText {
		return 0, fmt.Errorf("bottest: send: %w", ErrLong)
	}
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.begun = true
	m := c.append(Message{Text: text, Entities: commandEntities(text)})
	c.happened(Event{Kind: Said, Message: c.view(m), Text: text})
	c.server.add(c.id(), "message", c.wire(m))
	return m.ID, nil
}

// Start opens the bot by a link with this payload, or by its name if it is empty,
// and presses Start.
func (c *Chat) Start(payload string) error {
	if payload == "" {
		_, err := c.Send("/start")
		return err
	}
	if !startPayload.MatchString(payload) {
		return fmt.Errorf("bottest: start: %w", ErrPayload)
	}
	_, err := c.Send("/start " + payload)
	return err
}

// Press taps a button. It is ErrGone if the message no longer shows it; a slow
// finger is Forge's matter.
func (c *Chat) Press(b Button) (*Press, error) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	m := c.message(b.Message)
	if m == nil || m.Deleted || b.Data == "" || !slices.Contains(m.Keyboard.Buttons(), b) {
		return nil, fmt.Errorf("bottest: press %q: %w", b.Text, ErrGone)
	}
	return c.press(b.Message, b.Data, b.Text), nil
}

// Forge sends a callback with any data for any message, whether there is such a
// button or not: a tap that was on its way while the bot edited, or a modified
// app.
func (c *Chat) Forge(message int, data string) *Press {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	return c.press(message, data, "forged")
}

// Tap waits for a button with this text in the newest keyboard, presses it, and
// waits until the bot has answered and confirmed it: what the chat shows then is
// what came of it.
func (c *Chat) Tap(ctx context.Context, text string) (Toast, error) {
	for {
		b, err := c.Button(ctx, text)
		if err != nil {
			return Toast{}, err
		}
		p, err := c.Press(b)
		if errors.Is(err, ErrGone) {
			continue // edited in between; look again
		}
		if err != nil {
			return Toast{}, err
		}
		toast, err := p.Answered(ctx)
		if err != nil {
			return Toast{}, err
		}
		return toast, c.WaitConfirmed(ctx)
	}
}

// Button waits for a button with this text in the newest keyboard.
func (c *Chat) Button(ctx context.Context, text string) (Button, error) {
	var found Button
	err := c.Await(ctx, func([]Message) bool {
		var ok bool
		found, ok = c.keyboard().Find(text)
		return ok
	})
	if err != nil {
		return Button{}, fmt.Errorf("bottest: no button %q: %w", text, err)
	}
	return found, nil
}

// Delete deletes a message for both sides, as people can.
func (c *Chat) Delete(message int) error {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	m := c.message(message)
	if m == nil || m.Deleted {
		return fmt.Errorf("bottest: delete: %w", ErrGone)
	}
	m.Deleted, m.Keyboard = true, nil
	c.changed.wake()
	return nil
}

// Messages returns the chat as the person sees it, deleted messages left out.
func (c *Chat) Messages() []Message {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	return c.visible()
}

// Last returns the newest message of the bot; the zero Message if there is none.
func (c *Chat) Last() Message {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	for _, m := range slices.Backward(c.messages) {
		if m.FromBot && !m.Deleted {
			return c.view(m)
		}
	}
	return Message{}
}

// Keyboard returns the newest keyboard in the chat; nil if no message has one.
func (c *Chat) Keyboard() Keyboard {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	return c.keyboard()
}

// Await waits until done holds of the chat as the person sees it. done must not
// call the server.
func (c *Chat) Await(ctx context.Context, done func([]Message) bool) error {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	for !done(c.visible()) {
		changed := c.changed.c
		c.server.mu.Unlock()
		err := wait(ctx, changed)
		c.server.mu.Lock()
		if err != nil {
			return fmt.Errorf("bottest: waiting in a chat: %w", err)
		}
	}
	return nil
}

// Next waits for the next thing that the bot does in the chat, each once and in
// order: a message, an edit, a deletion, an answer to a tap.
func (c *Chat) Next(ctx context.Context) (Event, error) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	for {
		for c.seen < len(c.events) {
			e := c.events[c.seen]
			c.seen++
			if e.Kind != Said && e.Kind != Pressed {
				return e, nil
			}
		}
		changed := c.changed.c
		c.server.mu.Unlock()
		err := wait(ctx, changed)
		c.server.mu.Lock()
		if err != nil {
			return Event{}, fmt.Errorf("bottest: waiting for the bot: %w", err)
		}
	}
}

// WaitConfirmed waits until the bot has confirmed everything that this person did.
func (c *Chat) WaitConfirmed(ctx context.Context) error {
	return c.server.waitConfirmed(ctx, func(u update) bool { return u.chat == c.id() })
}

// Block stops the bot, as people do: it is told so, and refused from then on.
func (c *Chat) Block() { c.member("kicked", true) }

// Unblock takes Block back.
func (c *Chat) Unblock() { c.member("member", false) }

func (c *Chat) member(status string, blocked bool) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	was := map[bool]string{true: "kicked", false: "member"}[c.blocked]
	c.blocked = blocked
	c.became(c.from(), was, status)
}

// became tells the bot that it is something else in this chat now; the server is locked.
func (c *Chat) became(by user, was, is string) {
	c.server.add(c.id(), "my_chat_member", map[string]any{
		"chat": c.info(), "from": by, "date": c.server.now().Unix(),
		"old_chat_member": map[string]any{"user": self(), "status": was, "until_date": 0},
		"new_chat_member": map[string]any{"user": self(), "status": is, "until_date": 0},
	})
}

func (c *Chat) from() user { return c.person.user() }

func (p Person) user() user { return user{ID: p.ID, FirstName: p.FirstName, LanguageCode: p.Language} }

func (c *Chat) id() int64 {
	if c.group != nil {
		return c.group.id
	}
	return c.person.ID
}

func (c *Chat) info() chatInfo {
	if c.group != nil {
		return c.group.info()
	}
	return chatInfo{ID: c.person.ID, Type: "private", FirstName: c.person.FirstName}
}

// append adds a message under the next identifier; identifiers grow per chat, as
// they do for one bot.
func (c *Chat) append(m Message) *Message {
	m.ID = len(c.messages) + 1
	m.date = c.server.now().Unix()
	m.Keyboard = m.Keyboard.under(m.ID)
	c.messages = append(c.messages, &m)
	return &m
}

func (c *Chat) message(id int) *Message {
	if id < 1 || id > len(c.messages) {
		return nil
	}
	return c.messages[id-1]
}

func (c *Chat) keyboard() Keyboard {
	for _, m := range slices.Backward(c.messages) {
		if !m.Deleted && len(m.Keyboard) > 0 {
			return m.Keyboard.under(m.ID)
		}
	}
	return nil
}

func (c *Chat) visible() []Message {
	var seen []Message
	for _, m := range c.messages {
		if !m.Deleted {
			seen = append(seen, c.view(m))
		}
	}
	return seen
}

func (c *Chat) view(m *Message) Message {
	v := *m
	v.Keyboard = m.Keyboard.under(m.ID)
	return v
}
