package api

import (
	"net/http"
	"slices"
	"strings"

	"ashar/prioritize"
	"ashar/survey/access"
)

// operation is one thing that can be asked for. The route, what is refused, the description and the page all follow from
// it. What it is for is said by the messages "api.<id>" and "api.<id>.text".
type operation struct {
	id      string
	path    string         // below Path, as OpenAPI writes it: "/campaigns/{campaign}"
	open    bool           // needs no token, and is what its name says, whatever the client accepts
	scopes  []access.Scope // all of which the token must have
	params  []parameter    // of the query, beside format
	formats []format       // the first is sent to who does not choose
	schema  string         // of its JSON: a component
	tagged  bool           // the answer has an ETag
	paged   bool           // only a page has one
	counted bool           // rests on a count, which may not be there yet
	handle  func(*API, *call) (reply, error)
}

// format is a form in which an answer is sent.
type format struct{ name, contentType string }

// media is the content type without its parameters.
func (f format) media() string {
	media, _, _ := strings.Cut(f.contentType, ";")
	return media
}

// The formats.
var (
	asJSON   = format{"json", "application/json"}
	asCSV    = format{"csv", "text/csv; charset=utf-8; header=present"}
	asXLSX   = format{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
	asNDJSON = format{"ndjson", "application/x-ndjson"}
	asHXL    = format{"hxl", "text/csv; charset=utf-8; header=present"} // by its name only: it has no media type of its own
)

// kind is what a parameter takes.
type kind string

const (
	aWord   kind = "word"   // one of parameter.words
	aText   kind = "text"   // at most maxText bytes
	aNumber kind = "number" // from parameter.least to most
	aTime   kind = "time"   // RFC 3339
	aList   kind = "list"   // some of parameter.words, with commas between
)

// parameter is one of the query. What it is for is said by the message "api.param.<name>".
type parameter struct {
	name        string
	kind        kind
	words       []string
	least, most int
	otherwise   string // what holds when it is not given; "" for nothing
	example     string
}

// The parameters that several operations take.
var (
	inLanguage = parameter{name: "lang", kind: aWord, words: []string{"ky", "ru", "en"}, otherwise: "ky", example: "ru"}
	byRule     = parameter{name: "rule", kind: aWord, words: rules(), otherwise: string(prioritize.Reach), example: "borda"}
)

func rules() []string {
	var names []string
	for _, r := range prioritize.Rules() {
		names = append(names, string(r))
	}
	return names
}

// parameters are all that the operation takes.
func (op *operation) parameters() []parameter {
	params := slices.Clone(op.params)
	p := parameter{name: "format", kind: aWord}
	for _, f := range op.formats {
		p.words = append(p.words, f.name)
	}
	p.otherwise, p.example = p.words[0], p.words[len(p.words)-1]
	return append(params, p)
}

// placeholders are the parameters of the path.
func (op *operation) placeholders() []string {
	var names []string
	for part := range strings.SplitSeq(op.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			names = append(names, strings.TrimSuffix(name, "}"))
		}
	}
	return names
}

// answers are the statuses that the operation has, the good ones first.
func (op *operation) answers() []int {
	all := []int{http.StatusOK}
	if op.tagged {
		all = append(all, http.StatusNotModified)
	}
	all = append(all, http.StatusBadRequest)
	if !op.open {
		all = append(all, http.StatusUnauthorized)
	}
	if len(op.scopes) > 0 {
		all = append(all, http.StatusForbidden)
	}
	if len(op.placeholders()) > 0 {
		all = append(all, http.StatusNotFound)
	}
	if !op.open {
		all = append(all, http.StatusNotAcceptable, http.StatusTooManyRequests)
	}
	if op.counted {
		all = append(all, http.StatusServiceUnavailable)
	}
	return all
}

// operations are all that can be asked for, in the order in which they are described.
func operations() []operation {
	tables := []format{asJSON, asCSV, asXLSX, asHXL}
	places, coverage, rankings := []access.Scope{access.Places}, []access.Scope{access.Coverage}, []access.Scope{access.Rankings}
	return []operation{
		{id: "root", path: "", formats: tables[:1], schema: "Root", tagged: true, handle: (*API).root},
		{id: "description", path: "/openapi.json", open: true, formats: tables[:1], schema: "Description", tagged: true, handle: (*API).openAPI},
		{id: "places", path: "/places", scopes: places, params: []parameter{inLanguage}, formats: tables, schema: "Places", tagged: true, handle: (*API).places},
		{id: "campaigns", path: "/campaigns", scopes: places, params: []parameter{inLanguage}, formats: tables[:3], schema: "Campaigns", tagged: true, handle: (*API).campaigns},
		{id: "campaign", path: "/campaigns/{campaign}", scopes: places, formats: tables[:1], schema: "Campaign", tagged: true, handle: (*API).oneCampaign},
		{
			id: "questionnaire", path: "/campaigns/{campaign}/questionnaire", scopes: places, params: []parameter{{name: "version", kind: aText, example: "2026010101"}},
			formats: []format{asXLSX, asJSON}, schema: "Questionnaire", tagged: true, handle: (*API).questionnaire,
		},
		{
			id: "coverage", path: "/campaigns/{campaign}/coverage", scopes: coverage, params: []parameter{inLanguage},
			formats: tables, schema: "Coverage", tagged: true, counted: true, handle: (*API).coverage,
		},
		{
			id: "ranking", path: "/campaigns/{campaign}/ranking", scopes: rankings, params: []parameter{byRule, inLanguage},
			formats: tables, schema: "Ranking", tagged: true, counted: true, handle: (*API).ranking,
		},
		{id: "snapshots", path: "/campaigns/{campaign}/snapshots", scopes: rankings, formats: tables[:1], schema: "Snapshots", tagged: true, counted: true, handle: (*API).snapshots},
		{id: "snapshot", path: "/campaigns/{campaign}/snapshots/{snapshot}", scopes: rankings, formats: tables[:1], schema: "Snapshot", tagged: true, counted: true, handle: (*API).oneSnapshot},
		{
			id: "analysis", path: "/campaigns/{campaign}/analysis", scopes: append(slices.Clone(coverage), access.Rankings),
			formats: tables[:1], schema: "Analysis", tagged: true, counted: true, handle: (*API).analysis,
		},
		answersOperation(),
	}
}
