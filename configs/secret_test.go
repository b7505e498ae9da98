package configs_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"ashar/configs"
)

func TestSecretsAreReadFromFiles(t *testing.T) {
	got, err := configs.Load(configs.Sources{Env: []string{
		"ASHAR_SECRET_FILE=" + write(t, "secret", longSecret+"\n"),
		"ASHAR_TELEGRAM_TOKEN_FILE=" + write(t, "token", "123456:ABC-DEF\r\n"),
		"ASHAR_STORE_FILE=" + write(t, "store", "mongodb://user:password@db/ashar\n"),
		"ASHAR_TELEGRAM_WEBHOOK_SECRET_FILE=" + write(t, "webhook", "s_e-cret\n"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got.Secret.Reveal() != longSecret || got.Telegram.Token.Reveal() != "123456:ABC-DEF" || string(got.Store) != "mongodb://user:password@db/ashar" ||
		got.Telegram.WebhookSecret.Reveal() != "s_e-cret" {
		t.Errorf("got secret %q, token %q, store %q, secret of the webhook %q; want the contents of the files without the newline",
			got.Secret.Reveal(), got.Telegram.Token.Reveal(), string(got.Store), got.Telegram.WebhookSecret.Reveal())
	}
}

func TestSecretFilesThatCannotBeUsed(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	got := problems(t, configs.Sources{Env: []string{
		"ASHAR_SECRET=" + longSecret,
		"ASHAR_SECRET_FILE=" + write(t, "secret", longSecret),
		"ASHAR_TELEGRAM_TOKEN_FILE=" + missing,
		"ASHAR_STORE_FILE=" + write(t, "store", "postgres://hidden"),
	}})
	want := []string{
		"ASHAR_SECRET: secret: is set, and ASHAR_SECRET_FILE too; keep one of them",
		"ASHAR_TELEGRAM_TOKEN_FILE: telegram.token: " + missing + " cannot be read: no such file or directory",
		"ASHAR_STORE_FILE: store: is no store; write file:PATH for the embedded one, or mongodb://HOST/DATABASE for a server",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestSecretIsNeverShown(t *testing.T) {
	c := configs.Config{
		Store:    "mongodb://user:hidden@db/ashar",
		Secret:   configs.NewSecret("hidden"),
		Telegram: configs.Telegram{Token: configs.NewSecret("hidden")},
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		got := fmt.Sprintf(verb, c) + fmt.Sprintf(verb, &c) + fmt.Sprintf(verb, c.Secret) + fmt.Sprintf(verb, c.Store)
		if strings.Contains(got, "hidden") || strings.Contains(got, fmt.Sprintf("%x", "hidden")) {
			t.Errorf("%s: got %s, want no secret", verb, got)
		}
	}
	got, err := json.Marshal(c)
	if err != nil || strings.Contains(string(got), "hidden") {
		t.Errorf("JSON: got %s, error %v; want no secret", got, err)
	}
	if got := c.Secret.Reveal(); got != "hidden" {
		t.Errorf("Reveal: got %q, want %q", got, "hidden")
	}
}

func TestInstanceSecretIsTheConfiguredOne(t *testing.T) {
	database := filepath.Join(t.TempDir(), "ashar.db")
	c := configs.Config{Store: configs.StoreURI("file:" + database), Secret: configs.NewSecret(longSecret)}
	got, err := c.InstanceSecret()
	if err != nil || got.Reveal() != longSecret {
		t.Errorf("got %q, error %v; want the configured one", got.Reveal(), err)
	}
	if _, err := os.Stat(database + ".secret"); !os.IsNotExist(err) {
		t.Errorf("got %v for a kept secret, want none to be made", err)
	}
}

func TestInstanceSecretIsMadeOnceAndKept(t *testing.T) {
	database := filepath.Join(t.TempDir(), "ashar.db")
	c := configs.Config{Store: configs.StoreURI("file:" + database)}
	secrets := make([]string, 8)
	var all sync.WaitGroup
	for i := range secrets {
		all.Go(func() {
			s, err := c.InstanceSecret()
			if err != nil {
				t.Error(err)
			}
			secrets[i] = s.Reveal()
		})
	}
	all.Wait()
	for i, s := range secrets {
		if s != secrets[0] || len(s) < configs.MinSecret {
			t.Errorf("call %d: got %q, want one secret of %d bytes or more for all, as %q", i, s, configs.MinSecret, secrets[0])
		}
	}
	info, err := os.Stat(database + ".secret")
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, error %v; want a file of mode 0600", info, err)
	}
	if left, _ := filepath.Glob(database + "*"); len(left) != 1 {
		t.Errorf("got files %q, want only the secret", left)
	}
}

func TestInstanceSecretIsNeverReplaced(t *testing.T) {
	database := filepath.Join(t.TempDir(), "ashar.db")
	c := configs.Config{Store: configs.StoreURI("file:" + database)}
	for _, test := range []struct {
		content string
		mode    os.FileMode
		want    string
	}{
		{"cut off", 0o600, "is damaged"},
		{"", 0o600, "is damaged"},
		{longSecret, 0o644, "others can read it; run chmod 600"},
	} {
		path := database + ".secret"
		if err := os.WriteFile(path, []byte(test.content), test.mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, test.mode); err != nil {
			t.Fatal(err)
		}
		_, err := c.InstanceSecret()
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q, mode %o: got error %v, want one with %q", test.content, test.mode, err, test.want)
		}
		if got, _ := os.ReadFile(path); string(got) != test.content {
			t.Errorf("%q: got %q afterwards, want it untouched", test.content, got)
		}
	}
}

func TestInstanceSecretOfAServerMustBeConfigured(t *testing.T) {
	_, err := configs.Config{Store: "mongodb://db/ashar"}.InstanceSecret()
	if err == nil || !strings.Contains(err.Error(), "ASHAR_SECRET_FILE") {
		t.Errorf("got error %v, want one that says how to set it", err)
	}
}
