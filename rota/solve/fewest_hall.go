package solve

import "sort"

func sortBy(list []int, key func(int) int) {
	sort.SliceStable(list, func(a, b int) bool { return key(list[a]) < key(list[b]) })
}

// instants lists the sets of vacancies that are under way together, but for those
// that another holds whole.
func (c *calls) instants() [][]int {
	order := make([]int, len(c.vacancies))
	for v := range order {
		order[v] = v
	}
	sortBy(order, func(v int) int { return c.vacancies[v].start })
	var out [][]int
	var under []int
	for n, v := range order {
		under = append(under, v)
		if n+1 < len(order) {
			// The set is whole when something in it ends by the next start.
			next := c.vacancies[order[n+1]].start
			var still []int
			for _, u := range under {
				if c.vacancies[u].end > next {
					still = append(still, u)
				}
			}
			if len(still) == len(under) {
				continue
			}
			out = append(out, append([]int(nil), under...))
			under = still
			continue
		}
		out = append(out, under)
	}
	return out
}

// callShare is what one consultant, or one place, is in a flow.
const callShare = 1 << 20

// short looks for vacancies of an instant for which the consultants at hand are
// too few: demand is what each asks for and supply what there is of each person,
// in parts of callShare. It gives those vacancies, or nil. They are a Hall set: the
// side of a least cut that holds them.
func (c *calls) short(instant []int, demand, supply []int64) []int {
	f := newHallFlow(c, instant, demand, supply)
	if f.run() {
		return nil
	}
	return f.behind()
}

// A hallFlow sends places to people. Vacancies are named by their place in the instant.
type hallFlow struct {
	*calls
	instant []int
	left    []int64   // of each vacancy: what is not sent yet
	room    []int64   // of each person
	sent    [][]int64 // of each person: what comes from each vacancy; nil is nothing
	via     []int     // of each vacancy: the person from whom the search reached it
	seen    []int     // of each person: the vacancy from which the search reached them, or -1
	queue   []int
}

// Marks in via of vacancies that no person reached.
const (
	viaNothing = -2
	viaStart   = -1
)

func newHallFlow(c *calls, instant []int, demand, supply []int64) *hallFlow {
	f := &hallFlow{calls: c, instant: instant, room: append([]int64(nil), supply...), sent: make([][]int64, len(c.people))}
	for _, v := range instant {
		f.left = append(f.left, demand[v])
	}
	f.seen, f.via = make([]int, len(c.people)), make([]int, len(instant))
	return f
}

// run sends all that it can, path by path, and reports whether nothing is left.
func (f *hallFlow) run() bool {
	for n := range f.instant { // what goes straight
		for _, t := range f.seats[f.instant[n]] {
			if m := min(f.left[n], f.room[t.person]); m > 0 {
				f.send(n, t.person, m)
				f.left[n] -= m
				f.room[t.person] -= m
			}
		}
	}
	done := true
	for n := range f.instant {
		for f.left[n] > 0 && f.path([]int{n}) {
		}
		done = done && f.left[n] == 0
	}
	return done
}

func (f *hallFlow) send(n, k int, amount int64) {
	if f.sent[k] == nil {
		f.sent[k] = make([]int64, len(f.instant))
	}
	f.sent[k][n] += amount
}

// path finds a way from one of the vacancies to a person with room and sends along it.
func (f *hallFlow) path(from []int) bool {
	for k := range f.seen {
		f.seen[k] = -1
	}
	for m := range f.via {
		f.via[m] = viaNothing
	}
	for _, n := range from {
		f.via[n] = viaStart
	}
	f.queue = append(f.queue[:0], from...)
	for at := 0; at < len(f.queue); at++ {
		m := f.queue[at]
		for _, t := range f.seats[f.instant[m]] {
			k := t.person
			if f.seen[k] >= 0 {
				continue
			}
			f.seen[k] = m
			if f.room[k] > 0 {
				f.push(k)
				return true
			}
			for o, amount := range f.sent[k] {
				if amount > 0 && f.via[o] == viaNothing {
					f.via[o] = k
					f.queue = append(f.queue, o)
				}
			}
		}
	}
	return false
}

// push sends to person k, back along the path found, as much as it lets through.
func (f *hallFlow) push(k int) {
	amount := f.room[k]
	first := f.seen[k]
	for ; f.via[first] >= 0; first = f.seen[f.via[first]] {
		amount = min(amount, f.sent[f.via[first]][first])
	}
	amount = min(amount, f.left[first])
	f.room[k] -= amount
	f.left[first] -= amount
	for m := f.seen[k]; ; m = f.seen[k] {
		f.send(m, k, amount)
		if m == first {
			return
		}
		k = f.via[m]
		f.send(m, k, -amount)
	}
}

// behind lists the vacancies that are reached from those that have something left: a
// least cut's side. It may be called once nothing more can be sent.
func (f *hallFlow) behind() []int {
	var from, out []int
	for n, left := range f.left {
		if left > 0 {
			from = append(from, n)
		}
	}
	f.path(from)
	for m, v := range f.instant {
		if f.via[m] != viaNothing {
			out = append(out, v)
		}
	}
	return out
}
