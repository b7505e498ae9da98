package api

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"

	"ashar/survey/locale"
)

// examples are answers about an invented municipality, by the operations' ids, each list cut to its first entries.
//
//go:embed examples
var examples embed.FS

// example is an operation's example, as it stands in its file; nil if there is none.
func example(id string) []byte {
	b, err := fs.ReadFile(examples, path.Join("examples", id+".json"))
	if err != nil {
		return nil
	}
	return b
}

const (
	openAPIVersion = "3.1.0"
	dialect        = "https://json-schema.org/draft/2020-12/schema"
	asProblem      = "application/problem+json"
	scheme         = "token" // the security scheme
)

// describe makes the OpenAPI description, in English, of the table of operations and of the schemas.
func (a *API) describe() ([]byte, error) {
	say := a.deps.Words.For(locale.English)
	var paths, schemas ordered
	for _, op := range operations() {
		paths.add(Path+op.path, ordered{}.with("get", op.describe(say)))
	}
	for _, c := range components() {
		schemas.add(c.name, c.schema)
	}
	var doc ordered
	doc.add("openapi", openAPIVersion)
	doc.add("jsonSchemaDialect", dialect)
	doc.add("info", ordered{}.with("title", say.T("common.name")).with("version", "1").with("summary", say.T("api.title")).with("description", say.T("api.lead")+"\n\n"+say.T("api.rules")))
	doc.add("servers", []any{ordered{}.with("url", a.deps.Pages.URL(""))})
	doc.add("security", []any{ordered{}.with(scheme, []string{})})
	doc.add("paths", paths)
	doc.add("components", ordered{}.with("schemas", schemas).with("securitySchemes", ordered{}.with(scheme,
		ordered{}.with("type", "http").with("scheme", "bearer").with("description", say.T("api.token")))))
	b, err := marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("api: description: %w", err)
	}
	return b, nil
}

func (o ordered) with(name string, value any) ordered {
	o.add(name, value)
	return o
}

// describe is the operation's part of the description.
func (op *operation) describe(say locale.Speaker) ordered {
	security := []any{ordered{}.with(scheme, listed(op.scopes))}
	if op.open {
		security = []any{}
	}
	params := []any{}
	for _, name := range op.placeholders() {
		params = append(params, ordered{}.with("name", name).with("in", "path").with("required", true).with("description", say.T("api.path."+name)).
			with("schema", schema{kinds: []string{"string"}}))
	}
	for _, p := range op.parameters() {
		params = append(params, p.describe(say))
	}
	var responses ordered
	for _, status := range op.answers() {
		responses.add(strconv.Itoa(status), op.response(say, status))
	}
	responses.add("default", failure(say, 0))
	return ordered{}.with("operationId", op.id).with("summary", say.T("api."+op.id)).with("description", say.T("api."+op.id+".text")).
		with("security", security).with("parameters", params).with("responses", responses)
}

func (p parameter) describe(say locale.Speaker) ordered {
	s := p.schema()
	o := ordered{}.with("name", p.name).with("in", "query").with("description", say.T("api.param."+p.name))
	if p.kind == aList {
		o = o.with("style", "form").with("explode", false)
	}
	return o.with("schema", s).with("example", p.value(p.example))
}

// value is a parameter's value as its schema has it.
func (p parameter) value(of string) any {
	switch p.kind {
	case aNumber:
		n, _ := strconv.Atoi(of)
		return n
	case aList:
		return query{p.name: of}.list(p.name)
	}
	return of
}

// schema is what the parameter takes.
func (p parameter) schema() any {
	s := text("")
	switch p.kind {
	case aWord:
		s.words = p.words
	case aList:
		of := text("")
		of.words = p.words
		s = list("", of)
	case aNumber:
		s = integer("")
		s.least, s.most = &p.least, &p.most
	case aTime:
		s.format = "date-time"
	}
	if p.otherwise == "" {
		return s
	}
	return withDefault{s, p.value(p.otherwise)}
}

// withDefault is a schema with what holds where nothing is given.
type withDefault struct {
	schema
	otherwise any
}

// MarshalJSON writes the schema.
func (s withDefault) MarshalJSON() ([]byte, error) {
	b, err := s.schema.MarshalJSON()
	if err != nil {
		return nil, err
	}
	otherwise, err := marshal(s.otherwise)
	if err != nil {
		return nil, err
	}
	return slices.Concat(b[:len(b)-1], []byte(`,"default":`), otherwise, []byte("}")), nil
}

// header is a header of an answer.
func header(said string) ordered {
	return ordered{}.with("description", said).with("required", true).with("schema", text(""))
}

// optional is a header that is not always there.
func optional(said string) ordered {
	return ordered{}.with("description", said).with("schema", text(""))
}

// response describes what is answered with a status.
func (op *operation) response(say locale.Speaker, status int) ordered {
	var headers ordered
	headers.add("Cache-Control", header("Whether it may be kept."))
	if op.tagged {
		tag := header("Weak; show it in If-None-Match to be told whether anything has changed.")
		if op.paged {
			tag = optional("Weak, of a page; show it in If-None-Match to be told whether anything in it has changed.")
		}
		headers.add("ETag", tag)
	}
	switch status {
	case http.StatusNotModified:
		return ordered{}.with("description", say.T("api.same")).with("headers", headers)
	case http.StatusOK:
	default:
		return failure(say, status)
	}
	if op.paged {
		headers.add("Link", optional("The next page: rel=\"next\"."))
	}
	var content ordered
	for _, f := range op.formats {
		switch f {
		case asJSON:
			body := ordered{}.with("schema", use(op.schema))
			if e := example(op.id); e != nil {
				body.add("example", json.RawMessage(e))
			}
			content.add(f.media(), body)
		case asCSV:
			content.add(f.media(), ordered{}.with("schema", text("RFC 4180, UTF-8, one row of headings; as HXL, below it a row of tags.")))
		case asNDJSON:
			content.add(f.media(), ordered{}.with("schema", text("A line for each, of JSON.")))
		case asXLSX:
			content.add(f.media(), ordered{})
		}
	}
	return ordered{}.with("description", say.T("api."+op.id)).with("headers", headers).with("content", content)
}

// failure describes a problem; of any other status for 0.
func failure(say locale.Speaker, status int) ordered {
	id := "api.problem." + strconv.Itoa(status)
	if status == 0 {
		id = "api.problem.other"
	}
	o := ordered{}.with("description", say.T(id))
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		o.add("headers", ordered{}.with("WWW-Authenticate", header("How to get in (RFC 6750).")))
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		o.add("headers", ordered{}.with("Retry-After", header("So many seconds later it can be tried again.")))
	}
	return o.with("content", ordered{}.with(asProblem, ordered{}.with("schema", use("Problem"))))
}
