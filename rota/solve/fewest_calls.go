package solve

import (
	"math/bits"
	"slices"

	"strikerota/rota"
)

// A vacancy is a slot with places that the locks leave open.
type vacancy struct {
	slot       int // in the problem's slots
	places     int // beside the locks
	start, end int // minutes since the Unix epoch
	priority   int
	from, to   int // start and end as indexes into calls.moments, where there are any
}

func (v vacancy) minutes() int64 { return int64(v.end - v.start) }

// A seat is one consultant who may take a vacancy.
type seat struct {
	person int // in calls.people
	item   int // of that person
}

// calls is a part as seen by the aim of calling in few consultants: vacancies and
// who may take them. Planned sessions are away; locks and fixed sessions stand.
type calls struct {
	people    []*person
	vacancies []vacancy
	seats     [][]seat   // of each vacancy
	base      [][]bool   // of each person: what stands whatever is decided
	usable    [][]int    // of each person: the items that may be taken, in order of time
	vacancyOf [][]int    // of each person and item: its vacancy, or -1
	usedBy    []bool     // of each person: a lock calls them in anyhow
	strict    []bool     // of each person: a rule can bind that is no clash of two items
	plain     []bool     // of each person: usable items clash exactly when they overlap
	itemOf    [][]int32  // of each person and vacancy: the item, or -1; nil unless all are plain and none strict
	moments   []int      // when vacancies start and end, in order; nil where itemOf is
	clashWord [][][2]int // of each person and item: the first and past-last word of its clashes
}

func newCalls(p *rota.Problem, people []*person) *calls {
	c := &calls{people: people}
	locks := map[int]int{}
	asks := map[int]item{}
	for _, q := range people {
		for _, it := range q.items {
			if it.kind == cover {
				asks[it.slot] = it
				if it.locked {
					locks[it.slot]++
				}
			}
		}
	}
	bySlot := map[int]int{}
	for s, slot := range p.Slots {
		it, asked := asks[s]
		if left := slot.Places - locks[s]; asked && left > 0 {
			bySlot[s] = len(c.vacancies)
			c.vacancies = append(c.vacancies, vacancy{slot: s, places: left, start: it.start, end: it.end, priority: slot.Priority})
		}
	}
	c.seats = make([][]seat, len(c.vacancies))
	for k, q := range people {
		c.addPerson(k, q, bySlot)
	}
	if !slices.Contains(c.strict, true) && !slices.Contains(c.plain, false) {
		c.itemOf = c.itemTable()
		c.findMoments()
	}
	return c
}

// findMoments lists when vacancies start and end.
func (c *calls) findMoments() {
	for _, v := range c.vacancies {
		c.moments = append(c.moments, v.start, v.end)
	}
	slices.Sort(c.moments)
	c.moments = slices.Compact(c.moments)
	for n := range c.vacancies {
		v := &c.vacancies[n]
		v.from, _ = slices.BinarySearch(c.moments, v.start)
		v.to, _ = slices.BinarySearch(c.moments, v.end)
	}
}

// addPerson finds what people[k] may take. An item that breaks a rule by itself
// breaks it beside others too: no rule is eased by one more item.
func (c *calls) addPerson(k int, q *person, bySlot map[int]int) {
	n := len(q.items)
	base, of := make([]bool, n), make([]int, n)
	used := false
	for i, it := range q.items {
		base[i] = it.kind == fixed || it.locked
		used = used || it.locked
		of[i] = -1
	}
	var usable []int
	for i, it := range q.items {
		v, asked := bySlot[it.slot]
		if it.kind != cover || it.locked || !asked {
			continue
		}
		base[i] = true
		if len(q.cuts(base)) == 0 {
			of[i] = v
			usable = append(usable, i)
			c.seats[v] = append(c.seats[v], seat{k, i})
		}
		base[i] = false
	}
	c.base, c.usable, c.vacancyOf, c.usedBy = append(c.base, base), append(c.usable, usable), append(c.vacancyOf, of), append(c.usedBy, used)
	c.strict = append(c.strict, q.strict(base, usable))
	c.plain = append(c.plain, q.plain(usable))
	c.clashWord = append(c.clashWord, q.clashWords())
}

// strict reports whether a rule can bind that is no clash of two items.
func (q *person) strict(base []bool, usable []int) bool {
	if q.maxRun >= 0 || q.maxNights >= 0 || q.maxDays >= 0 {
		return true
	}
	sum := 0
	for i, it := range q.items {
		if it.kind == cover && base[i] {
			sum += it.minutes()
		}
	}
	for _, i := range usable {
		sum += q.items[i].minutes()
	}
	return q.maxCover >= 0 && sum > q.maxCover
}

// plain reports whether the usable items clash exactly when they overlap.
func (q *person) plain(usable []int) bool {
	for n, i := range usable {
		for _, j := range usable[:n] {
			if q.clash[i].has(j) != (q.items[i].start < q.items[j].end) {
				return false
			}
		}
	}
	return true
}

// clashWords says, for each item, in which words its clashes lie: few, as items
// are in order of time.
func (q *person) clashWords() [][2]int {
	out := make([][2]int, len(q.items))
	for i, s := range q.clash {
		from, to := len(s), 0
		for w, word := range s {
			if word != 0 {
				from, to = min(from, w), w+1
			}
		}
		out[i] = [2]int{min(from, to), to}
	}
	return out
}

// clashing gives the items of present that clash with item i of people[k], at
// most limit and one of them.
func (c *calls) clashing(k, i int, present set, limit int, into []int) []int {
	into = into[:0]
	words := c.clashWord[k][i]
	clash := c.people[k].clash[i]
	for w := words[0]; w < words[1]; w++ {
		for word := clash[w] & present[w]; word != 0; word &= word - 1 {
			into = append(into, w*64+bits.TrailingZeros64(word))
			if len(into) > limit {
				return into
			}
		}
	}
	return into
}

// open is how many minutes of each priority (1 to 3) a state leaves open.
func (c *calls) open(state [][]bool) [4]int64 {
	var out [4]int64
	filled := c.filled(state)
	for v, need := range c.vacancies {
		out[need.priority] += int64(need.places-filled[v]) * need.minutes()
	}
	return out
}

// filled is how many places of each vacancy a state fills.
func (c *calls) filled(state [][]bool) []int {
	out := make([]int, len(c.vacancies))
	for k := range c.people {
		for _, i := range c.usable[k] {
			if state[k][i] {
				out[c.vacancyOf[k][i]]++
			}
		}
	}
	return out
}

// called is how many consultants a state calls in.
func (c *calls) called(state [][]bool) int64 {
	var n int64
	for k := range c.people {
		if c.callsIn(k, state) {
			n++
		}
	}
	return n
}

// callsIn reports whether a state calls people[k] in.
func (c *calls) callsIn(k int, state [][]bool) bool {
	for i, it := range c.people[k].items {
		if it.kind == cover && state[k][i] {
			return true
		}
	}
	return false
}
