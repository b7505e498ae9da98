package api

import (
	"bytes"
	"encoding/json"
	"slices"
)

// schema describes a value, in JSON Schema 2020-12 as OpenAPI 3.1 takes it. Its members are written in the order in which
// they stand, so that what is read first is what matters.
type schema struct {
	ref     string // of a component; then nothing else counts but said
	raw     []byte // a schema as others have written it; the rest is then for the page
	kinds   []string
	said    string
	format  string
	pattern string
	words   []string // all that it can be
	least   *int
	most    *int
	items   *schema
	members []member
	others  *schema // members of any other name
	open    bool    // members that are not listed may come, described elsewhere
}

// member is one of an object.
type member struct {
	name     string
	required bool
	of       schema
}

func must(name string, of schema) member { return member{name, true, of} }
func may(name string, of schema) member  { return member{name, false, of} }

func object(said string, members ...member) schema {
	return schema{kinds: []string{"object"}, said: said, members: members}
}

// by is an object whose members have any names.
func by(said string, of schema) schema {
	return schema{kinds: []string{"object"}, said: said, others: &of}
}

func list(said string, of schema) schema {
	return schema{kinds: []string{"array"}, said: said, items: &of}
}

func text(said string) schema    { return schema{kinds: []string{"string"}, said: said} }
func integer(said string) schema { return schema{kinds: []string{"integer"}, said: said} }
func number(said string) schema  { return schema{kinds: []string{"number"}, said: said} }
func truth(said string) schema   { return schema{kinds: []string{"boolean"}, said: said} }
func use(name string) schema     { return schema{ref: name} }

// of says what a component is here.
func (s schema) of(said string) schema {
	s.said = said
	return s
}

func instant(said string) schema {
	s := text(said)
	s.format = "date-time"
	return s
}

func address(said string) schema {
	s := text(said)
	s.format = "uri-reference"
	return s
}

func hash(said string) schema {
	s := text(said)
	s.pattern = "^([0-9a-f]{64})?$"
	return s
}

func one(said string, words ...string) schema {
	s := text(said)
	s.words = words
	return s
}

// count is a number of people, or of answers.
func count(said string) schema {
	s := integer(said)
	s.least = new(0)
	return s
}

// share lies within 0 and 1.
func share(said string) schema {
	s := number(said)
	s.least, s.most = new(0), new(1)
	return s
}

// maybe can be null too.
func maybe(s schema) schema {
	s.kinds = append(append([]string{}, s.kinds...), "null")
	return s
}

// refTo is where a component stands.
func refTo(name string) string { return "#/components/schemas/" + name }

// within is a schema that stands by itself as the component of a name: it loses the identifier and the dialect of its own, and
// its references lead to where it is. References into a schema with an identifier are right by JSON Schema, and lead nowhere
// for most programs that read OpenAPI.
func within(name string, raw []byte) []byte {
	raw = bytes.ReplaceAll(raw, []byte(`"#/`), []byte(`"`+refTo(name)+`/`))
	return slices.Concat([]byte("{"), raw[max(1, bytes.Index(raw, []byte(`"title"`))):]) // the identifier and the dialect stand before
}

// MarshalJSON writes the schema.
func (s schema) MarshalJSON() ([]byte, error) {
	if s.raw != nil {
		return s.raw, nil
	}
	var o ordered
	if s.ref != "" {
		o.add("$ref", refTo(s.ref))
		o.addIf(s.said != "", "description", s.said)
		return o.MarshalJSON()
	}
	switch len(s.kinds) {
	case 0:
	case 1:
		o.add("type", s.kinds[0])
	default:
		o.add("type", s.kinds)
	}
	o.addIf(s.said != "", "description", s.said)
	o.addIf(s.format != "", "format", s.format)
	o.addIf(s.pattern != "", "pattern", s.pattern)
	o.addIf(s.words != nil, "enum", s.words)
	o.addIf(s.least != nil, "minimum", s.least)
	o.addIf(s.most != nil, "maximum", s.most)
	o.addIf(s.items != nil, "items", s.items)
	if len(s.members) > 0 {
		var members ordered
		var required []string
		for _, m := range s.members {
			members.add(m.name, m.of)
			if m.required {
				required = append(required, m.name)
			}
		}
		o.add("properties", members)
		o.addIf(required != nil, "required", required)
	}
	o.addIf(s.others != nil, "additionalProperties", s.others)
	o.addIf(s.open, "additionalProperties", true)
	return o.MarshalJSON()
}

// ordered is a JSON object whose members keep their order.
type ordered []struct {
	name  string
	value any
}

func (o *ordered) add(name string, value any) {
	*o = append(*o, struct {
		name  string
		value any
	}{name, value})
}

func (o *ordered) addIf(is bool, name string, value any) {
	if is {
		o.add(name, value)
	}
}

// MarshalJSON writes the members in their order.
func (o ordered) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		value, err := marshal(m.value)
		if err != nil {
			return nil, err
		}
		out.Write(name)
		out.WriteByte(':')
		out.Write(value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// marshal is json.Marshal that leaves "<" and "&" as they are.
func marshal(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}
