package form

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

// scriptModules are the modules of the page's script, each after those that it imports.
var scriptModules = []string{
	"digest.js", "expression.js", "typed.js", "walk.js", "accept.js", "interview.js", "words.js", "screens.js", "read.js",
	"review.js", "ticket.js", "db.js", "outbox.js", "panel.js", "ask.js", "main.js",
}

// What modules have at the beginnings of lines.
var (
	importLine = regexp.MustCompile(`(?m)^import (?:\* as )?(.+) from "\./(.+)";$`)
	exportLine = regexp.MustCompile(`(?m)^export ((?:async )?(?:const|function|class) (\w+))`)
)

// bundle makes one script of JavaScript modules, so that one request brings all of them: each module is a function that
// returns what it exports. It knows only the modules that we write, which import each other whole or by names, each on
// one line, and export constants, functions and classes where they declare them.
func bundle(files fs.FS, dir string, modules ...string) (string, error) {
	var b strings.Builder
	b.WriteString("(() => {\n\"use strict\";\nconst modules = {};\n")
	done := map[string]bool{}
	for _, name := range modules {
		data, err := fs.ReadFile(files, dir+"/"+name)
		if err != nil {
			return "", err
		}
		source := string(data)
		for _, m := range importLine.FindAllStringSubmatch(source, -1) {
			if !done[m[2]] {
				return "", fmt.Errorf("%s imports %s, which does not stand before it", name, m[2])
			}
		}
		source = importLine.ReplaceAllString(source, `const $1 = modules["$2"];`)
		var exported []string
		for _, m := range exportLine.FindAllStringSubmatch(source, -1) {
			exported = append(exported, m[2])
		}
		source = exportLine.ReplaceAllString(source, "$1")
		fmt.Fprintf(&b, "modules[%q] = (() => {\n%s\nreturn { %s };\n})();\n", name, source, strings.Join(exported, ", "))
		done[name] = true
	}
	b.WriteString("})();\n")
	return b.String(), nil
}
