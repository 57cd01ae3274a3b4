package document

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"strikerota/rota"
	rt "strikerota/rota/rotatest"
)

// A format is one document, for tests that hold for both.
type format struct {
	name   string
	schema []byte
	shape  reflect.Type
	sample func(testing.TB) []byte
	read   func([]byte) error
}

func formats() []format {
	return []format{
		{"problem", ProblemSchema(), reflect.TypeFor[problemDoc](),
			func(t testing.TB) []byte { return problemBytes(t, exampleProblem(t)) },
			func(data []byte) error { _, err := ReadProblem(bytes.NewReader(data)); return err }},
		{"plan", PlanSchema(), reflect.TypeFor[planDoc](),
			func(t testing.TB) []byte { return planBytes(t, examplePlan(t)) },
			func(data []byte) error { _, err := ReadPlan(bytes.NewReader(data)); return err }},
	}
}

func compile(t testing.TB, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("mem:///schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("mem:///schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func bySchema(t testing.TB, schema *jsonschema.Schema, data []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(doc)
}

// TestSchemaShape holds that schema and reader know the same fields of the same
// types, ask for the same ones, and take null in the same places.
func TestSchemaShape(t *testing.T) {
	for _, f := range formats() {
		t.Run(f.name, func(t *testing.T) {
			var root map[string]any
			if err := json.Unmarshal(f.schema, &root); err != nil {
				t.Fatal(err)
			}
			s := shapes{t, root["$defs"].(map[string]any)}
			s.compare("", root, f.shape)
		})
	}
}

type shapes struct {
	*testing.T
	defs map[string]any
}

func (s shapes) compare(path string, schema map[string]any, shape reflect.Type) {
	s.Helper()
	if ref, ok := schema["$ref"].(string); ok {
		schema = s.defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	for shape.Kind() == reflect.Pointer {
		shape = shape.Elem()
	}
	if got, want := typeOf(schema), typeFor(shape); got != want {
		s.Errorf("%s: schema says %s, reader wants %s", path, got, want)
		return
	}
	switch {
	case typeFor(shape) == "array":
		s.compare(path+"[]", schema["items"].(map[string]any), shape.Elem())
	case typeFor(shape) == "object":
		s.object(path, schema, shape)
	}
}

func (s shapes) object(path string, schema map[string]any, shape reflect.Type) {
	s.Helper()
	if schema["additionalProperties"] != false {
		s.Errorf("%s: schema allows other fields", path)
	}
	properties := maps.Clone(schema["properties"].(map[string]any))
	required, _ := schema["required"].([]any)
	for i, f := range fieldsOf(shape) {
		at := path + "." + f.name
		property, ok := properties[f.name].(map[string]any)
		if !ok {
			s.Errorf("%s: not in the schema", at)
			continue
		}
		delete(properties, f.name)
		if got := slices.Contains(required, any(f.name)); got == f.optional {
			s.Errorf("%s: required is %t in the schema", at, got)
		}
		if got := s.takesNull(property); got != f.nullable {
			s.Errorf("%s: null allowed is %t in the schema", at, got)
		}
		s.compare(at, property, shape.Field(i).Type)
	}
	for name := range properties {
		s.Errorf("%s.%s: not known to the reader", path, name)
	}
}

func (s shapes) takesNull(schema map[string]any) bool {
	if ref, ok := schema["$ref"].(string); ok {
		schema = s.defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	types, _ := schema["type"].([]any)
	return slices.Contains(types, any("null"))
}

// typeOf is the one type but null that a schema allows.
func typeOf(schema map[string]any) string {
	if schema["enum"] != nil || schema["const"] != nil {
		return "string"
	}
	if types, ok := schema["type"].([]any); ok {
		return types[0].(string)
	}
	name, _ := schema["type"].(string)
	return name
}

func typeFor(shape reflect.Type) string {
	if _, ok := reflect.New(shape).Interface().(interface{ read(string) string }); ok {
		return "string"
	}
	switch shape.Kind() {
	case reflect.Struct:
		return "object"
	case reflect.Slice:
		return "array"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64:
		return "integer"
	case reflect.Float64:
		return "number"
	}
	return "string"
}

// TestSchemaTakesWhatIsWritten and the table of refusals hold schema and reader together.
func TestSchemaTakesWhatIsWritten(t *testing.T) {
	large, err := rt.Large(1).Problem()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name      string
		schema    []byte
		documents [][]byte
	}{
		{"problem", ProblemSchema(), [][]byte{problemBytes(t, exampleProblem(t)), problemBytes(t, large)}},
		{"plan", PlanSchema(), [][]byte{planBytes(t, examplePlan(t)), planBytes(t, rt.Plan(large)), planBytes(t, rota.Plan{Status: rota.Proved})}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			schema := compile(t, tt.schema)
			for _, data := range tt.documents {
				if err := bySchema(t, schema, data); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// TestSchemaWords holds that the schema lists the same words as the domain.
func TestSchemaWords(t *testing.T) {
	tests := []struct {
		format int
		path   string
		want   []string
	}{
		{0, "$defs.mode.enum", texts[string](rota.Modes())},
		{0, "$defs.consultant.properties.terms.enum", texts[string](rota.AllTerms())},
		{0, "$defs.consultant.properties.sessions.items.properties.kind.enum", texts[string](rota.SessionKinds())},
		{0, "properties.aims.items.enum", texts[string](rota.Aims())},
		{1, "$defs.rule.enum", ruleIDs()},
		{1, "properties.status.enum", []string{string(rota.Proved), string(rota.BestFound)}},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			var at any
			if err := json.Unmarshal(formats()[tt.format].schema, &at); err != nil {
				t.Fatal(err)
			}
			for step := range strings.SplitSeq(tt.path, ".") {
				at = at.(map[string]any)[step]
			}
			got := []string{}
			for _, word := range at.([]any) {
				got = append(got, word.(string))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("schema lists %v, want %v", got, tt.want)
			}
		})
	}
}
