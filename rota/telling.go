package rota

import "slices"

// A Telling is what of a strike's attendance has been told to those who may not see residents by name.
type Telling struct {
	Cells   []ReturnCell   // of each day, as it is told
	Earlier [][]ReturnCell // each of one day: counts that were told before these
}

// Retold is what is told from now on, when these are the cells of now. A day is told as it was when the
// attendance of all its residents was first confirmed. A correction alters what is told only once it, with
// others, alters no count by fewer than [Few]: the counts of before less those of after tell of nobody. That
// holds for all that was ever told of the day, so that there is no way around by a third count.
func (t Telling) Retold(now []ReturnCell) Telling {
	was, is := byDay(t.Cells), byDay(now)
	out := Telling{Earlier: t.Earlier}
	for _, day := range daysOf(t.Cells, now) {
		told, cells := was[day], is[day]
		if !settled(cells) || !t.apart(day, cells) {
			out.Cells = append(out.Cells, told...)
			continue
		}
		out.Cells = append(out.Cells, cells...)
		if told != nil && !sameCounts(told, cells) {
			out.remember(told)
		}
	}
	return out
}

// First is what is told once these are the cells: as Retold, but what is told of a day stays.
func (t Telling) First(now []ReturnCell) Telling {
	was := byDay(t.Cells)
	return t.Retold(slices.DeleteFunc(slices.Clone(now), func(c ReturnCell) bool { return was[c.Day] != nil }))
}

// Resumed is what is told in a database that was restored from a backup with this telling, when last is that of
// the database before: what was told last stays, and what the backup says counts as told earlier.
func (t Telling) Resumed(last Telling) Telling {
	out := Telling{Cells: ToldReturn(t.Cells, last.Cells), Earlier: slices.Clone(last.Earlier)}
	tells := byDay(out.Cells)
	for _, cells := range t.Earlier {
		out.remember(cells)
	}
	for day, cells := range byDay(t.Cells) {
		if !sameCounts(cells, tells[day]) {
			out.remember(cells)
		}
	}
	slices.SortStableFunc(out.Earlier, func(a, b []ReturnCell) int { return a[0].Day.Compare(b[0].Day) })
	return out
}

// apart reports whether no count of the cells differs by some, but fewer than Few, from any that was told of the day.
func (t Telling) apart(day Date, cells []ReturnCell) bool {
	told := byDay(t.Cells)[day]
	return (told == nil || apart(cells, told)) &&
		!slices.ContainsFunc(t.Earlier, func(e []ReturnCell) bool { return e[0].Day == day && !apart(cells, e) })
}

// remember keeps the counts of a day, once, as told before.
func (t *Telling) remember(cells []ReturnCell) {
	if slices.ContainsFunc(t.Earlier, func(e []ReturnCell) bool { return e[0].Day == cells[0].Day && sameCounts(e, cells) }) {
		return
	}
	var counts []ReturnCell
	for _, c := range cells {
		c.Shown = nil
		counts = append(counts, c)
	}
	t.Earlier = append(slices.Clip(t.Earlier), counts)
}
