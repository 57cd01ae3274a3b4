package rota

import (
	"maps"
	"slices"
)

// EverySlot asks [Entry.Return] for the residents due in every slot, for a return that is kept
// and later looked at beside some rota by [BesideRota].
func EverySlot(SlotID) int { return 1 }

// BesideRota are the cells with those slots in which a rota shows residents at work.
func BesideRota(cells []ReturnCell, shown func(SlotID) int) []ReturnCell {
	out := slices.Clone(cells)
	for i := range out {
		var list []ShownSlot
		for _, s := range out[i].Shown {
			if s.Places = shown(s.Slot); s.Places > 0 {
				list = append(list, s)
			}
		}
		out[i].Shown = list
	}
	return out
}

// SharedReturn is the return as it is told to whoever may not see residents by name, before small
// groups are put together ([Share]): from the cells told before, which a single correction does not
// alter, beside the rota that answers the problem, if there is one.
func (e Entry) SharedReturn(p *Problem, told []ReturnCell) []ReturnCell {
	return BesideRota(ToldReturn(e.Return(EverySlot), told), func(id SlotID) int {
		if p == nil {
			return 0
		}
		return e.ShownAtWork(*p, id)
	})
}

// ToldReturn are the cells of every day: as it was told, or else as it is now.
func ToldReturn(now, told []ReturnCell) []ReturnCell {
	was, is := byDay(told), byDay(now)
	var out []ReturnCell
	for _, day := range daysOf(told, now) {
		if cells := was[day]; cells != nil {
			out = append(out, cells...)
		} else {
			out = append(out, is[day]...)
		}
	}
	return out
}

// ToldOtherwise are the days of which other counts are told than those of now: they have been
// corrected since.
func ToldOtherwise(now, told []ReturnCell) []Date {
	is, was := byDay(now), byDay(told)
	var out []Date
	for _, day := range daysOf(told, nil) {
		if !sameCounts(is[day], was[day]) {
			out = append(out, day)
		}
	}
	return out
}

// sameCounts compares what of one day is counted.
func sameCounts(a, b []ReturnCell) bool {
	bare := func(cells []ReturnCell) map[[2]string][3]int {
		out := map[[2]string][3]int{}
		for _, c := range cells {
			k := [2]string{c.Service, c.Grade}
			n := out[k]
			out[k] = [3]int{n[0] + c.Due, n[1] + c.Absent, n[2] + c.Unconfirmed}
		}
		return out
	}
	return maps.Equal(bare(a), bare(b))
}

// SettledDays are how many days there are, and of how many of them it is known of all whether they came.
func SettledDays(cells []ReturnCell) (settledDays, all int) {
	days := byDay(cells)
	for _, day := range days {
		if settled(day) {
			settledDays++
		}
	}
	return settledDays, len(days)
}

func byDay(cells []ReturnCell) map[Date][]ReturnCell {
	out := map[Date][]ReturnCell{}
	for _, c := range cells {
		out[c.Day] = append(out[c.Day], c)
	}
	return out
}

func daysOf(a, b []ReturnCell) []Date {
	var out []Date
	for _, c := range slices.Concat(a, b) {
		out = append(out, c.Day)
	}
	slices.SortFunc(out, Date.Compare)
	return slices.Compact(out)
}

// settled reports whether somebody was due, and it is known of all whether they came.
func settled(cells []ReturnCell) bool {
	return len(cells) > 0 && !slices.ContainsFunc(cells, func(c ReturnCell) bool { return c.Unconfirmed > 0 })
}

// apart reports whether no count of one day differs by some, but fewer than Few.
func apart(a, b []ReturnCell) bool {
	type counts struct{ absent, came int }
	by := map[[2]string]counts{}
	for _, c := range a {
		k := [2]string{c.Service, c.Grade}
		by[k] = counts{by[k].absent + c.Absent, by[k].came + c.Due - c.Absent}
	}
	for _, c := range b {
		k := [2]string{c.Service, c.Grade}
		by[k] = counts{by[k].absent - c.Absent, by[k].came - c.Due + c.Absent}
	}
	few := func(n int) bool { return n != 0 && -Few < n && n < Few }
	for _, d := range by {
		if few(d.absent) || few(d.came) {
			return false
		}
	}
	return true
}

// ShownAtWork is in how many places of a slot, as it is entered, a rota that answers the problem shows
// residents at work: those for which it needs no consultant.
func (e Entry) ShownAtWork(p Problem, id SlotID) int {
	needed, _ := p.Slot(id)
	for _, s := range e.Slots {
		if s.ID == id {
			return max(0, s.Places-needed.Places)
		}
	}
	return 0
}
