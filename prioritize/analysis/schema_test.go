package analysis_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/prioritize/appraisal"
	"ashar/prioritize/outline"
	"ashar/survey"
)

// compiled is a schema that is well itself; formats are asserted.
func compiled(t testing.TB, schema []byte) *jsonschema.Schema {
	t.Helper()
	read, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatalf("the schema is no JSON: %v", err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", read); err != nil {
		t.Fatalf("AddResource: %v", err)
	}
	x, err := c.Compile("schema.json")
	if err != nil {
		t.Fatalf("Compile: %v", err)
	}
	return x
}

func against(t testing.TB, x *jsonschema.Schema, encoded []byte) error {
	t.Helper()
	read, err := jsonschema.UnmarshalJSON(bytes.NewReader(encoded))
	if err != nil {
		t.Fatalf("no JSON: %v", err)
	}
	return x.Validate(read)
}

// inputs are of documents that differ in what they have.
func inputs(t *testing.T) map[string]analysis.Input {
	full := input(t, town(), answers())
	full.Hearing = decided()
	full.Appraisal = &appraisal.Appraisal{Campaign: "needs-2026", Needs: []appraisal.Said{{Need: "kinder", Cost: appraisal.Cost{Som: 500_000}, Owner: appraisal.Other, With: "Фонд"}}}
	full.Frozen = &analysis.Frozen{At: time.Date(2026, time.March, 4, 9, 0, 0, 0, time.UTC), Hash: strings.Repeat("ab", 32)}
	full.Campaign.Status = survey.StatusClosed
	own := input(t, town(), answers())
	own.Template = outline.Template{ID: outline.SEDP2018, Title: say("Биздин", "Наш", "Ours"), Lead: say("Сөз башы", "Вступление", "Lead"), Parts: []outline.Part{
		{Table: "t2", Title: say("Айылдар", "Сёла", "Villages"), Lead: say("Мына", "Вот", "So"), Columns: []outline.Column{{ID: "need"}, {ID: "own.1", Heading: say("Узундугу", "Длина", "Length")}, {ID: "low", Off: true}}},
	}}
	plain := town()
	plain.Villages[0].Population, plain.Invented, plain.Year, plain.Source = nil, false, 0, nil
	return map[string]analysis.Input{
		"small": input(t, town(), answers()), "of nobody": input(t, town(), nil), "of three": input(t, town(), answers()[10:]),
		"with all": full, "own columns": own, "unweighted": input(t, plain, answers()), "large": newLarge(t).input(t), "services and groups": inputWith(t, town(), asking(), asks(false)),
	}
}

func TestDocumentsFollowTheirSchema(t *testing.T) {
	report, ranking := compiled(t, analysis.JSONSchema()), compiled(t, prioritize.JSONSchema())
	for name, in := range inputs(t) {
		doc := document(t, in)
		var b bytes.Buffer
		if err := doc.WriteJSON(&b); err != nil {
			t.Fatalf("WriteJSON: %v", err)
		}
		if err := against(t, report, b.Bytes()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		encoded, err := json.Marshal(in.Ranking)
		if err != nil {
			t.Fatal(err)
		}
		if err := against(t, ranking, encoded); err != nil {
			t.Errorf("%s, its ranking: %v", name, err)
		}
	}
}

// What a program could not rely on is refused.
func TestWrongDocumentsDoNotFollowTheSchema(t *testing.T) {
	x := compiled(t, analysis.JSONSchema())
	doc := document(t, input(t, town(), answers()))
	for name, spoil := range map[string]func(doc map[string]any, cell map[string]any){
		"a member that nobody knows":     func(doc, _ map[string]any) { doc["author"] = "x" },
		"another version":                func(doc, _ map[string]any) { doc["schema"] = "ashar.analysis/2" },
		"no tables":                      func(doc, _ map[string]any) { delete(doc, "tables") },
		"a time that is none":            func(doc, _ map[string]any) { doc["generated_at"] = "yesterday" },
		"a number as a text":             func(_, cell map[string]any) { cell["number"] = "12" },
		"a hidden cell that has a value": func(_, cell map[string]any) { cell["state"], cell["number"] = "hidden", 3 },
		"a state that there is not":      func(_, cell map[string]any) { cell["state"] = "secret" },
		"a heading that is none": func(doc, _ map[string]any) {
			doc["tables"].([]any)[0].(map[string]any)["columns"].([]any)[0].(map[string]any)["heading"] = map[string]any{}
		},
	} {
		var b bytes.Buffer
		if err := doc.WriteJSON(&b); err != nil {
			t.Fatal(err)
		}
		var read map[string]any
		if err := json.Unmarshal(b.Bytes(), &read); err != nil {
			t.Fatal(err)
		}
		spoil(read, read["tables"].([]any)[0].(map[string]any)["rows"].([]any)[0].([]any)[0].(map[string]any))
		wrong, err := json.Marshal(read)
		if err != nil {
			t.Fatal(err)
		}
		if against(t, x, wrong) == nil {
			t.Errorf("%s follows the schema", name)
		}
	}
	r := compiled(t, prioritize.JSONSchema())
	for name, spoil := range map[string]func(item map[string]any){
		"a member that nobody knows":     func(item map[string]any) { item["votes"] = 3 },
		"a share without its count":      func(item map[string]any) { item["n"] = nil },
		"a share of more than the whole": func(item map[string]any) { item["share"] = 40.7 },
		"a standing that there is not":   func(item map[string]any) { item["top"] = "maybe" },
	} {
		encoded, err := json.Marshal(input(t, town(), answers()).Ranking)
		if err != nil {
			t.Fatal(err)
		}
		var read map[string]any
		if err := json.Unmarshal(encoded, &read); err != nil {
			t.Fatal(err)
		}
		spoil(read["items"].([]any)[0].(map[string]any))
		if encoded, err = json.Marshal(read); err != nil {
			t.Fatal(err)
		}
		if against(t, r, encoded) == nil {
			t.Errorf("a ranking: %s follows the schema", name)
		}
	}
}

// The schemas name every member that the documents can have, though no test has them all, and no other.
func TestSchemasNameEveryMember(t *testing.T) {
	for _, c := range []struct {
		of     reflect.Type
		schema []byte
	}{{reflect.TypeFor[analysis.Document](), analysis.JSONSchema()}, {reflect.TypeFor[prioritize.Ranking](), prioritize.JSONSchema()}} {
		var root map[string]any
		if err := json.Unmarshal(c.schema, &root); err != nil {
			t.Fatal(err)
		}
		sameMembers(t, root, root, c.of, c.of.Name())
	}
}

func sameMembers(t *testing.T, root, schema map[string]any, of reflect.Type, path string) {
	t.Helper()
	if to, is := schema["$ref"].(string); is {
		schema = root["$defs"].(map[string]any)[strings.TrimPrefix(to, "#/$defs/")].(map[string]any)
	}
	under := func(key string, elem reflect.Type) {
		if next, is := schema[key].(map[string]any); is {
			sameMembers(t, root, next, elem, path+"/"+key)
			return
		}
		t.Errorf("%s: the schema has no %s", path, key)
	}
	switch {
	case of.Kind() == reflect.Pointer:
		sameMembers(t, root, schema, of.Elem(), path)
	case of.Kind() == reflect.Slice:
		under("items", of.Elem())
	case of.Kind() == reflect.Map:
		under("additionalProperties", of.Elem())
	case of.Kind() == reflect.Struct && of != reflect.TypeFor[time.Time]():
		properties, _ := schema["properties"].(map[string]any)
		named := map[string]bool{}
		for field := range of.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if name == "-" {
				continue
			}
			named[name] = true
			member, is := properties[name].(map[string]any)
			if !is {
				t.Errorf("%s: the schema has no %s", path, name)
				continue
			}
			sameMembers(t, root, member, field.Type, path+"."+name)
		}
		for name := range properties {
			if !named[name] {
				t.Errorf("%s: the schema has %s, and the document has not", path, name)
			}
		}
		if schema["additionalProperties"] != false {
			t.Errorf("%s: the schema allows members that it does not name", path)
		}
	}
}
