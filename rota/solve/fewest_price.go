package solve

// A priced bound says, for whole prices of the vacancies' places that are not
// negative: what a consultant takes is worth no more to them than their dearest
// strike, so
//
//	Σ worth(c) × called(c) + Σ price(v) × open(v) ≥ Σ price(v) × places(v)
//
// holds in every plan, whatever the prices. Prices of 1 on slots that are under
// way at one instant say that as many consultants as slots are called in, from
// those with a skill for some of them. All is counted in whole numbers.
type pricedBound struct {
	worth []int64 // of each person
	price []int64 // of each vacancy
	total int64
}

func (c *calls) pricedBound(price []int64, w *worths) pricedBound {
	b := pricedBound{worth: make([]int64, len(c.people)), price: price}
	for v, p := range price {
		b.total += p * int64(c.vacancies[v].places)
	}
	for k := range c.people {
		b.worth[k], _ = w.dearest(k, price, false)
	}
	return b
}

// worths finds dearest strikes; it keeps what can be used again.
type worths struct {
	*calls
	before [][]int // of each plain person and usable item n: how many, in order of their ends, end by its start
	order  [][]int // of each plain person: places in usable, in order of their ends
	best   []int64
}

func newWorths(c *calls) *worths {
	w := &worths{calls: c, before: make([][]int, len(c.people)), order: make([][]int, len(c.people))}
	for k, q := range c.people {
		if !c.plain[k] {
			continue
		}
		n := len(c.usable[k])
		order := make([]int, n)
		for m := range order {
			order[m] = m
		}
		end := func(m int) int { return q.items[c.usable[k][m]].end }
		sortBy(order, end)
		before := make([]int, n)
		done := 0
		for m, i := range c.usable[k] { // in order of their starts
			for done < n && end(order[done]) <= q.items[i].start {
				done++
			}
			before[m] = done
		}
		w.order[k], w.before[k] = order, before
	}
	return w
}

// dearest is the most that the items of people[k] that can stand together are
// worth, and with want those items. Where more than overlap clashes it looks at neighbours in time
// only, and other limits are left out: then it may say too much, never too little.
func (w *worths) dearest(k int, price []int64, want bool) (int64, []int) {
	if w.order[k] != nil {
		return w.dearestPlain(k, price, want)
	}
	q, usable := w.people[k], w.usable[k]
	best, last := make([]int64, len(usable)), make([]int, len(usable))
	top := -1
	for n, i := range usable {
		best[n], last[n] = 0, -1
		for m, j := range usable[:n] {
			if best[m] > best[n] && !q.clash[i].has(j) {
				best[n], last[n] = best[m], m
			}
		}
		best[n] += price[w.vacancyOf[k][i]]
		if top < 0 || best[n] > best[top] {
			top = n
		}
	}
	if top < 0 {
		return 0, nil
	}
	value := best[top]
	var items []int
	for ; want && top >= 0; top = last[top] {
		items = append(items, usable[top])
	}
	return value, items
}

func (w *worths) dearestPlain(k int, price []int64, want bool) (int64, []int) {
	order, usable := w.order[k], w.usable[k]
	n := len(order)
	if cap(w.best) <= n {
		w.best = make([]int64, 2*n+1)
	}
	best := w.best[:n+1]
	best[0] = 0
	for m, o := range order {
		best[m+1] = max(best[m], best[w.before[k][o]]+price[w.vacancyOf[k][usable[o]]])
	}
	var items []int
	for m := n; want && m > 0; {
		if best[m] == best[m-1] {
			m--
			continue
		}
		items = append(items, usable[order[m-1]])
		m = w.before[k][order[m-1]]
	}
	return best[n], items
}
