package configs_test

import (
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ashar/configs"
)

// longSecret is a secret that nobody may see in a message.
const longSecret = "0123456789abcdef0123456789abcdef"

var compare = cmp.Options{cmp.AllowUnexported(configs.Secret{}), cmpopts.EquateComparable(netip.Prefix{})}

func TestDefaults(t *testing.T) {
	got, err := configs.Load(configs.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	want := configs.Config{
		Listen:        "127.0.0.1:8080",
		PublicURL:     "http://127.0.0.1:8080",
		Store:         "file:ashar.db",
		TimeZone:      "Asia/Bishkek",
		ShutdownGrace: 20 * time.Second,
		Flood:         configs.Flood{Every: 200 * time.Millisecond, Burst: 1000},
		Log:           configs.Log{Level: slog.LevelInfo, Format: "text"},
		Telegram:      configs.Telegram{APIEndpoint: "https://api.telegram.org"},
	}
	if diff := cmp.Diff(want, got, compare); diff != "" {
		t.Errorf("defaults (-want +got):\n%s", diff)
	}
}

func TestEverySettingCanBeRead(t *testing.T) {
	want := configs.Config{
		Listen:         ":9000",
		PublicURL:      "https://ashar.example.org",
		Store:          "mongodb://db.example.org/ashar",
		Secret:         configs.NewSecret(longSecret),
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")},
		TimeZone:       "Europe/Berlin",
		Words:          ".",
		ShutdownGrace:  time.Minute,
		Flood:          configs.Flood{Every: time.Second, Burst: 50},
		Log:            configs.Log{Level: slog.LevelDebug, Format: "json"},
		Telegram: configs.Telegram{
			Token: configs.NewSecret("123456:ABC-DEF"), APIEndpoint: "http://127.0.0.1:8081/tg", Username: "ashar_bot",
			Webhook: true, WebhookSecret: configs.NewSecret("s_e-cret"),
		},
	}
	file := write(t, "ashar.toml", `
listen = ":9000"
public_url = "https://ashar.example.org/"
store = "mongodb://db.example.org/ashar"
secret = "`+longSecret+`"
trusted_proxies = ["10.1.2.3/8", "::1"]
time_zone = "Europe/Berlin"
words = "."
shutdown_grace = "1m"
log = { level = "debug", format = "json" }
flood = { every = "1s", burst = 50 }
[telegram]
token = "123456:ABC-DEF"
api_endpoint = "http://127.0.0.1:8081/tg/"
username = "@ashar_bot"
webhook = true
webhook_secret = "s_e-cret"
`)
	env := []string{
		"ASHAR_LISTEN=:9000",
		"ASHAR_PUBLIC_URL=https://ashar.example.org",
		"ASHAR_STORE=mongodb://db.example.org/ashar",
		"ASHAR_SECRET=" + longSecret,
		"ASHAR_TRUSTED_PROXIES=10.0.0.0/8, ::1",
		"ASHAR_TIME_ZONE=Europe/Berlin",
		"ASHAR_WORDS=.",
		"ASHAR_SHUTDOWN_GRACE=60s",
		"ASHAR_LOG_LEVEL=debug",
		"ASHAR_LOG_FORMAT=json",
		"ASHAR_FLOOD_EVERY=1s",
		"ASHAR_FLOOD_BURST=50",
		"ASHAR_TELEGRAM_TOKEN=123456:ABC-DEF",
		"ASHAR_TELEGRAM_API_ENDPOINT=http://127.0.0.1:8081/tg",
		"ASHAR_TELEGRAM_USERNAME=ashar_bot",
		"ASHAR_TELEGRAM_WEBHOOK=true",
		"ASHAR_TELEGRAM_WEBHOOK_SECRET=s_e-cret",
	}
	for name, from := range map[string]configs.Sources{"file": {File: file}, "environment": {Env: env}} {
		got, err := configs.Load(from)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got, compare); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestLaterSourcesWin(t *testing.T) {
	file := write(t, "ashar.toml", "listen = ':1'\nstore = 'file:from-file.db'\nlog.level = 'warn'\n")
	got, err := configs.Load(configs.Sources{
		File:  file,
		Env:   []string{"ASHAR_LISTEN=:2", "ASHAR_STORE=file:from-env.db", "ASHAR_LOG_FORMAT="},
		Flags: configs.Flags{Listen: ":3"}.Values(),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got.Listen != ":3" || got.Store != "file:from-env.db" || got.Log.Level != slog.LevelWarn || got.Log.Format != "text" {
		t.Errorf("got listen %q, store %q, level %v, format %q; want :3 of the flag, file:from-env.db of the environment, WARN of the file, text by default",
			got.Listen, string(got.Store), got.Log.Level, got.Log.Format)
	}
}

func TestPublicURLFollowsListen(t *testing.T) {
	for listen, want := range map[string]string{
		"127.0.0.1:8080":      "http://127.0.0.1:8080",
		":8080":               "http://127.0.0.1:8080",
		"0.0.0.0:80":          "http://127.0.0.1:80",
		"[::]:8080":           "http://127.0.0.1:8080",
		"[::1]:8080":          "http://[::1]:8080",
		"office.example:8080": "http://office.example:8080",
	} {
		got, err := configs.Load(configs.Sources{Flags: map[string]string{"listen": listen}})
		if err != nil || got.PublicURL != want {
			t.Errorf("listen %q: got public URL %q, error %v; want %q", listen, got.PublicURL, err, want)
		}
	}
}

// TestWebhookNeedsAnAddressThatTelegramReaches refuses what Telegram would refuse, unless
// another Bot API server is asked, which may be next door.
func TestWebhookNeedsAnAddressThatTelegramReaches(t *testing.T) {
	for url, want := range map[string]bool{
		"https://ashar.example.org": true, "https://ashar.example.org:8443": true, "https://ashar.example.org:8080": false,
		"http://ashar.example.org": false, "": false,
	} {
		env := []string{"ASHAR_TELEGRAM_WEBHOOK=true", "ASHAR_PUBLIC_URL=" + url}
		if _, err := configs.Load(configs.Sources{Env: env}); (err == nil) != want {
			t.Errorf("%q: got error %v", url, err)
		}
		env = append(env, "ASHAR_TELEGRAM_API_ENDPOINT=http://127.0.0.1:8081")
		if _, err := configs.Load(configs.Sources{Env: env}); err != nil {
			t.Errorf("%q with a server of one's own: %v", url, err)
		}
	}
	got := problems(t, configs.Sources{Flags: configs.Flags{TelegramWebhook: "true"}.Values()})
	want := []string{"--telegram-webhook: telegram.webhook: Telegram does not deliver to http://127.0.0.1:8080; set public_url to an " +
		"address that begins with https://, with port 443, 80, 88 or 8443, or leave the webhook out"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	got = problems(t, configs.Sources{Env: []string{"ASHAR_TELEGRAM_WEBHOOK=yes", "ASHAR_TELEGRAM_WEBHOOK_SECRET=not a secret"}})
	want = []string{
		`ASHAR_TELEGRAM_WEBHOOK: telegram.webhook: "yes" is not known; write one of true, false`,
		"ASHAR_TELEGRAM_WEBHOOK_SECRET: telegram.webhook_secret: is not what Telegram takes; write 1 to 256 letters, digits, _ and -, or leave it out",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestLoggingShowsEverySettingAndNoSecret(t *testing.T) {
	c := configs.Config{
		Store:    "mongodb://somebody:p@ss@db1:27017,db2:27017/ashar?tlsCertificateKeyFilePassword=hidden",
		Secret:   configs.NewSecret(longSecret),
		Telegram: configs.Telegram{Token: configs.NewSecret("123456:ABC-DEF")},
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("configured", "config", c)
	for _, want := range []string{
		"config.listen=", "config.telegram.token=[redacted]", "config.secret=[redacted]",
		"config.store=mongodb://[redacted]@db1:27017,db2:27017/ashar ", "config.log.level=",
	} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("got %s\nwant it to contain %q", log.String(), want)
		}
	}
	for _, secret := range []string{longSecret, "ABC-DEF", "p@ss", "somebody", "hidden"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("got %s\nwant it not to contain %q", log.String(), secret)
		}
	}
}

// write makes a file in a directory of its own and returns its path.
func write(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
