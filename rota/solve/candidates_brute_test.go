package solve

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// A table says by the referee alone which sets of slots each consultant of a tiny
// problem may hold, and with what displaced. Sets of slots are bit masks.
type table struct {
	p     rota.Problem
	known map[[2]int]pattern
}

// pattern is the consultant's way to hold the slots with the least loss; a loss
// of -1 says that there is none.
func (t *table) pattern(k, set int) pattern {
	key := [2]int{k, set}
	if q, ok := t.known[key]; ok {
		return q
	}
	c := t.p.Consultants[k]
	can := make([]int, len(t.p.Slots))
	for i := range can {
		can[i] = i
	}
	locked := map[rota.SlotID]bool{}
	for _, l := range t.p.Locks {
		locked[l.Slot] = locked[l.Slot] || l.Consultant == c.ID
	}
	best, able := pattern{loss: -1}, true
	for i, s := range t.p.Slots {
		able = able && (set>>i&1 == 0 || locked[s.ID] || rota.Able(c, s))
	}
	for gone := range 1 << len(c.Sessions) {
		if !able {
			break
		}
		q, ok := tryPattern(t.p, c, can, set, gone, locked)
		if ok && (best.loss < 0 || q.loss < best.loss) {
			best = q
		}
	}
	t.known[key] = best
	return best
}

// randomPlan gives a sound plan: the locks and whatever else fits by chance. Now
// and then somebody has lost every session, needed or not.
func (t *table) randomPlan(r *rand.Rand) rota.Plan {
	held := make([]int, len(t.p.Consultants))
	in := make([]int, len(t.p.Slots))
	for i, s := range t.p.Slots {
		for k, c := range t.p.Consultants {
			if slices.Contains(t.p.Locks, rota.Pair{Slot: s.ID, Consultant: c.ID}) {
				held[k] |= 1 << i
				in[i]++
			}
		}
	}
	for range r.IntN(2 * len(held) * len(in)) {
		k, i := r.IntN(len(held)), r.IntN(len(in))
		if in[i] < t.p.Slots[i].Places && held[k]>>i&1 == 0 && t.pattern(k, held[k]|1<<i).loss >= 0 {
			held[k] |= 1 << i
			in[i]++
		}
	}
	var all []rota.Assignment
	for k := range held {
		q := t.pattern(k, held[k])
		if len(q.plan) > 0 && r.IntN(3) == 0 {
			q.plan = slices.Clone(q.plan)
			q.plan[0].Displaces = nil
			for _, s := range t.p.Consultants[k].Sessions {
				if s.Kind == rota.Planned {
					q.plan[0].Displaces = append(q.plan[0].Displaces, s.ID)
				}
			}
		}
		all = append(all, q.plan...)
	}
	return rotatest.Plan(t.p, all...)
}

// masks is what each consultant holds in the plan.
func (t *table) masks(plan rota.Plan) []int {
	out := make([]int, len(t.p.Consultants))
	for _, a := range plan.Assignments {
		k := slices.IndexFunc(t.p.Consultants, func(c rota.Consultant) bool { return c.ID == a.Consultant })
		i := slices.IndexFunc(t.p.Slots, func(s rota.Slot) bool { return s.ID == a.Slot })
		out[k] |= 1 << i
	}
	return out
}

// An edit is what one or two consultants would hold instead: c takes the slot.
type edit struct {
	kind       Kind
	c, d       int // d is -1 when nobody else is touched
	newC, newD int
	after      []int64
}

// edits lists every edit of every kind, found by trying every set of slots for
// every one and two consultants.
func (t *table) edits(plan rota.Plan, s int) []edit {
	held := t.masks(plan)
	var out []edit
	for c := range held {
		for newC := range 1 << len(t.p.Slots) {
			if held[c]>>s&1 == 1 || newC>>s&1 == 0 || bits.OnesCount(uint(newC&^held[c])) > 2 || t.pattern(c, newC).loss < 0 {
				continue
			}
			for d := -1; d < len(held); d++ {
				if d == c {
					continue
				}
				for newD := range 1 << len(t.p.Slots) {
					if d < 0 && newD > 0 {
						break
					}
					e := edit{c: c, d: d, newC: newC, newD: newD}
					if e.kind = t.kind(plan, held, s, e); e.kind == "" || d >= 0 && t.pattern(d, newD).loss < 0 {
						continue
					}
					e.after = t.after(plan, e)
					out = append(out, e)
				}
			}
		}
	}
	return out
}

// kind names the shape of an edit; "" is none that is offered.
func (t *table) kind(plan rota.Plan, held []int, s int, e edit) Kind {
	slot := 1 << s
	takes, leaves := e.newC&^held[e.c], held[e.c]&^e.newC
	theirTakes, theirLeaves := 0, 0
	if e.d >= 0 {
		theirTakes, theirLeaves = e.newD&^held[e.d], held[e.d]&^e.newD
		if theirTakes|theirLeaves == 0 {
			return ""
		}
	}
	open := len(plan.Holders(t.p.Slots[s].ID)) < t.p.Slots[s].Places
	single := func(mask int) bool { return mask != 0 && mask&(mask-1) == 0 }
	switch {
	case e.d < 0 && open && takes == slot && leaves == 0:
		return Assign
	case e.d < 0 && open && takes == slot && t.least(e.c, held[e.c]|slot, leaves):
		return Release
	case e.d < 0:
		return ""
	case !open && takes == slot && theirTakes == 0 && theirLeaves == slot && t.least(e.c, held[e.c]|slot, leaves):
		return Replace
	case takes == slot && single(leaves) && theirTakes == leaves && theirLeaves == slot:
		return Swap
	case open && takes == slot && leaves == theirTakes && theirLeaves == 0 && t.least(e.c, held[e.c]|slot, leaves):
		return Pass
	case open && single(leaves) && theirTakes == leaves && single(theirLeaves) && theirLeaves != slot &&
		takes == slot|theirLeaves && t.least(e.c, held[e.c]|slot, leaves):
		return Exchange
	}
	return ""
}

// least reports whether k may hold the set without leaves, and not with any of leaves back.
func (t *table) least(k, set, leaves int) bool {
	for back := leaves; back > 0; back = (back - 1) & leaves {
		if t.pattern(k, set&^leaves|back).loss >= 0 {
			return false
		}
	}
	return t.pattern(k, set&^leaves).loss >= 0
}

// after gives the values of the plan with the edit made, by rota.Values.
func (t *table) after(plan rota.Plan, e edit) []int64 {
	var all []rota.Assignment
	for _, a := range plan.Assignments {
		if a.Consultant != t.p.Consultants[e.c].ID && (e.d < 0 || a.Consultant != t.p.Consultants[e.d].ID) {
			all = append(all, a)
		}
	}
	all = append(all, t.pattern(e.c, e.newC).plan...)
	if e.d >= 0 {
		all = append(all, t.pattern(e.d, e.newD).plan...)
	}
	return plainValues(rota.Values(t.p, rota.Plan{Assignments: all}))
}

func plainValues(values []rota.AimValue) []int64 {
	var out []int64
	for _, v := range values {
		out = append(out, v.Value)
	}
	return out
}

// best is, for each consultant and kind, the edits that reach the least values.
func (t *table) best(plan rota.Plan, s int) map[string][]edit {
	out := map[string][]edit{}
	for _, e := range t.edits(plan, s) {
		key := fmt.Sprint(e.c, e.kind)
		order := 1
		if was := out[key]; was != nil {
			order = slices.Compare(was[0].after, e.after)
		}
		if order > 0 {
			out[key] = nil
		}
		if order >= 0 {
			out[key] = append(out[key], e)
		}
	}
	return out
}

// compareWithBrute holds that the same consultants and kinds are given, each with
// the best values, but for what adds to another one and gains nothing.
func compareWithBrute(t *testing.T, name string, tab *table, plan rota.Plan, s int, got []Candidate) {
	t.Helper()
	want := tab.best(plan, s)
	given := map[string]bool{}
	for i, c := range got {
		key := fmt.Sprint(tab.who(c.Consultant), c.Kind)
		if given[key] {
			t.Errorf("%s: %s is given twice", name, key)
		}
		given[key] = true
		w := want[key]
		if w == nil || !slices.Equal(w[0].after, afterOf(c)) {
			t.Fatalf("%s: %v reaches %v, the best edits are %v", name, c, afterOf(c), w)
		}
		if i > 0 && slices.Compare(afterOf(got[i-1]), afterOf(c)) > 0 {
			t.Errorf("%s: candidate %d is better than the one before it", name, i)
		}
		others := slices.Delete(slices.Clone(got), i, i+1)
		if len(w) == 1 && tab.idle(plan, w[0], others) {
			t.Errorf("%s: %v only adds to another one of %v", name, c, others)
		}
	}
	for key, list := range want {
		needless := slices.ContainsFunc(list, func(e edit) bool { return tab.idle(plan, e, got) })
		if !given[key] && !needless {
			t.Fatalf("%s: %v is not among %v", name, list, got)
		}
	}
}

func (t *table) who(id rota.ConsultantID) int {
	return slices.IndexFunc(t.p.Consultants, func(c rota.Consultant) bool { return c.ID == id })
}

// idle reports whether one of the candidates, of the same consultant, does only what the edit does and is as good.
func (t *table) idle(plan rota.Plan, e edit, list []Candidate) bool {
	held := t.masks(plan)
	does := func(m Move) bool {
		now, next := 0, 0
		switch t.who(m.Consultant) {
		case e.c:
			now, next = held[e.c], e.newC
		case e.d:
			now, next = held[e.d], e.newD
		}
		return t.mask(m.Takes)&^(next&^now) == 0 && t.mask(m.Leaves)&^(now&^next) == 0
	}
	return slices.ContainsFunc(list, func(c Candidate) bool {
		return t.who(c.Consultant) == e.c && slices.Compare(afterOf(c), e.after) <= 0 &&
			!slices.ContainsFunc(c.Moves, func(m Move) bool { return !does(m) })
	})
}

func (t *table) mask(ids []rota.SlotID) int {
	set := 0
	for i, s := range t.p.Slots {
		if slices.Contains(ids, s.ID) {
			set |= 1 << i
		}
	}
	return set
}
