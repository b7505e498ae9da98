package bottest

import (
	"encoding/json"
	"net/url"
	"strings"
)

// The bounds of an inline keyboard.
const (
	MaxCallbackData = 64 // bytes
	MaxRow          = 8  // buttons; Telegram breaks a longer row where it likes, here it is refused
	MaxButtons      = 100
)

// Button is one button under a message. Data comes back to the bot when it is
// pressed; a button with a URL opens that instead.
type Button struct {
	Text string
	Data string
	URL  string
	// Message is the identifier of the message that the button stands under.
	Message int
}

// Keyboard is the rows of buttons under a message.
type Keyboard [][]Button

// button is how a Button travels.
type button struct {
	Text *string `json:"text,omitempty"`
	Data string  `json:"callback_data,omitempty"`
	URL  string  `json:"url,omitempty"`
	// The other actions, known so that they are refused as unsupported rather
	// than as missing.
	SwitchInline        *string         `json:"switch_inline_query,omitempty"`
	SwitchInlineCurrent *string         `json:"switch_inline_query_current_chat,omitempty"`
	WebApp              json.RawMessage `json:"web_app,omitempty"`
	LoginURL            json.RawMessage `json:"login_url,omitempty"`
	CopyText            json.RawMessage `json:"copy_text,omitempty"`
	Pay                 bool            `json:"pay,omitempty"`
}

// replyMarkup is what comes with a message: an inline keyboard or nothing of it.
type replyMarkup struct {
	inline   Keyboard
	isInline bool
	locate   string // the label of the button below the input field that sends a place
	removes  bool   // that is taken away
}

// readReplyMarkup reads reply_markup. onlyInline is for edits, which allow no other
// kind.
func readReplyMarkup(raw string, onlyInline bool) (replyMarkup, error) {
	if raw == "" {
		return replyMarkup{}, nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(raw), &members); err != nil || members == nil {
		return replyMarkup{}, badRequest("object expected as reply markup")
	}
	inline, isInline := members["inline_keyboard"]
	switch {
	case isInline:
		rows, err := readInline(inline)
		return replyMarkup{inline: rows, isInline: true}, err
	case onlyInline && len(members) > 0:
		return replyMarkup{}, badRequest("inline keyboard expected")
	}
	for _, name := range []string{"remove_keyboard", "force_reply", "selective", "resize_keyboard", "one_time_keyboard"} {
		var yes bool
		if v, ok := members[name]; ok && json.Unmarshal(v, &yes) != nil {
			return replyMarkup{}, badRequest("field %q must be of type Boolean", name)
		}
	}
	if raw, ok := members["keyboard"]; ok {
		label, err := readKeyboard(raw)
		return replyMarkup{locate: label}, err
	}
	var removes bool
	_ = json.Unmarshal(members["remove_keyboard"], &removes) // it is a Boolean, or not there
	return replyMarkup{removes: removes}, nil
}

// readKeyboard reads the buttons below the input field. Known here is one, which sends
// where the person is.
func readKeyboard(raw json.RawMessage) (label string, err error) {
	var rows [][]struct {
		Text            string `json:"text"`
		RequestLocation bool   `json:"request_location"`
	}
	if err := json.Unmarshal(raw, &rows); err != nil {
		return "", badRequest(`field "keyboard" must be an Array of Arrays of buttons`)
	}
	switch {
	case len(rows) != 1 || len(rows[0]) != 1 || !rows[0][0].RequestLocation:
		return "", badRequest("bottest knows only a keyboard of one button with request_location")
	case strings.TrimSpace(rows[0][0].Text) == "":
		return "", badRequest("keyboard button text must be non-empty")
	}
	return rows[0][0].Text, nil
}

func readInline(raw json.RawMessage) (Keyboard, error) {
	var rows []json.RawMessage
	if err := json.Unmarshal(raw, &rows); err != nil || rows == nil {
		return nil, badRequest(`field "inline_keyboard" must be of type Array`)
	}
	var keyboard Keyboard
	count := 0
	for _, rawRow := range rows {
		var row []button
		if err := json.Unmarshal(rawRow, &row); err != nil || row == nil {
			return nil, badRequest("can't parse inline keyboard button: an Array of buttons expected")
		}
		if len(row) == 0 {
			continue // as Telegram does
		}
		if len(row) > MaxRow {
			return nil, badRequest("bottest: %d buttons in a row; up to %d keep their place", len(row), MaxRow)
		}
		var buttons []Button
		for _, b := range row {
			if err := b.check(); err != nil {
				return nil, err
			}
			buttons = append(buttons, Button{Text: *b.Text, Data: b.Data, URL: b.URL})
		}
		count += len(row)
		keyboard = append(keyboard, buttons)
	}
	if count > MaxButtons {
		return nil, badRequest("REPLY_MARKUP_TOO_LONG")
	}
	return keyboard, nil
}

func (b button) check() error {
	switch {
	case b.Text == nil:
		return badRequest("can't parse inline keyboard button: Can't find field \"text\"")
	case strings.TrimSpace(*b.Text) == "":
		return badRequest("inline keyboard button text must be non-empty")
	case b.SwitchInline != nil, b.SwitchInlineCurrent != nil, b.WebApp != nil, b.LoginURL != nil, b.CopyText != nil, b.Pay:
		return badRequest("bottest knows only buttons with callback_data or url")
	case b.Data != "" && b.URL != "":
		return badRequest("can't parse inline keyboard button: exactly one optional field must be used")
	case b.URL != "":
		return checkURL(b.URL)
	case b.Data == "":
		return badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	case len(b.Data) > MaxCallbackData:
		return badRequest("BUTTON_DATA_INVALID")
	}
	return nil
}

func checkURL(s string) error {
	u, err := url.Parse(s)
	switch {
	case err != nil || (u.Scheme == "" && !strings.Contains(s, ".")):
		return badRequest("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", s)
	case u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "tg":
		return badRequest("inline keyboard button URL '%s' is invalid: Unsupported URL protocol", s)
	}
	return nil
}

// under gives the keyboard as it stands under the message.
func (k Keyboard) under(message int) Keyboard {
	rows := make(Keyboard, len(k))
	for i, row := range k {
		rows[i] = make([]Button, len(row))
		for j, b := range row {
			b.Message = message
			rows[i][j] = b
		}
	}
	return rows
}

// wire gives the keyboard as it travels in a message.
func (k Keyboard) wire() any {
	if len(k) == 0 {
		return nil
	}
	rows := make([][]button, len(k))
	for i, row := range k {
		for _, b := range row {
			rows[i] = append(rows[i], button{Text: &b.Text, Data: b.Data, URL: b.URL})
		}
	}
	return map[string]any{"inline_keyboard": rows}
}

// same reports whether two keyboards show and send the same.
func (k Keyboard) same(other Keyboard) bool {
	if len(k) != len(other) {
		return false
	}
	for i := range k {
		if len(k[i]) != len(other[i]) {
			return false
		}
		for j, b := range k[i] {
			o := other[i][j]
			if b.Text != o.Text || b.Data != o.Data || b.URL != o.URL {
				return false
			}
		}
	}
	return true
}

// Find returns the button with this text.
func (k Keyboard) Find(text string) (Button, bool) {
	for _, row := range k {
		for _, b := range row {
			if b.Text == text {
				return b, true
			}
		}
	}
	return Button{}, false
}

// Buttons returns all buttons in reading order.
func (k Keyboard) Buttons() []Button {
	var all []Button
	for _, row := range k {
		all = append(all, row...)
	}
	return all
}
