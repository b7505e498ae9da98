package bottest

import (
	"regexp"
	"strconv"
	"strings"
)

// The tags of Telegram's HTML and the entities that they make.
var htmlTags = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
	"span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
}

var (
	htmlTag  = regexp.MustCompile(`^<(/?)([A-Za-z0-9-]*)((?:\s+[A-Za-z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*>`)
	htmlHref = regexp.MustCompile(`\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))`)
	htmlChar = regexp.MustCompile(`^&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot));?`)
)

// openTag is a start tag whose end is still to come.
type openTag struct {
	name   string
	entity Entity
}

// parseHTML takes the markup out of a text. It refuses what Telegram refuses: an
// unknown tag, a tag that is not closed or closed out of turn, a bare '<'.
func parseHTML(text string) (string, []Entity, error) {
	var (
		plain    strings.Builder
		entities []Entity
		open     []openTag
		at       int // UTF-16 offset in plain
	)
	for i := 0; i < len(text); {
		switch text[i] {
		case '<':
			m := htmlTag.FindStringSubmatch(text[i:])
			if m == nil {
				return "", nil, badRequest("can't parse entities: Unclosed start tag at byte offset %d", i)
			}
			name := strings.ToLower(m[2])
			if m[1] == "" {
				kind, known := htmlTags[name]
				if !known {
					return "", nil, badRequest("can't parse entities: Unsupported start tag %q at byte offset %d", name, i)
				}
				open = append(open, openTag{name, Entity{Type: kind, Offset: at, URL: href(m[3])}})
			} else {
				if len(open) == 0 {
					return "", nil, badRequest("can't parse entities: Unexpected end tag at byte offset %d", i)
				}
				last := open[len(open)-1]
				if name != "" && name != last.name {
					return "", nil, badRequest("can't parse entities: Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", i, last.name, name)
				}
				open = open[:len(open)-1]
				if last.entity.Length = at - last.entity.Offset; last.entity.Length > 0 {
					entities = append(entities, last.entity)
				}
			}
			i += len(m[0])
		case '&':
			s, n := htmlCharacter(text[i:])
			plain.WriteString(s)
			at += units(s)
			i += n
		default:
			n := strings.IndexAny(text[i:], "<&")
			if n < 0 {
				n = len(text) - i
			}
			plain.WriteString(text[i : i+n])
			at += units(text[i : i+n])
			i += n
		}
	}
	if len(open) > 0 {
		return "", nil, badRequest("can't parse entities: Can't find end tag corresponding to start tag %q", open[len(open)-1].name)
	}
	return plain.String(), entities, nil
}

// htmlCharacter reads the character reference that s begins with and its length;
// what is none stands for itself.
func htmlCharacter(s string) (string, int) {
	m := htmlChar.FindStringSubmatch(s)
	if m == nil {
		return "&", 1
	}
	named := map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`}
	if c, ok := named[m[3]]; ok {
		return c, len(m[0])
	}
	digits, base := m[1], 10
	if digits == "" {
		digits, base = m[2], 16
	}
	code, err := strconv.ParseInt(digits, base, 32)
	if err != nil || code == 0 || code > 0x10FFFF {
		return "&", 1
	}
	return string(rune(code)), len(m[0])
}

func href(attributes string) string {
	m := htmlHref.FindStringSubmatch(attributes)
	if m == nil {
		return ""
	}
	return m[1] + m[2] + m[3]
}
