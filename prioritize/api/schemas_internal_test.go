package api

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"ashar/survey"
)

// TestSchemasNameWhatIsWritten holds the schemas against the types whose JSON they describe: every member, however deep,
// also those that no answer of a test happens to have.
func TestSchemasNameWhatIsWritten(t *testing.T) {
	for name, value := range map[string]any{
		"Root": rootDocument{}, "Places": placesDocument{}, "Campaigns": campaignsDocument{}, "Coverage": coverageDocument{}, "Ranking": rankingDocument{},
		"Snapshots": snapshotsDocument{}, "Questionnaire": survey.Questionnaire{},
	} {
		want, got := map[string]string{}, map[string]string{}
		membersOf(reflect.TypeOf(value), "", want)
		described(componentOf(t, name), "", got)
		for path, kind := range want {
			if got[path] != kind {
				t.Errorf("%s: %s is described as %q, want %q", name, path, got[path], kind)
			}
		}
		for path := range got {
			if _, ok := want[path]; !ok {
				t.Errorf("%s: %s is described, and is never written", name, path)
			}
		}
	}
}

func componentOf(t *testing.T, name string) schema {
	t.Helper()
	all := components()
	i := slices.IndexFunc(all, func(c component) bool { return c.name == name })
	if i < 0 {
		t.Fatalf("no schema %s", name)
	}
	return all[i].schema
}

// membersOf collects the members of a type's JSON, by their paths, with what they are.
func membersOf(of reflect.Type, path string, into map[string]string) {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	switch {
	case of == reflect.TypeFor[time.Time]():
		into[path] = "string"
	case of.Kind() == reflect.Struct:
		if path != "" {
			into[path] = "object"
		}
		for f := range of.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case f.Anonymous && name == "":
				inner := map[string]string{}
				membersOf(f.Type, "", inner)
				for p, kind := range inner {
					into[path+p] = kind
				}
			case name != "" && name != "-" && f.IsExported():
				membersOf(f.Type, path+"."+name, into)
			}
		}
	case of.Kind() == reflect.Slice:
		into[path] = "array"
		membersOf(of.Elem(), path+"[]", into)
	case of.Kind() == reflect.Map:
		into[path] = "object"
		membersOf(of.Elem(), path+".*", into)
	default:
		into[path] = kinds[of.Kind()]
	}
}

// kinds are what the kinds of Go are in JSON.
var kinds = map[reflect.Kind]string{
	reflect.String: "string", reflect.Bool: "boolean", reflect.Float64: "number", reflect.Int: "integer", reflect.Int64: "integer", reflect.Uint64: "integer",
}

// described collects the members of a schema likewise.
func described(s schema, path string, into map[string]string) {
	if s.ref != "" {
		for _, c := range components() {
			if c.name == s.ref {
				described(c.schema, path, into)
			}
		}
		return
	}
	if path != "" {
		into[path] = s.kinds[0]
	}
	for _, m := range s.members {
		described(m.of, path+"."+m.name, into)
	}
	if s.items != nil {
		described(*s.items, path+"[]", into)
	}
	if s.others != nil {
		described(*s.others, path+".*", into)
	}
}
