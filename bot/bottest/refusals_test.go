package bottest_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"ashar/bot/bottest"
)

func TestRefusesWhatTelegramRefuses(t *testing.T) {
	long := strings.Repeat("ү", bottest.MaxText)
	row := "[" + strings.TrimSuffix(strings.Repeat(`{"text":"a","callback_data":"b"},`, 8), ",") + "]"
	tests := []struct {
		name, method string
		pairs        []string
		want         string
	}{
		{"unknown method", "sendMassage", nil, "404 Not Found: method not found"},
		{"no chat", "sendMessage", []string{"text", "x"}, "400 Bad Request: chat_id is empty"},
		{"stranger", "sendMessage", []string{"chat_id", "7", "text", "x"}, "400 Bad Request: chat not found"},
		{"no text", "sendMessage", []string{"chat_id", "42"}, "400 Bad Request: message text is empty"},
		{"blank text", "sendMessage", []string{"chat_id", "42", "text", " \n "}, "400 Bad Request: text must be non-empty"},
		{"longest text", "sendMessage", []string{"chat_id", "42", "text", long}, "ok"},
		{"text too long", "sendMessage", []string{"chat_id", "42", "text", long + "ү"}, "400 Bad Request: message is too long"},
		{"markup does not count", "sendMessage", []string{"chat_id", "42", "text", "<b>" + long + "</b>", "parse_mode", "HTML"}, "ok"},
		{"two units a character", "sendMessage", []string{"chat_id", "42", "text", strings.Repeat("🌾", bottest.MaxText/2+1)}, "400 Bad Request: message is too long"},
		{"not UTF-8", "sendMessage", []string{"chat_id", "42", "text", "\xff"}, "400 Bad Request: strings must be encoded in UTF-8"},
		{"parse mode", "sendMessage", []string{"chat_id", "42", "text", "x", "parse_mode", "BBCode"}, "400 Bad Request: unsupported parse_mode"},
		{"tag", "sendMessage", []string{"chat_id", "42", "text", "<h1>x</h1>", "parse_mode", "HTML"}, `400 Bad Request: can't parse entities: Unsupported start tag "h1" at byte offset 0`},
		{"open tag", "sendMessage", []string{"chat_id", "42", "text", "<b>x", "parse_mode", "HTML"}, `400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`},
		{"crossed tags", "sendMessage", []string{"chat_id", "42", "text", "<b><i>test</b></i>", "parse_mode", "HTML"}, `400 Bad Request: can't parse entities: Unmatched end tag at byte offset 10, expected "</i>", found "</b>"`},
		{"bare less-than", "sendMessage", []string{"chat_id", "42", "text", "1 < 2", "parse_mode", "HTML"}, "400 Bad Request: can't parse entities: Unclosed start tag at byte offset 2"},
		{"entity outside", "sendMessage", []string{"chat_id", "42", "text", "үй", "entities", `[{"type":"bold","offset":0,"length":3}]`}, "400 Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 3"},
		{"entity kind", "sendMessage", []string{"chat_id", "42", "text", "үй", "entities", `[{"type":"loud","offset":0,"length":1}]`}, "400 Bad Request: can't parse MessageEntity: Unsupported type specified"},
		{"longest data", "sendMessage", []string{"chat_id", "42", "text", "x", "reply_markup", inline(strings.Repeat("d", 64))}, "ok"},
		{"data too long", "sendMessage", []string{"chat_id", "42", "text", "x", "reply_markup", inline(strings.Repeat("ө", 33))}, "400 Bad Request: BUTTON_DATA_INVALID"},
		{"no data", "sendMessage", []string{"chat_id", "42", "text", "x", "reply_markup", inline("")}, "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		{"no label", "sendMessage", []string{"chat_id", "42", "text", "x", "reply_markup", `{"inline_keyboard":[[{"callback_data":"x"}]]}`}, `400 Bad Request: can't parse inline keyboard button: Can't find field "text"`},
		{"null rows", "sendMessage", []string{"chat_id", "42", "text", "x", "reply_markup", `{"inline_keyboard":null}`}, `400 Bad Request: field "inline_keyboard" must be of type Array`},
		{"not an object", "sendMessage", []string{"chat_id", "42", "text", "x", "reply_markup", `[]`}, "400 Bad Request: object expected as reply markup"},
		{"full keyboard", "sendMessage", []string{"chat_id", "42", "text", "x", "reply_markup", `{"inline_keyboard":[` + strings.TrimSuffix(strings.Repeat(row+",", 12), ",") + `]}`}, "ok"},
		{"keyboard too big", "sendMessage", []string{"chat_id", "42", "text", "x", "reply_markup", `{"inline_keyboard":[` + strings.TrimSuffix(strings.Repeat(row+",", 13), ",") + `]}`}, "400 Bad Request: REPLY_MARKUP_TOO_LONG"},
		{"link", "sendMessage", []string{"chat_id", "42", "text", "x", "reply_markup", `{"inline_keyboard":[[{"text":"a","url":"ftp://example.com"}]]}`}, "400 Bad Request: inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol"},
		{"edit nothing", "editMessageText", []string{"chat_id", "42", "text", "x"}, "400 Bad Request: message identifier is not specified"},
		{"edit what is not there", "editMessageText", []string{"chat_id", "42", "message_id", "99", "text", "x"}, "400 Bad Request: message to edit not found"},
		{"edit another's message", "editMessageText", []string{"chat_id", "42", "message_id", "1", "text", "x"}, "400 Bad Request: message can't be edited"},
		{"delete what is not there", "deleteMessage", []string{"chat_id", "42", "message_id", "99"}, "400 Bad Request: message to delete not found"},
		{"answer nobody", "answerCallbackQuery", []string{"callback_query_id", "5"}, "400 Bad Request: query is too old and response timeout expired or query ID is invalid"},
		{"no file", "getFile", nil, "400 Bad Request: file_id not specified"},
		{"unknown file", "getFile", []string{"file_id", "AgAC-1"}, "400 Bad Request: wrong file_id or the file is temporarily unavailable"},
		{"command name", "setMyCommands", []string{"commands", `[{"command":"Старт","description":"x"}]`}, "400 Bad Request: BOT_COMMAND_INVALID"},
		{"command words", "setMyCommands", []string{"commands", `[{"command":"start","description":""}]`}, "400 Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"},
		{"command language", "setMyCommands", []string{"commands", `[]`, "language_code", "kirgiz"}, "400 Bad Request: invalid language code specified"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t)
			person(t, s)
			if got := call(t, s, tt.method, tt.pairs...); got.String() != tt.want {
				t.Errorf("%s: got %s, want %s", tt.method, got, tt.want)
			}
			if n := len(s.Refusals()); (n == 0) != (tt.want == "ok") {
				t.Errorf("refusals noted: %v", s.Refusals())
			}
		})
	}
}

func TestAnyTokenButOursIsUnauthorized(t *testing.T) {
	s := start(t)
	response, err := http.Get(s.URL() + "/bot1:wrong/getMe")
	if got, want := read(t, response, err).String(), "401 Unauthorized"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEditsThatChangeNothingAreRefused(t *testing.T) {
	s := start(t)
	c := person(t, s)
	call(t, s, "sendMessage", "chat_id", "42", "text", "Суу", "reply_markup", inline("1"))
	const same = "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
	for _, step := range []struct {
		name  string
		pairs []string
		want  string
	}{
		{"editMessageText", []string{"text", "Суу", "reply_markup", inline("1")}, same},
		{"editMessageReplyMarkup", []string{"reply_markup", inline("1")}, same},
		{"editMessageReplyMarkup", []string{"reply_markup", inline("2")}, "ok"},
		{"editMessageText", []string{"text", "Суу"}, "ok"}, // takes the keyboard away
		{"editMessageReplyMarkup", nil, same},
		{"deleteMessage", nil, "ok"},
		{"editMessageText", []string{"text", "x"}, "400 Bad Request: message to edit not found"},
	} {
		got := call(t, s, step.name, append(step.pairs, "chat_id", "42", "message_id", "2")...)
		if got.String() != step.want {
			t.Errorf("%s %q: got %s, want %s", step.name, step.pairs, got, step.want)
		}
	}
	if got := len(c.Messages()); got != 1 {
		t.Errorf("%d messages left, want 1", got)
	}
}

func TestBlockedAndFloodedChatsRefuse(t *testing.T) {
	clock := bottest.NewClock()
	s := startAt(t, clock.Now)
	c := person(t, s)
	send := func() reply { return call(t, s, "sendMessage", "chat_id", "42", "text", "x") }
	c.Throttle(1100 * time.Millisecond)
	if got := send(); got.ErrorCode != 429 || got.Parameters.RetryAfter != 2 {
		t.Errorf("got %s, retry after %d; want 429 and 2", got, got.Parameters.RetryAfter)
	}
	if got := send(); got.ErrorCode != 429 {
		t.Errorf("too early: got %s, want 429", got)
	}
	clock.Advance(time.Second)
	if got := send(); got.ErrorCode != 429 || got.Parameters.RetryAfter != 1 {
		t.Errorf("still too early: got %s, retry after %d; want 429 and 1", got, got.Parameters.RetryAfter)
	}
	clock.Advance(100 * time.Millisecond)
	if got := send(); !got.OK {
		t.Errorf("after waiting: got %s", got)
	}
	c.Block()
	if got, want := send().String(), "403 Forbidden: bot was blocked by the user"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	s.Chat(bottest.Person{ID: 43})
	if got, want := call(t, s, "sendMessage", "chat_id", "43", "text", "x").String(), "403 Forbidden: bot can't initiate conversation with a user"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestBreakFailsCallsOnTheWay(t *testing.T) {
	s := start(t)
	s.Break(1, "getMe", http.StatusBadGateway)
	s.Break(1, "", 0)
	getMe := at(s, "getMe")
	response, err := http.Get(getMe)
	if err != nil {
		t.Fatal(err)
	}
	page, _ := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if response.StatusCode != http.StatusBadGateway || !bytes.Contains(page, []byte("<html>")) {
		t.Errorf("got %d %s, want 502 and a page", response.StatusCode, page)
	}
	// An idempotent request on a kept connection is tried again by net/http itself.
	response, err = http.Post(getMe, "application/json", strings.NewReader("{}"))
	if err == nil {
		_ = response.Body.Close()
		t.Errorf("got %d, want a broken connection", response.StatusCode)
	}
	if got := call(t, s, "getMe"); !got.OK {
		t.Errorf("afterwards: got %s", got)
	}
}
