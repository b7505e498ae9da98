package locale_test

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"ashar/survey/locale"
)

// load loads the words with one override file, and fails the test on any missing message.
func load(t *testing.T, overrides map[string]string) *locale.Words {
	t.Helper()
	words, err := locale.Load(locale.Override(files(overrides)), locale.OnMissing(func(lang, id string) {
		t.Errorf("message %q is missing in %s", id, lang)
	}))
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return words
}

func files(contents map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range contents {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func TestOverridesCorrectSingleMessages(t *testing.T) {
	words := load(t, map[string]string{
		"words.ky.toml": `"common.sign_out" = "Чыгып кетүү"`,
		"README.txt":    "not for us",
	})
	ky := words.For("ky")
	if got, want := ky.T("common.sign_out"), "Чыгып кетүү"; got != want {
		t.Errorf("overridden: got %q, want %q", got, want)
	}
	if got, want := ky.T("common.sign_in"), "Кирүү"; got != want {
		t.Errorf("not overridden: got %q, want %q", got, want)
	}
	if got, want := words.For("ru").T("common.sign_out"), "Выйти"; got != want {
		t.Errorf("in another language: got %q, want %q", got, want)
	}
}

func TestOverridesCanAddALanguage(t *testing.T) {
	var mu sync.Mutex
	var missing []string
	words, err := locale.Load(
		locale.Override(files(map[string]string{"uz.toml": "", "words.uz.toml": `"common.sign_in" = "Kirish"`})),
		locale.OnMissing(func(lang, id string) {
			mu.Lock()
			defer mu.Unlock()
			missing = append(missing, lang+" "+id)
		}))
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	if diff := cmp.Diff([]string{"ky", "ru", "en", "uz"}, words.Languages()); diff != "" {
		t.Errorf("Languages (-want +got):\n%s", diff)
	}
	uz := words.For("uz")
	if got, want := uz.T("common.sign_in"), "Kirish"; got != want {
		t.Errorf("its own: got %q, want %q", got, want)
	}
	if got, want := uz.T("common.sign_out"), "Выйти"; got != want {
		t.Errorf("not its own: got %q, want the Russian %q", got, want)
	}
	if diff := cmp.Diff([]string{"uz common.sign_out"}, missing); diff != "" {
		t.Errorf("reported as missing (-want +got):\n%s", diff)
	}
}

func TestLoadRefusesWithFileIDAndReason(t *testing.T) {
	tests := []struct {
		name, file, text string
		want             []string
	}{
		{"an id that does not exist", "w.ky.toml", `"common.sign_uot" = "x"`, []string{"w.ky.toml", "common.sign_uot"}},
		{"a variable that is not given", "w.ky.toml", `"common.step" = "{{.Setp}}"`, []string{"common.step", "Setp", "Step"}},
		{"a template that does not parse", "w.ru.toml", `"common.step" = "{{.Step"`, []string{"w.ru.toml", "common.step"}},
		{"more than a name", "w.ru.toml", `"common.step" = "{{printf .Step}}"`, []string{"common.step", "printf"}},
		{"TOML that does not parse", "w.en.toml", `"common.step" = `, []string{"w.en.toml"}},
		{"a language that is none", "w.123.toml", ``, []string{"w.123.toml", "123"}},
		{"no text", "w.en.toml", `"common.step" = ""`, []string{"common.step", "no text"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := locale.Load(locale.Override(files(map[string]string{tt.file: tt.text})))
			if err == nil {
				t.Fatalf("Load: got no error, want one that names %q", tt.want)
			}
			for _, part := range tt.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("Load: got %q, want it to name %q", err, part)
				}
			}
		})
	}
}
