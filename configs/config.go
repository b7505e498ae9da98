// Package configs is where Ashar's settings come from, and what ships with the program.
//
// In go a TOML file, the environment and the command line's flags; out comes one Config of plain values, or a list of
// every problem found, each with its place, the setting and what to do. Nothing else in Ashar reads the environment or
// a configuration file: cmd/ashar loads a Config once and hands its values to the constructors of the other rooms.
//
// The package also carries, as raw bytes, the data that a new instance starts with: the commented example
// configuration, the taxonomy of needs, the built-in questionnaires and the demonstration's places. Their meaning
// belongs to the packages that read them.
package configs

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"time"
)

// Config is the whole configuration of one instance, complete and valid when it comes from [Load]. Printing or logging
// it never shows a secret.
type Config struct {
	// Listen is the address that the residents' and staff's pages are served on, as "host:port".
	Listen string
	// PublicURL is how the instance is reached from outside, as "https://host", without a path or a slash at the end.
	// Where none is set it is derived from Listen.
	PublicURL string
	// Store says where everything is kept.
	Store StoreURI
	// Secret keys the pseudonyms of the instance. It is empty when none is set; see [Config.InstanceSecret].
	Secret Secret
	// TrustedProxies are the networks whose word about a client's address is believed. Empty: nobody's.
	TrustedProxies []netip.Prefix
	// TimeZone is where the municipalities are, by its name in the IANA time zone database: in it days begin and end.
	TimeZone string
	// Words is a folder with message files that correct the program's words, "words.ky.toml" and the like. Empty: none.
	Words string
	// ShutdownGrace is how long requests in flight may take to finish after a request to stop.
	ShutdownGrace time.Duration
	// Log says what is logged, and how.
	Log Log
	// Flood says from when on a campaign asks whoever begins for a toll.
	Flood Flood
	// Telegram is the bot's account. Without a token there is no bot.
	Telegram Telegram
}

// Flood is the sane rate at which answers are begun in one campaign: Burst at once, and one Every so often. Beyond it
// the web form asks for a toll.
type Flood struct {
	Every time.Duration
	Burst int
}

// Log says what is logged, and how.
type Log struct {
	// Level is the least severe level that is logged.
	Level slog.Level
	// Format is "text" or "json".
	Format string
}

// Telegram is the bot's account.
type Telegram struct {
	// Token is the bot's password with Telegram. Empty: no bot.
	Token Secret
	// APIEndpoint is the base address of the Bot API server, without a slash at the end.
	APIEndpoint string
	// Username is the bot's name, without the @ in front, for links to it. Empty: ask the Bot API server.
	Username string
	// Webhook has Telegram deliver updates to the public URL; without it they are asked for.
	Webhook bool
	// WebhookSecret is what Telegram shows with each delivery. Empty: one that follows from the instance's secret.
	WebhookSecret Secret
}

// telegramAPI is Telegram's own Bot API server.
const telegramAPI = "https://api.telegram.org"

// defaults is the configuration of an instance that nobody configured.
func defaults() Config {
	return Config{
		Listen:        "127.0.0.1:8080",
		Store:         "file:ashar.db",
		TimeZone:      "Asia/Bishkek",
		ShutdownGrace: 20 * time.Second,
		Flood:         Flood{Every: 200 * time.Millisecond, Burst: 1000},
		Log:           Log{Level: slog.LevelInfo, Format: "text"},
		Telegram:      Telegram{APIEndpoint: telegramAPI},
	}
}

// Sources are the places that a configuration is read from. Each setting is taken from the last of them that has it:
// the defaults, then File, then Env, then Flags.
type Sources struct {
	// File is the path of a TOML file. Empty: no file.
	File string
	// Env is the environment as [os.Environ] returns it. The setting telegram.api_endpoint is read from
	// ASHAR_TELEGRAM_API_ENDPOINT, and the others likewise; an empty variable counts as none. A setting that may hold
	// a password is also read from the file that ASHAR_<SETTING>_FILE names.
	Env []string
	// Flags are the settings given on the command line, by key; see [Flags.Values].
	Flags map[string]string
}

// Load reads the configuration. A wrong key, type or value anywhere, overridden or not, makes it return [Problems] that
// names them all; only a file that is not TOML at all stops at its first mistake.
func Load(from Sources) (Config, error) {
	c := defaults()
	settings := c.settings()
	var problems Problems
	where := map[string]string{} // each setting was taken from
	for _, read := range []func() ([]given, Problems){
		func() ([]given, Problems) { return readFile(from.File, settings) },
		func() ([]given, Problems) { return readEnvironment(from.Env, settings) },
		func() ([]given, Problems) { return readFlags(from.Flags), nil },
	} {
		values, found := read()
		problems = append(problems, found...)
		for _, v := range values {
			if err := assign(settings, v); err != nil {
				problems = append(problems, Problem{Where: v.where, Key: v.key, Reason: err.Error()})
			}
			where[v.key] = v.where
		}
	}
	if len(problems) > 0 {
		return Config{}, problems
	}
	if c.PublicURL == "" {
		c.PublicURL = reachedAt(c.Listen)
	}
	if t := c.Telegram; t.Webhook && t.APIEndpoint == telegramAPI && !delivered(c.PublicURL) {
		return Config{}, Problems{{
			Where: where["telegram.webhook"], Key: "telegram.webhook",
			Reason: fmt.Sprintf("Telegram does not deliver to %s; set public_url to an address that begins with https://, "+
				"with port 443, 80, 88 or 8443, or leave the webhook out", c.PublicURL),
		}}
	}
	return c, nil
}

// delivered reports whether Telegram delivers updates to a public URL.
func delivered(publicURL string) bool {
	u, err := url.Parse(publicURL)
	return err == nil && u.Scheme == "https" && slices.Contains([]string{"", "443", "80", "88", "8443"}, u.Port())
}

// reachedAt is the URL under which a browser on the same machine reaches a server that listens on an address.
func reachedAt(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil { // cannot be: the setting was checked
		return "http://" + listen
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// LogValue lists every setting by its key, so that a service can log once what it runs with. Secrets are redacted.
func (c Config) LogValue() slog.Value {
	var attrs []slog.Attr
	for _, s := range c.settings() {
		attrs = append(attrs, slog.Any(s.key, s.value()))
	}
	return slog.GroupValue(attrs...)
}
