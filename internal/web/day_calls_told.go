package web

import (
	"slices"
	"strings"

	"strikerota/internal/store"
	"strikerota/rota"
)

// told are those who know what they cover: by the newest version, unless that has it at another time
// or place, and by telephone since.
func (in callsInput) told() map[rota.Pair]bool {
	out := pairSet(in.m.entry.Published)
	for _, a := range in.m.plan.Assignments {
		slot, _ := in.m.problem.Slot(a.Slot)
		_, same := in.m.told.of(slot, a.Consultant)
		out[a.Pair()] = out[a.Pair()] && same
	}
	for _, c := range in.calls {
		if c.Outcome != store.CallNoAnswer {
			out[c.Pair] = c.Answer == store.Confirmed // whoever said no and is in it again is asked again, and so is who said yes to a slot that has been saved since
		}
	}
	return out
}

// worked are those in parts of slots that they have worked: nobody has to be asked for them.
func (in callsInput) worked() map[rota.Pair]bool {
	out := map[rota.Pair]bool{}
	for _, l := range in.m.draft.Locks {
		if l.Reason == rota.WorkedReason {
			out[l.Pair] = true
		}
	}
	return out
}

// unconfirmed counts those who were told by the newest version of cover that is not over
// and unchanged, and of whom nobody knows that they know it.
func (in callsInput) unconfirmed() int {
	published, knows, n := pairSet(in.m.entry.Published), in.told(), 0
	for _, a := range in.m.plan.Assignments {
		slot, ok := in.m.problem.Slot(a.Slot)
		if !ok || !published[a.Pair()] || !knows[a.Pair()] || !slot.End.After(in.watch.at) {
			continue
		}
		if in.m.told.outcome(slot, a.Consultant) != store.Confirmed {
			n++
		}
	}
	return n
}

// ringWords say how many calls about changes there are to make, and how many others have not
// confirmed, as both pages count them.
func (in callsInput) ringWords() string {
	words := "Nobody has to be rung about a change since it."
	if n := len(in.lines()); n > 0 {
		words = count(n, "call about what has changed since is to be made", "calls about what has changed since are to be made") + "."
	}
	if n := in.unconfirmed(); n > 0 {
		words += " " + in.unconfirmedWords(n) + "."
	}
	return words
}

// refused are the slots of which somebody said no when rung, or declined by their link or
// on the telephone.
func (in callsInput) refused() []rota.SlotID {
	var out []rota.SlotID
	for _, c := range in.calls {
		if c.Outcome == store.CallNo {
			out = append(out, c.Slot)
		}
	}
	for _, d := range in.m.told.declines() {
		out = append(out, d.Slot)
	}
	return out
}

// emptied are the slots that somebody of the newest version is no longer in, whatever took them out.
func (in callsInput) emptied() []rota.SlotID {
	var out []rota.SlotID
	now := pairSet(in.m.plan.Pairs())
	for _, pair := range in.m.entry.Published {
		if !now[pair] {
			out = append(out, pair.Slot)
		}
	}
	return out
}

// divided are the slots that are left of those that were divided since somebody stopped or nobody was in them.
func (in callsInput) divided() []rota.SlotID {
	var out []rota.SlotID
	for _, c := range in.m.entry.Cuts {
		if left, ok := c.Left(); ok && !c.Spare {
			out = append(out, left.ID)
		}
	}
	return out
}

// openNow are the slots that go on now of which places are open.
func (in callsInput) openNow() []rota.SlotID {
	var out []rota.SlotID
	for _, o := range in.m.plan.Open {
		if s, ok := in.m.problem.Slot(o.Slot); ok && s.Holds(in.watch.at) {
			out = append(out, o.Slot)
		}
	}
	return out
}

// openByWhoCame are the slots that are open by who came: residents may be in some after all.
func (in callsInput) openByWhoCame() map[rota.SlotID]bool {
	out := map[rota.SlotID]bool{}
	for _, s := range in.m.entry.Standing(in.m.plan, rota.Span{Start: in.watch.at, End: in.watch.day.End}) {
		out[s.Slot.ID] = s.Open() > 0
	}
	return out
}

// unconfirmedWords say how many assignments are not confirmed; once the rota has changed since the
// newest version, of those that have not.
func (in callsInput) unconfirmedWords(n int) string {
	if in.changes() == 0 {
		return sentenceIsAre(n, "assignment") + " not confirmed yet"
	}
	return "Of the assignments that are as " + toVersion(in.m.told.number) + " has them, " + count(n, "is", "are") + " not confirmed yet"
}

// knows reports whether somebody need not be told that they are off a slot, since they said so
// themselves.
func (in callsInput) knows(pair rota.Pair) bool {
	return slices.ContainsFunc(in.m.entry.Declined, func(d rota.Told) bool { return d.Pair == pair }) ||
		slices.ContainsFunc(in.m.draft.KeptOff, func(k rota.KeptOff) bool {
			return k.Pair == pair && (strings.HasPrefix(k.Reason, cannotCome) || k.Reason == saidNo)
		})
}

// last is what came of ringing them about the slot before; nil for nothing.
func (in callsInput) last(pair rota.Pair) *store.Call {
	for i, c := range in.calls {
		if c.Pair == pair {
			return &in.calls[i]
		}
	}
	return nil
}
