package rota

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// A Pair is one consultant in one slot.
type Pair struct {
	Slot       SlotID
	Consultant ConsultantID
}

// Compare orders pairs by slot, then consultant.
func (p Pair) Compare(o Pair) int {
	if c := strings.Compare(string(p.Slot), string(o.Slot)); c != 0 {
		return c
	}
	return strings.Compare(string(p.Consultant), string(o.Consultant))
}

// Aim is what a plan is judged by. Aims are compared strictly in order.
type Aim string

// The aims. All are minimised.
const (
	AimCover       Aim = "cover"       // open place-minutes, one stage a priority
	AimDisplaced   Aim = "displaced"   // sum of the loss of displaced sessions
	AimChanges     Aim = "changes"     // assignments added to or dropped from the published plan
	AimCostTrust   Aim = "cost:trust"  // pence, everybody at the trust card
	AimCostBMA     Aim = "cost:bma"    // pence, everybody at the BMA card
	AimCostAgreed  Aim = "cost:agreed" // pence, on each consultant's terms
	AimConsultants Aim = "consultants" // how many consultants are used
	AimSpread      Aim = "spread"      // most minutes of cover on one person
)

// Aims lists every aim.
func Aims() []Aim {
	return []Aim{AimCover, AimDisplaced, AimChanges, AimCostTrust, AimCostBMA, AimCostAgreed, AimConsultants, AimSpread}
}

// DefaultAims is the order used when none is chosen.
func DefaultAims() []Aim {
	return []Aim{AimCover, AimDisplaced, AimChanges, AimCostAgreed, AimSpread}
}

// A Problem is everything that solving may know: no names, no declarations.
// Make one with [NewProblem]; its slices are sorted by id and must not be changed.
type Problem struct {
	Strike      Strike
	Rules       Rules
	Slots       []Slot
	Consultants []Consultant
	Locks       []Pair
	LeftOpen    []LeftOpen // places that nobody is to fill
	Published   []Pair     // the plan that people have been told of; empty when none
	Cards       Cards
	Aims        []Aim
}

// NewProblem checks p and sorts it. It returns an *[Invalid] that lists every
// fault, with paths into p as given ("slots[3].end").
func NewProblem(p Problem) (Problem, error) {
	if len(p.Aims) == 0 {
		p.Aims = DefaultAims()
	}
	if err := p.validate(); err != nil {
		return Problem{}, err
	}
	p.Slots = slices.Clone(p.Slots)
	sort.SliceStable(p.Slots, func(i, j int) bool { return p.Slots[i].ID < p.Slots[j].ID })
	p.Consultants = slices.Clone(p.Consultants)
	sort.SliceStable(p.Consultants, func(i, j int) bool { return p.Consultants[i].ID < p.Consultants[j].ID })
	p.Locks = sortedPairs(p.Locks)
	p.LeftOpen = sortedLeftOpen(p.LeftOpen)
	p.Published = sortedPairs(p.Published)
	return p, nil
}

func sortedPairs(pairs []Pair) []Pair {
	out := slices.Clone(pairs)
	slices.SortFunc(out, Pair.Compare)
	return out
}

// Slot finds a slot by id.
func (p Problem) Slot(id SlotID) (Slot, bool) {
	i := sort.Search(len(p.Slots), func(i int) bool { return p.Slots[i].ID >= id })
	if i == len(p.Slots) || p.Slots[i].ID != id {
		return Slot{}, false
	}
	return p.Slots[i], true
}

// Consultant finds a consultant by id.
func (p Problem) Consultant(id ConsultantID) (Consultant, bool) {
	i := sort.Search(len(p.Consultants), func(i int) bool { return p.Consultants[i].ID >= id })
	if i == len(p.Consultants) || p.Consultants[i].ID != id {
		return Consultant{}, false
	}
	return p.Consultants[i], true
}

// Eligible lists who could take the slot if it were the only one: offer, skill and site are theirs.
func (p Problem) Eligible(s Slot) []ConsultantID {
	var out []ConsultantID
	for i := range p.Consultants {
		if c := &p.Consultants[i]; able(c, &s) {
			out = append(out, c.ID)
		}
	}
	return out
}

// Stages names the stages of the aims in order: "cover/1", "cover/2", "displaced" ….
// There is one cover stage for each priority that some slot has.
func (p Problem) Stages() []string {
	var out []string
	for _, aim := range p.Aims {
		if aim != AimCover {
			out = append(out, string(aim))
			continue
		}
		for priority := 1; priority <= 3; priority++ {
			if slices.ContainsFunc(p.Slots, func(s Slot) bool { return s.Priority == priority }) {
				out = append(out, fmt.Sprintf("cover/%d", priority))
			}
		}
	}
	return out
}

func (p Problem) validate() error {
	f := &faults{}
	p.Strike.validate(f, "strike")
	p.Rules.validate(f, "rules")
	slots := map[SlotID]bool{}
	for i, s := range p.Slots {
		s.validate(f, at("slots", i), p.Rules)
		if slots[s.ID] {
			f.add(at("slots", i)+".id", "another slot has this id")
		}
		slots[s.ID] = true
	}
	people := map[ConsultantID]bool{}
	for i, c := range p.Consultants {
		c.validate(f, at("consultants", i))
		if people[c.ID] {
			f.add(at("consultants", i)+".id", "another consultant has this id")
		}
		people[c.ID] = true
	}
	validatePairs(f, "locks", p.Locks, slots, people)
	validatePairs(f, "published", p.Published, nil, nil)
	p.validateLeftOpen(f)
	p.Cards.Trust.validate(f, "cards.trust")
	p.Cards.BMA.validate(f, "cards.bma")
	p.validateAims(f)
	return f.err()
}

// validatePairs refuses repeated pairs and, where sets are given, pairs that name nothing.
// A published plan may name slots and people that are gone since: they count as dropped.
func validatePairs(f *faults, path string, pairs []Pair, slots map[SlotID]bool, people map[ConsultantID]bool) {
	seen := map[Pair]bool{}
	for i, pair := range pairs {
		if slots != nil && !slots[pair.Slot] {
			f.add(at(path, i)+".slot", "no slot has this id")
		}
		if people != nil && !people[pair.Consultant] {
			f.add(at(path, i)+".consultant", "no consultant has this id")
		}
		if seen[pair] {
			f.add(at(path, i), "is given twice")
		}
		seen[pair] = true
	}
}

func (p Problem) validateAims(f *faults) {
	seen := map[Aim]bool{}
	for i, a := range p.Aims {
		switch {
		case !oneOf(a, Aims()):
			f.add(at("aims", i), "must be one of %s", list(Aims()))
		case seen[a]:
			f.add(at("aims", i), "is given twice")
		case a == AimCover && i > 0:
			f.add(at("aims", i), "cover must be the first aim")
		case i == 0 && a != AimCover:
			f.add(at("aims", i), "the first aim must be cover")
		}
		seen[a] = true
	}
	if len(f.list) > 0 {
		return // costs of a problem with faults would only repeat them
	}
	for _, a := range p.Aims {
		if a.isCost() {
			p.missing(a, f)
		}
	}
}
