package form

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// liveModules are the modules of the script that makes screens livelier, each after those that it imports.
var liveModules = []string{"own.js", "swap.js", "draft.js", "tap.js", "listen.js", "live.js"}

// scriptModules are the modules of the script that works without a connection.
var scriptModules = []string{
	"digest.js", "expression.js", "typed.js", "walk.js", "accept.js", "interview.js", "words.js", "files.js", "screens.js",
	"read.js", "review.js", "ticket.js", "db.js", "carried.js", "outbox.js", "panel.js", "photo.js", "ask.js", "check.js", "main.js",
}

// What modules have at the beginnings of lines.
var (
	importLine = regexp.MustCompile(`(?m)^import (?:\* as (\w+)|\{ ([\w, ]+) \}) from "\./(.+)";\n`)
	exportLine = regexp.MustCompile(`(?m)^export ((?:async )?(?:const|function|class) (\w+))`)
)

// module is a file of JavaScript.
type module struct {
	name, source string
	exports      []string // what it declares for others
	wanted       []string // those of them that are imported by their names
	whole        []string // the names under which it is imported whole
}

// bundle makes one script of JavaScript modules, so that one request brings all of them: each module is a function, and
// what others import of it stands beside it under the same name, so that a minifier can shorten it. It knows only the
// modules that we write, which import each other whole or by names, each on one line, and export constants, functions
// and classes where they declare them. No two may export the same name, nor be imported whole under the same one.
func bundle(files fs.FS, dir string, names ...string) (string, error) {
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
		for _, name := range slices.Concat(m.wanted, m.whole) {
			if other, ok := taken[name]; ok {
				return "", fmt.Errorf("%s and %s are both imported as %s", other, m.name, name)
			}
			taken[name] = m.name
		}
		wanted := m.wanted
		if len(m.whole) > 0 {
			wanted = m.exports
		}
		list := strings.Join(wanted, ", ")
		switch {
		case len(m.whole) == 0:
			fmt.Fprintf(&b, "const [%s] = (() => {\n%s\nreturn [%s];\n})();\n", list, m.source, list)
		default:
			fmt.Fprintf(&b, "const %s = (() => {\n%s\nreturn { %s };\n})();\n", m.whole[0], m.source, list)
			for _, again := range m.whole[1:] {
				fmt.Fprintf(&b, "const %s = %s;\n", again, m.whole[0])
			}
			if len(m.wanted) > 0 {
				fmt.Fprintf(&b, "const { %s } = %s;\n", strings.Join(m.wanted, ", "), m.whole[0])
			}
		}
	}
	b.WriteString("})();\n")
	return b.String(), nil
}

// readModule reads a module, and notes with those before it what it imports of them.
func readModule(files fs.FS, dir, name string, before []*module) (*module, error) {
	data, err := fs.ReadFile(files, dir+"/"+name)
	if err != nil {
		return nil, err
	}
	m := &module{name: name, source: string(data)}
	for _, found := range importLine.FindAllStringSubmatch(m.source, -1) {
		i := slices.IndexFunc(before, func(b *module) bool { return b.name == found[3] })
		if i < 0 {
			return nil, fmt.Errorf("%s imports %s, which does not stand before it", name, found[3])
		}
		from := before[i]
		if whole := found[1]; whole != "" && !slices.Contains(from.whole, whole) {
			from.whole = append(from.whole, whole)
		}
		for wanted := range strings.SplitSeq(found[2], ", ") {
			switch {
			case wanted == "" || slices.Contains(from.wanted, wanted):
			case slices.Contains(from.exports, wanted):
				from.wanted = append(from.wanted, wanted)
			default:
				return nil, fmt.Errorf("%s imports %s of %s, which does not export that", name, wanted, from.name)
			}
		}
	}
	m.source = importLine.ReplaceAllString(m.source, "")
	for _, found := range exportLine.FindAllStringSubmatch(m.source, -1) {
		m.exports = append(m.exports, found[2])
	}
	m.source = exportLine.ReplaceAllString(m.source, "$1")
	return m, nil
}
