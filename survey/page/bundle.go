package page

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"
)

//go:embed scripts/*.js
var sharedScripts embed.FS

// SharedModules are the modules that several rooms have in their scripts, in survey/page/scripts: they lead through a questionnaire and judge
// answers as the server does, and put words on pages. Each stands after those that it imports.
func SharedModules() []string {
	return []string{"digest.js", "expression.js", "typed.js", "walk.js", "accept.js", "words.js", "database.js"}
}

// What modules have at the beginnings of lines.
var (
	importLine = regexp.MustCompile(`(?m)^import (?:\* as (\w+)|\{ ([\w, ]+) \}) from "(?:\.|\.\./\.\./page/scripts)/(.+)";\n`)
	exportLine = regexp.MustCompile(`(?m)^export ((?:async )?(?:const|function|class) (\w+))`)
)

// module is a file of JavaScript.
type module struct {
	name, source string
	exports      []string          // what it declares for others
	wanted       map[string]string // those of them that are imported, by the names that they have for all others
}

// Bundle makes one script of JavaScript modules, so that one request brings all of them: each module is a function, and
// what others import of it stands beside it, so that a minifier can shorten every name; "db.all" of a module that is
// imported whole as db is called db$all there. It knows only the modules that we write, which import each other whole or
// by names, each on one line, and export constants, functions and classes where they declare them. No two may be imported
// under the same name, nor anything be called like a module that is imported whole. A module that is not in dir is one of
// SharedModules.
func Bundle(files fs.FS, dir string, names ...string) (string, error) {
	var all []*module
	for _, name := range names {
		m, err := readModule(files, dir, name, all)
		if err != nil {
			return "", err
		}
		all = append(all, m)
	}
	var b strings.Builder
	b.WriteString("(() => {\n\"use strict\";\n")
	taken := map[string]string{}
	for _, m := range all {
		names := slices.Sorted(maps.Keys(m.wanted))
		exports := make([]string, len(names))
		for i, name := range names {
			if other, ok := taken[name]; ok {
				return "", fmt.Errorf("%s and %s are both imported as %s", other, m.name, name)
			}
			taken[name], exports[i] = m.name, m.wanted[name]
		}
		if len(names) == 0 {
			fmt.Fprintf(&b, "(() => {\n%s\n})();\n", m.source)
			continue
		}
		fmt.Fprintf(&b, "const [%s] = (() => {\n%s\nreturn [%s];\n})();\n", strings.Join(names, ", "), m.source, strings.Join(exports, ", "))
	}
	b.WriteString("})();\n")
	return b.String(), nil
}

// Lighten is a script with nothing in it that only people need, made shorter by nothing that is newer than a year of
// JavaScript; 0 is any.
func Lighten(script string, since int) ([]byte, error) {
	var b strings.Builder
	if err := (&js.Minifier{Version: since}).Minify(minify.New(), &b, strings.NewReader(script), nil); err != nil {
		return nil, err
	}
	return []byte(b.String()), nil
}

// readModule reads a module, and notes with those before it what it imports of them.
func readModule(files fs.FS, dir, name string, before []*module) (*module, error) {
	data, err := fs.ReadFile(files, dir+"/"+name)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = fs.ReadFile(sharedScripts, "scripts/"+name)
	}
	if err != nil {
		return nil, err
	}
	m := &module{name: name, source: string(data), wanted: map[string]string{}}
	imports := importLine.FindAllStringSubmatch(m.source, -1)
	m.source = importLine.ReplaceAllString(m.source, "")
	for _, found := range imports {
		i := slices.IndexFunc(before, func(b *module) bool { return b.name == found[3] })
		if i < 0 {
			return nil, fmt.Errorf("%s imports %s, which does not stand before it", name, found[3])
		}
		from := before[i]
		want := func(name, as string) error {
			if !slices.Contains(from.exports, name) {
				return fmt.Errorf("%s imports %s of %s, which does not export that", m.name, name, from.name)
			}
			from.wanted[as] = name
			return nil
		}
		if whole := found[1]; whole != "" {
			part := regexp.MustCompile(`(^|\.\.\.|[^\w.$])` + whole + `\.(\w+)`)
			for _, used := range part.FindAllStringSubmatch(m.source, -1) {
				if err := want(used[2], whole+"$"+used[2]); err != nil {
					return nil, err
				}
			}
			m.source = part.ReplaceAllString(m.source, "${1}"+whole+"$$$2")
			continue
		}
		for name := range strings.SplitSeq(found[2], ", ") {
			if err := want(name, name); err != nil {
				return nil, err
			}
		}
	}
	for _, found := range exportLine.FindAllStringSubmatch(m.source, -1) {
		m.exports = append(m.exports, found[2])
	}
	m.source = exportLine.ReplaceAllString(m.source, "$1")
	return m, nil
}
