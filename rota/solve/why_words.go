package solve

import (
	"fmt"
	"slices"

	"strikerota/rota"
)

// How people read conflicts, fixes and the value of training. Long lists are
// shortened here, never in the data.

// mostNamed is how many things a sentence names before it counts the rest.
const mostNamed = 4

// Words says in one sentence what cannot all hold. name gives what people call a consultant.
func (c Conflict) Words(p rota.Problem, name func(rota.ConsultantID) string) string {
	what := c.slotWords(p)
	if c.None && c.Unsure {
		return what + " is open: it is too hard to tell what stands against it."
	}
	if c.None {
		return what + " could be filled: the plan was stopped before it was proved, and nothing stands against it."
	}
	bindings := c.bindingWords(p, name, mostNamed)
	if n := len(bindings); n > mostNamed+1 {
		bindings = append(bindings[:mostNamed], fmt.Sprintf("%d more rules bind them", n-mostNamed))
	}
	reasons := append([]string{c.eligibleWords(p, name)}, bindings...)
	return what + " cannot " + c.fillWords() + ": " + listed(reasons, len(reasons)) + "."
}

// A ConflictList is a conflict as one short sentence and the lists that it speaks of,
// in full. Every slot and every rule is needed: without any one of them the rest can hold.
type ConflictList struct {
	Sentence string
	Slots    []string // those that differ only in their date together
	People   []string // who could take any of them
	Rules    []string // that these people keep
}

// List says the conflict as lists: false for one that says enough in a sentence, with
// one slot and no more than one rule, and for none.
func (c Conflict) List(p rota.Problem, name func(rota.ConsultantID) string) (ConflictList, bool) {
	every := len(c.Binding) + len(c.Eligible) + len(c.Slots) // names all
	rules := c.bindingWords(p, name, every)
	if c.None || len(c.Slots) == 1 && len(rules) < 2 {
		return ConflictList{}, false
	}
	l := ConflictList{Slots: c.slotNames(p, every), Rules: rules}
	for _, id := range c.Eligible {
		l.People = append(l.People, name(id))
	}
	what := "This slot"
	if n := len(c.Slots); n > 1 {
		what = fmt.Sprintf("These %d slots", n)
	}
	l.Sentence = what + " cannot " + c.fillWords() + ": too few people could take "
	if len(c.Slots) > 1 {
		l.Sentence += "them"
	} else {
		l.Sentence += "it"
	}
	if len(rules) > 0 {
		l.Sentence += " within the rules"
	}
	l.Sentence += "."
	return l, true
}

// fillWords is what cannot be.
func (c Conflict) fillWords() string {
	switch {
	case len(c.Slots) > 1:
		return "all be filled"
	case len(c.Places) == 1 && c.Places[0] > 1:
		return fmt.Sprintf("have all its %d places filled", c.Places[0])
	}
	return "be filled"
}

// slotWords names the slots, those that differ only in their date together:
// "Labour ward, Registrar tier, 8pm to 8:30am on Fri 25, Sat 26 and Sun 27 July".
func (c Conflict) slotWords(p rota.Problem) string {
	return listed(c.slotNames(p, mostNamed), mostNamed)
}

// slotNames are the names of slotWords, with at most so many dates in each.
func (c Conflict) slotNames(p rota.Problem, most int) []string {
	var keys []string
	dates := map[string][]rota.Date{}
	var slots []rota.Slot
	places := map[rota.SlotID]int{}
	for i, id := range c.Slots {
		s, _ := p.Slot(id)
		slots, places[id] = append(slots, s), c.Places[i]
	}
	slices.SortStableFunc(slots, func(a, b rota.Slot) int { return a.Compare(b.Span) })
	for _, s := range slots {
		key := p.RoleWords(s) + ", " + s.Times()
		if n := places[s.ID]; len(slots) > 1 && n > 1 {
			key += fmt.Sprintf(" (%d places)", n)
		}
		if dates[key] == nil {
			keys = append(keys, key)
		}
		dates[key] = append(dates[key], rota.DateOf(s.Start))
	}
	var out []string
	for _, key := range keys {
		out = append(out, key+" on "+dateWords(dates[key], most))
	}
	return out
}

// dateWords names dates, the month once when they share it: "Fri 25, Sat 26 and Sun 27 July".
func dateWords(dates []rota.Date, most int) string {
	var out []string
	for i, d := range dates {
		last := i == len(dates)-1 || i == most-1
		if !last && dates[i+1].Month == d.Month {
			out = append(out, fmt.Sprintf("%s %d", d.Weekday().String()[:3], d.Day))
		} else {
			out = append(out, d.Words())
		}
	}
	return listed(out, most)
}

// listed joins names as in a sentence, and counts those after the first most: "a, b and 5 more".
func listed(names []string, most int) string {
	if n := len(names) - most; n > 1 { // naming one more is as short as counting it
		names = append(slices.Clone(names[:most]), fmt.Sprintf("%d more", n))
	}
	return rota.ListWords(names)
}

func namesOf(ids []rota.ConsultantID, name func(rota.ConsultantID) string, most int) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = name(id)
	}
	return listed(out, most)
}

// eligibleWords says who could be in the slots.
func (c Conflict) eligibleWords(p rota.Problem, name func(rota.ConsultantID) string) string {
	it := "it"
	if len(c.Slots) > 1 {
		it = "any of them"
	}
	if len(c.Eligible) == 0 {
		return c.nobodyWords(p)
	}
	return "only " + namesOf(c.Eligible, name, mostNamed) + " could take " + it
}

// nobodyWords says what is missing when nobody could be in the slot.
func (c Conflict) nobodyWords(p rota.Problem) string {
	s, _ := p.Slot(c.Slots[0])
	trained, there := 0, 0
	for _, who := range p.Consultants {
		anywhere := who
		anywhere.Sites = []string{s.Site}
		offer := []rota.Offer{{Span: s.Span, Modes: []rota.Mode{s.Mode}}}
		anywhere.Offers, who.Offers = offer, offer
		if rota.Able(anywhere, s) {
			trained++
		}
		if rota.Able(who, s) {
			there++
		}
	}
	switch {
	case trained == 0:
		return "nobody is trained for it"
	case there == 0:
		return "nobody who is trained for it works at " + s.Site
	case there == 1:
		return "the only person trained for it has not offered this time"
	}
	return fmt.Sprintf("none of the %d people trained for it has offered this time", there)
}

// bindingWords gives a clause for each thing that binds somebody, those with the same together.
func (c Conflict) bindingWords(p rota.Problem, name func(rota.ConsultantID) string, most int) []string {
	type clause struct{ one, many string }
	var order []clause
	who := map[clause][]rota.ConsultantID{}
	for _, b := range c.Binding {
		one, many := b.clause(p, c.Slots)
		k := clause{one, many}
		if who[k] == nil {
			order = append(order, k)
		}
		who[k] = append(who[k], b.Consultant)
	}
	var out []string
	for _, k := range order {
		verb := k.many
		if len(who[k]) == 1 {
			verb = k.one
		}
		out = append(out, namesOf(who[k], name, most)+" "+verb)
	}
	return out
}

// clause is what the binding asks, of one person and of several.
func (b Binding) clause(p rota.Problem, slots []rota.SlotID) (string, string) {
	c, _ := p.Consultant(b.Consultant)
	same := func(text string) (string, string) { return text, text }
	switch b.Rule {
	case ruleOverlap:
		if heldFast(p, c, slots) {
			return "has a fixed session at that time", "have fixed sessions at that time"
		}
		return same("can be in only one place at a time")
	case ruleTravel:
		return same("would have too little time to travel between sites")
	case ruleRest:
		return same("would have less than " + rota.Hours(*p.Rules.Rest) + "' rest")
	case ruleCover:
		return same("may cover at most " + rota.Hours(limitOf(c.MaxCover, p.Rules.MaxCover)))
	case ruleNights:
		return same("may work at most " + howMany(limitOf(c.MaxNightsInARow, p.Rules.MaxNightsInARow), "night") + " in a row")
	case ruleDays:
		return same("may work at most " + howMany(limitOf(nil, p.Rules.MaxDaysInARow), "day") + " in a row")
	}
	s, _ := p.Slot(b.Slot)
	return "is locked into " + p.SlotWords(s), "are locked into " + p.SlotWords(s)
}

// heldFast reports whether a fixed session overlaps one of the slots that the consultant could take.
func heldFast(p rota.Problem, c rota.Consultant, slots []rota.SlotID) bool {
	return slices.ContainsFunc(slots, func(id rota.SlotID) bool {
		s, _ := p.Slot(id)
		return rota.Able(c, s) && slices.ContainsFunc(c.Sessions, func(k rota.Session) bool { return k.Kind == rota.Fixed && k.Overlaps(s.Span) })
	})
}

func limitOf(own, rule *int) int {
	if own != nil {
		return *own
	}
	if rule != nil {
		return *rule
	}
	return 0
}

func howMany(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Words says in one sentence what to change to fill a place of the open slot, and what it saves.
// name gives what people call a consultant.
func (f Fix) Words(p rota.Problem, open rota.SlotID, name func(rota.ConsultantID) string) string {
	change, gain := f.changeWords(p, name), gainWords(f.Gain)
	if f.Shared {
		return change + ", " + gain + ", here or in another slot of the same worth."
	}
	s, _ := p.Slot(open)
	filled := int64(s.Minutes() * f.Less)
	switch saved := f.Gain[s.Priority-1]; {
	case f.Less == 0:
	case saved < filled:
		return change + ", " + placesHere(f.Less) + " would be filled, but another place opens for it: in all, " + gain + "."
	case saved > filled:
		return change + ", " + placesHere(f.Less) + " would be filled, and another place too: in all, " + gain + "."
	}
	return change + ", " + gain + "."
}

func placesHere(n int) string {
	if n == 1 {
		return "this place"
	}
	return fmt.Sprintf("%d places here", n)
}

func (f Fix) changeWords(p rota.Problem, name func(rota.ConsultantID) string) string {
	s, _ := p.Slot(f.Slot)
	switch f.Kind {
	case FixOffer:
		return "If " + name(f.Consultant) + " offered " + p.SlotWords(s)
	case FixSession:
		c, _ := p.Consultant(f.Consultant)
		when := ""
		for _, k := range c.Sessions {
			if k.ID == f.Session {
				when = ", " + k.Span.Words() + ","
			}
		}
		return "If the fixed session of " + name(f.Consultant) + when + " were moved"
	case FixLock:
		return "If " + name(f.Consultant) + " were no longer locked into " + p.SlotWords(s)
	}
	c, _ := p.Consultant(f.Consultant)
	switch f.Rule {
	case ruleCover:
		return "If " + name(f.Consultant) + " would cover more than " + rota.Hours(limitOf(c.MaxCover, p.Rules.MaxCover))
	case ruleNights:
		return "If " + name(f.Consultant) + " would work more than " + howMany(limitOf(c.MaxNightsInARow, p.Rules.MaxNightsInARow), "night") + " in a row"
	}
	return "If people might work more than " + howMany(limitOf(nil, p.Rules.MaxDaysInARow), "day") + " in a row"
}

// gainWords says how much less is open: "12 hours 30 minutes of priority 1 would no longer be open".
func gainWords(gain [3]int64) string {
	var less, more []string
	for i, v := range gain {
		switch {
		case v > 0:
			less = append(less, fmt.Sprintf("%s of priority %d", rota.Hours(int(v)), i+1))
		case v < 0:
			more = append(more, fmt.Sprintf("%s of priority %d", rota.Hours(int(-v)), i+1))
		}
	}
	out := listed(less, 3) + " would no longer be open"
	if len(more) > 0 {
		out += ", but " + listed(more, 3) + " would"
	}
	return out
}
