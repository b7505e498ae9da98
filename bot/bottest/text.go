package bottest

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf16"
)

// The bounds of texts, in UTF-16 code units after the markup is taken out.
const (
	MaxText      = 4096 // a message
	MaxToast     = 200  // the answer to a pressed button
	maxTextBytes = 1 << 16
)

// Entity marks a part of a text; offset and length are in UTF-16 code units.
type Entity struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"`
	Length int    `json:"length"`
	URL    string `json:"url,omitempty"`
}

// markable are the kinds of entity that a bot may set by itself.
var markable = []string{
	"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
	"code", "pre", "text_link",
	// Telegram accepts these and finds them again by itself.
	"bot_command", "mention", "hashtag", "cashtag", "url", "email", "phone_number",
}

// units counts UTF-16 code units, Telegram's measure of texts.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// readText takes text, parse_mode and entities of a call and gives the text as
// people see it.
func readText(p params) (string, []Entity, error) {
	text := p["text"]
	if text == "" {
		return "", nil, badRequest("message text is empty")
	}
	if len(text) > maxTextBytes {
		return "", nil, badRequest("message is too long")
	}
	text, entities, err := readMarkup(p, text)
	if err != nil {
		return "", nil, err
	}
	text = strings.TrimRight(text, " \t\r\n")
	if len(entities) == 0 {
		text = strings.TrimLeft(text, " \t\r\n")
	}
	switch {
	case text == "":
		return "", nil, badRequest("text must be non-empty")
	case units(text) > MaxText:
		return "", nil, badRequest("message is too long")
	}
	return text, entities, nil
}

func readMarkup(p params, text string) (string, []Entity, error) {
	switch strings.ToLower(p["parse_mode"]) {
	case "html":
		return parseHTML(text)
	case "markdown", "markdownv2":
		return "", nil, badRequest("bottest does not read %s; send HTML", p["parse_mode"])
	case "":
	default:
		return "", nil, badRequest("unsupported parse_mode")
	}
	if p["entities"] == "" {
		return text, nil, nil
	}
	var entities []Entity
	if err := json.Unmarshal([]byte(p["entities"]), &entities); err != nil {
		return "", nil, badRequest("can't parse entities JSON object")
	}
	end := units(text)
	for _, e := range entities {
		switch {
		case !slices.Contains(markable, e.Type):
			return "", nil, badRequest("can't parse MessageEntity: Unsupported type specified")
		case e.Offset < 0:
			return "", nil, badRequest("receive an entity with incorrect offset %d", e.Offset)
		case e.Length < 0:
			return "", nil, badRequest("receive an entity with incorrect length %d", e.Length)
		case e.Offset > end:
			return "", nil, badRequest("entity begins after the end of the text at UTF-16 offset %d", e.Offset)
		case e.Offset+e.Length > end:
			return "", nil, badRequest("entity beginning at UTF-16 offset %d ends after the end of the text at UTF-16 offset %d", e.Offset, e.Offset+e.Length)
		}
	}
	return text, entities, nil
}

// commandEntities marks the bot command that a person's text begins with, as
// Telegram does.
func commandEntities(text string) []Entity {
	word, _, _ := strings.Cut(text, " ")
	name, _, _ := strings.Cut(strings.TrimPrefix(word, "/"), "@")
	if !strings.HasPrefix(word, "/") || !isCommand(name) {
		return nil
	}
	return []Entity{{Type: "bot_command", Length: units(word)}}
}
