// Package locale holds the words that the program itself says, in Kyrgyz, Russian and English, and the ways in which
// each language writes numbers, percentages and dates.
//
// What comes in is TOML: one file per room of the program and language under words/ ("form.ky.toml"), embedded in the
// binary, and, if the caller gives one, a file system whose files override single messages, so that a municipality can
// correct a word without a programmer. What goes out is a Speaker per language: a cheap value that is asked for a
// message by its id.
//
// A message with a count has plural forms; write them in one line, since a TOML table would swallow what follows it:
//
//	"desk.answers" = { one = "{{.Count}} answer", other = "{{.Count}} answers" }
//
// The words of a questionnaire are not here: a questionnaire carries its own translations.
package locale

import (
	"embed"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// The languages in which every message is complete.
const (
	Kyrgyz  = "ky"
	Russian = "ru"
	English = "en"
)

// builtin are the message files that ship with the program.
//
//go:embed words/*.toml
var builtin embed.FS

// fallbacks are the languages tried, in this order, for a message that a language lacks.
var fallbacks = []string{Russian, English, Kyrgyz}

// Words are all messages in all languages. They never change after Load and are safe for concurrent use.
type Words struct {
	languages []string
	catalogs  map[string]*catalog
	missing   func(lang, id string)
}

// Option changes what Load does.
type Option func(*options)

type options struct {
	overrides []fs.FS
	missing   func(lang, id string)
}

// Override lays the message files at the root of fsys over the built-in ones. Their names end in the language and
// ".toml" ("words.ky.toml", "desk.ru.toml"); other files are passed over. A file of another language adds that
// language. A later Override wins over an earlier one.
func Override(fsys fs.FS) Option {
	return func(o *options) { o.overrides = append(o.overrides, fsys) }
}

// OnMissing has f called whenever a message is asked for that its language lacks, or with arguments that its text
// cannot be filled with. A test fails there; a server counts. Without it, the fallback is silent. f may be called
// concurrently.
func OnMissing(f func(lang, id string)) Option {
	return func(o *options) { o.missing = f }
}

// Load reads the built-in messages and lays the overrides over them. It refuses a file that is not valid TOML or holds
// a message that does not parse, and an override for an id that does not exist or with a variable that its message
// does not have: the error names the file, the id and the reason.
func Load(opts ...Option) (*Words, error) {
	o := options{missing: func(string, string) {}}
	for _, opt := range opts {
		opt(&o)
	}
	catalogs, err := shipped()
	if err != nil {
		return nil, err
	}
	if len(o.overrides) > 0 {
		texts, err := readBuiltin()
		if err != nil {
			return nil, err
		}
		for _, fsys := range o.overrides {
			if err := texts.override(fsys); err != nil {
				return nil, err
			}
		}
		if catalogs, err = texts.compile(); err != nil {
			return nil, err
		}
	}
	w := &Words{languages: slices.Collect(maps.Keys(catalogs)), catalogs: catalogs, missing: o.missing}
	slices.SortFunc(w.languages, func(a, b string) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return w, nil
}

// rank puts Kyrgyz first, then Russian, then English, then the rest.
func rank(lang string) int {
	order := []string{Kyrgyz, Russian, English}
	if i := slices.Index(order, lang); i >= 0 {
		return i
	}
	return len(order)
}

// Languages lists the languages that have messages: ky, ru, en, then any that overrides added, by code.
func (w *Words) Languages() []string { return slices.Clone(w.languages) }

// For returns the speaker of lang, a BCP 47 tag whose region and script are passed over when only its language is
// known. An unknown language is spoken as Russian. The call costs a map lookup.
func (w *Words) For(lang string) Speaker {
	if c, ok := w.catalogs[lang]; ok {
		return Speaker{w, c}
	}
	if tag, err := language.Parse(lang); err == nil {
		base, _ := tag.Base()
		if c, ok := w.catalogs[base.String()]; ok {
			return Speaker{w, c}
		}
	}
	return Speaker{w, w.catalogs[Russian]}
}

// Has reports whether a message exists in lang itself, without any fallback.
func (w *Words) Has(lang, id string) bool {
	c, ok := w.catalogs[lang]
	return ok && c.has(id)
}

// chain yields the catalogs in which a message is looked for, the language's own first.
func (w *Words) chain(own *catalog) iter.Seq[*catalog] {
	return func(yield func(*catalog) bool) {
		if !yield(own) {
			return
		}
		for _, lang := range fallbacks {
			if c := w.catalogs[lang]; c != own && !yield(c) {
				return
			}
		}
	}
}

// langOf returns the language of a message file's name: "form.ky.toml" is "ky". ok is false for any other name.
func langOf(name string) (lang string, ok bool) {
	stem, isTOML := strings.CutSuffix(name, ".toml")
	i := strings.LastIndexByte(stem, '.')
	if !isTOML || i < 0 {
		return "", false
	}
	return stem[i+1:], true
}

func errIn(file, format string, args ...any) error {
	return fmt.Errorf("locale: %s: %w", file, fmt.Errorf(format, args...))
}
