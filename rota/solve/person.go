package solve

import (
	"slices"
	"sort"
	"strings"

	"strikerota/rota"
)

// itemKind says what an item of a person is.
type itemKind int

const (
	cover   itemKind = iota // a candidate slot
	planned                 // a session that can be displaced
	fixed                   // a session that cannot
)

// An item is something that may stand in a person's strike. Times are minutes
// since the Unix epoch.
type item struct {
	kind       itemKind
	id         string
	slot       int // index in the problem's slots, for cover
	start, end int
	onSite     bool // counts as work for rest
	night      bool
	date       int // days since the epoch of the London date on which it starts
	locked     bool
	loss       int
	double     int // minutes that count in another slot, in which a lock holds them at the same time
}

// minutes is how long it is as cover: time in two slots at once counts once.
func (i item) minutes() int { return i.end - i.start - i.double }

// doubled gives how much of each lock counts in another slot. Only locks put somebody in
// two slots at once, so that it is known before anything is decided.
func doubled(p rota.Problem) map[rota.Pair]int {
	out := map[rota.Pair]int{}
	for _, l := range p.Lines(lockedPlan(p)) {
		if l.Elsewhere > 0 {
			out[rota.Pair{Slot: l.Slot.ID, Consultant: l.Consultant.ID}] = l.Elsewhere
		}
	}
	return out
}

// lockedPlan is the locks alone.
func lockedPlan(p rota.Problem) rota.Plan {
	var plan rota.Plan
	for _, l := range p.Locks {
		plan.Assignments = append(plan.Assignments, rota.Assignment{Slot: l.Slot, Consultant: l.Consultant, Locked: true})
	}
	return plan
}

// free reports whether the solver decides if the item is present.
func (i item) free() bool { return i.kind == planned || i.kind == cover && !i.locked }

// A person is one consultant with every item that may stand in their strike.
type person struct {
	id        rota.ConsultantID
	index     int // in the problem's consultants
	items     []item
	maxCover  int // -1 is no limit
	maxNights int
	maxDays   int
	rest      int
	maxRun    int
	clash     []set // clash[i] holds j: items i and j cannot both be present
}

// people lists the consultants that some slot needs, in the problem's order.
func people(p rota.Problem) []*person {
	locked := map[rota.Pair]bool{}
	for _, l := range p.Locks {
		locked[l] = true
	}
	slots := make([]item, len(p.Slots))
	bySite := map[string][]int{}
	for j, s := range p.Slots {
		slots[j] = slotItem(s, j)
		bySite[s.Site] = append(bySite[s.Site], j)
	}
	bySlot := map[rota.ConsultantID][]int{}
	for _, l := range p.Locks {
		j, _ := slices.BinarySearchFunc(p.Slots, l.Slot, func(s rota.Slot, id rota.SlotID) int { return strings.Compare(string(s.ID), string(id)) })
		bySlot[l.Consultant] = append(bySlot[l.Consultant], j)
	}
	less := doubled(p)
	var out []*person
	for i, c := range p.Consultants {
		q := newPerson(p, i, c)
		for _, j := range bySlot[c.ID] {
			it := slots[j]
			it.locked, it.double = true, less[rota.Pair{Slot: p.Slots[j].ID, Consultant: c.ID}]
			q.items = append(q.items, it)
		}
		for _, site := range sitesOf(c) {
			for _, j := range bySite[site] {
				if candidate(c, p.Slots[j]) && !locked[rota.Pair{Slot: p.Slots[j].ID, Consultant: c.ID}] {
					q.items = append(q.items, slots[j])
				}
			}
		}
		if len(q.items) == 0 {
			continue
		}
		for _, s := range c.Sessions {
			q.items = append(q.items, sessionItem(s))
		}
		q.sortItems()
		q.findClashes(p)
		out = append(out, q)
	}
	return out
}

func sitesOf(c rota.Consultant) []string {
	sites := slices.Clone(c.Sites)
	slices.Sort(sites)
	return slices.Compact(sites)
}

func newPerson(p rota.Problem, index int, c rota.Consultant) *person {
	limit := func(own, rule *int) int {
		if own != nil {
			return *own
		}
		if rule != nil {
			return *rule
		}
		return -1
	}
	r := p.Rules
	q := &person{
		id: c.ID, index: index, rest: -1, maxRun: -1,
		maxCover:  limit(c.MaxCover, r.MaxCover),
		maxNights: limit(c.MaxNightsInARow, r.MaxNightsInARow),
		maxDays:   limit(nil, r.MaxDaysInARow),
	}
	if r.Rest != nil && r.MaxRun != nil {
		q.rest, q.maxRun = *r.Rest, *r.MaxRun
	}
	return q
}

// candidate reports whether an offer, the skills and the sites of c allow s, and nobody
// took them off it by hand.
func candidate(c rota.Consultant, s rota.Slot) bool {
	if !slices.Contains(c.Sites, s.Site) || slices.Contains(c.KeptOff, s.ID) {
		return false
	}
	for _, need := range s.SkillsAll {
		if !slices.Contains(c.Skills, need) {
			return false
		}
	}
	any := len(s.SkillsAny) == 0
	for _, skill := range s.SkillsAny {
		any = any || slices.Contains(c.Skills, skill)
	}
	if !any {
		return false
	}
	for _, o := range c.Offers {
		inside := o.Start.Unix() <= s.Start.Unix() && s.End.Unix() <= o.End.Unix()
		if inside && slices.Contains(o.Modes, s.Mode) {
			return true
		}
	}
	return false
}

func slotItem(s rota.Slot, index int) item {
	it := item{
		kind: cover, id: string(s.ID), slot: index,
		start: minute(s.Start.Unix()), end: minute(s.End.Unix()),
		onSite: s.Mode == rota.OnSite,
	}
	it.date = dayNumber(s.Start)
	it.night = it.onSite && nightMinutes(it.start, it.end, it.date) >= 180
	return it
}

func sessionItem(s rota.Session) item {
	it := item{
		kind: fixed, id: string(s.ID), slot: -1,
		start: minute(s.Start.Unix()), end: minute(s.End.Unix()), onSite: true,
	}
	if s.Kind == rota.Planned {
		it.kind, it.loss = planned, s.Loss
	}
	it.date = dayNumber(s.Start)
	return it
}

func (q *person) sortItems() {
	sort.SliceStable(q.items, func(i, j int) bool {
		a, b := q.items[i], q.items[j]
		if a.start != b.start {
			return a.start < b.start
		}
		if a.end != b.end {
			return a.end < b.end
		}
		if a.kind != b.kind {
			return a.kind < b.kind
		}
		return a.id < b.id
	})
}

// findClashes fills in which two items cannot both be present.
func (q *person) findClashes(p rota.Problem) {
	q.clash = make([]set, len(q.items))
	for i := range q.items {
		q.clash[i] = newSet(len(q.items))
	}
	for i := range q.items {
		for j := range i {
			if q.clashes(p, q.items[j], q.items[i]) {
				q.clash[i].add(j)
				q.clash[j].add(i)
			}
		}
	}
}

// clashes reports whether a and b, a starting no later than b, cannot both be present.
func (q *person) clashes(p rota.Problem, a, b item) bool {
	if a.kind != cover && b.kind != cover {
		return false // two sessions of one's own are not the plan's
	}
	if b.start < a.end && !(a.kind == cover && b.kind == cover && shares(p, a.slot, b.slot)) {
		return true
	}
	if a.kind == cover && b.kind == cover {
		if q.maxCover >= 0 && a.minutes()+b.minutes() > q.maxCover {
			return true
		}
		if a.onSite && b.onSite && b.start >= a.end &&
			b.start-a.end < p.Rules.TravelMinutes(p.Slots[a.slot].Site, p.Slots[b.slot].Site) {
			return true
		}
	}
	return q.maxRun >= 0 && a.onSite && b.onSite &&
		b.start-a.end < q.rest && max(a.end, b.end)-a.start > q.maxRun
}

// shares reports whether the trust lets two overlapping slots be held by one consultant.
func shares(p rota.Problem, i, j int) bool {
	a, b := p.Slots[i], p.Slots[j]
	return p.Rules.OnCallWithOnSite && !a.NoOtherDuty && !b.NoOtherDuty &&
		(a.Mode == rota.OnSite) != (b.Mode == rota.OnSite) && a.Service == b.Service && a.Unit == b.Unit
}
