package rota

import (
	"cmp"
	"slices"
)

// Keep is a draft that has just been made, with the changes put on top that people
// made while it was being made, the oldest first: what they decided holds, and
// whoever stands in its way leaves. What the problem no longer has is left out.
func (d Draft) Keep(changes []Change) Draft {
	if len(changes) == 0 {
		return d
	}
	k := keeping{d.working()}
	k.hand.Assignments = slices.Clone(k.hand.Assignments)
	people := map[ConsultantID]bool{}
	for _, c := range changes {
		k.put(c)
		for _, id := range c.People {
			people[id] = true
		}
	}
	for _, s := range k.draft.Problem.Slots {
		k.fit(s)
	}
	for _, id := range sorted(people) {
		if who, ok := d.Problem.Consultant(id); ok {
			k.free(who)
		}
	}
	return k.done(sorted(people))
}

type keeping struct{ working }

func pairsOf(assignments []Assignment) []Pair { return Plan{Assignments: assignments}.Pairs() }

// put does the change again: what came and what went. Slots that the problem has as the
// change left them are not cut again.
func (k *keeping) put(c Change) {
	for _, cut := range c.Cuts {
		if k.divide(cut) {
			k.clear(cut)
		}
	}
	for _, l := range c.Before.Locks {
		if i := lockIndex(k.locks, l.Pair); i >= 0 && lockIndex(c.After.Locks, l.Pair) < 0 {
			k.locks = slices.Delete(k.locks, i, i+1)
		}
	}
	before, after := pairsOf(c.Before.Assignments), pairsOf(c.After.Assignments)
	for _, pair := range before {
		if i := k.index(pair); i >= 0 && !slices.Contains(after, pair) && lockIndex(k.locks, pair) < 0 {
			k.hand.Assignments = slices.Delete(k.hand.Assignments, i, i+1)
		}
	}
	for _, o := range c.Before.KeptOff {
		if keptOffIndex(c.After.KeptOff, o.Pair) < 0 {
			k.hand.KeptOff = withoutKeptOff(k.hand.KeptOff, o.Pair)
		}
	}
	for _, o := range c.After.KeptOff {
		if keptOffIndex(c.Before.KeptOff, o.Pair) < 0 {
			k.bar(o)
		}
	}
	for _, l := range c.After.Locks {
		if lockIndex(c.Before.Locks, l.Pair) < 0 {
			k.hold(l)
		}
	}
	for _, id := range c.Slots {
		l := LeftOpen{Slot: id}
		if i := leftIndex(c.After.LeftOpen, id); i >= 0 {
			l = c.After.LeftOpen[i]
		}
		if _, ok := k.draft.Problem.Slot(id); ok || l.Places == 0 {
			k.leaveOpen(l)
		}
	}
}

// clear takes everybody out of slots that a cut which was taken back had made, and who
// worked in a part of what is cut out of the whole of it.
func (k *keeping) clear(c Cut) {
	k.hand.Assignments = slices.DeleteFunc(k.hand.Assignments, func(a Assignment) bool {
		return slices.ContainsFunc(c.Pieces, func(p Piece) bool {
			if c.Joined {
				return a.Slot == p.ID && p.ID != c.Slot.ID
			}
			return p.Who == a.Consultant && a.Slot == c.Slot.ID && p.ID != c.Slot.ID
		})
	})
}

// bar keeps somebody off a slot, unless they are locked there.
func (k *keeping) bar(o KeptOff) {
	_, slot := k.draft.Problem.Slot(o.Slot)
	_, who := k.draft.Problem.Consultant(o.Consultant)
	if !slot || !who || lockIndex(k.locks, o.Pair) >= 0 {
		return
	}
	if i := k.index(o.Pair); i >= 0 {
		k.hand.Assignments = slices.Delete(k.hand.Assignments, i, i+1)
	}
	k.hand.KeptOff = append(withoutKeptOff(k.hand.KeptOff, o.Pair), o)
}

// hold seats somebody and locks them there.
func (k *keeping) hold(l Lock) {
	_, slot := k.draft.Problem.Slot(l.Slot)
	_, who := k.draft.Problem.Consultant(l.Consultant)
	if !slot || !who {
		return
	}
	if k.index(l.Pair) < 0 {
		k.hand.Assignments = append(k.hand.Assignments, Assignment{Slot: l.Slot, Consultant: l.Consultant})
	}
	k.hand.KeptOff = withoutKeptOff(k.hand.KeptOff, l.Pair)
	if lockIndex(k.locks, l.Pair) < 0 {
		k.locks = append(k.locks, l)
	}
}

// fit takes people off a slot whom nobody has locked there, while it has too many, and
// lets fewer places be left open where locks fill them.
func (k *keeping) fit(s Slot) {
	left := 0
	if i := leftIndex(k.hand.LeftOpen, s.ID); i >= 0 {
		l := k.hand.LeftOpen[i]
		locked := 0
		for _, o := range k.locks {
			if o.Slot == s.ID {
				locked++
			}
		}
		l.Places = max(0, min(l.Places, s.needed()-locked))
		k.leaveOpen(l)
		left = l.Places
	}
	for i := len(k.hand.Assignments) - 1; i >= 0 && k.count(s.ID) > s.Places-left; i-- {
		if a := k.hand.Assignments[i]; a.Slot == s.ID && lockIndex(k.locks, a.Pair()) < 0 {
			k.hand.Assignments = slices.Delete(k.hand.Assignments, i, i+1)
		}
	}
}

// free takes a person off slots that nobody has locked them in, the least important
// first, while what they cover breaks a rule.
func (k *keeping) free(who Consultant) {
	for {
		var mine []Pair
		for _, a := range k.hand.Assignments {
			if a.Consultant == who.ID {
				mine = append(mine, a.Pair())
			}
		}
		var loose []Slot
		for _, b := range k.against(who, seated(k.draft.Problem, who, mine, nil)) {
			for _, id := range b.Slots {
				if s, _ := k.draft.Problem.Slot(id); lockIndex(k.locks, Pair{id, who.ID}) < 0 {
					loose = append(loose, s)
				}
			}
		}
		if loose == nil {
			return
		}
		worst := slices.MaxFunc(loose, func(a, b Slot) int { return cmp.Or(a.Priority-b.Priority, cmp.Compare(b.ID, a.ID)) })
		i := k.index(Pair{worst.ID, who.ID})
		k.hand.Assignments = slices.Delete(k.hand.Assignments, i, i+1)
	}
}
