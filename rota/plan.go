package rota

import (
	"slices"
)

// Status says how sure a plan is to be best.
type Status string

// The statuses. A plan is proved only when every aim's value equals its bound.
const (
	Proved    Status = "proved"
	BestFound Status = "best_found"
)

// An Assignment puts a consultant in a place of a slot. Displaces lists the
// planned sessions of theirs that it takes the place of, or whose rest it takes;
// a session that several assignments displace is listed under one of them.
type Assignment struct {
	Slot       SlotID
	Consultant ConsultantID
	Locked     bool
	Displaces  []SessionID
}

// Pair is the consultant and the slot.
func (a Assignment) Pair() Pair { return Pair{a.Slot, a.Consultant} }

// A Reason says which rule stops a consultant from taking an open place, and
// because of which other slots or sessions of theirs.
type Reason struct {
	Consultant ConsultantID
	Rule       RuleID
	Because    []string
}

// Open is a slot with places that nobody covers.
type Open struct {
	Slot    SlotID
	Places  int
	Reasons []Reason
}

// An AimValue is what a plan reaches in one stage, and the bound proved: no plan
// that is as good in every stage before it can have a smaller value than Bound.
type AimValue struct {
	Aim   string // a stage as named by [Problem.Stages]
	Value int64
	Bound int64
}

// Run says how a plan was made.
type Run struct {
	Engine  string
	Seed    int64
	Seconds float64
	Stages  int
}

// A Plan is what solving, or a person, has decided for a [Problem].
type Plan struct {
	Status      Status
	Aims        []AimValue
	Assignments []Assignment // sorted by slot, then consultant
	Open        []Open       // sorted by slot
	Cost        Totals
	// Broken lists the rules that locks break; a person has decided them.
	Broken []Breach
	Run    Run
	// ByHand says that people have changed it since the run: bounds may be 0 for not known.
	ByHand bool
}

// Pairs lists the plan's assignments as sorted pairs.
func (p Plan) Pairs() []Pair {
	out := make([]Pair, len(p.Assignments))
	for i, a := range p.Assignments {
		out[i] = a.Pair()
	}
	slices.SortFunc(out, Pair.Compare)
	return out
}

// Holders lists who is in the slot, in the plan's order.
func (p Plan) Holders(id SlotID) []Assignment {
	var out []Assignment
	for _, a := range p.Assignments {
		if a.Slot == id {
			out = append(out, a)
		}
	}
	return out
}

// counts is how many are in each slot.
func (p Plan) counts() map[SlotID]int {
	out := map[SlotID]int{}
	for _, a := range p.Assignments {
		out[a.Slot]++
	}
	return out
}

// OpenIn finds the slot's open places.
func (p Plan) OpenIn(id SlotID) (Open, bool) {
	for _, o := range p.Open {
		if o.Slot == id {
			return o, true
		}
	}
	return Open{}, false
}

// Values computes the value of every stage of the problem's aims for the plan's
// assignments, in order, from nothing but the problem and the assignments.
// The bounds are left 0. A cost that is not known is -1.
func Values(p Problem, plan Plan) []AimValue {
	var out []AimValue
	for _, stage := range p.Stages() {
		out = append(out, AimValue{Aim: stage, Value: value(p, plan, stage)})
	}
	return out
}

func value(p Problem, plan Plan, stage string) int64 {
	switch Aim(stage) {
	case AimDisplaced:
		return displacedLoss(p, plan)
	case AimChanges:
		return changes(p.Published, plan.Pairs())
	case AimCostTrust:
		return pence(Total(p.Lines(plan)).Trust)
	case AimCostBMA:
		return pence(Total(p.Lines(plan)).BMA)
	case AimCostAgreed:
		return pence(Total(p.Lines(plan)).Agreed)
	case AimConsultants:
		return int64(len(p.heldBy(plan)))
	case AimSpread:
		var most int64
		for _, slots := range p.heldBy(plan) {
			most = max(most, int64(p.Rules.minutes(slots)))
		}
		return most
	}
	return openMinutes(p, plan, int(stage[len(stage)-1]-'0'))
}

func pence(v *Pence) int64 {
	if v == nil {
		return -1
	}
	return int64(*v)
}

func openMinutes(p Problem, plan Plan, priority int) int64 {
	filled := plan.counts()
	var sum int64
	for _, s := range p.Slots {
		if open := s.Places - filled[s.ID]; s.Priority == priority && open > 0 {
			sum += int64(open) * int64(s.Minutes())
		}
	}
	return sum
}

func displacedLoss(p Problem, plan Plan) int64 {
	gone := plan.displaced()
	var sum int64
	for _, c := range p.Consultants {
		for _, s := range c.Sessions {
			if gone[c.ID][s.ID] {
				sum += int64(s.Loss)
			}
		}
	}
	return sum
}

// displaced is the set of sessions of each consultant that the plan displaces.
func (p Plan) displaced() map[ConsultantID]map[SessionID]bool {
	gone := map[ConsultantID]map[SessionID]bool{}
	for _, a := range p.Assignments {
		for _, id := range a.Displaces {
			if gone[a.Consultant] == nil {
				gone[a.Consultant] = map[SessionID]bool{}
			}
			gone[a.Consultant][id] = true
		}
	}
	return gone
}

// Missing is what of the one sorted list is not in the other.
func Missing(from, in []Pair) []Pair {
	var out []Pair
	for _, pair := range from {
		if _, ok := slices.BinarySearchFunc(in, pair, Pair.Compare); !ok {
			out = append(out, pair)
		}
	}
	return out
}

func changes(from, to []Pair) int64 {
	was := map[Pair]bool{}
	for _, pair := range from {
		was[pair] = true
	}
	added := 0
	for _, pair := range to {
		if was[pair] {
			delete(was, pair)
		} else {
			added++
		}
	}
	return int64(added + len(was))
}
