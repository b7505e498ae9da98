package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the examples anew")

// TestExamplesAreAnswers holds the examples of the description against answers about the invented municipality, cut short.
func TestExamplesAreAnswers(t *testing.T) {
	c := newContract(t)
	for template, methods := range c.Paths {
		op := methods["get"]
		if op.OperationID == "description" {
			continue
		}
		path := filled(template, "winter")
		if op.OperationID == "answers" {
			path += "?limit=2"
		}
		w := c.ask(http.MethodGet, path, c.all, "Accept", "application/json")
		var value any
		dec := json.NewDecoder(w.Body)
		dec.UseNumber()
		c.must(dec.Decode(&value))
		if op.OperationID == "root" {
			value.(map[string]any)["token"].(map[string]any)["id"] = "0123456789ab"
		}
		var got bytes.Buffer
		enc := json.NewEncoder(&got)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		c.must(enc.Encode(short(value)))
		said := strings.ReplaceAll(got.String(), "http://ashar.test", "https://ashar.example.kg")
		name := filepath.Join("examples", op.OperationID+".json")
		if *update {
			c.must(os.WriteFile(name, []byte(said), 0o644))
			continue
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if diff := cmp.Diff(string(want), said); diff != "" {
			t.Errorf("%s is not what is answered; if that is meant, run with -update (-want +got):\n%s", name, diff)
		}
	}
}

// short leaves of every list its first two entries.
func short(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			v[name] = short(inner)
		}
	case []any:
		v = v[:min(len(v), 2)]
		for i := range v {
			v[i] = short(v[i])
		}
		return v
	}
	return v
}
