package api

import (
	"encoding/json"
	"io"
	"time"

	"ashar/survey"
	"ashar/survey/access"
)

// rootDocument says what a token may read.
type rootDocument struct {
	Municipality string         `json:"municipality"`
	Name         survey.Text    `json:"name"`
	Token        tokenDocument  `json:"token"`
	Resources    []resourceLink `json:"resources"`
	Description  string         `json:"description"`
	Docs         string         `json:"docs"`
	Code         string         `json:"code_version"`
}

type tokenDocument struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Scopes  []string  `json:"scopes"`
	Expires time.Time `json:"expires"`
}

// resourceLink leads to an operation; names in braces are to be filled in.
type resourceLink struct {
	ID     string   `json:"id"`
	Href   string   `json:"href"`
	Title  string   `json:"title"`
	Scopes []string `json:"scopes"`
	May    bool     `json:"may"`
}

// link leads on.
type link struct {
	Rel  string `json:"rel"`
	Href string `json:"href"`
}

func (a *API) root(c *call) (reply, error) {
	token := c.grant.Token
	m, err := a.deps.Places.Municipality(c.ctx(), token.Municipality)
	if err != nil {
		return reply{}, err
	}
	doc := rootDocument{
		Municipality: m.ID, Name: m.Name, Description: a.url("/openapi.json"), Docs: a.deps.Pages.URL(DocsPath), Code: a.deps.Version,
		Token: tokenDocument{ID: token.ID, Name: token.Name, Scopes: []string{}, Expires: token.Expires.UTC()},
	}
	for _, s := range access.Scopes() {
		if c.may(s) {
			doc.Token.Scopes = append(doc.Token.Scopes, string(s))
		}
	}
	say := a.deps.Words.For("en")
	for _, op := range operations() {
		if op.path == "" || op.open {
			continue
		}
		may := true
		for _, s := range op.scopes {
			may = may && c.may(s)
		}
		doc.Resources = append(doc.Resources, resourceLink{op.id, a.deps.Pages.URL(Path) + op.path, say.T("api." + op.id), listed(op.scopes), may})
	}
	return reply{identity: []any{token.ID, token.Expires, doc.Token.Scopes, m.Rev}, json: func() (any, error) { return doc, nil }}, nil
}

// openAPI sends the description, which is the same for everybody.
func (a *API) openAPI(*call) (reply, error) {
	return reply{identity: []any{a.tag}, json: func() (any, error) { return json.RawMessage(a.description), nil }}, nil
}

// written is a reply's write of one format.
func written(f format, write func(io.Writer) error) map[string]func(io.Writer) error {
	return map[string]func(io.Writer) error{f.name: write}
}
