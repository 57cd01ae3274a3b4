package solve

import (
	"cmp"
	"slices"
)

// A reseating takes all that a few people have, and a job that waits, and shares it
// out anew among them as well as it can be: so that what waits then weighs least.
// It goes through the jobs in order of their starts. What has been decided matters
// to what follows only by who is busy until when and who is called in, so there
// are few states to tell apart, and each keeps the lightest way to it. It
// is for people whose items clash exactly when they overlap, and who have no other limit.
type reseating struct {
	people []int     // who is looked at
	near   []int     // jobs of theirs that are under way beside the one that waits
	jobs   []int     // theirs and the one that waits, in order of their starts
	spans  [][2]int  // of each job: start and end
	able   [][]int32 // of each job: the item of each of the people, -1 for none
	lot    [][]int64 // of each job: what it costs beside weights that each takes it; by lot
	calls  int       // how many of the people may be called in
	layers [][]reseatState
	table  []int32 // of a hash: the state of the layer that is made, or -1
}

// A reseatState is what the first jobs lead to.
type reseatState struct {
	key    uint32 // a byte for each person: seatIdle, seatAway, or 1 and the job under way
	parent int32  // the state before
	choice int8   // who takes the last job; -1 lets it wait
	cost   int64
}

const (
	fewPeople   = 4
	reseatJobs  = 250 // the most in one reseating: a job and 1 must be less than seatAway
	mostStates  = 400 // of a layer; beyond them the lightest are kept
	seatIdle    = 0
	seatAway    = 255 // is not called in, so far
	weightUnit  = 1 << 20
	lotUnit     = 256
	nearMinutes = 10 // jobs so near to one another are related
	mostDraws   = 20 // of people who may lose enough less
)

// reseat looks for a place for a job that waits, among people chosen by lot around
// it, of whom no more are called in than before. It reports whether less waits.
// Otherwise what waits weighs the same, and may be seated otherwise.
func (s *seating) reseat(j int) bool {
	if len(s.seats[s.jobs[j]]) == 0 {
		return false
	}
	s.around(j)
	for draw := 1; draw < mostDraws && !s.mayGain(j); draw++ {
		s.around(j)
	}
	r := s.again
	if !s.lay(j) {
		return false
	}
	most := s.weight[s.jobs[j]]*weightUnit + lotUnit*int64(len(r.jobs))
	for n := range r.jobs {
		s.expand(n, most)
	}
	last := r.layers[len(r.jobs)]
	if len(last) == 0 {
		return false
	}
	best := slices.MinFunc(last, func(a, b reseatState) int { return cmp.Compare(a.cost, b.cost) })
	s.apply(best)
	return best.cost/weightUnit < s.weight[s.jobs[j]]
}

// mayGain reports whether the people looked at lose as much as a job is worth. Else they
// cannot take it and leave nothing that is worth as much, whatever they do.
func (s *seating) mayGain(j int) bool {
	if s.value == nil {
		return true
	}
	var lost int64
	for _, k := range s.again.people {
		lost += s.loss(k)
	}
	return lost >= s.value.place[s.jobs[j]]
}

// around chooses somebody who may take a job, then people who are idle while it is
// under way, and fills up with whoever may take what these have then. At
// most one of them is not called in.
func (s *seating) around(j int) {
	r, need := s.again, s.vacancies[s.jobs[j]]
	r.people, r.near = r.people[:0], r.near[:0]
	first := s.seats[s.jobs[j]]
	s.join(first[s.random.IntN(len(first))].person, need)
	for at := need.from; at < need.to && len(r.people) < fewPeople; {
		until := at
		for _, k := range r.people {
			if s.may[k] {
				until = max(until, s.idleUntil(k, at, need.to))
			}
		}
		if until > at {
			at = until
			continue
		}
		found := false
		for range 30 {
			k := s.related()
			if found = s.may[k] && !slices.Contains(r.people, k) && s.idleUntil(k, at, need.to) > at; found {
				s.join(k, need)
				break
			}
		}
		if !found {
			break
		}
	}
	away := !s.may[r.people[0]]
	for tries := 0; len(r.people) < fewPeople && tries < 50; tries++ {
		k := s.related()
		if slices.Contains(r.people, k) || !s.may[k] && (away || s.random.IntN(2) == 0) {
			continue
		}
		away = away || !s.may[k]
		s.join(k, need)
	}
}

// join adds a person to those looked at.
func (s *seating) join(k int, need vacancy) {
	r := s.again
	r.people = append(r.people, k)
	for i := s.present[k].next(0); i >= 0; i = s.present[k].next(i + 1) {
		it := s.people[k].items[i]
		if it.start < need.end+nearMinutes && need.start-nearMinutes < it.end {
			r.near = append(r.near, s.jobAt[k][i])
		}
	}
}

// idleUntil is the instant, at most end, when a person who is idle at one has
// something to do again; the same instant if they are not idle.
func (s *seating) idleUntil(k, at, end int) int {
	if next := s.busy[k].next(at); next >= 0 {
		return min(next, end)
	}
	return end
}

// related draws somebody who may take what the people looked at have, now and then anybody.
func (s *seating) related() int {
	near := s.again.near
	if len(near) == 0 || s.random.IntN(10) == 0 {
		return s.random.IntN(len(s.people))
	}
	seats := s.seats[s.jobs[near[s.random.IntN(len(near))]]]
	return seats[s.random.IntN(len(seats))].person
}

// lay lists the jobs and who is able to take them, and makes the first layer.
// False when there are too many.
func (s *seating) lay(j int) bool {
	r := s.again
	r.jobs, r.calls = append(r.jobs[:0], j), 0
	first := reseatState{parent: -1, choice: -1}
	for x, k := range r.people {
		for i := s.present[k].next(0); i >= 0; i = s.present[k].next(i + 1) {
			r.jobs = append(r.jobs, s.jobAt[k][i])
		}
		switch {
		case s.usedBy[k]:
		case s.may[k]:
			r.calls++
			fallthrough
		default:
			first.key |= seatAway << (8 * x)
		}
	}
	if len(r.jobs) > reseatJobs {
		return false
	}
	slices.SortFunc(r.jobs, func(a, b int) int {
		return cmp.Or(cmp.Compare(s.vacancies[s.jobs[a]].start, s.vacancies[s.jobs[b]].start), a-b)
	})
	for len(r.layers) <= len(r.jobs) {
		r.layers, r.able, r.lot = append(r.layers, nil), append(r.able, make([]int32, fewPeople)), append(r.lot, make([]int64, fewPeople))
	}
	r.spans = r.spans[:0]
	for n, j := range r.jobs {
		need := s.vacancies[s.jobs[j]]
		r.spans = append(r.spans, [2]int{need.start, need.end})
		for x, k := range r.people {
			r.able[n][x] = s.itemOf[k][s.jobs[j]]
			r.lot[n][x] = s.random.Int64N(lotUnit)
		}
	}
	r.layers[0] = append(r.layers[0][:0], first)
	return true
}

// expand makes the layer after job n of the reseating, of states that cost no more than most.
func (s *seating) expand(n int, most int64) {
	r := s.again
	j := s.jobs[r.jobs[n]]
	next := 1 << 62
	if n+1 < len(r.jobs) {
		next = r.spans[n+1][0]
	}
	to := r.clear(n + 1)
	for e, from := range r.layers[n] {
		if wait := from.cost + s.weight[j]*weightUnit; wait <= most {
			to = r.add(to, reseatState{r.pass(from.key, next), int32(e), -1, wait})
		}
		called := s.calledIn(from.key)
		for x := range r.people {
			shift := 8 * x
			busy := from.key >> shift & 255
			if r.able[n][x] < 0 || busy == seatAway && called >= r.calls || busy != seatIdle && busy != seatAway && r.spans[busy-1][1] > r.spans[n][0] {
				continue
			}
			key := from.key&^(255<<shift) | uint32(n+1)<<shift
			to = r.add(to, reseatState{r.pass(key, next), int32(e), int8(x), from.cost + r.lot[n][x]})
		}
	}
	if len(to) > mostStates {
		slices.SortStableFunc(to, func(a, b reseatState) int { return cmp.Compare(a.cost, b.cost) })
		to = to[:mostStates]
	}
	r.layers[n+1] = to
}

// itemTable is, of each person and vacancy, the item by which they may take it, or -1.
func (c *calls) itemTable() [][]int32 {
	out := make([][]int32, len(c.people))
	for k := range out {
		out[k] = slices.Repeat([]int32{-1}, len(c.vacancies))
		for _, i := range c.usable[k] {
			out[k][c.vacancyOf[k][i]] = int32(i)
		}
	}
	return out
}

// calledIn is how many of the people are called in, beside those whom locks call in anyhow.
func (s *seating) calledIn(key uint32) int {
	n := 0
	for x, k := range s.again.people {
		if key>>(8*x)&255 != seatAway && !s.usedBy[k] {
			n++
		}
	}
	return n
}

// pass is the key once an instant is reached: who is done by then is idle.
func (r *reseating) pass(key uint32, instant int) uint32 {
	for shift := 0; shift < 8*len(r.people); shift += 8 {
		if b := key >> shift & 255; b != seatIdle && b != seatAway && r.spans[b-1][1] <= instant {
			key &^= 255 << shift
		}
	}
	return key
}

// clear empties a layer, and the table for what the one before may lead to.
func (r *reseating) clear(layer int) []reseatState {
	size := 32
	for size < 2*len(r.layers[layer-1])*(fewPeople+1) {
		size *= 2
	}
	r.table = slices.Grow(r.table[:0], size)[:size]
	for i := range r.table {
		r.table[i] = -1
	}
	return r.layers[layer][:0]
}

// add adds a state to a layer, unless there is a lighter one that is else the same.
func (r *reseating) add(to []reseatState, st reseatState) []reseatState {
	mask := uint32(len(r.table) - 1)
	at := st.key * 0x9e3779b1
	for at = (at ^ at>>15) & mask; r.table[at] >= 0; at = (at + 1) & mask {
		if there := &to[r.table[at]]; there.key == st.key {
			if st.cost < there.cost {
				*there = st
			}
			return to
		}
	}
	r.table[at] = int32(len(to))
	return append(to, st)
}

// apply seats the jobs as the way to a last state says. As many people as before
// may be called in; one who takes something comes before one who takes nothing.
func (s *seating) apply(st reseatState) {
	r := s.again
	for _, k := range r.people {
		for i := s.present[k].next(0); i >= 0; i = s.present[k].next(i + 1) {
			s.wait(s.unseat(k, i))
		}
	}
	for n := len(r.jobs) - 1; n >= 0; n-- {
		if x := st.choice; x >= 0 {
			s.seat(r.jobs[n], r.people[x], int(r.able[n][x]))
		}
		st = r.layers[n][st.parent]
	}
	left := r.calls
	for _, takes := range []bool{true, false} {
		for _, k := range r.people {
			if !s.usedBy[k] && takes == (s.present[k].next(0) >= 0) {
				s.may[k] = left > 0
				left--
			}
		}
	}
}
