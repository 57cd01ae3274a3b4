package intake

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"strikerota/rota"
)

// An Op is what a change does.
type Op string

// The ops.
const (
	Added   Op = "new"
	Changed Op = "changed"
	Same    Op = "same"
	Missing Op = "missing" // in the entry and not in the file; kept unless the removal is accepted
)

// Changes is what a file would do to an entry.
type Changes struct {
	List  []Change
	Count map[Op]int
	Tied  int // duties that would be tied to another slot than now, as the one that they would have filled
	// Untied are how many duties that the file brings in or changes are tied to no slot, by why.
	Untied map[Why]int
	Spare  int // answers for a day on which the person has no duty
}

// A Change is one thing of the entry that the file speaks of, or does not.
type Change struct {
	Key    string // by which it is declined or accepted: "duty/R001/2025-07-25T07:00:00Z"
	Op     Op
	What   string // "resident", "duty", "declaration", "consultant", "slot", "rate"
	ID     string // in the entry; "" when new
	Label  string // for people, with names: for the page only
	At     Place  // row of the file; zero when missing
	Fields []FieldChange
	// Slot and Consultant are what is new, to be checked before it is saved; nil for all else.
	Slot       *rota.Slot       `json:"-"`
	Consultant *rota.Consultant `json:"-"`
	// Says is what the file says of a resident or duty that is new, beside the label.
	Says []FieldChange `json:"-"`
	// Ask says that the change would undo an edit by hand, or remove something: it is made only when accepted.
	Ask bool
	Why string // a sentence on why it asks, or ""
}

// aboutWords name somebody with what tells them from others of the same name.
func aboutWords(name string, about ...string) string {
	return name + " (" + strings.Join(slices.DeleteFunc(about, func(s string) bool { return s == "" }), ", ") + ")"
}

// A FieldChange is one value before and after.
type FieldChange struct {
	Field         string
	Before, After string
	Edited        bool // by hand since a file last gave it
}

// Words is the change as people read it.
func (f FieldChange) Words() FieldChange {
	out := f
	for _, value := range []*string{&out.Before, &out.After} {
		if f.Field == "declaration" {
			*value = rota.Declaration(*value).Words()
		}
		*value = instantText.ReplaceAllStringFunc(*value, func(text string) string {
			t, err := time.Parse(instantLayout, text)
			if err != nil {
				return text
			}
			return rota.DateOf(t).Words() + " " + rota.ClockWords(t)
		})
	}
	out.Field = strings.ReplaceAll(f.Field, "_", " ")
	return out
}

// instantText finds instants as changes write them.
const instantLayout = "2006-01-02T15:04Z"

var instantText = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\dZ`)
