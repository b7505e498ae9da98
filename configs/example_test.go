package configs_test

import (
	"fmt"
	"log/slog"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/configs"
)

// keys lists every setting, as a Config logs them.
func keys(t *testing.T) []string {
	t.Helper()
	var keys []string
	for _, a := range (configs.Config{}).LogValue().Group() {
		keys = append(keys, a.Key)
	}
	if len(keys) < 15 {
		t.Fatalf("got %d settings, want all of them", len(keys))
	}
	return keys
}

func TestExampleChangesNoDefault(t *testing.T) {
	got, err := configs.Load(configs.Sources{File: write(t, "ashar.toml", configs.Example())})
	if err != nil {
		t.Fatal(err)
	}
	want, err := configs.Load(configs.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, compare); diff != "" {
		t.Errorf("the example (-defaults +example):\n%s", diff)
	}
}

// assignment is a line of the example that sets something, if only in a comment.
var assignment = regexp.MustCompile(`^(# )?([a-z_]+) = `)

func TestExampleHasEverySetting(t *testing.T) {
	section := ""
	var got []string
	var suggested strings.Builder // the file with the suggestions in its comments in place of the defaults
	for line := range strings.Lines(configs.Example()) {
		if name, ok := strings.CutPrefix(line, "["); ok {
			section = strings.TrimSuffix(name, "]\n") + "."
			suggested.WriteString(line)
		}
		m := assignment.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if key := section + m[2]; len(got) == 0 || got[len(got)-1] != key {
			got = append(got, key)
			suggested.WriteString(strings.TrimPrefix(line, "# "))
		}
	}
	if diff := cmp.Diff(keys(t), got); diff != "" {
		t.Errorf("settings in the example (-want +got):\n%s", diff)
	}
	c, err := configs.Load(configs.Sources{File: write(t, "ashar.toml", suggested.String())})
	if err != nil || c.Telegram.Username == "" || !c.Telegram.Webhook || c.Secret.IsZero() {
		t.Errorf("with what its comments suggest: got %+v, error %v; want it all to be taken", c, err)
	}
}

func TestEveryFieldIsASetting(t *testing.T) {
	var fields []string
	var walk func(t reflect.Type, section string)
	walk = func(t reflect.Type, section string) {
		for f := range t.Fields() {
			if f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[configs.Secret]() {
				walk(f.Type, f.Name+".")
				continue
			}
			fields = append(fields, strings.ToLower(section+f.Name))
		}
	}
	walk(reflect.TypeFor[configs.Config](), "")
	var settings []string
	for _, key := range keys(t) {
		settings = append(settings, strings.ReplaceAll(key, "_", ""))
	}
	if diff := cmp.Diff(fields, settings); diff != "" {
		t.Errorf("settings (-fields of Config +settings):\n%s", diff)
	}
}

// defaultInHelp is how the help of a flag ends.
var defaultInHelp = regexp.MustCompile(`\(([^(]+)\)\.$`)

func TestFlagsAreAllSettingsButTheSecrets(t *testing.T) {
	var got []string
	defaults := map[string]string{}
	for f := range reflect.TypeFor[configs.Flags]().Fields() {
		key, name, help := f.Tag.Get("key"), f.Tag.Get("name"), f.Tag.Get("help")
		got = append(got, key)
		if want := strings.NewReplacer(".", "-", "_", "-").Replace(key); name != want {
			t.Errorf("%s: got flag %q, want %q", key, name, want)
		}
		if m := defaultInHelp.FindStringSubmatch(help); m != nil {
			defaults[key] = m[1]
		} else {
			t.Errorf("%s: got help %q, want it to end with the default", key, help)
		}
	}
	var want []string
	for _, key := range keys(t) {
		if key != "secret" && key != "telegram.token" && key != "telegram.webhook_secret" {
			want = append(want, key)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("flags (-want +got):\n%s", diff)
	}

	c, err := configs.Load(configs.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range c.LogValue().Group() {
		said, ok := defaults[a.Key]
		if is := fmt.Sprint(a.Value.Resolve().Any()); ok && is != said && !derived(a) {
			if level, ok := a.Value.Any().(slog.Level); ok && strings.EqualFold(level.String(), said) {
				continue
			}
			t.Errorf("%s: the help says the default is %q, and it is %q", a.Key, said, is)
		}
	}
}

// derived tells of a setting without a default of its own, whose help says in words what happens without it.
func derived(a slog.Attr) bool {
	return a.Key == "public_url" || a.Key == "trusted_proxies" || a.Key == "words" || a.Key == "telegram.username"
}
