package rota

import (
	"fmt"
	"slices"
	"sort"
)

// RuleID names a rule in documents, pages and reasons.
type RuleID string

// A Breach is one rule not held. Slots and Sessions are those that together
// break it, sorted by time. Locked means that locks alone break it: a person
// has decided so, and the plan holds them all the same.
type Breach struct {
	Rule       RuleID
	Consultant ConsultantID
	Slots      []SlotID
	Sessions   []SessionID
	Locked     bool
}

// Because lists the ids of the breach but for one slot: what stops it.
func (b Breach) Because(but SlotID) []string {
	out := []string{}
	for _, s := range b.Slots {
		if s != but {
			out = append(out, string(s))
		}
	}
	for _, s := range b.Sessions {
		out = append(out, string(s))
	}
	return out
}

// A Rule is something every plan must hold for each consultant.
type Rule struct {
	ID     RuleID
	Name   string // as a heading: "Rest between duties"
	Source string // the law, contract or guidance it comes from
	find   func(roster) []Breach
}

// MustHold lists the rules for one consultant, in the order in which a reason
// names the first that stops somebody.
func MustHold() []Rule {
	return []Rule{ruleSkill, ruleSite, ruleOffer, ruleOverlap, ruleTravel, ruleRest, ruleCover, ruleNights, ruleDays}
}

// Rules about the plan as a whole, reported by [Check] beside those of [MustHold].
const (
	RulePlaces  RuleID = "places"    // no more people than places
	RuleLock    RuleID = "lock"      // every lock holds
	RuleLeft    RuleID = "left_open" // places left open on purpose stay open
	RuleSession RuleID = "session"   // only a planned session of one's own is displaced, and once
)

// RuleName is the rule's name for people.
func RuleName(id RuleID) string {
	for _, r := range MustHold() {
		if r.ID == id {
			return r.Name
		}
	}
	switch id {
	case RulePlaces:
		return "No more people than places"
	case RuleLock:
		return "Locked assignments hold"
	case RuleLeft:
		return "Places left open on purpose stay open"
	case RuleSession:
		return "Sessions that can be displaced"
	}
	return string(id)
}

// A Report is what the referee finds in a plan.
type Report struct {
	// Faults are disagreements between the plan and the problem or with itself:
	// wrong values, unknown ids, places not accounted for.
	Faults []Fault
	// Breaches are rules not held. Those with Locked set are no fault of the plan.
	Breaches []Breach
}

// OK reports whether the plan is sound: no fault, and no breach but by locks.
func (r Report) OK() bool {
	return len(r.Faults) == 0 && !slices.ContainsFunc(r.Breaches, func(b Breach) bool { return !b.Locked })
}

// Broken lists the breaches that locks alone cause.
func (r Report) Broken() []Breach {
	var out []Breach
	for _, b := range r.Breaches {
		if b.Locked {
			out = append(out, b)
		}
	}
	return out
}

// Check is the referee. It looks at every rule for every consultant, counts the
// places, adds up every aim and cost again, and holds the plan's own figures
// against them. It trusts neither document and shares no code with solving.
func Check(p Problem, plan Plan) Report {
	f := &faults{}
	checkIDs(p, plan, f)
	if len(f.list) > 0 {
		return Report{Faults: f.list}
	}
	breaches := checkPlan(p, plan)
	rosters := rostersOf(p, plan)
	for _, r := range rosters {
		breaches = append(breaches, r.breaches()...)
	}
	checkOpen(p, plan, rosters, f)
	checkFigures(p, plan, f)
	return Report{Faults: f.list, Breaches: breaches}
}

// checkIDs refuses assignments that name nothing or stand twice.
func checkIDs(p Problem, plan Plan, f *faults) {
	seen := map[Pair]bool{}
	for i, a := range plan.Assignments {
		path := at("assignments", i)
		if _, ok := p.Slot(a.Slot); !ok {
			f.add(path+".slot", "the problem has no such slot")
		}
		if _, ok := p.Consultant(a.Consultant); !ok {
			f.add(path+".consultant", "the problem has no such consultant")
		}
		if seen[a.Pair()] {
			f.add(path, "is given twice")
		}
		seen[a.Pair()] = true
	}
	for i, o := range plan.Open {
		if _, ok := p.Slot(o.Slot); !ok {
			f.add(at("open", i)+".slot", "the problem has no such slot")
		}
	}
}

// checkPlan looks at the rules about the plan as a whole.
func checkPlan(p Problem, plan Plan) []Breach {
	var out []Breach
	locked := map[Pair]bool{}
	locks := map[SlotID]int{}
	for _, l := range p.Locks {
		locked[l] = true
		locks[l.Slot]++
	}
	has := map[Pair]bool{}
	for _, a := range plan.Assignments {
		has[a.Pair()] = true
		if a.Locked != locked[a.Pair()] {
			out = append(out, Breach{Rule: RuleLock, Consultant: a.Consultant, Slots: []SlotID{a.Slot}})
		}
	}
	for _, l := range p.Locks {
		if !has[l] {
			out = append(out, Breach{Rule: RuleLock, Consultant: l.Consultant, Slots: []SlotID{l.Slot}})
		}
	}
	held := plan.counts()
	for _, s := range p.Slots {
		switch n := held[s.ID]; {
		case n > s.Places:
			out = append(out, Breach{Rule: RulePlaces, Slots: []SlotID{s.ID}, Locked: n == locks[s.ID]})
		case n > s.Places-p.LeftOpenIn(s.ID):
			out = append(out, Breach{Rule: RuleLeft, Slots: []SlotID{s.ID}})
		}
	}
	return append(out, checkDisplaced(p, plan)...)
}

// checkDisplaced holds that only a planned session of one's own is displaced, and once.
func checkDisplaced(p Problem, plan Plan) []Breach {
	var out []Breach
	type key struct {
		c ConsultantID
		s SessionID
	}
	seen := map[key]bool{}
	for _, a := range plan.Assignments {
		c, _ := p.Consultant(a.Consultant)
		for _, id := range a.Displaces {
			i := slices.IndexFunc(c.Sessions, func(s Session) bool { return s.ID == id })
			if i < 0 || c.Sessions[i].Kind != Planned || seen[key{c.ID, id}] {
				out = append(out, Breach{Rule: RuleSession, Consultant: c.ID, Slots: []SlotID{a.Slot}, Sessions: []SessionID{id}})
			}
			seen[key{c.ID, id}] = true
		}
	}
	return out
}

// checkOpen holds that every place is either filled or listed as open, and that
// each reason is true.
func checkOpen(p Problem, plan Plan, rosters []roster, f *faults) {
	listed, stops := map[SlotID]int{}, stopsOf(rosters)
	for i, o := range plan.Open {
		path := at("open", i)
		if listed[o.Slot] > 0 {
			f.add(path+".slot", "is listed twice")
		}
		if o.Places < 1 {
			f.add(path+".places", "must be at least 1")
		}
		listed[o.Slot] += o.Places
		checkReasons(p, &stops, o, path+".reasons", f)
	}
	held := plan.counts()
	for _, s := range p.Slots {
		if want := max(0, s.Places-held[s.ID]); listed[s.ID] != want {
			f.add("open", "slot %s has %d open of %d places, but %d are listed", s.ID, want, s.Places, listed[s.ID])
		}
	}
}

// checkReasons holds that each reason given is the rule that stops the consultant, and because of what.
func checkReasons(p Problem, s *stops, o Open, path string, f *faults) {
	slot, _ := p.Slot(o.Slot)
	from, n := s.from(slot), -1
	for j, r := range o.Reasons {
		found := true
		if n++; n >= len(s.ids) || s.ids[n] != r.Consultant { // mostly the next has it
			n, found = slices.BinarySearch(s.ids, r.Consultant)
		}
		if !found {
			f.add(at(path, j)+".consultant", "the problem has no such consultant")
			continue
		}
		if stop, ok := from.first(n); !ok || stop.Rule != r.Rule || !slices.Equal(stop.Because, r.Because) {
			f.add(at(path, j), "is not what stops this consultant")
		}
	}
}

// checkFigures adds up every aim and cost again.
func checkFigures(p Problem, plan Plan, f *faults) {
	want := Values(p, plan)
	if len(want) != len(plan.Aims) {
		f.add("aims", "has %d stages, but the problem has %d", len(plan.Aims), len(want))
		return
	}
	proved := true
	for i, got := range plan.Aims {
		path := at("aims", i)
		if got.Aim != want[i].Aim {
			f.add(path+".aim", "is %q, but the problem's stage is %q", got.Aim, want[i].Aim)
		} else if got.Value != want[i].Value {
			f.add(path+".value", "is %d, but adds up to %d", got.Value, want[i].Value)
		}
		if got.Bound > got.Value {
			f.add(path+".bound", "is above the value")
		}
		proved = proved && got.Bound == got.Value
	}
	status := BestFound
	if proved {
		status = Proved
	}
	if plan.Status != status {
		f.add("status", "is %q, but the bounds say %q", plan.Status, status)
	}
	total := Total(p.Lines(plan))
	for _, t := range []struct {
		path      string
		got, want *Pence
	}{{"trust_pence", plan.Cost.Trust, total.Trust}, {"bma_pence", plan.Cost.BMA, total.BMA}, {"agreed_pence", plan.Cost.Agreed, total.Agreed}} {
		if pence(t.got) != pence(t.want) {
			f.add("cost."+t.path, "is %s, but adds up to %s", amount(t.got), amount(t.want))
		}
	}
}

func amount(v *Pence) string {
	if v == nil {
		return "not known"
	}
	return v.String()
}

// held is a slot that a consultant is in.
type held struct {
	Slot
	locked bool
}

// A roster is one consultant's strike: what they cover and the sessions they keep.
type roster struct {
	who   Consultant
	rules Rules
	cover []held    // by start, then id
	kept  []Session // by start, then id
}

// rostersOf gives every consultant's strike, in the problem's order.
func rostersOf(p Problem, plan Plan) []roster {
	locked := map[Pair]bool{}
	for _, l := range p.Locks {
		locked[l] = true
	}
	cover, gone := map[ConsultantID][]held{}, plan.displaced()
	for _, a := range plan.Assignments {
		if s, ok := p.Slot(a.Slot); ok {
			cover[a.Consultant] = append(cover[a.Consultant], held{s, locked[a.Pair()]})
		}
	}
	out := make([]roster, len(p.Consultants))
	for i, c := range p.Consultants {
		out[i] = roster{who: c, rules: p.Rules, cover: cover[c.ID]}
		out[i].sortCover()
		for _, s := range c.Sessions {
			if !gone[c.ID][s.ID] {
				out[i].kept = append(out[i].kept, s)
			}
		}
		out[i].sortKept()
	}
	return out
}

func (r roster) sortKept() {
	sort.SliceStable(r.kept, func(i, j int) bool { return before(r.kept[i].Span, r.kept[j].Span, r.kept[i].ID, r.kept[j].ID) })
}

func (r roster) sortCover() {
	sort.SliceStable(r.cover, func(i, j int) bool { return before(r.cover[i].Span, r.cover[j].Span, r.cover[i].ID, r.cover[j].ID) })
}

func before[T ~string](a, b Span, x, y T) bool {
	if c := a.Compare(b); c != 0 {
		return c < 0
	}
	return x < y
}

func (r roster) breaches() []Breach {
	var out []Breach
	for _, rule := range MustHold() {
		for _, b := range rule.find(r) {
			b.Rule, b.Consultant = rule.ID, r.who.ID
			out = append(out, b)
		}
	}
	return out
}

// String is for tests and messages to developers: ids only.
func (b Breach) String() string {
	return fmt.Sprintf("%s: %s %v %v locked=%t", b.Rule, b.Consultant, b.Slots, b.Sessions, b.Locked)
}
