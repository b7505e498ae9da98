package xlsform

import (
	"fmt"
	"regexp"
	"strings"
)

// A language in a heading: a name, and its tag in brackets.
var tagged = regexp.MustCompile(`\(\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*\)$`)

// A language by its bare tag.
var bareTag = regexp.MustCompile(`^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$`)

// languageNames are the names that languages have in themselves.
var languageNames = map[string]string{
	"ky": "Кыргызча", "ru": "Русский", "en": "English", "uz": "Oʻzbekcha", "tg": "Тоҷикӣ", "kk": "Қазақша", "tr": "Türkçe", "de": "Deutsch",
}

// languageTags are the names under which authors write a language without a tag.
var languageTags = map[string]string{
	"кыргызча": "ky", "kyrgyz": "ky", "русский": "ru", "russian": "ru", "english": "en",
}

// language reads a tag off a heading or a setting: "Кыргызча (ky)" is ky. It is
// "" when there is none to be found.
func language(s string) string {
	s = strings.TrimSpace(s)
	tag := languageTags[strings.ToLower(s)]
	if m := tagged.FindStringSubmatch(s); m != nil {
		tag = m[1]
	} else if tag == "" && bareTag.MatchString(s) {
		tag = s
	}
	base, rest, regional := strings.Cut(tag, "-")
	if regional {
		return strings.ToLower(base) + "-" + rest
	}
	return strings.ToLower(base)
}

// languageHeading writes a tag with the language's name, as XLSForm has it.
func languageHeading(tag string) string {
	name := languageNames[tag]
	if name == "" {
		name = tag
	}
	return fmt.Sprintf("%s (%s)", name, tag)
}
