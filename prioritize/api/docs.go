package api

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// docsView is the page that describes the interface to people.
type docsView struct {
	page.Page
	Base       string // address at which it begins
	OpenAPI    string // path of the description
	Scopes     []scopeView
	Operations []operationView
	Schemas    []schemaView
	Problems   []problemView
}

type scopeView struct{ Name, Text string }

type problemView struct {
	Status      int
	Title, Text string
}

// operationView is an operation with all that must be known to use it.
type operationView struct {
	ID, Path, Title, Text string
	Open                  bool
	Scopes                []string
	Params                []paramView
	Formats               []string
	Statuses              []int
	Curl                  string
	Schema                string
	Example               string
}

type paramView struct{ Name, Text, Takes, Otherwise, Example string }

// schemaView is a schema as a table; what stands within a member has the member's name before its own.
type schemaView struct {
	Name, Text string
	Rows       []memberView
}

type memberView struct {
	Name, Type, Text string
	Ref              string // the schema that it is
	Always           bool
}

func (a *API) docs(c echo.Context) error {
	v := docsView{Page: a.deps.Pages.Page(c, ""), Base: a.deps.Pages.URL(Path), OpenAPI: Path + "/openapi.json"}
	v.Title, v.Languages = v.T("api.title"), a.deps.Pages.Languages()
	for _, s := range access.Scopes() {
		v.Scopes = append(v.Scopes, scopeView{string(s), v.T("tokens.scope." + string(s) + ".text")})
	}
	for _, op := range operations() {
		v.Operations = append(v.Operations, a.view(v.Speaker, op))
	}
	for _, one := range components() {
		v.Schemas = append(v.Schemas, schemaView{one.name, one.said, rowsOf("", one.schema)})
	}
	for _, status := range statuses() {
		id := "api.problem." + strconv.Itoa(status)
		v.Problems = append(v.Problems, problemView{status, v.T(id), v.T(id + ".text")})
	}
	return a.room.RenderPublic(c, "docs", v)
}

// view is what the page tells of an operation.
func (a *API) view(say locale.Speaker, op operation) operationView {
	v := operationView{
		ID: op.id, Path: Path + op.path, Title: say.T("api." + op.id), Text: say.T("api." + op.id + ".text"), Open: op.open, Scopes: listed(op.scopes),
		Statuses: op.answers(), Schema: op.schema, Example: string(example(op.id)),
	}
	for _, f := range op.formats {
		v.Formats = append(v.Formats, f.name)
	}
	for _, name := range op.placeholders() {
		v.Params = append(v.Params, paramView{Name: "{" + name + "}", Text: say.T("api.path." + name)})
	}
	var asked []string
	for _, p := range op.parameters() {
		v.Params = append(v.Params, paramView{p.name, say.T("api.param." + p.name), p.takes(), p.otherwise, p.example})
		if p.example != p.otherwise && p.name != "cursor" {
			asked = append(asked, p.name+"="+p.example)
		}
	}
	v.Curl = a.curl(op, asked)
	return v
}

// takes says what a parameter takes, in signs that need no translation.
func (p parameter) takes() string {
	switch p.kind {
	case aWord:
		return strings.Join(p.words, " | ")
	case aList:
		return strings.Join(p.words, ", ")
	case aNumber:
		return fmt.Sprintf("%d … %d", p.least, p.most)
	case aTime:
		return "RFC 3339"
	}
	return ""
}

// curl is a command that asks for an operation. The token is in a variable, since what is typed is remembered.
func (a *API) curl(op operation, asked []string) string {
	address := a.deps.Pages.URL(Path) + strings.NewReplacer("{campaign}", "CAMPAIGN", "{snapshot}", nowID).Replace(op.path)
	if len(asked) > 0 {
		address += "?" + strings.Join(asked, "&")
	}
	if op.open {
		return fmt.Sprintf("curl '%s'", address)
	}
	if slices.ContainsFunc(asked, func(s string) bool { return s == "format=xlsx" }) || op.formats[0] == asXLSX && len(asked) == 0 {
		return fmt.Sprintf("curl -OJ -H \"Authorization: Bearer $ASHAR_TOKEN\" \\\n  '%s'", address)
	}
	return fmt.Sprintf("curl -H \"Authorization: Bearer $ASHAR_TOKEN\" \\\n  '%s'", address)
}

// rowsOf are the members of a schema, and below each those within it that have no name of their own.
func rowsOf(prefix string, s schema) []memberView {
	var rows []memberView
	for _, m := range s.members {
		row := memberView{Name: prefix + m.name, Text: m.of.said, Always: m.required}
		within, inner := m.of, ""
		row.Type = typeOf(m.of)
		for within.items != nil || within.others != nil {
			if within.items != nil {
				within, inner = *within.items, inner+"[]"
			} else {
				within, inner = *within.others, inner+".*"
			}
		}
		row.Ref = within.ref
		rows = append(append(rows, row), rowsOf(prefix+m.name+inner+".", within)...)
	}
	return rows
}

// typeOf is what a value is, in the words of JSON.
func typeOf(s schema) string {
	switch {
	case s.ref != "":
		return s.ref
	case s.items != nil:
		return "[" + typeOf(*s.items) + "]"
	case s.others != nil:
		return "{*: " + typeOf(*s.others) + "}"
	case s.words != nil:
		return strings.Join(s.words, " | ")
	}
	kind := strings.Join(s.kinds, " | ")
	if s.format != "" {
		kind += " (" + s.format + ")"
	}
	return kind
}
