// Package form reads posted text. A [Form] holds what a person typed; its
// getters turn fields into values and collect every fault, each at its field,
// so that the page can be shown again with what was typed and all errors:
//
//	f := form.Of(values)
//	name := f.Text("name", "the resident's name", 100)
//	start := f.Instant("start", "the start")
//	if err := f.Done(); err != nil { // fields that nobody asked for, or given twice
//		return err
//	}
//	if !f.OK() {
//		// 422 with the same page; f.Value("name") is as typed, f.Error("name") what is wrong
//	}
//
// The second argument of a getter is what the field is, as it follows "Enter":
// messages are "Enter the resident's name" and "The resident's name must be …".
// A getter that finds a fault returns the zero value. Names and free words come as they
// are seen ([rota.Seen]), whatever hidden signs were typed or pasted with them.
//
// Dates are three fields, name-day, name-month and name-year; an instant has a
// fourth, name-time ("HH:MM", London time). Faults of a group stand at the
// group's name and link to the field in question.
package form
