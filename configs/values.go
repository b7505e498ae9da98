package configs

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// text makes a reader of values out of one of texts.
func text[T any](read func(string) (T, error)) func(any) (T, error) {
	return func(given any) (T, error) {
		s, ok := given.(string)
		if !ok {
			var none T
			return none, wrongType("text in quotes", given)
		}
		return read(strings.TrimSpace(s))
	}
}

// list reads a list of texts, or a text with commas, as the environment and flags have it.
func list[T any](read func(string) (T, error)) func(any) ([]T, error) {
	return func(given any) ([]T, error) {
		var items []any
		switch given := given.(type) {
		case []any:
			items = given
		case string:
			for item := range strings.SplitSeq(given, ",") {
				items = append(items, item)
			}
		default:
			return nil, wrongType("a list of texts in brackets", given)
		}
		var values []T
		for _, item := range items {
			v, err := text(read)(item)
			if err != nil {
				return nil, err
			}
			values = append(values, v)
		}
		return values, nil
	}
}

// duration reads a duration from low to high.
func duration(low, high time.Duration) func(any) (time.Duration, error) {
	return text(func(s string) (time.Duration, error) {
		d, err := time.ParseDuration(s)
		if err != nil {
			return 0, fmt.Errorf("%q is not a duration; write a number and its unit, such as 20s or 2m", s)
		}
		if d < low || d > high {
			return 0, fmt.Errorf("%v is out of range; write a duration from %v to %v", d, low, high)
		}
		return d, nil
	})
}

// whole reads a whole number between two bounds, also as a text.
func whole(low, high int) func(any) (int, error) {
	return func(given any) (int, error) {
		n, err := strconv.Atoi(fmt.Sprint(given))
		if err != nil || n < low || n > high {
			return 0, fmt.Errorf("%v is no whole number from %d to %d", given, low, high)
		}
		return n, nil
	}
}

// yesOrNo reads true or false, also as a text, as the environment and flags have it.
func yesOrNo(given any) (bool, error) {
	switch given := given.(type) {
	case bool:
		return given, nil
	case string:
		word, err := oneOf("true", "false")(strings.TrimSpace(given))
		return word == "true", err
	}
	return false, wrongType("true or false", given)
}

// wrongType is the error for a value of another TOML type than the setting's.
func wrongType(want string, given any) error {
	got := "a date or time"
	switch given.(type) {
	case string:
		got = "text"
	case int64:
		got = "a whole number"
	case float64:
		got = "a number"
	case bool:
		got = "true or false"
	case []any:
		got = "a list"
	case map[string]any:
		got = "a section"
	}
	return fmt.Errorf("wants %s, not %s", want, got)
}

// path reads the path of a file or folder.
func path(s string) (string, error) {
	if s == "" {
		return "", errors.New("is empty; leave it out if there is none")
	}
	return s, nil
}

// zone reads the name of a time zone.
func zone(s string) (string, error) {
	if s == "" {
		return "", errors.New("is empty; write a name such as Asia/Bishkek")
	}
	if _, err := time.LoadLocation(s); err != nil {
		return "", fmt.Errorf("%q is not a time zone; write a name such as Asia/Bishkek", s)
	}
	return s, nil
}

// oneOf reads one of a few words.
func oneOf(words ...string) func(string) (string, error) {
	return func(s string) (string, error) {
		if !slices.Contains(words, s) {
			return "", fmt.Errorf("%q is not known; write one of %s", s, strings.Join(words, ", "))
		}
		return s, nil
	}
}

func level(s string) (slog.Level, error) {
	word, err := oneOf("debug", "info", "warn", "error")(s)
	if err != nil {
		return 0, err
	}
	var l slog.Level
	return l, l.UnmarshalText([]byte(word))
}

func address(s string) (string, error) {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return "", fmt.Errorf("%q is not an address; write HOST:PORT, such as 127.0.0.1:8080 or :8080", s)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return "", fmt.Errorf("%q has no valid port; write a number from 0 to 65535 behind the colon", s)
	}
	return s, nil
}

func publicURL(s string) (string, error) {
	u, err := webURL(s)
	if err != nil {
		return "", err
	}
	if u.Path != "" {
		return "", fmt.Errorf("%q has a path, and Ashar's pages start at the root; write only https://host", s)
	}
	return u.String(), nil
}

func endpoint(s string) (string, error) {
	u, err := webURL(s)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

// webURL parses an absolute web address without a query, and drops the slashes at its end.
func webURL(s string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimRight(s, "/"))
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return nil, fmt.Errorf("%q is not a web address; write it in full, such as https://example.org", s)
	case u.User != nil:
		return nil, errors.New("has a user name or password in it; leave them out")
	case u.RawQuery != "", u.Fragment != "":
		return nil, fmt.Errorf("%q has a part behind ? or #; leave it out", s)
	}
	return u, nil
}

// network reads a network, or one address, whose proxies are trusted.
func network(s string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return p, fmt.Errorf("%q is not a network; write an address such as 10.0.0.1, or a network such as 10.0.0.0/8", s)
	}
	if p.Bits() == 0 {
		return p, fmt.Errorf("%q is the whole Internet, so that anybody could claim any address; name the proxies only", s)
	}
	return p.Masked(), nil
}

var (
	tokenShape = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)
	nameShape  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{4,31}$`)
	hookShape  = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
)

func botToken(s string) (Secret, error) {
	if !tokenShape.MatchString(s) {
		return Secret{}, errors.New("is not a bot's token; @BotFather gives one, such as 123456:ABC-DEF")
	}
	return NewSecret(s), nil
}

// webhookSecret reads the secret of a webhook, of the letters that Telegram takes.
func webhookSecret(s string) (Secret, error) {
	if !hookShape.MatchString(s) {
		return Secret{}, errors.New("is not what Telegram takes; write 1 to 256 letters, digits, _ and -, or leave it out")
	}
	return NewSecret(s), nil
}

func botName(s string) (string, error) {
	name := strings.TrimPrefix(s, "@")
	if !nameShape.MatchString(name) {
		return "", fmt.Errorf("%q is not a bot's name; it has 5 to 32 letters, digits and underscores", s)
	}
	return name, nil
}
