package runs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"strikerota/rota"
	"strikerota/rota/solve"
)

// The explanation document is JSON in snake_case, with ids only: lengths are in
// minutes, by priority where there are three of them, and money is in pence. The
// reasons of each open place are in the plan document.

const explanationFormat = "strikerota/explanation/2"

// ErrOldExplanation is a document of an earlier version, which says less than it seems to.
var ErrOldExplanation = errors.New("the explanation is of an earlier version")

const oldExplanationFormat = "strikerota/explanation/1"

type explanationDoc struct {
	Format           string        `json:"format"`
	Open             []openSlotDoc `json:"open"`
	Training         []trainingDoc `json:"training"`
	TrainingAllTried bool          `json:"training_all_tried"`
	More             bool          `json:"more_to_come"`
	Later            bool          `json:"later,omitempty"`
}

type openSlotDoc struct {
	Slot     rota.SlotID  `json:"slot"`
	Conflict *conflictDoc `json:"conflict"`   // null: there was no time to look for it
	Fixes    []fixDoc     `json:"fixes"`      // the best, best first
	More     []fixDoc     `json:"more_fixes"` // the others that fill a place
	Tried    int          `json:"tried"`
	AllTried bool         `json:"all_tried"`
}

type conflictDoc struct {
	None     bool                `json:"none"`
	Unsure   bool                `json:"unsure"`
	Slots    []placesDoc         `json:"slots"`
	Binding  []bindingDoc        `json:"binding"`
	Eligible []rota.ConsultantID `json:"eligible"`
}

type placesDoc struct {
	Slot   rota.SlotID `json:"slot"`
	Places int         `json:"places"`
}

type bindingDoc struct {
	Consultant rota.ConsultantID `json:"consultant"`
	Rule       rota.RuleID       `json:"rule"`
	Slot       rota.SlotID       `json:"slot,omitempty"`
}

type fixDoc struct {
	Kind       solve.FixKind     `json:"kind"`
	Consultant rota.ConsultantID `json:"consultant,omitempty"`
	Slot       rota.SlotID       `json:"slot,omitempty"`
	Session    rota.SessionID    `json:"session,omitempty"`
	Rule       rota.RuleID       `json:"rule,omitempty"`
	After      []aimDoc          `json:"after"`
	Gain       [3]int64          `json:"gain"`
	Less       int               `json:"places_less"`
	Shared     bool              `json:"shared"`
}

type aimDoc struct {
	Aim   string `json:"aim"`
	Value int64  `json:"value"`
	Bound int64  `json:"bound"`
}

type trainingDoc struct {
	Skills  []string      `json:"skills"`
	Date    string        `json:"date"`
	Night   bool          `json:"night"`
	Gain    [3]int64      `json:"gain"`
	Fills   []placesDoc   `json:"fills"`
	Opens   []placesDoc   `json:"opens"`
	Instead []rota.SlotID `json:"could_fill_instead"`
}

// WriteExplanation writes the document: the same explanation gives the same bytes.
func WriteExplanation(w io.Writer, x Explanation) error {
	doc := explanationDoc{Format: explanationFormat, Open: []openSlotDoc{}, Training: []trainingDoc{}, TrainingAllTried: x.TrainingAllTried, More: x.More, Later: x.Later}
	for _, o := range x.Open {
		doc.Open = append(doc.Open, openSlotOf(o))
	}
	for _, t := range x.Training {
		doc.Training = append(doc.Training, trainingDoc{Skills: notNil(t.Skills), Date: t.Date.String(), Night: t.Night, Gain: t.Minutes,
			Fills: placesOf(t.Fills), Opens: placesOf(t.Opens), Instead: notNil(t.Instead)})
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(doc)
}

func openSlotOf(o OpenSlot) openSlotDoc {
	doc := openSlotDoc{Slot: o.Slot, Tried: o.Tried, AllTried: o.AllTried, Fixes: fixesOf(o.Fixes), More: fixesOf(o.More)}
	if c := o.Conflict; c != nil {
		doc.Conflict = &conflictDoc{None: c.None, Unsure: c.Unsure, Slots: []placesDoc{}, Binding: []bindingDoc{}, Eligible: notNil(c.Eligible)}
		for i, s := range c.Slots {
			doc.Conflict.Slots = append(doc.Conflict.Slots, placesDoc{s, c.Places[i]})
		}
		for _, b := range c.Binding {
			doc.Conflict.Binding = append(doc.Conflict.Binding, bindingDoc(b))
		}
	}
	return doc
}

func fixesOf(list []solve.Fix) []fixDoc {
	out := []fixDoc{}
	for _, f := range list {
		fix := fixDoc{Kind: f.Kind, Consultant: f.Consultant, Slot: f.Slot, Session: f.Session, Rule: f.Rule,
			After: []aimDoc{}, Gain: f.Gain, Less: f.Less, Shared: f.Shared}
		for _, a := range f.After {
			fix.After = append(fix.After, aimDoc(a))
		}
		out = append(out, fix)
	}
	return out
}

func placesOf(list []solve.PlaceCount) []placesDoc {
	out := []placesDoc{}
	for _, c := range list {
		out = append(out, placesDoc(c))
	}
	return out
}

// notNil is the list, written as [] when there is nothing in it.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// ReadExplanation reads what WriteExplanation wrote. What an earlier version wrote is ErrOldExplanation.
func ReadExplanation(data []byte) (Explanation, error) {
	var version struct {
		Format string `json:"format"`
	}
	if err := json.Unmarshal(data, &version); err == nil && version.Format == oldExplanationFormat {
		return Explanation{}, ErrOldExplanation
	}
	var doc explanationDoc
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	if err := in.Decode(&doc); err != nil {
		return Explanation{}, fmt.Errorf("read the explanation: %w", err)
	}
	if doc.Format != explanationFormat {
		return Explanation{}, fmt.Errorf("read the explanation: the format is not %s", explanationFormat)
	}
	x := Explanation{TrainingAllTried: doc.TrainingAllTried, More: doc.More, Later: doc.Later}
	for _, o := range doc.Open {
		x.Open = append(x.Open, o.openSlot())
	}
	for _, t := range doc.Training {
		date, err := rota.ParseDate(t.Date)
		if err != nil {
			return Explanation{}, fmt.Errorf("read the explanation: %w", err)
		}
		x.Training = append(x.Training, solve.Training{Skills: t.Skills, Date: date, Night: t.Night, Minutes: t.Gain,
			Fills: counts(t.Fills), Opens: counts(t.Opens), Instead: t.Instead})
	}
	return x, nil
}

func (doc openSlotDoc) openSlot() OpenSlot {
	o := OpenSlot{Slot: doc.Slot, Fixes: fixes(doc.Fixes), More: fixes(doc.More), Tried: doc.Tried, AllTried: doc.AllTried}
	if c := doc.Conflict; c != nil {
		o.Conflict = &solve.Conflict{None: c.None, Unsure: c.Unsure, Eligible: c.Eligible}
		for _, s := range c.Slots {
			o.Conflict.Slots, o.Conflict.Places = append(o.Conflict.Slots, s.Slot), append(o.Conflict.Places, s.Places)
		}
		for _, b := range c.Binding {
			o.Conflict.Binding = append(o.Conflict.Binding, solve.Binding(b))
		}
	}
	return o
}

func fixes(list []fixDoc) []solve.Fix {
	var out []solve.Fix
	for _, f := range list {
		fix := solve.Fix{Kind: f.Kind, Consultant: f.Consultant, Slot: f.Slot, Session: f.Session, Rule: f.Rule, Gain: f.Gain, Less: f.Less, Shared: f.Shared}
		for _, a := range f.After {
			fix.After = append(fix.After, rota.AimValue(a))
		}
		out = append(out, fix)
	}
	return out
}

func counts(list []placesDoc) []solve.PlaceCount {
	return each(list, func(x placesDoc) solve.PlaceCount { return solve.PlaceCount(x) })
}

// each turns every element of a list; nil stays nil.
func each[A, B any](list []A, turn func(A) B) []B {
	var out []B
	for _, x := range list {
		out = append(out, turn(x))
	}
	return out
}
