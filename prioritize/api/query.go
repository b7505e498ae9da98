package api

import (
	"cmp"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"ashar/survey/page"
)

// maxText bounds the bytes of a parameter's value.
const maxText = 200

// query is what the query of a request said, by the names of parameters, with what holds where it said nothing.
type query map[string]string

// number is a number that was checked; 0 if it was not given.
func (q query) number(name string) int {
	n, _ := strconv.Atoi(q[name])
	return n
}

// time is a time that was checked; zero if it was not given.
func (q query) time(name string) time.Time {
	t, _ := time.Parse(time.RFC3339, q[name])
	return t
}

// list is a list that was checked.
func (q query) list(name string) []string {
	if q[name] == "" {
		return nil
	}
	return strings.Split(q[name], ",")
}

// read reads the query and chooses the format. What is wrong with the query is told all at once.
func (c *call) read() error {
	given, params := c.QueryParams(), c.op.parameters()
	c.query = query{}
	var wrong []page.ProblemError
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !slices.ContainsFunc(params, func(p parameter) bool { return p.name == name }) {
			wrong = append(wrong, page.ProblemError{Parameter: name, Detail: "There is no such parameter; " + known(params)})
		}
	}
	for _, p := range params {
		values := given[p.name]
		c.query[p.name] = p.otherwise
		if len(values) == 0 {
			continue
		}
		said := p.refuse(values[0])
		if len(values) > 1 {
			said = "It is given more than once."
		}
		if said != "" {
			wrong = append(wrong, page.ProblemError{Parameter: p.name, Detail: said})
		}
		c.query[p.name] = values[0]
	}
	if len(wrong) > 0 {
		return malformed(wrong...)
	}
	return c.choose()
}

func malformed(wrong ...page.ProblemError) error {
	return &page.Problem{Status: http.StatusBadRequest, Errors: wrong}
}

func known(params []parameter) string {
	if len(params) == 0 {
		return "this takes none."
	}
	names := make([]string, len(params))
	for i, p := range params {
		names[i] = p.name
	}
	return "there are: " + strings.Join(names, ", ") + "."
}

// refuse says what is wrong with a value; "" if nothing is.
func (p parameter) refuse(value string) string {
	switch p.kind {
	case aWord:
		if !slices.Contains(p.words, value) {
			return "It is one of: " + strings.Join(p.words, ", ") + "."
		}
	case aList:
		for one := range strings.SplitSeq(value, ",") {
			if !slices.Contains(p.words, one) {
				return "It is some of these, with commas between: " + strings.Join(p.words, ", ") + "."
			}
		}
	case aNumber:
		if n, err := strconv.Atoi(value); err != nil || n < p.least || n > p.most {
			return fmt.Sprintf("It is a whole number from %d to %d.", p.least, p.most)
		}
	case aTime:
		if _, err := time.Parse(time.RFC3339, value); err != nil {
			return "It is a time as in 2026-05-20T06:00:00Z."
		}
	case aText:
		if value == "" || len(value) > maxText {
			return fmt.Sprintf("It has 1 to %d bytes.", maxText)
		}
	}
	return ""
}

// choose chooses the format: by the parameter, else by what the client accepts.
func (c *call) choose() error {
	named := c.QueryParam("format")
	best := 0.0
	for _, f := range c.op.formats {
		if f.name == named {
			c.format = f
			return nil
		}
		// Of two of one media type the first is meant: HXL is asked for by its name.
		accept := c.Request().Header.Values("Accept")
		if c.op.open {
			accept = nil
		}
		if q := accepted(accept, f.media()); named == "" && q > best {
			best, c.format = q, f
		}
	}
	if best > 0 {
		return nil
	}
	var media []string
	for _, f := range c.op.formats {
		if f != asHXL {
			media = append(media, f.media())
		}
	}
	return &page.Problem{Status: http.StatusNotAcceptable, Detail: "There is only: " + strings.Join(media, ", ") + "."}
}

// accepted is how much a client wants a media type, 0..1, by the range that says most of it (RFC 9110, 12.5.1).
func accepted(accept []string, media string) float64 {
	if len(accept) == 0 {
		return 1
	}
	kind, _, _ := strings.Cut(media, "/")
	quality, told := 0.0, 0
	for one := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		name, params, err := mime.ParseMediaType(one)
		if err != nil {
			continue
		}
		of := map[string]int{"*/*": 1, kind + "/*": 2, media: 3}[name]
		if of == 0 || of < told {
			continue
		}
		q, err := strconv.ParseFloat(cmp.Or(params["q"], "1"), 64)
		if err != nil {
			continue
		}
		if of > told {
			quality = 0
		}
		quality, told = max(quality, q), of
	}
	return quality
}
