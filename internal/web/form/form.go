package form

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"strikerota/rota"
)

// An Error is what is wrong with one field, or one group of fields.
type Error struct {
	Field  string // the name of the field or group
	Target string // the id of the control to mend
	Text   string
}

// A Refused is a posted form that no page of ours sends: a field that is not
// asked for, or a single one given twice. It is the sender's fault, not a slip
// of the person's. Its text names the field, never a value.
type Refused struct{ Field string }

// Error names the field.
func (r *Refused) Error() string {
	return fmt.Sprintf("form field %q is not asked for or given twice", r.Field)
}

// A Form is posted fields, what has been read of them, and the faults found.
type Form struct {
	values url.Values
	read   map[string]bool
	many   map[string]bool
	errors []Error
}

// Of makes a form of posted values. Only a request's body should be given,
// never its query.
func Of(values url.Values) *Form {
	f := &Form{values: url.Values{}, read: map[string]bool{}, many: map[string]bool{}}
	for name, list := range values {
		f.values[name] = slices.Clone(list)
	}
	return f
}

// New makes an empty form, to be filled with Set for the first display of a page.
func New() *Form { return Of(nil) }

// Set gives a field its value for display.
func (f *Form) Set(name string, values ...string) *Form {
	f.values[name] = values
	return f
}

// Value is the field as typed.
func (f *Form) Value(name string) string { return f.values.Get(name) }

// Values are the values of a field that may have several, as posted.
func (f *Form) Values(name string) []string { return f.values[name] }

// Has reports whether the field was posted at all.
func (f *Form) Has(name string) bool { return f.values.Has(name) }

// Names lists the fields whose names begin with prefix, sorted: for grids with
// one field a row.
func (f *Form) Names(prefix string) []string {
	var out []string
	for name := range f.values {
		if strings.HasPrefix(name, prefix) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// Fail records a fault at a field.
func (f *Form) Fail(name, text string) { f.FailAt(name, name, text) }

// FailAt records a fault of a group of fields and which of its controls to mend.
func (f *Form) FailAt(name, target, text string) {
	f.errors = append(f.errors, Error{Field: name, Target: target, Text: text})
}

// OK reports whether no fault was found.
func (f *Form) OK() bool { return len(f.errors) == 0 }

// Errors are the faults in the order found.
func (f *Form) Errors() []Error { return f.errors }

// Error is the first fault of the field, or "".
func (f *Form) Error(name string) string {
	for _, e := range f.errors {
		if e.Field == name {
			return e.Text
		}
	}
	return ""
}

// Faults puts the faults of an *[rota.Invalid] at fields and reports whether
// err was one. field turns a path such as "strike.end" into the field's name
// and what it is; when it gives "" the fault stands at the first argument,
// with its path, so that none is lost.
func (f *Form) Faults(err error, first string, field func(path string) (name, what string)) bool {
	list := rota.Faults(err)
	for _, fault := range list {
		name, what := field(fault.Path)
		if name == "" {
			f.Fail(first, sentence(fault.Path+" "+fault.Text))
			continue
		}
		f.Fail(name, sentence(what+" "+fault.Text))
	}
	return len(list) > 0
}

// Done checks that the form held nothing but what was read. Its error is a *[Refused].
func (f *Form) Done() error {
	names := f.Names("")
	for _, name := range names {
		if !f.read[name] || len(f.values[name]) > 1 && !f.many[name] {
			return &Refused{Field: name}
		}
	}
	return nil
}

// Ignore marks fields as known though nothing is read from them.
func (f *Form) Ignore(names ...string) {
	for _, name := range names {
		f.read[name] = true
	}
}

// take reads a single field: without spaces around it and in one line.
func (f *Form) take(name string) string {
	f.read[name] = true
	return strings.TrimSpace(f.values.Get(name))
}

// typed reads a field of names or free words, as they are seen: see [rota.Seen]. A text that is turned
// round is a fault.
func (f *Form) typed(name, what string) string {
	text := f.take(name)
	if rota.Reverses(text) {
		f.Fail(name, sentence(what+" holds a hidden sign that turns the text round. Delete all of it and type it again"))
		return ""
	}
	return strings.TrimSpace(rota.Seen(text))
}

// Text is a line that must be given, of at most max characters.
func (f *Form) Text(name, what string, max int) string {
	text := f.Optional(name, what, max)
	if text == "" && f.Error(name) == "" {
		f.Fail(name, "Enter "+what)
	}
	return text
}

// Optional is a line that may be left empty, of at most max characters.
func (f *Form) Optional(name, what string, max int) string {
	text := f.typed(name, what)
	if strings.ContainsFunc(text, unicode.IsControl) || !utf8.ValidString(text) {
		f.Fail(name, sentence(what+" must be one line of ordinary characters"))
		return ""
	}
	return f.limited(name, what, text, max)
}

// Lines is text of several lines that may be left empty; line ends become "\n".
func (f *Form) Lines(name, what string, max int) string {
	text := strings.ReplaceAll(f.typed(name, what), "\r\n", "\n")
	odd := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	if strings.ContainsFunc(text, odd) || !utf8.ValidString(text) {
		f.Fail(name, sentence(what+" must be ordinary characters"))
		return ""
	}
	return f.limited(name, what, text, max)
}

func (f *Form) limited(name, what, text string, max int) string {
	if utf8.RuneCountInString(text) > max {
		f.Fail(name, sentence(fmt.Sprintf("%s must be %d characters or fewer", what, max)))
		return ""
	}
	return text
}

// Secret is a password: as typed, spaces kept, never shown again.
func (f *Form) Secret(name string) string {
	f.read[name] = true
	text := f.values.Get(name)
	f.values.Set(name, "")
	return text
}

// Words is a list written with commas or line ends, each word at most 60
// characters, without repeats, in the order given.
func (f *Form) Words(name, what string) []string {
	var out []string
	split := func(r rune) bool { return r == ',' || r == ';' || r == '\n' || r == '\r' }
	for _, word := range strings.FieldsFunc(f.typed(name, what), split) {
		word = strings.TrimSpace(word)
		if word == "" || slices.Contains(out, word) {
			continue
		}
		if utf8.RuneCountInString(word) > 60 || strings.ContainsFunc(word, unicode.IsControl) || !utf8.ValidString(word) {
			f.Fail(name, sentence(what+" must be words of 60 characters or fewer, with commas between them"))
			return nil
		}
		out = append(out, word)
	}
	return out
}

// Checked reports whether a single checkbox was ticked.
func (f *Form) Checked(name string) bool { return f.take(name) != "" }

// Choice is one of the allowed values, which must be given.
func Choice[T ~string](f *Form, name, what string, allowed []T) T {
	text := f.take(name)
	switch {
	case text == "":
		f.Fail(name, "Choose "+what)
	case !slices.Contains(allowed, T(text)):
		f.Fail(name, sentence(what+" must be one of those listed"))
	default:
		return T(text)
	}
	return ""
}

// OptionalChoice is one of the allowed values, or "" when none is chosen.
func OptionalChoice[T ~string](f *Form, name, what string, allowed []T) T {
	if f.take(name) == "" {
		return ""
	}
	return Choice(f, name, what, allowed)
}

// Choices are those of the allowed values that were ticked, in the order allowed.
func Choices[T ~string](f *Form, name, what string, allowed []T) []T {
	f.read[name], f.many[name] = true, true
	for _, text := range f.values[name] {
		if !slices.Contains(allowed, T(text)) {
			f.Fail(name, sentence(what+" must be from those listed"))
			return nil
		}
	}
	var out []T
	for _, v := range allowed {
		if slices.Contains(f.values[name], string(v)) {
			out = append(out, v)
		}
	}
	return out
}

// sentence begins with a capital.
func sentence(s string) string { return rota.UpperFirst(s) }
