package bottest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"ashar/bot/bottest"

	"github.com/google/go-cmp/cmp"
)

func TestMarkupIsTakenOutOfTexts(t *testing.T) {
	tests := []struct {
		name, text, parseMode, entities string
		want                            string
		marked                          []bottest.Entity
	}{
		{name: "plain", text: "  1 < 2 & 3 \n", want: "1 < 2 & 3"},
		{name: "bold", text: "Көп <b>суу</b> керек", parseMode: "html", want: "Көп суу керек", marked: []bottest.Entity{{Type: "bold", Offset: 4, Length: 3}}},
		{name: "nested", text: "<b>🌾<i>a</i></b>", parseMode: "HTML", want: "🌾a",
			marked: []bottest.Entity{{Type: "italic", Offset: 2, Length: 1}, {Type: "bold", Offset: 0, Length: 3}}},
		{name: "characters", text: "&lt;&#1199;&#x4AF;&amp;&quot;&nbsp;& &#0;", parseMode: "HTML", want: "<үү&\"&nbsp;& &#0;"},
		{name: "link", text: `<a href="https://example.org/?a=1">шилтеме</a>`, parseMode: "HTML", want: "шилтеме",
			marked: []bottest.Entity{{Type: "text_link", Offset: 0, Length: 7, URL: "https://example.org/?a=1"}}},
		{name: "empty tag", text: "<b></b>x", parseMode: "HTML", want: "x"},
		{name: "entities", text: "Көп суу", entities: `[{"type":"bold","offset":4,"length":3}]`, want: "Көп суу",
			marked: []bottest.Entity{{Type: "bold", Offset: 4, Length: 3}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t)
			c := person(t, s)
			if got := call(t, s, "sendMessage", "chat_id", "42", "text", tt.text, "parse_mode", tt.parseMode, "entities", tt.entities); !got.OK {
				t.Fatal(got)
			}
			last := c.Last()
			if last.Text != tt.want {
				t.Errorf("got %q, want %q", last.Text, tt.want)
			}
			if diff := cmp.Diff(tt.marked, last.Entities); diff != "" {
				t.Errorf("entities (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBrokenMarkupIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"x</b>":     "400 Bad Request: can't parse entities: Unexpected end tag at byte offset 1",
		"<b":        "400 Bad Request: can't parse entities: Unclosed start tag at byte offset 0",
		"<b>x</i>":  `400 Bad Request: can't parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`,
		"<u><b>x</": "400 Bad Request: can't parse entities: Unclosed start tag at byte offset 7",
	} {
		s := start(t)
		person(t, s)
		if got := call(t, s, "sendMessage", "chat_id", "42", "text", text, "parse_mode", "HTML").String(); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// TestTapWaits presses a button that comes only later, hears what the bot says to
// it, and goes on when the bot is done with it.
func TestTapWaits(t *testing.T) {
	s := start(t)
	c := person(t, s)
	ctx := patiently(t)
	ended := make(chan error, 1)
	var flash bottest.Toast
	go func() {
		var err error
		flash, err = c.Tap(ctx, "ооба")
		ended <- err
	}()
	call(t, s, "sendMessage", "chat_id", "42", "text", "Макулсузбу?", "reply_markup", inline("yes"))
	var queries []struct {
		ID    int                 `json:"update_id"`
		Query struct{ ID string } `json:"callback_query"`
	}
	for len(queries) == 0 || queries[0].Query.ID == "" {
		if err := json.Unmarshal(call(t, s, "getUpdates", "offset", "-1", "timeout", "5").Result, &queries); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
	}
	call(t, s, "answerCallbackQuery", "callback_query_id", queries[0].Query.ID, "text", "Рахмат")
	call(t, s, "getUpdates", "offset", fmt.Sprint(queries[0].ID+1))
	if err := <-ended; err != nil || flash.Text != "Рахмат" {
		t.Errorf("got %q, %v", flash.Text, err)
	}
	call(t, s, "deleteMessage", "chat_id", "42", "message_id", "2")
	want := "> /start K7PM4X\n< Макулсузбу?\n    [ооба]\n> [ооба]\n* Рахмат\n× Макулсузбу?\n"
	if diff := cmp.Diff(want, c.Transcript()); diff != "" {
		t.Errorf("transcript (-want +got):\n%s", diff)
	}
}

func TestPeopleBlockAndDelete(t *testing.T) {
	s := start(t)
	c := person(t, s)
	if err := c.Delete(1); err != nil {
		t.Error(err)
	}
	if err := c.Delete(1); err == nil {
		t.Error("deleted twice")
	}
	c.Block()
	c.Unblock()
	var updates []struct {
		Member *struct {
			Old struct{ Status string } `json:"old_chat_member"`
			New struct{ Status string } `json:"new_chat_member"`
		} `json:"my_chat_member"`
	}
	if err := json.Unmarshal(call(t, s, "getUpdates").Result, &updates); err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, u := range updates {
		if u.Member != nil {
			got += fmt.Sprint(u.Member.Old.Status, ">", u.Member.New.Status, " ")
		}
	}
	if want := "member>kicked kicked>member "; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestPollingServer(t *testing.T) {
	s := start(t)
	person(t, s)
	if err := s.Inject(`{"poll": {"id": "1"}}`); err != nil {
		t.Fatal(err)
	}
	if err := s.Inject(`not JSON`); err == nil {
		t.Error("injected what is not JSON")
	}
	if got := string(call(t, s, "getWebhookInfo").Result); !strings.Contains(got, `"pending_update_count":2`) {
		t.Errorf("got %s, want 2 pending", got)
	}
	call(t, s, "deleteWebhook", "drop_pending_updates", "true")
	if err := s.WaitConfirmed(patiently(t)); err != nil {
		t.Error(err)
	}
	call(t, s, "setMyCommands", "commands", `[{"command":"help","description":"Help"}]`, "language_code", "en")
	if got := string(call(t, s, "getMyCommands", "language_code", "en").Result); got != `[{"command":"help","description":"Help"}]` {
		t.Errorf("got %s", got)
	}
	call(t, s, "deleteMyCommands", "language_code", "en")
	if got := string(call(t, s, "getMyCommands", "language_code", "en").Result); got != `[]` {
		t.Errorf("got %s, want none", got)
	}
	for _, scope := range []string{`{"type":"chat","chat_id":1}`, `groups`} {
		if got := call(t, s, "setMyCommands", "commands", `[]`, "scope", scope).String(); !strings.Contains(got, "400") {
			t.Errorf("scope %s: got %s", scope, got)
		}
	}
	if got := s.Calls()["setMyCommands"]; got != 3 {
		t.Errorf("%d calls counted, want 3", got)
	}
	call(t, s, "setMyCommands", "commands", `[{"command":"help","description":"In groups"}]`, "scope", `{"type":"all_group_chats"}`)
	if got := fmt.Sprint(s.GroupCommands("ky"), s.Commands("ky")); got != "[{help In groups}] []" {
		t.Errorf("got %s", got)
	}
}
