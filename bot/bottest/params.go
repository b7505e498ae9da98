package bottest

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"unicode/utf8"
)

// maxBody bounds a call's body; the methods known here carry no files.
const maxBody = 1 << 20

// params are a call's parameters, whichever of Telegram's four ways they came
// in. Objects and arrays are JSON.
type params map[string]string

// readParams reads the query string and the body: a form, multipart or JSON.
func readParams(r *http.Request) (params, error) {
	p := params{}
	r.Body = http.MaxBytesReader(nil, r.Body, maxBody)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		if err := p.readJSON(r.Body); err != nil {
			return nil, err
		}
		for k, v := range r.URL.Query() {
			p[k] = v[0]
		}
	case "multipart/form-data":
		if err := r.ParseMultipartForm(maxBody); err != nil {
			return nil, badRequest("can't parse multipart body")
		}
		for k, v := range r.Form {
			p[k] = v[0]
		}
	default:
		if err := r.ParseForm(); err != nil {
			return nil, badRequest("can't parse form body")
		}
		for k, v := range r.Form {
			p[k] = v[0]
		}
	}
	for _, v := range p {
		if !utf8.ValidString(v) {
			return nil, badRequest("strings must be encoded in UTF-8")
		}
	}
	return p, nil
}

func (p params) readJSON(body io.Reader) error {
	var members map[string]json.RawMessage
	if err := json.NewDecoder(body).Decode(&members); err != nil {
		return badRequest("can't parse JSON object")
	}
	for k, raw := range members {
		var s string
		switch {
		case bytes.Equal(raw, []byte("null")):
		case json.Unmarshal(raw, &s) == nil:
			p[k] = s
		default:
			p[k] = string(raw)
		}
	}
	return nil
}

// chatID reads chat_id. People have no @names here, so that those are not found.
func (p params) chatID() (int64, error) {
	if p["chat_id"] == "" {
		return 0, badRequest("chat_id is empty")
	}
	id, err := strconv.ParseInt(p["chat_id"], 10, 64)
	if err != nil {
		return 0, errChatNotFound
	}
	return id, nil
}

func (p params) messageID() (int, error) {
	id, err := strconv.Atoi(p["message_id"])
	if err != nil || id <= 0 {
		return 0, badRequest("message identifier is not specified")
	}
	return id, nil
}

// number reads an optional integer.
func (p params) number(name string, otherwise int) (int, error) {
	if p[name] == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(p[name])
	if err != nil {
		return 0, badRequest("field %q must be a valid Number", name)
	}
	return n, nil
}

// flag reads an optional boolean.
func (p params) flag(name string) bool {
	v, _ := strconv.ParseBool(p[name])
	return v
}
