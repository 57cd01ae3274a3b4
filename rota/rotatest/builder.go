package rotatest

import (
	"fmt"
	"strings"
	"time"

	"strikerota/rota"
)

// The site of slots and consultants that are given none, and the other one.
const (
	North = "north"
	South = "south"
)

// A TB is what a builder needs of a *testing.T.
type TB interface {
	Helper()
	Fatalf(format string, args ...any)
}

// A Builder makes an entry step by step. Times are London wall time, written
// "2025-07-25 20:00", or "25 20:00" for a day of the month in which the strike
// starts. A time that cannot be read panics: it is a bug in the test.
type Builder struct {
	entry rota.Entry
	month string // "2025-07-"
}

// New starts a trust with a strike, no rules, the cards of [TrustCard] and
// [BMACard], and the default aims.
func New(start, end string) *Builder {
	b := &Builder{month: start[:len("2025-07-")]}
	b.entry.Strike = rota.Strike{Name: "Test strike", Span: b.span(start, end)}
	b.entry.Case = rota.Case{Kind: rota.AllAway}
	b.entry.Cards = rota.Cards{Trust: TrustCard(), BMA: BMACard()}
	b.entry.Aims = rota.DefaultAims()
	return b
}

// July starts a trust with the strike of 07:00 Friday 25 July to 07:00 Wednesday 30 July 2025.
func July() *Builder { return New("2025-07-25 07:00", "2025-07-30 07:00") }

// At is the instant at which London's clocks show "2025-07-25 20:00".
func At(text string) time.Time {
	day, clock, ok := strings.Cut(text, " ")
	d, err := rota.ParseDate(day)
	var hour, minute int
	if _, scanErr := fmt.Sscanf(clock, "%d:%d", &hour, &minute); !ok || err != nil || scanErr != nil {
		panic("rotatest: a time is written 2025-07-25 20:00, not " + text)
	}
	t, err := rota.London(d, hour, minute)
	if err != nil {
		panic("rotatest: " + text + ": " + err.Error())
	}
	return t
}

// Span is the span between two times as [At] reads them.
func Span(start, end string) rota.Span { return rota.Span{Start: At(start), End: At(end)} }

func (b *Builder) span(start, end string) rota.Span {
	full := func(text string) string {
		if strings.IndexByte(text, ' ') == 2 {
			return b.month + text
		}
		return text
	}
	return Span(full(start), full(end))
}

// Rules changes the trust's rules.
func (b *Builder) Rules(change func(*rota.Rules)) *Builder {
	change(&b.entry.Rules)
	return b
}

// Standard gives the trust the rules that a new strike starts with.
func (b *Builder) Standard() *Builder {
	b.entry.Rules = rota.StandardRules()
	return b
}

// Aims sets the order of the aims.
func (b *Builder) Aims(aims ...rota.Aim) *Builder {
	b.entry.Aims = aims
	return b
}

// Lock locks a consultant into a slot.
func (b *Builder) Lock(slot rota.SlotID, c rota.ConsultantID) *Builder {
	b.entry.Locks = append(b.entry.Locks, rota.Lock{Pair: rota.Pair{Slot: slot, Consultant: c}, Reason: "agreed by telephone"})
	return b
}

// Published puts a consultant and a slot in the published plan.
func (b *Builder) Published(slot rota.SlotID, c rota.ConsultantID) *Builder {
	b.entry.Published = append(b.entry.Published, rota.Pair{Slot: slot, Consultant: c})
	return b
}

// Duty gives the trust a resident, once for each id, and a duty of theirs for the whole of a slot.
func (b *Builder) Duty(resident rota.ResidentID, slot rota.SlotID, said rota.Declaration) *Builder {
	known := false
	for _, r := range b.entry.Residents {
		known = known || r.ID == resident
	}
	if !known {
		b.entry.Residents = append(b.entry.Residents, rota.Resident{ID: resident, Name: "Dr " + string(resident), Grade: "ST4"})
	}
	for _, s := range b.entry.Slots {
		if s.ID == slot {
			id := rota.DutyID(fmt.Sprintf("D%04d", len(b.entry.Duties)+1))
			b.entry.Duties = append(b.entry.Duties, rota.Duty{ID: id, Resident: resident, Slot: slot, Span: s.Span, Declaration: said})
			return b
		}
	}
	panic("rotatest: no slot " + string(slot))
}

// Change changes anything else of the entry.
func (b *Builder) Change(change func(*rota.Entry)) *Builder {
	change(&b.entry)
	return b
}

// Entry gives what has been built.
func (b *Builder) Entry() rota.Entry { return b.entry }

// Problem gives the problem to solve, and fails the test when the entry is not valid.
func (b *Builder) Problem(t TB) rota.Problem {
	t.Helper()
	p, err := b.entry.Problem()
	if err != nil {
		t.Fatalf("the trust of this test is not valid: %v %v", err, rota.Faults(err))
	}
	return p
}
