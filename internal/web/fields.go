package web

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/internal/web/form"
	"strikerota/rota"
)

// Field is what every control of a form shares. Make controls with the
// functions below, which take the value and the error from the form.
type Field struct {
	ID, Name, Label, Hint, Error string
	// LabelSize is "", s, m or l.
	LabelSize string
}

func field(f *form.Form, name, label string) Field {
	return Field{ID: name, Name: name, Label: label, Error: f.Error(name)}
}

// DescribedBy names the ids of the hint and the error, for aria-describedby.
func (f Field) DescribedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.ID+"-error")
	}
	return strings.Join(ids, " ")
}

// Input is a one-line text box.
type Input struct {
	Field
	Value        string
	Width        int // in characters: 2, 3, 4, 5, 10, 20 or 30; 0 is the whole width
	Prefix       string
	Suffix       string
	InputMode    string // "numeric" for whole numbers
	Autocomplete string
	Type         string // "" is text
}

// input is the text box of a field.
func input(f *form.Form, name, label string) Input {
	return Input{Field: field(f, name, label), Value: f.Value(name)}
}

// number is a narrow text box for a whole number.
func number(f *form.Form, name, label string, width int) Input {
	i := input(f, name, label)
	i.Width, i.InputMode = width, "numeric"
	return i
}

// money is a text box for an amount in pounds.
func money(f *form.Form, name, label string) Input {
	i := input(f, name, label)
	i.Width, i.Prefix = 10, "£"
	return i
}

// Hinted adds a hint.
func (i Input) Hinted(hint string) Input { i.Hint = hint; return i }

// Wide sets the width in characters.
func (i Input) Wide(characters int) Input { i.Width = characters; return i }

// Password is a password box with a button that shows it. It never has a value.
type Password struct {
	Field
	Autocomplete string
}

// password is the password box of a field. autocomplete is "current-password" or "new-password".
func password(f *form.Form, name, label, autocomplete string) Password {
	return Password{Field: field(f, name, label), Autocomplete: autocomplete}
}

// Textarea is a box of several lines.
type Textarea struct {
	Field
	Value string
	Rows  int
}

// textarea is the box of a field.
func textarea(f *form.Form, name, label string, rows int) Textarea {
	return Textarea{Field: field(f, name, label), Value: f.Value(name), Rows: rows}
}

// Hinted adds a hint.
func (t Textarea) Hinted(hint string) Textarea { t.Hint = hint; return t }

// Option is one choice of a select, of radios or of checkboxes.
type Option struct {
	Value, Text, Hint string
	Reach             string // how to reach whoever it is, below the hint of a radio, or ""
	Chosen            bool
	ID                string // filled in for radios and checkboxes
}

// HintID is the id of the option's hint.
func (o Option) HintID() string { return o.ID + "-item-hint" }

// Select is a list of which one is chosen.
type Select struct {
	Field
	Options []Option
}

// choose is the select of a field. Put an option with the value "" first when nothing may be chosen.
func choose(f *form.Form, name, label string, options []Option) Select {
	return Select{Field: field(f, name, label), Options: chosen(options, f.Value(name))}
}

// Hinted adds a hint.
func (s Select) Hinted(hint string) Select { s.Hint = hint; return s }

// Choices are radios or checkboxes.
type Choices struct {
	Field
	Options []Option
	Inline  bool
	Small   bool
	// Form is the id of the form that they are of, where they stand outside it. Of radios with
	// one name in one form, Tab reaches one alone: those in details of their own need their own.
	Form string
}

// radios are the radios of a field, of which one is chosen.
func radios(f *form.Form, name, legend string, options []Option) Choices {
	return Choices{Field: field(f, name, legend), Options: numbered(name, chosen(options, f.Value(name)))}
}

// checkboxes are the checkboxes of a field, of which any are chosen.
func checkboxes(f *form.Form, name, legend string, options []Option) Choices {
	return Choices{Field: field(f, name, legend), Options: numbered(name, chosen(options, f.Values(name)...))}
}

// Hinted adds a hint.
func (c Choices) Hinted(hint string) Choices { c.Hint = hint; return c }

// InLine puts the choices beside each other.
func (c Choices) InLine() Choices { c.Inline = true; return c }

func chosen(options []Option, values ...string) []Option {
	out := slices.Clone(options)
	for i := range out {
		out[i].Chosen = slices.Contains(values, out[i].Value)
	}
	return out
}

// numbered gives ids as the design system does: the first takes the field's,
// so that the error summary can link to it.
func numbered(name string, options []Option) []Option {
	for i := range options {
		options[i].ID = name
		if i > 0 {
			options[i].ID = fmt.Sprintf("%s-%d", name, i+1)
		}
	}
	return options
}

// optionsOf makes options of values and what people read for them:
// optionsOf(rota.Modes(), rota.Mode.Words).
func optionsOf[T ~string](values []T, words func(T) string) []Option {
	out := make([]Option, len(values))
	for i, v := range values {
		out[i] = Option{Value: string(v), Text: words(v)}
	}
	return out
}

// DateBox is one of the three boxes of a date.
type DateBox struct {
	ID, Label, Value string
	Width            int
	Wrong            bool
}

// DateInput is a date in three boxes, and a time when Time has options.
type DateInput struct {
	Field
	Boxes []DateBox
	Time  *Select
}

// dateInput is the date of a field: name-day, name-month and name-year.
func dateInput(f *form.Form, name, legend string) DateInput {
	d := DateInput{Field: field(f, name, legend)}
	wrong := ""
	for _, e := range f.Errors() {
		if e.Field == name && wrong == "" {
			wrong = e.Target
		}
	}
	for _, box := range []DateBox{{Label: "Day", Width: 2}, {Label: "Month", Width: 2}, {Label: "Year", Width: 4}} {
		box.ID = name + "-" + strings.ToLower(box.Label)
		box.Value = f.Value(box.ID)
		box.Wrong = wrong == box.ID
		d.Boxes = append(d.Boxes, box)
	}
	return d
}

// instantInput is a date and a time of a field: as dateInput, and name-time.
func instantInput(f *form.Form, name, legend string) DateInput {
	d := dateInput(f, name, legend)
	time := choose(f, name+"-time", "Time", timeOptions(f.Value(name+"-time")))
	d.Time = &time
	return d
}

// Hinted adds a hint.
func (d DateInput) Hinted(hint string) DateInput { d.Hint = hint; return d }

// timeOptions are the half hours of a day from 7am round to 6:30am, in words, after
// an empty choice. A time in between that was entered before is added at the end.
func timeOptions(current string) []Option {
	out := []Option{{Value: "", Text: "Choose"}}
	seen := current == ""
	for i := range 48 {
		n := (14 + i) % 48
		text := fmt.Sprintf("%02d:%02d", n/2, n%2*30)
		seen = seen || text == current
		out = append(out, Option{Value: text, Text: wallClock{n / 2, n % 2 * 30}.words()})
	}
	if c, ok := parseClock(current); !seen && ok {
		out = append(out, Option{Value: current, Text: c.words()})
	}
	return out
}

// dayOptions are the London days from the day before the span to the day after
// its end, after an empty choice: for shifts that reach over the strike's ends.
func dayOptions(span rota.Span) []Option {
	out := []Option{{Value: "", Text: "Choose"}}
	last := rota.DateOf(span.End).Add(1)
	for d := rota.DateOf(span.Start).Add(-1); !last.Before(d); d = d.Add(1) {
		out = append(out, Option{Value: d.String(), Text: d.Words()})
	}
	return out
}

// FileUpload is a field for one file. Its form needs enctype="multipart/form-data".
type FileUpload struct {
	Field
	Accept string // such as ".xlsx"
}

// fileUpload is the file of a field.
func fileUpload(f *form.Form, name, label, accept string) FileUpload {
	return FileUpload{Field: field(f, name, label), Accept: accept}
}

// Hinted adds a hint.
func (u FileUpload) Hinted(hint string) FileUpload { u.Hint = hint; return u }
