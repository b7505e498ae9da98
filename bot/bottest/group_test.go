package bottest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"ashar/bot/bottest"
)

// heard is what the bot is told of, in short, and confirms it.
func heard(t *testing.T, s *bottest.Server) []string {
	t.Helper()
	var updates []struct {
		ID      int64 `json:"update_id"`
		Message struct {
			Text     string
			From     struct{ ID int64 }
			Chat     struct{ Type string }
			New      []struct{ ID int64 } `json:"new_chat_members"`
			Left     *struct{ ID int64 }  `json:"left_chat_member"`
			MovesTo  int64                `json:"migrate_to_chat_id"`
			CameFrom int64                `json:"migrate_from_chat_id"`
		}
		Member *struct {
			Chat struct{ Type string }
			Old  struct{ Status string } `json:"old_chat_member"`
			New  struct{ Status string } `json:"new_chat_member"`
		} `json:"my_chat_member"`
	}
	if err := json.Unmarshal(call(t, s, "getUpdates").Result, &updates); err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, u := range updates {
		m := u.Message
		switch {
		case u.Member != nil:
			said = append(said, fmt.Sprintf("%s: %s, now %s", u.Member.Chat.Type, u.Member.Old.Status, u.Member.New.Status))
		case len(m.New) > 0:
			said = append(said, "newcomer")
		case m.Left != nil:
			said = append(said, "leaver")
		case m.MovesTo != 0:
			said = append(said, m.Chat.Type+" moves")
		case m.CameFrom != 0:
			said = append(said, m.Chat.Type+" was another")
		default:
			said = append(said, fmt.Sprintf("%d %s", m.From.ID, m.Text))
		}
		call(t, s, "getUpdates", "offset", fmt.Sprint(u.ID+1))
	}
	return said
}

// TestGroupPrivacy tells the bot only what a bot in privacy mode is told.
func TestGroupPrivacy(t *testing.T) {
	s := start(t)
	aigul := bottest.Person{ID: 42, FirstName: "Айгүл"}
	g := s.Group("Арча-Булак")
	step := func(what string, err error, want ...string) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if got := heard(t, s); strings.Join(got, "; ") != strings.Join(want, "; ") {
			t.Errorf("%s: told %q, want %q", what, got, want)
		}
	}
	send := func(by bottest.Person, text string) error {
		_, err := g.Send(by, text)
		return err
	}
	step("before it is there", send(aigul, "/help@"+bottest.Username))
	step("added", g.Add(aigul, "K7PM4X"), "group: left, now member", "newcomer", "42 /start@"+bottest.Username+" K7PM4X")
	step("words", send(aigul, "Салам"))
	step("a command for nobody, before the bot has written", send(aigul, "/help"))
	step("a command for another", send(aigul, "/help@another_bot"))
	reply := call(t, s, "sendMessage", "chat_id", fmt.Sprint(g.ID()), "text", "Саламатсызбы")
	if !reply.OK {
		t.Fatal(reply)
	}
	step("a command for nobody", send(bottest.Anonymous, "/help"), "1087968824 /help")
	_, err := g.Answer(aigul, g.Last().ID, "Рахмат")
	step("a reply to the bot", err, "42 Рахмат")
	before := g.ID()
	step("upgraded", g.Upgrade(), "supergroup: left, now member", "group moves", "supergroup was another")
	if got := call(t, s, "sendMessage", "chat_id", fmt.Sprint(before), "text", "x").String(); !strings.Contains(got, "400 Bad Request: group chat was upgraded") {
		t.Errorf("into the old chat: %s", got)
	}
	g.Mute(true)
	if got := call(t, s, "sendMessage", "chat_id", fmt.Sprint(g.ID()), "text", "x").String(); !strings.Contains(got, "400 Bad Request: not enough rights") {
		t.Errorf("muted: %s", got)
	}
	g.Mute(false)
	step("removed", g.Remove(aigul), "supergroup: member, now kicked", "leaver")
	if got := call(t, s, "sendMessage", "chat_id", fmt.Sprint(g.ID()), "text", "x").String(); got != "403 Forbidden: bot was kicked from the supergroup chat" {
		t.Errorf("removed: %s", got)
	}
	for name, err := range map[string]error{"removed again": g.Remove(aigul), "upgraded again": g.Upgrade()} {
		if !errors.Is(err, bottest.ErrNoGroup) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Group("x").Add(aigul, "ө"); !errors.Is(err, bottest.ErrPayload) {
		t.Errorf("a payload that no link carries: %v", err)
	}
}
