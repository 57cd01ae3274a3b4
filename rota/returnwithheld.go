package rota

import "slices"

// A WithheldRange bounds the pay withheld for one group of a shared return, from
// nothing but what the return tells and who was due. It tells no more than the
// return does. A nil amount is not known: a grade has no salary.
type WithheldRange struct {
	ReturnGroup
	Least, Most *Pence
}

// WithheldRanges bounds the pay withheld group by group: as many residents as
// the group says, those whose days cost least and those whose cost most. Of a
// group whose count is hidden nobody or everybody may have been absent.
func (e Entry) WithheldRanges(groups []ReturnGroup, w Withholding) []WithheldRange {
	type key struct {
		day            Date
		service, grade string
	}
	serviceOf, grades := e.returnServices(), map[ResidentID]string{}
	for _, r := range e.Residents {
		grades[r.ID] = r.Grade
	}
	due := map[key][]dueDay{}
	for _, d := range e.dueDays() {
		k := key{d.day, serviceOf(d), grades[d.resident]}
		due[k] = append(due[k], d)
	}
	var out []WithheldRange
	for _, g := range groups {
		var least, most []*Pence
		for _, c := range g.cells {
			for _, d := range due[key{c.Day, c.Service, c.Grade}] {
				least = append(least, w.first(d, c.Grade))
				most = append(most, w.withheld(d.duties, map[ResidentID]string{d.resident: c.Grade}).Total().Amount)
			}
		}
		from := min(g.Absent, len(least)) // of those who were told of somebody may have gone since
		to := from
		if g.Hidden {
			from, to = 0, len(most)
		}
		slices.SortFunc(least, comparePence)
		slices.SortFunc(most, comparePence)
		out = append(out, WithheldRange{g, sumPence(least[:from]), sumPence(most[len(most)-to:])})
	}
	return out
}

// first is what the first day of the duties takes: the least that absence from
// any of them can, since days that other duties share are taken once.
func (w Withholding) first(d dueDay, grade string) *Pence {
	s, ok := w.Salary(grade)
	if !ok {
		return nil
	}
	var least *Pence
	for _, duty := range d.duties {
		for _, part := range w.days(duty)[:1] {
			if v := w.amount(s.Annual, part.day, part.minutes); least == nil || v < *least {
				least = ptr(v)
			}
		}
	}
	return least
}

// comparePence puts what is not known last.
func comparePence(a, b *Pence) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return sign(int(*a - *b))
}

func sumPence(list []*Pence) *Pence {
	sum := ptr(Pence(0))
	for _, v := range list {
		sum = Plus(sum, v)
	}
	return sum
}
