package configs

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/agnivade/levenshtein"
)

// setting is one thing that can be configured.
type setting struct {
	// key is its name in the file, with its section: "telegram.token".
	key string
	// sensitive tells that it may hold a password, and can be read from a file of its own.
	sensitive bool
	// set takes a value as the file has it (text, number, list ...) or as text. Its error is the reason, for people,
	// and never repeats a sensitive value.
	set func(any) error
	// value is what it is set to.
	value func() any
}

// settings is every setting, bound to the fields of c, in the order of the example file.
func (c *Config) settings() []setting {
	return []setting{
		bind("listen", &c.Listen, text(address)),
		bind("public_url", &c.PublicURL, text(publicURL)),
		sensitive(bind("store", &c.Store, text(storeURI))),
		sensitive(bind("secret", &c.Secret, text(instanceSecret))),
		bind("trusted_proxies", &c.TrustedProxies, list(network)),
		bind("time_zone", &c.TimeZone, text(zone)),
		bind("words", &c.Words, text(path)),
		bind("shutdown_grace", &c.ShutdownGrace, duration(0, 10*time.Minute)),
		bind("log.level", &c.Log.Level, text(level)),
		bind("log.format", &c.Log.Format, text(oneOf("text", "json"))),
		bind("flood.every", &c.Flood.Every, duration(time.Millisecond, time.Hour)),
		bind("flood.burst", &c.Flood.Burst, whole(1, 1_000_000)),
		sensitive(bind("telegram.token", &c.Telegram.Token, text(botToken))),
		bind("telegram.api_endpoint", &c.Telegram.APIEndpoint, text(endpoint)),
		bind("telegram.username", &c.Telegram.Username, text(botName)),
		bind("telegram.webhook", &c.Telegram.Webhook, yesOrNo),
		sensitive(bind("telegram.webhook_secret", &c.Telegram.WebhookSecret, text(webhookSecret))),
	}
}

// bind makes the setting that keeps in field what read understands.
func bind[T any](key string, field *T, read func(any) (T, error)) setting {
	return setting{
		key: key,
		set: func(given any) error {
			v, err := read(given)
			if err == nil {
				*field = v
			}
			return err
		},
		value: func() any { return *field },
	}
}

func sensitive(s setting) setting {
	s.sensitive = true
	return s
}

// given is a value that one of the sources has for a setting.
type given struct {
	where string
	key   string
	value any
}

// assign sets the setting that a value is for.
func assign(settings []setting, v given) error {
	i := slices.IndexFunc(settings, func(s setting) bool { return s.key == v.key })
	switch {
	case i >= 0:
		return settings[i].set(v.value)
	case isSection(settings, v.key):
		return fmt.Errorf("is a section; write [%s], and its settings below", v.key)
	default:
		return unknown(v.key, names(settings))
	}
}

// isSection reports whether there are settings under this name: "log" of "log.level".
func isSection(settings []setting, name string) bool {
	return slices.ContainsFunc(settings, func(s setting) bool { return strings.HasPrefix(s.key, name+".") })
}

// unknown is the error for a name that no setting has, with the name that was probably meant.
func unknown(name string, known []string) error {
	if near, ok := nearest(name, known); ok {
		return fmt.Errorf("there is no such setting; did you mean %s?", near)
	}
	return fmt.Errorf("there is no such setting; remove it, or see `ashar config example` for those there are")
}

// names is every key, and every section.
func names(settings []setting) []string {
	var names []string
	for _, s := range settings {
		names = append(names, s.key)
		if section, _, ok := strings.Cut(s.key, "."); ok && !slices.Contains(names, section) {
			names = append(names, section)
		}
	}
	return names
}

// misspelled is the most letters in which a name may differ from the one that was probably meant.
const misspelled = 2

// nearest is the known name that differs least from name, if one is near enough to have been meant.
func nearest(name string, known []string) (string, bool) {
	best, least := "", misspelled+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(name, k); d < least {
			best, least = k, d
		}
	}
	return best, best != ""
}
