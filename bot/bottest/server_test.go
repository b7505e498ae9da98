package bottest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"ashar/bot/bottest"
)

func TestReadsFormQueryJSONAndMultipart(t *testing.T) {
	s := start(t)
	c := person(t, s)
	sending := at(s, "SENDMESSAGE")
	response, err := http.Get(sending + "?chat_id=42&text=query")
	read(t, response, err)
	response, err = http.Post(sending, "application/json", strings.NewReader(`{"chat_id":42,"text":"json","reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}}`))
	read(t, response, err)
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for k, v := range map[string]string{"chat_id": "42", "text": "multipart"} {
		if err := m.WriteField(k, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	response, err = http.Post(sending, m.FormDataContentType(), &body)
	read(t, response, err)
	call(t, s, "sendMessage", "chat_id", "42", "text", "form")
	want := "> /start K7PM4X\n< query\n< json\n    [a]\n< multipart\n< form\n"
	if got := c.Transcript(); got != want {
		t.Errorf("got %q, want %q; refusals %v", got, want, s.Refusals())
	}
}

func TestUpdatesComeAgainUntilConfirmed(t *testing.T) {
	s := start(t)
	c := s.Chat(bottest.Person{ID: 42})
	for _, text := range []string{"бир", "эки", "үч"} {
		if _, err := c.Send(text); err != nil {
			t.Fatal(err)
		}
	}
	get := func(pairs ...string) (texts []string, ids []int) {
		t.Helper()
		var updates []struct {
			ID      int `json:"update_id"`
			Message struct{ Text string }
		}
		if err := json.Unmarshal(call(t, s, "getUpdates", pairs...).Result, &updates); err != nil {
			t.Fatal(err)
		}
		for _, u := range updates {
			texts, ids = append(texts, u.Message.Text), append(ids, u.ID)
		}
		return texts, ids
	}
	first, ids := get("limit", "2")
	again, _ := get()
	if got, want := fmt.Sprint(first, again), "[бир эки] [бир эки үч]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	rest, _ := get("offset", fmt.Sprint(ids[1]+1))
	if got, want := fmt.Sprint(rest, s.Pending()), "[үч] 1"; got != want {
		t.Errorf("after confirming two: got %s, want %s", got, want)
	}
	none, _ := get("offset", fmt.Sprint(ids[1]+2))
	if len(none) != 0 || s.Pending() != 0 {
		t.Errorf("after confirming all: got %v, %d pending", none, s.Pending())
	}
	if err := c.WaitConfirmed(patiently(t)); err != nil {
		t.Error(err)
	}
}

func TestLongPollWaitsForAnUpdateAndIsOustedByASecond(t *testing.T) {
	s := start(t)
	c := s.Chat(bottest.Person{ID: 42})
	answers := make(chan string, 2)
	poll := func() { answers <- call(t, s, "getUpdates", "timeout", "20").String() }
	go poll()
	for !s.Polling() {
		time.Sleep(time.Millisecond)
	}
	go poll()
	if got, want := <-answers, "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"; got != want {
		t.Errorf("the first poll got %s, want %s", got, want)
	}
	if _, err := c.Send("салам"); err != nil {
		t.Fatal(err)
	}
	if got := <-answers; got != "ok" {
		t.Errorf("the second poll got %s, want ok", got)
	}
}

func TestOnlyAllowedUpdatesAreQueued(t *testing.T) {
	s := start(t)
	c := s.Chat(bottest.Person{ID: 42})
	call(t, s, "getUpdates", "allowed_updates", `["message"]`)
	c.Block()
	c.Unblock()
	if got := s.Pending(); got != 0 {
		t.Errorf("%d updates pending, want none", got)
	}
	call(t, s, "getUpdates", "allowed_updates", `[]`)
	c.Block()
	if got := s.Pending(); got != 1 {
		t.Errorf("%d updates pending, want 1", got)
	}
}

func TestATapIsAnsweredOnce(t *testing.T) {
	s := start(t)
	c := person(t, s)
	call(t, s, "sendMessage", "chat_id", "42", "text", "Суу", "reply_markup", inline("w1"))
	button, err := c.Button(patiently(t), "ооба")
	if err != nil {
		t.Fatal(err)
	}
	tap, err := c.Press(button)
	if err != nil {
		t.Fatal(err)
	}
	var updates []struct {
		Query struct {
			ID, Data string
			Message  struct {
				ID   int `json:"message_id"`
				Text string
			}
			From struct {
				Language string `json:"language_code"`
			}
		} `json:"callback_query"`
	}
	if err := json.Unmarshal(call(t, s, "getUpdates", "offset", "-1").Result, &updates); err != nil {
		t.Fatal(err)
	}
	q := updates[0].Query
	if got, want := fmt.Sprint(q.Data, q.Message.ID, q.Message.Text, q.From.Language), fmt.Sprint("w1", 2, "Суу", "ky"); got != want {
		t.Errorf("the bot is told %s, want %s", got, want)
	}
	if got := call(t, s, "answerCallbackQuery", "callback_query_id", q.ID, "text", "Рахмат", "show_alert", "true"); !got.OK {
		t.Errorf("first answer: %s", got)
	}
	toast, err := tap.Answered(patiently(t))
	if want := (bottest.Toast{Text: "Рахмат", Alert: true}); err != nil || toast != want {
		t.Errorf("got %v, %v, want %v", toast, err, want)
	}
	const tooOld = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
	if got := call(t, s, "answerCallbackQuery", "callback_query_id", q.ID).String(); got != tooOld {
		t.Errorf("second answer: got %s, want %s", got, tooOld)
	}
	late := c.Forge(2, "whatever")
	late.Expire()
	if err := json.Unmarshal(call(t, s, "getUpdates", "offset", "-1").Result, &updates); err != nil {
		t.Fatal(err)
	}
	if got := call(t, s, "answerCallbackQuery", "callback_query_id", updates[0].Query.ID).String(); got != tooOld {
		t.Errorf("late answer: got %s, want %s", got, tooOld)
	}
}

func TestAButtonThatWasTakenAwayCannotBePressed(t *testing.T) {
	s := start(t)
	c := person(t, s)
	call(t, s, "sendMessage", "chat_id", "42", "text", "Суу", "reply_markup", inline("1"))
	button := c.Keyboard().Buttons()[0]
	call(t, s, "editMessageText", "chat_id", "42", "message_id", "2", "text", "Суу ✓")
	if _, err := c.Press(button); err == nil {
		t.Error("pressed a button that is gone")
	}
	if got := c.Last().Text; got != "Суу ✓" {
		t.Errorf("last message %q, want %q", got, "Суу ✓")
	}
}

func TestStartPayloadsAreWhatALinkCanCarry(t *testing.T) {
	s := start(t)
	c := s.Chat(bottest.Person{ID: 42})
	for payload, want := range map[string]bool{
		"": true, "K7PM4X": true, strings.Repeat("a", 64): true,
		strings.Repeat("a", 65): false, "айыл": false, "a b": false, "a=1": false,
	} {
		if err := c.Start(payload); (err == nil) != want {
			t.Errorf("Start(%q): %v", payload, err)
		}
	}
}

func TestNextGivesTheBotsDoingsInOrder(t *testing.T) {
	s := start(t)
	c := person(t, s)
	call(t, s, "sendMessage", "chat_id", "42", "text", "бир", "reply_markup", inline("1"))
	call(t, s, "editMessageText", "chat_id", "42", "message_id", "2", "text", "эки")
	var got []string
	for range 2 {
		e, err := c.Next(patiently(t))
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(e.Kind, " ", e.Message.Text))
	}
	if want := "[sent бир edited эки]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
	short, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := c.Next(short); err == nil {
		t.Error("got an event that did not happen")
	}
}

func TestCommandMenuPerLanguage(t *testing.T) {
	s := start(t)
	call(t, s, "setMyCommands", "commands", `[{"command":"help","description":"Help"}]`)
	call(t, s, "setMyCommands", "commands", `[{"command":"help","description":"Жардам"}]`, "language_code", "ky")
	for language, want := range map[string]string{"ky": "Жардам", "de": "Help"} {
		if got := s.Commands(language); len(got) != 1 || got[0].Description != want {
			t.Errorf("%s: got %v, want %s", language, got, want)
		}
	}
	if r := s.Refusals(); len(r) > 0 {
		t.Errorf("refused: %v", r)
	}
}
