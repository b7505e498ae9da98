package bottest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Group is a chat of several people, to which the bot can be added. The bot is in privacy
// mode, as bots are unless their owner says otherwise: it gets only the commands that are
// meant for it, the replies to what it wrote, and what the group tells of itself.
type Group struct {
	server *Server
	chat   *Chat
	title  string

	// All below is under the server's lock.
	id     int64
	before int64 // its identifier before it was upgraded; 0 if it was not
	member bool  // the bot is in it
	muted  bool  // only administrators may write
}

// Anonymous is as whom Telegram shows an administrator who writes in the group's name.
var Anonymous = Person{ID: 1087968824, FirstName: "Group"}

// supergroups is where the identifiers of supergroups begin; those of other groups are
// just negative.
const supergroups = -1_000_000_000_000

// ErrNoGroup is a doing that the group's state does not allow.
var ErrNoGroup = errors.New("that cannot be done in this group now")

// Group makes a group that the bot is not in.
func (s *Server) Group(title string) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastGroup++
	g := &Group{server: s, title: title, id: -4_000_000 - s.lastGroup}
	g.chat = &Chat{server: s, group: g, changed: newBroadcast(), begun: true}
	s.chats[g.id] = g.chat
	return g
}

// Add adds the bot, as its people can. With a payload, the link
// t.me/<bot>?startgroup=<payload> is opened, and Telegram has the person write /start too.
func (g *Group) Add(by Person, payload string) error {
	if payload != "" && !startPayload.MatchString(payload) {
		return fmt.Errorf("bottest: add: %w", ErrPayload)
	}
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	if g.member {
		return fmt.Errorf("bottest: add: %w", ErrNoGroup)
	}
	g.member = true
	g.chat.became(by.user(), "left", "member")
	g.tells(by, service{Newcomers: []user{self()}}, "(the bot is added)")
	if payload != "" {
		g.says(by, service{}, "/start@"+Username+" "+payload)
	}
	return nil
}

// Remove throws the bot out: it is told so, and refused from then on.
func (g *Group) Remove(by Person) error {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	if !g.member {
		return fmt.Errorf("bottest: remove: %w", ErrNoGroup)
	}
	g.member = false
	bot := self()
	g.chat.became(by.user(), "member", "kicked")
	g.tells(by, service{Leaver: &bot}, "(the bot is removed)")
	return nil
}

// Mute lets only administrators write from now on; the bot is none.
func (g *Group) Mute(muted bool) {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	g.muted = muted
}

// Upgrade makes it a supergroup, as Telegram does when a group grows: the bot is told
// that it is in a new chat, in the old one where that goes, and in the new one where it
// comes from. That it left the old one it is not told.
func (g *Group) Upgrade() error {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	if !g.member || g.before != 0 {
		return fmt.Errorf("bottest: upgrade: %w", ErrNoGroup)
	}
	was, is := g.id, supergroups+g.id
	g.id, g.before = is, was
	g.server.chats[is] = g.chat
	g.chat.became(Anonymous.user(), "left", "member")
	g.id = was
	g.tells(Anonymous, service{Sender: g.sender(), MigratesTo: is}, "(the group becomes a supergroup)")
	g.id = is
	g.tells(Anonymous, service{Sender: g.sender(), CameFrom: was}, "(the supergroup was a group)")
	return nil
}

// Send has a person write, and reports whether the bot is told of it. Anonymous writes
// in the group's name.
func (g *Group) Send(by Person, text string) (told bool, err error) {
	return g.write(by, text, 0)
}

// Answer is Send as a reply to a message.
func (g *Group) Answer(by Person, message int, text string) (told bool, err error) {
	return g.write(by, text, message)
}

func (g *Group) write(by Person, text string, replyTo int) (told bool, err error) {
	if text == "" || units(text) > MaxText {
		return false, fmt.Errorf("bottest: send: %w", ErrLong)
	}
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	var s service
	if replyTo != 0 {
		m := g.chat.message(replyTo)
		if m == nil || m.Deleted {
			return false, fmt.Errorf("bottest: reply: %w", ErrGone)
		}
		w := g.chat.wire(m)
		s.ReplyTo = &w
	}
	if by == Anonymous {
		s.Sender = g.sender()
	}
	return g.says(by, s, text), nil
}

// says appends what a person writes, and tells the bot if it may know; the server is
// locked.
func (g *Group) says(by Person, s service, text string) (told bool) {
	told = g.member && g.concerns(s, text)
	m := g.chat.append(Message{Text: text, Entities: commandEntities(text), by: by.user(), service: s})
	g.chat.happened(Event{Kind: Said, Message: g.chat.view(m), Text: text})
	if told {
		g.server.add(g.id, "message", g.chat.wire(m))
	}
	return told
}

// concerns reports whether a bot in privacy mode gets this: a command with its name,
// one without a name if it was the last bot to write, or a reply to it.
func (g *Group) concerns(s service, text string) bool {
	if s.ReplyTo != nil && s.ReplyTo.From.ID == botID {
		return true
	}
	if len(commandEntities(text)) == 0 {
		return false
	}
	word, _, _ := strings.Cut(text, " ")
	if _, name, named := strings.Cut(word, "@"); named {
		return strings.EqualFold(name, Username)
	}
	return slices.ContainsFunc(g.chat.messages, func(m *Message) bool { return m.FromBot })
}

// tells appends what the group tells of itself; the server is locked.
func (g *Group) tells(by Person, s service, as string) {
	m := g.chat.append(Message{by: by.user(), service: s})
	g.chat.happened(Event{Kind: Said, Message: g.chat.view(m), Text: as})
	g.server.add(g.id, "message", g.chat.wire(m))
}

// Forge sends a callback with any data for any message, as Chat.Forge does.
func (g *Group) Forge(by Person, message int, data string) *Press {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	g.chat.person = by
	return g.chat.press(message, data, "forged")
}

// Messages returns the group as people see it, deleted messages left out.
func (g *Group) Messages() []Message { return g.chat.Messages() }

// Last returns the newest message of the bot; the zero Message if there is none.
func (g *Group) Last() Message { return g.chat.Last() }

// Await waits until done holds of the group as people see it. done must not call the
// server.
func (g *Group) Await(ctx context.Context, done func([]Message) bool) error {
	return g.chat.Await(ctx, done)
}

// Transcript writes down what happened in the group; see Chat.Transcript.
func (g *Group) Transcript() string { return g.chat.Transcript() }

// ID is the group's identifier, which Upgrade changes.
func (g *Group) ID() int64 {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	return g.id
}

// WaitConfirmed waits until the bot has confirmed everything that happened here.
func (g *Group) WaitConfirmed(ctx context.Context) error {
	return g.server.waitConfirmed(ctx, func(u update) bool { return u.chat == g.id || u.chat == g.before && u.chat != 0 })
}

// refuses says why the bot may not write under this identifier; nil if it may. The
// server is locked.
func (g *Group) refuses(id int64) error {
	switch {
	case id == g.before:
		return &refused{code: http.StatusBadRequest, description: "Bad Request: group chat was upgraded to a supergroup chat", migratedTo: g.id}
	case !g.member:
		return refuse(http.StatusForbidden, "Forbidden: bot was kicked from the "+g.info().Type+" chat")
	case g.muted:
		return errMuted
	}
	return nil
}

func (g *Group) info() chatInfo {
	kind := "group"
	if g.id < supergroups {
		kind = "supergroup"
	}
	return chatInfo{ID: g.id, Type: kind, Title: g.title}
}

func (g *Group) sender() *chatInfo {
	info := g.info()
	return &info
}
