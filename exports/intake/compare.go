package intake

import (
	"slices"
	"time"

	"strikerota/rota"
)

// A changer compares the records of a file with an entry, one at a time, and makes
// those changes that are not declined.
type changer struct {
	c      Choices
	k      Known
	entry  rota.Entry // as it becomes
	memory Memory
	keeps  bool // the entry and the memory are wanted, and not the list of changes
	out    Changes

	// Of a file of duties: those that the entry had, by person; when they are by now; and where.
	old    map[rota.ResidentID][]rota.DutyID
	now    map[rota.DutyID]rota.Span
	dutyAt map[rota.DutyID]int
	before map[rota.DutyID]rota.Duty // of the known entry, while duties are tied
}

// Compare says what the records of a file would change in the known entry.
func Compare(r Result, c Choices, k Known) Changes {
	ch := newChanger(c, k)
	ch.all(r)
	return ch.out
}

// Apply makes the changes that [Compare] lists: all but those that are declined and
// those that ask and are not accepted. It gives the entry as it is afterwards and the
// memory to keep for the strike. The known entry is not touched.
func Apply(r Result, c Choices, k Known) (rota.Entry, Memory) {
	ch := newChanger(c, k)
	ch.keeps = true
	ch.all(r)
	return ch.entry, ch.memory
}

func newChanger(c Choices, k Known) *changer {
	ch := &changer{c: c, k: k, entry: cloned(k.Entry), memory: k.Memory.clone()}
	ch.out.Count = map[Op]int{}
	return ch
}

func (ch *changer) all(r Result) {
	ch.remembered(r)
	switch r.Kind {
	case Duties:
		ch.duties(r)
	case Declarations:
		ch.declarations(r)
	case Consultants:
		ch.consultants(r)
	case Slots:
		ch.slots(r)
	case Rates:
		ch.rates(r)
	}
	if r.Kind == Duties || r.Kind == Declarations || r.Kind == Slots {
		ch.out.Tied = ch.tie()
	}
}

// cloned is an entry whose lists can be changed without changing the other's.
func cloned(e rota.Entry) rota.Entry {
	e.Residents = slices.Clone(e.Residents)
	e.Duties = slices.Clone(e.Duties)
	e.Consultants = slices.Clone(e.Consultants)
	e.Slots = slices.Clone(e.Slots)
	e.Cards.Trust.Rates = slices.Clone(e.Cards.Trust.Rates)
	e.Cards.BMA.Rates = slices.Clone(e.Cards.BMA.Rates)
	return e
}

// note lists a change and reports whether it is to be made.
func (ch *changer) note(c Change) bool {
	last := ch.k.Memory.Given[c.Key]
	asked := c.Ask // with better words
	for i, f := range c.Fields {
		if given, ok := last[f.Field]; ok && given != f.Before {
			c.Fields[i].Edited, c.Ask = true, true // a person has said otherwise since
			if asked {
				continue
			}
			c.Why = "The value was changed by hand after the last file, and this file says otherwise."
			if given == f.After {
				c.Why = "The value was changed by hand after the last file, and this file still says what that one said."
			}
		}
	}
	if !ch.keeps {
		ch.out.List = append(ch.out.List, c)
		ch.out.Count[c.Op]++
	}
	if c.Ask {
		return ch.c.Accepted[c.Key]
	}
	return !ch.c.Declined[c.Key]
}

// differ are the fields of which a file says something else than the entry. What the
// file leaves empty it does not speak of.
func differ(fields []FieldChange) []FieldChange {
	return slices.DeleteFunc(fields, func(f FieldChange) bool { return f.After == "" || f.Before == f.After })
}

// opOf is what a change of fields does to something that is there.
func opOf(fields []FieldChange) Op {
	if len(fields) == 0 {
		return Same
	}
	return Changed
}

// values are what a file says, by field.
func values(fields []FieldChange) map[string]string {
	out := map[string]string{}
	for _, f := range fields {
		if f.After != "" {
			out[f.Field] = f.After
		}
	}
	return out
}

// given remembers what the file says of something.
func (ch *changer) given(key string, values map[string]string) {
	if ch.keeps {
		ch.memory.Given[key] = values
	}
}

// instantKey is an instant in keys.
func instantKey(t time.Time) string { return t.UTC().Format(instantLayout) }
