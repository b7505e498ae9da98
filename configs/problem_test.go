package configs_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/configs"
)

// problems loads a configuration that is wrong and returns its problems, line by line, with the file's folder cut off.
func problems(t *testing.T, from configs.Sources) []string {
	t.Helper()
	c, err := configs.Load(from)
	if diff := cmp.Diff(configs.Config{}, c, compare); err == nil || diff != "" {
		t.Fatalf("got error %v and a configuration (-want +got):\n%s", err, diff)
	}
	if _, ok := errors.AsType[configs.Problems](err); !ok {
		t.Errorf("got a %T, want configs.Problems", err)
	}
	lines := strings.Split(err.Error(), "\n")
	for i, line := range lines {
		lines[i] = strings.ReplaceAll(line, filepath.Dir(from.File)+string(filepath.Separator), "")
	}
	return lines
}

func TestEveryProblemIsReportedWithItsPlace(t *testing.T) {
	got := problems(t, configs.Sources{
		File: write(t, "ashar.toml", `# a comment
listen = 8080
lisen = ":8080"
"log.level" = "info"
store = "postgres://user:password@host/db"
secret = "too-short-for-a-secret"
trusted_proxies = ["10.0.0.0/8", "0.0.0.0/0"]
shutdown_grace = "soon"

[log]
  level = "loud"
  format = true

[telegrm]
token = "nonsense"

[telegram]
token = "nonsense"

[database]
host = "db"
port = 27017
`),
		Env: []string{
			"ASHAR_LISTEN=nowhere", "ASHAR_TIME_ZONE=Osh", "ASHAR_TELEGRAM_USERNAME=x", "ASHAR_SECRT=" + longSecret,
			"ASHAR_SERVICE_PORT=8080",
		},
		Flags: map[string]string{"public_url": "ashar.example.org", "telegram.api_endpoint": "https://u:p@example.org"},
	})
	want := []string{
		`ashar.toml:2:1: listen: wants text in quotes, not a whole number`,
		`ashar.toml:3:1: lisen: there is no such setting; did you mean listen?`,
		`ashar.toml:4:1: "log.level": there is no such setting; did you mean log.level?`,
		`ashar.toml:5:1: store: is no store; write file:PATH for the embedded one, or mongodb://HOST/DATABASE for a server`,
		"ashar.toml:6:1: secret: is too short: it has 22 bytes of at least 32; make one with `openssl rand -hex 32`",
		`ashar.toml:7:1: trusted_proxies: "0.0.0.0/0" is the whole Internet, so that anybody could claim any address; name the proxies only`,
		`ashar.toml:8:1: shutdown_grace: "soon" is not a duration; write a number and its unit, such as 20s or 2m`,
		`ashar.toml:11:3: log.level: "loud" is not known; write one of debug, info, warn, error`,
		`ashar.toml:12:3: log.format: wants text in quotes, not true or false`,
		`ashar.toml:14:2: telegrm: there is no such setting; did you mean telegram?`,
		`ashar.toml:18:1: telegram.token: is not a bot's token; @BotFather gives one, such as 123456:ABC-DEF`,
		"ashar.toml:20:2: database: there is no such setting; remove it, or see `ashar config example` for those there are",
		`ASHAR_SECRT: there is no such setting; did you mean ASHAR_SECRET?`,
		`ASHAR_LISTEN: listen: "nowhere" is not an address; write HOST:PORT, such as 127.0.0.1:8080 or :8080`,
		`ASHAR_TIME_ZONE: time_zone: "Osh" is not a time zone; write a name such as Asia/Bishkek`,
		`ASHAR_TELEGRAM_USERNAME: telegram.username: "x" is not a bot's name; it has 5 to 32 letters, digits and underscores`,
		`--public-url: public_url: "ashar.example.org" is not a web address; write it in full, such as https://example.org`,
		`--telegram-api-endpoint: telegram.api_endpoint: has a user name or password in it; leave them out`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestFileThatCannotBeUsed(t *testing.T) {
	for _, test := range []struct{ content, want string }{
		{"listen = \n", `ashar.toml:1:10: is not TOML: unexpected character U+000A at start of value`},
		{"listen = ':1'\nlisten = ':2'\n", `ashar.toml:2:1: listen: is not TOML: key listen is already defined`},
		{"log = 'debug'\n", `ashar.toml:1:1: log: is a section; write [log], and its settings below`},
		{"[[log]]\nlevel = 'info'\n", `ashar.toml:1:3: log: is a section; write [log], and its settings below`},
		{"log = { leval = 'info' }\n", `ashar.toml:1:9: log.leval: there is no such setting; did you mean log.level?`},
		{"log = { level = { is = 'info' } }\n", `ashar.toml:1:9: log.level: wants text in quotes, not a section`},
		{"[log.level]\n", `ashar.toml:1:2: log.level: wants text in quotes, not a section`},
		{"[[LOG]]\nlevel = 'info'\n", "ashar.toml:1:3: LOG: there is no such setting; remove it, or see `ashar config example` for those there are"},
	} {
		got := problems(t, configs.Sources{File: write(t, "ashar.toml", test.content)})
		if diff := cmp.Diff([]string{test.want}, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.content, diff)
		}
	}
	got := problems(t, configs.Sources{File: filepath.Join(t.TempDir(), "none.toml")})
	if want := []string{"none.toml: cannot be read: no such file or directory"}; !cmp.Equal(want, got) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAFileOfNothingButSectionsIsFine(t *testing.T) {
	file := write(t, "ashar.toml", "# nothing yet\n[log]\n[telegram]\n")
	if _, err := configs.Load(configs.Sources{File: file}); err != nil {
		t.Errorf("got %v, want no error", err)
	}
}
