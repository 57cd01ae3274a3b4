package solve

import "slices"

// chains lists every smallest set of three or more items of q that together make
// a duty run that is too long though no two of them clash, locks aside. Sets that
// leave nothing to decide, or hold no cover, bind nobody.
func (q *person) chains() [][]int {
	if q.maxRun < 0 {
		return nil
	}
	var out [][]int
	for i, it := range q.items {
		if it.onSite {
			q.chain([]int{i}, it.end, &out)
		}
	}
	return out
}

// chain goes on with a run that begins with set and ends at end.
func (q *person) chain(set []int, end int, out *[][]int) {
	for j := set[len(set)-1] + 1; j < len(q.items) && q.items[j].start-end < q.rest; j++ {
		apart := func(i int) bool { return q.clash[i].has(j) && (q.items[i].free() || q.items[j].free()) }
		if !q.items[j].onSite || slices.ContainsFunc(set, apart) {
			continue
		}
		next := append(slices.Clone(set), j)
		last := max(end, q.items[j].end)
		if last-q.items[set[0]].start <= q.maxRun {
			q.chain(next, last, out)
			continue
		}
		if q.smallest(next) && q.has(next, cover) && q.anyFree(next) {
			*out = append(*out, next)
		}
	}
}

// smallest reports whether the run of the set is not too long once any one item is gone.
func (q *person) smallest(set []int) bool {
	for n := range set {
		var run stretch
		for m, i := range set {
			if m != n && run.add(&q.items[i], q.rest) > q.maxRun {
				return false
			}
		}
	}
	return true
}
