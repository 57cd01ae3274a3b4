package solve

import (
	"cmp"
	"context"
	"slices"
	"time"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// An Explainer answers questions about one problem and one plan of it, and keeps what
// it has found out for the questions after. It is for one goroutine, and to be closed.
type Explainer struct {
	problem *rota.Problem
	plan    rota.Plan
	options WhyOptions
	keepers []*keeper
	seats   [][]couldBe // by slot: who could be in it
	index   map[rota.SlotID]int
	filled  []int           // places of each slot that the plan fills
	opened  []rota.AimValue // see before; nil until it is needed
	engine  *highs.Engine
	known   map[string]rerun // changes solved so far
	// conflicts are those found of slots, but for what was too hard to decide.
	conflicts map[int]Conflict
	screen    *screen // nil until it is needed
	// deadline is when to stop looking at the slot; zero is never.
	deadline time.Time
	unsure   bool // something was too hard to decide since this was last reset
}

// A couldBe is a keeper and which item of theirs the slot is.
type couldBe struct{ who, item int }

// NewExplainer is for questions about a plan for the problem. The problem must come
// from [rota.NewProblem], and the plan must be one that [rota.Check] passes.
func NewExplainer(p rota.Problem, plan rota.Plan) *Explainer {
	e := &Explainer{problem: &p, plan: plan, index: map[rota.SlotID]int{}, known: map[string]rerun{}, conflicts: map[int]Conflict{}}
	e.keepers = keepers(e.problem)
	e.seats = make([][]couldBe, len(p.Slots))
	for k, q := range e.keepers {
		for i, it := range q.items {
			if it.kind == cover {
				e.seats[it.slot] = append(e.seats[it.slot], couldBe{k, i})
			}
		}
	}
	for i, s := range p.Slots {
		e.index[s.ID] = i
	}
	e.filled = make([]int, len(p.Slots))
	for _, a := range plan.Assignments {
		if i, ok := e.index[a.Slot]; ok {
			e.filled[i]++
		}
	}
	return e
}

// Close frees what the questions needed.
func (e *Explainer) Close() {
	if e.engine != nil {
		e.engine.Close()
	}
}

// open is how many places of the slot the plan leaves open.
func (e *Explainer) open(s int) int { return max(0, e.problem.Slots[s].Places-e.filled[s]) }

// conflictOnce is conflict, which is looked for again only where something was too
// hard to decide.
func (e *Explainer) conflictOnce(ctx context.Context, s int) (Conflict, error) {
	if c, ok := e.conflicts[s]; ok {
		return c, nil
	}
	c, err := e.conflict(ctx, s)
	if err == nil && !c.Unsure {
		e.conflicts[s] = c
	}
	return c, err
}

// conflict finds a smallest set of demands that cannot all hold and of which the
// open slot is one.
//
// It begins with every place of the slot, the places that the plan fills in slots
// as urgent or more, every rule of everybody, and every lock. A plan with all these
// would have better cover than this one, so that with a proved plan there is none;
// without the slot this plan is one, so that the slot is always needed.
func (e *Explainer) conflict(ctx context.Context, s int) (Conflict, error) {
	slots := e.near(s)
	e.unsure = false
	prefix, err := e.prefix(ctx, slots)
	if err != nil {
		return Conflict{}, err
	}
	if prefix == nil && e.unsure && e.coverProved() {
		prefix = slots // it cannot be, by the proof of the plan
	}
	if prefix == nil {
		c := e.words(slots[:1])
		c.None, c.Unsure = true, e.unsure
		return c, nil
	}
	e.unsure = false
	var best []member
	unsure := false
	for _, order := range e.orders(prefix) {
		e.unsure = false
		set, err := e.shrink(ctx, order)
		if err != nil {
			return Conflict{}, err
		}
		if best == nil || smaller(set, best) {
			best, unsure = set, e.unsure
		}
		if len(prefix) > cheapOrders {
			break
		}
	}
	c := e.words(best)
	c.Unsure = unsure
	return c, nil
}

// cheapOrders is up to how many slots more than one order is tried.
const cheapOrders = 12

// coverProved reports whether no plan has better cover.
func (e *Explainer) coverProved() bool {
	return !slices.ContainsFunc(coverOf(e.plan.Aims), func(a rota.AimValue) bool { return a.Value != a.Bound })
}

// near lists the slot and the slots as urgent or more that the plan fills in its
// part, nearest first: by how many consultants join them to it, the same skills,
// the time between them, then their id.
func (e *Explainer) near(s int) []member {
	far := e.distances(s)
	type other struct {
		slot, far, skills, gap int
	}
	var others []other
	for i, slot := range e.problem.Slots {
		if i == s || far[i] < 0 || slot.Priority > e.problem.Slots[s].Priority || e.filled[i] == 0 {
			continue
		}
		o := other{slot: i, far: far[i], skills: 1, gap: gapMinutes(slot.Span, e.problem.Slots[s].Span)}
		if requirement(slot) == requirement(e.problem.Slots[s]) {
			o.skills = 0
		}
		others = append(others, o)
	}
	slices.SortFunc(others, func(a, b other) int {
		return cmp.Or(a.far-b.far, a.skills-b.skills, a.gap-b.gap, a.slot-b.slot)
	})
	out := []member{{slot: s, places: e.problem.Slots[s].Places}}
	for _, o := range others {
		out = append(out, member{slot: o.slot, places: min(e.filled[o.slot], e.problem.Slots[o.slot].Places)})
	}
	return out
}

// distances counts consultants on the way from the slot to every other, -1 where there is none.
func (e *Explainer) distances(s int) []int {
	far := make([]int, len(e.problem.Slots))
	for i := range far {
		far[i] = -1
	}
	far[s] = 0
	seen := make([]bool, len(e.keepers))
	for queue := []int{s}; len(queue) > 0; queue = queue[1:] {
		for _, at := range e.seats[queue[0]] {
			if seen[at.who] {
				continue
			}
			seen[at.who] = true
			for _, it := range e.keepers[at.who].items {
				if it.kind == cover && far[it.slot] < 0 {
					far[it.slot] = far[queue[0]] + 1
					queue = append(queue, it.slot)
				}
			}
		}
	}
	return far
}

// gapMinutes is the time between two spans, 0 when they overlap or touch.
func gapMinutes(a, b rota.Span) int {
	return max(0, rota.Span{Start: a.End, End: b.Start}.Minutes(), rota.Span{Start: b.End, End: a.Start}.Minutes())
}

// prefix gives the shortest beginning of the slots that cannot all be filled, nil if all can.
func (e *Explainer) prefix(ctx context.Context, slots []member) ([]member, error) {
	var bad error
	fails := func(n int) bool {
		ok, err := e.possible(ctx, slices.Concat(slots[:n], e.bindings(slots[:n])))
		if err != nil {
			bad = err
		}
		return err == nil && !ok
	}
	good, n := 0, 1
	for !fails(n) {
		if bad != nil || n == len(slots) {
			return nil, bad
		}
		good, n = n, min(2*n, len(slots))
	}
	for good+1 < n && bad == nil {
		if mid := (good + n) / 2; fails(mid) {
			n = mid
		} else {
			good = mid
		}
	}
	return slots[:n], bad
}

// bindings lists every lock and every rule that could bind somebody who could be in
// one of the slots: first the rules, in the order in which reasons name them, then the locks.
func (e *Explainer) bindings(slots []member) []member {
	in := map[int]bool{}
	part := map[int]bool{}
	for _, m := range slots {
		in[m.slot] = true
		for _, at := range e.seats[m.slot] {
			part[at.who] = true
		}
	}
	var rules, locks []member
	for _, rule := range jointRules() {
		for k, q := range e.keepers {
			if part[k] && q.broken(rule, q.most(in)) {
				rules = append(rules, member{rule: rule, who: k})
			}
		}
	}
	for k, q := range e.keepers {
		for _, it := range q.items {
			if part[k] && it.locked {
				locks = append(locks, member{rule: rota.RuleLock, who: k, slot: it.slot})
			}
		}
	}
	return append(rules, locks...)
}

// most is all that the consultant could hold at once in the slots and their locks: a
// rule that this keeps is never broken.
func (k *keeper) most(slots map[int]bool) []int {
	var out []int
	for i, it := range k.items {
		if it.kind == fixed || it.locked || slots[it.slot] {
			out = append(out, i)
		}
	}
	return out
}

// orders gives the slots of the beginning in the orders that are tried, the open one
// always first: nearest first; fewest people first; earliest first.
func (e *Explainer) orders(near []member) [][]member {
	out := [][]member{near}
	if len(near) < 3 {
		return out
	}
	by := func(compare func(a, b member) int) {
		order := slices.Clone(near)
		slices.SortStableFunc(order[1:], compare)
		out = append(out, order)
	}
	by(func(a, b member) int { return len(e.seats[a.slot]) - len(e.seats[b.slot]) })
	by(func(a, b member) int {
		return cmp.Or(e.problem.Slots[a.slot].Compare(e.problem.Slots[b.slot].Span), a.slot-b.slot)
	})
	return out
}

// shrink leaves nothing in the set that could be spared: first slots, then locks and rules.
func (e *Explainer) shrink(ctx context.Context, slots []member) ([]member, error) {
	kept, err := e.needed(ctx, slices.Concat(slots[:1], e.bindings(slots)), slots[1:])
	if err != nil {
		return nil, err
	}
	left := append(slices.Clone(slots[:1]), kept...)
	rules := e.bindings(left)
	byRule, err := e.needed(ctx, left, rules)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(rules, func(a, b member) int { return a.who - b.who })
	byPerson, err := e.needed(ctx, left, rules)
	if err != nil {
		return nil, err
	}
	if len(byPerson) < len(byRule) {
		byRule = byPerson
	}
	return append(left, byRule...), nil
}

// needed gives what of the doubtful members must stand beside the sure ones for the
// whole to be impossible, which it is; of two that would do, the earlier stays. It
// halves the doubtful, decides the later half first, then the earlier beside what
// is left of it.
func (e *Explainer) needed(ctx context.Context, sure, doubtful []member) ([]member, error) {
	if len(doubtful) == 0 {
		return nil, nil
	}
	ok, err := e.possible(ctx, sure)
	if err != nil || !ok {
		return nil, err
	}
	if len(doubtful) == 1 {
		return doubtful, nil
	}
	early, late := doubtful[:len(doubtful)/2], doubtful[len(doubtful)/2:]
	b, err := e.needed(ctx, slices.Concat(sure, early), late)
	if err != nil {
		return nil, err
	}
	a, err := e.needed(ctx, slices.Concat(sure, b), early)
	if err != nil {
		return nil, err
	}
	return append(slices.Clone(a), b...), nil
}

// smaller prefers fewer members, then fewer slots, then those that come first.
func smaller(a, b []member) bool {
	slots := func(set []member) int {
		n := 0
		for _, m := range set {
			if m.rule == "" {
				n++
			}
		}
		return n
	}
	if c := cmp.Or(len(a)-len(b), slots(a)-slots(b)); c != 0 {
		return c < 0
	}
	compare := func(x, y member) int {
		return cmp.Or(cmp.Compare(x.rule, y.rule), x.slot-y.slot, x.who-y.who)
	}
	return slices.CompareFunc(slices.SortedFunc(slices.Values(a), compare), slices.SortedFunc(slices.Values(b), compare), compare) < 0
}

// words turns members into ids.
func (e *Explainer) words(set []member) Conflict {
	var c Conflict
	set = slices.Clone(set)
	slices.SortFunc(set, func(a, b member) int { return cmp.Or(a.slot-b.slot, a.who-b.who) })
	for _, m := range set {
		if m.rule == "" {
			c.Slots = append(c.Slots, e.problem.Slots[m.slot].ID)
			c.Places = append(c.Places, m.places)
			continue
		}
		b := Binding{Consultant: e.keepers[m.who].id, Rule: m.rule}
		if m.rule == rota.RuleLock {
			b.Slot = e.problem.Slots[m.slot].ID
		}
		c.Binding = append(c.Binding, b)
	}
	slices.SortFunc(c.Binding, Binding.compare)
	c.Eligible = e.eligible(set)
	return c
}

// eligible lists who could be in one of the slots of the set.
func (e *Explainer) eligible(set []member) []rota.ConsultantID {
	in := map[rota.ConsultantID]bool{}
	out := []rota.ConsultantID{}
	for _, m := range set {
		if m.rule != "" {
			continue
		}
		for _, at := range e.seats[m.slot] {
			if id := e.keepers[at.who].id; !in[id] {
				in[id] = true
				out = append(out, id)
			}
		}
	}
	slices.Sort(out)
	return out
}
