package rota

import (
	"slices"
	"strings"
)

// A Dimension is what a ledger may be broken down by.
type Dimension int

// The dimensions.
const (
	BySlot Dimension = iota
	ByConsultant
	ByUnit
	ByService
	ByDay  // on which the slot starts, in London: a night counts whole on its first
	ByBand // as the cards cut the week
)

// A Sum is one row of a breakdown, or the total.
type Sum struct {
	// Key is the id of the slot or consultant, the name of the service, "service,
	// unit", the day (YYYY-MM-DD) or the band's key; "" in a total.
	Key         string
	Assignments int // that have time in it
	Minutes     int
	InJobPlan   int    // minutes of it in job plan: £0 as agreed
	Owed        int    // minutes of it owed as time off
	OwedValue   *Pence // nil when no value is stated; £0 when nothing is owed
	Cost
	Lost Loss // of displaced sessions; by band there is none
}

// A Loss is displaced sessions added up.
type Loss struct {
	Sessions int
	Units    int    // of loss, as the trust counts them
	Value    *Pence // nil when the trust has given no figure; £0 without any session
}

// Plus adds two losses.
func (l Loss) Plus(o Loss) Loss {
	return Loss{l.Sessions + o.Sessions, l.Units + o.Units, Plus(l.Value, o.Value)}
}

// Total adds all of it up.
func (l Ledger) Total() Sum {
	sum := noughtSum("")
	for _, e := range l.Entries {
		sum.add(e)
	}
	for _, s := range l.Lost {
		sum.Lost = sum.Lost.Plus(Loss{1, s.Session.Loss, s.Value})
	}
	return sum
}

func noughtSum(key string) Sum {
	zero := Pence(0)
	return Sum{Key: key, OwedValue: &zero, Cost: noughtCost(), Lost: Loss{Value: &zero}}
}

// add adds a whole entry.
func (s *Sum) add(e LedgerEntry) {
	s.Assignments++
	s.count(e, e.Minutes, e.OwedValue)
	s.Cost = s.Cost.Plus(e.Cost)
}

// count adds minutes of an entry to those that its terms make of them.
func (s *Sum) count(e LedgerEntry, minutes int, value *Pence) {
	s.Minutes += minutes
	switch e.Consultant.Terms {
	case InJobPlan:
		s.InJobPlan += minutes
	case TimeOff:
		s.Owed += minutes
		s.OwedValue = Plus(s.OwedValue, value)
	}
}

// By breaks the ledger down, in the order of the keys; bands stand in their own
// order. The rows' amounts add up to the total's.
func (l Ledger) By(d Dimension) []Sum {
	sums := map[string]*Sum{}
	row := func(key string) *Sum {
		if sums[key] == nil {
			s := noughtSum(key)
			sums[key] = &s
		}
		return sums[key]
	}
	for _, e := range l.Entries {
		if d == ByBand {
			e.addParts(row)
			continue
		}
		row(keyOf(d, e.Slot, e.Consultant.ID)).add(e)
	}
	for _, s := range l.Lost {
		if d != ByBand { // with the slot that displaces it
			at := row(keyOf(d, s.Slot, s.Consultant))
			at.Lost = at.Lost.Plus(Loss{1, s.Session.Loss, s.Value})
		}
	}
	out := make([]Sum, 0, len(sums))
	for _, s := range sums {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Sum) int {
		if d == ByBand {
			return bandOf(a.Key) - bandOf(b.Key)
		}
		return strings.Compare(a.Key, b.Key)
	})
	return out
}

// bandOf is where a band's key stands in the order of the bands.
func bandOf(key string) int {
	for b := range BandCount {
		if b.Key() == key {
			return int(b)
		}
	}
	return int(BandCount)
}

// keyOf is the row of an assignment.
func keyOf(d Dimension, slot Slot, who ConsultantID) string {
	switch d {
	case BySlot:
		return string(slot.ID)
	case ByConsultant:
		return string(who)
	case ByUnit:
		return slot.Service + ", " + slot.Unit
	case ByDay:
		return DateOf(slot.Start).String()
	}
	return slot.Service
}

// addParts adds the entry to the rows of its bands.
func (e LedgerEntry) addParts(row func(string) *Sum) {
	for _, part := range e.Parts {
		s := row(part.Band.Key())
		s.count(e, part.Minutes, part.OwedValue)
		s.Cost = s.Cost.Plus(part.Cost)
		s.Assignments++
	}
}
