package locale_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/unicode/norm"

	"ashar/survey/locale"
)

var languages = []string{locale.Kyrgyz, locale.Russian, locale.English}

// message is one message of one built-in file.
type message struct {
	room, lang string
	*i18n.Message
}

// texts lists a message's plural forms that have text, by their CLDR names.
func (m message) texts() map[string]string {
	all := map[string]string{
		"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other,
	}
	maps.DeleteFunc(all, func(_, text string) bool { return text == "" })
	return all
}

// builtin reads all built-in files as they stand in the repository.
func builtin(t *testing.T) []message {
	t.Helper()
	files, err := filepath.Glob("words/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("files in words/: got %d (%v), want some", len(files), err)
	}
	formats := map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal}
	var all []message
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := i18n.ParseMessageFileBytes(data, file, formats)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		room, lang, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".toml"), ".")
		for _, m := range parsed.Messages {
			all = append(all, message{room, lang, m})
		}
	}
	return all
}

func TestEveryMessageIsInEveryLanguage(t *testing.T) {
	ids := map[string]map[string]bool{}
	for _, m := range builtin(t) {
		key := m.room + ": " + m.ID
		if ids[key] == nil {
			ids[key] = map[string]bool{}
		}
		ids[key][m.lang] = true
		if !slices.Contains(languages, m.lang) {
			t.Errorf("%s is in %q; built-in files are in %q", key, m.lang, languages)
		}
		if !strings.HasPrefix(m.ID, m.room+".") {
			t.Errorf("%s: the id should begin with its room", key)
		}
	}
	for key, has := range ids {
		for _, lang := range languages {
			if !has[lang] {
				t.Errorf("%s is missing in %s", key, lang)
			}
		}
	}
}

var variable = regexp.MustCompile(`{{\s*\.(\w+)\s*}}`)

func TestTranslationsUseTheSameVariables(t *testing.T) {
	want := map[string][]string{}
	for _, m := range builtin(t) {
		names := map[string]bool{}
		for _, text := range m.texts() {
			for _, match := range variable.FindAllStringSubmatch(text, -1) {
				names[match[1]] = true
			}
		}
		got := slices.Sorted(maps.Keys(names))
		if first, ok := want[m.ID]; !ok {
			want[m.ID] = got
		} else if diff := cmp.Diff(first, got); diff != "" {
			t.Errorf("%s in %s: variables differ from another language's (-other +this):\n%s", m.ID, m.lang, diff)
		}
	}
}

func TestCountsHaveTheFormsOfTheirLanguage(t *testing.T) {
	forms := map[string][]string{
		locale.Kyrgyz:  {"one", "other"},
		locale.Russian: {"few", "many", "one", "other"},
		locale.English: {"one", "other"},
	}
	plural := map[string]bool{} // ids that have plural forms in some language
	for _, m := range builtin(t) {
		if len(m.texts()) > 1 {
			plural[m.ID] = true
		}
	}
	for _, m := range builtin(t) {
		if !plural[m.ID] {
			continue
		}
		got := slices.Sorted(maps.Keys(m.texts()))
		if !slices.Equal(got, forms[m.lang]) {
			t.Errorf("%s in %s has the forms %q, want %q", m.ID, m.lang, got, forms[m.lang])
		}
	}
}

// wrongLetters are what stands for a Kyrgyz letter in texts typed with another alphabet's keys or fonts.
var wrongLetters = map[rune]string{
	'ӊ': "ң", 'Ӊ': "Ң", 'ԣ': "ң", 'ҥ': "ң", 'є': "ө", 'Є': "Ө", 'ї': "ү", 'Ї': "Ү", 'ў': "ү", 'Ў': "Ү",
	'ұ': "ү", 'Ұ': "Ү", 'ӫ': "ө", 'ӧ': "ө", 'ӱ': "ү", 'і': "и or Latin i",
}

func TestSpelling(t *testing.T) {
	latinInCyrillic := regexp.MustCompile(`\p{Cyrillic}\p{Latin}|\p{Latin}\p{Cyrillic}`)
	for _, m := range builtin(t) {
		for _, text := range m.texts() {
			plain := variable.ReplaceAllString(text, " ")
			for _, r := range plain {
				if right, wrong := wrongLetters[r]; wrong {
					t.Errorf("%s in %s has %q (%U) for %s: %s", m.ID, m.lang, r, r, right, text)
				}
			}
			if found := latinInCyrillic.FindString(plain); found != "" {
				t.Errorf("%s in %s mixes Latin and Cyrillic letters in a word (%q): %s", m.ID, m.lang, found, text)
			}
			if !norm.NFC.IsNormalString(text) {
				t.Errorf("%s in %s is not in NFC: %s", m.ID, m.lang, text)
			}
			if strings.Contains(text, "!") {
				t.Errorf("%s in %s has an exclamation mark: %s", m.ID, m.lang, text)
			}
			if text != strings.TrimSpace(text) {
				t.Errorf("%s in %s begins or ends with a space: %q", m.ID, m.lang, text)
			}
		}
	}
}

func TestLanguagesHaveTheirOwnNames(t *testing.T) {
	want := map[string]string{"ky": "Кыргызча", "ru": "Русский", "en": "English", "xx": "xx"}
	for lang, name := range want {
		if got := locale.Name(lang); got != name {
			t.Errorf("Name(%q): got %q, want %q", lang, got, name)
		}
	}
}
