package configs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// readFile reads a TOML file into the values that it gives, in the order of the file.
func readFile(path string, settings []setting) ([]given, Problems) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, Problems{{Where: path, Reason: cannotRead(err)}}
	}
	var document map[string]any
	if err := toml.Unmarshal(data, &document); err != nil {
		return nil, Problems{notTOML(path, err)}
	}
	v := visitor{path: path, document: document, settings: settings}
	v.visit(data)
	return v.found, nil
}

// visitor walks over a document that was decoded already, and pairs the place of every key with its value. It uses the
// decoder's own parser, because the decoder tells places only of what it fails at, and not inside inline tables.
type visitor struct {
	path     string
	document map[string]any
	settings []setting
	parser   unstable.Parser
	found    []given
}

func (v *visitor) visit(data []byte) {
	v.parser.Reset(data)
	var table toml.Key
	known := true
	for v.parser.NextExpression() {
		e := v.parser.Expression()
		switch e.Kind {
		case unstable.Table:
			table = keyOf(e)
			if known = isSection(v.settings, dotted(table)); !known {
				v.find(table, e)
			}
		case unstable.ArrayTable:
			table, known = keyOf(e), false
			v.find(table, e)
		case unstable.KeyValue:
			if known { // else the whole table is a problem already
				v.pair(table, e)
			}
		}
	}
}

// pair takes one line of a table, or one entry of an inline table.
func (v *visitor) pair(table toml.Key, e *unstable.Node) {
	key := slices.Concat(table, keyOf(e))
	if e.Value().Kind != unstable.InlineTable || !isSection(v.settings, dotted(key)) {
		v.find(key, e)
		return
	}
	for entries := e.Value().Children(); entries.Next(); {
		v.pair(key, entries.Node())
	}
}

func (v *visitor) find(key toml.Key, e *unstable.Node) {
	names := e.Key()
	names.Next()
	at := v.parser.Shape(names.Node().Raw).Start
	v.found = append(v.found, given{
		where: place(v.path, at.Line, at.Column),
		key:   dotted(key),
		value: lookup(v.document, key),
	})
}

func keyOf(e *unstable.Node) toml.Key {
	var key toml.Key
	for names := e.Key(); names.Next(); {
		key = append(key, string(names.Node().Data))
	}
	return key
}

// lookup is the value of a key in a document, or nil where a list of tables is in its way.
func lookup(document map[string]any, key toml.Key) any {
	var v any = document
	for _, name := range key {
		table, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = table[name]
	}
	return v
}

// dotted joins the parts of a key; a part that cannot stand without quotes keeps them.
func dotted(key toml.Key) string {
	parts := slices.Clone(key)
	for i, part := range parts {
		if strings.ContainsFunc(part, func(r rune) bool { return r != '_' && r != '-' && !alphanumeric(r) }) {
			parts[i] = strconv.Quote(part)
		}
	}
	return strings.Join(parts, ".")
}

func alphanumeric(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// notTOML is the problem of a file that cannot be read as TOML.
func notTOML(path string, err error) Problem {
	var at *toml.DecodeError
	if !errors.As(err, &at) {
		return Problem{Where: path, Reason: err.Error()}
	}
	line, column := at.Position()
	return Problem{
		Where:  place(path, line, column),
		Key:    dotted(at.Key()),
		Reason: "is not TOML: " + strings.TrimPrefix(at.Error(), "toml: "),
	}
}

func place(path string, line, column int) string {
	return fmt.Sprintf("%s:%d:%d", path, line, column)
}

// cannotRead is the reason why a file could not be read, without its path.
func cannotRead(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	return "cannot be read: " + err.Error()
}
