package locale

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"text/template"
	"text/template/parse"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"
)

// texts are messages by language and id, as read and before they are compiled.
type texts map[string]map[string]*i18n.Message

// readBuiltin reads the embedded files, and refuses an id that two of one language's files define.
func readBuiltin() (texts, error) {
	t := texts{}
	err := eachFile(builtin, "words", func(file, lang string, messages []*i18n.Message) error {
		if t[lang] == nil {
			t[lang] = map[string]*i18n.Message{}
		}
		for _, m := range messages {
			if _, twice := t[lang][m.ID]; twice {
				return errIn(file, "%s is defined twice", m.ID)
			}
			t[lang][m.ID] = m
		}
		return nil
	})
	return t, err
}

// compile makes a catalog of each language.
func (t texts) compile() (map[string]*catalog, error) {
	catalogs := make(map[string]*catalog, len(t))
	for lang, messages := range t {
		var err error
		if catalogs[lang], err = newCatalog(lang, messages); err != nil {
			return nil, err
		}
	}
	return catalogs, nil
}

// shipped are the catalogs of the embedded files, compiled once in a process: they are the same for all Words.
var shipped = sync.OnceValues(func() (map[string]*catalog, error) {
	t, err := readBuiltin()
	if err != nil {
		return nil, err
	}
	return t.compile()
})

// override lays the files at the root of fsys over t.
func (t texts) override(fsys fs.FS) error {
	return eachFile(fsys, ".", func(file, lang string, messages []*i18n.Message) error {
		if t[lang] == nil {
			t[lang] = map[string]*i18n.Message{}
		}
		for _, m := range messages {
			base := t.reference(lang, m.ID)
			if base == nil {
				return errIn(file, "%s: no such message", m.ID)
			}
			has, err := variables(base)
			if err != nil {
				return errIn(file, "%s: %w", m.ID, err)
			}
			wants, err := variables(m)
			if err != nil {
				return errIn(file, "%s: %w", m.ID, err)
			}
			for _, v := range wants {
				if !slices.Contains(has, v) {
					return errIn(file, "%s: {{.%s}} is not given to this message, only %q", m.ID, v, has)
				}
			}
			t[lang][m.ID] = m
		}
		return nil
	})
}

// reference returns the message that says which variables an override may use, or nil.
func (t texts) reference(lang, id string) *i18n.Message {
	for _, l := range append([]string{lang}, fallbacks...) {
		if m := t[l][id]; m != nil {
			return m
		}
	}
	return nil
}

// eachFile parses every message file directly in dir.
func eachFile(fsys fs.FS, dir string, f func(file, lang string, messages []*i18n.Message) error) error {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return fmt.Errorf("locale: reading message files: %w", err)
	}
	formats := map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal}
	for _, entry := range entries {
		name := entry.Name()
		lang, ok := langOf(name)
		if !ok || entry.IsDir() {
			continue
		}
		if _, err := language.Parse(lang); err != nil {
			return errIn(name, "%q is not a language: %w", lang, err)
		}
		data, err := fs.ReadFile(fsys, strings.TrimPrefix(dir+"/"+name, "./"))
		if err != nil {
			return errIn(name, "%w", err)
		}
		parsed, err := i18n.ParseMessageFileBytes(data, name, formats)
		if err != nil {
			return errIn(name, "%w", err)
		}
		if err := f(name, lang, parsed.Messages); err != nil {
			return err
		}
	}
	return nil
}

// forms lists a message's texts, one per plural form, the empty ones left out.
func forms(m *i18n.Message) []string {
	all := []string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other}
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// variables lists, sorted, the names of the data that a message's texts use in any of its forms. Only plain insertions
// of a named value are allowed in a message: {{.Name}}.
func variables(m *i18n.Message) ([]string, error) {
	if m.Other == "" {
		return nil, fmt.Errorf("it has no text")
	}
	names := map[string]bool{}
	for _, text := range forms(m) {
		if !strings.Contains(text, "{{") {
			continue // as most: nothing is to be read in it
		}
		parsed, err := template.New(m.ID).Parse(text)
		if err != nil {
			return nil, err
		}
		if parsed.Tree == nil {
			continue
		}
		for _, node := range parsed.Root.Nodes {
			switch n := node.(type) {
			case *parse.TextNode:
			case *parse.ActionNode:
				name, ok := strings.CutPrefix(n.Pipe.String(), ".")
				if !ok || name == "" || strings.ContainsAny(name, ". |(") {
					return nil, fmt.Errorf("%s is more than a name", n)
				}
				names[name] = true
			default:
				return nil, fmt.Errorf("%s is not allowed in a message", n)
			}
		}
	}
	return slices.Sorted(maps.Keys(names)), nil
}

// catalog is one language's messages, compiled.
type catalog struct {
	lang      string
	plain     map[string]string // messages without variables and plural forms
	filled    map[string]bool   // messages that the localizer fills
	localizer *i18n.Localizer
	style     style
}

func newCatalog(lang string, messages map[string]*i18n.Message) (*catalog, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, fmt.Errorf("locale: language %q: %w", lang, err)
	}
	// A bundle of one language never answers in another: falling back is ours to do, and to report.
	bundle := i18n.NewBundle(tag)
	c := &catalog{
		lang:   lang,
		plain:  make(map[string]string, len(messages)),
		filled: map[string]bool{},
		style:  styleOf(lang),
	}
	for id, m := range messages {
		names, err := variables(m)
		if err != nil {
			return nil, fmt.Errorf("locale: %s: %s: %w", lang, id, err)
		}
		if len(names) == 0 && len(forms(m)) == 1 {
			c.plain[id] = m.Other
			continue
		}
		c.filled[id] = true
		if err := bundle.AddMessages(tag, m); err != nil {
			return nil, fmt.Errorf("locale: %s: %s: %w", lang, id, err)
		}
	}
	c.localizer = i18n.NewLocalizer(bundle, lang)
	return c, nil
}

func (c *catalog) has(id string) bool {
	_, plain := c.plain[id]
	return plain || c.filled[id]
}
