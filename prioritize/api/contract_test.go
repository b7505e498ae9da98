package api_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/xuri/excelize/v2"

	"ashar/prioritize/api"
	"ashar/survey/access"
	"ashar/survey/page/pagetest"
)

// description is what a client reads of the OpenAPI description.
type description struct {
	OpenAPI    string `json:"openapi"`
	Paths      map[string]map[string]operation
	Components struct {
		Schemas map[string]any
	}
}

type operation struct {
	OperationID string `json:"operationId"`
	Summary     string
	Description string
	Security    []map[string][]string
	Parameters  []parameter
	Responses   map[string]response
}

type parameter struct {
	Name, In, Description string
	Required              bool
	Schema                struct {
		Type    string
		Enum    []string
		Format  string
		Minimum *int
		Maximum *int
		Items   struct{ Enum []string }
		Default any
	}
	Example any
}

type response struct {
	Description string
	Headers     map[string]struct{ Required bool }
	Content     map[string]struct {
		Schema  map[string]any
		Example any
	}
}

// contract is the description, with what was seen of it.
type contract struct {
	*office
	description
	schemas *jsonschema.Compiler
	seen    map[string]bool // "<operation> <status>"
}

// in is where the compiler knows the description.
const in = "https://ashar.test/openapi.json"

func newContract(t *testing.T) *contract {
	o := newOffice(t)
	o = o.over(remember(counted{o.db}))
	c := &contract{office: o, schemas: jsonschema.NewCompiler(), seen: map[string]bool{}}
	w := o.ask(http.MethodGet, "/api/v1/openapi.json", "")
	if w.Code != http.StatusOK {
		t.Fatalf("the description without a token: status %d, want 200", w.Code)
	}
	o.must(json.Unmarshal(w.Body.Bytes(), &c.description))
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(w.Body.Bytes()))
	o.must(err)
	closed(doc.(map[string]any)["components"])
	c.schemas.DefaultDraft(jsonschema.Draft2020)
	c.schemas.AssertFormat()
	o.must(c.schemas.AddResource(in, doc))
	return c
}

// closed lets objects have no other members than those that are described: clients must bear more, and we tell of all.
func closed(v any) {
	switch v := v.(type) {
	case map[string]any:
		if v["$defs"] != nil {
			return // it says itself what may come
		}
		_, object := v["properties"].(map[string]any)
		if _, told := v["additionalProperties"]; object && !told {
			v["additionalProperties"] = false
		}
		for _, inner := range v {
			closed(inner)
		}
	case []any:
		for _, inner := range v {
			closed(inner)
		}
	}
}

// holds validates JSON against a schema of the description.
func (c *contract) holds(what, pointer string, body []byte) {
	c.t.Helper()
	s, err := c.schemas.Compile(in + "#" + pointer)
	c.must(err)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err == nil {
		err = s.Validate(value)
	}
	if err != nil {
		c.t.Errorf("%s is not as described at %s: %v\n%.2000s", what, pointer, err, body)
	}
}

// pointer is a JSON Pointer of these parts.
func pointer(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(p)))
	}
	return b.String()
}

// call asks for an operation, and holds the answer against what is described of its status.
func (c *contract) call(method, path, query, token string, want int, headers ...string) *httptest.ResponseRecorder {
	c.t.Helper()
	op, template := c.operationAt(path)
	target := path
	if query != "" {
		target += "?" + query
	}
	w := c.ask(method, target, token, headers...)
	what := fmt.Sprintf("%s %s %v", method, target, headers)
	if w.Code != want {
		c.t.Errorf("%s: status %d, want %d\n%.500s", what, w.Code, want, w.Body)
		return w
	}
	status := strconv.Itoa(w.Code)
	told, ok := op.Responses[status]
	if !ok {
		c.t.Errorf("%s: status %s is not described", what, status)
		return w
	}
	c.seen[op.OperationID+" "+status] = true
	h := w.Header()
	for name, header := range told.Headers {
		if header.Required && h.Get(name) == "" {
			c.t.Errorf("%s: no header %s, which is described", what, name)
		}
	}
	if _, ok := told.Headers["ETag"]; !ok && h.Get("ETag") != "" {
		c.t.Errorf("%s: has an ETag, which is not described", what)
	}
	if cookies := h.Values("Set-Cookie"); len(cookies) > 0 || h.Get("Access-Control-Allow-Origin") != "" {
		c.t.Errorf("%s: sets %q, or lets pages of others read it", what, cookies)
	}
	if w.Code == http.StatusNotModified {
		if w.Body.Len() > 0 {
			c.t.Errorf("%s: 304 with a body", what)
		}
		return w
	}
	media, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	content, ok := told.Content[media]
	if !ok {
		c.t.Errorf("%s: content type %q is not described", what, media)
		return w
	}
	if strings.HasSuffix(media, "json") && media != "application/x-ndjson" && method == http.MethodGet && content.Schema != nil {
		c.holds(what, pointer("paths", template, "get", "responses", status, "content", media, "schema"), w.Body.Bytes())
	}
	return w
}

// operationAt is the operation that a path belongs to.
func (c *contract) operationAt(path string) (operation, string) {
	c.t.Helper()
	parts := strings.Split(path, "/")
	for template, methods := range c.Paths {
		if slices.EqualFunc(strings.Split(template, "/"), parts, func(a, b string) bool { return a == b || strings.HasPrefix(a, "{") }) && !strings.Contains(path, "{") {
			if strings.HasSuffix(template, "}") && c.Paths[path] != nil {
				continue
			}
			return methods["get"], template
		}
	}
	c.t.Fatalf("%s is no path of the description", path)
	return operation{}, ""
}

// filled is a template's path in a campaign.
func filled(template, campaign string) string {
	return strings.NewReplacer("{campaign}", campaign, "{snapshot}", "now").Replace(template)
}

// query is a parameter with a value.
func query(p parameter, value any) string {
	if list, ok := value.([]any); ok {
		var all []string
		for _, one := range list {
			all = append(all, fmt.Sprint(one))
		}
		value = strings.Join(all, ",")
	}
	return url.Values{p.Name: {fmt.Sprint(value)}}.Encode()
}

func (p parameter) inQuery() bool { return p.In == "query" }

// good are values that the parameter takes, and bad such as it does not.
func (p parameter) values() (good, bad []any) {
	switch {
	case p.Schema.Items.Enum != nil:
		for _, v := range p.Schema.Items.Enum {
			good = append(good, v)
		}
		return append(good, p.Example), []any{"nosuch", p.Schema.Items.Enum[0] + ",nosuch", ""}
	case p.Schema.Enum != nil:
		for _, v := range p.Schema.Enum {
			good = append(good, v)
		}
		return good, []any{"nosuch", "", strings.ToUpper(p.Schema.Enum[0])}
	case p.Schema.Type == "integer":
		return []any{*p.Schema.Minimum, *p.Schema.Maximum}, []any{*p.Schema.Minimum - 1, *p.Schema.Maximum + 1, "x", "1.5", ""}
	case p.Schema.Format == "date-time":
		return []any{p.Example}, []any{"yesterday", "2026-05-20", ""}
	}
	return nil, []any{"", strings.Repeat("x", 201), "nosuch"} // what is good depends on the campaign
}

func TestEveryRouteIsInTheDescriptionAndTheOtherWayAbout(t *testing.T) {
	c := newContract(t)
	if c.OpenAPI != "3.1.0" {
		t.Errorf("OpenAPI %q, want 3.1.0", c.OpenAPI)
	}
	e := echo.New()
	c.api.Register(e)
	var routes, told []string
	for _, r := range e.Routes() {
		if r.Path != api.DocsPath {
			routes = append(routes, r.Method+" "+r.Path)
		}
	}
	ids := map[string]bool{}
	for path, methods := range c.Paths {
		for method, op := range methods {
			told = append(told, strings.ToUpper(method)+" "+strings.NewReplacer("{", ":", "}", "").Replace(path))
			if ids[op.OperationID] || op.OperationID == "" || op.Summary == "" || op.Description == "" {
				t.Errorf("%s %s: operationId %q, summary %q, description %q: one is missing, or is another's", method, path, op.OperationID, op.Summary, op.Description)
			}
			ids[op.OperationID] = true
			for name, r := range op.Responses {
				if r.Description == "" {
					t.Errorf("%s: status %s is not described", op.OperationID, name)
				}
			}
			for _, p := range op.Parameters {
				if p.Description == "" {
					t.Errorf("%s: parameter %s is not described", op.OperationID, p.Name)
				}
			}
		}
	}
	slices.Sort(routes)
	slices.Sort(told)
	if !slices.Equal(routes, told) {
		t.Errorf("routes\n%q\nwant those of the description\n%q", routes, told)
	}
	for name := range c.Components.Schemas {
		if _, err := c.schemas.Compile(in + "#" + pointer("components", "schemas", name)); err != nil {
			t.Errorf("schema %s: %v", name, err)
		}
	}
}

// TestEveryStatusOfEveryOperationIsAsDescribed provokes each of them over two campaigns.
func TestEveryStatusOfEveryOperationIsAsDescribed(t *testing.T) {
	c := newContract(t)
	none := c.token("ak-tal", access.Places) // for what asks for more
	one := c.token("kok-jar", access.Answers)
	waiting := &contract{office: c.over(uncounted{}), description: c.description, schemas: c.schemas, seen: c.seen}
	for _, template := range slices.Sorted(maps.Keys(c.Paths)) {
		op := c.Paths[template]["get"]
		open := len(op.Security) == 0
		path := filled(template, "summer")
		for _, campaign := range []string{"summer", "winter"} {
			c.fresh()
			at := filled(template, campaign)
			w := c.call(http.MethodGet, at, "", c.all, http.StatusOK)
			tag, narrowed := w.Header().Get("ETag"), ""
			if tag == "" && op.OperationID == "answers" { // a page has one
				narrowed = "limit=2"
				tag = c.call(http.MethodGet, at, narrowed, c.all, http.StatusOK).Header().Get("ETag")
			}
			if tag != "" {
				if !strings.HasPrefix(tag, `W/"`) {
					t.Errorf("%s: ETag %s is not weak", at, tag)
				}
				c.call(http.MethodGet, at, narrowed, c.all, http.StatusNotModified, "If-None-Match", tag)
			}
			head := c.ask(http.MethodHead, at, c.all)
			if head.Code != http.StatusOK || head.Header().Get("Content-Type") != w.Header().Get("Content-Type") {
				t.Errorf("HEAD %s: status %d, content type %q, want those of GET", at, head.Code, head.Header().Get("Content-Type"))
			}
		}
		for _, p := range op.Parameters {
			if p.inQuery() {
				c.fresh()
				c.try(path, p)
			}
		}
		c.fresh()
		c.call(http.MethodGet, path, "nosuch=1", c.all, http.StatusBadRequest)
		if _, told := op.Responses["406"]; told {
			c.call(http.MethodGet, path, "", c.all, http.StatusNotAcceptable, "Accept", "image/png")
		}
		if got := c.ask(http.MethodPost, path, c.all).Code; got != http.StatusMethodNotAllowed {
			t.Errorf("POST %s: status %d, want 405", path, got)
		}
		if !open {
			c.call(http.MethodGet, path, "", "", http.StatusUnauthorized)
			c.call(http.MethodGet, path, "", "ashar_nosuch", http.StatusUnauthorized)
			c.call(http.MethodGet, path, "", "", http.StatusUnauthorized, "Cookie", "session="+c.all, "Authorization", "Basic "+c.all)
		}
		if _, told := op.Responses["403"]; told {
			token := none
			if slices.Equal(op.Security[0]["token"], []string{"places"}) {
				token = one
			}
			w := c.call(http.MethodGet, path, "", token, http.StatusForbidden)
			for _, scope := range op.Security[0]["token"] {
				if !strings.Contains(w.Body.String(), scope) || !strings.Contains(w.Header().Get("WWW-Authenticate"), scope) {
					t.Errorf("%s: 403 does not name the scope %s: %s %s", path, scope, w.Header().Get("WWW-Authenticate"), w.Body)
				}
			}
		}
		if _, told := op.Responses["404"]; told {
			for _, campaign := range []string{"nosuch", "theirs", "plan"} {
				c.call(http.MethodGet, filled(template, campaign), "", c.all, http.StatusNotFound)
			}
			if strings.Contains(template, "{snapshot}") {
				c.call(http.MethodGet, strings.Replace(path, "now", "nosuch", 1), "", c.all, http.StatusNotFound)
			}
		}
		if _, told := op.Responses["503"]; told {
			waiting.call(http.MethodGet, path, "", c.all, http.StatusServiceUnavailable)
		}
		if _, told := op.Responses["429"]; told {
			c.fresh()
			hasty := c.token("kok-jar", access.Scopes()...)
			for range 60 {
				c.ask(http.MethodGet, "/api/v1", hasty)
			}
			c.call(http.MethodGet, path, "", hasty, http.StatusTooManyRequests)
		}
	}
	for _, methods := range c.Paths {
		op := methods["get"]
		for status := range op.Responses {
			if status != "default" && !c.seen[op.OperationID+" "+status] {
				t.Errorf("%s: status %s is described, and was not provoked", op.OperationID, status)
			}
		}
	}
}

// fresh lets the tokens ask as often as at first.
func (c *contract) fresh() {
	c.t.Helper()
	c.build(remember(counted{c.db}))
}

// try tries a parameter with good and bad values.
func (c *contract) try(path string, p parameter) {
	c.t.Helper()
	good, bad := p.values()
	switch p.Name {
	case "version":
		good = []any{before, latest}
	case "cursor":
		good = []any{c.cursor(path)}
	}
	for _, v := range good {
		w := c.call(http.MethodGet, path, query(p, v), c.all, http.StatusOK)
		if p.Name == "format" {
			c.readable(fmt.Sprint(path, "?format=", v), fmt.Sprint(v), w.Body.Bytes())
		}
	}
	for _, v := range bad {
		w := c.call(http.MethodGet, path, query(p, v), c.all, http.StatusBadRequest)
		var problem struct {
			Errors []struct{ Parameter, Detail string }
		}
		c.must(json.Unmarshal(w.Body.Bytes(), &problem))
		if len(problem.Errors) != 1 || problem.Errors[0].Parameter != p.Name || problem.Errors[0].Detail == "" {
			c.t.Errorf("%s?%s: got %+v, want the parameter %s to be named", path, query(p, v), problem, p.Name)
		}
	}
	twice := query(p, p.Example) + "&" + query(p, p.Example)
	c.call(http.MethodGet, path, twice, c.all, http.StatusBadRequest)
}

// readable reads a file as others do.
func (c *contract) readable(what, format string, body []byte) {
	c.t.Helper()
	switch format {
	case "csv", "hxl":
		if bytes.HasPrefix(body, []byte("\ufeff")) || !bytes.Contains(body, []byte("\r\n")) {
			c.t.Errorf("%s has a byte order mark, or no CRLF", what)
		}
		rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
		c.must(err)
		if len(rows) < 2 {
			c.t.Errorf("%s has %d rows", what, len(rows))
		}
	case "ndjson":
		for line := range bytes.Lines(body) {
			if !json.Valid(line) {
				c.t.Errorf("%s: a line is no JSON: %s", what, line)
			}
		}
	case "xlsx":
		f, err := excelize.OpenReader(bytes.NewReader(body))
		if err != nil {
			c.t.Errorf("%s: %v", what, err)
			return
		}
		c.must(f.Close())
	}
}

// cursor is one that leads on.
func (c *contract) cursor(path string) string {
	c.t.Helper()
	var page struct{ Next string }
	c.getJSON(path+"?limit=2&format=json", &page)
	at, err := url.Parse(page.Next)
	c.must(err)
	return at.Query().Get("cursor")
}

func TestExamplesAreAsDescribed(t *testing.T) {
	c := newContract(t)
	for template, methods := range c.Paths {
		op := methods["get"]
		for media, content := range op.Responses["200"].Content {
			if media != "application/json" || op.OperationID == "description" {
				continue
			}
			if content.Example == nil {
				t.Errorf("%s has no example", op.OperationID)
				continue
			}
			body, err := json.Marshal(content.Example)
			c.must(err)
			c.holds("the example of "+op.OperationID, pointer("paths", template, "get", "responses", "200", "content", media, "schema"), body)
		}
	}
}

func TestTemplatesFitTheirPages(t *testing.T) {
	pagetest.Check(t, newOffice(t).api.Room(), api.Views())
}
