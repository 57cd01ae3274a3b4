package document

import (
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"strikerota/rota"
)

// maxFaults bounds how many faults are listed: a document with more is some other document.
const maxFaults = 10_000

// A decoder fills the types of wire.go from a tree and gathers what is wrong.
type decoder struct{ faults []rota.Fault }

// decode reads one document into into, a pointer to a type of wire.go. The
// faults are those of its shape; the error is that it is no JSON at all.
func decode(r io.Reader, into any) ([]rota.Fault, error) {
	tree, err := load(r)
	if err != nil {
		return nil, err
	}
	d := &decoder{}
	d.value("", tree, reflect.ValueOf(into).Elem())
	return d.faults, nil
}

func (d *decoder) add(path, format string, args ...any) {
	switch {
	case len(d.faults) < maxFaults:
		d.faults = append(d.faults, rota.Fault{Path: path, Text: fmt.Sprintf(format, args...)})
	case len(d.faults) == maxFaults:
		d.faults = append(d.faults, rota.Fault{Text: "there are more faults than are listed"})
	}
}

// value reads one value. null has been dealt with where it is allowed.
func (d *decoder) value(path string, n node, v reflect.Value) {
	if t, ok := v.Addr().Interface().(interface{ read(string) string }); ok {
		if n.kind != isText {
			d.wrong(path, n, "text")
		} else if fault := t.read(n.text); fault != "" {
			d.add(path, "%s", fault)
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(path, n, v.Elem())
	case reflect.String:
		if d.is(path, n, isText, "text") {
			v.SetString(n.text)
		}
	case reflect.Bool:
		if d.is(path, n, isBool, "true or false") {
			v.SetBool(n.yes)
		}
	case reflect.Int, reflect.Int64:
		d.whole(path, n, v)
	case reflect.Float64:
		d.decimal(path, n, v)
	case reflect.Slice:
		d.list(path, n, v)
	case reflect.Struct:
		d.object(path, n, v)
	default:
		panic("document: no way to read a " + v.Type().String())
	}
}

// is reports whether n is of the wanted kind, and notes a fault when not.
func (d *decoder) is(path string, n node, want kind, words string) bool {
	if n.kind != want {
		d.wrong(path, n, words)
	}
	return n.kind == want
}

func (d *decoder) wrong(path string, n node, want string) {
	got := map[kind]string{isNull: "null", isBool: "true or false", isNumber: "a number", isText: "text", isList: "a list", isObject: "an object"}[n.kind]
	if path == "" {
		d.add(path, "the document must be %s, not %s", want, got)
		return
	}
	d.add(path, "must be %s, not %s", want, got)
}

func (d *decoder) whole(path string, n node, v reflect.Value) {
	if !d.is(path, n, isNumber, "a whole number") {
		return
	}
	if strings.ContainsAny(n.text, ".eE") {
		d.add(path, "must be a whole number, written without a point or an exponent")
		return
	}
	i, err := strconv.ParseInt(n.text, 10, v.Type().Bits())
	if err != nil {
		d.add(path, "is too large a number")
		return
	}
	v.SetInt(i)
}

func (d *decoder) decimal(path string, n node, v reflect.Value) {
	if !d.is(path, n, isNumber, "a number") {
		return
	}
	f, err := strconv.ParseFloat(n.text, 64)
	if err != nil || f > 1e15 || f < -1e15 {
		d.add(path, "is too large a number")
		return
	}
	v.SetFloat(f)
}

func (d *decoder) list(path string, n node, v reflect.Value) {
	if !d.is(path, n, isList, "a list") {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.items), len(n.items)))
	for i, item := range n.items {
		d.value(fmt.Sprintf("%s[%d]", path, i), item, v.Index(i))
	}
}

func (d *decoder) object(path string, n node, v reflect.Value) {
	if !d.is(path, n, isObject, "an object") {
		return
	}
	fields := fieldsOf(v.Type())
	seen := map[string]bool{}
	for i, name := range n.names {
		at := join(path, name)
		k := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
		switch {
		case seen[name]:
			d.add(at, "is given twice")
		case k < 0:
			d.add(at, "is not a field of the format")
		case n.items[i].kind == isNull && fields[k].nullable:
		default:
			d.value(at, n.items[i], v.Field(k))
		}
		seen[name] = true
	}
	for _, f := range fields {
		if !f.optional && !seen[f.name] {
			d.add(join(path, f.name), "is missing")
		}
	}
}

// A field is what wire.go says of one field.
type field struct {
	name               string
	optional, nullable bool
}

// fieldsOf lists a struct's fields in their order.
func fieldsOf(t reflect.Type) []field {
	out := make([]field, t.NumField())
	for i := range out {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		tag := f.Tag.Get("read")
		out[i] = field{name, tag != "", tag == "nullable" || f.Type.Kind() == reflect.Pointer}
	}
	return out
}

var plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]{0,63}$`)

// join adds a name to a path, in quotes when it is none that the format could have.
func join(path, name string) string {
	if !plainName.MatchString(name) {
		if len(name) > 64 {
			name = strings.ToValidUTF8(name[:64], "") + "…"
		}
		name = strconv.Quote(name)
	}
	if path == "" {
		return name
	}
	return path + "." + name
}
