package rota

import (
	"slices"
	"unicode/utf8"
)

// A Lock is an assignment that a person has decided. A lock that breaks a rule
// holds all the same, needs a reason, and is reported with every plan.
type Lock struct {
	Pair
	Reason string
}

// An Entry is everything that a trust has entered for one strike, names
// included. It is what the store loads, the entry workbook holds and the
// example trust is made of.
type Entry struct {
	Strike      Strike
	Rules       Rules
	Case        Case
	Residents   []Resident
	Duties      []Duty
	Consultants []Consultant
	Slots       []Slot
	Cards       Cards
	Locks       []Lock
	LeftOpen    []LeftOpen
	KeptOff     []KeptOff
	Lost        []Slot // parts of slots that nobody had and that nobody can cover any more, by time
	Published   []Pair
	Declined    []Told // what consultants said that they cannot cover after all
	Aims        []Aim

	// AsMade are the places for consultants of every slot as a rota has them, instead of what
	// residents have said: see [Entry.Unsaid]. Nil counts the duties; empty knows of no place.
	AsMade map[SlotID]int `json:"-"`

	// Cuts are how slots were divided on the day and are still, the oldest first: no file tells of them.
	Cuts []Cut `json:"-"`
}

// Unsaid is the entry without what residents have said, for whoever must not learn it: each
// slot has as many places for consultants as in p, the problem of a rota that was made of the
// entry before, so that nothing said since can be read off it, and one in which somebody is
// counts as any other where a resident has come to it. Nil is that none was made.
func (e Entry) Unsaid(p *Problem) Entry {
	e.AsMade = map[SlotID]int{}
	if p != nil {
		for _, s := range e.Slots {
			was, _ := p.Slot(s.ID)
			e.AsMade[s.ID] = was.Places
		}
	}
	e.Lost = DueLost(e.Lost)
	e.Duties = slices.Clone(e.Duties)
	for i := range e.Duties {
		e.Duties[i].Declaration = NoReply
	}
	return e
}

// Validate lists every fault of the entry as an *[Invalid], with paths such as
// "duties[12].slot", or gives nil. Rates that a cost aim needs are looked at by
// [Entry.Problem], since they depend on who is eligible.
func (e Entry) Validate() error {
	f := &faults{}
	e.Strike.validate(f, "strike")
	e.validateLengths(f)
	e.Rules.validate(f, "rules")
	e.Case.validate(f, "case")
	e.Cards.Trust.validate(f, "cards.trust")
	e.Cards.BMA.validate(f, "cards.bma")
	slots := map[SlotID]Slot{}
	for i, s := range e.Slots {
		s.validate(f, at("slots", i), e.Rules)
		if _, twice := slots[s.ID]; twice {
			f.add(at("slots", i)+".id", "another slot has this id")
		}
		slots[s.ID] = s
	}
	residents := map[ResidentID]bool{}
	for i, r := range e.Residents {
		r.validate(f, at("residents", i))
		if residents[r.ID] {
			f.add(at("residents", i)+".id", "another resident has this id")
		}
		residents[r.ID] = true
	}
	e.validateDuties(f, slots, residents)
	people := map[ConsultantID]bool{}
	for i, c := range e.Consultants {
		p := at("consultants", i)
		c.validate(f, p)
		if c.Name == "" {
			f.add(p+".name", "is missing")
		}
		if people[c.ID] {
			f.add(p+".id", "another consultant has this id")
		}
		people[c.ID] = true
	}
	known := map[SlotID]bool{}
	for id := range slots {
		known[id] = true
	}
	locks := make([]Pair, len(e.Locks))
	for i, l := range e.Locks {
		locks[i] = l.Pair
	}
	validatePairs(f, "locks", locks, known, people)
	return f.err()
}

func (e Entry) validateDuties(f *faults, slots map[SlotID]Slot, residents map[ResidentID]bool) {
	seen := map[DutyID]bool{}
	held := map[ResidentID][]Duty{}
	for i, d := range e.Duties {
		p := at("duties", i)
		d.validate(f, p)
		if seen[d.ID] {
			f.add(p+".id", "another duty has this id")
		}
		seen[d.ID] = true
		if !residents[d.Resident] {
			f.add(p+".resident", "no resident has this id")
		}
		if s, ok := slots[d.Slot]; d.Slot != "" && !ok {
			f.add(p+".slot", "no slot has this id")
		} else if ok && !d.Contains(s.Span) {
			f.add(p+".slot", "the duty must last for the whole of the slot")
		}
		for _, other := range held[d.Resident] {
			if other.Overlaps(d.Span) {
				f.add(p+".start", "overlaps another duty of this resident (%s)", other.ID)
				break
			}
		}
		held[d.Resident] = append(held[d.Resident], d)
	}
}

// validateLengths refuses texts that no page or sheet could show well.
func (e Entry) validateLengths(f *faults) {
	long := func(path, text string, most int) {
		if utf8.RuneCountInString(text) > most {
			f.add(path, "can be at most %d characters long", most)
		}
	}
	long("strike.name", e.Strike.Name, 80)
	for i, s := range e.Slots {
		p := at("slots", i)
		long(p+".service", s.Service, 80)
		long(p+".unit", s.Unit, 80)
		long(p+".role", s.Role, 80)
		long(p+".site", s.Site, 80)
	}
	for i, r := range e.Residents {
		p := at("residents", i)
		long(p+".name", r.Name, 100)
		long(p+".grade", r.Grade, 40)
		long(p+".unit", r.Unit, 80)
	}
	for i, c := range e.Consultants {
		p := at("consultants", i)
		long(p+".name", c.Name, 100)
		long(p+".grade", c.Grade, 40)
		long(p+".contact", c.Contact, 60)
		long(p+".pay_point", c.PayPoint, 40)
		long(p+".note", c.Note, MaxNote)
	}
}

// IsLost reports whether a slot as entered is a part that nobody had and that nobody can cover
// any more.
func (e Entry) IsLost(s Slot) bool { return s.LostIn(e.Lost) }

// LostIn reports whether the slot is among lost parts. One whose times have been changed since is
// a need again.
func (s Slot) LostIn(lost []Slot) bool {
	return slices.ContainsFunc(lost, func(l Slot) bool { return l.ID == s.ID && l.Span.Equal(s.Span) })
}
