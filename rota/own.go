package rota

import (
	"slices"
	"strings"
)

// An OwnServices is whose slots somebody sees who does not see all of a trust: those of every
// service, or of some. The zero value is none.
type OwnServices struct {
	All  bool
	List string // the services, one a line, sorted; "" where All
}

// EveryService is all of them, those added later among them.
func EveryService() OwnServices { return OwnServices{All: true} }

// MaxService is how many characters the name of a service may have where it is said whose slots somebody sees.
const MaxService = 80

// allWord stands for every service where services are written as words.
const allWord = "all"

// NamedServices are those that are written as words, in settings and commands: "all" alone is every service.
// ok is false where there is none, or "all" beside others.
func NamedServices(words []string) (o OwnServices, ok bool) {
	some := SomeServices(words...)
	all := SomeServices(allWord)
	switch {
	case strings.EqualFold(some.List, all.List):
		return EveryService(), true
	case some.List == "", some.Has(allWord):
		return OwnServices{}, false
	}
	return some, true
}

// SomeServices are these alone, each once.
func SomeServices(names ...string) OwnServices {
	var list []string
	for _, name := range names {
		name = strings.Join(strings.Fields(Seen(name)), " ")
		if name != "" && !slices.ContainsFunc(list, func(known string) bool { return strings.EqualFold(known, name) }) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return OwnServices{List: strings.Join(list, "\n")}
}

// Names are the services, where it is not all.
func (o OwnServices) Names() []string {
	if o.List == "" {
		return nil
	}
	return strings.Split(o.List, "\n")
}

// Has reports whether a service is one of them: capitals and blanks do not matter.
func (o OwnServices) Has(service string) bool {
	plain := strings.Join(strings.Fields(Seen(service)), " ")
	return o.All || slices.ContainsFunc(o.Names(), func(name string) bool { return strings.EqualFold(name, plain) })
}

// Without are those of the services that the list has not; none where it is all.
func (o OwnServices) Without(services []string) []string {
	there := SomeServices(services...)
	return slices.DeleteFunc(o.Names(), there.Has)
}

// NoSlotHasWords warn of services of an account that no slot has; "" for none.
func NoSlotHasWords(services []string) string {
	if len(services) == 0 {
		return ""
	}
	return "No slot of any strike is of " + strings.Join(services, " or ") + " so far. Until one is, the lead sees none: check that it is written as your slots have it."
}

// Words are such as "Cancer and Maternity", "all services" or "no service".
func (o OwnServices) Words() string {
	switch {
	case o.All:
		return "all services"
	case o.List == "":
		return "no service"
	}
	return ListWords(o.Names())
}

// Spelled are the same with the capitals that the list has.
func (o OwnServices) Spelled(known []string) OwnServices {
	if o.All {
		return o
	}
	names := slices.DeleteFunc(slices.Clone(known), func(name string) bool { return !o.Has(name) })
	return SomeServices(append(names, o.Names()...)...)
}

// Slots are those of the list that are theirs.
func (o OwnServices) Slots(list []Slot) []Slot {
	return slices.DeleteFunc(slices.Clone(list), func(s Slot) bool { return !o.Has(s.Service) })
}

// Hidden stands for a slot of another service, among what stops somebody or breaks a rule. No slot
// has it as its id.
const Hidden SlotID = ""

// An Own is a part of a plan: what of it those see whose services are not all. Whoever stands in
// other services alone is nobody to them, and so is every slot of another service.
type Own struct {
	services OwnServices
	slots    map[SlotID]bool // false for those of another service
	people   map[ConsultantID]bool
}

// Own is the part of the plan, with the slots of the lists beside those of its problem, and with
// those people who are, or were, in its slots by the pairs, or are in none and trained for one of its.
func (m Made) Own(o OwnServices, slots []Slot, pairs ...Pair) Own {
	own := Own{services: o, slots: map[SlotID]bool{}, people: map[ConsultantID]bool{}}
	for _, s := range slices.Concat(slots, m.Problem.Slots) { // as the plan has it, where both have it
		own.slots[s.ID] = o.Has(s.Service)
	}
	in, out := map[ConsultantID]bool{}, map[ConsultantID]bool{}
	for _, pair := range slices.Concat(m.Plan.Pairs(), m.Problem.Locks, m.Problem.Published, m.Problem.KeptOff(), pairs) {
		if own.slots[pair.Slot] {
			in[pair.Consultant] = true
		} else {
			out[pair.Consultant] = true
		}
	}
	theirs := slices.DeleteFunc(slices.Concat(slots, m.Problem.Slots), func(s Slot) bool { return !own.slots[s.ID] })
	for _, c := range m.Problem.Consultants {
		trained := slices.ContainsFunc(theirs, func(s Slot) bool { return skilled(&c, &s) })
		own.people[c.ID] = in[c.ID] || !out[c.ID] && trained
	}
	for id := range in {
		own.people[id] = true
	}
	for id := range out {
		own.people[id] = in[id]
	}
	return own
}

// Slot reports whether a slot is theirs to see.
func (o Own) Slot(id SlotID) bool { return o.services.All || o.slots[id] }

// Person reports whether a consultant is: who stands in no plan is too.
func (o Own) Person(id ConsultantID) bool {
	seen, known := o.people[id]
	return o.services.All || seen || !known
}

// Pair reports whether both are.
func (o Own) Pair(p Pair) bool { return o.Slot(p.Slot) && o.Person(p.Consultant) }

// Pairs are those of the list that are.
func (o Own) Pairs(list []Pair) []Pair {
	return slices.DeleteFunc(slices.Clone(list), func(p Pair) bool { return !o.Pair(p) })
}

// Locks are those of the list that are.
func (o Own) Locks(list []Lock) []Lock {
	return slices.DeleteFunc(slices.Clone(list), func(l Lock) bool { return !o.Pair(l.Pair) })
}

// KeptOff are those of the list that are.
func (o Own) KeptOff(list []KeptOff) []KeptOff {
	return slices.DeleteFunc(slices.Clone(list), func(k KeptOff) bool { return !o.Pair(k.Pair) })
}

// LeftOpen are those of the list that are.
func (o Own) LeftOpen(list []LeftOpen) []LeftOpen {
	return slices.DeleteFunc(slices.Clone(list), func(l LeftOpen) bool { return !o.Slot(l.Slot) })
}

// Change reports whether all that a change touches is theirs to see.
func (o Own) Change(c Change) bool {
	ok := !slices.ContainsFunc(c.Slots, func(id SlotID) bool { return !o.Slot(id) }) &&
		!slices.ContainsFunc(c.People, func(id ConsultantID) bool { return !o.Person(id) })
	for _, p := range []Part{c.Before, c.After} {
		var pairs []Pair
		for _, a := range p.Assignments {
			pairs = append(pairs, a.Pair())
		}
		for _, l := range p.Locks {
			pairs = append(pairs, l.Pair)
		}
		for _, k := range p.KeptOff {
			pairs = append(pairs, k.Pair)
		}
		pairs = append(pairs, p.Holders...)
		ok = ok && len(o.Pairs(pairs)) == len(pairs) && len(o.LeftOpen(p.LeftOpen)) == len(p.LeftOpen)
	}
	for _, cut := range c.Cuts {
		ok = ok && o.services.Has(cut.Slot.Service)
	}
	return ok
}
