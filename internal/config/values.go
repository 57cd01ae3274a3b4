package config

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// checkValues finds values that YAML would misread or that the decoder would
// report without saying where: a length without a unit, 12.5 taken for 12, 010
// for 8. It lists all of them with their keys and lines. Anything else that is
// wrong is left to the decoder, which shows the line.
func checkValues(data []byte) error {
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return unreadable(err)
	}
	v := valueVisitor{kinds: make(map[string]reflect.Type)}
	eachSetting(reflect.TypeFor[Config](), "", func(path string, kind reflect.Type) { v.kinds[path] = kind })
	for _, doc := range file.Docs {
		if doc.Body != nil {
			ast.Walk(&v, doc.Body)
		}
	}
	return v.err()
}

// eachSetting calls f with the dotted path and type of every setting, in order.
func eachSetting(t reflect.Type, prefix string, f func(path string, kind reflect.Type)) {
	for i := range t.NumField() {
		field := t.Field(i)
		if field.Tag.Get("yaml") == "-" {
			continue // set from elsewhere
		}
		path := prefix + field.Tag.Get("yaml")
		if field.Type.Kind() == reflect.Struct {
			eachSetting(field.Type, path+".", f)
			continue
		}
		f(path, field.Type)
	}
}

type valueVisitor struct {
	faults
	kinds map[string]reflect.Type
}

// Visit checks one node and goes on to those below it.
func (v *valueVisitor) Visit(node ast.Node) ast.Visitor {
	pair, ok := node.(*ast.MappingValueNode)
	if !ok {
		return v
	}
	scalar, ok := pair.Value.(ast.ScalarNode)
	if !ok || pair.Value.Type() == ast.NullType {
		return v
	}
	path := strings.TrimPrefix(pair.GetPath(), "$.")
	if fault := misread(v.kinds[path], scalar); fault != "" {
		at := scalar.GetToken().Position
		v.add(path, "%s, not %s (line %d)", fault, strconv.Quote(written(scalar)), at.Line)
	}
	return v
}

func written(scalar ast.ScalarNode) string { return scalar.GetToken().Value }

// misread says what a value of a kind must be, or "" when it is that.
func misread(kind reflect.Type, scalar ast.ScalarNode) string {
	text := written(scalar)
	switch kind {
	case reflect.TypeFor[time.Duration]():
		if _, err := time.ParseDuration(text); err != nil || scalar.Type() != ast.StringType {
			return "must be a number and a unit, as in 30s, 15m or 8h"
		}
	case reflect.TypeFor[Size]():
		if _, err := ParseSize(text); err != nil {
			return errSize.Error()
		}
	case reflect.TypeFor[int]():
		n, err := strconv.Atoi(text)
		if err != nil || fmt.Sprint(n) != text {
			return "must be a whole number"
		}
	}
	return ""
}
