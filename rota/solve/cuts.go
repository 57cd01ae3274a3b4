package solve

import (
	"slices"
	"sort"
)

// cuts lists sets of free items of q, each of which cannot all be present given
// the others, that the present items break. None means that the person's strike
// holds every rule, but for those that locks alone break.
func (q *person) cuts(present []bool) [][]int {
	var out [][]int
	add := func(set []int) {
		free := slices.DeleteFunc(slices.Clone(set), func(i int) bool { return !q.items[i].free() })
		if len(free) > 0 {
			out = append(out, free)
		}
	}
	var there []int
	for i := range q.items {
		if !present[i] {
			continue
		}
		for _, j := range there {
			if q.clash[i].has(j) {
				add([]int{j, i})
			}
		}
		there = append(there, i)
	}
	if len(out) > 0 {
		return out
	}
	if set := q.tooMuch(present); set != nil {
		add(set)
	}
	for _, set := range q.longRuns(present) {
		add(set)
	}
	for _, set := range q.rows(present, q.maxNights, func(it item) bool { return it.night }) {
		add(set)
	}
	for _, set := range q.rows(present, q.maxDays, func(it item) bool { return it.onSite }) {
		add(set)
	}
	return out
}

func (q *person) tooMuch(present []bool) []int {
	sum := 0
	var set []int
	for i, it := range q.items {
		if present[i] && it.kind == cover {
			sum += it.minutes()
			set = append(set, i)
		}
	}
	if q.maxCover < 0 || sum <= q.maxCover {
		return nil
	}
	return set
}

// longRuns gives, for each duty run of the present items that is too long and has
// cover, the fewest neighbours in it that are too long by themselves.
func (q *person) longRuns(present []bool) [][]int {
	if q.maxRun < 0 {
		return nil
	}
	var out [][]int
	var run []int
	end := 0
	flush := func() {
		if len(run) > 1 && end-q.items[run[0]].start > q.maxRun && q.has(run, cover) {
			out = append(out, q.core(run))
		}
		run = nil
	}
	for i, it := range q.items {
		if !present[i] || !it.onSite {
			continue
		}
		if len(run) > 0 && it.start-end >= q.rest {
			flush()
		}
		if len(run) == 0 {
			end = it.end
		}
		run, end = append(run, i), max(end, it.end)
	}
	flush()
	return out
}

func (q *person) has(set []int, kind itemKind) bool {
	return slices.ContainsFunc(set, func(i int) bool { return q.items[i].kind == kind })
}

// core is the shortest stretch of the run that by itself is too long, has cover
// and leaves something to decide.
func (q *person) core(set []int) []int {
	best := set
	for i := range set {
		var run stretch
		for j := i; j < len(set) && j-i+1 < len(best); j++ {
			long := run.add(&q.items[set[j]], q.rest) > q.maxRun
			if run.start != q.items[set[i]].start {
				break // what joined the two lies before
			}
			if long && run.counts() {
				best = set[i : j+1]
				break
			}
		}
	}
	return best
}

func (q *person) anyFree(set []int) bool {
	return slices.ContainsFunc(set, func(i int) bool { return q.items[i].free() })
}

// rows gives a set of items for each date that stands, with something to decide,
// in a row of more than limit consecutive dates with cover.
func (q *person) rows(present []bool, limit int, counts func(item) bool) [][]int {
	if limit < 0 {
		return nil
	}
	byDate := map[int][]int{}
	var dates []int
	for i, it := range q.items {
		if present[i] && counts(it) {
			if byDate[it.date] == nil {
				dates = append(dates, it.date)
			}
			byDate[it.date] = append(byDate[it.date], i)
		}
	}
	sort.Ints(dates)
	var out [][]int
	for i := 0; i < len(dates); {
		j := i + 1
		for j < len(dates) && dates[j] == dates[j-1]+1 {
			j++
		}
		var set []int
		for _, d := range dates[i:j] {
			set = append(set, byDate[d]...)
		}
		if j-i > limit && q.has(set, cover) {
			out = append(out, q.thin(set, limit))
		}
		i = j
	}
	return out
}

// thin takes items out of a set that breaks the limit of dates in a row, one after
// another, as long as what is left breaks it.
func (q *person) thin(set []int, limit int) []int {
	for k := len(set) - 1; k >= 0; k-- {
		rest := slices.Delete(slices.Clone(set), k, k+1)
		if q.tooManyDates(rest, limit) {
			set = rest
		}
	}
	return set
}

// tooManyDates reports whether the items, in order, have a row of more dates than
// the limit with cover and something to decide in it.
func (q *person) tooManyDates(set []int, limit int) bool {
	var dates row
	return slices.ContainsFunc(set, func(i int) bool { return dates.add(&q.items[i]) > limit && dates.counts() })
}
